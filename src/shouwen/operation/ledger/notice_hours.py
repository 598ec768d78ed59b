"""When a notice may be sent out: only in the hours that the standard gives (`notices: {hours: CALENDAR}`)."""

from __future__ import annotations

from dataclasses import replace

from shouwen.operation.ledger.editions import working_at
from shouwen.worktime import Calendar, Instant


def send_from(unit: int, at: Instant) -> Instant:
    """The first second from `at` on in which a notice of this unit may be sent; `at` where no hours are given."""
    standard = working_at(unit).standard
    if standard is None or standard.notice_hours is None:
        return at
    calendar = standard.calendars[standard.notice_hours]
    opens = _next_open(calendar, at)
    if opens is None and calendar.holidays is not None:
        # The holidays of that year are not known yet: the hours of the weekday are all there is to go by.
        opens = _next_open(replace(calendar, holidays=None), at)
    return at if opens is None else opens


def _next_open(calendar: Calendar, at: Instant) -> Instant | None:
    """The first second from `at` on in which the calendar is open; None where that is not known, or never."""
    clock = calendar.clock("hours")
    after = clock.when(clock.read(at) + 1)  # one second of working time later
    return None if after is None else after - 1
