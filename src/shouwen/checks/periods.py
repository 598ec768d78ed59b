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

from shouwen.checks.limit import Span
from shouwen.checks.pattern import Pattern
from shouwen.checks.preparation import STORY, Preparation
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

    def local_start_sql(self, local: str, preparation: Preparation) -> str:
        """`local_start` as SQL."""
        sql = preparation.dialect
        if self.span.months:
            whole = f"{sql.divide(sql.month_index(local), str(self.span.months))} * {self.span.months}"
            return sql.months_later("0", whole)
        day = sql.divide(local, str(DAY))
        return f"(({day}) - (({day}) + 3) % 7) * {DAY}" if self.span.days == 7 else f"({day}) * {DAY}"

    def local_end_sql(self, start: str, preparation: Preparation) -> str:
        """`local_end` as SQL."""
        if self.span.months:
            return preparation.dialect.months_later(start, str(self.span.months))
        return f"({start} + {self.span.days * DAY})"

    def cut_sql(self, table: str, at: str, preparation: Preparation) -> str:
        """The rows of `table` with the period that holds `at` and its due time (the last second)."""
        local = (
            f"SELECT t.*, t.{at} + z.seconds AS local FROM {table} AS t {local_join(f't.{at}', self.zone, preparation)}"
        )
        if self.span.seconds:
            start = (
                f"{preparation.dialect.divide('local', str(self.span.seconds))} * {self.span.seconds} - (local - {at})"
            )
            return f"""SELECT *, period + {self.span.seconds - 1} AS due
                FROM (SELECT *, {start} AS period FROM ({local}) AS l) AS p"""
        start = self.local_start_sql("local", preparation)
        return f"""
            SELECT e.*, e.local_start - y.seconds AS period, e.local_end - z.seconds - 1 AS due
            FROM (SELECT *, {self.local_end_sql("local_start", preparation)} AS local_end
                FROM (SELECT *, {start} AS local_start FROM ({local}) AS l) AS s) AS e
            {instant_join("e.local_start", self.zone, preparation, "y")}
            {instant_join("e.local_end", self.zone, preparation)}"""


def local_join(at: str, zone: Zone, preparation: Preparation, alias: str = "z") -> str:
    """A join after which `at + z.seconds` is the wall clock at `at`."""
    return preparation.dialect.asof(preparation.zone(zone), alias, f"{alias}.start_at <= {at}")


def instant_join(local: str, zone: Zone, preparation: Preparation, alias: str = "z") -> str:
    """A join after which `local - z.seconds` is the instant of a wall clock (Zone.instant)."""
    return preparation.dialect.asof(preparation.zone(zone), alias, f"{alias}.local_start <= {local}")


class Relation(NamedTuple):
    """A stretch of a story in which a duty recurs: positions of its first and its ending event (None: it lasts)."""

    began: int
    ended: int | None


class Period(NamedTuple):
    """One period of a relation: start, first second after it, and the part of it that is owed, as a fraction."""

    start: Instant
    end: Instant
    owed: int
    whole: int


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

    def _boundary_sql(self, number: str, preparation: Preparation) -> str:
        if self.span.months:
            return preparation.dialect.months_later("first_local", f"{number} * {self.span.months}")
        return f"(first_local + {number} * {self.span.days * DAY})"

    def relations_sql(self, preparation: Preparation) -> str:
        """CTEs that end in `relations`: subject; began_ and ended_ n, at, id, grade."""
        sql = preparation.dialect
        until = self.until.sql(preparation) if self.until else "FALSE"
        here = sql.row({"n": "n", "id": "id", "happened": "happened", "grade": "grade"})
        return f"""
        WITH turning AS (
            SELECT subject, n, id, happened, grade, starts, untils, {here} AS here
            FROM (SELECT *, {self.start.sql(preparation)} AS starts, {until} AS untils FROM {preparation.told}) AS m
            WHERE starts OR untils),
        bounded AS (
            SELECT *, lag(starts) OVER ({STORY}) AS earlier, {sql.after("here", "untils")} AS ending FROM turning),
        relations AS (
            SELECT subject, n AS began_n, happened AS began_at, id AS began_id, grade AS began_grade,
                ending.n AS ended_n, ending.happened AS ended_at, ending.id AS ended_id, ending.grade AS ended_grade
            FROM bounded WHERE starts AND (earlier IS NULL OR NOT earlier OR untils))"""

    def periods_sql(self, preparation: Preparation) -> str:
        """CTEs after `relations` that end in `periods`: its columns, period, period_end, owed, whole."""
        sql = preparation.dialect
        at = preparation.at
        join = local_join("r.began_at", self.zone, preparation)
        local = f"SELECT r.*, r.began_at + z.seconds AS local FROM relations AS r {join}"
        first = self.grid.local_start_sql("local", preparation) if self.calendar else "local"
        count = f"{sql.divide(f'{at} - began_at', str(self.span.shortest()))} + 2"
        numbered = f"""
        anchored AS (SELECT *, {first} AS first_local FROM ({local}) AS l),
        numbered AS (SELECT * FROM anchored AS r {sql.numbers(count, "number")})"""
        if self.span.seconds:
            seconds = self.span.seconds
            cut = f"""
        cut AS (
            SELECT *, began_at + number * {seconds} AS period, began_at + (number + 1) * {seconds} AS period_end
            FROM numbered)"""
        else:
            cut = f"""
        walled AS (
            SELECT *, {self._boundary_sql("number", preparation)} AS local_from,
                {self._boundary_sql("(number + 1)", preparation)} AS local_to
            FROM numbered),
        cut AS (
            SELECT w.*, CASE WHEN number = 0 THEN began_at ELSE w.local_from - y.seconds END AS period,
                w.local_to - z.seconds AS period_end
            FROM walled AS w {instant_join("w.local_from", self.zone, preparation, "y")}
            {instant_join("w.local_to", self.zone, preparation)})"""
        owed, whole = "1", "1"
        if self.calendar:
            day = sql.divide("local_to", str(DAY))
            owed = f"CASE WHEN number = 0 THEN {day} - {sql.divide('local', str(DAY))} ELSE 1 END"
            whole = f"CASE WHEN number = 0 THEN {day} - {sql.divide('first_local', str(DAY))} ELSE 1 END"
        return f"""{numbered}, {cut},
        periods AS (
            SELECT *, {owed} AS owed, {whole} AS whole FROM cut
            WHERE number = 0 OR (period <= {at} AND (ended_at IS NULL OR period < ended_at)))"""


def month_index(local: int) -> int:
    """Months since January 1970 of a wall-clock second."""
    day = datetime.fromtimestamp(local // DAY * DAY, UTC)
    return (day.year - 1970) * 12 + day.month - 1
