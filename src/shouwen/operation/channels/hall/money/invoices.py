"""The tax invoice of a receipt: asked for by the customer, made by the invoice service, taken back by a red letter.

Nobody waits for the service: what is asked for is in the log, and the background (`run`) asks the service until it has
answered. Each answer is an event of the receipt and of the visit. What an invoice is made out to is sealed under the
customer's key, and no event holds it.
"""

from __future__ import annotations

import json
import logging
import threading
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any, Final

from django.conf import settings
from django.db import close_old_connections

from shouwen.events.event import Value
from shouwen.fault import Fault
from shouwen.operation.channels.hall import story
from shouwen.operation.channels.hall.models import Receipt
from shouwen.operation.channels.hall.models.receipts import OPEN_INVOICES
from shouwen.operation.channels.hall.money import fees, receipts
from shouwen.operation.channels.hall.money.invoice_service import Buyer, Down, InvoiceService, Item, Order, Refused
from shouwen.operation.channels.hall.money.invoice_service import the_service as service_here
from shouwen.operation.channels.hall.money.left import left_of, red_entries
from shouwen.operation.channels.hall.money.tax_number import read_tax_number
from shouwen.operation.channels.hall.waiting import queue
from shouwen.operation.ledger import clock
from shouwen.operation.ledger.act import act, done_before
from shouwen.operation.people import privacy, scope
from shouwen.operation.people.models import Customer, PersonalText
from shouwen.operation.people.names import clean
from shouwen.operation.people.personal import PersonalData
from shouwen.operation.people.rights import SYSTEM, Acting
from shouwen.wording import LANGUAGES, Wording

PERSON, COMPANY = "person", "company"
BUYERS: Final = (PERSON, COMPANY)

TRIES: Final = 10
PAUSES: Final = (5, 30, 120, 600, 1_800, 3_600, 7_200, 14_400, 28_800)
"""Seconds until the service is asked again, by how often it gave no answer."""

AT_ONCE: Final = 20
SEALED: Final = "sealed:"
"""With it begins what the event holds of a text that pages and the API do not open: only the service is told it."""
TICK: Final = 2.0

_TITLE = Wording("发票抬头", "發票抬頭", "title of the invoice")
_EMAIL = Wording("电子邮箱", "電子郵箱", "e-mail address")

log = logging.getLogger("shouwen.invoices")


def read_buyer(*, kind: str, title: str, tax_number: str = "", email: str = "") -> Buyer:
    """What was typed, checked. Raises Fault: "invoice-buyer", "invoice-title", "email-form", and those of
    `read_tax_number`."""
    if kind not in BUYERS:
        raise Fault("invoice-buyer")
    title, email = clean(title, field=_TITLE, longest=100), clean(email, field=_EMAIL, longest=100)
    if not title:
        raise Fault("invoice-title")
    name, at, host = email.rpartition("@")
    if email and (not at or not name or "." not in host.strip(".") or " " in email):
        raise Fault("email-form")
    return Buyer(kind, title, read_tax_number(tax_number) if kind == COMPANY else "", email)


def ask(receipt: Receipt, buyer: Buyer, *, by: Acting, once: str = "") -> None:
    """The customer wants an invoice for a receipt.

    1. What it is made out to is sealed under the customer's key; who is not known yet is met here, unnamed. 2.
    invoice.asked, in the visit's story and the receipt's: the service is asked for it at once, and again until it
    answers. Once refused, it may be asked for anew.

    Raises Fault: "invoice-no-service", "invoice-not-now", "invoice-of-nothing", "receipt-reversed", "receipt-red".
    """
    if not settings.INVOICES:
        raise Fault("invoice-no-service")
    with queue.holding(receipt.unit_id):
        if done_before(by, once) is not None:
            return
        receipt = Receipt._base_manager.select_related("case", "unit").get(pk=receipt.pk)
        receipts.check_whole(receipt)
        if receipt.amount <= 0:
            raise Fault("invoice-of-nothing")
        if receipt.invoice not in ("", "failed"):
            raise Fault("invoice-not-now", number=receipt.number)
        visit = receipts.visit_case(receipt)
        kept = privacy.keep_text(
            visit.customer or _met_before(receipt) or privacy.meet(receipt.unit, PersonalData(name="")),
            json.dumps(asdict(buyer), ensure_ascii=False),
        )
        data: dict[str, Value] = {"number": receipt.number, "buyer": buyer.kind, "kept": _closed(kept)}
        act(visit, story.INVOICE_ASKED, by=by, data=data, also=[receipt.case], once=once)


def reverse_again(receipt: Receipt, *, by: Acting, once: str = "") -> None:
    """Asks once more for the red letter that the service refused. Raises Fault("invoice-not-now")."""
    with queue.holding(receipt.unit_id):
        if done_before(by, once) is not None:
            return
        receipt = Receipt._base_manager.select_related("case").get(pk=receipt.pk)
        asked = red_entries(receipt)[-1]
        part = None if asked.amount == -receipt.amount else -asked.amount / 100
        data: dict[str, Value] = {"number": receipt.number, "invoice": receipt.invoice_number, "amount": part}
        act(receipts.visit_case(receipt), story.RED_ASKED, by=by, data=data, also=[receipt.case], once=once)


def settle_once(service: InvoiceService | None = None) -> int:
    """Asks the service for what is due; how many were asked for. Nothing is locked while the service thinks."""
    service = service or service_here()
    if service is None:
        return 0
    with scope.everywhere():
        rows = Receipt._base_manager.filter(invoice__in=OPEN_INVOICES, invoice_due__lte=clock.now())
        due = list(rows.select_related("case", "unit").order_by("invoice_due", "pk")[:AT_ONCE])
        for receipt in due:
            _settle(receipt, service)
    return len(due)


def run(stop: threading.Event) -> None:
    """Settles until `stop` is set."""
    while not stop.is_set():
        asked = 0
        try:
            asked = settle_once()
        except Exception:
            log.exception("asking for invoices failed; it is tried again")
            close_old_connections()
        if not asked:
            stop.wait(TICK)


def _settle(receipt: Receipt, service: InvoiceService) -> None:
    red = receipt.invoice == "red-asked"
    try:
        if red:
            number = _red_letter(receipt, service)
            _told(receipt, story.INVOICE_RED, {"invoice": receipt.invoice_number, "red": number})
        else:
            number = service.issue(_order(receipt))
            _told(receipt, story.INVOICE_ISSUED, {"invoice": number})
    except Refused as refused:
        _told(receipt, story.INVOICE_FAILED, {"reason": refused.reason})
    except Down:
        if receipt.invoice_tries + 1 >= TRIES:
            _told(receipt, story.INVOICE_FAILED, {"reason": "no-answer"})
        else:
            again_at = clock.now() + PAUSES[min(receipt.invoice_tries, len(PAUSES) - 1)]
            _told(receipt, story.INVOICE_DELAYED, {"again_at": again_at, "reason": "no-answer"})


def _red_letter(receipt: Receipt, service: InvoiceService) -> str:
    """The red letter over what the last red entry took back. Raises as the service does."""
    red, key = red_entries(receipt)[-1], f"{receipt.case.subject}-red"
    if red.amount == -receipt.amount:
        return service.reverse(key, receipt.invoice_number)
    return service.reverse(f"{key}-{red.number}", receipt.invoice_number, -red.amount)


def _told(receipt: Receipt, word: str, data: dict[str, Value]) -> None:
    """Notes an answer, unless another process noted one to the same asking meanwhile."""
    with queue.holding(receipt.unit_id):
        now = Receipt._base_manager.get(pk=receipt.pk)
        if (now.invoice, now.invoice_due) != (receipt.invoice, receipt.invoice_due):
            return
        case, told = receipts.visit_case(receipt), {"number": receipt.number, **data}
        act(case, word, by=SYSTEM, data=told, also=[receipt.case], grade="device")


def _order(receipt: Receipt) -> Order:
    """Raises Refused where the customer was erased meanwhile."""
    text = privacy.read_text(privacy.TEXT + receipt.invoice_text.removeprefix(SEALED))
    if text is None:
        raise Refused("customer-erased")
    told: dict[str, Any] = json.loads(text)
    left = left_of(receipt)
    return Order(
        key=receipt.case.subject,
        seller=receipt.unit.code,
        receipt=receipt.number,
        buyer=Buyer(**told),
        items=_items(left.all()),
        amount=left.amount,
    )


def _closed(reference: str) -> str:
    return SEALED + reference.removeprefix(privacy.TEXT)


def _items(lines: Sequence[fees.Line]) -> list[Item]:
    return [Item(one.label.say(LANGUAGES[0]), one.quantity, one.amount) for one in lines]


def _met_before(receipt: Receipt) -> Customer | None:
    """Under whose key the invoice was sealed when it was asked for before."""
    name = receipt.invoice_text.removeprefix(SEALED)
    kept = PersonalText.objects.filter(name=name).select_related("customer__key").first() if name else None
    return kept.customer if kept is not None and kept.customer.erased_at is None else None
