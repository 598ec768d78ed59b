"""Calendars, clocks and zones over whole columns of times: the same coordinate as worktime.py, many times at once."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from shouwen.worktime import NATURAL, Clock, Instant, Zone

Numbers = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]
Small = npt.NDArray[np.int8]

NONE = -(2**62)
"""In a column of times: not there, or not known."""

_DAY = 86400


class ClockColumn:
    """What a clock shows at many instants, and when it shows what. `spans` of worktime.Clock, as columns.

    It answers `read` for instants from `first` to `last`, and `when` for what it shows then and up to `most` more.
    """

    def __init__(self, clock: Clock, first: Instant, last: Instant, most: int) -> None:
        self.natural = clock is NATURAL
        self.most = most
        spans = clock.spans(first, last, most)
        self._start = np.array([span.start for span in spans], np.int64)
        self._w0 = np.array([span.w0 for span in spans], np.int64)
        self._w1 = np.array([span.w1 for span in spans], np.int64)
        self._runs = np.array([span.runs for span in spans], bool)
        self._dark = np.array([span.dark for span in spans], bool)
        self._extra = np.array([span.extra for span in spans], np.int64)

    def read(self, at: Numbers) -> Numbers:
        """W(t) for each instant."""
        if self.natural:
            return at
        span = self._span(at)
        return self._w0[span] + np.where(self._runs[span], at - self._start[span], 0)

    def dark(self, at: Numbers) -> Flags:
        """Whether there is no calendar data then."""
        return np.zeros(len(at), bool) if self.natural else self._dark[self._span(at)]

    def extra(self, at: Numbers) -> Numbers:
        """Closings to skip before the first that counts (worktime.Span)."""
        return np.zeros(len(at), np.int64) if self.natural else self._extra[self._span(at)]

    def when(self, shows: Numbers) -> Numbers:
        """The first instant that shows each number; NONE where a dark stretch hides it."""
        if self.natural:
            return shows
        found = np.searchsorted(self._w1, shows, side="left")
        beyond = found == len(self._w1)
        found = np.where(beyond, 0, found)
        instant = self._start[found] + np.maximum(shows - self._w0[found], 0)
        return np.where(beyond | self._dark[found], NONE, instant)

    def _span(self, at: Numbers) -> Numbers:
        return np.maximum(np.searchsorted(self._start, at, side="right") - 1, 0)


class ZoneColumn:
    """Instants to wall-clock seconds and back, many at once (worktime.Zone)."""

    def __init__(self, zone: Zone, first: Instant, last: Instant) -> None:
        offsets = zone.offsets(first, last)
        self._start = np.array([offset.start for offset in offsets], np.int64)
        self._local_start = np.array([offset.local_start for offset in offsets], np.int64)
        self._seconds = np.array([offset.seconds for offset in offsets], np.int64)

    def local(self, at: Numbers) -> Numbers:
        """The wall clock at each instant."""
        return at + self._seconds[np.maximum(np.searchsorted(self._start, at, side="right") - 1, 0)]

    def instant(self, local: Numbers) -> Numbers:
        """The instant of each wall-clock time."""
        return local - self._seconds[np.maximum(np.searchsorted(self._local_start, local, side="right") - 1, 0)]


def months_since_1970(local: Numbers) -> Numbers:
    """Whole months since January 1970 of wall-clock seconds."""
    month: Numbers = (local // _DAY).astype("datetime64[D]").astype("datetime64[M]").astype(np.int64)
    return month


def months_later(local: Numbers, months: Numbers | int) -> Numbers:
    """Wall-clock seconds moved by whole months; the day is clipped to the month's last (worktime.add_months)."""
    day, second = np.divmod(local, _DAY)
    month = months_since_1970(local)
    day_of_month = day - _first_day(month)
    moved = month + months
    length = _first_day(moved + 1) - _first_day(moved)
    moved_day: Numbers = _first_day(moved) + np.minimum(day_of_month, length - 1)
    return moved_day * _DAY + second


def _first_day(month: Numbers) -> Numbers:
    day: Numbers = month.astype("datetime64[M]").astype("datetime64[D]").astype(np.int64)
    return day
