"""Appointments for other systems: the same steps as the pages', as JSON. /api/v1/appointments/…;
conventions: web/api.py.

No customer is named in what is given: an appointment is a time and a code.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import HttpRequest
from ninja import Path, Query, Router, Status
from pydantic import BaseModel, Field

from shouwen.fault import Fault
from shouwen.operation.channels.hall.api_types import VisitSeen, visit_seen
from shouwen.operation.channels.hall.appointments import actions, codes, story, times
from shouwen.operation.channels.hall.models import Appointment, Hall
from shouwen.operation.ledger import clock
from shouwen.operation.ledger.read import case_alone
from shouwen.operation.ledger.stories import code_of
from shouwen.operation.people.models import Unit
from shouwen.operation.web import api_problems
from shouwen.operation.web.api import Once, acting, answers, needs
from shouwen.operation.web.api_saying import unit_in_sight
from shouwen.operation.web.api_types import Asked, Name, Taken, Text, Time

appointments = Router(tags=["appointments"])

READ, ACT = needs("read"), needs("act")

api_problems.register(404, "appointment-none-here")
api_problems.register(
    409, "appointment-not-offered", "appointment-full", "appointment-too-many", "appointment-over",
    "appointment-other-day",
)  # fmt: skip

Subject = Path[Name]


class AppointmentSeen(BaseModel):
    """A time that a customer has been promised."""

    subject: str = Field(description="appointment:…")
    unit: str = Field(description="The hall's code.")
    state: str = Field(description=f"One of {', '.join(story.STATES)}.")
    service: str
    due: Time


class Booked(AppointmentSeen):
    """What was booked or changed, with the code that the customer is told for the number machine."""

    code: str = Field(description=f"{codes.DIGITS} digits.")


class DaySeen(BaseModel):
    """The appointments of a day, by time."""

    appointments: list[AppointmentSeen]


class TimeSeen(BaseModel):
    """A time that is offered, and how many may still book it."""

    at: Time
    left: int


class TimesSeen(BaseModel):
    """The times of a day."""

    times: list[TimeSeen]


class WhichDay(Taken):
    """At which hall, on which day; without a day, today."""

    unit: Name
    day: date | None = None


class WhichTimes(WhichDay):
    """For which service."""

    service: Name


class TimeWanted(Taken):
    """What is booked, and for whom. Name and number are sealed."""

    unit: Name
    service: Name
    due: Asked
    name: Text
    phone: Text


class Changed(Taken):
    """To which service and time it is moved."""

    service: Name
    due: Asked


ONE = answers(Booked, 201, 404, 409)


@appointments.get("", auth=READ, response=answers(DaySeen, 200, 404), summary="Shows the appointments of a day")
def of_day(request: HttpRequest, asked: Query[WhichDay]) -> DaySeen:
    """Whatever became of them."""
    unit = unit_in_sight(asked.unit, acting(request))
    begins, ends = times.span(unit.pk, asked.day or times.day_of(unit.pk, clock.now()))
    rows = Appointment.objects.filter(unit=unit, due__gte=begins, due__lt=ends).select_related("case")
    return DaySeen(appointments=[AppointmentSeen(**_facts(row)) for row in rows.order_by("due", "pk")])


@appointments.get("/times", auth=READ, response=answers(TimesSeen, 200, 404), summary="Shows the times of a day")
def offered(request: HttpRequest, asked: Query[WhichTimes]) -> TimesSeen:
    """Those that are full too."""
    hall = _hall(unit_in_sight(asked.unit, acting(request)))
    found = times.times(hall, asked.service, asked.day or times.day_of(hall.pk, clock.now()))
    return TimesSeen(times=[TimeSeen(at=one.at, left=one.left) for one in found])


@appointments.post("", auth=ACT, response=ONE, summary="Books a time")
def book(request: HttpRequest, given: TimeWanted, once: Once = None) -> Status[Booked]:
    """No more at once than the hall's standard allows."""
    by = acting(request)
    unit = unit_in_sight(given.unit, by)
    return _done(
        actions.book(unit, given.service, given.due, name=given.name, phone=given.phone, by=by, once=once or "")
    )


@appointments.get("/{subject}", auth=READ, response=answers(AppointmentSeen, 200, 404), summary="Shows an appointment")
def show(request: HttpRequest, subject: Subject) -> AppointmentSeen:
    """How it stands."""
    return AppointmentSeen(**_facts(_row(subject)))


@appointments.post("/{subject}/change", auth=ACT, response=ONE, summary="Moves an appointment")
def change(request: HttpRequest, subject: Subject, given: Changed, once: Once = None) -> Status[Booked]:
    """To another service or time."""
    return _done(actions.change(_row(subject), given.service, given.due, by=acting(request), once=once or ""))


@appointments.post("/{subject}/cancel", auth=ACT, response=ONE, summary="Cancels an appointment")
def cancel(request: HttpRequest, subject: Subject, once: Once = None) -> Status[Booked]:
    """Its time is free again."""
    return _done(actions.cancel(_row(subject), by=acting(request), once=once or ""))


@appointments.post(
    "/{subject}/arrive", auth=ACT, response=answers(VisitSeen, 201, 404, 409), summary="They are at the hall"
)
def arrive(request: HttpRequest, subject: Subject, once: Once = None) -> Status[VisitSeen]:
    """They are given a number, with the time of the appointment."""
    return Status(201, visit_seen(actions.arrive(_row(subject), by=acting(request), once=once or "")))


def _hall(unit: Unit) -> Hall:
    found = Hall.objects.filter(pk=unit.pk).first()
    if found is None:
        raise Fault("hall-unknown")
    if not times.offers(unit.pk):
        raise Fault("appointment-none-here")
    return found


def _row(subject: str) -> Appointment:
    """The appointment in sight; its name alone will do. Raises Fault("case-unknown")."""
    case = case_alone(subject if ":" in subject else f"{story.APPOINTMENT}:{subject}")
    found = Appointment._base_manager.select_related("case", "unit").filter(pk=case.pk).first()
    if found is None:
        raise Fault("case-unknown", case=subject[:60])
    return found


def _done(row: Appointment) -> Status[Booked]:
    return Status(201, Booked(**_facts(row), code=codes.code_of(row)))


def _facts(row: Appointment) -> dict[str, Any]:
    return {
        "subject": row.case.subject,
        "unit": code_of(row.unit_id),
        "state": row.state,
        "service": row.service,
        "due": row.due,
    }
