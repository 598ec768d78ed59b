"""When a hall takes customers: its calendar, its closing, and how many may wait."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from django.db.models import QuerySet

from shouwen.operation.channels.hall import story
from shouwen.operation.channels.hall.models import Hall, Visit
from shouwen.operation.ledger import clock
from shouwen.operation.ledger.editions import settings_now, working_at
from shouwen.operation.people import statements
from shouwen.operation.people.units import zone_of
from shouwen.worktime import Calendar, Instant


def day_of(unit: int, at: Instant) -> str:
    """The date at the hall, as events name it: "2026-11-30"."""
    return datetime.fromtimestamp(at, ZoneInfo(zone_of(unit))).date().isoformat()


def calendar_of(hall: Hall) -> Calendar | None:
    """The calendar by which the hall opens: its own or the standard's; None where the standard has none."""
    standard = working_at(hall.pk).standard
    if standard is None:
        return None
    return standard.calendars.get(hall.calendar or standard.calendar or "")


def is_open(hall: Hall, at: Instant) -> bool:
    """Whether the hall works at this second. One without a calendar is always open."""
    return _opens_for(hall, at, 1)


def gives_numbers(hall: Hall, at: Instant) -> bool:
    """Whether numbers are given: it is open, and will be for as long as the standard leaves to serve who waits."""
    return _opens_for(hall, at, max(1, settings_now(hall.pk).seconds("hall.closing-lead")))


def waiting(unit: int) -> QuerySet[Visit]:
    """Those who wait for a call today. Who was left waiting on another day has long gone home."""
    return Visit._base_manager.filter(unit=unit, day=day_of(unit, clock.now()), state=story.WAITING)


def number_waiting(unit: int) -> int:
    """How many these are."""
    return int(statements.ask(_WAITING, [unit, day_of(unit, clock.now())])[0][0])


_WAITING = "SELECT count(*) FROM hall_visit WHERE unit_id = %s AND day = %s AND state = 'waiting'"


def is_full(hall: Hall) -> bool:
    """Whether as many wait as may."""
    return hall.capacity is not None and number_waiting(hall.pk) >= hall.capacity


def _opens_for(hall: Hall, at: Instant, seconds: int) -> bool:
    calendar = calendar_of(hall)
    if calendar is None:
        return True
    hours = calendar.clock("hours")
    return hours.read(at + seconds) - hours.read(at) == seconds
