"""Sixteen counters call at once from several processes, some of which are killed: the line is exact nevertheless."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time as real
from collections import Counter as Count
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from django.db import connection
from tests.operation.channels.hall.conftest import MORNING, Time, begin_work
from tests.operation.channels.hall.line_told import Desk, Person, Told
from tests.operation.laws.actors import all_at_once, codes, what_is_wrong
from tests.operation.people_of_the_tests import Cast, make_cast
from tests.operation.postgres.test_killed import _nobody_else_is_connected

from shouwen.operation.channels.hall import actions, counters, queue, story
from shouwen.operation.channels.hall.models import Counter, CounterDay, Visit
from shouwen.operation.ledger import clock
from shouwen.operation.ledger.models import Case, Event
from shouwen.operation.people import scope
from shouwen.operation.people.models import Post, Staff
from shouwen.operation.people.rights import Acting, acting_of

ROOT = Path(__file__).resolve().parents[4]
SECONDS = float(os.environ.get("SHOUWEN_KILLING", "25"))
PROCESSES = 4
ENOUGH = 8  # killed
MANY = 16
LINES = (["business"], ["business", "advice"], ["advice", "business"], ["advice"])


@pytest.fixture
def hall(transactional_db: None, time: Time) -> Iterator[Cast]:
    """The cast, kept, so that other connections see it; the east hall has sixteen counters and as many clerks."""
    with scope.everywhere():
        cast = make_cast()
        begin_work(cast)
        Counter.objects.filter(unit=cast.east).delete()
        for number in range(MANY):
            clerk = Staff.objects.create_user(f"30{number:02d}", name=f"何{number}")
            Post.objects.create(staff=clerk, unit=cast.east, role="clerk")
            Counter.objects.create(unit=cast.east, code=str(number + 1), lines=LINES[number % 4])
        yield cast


def clerks() -> list[Acting]:
    found = Staff.objects.filter(username__startswith="30").order_by("username")
    return [acting_of(staff, clock.now()) for staff in found]


def machine(cast: Cast) -> Acting:
    units = frozenset({cast.east.pk})
    return Acting(reference="device:machine", posts=((cast.east.pk, "device"),), units=units, grade="device")


def opened(cast: Cast) -> list[tuple[Acting, CounterDay]]:
    return [(by, counters.open_counter(cast.east, str(number + 1), by=by)) for number, by in enumerate(clerks())]


def test_sixteen_counters_call_sixteen_customers_however_often_each_clicks(hall: Cast, time: Time) -> None:
    by_machine, days = machine(hall), opened(hall)
    services = ["payment", "consult"]
    results = all_at_once(
        [lambda n=n: actions.take_number(hall.east, services[n % 2], by=by_machine, once=f"tap {n}") for n in range(24)]
        + [
            lambda n=n: actions.take_number(hall.east, services[n % 2], by=by_machine, once=f"tap {n}")
            for n in range(8)
        ]
    )
    assert codes(results) == {"done": 32}
    assert sorted({visit.number for visit in results}) == [f"{p}{n:03d}" for p in "AC" for n in range(1, 13)]
    results = all_at_once(
        [lambda by=by, day=day: actions.call_next(day, by=by, once="click") for by, day in days]
        + [lambda by=by, day=day: actions.call_next(day, by=by, once="click") for by, day in days]
    )
    assert codes(results) == {"done": 32}
    assert len({visit.pk for visit in results}) == 16
    assert Count(visit.counter for visit in results) == {str(number + 1): 2 for number in range(MANY)}
    assert order_as_told() == []


@dataclass
class Part:
    """A process, the clerks it has, what it was answered; it is killed after so many bytes of answers."""

    place: int
    number: int
    answers: Path
    due: float

    @property
    def ripe(self) -> bool:
        """Whether its time has come."""
        os.kill(self.number, 0)  # it is there, or else it has ended by itself
        return self.answers.exists() and self.answers.stat().st_size > self.due


def test_whoever_is_killed_nobody_is_lost_called_twice_or_passed_too_often(
    hall: Cast, time: Time, tmp_path: Path
) -> None:
    assert connection.vendor == "postgresql"
    dice = random.Random(1)
    begun: list[Part] = []
    environment = {"SHOUWEN_TEST_NAME": str(connection.settings_dict["NAME"]), "SHOUWEN_TEST_BEGUN": str(real.time())}
    parent = subprocess.Popen(
        [sys.executable, "-m", "tests.operation.channels.hall.actor"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        cwd=ROOT,
        env=os.environ | environment,
        text=True,
    )
    assert parent.stdin
    assert parent.stdout

    def begin(place: int) -> Part:
        file = tmp_path / f"{len(begun)}.txt"
        print(place, len(begun), file, file=parent.stdin, flush=True)
        number = int(parent.stdout.readline())  # type: ignore[union-attr]
        begun.append(Part(place, number, file, dice.uniform(50, 500)))
        return begun[-1]

    running = [begin(place) for place in range(PROCESSES)]
    end = real.monotonic() + SECONDS
    killed = 0
    try:
        while real.monotonic() < end or (killed < ENOUGH and real.monotonic() < end + 5 * SECONDS):
            real.sleep(dice.uniform(0, 0.05))
            for place, part in enumerate(running):
                if part.ripe:
                    os.kill(part.number, signal.SIGKILL)
                    killed += 1
                    running[place] = begin(part.place)
    finally:
        for part in running:
            os.kill(part.number, signal.SIGKILL)
        parent.stdin.close()
        parent.wait(20)
        parent.stdout.close()
    _nobody_else_is_connected()
    time.now = MORNING + 3600
    said = [line.split() for part in begun if part.answers.exists() for line in part.answers.read_text().splitlines()]
    did = Count(line[0] for line in said)
    assert [line for line in said if line[0] == "failed"] == []
    assert killed >= ENOUGH
    assert min(did["number"], did["called"]) > 20
    assert did["twice"] > 3
    numbers = dict(Visit.objects.values_list("pk", "serial"))
    assert [line for line in said if line[0] == "number" and numbers.get(int(line[1])) != int(line[2][1:])] == []
    calls = Event.objects.filter(word=story.CALLED).values_list("about", "data")
    where = {(about[0], data["counter"]) for about, data in calls}
    names = dict(Case.objects.values_list("pk", "subject"))
    assert [line for line in said if line[0] == "called" and (names[int(line[1])], line[2]) not in where] == []
    assert order_as_told() == []
    assert what_is_wrong() == []


def order_as_told() -> list[str]:
    """What is not as the line tells it, from the log alone: numbers given twice or left out, customers called from
    nowhere or to two counters, calls out of turn without a reason; and whoever waits in the log and not in the line."""
    told, wrong = Told(), []
    by_name: dict[str, Person] = {}
    rows = Event.objects.order_by("id").values_list("word", "about", "at", "data")
    for word, (subject, *_), at, data in rows:
        if word not in story.STATE_AFTER:
            continue
        person = by_name.setdefault(subject, Person(len(by_name), at))
        told.people[person.key] = person
        match word:
            case story.ENTERED:
                person.entered = at
            case story.TAKEN:
                starts = max(at, data.get("since") or 0)
                person.place = (min(starts, starts if person.entered is None else person.entered), data["sequence"])
                person.line, person.priority = data["line"], bool(data.get("priority"))
                told.numbers.append(data["number"])
            case story.TRANSFERRED:
                person.line = data["line"]
            case story.CALLED:
                wrong += _call_as_told(told, person, data)
        person.state = story.STATE_AFTER[word]
        if word == story.CALLED:
            person.counter = data["counter"]
            person.by |= set(data["lines"].split(","))
    for prefix in "AC":
        given = [int(number[1:]) for number in told.numbers if number.startswith(prefix)]
        wrong += [] if given == list(range(1, len(given) + 1)) else [f"numbers of {prefix}: {given}"]
    waiting = {name for name, person in by_name.items() if person.state == story.WAITING}
    in_line = set(Visit.objects.filter(state=story.WAITING).values_list("case__subject", flat=True))
    return wrong + [f"waits, or does not: {name}" for name in waiting ^ in_line]


def _call_as_told(told: Told, person: Person, data: dict[str, str]) -> list[str]:
    told.desks[data["counter"]] = Desk("", tuple(data["lines"].split(",")))
    wrong = [f"{data}: {one} is there" for one in told.at(data["counter"])]
    if person.state not in (story.WAITING, story.ASIDE):
        wrong.append(f"{data}: {person} does not wait")
    if not data.get("out_of_order") and told.next_at(data["counter"]) is not person:
        wrong.append(f"{data}: {person} was not next")
    return wrong


def test_the_line_is_the_same_whoever_asks(hall: Cast, time: Time) -> None:
    by_machine, days = machine(hall), opened(hall)
    for number in range(6):
        actions.take_number(hall.east, "payment", by=by_machine, priority="elderly" if number > 2 else "")
    order = []
    for by, day in [one for one in days if "business" in one[1].lines][:6]:
        expected = queue.next_at(hall.east.pk, day.lines)
        called = actions.call_next(day, by=by)
        assert called is not None
        order.append((called.number, called.pk == expected))
    assert order == [("A004", True), ("A005", True), ("A001", True), ("A002", True), ("A003", True), ("A006", True)]
