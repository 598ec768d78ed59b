"""The upkeep of a hall for other systems; a machine tells its own faults. /api/v1/facilities/{code}/…, by the hall."""

from __future__ import annotations

from django.http import HttpRequest
from ninja import Path, Router, Status
from pydantic import BaseModel, Field

from shouwen.fault import Fault
from shouwen.operation.channels.hall.models import Facility
from shouwen.operation.channels.hall.upkeep import actions, due, story
from shouwen.operation.people.models import Unit
from shouwen.operation.web import api_problems
from shouwen.operation.web.api import Once, acting, answers, needs
from shouwen.operation.web.api_saying import unit_in_sight
from shouwen.operation.web.api_types import Asked, Name, Taken, Text, Time

facilities = Router(tags=["facilities"])

READ, ACT = needs("read"), needs("act")

api_problems.register(404, "facility-unknown")
api_problems.register(409, "facility-out", "facility-there-already", "facility-no-supply")

Code = Path[Name]


class FacilitySeen(BaseModel):
    """A place, a machine or a supply. `item`: of the standard's hall.facilities, or hall.supplies."""

    code: str
    name: str
    item: str
    supply: bool
    state: str
    fault: str = ""
    fault_since: Time | None = None
    checked_at: Time | None = None
    passed: bool | None = None
    level: str = ""
    due: Time | None = Field(None, description="Until when it is to be looked at.")


class InUse(Taken):
    """What is looked after from now on."""

    item: Name
    code: Name
    name: Text = ""


class Looked(Taken):
    """Whether it was in order."""

    passed: bool


class Faulted(Taken):
    """What is wrong: a name of the standard's hall.faults."""

    what: Name
    since: Asked | None = None
    why: Text = ""


class Level(Taken):
    """A name of the standard's hall.supply-levels."""

    level: Name


class PutOutOfUse(Taken):
    """Why, without personal data."""

    why: Text = ""


ONE = answers(FacilitySeen, 201, 404, 409)


@facilities.get("/{code}", auth=READ, response=answers(list[FacilitySeen], 200, 404), summary="Upkeep")
def shown(request: HttpRequest, code: Code) -> list[FacilitySeen]:
    """All that stands in the hall and is kept up, and until when it is to be looked at."""
    things = due.things_of(unit_in_sight(code, acting(request)).pk)
    return [_seen(one.row, one.look.due if one.look is not None else None) for one in things]


@facilities.post("/{code}", auth=ACT, response=ONE, summary="Puts something into use")
def put_in_use(request: HttpRequest, code: Code, given: InUse, once: Once = None) -> Status[FacilitySeen]:
    """It is looked after from now on, as often as the standard says."""
    by = acting(request)
    unit = unit_in_sight(code, by)
    return _done(actions.put_in_use(unit, given.item, given.code, given.name, by=by, once=once or ""))


@facilities.post("/{code}/{facility}/inspect", auth=ACT, response=ONE, summary="Notes a look at it")
def inspect(
    request: HttpRequest, code: Code, facility: Path[Name], given: Looked, once: Once = None
) -> Status[FacilitySeen]:
    """Somebody looked at it."""
    row = _row(request, code, facility)
    return _done(actions.inspect(row, passed=given.passed, by=acting(request), once=once or ""))


@facilities.post("/{code}/{facility}/fault", auth=ACT, response=ONE, summary="Reports a fault")
def fault(
    request: HttpRequest, code: Code, facility: Path[Name], given: Faulted, once: Once = None
) -> Status[FacilitySeen]:
    """A machine that tells again what stands already changes nothing."""
    row = _row(request, code, facility)
    return _done(
        actions.report_fault(row, given.what, by=acting(request), since=given.since, why=given.why, once=once or "")
    )


@facilities.post("/{code}/{facility}/works", auth=ACT, response=ONE, summary="It works again")
def works(request: HttpRequest, code: Code, facility: Path[Name], once: Once = None) -> Status[FacilitySeen]:
    """It was repaired, or is in use again."""
    return _done(actions.works_again(_row(request, code, facility), by=acting(request), once=once or ""))


@facilities.post("/{code}/{facility}/out-of-use", auth=ACT, response=ONE, summary="Puts it out of use")
def out_of_use(
    request: HttpRequest, code: Code, facility: Path[Name], given: PutOutOfUse, once: Once = None
) -> Status[FacilitySeen]:
    """Nobody is to use it, and no look at it is due, until it works again."""
    row = _row(request, code, facility)
    return _done(actions.put_out_of_use(row, given.why, by=acting(request), once=once or ""))


@facilities.post("/{code}/{facility}/level", auth=ACT, response=ONE, summary="Tells how much is left")
def level(
    request: HttpRequest, code: Code, facility: Path[Name], given: Level, once: Once = None
) -> Status[FacilitySeen]:
    """How much of a supply is left."""
    row = _row(request, code, facility)
    return _done(actions.tell_level(row, given.level, by=acting(request), once=once or ""))


@facilities.post("/{code}/{facility}/refill", auth=ACT, response=ONE, summary="Notes a refill")
def refill(request: HttpRequest, code: Code, facility: Path[Name], once: Once = None) -> Status[FacilitySeen]:
    """There is enough of it again."""
    return _done(actions.refill(_row(request, code, facility), by=acting(request), once=once or ""))


def _row(request: HttpRequest, code: str, facility: str) -> Facility:
    """Raises Fault: "unit-unknown", "facility-unknown"."""
    unit: Unit = unit_in_sight(code, acting(request))
    rows = Facility.objects.filter(unit=unit, code=facility).exclude(state=story.AWAY)
    found = rows.select_related("case", "unit").first()
    if found is None:
        raise Fault("facility-unknown", name=facility[:24])
    return found


def _done(row: Facility) -> Status[FacilitySeen]:
    return Status(201, _seen(row))


def _seen(row: Facility, looked_at_by: int | None = None) -> FacilitySeen:
    return FacilitySeen(
        code=row.code,
        name=row.name,
        item=row.item,
        supply=row.supply,
        state=row.state,
        fault=row.fault,
        fault_since=row.fault_since,
        checked_at=row.checked_at,
        passed=row.passed,
        level=row.level,
        due=looked_at_by,
    )
