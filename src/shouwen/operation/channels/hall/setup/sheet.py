"""A sheet: columns, the rows that are there, and what a file of such rows would change. Pure.

Each of services, counters, tariffs and the roster is one (tables.py, roster.py).
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from shouwen.fault import Fault
from shouwen.operation.channels.hall.setup.cells import Given, Kind, Value
from shouwen.wording import Language, Wording

Values = Mapping[str, Value]
"""A row: name of the column → what stands there."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column. `default`: what an empty cell of a new row means; None with `needed`: it may not be empty.

    also  other headings by which it is known
    """

    name: str
    heading: Wording
    kind: Kind
    needed: bool = False
    default: Value = None
    width: int = 14
    also: tuple[str, ...] = ()

    def read(self, given: Given) -> Value:
        """What the cell means. Raises Fault."""
        if given is None or (isinstance(given, str) and not given.strip()):
            if self.needed:
                raise Fault("setup-empty")
            return self.default
        return self.kind.read(given)


@dataclass(frozen=True, slots=True)
class Line:
    """A row of a file: its number there, and its cells by the column's name. A column left out has none."""

    number: int
    cells: Mapping[str, Given]


@dataclass(frozen=True, slots=True)
class Headed:
    """A file that was read: its rows; where each column stands ("C"); headings that nothing was made of."""

    lines: Sequence[Line]
    letters: Mapping[str, str] = field(default_factory=dict)
    strange: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Wrong:
    """What is wrong in a row, and where. `column` None: with the row as a whole."""

    number: int
    column: Column | None
    letter: str
    fault: Fault


@dataclass(frozen=True, slots=True)
class Change:
    """What becomes of one row. `said`: column, before, after; of a new row the after alone."""

    what: Literal["new", "changed", "gone"]
    key: str
    title: str
    said: tuple[tuple[Wording, str, str], ...]
    before: Values | None
    after: Values | None
    number: int | None = None


@dataclass(frozen=True, slots=True)
class Preview:
    """What a file would change, or what is wrong with it. `same`: rows that stay as they are."""

    changes: tuple[Change, ...] = ()
    same: int = 0
    wrong: tuple[Wrong, ...] = ()
    doubts: tuple[Fault, ...] = ()
    rows: tuple[tuple[int, Values], ...] = ()

    @property
    def mark(self) -> str:
        """By which it is known whether another look gives the same changes."""
        told = [
            [sorted(values.items()) if values is not None else [] for values in (one.before, one.after)]
            for one in self.changes
        ]
        return hashlib.sha256(repr(told).encode()).hexdigest()[:32]

    def of(self, what: str) -> list[Change]:
        """The changes of one sort."""
        return [one for one in self.changes if one.what == what]


@dataclass(slots=True)
class Reader:
    """Reads the rows of a file, cell by cell, and takes down all that is wrong."""

    columns: Sequence[Column]
    headed: Headed
    wrong: list[Wrong] = field(default_factory=list)

    def values(self, line: Line, check: Callable[[Column, Value], None] | None = None) -> dict[str, Value] | None:
        """What the row says, of the columns that the file has; None where a cell is wrong."""
        found: dict[str, Value] = {}
        good = True
        for column in self.columns:
            if column.name not in self.headed.letters:
                continue
            try:
                found[column.name] = column.read(line.cells.get(column.name))
                if check is not None:
                    check(column, found[column.name])
            except Fault as fault:
                self.refuse(line.number, fault, column.name)
                good = False
        return found if good else None

    def refuse(self, number: int, fault: Fault, column: str = "") -> None:
        """Takes down what is wrong."""
        found = next((one for one in self.columns if one.name == column), None)
        self.wrong.append(Wrong(number, found, self.headed.letters.get(column, ""), fault))


def differences(
    columns: Sequence[Column], before: Values, after: Values, language: Language
) -> tuple[tuple[Wording, str, str], ...]:
    """The columns in which two rows differ, each as it is written."""
    return tuple(
        (one.heading, one.kind.say(before[one.name], language), one.kind.say(after[one.name], language))
        for one in columns
        if one.name in after and before[one.name] != after[one.name]
    )


def all_of(columns: Sequence[Column], values: Values, language: Language) -> tuple[tuple[Wording, str, str], ...]:
    """What a new row says, empty cells left out."""
    said = ((one.heading, "", one.kind.say(values[one.name], language)) for one in columns if one.name in values)
    return tuple(one for one in said if one[2])
