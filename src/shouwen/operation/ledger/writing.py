"""Writing to the book: one writer at a time where the database is a file, and a word to who waits for news.

SQLite has one writer anyway; several that meet there wait in its busy handler, which sleeps and tries again: one in a
hundred then waits half a second and more. A lock of our own wakes the next writer at once. It is the process's: the
embedded shape is one process.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext

from django.db import connection, transaction

_one_writer = threading.RLock()
_listening: list[Callable[[], None]] = []


@contextmanager
def writing() -> Iterator[None]:
    """A transaction that writes; within another one a part of it, that may fail alone. Who listens is told after it."""
    outermost = not connection.in_atomic_block
    with _one_writer if connection.vendor == "sqlite" else nullcontext(), transaction.atomic():
        if outermost:
            after_commit(tell)
        yield


def after_commit(act: Callable[[], object]) -> None:
    """Calls `act` once what is being written has been kept; at once where nothing is. Never after it was taken back.

    An `act` that fails is logged and spoils neither the others nor what was written.
    """
    transaction.on_commit(act, robust=True)


def listen(wake: Callable[[], None]) -> Callable[[], None]:
    """From now on `wake` is called after each writing of this process, by the thread that wrote: it must be quick.

    Returns what ends it. Other processes' writings are not told: who must see those asks every now and then as well.
    """
    _listening.append(wake)
    return lambda: _listening.remove(wake) if wake in _listening else None


def tell() -> None:
    """Wakes whoever listens in this process."""
    for wake in tuple(_listening):
        wake()
