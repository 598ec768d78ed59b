"""Something recurs: a customer is called every three months, a year has four contacts and one of them a visit.

Ruling 18 of the meaning of the checks.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from shouwen.checks.check import Reading, occasion, words_of
from shouwen.checks.limit import times
from shouwen.checks.obligation import Obligation, State
from shouwen.checks.occasions import BROKEN, KEPT, NO_REASON, NOT_JUDGED, OPEN, REASON, Occasions, Stretch, occasions
from shouwen.checks.pattern import Pattern, Test, all_positions, say_tests
from shouwen.checks.periods import Period, Periods, Recurrence, Relation, inside
from shouwen.checks.told import Told, at_or, spread
from shouwen.events.story import Known
from shouwen.events.vocabulary import Vocabulary
from shouwen.wording import Language, Wording
from shouwen.worktime import Instant

SAYS = Wording(
    "从{start}起{until}，每{span}至少{least}{what}{kinds}",
    "從{start}起{until}，每{span}至少{least}{what}{kinds}",
    "from {start} on{until}, every {span} {what} at least {least}{kinds}",
)
CALENDAR = Wording(
    "从{start}起{until}，按日历每{span}至少{least}{what}{kinds}",
    "從{start}起{until}，按日曆每{span}至少{least}{what}{kinds}",
    "from {start} on{until}, in each {span} of the calendar {what} at least {least}{kinds}",
)
KIND = Wording("，其中至少{least}{tests}", "，其中至少{least}{tests}", ", of these at least {least} where {tests}")
UNTIL = Wording("直到{until}", "直到{until}", " until {until}")
GAP = Wording(
    "从{start}起{until}，相隔不超过{span}就要{what}",
    "從{start}起{until}，相隔不超過{span}就要{what}",
    "from {start} on{until}, never more than {span} without {what}",
)


@dataclass(frozen=True, slots=True)
class Kind:
    """Of the occurrences at least so many fulfil the tests."""

    tests: tuple[Test, ...]
    at_least: int


@dataclass(frozen=True, slots=True)
class Every:
    """At least `at_least` events of `what` in each period of the recurrence, of these so many of each kind.

    An unmet period in which the relation ends is not judged. Where the clause counts by the calendar, a period joined
    midway owes pro rata by days, rounded down; what owes nothing is no occasion.
    """

    name: ClassVar[str] = "every"
    readings: ClassVar[frozenset[Reading]] = frozenset({"say", "owe", "audit"})

    what: Pattern
    recurrence: Recurrence
    at_least: int = 1
    kinds: tuple[Kind, ...] = ()

    @property
    def words(self) -> frozenset[str]:
        """The words that can change its answer."""
        return words_of(self.what, self.recurrence.start, self.recurrence.until)

    def say(self, language: Language, vocabulary: Vocabulary) -> str:
        """The promise in one sentence."""
        kinds = [
            KIND.say(
                language,
                least=times(kind.at_least, language),
                tests=say_tests(kind.tests, language, vocabulary, self.what.words),
            )
            for kind in self.kinds
        ]
        return (CALENDAR if self.recurrence.calendar else SAYS).say(
            language,
            start=self.recurrence.start.say(language, vocabulary),
            until=_until(self.recurrence, language, vocabulary),
            span=self.recurrence.span.each(language),
            what=self.what.say(language, vocabulary),
            least=times(self.at_least, language),
            kinds="".join(kinds),
        )

    def owe(self, clause: str, known: Known, at: Instant) -> list[Obligation]:
        """What the clause owes in one story: an occasion for each period of each relation."""
        whats = self.what.positions(known)
        obligations = []
        for relation in self.recurrence.relations(known):
            began = known.events[relation.began].at
            ended = None if relation.ended is None else known.events[relation.ended].at
            inside = [what for what in whats if what > relation.began and _by(what, relation.ended)]
            for period in self.recurrence.periods(began, ended, at):
                needs = [self.at_least, *(kind.at_least for kind in self.kinds)]
                owed = [need * period.owed // period.whole for need in needs]
                if any(owed):
                    obligations.append(self._judge(clause, known, at, relation, period, inside, owed))
        return obligations

    def _judge(
        self,
        clause: str,
        known: Known,
        at: Instant,
        relation: Relation,
        period: Period,
        whats: list[int],
        owed: list[int],
    ) -> Obligation:
        events = known.events
        inside = [what for what in whats if period.start <= events[what].at < period.end]
        settled: int | None = -1
        for tests, need in zip(((), *(kind.tests for kind in self.kinds)), owed, strict=True):
            fitting = [what for what in inside if Pattern((), tests).fulfils(events[what])]
            if len(fitting) < need:
                settled = None
                break
            settled = max(settled or 0, fitting[need - 1]) if need else settled
        ended = None if relation.ended is None else events[relation.ended]
        due = period.end - 1
        state: State = "open"
        reason, margin, other = None, None, None
        if settled is not None:
            state, margin, other = "kept", due - events[settled].at, settled
            inside = [what for what in inside if what <= settled]
        elif ended is not None and ended.at <= due:
            state, reason, other = "not_judged", "ended", relation.ended
        elif at > due:
            state = "broken"
        return occasion(
            clause,
            known,
            relation.began,
            state,
            reason,
            settled=other,
            rests_on=inside,
            period=period.start,
            due=due,
            margin=margin,
        )

    def audit(self, told: Told) -> Occasions:
        """The same rows for many stories."""
        relations = self.recurrence.all_relations(told)
        periods = self.recurrence.all_periods(told, relations)
        needs = [self.at_least, *(kind.at_least for kind in self.kinds)]
        owed = [need * periods.owed // periods.whole for need in needs]
        chosen = np.logical_or.reduce([need > 0 for need in owed])
        periods = Periods(*(column[chosen] for column in periods))
        owed = [need[chosen] for need in owed]

        whats = all_positions(self.what, told)
        lo, hi = inside(told, whats, relations, periods)
        met, settled = np.ones(len(lo), bool), np.full(len(lo), -1, np.int64)
        for tests, need in zip(((), *(kind.tests for kind in self.kinds)), owed, strict=True):
            fitting = all_positions(self.what.also(tests), told)
            low, high = inside(told, fitting, relations, periods)
            enough = high - low >= need
            met &= enough
            nth = at_or(fitting, np.where(enough & (need > 0), low + need - 1, -1), -1)
            settled = np.maximum(settled, nth)
        began, ended = relations.began[periods.relation], relations.ended[periods.relation]
        due = periods.end - 1
        lapsed = ~met & (ended >= 0) & (at_or(told.happened, ended, 0) <= due)
        state = np.select([met, lapsed, told.at > due], [KEPT, NOT_JUDGED, BROKEN], OPEN)
        reason = np.where(lapsed, REASON["ended"], NO_REASON)
        margin = np.where(met, due - at_or(told.happened, settled, 0), np.nan)
        hi = np.where(met, np.searchsorted(whats, settled, side="right"), hi)
        settled = np.where(met, settled, np.where(lapsed, ended, -1))
        return occasions(
            told, began, state, reason,
            settled=settled, due=due, margin=margin, period=periods.start, stretch=(Stretch(whats, lo, hi),),
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Rolling:
    """Never more than a span without `what`: the beginning and each occurrence open what the next settles."""

    name: ClassVar[str] = "every"
    readings: ClassVar[frozenset[Reading]] = frozenset({"say", "owe", "audit"})

    what: Pattern
    recurrence: Recurrence

    @property
    def words(self) -> frozenset[str]:
        """The words that can change its answer."""
        return words_of(self.what, self.recurrence.start, self.recurrence.until)

    def say(self, language: Language, vocabulary: Vocabulary) -> str:
        """The promise in one sentence."""
        return GAP.say(
            language,
            start=self.recurrence.start.say(language, vocabulary),
            until=_until(self.recurrence, language, vocabulary),
            span=self.recurrence.span.say(language),
            what=self.what.say(language, vocabulary),
        )

    def owe(self, clause: str, known: Known, at: Instant) -> list[Obligation]:
        """What the clause owes in one story: an occasion from each occurrence to the next."""
        events, whats = known.events, self.what.positions(known)
        obligations = []
        for began, ended in self.recurrence.relations(known):
            opens = [began, *(what for what in whats if what > began and _by(what, ended))]
            for opened, answered in zip(opens, [*opens[1:], None], strict=True):
                if opened == ended:
                    continue
                due = next(self.recurrence.periods(events[opened].at, None, at)).end - 1
                state: State = "open"
                reason, margin, other = None, None, answered
                if answered is not None:
                    margin = due - events[answered].at
                    state = "kept" if margin >= 0 else "broken"
                elif ended is not None and events[ended].at <= due:
                    state, reason, other = "not_judged", "ended", ended
                elif at > due:
                    state = "broken"
                obligations.append(
                    occasion(clause, known, opened, state, reason, settled=other, due=due, margin=margin)
                )
        return obligations

    def audit(self, told: Told) -> Occasions:
        """The same rows for many stories."""
        relations = self.recurrence.all_relations(told)
        whats = all_positions(self.what, told)
        lo = np.searchsorted(whats, relations.began, side="right")
        last = np.where(relations.ended >= 0, relations.ended, told.last(relations.began))
        hi = np.maximum(lo, np.searchsorted(whats, last, side="right"))
        # The beginning and each occurrence open what the next settles.
        relation, place = spread(hi - lo + 1)
        occurred = at_or(whats, np.where(place > 0, lo[relation] + place - 1, -1), -1)
        opens = np.where(place == 0, relations.began[relation], occurred)
        answered = np.append(opens[1:], -1)
        answered = np.where(np.append(relation[1:] == relation[:-1], False), answered, -1) if len(opens) else opens
        ended = relations.ended[relation]
        chosen = opens != ended
        opens, answered, ended = opens[chosen], answered[chosen], ended[chosen]
        due = self.recurrence.first_ends(told, opens) - 1
        margin = np.where(answered >= 0, due - at_or(told.happened, answered, 0), np.nan)
        lapsed = (answered < 0) & (ended >= 0) & (at_or(told.happened, ended, 0) <= due)
        state = np.select(
            [answered >= 0, lapsed, told.at > due], [np.where(margin >= 0, KEPT, BROKEN), NOT_JUDGED, BROKEN], OPEN
        )
        reason = np.where(lapsed, REASON["ended"], NO_REASON)
        settled = np.where(lapsed, ended, answered)
        return occasions(told, opens, state, reason, settled=settled, due=due, margin=margin)


def _until(recurrence: Recurrence, language: Language, vocabulary: Vocabulary) -> str:
    if recurrence.until is None:
        return ""
    return UNTIL.say(language, until=recurrence.until.say(language, vocabulary))


def _by(position: int, last: int | None) -> bool:
    return last is None or position <= last
