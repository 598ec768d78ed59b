"""Sixteen counters call at once from several processes, some of which are killed: the line is exact nevertheless."""

from __future__ import annotations

import time as real
from collections import Counter as Count
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import connection
from tests.operation.channels.hall.conftest import MORNING, Time, begin_work
from tests.operation.channels.hall.waiting.order_in_the_log import order_as_told
from tests.operation.killing import Life, live_and_die
from tests.operation.laws.actors import all_at_once, codes, what_is_wrong
from tests.operation.people_of_the_tests import Cast, make_cast

from shouwen.operation.channels.hall import actions, counters, story
from shouwen.operation.channels.hall.models import Counter, CounterDay, Visit
from shouwen.operation.channels.hall.waiting import queue
from shouwen.operation.ledger import clock
from shouwen.operation.ledger.models import Case, Event
from shouwen.operation.people import scope
from shouwen.operation.people.models import Post, Staff
from shouwen.operation.people.rights import Acting, acting_of

PROCESSES = 4
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


def test_whoever_is_killed_nobody_is_lost_called_twice_or_passed_too_often(
    hall: Cast, time: Time, tmp_path: Path
) -> None:
    assert connection.vendor == "postgresql"
    lives = [Life(str(place), answers=(50, 500)) for place in range(PROCESSES)]
    began = str(real.time())
    died = live_and_die(
        "tests.operation.channels.hall.waiting.actor", lives, tmp_path, enough=8, SHOUWEN_TEST_BEGUN=began
    )
    time.now = MORNING + 3600
    said = died.said
    did = Count(line[0] for line in said)
    assert [line for line in said if line[0] == "failed"] == []
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
