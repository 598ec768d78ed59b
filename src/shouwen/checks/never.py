"""What must not happen; and its positive form, a permission: who may, up to what, approved by whom."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from shouwen.checks.check import Reading, on_the_spot, words_of
from shouwen.checks.obligation import Obligation, State
from shouwen.checks.occasions import BROKEN, KEPT, NO_REASON, NOT_JUDGED, REASON, Occasions, on_the_spot_columns
from shouwen.checks.pattern import Pattern, Test, all_positions, say_tests
from shouwen.checks.told import Told
from shouwen.events.story import Known
from shouwen.events.vocabulary import Vocabulary
from shouwen.wording import Language, Wording
from shouwen.worktime import Instant

NEVER = Wording("不得{what}", "不得{what}", "never {what}")
NEVER_WHERE = Wording("{what}：{tests}的，不允许", "{what}：{tests}的，不允許", "{what}: never where {tests}")
PERMITTED = Wording("{what}：仅限{tests}", "{what}：僅限{tests}", "{what}: only where {tests}")
UNLESS = Wording("，除非事先有{unless}", "，除非事先有{unless}", ", unless there was {unless} before")


@dataclass(frozen=True, slots=True)
class Never:
    """Each event of `what` is judged.

    where    it is forbidden where these tests hold (none: always); with `allowed` it is the other way round:
             it is forbidden where they do not hold (a permission)
    unless   an event that lifts the ban must stand in the story before: an exception is itself recorded

    Where a field that the tests need is missing the occasion is not judged: what was not measured is not kept.
    """

    readings: ClassVar[frozenset[Reading]] = frozenset({"say", "guard", "owe", "audit"})

    what: Pattern
    where: tuple[Test, ...] = ()
    allowed: bool = False
    unless: Pattern | None = None

    @property
    def name(self) -> str:
        """`never`, or `permission` for the positive form."""
        return "permission" if self.allowed else "never"

    @property
    def words(self) -> frozenset[str]:
        """The words that can change its answer."""
        return words_of(self.what, self.unless)

    def say(self, language: Language, vocabulary: Vocabulary) -> str:
        """The promise in one sentence."""
        what = self.what.say(language, vocabulary)
        tests = say_tests(self.where, language, vocabulary, self.what.words)
        text = PERMITTED if self.allowed else NEVER_WHERE if self.where else NEVER
        said = text.say(language, what=what, tests=tests)
        return said + UNLESS.say(language, unless=self.unless.say(language, vocabulary)) if self.unless else said

    def owe(self, clause: str, known: Known, at: Instant) -> list[Obligation]:
        """What the clause owes in one story: an occasion each time the thing happened."""
        found = self.what.positions(known)
        if not found:
            return []
        tests = Pattern((), self.where)
        lifts = self.unless.positions(known) if self.unless else []
        obligations = []
        for position in found:
            event = known.events[position]
            holds = tests.fulfils(event)
            forbidden = holds if not self.allowed or holds is None else not holds
            before = bisect_left(lifts, position)
            lift = [lifts[before - 1]] if forbidden is not False and before else []
            state: State = "kept" if forbidden is False or lift else "broken" if forbidden else "not_judged"
            reason = "not-measured" if state == "not_judged" else None
            obligations.append(on_the_spot(clause, known, position, state, reason, others=lift))
        return obligations

    def audit(self, told: Told) -> Occasions:
        """The same rows for many stories."""
        found = all_positions(self.what, told)
        holds = Pattern((), self.where).fulfilled(told, found)
        forbidden = np.where(holds < 0, holds, 1 - holds) if self.allowed else holds
        lift = np.where(forbidden != 0, told.before(all_positions(self.unless, told), found), -1)
        kept = (forbidden == 0) | (lift >= 0)
        state = np.where(kept, KEPT, np.where(forbidden == 1, BROKEN, NOT_JUDGED))
        reason = np.where(state == NOT_JUDGED, REASON["not-measured"], NO_REASON)
        return on_the_spot_columns(told, found, state, reason, rests_on=(lift,))
