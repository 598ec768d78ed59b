"""What is to be said: a greeting, an opening, an apology, in given words or with given elements."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, Literal

from shouwen.checks.check import Reading, words_of
from shouwen.checks.obligation import Obligation
from shouwen.checks.occasions import Occasions
from shouwen.checks.pattern import Pattern
from shouwen.checks.told import Told
from shouwen.events.story import Known
from shouwen.events.vocabulary import Vocabulary
from shouwen.wording import Language, Wording
from shouwen.worktime import Instant

Mode = Literal["any", "all", "in order", "sample"]

SAYS = Wording("{moment}说：{phrases}", "{moment}說：{phrases}", "{moment}say {phrases}")
LIST = Wording("、", "、", ", ")
JOINS = {
    "any": Wording("“{}”或“{}”", "「{}」或「{}」", "“{}” or “{}”"),
    "all": Wording("“{}”和“{}”", "「{}」和「{}」", "“{}” and “{}”"),
    "in order": Wording("“{}”，然后“{}”", "「{}」，然後「{}」", "“{}”, then “{}”"),
    "sample": Wording("例如“{}”", "例如「{}」", "for example “{}”"),
}


@dataclass(frozen=True, slots=True)
class Says:
    """At a moment a person says: any of the phrases, all, all in order, or something like a sample.

    Slots such as {brand} are filled when it is shown. It says itself today; transcripts will let it be judged, so it
    has no `owe` and no `audit` reading yet and its occasions are not judged.
    """

    name: ClassVar[str] = "says"
    readings: ClassVar[frozenset[Reading]] = frozenset({"say"})

    phrases: tuple[str, ...]
    moment: Wording
    mode: Mode = "any"
    on: Pattern | None = None

    @property
    def words(self) -> frozenset[str]:
        """The words that mark the moment."""
        return words_of(self.on)

    def say(self, language: Language, vocabulary: Vocabulary) -> str:
        """The promise in one sentence."""
        phrases = join_phrases(self.phrases, self.mode, language)
        return SAYS.say(language, moment=say_moment(self.moment, language), phrases=phrases)

    def owe(self, clause: str, known: Known, at: Instant) -> list[Obligation]:
        """Nothing: it has no such reading (see `readings`)."""
        return []

    def audit(self, told: Told) -> Occasions:
        """It has no such reading. Raises NotImplementedError."""
        raise NotImplementedError(f"{self.name} has no audit reading")


def say_moment(moment: Wording, language: Language) -> str:
    """The moment as the beginning of a sentence; nothing where none is given."""
    said = moment.say(language)
    return f"{said}, " if said and language == "en" else said


def join_phrases(phrases: tuple[str, ...], mode: Mode, language: Language) -> str:
    """Phrases in quotation marks, joined as the mode asks for."""
    both = JOINS[mode].say(language)
    opening, closing = both[both.index("{}") - 1], both[both.rindex("{}") + 2]
    middle = (
        both[both.index("{}") + 2 : both.rindex("{}")] if mode != "sample" else closing + LIST.say(language) + opening
    )
    lead = both[: both.index("{}") - 1]
    return lead + opening + middle.join(phrases) + closing
