"""A clause: the unit of a standard, one promise with one check."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from shouwen.checks.check import Check, Refusal, guard
from shouwen.events.event import Event, kind_of
from shouwen.events.story import Story
from shouwen.events.vocabulary import Vocabulary
from shouwen.wording import Wording
from shouwen.worktime import Calendar


@dataclass(frozen=True, slots=True)
class Source:
    """Where a clause comes from: a manual by its title, and the section."""

    manual: str
    section: str = ""


@dataclass(frozen=True, slots=True)
class Clause:
    """One promise.

    id        dotted name, unique in the standard
    of        the kind of subject whose story it is judged on
    says      the promise in the standard's own words
    check     its one typed check
    severity  a name of the standard's own scale
    guards    whether an act that would break it at once is refused
    """

    id: str
    of: str
    says: Wording
    check: Check
    severity: str = ""
    guards: bool = False
    sources: tuple[Source, ...] = ()

    def refuses(self, story: Story, act: Event) -> Refusal | None:
        """Why `act` may not happen now under this clause; None if it may, or if the story is not of its kind."""
        if not self.guards or kind_of(story.subject) != self.of:
            return None
        return guard(self.id, self.check, story, act)


@dataclass(frozen=True, slots=True)
class Severity:
    """A step of a standard's scale, as its manual words it."""

    name: str
    label: Wording


@dataclass(frozen=True, slots=True)
class Standard:
    """What an organisation promised: its words, its calendars, its scale (mildest first), its clauses in order."""

    name: str
    title: Wording
    vocabulary: Vocabulary
    calendars: Mapping[str, Calendar]
    severities: tuple[Severity, ...]
    clauses: tuple[Clause, ...]
