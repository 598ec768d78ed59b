"""One thing never comes before another: identity before processing, consent before entering."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from typing import ClassVar

from shouwen.checks.check import Reading, on_the_spot, on_the_spot_sql, select, words_of
from shouwen.checks.obligation import Obligation
from shouwen.checks.pattern import AND, Pattern
from shouwen.checks.preparation import Preparation
from shouwen.events.story import Known
from shouwen.events.vocabulary import Vocabulary
from shouwen.wording import Language, Wording
from shouwen.worktime import Instant

SAYS = Wording("{then}之前必须先{first}", "{then}之前必須先{first}", "{first} before {then}")
ANEW = Wording("（每次{anew}后重新起算）", "（每次{anew}後重新起算）", " (anew after each {anew})")


@dataclass(frozen=True, slots=True)
class Order:
    """Before each then-event every pattern of `first` must have come; with `anew`, since its last event."""

    name: ClassVar[str] = "order"
    readings: ClassVar[frozenset[Reading]] = frozenset({"say", "guard", "owe", "audit"})

    first: tuple[Pattern, ...]
    then: Pattern
    anew: Pattern | None = None

    @property
    def words(self) -> frozenset[str]:
        """The words that can change its answer."""
        return words_of(*self.first, self.then, self.anew)

    def say(self, language: Language, vocabulary: Vocabulary) -> str:
        """The promise in one sentence."""
        first = AND.say(language).join(pattern.say(language, vocabulary) for pattern in self.first)
        said = SAYS.say(language, first=first, then=self.then.say(language, vocabulary))
        return said + ANEW.say(language, anew=self.anew.say(language, vocabulary)) if self.anew else said

    def owe(self, clause: str, known: Known, at: Instant) -> list[Obligation]:
        """What the clause owes in one story: an occasion each time the then-event happened."""
        thens = self.then.positions(known)
        if not thens:
            return []
        firsts = [pattern.positions(known) for pattern in self.first]
        anews = self.anew.positions(known) if self.anew else []
        obligations = []
        for position in thens:
            since = _last_before(anews, position)
            found = [_last_before(positions, position) for positions in firsts]
            done = [place for place in found if place is not None and (since is None or place > since)]
            kept = len(done) == len(found)
            obligations.append(
                on_the_spot(
                    clause,
                    known,
                    position,
                    "kept" if kept else "broken",
                    None if kept else "missing",
                    others=done,
                )
            )
        return obligations

    def audit(self, clause: str, preparation: Preparation) -> str:
        """SQL that selects the same rows."""
        sql = preparation.dialect
        marks = [pattern.sql(preparation) for pattern in self.first]
        here = sql.row({"n": "n", "id": "id", "grade": "grade"})
        flags = ", ".join(f"{mark} AS first_{i}" for i, mark in enumerate(marks))
        seen = ", ".join(f"{sql.before('here', f'first_{i}')} AS f{i}" for i in range(len(marks)))
        any_first = " OR ".join(f"first_{i}" for i in range(len(marks)))
        anew = self.anew.sql(preparation) if self.anew else "FALSE"
        # A first-event counts if it came after the last event that starts anew.
        counts = ", ".join(f"CASE WHEN f{i}.n > coalesce(since, 0) THEN f{i} END AS d{i}" for i in range(len(marks)))
        kept = " AND ".join(f"d{i} IS NOT NULL" for i in range(len(marks)))
        columns = on_the_spot_sql(
            clause,
            preparation,
            f"CASE WHEN {kept} THEN 'kept' ELSE 'broken' END",
            f"CASE WHEN NOT ({kept}) THEN 'missing' END",
            others=[f"d{i}" for i in range(len(marks))],
        )
        return f"""
        WITH marked AS (
            SELECT *, {self.then.sql(preparation)} AS then_, {anew} AS anew, {flags}, {here} AS here
            FROM {preparation.told}),
        relevant AS (SELECT * FROM marked WHERE then_ OR anew OR {any_first}),
        seen AS (SELECT *, {seen}, {sql.before("n", "anew")} AS since FROM relevant)
        {select(columns, f"FROM (SELECT *, {counts} FROM seen WHERE then_) AS counted")}"""


def _last_before(positions: list[int], position: int) -> int | None:
    found = bisect_left(positions, position)
    return positions[found - 1] if found else None
