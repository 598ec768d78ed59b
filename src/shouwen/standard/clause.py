"""A clause: the unit of a standard, one promise with one check."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from shouwen.checks.check import Check, Refusal, guard
from shouwen.events.event import Event, kind_of
from shouwen.events.story import Story
from shouwen.events.vocabulary import Vocabulary
from shouwen.standard.setting import Settings
from shouwen.standard.source import Source
from shouwen.wording import Wording
from shouwen.worktime import Calendar, Instant, Zone, zone_of

Person = Literal["settled", "opened"]
"""Which event names the person who is answerable: the one that settled the occasion, or that which opened it."""


@dataclass(frozen=True, slots=True)
class Answerable:
    """Who is answerable for a clause: a role, and the event from whose `by` the person is read.

    `settled` is the event that settled the occasion, and where none did, that which opened it.
    """

    role: str = ""
    person: Person = "settled"


Way = Literal["kept", "broken", "silent"]


@dataclass(frozen=True, slots=True)
class Example:
    """A story, as examples.py reads it, that keeps a clause, breaks it once, or owes nothing by it (`silent`)."""

    way: Way
    story: str


@dataclass(frozen=True, slots=True)
class Choice:
    """A clause counts only where the setting has one of these values, as the file writes them."""

    setting: str
    values: tuple[object, ...]


@dataclass(frozen=True, slots=True)
class Clause:
    """One promise.

    id          dotted name, unique in one edition of the standard
    of          the kind of subject whose story it is judged on
    says        the promise in the standard's own words
    check       its one typed check
    severity    a name of the standard's own scale
    guards      whether an act that would break it at once is refused
    chapter     a name of the standard's chapters
    weight      what it counts in a score: its own, that of its severity, or 1
    answerable  who is answerable for it
    evidence    grades of what could show whether it is kept, the best first
    covers      the ids by which the manuals' catalogue names what it says
    part_of     the ids of which it says a further part, while another clause covers them
    choices     the settings on which it hangs whether the clause is one of the standard at all
    examples    stories that keep and break it
    since       its edition is in force from here, until just before `until`; None: open
    """

    id: str
    of: str
    says: Wording
    check: Check
    severity: str = ""
    guards: bool = False
    sources: tuple[Source, ...] = ()
    chapter: str = ""
    weight: float = 1
    answerable: Answerable = Answerable()
    evidence: tuple[str, ...] = ()
    covers: tuple[str, ...] = ()
    part_of: tuple[str, ...] = ()
    choices: tuple[Choice, ...] = ()
    examples: tuple[Example, ...] = field(default=(), compare=False)
    since: Instant | None = None
    until: Instant | None = None

    def refuses(self, story: Story, act: Event) -> Refusal | None:
        """Why `act` may not happen now under this clause; None if it may, or if the story is not of its kind."""
        if not self.guards or kind_of(story.subject) != self.of:
            return None
        return guard(self.id, self.check, story, act)


@dataclass(frozen=True, slots=True)
class Severity:
    """A step of a standard's scale, as its manual words it; `weight` is that of a clause that names none of its own."""

    name: str
    label: Wording
    weight: float = 1


@dataclass(frozen=True, slots=True)
class Chapter:
    """A part of the standard under which clauses stand.

    empty   a manual names it and says nothing under it: it is there to be filled in
    covers  the ids by which the manuals' catalogue names it
    """

    name: str
    label: Wording
    empty: bool = False
    covers: tuple[str, ...] = ()
    sources: tuple[Source, ...] = ()


@dataclass(frozen=True, slots=True)
class Role:
    """Who may say a word, or is answerable for a clause."""

    name: str
    label: Wording


@dataclass(frozen=True, slots=True)
class Place:
    """Where something is looked at."""

    name: str
    label: Wording


@dataclass(frozen=True, slots=True)
class Occasion:
    """On what occasion something is looked at."""

    name: str
    label: Wording


@dataclass(frozen=True, slots=True)
class Standard:
    """What an organisation promised: its words, its calendars, its scale (mildest first), its clauses in order.

    `calendar` names the one that counts where nothing else is said, `notice_hours` the one in whose hours people may be
    sent notices (None: at any). The standard is in force from `since` until just before `until` (None: open). Where it
    holds several editions (editions.load_editions), each clause has the times of its own, and a clause's id repeats,
    once in an edition; the settings are those of the newest. `unchosen` are the clauses that a setting leaves out.
    """

    name: str
    title: Wording
    vocabulary: Vocabulary
    calendars: Mapping[str, Calendar]
    severities: tuple[Severity, ...]
    clauses: tuple[Clause, ...]
    edition: str = ""
    since: Instant | None = None
    until: Instant | None = None
    chapters: tuple[Chapter, ...] = ()
    roles: tuple[Role, ...] = ()
    calendar: str | None = None
    notice_hours: str | None = None
    settings: Settings = field(default_factory=Settings)
    places: tuple[Place, ...] = ()
    occasions: tuple[Occasion, ...] = ()
    unchosen: tuple[Clause, ...] = ()

    @property
    def zone(self) -> Zone:
        """The zone whose dates the standard's editions begin and end on."""
        return self.calendars[self.calendar].zone if self.calendar is not None else zone_of("UTC")
