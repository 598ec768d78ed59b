"""Puts up the guard over the log and its seal (guard.py)."""

from __future__ import annotations

from typing import ClassVar

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from shouwen.operation.ledger import guard


def put_up(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    """Forwards."""
    guard.put_up(editor.connection)


def take_down(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    """Backwards."""
    guard.take_down(editor.connection)


class Migration(migrations.Migration):
    """After the tables."""

    dependencies: ClassVar = [("ledger", "0001_initial")]
    operations: ClassVar = [migrations.RunPython(put_up, take_down)]
