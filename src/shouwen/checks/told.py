"""A log as columns, story by story: what the audit readings of all checks work on.

A check's audit does to whole columns what its `owe` does to one story: positions of the events that a pattern speaks
of, and the nearest of them before or after. Whatever brings the columns (audit/on_duckdb.py) sorts them by subject and,
within a subject, by (at, id), and cuts between subjects only.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt

from shouwen.checks.columns import NONE, ClockColumn, Flags, Numbers, Small, ZoneColumn
from shouwen.events.vocabulary import BLANK, Kind
from shouwen.worktime import NATURAL, Clock, Instant, Zone

Column = npt.NDArray[Any]

MISSING, BLANKS, OTHER = 0, 1, 2
"""A text column holds codes: not there (or no text), only blanks, some text; from 3 on the texts that are asked for."""

_HUNDRED_YEARS = 101 * 366 * 86400


@dataclass
class Needs:
    """What the clauses of one kind of subject ask of the columns. It fills itself while they are tried on no events.

    words   the words whose events are read
    fields  (field, kind) → the texts that tests compare it with, in order of asking (other kinds: none)
    reach   clock → the longest limit on it, for how far its readings must go
    """

    words: dict[str, int] = field(default_factory=dict)
    fields: dict[tuple[str, Kind], dict[str, int]] = field(default_factory=dict)
    reach: dict[str, int] = field(default_factory=dict)

    def word(self, word: str) -> int:
        """The code of a word."""
        return self.words.setdefault(word, len(self.words))

    def text(self, name: str, text: str) -> int:
        """The code of a text in the column of a field."""
        texts = self.fields.setdefault((name, "text"), {})
        return texts.setdefault(text, len(texts) + OTHER + 1)


class Told:
    """The events of many stories as columns, one row an event and subject.

    at        as known when
    subject   number of the story, from 0, ascending; `first` and `end`: where each begins, and ends (exclusive)
    happened  seconds since 1970; id: of the event; word: code (Needs.words); grade: place in events.event.GRADES
    kept      what checks have worked out on it and share: positions of patterns, tracks of clocks that pause
    """

    def __init__(
        self,
        at: Instant,
        needs: Needs,
        *,
        subject: Numbers,
        happened: Numbers,
        ids: Numbers,
        word: Column,
        grade: Small,
        fields: Mapping[tuple[str, Kind], Column],
    ) -> None:
        self.at = at
        self.needs = needs
        self.subject = subject
        self.happened = happened
        self.ids = ids
        self.word = word
        self.grade = grade
        self._fields = fields
        turns = np.flatnonzero(subject[1:] != subject[:-1]) + 1
        self.first = np.concatenate(([0], turns)) if len(subject) else np.zeros(0, np.int64)
        self.end = np.concatenate((turns, [len(subject)])) if len(subject) else np.zeros(0, np.int64)
        self._clocks: dict[str, ClockColumn] = {}
        self._zones: dict[str, ZoneColumn] = {}
        self.kept: dict[Hashable, Any] = {}

    @classmethod
    def empty(cls, at: Instant, needs: Needs) -> Told:
        """No events: what a check asks of it, `needs` takes down."""
        none, small = np.zeros(0, np.int64), np.zeros(0, np.int8)
        return cls(at, needs, subject=none, happened=none, ids=none, word=small, grade=small, fields={})

    # ── what events hold ──

    def of_words(self, words: tuple[str, ...]) -> Numbers:
        """Where the events of any of the words stand, ascending."""
        mask = np.zeros(len(self.word), bool)
        for word in words:
            mask |= self.word == self.needs.word(word)
        return np.flatnonzero(mask)

    def field(self, name: str, kind: Kind, here: Numbers) -> Column:
        """What the events at `here` hold in a field.

        text: codes (MISSING, BLANKS, …); number: NaN where missing; time: NONE; flag: -1 where missing, else 0 or 1.
        """
        self.needs.fields.setdefault((name, kind), {})
        column = self._fields.get((name, kind))
        if column is None:
            assert not len(self.word), f"the field {name} was not asked for before the events were read"
            return np.zeros(0, {"text": np.int32, "number": np.float64, "time": np.int64, "flag": np.int8}[kind])
        return column[here]

    def filled(self, name: str, kind: Kind, here: Numbers) -> Flags:
        """Whether a field is filled; a text of blanks fills nothing."""
        values = self.field(name, kind, here)
        if kind == "number":
            return np.logical_not(np.isnan(values))
        if kind == "time":
            return np.not_equal(values, NONE)
        if kind == "flag":
            return np.greater_equal(values, 0)
        filled: Flags = np.greater_equal(values, OTHER)
        for text, code in self.needs.fields[name, kind].items():
            if not text.strip(BLANK):
                filled &= values != code
        return filled

    # ── the nearest ──

    def after(self, those: Numbers, here: Numbers, *, story: Numbers | None = None) -> Numbers:
        """The nearest of `those` after each position of `here`, in the same story; -1 where there is none.

        `story`: positions that say which story is meant, where `here` may lie just before it.
        """
        found = np.searchsorted(those, here, side="right")
        return self._same_story(those, found, here if story is None else story)

    def before(self, those: Numbers, here: Numbers) -> Numbers:
        """The nearest of `those` before each position of `here`, in the same story; -1 where there is none."""
        return self._same_story(those, np.searchsorted(those, here, side="left") - 1, here)

    def _same_story(self, those: Numbers, found: Numbers, here: Numbers) -> Numbers:
        if not len(those):
            return np.full(len(here), -1, np.int64)
        position = np.append(those, -1)[found]
        return np.where((position >= 0) & (self.subject[position] == self.subject[here]), position, -1)

    def last(self, here: Numbers) -> Numbers:
        """The last event of each story."""
        return self.end[self.subject[here]] - 1

    def following(self, those: Numbers) -> Numbers:
        """For ascending positions, the next of them in the same story; -1 for the last of each."""
        if not len(those):
            return those
        following = np.append(those[1:], -1)
        same = np.append(self.subject[those[1:]] == self.subject[those[:-1]], False)
        return np.where(same, following, -1)

    def keys(self, here: Numbers, at: Numbers | None = None) -> Numbers:
        """Numbers that order (story, time) over all stories; `at` takes the place of when the events happened."""
        return (self.subject[here] << 38) + np.clip(self.happened[here] if at is None else at, 0, 2**38 - 1)

    # ── time ──

    def clock(self, clock: Clock, most: int) -> ClockColumn:
        """A clock's readings, for limits of up to `most`."""
        reach = self.needs.reach[clock.name] = max(most, self.needs.reach.get(clock.name, 0))
        kept = self._clocks.get(clock.name)
        if kept is None or kept.most < most:
            first = int(self.happened.min()) if len(self.happened) and clock is not NATURAL else self.at
            kept = self._clocks[clock.name] = ClockColumn(clock, first, self.at, reach)
        return kept

    def zone(self, zone: Zone) -> ZoneColumn:
        """A zone's offsets, from a year before the first event to a hundred years (the longest span) after `at`."""
        kept = self._zones.get(zone.name)
        if kept is None:
            first = min(int(self.happened.min()), self.at) if len(self.happened) else self.at
            kept = self._zones[zone.name] = ZoneColumn(zone, first - 366 * 86400, self.at + _HUNDRED_YEARS)
        return kept


def first_of_each(values: Numbers) -> Flags:
    """Which of a column's values differ from the one before; the first always does."""
    return np.concatenate(([True], values[1:] != values[:-1])) if len(values) else np.zeros(0, bool)


def spread(counts: Numbers) -> tuple[Numbers, Numbers]:
    """For rows that stand for `counts` rows each: the number of the row, and the place within it (from 0)."""
    row = np.repeat(np.arange(len(counts)), counts)
    return row, np.arange(len(row)) - np.repeat(np.cumsum(counts) - counts, counts)


def at_or(column: Numbers, here: Numbers, otherwise: int) -> Numbers:
    """`column` at the positions that are not -1; `otherwise` at those that are."""
    if not len(column):
        return np.full(len(here), otherwise, np.int64)
    return np.where(here >= 0, column[here], otherwise)
