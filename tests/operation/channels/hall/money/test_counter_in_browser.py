"""A customer is identified by the card reader, pays and gets a receipt: in a real browser, by keyboard alone."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, expect
from tests.operation.channels.hall.console.console_desk import data_of, told
from tests.operation.channels.hall.console.test_console_in_browser import press, settled, state
from tests.operation.channels.hall.identity.reader_of_the_tests import listening
from tests.operation.channels.hall.money.till_of_the_tests import paid, set_prices
from tests.operation.people_of_the_tests import Cast

from shouwen.operation.channels.hall import actions
from shouwen.operation.channels.hall.identity import pairing
from shouwen.operation.channels.hall.identity.bridge import MADE_UP, NoCard, Simulated
from shouwen.operation.channels.hall.identity.protocol import Reading
from shouwen.operation.channels.hall.models import CardReader, CounterDay, Receipt, Visit
from shouwen.operation.ledger import models
from shouwen.operation.people.models import Staff
from shouwen.operation.people.rights import Acting

pytestmark = pytest.mark.django_db(transaction=True)
OpenPage = Callable[..., Page]
By = Callable[[Staff], Acting]
Take = Callable[..., Visit]
CONSOLE = "/hall/console/"
ZHANG = MADE_UP[0]


class Desk(Simulated):
    """A reader on which now and then no card lies."""

    def __init__(self) -> None:
        super().__init__([ZHANG])
        self.empty = True

    def read(self) -> Reading:
        """The card, if one lies there."""
        if self.empty:
            raise NoCard
        return super().read()


@pytest.fixture(autouse=True)
def _committed(transactional_db: None) -> None:
    """What the test writes, the server sees."""


@pytest.fixture
def reader(halls: Cast, by: By, live_server: object) -> Iterator[tuple[Desk, int]]:
    """A reader at counter 1, whose program really listens for the tests' pages; and its port."""
    desk = Desk()
    pairing.pair(halls.east, "1", 18733, by=by(halls.gu))
    row = CardReader._base_manager.get()
    with listening(desk, pairing.secret_of(row), origin=live_server.url) as port:
        row.port = port
        row.save()
        yield desk, port


def test_identity_fee_and_receipt_by_keyboard_alone(
    halls: Cast, take: Take, open_page: OpenPage, reader: tuple[Desk, int], seen_by_axe: Callable[[Page], list[str]]
) -> None:
    set_prices(halls.east)
    visit, (desk, port) = take("change"), reader
    page = open_page(staff=halls.lin, also=f"127.0.0.1:{port}")
    page.goto(CONSOLE)
    page.keyboard.press("1")
    state(page, "ready")
    press(page, "n", then="service.begun")
    press(page, "1", "n", then="identity.checked")
    page.keyboard.press("s")
    own = page.locator("[data-part=customer]")
    expect(own.locator(".identity-read")).to_have_text("没有读到证件。请放好再读一次，或手工输入号码。")
    desk.empty = False
    page.keyboard.press("s")
    expect(own.locator(".identity-read")).to_have_text(f"已读取： 张测试 …{ZHANG.number[-4:]}")
    expect(own.get_by_label("居民身份证")).to_be_checked()
    assert seen_by_axe(page) == []
    press(page, "n", then="order.entered")
    press(page, "n", then="fee.told")
    page.get_by_text("按账单收费").click()  # what unfolds within a step leaves the step open
    expect(page.get_by_label("金额（元）")).to_be_visible()
    page.keyboard.press("1")
    page.keyboard.press("2")
    expect(page.locator("[data-sum]")).to_have_text("¥21.50")
    assert seen_by_axe(page) == []
    press(page, "n", then="fee.paid")
    page.keyboard.press("1")
    page.keyboard.press("g")
    page.keyboard.type("50")
    expect(page.locator("[data-change]")).to_have_text("¥28.50")
    page.keyboard.press("Enter")
    expect(page.locator("#console[data-settled='1'] details[open][data-step='receipt.issued']")).to_be_visible()
    assert seen_by_axe(page) == []
    press(page, "1", "n", then="service.ended")
    expect(page.locator(".console-papers")).to_contain_text("20250506-0001")

    assert told(visit) == [
        "ticket.taken",
        "ticket.called",
        "service.begun",
        "identity.checked",
        "order.entered",
        "fee.told",
        "fee.paid",
        "receipt.issued",
    ]
    assert data_of(visit, "identity.checked")["how"] == "reader"
    grades = models.Event._base_manager.filter(told__case=visit.pk, word="identity.checked")
    assert [row.grade for row in grades] == ["device"]
    assert {name: data_of(visit, "fee.paid")[name] for name in ("amount", "given", "change")} == {
        "amount": 21.5,
        "given": 50,
        "change": 28.5,
    }
    page.keyboard.press("b")
    page.wait_for_url(re.compile("/hall/receipt/"))
    assert urlsplit(page.url).path == f"/hall/receipt/{Receipt._base_manager.get().case.subject}"
    expect(page.locator(".receipt-slip")).to_contain_text("¥21.50")
    assert seen_by_axe(page) == []
    with page.expect_download() as download:
        page.keyboard.press("n")
    assert download.value.suggested_filename == "20250506-0001.pdf"
    page.keyboard.press("c")
    state(page, "served")


def test_what_was_read_and_typed_stays_when_something_happens_meanwhile(
    halls: Cast, begun: Callable[..., Visit], open_page: OpenPage, reader: tuple[Desk, int], by: By
) -> None:
    visit, (desk, port) = begun("change"), reader
    desk.empty = False
    page = open_page(staff=halls.lin, also=f"127.0.0.1:{port}", width=390)
    page.goto(CONSOLE)
    settled(page)
    page.get_by_text("代办人").click()
    page.locator("[data-reads=customer]").click()
    expect(page.locator("[data-part=customer].is-read")).to_be_visible()
    page.locator("#identity-principal").fill("110105")
    version = page.locator("#console").get_attribute("hx-get")
    actions.say(visit, "water.offered", by=by(halls.zhao))
    page.locator("#console-heading").focus()
    expect(page.locator("#console")).not_to_have_attribute("hx-get", version or "", timeout=20_000)
    expect(page.locator("[data-part=customer].is-read .identity-read")).to_contain_text("张测试")
    expect(page.locator("#identity-principal")).to_have_value("110105")
    assert page.locator("[name=reading]").input_value() != ""
    page.locator("#identity-customer").fill("x")  # who types does without the reading
    expect(page.locator("[name=reading]")).to_have_value("")


def test_without_its_program_the_reader_says_what_to_do(
    halls: Cast, begun: Callable[..., Visit], open_page: OpenPage, by: By
) -> None:
    begun("change")
    pairing.pair(halls.east, "1", 18999, by=by(halls.gu))
    page = open_page(staff=halls.lin, also="127.0.0.1:18999")
    page.goto(CONSOLE)
    settled(page)
    page.keyboard.press("s")
    expect(page.locator("[data-part=customer] .identity-read")).to_have_text(
        "读卡器没有应答。请在本机启动读卡程序，或手工输入号码。"
    )


@pytest.mark.parametrize(("dark", "width"), [(False, 1280), (True, 390)])
def test_each_page_is_for_everybody(
    halls: Cast, begun: Callable[..., Visit], lins: CounterDay, open_page: OpenPage, by: By, dark: bool, width: int,
    seen_by_axe: Callable[[Page], list[str]], scrolls_sideways: Callable[[Page], bool],
) -> None:  # fmt: skip
    set_prices(halls.east)
    receipt = paid(begun("change"), by(halls.lin))
    page = open_page(staff=halls.gu, dark=dark, width=width)
    for address in (f"/hall/receipt/{receipt.case.subject}", "/hall/reader/"):
        page.goto(address)
        assert (seen_by_axe(page), scrolls_sideways(page)) == ([], False)
