"""A hall's day as it goes: customers come, the guide receives them, clerks call and serve.

One loop for two worlds: the past, in which all goes by what was made up (hall_history.py), and the real one, in which
others act as well (hall_now.py). What cannot be done there is left to them.
"""

from __future__ import annotations

import heapq
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from random import Random
from typing import Protocol, TypeVar

from shouwen.events.event import Value
from shouwen.fault import Fault
from shouwen.operation.channels.hall import story
from shouwen.operation.demonstration.guests import Guest, made_up
from shouwen.operation.people.models import Staff
from shouwen.worktime import Instant

POLL = 45
"""Seconds until a clerk whom nobody was to be called to looks again."""
WAIT = 65
"""Seconds between two calls of the same number."""
CALLS = 3


@dataclass(slots=True)
class Desk:
    """A counter, who works there, and whose things were handed over there last. called: how often."""

    code: str
    lines: tuple[str, ...]
    staff: Staff
    handed: str = ""
    called: int = 0


@dataclass(frozen=True, slots=True)
class Here:
    """Who is at a counter: the name of the visit, its state and its service."""

    name: str
    state: str
    service: str


T = TypeVar("T")


class World(Protocol):
    """Where it happens. Each raises Fault where it cannot be done."""

    def enter(self, guest: Guest, at: Instant) -> None:
        """Somebody comes through the door, which counts them."""

    def note(self, name: str, word: str, data: Mapping[str, Value], by: Staff, at: Instant) -> None:
        """Somebody of the staff notes something of a visit."""

    def take(self, guest: Guest, priority: str, at: Instant) -> None:
        """They take a number."""

    def waits(self, name: str) -> bool:
        """Whether they wait for a call."""

    def give_up(self, name: str, at: Instant) -> None:
        """They go before they are called."""

    def settle(self, name: str, kind: str, by: Staff, at: Instant) -> None:
        """The guide settles a small matter on the spot."""

    def rate(self, name: str, score: int, at: Instant) -> None:
        """They rate the service, at the pad."""

    def leave(self, name: str, by: Staff, at: Instant) -> None:
        """Somebody sees them leave."""

    def open(self, desk: Desk, at: Instant) -> None:
        """The counter is open from here on, if it was not."""

    def pause(self, desk: Desk, at: Instant, *, over: bool) -> None:
        """The clerk has a rest; or it is over."""

    def shut(self, desk: Desk, at: Instant) -> bool:
        """The counter closes for the day; whether it did."""

    def here(self, desk: Desk) -> Here | None:
        """Who is at the counter."""

    def call(self, desk: Desk, at: Instant) -> Here | None:
        """Who is next is called."""

    def do(self, desk: Desk, word: str, here: Here, data: Mapping[str, Value], at: Instant) -> None:
        """The clerk takes a step with who is there: calls again, gives them up, begins, ends, hands over."""


class Day:
    """A day. `world` may be put in the place of another one in between."""

    def __init__(
        self, world: World, guests: Sequence[Guest], desks: Sequence[Desk], guide: Staff, random: Random, *,
        opens: Instant, closes: Instant, partner: bool,
    ) -> None:  # fmt: skip
        self.world, self.random, self.guide, self.closes, self.partner = world, random, guide, closes, partner
        self._guests = {guest.name: guest for guest in guests}
        self._planned: list[tuple[Instant, int, Callable[[Instant], None]]] = []
        self._count = 0
        for guest in guests:
            self._at(guest.at, self._comes, guest)
        for desk in desks:
            self._at(opens + random.randint(0, 300), self._turn, desk)

    @property
    def next_at(self) -> Instant | None:
        """When something is planned next; None where the day is over."""
        return self._planned[0][0] if self._planned else None

    def go(self) -> None:
        """What is planned next happens."""
        at, _, happens = heapq.heappop(self._planned)
        happens(at)

    def until(self, end: Instant) -> None:
        """All happens that is planned until then."""
        while self.next_at is not None and self.next_at <= end:
            self.go()

    def _at(self, at: Instant, do: Callable[[Instant, T], object], what: T) -> None:
        self._count += 1
        heapq.heappush(self._planned, (at, self._count, lambda now: self._tried(do, now, what)))

    def _tried(self, do: Callable[[Instant, T], object], at: Instant, what: T) -> None:
        """It happens; a clerk who could not do it looks again a little later."""
        try:
            do(at, what)
        except Fault:
            if isinstance(what, Desk):
                self._at(at + POLL, self._turn, what)

    # A customer

    def _comes(self, at: Instant, guest: Guest) -> None:
        self.world.enter(guest, at)
        at += guest.greeted or 0
        if guest.greeted is not None:
            self._note(at, guest, story.GREETED)
        if guest.on_floor == "advice":
            return self._is_advised(at + 12, guest)
        if guest.on_floor == "matter" and self._has_a_small_matter(at + 15, guest):
            return None
        if guest.greeted is not None:
            need = "consult" if guest.service == "consult" else "business"
            self._note(at + 12, guest, story.NEED_TOLD, need=need)
            if guest.group:
                self._note(at + 14, guest, story.SPECIAL_NOTED, group=guest.group, escort=False)
            to = "consult-desk" if need == "consult" else "number-machine"
            self._note(at + 25, guest, story.GUIDED, need=need, to=to)
        return self._at(max(at + 30, guest.at + guest.walks), self._takes, guest)

    def _is_advised(self, at: Instant, guest: Guest) -> None:
        self._note(at, guest, story.NEED_TOLD, need="consult")
        self._note(at + 20, guest, story.GUIDED, need="consult", to="consult-desk")
        at += self.random.randint(60, 500 if self.random.random() < 0.9 else 800)
        self._note(at, guest, story.CONSULT_BEGUN)
        at += self.random.randint(120, 500)
        self._note(at, guest, story.CONSULT_ENDED, introduced=self.random.random() < 0.95 or None)
        if guest.seen:
            self._at(at + 20, self._leaves, guest.name)

    def _has_a_small_matter(self, at: Instant, guest: Guest) -> bool:
        """Whether the guide settles it."""
        kind = self.random.choice(("inquiry", "change", "fault"))
        if self.random.random() < 0.25:
            self._note(at + 60, guest, story.MATTER_LOOKED_AT, kind=kind, solved=False)
            return False
        self._at(at + 90, lambda now, one: self.world.settle(one.name, kind, self.guide, now), guest)
        if guest.seen:
            self._at(at + 120, self._leaves, guest.name)
        return True

    def _takes(self, at: Instant, guest: Guest) -> None:
        priority = guest.group if guest.group in ("elderly", "disabled", "pregnant") else ""
        self.world.take(guest, priority, at)
        if self.random.random() < 0.5:
            self._note(at + 20, guest, story.SEATED)
            if self.random.random() < 0.7:
                self._note(at + self.random.randint(60, 280), guest, story.WATER_OFFERED)
        self._at(at + guest.patience, self._loses_patience, guest)

    def _loses_patience(self, at: Instant, guest: Guest) -> None:
        if self.world.waits(guest.name):
            self.world.give_up(guest.name, at)

    def _leaves(self, at: Instant, name: str) -> None:
        self.world.leave(name, self.guide, at)

    def _note(self, at: Instant, guest: Guest, word: str, **data: Value) -> None:
        """The guide notes it then, unless they have gone, or sit no longer."""

        def note(now: Instant, one: Guest) -> None:
            if word not in (story.SEATED, story.WATER_OFFERED) or self.world.waits(one.name):
                self.world.note(one.name, word, data, self.guide, now)

        self._at(at, note, guest)

    # A counter

    def _turn(self, at: Instant, desk: Desk) -> None:
        """The clerk does what is to be done now, and looks again after a while."""
        self.world.open(desk, at)
        here = self.world.here(desk)
        if here is None or (here.state == story.DONE and desk.handed == here.name):
            after = self._between(at, desk, here)
        else:
            after = self._with(at, desk, here)
        if after is not None:
            self._at(at + after, self._turn, desk)

    def _between(self, at: Instant, desk: Desk, here: Here | None) -> int | None:
        """Nobody is there, or who is there is done: the next one, a rest, or the end of the day (None)."""
        if here is not None and self._guest(here, at).seen:
            self.world.leave(here.name, desk.staff, at)
            return 8
        if at > self.closes and self.world.shut(desk, at):
            return None
        if at < self.closes - 1800 and self.random.random() < 0.012:
            self.world.pause(desk, at, over=False)
            self._at(at + self.random.randint(240, 1150), self._is_back, desk)
            return None
        called = self.world.call(desk, at)
        desk.called = 1
        return POLL if called is None else self.random.randint(12, 40)

    def _is_back(self, at: Instant, desk: Desk) -> None:
        self.world.pause(desk, at, over=True)
        self._at(at + 5, self._turn, desk)

    def _with(self, at: Instant, desk: Desk, here: Here) -> int:
        """The next step with who is there."""
        guest = self._guest(here, at)
        if here.state == story.SERVED:
            self.world.do(desk, story.ENDED, here, {"service": here.service}, at)
            return self.random.randint(8, 25)
        if here.state == story.DONE:
            if guest.handed is not None:
                self.world.do(desk, story.HANDED_OVER, here, guest.handed, at)
            if guest.score is not None:
                self._at(at + 6, lambda now, one: self.world.rate(one.name, one.score or 5, now), guest)
            desk.handed = here.name
            return self.random.randint(8, 20)
        if not guest.comes:
            if desk.called < CALLS:
                self.world.do(desk, story.RECALLED, here, {"counter": desk.code}, at)
                desk.called += 1
                return WAIT
            self.world.do(desk, story.NO_SHOW, here, {}, at)
            return 5
        data: dict[str, Value] = {"service": here.service, "need_confirmed": guest.confirmed or None}
        self.world.do(desk, story.BEGUN, here, data, at)
        for place, (word, held) in enumerate(guest.steps, start=1):
            then = at + guest.lasts * place // (len(guest.steps) + 1)
            self._at(then, self._step(word, held, desk.staff), guest)
        return guest.lasts

    def _step(self, word: str, data: Mapping[str, Value], staff: Staff) -> Callable[[Instant, Guest], None]:
        return lambda at, guest: self.world.note(guest.name, word, data, staff, at)

    def _guest(self, here: Here, at: Instant) -> Guest:
        """Who that is; somebody whom nobody planned is made up as they stand there."""
        found = self._guests.get(here.name)
        if found is None:
            found = made_up(at, Random(here.name), partner=self.partner, service=here.service)
            found = self._guests[here.name] = replace(found, name=here.name, comes=True)
        return found
