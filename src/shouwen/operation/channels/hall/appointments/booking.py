"""Choosing a time, as the pages for customers and for staff have it: a service, a day, a time of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.http import HttpRequest

from shouwen.operation.channels.hall import naming
from shouwen.operation.channels.hall.appointments import times
from shouwen.operation.channels.hall.models import Appointment, Hall
from shouwen.wording import Wording
from shouwen.worktime import Instant


@dataclass(frozen=True, slots=True)
class Day:
    """A day that may be chosen; `at`: its noon, by which pages write it."""

    date: date
    at: Instant
    chosen: bool


@dataclass(frozen=True, slots=True)
class Choice:
    """What was chosen so far. at: a time that is offered and not full; None: not yet."""

    services: tuple[tuple[str, Wording], ...]
    service: str
    name: Wording | None
    days: tuple[Day, ...]
    times: tuple[times.Time, ...]
    at: Instant | None


def choice_of(request: HttpRequest, hall: Hall, *, but: Appointment | None = None) -> Choice:
    """What the address says was chosen: service, day, at. What is not offered is as if it were not chosen."""
    services = tuple(
        (code, naming.named(one.names, code)) for code, one in naming.services_of(hall.pk).items() if one.offered
    )
    asked = request.GET.get("service", "") or (but.service if but is not None else "")
    name = dict(services).get(asked)
    if name is None:
        return Choice(services, "", None, (), (), None)
    days = times.days(hall.pk)
    chosen = _day(request.GET.get("day", ""), days)
    found: list[times.Time] = []
    if chosen is None:  # the first on which there is room
        for one in days:
            found = times.times(hall, asked, one, but=but)
            chosen = one
            if any(time.left for time in found):
                break
    else:
        found = times.times(hall, asked, chosen, but=but)
    at = request.GET.get("at", "")
    free = {time.at for time in found if time.left}
    picked = int(at) if at.isascii() and at.isdecimal() and len(at) < 12 and int(at) in free else None
    return Choice(
        services,
        asked,
        name,
        tuple(Day(one, times.span(hall.pk, one)[0] + 43200, one == chosen) for one in days),
        tuple(found),
        picked,
    )


def _day(text: str, days: list[date]) -> date | None:
    return next((one for one in days if one.isoformat() == text), None)
