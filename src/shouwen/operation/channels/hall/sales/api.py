"""Device sales for other systems: the same steps as the pages', as JSON. /api/v1/sales/…; conventions: web/api.py."""

from __future__ import annotations

from django.http import HttpRequest
from ninja import Path, Query, Router, Status
from pydantic import BaseModel, Field

from shouwen.fault import Fault
from shouwen.operation.channels.hall import story as visits
from shouwen.operation.channels.hall.models import Sale, Visit
from shouwen.operation.channels.hall.sales import actions, story
from shouwen.operation.ledger.models import Case
from shouwen.operation.ledger.read import case_alone
from shouwen.operation.ledger.stories import code_of
from shouwen.operation.web import api_problems
from shouwen.operation.web.api import Once, acting, answers, needs
from shouwen.operation.web.api_saying import unit_in_sight
from shouwen.operation.web.api_types import Asked, Data, Name, Taken, Text, Time

sales = Router(tags=["sales"])

READ, ACT = needs("read"), needs("act")
MOST = 200

api_problems.register(409, "sale-nothing-sold")

Subject = Path[Name]


class SaleSeen(BaseModel):
    """A customer who came for a device. Empty or null: not yet."""

    subject: str = Field(description="sale:…")
    unit: str = Field(description="The hall's code.")
    state: str = Field(description=f"One of {', '.join(story.STATES)}.")
    place: str = Field(description="A name of the standard's hall.sale-places.")
    noticed_at: Time | None
    greeted_at: Time | None
    brand: str = Field(description="The customer's: a name of the standard's hall.brands.")
    model: str
    for_brand: str = Field(description="For whom the custom model is that was offered last.")
    prepaid: int | None = Field(description="What is prepaid for it, in cents.")
    referred: str = Field(description="Where a question was referred to: a name of hall.referral-places.")
    sold: int = Field(description="Devices that were sold.")
    sold_at: Time | None
    card: bool = Field(description="Whether the warranty card of the last one is filled in.")
    manner: str = Field(description="How they are to be contacted: a name of hall.contact-manners.")
    contacted_at: Time | None


class SalesSeen(BaseModel):
    """The customers for a device who are in a hall."""

    sales: list[SaleSeen]


class Which(Taken):
    """At which hall."""

    unit: Name


class Noticed(Taken):
    """Somebody came for a device."""

    unit: Name = Field(description="The hall's code.")
    place: Name = Field(description="A name of the standard's hall.sale-places.")
    visit: Text = Field("", description="visit:…, beside which it arises.")
    at: Asked | None = Field(None, description="When, for a report of something past; without it, now.")


class Place(Taken):
    """Where they are now."""

    place: Name


class Turn(Taken):
    """A step of the sale."""

    word: Name = Field(description=f"One of {', '.join(turn.word for turn in (*story.TURNS, *story.BESIDE))}.")
    data: Data = Field(default_factory=dict)


class ContactsPromised(Taken):
    """Whom to contact, and how. Name and number are sealed, and shown masked."""

    name: Text
    phone: Text
    manner: Name


class Manner(Taken):
    """How they were contacted."""

    manner: Name


ONE = answers(SaleSeen, 201, 404, 409)


@sales.get("", auth=READ, response=answers(SalesSeen, 200, 404), summary="Shows who is there for a device")
def here(request: HttpRequest, asked: Query[Which]) -> SalesSeen:
    """The latest first."""
    unit = unit_in_sight(asked.unit, acting(request))
    rows = Sale.objects.filter(unit=unit).exclude(state=story.GONE).select_related("case")
    return SalesSeen(sales=[_seen(row) for row in rows.order_by("-noticed_at")[:MOST]])


@sales.post("", auth=ACT, response=ONE, summary="Notes that somebody came for a device")
def notice(request: HttpRequest, given: Noticed, once: Once = None) -> Status[SaleSeen]:
    """A sale begins; whoever says it owns it."""
    by = acting(request)
    visit = _visit(given.visit) if given.visit else None
    unit = unit_in_sight(given.unit, by)
    return _done(actions.notice(unit, given.place, by=by, visit=visit, at=given.at, once=once or ""))


@sales.get("/{subject}", auth=READ, response=answers(SaleSeen, 200, 404), summary="Shows a sale")
def show(request: HttpRequest, subject: Subject) -> SaleSeen:
    """How it stands."""
    return _seen(_sale(subject))


@sales.post("/{subject}/place", auth=ACT, response=ONE, summary="They come to another place")
def place(request: HttpRequest, subject: Subject, given: Place, once: Once = None) -> Status[SaleSeen]:
    """From the area to the counter, where they are to be greeted again."""
    return _done(actions.at_place(_sale(subject), given.place, by=acting(request), once=once or ""))


@sales.post("/{subject}/turns", auth=ACT, response=ONE, summary="Takes a step of the sale")
def turn(request: HttpRequest, subject: Subject, given: Turn, once: Once = None) -> Status[SaleSeen]:
    """A custom model for another brand than the customer's is noted as such at once."""
    known = {one.word for one in (*story.TURNS, *story.BESIDE)} - {story.PROMISED}
    if given.word not in known:
        raise Fault("sale-choice-unknown", given=given.word[:24], known=", ".join(sorted(known)))
    return _done(actions.say(_sale(subject), given.word, by=acting(request), data=given.data, once=once or ""))


@sales.post("/{subject}/promise-contacts", auth=ACT, response=ONE, summary="Promises contacts")
def promise(request: HttpRequest, subject: Subject, given: ContactsPromised, once: Once = None) -> Status[SaleSeen]:
    """The buyer agrees to be contacted."""
    sale, by = _sale(subject), acting(request)
    return _done(actions.promise_contacts(sale, given.name, given.phone, given.manner, by=by, once=once or ""))


@sales.post("/{subject}/contact", auth=ACT, response=ONE, summary="Notes a contact")
def contact(request: HttpRequest, subject: Subject, given: Manner, once: Once = None) -> Status[SaleSeen]:
    """The next one is owed from here."""
    return _done(actions.contact(_sale(subject), given.manner, by=acting(request), once=once or ""))


@sales.post("/{subject}/release", auth=ACT, response=ONE, summary="Ends the contacts")
def release(request: HttpRequest, subject: Subject, once: Once = None) -> Status[SaleSeen]:
    """The buyer wants none any more."""
    return _done(actions.release(_sale(subject), by=acting(request), once=once or ""))


def _sale(subject: str) -> Sale:
    """The sale in sight; its name alone will do. Raises Fault("case-unknown")."""
    case = case_alone(subject if ":" in subject else f"{story.SALE}:{subject}")
    found = Sale._base_manager.select_related("case__customer__key").filter(pk=case.pk).first()
    if found is None:
        raise Fault("case-unknown", case=subject[:60])
    return found


def _visit(subject: str) -> Visit:
    case: Case = case_alone(subject if ":" in subject else f"{visits.VISIT}:{subject}")
    found = Visit._base_manager.select_related("case").filter(pk=case.pk).first()
    if found is None:
        raise Fault("case-unknown", case=subject[:60])
    return found


def _done(sale: Sale) -> Status[SaleSeen]:
    return Status(201, _seen(sale))


def _seen(row: Sale) -> SaleSeen:
    return SaleSeen(
        subject=row.case.subject, unit=code_of(row.unit_id), state=row.state, place=row.place,
        noticed_at=row.noticed_at, greeted_at=row.greeted_at, brand=row.brand, model=row.model,
        for_brand=row.for_brand, prepaid=row.prepaid, referred=row.referred, sold=row.sold, sold_at=row.sold_at,
        card=row.card, manner=row.manner, contacted_at=row.contacted_at,
    )  # fmt: skip
