"""Tax invoices: asked for, made by a service over real HTTP, at most one for a receipt, taken back whole."""

from __future__ import annotations

import json
import logging
import socket
import threading
from collections.abc import Callable, Iterator

import pytest
from tests.operation.channels.hall.conftest import Time
from tests.operation.channels.hall.console.console_desk import same_as_the_log, told
from tests.operation.channels.hall.money.till_of_the_tests import FIRM, answering, paid, set_prices
from tests.operation.people_of_the_tests import Cast

from shouwen.fault import Fault
from shouwen.operation.channels.hall.models import Receipt, Visit
from shouwen.operation.channels.hall.money import invoices, receipts
from shouwen.operation.channels.hall.money.invoice_service import Buyer, Down, Item, Order, OverHttp, Refused
from shouwen.operation.channels.hall.money.invoice_simulator import UNKNOWN_TITLE, Books
from shouwen.operation.ledger import models
from shouwen.operation.people import privacy
from shouwen.operation.people.models import Customer, PersonalText, Staff
from shouwen.operation.people.rights import Acting

pytestmark = pytest.mark.django_db
By = Callable[[Staff], Acting]
BUYER = Buyer("company", "江城测试有限公司", FIRM, "fapiao@example.com")


@pytest.fixture
def books() -> Books:
    return Books("token")


@pytest.fixture
def service(books: Books, settings: object) -> Iterator[OverHttp]:
    """A service that answers, and is the installation's."""
    settings.INVOICES = "http://hall:token@127.0.0.1:1/"
    with answering(books) as found:
        yield found


@pytest.fixture
def receipt(halls: Cast, begun: Callable[..., Visit], by: By) -> Receipt:
    set_prices(halls.east)
    return paid(begun("change"), by(halls.lin), card=1, list=2)


def now(receipt: Receipt) -> Receipt:
    return Receipt._base_manager.select_related("case", "unit").get(pk=receipt.pk)


def refusal(do: Callable[[], object]) -> str:
    with pytest.raises(Fault) as refused:
        do()
    return refused.value.code


def test_an_invoice_is_asked_for_made_and_known_by_its_number(
    halls: Cast, receipt: Receipt, by: By, books: Books, service: OverHttp, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    invoices.ask(receipt, BUYER, by=by(halls.lin))
    assert now(receipt).invoice == "asked"
    assert invoices.settle_once(service) == 1
    row = now(receipt)
    (made,) = books.made.values()
    assert (row.invoice, row.invoice_number, row.invoice_due) == ("issued", made["number"], None)
    assert (made["amount"], made["seller"], made["receipt"]) == (2300, "hall-east", receipt.number)
    assert made["buyer"] == {"kind": "company", "title": BUYER.title, "tax_number": FIRM, "email": BUYER.email}
    assert made["items"] == [
        {"name": "手机卡工本费", "quantity": 1, "amount": 2000},
        {"name": "详单打印", "quantity": 2, "amount": 150},
    ]
    visit = Visit._base_manager.get(case__subject=receipt.visit)
    assert told(visit)[-2:] == ["invoice.asked", "invoice.issued"]
    assert invoices.settle_once(service) == 0
    everything = json.dumps(
        [list(models.Event._base_manager.values_list("data", flat=True)), caplog.text]
        + [str(row.__dict__) for row in (*Customer._base_manager.all(), *PersonalText.objects.all(), row)],
        ensure_ascii=False,
    )
    assert [secret in everything for secret in (BUYER.title, FIRM, BUYER.email)] == [False] * 3
    assert same_as_the_log()


def test_an_answer_that_was_lost_makes_no_second_invoice(
    halls: Cast, receipt: Receipt, by: By, books: Books, service: OverHttp, time: Time
) -> None:
    books.lost, books.down = 1, 1
    invoices.ask(receipt, BUYER, by=by(halls.lin))
    invoices.settle_once(service)
    assert (now(receipt).invoice, now(receipt).invoice_tries, len(books.made)) == ("asked", 1, 0)
    assert invoices.settle_once(service) == 0  # not before its time
    time.passes(invoices.PAUSES[0])
    invoices.settle_once(service)
    assert (now(receipt).invoice, now(receipt).invoice_tries, len(books.made)) == ("asked", 2, 1)
    time.passes(invoices.PAUSES[1])
    invoices.settle_once(service)
    assert (now(receipt).invoice, len(books.made)) == ("issued", 1)
    assert same_as_the_log()


def test_a_service_that_never_answers_is_given_up_and_may_be_asked_again(
    halls: Cast, receipt: Receipt, by: By, books: Books, service: OverHttp, time: Time
) -> None:
    books.down = invoices.TRIES
    invoices.ask(receipt, BUYER, by=by(halls.lin))
    for pause in (*invoices.PAUSES, 0):
        assert invoices.settle_once(service) == 1
        time.passes(pause)
    assert (now(receipt).invoice, now(receipt).invoice_reason) == ("failed", "no-answer")
    assert invoices.settle_once(service) == 0
    invoices.ask(now(receipt), BUYER, by=by(halls.lin))
    invoices.settle_once(service)
    assert (now(receipt).invoice, now(receipt).invoice_tries) == ("issued", 0)
    assert Customer._base_manager.count() == 1  # met once, however often they ask


def test_what_the_service_refuses_is_mended_and_asked_for_anew(
    halls: Cast, receipt: Receipt, by: By, books: Books, service: OverHttp
) -> None:
    lin = by(halls.lin)
    invoices.ask(receipt, Buyer("company", UNKNOWN_TITLE, FIRM), by=lin)
    invoices.settle_once(service)
    assert (now(receipt).invoice, now(receipt).invoice_reason) == ("failed", "title-unknown")
    invoices.ask(receipt, BUYER, by=lin)
    assert refusal(lambda: invoices.ask(receipt, BUYER, by=lin)) == "invoice-not-now"
    invoices.settle_once(service)
    assert refusal(lambda: invoices.ask(receipt, BUYER, by=lin)) == "invoice-not-now"
    assert len(books.made) == 1
    assert same_as_the_log()


def test_the_red_letter_takes_the_whole_invoice_back_with_the_receipt(
    halls: Cast, receipt: Receipt, by: By, books: Books, service: OverHttp
) -> None:
    lin = by(halls.lin)
    invoices.ask(receipt, BUYER, by=lin)
    assert refusal(lambda: receipts.reverse(receipt, "refund", by=lin)) == "invoice-under-way"
    invoices.settle_once(service)
    red = receipts.reverse(receipt, "refund", by=lin, once="r")
    assert receipts.reverse(receipt, "refund", by=lin, once="r").number == red.number
    assert now(receipt).invoice == "red-asked"
    books.lost = 1
    invoices.settle_once(service)
    assert (now(receipt).invoice, now(receipt).invoice_tries) == ("red-asked", 1)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("shouwen.operation.ledger.clock.now", lambda: now(receipt).invoice_due)
        invoices.settle_once(service)
    (reversal,) = books.reversals.values()
    assert (now(receipt).invoice, now(receipt).invoice_red) == ("red", reversal["number"])
    assert reversal["of"] == now(receipt).invoice_number
    visit = Visit._base_manager.get(case__subject=receipt.visit)
    assert told(visit)[-4:] == [
        "receipt.reversed",
        "invoice.reversal-asked",
        "invoice.delayed",
        "invoice.reversed",
    ]
    for one in (receipt, red):
        assert refusal(lambda of=one: invoices.ask(of, BUYER, by=lin)) in ("receipt-reversed", "receipt-red")
    assert same_as_the_log()


def test_a_red_letter_that_was_refused_is_asked_for_again(
    halls: Cast, receipt: Receipt, by: By, books: Books, service: OverHttp
) -> None:
    lin = by(halls.lin)
    invoices.ask(receipt, BUYER, by=lin)
    invoices.settle_once(service)
    kept, books.made = books.made, {}
    receipts.reverse(receipt, "refund", by=lin)
    invoices.settle_once(service)
    assert (now(receipt).invoice, now(receipt).invoice_reason) == ("red-failed", "invoice-unknown")
    books.made = kept
    invoices.reverse_again(receipt, by=lin)
    assert refusal(lambda: invoices.reverse_again(receipt, by=lin)) == "invoice-not-now"
    invoices.settle_once(service)
    assert now(receipt).invoice == "red"
    assert same_as_the_log()


def test_two_processes_that_ask_at_once_note_one_answer(
    halls: Cast, receipt: Receipt, by: By, books: Books, service: OverHttp
) -> None:
    invoices.ask(receipt, BUYER, by=by(halls.lin))
    both = [now(receipt), now(receipt)]
    for one in both:
        invoices._settle(one, service)
    assert models.Event._base_manager.filter(word="invoice.issued").count() == 1
    assert len(books.made) == 1


def test_who_was_erased_meanwhile_gets_no_invoice(
    halls: Cast, receipt: Receipt, by: By, books: Books, service: OverHttp
) -> None:
    invoices.ask(receipt, BUYER, by=by(halls.lin))
    privacy.erase(Customer._base_manager.get(), 0)
    invoices.settle_once(service)
    assert (now(receipt).invoice, now(receipt).invoice_reason, books.made) == ("failed", "customer-erased", {})


def test_without_a_service_no_invoice_is_asked_for(halls: Cast, receipt: Receipt, by: By, settings: object) -> None:
    settings.INVOICES = ""
    assert refusal(lambda: invoices.ask(receipt, BUYER, by=by(halls.lin))) == "invoice-no-service"
    assert invoices.settle_once() == 0


def test_staff_of_another_site_ask_for_none(halls: Cast, receipt: Receipt, by: By, service: OverHttp) -> None:
    for other in (halls.qian, halls.sun, halls.wu):
        assert refusal(lambda who=other: invoices.ask(receipt, BUYER, by=by(who))) == "case-unknown"


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"kind": "club", "title": "x"}, "invoice-buyer"),
        ({"kind": "person", "title": "  "}, "invoice-title"),
        ({"kind": "person", "title": "王", "email": "nobody"}, "email-form"),
        ({"kind": "company", "title": "某公司"}, "tax-number-form"),
        ({"kind": "company", "title": "某公司", "tax_number": FIRM[:-1] + "0"}, "tax-number-check"),
    ],
)
def test_what_an_invoice_is_made_out_to_is_checked(given: dict[str, str], code: str) -> None:
    assert refusal(lambda: invoices.read_buyer(**given)) == code


def test_a_person_needs_no_tax_number() -> None:
    assert invoices.read_buyer(kind="person", title=" 王  示范 ", tax_number="x") == Buyer("person", "王 示范")
    assert str(BUYER) == "Buyer(…)"


def order() -> Order:
    return Order(key="k", seller="s", receipt="r", buyer=BUYER, items=[Item("x", 1, 100)], amount=100)


def test_a_wrong_token_nobody_there_and_nonsense_are_no_answers(books: Books) -> None:
    with answering(books) as service:
        with pytest.raises(Down):
            OverHttp(service._base.replace("//", "//hall:wrong@")).issue(order())
        with pytest.raises(Refused) as refused:
            service.reverse("k", "25/../nothing")
        assert refused.value.reason == "invoice-unknown"
    with pytest.raises(Down):
        service.issue(order())


@pytest.mark.parametrize(
    "answer",
    [
        b"HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nnull",
        b'HTTP/1.1 200 OK\r\nContent-Length: 12\r\n\r\n{"number":7}',
        b"HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:9/\r\nContent-Length: 0\r\n\r\n",
        b"HTTP/1.1 500 Oh\r\nContent-Length: 0\r\n\r\n",
        b"gibberish\r\n\r\n",
    ],
)
def test_an_answer_that_tells_nothing_is_asked_for_again(answer: bytes) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:

        def once() -> None:
            connection, _address = server.accept()
            with connection:
                connection.recv(65_536)
                connection.sendall(answer)

        thread = threading.Thread(target=once, daemon=True)
        thread.start()
        with pytest.raises(Down):
            OverHttp(f"http://t:t@127.0.0.1:{server.getsockname()[1]}").issue(order())
        thread.join(10)
