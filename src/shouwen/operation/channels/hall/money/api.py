"""Fees, receipts and tax invoices for other systems: the same steps as the pages', as JSON. /api/v1/receipts/…;
conventions: web/api.py. Amounts are in cents."""

from __future__ import annotations

from typing import Literal

from django.http import HttpRequest
from ninja import Path, Router, Status
from pydantic import BaseModel, Field

from shouwen.fault import Fault
from shouwen.operation.channels.hall.api import ACT, READ
from shouwen.operation.channels.hall.before_me import in_sight
from shouwen.operation.channels.hall.models import Receipt
from shouwen.operation.channels.hall.money import fees, invoices, receipts
from shouwen.operation.channels.hall.money.left import left_of
from shouwen.operation.ledger.read import case_alone
from shouwen.operation.ledger.stories import code_of
from shouwen.operation.web import api_problems
from shouwen.operation.web.api import Once, acting, answers
from shouwen.operation.web.api_types import Name, Taken, Text, Time

router = Router(tags=["receipts"])

api_problems.register(403, "invoice-by-service", "receipt-not-so")
api_problems.register(
    409, "fee-due-already", "fee-nothing-due", "receipt-nothing-paid", "receipt-reversed", "receipt-red",
    "invoice-not-now", "invoice-under-way", "invoice-red-first", "refund-too-much", "invoice-no-service",
    "invoice-of-nothing",
)  # fmt: skip

Subject = Path[Name]


class Item(Taken):
    """What is charged, by the hall's tariff."""

    tariff: Name = Field(description="The tariff's code.")
    quantity: int = Field(1, ge=1, le=fees.MOST)


class FeeTold(Taken):
    """A fee that the customer is told."""

    visit: Name = Field(description="visit:…, at the counter of who asks.")
    items: list[Item] = Field([], max_length=100)
    billed: int = Field(0, ge=0, le=fees.LARGEST, description="Cents beside the tariff: the amount of a bill.")
    as_billed: bool = Field(False, description="The billing system shows just this amount.")


class Paid(Taken):
    """How it is paid. `given`: cash that was handed over."""

    visit: Name
    paid_by: Name = Field(description="A name of the standard's hall.payment-ways.")
    given: int | None = Field(None, ge=0, le=fees.LARGEST)


class Issued(Taken):
    """For whom a receipt is written. `counted`: the cash was counted before the customer."""

    visit: Name
    counted: bool | None = None


class LineBack(Taken):
    """A line of the receipt that is taken back."""

    tariff: Text = Field("", description="The line's code; empty: the amount of a bill.")
    quantity: int = Field(1, ge=1, le=fees.MOST)


class TakenBack(Taken):
    """Why it is taken back, and how much of it; without items and amount all that is left."""

    reason: Text = Field(description="A name of the standard's hall.reversal-reasons.")
    items: list[LineBack] | None = Field(None, max_length=100)
    amount: int | None = Field(None, ge=1, le=fees.LARGEST, description="Cents, whatever they were charged for.")


class Buyer(Taken):
    """Whom the invoice is made out to. It is sealed, and shown nobody."""

    kind: Literal["person", "company"]
    title: Text
    tax_number: Text = Field("", description="Unified social credit code, of a company.")
    email: Text = ""


class FeeSeen(BaseModel):
    """What is due now, in cents; 0: nothing is."""

    visit: str
    due: int


class ChargeSeen(BaseModel):
    """A line of a receipt. `tariff` empty: the amount of a bill."""

    tariff: str
    quantity: int
    amount: int = Field(description="Of one, in cents.")


class ReceiptSeen(BaseModel):
    """A receipt. Empty or null: not so."""

    subject: str = Field(description="receipt:…")
    unit: str = Field(description="The hall's code.")
    visit: str
    number: str
    amount: int = Field(description="In cents; of a red entry below 0.")
    paid_by: str
    lines: list[ChargeSeen]
    issued_at: Time
    of: str = Field(description="Of a red entry: the number that it takes back.")
    reversed_by: str = Field(description="The number of the red entry after which nothing of it is left.")
    left: int = Field(description="What red entries left of it, in cents; 0 of a red entry.")
    invoice: str = Field(description='"", asked, issued, failed, red-asked, red-failed or red.')
    invoice_number: str
    invoice_red: str = Field(description="The number of the red letter.")


FEE = answers(FeeSeen, 201, 404, 409)
ONE = answers(ReceiptSeen, 201, 404, 409)


@router.post("/fees", auth=ACT, response=FEE, summary="Tells a fee")
def tell(request: HttpRequest, given: FeeTold, once: Once = None) -> Status[FeeSeen]:
    """Reckoned by the tariff as it is now; the counter's pad shows it."""
    chosen = {one.tariff: one.quantity for one in given.items}
    fees.tell(
        in_sight(given.visit),
        chosen,
        billed=given.billed,
        as_billed=given.as_billed,
        by=acting(request),
        once=once or "",
    )
    return _due(given.visit)


@router.post("/payments", auth=ACT, response=FEE, summary="Notes that a fee was paid")
def pay(request: HttpRequest, given: Paid, once: Once = None) -> Status[FeeSeen]:
    """What the customer was told, whole."""
    fees.pay(in_sight(given.visit), given.paid_by, given.given, by=acting(request), once=once or "")
    return _due(given.visit)


@router.post("", auth=ACT, response=ONE, summary="Issues the receipt of what was paid")
def issue(request: HttpRequest, given: Issued, once: Once = None) -> Status[ReceiptSeen]:
    """With the next number of the hall's day."""
    visit = in_sight(given.visit)
    return _done(receipts.issue(visit, counted=given.counted, by=acting(request), once=once or ""))


@router.get("/{subject}", auth=READ, response=answers(ReceiptSeen, 200, 404), summary="Shows a receipt")
def show(request: HttpRequest, subject: Subject) -> ReceiptSeen:
    """As it stands, and what became of its tax invoice."""
    return _seen(_receipt(subject))


@router.post("/{subject}/reversal", auth=ACT, response=ONE, summary="Takes a receipt back")
def reverse(request: HttpRequest, subject: Subject, given: TakenBack, once: Once = None) -> Status[ReceiptSeen]:
    """The answer is the red entry. Where there is a tax invoice, its red letter over as much is asked for."""
    chosen = None if given.items is None else {one.tariff: one.quantity for one in given.items}
    return _done(
        receipts.reverse(
            _receipt(subject), given.reason, chosen=chosen, amount=given.amount, by=acting(request), once=once or ""
        )
    )


@router.post("/{subject}/invoice", auth=ACT, response=ONE, summary="Asks for the tax invoice")
def invoice(request: HttpRequest, subject: Subject, given: Buyer, once: Once = None) -> Status[ReceiptSeen]:
    """The service makes it in the background; the receipt then shows its number."""
    buyer = invoices.read_buyer(kind=given.kind, title=given.title, tax_number=given.tax_number, email=given.email)
    invoices.ask(_receipt(subject), buyer, by=acting(request), once=once or "")
    return _done(_receipt(subject))


def _receipt(subject: str) -> Receipt:
    """The receipt in sight; its name alone will do. Raises Fault("case-unknown")."""
    case = case_alone(subject if ":" in subject else f"receipt:{subject}")
    found = Receipt._base_manager.select_related("case", "unit").filter(pk=case.pk).first()
    if found is None:
        raise Fault("case-unknown", case=subject[:60])
    return found


def _due(subject: str) -> Status[FeeSeen]:
    visit = in_sight(subject)
    told = fees.due(fees.events_of(visit))
    amount = 0 if told is None else fees.cents(told.data.get("amount"))
    return Status(201, FeeSeen(visit=visit.case.subject, due=amount))


def _done(receipt: Receipt) -> Status[ReceiptSeen]:
    return Status(201, _seen(receipt))


def _seen(row: Receipt) -> ReceiptSeen:
    return ReceiptSeen(
        subject=row.case.subject,
        unit=code_of(row.unit_id),
        visit=row.visit,
        number=row.number,
        amount=row.amount,
        paid_by=row.paid_by,
        lines=[
            ChargeSeen(tariff=one.code, quantity=one.quantity, amount=one.amount) for one in fees.lines_in(row.lines)
        ],
        issued_at=row.issued_at,
        of=row.of,
        reversed_by=row.reversed_by,
        left=0 if row.of else left_of(row).amount,
        invoice=row.invoice,
        invoice_number=row.invoice_number,
        invoice_red=row.invoice_red,
    )
