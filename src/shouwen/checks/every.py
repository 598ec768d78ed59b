"""Something recurs: a customer is called every three months, a year has four contacts and one of them a visit.

Ruling 18 of the meaning of the checks.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from shouwen.checks.check import Reading, occasion, select, words_of
from shouwen.checks.limit import times
from shouwen.checks.obligation import Obligation, State
from shouwen.checks.pattern import Pattern, Test, say_tests
from shouwen.checks.periods import Period, Recurrence, Relation, instant_join, local_join
from shouwen.checks.preparation import Preparation, literal
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

    def audit(self, clause: str, preparation: Preparation) -> str:
        """SQL that selects the same rows."""
        sql = preparation.dialect
        kinds = [Pattern((), kind.tests).tests_sql(preparation) for kind in self.kinds]
        needs = [self.at_least, *(kind.at_least for kind in self.kinds)]
        owed = [sql.divide(f"{need} * p.owed", "p.whole") for need in needs]
        flags = "".join(f", coalesce({kind}, FALSE) AS kind_{i + 1}" for i, kind in enumerate(kinds))
        flagged = ["TRUE", *(f"kind_{i + 1}" for i in range(len(kinds)))]
        period = "PARTITION BY subject, began_n, period"
        running = ", ".join(
            f"sum(CASE WHEN n IS NOT NULL AND {flag} THEN 1 ELSE 0 END) OVER ({period} ORDER BY n "
            f"ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS so_far_{i}"
            for i, flag in enumerate(flagged)
        )
        enough = " AND ".join(f"so_far_{i} >= owed_{i}" for i in range(len(needs)))
        met = "settled IS NOT NULL"
        lapsed = "(settled IS NULL AND coalesce(ended_at <= due, FALSE))"
        other = f"CASE WHEN {met} THEN settled.id WHEN {lapsed} THEN ended_id END"
        columns = {
            "clause": literal(clause),
            "subject": "subject",
            "opened_by": "began_id",
            "period": "period",
            "state": f"""CASE WHEN {met} THEN 'kept' WHEN {lapsed} THEN 'not_judged'
                WHEN {preparation.at} > due THEN 'broken' ELSE 'open' END""",
            "reason": f"CASE WHEN {lapsed} THEN 'ended' END",
            "due": "due",
            "settled_by": other,
            "margin": f"CASE WHEN {met} THEN due - settled.happened END",
            "evidence": sql.union_ids(sql.concat("ids", sql.ids("began_id")), other),
            "grade": sql.least(["grade_ids", "began_grade", f"CASE WHEN {lapsed} THEN ended_grade END"]),
        }
        return f"""{self.recurrence.relations_sql(preparation)}, {self.recurrence.periods_sql(preparation)},
        whats AS (
            SELECT subject AS what_subject, n, id, happened, grade{flags}
            FROM {preparation.told} WHERE {self.what.sql(preparation)}),
        joined AS (
            SELECT p.*, t.*, {", ".join(f"{owes} AS owed_{i}" for i, owes in enumerate(owed))}
            FROM periods AS p LEFT JOIN whats AS t ON t.what_subject = p.subject AND t.n > p.began_n
                AND (p.ended_n IS NULL OR t.n <= p.ended_n) AND t.happened >= p.period AND t.happened < p.period_end),
        running AS (SELECT *, {running} FROM joined WHERE {" OR ".join(f"owed_{i} > 0" for i in range(len(needs)))}),
        meeting AS (
            SELECT *, min(CASE WHEN n IS NOT NULL AND {enough} THEN n END) OVER ({period}) AS n_settled FROM running),
        occasions AS (
            SELECT subject, began_n, began_id, began_grade, ended_at, ended_id, ended_grade, period,
                period_end - 1 AS due,
                min_by({sql.row({"id": "id", "happened": "happened"})}, n) FILTER (WHERE n = n_settled) AS settled,
                {sql.collect("id", "n <= coalesce(n_settled, n)")} AS ids,
                min(CASE WHEN n <= coalesce(n_settled, n) THEN grade END) AS grade_ids
            FROM meeting
            GROUP BY subject, began_n, began_id, began_grade, ended_at, ended_id, ended_grade, period, period_end)
        {select(columns, "FROM occasions")}"""


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

    def audit(self, clause: str, preparation: Preparation) -> str:
        """SQL that selects the same rows."""
        sql = preparation.dialect
        what = self.what.sql(preparation)
        here = sql.row({"id": "id", "happened": "happened", "grade": "grade"})
        lapsed = "(answer IS NULL AND coalesce(ended_at <= due, FALSE))"
        other = f"CASE WHEN {lapsed} THEN ended_id ELSE answer.id END"
        columns = {
            "clause": literal(clause),
            "subject": "subject",
            "opened_by": "id",
            "state": f"""CASE WHEN answer.happened <= due THEN 'kept' WHEN answer IS NOT NULL THEN 'broken'
                WHEN {lapsed} THEN 'not_judged' WHEN {preparation.at} > due THEN 'broken' ELSE 'open' END""",
            "reason": f"CASE WHEN {lapsed} THEN 'ended' END",
            "due": "due",
            "settled_by": other,
            "margin": "due - answer.happened",
            "evidence": sql.ids("id", other),
            "grade": sql.least(["grade", f"CASE WHEN {lapsed} THEN ended_grade ELSE answer.grade END"]),
        }
        due = "r.happened + " + str(self.recurrence.span.seconds) + " - 1"
        joins = ""
        if not self.recurrence.span.seconds:
            end = self.recurrence.grid.local_end_sql("(l.happened + z.seconds)", preparation)
            join = local_join("l.happened", self.recurrence.zone, preparation)
            local = f"SELECT l.*, {end} AS local_end FROM opened AS l {join}"
            joins = f", walled AS ({local})"
            due = "r.local_end - z.seconds - 1"
        source = "walled" if joins else "opened"
        back = instant_join("r.local_end", self.recurrence.zone, preparation) if joins else ""
        return f"""{self.recurrence.relations_sql(preparation)},
        opened AS (
            SELECT r.*, t.n, t.id, t.happened, t.grade, {here} AS here
            FROM relations AS r JOIN {preparation.told} AS t ON t.subject = r.subject AND t.n >= r.began_n
                AND (r.ended_n IS NULL OR t.n <= r.ended_n) AND (t.n = r.began_n OR ({what})))
        {joins},
        dated AS (SELECT r.*, {due} AS due FROM {source} AS r {back}),
        answered AS (
            SELECT *, {sql.after("here", "TRUE", "PARTITION BY subject, began_n ORDER BY n")} AS answer FROM dated)
        {select(columns, "FROM answered WHERE ended_n IS NULL OR n <> ended_n")}"""


def _until(recurrence: Recurrence, language: Language, vocabulary: Vocabulary) -> str:
    if recurrence.until is None:
        return ""
    return UNTIL.say(language, until=recurrence.until.say(language, vocabulary))


def _by(position: int, last: int | None) -> bool:
    return last is None or position <= last
