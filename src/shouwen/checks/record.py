"""What must be written down: the fields that an event must hold filled."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from shouwen.checks.check import Reading, on_the_spot, words_of
from shouwen.checks.obligation import Obligation, State
from shouwen.checks.occasions import BROKEN, KEPT, NO_REASON, REASON, Occasions, on_the_spot_columns
from shouwen.checks.pattern import Pattern, all_positions, is_filled, value_of
from shouwen.checks.told import Told
from shouwen.events.story import Known
from shouwen.events.vocabulary import Kind, Vocabulary
from shouwen.wording import Language, Wording
from shouwen.worktime import Instant

SAYS = Wording("{on}时须填写：{fields}", "{on}時須填寫：{fields}", "{on} states {fields}")
JOIN = Wording("、", "、", ", ")


@dataclass(frozen=True, slots=True)
class Record:
    """Each event of `on` has all of `fields` (name and kind) filled; a text of blanks fills nothing."""

    name: ClassVar[str] = "record"
    readings: ClassVar[frozenset[Reading]] = frozenset({"say", "guard", "owe", "audit"})

    on: Pattern
    fields: tuple[tuple[str, Kind], ...]

    @property
    def words(self) -> frozenset[str]:
        """The words that can change its answer."""
        return words_of(self.on)

    def say(self, language: Language, vocabulary: Vocabulary) -> str:
        """The promise in one sentence."""
        labels = [vocabulary.field(self.on.words[0], name).label.say(language) for name, _ in self.fields]
        return SAYS.say(language, on=self.on.say(language, vocabulary), fields=JOIN.say(language).join(labels))

    def owe(self, clause: str, known: Known, at: Instant) -> list[Obligation]:
        """What the clause owes in one story: an occasion each time the event happened."""
        obligations = []
        for position in self.on.positions(known):
            event = known.events[position]
            kept = all(is_filled(value_of(event, name, kind)) for name, kind in self.fields)
            state: State = "kept" if kept else "broken"
            obligations.append(on_the_spot(clause, known, position, state, None if kept else "missing"))
        return obligations

    def audit(self, told: Told) -> Occasions:
        """The same rows for many stories."""
        here = all_positions(self.on, told)
        kept = np.ones(len(here), bool)
        for name, kind in self.fields:
            kept &= told.filled(name, kind, here)
        reason = np.where(kept, NO_REASON, REASON["missing"])
        return on_the_spot_columns(told, here, np.where(kept, KEPT, BROKEN), reason)
