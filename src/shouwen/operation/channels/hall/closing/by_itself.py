"""What nobody closed is closed by itself, some time after the hall has (the standard's hall.closes-itself-after).

What happened to a customer more lately than that is left alone: somebody may be working late. A hall that never closes
is tidied when its day is over. Several processes may do it: each holds the hall while it does.
"""

from __future__ import annotations

import logging
import threading

from django.db import close_old_connections

from shouwen.fault import Fault
from shouwen.operation.channels.hall.closing.closing import Closed, close_day
from shouwen.operation.channels.hall.models import CounterDay, Hall, Visit
from shouwen.operation.channels.hall.waiting import opening
from shouwen.operation.ledger import clock
from shouwen.operation.ledger.editions import settings_now
from shouwen.operation.people import scope
from shouwen.operation.people.rights import SYSTEM
from shouwen.worktime import Instant

EVERY = 60.0
"""Seconds between two looks."""

log = logging.getLogger("shouwen.hall.closing")


def run(stop: threading.Event) -> None:
    """Looks until `stop` is set."""
    while not stop.is_set():
        try:
            turn()
        except Exception:
            log.exception("closing the halls' days failed; it is tried again")
            close_old_connections()
        stop.wait(EVERY)


def turn() -> dict[str, Closed]:
    """One look at every hall; what was closed, by its code."""
    found = {}
    with scope.everywhere():
        for hall in Hall._base_manager.select_related("unit").order_by("pk"):
            try:
                done = tidy(hall)
            except Fault as fault:  # its standard has no such setting: it is closed by hand
                log.debug("%s is not closed by itself: %s", hall.unit.code, fault.code)
                continue
            if not done.nothing:
                found[hall.unit.code] = done
    return found


def tidy(hall: Hall) -> Closed:
    """Closes what was left over at this hall, where it is time. Raises Fault where its standard does not say when."""
    now = clock.now()
    late = now - settings_now(hall.pk).seconds("hall.closes-itself-after")
    closed, today = _has_been_closed(hall, late, now), opening.day_of(hall.pk, now)

    def is_over(at: Instant) -> bool:
        return at <= late and (closed or opening.day_of(hall.pk, at) < today)

    def ends(visit: Visit) -> bool:
        return is_over(_last(visit))

    def shuts(day: CounterDay) -> bool:
        return is_over(day.since or 0)

    return close_day(hall.unit, by=SYSTEM, ends=ends, shuts=shuts, grade="system")


def _has_been_closed(hall: Hall, begin: Instant, end: Instant) -> bool:
    """Whether the hall's calendar has it closed all this time, as far as it can tell."""
    calendar = opening.calendar_of(hall)
    if calendar is None:
        return False
    hours = calendar.clock("hours")
    return not hours.dark(begin) and not hours.dark(end) and hours.read(begin) == hours.read(end)


def _last(visit: Visit) -> Instant:
    """When something last happened to this customer that the row keeps."""
    times = (visit.entered_at, visit.taken_at, visit.called_at, visit.begun_at, visit.ended_at)
    return max((at for at in times if at is not None), default=0)
