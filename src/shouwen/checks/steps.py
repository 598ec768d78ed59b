"""A procedure: what is done between its beginning and its end, and in which order."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from typing import ClassVar

from shouwen.checks.check import Reading, occasion, select, words_of
from shouwen.checks.obligation import Obligation, State
from shouwen.checks.pattern import Pattern, Test
from shouwen.checks.preparation import STORY, Preparation, literal
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

    def audit(self, clause: str, preparation: Preparation) -> str:
        """SQL that selects the same rows."""
        sql = preparation.dialect
        count = range(len(self.steps))
        does = [step.do.sql(preparation) for step in self.steps]
        lasts = [step.last.sql(preparation) for step in self.steps]
        dropped = self.dropped.sql(preparation) if self.dropped else "FALSE"
        flags = ", ".join(f"{does[i]} AS do_{i}, {lasts[i]} AS last_{i}" for i in count)
        any_step = " OR ".join(f"do_{i}" for i in count)
        marks = [f"do_{i}" for i in count] + [f"last_{i}" for i in count]
        firsts = ", ".join(f"min(CASE WHEN inside AND {mark} THEN n END) AS n_{mark}" for mark in marks)
        ids = ", ".join(f"min_by(id, n) FILTER (WHERE inside AND {mark}) AS id_{mark}" for mark in marks)
        grades = ", ".join(f"min_by(grade, n) FILTER (WHERE inside AND {mark}) AS grade_{mark}" for mark in marks)
        missing = " OR ".join(f"n_last_{i} IS NULL" for i in count if self.steps[i].required) or "FALSE"
        disorder = "FALSE"
        if not self.any_order and len(self.steps) > 1:
            pairs = []
            for i in range(1, len(self.steps)):
                so_far = sql.greatest([f"coalesce(n_last_{j}, n_do_{j})" for j in range(i)])
                pairs.append(f"coalesce(n_do_{i} <= {so_far}, FALSE)")
            disorder = " OR ".join(pairs)
        window = "OVER (PARTITION BY subject, k)"
        decided = "CASE WHEN n_dropped IS NOT NULL THEN n_dropped ELSE coalesce(n_end, n_next) END"
        columns = {
            "clause": literal(clause),
            "subject": "subject",
            "opened_by": "id_start",
            "state": f"""CASE WHEN n_dropped IS NOT NULL THEN 'not_judged' WHEN decided IS NULL THEN 'open'
                WHEN {missing} OR {disorder} THEN 'broken' ELSE 'kept' END""",
            "reason": f"""CASE WHEN n_dropped IS NOT NULL THEN 'dropped' WHEN decided IS NULL THEN NULL
                WHEN {missing} THEN 'missing' WHEN {disorder} THEN 'out-of-order' END""",
            "settled_by": "id_decided",
            "evidence": sql.ids("id_start", "id_decided", *(f"id_{mark}" for mark in marks)),
            "grade": sql.least(["grade_start", "grade_decided", *(f"grade_{mark}" for mark in marks)]),
        }
        return f"""
        WITH marked AS (
            SELECT *, {self.start.sql(preparation)} AS starts, {self.end.sql(preparation)} AS ends_,
                {dropped} AS drops, {flags}
            FROM {preparation.told}),
        numbered AS (
            SELECT *, sum(CASE WHEN starts THEN 1 ELSE 0 END)
                OVER ({STORY} ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS k
            FROM marked WHERE starts OR ends_ OR drops OR {any_step}),
        bounded AS (
            SELECT *,
                min(CASE WHEN ends_ AND NOT starts THEN n END) {window} AS n_end,
                {sql.after("n", "starts")} AS next_start
            FROM numbered),
        given_up AS (
            SELECT *,
                min(CASE WHEN drops AND NOT starts AND n < coalesce(n_end, n + 1) THEN n END) {window} AS n_dropped,
                max(CASE WHEN starts THEN next_start END) {window} AS n_next
            FROM bounded WHERE k > 0),
        closed AS (SELECT *, {decided} AS decided FROM given_up),
        placed AS (SELECT *, n <= coalesce(n_dropped, n_end, n) AS inside FROM closed),
        occasions AS (
            SELECT subject, k, min_by(id, n) AS id_start, min_by(grade, n) AS grade_start,
                max(n_dropped) AS n_dropped, max(decided) AS decided, {firsts}, {ids}, {grades}
            FROM placed GROUP BY subject, k),
        ended AS (
            SELECT o.*, d.id AS id_decided, d.grade AS grade_decided
            FROM occasions AS o LEFT JOIN {preparation.told} AS d ON d.subject = o.subject AND d.n = o.decided)
        {select(columns, "FROM ended")}"""


def _next(positions: list[int], start: int, before: int | None) -> int | None:
    found = bisect_right(positions, start)
    return positions[found] if found < len(positions) and (before is None or positions[found] < before) else None


def _from(positions: list[int], start: int, beyond: int) -> int | None:
    found = bisect_left(positions, start)
    return positions[found] if found < len(positions) and positions[found] < beyond else None
