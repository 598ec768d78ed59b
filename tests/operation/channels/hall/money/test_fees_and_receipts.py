"""A fee by the tariff: told, shown on the pad, paid, with a receipt; numbers without a gap; red entries."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial

import pytest
from tests.operation.channels.hall.conftest import Time
from tests.operation.channels.hall.console.console_desk import data_of, same_as_the_log, told
from tests.operation.channels.hall.money.till_of_the_tests import paid, set_prices
from tests.operation.people_of_the_tests import Cast

from shouwen.fault import Fault
from shouwen.operation.channels.hall import actions, story
from shouwen.operation.channels.hall.answers import pad
from shouwen.operation.channels.hall.models import CounterDay, Receipt, Tariff, Visit
from shouwen.operation.channels.hall.money import fees, receipts
from shouwen.operation.ledger import models
from shouwen.operation.ledger.act import NewCase, act, begin
from shouwen.operation.people import scope
from shouwen.operation.people.models import Staff
from shouwen.operation.people.rights import Acting

pytestmark = pytest.mark.django_db
By = Callable[[Staff], Acting]
Take = Callable[..., Visit]


@pytest.fixture(autouse=True)
def _prices(halls: Cast) -> None:
    set_prices(halls.east)


def refusal(do: Callable[[], object]) -> str:
    with pytest.raises(Fault) as refused:
        do()
    return refused.value.code


def test_a_fee_is_reckoned_told_paid_with_change_and_has_a_receipt(
    halls: Cast, begun: Callable[..., Visit], by: By
) -> None:
    visit, lin = begun("change"), by(halls.lin)
    fees.tell(visit, {"card": 1, "list": 3}, by=lin)
    shown = pad.shown(halls.east.pk, "1")
    assert (shown.kind, shown.amount) == ("fee", 24.5)
    assert [(one.label.en, one.quantity, one.total) for one in shown.lines] == [
        ("SIM card", 1, 2000),
        ("itemised bill", 3, 450),
    ]
    fees.pay(visit, "cash", 10_000, by=lin)
    assert pad.shown(halls.east.pk, "1").kind == "served"
    receipt = receipts.issue(visit, counted=True, by=lin)
    assert (receipt.number, receipt.amount, receipt.paid_by) == ("20250506-0001", 2450, "cash")
    assert (receipt.given, receipt.change, receipt.printed) == (10_000, 7550, 0)
    assert told(visit)[-3:] == ["fee.told", "fee.paid", "receipt.issued"]
    data = data_of(visit, "receipt.issued")
    assert {name: data[name] for name in ("number", "amount", "paid_by", "by_list", "counted")} == {
        "number": "20250506-0001",
        "amount": 24.5,
        "paid_by": "cash",
        "by_list": True,
        "counted": True,
    }
    assert same_as_the_log()
    states = {row.clause: row.state for row in models.Obligation._base_manager.filter(case=visit.pk)}
    assert (states["counter.receipt-prompt"], states["counter.cash-counted"]) == ("kept", "kept")


def test_cents_are_exact(halls: Cast, begun: Callable[..., Visit], by: By) -> None:
    visit, lin = begun("change"), by(halls.lin)
    Tariff._base_manager.filter(code="list").update(amount=29)
    for many in (1, 7, 33, 58, 99):
        receipt = paid(visit, lin, "card", None, list=many)
        assert (receipt.amount, data_of(visit, "receipt.issued")["amount"]) == (29 * many, round(0.29 * many, 2))
        receipts.reverse(receipt, "wrong", by=lin)
    assert sum(Receipt._base_manager.values_list("amount", flat=True)) == 0
    assert same_as_the_log()


@pytest.mark.parametrize(
    ("chosen", "more", "code"),
    [
        ({}, {}, "fee-nothing-chosen"),
        ({"nothing": 1}, {}, "fee-wrong"),
        ({"old": 1}, {}, "fee-wrong"),
        ({"card": 0}, {}, "fee-wrong"),
        ({"card": 100}, {}, "fee-wrong"),
        ({"card": 1}, {"billed": 500}, "refused-by-clause"),
        ({}, {"billed": 10**12, "as_billed": True}, "fee-wrong"),
    ],
)
def test_what_cannot_be_charged_is_not_told(
    halls: Cast, begun: Callable[..., Visit], by: By, chosen: dict[str, int], more: dict[str, int], code: str
) -> None:
    visit = begun("change")
    assert refusal(lambda: fees.tell(visit, chosen, **more, by=by(halls.lin))) == code
    assert "fee.told" not in told(visit)


def test_a_charge_beside_the_tariff_is_refused_by_the_clause_and_a_bill_is_not(
    halls: Cast, begun: Callable[..., Visit], by: By
) -> None:
    visit, lin = begun("payment"), by(halls.lin)
    with pytest.raises(Fault) as refused:
        fees.tell(visit, {}, billed=3850, by=lin)
    assert refused.value.slots["clause"] == "counter.fee-by-list"
    fees.tell(visit, {}, billed=3850, as_billed=True, by=lin)
    fees.pay(visit, "phone", by=lin)
    receipt = receipts.issue(visit, by=lin)
    assert (receipt.amount, receipt.given, [one.label.en for one in fees.lines_in(receipt.lines)]) == (
        3850,
        None,
        ["amount of the bill"],
    )


def test_the_steps_come_in_their_order_alone(halls: Cast, begun: Callable[..., Visit], by: By) -> None:
    visit, lin = begun("change"), by(halls.lin)
    assert refusal(lambda: fees.pay(visit, "cash", by=lin)) == "fee-nothing-due"
    assert refusal(lambda: receipts.issue(visit, by=lin)) == "receipt-nothing-paid"
    fees.tell(visit, {"card": 1}, by=lin)
    assert refusal(lambda: fees.tell(visit, {"list": 1}, by=lin)) == "fee-due-already"
    assert refusal(lambda: receipts.issue(visit, by=lin)) == "receipt-nothing-paid"
    assert refusal(lambda: fees.pay(visit, "shells", by=lin)) == "fee-way-unknown"
    assert refusal(lambda: fees.pay(visit, "cash", 1999, by=lin)) == "fee-too-little"
    actions.say(visit, story.FEE_BACK, by=lin)
    assert pad.shown(halls.east.pk, "1").kind == "served"
    assert refusal(lambda: fees.pay(visit, "cash", by=lin)) == "fee-nothing-due"
    fees.tell(visit, {"list": 1}, by=lin)
    fees.pay(visit, "cash", by=lin)
    assert refusal(lambda: fees.pay(visit, "cash", by=lin)) == "fee-nothing-due"
    assert receipts.issue(visit, by=lin).amount == 150
    assert refusal(lambda: receipts.issue(visit, by=lin)) == "receipt-nothing-paid"


def test_the_same_sending_does_nothing_twice(halls: Cast, begun: Callable[..., Visit], by: By) -> None:
    visit, lin = begun("change"), by(halls.lin)
    for _again in range(2):
        fees.tell(visit, {"card": 1}, by=lin, once="told")
    for _again in range(2):
        fees.pay(visit, "card", by=lin, once="paid")
    numbers = {receipts.issue(visit, by=lin, once="receipt").number for _again in range(2)}
    receipt = Receipt._base_manager.get()
    reds = {receipts.reverse(receipt, "refund", by=lin, once="red").number for _again in range(2)}
    copies = [receipts.print_receipt(receipt, "pdf", by=lin, once="paper") for _again in range(2)]
    assert (numbers, reds, copies) == ({"20250506-0001"}, {"20250506-0002"}, [False, False])
    assert Receipt._base_manager.get(number="20250506-0001").printed == 1


def test_nobody_else_takes_money_of_who_is_at_this_counter(
    halls: Cast, begun: Callable[..., Visit], zhaos: CounterDay, by: By
) -> None:
    visit = begun("change")
    for other in (halls.zhao, halls.gu, halls.qian):
        assert refusal(lambda who=other: fees.tell(visit, {"card": 1}, by=by(who))) == "visit-not-at-your-counter"
    fees.tell(visit, {"card": 1}, by=by(halls.lin))
    fees.pay(visit, "card", by=by(halls.lin))
    assert refusal(lambda: receipts.issue(visit, by=by(halls.zhao))) == "visit-not-at-your-counter"


def test_each_hall_counts_its_receipts_by_the_day_without_a_gap(
    halls: Cast, begun: Callable[..., Visit], by: By, time: Time
) -> None:
    visit, lin = begun("change"), by(halls.lin)
    first = paid(visit, lin)
    assert refusal(lambda: fees.pay(visit, "card", by=lin)) == "fee-nothing-due"  # what was refused took no number
    second = receipts.reverse(first, "wrong", by=lin)
    third = paid(visit, lin)
    time.passes(86_400)
    fourth = receipts.reverse(third, "wrong", by=by(halls.gu))
    assert [one.number for one in (first, second, third, fourth)] == [
        "20250506-0001",
        "20250506-0002",
        "20250506-0003",
        "20250507-0001",
    ]
    assert [(one.serial, one.amount) for one in Receipt._base_manager.order_by("day", "serial")] == [
        (1, 2000),
        (2, -2000),
        (3, 2000),
        (1, -2000),
    ]
    assert same_as_the_log()


def test_a_receipt_is_taken_back_whole_by_a_red_entry_and_stays(
    halls: Cast, begun: Callable[..., Visit], by: By
) -> None:
    visit, lin = begun("change"), by(halls.lin)
    receipt = paid(visit, lin)
    assert refusal(lambda: receipts.reverse(receipt, "whim", by=lin)) == "hall-reason-unknown"
    red = receipts.reverse(receipt, "refund", by=by(halls.gu))
    receipt.refresh_from_db()
    assert (red.of, receipt.reversed_by, red.amount, receipt.amount) == (receipt.number, red.number, -2000, 2000)
    assert data_of(visit, "receipt.reversed")["reason"] == "refund"
    assert refusal(lambda: receipts.reverse(receipt, "refund", by=lin)) == "receipt-reversed"
    assert refusal(lambda: receipts.reverse(red, "refund", by=lin)) == "receipt-red"
    assert same_as_the_log()


def test_staff_of_another_site_neither_see_nor_take_back(halls: Cast, begun: Callable[..., Visit], by: By) -> None:
    receipt = paid(begun("change"), by(halls.lin))
    for other in (halls.qian, halls.sun, halls.wu, halls.bai):
        with scope.of(by(other).seen):
            assert list(Receipt.objects.all()) == []
        assert refusal(lambda who=other: receipts.reverse(receipt, "refund", by=by(who))) == "case-unknown"
        assert refusal(lambda who=other: receipts.print_receipt(receipt, "pdf", by=by(who))) == "case-unknown"
    with scope.of(by(halls.han).seen):
        assert list(Receipt.objects.all()) == [receipt]


def test_nobody_makes_up_a_receipt_by_another_way(halls: Cast, begun: Callable[..., Visit], by: By) -> None:
    visit, lin = begun("change"), by(halls.lin)
    receipt = paid(visit, lin)
    event = models.Event._base_manager.get(word="receipt.issued")
    good = {name: value for name, value in event.data.items() if name not in ("site_kind", "size_class")}
    for wrong in (
        {"serial": 3, "number": "20250506-0003"},
        {"serial": 1, "number": "20250506-0001"},
        {"serial": 2, "number": "20250506-0009"},
        {"serial": 2, "number": "20250506-0002", "amount": 1.0},
        {"serial": 2, "number": "20250506-0002", "day": ""},
    ):
        new = NewCase(kind="receipt", unit=halls.east)
        acted = partial(act, visit.case, "receipt.issued", by=lin, data={**good, **wrong}, also=[new])
        assert refusal(acted) == "receipt-not-so"
    alone = NewCase(kind="receipt", unit=halls.east)
    assert refusal(lambda: begin(alone, "receipt.printed", by=lin, data={"form": "pdf"})) == "receipt-not-so"
    assert list(Receipt._base_manager.all()) == [receipt]
    device = replace(lin, reference="device:x", staff=None, grade="device")
    for word in ("invoice.issued", "invoice.failed", "invoice.delayed", "invoice.reversed"):
        for case in (receipt.case, visit.case):
            assert refusal(lambda w=word, c=case: act(c, w, by=lin)) == "invoice-by-service"
            assert refusal(lambda w=word, c=case: act(c, w, by=device)) == "invoice-by-service"


def test_a_hall_without_a_tariff_notes_what_another_system_charged(
    halls: Cast, begun: Callable[..., Visit], by: By
) -> None:
    Tariff._base_manager.all().delete()
    visit, lin = begun("change"), by(halls.lin)
    actions.say(
        visit, "receipt.issued", by=lin, data={"number": "R-7", "amount": 20, "paid_by": "cash", "by_list": True}
    )
    assert (told(visit)[-1], Receipt._base_manager.count()) == ("receipt.issued", 0)
