"""Identity, fee, receipt and invoice by JSON: another system's counter goes the same way, through the same door."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from tests.operation.channels.hall.console.console_desk import data_of, same_as_the_log
from tests.operation.channels.hall.money.till_of_the_tests import set_prices
from tests.operation.people_of_the_tests import Cast
from tests.operation.web.api_caller import Caller, device_at, token_of

from shouwen.operation.channels.hall.identity.bridge import MADE_UP
from shouwen.operation.channels.hall.models import Receipt, Visit
from shouwen.operation.web.api_access import allowance

pytestmark = pytest.mark.django_db


@pytest.fixture
def lin(halls: Cast) -> Caller:
    """A system that speaks for Lin."""
    allowance.forget()
    set_prices(halls.east)
    return token_of(halls.lin)


def test_another_system_identifies_charges_and_writes_the_receipt(
    halls: Cast, lin: Caller, begun: Callable[..., Visit], settings: object
) -> None:
    settings.INVOICES = "http://hall:token@127.0.0.1:1/"
    visit = begun("change")
    name = visit.case.subject
    own = {"document": "resident", "number": MADE_UP[0].number}
    wrong = lin.post(f"/visits/{name}/identity", {"own": {**own, "number": "1"}})
    assert (wrong.status, wrong.json["code"]) == (422, "document-form")
    assert lin.post(f"/visits/{name}/identity", {"own": own}).status == 201
    assert data_of(visit, "identity.checked")["how"] == "typed"
    assert lin.post("/receipts/payments", {"visit": name, "paid_by": "card"}).json["code"] == "fee-nothing-due"
    items = [{"tariff": "card", "quantity": 1}, {"tariff": "list"}]
    assert lin.post("/receipts/fees", {"visit": name, "items": items}).json == {"visit": name, "due": 2150}
    assert lin.post("/receipts/payments", {"visit": name, "paid_by": "card"}).json["due"] == 0
    receipt = lin.post("/receipts", {"visit": name})
    assert (receipt.status, receipt.json["number"], receipt.json["amount"]) == (201, "20250506-0001", 2150)
    address = f"/receipts/{receipt.json['subject']}"
    asked = lin.post(f"{address}/invoice", {"kind": "person", "title": "王示范"})
    assert (asked.status, asked.json["invoice"], "王示范" in str(asked.json)) == (201, "asked", False)
    under_way = lin.post(f"{address}/reversal", {"reason": "refund"})
    assert (under_way.status, under_way.json["code"]) == (409, "invoice-under-way")
    assert lin.get(address).json["lines"] == [
        {"tariff": "card", "quantity": 1, "amount": 2000},
        {"tariff": "list", "quantity": 1, "amount": 150},
    ]
    assert same_as_the_log()


def test_another_site_and_a_device_do_none_of_it(halls: Cast, lin: Caller, begun: Callable[..., Visit]) -> None:
    visit = begun("change")
    name = visit.case.subject
    lin.post("/receipts/fees", {"visit": name, "items": [{"tariff": "card"}]})
    lin.post("/receipts/payments", {"visit": name, "paid_by": "card"})
    receipt = lin.post("/receipts", {"visit": name}).json["subject"]
    qian, machine = token_of(halls.qian), device_at(halls.east, "machine", by=halls.an)
    for path, body in (
        (f"/visits/{name}/identity", {"own": {"document": "passport"}}),
        ("/receipts/fees", {"visit": name, "items": [{"tariff": "card"}]}),
        ("/receipts", {"visit": name}),
        (f"/receipts/{receipt}/reversal", {"reason": "refund"}),
    ):
        assert qian.post(path, body).status == 404
        assert machine.post(path, body).status in (403, 409)
    assert qian.get(f"/receipts/{receipt}").status == 404
    assert Receipt._base_manager.count() == 1
