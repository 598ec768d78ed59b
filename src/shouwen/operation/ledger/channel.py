"""The register: what each room brings to the book. Filled in project/wiring.py; the book itself knows no room.

A room's words carry all that the house must know of them (label, fields, who may say them: events/vocabulary.py).
Beside names of roles, `may` takes five that depend on the case: see `OWNER` and its like.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db import models

from shouwen.events.event import Event
from shouwen.events.story import Follow
from shouwen.events.vocabulary import Field, Word
from shouwen.operation.people.rights import Acting
from shouwen.wording import Wording

OWNER = "@owner"
"""Who owns the case, or answers for its owner while they are away."""
OFFERED = "@offered"
"""To whom a hand-over is offered: a person, or anyone of a desk."""
SPEAKER = "@speaker"
"""Who said the event that is corrected."""
DEVICE = "@device"
"""A device that reports through the API."""
SELF = "@self"
"""Of whom the event tells: whom its field `staff` names."""

Apply = Callable[[Any, Event], None]
"""Folds one event into a room's row of a case. It only sets fields of the row; the book saves it."""

Check = Callable[[Any, Event, Acting], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """A kind of subject.

    concern  whether it is a customer's concern, which always has exactly one owner
    arises   whether it arises from the case beside which it is first named, and is answered for by that case's owner
    follow   which word may follow which in its story
    takes    the words whose speaker takes it over: a counter that calls a customer accepts them
    closes   the words that end it, `reopens` those that open it again
    row      the room's own table, with `case` as its key, and `apply`, which folds an event into a row of it; where
             the table has a `unit`, it is the case's
    check    whether this one may say it, where that depends on the room's row as it stands before; raises Fault
    mends    whether an event may be corrected so, whoever does it; raises Fault
    page     name of the address of a case's page, taking the case's name; None: the book's own page of a case
    files    whether its files are the unit's own and no customer's: they are sealed under the unit's key
    """

    name: str
    label: Wording
    concern: bool = False
    arises: bool = False
    follow: Follow | None = None
    takes: frozenset[str] = frozenset()
    closes: frozenset[str] = frozenset()
    reopens: frozenset[str] = frozenset()
    row: type[models.Model] | None = None
    apply: Apply | None = None
    check: Check | None = None
    mends: Check | None = None
    page: str | None = None
    files: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Channel:
    """A room: its words, the kinds of subject it brings, facts it stamps on events, what it does when a word is said.

    reactions  word → what the room does once an event with that word is in the log (follow.py calls it, once an event)
    facts      name → the fact's value at a unit now, asked when an event is appended and the standard declares it; of
               what is reported late it is not asked (facts.py)
    notices    word → what the person is told whom the event names in its field `staff`
    withheld   words of which nobody is shown an event before its day is over: what a customer says of those who still
               serve them
    """

    name: str
    label: Wording
    words: tuple[Word, ...] = ()
    kinds: tuple[Kind, ...] = ()
    reactions: Mapping[str, Callable[[Event], None]] = field(default_factory=dict)
    facts: Mapping[str, tuple[Field, Callable[[int], Any]]] = field(default_factory=dict)
    notices: Mapping[str, Callable[[Event], Wording]] = field(default_factory=dict)
    withheld: frozenset[str] = frozenset()


class Register:
    """All rooms that were registered."""

    def __init__(self) -> None:
        self.channels: dict[str, Channel] = {}
        self.words: dict[str, Word] = {}
        self.kinds: dict[str, Kind] = {}
        self.facts: dict[str, tuple[Field, Callable[[int], Any]]] = {}
        self.notices: dict[str, Callable[[Event], Wording]] = {}
        self.withheld: frozenset[str] = frozenset()

    def add(self, channel: Channel) -> None:
        """Registers a room. Raises ValueError where a word, a kind or a fact is registered already."""
        taken = [word.name for word in channel.words if word.name in self.words]
        taken += [kind.name for kind in channel.kinds if kind.name in self.kinds]
        taken += [name for name in channel.facts if name in self.facts]
        if taken or channel.name in self.channels:
            raise ValueError(f"registered twice: {channel.name} {', '.join(taken)}")
        self.channels[channel.name] = channel
        self.words |= {word.name: word for word in channel.words}
        self.kinds |= {kind.name: kind for kind in channel.kinds}
        self.facts |= channel.facts
        self.notices |= channel.notices
        self.withheld |= channel.withheld

    def kind(self, name: str) -> Kind:
        """The kind called `name`; one that no room brought is no concern and has no follow-table."""
        return self.kinds.get(name) or Kind(name=name, label=Wording.of(name))


REGISTER = Register()
