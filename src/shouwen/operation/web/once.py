"""The name under which a form is sent: sent twice, it happens once."""

from __future__ import annotations

import uuid


def new_once() -> str:
    """A fresh name for the hidden field `once` of a form."""
    return uuid.uuid4().hex
