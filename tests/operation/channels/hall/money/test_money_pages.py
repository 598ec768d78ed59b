"""Fee and receipt in the console, and a receipt's page: paper, invoice, taking back."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse
from tests.operation.channels.hall.console.console_desk import (
    Desk,
    data_of,
    open_step,
    same_as_the_log,
    steps_shown,
    told,
)
from tests.operation.channels.hall.money.till_of_the_tests import FIRM, paid, set_prices
from tests.operation.people_of_the_tests import Cast

from shouwen.operation.channels.hall.models import Receipt, Visit
from shouwen.operation.channels.hall.money import receipts
from shouwen.operation.people.models import Staff
from shouwen.operation.people.rights import Acting

pytestmark = pytest.mark.django_db
By = Callable[[Staff], Acting]
LogIn = Callable[[Staff], Client]


@pytest.fixture(autouse=True)
def _prices(halls: Cast) -> None:
    set_prices(halls.east)


def test_the_fee_is_a_step_where_the_hall_has_a_tariff_for_the_service(
    halls: Cast, lin: Desk, begun: Callable[..., Visit]
) -> None:
    visit = begun("change")
    page = lin.look()
    assert [one for one in steps_shown(page) if one.split(".")[0] in ("fee", "receipt")] == [
        "fee.told",
        "fee.paid",
        "receipt.issued",
    ]
    lin.step("identity.checked", visit, document="resident")
    lin.step("order.entered", visit)
    assert open_step(lin.text) == "fee.told"
    lin.step("fee.told", visit, **{"item-0": "on", "item-1": "on", "quantity-1": "2"})
    assert (lin.status, open_step(lin.text), "¥23.00" in lin.text) == (200, "fee.paid", True)
    lin.step("fee.paid", visit, paid_by="cash", given="50")
    assert open_step(lin.text) == "receipt.issued"
    assert "¥27.00" in lin.text
    lin.step("receipt.issued", visit, counted="on")
    assert open_step(lin.text) == "service.ended"
    assert "20250506-0001" in lin.text
    assert told(visit)[-3:] == ["fee.told", "fee.paid", "receipt.issued"]
    assert data_of(visit, "receipt.issued")["counted"] is True
    assert same_as_the_log()


def test_what_is_wrong_is_said_in_place(halls: Cast, lin: Desk, begun: Callable[..., Visit]) -> None:
    visit = begun("change")
    lin.step("fee.told", visit)
    assert (lin.status, "请至少选一项" in lin.text) == (422, True)
    lin.step("fee.told", visit, **{"item-0": "on", "billed": "5"})
    assert (lin.status, "counter.fee-by-list" in lin.text) == (422, True)
    lin.step("fee.told", visit, **{"item-0": "on", "quantity-0": "x"})
    assert lin.status == 422
    lin.step("fee.told", visit, **{"item-0": "on"})
    lin.step("fee.paid", visit)
    assert (lin.status, "请选择付款方式。" in lin.text) == (422, True)
    lin.step("fee.paid", visit, paid_by="cash", given="1")
    assert (lin.status, "应付 20.00 元" in lin.text) == (422, True)
    assert told(visit)[-1] == "fee.told"


def test_a_fee_is_reckoned_anew_until_it_is_paid_and_again_after_a_red_entry(
    halls: Cast, lin: Desk, begun: Callable[..., Visit], logged_in: LogIn
) -> None:
    visit = begun("change")
    lin.step("fee.told", visit, **{"item-0": "on"})
    assert "重新算费" in lin.text
    lin.do("undo", visit, word="fee.taken-back")
    assert "fee.told" in steps_shown(lin.text)
    lin.step("fee.told", visit, **{"item-1": "on"})
    lin.step("fee.paid", visit, paid_by="card")
    lin.do("undo", visit, word="fee.taken-back")
    assert lin.status == 422
    lin.step("receipt.issued", visit)
    subject = Receipt._base_manager.get().case.subject
    logged_in(halls.gu).post(f"/hall/receipt/{subject}/reverse", {"once": "r", "how": "all", "reason": "wrong"})
    assert {"fee.told", "fee.paid", "receipt.issued"} <= set(steps_shown(lin.look()))


def test_a_receipts_page_prints_it_and_then_copies(
    halls: Cast, begun: Callable[..., Visit], by: By, logged_in: LogIn
) -> None:
    receipt = paid(begun("change"), by(halls.lin))
    lin, address = logged_in(halls.lin), f"/hall/receipt/{receipt.case.subject}"
    assert "20250506-0001" in lin.get(address).content.decode()
    answers = [lin.post(f"{address}/paper", {"once": f"{n}", "form": form, "width": "58"}) for n, form in enumerate(
        ("pdf", "escpos", "browser"))]  # fmt: skip
    assert [one.headers["Content-Type"].partition(";")[0] for one in answers] == [
        "application/pdf",
        "application/octet-stream",
        "text/html",
    ]
    assert ("副本".encode("gb18030") in answers[1].content, "副本" in answers[2].content.decode()) == (True, True)
    assert (Receipt._base_manager.get().printed, receipt.number in answers[0].headers["Content-Disposition"]) == (
        3,
        True,
    )
    assert lin.post(f"{address}/paper", {"once": "x", "form": "stone", "width": "58"}).status_code == 422


def test_an_invoice_is_asked_for_on_the_receipts_page(
    halls: Cast, begun: Callable[..., Visit], by: By, logged_in: LogIn, settings: object
) -> None:
    receipt = paid(begun("change"), by(halls.lin))
    lin, address = logged_in(halls.lin), f"/hall/receipt/{receipt.case.subject}"
    settings.INVOICES = ""
    assert "没有设置开票服务" in lin.get(address).content.decode()
    settings.INVOICES = "http://hall:token@127.0.0.1:1/"
    wrong = lin.post(
        f"{address}/invoice", {"once": "a", "kind": "company", "title": "某公司", "tax_number": FIRM[:-1] + "0"}
    )
    assert (wrong.status_code, "校验位不对" in wrong.content.decode()) == (422, True)
    given = {"once": "b", "kind": "company", "title": "江城测试有限公司", "tax_number": FIRM, "email": ""}
    page = lin.post(f"{address}/invoice", given, follow=True).content.decode()
    assert ("发票开具中" in page, given["title"] in page) == (True, False)
    assert Receipt._base_manager.get().invoice == "asked"
    for case in (receipt.case.subject, receipt.visit):
        thread = lin.get(reverse("case", args=[case])).content.decode()
        assert ("申请开发票" in thread, given["title"] in thread, FIRM in thread) == (True, False, False)
    assert lin.post(f"{address}/reverse", {"once": "c", "how": "all", "reason": "refund"}).status_code == 422


def test_a_receipt_is_taken_back_on_its_page(
    halls: Cast, begun: Callable[..., Visit], by: By, logged_in: LogIn
) -> None:
    receipt = paid(begun("change"), by(halls.lin))
    gu, address = logged_in(halls.gu), f"/hall/receipt/{receipt.case.subject}"
    assert gu.post(f"{address}/reverse", {"once": "a", "how": "all", "reason": "whim"}).status_code == 422
    page = gu.post(f"{address}/reverse", {"once": "b", "how": "all", "reason": "refund"}, follow=True).content.decode()
    assert ("红字冲销" in page, "20250506-0001" in page) == (True, True)
    assert "已由 20250506-0002 冲红" in gu.get(address).content.decode()


def test_another_sites_staff_find_no_receipt(
    halls: Cast, begun: Callable[..., Visit], by: By, logged_in: LogIn
) -> None:
    receipt = paid(begun("change"), by(halls.lin))
    address = f"/hall/receipt/{receipt.case.subject}"
    for other in (halls.qian, halls.sun, halls.an):
        browser = logged_in(other)
        assert browser.get(address).status_code == 404
        for part in ("paper", "invoice", "reverse"):
            assert browser.post(f"{address}/{part}", {"once": "x", "form": "pdf", "width": "58"}).status_code == 404
    assert Receipt._base_manager.get().printed == 0


def test_the_receipts_of_a_day_are_listed_with_what_each_way_comes_to(
    halls: Cast, begun: Callable[..., Visit], by: By, logged_in: LogIn
) -> None:
    visit, lin = begun("change"), by(halls.lin)
    browser = logged_in(halls.lin)
    assert "这一天没有票据" in browser.get("/hall/receipts/").content.decode()
    first = paid(visit, lin)
    receipts.reverse(first, "wrong", by=lin)
    paid(visit, lin, "cash", None, card=1, list=1)
    paid_by_card = Receipt._base_manager.order_by("-serial").first()
    assert paid_by_card is not None
    page = browser.get("/hall/receipts/").content.decode()
    assert re.findall(r"<a class=\"numbers\"[^>]*>([^<]+)</a>", page) == [
        "20250506-0003",
        "20250506-0002",
        "20250506-0001",
    ]
    assert '<dd class="numbers">¥21.50</dd>' in page
    found = browser.get("/hall/receipts/", {"number": "20250506-0001"})
    assert found.headers["Location"] == f"/hall/receipt/{first.case.subject}"
    assert "没有号码为 9 的票据" in browser.get("/hall/receipts/", {"number": "9"}).content.decode()
    assert "这一天没有票据" in browser.get("/hall/receipts/", {"day": "2025-05-05"}).content.decode()
    qian = logged_in(halls.qian)
    hers = qian.get("/hall/receipts/", {"number": "20250506-0001"}).content.decode()
    assert ("没有号码为 20250506-0001 的票据" in hers, first.case.subject in hers) == (True, False)
    for other in (halls.wu, halls.an):
        assert logged_in(other).get("/hall/receipts/").status_code == 403
