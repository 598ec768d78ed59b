"""So many of a hundred: of the calls of each half hour, of the tickets of a day, of a case's steps."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from shouwen.checks.check import Reading, select, words_of
from shouwen.checks.obligation import Obligation, State
from shouwen.checks.pattern import Pattern, Test, say_tests, say_value
from shouwen.checks.periods import Grid
from shouwen.checks.preparation import Preparation, literal
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

    def audit(self, clause: str, preparation: Preparation) -> str:
        """SQL that selects the same rows."""
        sql = preparation.dialect
        good = Pattern((), self.good).tests_sql(preparation)
        close = self.close.sql(preparation) if self.close else "FALSE"
        cut = "SELECT *, CAST(NULL AS BIGINT) AS period, CAST(NULL AS BIGINT) AS due FROM counted"
        over = "id_closing IS NOT NULL"
        if self.grid:
            cut = self.grid.cut_sql("counted", "happened", preparation)
            over = f"{preparation.at} > due"
        margin = f"CAST(100 AS DOUBLE) * good / (good + bad) - {literal(float(self.at_least))}"
        columns = {
            "clause": literal(clause),
            "subject": "subject",
            "opened_by": "id_first",
            "period": "period",
            "state": f"""CASE WHEN NOT ({over}) THEN 'open' WHEN good + bad < {self.minimum} THEN 'not_judged'
                WHEN {margin} >= 0 THEN 'kept' ELSE 'broken' END""",
            "reason": f"CASE WHEN {over} AND good + bad < {self.minimum} THEN 'too-few' END",
            "due": "due",
            "settled_by": "id_closing",
            "margin": f"CASE WHEN {over} AND good + bad >= {self.minimum} THEN {margin} END",
            "evidence": sql.union_ids("bad_ids", "id_first"),
            "grade": "grade",
        }
        return f"""
        WITH marked AS (
            SELECT *, {self.of.sql(preparation)} AS counts, ({good}) AS is_good, {close} AS closes
            FROM {preparation.told}),
        relevant AS (
            SELECT *, min_by(id, n) FILTER (WHERE closes) OVER (PARTITION BY subject) AS id_closing,
                min(CASE WHEN closes THEN n END) OVER (PARTITION BY subject) AS n_closing
            FROM marked WHERE counts OR closes),
        counted AS (SELECT * FROM relevant WHERE counts AND n <= coalesce(n_closing, n)),
        cut AS ({cut}),
        periods AS (
            SELECT subject, period, due, min_by(id, n) AS id_first, max(id_closing) AS id_closing,
                count(CASE WHEN is_good THEN 1 END) AS good, count(CASE WHEN NOT is_good THEN 1 END) AS bad,
                {sql.collect("id", "NOT is_good")} AS bad_ids, min(grade) AS grade
            FROM cut GROUP BY subject, period, due)
        {select(columns, "FROM periods")}"""
