"""Who is away, and who answers meanwhile: noted by other systems as on the pages of administration."""

from __future__ import annotations

from typing import Annotated

from django.http import HttpRequest
from ninja import Path, Status
from pydantic import BaseModel, Field

from shouwen.fault import Fault
from shouwen.operation.ledger import administering as book
from shouwen.operation.people.models import Absence, Staff
from shouwen.operation.people.posts import require_any
from shouwen.operation.people.rights import Acting
from shouwen.operation.people.roles import MANAGERS
from shouwen.operation.web.administration.absences import absences_managed, managed_people
from shouwen.operation.web.api import Once, acting, answers, api, needs
from shouwen.operation.web.api_types import Asked, Key, Name, Person, Taken, Time, person

READ, ACT = needs("read"), needs("act")
_NUMBER = Field(description="A work number.")


class AbsencePlanned(Taken):
    """Who is away, from when to when, and who answers."""

    staff: Name = _NUMBER
    begins: Asked
    ends: Asked
    backup: Name | None = Field(None, description="A work number; without one their usual backup, or else the manager.")


class BackupChosen(Taken):
    """Who answers while the person is away; null: the manager."""

    backup: Name | None = _NUMBER


class AbsenceSeen(BaseModel):
    """An absence. `backup` is null where their usual one answers, or the manager."""

    number: int
    staff: Person | None
    begins: Time
    ends: Time
    backup: Person | None


class Absences(BaseModel):
    """Who is or will be away, the soonest first; the first two hundred."""

    absences: list[AbsenceSeen]


class BackupSeen(BaseModel):
    """A person, and who usually answers for them."""

    staff: Person | None
    backup: Person | None


_ANSWERS = answers(Absences, 200, 404, 409)


@api.get("/absences", auth=READ, response=answers(Absences), tags=["organisation"], summary="Who is away")
def absences(request: HttpRequest) -> Absences:
    """For managers: of the people of their units, who is or will be away."""
    return _seen(acting(request))


@api.post(
    "/absences", auth=ACT, response={201: AbsenceSeen, **answers(AbsenceSeen, 200, 404, 409)}, tags=["organisation"],
    summary="Note an absence",
)  # fmt: skip
def plan(request: HttpRequest, given: AbsencePlanned, once: Once = None) -> Status[AbsenceSeen]:
    """For managers of a unit where the person has a post. Asked again under the same key: 409."""
    by = acting(request)
    row = book.plan_absence(
        _managed(given.staff, by), given.begins, given.ends, backup=_backup(given.backup), by=by, once=once or ""
    )
    return Status(201, _one(row))


@api.post("/absences/{absence}/end", auth=ACT, response=_ANSWERS, tags=["organisation"], summary="They are back")
def end(
    request: HttpRequest, absence: Path[Annotated[Key, Field(description="Its number.")]], once: Once = None
) -> Absences:
    """The person is back, or does not go after all; the answer tells who is still away."""
    by = acting(request)
    row = Absence.objects.select_related("staff").filter(pk=absence, staff__in=managed_people(by)).first()
    if row is None:
        raise Fault("case-unknown", case=f"absence {absence}")
    book.end_absence(row, by=by, once=once or "")
    return _seen(by)


@api.post(
    "/staff/{number}/backup", auth=ACT, response=answers(BackupSeen, 200, 404, 409), tags=["organisation"],
    summary="Choose a backup",
)  # fmt: skip
def backup(
    request: HttpRequest, number: Path[Annotated[Name, _NUMBER]], given: BackupChosen, once: Once = None
) -> BackupSeen:
    """For the person's managers and the system administrator."""
    by = acting(request)
    row = _managed(number, by)
    book.choose_backup(row, _backup(given.backup), by=by, once=once or "")
    row.refresh_from_db()
    return BackupSeen(staff=person(row), backup=person(row.backup))


def _managed(number: str, by: Acting) -> Staff:
    """The person, where who asks manages them or keeps all accounts. Raises Fault("case-unknown")."""
    people = Staff.objects.filter(username__iexact=number, is_active=True)
    found = people.first() if "system-admin" in by.roles else people.filter(pk__in=managed_people(by)).first()
    if found is None:
        raise Fault("case-unknown", case=f"staff {number}"[:60])
    return found


def _backup(number: str | None) -> Staff | None:
    """Anybody of the house may answer for anybody. Raises Fault("case-unknown")."""
    if number is None:
        return None
    found = Staff.objects.filter(username__iexact=number).first()
    if found is None:
        raise Fault("case-unknown", case=f"staff {number}"[:60])
    return found


def _seen(by: Acting) -> Absences:
    require_any(by, MANAGERS)
    return Absences(absences=[_one(row) for row in absences_managed(by)])


def _one(row: Absence) -> AbsenceSeen:
    return AbsenceSeen(
        number=row.pk, staff=person(row.staff), begins=row.begins, ends=row.ends, backup=person(row.backup)
    )  # fmt: skip
