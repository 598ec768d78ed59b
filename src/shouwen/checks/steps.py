"""A procedure: what is done between its beginning and its end, and in which order."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from shouwen.checks.check import Reading, occasion, words_of
from shouwen.checks.columns import Numbers
from shouwen.checks.obligation import Obligation, State
from shouwen.checks.occasions import BROKEN, KEPT, NO_REASON, NOT_JUDGED, OPEN, REASON, Occasions, occasions
from shouwen.checks.pattern import Pattern, Test, all_positions
from shouwen.checks.told import Told
from shouwen.events.story import Known
from shouwen.events.vocabulary import Vocabulary
from shouwen.wording import Language, Wording
from shouwen.worktime import Instant

SAYS = Wording("从{start}到{end}依次：{steps}", "從{start}到{end}依次：{steps}", "from {start} to {end}: {steps}")
ANY_ORDER = Wording(
    "从{start}到{end}，不分先后：{steps}",
    "從{start}到{end}，不分先後：{steps}",
    "from {start} to {end}, in any order: {steps}",
)
OPTIONAL = Wording("{step}（可省）", "{step}（可省）", "{step} (optional)")
REPEAT = Wording("{step}，直到{until}", "{step}，直到{until}", "{step}, repeated until {until}")
THEN = Wording("；", "；", "; ")


@dataclass(frozen=True, slots=True)
class Step:
    """One step. A repeated one is done when an event of it fulfils `until`."""

    do: Pattern
    required: bool = True
    until: tuple[Test, ...] = ()

    @property
    def last(self) -> Pattern:
        """The event that completes the step."""
        return self.do.also(self.until)


@dataclass(frozen=True, slots=True)
class Steps:
    """Each event of `start` opens a procedure that ends with the next event of `end`, or where the next one starts.

    It is kept if every required step was done in it, and the first doings of the steps that were done stand in the
    order of the list (unless `any_order`); both ends belong to it. An event of `dropped` before the end gives it up:
    not judged. While it has not ended it is open.
    """

    name: ClassVar[str] = "steps"
    readings: ClassVar[frozenset[Reading]] = frozenset({"say", "guard", "owe", "audit"})

    start: Pattern
    end: Pattern
    steps: tuple[Step, ...]
    any_order: bool = False
    dropped: Pattern | None = None

    @property
    def words(self) -> frozenset[str]:
        """The words that can change its answer."""
        return words_of(self.start, self.end, self.dropped, *(step.do for step in self.steps))

    def say(self, language: Language, vocabulary: Vocabulary) -> str:
        """The promise in one sentence."""
        said = []
        for step in self.steps:
            text = step.do.say(language, vocabulary)
            if step.until:
                text = REPEAT.say(language, step=text, until=step.last.say(language, vocabulary))
            said.append(text if step.required else OPTIONAL.say(language, step=text))
        return (ANY_ORDER if self.any_order else SAYS).say(
            language,
            start=self.start.say(language, vocabulary),
            end=self.end.say(language, vocabulary),
            steps=THEN.say(language).join(said),
        )

    def owe(self, clause: str, known: Known, at: Instant) -> list[Obligation]:
        """What the clause owes in one story: an occasion for each beginning."""
        starts = self.start.positions(known)
        if not starts:
            return []
        events = known.events
        ends = self.end.positions(known)
        drops = self.dropped.positions(known) if self.dropped else []
        done = [(step.do.positions(known), step.last.positions(known)) for step in self.steps]
        obligations = []
        for number, start in enumerate(starts):
            following = starts[number + 1] if number + 1 < len(starts) else None
            end = _next(ends, start, following)
            dropped = _next(drops, start, end if end is not None else following)
            decided = dropped if dropped is not None else end if end is not None else following
            # The event that starts the next one is outside; the end and the giving up are inside.
            beyond = len(events) if decided is None else decided + (decided != following)
            firsts = [_from(positions, start, beyond) for positions, _ in done]
            lasts = [_from(positions, start, beyond) for _, positions in done]
            state, reason = self._judge(firsts, lasts)
            if dropped is not None:
                state, reason = "not_judged", "dropped"
            elif decided is None:
                state, reason = "open", None
            obligations.append(
                occasion(clause, known, start, state, reason, settled=decided, rests_on=(*firsts, *lasts))
            )
        return obligations

    def _judge(self, firsts: list[int | None], lasts: list[int | None]) -> tuple[State, str | None]:
        for step, last in zip(self.steps, lasts, strict=True):
            if step.required and last is None:
                return "broken", "missing"
        so_far = -1
        for first, last in zip(firsts, lasts, strict=True):
            if first is not None and not self.any_order:
                if first <= so_far:
                    return "broken", "out-of-order"
                so_far = max(so_far, first if last is None else last)
        return "kept", None

    def audit(self, told: Told) -> Occasions:
        """The same rows for many stories."""
        starts = all_positions(self.start, told)
        following = told.following(starts)
        end = _before(told.after(all_positions(self.end, told), starts), following)
        dropped = _before(told.after(all_positions(self.dropped, told), starts), np.where(end >= 0, end, following))
        decided = np.where(dropped >= 0, dropped, np.where(end >= 0, end, following))
        # The event that starts the next one is outside; the end and the giving up are inside.
        beyond = np.where(decided >= 0, decided + (decided != following), told.last(starts) + 1)
        rests_on: list[Numbers] = []
        missing, disorder = np.zeros(len(starts), bool), np.zeros(len(starts), bool)
        so_far = np.full(len(starts), -1, np.int64)
        for step in self.steps:
            # From the start itself on: nothing lies between it and the event before it.
            first = _before(told.after(all_positions(step.do, told), starts - 1, story=starts), beyond)
            last = first
            if step.until:
                last = _before(told.after(all_positions(step.last, told), starts - 1, story=starts), beyond)
                rests_on.append(last)
            missing |= (last < 0) & step.required
            disorder |= (first >= 0) & (first <= so_far)
            so_far = np.where(first >= 0, np.maximum(so_far, np.where(last >= 0, last, first)), so_far)
            rests_on.append(first)
        if self.any_order:
            disorder[:] = False
        given_up, lasting = dropped >= 0, decided < 0
        state = np.select([given_up, lasting, missing | disorder], [NOT_JUDGED, OPEN, BROKEN], KEPT)
        reason = np.select(
            [given_up, lasting, missing, disorder],
            [REASON["dropped"], NO_REASON, REASON["missing"], REASON["out-of-order"]],
            NO_REASON,
        )
        return occasions(told, starts, state, reason, settled=decided, rests_on=tuple(rests_on))


def _next(positions: list[int], start: int, before: int | None) -> int | None:
    found = bisect_right(positions, start)
    return positions[found] if found < len(positions) and (before is None or positions[found] < before) else None


def _from(positions: list[int], start: int, beyond: int) -> int | None:
    found = bisect_left(positions, start)
    return positions[found] if found < len(positions) and positions[found] < beyond else None


def _before(positions: Numbers, beyond: Numbers) -> Numbers:
    """Positions that lie before `beyond` (-1: no bound); -1 for the others."""
    return np.where((beyond < 0) | (positions < beyond), positions, -1)
