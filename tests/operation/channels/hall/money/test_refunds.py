"""Parts of a receipt are given back by red entries: never more than is left, of a line or in all."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.operation.channels.hall.conftest import Time
from tests.operation.channels.hall.console.console_desk import same_as_the_log
from tests.operation.channels.hall.money.till_of_the_tests import answering, paid, set_prices
from tests.operation.people_of_the_tests import Cast
from tests.operation.web.api_caller import token_of

from shouwen.fault import Fault
from shouwen.operation.channels.hall.models import Receipt, Visit
from shouwen.operation.channels.hall.money import fees, invoices, paper, receipts
from shouwen.operation.channels.hall.money.invoice_service import Buyer, OverHttp
from shouwen.operation.channels.hall.money.invoice_simulator import Books
from shouwen.operation.channels.hall.money.left import left_of, red_entries
from shouwen.operation.ledger import models
from shouwen.operation.ledger.act import NewCase, act
from shouwen.operation.people import scope
from shouwen.operation.people.models import Staff
from shouwen.operation.people.rights import Acting
from shouwen.operation.web.api_access import allowance

pytestmark = pytest.mark.django_db
By = Callable[[Staff], Acting]
BUYER = Buyer("person", "陈一")


@pytest.fixture
def receipt(halls: Cast, begun: Callable[..., Visit], by: By) -> Receipt:
    """¥24.50: a card and three itemised bills."""
    set_prices(halls.east)
    return paid(begun("change"), by(halls.lin), card=1, list=3)


@pytest.fixture
def books() -> Books:
    """What the invoice service holds."""
    return Books("token")


@pytest.fixture
def service(books: Books, settings: Any) -> Iterator[OverHttp]:
    """The invoice service, listening."""
    with answering(books) as found:
        settings.INVOICES = "http://x"
        yield found


def now(receipt: Receipt) -> Receipt:
    return Receipt._base_manager.select_related("case", "unit").get(pk=receipt.pk)


def refusal(do: Callable[[], object]) -> str:
    with pytest.raises(Fault) as refused:
        do()
    return refused.value.code


def test_some_lines_are_given_back_then_an_amount_then_the_rest(halls: Cast, receipt: Receipt, by: By) -> None:
    lin = by(halls.lin)
    red = receipts.reverse(receipt, "refund", chosen={"list": 2}, by=lin, once="a")
    assert receipts.reverse(receipt, "refund", chosen={"list": 2}, by=lin, once="a").number == red.number
    assert (red.number, red.of, red.amount, red.paid_by) == ("20250506-0002", receipt.number, -300, "cash")
    assert [(line.code, line.quantity) for line in fees.lines_in(red.lines)] == [("list", 2)]
    assert (now(receipt).reversed_by, left_of(now(receipt)).amount) == ("", 2150)
    assert refusal(lambda: receipts.reverse(receipt, "refund", chosen={"list": 2}, by=lin)) == "refund-too-much"
    assert refusal(lambda: receipts.reverse(receipt, "refund", amount=2151, by=lin)) == "refund-too-much"
    part = receipts.reverse(receipt, "refund", amount=1000, by=lin)
    assert (part.amount, [line.label.zh_hans for line in fees.lines_in(part.lines)]) == (-1000, ["退款"])
    assert refusal(lambda: receipts.reverse(receipt, "refund", chosen={"card": 1}, by=lin)) == "refund-too-much"
    rest = receipts.reverse(receipt, "refund", by=lin)
    assert (rest.amount, now(receipt).reversed_by) == (-1150, rest.number)
    assert refusal(lambda: receipts.reverse(receipt, "refund", amount=1, by=lin)) == "receipt-reversed"
    assert refusal(lambda: receipts.reverse(red, "refund", by=lin)) == "receipt-red"
    assert same_as_the_log()


@pytest.mark.parametrize(
    ("how", "code"),
    [
        ({"chosen": {}}, "refund-too-much"),
        ({"chosen": {"card": 0}}, "refund-too-much"),
        ({"chosen": {"card": -1}}, "refund-too-much"),
        ({"chosen": {"none": 1}}, "refund-too-much"),
        ({"amount": 0}, "refund-too-much"),
        ({"amount": -100}, "refund-too-much"),
        ({"amount": 2451}, "refund-too-much"),
        ({"amount": 100, "chosen": {"card": 1}}, "refund-how"),
    ],
)
def test_what_is_not_left_is_not_given_back(
    halls: Cast, receipt: Receipt, by: By, how: dict[str, Any], code: str
) -> None:
    assert refusal(lambda: receipts.reverse(receipt, "refund", by=by(halls.lin), **how)) == code
    assert red_entries(receipt) == []


WISHES = st.lists(
    st.one_of(
        st.fixed_dictionaries({"amount": st.integers(-5, 2600)}),
        st.fixed_dictionaries(
            {"chosen": st.dictionaries(st.sampled_from(["card", "list", "other"]), st.integers(0, 4), max_size=3)}
        ),
        st.just({}),
    ),
    max_size=7,
)


@given(wishes=WISHES)
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_red_entries_together_never_exceed_the_receipt(
    halls: Cast, receipt: Receipt, by: By, wishes: list[dict[str, Any]]
) -> None:
    with transaction.atomic():
        for wish in wishes:
            with suppress(Fault):
                receipts.reverse(receipt, "refund", by=by(halls.lin), **wish)
        reds = red_entries(receipt)
        back = -sum(red.amount for red in reds)
        assert 0 <= back <= receipt.amount
        assert all(red.amount < 0 for red in reds)
        assert left_of(now(receipt)).amount == receipt.amount - back
        assert bool(now(receipt).reversed_by) == (back == receipt.amount)
        of_list = sum(one.quantity for red in reds for one in fees.lines_in(red.lines) if one.code == "list")
        assert of_list <= 3
        numbers = list(Receipt._base_manager.order_by("serial").values_list("serial", flat=True))
        assert numbers == list(range(1, len(reds) + 2))
        assert same_as_the_log()
        transaction.set_rollback(True)


def test_nobody_takes_back_more_by_another_way(halls: Cast, receipt: Receipt, by: By) -> None:
    lin = by(halls.lin)
    receipts.reverse(receipt, "refund", amount=2000, by=lin)
    visit = receipts.visit_case(receipt)
    for amount, left in ((-20.0, 0.5), (-4.5, 1.0), (-4.5, -3.0), (1.0, 5.5)):
        lines = fees.written([fees.Line("~part", {}, 1, round(-amount * 100))])
        data = {
            "number": "20250506-0003", "day": "2025-05-06", "serial": 3, "amount": amount, "paid_by": "cash",
            "items": lines, "of": receipt.number, "left": left,
        }  # fmt: skip
        new = NewCase(kind="receipt", unit=halls.east, arose_from=visit)
        assert refusal(
            lambda data=data, new=new: act(visit, "receipt.reversed", by=lin, data=data, also=[new, receipt.case])
        ) == "receipt-not-so"  # fmt: skip
    assert left_of(now(receipt)).amount == 450


def test_each_part_has_its_own_red_letter_over_as_much(
    halls: Cast, receipt: Receipt, by: By, books: Books, service: OverHttp, time: Time
) -> None:
    lin = by(halls.lin)
    invoices.ask(receipt, BUYER, by=lin)
    invoices.settle_once(service)
    receipts.reverse(receipt, "refund", chosen={"list": 1}, by=lin)
    assert refusal(lambda: receipts.reverse(receipt, "refund", amount=1, by=lin)) == "invoice-under-way"
    books.lost = 1
    invoices.settle_once(service)
    time.passes(60)
    invoices.settle_once(service)
    assert now(receipt).invoice == "issued"
    receipts.reverse(receipt, "refund", by=lin)
    invoices.settle_once(service)
    assert [one["amount"] for one in books.reversals.values()] == [150, 2300]
    assert (now(receipt).invoice, now(receipt).invoice_red) == ("red", [*books.reversals.values()][-1]["number"])
    asked = models.Event._base_manager.filter(word="invoice.reversal-asked").order_by("pk")
    assert [event.data.get("amount") for event in asked] == [1.5, 23]
    assert same_as_the_log()


def test_a_refused_red_letter_of_a_part_comes_first(
    halls: Cast, receipt: Receipt, by: By, books: Books, service: OverHttp
) -> None:
    lin = by(halls.lin)
    invoices.ask(receipt, BUYER, by=lin)
    invoices.settle_once(service)
    kept, books.made = books.made, {}
    receipts.reverse(receipt, "refund", amount=500, by=lin)
    invoices.settle_once(service)
    assert now(receipt).invoice == "red-failed"
    assert refusal(lambda: receipts.reverse(receipt, "refund", amount=500, by=lin)) == "invoice-red-first"
    books.made = kept
    invoices.reverse_again(receipt, by=lin)
    invoices.settle_once(service)
    assert (now(receipt).invoice, [one["amount"] for one in books.reversals.values()]) == ("issued", [500])
    receipts.reverse(receipt, "refund", amount=500, by=lin)
    assert same_as_the_log()


def test_an_invoice_that_is_asked_for_afterwards_is_over_what_is_left(
    halls: Cast, receipt: Receipt, by: By, books: Books, service: OverHttp
) -> None:
    receipts.reverse(receipt, "refund", chosen={"list": 2}, by=by(halls.lin))
    invoices.ask(receipt, BUYER, by=by(halls.lin))
    invoices.settle_once(service)
    (made,) = books.made.values()
    assert (made["amount"], [(one["quantity"], one["amount"]) for one in made["items"]]) == (
        2150,
        [(1, 2000), (1, 150)],
    )


def test_the_page_takes_back_some_lines_and_keeps_what_was_chosen_where_it_is_refused(
    halls: Cast, receipt: Receipt, logged_in: Callable[[Staff], Client]
) -> None:
    browser, here = logged_in(halls.lin), f"/hall/receipt/{receipt.case.subject}/reverse"
    asked = {"once": "x", "how": "lines", "line-0": "0", "line-1": "9", "reason": "refund"}
    refused = browser.post(here, asked)
    assert (refused.status_code, 'value="9"' in refused.content.decode()) == (422, True)
    for wrong in ({"line-1": ""}, {"how": "amount"}, {"how": "amount", "amount": "24.51"}):
        assert browser.post(here, {**asked, **wrong}).status_code == 422
    assert red_entries(receipt) == []
    assert browser.post(here, {**asked, "line-1": "2"}).status_code == 302
    shown = browser.get(f"/hall/receipt/{receipt.case.subject}").content.decode()
    assert ("20250506-0002" in shown, "¥21.50" in shown) == (True, True)
    with scope.everywhere():
        (red,) = red_entries(receipt)
        rows = paper.paper_of(red, copy=False).rows
    assert [amount for _label, amount in rows] == ["-¥3.00"]


def test_another_system_gives_a_part_back_and_sees_what_is_left(halls: Cast, receipt: Receipt) -> None:
    allowance.forget()
    lin, here = token_of(halls.lin), f"/receipts/{receipt.case.subject}"
    assert lin.post(f"{here}/reversal", {"reason": "refund", "items": [{"tariff": "card"}]}).json["amount"] == -2000
    assert (lin.get(here).json["left"], lin.get(here).json["reversed_by"]) == (450, "")
    answer = lin.post(f"{here}/reversal", {"reason": "refund", "amount": 451})
    assert (answer.status, answer.json["code"]) == (409, "refund-too-much")
    assert lin.post(f"{here}/reversal", {"reason": "refund", "amount": 450}).status == 201
    assert lin.get(here).json["left"] == 0
    allowance.forget()
    assert token_of(halls.sun).post(f"{here}/reversal", {"reason": "refund", "amount": 1}).status == 404
