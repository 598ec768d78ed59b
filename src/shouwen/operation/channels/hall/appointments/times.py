"""The times at which a hall takes appointments: its opening hours in steps, as many at once as the standard says."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db.models import Count

from shouwen.operation.channels.hall.appointments import story
from shouwen.operation.channels.hall.models import Appointment, Hall
from shouwen.operation.channels.hall.waiting import opening
from shouwen.operation.ledger import clock
from shouwen.operation.ledger.editions import settings_now
from shouwen.operation.people.units import zone_of
from shouwen.worktime import Instant

NEEDED = (
    "hall.appointment-slot", "hall.appointments-at-once", "hall.appointments-each", "hall.appointment-ahead",
    "hall.appointment-grace",
)  # fmt: skip
"""The settings without which a hall takes no appointments."""


@dataclass(frozen=True, slots=True)
class Time:
    """A time that is offered. left: how many may still be booked for the service."""

    at: Instant
    left: int


def offers(unit: int) -> bool:
    """Whether the hall's standard says how appointments are taken."""
    settings = settings_now(unit)
    return all(name in settings for name in NEEDED)


def days(unit: int) -> list[date]:
    """The days on which there may be a time: today, and as many as may be booked ahead."""
    now = clock.now()
    first, last = day_of(unit, now), day_of(unit, now + settings_now(unit).seconds("hall.appointment-ahead"))
    return [first + timedelta(days=number) for number in range((last - first).days + 1)]


def times(hall: Hall, service: str, day: date, *, but: Appointment | None = None) -> list[Time]:
    """The times of the day that may be booked, those that are full too. `but`: one that is to be moved."""
    grid = list(_grid(hall, day))
    if not grid:
        return []
    most = settings_now(hall.pk).whole("hall.appointments-at-once")
    taken = _taken(hall.pk, service, grid[0], grid[-1], but)
    return [Time(at, max(0, most - taken.get(at, 0))) for at in grid]


def left_at(hall: Hall, service: str, at: Instant, *, but: Appointment | None = None) -> int | None:
    """How many may still be booked at that time; None where it is not offered."""
    if at not in _grid(hall, day_of(hall.pk, at)):
        return None
    most = settings_now(hall.pk).whole("hall.appointments-at-once")
    return most - _taken(hall.pk, service, at, at, but).get(at, 0)


def day_of(unit: int, at: Instant) -> date:
    """The day of that second at the unit."""
    return datetime.fromtimestamp(at, ZoneInfo(zone_of(unit))).date()


def span(unit: int, day: date) -> tuple[Instant, Instant]:
    """The seconds of that day at the unit: the first, and the first of the next."""
    zone = ZoneInfo(zone_of(unit))
    first, then = (datetime.combine(one, time(), zone) for one in (day, day + timedelta(days=1)))
    return int(first.timestamp()), int(then.timestamp())


def _grid(hall: Hall, day: date) -> Iterator[Instant]:
    """The times of the day at which the hall is open, and will be for long enough; none that is past or too far."""
    settings, now = settings_now(hall.pk), clock.now()
    step = max(60, settings.seconds("hall.appointment-slot"))
    farthest = now + settings.seconds("hall.appointment-ahead")
    lead = max(1, settings.seconds("hall.closing-lead"))
    calendar = opening.calendar_of(hall)
    hours = None if calendar is None else calendar.clock("hours")
    begins, ends = span(hall.pk, day)
    for at in range(begins, ends, step):
        if now < at <= farthest and (hours is None or hours.read(at + lead) - hours.read(at) == lead):
            yield at


def _taken(unit: int, service: str, first: Instant, last: Instant, but: Appointment | None) -> dict[Instant, int]:
    rows = Appointment._base_manager.filter(
        unit=unit, service=service, state=story.BOOKED, due__gte=first, due__lte=last
    )
    if but is not None:
        rows = rows.exclude(pk=but.pk)
    return {one["due"]: one["count"] for one in rows.values("due").annotate(count=Count("pk"))}
