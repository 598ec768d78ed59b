"""A receipt at the east hall, and every way in which somebody may ask for it, or for the readers at its counters."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from tests.operation.web.east_hall import Hall, acting

from shouwen.operation.channels.hall import actions
from shouwen.operation.channels.hall.money import fees, receipts
from shouwen.operation.channels.hall.waiting import opening
from shouwen.operation.ledger import clock, models
from shouwen.operation.ledger.act import act
from shouwen.operation.ledger.acts import NewCase
from shouwen.operation.people import scope

Arguments = Callable[[Any], list[tuple[object, ...]]]


def left_behind(hall: Hall) -> None:
    """Chen pays a bill at the east hall."""
    east, lin = hall.cast.east, acting(hall.cast.lin)
    day = opening.day_of(east.pk, clock.now())
    data = {
        "number": receipts.number_of(day, 1),
        "day": day,
        "serial": 1,
        "amount": 30.0,
        "paid_by": "card",
        "by_list": True,
        "items": fees.written([fees.Line("", {}, 1, 3000)]),
    }
    with scope.of(lin.seen):
        visit = actions.enter(east, by=lin)
        new = NewCase(kind="receipt", unit=east, customer=hall.customer)
        act(visit.case, "receipt.issued", by=lin, data=data, also=[new])


def subject() -> str:
    """The name of Chen's; who takes it back makes another."""
    return models.Case._base_manager.filter(kind="receipt").order_by("pk")[0].subject


def _receipt(_known: Any) -> list[tuple[object, ...]]:
    return [(subject(),)]


ADDRESSES: Mapping[str, Arguments] = {
    **dict.fromkeys(("hall_receipt", "hall_receipt_paper", "hall_receipt_invoice", "hall_receipt_reverse"), _receipt),
    **dict.fromkeys(("hall_readers", "hall_reader_challenge", "hall_receipts"), lambda _known: [()]),
}

ASKED: Mapping[str, list[dict[str, str]]] = {"/receipts/{subject}": [{}]}
"""Path of what is read by the API → with which queries it is asked."""

SENT: Mapping[str, Callable[[Any, str], list[Any]]] = {
    "/visits/{subject}/identity": lambda known, me: [{"own": {"document": "passport", "number": "E12345678"}}],
    "/receipts/fees": lambda known, me: [{"visit": known.visit, "billed": 100, "as_billed": True}],
    "/receipts/payments": lambda known, me: [{"visit": known.visit, "paid_by": "card"}],
    "/receipts": lambda known, me: [{"visit": known.visit}],
    "/receipts/{subject}/reversal": lambda known, me: [{"reason": "refund"}, {"reason": "refund", "amount": 1}],
    "/receipts/{subject}/invoice": lambda known, me: [{"kind": "person", "title": "x"}],
}
"""Path of what is done by the API → what is sent to it."""
