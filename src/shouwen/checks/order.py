"""One thing never comes before another: identity before processing, consent before entering."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from shouwen.checks.check import Reading, on_the_spot, words_of
from shouwen.checks.obligation import Obligation
from shouwen.checks.occasions import BROKEN, KEPT, NO_REASON, REASON, Occasions, on_the_spot_columns
from shouwen.checks.pattern import AND, Pattern, all_positions
from shouwen.checks.told import Told
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

    def audit(self, told: Told) -> Occasions:
        """The same rows for many stories."""
        thens = all_positions(self.then, told)
        since = told.before(all_positions(self.anew, told), thens)
        kept = np.ones(len(thens), bool)
        rests_on = []
        for pattern in self.first:
            found = told.before(all_positions(pattern, told), thens)
            found = np.where(found > since, found, -1)
            kept &= found >= 0
            rests_on.append(found)
        reason = np.where(kept, NO_REASON, REASON["missing"])
        return on_the_spot_columns(told, thens, np.where(kept, KEPT, BROKEN), reason, rests_on=tuple(rests_on))


def _last_before(positions: list[int], position: int) -> int | None:
    found = bisect_left(positions, position)
    return positions[found - 1] if found else None
