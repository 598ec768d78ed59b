"""What calendars are made of, read from what people write: opening hours, single days, holiday notices, zones."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from importlib.resources import files
from itertools import pairwise
from types import MappingProxyType
from typing import NamedTuple
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import yaml

from shouwen.fault import Fault

Instant = int
"""Whole seconds since 1970-01-01T00:00:00Z."""

Windows = tuple[tuple[int, int], ...]
"""When one day is open: (start, end) in seconds after local midnight, in order, none overlapping."""

KNOWN = range(1970, 2200)
"""The years of a calendar that keeps no holidays, and the years that a file of holidays may tell of."""

KEYS = ("zone", "open", "holidays", "days", "make_up")

_BLOCK = 25  # zones are read in blocks of 2**25 seconds, 388 days
_MARGIN = 3 * 86400
_OLDEST, _NEWEST = -(2**31), 2**33  # 1901 and 2242; before and after, a zone stays as it is then
_FAR = 2**60

_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_WEEKDAYS = {
    **{name: number for number, name in enumerate(_DAYS)},
    **{name[:3]: number for number, name in enumerate(_DAYS)},
    **{sign + name: number for sign in ("周", "週", "星期") for number, name in enumerate("一二三四五六日")},
}
_DASHES = str.maketrans({"：": ":", "－": "-", "–": "-", "—": "-", "～": "-", "~": "-", "至": "-", "，": ","})
_WINDOW = re.compile(r"(\d{1,2}):(\d\d)(?::(\d\d))?-(\d{1,2}):(\d\d)(?::(\d\d))?")
_DAY = re.compile(r"\d{4}-\d\d-\d\d")


@dataclass(frozen=True, slots=True)
class Holidays:
    """The notices of some years: `off` closes a day, `work` opens one that its weekday would close."""

    years: frozenset[int]
    off: frozenset[date]
    work: frozenset[date]


class Opening(NamedTuple):
    """What a calendar's mapping says, its zone apart."""

    week: tuple[Windows, ...]
    holidays: Holidays | None
    days: Mapping[date, Windows]
    make_up: int | None


def read_opening(data: Mapping[str, object], *, place: str, holidays: Callable[[str], Holidays]) -> Opening:
    """The parts of a calendar as YAML gives them. Raises Fault."""
    if not isinstance(data, Mapping):
        raise Fault("calendar-form", place=place)
    for key in data:
        if key not in KEYS:
            raise Fault("calendar-key-unknown", place=place, key=_short(key), keys=", ".join(KEYS))
    week = _week(data.get("open"), f"{place}: open")
    return Opening(
        week=week,
        holidays=_holidays(data.get("holidays"), f"{place}: holidays", holidays),
        days=MappingProxyType(_single_days(data.get("days"), f"{place}: days")),
        make_up=_make_up(data.get("make_up"), week, f"{place}: make_up"),
    )


def read_holidays(text: str, *, place: str) -> Holidays:
    """A file of holidays, of the form of `holidays/china.yaml`. Raises Fault, which names the line."""
    try:
        root = yaml.compose(text, Loader=yaml.BaseLoader)  # not safe_load, to which `off` means false
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        raise Fault("calendar-holidays-form", place=_line(place, mark)) from error
    years: set[int] = set()
    days: dict[str, set[date]] = {"off": set(), "work": set()}
    for year_node, entry in _entries(root, place):
        spot = _line(place, year_node.start_mark)
        year = int(year_node.value) if re.fullmatch(r"\d{4}", str(year_node.value)) else 0
        if year not in KNOWN:
            raise Fault("calendar-holidays-form", place=spot)
        if year in years:
            raise Fault("calendar-year-twice", place=spot, year=year)
        years.add(year)
        for kind, listed in _entries(entry, place):
            spot = _line(place, kind.start_mark)
            if kind.value not in days or not isinstance(listed, yaml.SequenceNode):
                raise Fault("calendar-holidays-form", place=spot)
            for item in listed.value:
                spot = _line(place, item.start_mark)
                for day in _dates(item.value, spot):
                    if day.year != year:
                        raise Fault("calendar-date-in-other-year", place=spot, day=day, year=year)
                    days[kind.value].add(day)
    if not years:
        raise Fault("calendar-holidays-form", place=place)
    for day in sorted(days["off"] & days["work"]):
        raise Fault("calendar-day-off-and-work", place=place, day=day)
    return Holidays(frozenset(years), frozenset(days["off"]), frozenset(days["work"]))


@cache
def holidays_of(name: str) -> Holidays:
    """The holidays that ship under this name. Raises Fault."""
    shipped = {file.name.removesuffix(".yaml"): file for file in (files("shouwen") / "holidays").iterdir()}
    if name not in shipped:
        raise Fault("calendar-holidays-unknown", name=_short(name), names=", ".join(sorted(shipped)))
    return read_holidays(shipped[name].read_text(encoding="utf-8"), place=shipped[name].name)


@dataclass(frozen=True, slots=True)
class Offset:
    """From `start` on, local time is `seconds` ahead of UTC.

    `local_start` is where wall-clock time takes up this offset: in the last row with local_start <= local,
    the instant of a wall-clock time is local - seconds.
    """

    start: Instant
    local_start: int
    seconds: int


class Zone:
    """A time zone: wall-clock seconds (as if local time were UTC) to instants and back."""

    def __init__(self, name: str, info: ZoneInfo) -> None:
        self.name = name
        self._info = info
        self._blocks: dict[int, tuple[list[Instant], list[int], list[int]]] = {}

    def __repr__(self) -> str:
        return f"zone_of({self.name!r})"

    def local(self, t: Instant) -> int:
        """The wall-clock seconds at an instant."""
        starts, _, seconds = self._blocks.get(t >> _BLOCK) or self._block(t >> _BLOCK)
        return t + seconds[bisect_right(starts, t) - 1]

    def instant(self, local: int) -> Instant:
        """The instant of wall-clock seconds: the earlier of two; of what is skipped, by the offset before the skip."""
        _, local_starts, seconds = self._blocks.get(local >> _BLOCK) or self._block(local >> _BLOCK)
        return local - seconds[bisect_right(local_starts, local) - 1]

    def offsets(self, first: Instant, last: Instant) -> list[Offset]:
        """The offsets from one instant to another, with days to spare; the first covers everything before."""
        rows = [Offset(-_FAR, -_FAR, self._offset(first - _MARGIN))]
        for number in range(first - _MARGIN >> _BLOCK, (last + _MARGIN >> _BLOCK) + 1):
            for start, local_start, seconds in list(zip(*self._block(number), strict=True))[1:]:
                if max(rows[-1].start, first - _MARGIN) < start <= last + _MARGIN:
                    rows.append(Offset(start, local_start, seconds))
        return rows

    def _block(self, number: int) -> tuple[list[Instant], list[int], list[int]]:
        """The offsets of about a year, with days to spare at both ends: starts, local starts, seconds."""
        if number not in self._blocks:
            earlier = number * 2**_BLOCK - _MARGIN
            before = self._offset(earlier)
            starts, local_starts, seconds = [earlier], [earlier + before], [before]
            for later in range(earlier + 86400, earlier + 2**_BLOCK + 2 * _MARGIN, 86400):
                after = self._offset(later)
                if after != before:
                    day = range(later - 86400 + 1, later)
                    turn = day.start + bisect_left(day, True, key=lambda t: self._offset(t) != before)
                    starts.append(turn)
                    local_starts.append(turn + max(before, after))
                    seconds.append(after)
                earlier, before = later, after
            self._blocks[number] = starts, local_starts, seconds
        return self._blocks[number]

    def _offset(self, t: Instant) -> int:
        moment = datetime.fromtimestamp(min(max(t, _OLDEST), _NEWEST), self._info)
        return int((moment.utcoffset() or timedelta()).total_seconds())


def zone_of(name: object, *, place: str = "") -> Zone:
    """The zone of an IANA name such as Asia/Shanghai; the same each time. Raises Fault."""
    try:
        return _zone(str(name))
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise Fault("calendar-zone-unknown", place=place, zone=str(name)[:60]) from error


@cache
def _zone(name: str) -> Zone:
    return Zone(name, ZoneInfo(name))


def _week(data: object, place: str) -> tuple[Windows, ...]:
    if not isinstance(data, Mapping):
        raise Fault("calendar-open-form", place=place)
    week: dict[int, Windows] = {}
    for key, value in data.items():
        windows = _windows(value, f"{place}: {_short(key)}")
        for weekday in _weekdays(key, place):
            if weekday in week:
                raise Fault("calendar-weekday-twice", place=place, weekday=_DAYS[weekday])
            week[weekday] = windows
    if not any(week.values()):
        raise Fault("calendar-never-open", place=place)
    return tuple(week.get(weekday, ()) for weekday in range(7))


def _weekdays(text: object, place: str) -> list[int]:
    """The weekdays of "mon-fri", "fri-mon", "sat" or "mon, wed", in order."""
    found: list[int] = []
    for part in str(text).lower().translate(_DASHES).split(","):
        ends = [_WEEKDAYS.get(name.strip(), -1) for name in part.split("-")]
        if -1 in ends or len(ends) > 2:
            raise Fault("calendar-weekday-unknown", place=place, weekday=_short(text))
        found += [(ends[0] + step) % 7 for step in range((ends[-1] - ends[0]) % 7 + 1)]
    return found


def _windows(value: object, place: str) -> Windows:
    """The windows of one day: a list of "09:00-12:00", one alone, or "closed"."""
    if value is None or isinstance(value, Mapping):
        raise Fault("calendar-window-form", place=place, window=_short(value))
    if value == "closed":
        return ()
    items = value if isinstance(value, Sequence) and not isinstance(value, str) else [value]
    windows = sorted(_window(item, place) for item in items)
    for (_, end), (start, _) in pairwise(windows):
        if start < end:
            raise Fault("calendar-windows-overlap", place=place, time=_clock(start))
    return tuple(windows)


def _window(item: object, place: str) -> tuple[int, int]:
    # A number is a time such as 18:00 without quotes and without its end, which YAML reads to the base of sixty.
    match = _WINDOW.fullmatch(re.sub(r"\s", "", item.translate(_DASHES))) if isinstance(item, str) else None
    if match is None:
        raise Fault("calendar-window-form", place=place, window=_short(item))
    hours, minutes, seconds, *till = (int(part or 0) for part in match.groups())
    start, end = hours * 3600 + minutes * 60 + seconds, till[0] * 3600 + till[1] * 60 + till[2]
    if max(minutes, seconds, *till[1:]) > 59 or start >= 86400 or end > 86400 or start == end:
        raise Fault("calendar-window-form", place=place, window=_short(item))
    if end < start:
        cure = f"{_clock(start)}-24:00" + (f", 00:00-{_clock(end)}" if end else "")
        raise Fault("calendar-window-past-midnight", place=place, window=_short(item), cure=cure)
    return start, end


def _holidays(value: object, place: str, holidays: Callable[[str], Holidays]) -> Holidays | None:
    if value is None or value in ("none", False):  # YAML reads a bare `no` as False
        return None
    if not isinstance(value, str):
        raise Fault("calendar-holidays-name", place=place, name=_short(value))
    try:
        return holidays(value)
    except Fault as fault:
        raise fault.at(place) from fault


def _single_days(data: object, place: str) -> dict[date, Windows]:
    if data is None:
        return {}
    if not isinstance(data, Mapping):
        raise Fault("calendar-days-form", place=place)
    days: dict[date, Windows] = {}
    for key, value in data.items():
        windows = _windows(value, f"{place}: {_short(key)}")
        for day in _dates(key, place):
            if day in days:
                raise Fault("calendar-day-twice", place=place, day=day)
            days[day] = windows
    return days


def _make_up(value: object, week: tuple[Windows, ...], place: str) -> int | None:
    if value is None:
        return None
    weekdays = _weekdays(value, place)
    if len(weekdays) != 1:
        raise Fault("calendar-weekday-unknown", place=place, weekday=_short(value))
    if not week[weekdays[0]]:
        raise Fault("calendar-make-up-closed", place=place, weekday=_short(value))
    return weekdays[0]


def _dates(value: object, place: str) -> list[date]:
    """The days of "2025-01-28", of "2025-01-28/2025-02-04", or of a date that YAML has read as such."""
    if isinstance(value, date) and not isinstance(value, datetime):
        return [value]
    ends = value.strip().split("/") if isinstance(value, str) else []
    try:
        days = [date.fromisoformat(end) for end in ends if _DAY.fullmatch(end)]
    except ValueError:
        days = []
    if not 1 <= len(ends) <= 2 or len(days) != len(ends) or not 0 <= (days[-1] - days[0]).days <= 366:
        raise Fault("calendar-date-form", place=place, day=_short(value))
    return [days[0] + timedelta(step) for step in range((days[-1] - days[0]).days + 1)]


def _entries(node: yaml.Node | None, place: str) -> list[tuple[yaml.Node, yaml.Node]]:
    if not isinstance(node, yaml.MappingNode):
        raise Fault("calendar-holidays-form", place=_line(place, node.start_mark if node else None))
    return list(node.value)


def _line(place: str, mark: yaml.Mark | None) -> str:
    return f"{place}: line {mark.line + 1}" if mark else place


def _clock(second: int) -> str:
    text = f"{second // 3600:02}:{second // 60 % 60:02}"
    return text if second % 60 == 0 else f"{text}:{second % 60:02}"


def _short(value: object) -> str:
    text = str(value)
    return text if len(text) <= 60 else text[:57] + "…"
