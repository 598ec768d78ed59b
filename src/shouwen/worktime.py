"""Wall time to working time and back: calendars, their clocks, and the zones they stand in.

A clock shows a whole number at every instant, W(t), and the number never falls. Natural time shows the instant itself;
working clocks stand while nobody works. Where a year's holidays are not known a clock is *dark*: it stands, and it
jumps by JUMP on the way in and again on the way out, so that no length of time reaches across unnoticed.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from calendar import monthrange
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import NamedTuple
from zlib import crc32

from shouwen.calendar_reading import (
    KNOWN,
    Holidays,
    Instant,
    Offset,
    Windows,
    Zone,
    holidays_of,
    read_holidays,
    read_opening,
    zone_of,
)

__all__ = [
    "JUMP", "NATURAL", "Calendar", "Clock", "Holidays", "Instant", "Offset", "Span", "Windows", "Zone",
    "add_months", "holidays_of", "read_holidays", "zone_of",
]  # fmt: skip

JUMP = 2**42
"""By how much a working clock jumps where a stretch without calendar data begins, and again where it ends."""

_FAR = 2**60
_DAY = 86400
_EPOCH = date(1970, 1, 1).toordinal()

# Clocks show 0 where this year begins (or the nearest year known): close to what is asked, so that little is built.
_ANCHOR = 2020


@dataclass(frozen=True, slots=True)
class Span:
    """One stretch of a clock's reading. Tables of spans give the audit the same coordinate as `Clock` gives live.

    start  from here, inclusive, until the next span's start
    w0     what the clock shows at start
    w1     what it shows at the end: w0 where it stands; in the dark, the last number before what it shows after it
    runs   True: advances 1 per second; False: stands at w0
    dark   no calendar data for this stretch
    extra  for "days": 1 while this local day is a working day whose close of business is still to come; else 0

    W(t) is in the last span with start <= t. The first instant that shows w is in the first span with w1 >= w, at
    start + (w - w0); it is unknown where that span is dark or where there is none.
    """

    start: Instant
    w0: int
    w1: int
    runs: bool
    dark: bool
    extra: int


class Clock:
    """What time is measured on. This one is natural time; working clocks come from `Calendar.clock`.

    `name` is unique among the clocks of differently named calendars, and safe within an SQL identifier.
    """

    name = "natural"

    def read(self, t: Instant) -> int:
        """W(t): what the clock shows."""
        return t

    def when(self, w: int) -> Instant | None:
        """The first instant that shows `w` or more; None if a dark stretch hides it or the data end before it."""
        return w

    def dark(self, t: Instant) -> bool:
        """Whether there is no calendar data at this instant."""
        return False

    def extra(self, t: Instant) -> int:
        """Closings to skip before the first that counts (`Span.extra`): n working days end at when(W + extra + n)."""
        return 0

    def spans(self, first: Instant, last: Instant, most: int) -> list[Span]:
        """The spans that answer read(t) for t in [first, last] and when(w) for read(first) <= w <= read(last) + most.

        They join without gaps; the last stands for everything after it. Empty for natural time, which needs none.
        """
        return []


NATURAL = Clock()

_STANDS, _RUNS, _DARK, _EXTRA = range(4)

_Row = tuple[Instant, int, int, int]  # a span while in a table: start, w0, w1, and which of the four it is


class _Table(NamedTuple):
    """The spans of the years `first` to `last`, from the instant `begin` until just before `end`. Never changed."""

    first: int
    last: int
    begin: Instant
    end: Instant
    rows: list[_Row]
    starts: list[Instant]
    w1: list[int]


class _WorkingClock(Clock):
    """A clock that follows a calendar. Years are built when first asked for, and what was shown once stays so.

    A grown table replaces the former in one assignment and is the same whoever grows it, so threads need no lock.
    """

    def __init__(self, calendar: Calendar, kind: str) -> None:
        self.name = f"{kind.replace(' ', '_')}_{_identifier(calendar.name)}"
        self._calendar, self._kind, self._instant = calendar, kind, calendar.zone.instant
        years = self._years = calendar.years
        self._before, self._after = min(years) - 1, max(years) + 1  # they stand for all years before and after
        anchor = min((year for year in years if year >= _ANCHOR), default=max(years))
        rows: list[_Row] = []
        self._build(anchor, anchor, rows, 0)
        self._table = self._joined(anchor, anchor, rows)

    def read(self, t: Instant) -> int:
        table = self._table
        if not table.begin <= t < table.end:
            table = self._reach(t)
        start, w0, _, mark = table.rows[bisect_right(table.starts, t) - 1]
        return w0 + t - start if mark == _RUNS else w0

    def when(self, w: int) -> Instant | None:
        table = self._table
        if not table.rows[0][1] < w <= table.w1[-1]:
            table = self._show(w)
        at = bisect_left(table.w1, w)
        if at == len(table.rows):
            return None
        start, w0, _, mark = table.rows[at]
        return None if mark == _DARK else start + w - w0

    def dark(self, t: Instant) -> bool:
        return self._mark(t) == _DARK

    def extra(self, t: Instant) -> int:
        return int(self._mark(t) == _EXTRA)

    def spans(self, first: Instant, last: Instant, most: int) -> list[Span]:
        low, high = self.read(first), self.read(last) + most
        self._show(low)
        table = self._show(high)
        begin = min(bisect_left(table.w1, low), bisect_right(table.starts, first) - 1)
        end = max(bisect_left(table.w1, high), bisect_right(table.starts, last) - 1) + 2
        return [
            Span(start, w0, w1, mark == _RUNS, mark == _DARK, int(mark == _EXTRA))
            for start, w0, w1, mark in table.rows[begin:end]
        ]

    def _mark(self, t: Instant) -> int:
        table = self._reach(t)
        return table.rows[bisect_right(table.starts, t) - 1][3]

    def _reach(self, t: Instant) -> _Table:
        """The table, grown until it holds `t`."""
        table = self._table
        if not table.begin <= t < table.end:
            year = _year(self._calendar.zone.local(t))
            table = self._grown(year, year)
        while t < table.begin:  # where the zone turns at New Year
            table = self._grown(table.first - 1, table.last)
        while t >= table.end:
            table = self._grown(table.first, table.last + 1)
        return table

    def _show(self, w: int) -> _Table:
        """The table, grown until it holds the first instant that shows `w`, or all there is."""
        table, step = self._table, 1
        while w <= table.rows[0][1] and table.first > self._before:
            table, step = self._grown(table.first - step, table.last), step * 2
        while w > table.w1[-1] and table.last < self._after:
            table, step = self._grown(table.first, table.last + step), step * 2
        return table

    def _grown(self, first: int, last: int) -> _Table:
        """The table, grown to hold these years. It begins and ends with a known year, or with all there is."""
        table = self._table
        first, last = max(min(first, table.first), self._before), min(max(last, table.last), self._after)
        while self._before < first and first not in self._years:
            first -= 1
        while last < self._after and last not in self._years:
            last += 1
        rows: list[_Row] = []
        if first < table.first:
            shift = table.rows[0][1] - self._build(first, table.first - 1, rows, 0)
            if rows[-1][0] == table.starts[0]:
                rows.pop()
            rows = [(start, w0 + shift, w1 + shift, mark) for start, w0, w1, mark in rows]
        rows += table.rows
        if last > table.last:
            self._build(table.last + 1, last, rows, table.w1[-1])
        self._table = self._joined(first, last, rows)
        return self._table

    def _joined(self, first: int, last: int, rows: list[_Row]) -> _Table:
        begin = -_FAR if first == self._before else self._instant(_midnight(first))
        end = _FAR if last == self._after else self._instant(_midnight(last + 1))
        return _Table(first, last, begin, end, rows, [row[0] for row in rows], [row[2] for row in rows])

    def _build(self, first: int, last: int, rows: list[_Row], w: int) -> int:
        """Lay the spans of these years behind `rows`, from the number `w`; returns what a known year goes on with."""
        dark = False
        for year in range(first, last + 1):
            start = -_FAR if year == self._before else self._instant(_midnight(year))
            if year in self._years:
                w, dark = w + JUMP if dark else w, False
                _put(rows, start, w, _STANDS)
                w = self._lay(year, rows, w)
            elif not dark:
                # The very second in which the year before has closed at midnight still belongs to it.
                start += bool(rows) and rows[-1][0] == start
                w, dark = w + JUMP, True
                _put(rows, start, w, _DARK, JUMP - 1)
        return w + JUMP if dark else w

    def _lay(self, year: int, rows: list[_Row], w: int) -> int:
        """Lay the working days of a year; returns what the clock shows at its end."""
        instant, windows_of = self._instant, self._calendar.windows
        for midnight in range(_midnight(year), _midnight(year + 1), _DAY):
            windows = windows_of(midnight // _DAY)
            if not windows:
                continue
            start, end = instant(midnight), instant(midnight + _DAY)
            if start >= end:  # a day that the zone skips
                continue
            if self._kind == "days":
                _put(rows, start, w, _EXTRA)
                w += 1
                _put(rows, max(start, min(instant(midnight + windows[-1][1]), end)), w, _STANDS)
                continue
            for opens, closes in windows if self._kind == "hours" else ((0, _DAY),):
                # Held within the day, and apart from each other, where the zone turns.
                opening, closing = max(instant(midnight + opens), start), min(instant(midnight + closes), end)
                if opening < closing:
                    _put(rows, opening, w, _RUNS, closing - opening)
                    w, start = w + closing - opening, closing
                    _put(rows, closing, w, _STANDS)
        return w


@dataclass(frozen=True)
class Calendar:
    """When a place works: its week, the holidays it keeps, and single days that differ.

    week      the windows of each weekday, Monday first
    holidays  None: every year is known, and the weekday decides
    days      single days that differ; they beat the holidays; no window: closed
    make_up   the weekday whose windows a make-up workday has where its own has none; None: the first that has any
    """

    name: str
    zone: Zone
    week: tuple[Windows, ...]
    holidays: Holidays | None = None
    days: Mapping[date, Windows] = field(default_factory=dict)
    make_up: int | None = None
    _clocks: dict[str, Clock] = field(default_factory=dict, init=False, repr=False, compare=False)

    def __hash__(self) -> int:
        return hash(self.name)

    @classmethod
    def of(
        cls, name: str, data: Mapping[str, object], *, place: str, holidays: Callable[[str], Holidays] = holidays_of
    ) -> Calendar:
        """A calendar from a mapping as YAML gives it; `holidays` finds those that it names. Raises Fault.

        {zone: Asia/Shanghai, open: {mon-fri: ["09:00-12:00", "13:00-18:00"], sat: ["09:00-12:00"]},
         holidays: china, days: {2025-12-31: closed}, make_up: mon}
        """
        opening = read_opening(data, place=place, holidays=holidays)
        return cls(name, zone_of(data.get("zone"), place=place), *opening)

    @property
    def years(self) -> frozenset[int] | range:
        """The local years that are known."""
        return KNOWN if self.holidays is None else self.holidays.years

    def clock(self, kind: str) -> Clock:
        """The clock of this kind; the same each time.

        "natural"     natural seconds
        "hours"       working seconds
        "days"        closings of working days, counted
        "whole days"  seconds of working days, from midnight to midnight
        """
        if kind == "natural":
            return NATURAL
        if kind not in ("hours", "days", "whole days"):
            raise ValueError(f"no clock shows {kind!r}")
        return self._clocks.get(kind) or self._clocks.setdefault(kind, _WorkingClock(self, kind))

    def missing_years(self, first: Instant, last: Instant) -> list[int]:
        """The local years from one instant to another of which no holidays are known."""
        years = range(_year(self.zone.local(first)), _year(self.zone.local(last)) + 1)
        return [year for year in years if year not in self.years]

    def windows(self, day: int) -> Windows:
        """When the place works on one day, given as days since 1970-01-01."""
        return self._exceptions[day] if day in self._exceptions else self.week[(day + 3) % 7]

    @cached_property
    def _exceptions(self) -> dict[int, Windows]:
        exceptions: dict[int, Windows] = {}
        if self.holidays is not None:
            first_open = next((weekday for weekday, windows in enumerate(self.week) if windows), 0)
            make_up = self.week[first_open if self.make_up is None else self.make_up]
            exceptions |= {_number(day): () for day in self.holidays.off}
            exceptions |= {_number(day): self.week[day.weekday()] or make_up for day in self.holidays.work}
        return exceptions | {_number(day): windows for day, windows in self.days.items()}


def add_months(local: int, months: int) -> int:
    """Wall-clock seconds moved by whole months; the time of day stays, the day is clipped to the month's last."""
    days, second = divmod(local, _DAY)
    day = date.fromordinal(days + _EPOCH)
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    moved = date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
    return _number(moved) * _DAY + second


def _put(rows: list[_Row], start: Instant, w0: int, mark: int, length: int = 0) -> None:
    """Lay a span; it takes the place of one that begins at the same instant."""
    if rows and rows[-1][0] == start:
        rows.pop()
    rows.append((start, w0, w0 + length, mark))


def _number(day: date) -> int:
    return day.toordinal() - _EPOCH


def _midnight(year: int) -> int:
    """Wall-clock seconds where a year begins."""
    return _number(date(year, 1, 1)) * _DAY


def _year(local: int) -> int:
    return date.fromordinal(min(max(local // _DAY + _EPOCH, 1), date.max.toordinal())).year


def _identifier(name: str) -> str:
    """The name in ASCII letters, digits and underscores; other names are told apart by a checksum."""
    plain = re.sub(r"[^a-z0-9]+", "_", name.lower()).strip("_")
    return plain if plain == name else f"{plain}_{crc32(name.encode()):08x}".lstrip("_")
