"""What the API gives of a hall: its lines and counters, and visits. No customer is named: a visit is a number."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

from django.db.models import Count, Min
from pydantic import BaseModel, Field

from shouwen.fault import Fault
from shouwen.operation.channels.hall import story
from shouwen.operation.channels.hall.models import Counter, CounterDay, Hall, Service, Visit
from shouwen.operation.channels.hall.naming import named
from shouwen.operation.channels.hall.waiting import opening
from shouwen.operation.ledger import clock
from shouwen.operation.ledger.stories import code_of
from shouwen.operation.people.models import Unit
from shouwen.operation.web.api_types import Person, Taken, Text, Time, person
from shouwen.operation.web.page import language

MOST = 500  # visits in one answer

_HERE = {story.AT_COUNTER, story.SERVED, story.DONE}


class VisitSeen(BaseModel):
    """A customer's stay. Empty or null: not yet."""

    subject: str = Field(description="visit:…")
    unit: str = Field(description="The hall's code.")
    number: str
    state: str = Field(description=f"One of {', '.join(story.STATES)}.")
    service: str
    line: str
    priority: str
    since: Time | None = Field(description="When waiting began.")
    taken_at: Time | None
    called_at: Time | None = Field(description="When they were last called.")
    counter: str = Field(description="Where they are, or last were.")
    calls: int = Field(description="How often they were called since they last waited.")
    begun_at: Time | None
    ended_at: Time | None
    done: list[str] = Field(description="The services that were ended, in order.")
    more: list[str] = Field(description="Those that are wanted besides, and were not begun yet.")


class Called(BaseModel):
    """Who was called; null where nobody waits."""

    visit: VisitSeen | None


class CounterSeen(BaseModel):
    """A counter now: open, paused or closed; who works there, and who is there."""

    code: str
    state: str
    lines: list[str] = Field(description="Those that it serves now; of a closed one, those that it could serve.")
    staff: Person | None = None
    since: Time | None = None
    reason: str = Field("", description="Why it pauses.")
    visit: VisitSeen | None = None


class WaitingSeen(BaseModel):
    """A line: how many wait, and since when whoever waits longest."""

    line: str
    waiting: int
    longest_since: Time | None = None


class ServiceSeen(BaseModel):
    """A service that is offered."""

    code: str
    name: str
    line: str
    prefix: str


class HallSeen(BaseModel):
    """A hall now."""

    unit: str
    open: bool
    gives_numbers: bool
    capacity: int | None
    waiting: int
    lines: list[WaitingSeen]
    services: list[ServiceSeen]
    counters: list[CounterSeen]


class LineSeen(BaseModel):
    """Some of those who are in the hall, in the order of their places; `count`: how many there are in all."""

    count: int
    visits: list[VisitSeen]


class LineAsked(Taken):
    """Whom to show. `line` empty: of every line."""

    state: Literal["waiting", "called", "served", "aside", "missed", "done"] = "waiting"
    line: Text = ""
    limit: int = Field(100, ge=1, le=MOST)


def visit_seen(row: Visit) -> VisitSeen:
    """A visit; ask for it with its case."""
    return VisitSeen(
        subject=row.case.subject, unit=code_of(row.unit_id), number=row.number, state=row.state, service=row.service,
        line=row.line, priority=row.priority, since=row.since, taken_at=row.taken_at, called_at=row.called_at,
        counter=row.counter, calls=0 if row.called_at is None else row.recalls + 1, begun_at=row.begun_at,
        ended_at=row.ended_at, done=list(row.done), more=list(row.more),
    )  # fmt: skip


def counter_seen(day: CounterDay, visit: Visit | None) -> CounterSeen:
    """A counter that opened today."""
    return CounterSeen(
        code=day.code, state=day.state, lines=list(day.lines), staff=person(day.staff), since=day.since,
        reason=day.reason, visit=None if visit is None else visit_seen(visit),
    )  # fmt: skip


def line_seen(unit: Unit, asked: LineAsked) -> LineSeen:
    """Who is in the hall today, narrowed to what was asked. Raises Fault("hall-unknown")."""
    hall = _hall(unit)
    rows = Visit.objects.filter(unit=hall.pk, day=opening.day_of(hall.pk, clock.now()), state=asked.state)
    if asked.line:
        rows = rows.filter(line=asked.line)
    found = rows.select_related("case").order_by("since", "sequence")[: asked.limit]
    return LineSeen(count=rows.count(), visits=[visit_seen(row) for row in found])


def hall_seen(unit: Unit) -> HallSeen:
    """The hall now, with its counters. Raises Fault("hall-unknown")."""
    hall = _hall(unit)
    now = clock.now()
    services = list(Service.objects.filter(unit=hall.pk, offered=True))
    lines = _lines(hall, services)
    return HallSeen(
        unit=unit.code, open=opening.is_open(hall, now), gives_numbers=opening.gives_numbers(hall, now),
        capacity=hall.capacity, waiting=sum(one.waiting for one in lines), lines=lines,
        services=[
            ServiceSeen(
                code=one.code, name=named(one.names, one.code).say(language()), line=one.line, prefix=one.prefix
            )
            for one in services
        ],
        counters=_counters(hall),
    )  # fmt: skip


def _lines(hall: Hall, services: Iterable[Service]) -> list[WaitingSeen]:
    """Every line that a service belongs to or somebody waits in. One query."""
    grouped = opening.waiting(hall.pk).values_list("line").annotate(Count("pk"), Min("since"))
    found = {line: (count, since) for line, count, since in grouped}
    names = sorted({*found, *(one.line for one in services)})
    return [
        WaitingSeen(line=name, waiting=count, longest_since=since)
        for name in names
        for count, since in [found.get(name, (0, None))]
    ]


def _counters(hall: Hall) -> list[CounterSeen]:
    """Every counter in use, as it is. Three queries, however many there are."""
    days = {
        day.code: day for day in CounterDay.objects.filter(unit=hall.pk).exclude(state="closed").select_related("staff")
    }
    here = Visit.objects.filter(unit=hall.pk, state__in=_HERE).exclude(counter="").select_related("case")
    visits = {visit.counter: visit for visit in here}
    return [
        counter_seen(days[place.code], visits.get(place.code))
        if place.code in days
        else CounterSeen(code=place.code, state="closed", lines=list(place.lines), reason="")
        for place in Counter.objects.filter(unit=hall.pk, in_use=True)
    ]


def _hall(unit: Unit) -> Hall:
    found = Hall.objects.filter(pk=unit.pk).first()
    if found is None:
        raise Fault("hall-unknown")
    return found
