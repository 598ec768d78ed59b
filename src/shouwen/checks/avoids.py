"""What is not to be said: phrases that a standard bans, and where they are meant otherwise."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from shouwen.checks.check import Reading, words_of
from shouwen.checks.obligation import Obligation
from shouwen.checks.occasions import Occasions
from shouwen.checks.pattern import Pattern
from shouwen.checks.says import join_phrases, say_moment
from shouwen.checks.told import Told
from shouwen.events.story import Known
from shouwen.events.vocabulary import Vocabulary
from shouwen.wording import Language, Wording
from shouwen.worktime import Instant

SAYS = Wording("{moment}不说：{phrases}", "{moment}不說：{phrases}", "{moment}do not say {phrases}")
FEW = 6
"""Of the exceptions, how many are said one by one."""
MORE = Wording("等 {count} 种说法", "等 {count} 種說法", " and others, {count} in all")
EXCEPT = Wording("（不含：{phrases}）", "（不含：{phrases}）", " (but {phrases} is fine)")


@dataclass(frozen=True, slots=True)
class Avoids:
    """A person does not say any of the phrases, save inside one of `exceptions` (听不清楚 contains 不清楚).

    `roles` says who; empty: who is answerable for the clause.

    It says itself today; transcripts will let it be judged, so it has no `owe` and no `audit` reading yet.
    """

    name: ClassVar[str] = "avoids"
    readings: ClassVar[frozenset[Reading]] = frozenset({"say"})

    phrases: tuple[Wording, ...]
    moment: Wording
    exceptions: tuple[Wording, ...] = ()
    on: Pattern | None = None
    roles: tuple[str, ...] = ()

    @property
    def words(self) -> frozenset[str]:
        """The words that mark the moment."""
        return words_of(self.on)

    def say(self, language: Language, vocabulary: Vocabulary) -> str:
        """The promise in one sentence."""
        phrases = join_phrases(self.phrases, "any", language)
        said = SAYS.say(language, moment=say_moment(self.moment, language), phrases=phrases)
        if not self.exceptions:
            return said
        fine = join_phrases(self.exceptions[:FEW], "any", language)
        if len(self.exceptions) > FEW:
            fine += MORE.say(language, count=len(self.exceptions))
        return said + EXCEPT.say(language, phrases=fine)

    def owe(self, clause: str, known: Known, at: Instant) -> list[Obligation]:
        """Nothing: it has no such reading (see `readings`)."""
        return []

    def audit(self, told: Told) -> Occasions:
        """It has no such reading. Raises NotImplementedError."""
        raise NotImplementedError(f"{self.name} has no audit reading")
