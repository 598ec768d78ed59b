"""A subject's events in order, as they were known at a time; and which word may follow which."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from shouwen.events.event import Event
from shouwen.fault import Fault
from shouwen.worktime import Instant

LONGEST_STORY = 100_000
"""Events that one subject may have. A story is read whole; a longer one is a subject chosen too wide."""

START = ""
"""What the first word of a story follows."""


class Known:
    """One subject's story as it was known at a time: corrections in place, in the order (at, id).

    Made once and shared by all checks; `positions` finds a word's events, `kept` lets checks that need the same
    preparation (a paused clock) share it.
    """

    __slots__ = ("at", "events", "kept", "positions", "subject")

    def __init__(self, subject: str, events: list[Event], at: Instant) -> None:
        self.subject = subject
        self.events = events
        self.at = at
        self.positions: dict[str, list[int]] = {}
        for position, event in enumerate(events):
            self.positions.setdefault(event.word, []).append(position)
        self.kept: dict[str, Any] = {}


class Story:
    """The events of one subject, corrections among them, in any order."""

    __slots__ = ("events", "subject")

    def __init__(self, subject: str, events: Iterable[Event] = ()) -> None:
        self.subject = subject
        self.events = tuple(events)
        if len(self.events) > LONGEST_STORY:
            raise Fault("story-too-long", place=subject, events=len(self.events), most=LONGEST_STORY)

    def told(self, event: Event) -> Story:
        """This story and one more event."""
        return Story(self.subject, (*self.events, event))

    def known(self, at: Instant) -> Known:
        """What was known of this story at `at`: noted by then, and happened by then as far as was known.

        Of several corrections of one event the last by (noted_at, id) is laid on the event as first noted.
        """
        events = [event for event in self.events if event.noted_at <= at]
        corrections: dict[int, Event] = {}
        for event in events:
            if event.corrects is not None:
                earlier = corrections.get(event.corrects)
                if earlier is None or (earlier.noted_at, earlier.id) < (event.noted_at, event.id):
                    corrections[event.corrects] = event
        if corrections:
            events = [_corrected(event, corrections.get(event.id)) for event in events if event.corrects is None]
            events = [event for event in events if event is not _VOID]
        # The usual story comes in order already, and sorting what is sorted costs next to nothing.
        events = [event for event in events if event.at <= at]
        events.sort(key=_order)
        return Known(self.subject, events, at)


@dataclass(frozen=True, slots=True)
class Follow:
    """Which word may follow which in a story: word → the words it may come directly after (START: as the first).

    Words that the table does not name (a note, a call-back) may come at any time and change nothing.
    """

    after: Mapping[str, frozenset[str]]

    def place(self, known: Known) -> str:
        """The last word of the story that the table names; START if none."""
        for event in reversed(known.events):
            if event.word in self.after:
                return event.word
        return START

    def allows(self, known: Known, word: str) -> bool:
        """Whether `word` may come next."""
        allowed = self.after.get(word)
        return allowed is None or self.place(known) in allowed

    def refuse(self, known: Known, word: str) -> None:
        """Raises Fault("may-not-follow"), naming what would be possible now, unless `word` may come next."""
        if self.allows(known, word):
            return
        place = self.place(known)
        possible = ", ".join(sorted(word for word, after in self.after.items() if place in after)) or "-"
        raise Fault("may-not-follow", place=known.subject, word=word, last=place or "-", possible=possible)


_VOID = Event(id=1, about=("none:none",), word="void", at=0, noted_at=0)


def _order(event: Event) -> tuple[int, int]:
    return (event.at, event.id)


def _corrected(event: Event, by: Event | None) -> Event:
    if by is None or by.correction is None:
        return event
    if set(by.about) != set(event.about):
        raise Fault("correction-other-subjects", place=f"event {by.id}", corrects=event.id)
    correction = by.correction
    if correction.void:
        return _VOID
    at = event.at if correction.at is None else correction.at
    data = event.data if correction.data is None else correction.data
    # A correction that moves the event earlier or later than it was noted leaves the noting as it was.
    return replace(event, at=at, noted_at=max(at, event.noted_at), data=data)
