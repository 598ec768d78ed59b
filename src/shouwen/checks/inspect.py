"""What a person looks at: an item that passes or fails, and how often it is looked at."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from shouwen.checks.check import Reading, occasion, on_the_spot, words_of
from shouwen.checks.obligation import Obligation, State
from shouwen.checks.occasions import (
    BROKEN,
    KEPT,
    NO_REASON,
    NOT_JUDGED,
    OPEN,
    REASON,
    Occasions,
    occasions,
    on_the_spot_columns,
    together,
)
from shouwen.checks.pattern import Pattern, all_positions, value_of
from shouwen.checks.periods import Periods, Recurrence, inside
from shouwen.checks.told import Told, at_or
from shouwen.events.story import Known
from shouwen.events.vocabulary import Vocabulary
from shouwen.wording import Language, Wording
from shouwen.worktime import Instant

SAYS = Wording("检查“{item}”：合格", "檢查「{item}」：合格", "on inspection, “{item}” passes")
OFTEN = Wording("，每{span}至少检查一次", "，每{span}至少檢查一次", ", looked at at least once every {span}")


@dataclass(frozen=True, slots=True)
class Item:
    """An item of a checklist: what is seen where it is kept, and where it is not.

    Roles (whose conduct), places and occasions are names of the standard's; none: any.
    """

    passes: Wording | None = None
    fails: Wording | None = None
    roles: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    occasions: tuple[str, ...] = ()


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
    listed: Item = Item()

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

    def audit(self, told: Told) -> Occasions:
        """The same rows for many stories."""
        seen = all_positions(self.on, told)
        passed = told.field(self.passed, "flag", seen)
        state = np.where(passed < 0, NOT_JUDGED, np.where(passed == 1, KEPT, BROKEN))
        observed = on_the_spot_columns(told, seen, state, np.where(passed < 0, REASON["not-measured"], NO_REASON))
        if self.recurrence is None:
            return observed
        relations = self.recurrence.all_relations(told)
        periods = self.recurrence.all_periods(told, relations)
        lo, hi = inside(told, seen, relations, periods)
        periods = Periods(*(column[lo == hi] for column in periods))
        began, ended = relations.began[periods.relation], relations.ended[periods.relation]
        due = periods.end - 1
        lapsed = (ended >= 0) & (at_or(told.happened, ended, 0) <= due)
        over = told.at > due
        empty = occasions(
            told,
            began,
            np.where(lapsed | over, NOT_JUDGED, OPEN),
            np.select([lapsed, over], [REASON["ended"], REASON["not-observed"]], NO_REASON),
            settled=np.where(lapsed, ended, -1),
            due=due,
            period=periods.start,
        )
        return together([observed, empty])
