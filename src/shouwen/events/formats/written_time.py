"""Times as other systems, spreadsheets and people write them → microseconds since 1970."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

from shouwen.fault import Fault
from shouwen.worktime import zone_of

SECOND = 1_000_000
"""Microseconds."""

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_NAIVE = datetime(1970, 1, 1)
_MICROSECOND = timedelta(microseconds=1)

# 2024/1/5 9:03, 2024.1.5, 2024年1月5日 9:03:00.5 +08:00; and with the day first 5/1/2024 9:03
_CLOCK = r"(?:[ T]+(\d{1,2}):(\d\d)(?::(\d\d)(?:[.,](\d+))?)?)?\s*(Z|[+-]\d\d:?\d\d)?"
_LOOSE = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?" + _CLOCK)
_DAY_FIRST = re.compile(r"(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})" + _CLOCK)


class Times:
    """Reads the times of one file, and refuses a mix of times with and without an offset where no zone is known."""

    def __init__(self, *, zone: str | None, dayfirst: bool = False) -> None:
        self._zone = None if zone is None else zone_of(zone)
        self._dayfirst = dayfirst
        self._with_offset = self._without_offset = ""

    def micros(self, text: str, column: str, number: int) -> int:
        """The microseconds since 1970 of a time as written in a row.

        Raises Fault("log-time-form"), and Fault("log-mixed-zones") that speaks of the whole file.
        """
        try:
            moment = datetime.fromisoformat(text)
        except ValueError:
            moment = self._loose(text, column, number)
        if moment.tzinfo is not None:
            if not self._with_offset:
                self._with_offset = f"row {number} ({column}: {_short(text)})"
                self._check()
            return (moment - _EPOCH) // _MICROSECOND
        if not self._without_offset:
            self._without_offset = f"row {number} ({column}: {_short(text)})"
            self._check()
        local = (moment - _NAIVE) // _MICROSECOND
        if self._zone is None:
            return local
        return self._zone.instant(local // SECOND) * SECOND + local % SECOND

    def _check(self) -> None:
        if self._zone is None and self._with_offset and self._without_offset:
            raise Fault("log-mixed-zones", having=self._with_offset, lacking=self._without_offset)

    def _loose(self, text: str, column: str, number: int) -> datetime:
        match = _LOOSE.fullmatch(text)
        try:
            if match is None and self._dayfirst and (match := _DAY_FIRST.fullmatch(text)) is not None:
                day, month, year, *clock = match.groups(default="")
            elif match is not None:
                year, month, day, *clock = match.groups(default="")
            else:
                raise ValueError
            hour, minute, second, fraction, offset = clock
            moment = datetime(int(year), int(month), int(day), int(hour or 0), int(minute or 0), int(second or 0))
            zone = datetime.fromisoformat(f"2000-01-01T00:00{offset}").tzinfo
        except ValueError:
            raise Fault("log-time-form", place=f"row {number}", column=column, text=_short(text)) from None
        return moment.replace(microsecond=int(fraction[:6].ljust(6, "0")), tzinfo=zone)


def written(at: int) -> str:
    """An instant in UTC as RFC 3339 writes it, without its offset: 2026-09-01T01:10:00."""
    return (_NAIVE + timedelta(seconds=at)).isoformat()


def instant(text: str) -> int:
    """The instant of a time that we wrote ourselves: whole seconds, with an offset. Raises ValueError."""
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None or moment.microsecond:
        raise ValueError(text)
    return int(moment.timestamp())


def _short(value: object) -> str:
    text = str(value)
    return text if len(text) <= 40 else text[:37] + "…"
