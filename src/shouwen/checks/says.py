"""What is to be said: a greeting, an opening, an apology, in given words or with given elements."""

from __future__ import annotations

from collections.abc import Mapping
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
TELLS = Wording("{moment}讲到：{elements}", "{moment}講到：{elements}", "{moment}mention {elements}")
QUOTED = Wording("“{}”", "「{}」", "“{}”")
JOINS: Mapping[Mode, Wording] = {
    "any": Wording("{}或{}", "{}或{}", "{} or {}"),
    "all": Wording("{}和{}", "{}和{}", "{} and {}"),
    "in order": Wording("{}，然后{}", "{}，然後{}", "{}, then {}"),
    "sample": Wording("例如{}、{}", "例如{}、{}", "for example {}, {}"),
}
LISTED: Mapping[Mode, Wording] = {**JOINS, "all": Wording("{}、{}", "{}、{}", "{}; {}")}


@dataclass(frozen=True, slots=True)
class Says:
    """At a moment a person says: any of the phrases, all, all in order, or something like a sample.

    elements  what is told in words of one's own, where no wording is given; there are phrases or elements
    roles     who says it; empty: who is answerable for the clause

    Slots such as {brand} are filled when it is shown. It says itself today; transcripts will let it be judged, so it
    has no `owe` and no `audit` reading yet and its occasions are not judged.
    """

    name: ClassVar[str] = "says"
    readings: ClassVar[frozenset[Reading]] = frozenset({"say"})

    phrases: tuple[Wording, ...]
    moment: Wording
    mode: Mode = "any"
    on: Pattern | None = None
    elements: tuple[Wording, ...] = ()
    roles: tuple[str, ...] = ()

    @property
    def words(self) -> frozenset[str]:
        """The words that mark the moment."""
        return words_of(self.on)

    def say(self, language: Language, vocabulary: Vocabulary) -> str:
        """The promise in one sentence."""
        moment = say_moment(self.moment, language)
        if self.elements:
            elements = [element.say(language) for element in self.elements]
            return TELLS.say(language, moment=moment, elements=_join(elements, LISTED[self.mode], language))
        return SAYS.say(language, moment=moment, phrases=join_phrases(self.phrases, self.mode, language))

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


def join_phrases(phrases: tuple[Wording, ...], mode: Mode, language: Language) -> str:
    """Phrases in quotation marks, joined as the mode asks for."""
    opening, closing = QUOTED.say(language).split("{}")
    return _join([f"{opening}{phrase.say(language)}{closing}" for phrase in phrases], JOINS[mode], language)


def _join(texts: list[str], both: Wording, language: Language) -> str:
    """The texts joined as `both` joins two of them."""
    lead, middle, _ = both.say(language).split("{}")
    return lead + middle.join(texts)
