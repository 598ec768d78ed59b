"""Appointments that nobody kept are told as missed by themselves, once the grace of the standard is over."""

from __future__ import annotations

import logging
import threading

from django.db import close_old_connections

from shouwen.fault import Fault
from shouwen.operation.channels.hall.appointments import actions, story
from shouwen.operation.channels.hall.models import Appointment
from shouwen.operation.ledger import clock
from shouwen.operation.people import scope

EVERY = 20.0
"""Seconds between two looks."""

log = logging.getLogger("shouwen.hall.appointments")


def turn() -> int:
    """One look at every hall with an appointment whose time has come; how many were told as missed."""
    told = 0
    with scope.everywhere():
        due = Appointment._base_manager.filter(state=story.BOOKED, due__lt=clock.now())
        for unit in due.order_by("unit").values_list("unit", flat=True).distinct():
            try:
                told += actions.tell_missed(unit)
            except Fault as fault:  # its standard no longer says how long one waits
                log.debug("appointments of unit %d are left alone: %s", unit, fault.code)
    return told


def run(stop: threading.Event) -> None:
    """Looks until `stop` is set. Several processes may do it: each holds the hall meanwhile."""
    while not stop.is_set():
        try:
            turn()
        except Exception:
            log.exception("looking for appointments that nobody kept failed; it is tried again")
            close_old_connections()
        stop.wait(EVERY)
