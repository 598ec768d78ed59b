"""How many occasions of each clause ended how: by site, month and person, by reason and by grade of evidence."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from threading import Lock
from typing import NamedTuple

import numpy as np

from shouwen.audit.source import Batch
from shouwen.checks.columns import NONE, Numbers, ZoneColumn, months_since_1970
from shouwen.checks.obligation import REASONS, State
from shouwen.checks.occasions import STATES, Occasions
from shouwen.checks.told import Column, at_or
from shouwen.standard.clause import Clause
from shouwen.worktime import Zone


class Count(NamedTuple):
    """`count` occasions have all of this in common.

    site, month  of the event that opened them (of the period, where there is one); month as "2026-09", local
    person       who is answerable: the `by` of the event that the clause names (Clause.answerable)
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
    person = by[found.opened] if len(by) else found.opened
    if clause.answerable.person == "settled":
        settler = at_or(by, found.settled, 0)
        person = np.where(settler > 0, settler, person)
    at = opened_at(found, batch)
    local = at if zone is None or not len(at) else ZoneColumn(zone, int(at.min()), int(at.max())).local(at)
    return Labels(batch.site[found.opened], months_since_1970(local), person)


def opened_at(found: Occasions, batch: Batch) -> Numbers:
    """When each occasion opened: with its period, or with its opening event. This decides which edition judges it."""
    happened = batch.told.happened[found.opened]
    return np.where((found.period == NONE) | (found.period < happened), happened, found.period)


class Tally:
    """Counts, gathered batch by batch; several threads may add to them."""

    def __init__(self, clauses: Sequence[Clause], sites: list[str], people: list[str]) -> None:
        self._clauses = clauses
        self._sites = sites
        self._people = people
        self._counts: Counter[tuple[int, ...]] = Counter()
        self._lock = Lock()

    def add(self, clause: int, found: Occasions, by: Labels) -> None:
        """Count the occasions of one clause, by its place among the clauses."""
        if not len(found):
            return
        first = int(by.month.min())
        columns = (by.site, by.month - first, by.person, found.state, found.reason, found.grade)
        sizes = (len(self._sites), int(by.month.max()) - first + 1, len(self._people), len(STATES), 16, 8)
        keys = np.ravel_multi_index([column.astype(np.int64) for column in columns], sizes)
        narrow: Column = keys.astype(np.int32) if np.prod(sizes, dtype=np.float64) < 2**31 else keys
        values, counts = np.unique(narrow, return_counts=True)
        places = zip(*(column.tolist() for column in np.unravel_index(values, sizes)), strict=True)
        with self._lock:
            for (site, month, *rest), count in zip(places, counts.tolist(), strict=True):
                self._counts[clause, site, month + first, *rest] += count

    def __iter__(self) -> Iterator[Count]:
        """By clause, site, month and person."""
        rows = []
        for (clause, site, month, person, state, reason, grade), count in self._counts.items():
            said = REASONS[reason - 1] if reason else None
            called = f"{1970 + month // 12}-{month % 12 + 1:02}"
            place = (self._sites[site], called, self._people[person])
            rows.append((clause, place, state, reason, grade, count, said))
        for clause, place, state, _, grade, count, said in sorted(rows, key=lambda row: row[:5]):
            yield Count(self._clauses[clause].id, *place, STATES[state], said, grade, count)
