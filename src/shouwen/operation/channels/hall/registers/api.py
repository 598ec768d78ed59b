"""The registers of a hall for other systems. /api/v1/items/…; conventions: web/api.py."""

from __future__ import annotations

from django.http import HttpRequest
from ninja import Path, Router, Status
from pydantic import BaseModel, Field, StrictInt

from shouwen.fault import Fault
from shouwen.operation.channels.hall.models import Items, Visit
from shouwen.operation.channels.hall.registers import actions, story
from shouwen.operation.people.models import Staff
from shouwen.operation.web import api_problems
from shouwen.operation.web.api import Once, acting, answers, needs
from shouwen.operation.web.api_saying import unit_in_sight
from shouwen.operation.web.api_types import Name, Taken, Text, Time

items = Router(tags=["items"])

READ, ACT = needs("read"), needs("act")

api_problems.register(
    409, "item-there-already", "item-held", "item-used", "item-not-yours", "item-not-offered", "item-count-not-asked",
    "item-counts-unlike", "item-count-open", "item-no-difference", "item-count-missing",
)  # fmt: skip

Code = Path[Name]
Subject = Path[Name]


class PartSeen(BaseModel):
    """Numbers in one place: store, held, used, spoilt, missing, lost. `staff`: with whom, or who did it."""

    first: str
    last: str
    place: str
    staff: str = ""


class ItemsSeen(BaseModel):
    """Things of one sort that came in together, and where each number is."""

    items: str = Field(description="items:…")
    hall: str
    sort: str
    name: str
    first: str
    last: str
    number: int
    parts: list[PartSeen]
    uses: int
    counted_at: Time | None = None
    differed_at: Time | None = Field(None, description="Since when a difference waits to be explained.")
    finished: bool


class Received(Taken):
    """What comes into the hall. `sort`: of the standard's hall.register-sorts; `last` empty: a single thing."""

    hall: Name
    sort: Name
    name: Text = ""
    first: Name
    last: Text = ""


class Numbers(Taken):
    """From the first number to the last; `last` empty: that one alone."""

    first: Name
    last: Text = ""


class ToPerson(Numbers):
    """To whom: staff:…"""

    staff: Name


class FromPerson(Numbers):
    """From whom: staff:…"""

    giver: Name


class Used(Numbers):
    """For which customer: visit:…; empty: for none."""

    visit: Text = ""


class Spoilt(Numbers):
    """Why, without personal data."""

    why: Name


class Counted(Taken):
    """What was counted; `missing`: the numbers that are not there; `staff`: who counts again."""

    counted: StrictInt = Field(ge=0, le=story.MOST)
    missing: Text = ""
    staff: Name


class CountedAgain(Taken):
    """What the second person counted."""

    counted: StrictInt = Field(ge=0, le=story.MOST)


class Explained(Taken):
    """Why a count differed, and whether what was missing was found."""

    why: Name
    found: bool


ONE = answers(ItemsSeen, 201, 404, 409)


@items.get("", auth=READ, response=answers(list[ItemsSeen], 200, 404), summary="Shows the registers")
def shown(request: HttpRequest, hall: Name) -> list[ItemsSeen]:
    """What the hall keeps by number and has not used up."""
    unit = unit_in_sight(hall, acting(request))
    rows = Items.objects.filter(unit=unit, finished=False).select_related("case", "unit").order_by("pk")
    return [_seen(row) for row in rows]


@items.post("", auth=ACT, response=ONE, summary="Receives things into the hall")
def receive(request: HttpRequest, given: Received, once: Once = None) -> Status[ItemsSeen]:
    """They are in the hall's keeping from now on."""
    by = acting(request)
    unit = unit_in_sight(given.hall, by)
    return _done(actions.receive(unit, given.sort, given.name, given.first, given.last, by=by, once=once or ""))


@items.get("/{subject}", auth=READ, response=answers(ItemsSeen, 200, 404), summary="Shows one lot")
def one(request: HttpRequest, subject: Subject) -> ItemsSeen:
    """Where each of its numbers is."""
    return _seen(_items(subject))


@items.post("/{subject}/issue", auth=ACT, response=ONE, summary="Issues numbers")
def issue(request: HttpRequest, subject: Subject, given: ToPerson, once: Once = None) -> Status[ItemsSeen]:
    """A manager gives them to a person of the hall."""
    row, by = _items(subject), acting(request)
    return _done(actions.issue(row, given.first, given.last, given.staff, by=by, once=once or ""))


@items.post("/{subject}/use", auth=ACT, response=ONE, summary="Uses numbers")
def use(request: HttpRequest, subject: Subject, given: Used, once: Once = None) -> Status[ItemsSeen]:
    """Who has them uses them, for a customer's visit where there is one."""
    row, by = _items(subject), acting(request)
    return _done(actions.use(row, given.first, given.last, by=by, visit=_visit(given.visit, row), once=once or ""))


@items.post("/{subject}/spoil", auth=ACT, response=ONE, summary="Notes that numbers are spoilt")
def spoil(request: HttpRequest, subject: Subject, given: Spoilt, once: Once = None) -> Status[ItemsSeen]:
    """They cannot be used any more."""
    row, by = _items(subject), acting(request)
    return _done(actions.spoil(row, given.first, given.last, given.why, by=by, once=once or ""))


@items.post("/{subject}/return", auth=ACT, response=ONE, summary="Returns numbers")
def give_back(request: HttpRequest, subject: Subject, given: Numbers, once: Once = None) -> Status[ItemsSeen]:
    """Who has them brings them back."""
    row, by = _items(subject), acting(request)
    return _done(actions.give_back(row, given.first, given.last, by=by, once=once or ""))


@items.post("/{subject}/offer", auth=ACT, response=ONE, summary="Offers numbers to somebody")
def offer(request: HttpRequest, subject: Subject, given: ToPerson, once: Once = None) -> Status[ItemsSeen]:
    """Nothing changes hands until that person accepts."""
    row, by = _items(subject), acting(request)
    return _done(actions.offer(row, given.first, given.last, given.staff, by=by, once=once or ""))


@items.post("/{subject}/accept", auth=ACT, response=ONE, summary="Takes numbers over")
def accept(request: HttpRequest, subject: Subject, given: FromPerson, once: Once = None) -> Status[ItemsSeen]:
    """Whoever was asked has them from now on."""
    row, by = _items(subject), acting(request)
    return _done(actions.accept(row, given.first, given.last, given.giver, by=by, once=once or ""))


@items.post("/{subject}/decline", auth=ACT, response=ONE, summary="Does not take numbers over")
def decline(request: HttpRequest, subject: Subject, given: FromPerson, once: Once = None) -> Status[ItemsSeen]:
    """They stay with who offered them."""
    row, by = _items(subject), acting(request)
    return _done(actions.decline(row, given.first, given.last, given.giver, by=by, once=once or ""))


@items.post("/{subject}/count", auth=ACT, response=ONE, summary="Counts")
def count(request: HttpRequest, subject: Subject, given: Counted, once: Once = None) -> Status[ItemsSeen]:
    """It counts once another person has counted to the same number."""
    row, by = _items(subject), acting(request)
    return _done(actions.count(row, given.counted, given.missing, given.staff, by=by, once=once or ""))


@items.post("/{subject}/confirm-count", auth=ACT, response=ONE, summary="Counts again")
def confirm_count(request: HttpRequest, subject: Subject, given: CountedAgain, once: Once = None) -> Status[ItemsSeen]:
    """A difference is the manager's to explain."""
    return _done(actions.confirm_count(_items(subject), given.counted, by=acting(request), once=once or ""))


@items.post("/{subject}/explain", auth=ACT, response=ONE, summary="Explains a difference")
def explain(request: HttpRequest, subject: Subject, given: Explained, once: Once = None) -> Status[ItemsSeen]:
    """What was missing is back, or lost."""
    row, by = _items(subject), acting(request)
    return _done(actions.explain(row, given.why, found=given.found, by=by, once=once or ""))


def _items(subject: str) -> Items:
    """The lot in sight; its name alone will do. Raises Fault("case-unknown")."""
    name = subject if ":" in subject else f"{story.ITEMS}:{subject}"
    found = Items.objects.filter(case__subject=name).select_related("case", "unit").first()
    if found is None:
        raise Fault("case-unknown", case=subject[:60])
    return found


def _visit(subject: str, row: Items) -> Visit | None:
    if not subject:
        return None
    found = Visit.objects.filter(case__subject=subject, unit=row.unit_id).first()
    if found is None:
        raise Fault("item-visit")
    return found


def _done(row: Items) -> Status[ItemsSeen]:
    return Status(201, _seen(row))


def _seen(row: Items) -> ItemsSeen:
    people = {one.pk: one.reference for one in Staff.objects.filter(pk__in=[who for *_, who in row.spans if who])}
    return ItemsSeen(
        items=row.case.subject,
        hall=row.unit.code,
        sort=row.sort,
        name=row.name,
        first=row.first,
        last=row.last,
        number=row.size,
        parts=[
            PartSeen(
                first=story.number_at(row.first, low),
                last=story.number_at(row.first, high),
                place=place,
                staff=people.get(who or 0, ""),
            )
            for low, high, place, who in row.spans
        ],
        uses=row.uses,
        counted_at=row.counted_at,
        differed_at=row.differed_at,
        finished=row.finished,
    )
