"""Stretches of the local calendar: a grid that cuts it (each half hour, each month), and a relation's periods
(every three months from the day it began).

Wall-clock seconds ("local") are instants plus the zone's offset; months are counted on them, so that an anchor of
08-31 gives 11-30 after three months and 02-28 after six, without drift.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import NamedTuple

import numpy as np

from shouwen.checks.columns import Numbers, ZoneColumn, months_later, months_since_1970
from shouwen.checks.limit import Span
from shouwen.checks.pattern import Pattern, all_positions
from shouwen.checks.told import Told, at_or, first_of_each, spread
from shouwen.events.event import LATEST
from shouwen.events.story import Known
from shouwen.wording import Language
from shouwen.worktime import Instant, Zone, add_months

DAY = 86400


@dataclass(frozen=True, slots=True)
class Grid:
    """The local calendar cut into stretches: months that divide a year, days, weeks from Monday, or seconds."""

    span: Span
    zone: Zone

    def say(self, language: Language) -> str:
        """The length of a stretch in words."""
        return self.span.each(language)

    def local_start(self, local: int) -> int:
        """The start of the stretch of months or days that holds `local`, on the wall clock."""
        if self.span.months:
            return add_months(0, month_index(local) // self.span.months * self.span.months)
        day = local // DAY
        return (day - (day + 3) % 7 if self.span.days == 7 else day) * DAY

    def local_end(self, local_start: int) -> int:
        """Where the stretch that starts there ends, on the wall clock."""
        return add_months(local_start, self.span.months) if self.span.months else local_start + self.span.days * DAY

    def period(self, t: Instant) -> tuple[Instant, Instant]:
        """First second of the stretch that holds `t`, and first second after it."""
        local = self.zone.local(t)
        if self.span.seconds:
            start = local // self.span.seconds * self.span.seconds - (local - t)
            return start, start + self.span.seconds
        start = self.local_start(local)
        return self.zone.instant(start), self.zone.instant(self.local_end(start))

    def local_starts(self, local: Numbers) -> Numbers:
        """`local_start` for many wall-clock times."""
        if self.span.months:
            months = months_since_1970(local) // self.span.months * self.span.months
            return months_later(np.zeros(len(local), np.int64), months)
        day = local // DAY
        return (day - (day + 3) % 7 if self.span.days == 7 else day) * DAY

    def local_ends(self, local_start: Numbers) -> Numbers:
        """`local_end` for many stretches."""
        if self.span.months:
            return months_later(local_start, self.span.months)
        return local_start + self.span.days * DAY

    def periods(self, at: Numbers, zone: ZoneColumn) -> tuple[Numbers, Numbers]:
        """`period` for many instants: first second of each stretch, and first second after it."""
        local = zone.local(at)
        if self.span.seconds:
            start = local // self.span.seconds * self.span.seconds - (local - at)
            return start, start + self.span.seconds
        start = self.local_starts(local)
        return zone.instant(start), zone.instant(self.local_ends(start))


class Relation(NamedTuple):
    """A stretch of a story in which a duty recurs: positions of its first and its ending event (None: it lasts)."""

    began: int
    ended: int | None


class Relations(NamedTuple):
    """The relations of many stories: columns of `Relation`, -1 where one lasts."""

    began: Numbers
    ended: Numbers


class Period(NamedTuple):
    """One period of a relation: start, first second after it, and the part of it that is owed, as a fraction."""

    start: Instant
    end: Instant
    owed: int
    whole: int


class Periods(NamedTuple):
    """The periods of many relations: the relation's number, and columns of `Period`."""

    relation: Numbers
    start: Numbers
    end: Numbers
    owed: Numbers
    whole: Numbers


@dataclass(frozen=True, slots=True)
class Recurrence:
    """A duty's periods: from each event of `start` until the next of `until`, cut into periods of `span`.

    They are anchored at the beginning, half-open, or (`grid`) those of the local calendar, where the first may be
    cut short. A beginning while a relation lasts changes nothing. Months and days are counted in the zone's local time.
    """

    start: Pattern
    until: Pattern | None
    span: Span
    zone: Zone
    calendar: bool = False

    @property
    def grid(self) -> Grid:
        """The calendar's periods."""
        return Grid(self.span, self.zone)

    def relations(self, known: Known) -> Iterator[Relation]:
        """The relations of a story."""
        untils = self.until.positions(known) if self.until else []
        beyond = -1
        for began in self.start.positions(known):
            if beyond is None or began < beyond:
                continue
            found = bisect_right(untils, began)
            ended = untils[found] if found < len(untils) else None
            beyond = len(known.events) if ended is None else ended
            yield Relation(began, ended)

    def periods(self, began: Instant, ended: Instant | None, at: Instant) -> Iterator[Period]:
        """The periods that had begun by `at`, and before the relation ended (the first always)."""
        local = self.zone.local(began)
        first = self.grid.local_start(local) if self.calendar else local
        start, number = began, 0
        while number == 0 or (start <= at and (ended is None or start < ended)):
            number += 1
            if self.span.seconds:
                end = began + number * self.span.seconds
            else:
                end = self.zone.instant(self.local_boundary(first, number))
            owed = whole = 1
            if self.calendar and number == 1:
                last_day = self.local_boundary(first, 1) // DAY
                owed, whole = last_day - local // DAY, last_day - first // DAY
            yield Period(start, end, owed, whole)
            start = end

    def next_opening(self, known: Known, at: Instant) -> Instant | None:
        """When time alone opens the next period of a relation that lasts; None if none lasts."""
        ends = [
            max(period.end for period in self.periods(known.events[relation.began].at, None, at))
            for relation in self.relations(known)
            if relation.ended is None
        ]
        return min(ends, default=None)

    def local_boundary(self, first: int, number: int) -> int:
        """Where period `number` begins on the wall clock, counted from `first`."""
        return (
            add_months(first, number * self.span.months) if self.span.months else first + number * self.span.days * DAY
        )

    def all_relations(self, told: Told) -> Relations:
        """The relations of many stories."""
        starts = all_positions(self.start, told)
        ended = told.after(all_positions(self.until, told), starts)
        # While a relation lasts, further beginnings would end with it, or like it never.
        chosen = first_of_each(np.where(ended >= 0, ended, len(told.subject) + told.subject[starts]))
        return Relations(starts[chosen], ended[chosen])

    def all_periods(self, told: Told, relations: Relations) -> Periods:
        """The periods of many relations that had begun by `told.at` and before their ends (the first always)."""
        zone = told.zone(self.zone)
        began = told.happened[relations.began]
        until = np.minimum(at_or(told.happened, relations.ended, told.at), told.at)
        relation, number = spread(np.maximum(until - began, 0) // self.span.shortest() + 2)
        begins = began[relation]
        if self.span.seconds:
            start, end = begins + number * self.span.seconds, begins + (number + 1) * self.span.seconds
            owed = whole = np.ones(len(relation), np.int64)
        else:
            local = zone.local(begins)
            first = self.grid.local_starts(local) if self.calendar else local
            start = np.where(number == 0, begins, zone.instant(self._boundaries(first, number)))
            end = zone.instant(self._boundaries(first, number + 1))
            cut = self.calendar & (number == 0)
            last_day = self._boundaries(first, number + 1) // DAY
            owed = np.where(cut, last_day - local // DAY, 1)
            whole = np.where(cut, last_day - first // DAY, 1)
        ended_at = at_or(told.happened, relations.ended, LATEST + 1)[relation]
        chosen = (number == 0) | ((start <= told.at) & (start < ended_at))
        return Periods(relation[chosen], start[chosen], end[chosen], owed[chosen], whole[chosen])

    def first_ends(self, told: Told, here: Numbers) -> Numbers:
        """For each event, the first second after a period that begins with it."""
        at = told.happened[here]
        if self.span.seconds:
            return at + self.span.seconds
        zone = told.zone(self.zone)
        return zone.instant(self._boundaries(zone.local(at), np.ones(len(at), np.int64)))

    def _boundaries(self, first: Numbers, number: Numbers) -> Numbers:
        if self.span.months:
            return months_later(first, number * self.span.months)
        return first + number * self.span.days * DAY


def inside(told: Told, those: Numbers, relations: Relations, periods: Periods) -> tuple[Numbers, Numbers]:
    """Of ascending positions, those that lie in each period of each relation: as places [lo, hi) of `those`."""
    began, ended = relations.began[periods.relation], relations.ended[periods.relation]
    keys = told.keys(those)
    lo = np.searchsorted(keys, told.keys(began, periods.start), side="left")
    hi = np.searchsorted(keys, told.keys(began, periods.end), side="left")
    lo = np.maximum(lo, np.searchsorted(those, began, side="right"))
    last = np.where(ended >= 0, ended, len(told.subject))
    return lo, np.maximum(lo, np.minimum(hi, np.searchsorted(those, last, side="right")))


def month_index(local: int) -> int:
    """Months since January 1970 of a wall-clock second."""
    day = datetime.fromtimestamp(local // DAY * DAY, UTC)
    return (day.year - 1970) * 12 + day.month - 1
