"""So many of a hundred: of the calls of each half hour, of the tickets of a day, of a case's steps."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from shouwen.checks.check import Reading, words_of
from shouwen.checks.columns import NONE, Flags, Numbers
from shouwen.checks.obligation import Obligation, State
from shouwen.checks.occasions import BROKEN, KEPT, NO_REASON, NOT_JUDGED, OPEN, REASON, Occasions, Stretch, occasions
from shouwen.checks.pattern import Pattern, Test, all_positions, say_tests, say_value
from shouwen.checks.periods import Grid
from shouwen.checks.told import Told, first_of_each
from shouwen.events.event import RANK
from shouwen.events.story import Known
from shouwen.events.vocabulary import Vocabulary
from shouwen.wording import Language, Wording
from shouwen.worktime import Instant

EACH = Wording(
    "每{grid}，{of}中至少{share}%满足：{good}",
    "每{grid}，{of}中至少{share}%滿足：{good}",
    "each {grid}, at least {share}% of {of}: {good}",
)
CASE = Wording(
    "到{close}为止，{of}中至少{share}%满足：{good}",
    "到{close}為止，{of}中至少{share}%滿足：{good}",
    "until {close}, at least {share}% of {of}: {good}",
)


@dataclass(frozen=True, slots=True)
class Share:
    """Of the events of `of` in each period at least `at_least` of a hundred fulfil `good`.

    `grid` cuts the local calendar; None takes the whole story, decided by the first event of `close`. An event for
    which `good` cannot be told was not measured and is not counted. Fewer measured events than `minimum`: not judged.
    The margin is in percentage points. The evidence is the first event and those that were not good; the grade is that
    of the weakest event counted.
    """

    name: ClassVar[str] = "share"
    readings: ClassVar[frozenset[Reading]] = frozenset({"say", "owe", "audit"})

    of: Pattern
    good: tuple[Test, ...]
    at_least: float
    grid: Grid | None
    close: Pattern | None = None
    minimum: int = 1

    @property
    def words(self) -> frozenset[str]:
        """The words that can change its answer."""
        return words_of(self.of, self.close)

    def say(self, language: Language, vocabulary: Vocabulary) -> str:
        """The promise in one sentence."""
        text = EACH if self.grid else CASE
        return text.say(
            language,
            grid=self.grid.say(language) if self.grid else "",
            close=self.close.say(language, vocabulary) if self.close else "",
            of=self.of.say(language, vocabulary),
            share=say_value(self.at_least, "number", language),
            good=say_tests(self.good, language, vocabulary, self.of.words),
        )

    def owe(self, clause: str, known: Known, at: Instant) -> list[Obligation]:
        """What the clause owes in one story: an occasion for each period in which there was something to count."""
        events = known.events
        closings = self.close.positions(known) if self.close else []
        closing = closings[0] if closings else None
        groups: dict[tuple[Instant, Instant] | None, list[int]] = {}
        for position in self.of.positions(known):
            if closing is None or position <= closing:
                groups.setdefault(self.grid.period(events[position].at) if self.grid else None, []).append(position)
        obligations = []
        for period, positions in groups.items():
            start, due = (None, None) if period is None else (period[0], period[1] - 1)
            over = closing is not None if due is None else at > due
            obligations.append(self._judge(clause, known, start, due, over, positions, closing))
        return obligations

    def _judge(
        self,
        clause: str,
        known: Known,
        period: Instant | None,
        due: Instant | None,
        over: bool,
        positions: list[int],
        closing: int | None,
    ) -> Obligation:
        events = [known.events[position] for position in positions]
        test = Pattern((), self.good)
        answers = [test.fulfils(event) for event in events]
        good, bad = answers.count(True), answers.count(False)
        state: State = "open"
        margin, reason = None, None
        if over and good + bad < self.minimum:
            state, reason = "not_judged", "too-few"
        elif over:
            margin = 100.0 * good / (good + bad) - self.at_least
            state = "kept" if margin >= 0 else "broken"
        rests_on = [event for event, answer in zip(events, answers, strict=True) if answer is False]
        if events[0] not in rests_on:
            rests_on.append(events[0])
        settled = known.events[closing] if closing is not None else None
        return Obligation(
            clause,
            known.subject,
            events[0].id,
            period,
            state,
            reason,
            due,
            None if settled is None else settled.id,
            margin,
            tuple(sorted(event.id for event in rests_on)),
            min(RANK[event.grade] for event in events),
        )

    def audit(self, told: Told) -> Occasions:
        """The same rows for many stories."""
        here = all_positions(self.of, told)
        closing = np.full(len(here), -1, np.int64)
        if self.close is not None:
            closing = told.after(all_positions(self.close, told), told.first[told.subject[here]] - 1, story=here)
            counted = (closing < 0) | (here <= closing)
            here, closing = here[counted], closing[counted]
        period, due = np.full(len(here), NONE, np.int64), np.full(len(here), NONE, np.int64)
        if self.grid is not None:
            start, end = self.grid.periods(told.happened[here], told.zone(self.grid.zone))
            period, due = start, end - 1
            # Where a zone turns a period can be found again after another one.
            story = told.subject[here]
            if ((story[1:] == story[:-1]) & (period[1:] < period[:-1])).any():
                order = np.lexsort((here, period, story))
                here, closing, period, due = here[order], closing[order], period[order], due[order]
        turns = np.flatnonzero(first_of_each(told.subject[here]) | first_of_each(period))
        answers = Pattern((), self.good).fulfilled(told, here)
        good = _sums(answers == 1, turns)
        bad = _sums(answers == 0, turns)
        opened, closing, period, due = here[turns], closing[turns], period[turns], due[turns]
        over = closing >= 0 if self.grid is None else told.at > due
        few = good + bad < self.minimum
        margin = np.where(over & ~few, 100.0 * good / np.maximum(good + bad, 1) - self.at_least, np.nan)
        state = np.select([~over, few], [OPEN, NOT_JUDGED], np.where(margin >= 0, KEPT, BROKEN))
        reason = np.where(over & few, REASON["too-few"], NO_REASON)
        hi = np.cumsum(bad)
        return occasions(
            told,
            opened,
            state,
            reason,
            settled=closing,
            due=due,
            margin=margin,
            period=period,
            stretch=(Stretch(here[answers == 0], hi - bad, hi),),
            settled_aside=True,
            grade=np.minimum.reduceat(told.grade[here], turns) if len(turns) else told.grade[:0],
        )


def _sums(flags: Flags, turns: Numbers) -> Numbers:
    """How many flags are set from each turn to the next."""
    return np.add.reduceat(flags.astype(np.int64), turns) if len(turns) else np.zeros(0, np.int64)
