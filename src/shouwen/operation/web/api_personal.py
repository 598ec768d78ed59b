"""Customers' data for other systems: all of it for a reason, as an event; and changed. The same acts as the pages'."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated, Literal

from django.http import HttpRequest
from ninja import Path
from pydantic import BaseModel, Field, StringConstraints

from shouwen.fault import Fault
from shouwen.operation.ledger import customers as book
from shouwen.operation.web.api import Once, acting, answers, api, needs
from shouwen.operation.web.api_customers import (
    CustomerKnown,
    DocumentKind,
    Ground,
    Special,
    customer_in_sight,
    customer_known,
)
from shouwen.operation.web.api_types import BARE, Name, Taken

Short = Annotated[str, StringConstraints(strict=True, max_length=200, pattern=BARE)]
"""Some data, before their own rules look at them."""


class Unmasking(Taken):
    """Why all of the data are needed. Where it is something else, `text` must say what."""

    reason: Literal["call-back", "check-identity", "visit", "correct", "complaint", "other"]
    text: Annotated[str, StringConstraints(strict=True, max_length=500, pattern=BARE)] = ""


class DocumentGiven(Taken):
    """A document."""

    kind: DocumentKind
    number: Short


class AddressGiven(Taken):
    """An address."""

    province: Short = ""
    city: Short = ""
    district: Short = ""
    line: Annotated[str, StringConstraints(strict=True, max_length=400, pattern=BARE)] = ""


class DataChanged(Taken):
    """New data; what is left out stays as it is. Phones, documents and care take the place of all former ones."""

    ground: Ground = Field(description="On what ground they are changed; it is kept with the data.")
    name: Short = ""
    phones: list[Short] = Field([], max_length=20)
    documents: list[DocumentGiven] = Field([], max_length=20)
    address: AddressGiven | None = None
    care: list[Special] | None = Field(None, max_length=4)


class DocumentShown(BaseModel):
    """A document, whole."""

    kind: str
    number: str


class AddressShown(BaseModel):
    """An address, whole."""

    province: str
    city: str
    district: str
    line: str


class DataShown(BaseModel):
    """All of a customer's data. Whoever keeps it answers for it."""

    reference: str
    name: str
    phones: list[str]
    documents: list[DocumentShown]
    address: AddressShown | None
    care: list[str]


@api.post(
    "/customers/{name}/unmask", auth=needs("personal"), response=answers(DataShown, 200, 404, 409), tags=["customers"],
    summary="Show all data, for a reason",
)  # fmt: skip
def unmask(request: HttpRequest, name: Path[Name], given: Unmasking, once: Once = None) -> DataShown:
    """Who asked and why is noted in the customer's story before anything is shown. For people's own tokens alone.

    The same asking, sent again within a minute under one Idempotency-Key, is noted once; later it is another look.
    """
    by, row = acting(request), customer_in_sight(name)
    if by.staff is None:
        raise Fault("api-for-people")
    whole = book.unmask(row, given.reason, given.text.strip(), by=by, once=once or "")
    documents = [DocumentShown(kind=one.kind, number=one.number) for one in whole.documents]
    return DataShown(
        reference=row.subject, name=whole.name, phones=list(whole.phones), documents=documents,
        address=None if whole.address is None else AddressShown(**asdict(whole.address)), care=sorted(whole.care),
    )  # fmt: skip


@api.post(
    "/customers/{name}/change", auth=needs("act"), response=answers(CustomerKnown, 200, 404, 409), tags=["customers"],
    summary="Change data",
)  # fmt: skip
def change(request: HttpRequest, name: Path[Name], given: DataChanged, once: Once = None) -> CustomerKnown:
    """At the customer's wish, or with their consent. The event names the fields that changed, and nothing of them."""
    row = customer_in_sight(name)
    book.change(
        row, by=acting(request), consent=given.ground, name=given.name, phones=given.phones, care=given.care,
        documents=[(one.kind, one.number) for one in given.documents],
        address=None if given.address is None else given.address.model_dump(), once=once or "",
    )  # fmt: skip
    return customer_known(customer_in_sight(name))
