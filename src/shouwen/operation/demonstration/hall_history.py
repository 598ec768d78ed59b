"""Days of the halls that have passed: made up whole, with the line's own rule, and told to the book in batches."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from random import Random

from shouwen.events.event import Value
from shouwen.operation.channels.hall import story
from shouwen.operation.channels.hall.models import Visit
from shouwen.operation.channels.hall.waiting.line import Place, Waiting, next_of, waits_since
from shouwen.operation.demonstration.guests import ZONE, Guest, guests_of
from shouwen.operation.demonstration.hall_day import Day, Desk, Here
from shouwen.operation.demonstration.organisation import COUNTERS, OFFERS, Organisation
from shouwen.operation.ledger import clock, models
from shouwen.operation.ledger.act import act_many
from shouwen.operation.ledger.acts import Act, NewCase
from shouwen.operation.ledger.editions import settings_now
from shouwen.operation.ledger.writing import writing
from shouwen.operation.people import scope
from shouwen.operation.people.models import Staff, Unit
from shouwen.operation.people.rights import Acting, acting_of
from shouwen.worktime import Instant

AT_ONCE = 4
"""Visits that are told in one transaction: short enough that a page's write need not wait for long."""

HOURS = (8.8, 18.2)
"""When counters open, and when those who work there begin to close them."""

FIRST = Place(0, 0)
OFFERED = {offer.code: offer for offer in OFFERS}


@dataclass(slots=True)
class Person:
    """A customer as the made-up line has them."""

    guest: Guest
    state: str
    place: Place = FIRST
    line: str = ""
    priority: bool = False
    lines: set[str] = field(default_factory=set)
    counter: str = ""


class Past:
    """The world of a day that has passed: nobody else was there. What happens is kept as acts, by whose story it is."""

    def __init__(self, unit: Unit, day: date) -> None:
        self.unit, self.day = unit, day.isoformat()
        self.stories: dict[str, list[Act]] = {}
        self._people: dict[str, Person] = {}
        self._given: dict[str, int] = {}
        self._open: set[str] = set()
        self._acting: dict[int, Acting] = {}
        self._most = settings_now(unit.pk).whole("hall.priority-pass")

    def enter(self, guest: Guest, at: Instant) -> None:
        self._people[guest.name] = Person(guest, story.IN_HALL)
        new = NewCase(kind=story.VISIT, unit=self.unit, name=guest.name)
        self._say(guest.name, story.ENTERED, self.device("door"), at, {"noticed_by": story.BY_DOOR}, new=new)

    def note(self, name: str, word: str, data: Mapping[str, Value], by: Staff, at: Instant) -> None:
        if self._people[name].state != story.GONE:
            self._say(name, word, self._as(by, at), at, data, also=word == story.MATTER_LOOKED_AT)

    def take(self, guest: Guest, priority: str, at: Instant) -> None:
        person, offer = self._people[guest.name], OFFERED[guest.service]
        serial = self._given[offer.prefix] = self._given.get(offer.prefix, 0) + 1
        sequence = sum(self._given.values())
        person.state, person.line, person.priority = story.WAITING, offer.line, bool(priority)
        person.place = Place(waits_since(at, entered=guest.at), sequence)
        ahead = sum(one.line == offer.line for one in self._waiting()) - 1
        data: dict[str, Value] = {
            "service": guest.service, "line": offer.line, "prefix": offer.prefix, "day": self.day,
            "number": story.label_of(offer.prefix, serial), "sequence": sequence, "priority": priority or None,
            "ahead": ahead, "wait_from": ahead * 60, "wait_to": 120 + ahead * 180,
        }  # fmt: skip
        self._say(guest.name, story.TAKEN, self.device("machine"), at, data)

    def waits(self, name: str) -> bool:
        return self._people[name].state == story.WAITING

    def give_up(self, name: str, at: Instant) -> None:
        self._moved(name, story.ABANDONED, self.device("machine"), at, {})

    def settle(self, name: str, kind: str, by: Staff, at: Instant) -> None:
        self.note(name, story.MATTER_LOOKED_AT, {"kind": kind, "solved": True}, by, at)
        self._moved(name, story.SOLVED, self._as(by, at), at, {})

    def rate(self, name: str, score: int, at: Instant) -> None:
        pad = replace(self.device(f"pad:{self._people[name].counter}"), grade="customer")
        self._say(name, story.RATED, pad, at, {"score": score, "service": self._people[name].guest.service})

    def leave(self, name: str, by: Staff, at: Instant) -> None:
        if self._people[name].state != story.GONE:
            self._moved(name, story.LEFT, self._as(by, at), at, {})

    def open(self, desk: Desk, at: Instant) -> None:
        if desk.code not in self._open:
            self._open.add(desk.code)
            data = {"counter": desk.code, "day": self.day, "lines": ",".join(desk.lines)}
            name = f"{self.unit.code}-{desk.code}-{self.day}"
            self._counter(desk, story.OPENED, at, data, new=NewCase(kind=story.COUNTER, unit=self.unit, name=name))

    def pause(self, desk: Desk, at: Instant, *, over: bool) -> None:
        self._off(desk, at)
        self._counter(desk, story.WORKS_ON if over else story.PAUSED, at, {} if over else {"reason": "rest"})

    def shut(self, desk: Desk, at: Instant) -> bool:
        if any(one.line in desk.lines for one in self._waiting()):
            return False
        self._off(desk, at)
        self._counter(desk, story.SHUT, at, {})
        return True

    def here(self, desk: Desk) -> Here | None:
        states = (*story.STATES_AT_COUNTER, story.DONE)
        for name, one in self._people.items():
            if one.counter == desk.code and one.state in states:
                return Here(name, one.state, one.guest.service)
        return None

    def call(self, desk: Desk, at: Instant) -> Here | None:
        waiting = {name: one for name, one in self._people.items() if one.state == story.WAITING}
        keys = dict(enumerate(waiting))
        heads = [
            Waiting(one.place, number, one.line, one.priority)
            for number, one in enumerate(waiting.values())
            if one.line in desk.lines
        ]
        found = next_of(heads, passed=self._passed, most=self._most)
        if found is None:
            return None
        name = keys[found.key]
        person = self._people[name]
        self._off(desk, at)
        person.counter = desk.code
        person.lines |= set(desk.lines)
        data: dict[str, Value] = {
            "counter": desk.code, "waited": max(0, at - person.place.since), "line": person.line,
            "lines": ",".join(desk.lines),
        }  # fmt: skip
        self._moved(name, story.CALLED, replace(self._as(desk.staff, at), grade="device"), at, data)
        return Here(name, story.AT_COUNTER, person.guest.service)

    def do(self, desk: Desk, word: str, here: Here, data: Mapping[str, Value], at: Instant) -> None:
        by = self._as(desk.staff, at)
        self._moved(here.name, word, replace(by, grade="device") if word == story.RECALLED else by, at, data)

    def close(self, by: Acting, at: Instant) -> None:
        """The manager closes the day: who is left over is gone."""
        for name, one in self._people.items():
            if one.state in (story.WAITING, story.MISSED, story.AT_COUNTER):
                self._moved(name, story.ABANDONED, by, at, {"reason": story.BY_CLOSING})
            elif one.state in (story.IN_HALL, story.DONE):
                self._unseen(name, by, at, story.BY_CLOSING)

    def device(self, name: str) -> Acting:
        """A device of the hall."""
        unit = self.unit.pk
        return Acting(f"device:{name}", posts=((unit, "device"),), units=frozenset({unit}), grade="device")

    def _off(self, desk: Desk, at: Instant) -> None:
        """Who is done at the counter, and was not seen leaving, is gone."""
        here = self.here(desk)
        if here is not None and here.state == story.DONE:
            self._unseen(here.name, self._as(desk.staff, at), at, story.BY_COUNTER)

    def _unseen(self, name: str, by: Acting, at: Instant, noticed_by: str) -> None:
        self._moved(name, story.LEFT, replace(by, grade=story.UNSEEN), at, {"noticed_by": noticed_by})

    def _waiting(self) -> list[Person]:
        return [one for one in self._people.values() if one.state == story.WAITING]

    def _passed(self, one: Waiting) -> int:
        return sum(
            other.priority and other.place > one.place and one.line in other.lines for other in self._people.values()
        )

    def _as(self, staff: Staff, at: Instant) -> Acting:
        if staff.pk not in self._acting:  # nobody changes posts in the past
            self._acting[staff.pk] = acting_of(staff, at)
        return self._acting[staff.pk]

    def _moved(self, name: str, word: str, by: Acting, at: Instant, data: Mapping[str, Value]) -> None:
        self._people[name].state = story.STATE_AFTER.get(word, self._people[name].state)
        self._say(name, word, by, at, data)

    def _say(
        self, name: str, word: str, by: Acting, at: Instant, data: Mapping[str, Value], *,
        new: NewCase | None = None, also: bool = False,
    ) -> None:  # fmt: skip
        about: list[models.Case | NewCase | str] = [new or f"{story.VISIT}:{name}"]
        if also:
            about.append(f"{story.SITE_DAY}:{self.unit.code}-{self.day}")
        self.stories.setdefault(f"{story.VISIT}:{name}", []).append(
            Act(about=about, word=word, by=by, data=data, grade=by.grade, noted_at=at)
        )

    def _counter(
        self, desk: Desk, word: str, at: Instant, data: Mapping[str, Value], *, new: NewCase | None = None
    ) -> None:
        subject = f"{story.COUNTER}:{self.unit.code}-{desk.code}-{self.day}"
        by = self._as(desk.staff, at)
        self.stories.setdefault(subject, []).append(
            Act(about=[new or subject], word=word, by=by, data=data, noted_at=at)
        )


def day_at(organisation: Organisation, code: str, day: date, *, seed: int) -> tuple[Day, Past]:
    """A hall's day, not begun. One clerk never works: whoever looks at the demonstration finds a counter free."""
    unit, random = organisation.units[code], Random(f"{seed} {day} {code}")
    team = organisation.team[code]
    clerks = [one for one in team if "clerk" in _roles(one)]
    clerks = clerks[1:] or clerks
    guide = next((one for one in team if "guide" in _roles(one)), clerks[0])
    places = [counter for counter in COUNTERS if "business" in counter[1]][-len(clerks) :]
    desks = [Desk(counter, lines, staff) for (counter, lines), staff in zip(places, clerks, strict=False)]
    partner = unit.kind == Unit.Kind.PARTNER_HALL
    past = Past(unit, day)
    guests = guests_of(code, day, random, clerks=len(desks), partner=partner)
    hours = [round(datetime(day.year, day.month, day.day, tzinfo=ZONE).timestamp() + hour * 3600) for hour in HOURS]
    return Day(past, guests, desks, guide, random, opens=hours[0], closes=hours[1], partner=partner), past


def tell(past: Past, *, until: Instant, stop: threading.Event | None = None) -> Iterator[int]:
    """Tells the book what happened until then; yields how many stories, a batch at a time. A day of which others told
    as well, or that was told already, is left as it is."""
    names = set(past.stories)
    with scope.everywhere():
        others = Visit._base_manager.filter(unit=past.unit, day=past.day).exclude(case__subject__in=names)
        if others.exists():
            return
        there = set(models.Case._base_manager.filter(subject__in=names).values_list("subject", flat=True))
    stories = [acts for subject, acts in past.stories.items() if subject not in there]
    for begin in range(0, len(stories), AT_ONCE):
        if stop is not None and stop.is_set():
            return
        some = [act for acts in stories[begin : begin + AT_ONCE] for act in acts if (act.noted_at or 0) <= until]
        with scope.everywhere(), writing(), clock.standing(max((act.noted_at or 0 for act in some), default=until)):
            act_many(some, refusals=True)
        yield min(AT_ONCE, len(stories) - begin)


def _roles(staff: Staff) -> Sequence[str]:
    return [post.role for post in staff.posts.all()]
