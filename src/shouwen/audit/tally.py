"""How many occasions of each clause ended how: by site, month and person, by reason and by grade of evidence."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from threading import Lock
from typing import NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from shouwen.audit.source import Batch
from shouwen.checks.columns import NONE, Numbers, ZoneColumn, months_later, months_since_1970
from shouwen.checks.obligation import REASONS, State
from shouwen.checks.occasions import STATES, Occasions
from shouwen.checks.told import at_or
from shouwen.events.event import GRADES, RANK
from shouwen.standard.clause import Clause
from shouwen.worktime import Zone


class Count(NamedTuple):
    """`count` occasions have all of this in common.

    site, month  of the event that opened them (of the period, where there is one); month as "2026-09", local
    person       who is answerable: the `by` of the event that the clause names (Clause.answerable); nobody where that
                 is the event that opened the occasion and a device told it: a door is not answerable for who comes in
    grade        place in events.event.GRADES of the weakest evidence
    """

    clause: str
    site: str
    month: str
    person: str
    state: State
    reason: str | None
    grade: int
    count: int  # type: ignore[assignment]


@dataclass(frozen=True)
class Labels:
    """Where and when each occasion belongs, and who is answerable: codes of names in a log, months since 1970."""

    site: Numbers
    month: Numbers
    person: Numbers


def labels(clause: Clause, found: Occasions, batch: Batch, zone: Zone | None) -> Labels:
    """The labels of one clause's occasions. Months are counted in `zone` (None: UTC)."""
    by = batch.by
    opener = np.where(batch.told.grade[found.opened] == RANK["device"], 0, by[found.opened])
    settler = at_or(by, found.settled, 0) if clause.answerable.person == "settled" else np.zeros_like(opener)
    person = np.where(settler > 0, settler, opener)
    return Labels(batch.site[found.opened], _months(opened_at(found, batch), zone), person)


def _months(at: Numbers, zone: Zone | None) -> Numbers:
    """The local months of instants, since January 1970: by the few instants at which a month begins."""
    if not len(at):
        return at
    ends = np.array([at.min(), at.max()])
    clock = None if zone is None else ZoneColumn(zone, int(ends[0]), int(ends[1]))
    first, last = months_since_1970(ends if clock is None else clock.local(ends)).tolist()
    begins = months_later(np.zeros(last - first + 1, np.int64), np.arange(first, last + 1))
    months: Numbers = np.searchsorted(begins if clock is None else clock.instant(begins), at, side="right") + first - 1
    return months


def opened_at(found: Occasions, batch: Batch) -> Numbers:
    """When each occasion opened: with its period, or with its opening event. This decides which edition judges it."""
    happened = batch.told.happened[found.opened]
    if not found.by_periods:
        return happened
    return np.where((found.period == NONE) | (found.period < happened), happened, found.period)


class Tally:
    """Counts, gathered batch by batch; several threads may add to them."""

    def __init__(self, clauses: Sequence[Clause], sites: list[str], people: list[str]) -> None:
        self._clauses = clauses
        self._sites = sites
        self._people = people
        self._sizes = (len(sites), _MOST_MONTHS, len(people), len(STATES), len(REASONS) + 1, len(GRADES))
        self._counted: dict[int, list[tuple[Numbers, Numbers]]] = {}
        self._lock = Lock()

    def add(self, clause: int, found: Occasions, by: Labels) -> None:
        """Count the occasions of one clause, by its place among the clauses."""
        if not len(found):
            return
        columns = (by.site, by.month, by.person, found.state, found.reason, found.grade)
        keys = np.ravel_multi_index([column.astype(np.int64) for column in columns], self._sizes)
        values, counts = pc.value_counts(pa.array(keys)).flatten()
        with self._lock:
            counted = self._counted.setdefault(clause, [])
            counted.append((values.to_numpy(), counts.to_numpy()))
            if len(counted) > _MOST_PARTS:
                self._counted[clause] = [_summed(counted)]

    def __iter__(self) -> Iterator[Count]:
        """By clause, site, month and person."""
        for number in sorted(self._counted):
            keys, counts = _summed(self._counted[number])
            rows = []
            places = zip(*(column.tolist() for column in np.unravel_index(keys, self._sizes)), strict=True)
            for (site, month, person, state, reason, grade), count in zip(places, counts.tolist(), strict=True):
                place = (self._sites[site], f"{1970 + month // 12}-{month % 12 + 1:02}", self._people[person])
                rows.append((place, state, reason, grade, count))
            for place, state, reason, grade, count in sorted(rows):
                said = REASONS[reason - 1] if reason else None
                yield Count(self._clauses[number].id, *place, STATES[state], said, grade, count)


_MOST_MONTHS = 12 * (9999 - 1970 + 1)
_MOST_PARTS = 64


def _summed(parts: list[tuple[Numbers, Numbers]]) -> tuple[Numbers, Numbers]:
    """Keys with their counts, each key once."""
    keys, where = np.unique(np.concatenate([part[0] for part in parts]), return_inverse=True)
    counts: Numbers = np.zeros(len(keys), np.int64)
    np.add.at(counts, where, np.concatenate([part[1] for part in parts]))
    return keys, counts
