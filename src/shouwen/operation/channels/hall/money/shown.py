"""What pages say of receipts and their invoices."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.conf import settings

from shouwen.operation.channels.hall.models import Receipt
from shouwen.operation.channels.hall.money import fees, receipts
from shouwen.operation.ledger.editions import settings_now
from shouwen.wording import Wording

STATES: Mapping[str, tuple[str, Wording]] = {
    "asked": ("blue", Wording("发票开具中", "發票開立中", "invoice under way")),
    "issued": ("green", Wording("发票已开", "發票已開", "invoice issued")),
    "failed": ("red", Wording("发票未开成", "發票未開成", "invoice refused")),
    "red-asked": ("blue", Wording("发票红冲中", "發票紅沖中", "red letter under way")),
    "red-failed": ("red", Wording("发票未能红冲", "發票未能紅沖", "red letter refused")),
    "red": ("grey", Wording("发票已红冲", "發票已紅沖", "invoice taken back")),
}
"""State of an invoice → its colour, and what it is called."""

REASONS: Mapping[str, Wording] = {
    "title-unknown": Wording("查不到这个抬头和税号", "查不到這個抬頭和稅號", "no such title and tax number are known"),
    "no-answer": Wording("开票服务没有答复", "開票服務沒有答覆", "the invoice service does not answer"),
    "customer-erased": Wording("客户资料已按要求删除", "客戶資料已按要求刪除", "the customer's data were erased"),
}
OTHERWISE = Wording("开票服务不接受", "開票服務不接受", "the invoice service does not take it")


@dataclass(frozen=True, slots=True)
class Invoice:
    """An invoice as a page shows it. `why`: of one that was refused or has to wait."""

    tone: str
    label: Wording
    number: str
    red: str
    why: Wording | None


@dataclass(frozen=True, slots=True)
class Shown:
    """A receipt in the console. `key`: that opens its page."""

    receipt: Receipt
    invoice: Invoice | None
    key: str


def of_visit(subject: str) -> list[Shown]:
    """The receipts of a visit, the last first; it has the key."""
    rows = reversed(receipts.of_visit(subject))
    return [Shown(one, invoice_of(one), "" if place else "b") for place, one in enumerate(rows)]


def invoice_of(receipt: Receipt) -> Invoice | None:
    """What is to be said of its invoice; None where nobody asked for one."""
    known = STATES.get(receipt.invoice)
    if known is None:
        return None
    why = REASONS.get(receipt.invoice_reason, OTHERWISE) if receipt.invoice_reason else None
    return Invoice(known[0], known[1], receipt.invoice_number, receipt.invoice_red, why)


def totals(unit: int, rows: Iterable[Receipt]) -> list[tuple[Wording, int, float]]:
    """By way of payment: what it is called, how many receipts, and what they come to, in yuan; red entries counted
    off."""
    named = settings_now(unit).choices(fees.WAYS)
    found: dict[str, tuple[int, int]] = {}
    for row in rows:
        count, cents = found.get(row.paid_by, (0, 0))
        found[row.paid_by] = (count + 1, cents + row.amount)
    return [(named.get(way, Wording.of(way)), count, cents / 100) for way, (count, cents) in sorted(found.items())]


def may_ask(receipt: Receipt) -> bool:
    """Whether an invoice may be asked for now."""
    stands = receipt.amount > 0 and not receipt.of and not receipt.reversed_by
    return has_service() and stands and receipt.invoice in ("", "failed")


def has_service() -> bool:
    """Whether this installation has an invoice service."""
    return bool(settings.INVOICES)
