"""A number in its range: entered, sensed or counted."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from typing import ClassVar, Literal

from shouwen.checks.check import Reading, occasion, on_the_spot, on_the_spot_sql, select, words_of
from shouwen.checks.obligation import Obligation, State
from shouwen.checks.pattern import Pattern, say_value, value_of
from shouwen.checks.preparation import STORY, Preparation, literal
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

    def margin_sql(self, value: str) -> str:
        """The same as SQL."""
        low = f"{value} - {literal(self.low)}" if self.low is not None else None
        high = f"{literal(self.high)} - {value}" if self.high is not None else None
        return f"least({low}, {high})" if low and high else f"({low or high})"

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

    def audit(self, clause: str, preparation: Preparation) -> str:
        """SQL that selects the same rows."""
        value = preparation.column(self.field, "number")
        margin = self.range.margin_sql(value)
        state = f"CASE WHEN {value} IS NULL THEN 'not_judged' WHEN {margin} >= 0 THEN 'kept' ELSE 'broken' END"
        reason = f"CASE WHEN {value} IS NULL THEN 'not-measured' END"
        columns = on_the_spot_sql(clause, preparation, state, reason, margin=margin)
        return select(columns, f"FROM {preparation.told} WHERE {self.on.sql(preparation)}")


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

    def audit(self, clause: str, preparation: Preparation) -> str:
        """SQL that selects the same rows."""
        sql = preparation.dialect
        window = "OVER (PARTITION BY subject, k)"
        high = "NULL" if self.range.high is None else str(int(self.range.high) + 1)
        margin = f"CASE WHEN n_decided IS NOT NULL THEN {self.range.margin_sql('CAST(counted AS DOUBLE)')} END"
        columns = {
            "clause": literal(clause),
            "subject": "subject",
            "opened_by": "id_start",
            "state": f"CASE WHEN n_decided IS NULL THEN 'open' WHEN {margin} >= 0 THEN 'kept' ELSE 'broken' END",
            "settled_by": "decided.id",
            "margin": margin,
            "evidence": sql.union_ids("ids", "decided.id"),
            "grade": sql.least(["grade_counted", "decided.grade"]),
        }
        return f"""
        WITH marked AS (
            SELECT *, {self.start.sql(preparation)} AS starts, {self.end.sql(preparation)} AS ends_,
                {self.what.sql(preparation)} AS is_what, {sql.row({"n": "n", "id": "id", "grade": "grade"})} AS here
            FROM {preparation.told}),
        numbered AS (
            SELECT *, sum(CASE WHEN starts THEN 1 ELSE 0 END)
                OVER ({STORY} ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS k
            FROM marked WHERE starts OR ends_ OR is_what),
        bounded AS (
            SELECT *, min(CASE WHEN ends_ AND NOT starts THEN n END) {window} AS n_end,
                {sql.after("here", "starts")} AS next_start
            FROM numbered),
        inside AS (
            SELECT *, is_what AND NOT starts AND n <= coalesce(n_end, n) AS counts
            FROM bounded WHERE k > 0),
        ranked AS (
            SELECT *, sum(CASE WHEN counts THEN 1 ELSE 0 END)
                OVER (PARTITION BY subject, k ORDER BY n ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS so_far
            FROM inside),
        occasions AS (
            SELECT subject, k, min_by(id, n) AS id_start,
                max(CASE WHEN counts AND so_far <= coalesce({high}, so_far) THEN so_far ELSE 0 END) AS counted,
                {sql.collect("id", f"starts OR (counts AND so_far <= coalesce({high}, so_far))")} AS ids,
                min(CASE WHEN starts OR (counts AND so_far <= coalesce({high}, so_far)) THEN grade END)
                    AS grade_counted,
                min_by(here, n) FILTER (WHERE counts AND so_far = {high}) AS too_many,
                min_by(here, n) FILTER (WHERE n = n_end) AS ending,
                min_by(next_start, n) FILTER (WHERE starts) AS next_start
            FROM ranked GROUP BY subject, k),
        chosen AS (SELECT *, coalesce(too_many, ending, next_start) AS decided FROM occasions),
        ended AS (SELECT *, decided.n AS n_decided FROM chosen)
        {select(columns, "FROM ended")}"""
