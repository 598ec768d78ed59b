"""One promise with several readings: what every kind of check offers, and what is the same for all."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import ClassVar, Literal, Protocol

from shouwen.checks.obligation import Obligation, State
from shouwen.checks.occasions import Occasions
from shouwen.checks.pattern import Pattern
from shouwen.checks.told import Told
from shouwen.events.event import RANK, Event
from shouwen.events.story import Known, Story
from shouwen.events.vocabulary import Vocabulary
from shouwen.wording import Language
from shouwen.worktime import Instant

Reading = Literal["say", "guard", "owe", "audit"]


class Check(Protocol):
    """One kind of promise.

    `readings` says openly which readings the kind has. The rows that `owe` returns and those of `audit` are the same;
    `guard` is no meaning of its own: it refuses the act that would break the clause at once.
    """

    readings: ClassVar[frozenset[Reading]]

    @property
    def name(self) -> str:
        """The kind, as a standard writes it."""

    @property
    def words(self) -> frozenset[str]:
        """The words that can change its answer."""

    def say(self, language: Language, vocabulary: Vocabulary) -> str:
        """The promise in one sentence."""

    def owe(self, clause: str, known: Known, at: Instant) -> list[Obligation]:
        """What `clause` owes in one subject's story, as known at `at`; in order of opening."""

    def audit(self, told: Told) -> Occasions:
        """The same rows for the stories of a whole log, as columns."""


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why an act may not happen now: the clause it would break, and on which obligation."""

    clause: str
    obligation: Obligation


def guard(clause: str, check: Check, story: Story, act: Event) -> Refusal | None:
    """Whether `act`, which has not happened yet, may be added to the story under a clause that guards.

    It is refused exactly if it would itself decide an obligation of the clause as broken: the answer comes from `owe`
    on the story as it would be, so what is refused and what is judged broken cannot drift apart.
    Checks without a guard reading refuse nothing: a late answer is still welcome.
    """
    if "guard" not in check.readings or act.word not in check.words:
        return None
    for obligation in check.owe(clause, story.told(act).known(act.noted_at), act.noted_at):
        if obligation.state == "broken" and obligation.settled_by == act.id:
            return Refusal(clause, obligation)
    return None


def words_of(*patterns: Pattern | None) -> frozenset[str]:
    """All words that the patterns speak of."""
    return frozenset(word for pattern in patterns if pattern is not None for word in pattern.words)


def occasion(
    clause: str,
    known: Known,
    opened: int,
    state: State,
    reason: str | None = None,
    *,
    settled: int | None = None,
    rests_on: Iterable[int | None] = (),
    period: Instant | None = None,
    due: Instant | None = None,
    margin: float | None = None,
) -> Obligation:
    """The row of an occasion: `opened`, `settled` and `rests_on` are positions in the story.

    It rests on the event that opened it, the one that settled it, and those of `rests_on` that are there; its grade is
    that of the weakest of them.
    """
    events = known.events
    opener = events[opened]
    evidence, grade, settled_by = {opener.id}, RANK[opener.grade], None
    if settled is not None:
        settled_by = events[settled].id
        evidence.add(settled_by)
        grade = min(grade, RANK[events[settled].grade])
    for position in rests_on:
        if position is not None:
            evidence.add(events[position].id)
            grade = min(grade, RANK[events[position].grade])
    ids = tuple(sorted(evidence)) if len(evidence) > 1 else (opener.id,)
    return Obligation(clause, known.subject, opener.id, period, state, reason, due, settled_by, margin, ids, grade)


def on_the_spot(
    clause: str,
    known: Known,
    position: int,
    state: State,
    reason: str | None = None,
    *,
    others: Iterable[int] = (),
    margin: float | None = None,
) -> Obligation:
    """The row of an occasion that is decided by the event which opens it; `others`: what it rests on besides."""
    return occasion(clause, known, position, state, reason, settled=position, rests_on=others, margin=margin)
