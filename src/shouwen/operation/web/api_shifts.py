"""Who is at work: clocked in and out by other systems as on the pages."""

from __future__ import annotations

from django.http import HttpRequest
from pydantic import BaseModel, Field

from shouwen.fault import Fault
from shouwen.operation.ledger.shifts import begin_shift, end_shift
from shouwen.operation.people.models import Shift, Staff
from shouwen.operation.people.rights import Acting
from shouwen.operation.people.units import tree
from shouwen.operation.web.api import acting, answers, api, needs
from shouwen.operation.web.api_saying import unit_in_sight
from shouwen.operation.web.api_types import Name, Person, Taken, Time, person

ACT = needs("act")
_WHOM = Field(None, description="A work number; without one, whose the token is.")


class ClockedIn(Taken):
    """Who is at work from now on, and where."""

    unit: Name = Field(description="The unit's code.")
    staff: Name | None = _WHOM


class Left(Taken):
    """Who leaves now."""

    staff: Name | None = _WHOM


class ShiftSeen(BaseModel):
    """A shift, as it was planned and as it was clocked."""

    staff: Person | None
    unit: str
    begins: Time
    ends: Time
    clocked_in: Time | None = None
    clocked_out: Time | None = None


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
        staff=person(shift.staff), unit=tree()[shift.unit_id].code, begins=shift.begins, ends=shift.ends,
        clocked_in=shift.clocked_in, clocked_out=shift.clocked_out,
    )  # fmt: skip
