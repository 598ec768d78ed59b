"""What a customer is told of their wait, asked of the tables; and how often it came true. likely.py has the reckoning.

Whatever is told is kept: with the number (ticket.taken), and where it turned out wrong and was told anew, in an event
of its own (wait.estimated). So `came_true` can hold each against the call.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final, Literal

from django.db.models import Count, F, Q

from shouwen.events.event import Value
from shouwen.operation.channels.hall import story
from shouwen.operation.channels.hall.models import CounterDay, Visit
from shouwen.operation.channels.hall.waiting import likely, opening, queue
from shouwen.operation.channels.hall.waiting.likely import Pace, Range, Served
from shouwen.operation.channels.hall.waiting.line import Place
from shouwen.operation.ledger import clock
from shouwen.operation.ledger.act import act
from shouwen.operation.ledger.editions import settings_now
from shouwen.operation.ledger.models import Case, Event
from shouwen.operation.people.rights import SYSTEM
from shouwen.worktime import Instant

LATELY: Final = 80
"""Of how many customers' services is gone by, the last ones."""

_KEPT_FOR: Final = 30  # seconds that this process goes by the same pace of a hall
_LAST: Final = 10**9

Unknown = Literal["", "few-served", "no-counter"]


@dataclass(frozen=True, slots=True)
class Expected:
    """What is to be expected.

    before  how many are likely to be called before
    wait    seconds from now; None where too little is known: `unknown` says what
    """

    before: int
    wait: Range | None
    unknown: Unknown = ""

    @property
    def data(self) -> dict[str, Value]:
        """As an event holds it."""
        known = {"wait_from": self.wait.least, "wait_to": self.wait.most} if self.wait is not None else {}
        return {"ahead": self.before, **known}


@dataclass(frozen=True, slots=True)
class CameTrue:
    """How the waits that were told turned out: within the range, sooner, later; `open`: no call came, or not yet."""

    within: int = 0
    sooner: int = 0
    later: int = 0
    open: int = 0

    @property
    def share(self) -> float | None:
        """The share of those within the range among those called; None where nobody was."""
        called = self.within + self.sooner + self.later
        return self.within / called if called else None


def for_new(unit: int, line: str, since: Instant, *, priority: bool) -> Expected:
    """For somebody who takes a number now and has waited since then."""
    return _expected(unit, line, Place(since, _LAST), priority)


def for_visit(visit: Visit) -> Expected:
    """For somebody who waits."""
    return _expected(visit.unit_id, visit.line, _place(visit), bool(visit.priority))


def before(visit: Visit) -> int:
    """How many are likely to be called before somebody who waits: fewer for whom priority is given."""
    sight = _Line(visit.unit_id, visit.line, _place(visit), bool(visit.priority))
    return sum(number for _line, _service, number in sight.ahead([visit.line]))


def is_outdated(visit: Visit, expected: Expected) -> bool:
    """Whether what was told last is wrong by now, and something better is known."""
    if visit.state != story.WAITING or expected.wait is None:
        return False
    if visit.likely_from is None or visit.likely_to is None:
        return True
    now = clock.now()
    return now + expected.wait.most < visit.likely_from or now + expected.wait.least > visit.likely_to


def tell_anew(visit: Visit) -> Visit:
    """Keeps a new estimate where the one told last is wrong by now. 1. wait.estimated."""
    with queue.holding(visit.unit_id):
        visit = Visit._base_manager.get(pk=visit.pk)
        expected = for_visit(visit)
        if not is_outdated(visit, expected):
            return visit
        act(Case._base_manager.get(pk=visit.pk), story.ESTIMATED, by=SYSTEM, data=expected.data)
        return Visit._base_manager.get(pk=visit.pk)


def came_true(unit: int, since: Instant, until: Instant) -> CameTrue:
    """How often the wait fell within the range that was told, of what was told at the unit from `since` to `until`.

    Each time something was told it is held against the next call. Where the customer changed to another line, was set
    aside or went, what was told counts neither way (`open`).
    """
    words = {*story.ESTIMATES, story.LEFT}
    rows = Event._base_manager.filter(unit=unit, word__in=words, at__gte=since, corrects=None).order_by("at", "pk")
    told: dict[str, list[tuple[Instant, Instant]]] = {}
    found = {"within": 0, "sooner": 0, "later": 0, "open": 0}
    for row in rows.iterator():
        subject = row.about[0]
        if row.word in (story.TAKEN, story.ESTIMATED):
            if row.at < until and (wait := row.data.get("wait_to")) is not None:
                told.setdefault(subject, []).append((row.at + row.data["wait_from"], row.at + wait))
            continue
        for begin, end in told.pop(subject, ()):
            called = row.word == story.CALLED
            found["open" if not called else "sooner" if row.at < begin else "later" if row.at > end else "within"] += 1
    found["open"] += sum(map(len, told.values()))
    return CameTrue(**found)


_paces: dict[int, tuple[float, Pace | None]] = {}


def forget() -> None:
    """Reads the paces of all halls anew."""
    _paces.clear()


def pace_of(unit: int) -> Pace | None:
    """How long the last customers took a counter of the hall; None where too few were served."""
    at, kept = _paces.get(unit, (-float(_KEPT_FOR), None))
    if time.monotonic() - at < _KEPT_FOR:
        return kept
    rows = Visit._base_manager.filter(unit=unit, ended_at__gte=F("called_at"), since__isnull=False)
    last = rows.order_by("-day", "-sequence").values_list(
        "day", "counter", "since", "called_at", "ended_at", "service", "priority"
    )[:LATELY]
    found = likely.pace(
        Served(day, counter, since, called_at, ended_at, service, bool(priority))
        for day, counter, since, called_at, ended_at, service, priority in last
        if since is not None and called_at is not None and ended_at is not None
    )
    _paces[unit] = (time.monotonic(), found)
    return found


def _expected(unit: int, line: str, place: Place, priority: bool) -> Expected:
    sight = _Line(unit, line, place, priority)
    counters = _open_counters(unit)
    mine = {code: lines for code, lines in counters.items() if line in lines}
    ahead = sight.ahead({line}.union(*mine.values()))
    in_line = sum(number for of_line, _service, number in ahead if of_line == line)
    if not mine:
        return Expected(in_line, None, "no-counter")
    pace = pace_of(unit)
    if pace is None:
        return Expected(in_line, None, "few-served")
    shares = {other: _share(other, mine, counters) for other in {of_line for of_line, _service, _number in ahead}}
    work = [(service, number * shares[of_line]) for of_line, service, number in ahead]
    people = sum(number for _service, number in work)
    free = len(mine) - _taken(unit, mine) if people < len(mine) else 0
    passing = 0.0 if priority else min(float(sight.most), pace.priority * (people + 1))
    return Expected(in_line, likely.wait(pace, work, counters=len(mine), free=free, passing=passing))


class _Line:
    """Who is called before somebody at this place."""

    def __init__(self, unit: int, line: str, place: Place, priority: bool) -> None:
        self.unit, self.line, self.place, self.priority = unit, line, place, priority
        self.most = settings_now(unit).whole("hall.priority-pass")

    def ahead(self, lines: Iterable[str]) -> list[tuple[str, str, int]]:
        """Those before in these lines: line, service, how many.

        Somebody with priority passes who waits longer without it, until as many have passed these as may.
        """
        earlier = Q(since__lt=self.place.since) | Q(since=self.place.since, sequence__lt=self.place.sequence)
        waiting = opening.waiting(self.unit).filter(earlier, line__in=set(lines))
        if self.priority and self._pass(waiting.exclude(priority="").count()):
            waiting = waiting.exclude(priority="")
        counted = waiting.order_by().values_list("line", "service").annotate(people=Count("pk"))
        return [(line, service, number) for line, service, number in counted]

    def _pass(self, with_priority: int) -> bool:
        ordinary = opening.waiting(self.unit).filter(line=self.line, priority="").order_by("since", "sequence")
        first = ordinary.values_list("since", "sequence").first()
        if first is None or first[0] is None:
            return True
        return with_priority + queue.passed(self.unit, Place(first[0], first[1]), self.line) < self.most


def _place(visit: Visit) -> Place:
    return Place(visit.since if visit.since is not None else clock.now(), visit.sequence)


def _open_counters(unit: int) -> Mapping[str, list[str]]:
    """The counters that call now, and the lines that each serves."""
    rows = CounterDay._base_manager.filter(unit=unit, state="open", day=opening.day_of(unit, clock.now()))
    return dict(rows.values_list("code", "lines"))


def _taken(unit: int, counters: Iterable[str]) -> int:
    """At how many of these counters somebody is."""
    states = (story.AT_COUNTER, story.SERVED, story.DONE)
    here = Visit._base_manager.filter(unit=unit, counter__in=set(counters), state__in=states, case__closed_at=None)
    return here.filter(day=opening.day_of(unit, clock.now())).values("counter").distinct().count()


def _share(line: str, mine: Mapping[str, list[str]], counters: Mapping[str, list[str]]) -> float:
    """The part of a line's customers that the counters of one's own are likely to call."""
    serving = {code for code, lines in counters.items() if line in lines}
    return len(serving & mine.keys()) / len(serving) if serving else 0.0
