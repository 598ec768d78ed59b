"""Customers as lists and heads of pages show them: masked, with few questions to the database."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.http import Http404
from django.urls import reverse

from shouwen.fault import Fault
from shouwen.operation.ledger.models import Case
from shouwen.operation.people import personal, privacy
from shouwen.operation.people.models import Customer
from shouwen.operation.people.personal import PersonalData
from shouwen.operation.people.rights import Acting
from shouwen.wording import Wording


@dataclass(frozen=True, slots=True)
class Masked:
    """A customer in a line: masked name ("" where it was erased), first telephone, special care, tier, their page."""

    name: str
    phone: str
    care: tuple[Wording, ...]
    tier: str
    address: str
    erased: bool


def masked_of(cases: Iterable[Case]) -> Mapping[int, Masked]:
    """The customers of these cases, which are in sight, by key. One query."""
    keys = {case.customer_id for case in cases if case.customer_id is not None}
    if not keys:
        return {}
    rows = Customer._base_manager.filter(pk__in=keys).select_related("key")
    return {row.pk: masked(row) for row in rows}


def masked(customer: Customer) -> Masked:
    """One customer; data that cannot be opened now are shown as nothing."""
    try:
        shown = privacy.show_masked(customer)
    except Fault:
        shown = privacy.ERASED
    return Masked(
        name=shown.name,
        phone=shown.phones[0] if shown.phones else "",
        care=care_of(shown),
        tier=customer.tier,
        address=reverse("customer", args=[customer.name]),
        erased=customer.erased_at is not None,
    )


def care_of(shown: PersonalData) -> tuple[Wording, ...]:
    """What special care is needed, in words."""
    return tuple(personal.CARE[name] for name in sorted(shown.care) if name in personal.CARE)


def facts_of(shown: PersonalData) -> list[tuple[str, list[str]]]:
    """(field, lines) of what is known of a customer, masked or not; the fields are those of ledger/customers.FIELDS."""
    documents = [one.number for one in shown.documents]
    address = shown.address
    parts = [] if address is None else [address.province, address.city, address.district, address.line]
    return [
        ("name", [shown.name]),
        ("phones", list(shown.phones)),
        ("documents", documents),
        ("address", [" ".join(part for part in parts if part)] if parts else []),
    ]


def found_by(kind: str, number: str, *, by: Acting) -> Sequence[tuple[privacy.Found, Customer | None]]:
    """Customers with this whole number (`kind`: "phone", or that of a document) in the whole organisation, masked; with
    their row where it is in sight.

    Raises Fault("customers-not-yours") for who serves nobody, and the faults of `read_phone` and `read_document`.
    """
    if not by.units:
        raise Fault("customers-not-yours")
    found = privacy.find_by_phone(number) if kind == "phone" else privacy.find_by_document(kind, number)
    seen = Customer.objects.in_bulk([one.customer for one in found])
    return [(one, seen.get(one.customer)) for one in found]


def customer_or_404(name: str) -> Customer:
    """The customer of this name, where they are in sight. Raises Http404."""
    row = Customer.objects.select_related("key", "unit").filter(name=name).first()
    if row is None:
        raise Http404
    return row
