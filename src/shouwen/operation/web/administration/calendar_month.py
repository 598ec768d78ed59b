"""A month of a calendar as the judging sees it: when each day is open, and why it is so."""

from __future__ import annotations

from calendar import Calendar as Almanac
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from shouwen.worktime import Calendar

EPOCH = date(1970, 1, 1).toordinal()


@dataclass(frozen=True, slots=True)
class Day:
    """A day. `windows`: such as "09:00–12:00"; `why`: special, holiday, make-up, unknown, or "" for the weekday's."""

    day: date
    windows: tuple[str, ...]
    why: str
    inside: bool
    changed: bool = False


def month_of(calendar: Calendar, year: int, month: int, *, other: Calendar | None = None) -> Sequence[Sequence[Day]]:
    """The weeks of a month, Monday first. A day that `other` has otherwise is marked as changed."""
    weeks = Almanac().monthdatescalendar(year, month)
    return [[_day(calendar, day, day.month == month, other) for day in week] for week in weeks]


def _day(calendar: Calendar, day: date, inside: bool, other: Calendar | None) -> Day:
    number = day.toordinal() - EPOCH
    windows = calendar.windows(number)
    changed = other is not None and (other.windows(number) != windows or _why(other, day) != _why(calendar, day))
    return Day(
        day, tuple(f"{clock(begin)}–{clock(end)}" for begin, end in windows), _why(calendar, day), inside, changed
    )


def _why(calendar: Calendar, day: date) -> str:
    if day in calendar.days:
        return "special"
    if day.year not in calendar.years:
        return "unknown"
    if calendar.holidays is not None and day in calendar.holidays.off:
        return "holiday"
    if calendar.holidays is not None and day in calendar.holidays.work:
        return "make-up"
    return ""


def clock(second: int) -> str:
    """A time of day as people write it: 09:00, or 24:00."""
    text = f"{second // 3600:02}:{second // 60 % 60:02}"
    return text if second % 60 == 0 else f"{text}:{second % 60:02}"
