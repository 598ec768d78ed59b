"""Files as a manager would send them, and what is in the log afterwards."""

from __future__ import annotations

import io
from typing import Any

from openpyxl import Workbook

from shouwen.operation.channels.hall.setup import files_in
from shouwen.operation.channels.hall.setup.sheet import Column, Headed
from shouwen.operation.ledger import models, words


def book_of(*rows: list[Any]) -> bytes:
    """A workbook as Excel writes it."""
    book = Workbook()
    for row in rows:
        book.active.append(row)
    kept = io.BytesIO()
    book.save(kept)
    return kept.getvalue()


def read(columns: tuple[Column, ...], *rows: list[Any]) -> Headed:
    """Such a workbook, read."""
    return files_in.read(book_of(*rows), columns)


def noted() -> list[tuple[str, str]]:
    """What was changed, as the log has it: what, and its text."""
    rows = models.Event._base_manager.filter(word=words.CHANGED).order_by("pk")
    return [(row.data["what"], row.data["text"]) for row in rows if not row.data["what"].startswith("edition.")]
