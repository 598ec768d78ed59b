"""What time it is: the one place in the operation that asks. Whole seconds since 1970 UTC."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

_told: ContextVar[int | None] = ContextVar("told", default=None)


def now() -> int:
    """The present second."""
    told = _told.get()
    return int(time.time()) if told is None else told


@contextmanager
def standing(at: int) -> Iterator[None]:
    """Within, it is `at` and stays so: for history that is told as it happened, and for tests."""
    token = _told.set(at)
    try:
        yield
    finally:
        _told.reset(token)
