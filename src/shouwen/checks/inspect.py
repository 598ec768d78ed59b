"""What a person looks at: an item that passes or fails, and how often it is looked at."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from shouwen.checks.check import Reading, occasion, on_the_spot, on_the_spot_sql, select, words_of
from shouwen.checks.obligation import Obligation, State
from shouwen.checks.pattern import Pattern, value_of
from shouwen.checks.periods import Recurrence
from shouwen.checks.preparation import Preparation, literal
from shouwen.events.story import Known
from shouwen.events.vocabulary import Vocabulary
from shouwen.wording import Language, Wording
from shouwen.worktime import Instant

SAYS = Wording("检查“{item}”：合格", "檢查「{item}」：合格", "on inspection, “{item}” passes")
OFTEN = Wording("，每{span}至少检查一次", "，每{span}至少檢查一次", ", looked at at least once every {span}")


@dataclass(frozen=True, slots=True)
class Inspect:
    """Each observation (an event of `on`) is judged by its flag `passed`; without the flag it is not judged.

    With a `recurrence`, each of its periods without an observation is not judged: nobody looked, so nobody knows.
    That somebody looks is another promise (`every`).
    """

    name: ClassVar[str] = "inspect"
    readings: ClassVar[frozenset[Reading]] = frozenset({"say", "owe", "audit"})

    on: Pattern
    item: Wording
    passed: str
    recurrence: Recurrence | None = None

    @property
    def words(self) -> frozenset[str]:
        """The words that can change its answer."""
        return words_of(self.on, *((self.recurrence.start, self.recurrence.until) if self.recurrence else ()))

    def say(self, language: Language, vocabulary: Vocabulary) -> str:
        """The promise in one sentence."""
        said = SAYS.say(language, item=self.item.say(language))
        return said + OFTEN.say(language, span=self.recurrence.span.each(language)) if self.recurrence else said

    def owe(self, clause: str, known: Known, at: Instant) -> list[Obligation]:
        """What the clause owes in one story: an occasion for each observation, and for each period without one."""
        seen = self.on.positions(known)
        obligations = [self._observed(clause, known, position) for position in seen]
        if self.recurrence is None:
            return obligations
        for began, ended in self.recurrence.relations(known):
            ending = None if ended is None else known.events[ended].at
            inside = [place for place in seen if place > began and (ended is None or place <= ended)]
            for period in self.recurrence.periods(known.events[began].at, ending, at):
                if any(period.start <= known.events[place].at < period.end for place in inside):
                    continue
                due = period.end - 1
                state: State = "open"
                reason, other = None, None
                if ending is not None and ending <= due:
                    state, reason, other = "not_judged", "ended", ended
                elif at > due:
                    state, reason = "not_judged", "not-observed"
                obligations.append(
                    occasion(clause, known, began, state, reason, settled=other, period=period.start, due=due)
                )
        # Where they opened: observations among the periods that nobody looked at.
        at_of = {event.id: (event.at, event.id) for event in known.events}
        return sorted(obligations, key=lambda row: (at_of[row.opened_by or 0], row.period or 0))

    def _observed(self, clause: str, known: Known, position: int) -> Obligation:
        event = known.events[position]
        passed = value_of(event, self.passed, "flag")
        if passed is None:
            return on_the_spot(clause, known, position, "not_judged", "not-measured")
        return on_the_spot(clause, known, position, "kept" if passed else "broken")

    def audit(self, clause: str, preparation: Preparation) -> str:
        """SQL that selects the same rows."""
        sql = preparation.dialect
        passed = preparation.column(self.passed, "flag")
        on = self.on.sql(preparation)
        state = f"CASE WHEN {passed} IS NULL THEN 'not_judged' WHEN {passed} THEN 'kept' ELSE 'broken' END"
        reason = f"CASE WHEN {passed} IS NULL THEN 'not-measured' END"
        columns = on_the_spot_sql(clause, preparation, state, reason)
        observed = select(columns, f"FROM {preparation.told} WHERE {on}")
        if self.recurrence is None:
            return observed
        lapsed = "coalesce(ended_at <= period_end - 1, FALSE)"
        over = f"{preparation.at} > period_end - 1"
        columns = {
            "clause": literal(clause),
            "subject": "subject",
            "opened_by": "began_id",
            "period": "period",
            "state": f"CASE WHEN {lapsed} OR {over} THEN 'not_judged' ELSE 'open' END",
            "reason": f"CASE WHEN {lapsed} THEN 'ended' WHEN {over} THEN 'not-observed' END",
            "due": "period_end - 1",
            "settled_by": f"CASE WHEN {lapsed} THEN ended_id END",
            "evidence": sql.ids("began_id", f"CASE WHEN {lapsed} THEN ended_id END"),
            "grade": sql.least(["began_grade", f"CASE WHEN {lapsed} THEN ended_grade END"]),
        }
        empty = f"""{self.recurrence.relations_sql(preparation)}, {self.recurrence.periods_sql(preparation)}
        {
            select(
                columns,
                f'''FROM periods AS p WHERE NOT EXISTS (
            SELECT 1 FROM {preparation.told} AS t WHERE t.subject = p.subject AND t.n > p.began_n
                AND (p.ended_n IS NULL OR t.n <= p.ended_n) AND t.happened >= p.period AND t.happened < p.period_end
                AND {on})''',
            )
        }"""
        return f"SELECT * FROM ({observed}) AS observed UNION ALL SELECT * FROM ({empty}) AS unobserved"
