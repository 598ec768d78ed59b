"""Customers for other systems: found by a whole number, masked; tier, special care, consent. As on the pages."""

from __future__ import annotations

from typing import Annotated, Literal

from django.db.models import prefetch_related_objects
from django.http import HttpRequest
from ninja import Path
from pydantic import BaseModel, Field, StringConstraints

from shouwen.fault import Fault
from shouwen.operation.ledger import customers as book
from shouwen.operation.people import privacy
from shouwen.operation.people.models import Customer
from shouwen.operation.people.units import tree
from shouwen.operation.web.api import Once, acting, answers, api, needs
from shouwen.operation.web.api_types import BARE, CaseSeen, CustomerSeen, Name, Taken, Time, case_seen, customer_seen
from shouwen.operation.web.customers import CASES, cases_of
from shouwen.operation.web.customers_shown import found_by

READ, ACT = needs("read"), needs("act")

DocumentKind = Literal[
    "resident", "passport", "hong-kong-macau", "taiwan", "residence-permit", "permanent-residence"
]  # fmt: skip
Special = Literal["elderly", "disabled", "with-child", "pregnant"]
Ground = Literal["asked", "agreed"]


class Sought(Taken):
    """A whole telephone number, or a whole number of a document."""

    kind: Literal["phone"] | DocumentKind
    number: Annotated[str, StringConstraints(strict=True, min_length=1, max_length=200, pattern=BARE)]


class CustomerFound(BaseModel):
    """A customer, masked. `reference` and tier are null and empty where none of their cases is in sight."""

    reference: str | None
    name: str
    phone: str
    care: list[str]
    tier: str
    met_at: str = Field(description="The name of the unit where they were first met.")


class CustomersFound(BaseModel):
    """Everyone with this number, the first met first."""

    customers: list[CustomerFound]


class CustomersCases(BaseModel):
    """Cases of a customer, the latest first."""

    cases: list[CaseSeen]


class ConsentSeen(BaseModel):
    """To what the customer agreed, and when."""

    what: str
    at: Time


class CustomerKnown(CustomerSeen):
    """A customer, masked, with what they agreed to."""

    consents: list[ConsentSeen]


class Tier(Taken):
    """The tier, a name of the standard's; null: none."""

    tier: Name | None


class Care(Taken):
    """The special care the customer needs, all of it; on what ground it is noted."""

    care: list[Special] = Field(max_length=4)
    ground: Ground


class Agreed(Taken):
    """To what the customer agrees, or no longer does."""

    what: Literal["follow-up", "offers", "recording", "identity-copy", "partners"]
    given: bool


_ANSWERS = answers(CustomerKnown, 200, 404)


@api.post(
    "/customers/search", auth=READ, response=answers(CustomersFound), tags=["customers"], summary="Find customers"
)
def search(request: HttpRequest, given: Sought) -> CustomersFound:
    """In the whole organisation, masked, by all of a number; it comes in the body, never in an address.

    For people's own tokens, of those who serve customers.
    """
    by = acting(request)
    if by.staff is None:
        raise Fault("api-for-people")
    places = tree()
    found = [
        CustomerFound(
            reference=None if row is None else row.subject, name=one.shown.name,
            phone=one.shown.phones[0] if one.shown.phones else "", care=sorted(one.shown.care),
            tier="" if row is None else row.tier, met_at=places[one.unit].name if one.unit in places else "",
        )
        for one, row in found_by(given.kind, given.number, by=by)
    ]  # fmt: skip
    return CustomersFound(customers=found)


@api.get("/customers/{name}", auth=READ, response=_ANSWERS, tags=["customers"], summary="A customer, masked")
def customer(request: HttpRequest, name: Path[Name]) -> CustomerKnown:
    """A customer in sight, by their reference or its name."""
    return customer_known(customer_in_sight(name))


@api.get(
    "/customers/{name}/cases", auth=READ, response=answers(CustomersCases, 200, 404), tags=["customers"],
    summary="A customer's cases",
)  # fmt: skip
def cases(request: HttpRequest, name: Path[Name]) -> CustomersCases:
    """Those in sight, the latest fifty; the customer's own story and the promises made to them apart."""
    rows = cases_of(customer_in_sight(name), most=CASES)
    prefetch_related_objects(rows, "customer__key", "arose_from")
    return CustomersCases(cases=[case_seen(row) for row in rows])


@api.post("/customers/{name}/tier", auth=ACT, response=_ANSWERS, tags=["customers"], summary="Set the tier")
def tier(request: HttpRequest, name: Path[Name], given: Tier, once: Once = None) -> CustomerKnown:
    """For managers and account managers of the unit where the customer was first met."""
    row = customer_in_sight(name)
    book.set_tier(row, given.tier or "", by=acting(request), once=once or "")
    return customer_known(customer_in_sight(name))


@api.post("/customers/{name}/care", auth=ACT, response=_ANSWERS, tags=["customers"], summary="Note special care")
def care(request: HttpRequest, name: Path[Name], given: Care, once: Once = None) -> CustomerKnown:
    """The event says that it changed, and not to what."""
    row = customer_in_sight(name)
    book.change(row, by=acting(request), consent=given.ground, care=given.care, once=once or "")
    return customer_known(customer_in_sight(name))


@api.post("/customers/{name}/consent", auth=ACT, response=_ANSWERS, tags=["customers"], summary="Note consent")
def consent(request: HttpRequest, name: Path[Name], given: Agreed, once: Once = None) -> CustomerKnown:
    """What the customer agrees to, or no longer."""
    row = customer_in_sight(name)
    book.note_consent(row, given.what, given=given.given, by=acting(request), once=once or "")
    return customer_known(customer_in_sight(name))


def customer_in_sight(name: str) -> Customer:
    """The customer, where they are in sight. Raises Fault("case-unknown")."""
    rows = Customer.objects.select_related("key", "unit")
    found = rows.filter(name=name.removeprefix("customer:")).first()
    if found is None:
        raise Fault("case-unknown", case=name[:60])
    return found


def customer_known(row: Customer) -> CustomerKnown:
    """The customer, masked, with their consents."""
    shown = customer_seen(row)
    assert shown is not None
    agreed = [ConsentSeen(what=one.what, at=one.at) for one in book.consents_of(privacy.show_masked(row))]
    return CustomerKnown(**dict(shown), consents=agreed)
