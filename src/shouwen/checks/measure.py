"""A number in its range: entered, sensed or counted."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from typing import ClassVar, Literal

import numpy as np

from shouwen.checks.check import Reading, occasion, on_the_spot, words_of
from shouwen.checks.columns import Floats
from shouwen.checks.obligation import Obligation, State
from shouwen.checks.occasions import (
    BROKEN,
    KEPT,
    NO_REASON,
    NOT_JUDGED,
    OPEN,
    REASON,
    Occasions,
    Stretch,
    occasions,
    on_the_spot_columns,
)
from shouwen.checks.pattern import Pattern, all_positions, say_value, value_of
from shouwen.checks.told import Told, at_or
from shouwen.events.story import Known
from shouwen.events.vocabulary import Vocabulary
from shouwen.wording import Language, Wording
from shouwen.worktime import Instant

Taken = Literal["entered", "sensed"]

VALUE = Wording(
    "{on}的{field}{range}（{taken}）", "{on}的{field}{range}（{taken}）", "{field} of {on} {range} ({taken})"
)
COUNT = Wording(
    "从{start}到{end}，{what}的次数{range}",
    "從{start}到{end}，{what}的次數{range}",
    "{what} from {start} to {end}, number of times: {range}",
)
BETWEEN = Wording("在{low}至{high}{unit}之间", "在{low}至{high}{unit}之間", "between {low} and {high}{unit}")
AT_LEAST = Wording("不低于{low}{unit}", "不低於{low}{unit}", "at least {low}{unit}")
AT_MOST = Wording("不超过{high}{unit}", "不超過{high}{unit}", "at most {high}{unit}")
TAKEN = {"entered": Wording("填报", "填報", "entered"), "sensed": Wording("自动测量", "自動測量", "sensed")}


@dataclass(frozen=True, slots=True)
class Range:
    """Lowest and highest value that are still right (None: no bound), in `unit`."""

    low: float | None
    high: float | None
    unit: str = ""

    def margin(self, value: float) -> float:
        """What is left to the nearer bound; negative outside."""
        return min(
            value - self.low if self.low is not None else float("inf"),
            self.high - value if self.high is not None else float("inf"),
        )

    def margins(self, values: Floats) -> Floats:
        """The same for many values; NaN gives NaN."""
        low = np.full(len(values), np.inf) if self.low is None else values - self.low
        high = np.full(len(values), np.inf) if self.high is None else self.high - values
        return np.where(np.isnan(values), np.nan, np.minimum(low, high))

    def say(self, language: Language) -> str:
        """The range in words."""
        text = AT_MOST if self.low is None else AT_LEAST if self.high is None else BETWEEN
        unit = f" {self.unit}" if self.unit and language == "en" else self.unit
        low, high = (say_value(bound, "number", language) for bound in (self.low, self.high))
        return text.say(language, low=low, high=high, unit=unit)


@dataclass(frozen=True, slots=True)
class Measure:
    """Each event of `on` holds a number in `field` that lies in the range. Without the number: not judged."""

    name: ClassVar[str] = "measure"
    readings: ClassVar[frozenset[Reading]] = frozenset({"say", "owe", "audit"})

    on: Pattern
    field: str
    range: Range
    taken: Taken = "entered"

    @property
    def words(self) -> frozenset[str]:
        """The words that can change its answer."""
        return words_of(self.on)

    def say(self, language: Language, vocabulary: Vocabulary) -> str:
        """The promise in one sentence."""
        return VALUE.say(
            language,
            on=self.on.say(language, vocabulary),
            field=vocabulary.field(self.on.words[0], self.field).label.say(language),
            range=self.range.say(language),
            taken=TAKEN[self.taken].say(language),
        )

    def owe(self, clause: str, known: Known, at: Instant) -> list[Obligation]:
        """What the clause owes in one story: an occasion each time the number was to be taken."""
        obligations = []
        for position in self.on.positions(known):
            event = known.events[position]
            value = value_of(event, self.field, "number")
            if value is None:
                obligations.append(on_the_spot(clause, known, position, "not_judged", "not-measured"))
                continue
            margin = self.range.margin(float(value))
            obligations.append(on_the_spot(clause, known, position, "kept" if margin >= 0 else "broken", margin=margin))
        return obligations

    def audit(self, told: Told) -> Occasions:
        """The same rows for many stories."""
        here = all_positions(self.on, told)
        margin = self.range.margins(told.field(self.field, "number", here).astype(np.float64))
        missing = np.isnan(margin)
        state = np.where(missing, NOT_JUDGED, np.where(margin >= 0, KEPT, BROKEN))
        reason = np.where(missing, REASON["not-measured"], NO_REASON)
        return on_the_spot_columns(told, here, state, reason, margin=margin)


@dataclass(frozen=True, slots=True)
class Count:
    """From each event of `start` to the next of `end` (or to where the next begins) `what` happens a number of times
    that lies in the range.

    Broken at once by the event that is one too many; otherwise decided at the end; open until then. The beginning
    itself is not counted, the end is.
    """

    name: ClassVar[str] = "measure"
    readings: ClassVar[frozenset[Reading]] = frozenset({"say", "guard", "owe", "audit"})

    what: Pattern
    start: Pattern
    end: Pattern
    range: Range

    @property
    def words(self) -> frozenset[str]:
        """The words that can change its answer."""
        return words_of(self.what, self.start, self.end)

    def say(self, language: Language, vocabulary: Vocabulary) -> str:
        """The promise in one sentence."""
        return COUNT.say(
            language,
            what=self.what.say(language, vocabulary),
            start=self.start.say(language, vocabulary),
            end=self.end.say(language, vocabulary),
            range=self.range.say(language),
        )

    def owe(self, clause: str, known: Known, at: Instant) -> list[Obligation]:
        """What the clause owes in one story: an occasion for each beginning."""
        starts = self.start.positions(known)
        if not starts:
            return []
        ends, whats = self.end.positions(known), self.what.positions(known)
        events = known.events
        obligations = []
        for number, start in enumerate(starts):
            following = starts[number + 1] if number + 1 < len(starts) else None
            found = bisect_right(ends, start)
            end = ends[found] if found < len(ends) and (following is None or ends[found] < following) else following
            last = len(events) - 1 if end is None else end if end != following else end - 1
            counted = [what for what in whats if start < what <= last]
            high = self.range.high
            if high is not None and len(counted) > high:
                counted = counted[: int(high) + 1]
                end = counted[-1]
            margin = None if end is None else self.range.margin(float(len(counted)))
            state: State = "open" if margin is None else "kept" if margin >= 0 else "broken"
            obligations.append(occasion(clause, known, start, state, settled=end, rests_on=counted, margin=margin))
        return obligations

    def audit(self, told: Told) -> Occasions:
        """The same rows for many stories."""
        starts, whats = all_positions(self.start, told), all_positions(self.what, told)
        following = told.following(starts)
        end = told.after(all_positions(self.end, told), starts)
        end = np.where((following < 0) | ((end >= 0) & (end < following)), end, following)
        last = np.where(end < 0, told.last(starts), end - ((end == following) & (end >= 0)))
        lo, hi = np.searchsorted(whats, starts, side="right"), np.searchsorted(whats, last, side="right")
        if self.range.high is not None:
            most = int(self.range.high)
            too_many = hi - lo > most
            hi = np.where(too_many, lo + most + 1, hi)
            end = np.where(too_many, at_or(whats, np.where(too_many, hi - 1, -1), -1), end)
        margin = np.where(end >= 0, self.range.margins((hi - lo).astype(np.float64)), np.nan)
        state = np.where(end < 0, OPEN, np.where(margin >= 0, KEPT, BROKEN))
        return occasions(told, starts, state, settled=end, margin=margin, stretch=(Stretch(whats, lo, hi),))
