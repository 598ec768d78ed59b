"""All faults of a standard, gathered while reading goes on with what is sound."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TypeVar

from shouwen.fault import Fault

T = TypeVar("T")
U = TypeVar("U")


class Faults:
    """Faults in the order in which they were found.

    What could not be declared is remembered as broken by kind and name (`word`, `field`, `calendar`), so that whatever
    speaks of it is not told to be unknown: that follows from the fault that has been told.
    """

    def __init__(self) -> None:
        self.found: list[Fault] = []
        self._broken: set[tuple[str, str]] = set()
        self._silenced = 0

    def add(self, fault: Fault) -> None:
        """Take a fault down, unless it follows from an earlier one."""
        if any((kind, str(name)) in self._broken for kind, name in fault.slots.items()):
            self._silenced += 1
        else:
            self.found.append(fault)

    def broken(self, kind: str, name: object) -> None:
        """Remember that this name is there but could not be read."""
        self._broken.add((kind, str(name)))

    @property
    def count(self) -> int:
        """How many there were, also those that follow from others."""
        return len(self.found) + self._silenced

    @contextmanager
    def catching(self) -> Iterator[None]:
        """A fault inside is taken down, and reading goes on behind it."""
        try:
            yield
        except Fault as fault:
            self.add(fault)

    def attempt(self, read: Callable[[], T], otherwise: U) -> T | U:
        """What `read` gives; where it finds a fault, the fault is taken down and `otherwise` stands in."""
        try:
            return read()
        except Fault as fault:
            self.add(fault)
            return otherwise
