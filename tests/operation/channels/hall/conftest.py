"""The east hall, at work by the shipped standards: three services in two lines, three counters."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from django.conf import settings
from django.test import Client
from tests.operation.channels.hall.console.console_desk import Desk
from tests.operation.people_of_the_tests import Cast

from shouwen.operation.channels.hall import actions, counters
from shouwen.operation.channels.hall.models import Counter, CounterDay, Hall, Service, Visit
from shouwen.operation.ledger import clock, editions
from shouwen.operation.ledger.publishing import publish_pack
from shouwen.operation.people import scope
from shouwen.operation.people.models import Staff, Unit
from shouwen.operation.people.rights import SYSTEM, Acting, acting_of

if settings.DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # What only several connections, or processes, on PostgreSQL can show.
    collect_ignore = [
        "waiting/test_at_once.py", "closing/test_closing_at_once.py", "appointments/test_booking_at_once.py",
    ]  # fmt: skip

MORNING = 1_746_496_800  # Tuesday 6 May 2025, 10:00 in Shanghai

SERVICES = (
    ("payment", "缴费", "business", "A"),
    ("change", "变更", "business", "A"),
    ("consult", "咨询", "advice", "C"),
)


class Time:
    """What time it is in a test."""

    def __init__(self) -> None:
        self.now = MORNING

    def passes(self, seconds: int) -> None:
        """The time goes on."""
        self.now += seconds


@pytest.fixture
def time(monkeypatch: pytest.MonkeyPatch) -> Time:
    """Ten in the morning, until it passes; within `clock.standing` it is what that says."""
    told = Time()

    def now() -> int:
        at = clock._told.get()
        return told.now if at is None else at

    monkeypatch.setattr(clock, "now", now)
    return told


def set_up(unit: Unit) -> None:
    """A hall with three services and three counters."""
    Hall._base_manager.create(unit=unit)
    for position, (code, name, line, prefix) in enumerate(SERVICES):
        names = {"zh-hans": name, "zh-hant": name, "en": code}
        Service._base_manager.create(unit=unit, code=code, names=names, line=line, prefix=prefix, position=position)
    Counter._base_manager.create(unit=unit, code="1", lines=["business"])
    Counter._base_manager.create(unit=unit, code="2", lines=["business", "advice"])
    Counter._base_manager.create(unit=unit, code="3", lines=["advice"])


def begin_work(cast: Cast) -> None:
    """All halls have their standard, services and counters."""
    editions.forget()
    for unit, pack in ((cast.organisation, "own-hall"), (cast.partner, "partner-hall")):
        unit.standard = pack
        unit.save()
        publish_pack(f"pack:{pack}", at=unit, by=SYSTEM)
    for unit in (cast.east, cast.west, cast.partner):
        set_up(unit)


@pytest.fixture
def halls(time: Time, cast: Cast) -> Iterator[Cast]:
    """The cast, whose own halls work by pack:own-hall, and whose partner hall by pack:partner-hall."""
    begin_work(cast)
    with scope.everywhere():
        yield cast


@pytest.fixture
def machine(halls: Cast) -> Acting:
    """The number machine of the east hall."""
    return Acting(
        reference="device:number-machine",
        posts=((halls.east.pk, "device"),),
        units=frozenset({halls.east.pk}),
        grade="device",
    )


@pytest.fixture
def by(time: Time) -> Callable[[Staff], Acting]:
    """On whose behalf, as their posts are now."""
    return lambda staff: acting_of(staff, time.now)


@pytest.fixture
def take(halls: Cast, machine: Acting, time: Time) -> Callable[..., Visit]:
    """Takes a number at the east hall, each a second after the one before."""

    def take_one(service: str = "payment", *, priority: str = "") -> Visit:
        time.passes(1)
        return actions.take_number(halls.east, service, by=machine, priority=priority)

    return take_one


@pytest.fixture
def lins(halls: Cast, by: Callable[[Staff], Acting]) -> CounterDay:
    """Counter 1, at which Lin works."""
    return counters.open_counter(halls.east, "1", by=by(halls.lin))


@pytest.fixture
def zhaos(halls: Cast, by: Callable[[Staff], Acting]) -> CounterDay:
    """Counter 2, at which Zhao works."""
    return counters.open_counter(halls.east, "2", by=by(halls.zhao))


@pytest.fixture
def lin(halls: Cast, logged_in: Callable[[Staff], Client]) -> Desk:
    """Lin before the console."""
    return Desk(logged_in(halls.lin))


@pytest.fixture
def begun(
    halls: Cast, take: Callable[..., Visit], lins: CounterDay, by: Callable[[Staff], Acting]
) -> Callable[..., Visit]:
    """A customer whose service Lin has begun."""

    def serve(service: str = "change") -> Visit:
        if not Service._base_manager.filter(unit=halls.east, code=service).exists():
            names = {"zh-hans": service, "en": service}
            Service._base_manager.create(unit=halls.east, code=service, names=names, line="business", prefix="B")
        visit = take(service)
        actions.call_next(lins, by=by(halls.lin))
        return actions.begin_service(visit, by=by(halls.lin))

    return serve
