"""What other systems may note of a customer: tier, special care, consent. The same acts as the pages'."""

from __future__ import annotations

from typing import Literal

from django.http import HttpRequest
from ninja import Path
from pydantic import BaseModel, Field

from shouwen.fault import Fault
from shouwen.operation.ledger import customers as book
from shouwen.operation.people import privacy
from shouwen.operation.people.models import Customer
from shouwen.operation.web.api import Once, acting, answers, api, needs
from shouwen.operation.web.api_types import CustomerSeen, Name, Taken, Time, customer_seen

READ, ACT = needs("read"), needs("act")


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

    care: list[Literal["elderly", "disabled", "with-child", "pregnant"]] = Field(max_length=4)
    ground: Literal["asked", "agreed"]


class Agreed(Taken):
    """To what the customer agrees, or no longer does."""

    what: Literal["follow-up", "offers", "recording", "identity-copy", "partners"]
    given: bool


_ANSWERS = answers(CustomerKnown, 200, 404)


@api.get("/customers/{name}", auth=READ, response=_ANSWERS, tags=["customers"], summary="A customer, masked")
def customer(request: HttpRequest, name: Path[Name]) -> CustomerKnown:
    """A customer in sight, by their reference or its name."""
    return _known(_customer(name))


@api.post("/customers/{name}/tier", auth=ACT, response=_ANSWERS, tags=["customers"], summary="Set the tier")
def tier(request: HttpRequest, name: Path[Name], given: Tier, once: Once = None) -> CustomerKnown:
    """For managers and account managers of the unit where the customer was first met."""
    row = _customer(name)
    book.set_tier(row, given.tier or "", by=acting(request), once=once or "")
    return _known(_customer(name))


@api.post("/customers/{name}/care", auth=ACT, response=_ANSWERS, tags=["customers"], summary="Note special care")
def care(request: HttpRequest, name: Path[Name], given: Care, once: Once = None) -> CustomerKnown:
    """The event says that it changed, and not to what."""
    row = _customer(name)
    book.change(row, by=acting(request), consent=given.ground, care=given.care, once=once or "")
    return _known(_customer(name))


@api.post("/customers/{name}/consent", auth=ACT, response=_ANSWERS, tags=["customers"], summary="Note consent")
def consent(request: HttpRequest, name: Path[Name], given: Agreed, once: Once = None) -> CustomerKnown:
    """What the customer agrees to, or no longer."""
    row = _customer(name)
    book.note_consent(row, given.what, given=given.given, by=acting(request), once=once or "")
    return _known(_customer(name))


def _customer(name: str) -> Customer:
    """The customer, where they are in sight. Raises Fault("case-unknown")."""
    rows = Customer.objects.select_related("key", "unit")
    found = rows.filter(name=name.removeprefix("customer:")).first()
    if found is None:
        raise Fault("case-unknown", case=name[:60])
    return found


def _known(row: Customer) -> CustomerKnown:
    shown = customer_seen(row)
    assert shown is not None
    agreed = [ConsentSeen(what=one.what, at=one.at) for one in book.consents_of(privacy.show_masked(row))]
    return CustomerKnown(**dict(shown), consents=agreed)
