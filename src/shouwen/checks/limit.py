"""Lengths of time as people write them: "10 minutes", "2 working days", "48小时", "3 rings"."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from shouwen.fault import Fault
from shouwen.wording import Language, Wording
from shouwen.worktime import NATURAL, Calendar, Clock

Measure = Literal["natural", "hours", "days", "whole days"]

_SECONDS = {"second": 1, "minute": 60, "hour": 3600, "day": 86400, "week": 604800}
_CHINESE = {
    "秒": "second", "秒钟": "second", "秒鐘": "second", "分": "minute", "分钟": "minute", "分鐘": "minute",
    "小时": "hour", "小時": "hour", "天": "day", "日": "day", "周": "week", "週": "week",
    "个月": "month", "個月": "month", "月": "month", "季度": "quarter", "年": "year",
    "工作秒": "working second", "工作分钟": "working minute", "工作分鐘": "working minute",
    "工作小时": "working hour", "工作小時": "working hour",
    "工作日": "working day", "工作天": "working day",
}  # fmt: skip
_MONTHS = {"month": 1, "quarter": 3, "year": 12}
_NUMBERS = {"a": 1, "an": 1, "one": 1, "half a": 0.5, "半": 0.5, "半个": 0.5, "半個": 0.5}
_SHAPE = re.compile(r"(?P<number>\d+(?:\.\d+)?|half an?|an?|one|半[个個]?)?\s*[个個]?\s*(?P<unit>\D.*)")

LONGEST = 100 * 366 * 86400
"""The longest limit, in seconds: a hundred years. What is longer is a slip of the pen."""

_UNIT_NAMES = {
    "second": Wording("秒", "秒", "second"),
    "minute": Wording("分钟", "分鐘", "minute"),
    "hour": Wording("小时", "小時", "hour"),
    "day": Wording("天", "天", "day"),
    "working second": Wording("个工作秒", "個工作秒", "working second"),
    "working minute": Wording("个工作分钟", "個工作分鐘", "working minute"),
    "working hour": Wording("个工作小时", "個工作小時", "working hour"),
    "working day": Wording("个工作日", "個工作日", "working day"),
    "month": Wording("个月", "個月", "month"),
    "year": Wording("年", "年", "year"),
}


@dataclass(frozen=True, slots=True)
class Limit:
    """A length on a clock: seconds of natural or working time, or a number of working days' closings.

    `measure` is "natural", "hours" (working seconds), "days" (the nth working day's close of business after the day
    of receipt) or "whole days" (the same clock time, n working days later).
    """

    amount: int
    measure: Measure
    calendar: Calendar | None = None

    @property
    def clock(self) -> Clock:
        """The clock that the limit is read on."""
        return NATURAL if self.calendar is None else self.calendar.clock(self.measure)

    def say(self, language: Language) -> str:
        """The limit in words."""
        if self.measure == "days":
            return spell(self.amount, "working day", language)
        if self.measure == "whole days":
            return spell(self.amount // 86400, "working day", language)
        prefix = "working " if self.measure == "hours" else ""
        return say_seconds(self.amount, language, prefix)


@dataclass(frozen=True, slots=True)
class Span:
    """A length that recurs: months or days of the local calendar, or seconds."""

    months: int = 0
    days: int = 0
    seconds: int = 0

    def each(self, language: Language) -> str:
        """The length behind "every": month, 3 months; 个月, 3 个月."""
        said = self.say(language)
        return said.removeprefix("1 ")

    def say(self, language: Language) -> str:
        """The length in words."""
        if self.months and self.months % 12 == 0:
            return spell(self.months // 12, "year", language)
        if self.months:
            return spell(self.months, "month", language)
        return spell(self.days, "day", language) if self.days else say_seconds(self.seconds, language)

    def shortest(self) -> int:
        """Seconds that it lasts at least: a month 28 days, a day 23 hours less a bit for odd changes of zone."""
        return self.seconds or self.days * 72000 or self.months * 28 * 86400 - 86400


def read_limit(
    text: object,
    *,
    place: str,
    calendar: Calendar | None,
    units: Mapping[str, int] | None = None,
    same_clock_time: bool = False,
    least: int = 1,
) -> Limit:
    """A limit as a standard writes it.

    `units` are the standard's own (a ring: so many seconds). "n hours" are natural unless the text says working;
    working ones need the `calendar`. "n working days" end at close of business on the nth working day, the day of
    receipt not counted (Civil Code of the PRC, art. 201 and 203), unless `same_clock_time`. `least` are the seconds
    that it lasts at least.
    Raises Fault("limit-form" | "limit-impossible" | "limit-needs-calendar").
    """
    number, unit = _split(text, place)
    working = unit.startswith("working ")
    bare = unit.removeprefix("working ")
    own = {} if working else dict(units or {})
    if bare in own or f"{bare}s" in own:
        seconds = number * own.get(bare, own.get(f"{bare}s", 0))
    elif bare in _SECONDS:
        seconds = number * _SECONDS[bare]
    else:
        raise Fault("limit-form", place=place, text=text)
    if not least <= seconds <= LONGEST or seconds != int(seconds):
        raise Fault("limit-impossible", place=place, text=text)
    if not working:
        return Limit(int(seconds), "natural")
    if calendar is None:
        raise Fault("limit-needs-calendar", place=place, text=text)
    if bare == "week":
        raise Fault("limit-form", place=place, text=text)
    if bare == "day":
        if number != int(number):
            raise Fault("limit-impossible", place=place, text=text)
        return Limit(int(seconds), "whole days", calendar) if same_clock_time else Limit(int(number), "days", calendar)
    return Limit(int(seconds), "hours", calendar)


def read_span(text: object, *, place: str) -> Span:
    """A length that recurs: "3 months", "2 hours", "1 year", "half hour". Raises Fault."""
    number, unit = _split(text, place)
    if unit in _MONTHS:
        amount = number * _MONTHS[unit]
        span = Span(months=int(amount))
    elif unit in ("day", "week"):
        amount = number * (_SECONDS[unit] // 86400)
        span = Span(days=int(amount))
    elif unit in _SECONDS:
        amount = number * _SECONDS[unit]
        span = Span(seconds=int(amount))
    else:
        raise Fault("span-form", place=place, text=text)
    if amount != int(amount) or not 60 <= span.shortest() <= LONGEST:
        raise Fault("span-impossible", place=place, text=text)
    return span


def spell(number: int, unit: str, language: Language) -> str:
    """A number and its unit: "2 working days", "2 个工作日"."""
    name = _UNIT_NAMES[unit].say(language)
    if language != "en":
        return f"{number} {name}"
    return f"{number} {name}" if number == 1 else f"{number} {name}s"


def times(number: int, language: Language) -> str:
    """How often: once, twice, 3 times; 3次."""
    if language != "en":
        return f"{number}次"
    return {1: "once", 2: "twice"}.get(number, f"{number} times")


def say_seconds(seconds: int, language: Language, prefix: str = "") -> str:
    """Seconds in the largest unit that divides them; working time never in days, which are something else."""
    for unit in ("day", "hour", "minute") if not prefix else ("hour", "minute"):
        if seconds and seconds % _SECONDS[unit] == 0 and (unit != "day" or seconds > 259200):
            return spell(seconds // _SECONDS[unit], prefix + unit, language)
    return spell(seconds, prefix + "second", language)


def floor_share(amount: int, share: float) -> int:
    """floor(amount × share), exact for shares given in hundredths. The warn point of `semantics.md` 16."""
    return amount * round(share * 10_000) // 10_000


def _split(text: object, place: str) -> tuple[Fraction, str]:
    match = _SHAPE.fullmatch(" ".join(str(text).lower().split())) if isinstance(text, str) else None
    if match is None:
        raise Fault("limit-form", place=place, text=text)
    unit = _CHINESE.get(match["unit"], match["unit"])
    if unit not in _SECONDS and unit not in _MONTHS and unit.endswith("s"):
        unit = unit[:-1]
    number = match["number"] or "1"
    words = {**_NUMBERS, "half an": 0.5, "half": 0.5}
    if unit.startswith("half ") and match["number"] is None:
        return Fraction(1, 2), unit.removeprefix("half ")
    if len(number) > 20:
        raise Fault("limit-impossible", place=place, text=f"{number[:20]}…")
    return Fraction(words.get(number, number)), unit
