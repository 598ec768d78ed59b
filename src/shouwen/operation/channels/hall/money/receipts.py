"""Receipts: issued for what was paid, numbered without a gap in each hall and day, taken back by red entries alone.

A receipt is a case of its own beside the visit's, and its row follows from its events. It is no tax invoice; that is
asked for afterwards, of the invoice service (invoices.py).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from django.db.models import Max

from shouwen.events.event import Event, Value
from shouwen.fault import Fault
from shouwen.operation.channels.hall import story
from shouwen.operation.channels.hall.before_me import before_me
from shouwen.operation.channels.hall.models import Receipt, Visit
from shouwen.operation.channels.hall.money import fees
from shouwen.operation.channels.hall.money.fees import cents
from shouwen.operation.channels.hall.money.left import Left, left_of
from shouwen.operation.channels.hall.waiting import opening, queue
from shouwen.operation.ledger import clock
from shouwen.operation.ledger.act import Act, NewCase, act, act_many, done_before
from shouwen.operation.ledger.editions import settings_now
from shouwen.operation.ledger.models import Case
from shouwen.operation.people.rights import Acting

REASONS: Final = "hall.reversal-reasons"
FORMS: Final = ("browser", "pdf", "escpos")
WIDTHS: Final = (58, 80)  # millimetres

BY_SERVICE: Final = frozenset({story.INVOICE_DELAYED, story.INVOICE_ISSUED, story.INVOICE_FAILED, story.INVOICE_RED})
"""What only the invoice service tells."""


def issue(visit: Visit, *, counted: bool | None = None, by: Acting, once: str = "") -> Receipt:
    """The receipt of what was paid at this clerk's counter.

    1. The hall is held: the next number of the day. 2. receipt.issued, in the visit's story and as the beginning of
    the receipt's own. counted: the cash was counted before the customer.

    Raises Fault: "receipt-nothing-paid", "visit-not-at-your-counter", "refused-by-clause".
    """
    with queue.holding(visit.unit_id), before_me(visit, by, states=(story.SERVED, story.DONE)) as visit:
        if (before := done_before(by, once)) is not None:
            return _named(before.about[1])
        found = fees.paid(fees.events_of(visit))
        if found is None:
            raise Fault("receipt-nothing-paid")
        told, paid = found
        day, serial = next_number(visit.unit_id)
        data: dict[str, Value] = {
            "number": number_of(day, serial),
            "day": day,
            "serial": serial,
            "amount": paid.data.get("amount"),
            "paid_by": paid.data.get("paid_by"),
            "by_list": told.data.get("by_list"),
            "counted": counted,
            "items": told.data.get("items"),
            "given": paid.data.get("given"),
            "change": paid.data.get("change"),
        }
        new = NewCase(kind=story.RECEIPT_OF, unit=visit.unit, customer=visit.case.customer, arose_from=visit.case)
        event = act(visit.case, story.RECEIPT, by=by, data=data, also=[new], once=once)
        return _named(event.about[1])


def reverse(
    receipt: Receipt,
    reason: str,
    *,
    chosen: Mapping[str, int] | None = None,
    amount: int | None = None,
    by: Acting,
    once: str = "",
) -> Receipt:
    """Takes a receipt back: some lines, an amount, or all that is left. What it said stays; the money goes back the way
    it came.

    1. The hall is held: the red entry has the next number of today. 2. receipt.reversed, in the visit's story, as the
    beginning of the red entry's own, and in that of the receipt. 3. Where there is an invoice: its red letter over as
    much is asked for (invoice.reversal-asked).

    reason  a name of the standard's hall.reversal-reasons
    chosen  code of a line → how many of it; amount: cents, whatever they were charged for. Neither: all that is left
    Raises Fault: "hall-reason-unknown", "receipt-reversed", "receipt-red", "invoice-under-way", "invoice-red-first",
    "refund-too-much", "refund-how" for lines and an amount at once.
    """
    with queue.holding(receipt.unit_id):
        if (before := done_before(by, once)) is not None:
            return _named(before.about[1])
        receipt = Receipt._base_manager.select_related("case__customer", "case__arose_from", "unit").get(pk=receipt.pk)
        check_whole(receipt)
        if receipt.invoice in ("asked", "red-asked"):
            raise Fault("invoice-under-way", number=receipt.number)
        if receipt.invoice == "red-failed":
            raise Fault("invoice-red-first", number=receipt.number)
        reasons = settings_now(receipt.unit_id).choices(REASONS)
        if reason not in reasons:
            raise Fault("hall-reason-unknown", reason=reason[:40], reasons=", ".join(reasons))
        left = left_of(receipt)
        lines = _taken_back(left, chosen, amount)
        back = sum(line.total for line in lines)
        day, serial = next_number(receipt.unit_id)
        data: dict[str, Value] = {
            "number": number_of(day, serial),
            "day": day,
            "serial": serial,
            "amount": -back / 100,
            "paid_by": receipt.paid_by,
            "items": fees.written(lines),
            "of": receipt.number,
            "left": (left.amount - back) / 100 or None,
            "reason": reason,
        }
        visit = visit_case(receipt)
        new = NewCase(kind=story.RECEIPT_OF, unit=receipt.unit, customer=receipt.case.customer, arose_from=visit)
        acts = [Act(about=(visit, new, receipt.case), word=story.REVERSED, by=by, data=data, once=once)]
        if receipt.invoice == "issued":
            part = None if back == receipt.amount else back / 100
            acts.append(
                Act(
                    about=(visit, receipt.case),
                    word=story.RED_ASKED,
                    by=by,
                    data={"number": receipt.number, "invoice": receipt.invoice_number, "amount": part},
                    once=once and f"{once}-red",
                )
            )
        done = act_many(acts)[0]
        if isinstance(done, Fault):
            raise done
        return _named(done.event.about[1])


def print_receipt(receipt: Receipt, form: str, *, by: Acting, once: str = "") -> bool:
    """The receipt goes to paper. 1. receipt.printed. Whether it is a copy: it was printed before.

    form  browser, pdf or escpos. Raises Fault("slip-form").
    """
    if form not in FORMS:
        raise Fault("slip-form", form=form[:20], forms=", ".join(FORMS))
    with queue.holding(receipt.unit_id):
        if (before := done_before(by, once)) is not None:
            return before.data.get("again") is True
        receipt = Receipt._base_manager.select_related("case").get(pk=receipt.pk)
        again = receipt.printed > 0
        act(receipt.case, story.RECEIPT_PRINTED, by=by, data={"form": form, "again": again}, once=once)
        return again


def check_whole(receipt: Receipt) -> None:
    """Whether it is a receipt of which something still stands. Raises Fault: "receipt-red", "receipt-reversed"."""
    if receipt.of:
        raise Fault("receipt-red", number=receipt.number)
    if receipt.reversed_by:
        raise Fault("receipt-reversed", number=receipt.number, red=receipt.reversed_by)


def of_visit(subject: str) -> list[Receipt]:
    """The receipts of a visit, red entries among them, in their order."""
    return list(Receipt.objects.filter(visit=subject).select_related("case").order_by("day", "serial"))


def visit_case(receipt: Receipt) -> Case:
    """The case of the visit from which it arose."""
    return Case._base_manager.select_related("unit", "customer__key").get(subject=receipt.visit)


def next_number(unit: int) -> tuple[str, int]:
    """The day, and which receipt of it the next one is. Right only while the hall is held."""
    day = opening.day_of(unit, clock.now())
    last = Receipt._base_manager.filter(unit=unit, day=day).aggregate(last=Max("serial"))["last"]
    return day, (last or 0) + 1


def number_of(day: str, serial: int) -> str:
    """As it is printed: "20250506-0001"."""
    return f"{day.replace('-', '')}-{serial:04d}"


def check_said(event: Event, by: Acting) -> None:
    """What nobody but the invoice service says. Raises Fault("invoice-by-service")."""
    if event.word in BY_SERVICE:
        raise Fault("invoice-by-service")


def check(row: Receipt, event: Event, by: Acting) -> None:
    """Whether this may be said of this receipt, whoever asks by whatever way.

    Raises Fault: "invoice-by-service", "receipt-not-so" where a receipt does not begin as `issue` and `reverse` begin
    one, "receipt-reversed", "receipt-red", "invoice-not-now".
    """
    check_said(event, by)
    if not row.serial:
        return _check_new(event)
    if event.word == story.REVERSED:
        check_whole(row)
        _check_left(row, event)
    if event.word == story.INVOICE_ASKED:
        check_whole(row)
        if row.invoice not in ("", "failed"):
            raise Fault("invoice-not-now", number=row.number)
    if event.word == story.RED_ASKED and row.invoice not in ("issued", "red-failed"):
        raise Fault("invoice-not-now", number=row.number)


def _check_left(row: Receipt, event: Event) -> None:
    """Whether a red entry takes no more than is left, and tells right what is left then."""
    back = -cents(event.data.get("amount"))
    left = left_of(row).amount - back
    if back < 0 or left < 0 or cents(event.data.get("left")) != left:
        raise Fault("receipt-not-so")


def _check_new(event: Event) -> None:
    data, lines = event.data, fees.read_lines(event.data.get("items"))
    day, serial, amount = str(data.get("day") or ""), _whole(data.get("serial")), cents(data.get("amount"))
    last = Receipt._base_manager.filter(unit__code=event.site, day=day).aggregate(last=Max("serial"))["last"]
    total = sum(line.total for line in lines) * (-1 if event.word == story.REVERSED else 1)
    right = (
        event.word in (story.RECEIPT, story.REVERSED)
        and event.about[0].startswith(f"{story.VISIT}:")
        and re.fullmatch(r"\d{4}-\d{2}-\d{2}", day)
        and serial == (last or 0) + 1
        and data.get("number") == number_of(day, serial)
        and amount == total
    )
    if not right:
        raise Fault("receipt-not-so")


def apply(row: Receipt, event: Event) -> None:
    """Folds one more event, the latest, into the row of its receipt."""
    data = event.data
    match event.word:
        case story.RECEIPT | story.REVERSED if not row.serial:
            row.day, row.serial = str(data.get("day") or ""), _whole(data.get("serial"))
            row.number, row.of = str(data.get("number") or ""), str(data.get("of") or "")
            row.amount, row.paid_by = cents(data.get("amount")), str(data.get("paid_by") or "")
            row.lines = fees.as_row(fees.read_lines(data.get("items")))
            row.given, row.change = _cash(data.get("given")), _cash(data.get("change"))
            row.issued_at, row.visit = event.at, event.about[0]
        case story.REVERSED if not cents(data.get("left")):
            row.reversed_by = str(data.get("number") or "")
        case story.RECEIPT_PRINTED:
            row.printed += 1
        case story.INVOICE_ASKED:
            row.invoice, row.invoice_due, row.invoice_tries = "asked", event.at, 0
            row.invoice_text, row.invoice_reason = str(data.get("kept") or ""), ""
        case story.RED_ASKED:
            row.invoice, row.invoice_due, row.invoice_tries, row.invoice_reason = "red-asked", event.at, 0, ""
        case story.INVOICE_DELAYED:
            row.invoice_tries += 1
            again_at = data.get("again_at")
            row.invoice_due = again_at if isinstance(again_at, int) else event.at
            row.invoice_reason = str(data.get("reason") or "")[:40]
        case story.INVOICE_ISSUED:
            row.invoice, row.invoice_due, row.invoice_reason = "issued", None, ""
            row.invoice_number = str(data.get("invoice") or "")[:40]
        case story.INVOICE_FAILED:
            row.invoice = "red-failed" if row.invoice == "red-asked" else "failed"
            row.invoice_due, row.invoice_reason = None, str(data.get("reason") or "")[:40]
        case story.INVOICE_RED:
            row.invoice, row.invoice_due, row.invoice_reason = "red" if row.reversed_by else "issued", None, ""
            row.invoice_red = str(data.get("red") or "")[:40]


def _taken_back(left: Left, chosen: Mapping[str, int] | None, amount: int | None) -> list[fees.Line]:
    if chosen is not None and amount is not None:
        raise Fault("refund-how")
    if chosen is not None:
        return left.of_lines(chosen)
    return left.of_amount(amount) if amount is not None else left.all()


def _whole(value: object) -> int:
    return int(value) if isinstance(value, int | float) else 0


def _cash(yuan: object) -> int | None:
    return None if yuan is None else cents(yuan)


def _named(subject: str) -> Receipt:
    return Receipt._base_manager.select_related("case", "unit").get(case__subject=subject)
