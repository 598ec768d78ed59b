"""Customers' personal data and texts about them: kept sealed, shown masked, found blind, forgotten for good.

    customer = meet(unit, read_personal(name=…, phones=[…]))
    show_masked(customer)             what a page shows
    show(customer)                    all of it: only through an event that says who wanted it and why (ledger)
    keep_text(customer, "…")          "text:<digest>", to stand in an event
    find_by_phone("138 0013 8000")    in the whole organisation, masked
    erase(customer, at)               nothing opens what was kept, here or in a copy of the tables

The master key comes from SHOUWEN_KEY or the file customer.key; without it every function here raises
Fault("customer-key-wrong"). Copies of the database made before an erasure still hold the wrapped key: they must be
given up in the time the organisation promises.
"""

from __future__ import annotations

import hashlib
import hmac
import os
import secrets
import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Final

from django.conf import settings
from django.db import transaction

from shouwen.fault import Fault
from shouwen.operation.people import sealing, statements, unit_keys
from shouwen.operation.people.identity import read_document
from shouwen.operation.people.models import Customer, CustomerKey, CustomerMark, PersonalText, Unit
from shouwen.operation.people.personal import PersonalData, from_bytes, masked, to_bytes
from shouwen.operation.people.phone import parted, read_phone
from shouwen.operation.people.sealing import Master, master_of

PHONE: Final = "phone"
DOCUMENT: Final = "document"
TEXT: Final = "text:"
FOUND_AT_MOST: Final = 20
DIGITS: Final = 4

ERASED: Final = PersonalData(name="", masked=True)
"""What is shown of a customer who was erased."""


@dataclass(frozen=True, slots=True)
class Found:
    """A customer found by a whole number: masked, whoever asks. `seen` rows are asked for as ever, by scope."""

    customer: int
    subject: str
    unit: int
    shown: PersonalData


def meet(unit: Unit, personal: PersonalData) -> Customer:
    """A new customer, first met at the unit, under a name that says nothing."""
    return meet_many([(unit, personal)])[0]


def meet_many(met: Iterable[tuple[Unit, PersonalData]]) -> list[Customer]:
    """As `meet`, for many at once: three statements in all."""
    master, customers, keys, marks = _master(), [], [], []
    for unit, personal in met:
        _whole(personal)
        name, key = secrets.token_hex(16), sealing.new_key()
        sealed = sealing.seal(to_bytes(personal), key=key, owner=name, kind="personal")
        customer = Customer(name=name, unit=unit, personal=sealed)
        customers.append(customer)
        keys.append(CustomerKey(customer=customer, wrapped=sealing.wrap(key, owner=name, master=master)))
        marks += [
            CustomerMark(customer=customer, kind=kind, digest=digest) for kind, digest in _marks(personal, master)
        ]
    with transaction.atomic():
        Customer._base_manager.bulk_create(customers)
        for wrapped in keys:
            wrapped.customer_id = wrapped.customer.pk
        for one in marks:
            one.customer_id = one.customer.pk
        CustomerKey.objects.bulk_create(keys)
        CustomerMark.objects.bulk_create(marks)
    return customers


def keep(customer: Customer, personal: PersonalData) -> None:
    """Puts these data in the place of the former. Raises Fault("customer-erased"); ValueError for masked ones."""
    _whole(personal)
    with transaction.atomic():
        Customer._base_manager.select_for_update().get(pk=customer.pk)
        customer.personal = sealing.seal(
            to_bytes(personal), key=_fresh_key_of(customer), owner=customer.name, kind="personal"
        )
        customer.save(update_fields=["personal"])
        _set_marks(customer, personal)


def amend(customer: Customer, change: Callable[[PersonalData], PersonalData]) -> tuple[PersonalData, PersonalData]:
    """Puts what `change` makes of the data in their place, without showing them to anybody; the former and the new.

    Raises Fault("customer-erased"); ValueError for masked ones.
    """
    with transaction.atomic():
        row = Customer._base_manager.select_for_update().get(pk=customer.pk)
        before = _open(row)
        after = change(before)
        if after != before:
            keep(row, after)
            customer.personal = row.personal
    return before, after


def show_masked(customer: Customer) -> PersonalData:
    """What a page shows; ERASED where there is nothing any more. For a list, ask with select_related("key")."""
    if customer.erased_at is not None:
        return ERASED
    return masked(_open(customer))


def show(customer: Customer) -> PersonalData:
    """All of it. For the ledger's unmasking alone, which says in an event who asked and why.

    Raises Fault("customer-erased").
    """
    return _open(customer)


def has_digits(customer: Customer) -> bool:
    """Whether there is a number by whose last digits the customer may be known (`knows_digits`)."""
    return bool(_last_digits(customer))


def knows_digits(customer: Customer, digits: str) -> bool:
    """Whether these are the last four digits of one of the customer's numbers, an extension left aside.

    Compared here, under seal: nobody is shown anything, so that it is no look at the data. All numbers are compared,
    each in the same time. Who asks must count the attempts: there are ten thousand to try.
    """
    typed = unicodedata.normalize("NFKC", digits).strip().encode()
    equal = [hmac.compare_digest(typed, right.encode()) for right in _last_digits(customer)]
    return any(equal)


def keep_text(customer: Customer, text: str) -> str:
    """Seals a free text about the customer; gives the reference that an event may hold: "text:" and the digest of
    what is stored. Raises Fault("customer-erased")."""
    sealed = sealing.seal(text.encode(), key=_key_of(customer), owner=customer.name, kind="text")
    name = hashlib.sha256(sealed).hexdigest()
    statements.add(PersonalText, [PersonalText(name=name, customer_id=customer.pk, sealed=sealed)])
    return TEXT + name


def read_text(reference: str) -> str | None:
    """The text of a reference; None where the customer was erased. Whoever may see the event may read it.

    Raises Fault: "text-unknown", "customer-data-damaged".
    """
    texts = read_texts([reference])
    if reference not in texts:
        raise Fault("text-unknown")
    return texts[reference]


def read_texts(references: Iterable[str]) -> dict[str, str | None]:
    """As `read_text`, of many at once, in one query; unknown references are left out."""
    names = {reference.removeprefix(TEXT) for reference in references if reference.startswith(TEXT)}
    rows = PersonalText.objects.filter(name__in=names).select_related("customer__key")
    return {TEXT + row.name: _read(row) for row in rows}


def seal_bytes(customer: Customer, data: bytes) -> bytes:
    """Seals an attachment. Raises Fault("customer-erased")."""
    return sealing.seal(data, key=_key_of(customer), owner=customer.name, kind="bytes")


def open_bytes(customer: Customer, sealed: bytes) -> bytes:
    """What `seal_bytes` sealed for this customer. Raises Fault: "customer-erased", "customer-data-damaged"."""
    return sealing.unseal(sealed, key=_key_of(customer), owner=customer.name, kind="bytes")


def find_by_phone(phone: str) -> list[Found]:
    """Customers with this whole number, wherever they were met, the first met first. Raises the Fault of `read_phone`.

    On purpose outside any scope: whoever is called by a customer must find them. So it shows masked data only, and
    needs the number whole.
    """
    return _found(PHONE, read_phone(phone))


def keys_with_phone(phone: str) -> list[int]:
    """The keys of all customers with this whole number, to count what is theirs; nobody is shown.

    Raises the Fault of `read_phone`.
    """
    digest = sealing.mark(read_phone(phone), kind=PHONE, master=_master())
    return list(CustomerMark.objects.filter(kind=PHONE, digest=digest).values_list("customer", flat=True))


def find_by_document(kind: str, number: str) -> list[Found]:
    """Customers with this document, as `find_by_phone`. Raises the Fault of `read_document`."""
    return _found(DOCUMENT, f"{kind}:{read_document(kind, number)}")


def erase(customer: Customer, at: int) -> None:
    """Forgets who this is: the key and the marks go, so that nothing opens what was sealed, here or in the events.

    The row stays, so that events about the customer still hang together. Once erased, nothing changes.
    """
    with transaction.atomic():
        Customer._base_manager.select_for_update().get(pk=customer.pk)
        # The key is written over first: some databases leave what is deleted in their files for a while.
        CustomerKey.objects.filter(customer=customer).update(wrapped=os.urandom(65))
        CustomerKey.objects.filter(customer=customer).delete()
        CustomerMark.objects.filter(customer=customer).delete()
        Customer._base_manager.filter(pk=customer.pk, erased_at__isnull=True).update(personal=b"", erased_at=at)
    customer._state.fields_cache.pop("key", None)
    customer.refresh_from_db(fields=["personal", "erased_at"], from_queryset=Customer._base_manager.all())


def rewrap(old: str, new: str, *, batch: int = 500) -> int:
    """Gives every customer's and every unit's key into the keeping of another master key; how many there were to do.

    Nobody may write customers' data meanwhile (stop the pages first), and SHOUWEN_KEY is changed afterwards. Broken
    off, it can be started again with the same two keys. Raises Fault("customer-key-wrong") for a wrong old key.
    """
    former, coming = master_of(old), master_of(new)
    done, last = unit_keys.rewrap(former, coming), 0
    while True:
        with transaction.atomic():
            rows = list(
                CustomerKey.objects.select_for_update(of=("self",))
                .filter(pk__gt=last)
                .select_related("customer")
                .order_by("pk")[:batch]
            )
            for row in rows:
                if not sealing.wrapped_by(bytes(row.wrapped), coming):
                    _rewrap(row, former, coming)
                    done += 1
        if not rows:
            return done
        last = rows[-1].pk


def _rewrap(row: CustomerKey, former: Master, coming: Master) -> None:
    customer = row.customer
    key = sealing.unwrap(bytes(row.wrapped), owner=customer.name, master=former)
    row.wrapped = sealing.wrap(key, owner=customer.name, master=coming)
    row.save(update_fields=["wrapped"])
    sealed = bytes(customer.personal)
    if sealed:
        personal = from_bytes(sealing.unseal(sealed, key=key, owner=customer.name, kind="personal"))
        _set_marks(customer, personal, master=coming)


def _whole(personal: PersonalData) -> None:
    if personal.masked:
        raise ValueError("masked data are for showing, not for keeping")


def _master() -> Master:
    return master_of(settings.CUSTOMER_KEY)


def _key_of(customer: Customer) -> bytes:
    if "key" in _cached(customer):
        found = [customer.key]
    else:
        found = statements.read(CustomerKey, "customer_id = %s", [customer.pk])
    kept = next(iter(found), None)
    if kept is None or customer.erased_at is not None:
        raise Fault("customer-erased")
    return sealing.unwrap(bytes(kept.wrapped), owner=customer.name, master=_master())


def _fresh_key_of(customer: Customer) -> bytes:
    customer._state.fields_cache.pop("key", None)
    return _key_of(customer)


def _cached(customer: Customer) -> dict[str, object]:
    return {name: row for name, row in customer._state.fields_cache.items() if row is not None}


def _open(customer: Customer) -> PersonalData:
    key = _key_of(customer)
    return from_bytes(sealing.unseal(bytes(customer.personal), key=key, owner=customer.name, kind="personal"))


def _last_digits(customer: Customer) -> list[str]:
    if customer.erased_at is not None:
        return []
    numbers = ["".join(filter(str.isdigit, parted(phone)[0])) for phone in _open(customer).phones]
    return [number[-DIGITS:] for number in numbers if len(number) >= DIGITS]


def _read(row: PersonalText) -> str | None:
    sealed = bytes(row.sealed)
    if hashlib.sha256(sealed).hexdigest() != row.name:
        raise Fault("customer-data-damaged")
    if row.customer.erased_at is not None:
        return None
    return sealing.unseal(sealed, key=_key_of(row.customer), owner=row.customer.name, kind="text").decode()


def _set_marks(customer: Customer, personal: PersonalData, *, master: Master | None = None) -> None:
    wanted = set(_marks(personal, master or _master()))
    rows = {(row.kind, bytes(row.digest)): row.pk for row in CustomerMark.objects.filter(customer=customer)}
    CustomerMark.objects.filter(pk__in=[pk for mark, pk in rows.items() if mark not in wanted]).delete()
    CustomerMark.objects.bulk_create(
        CustomerMark(customer=customer, kind=kind, digest=digest) for kind, digest in sorted(wanted - set(rows))
    )


def _marks(personal: PersonalData, master: Master) -> list[tuple[str, bytes]]:
    texts = [(PHONE, phone) for phone in personal.phones]
    texts += [(DOCUMENT, f"{one.kind}:{one.number}") for one in personal.documents]
    return [(kind, sealing.mark(text, kind=kind, master=master)) for kind, text in dict.fromkeys(texts)]


def _found(kind: str, text: str) -> list[Found]:
    digest = sealing.mark(text, kind=kind, master=_master())
    rows = (
        Customer._base_manager.filter(marks__kind=kind, marks__digest=digest)
        .select_related("key")
        .order_by("pk")[:FOUND_AT_MOST]
    )
    return [Found(row.pk, row.subject, row.unit_id, show_masked(row)) for row in rows]
