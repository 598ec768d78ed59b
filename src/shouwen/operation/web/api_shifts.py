"""Who is at work: shifts planned and clocked by other systems as on the pages."""

from __future__ import annotations

from typing import Annotated

from django.http import HttpRequest
from ninja import Path, Query, Status
from pydantic import BaseModel, Field

from shouwen.fault import Fault
from shouwen.operation.ledger import administering as book
from shouwen.operation.ledger.shifts import begin_shift, end_shift
from shouwen.operation.people.models import Shift, Staff
from shouwen.operation.people.posts import require_any
from shouwen.operation.people.rights import Acting
from shouwen.operation.people.units import tree
from shouwen.operation.web.administration.allowed import PLANNERS
from shouwen.operation.web.api import Once, acting, answers, api, needs
from shouwen.operation.web.api_saying import unit_in_sight
from shouwen.operation.web.api_types import Asked, Key, Name, Person, Taken, Time, person

READ, ACT = needs("read"), needs("act")
MOST = 1000
"""Shifts in one answer."""

WEEK = 7 * 86400
MOST_AT_ONCE = 26 * 7
"""Shifts that are planned at once, as on the page: each day of half a year."""

_WHOM = Field(None, description="A work number; without one, whose the token is.")


class ClockedIn(Taken):
    """Who is at work from now on, and where."""

    unit: Name = Field(description="The unit's code.")
    staff: Name | None = _WHOM


class Left(Taken):
    """Who leaves now."""

    staff: Name | None = _WHOM


class ShiftsAsked(Taken):
    """Of which time: those that begin from `since` until before `until`; without it a week."""

    since: Asked
    until: Asked | None = None


class Span(Taken):
    """From when to when."""

    begins: Asked
    ends: Asked


class ShiftsPlanned(Taken):
    """Shifts of a person to come, all of them or none."""

    staff: Name = Field(description="A work number.")
    spans: list[Span] = Field(min_length=1, max_length=MOST_AT_ONCE)


class ShiftSeen(BaseModel):
    """A shift, as it was planned and as it was clocked."""

    number: int
    staff: Person | None
    unit: str
    begins: Time
    ends: Time
    clocked_in: Time | None = None
    clocked_out: Time | None = None


class Shifts(BaseModel):
    """Shifts, the earliest first; the first thousand."""

    shifts: list[ShiftSeen]


_ANSWERS = answers(ShiftSeen, 200, 404)


@api.post("/shifts/clock-in", auth=ACT, response=_ANSWERS, tags=["organisation"], summary="Clock in")
def clock_in(request: HttpRequest, given: ClockedIn) -> ShiftSeen:
    """Everyone themselves; the people of a unit its managers, and a reader at its door."""
    by = acting(request)
    unit = unit_in_sight(given.unit, by)
    return _seen(begin_shift(_whom(given.staff, by), unit, by=by))


@api.post("/shifts/clock-out", auth=ACT, response=_ANSWERS, tags=["organisation"], summary="Clock out")
def clock_out(request: HttpRequest, given: Left) -> ShiftSeen:
    """As clocking in."""
    by = acting(request)
    return _seen(end_shift(_whom(given.staff, by), by=by))


@api.get(
    "/units/{code}/shifts", auth=READ, response=answers(Shifts, 200, 404), tags=["organisation"],
    summary="A unit's shifts",
)  # fmt: skip
def shifts(request: HttpRequest, code: Path[Name], asked: Query[ShiftsAsked]) -> Shifts:
    """For its managers and planners: who, when, and as it was clocked."""
    by = acting(request)
    unit = unit_in_sight(code, by)
    require_any(by, PLANNERS, unit=unit)
    until = asked.since + WEEK if asked.until is None else asked.until
    rows = Shift.objects.filter(unit=unit, begins__gte=asked.since, begins__lt=until).select_related("staff")
    return Shifts(shifts=[_seen(row) for row in rows.order_by("begins", "pk")[:MOST]])


@api.post(
    "/units/{code}/shifts", auth=ACT, response={201: Shifts, **answers(Shifts, 200, 404, 409)}, tags=["organisation"],
    summary="Plan shifts",
)  # fmt: skip
def plan(request: HttpRequest, code: Path[Name], given: ShiftsPlanned, once: Once = None) -> Status[Shifts]:
    """For the unit's managers and planners. Asked again under the same key: 409, and nothing is planned twice."""
    by = acting(request)
    unit = unit_in_sight(code, by)
    spans = [(one.begins, one.ends) for one in given.spans]
    rows = book.plan_shifts(_whom(given.staff, by), unit, spans, by=by, once=once or "")
    return Status(201, Shifts(shifts=[_seen(row) for row in rows]))


@api.post(
    "/shifts/{shift}/take-away", auth=ACT, response=answers(ShiftSeen, 200, 404, 409), tags=["organisation"],
    summary="Take a planned shift away",
)  # fmt: skip
def take_away(
    request: HttpRequest, shift: Path[Annotated[Key, Field(description="Its number.")]], once: Once = None
) -> ShiftSeen:
    """For the unit's managers and planners; the answer tells what it was. One that was clocked in to stays."""
    by = acting(request)
    row = Shift.objects.select_related("unit", "staff").filter(pk=shift, unit__in=by.units).first()
    if row is None:
        raise Fault("case-unknown", case=f"shift {shift}")
    seen = _seen(row)
    book.take_away_shift(row, by=by, once=once or "")
    return seen


def _whom(number: str | None, by: Acting) -> Staff:
    """The person, where they work at a unit in sight. Raises Fault("case-unknown")."""
    if number is None and by.staff is not None:
        return Staff.objects.get(pk=by.staff)
    found = Staff.objects.filter(username__iexact=number or "", is_active=True).first()
    if found is None or (found.pk != by.staff and not found.posts.filter(unit__in=by.units).exists()):
        raise Fault("case-unknown", case=f"staff {number or '-'}"[:60])
    return found


def _seen(shift: Shift) -> ShiftSeen:
    return ShiftSeen(
        number=shift.pk, staff=person(shift.staff), unit=tree()[shift.unit_id].code,
        begins=shift.begins, ends=shift.ends, clocked_in=shift.clocked_in, clocked_out=shift.clocked_out,
    )  # fmt: skip
