"""The day of a hall, its customers apart: who comes to work, cleaning rounds, the air, the water dispenser."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, field
from random import Random

from shouwen.demonstration.notebook import Notebook
from shouwen.demonstration.people import Hall, Person
from shouwen.events.event import Value
from shouwen.worktime import Instant

MINUTE, HOUR, DAY = 60, 3600, 86400


@dataclass(frozen=True, slots=True)
class SiteDay:
    """One open day of a hall: its local midnight, when its doors open and close, how busy it is (1: as usual)."""

    hall: Hall
    date: str
    midnight: Instant
    opens: Instant
    closes: Instant
    busy: float

    def id(self, kind: str, number: object = None) -> str:
        """A subject of this day: "visit:lakeside-20260901-017"."""
        return f"{kind}:{self.hall.name}-{self.date}" + ("" if number is None else f"-{number}")

    @property
    def manager(self) -> str:
        """Who has the keys."""
        return f"{self.hall.name}-manager"


@dataclass(frozen=True, slots=True)
class Shift:
    """A shift that somebody came to, and when."""

    subject: str
    person: Person
    arrived: float


@dataclass(slots=True)
class Desk:
    """A counter for a day, its clerk, the clerk's break, and from when it is free for the next customer."""

    name: str
    clerk: Person
    shift: str
    rests: tuple[float, float]
    free: float

    def next_free(self, at: float) -> float:
        """From when it can call a customer, at the earliest at `at`."""
        start = max(at, self.free)
        return self.rests[1] if self.rests[0] - MINUTE <= start < self.rests[1] else start


@dataclass(slots=True)
class Crowd:
    """Who is in the hall: when customers came and when they went."""

    came: list[float] = field(default_factory=list)
    went: list[float] = field(default_factory=list)

    def at(self, time: float) -> int:
        """How many there are. Both lists must be in order."""
        return bisect_left(self.came, time) - bisect_left(self.went, time)


def open_doors(book: Notebook, random: Random, day: SiteDay) -> None:
    """The manager opens; the alarm system notes it."""
    at = day.opens - random.uniform(-30, 4 * MINUTE)
    book.note("siteday.opened", at, day.id("siteday"), by=day.manager, grade="device")


def close_doors(book: Notebook, random: Random, day: SiteDay, last_left: float) -> None:
    """And closes when the last customer has gone."""
    at = max(day.closes, last_left) + random.uniform(2, 12) * MINUTE
    book.note("siteday.closed", at, day.id("siteday"), by=day.manager, grade="device")


def go_on_duty(book: Notebook, random: Random, day: SiteDay, guide: Person, clerks: Sequence[Person]) -> list[Shift]:
    """Shifts are planned the evening before; people come, mostly early enough. Returns the guide's and the clerks'.

    Now and then a clerk is ill. The hall makes do, unless nobody is left: then somebody has to give up a day off.
    """
    evening = day.opens - 15 * HOUR + random.uniform(0, HOUR)
    shifts = [_arrive(book, random, day, guide, "guide", evening, day.opens)]
    for number, clerk in enumerate(clerks[: day.hall.counters], 1):
        if random.random() < 0.02:
            shift = _plan(book, day, clerk, "counter", evening + number, day.opens)
            called = day.opens - random.uniform(70, 110) * MINUTE
            book.note("shift.cancelled", called, shift, by=day.manager, grade="self-reported")
        else:
            shifts.append(_arrive(book, random, day, clerk, "counter", evening + number, day.opens))
    if len(shifts) == 1:
        asked = day.opens - HOUR
        shifts.append(_arrive(book, random, day, clerks[-1], "counter", asked, day.opens + 30 * MINUTE))
    return shifts


def _arrive(
    book: Notebook, random: Random, day: SiteDay, person: Person, post: str, planned: float, starts: Instant
) -> Shift:
    shift = _plan(book, day, person, post, planned, starts)
    arrived = starts - person.early + random.gauss(0, 3.5 * MINUTE)
    book.note("shift.arrived", arrived, shift, by=person.name, grade="device")
    return Shift(shift, person, arrived)


def _plan(book: Notebook, day: SiteDay, person: Person, post: str, planned: float, starts: Instant) -> str:
    shift = day.id("shift", person.name.removeprefix(f"{day.hall.name}-"))
    data: dict[str, Value] = {"starts": starts, "post": post}
    book.note("shift.planned", planned, shift, by=day.manager, grade="system", data=data)
    return shift


def go_home(book: Notebook, random: Random, day: SiteDay, shifts: Sequence[Shift], last_left: float) -> None:
    """When the doors are closed and the last customer has gone."""
    for shift in shifts:
        at = max(day.closes, last_left) + random.uniform(3, 20) * MINUTE
        book.note("shift.left", at, shift.subject, by=shift.person.name, grade="device")


def keep_clean(book: Notebook, random: Random, day: SiteDay, crowd: Crowd) -> None:
    """The cleaner goes round; a full hall keeps him from it, and now and then a round is left out.

    A reader at the door knows it in an own hall; in a partner hall a paper is copied in the evening.
    """
    own = day.hall.kind == "own"
    for area, start in (("toilet", 30), ("waiting-area", 55)):
        at = day.opens + random.uniform(0.5, 1.5) * start * MINUTE
        while at < day.closes:
            at += crowd.at(at) * random.uniform(0, 1.5) * MINUTE
            if random.random() > 0.02 and at < day.closes:
                book.note(
                    "area.cleaned",
                    at,
                    day.id("siteday"),
                    by=f"{day.hall.name}-cleaner",
                    grade="device" if own else "self-reported",
                    noted_at=None if own else day.closes + random.uniform(-20, 1) * MINUTE,
                    data={"area": area},
                )
            at += random.gauss(98, 9) * MINUTE


def take_air(book: Notebook, random: Random, day: SiteDay, crowd: Crowd) -> None:
    """A sensor takes the temperature every hour: warmer in the afternoon, and with every customer."""
    base = random.gauss(23.6, 0.9)
    for hour in range(1, 24):
        at = day.opens + hour * HOUR - 17
        if at > day.closes:
            return
        value = base + 0.3 * min(hour, 7) + 0.09 * crowd.at(at) + random.gauss(0, 0.2)
        data = {"celsius": round(value, 1)}
        book.note("air.measured", at, day.id("siteday"), by=f"{day.hall.name}-sensor", grade="device", data=data)


def look_at_water(book: Notebook, random: Random, day: SiteDay, device: str, guide: Person) -> None:
    """The guide looks at the dispenser in the morning, the area's inspector now and then. What is wrong is mended."""

    def inspected(at: float, by: str, grade: str, passed: bool) -> None:
        data = {} if random.random() < 0.01 else {"passed": passed}
        book.note("device.inspected", at, device, day.id("siteday"), by=by, grade=grade, data=data)

    if random.random() < 0.04:
        return  # forgotten
    at, passed = day.opens + random.uniform(4, 50) * MINUTE, random.random() > 0.1
    inspected(at, guide.name, "self-reported", passed)
    if not passed:
        inspected(at + random.uniform(1, 4) * HOUR, guide.name, "self-reported", True)
    elif random.random() < 0.08:
        inspected(at + random.uniform(2, 5) * HOUR, "area-inspector", "inspector", random.random() > 0.12)
