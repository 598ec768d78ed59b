"""The number machine and the customer's phone in a real browser: touches, lost answers, idle time, paper, type."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page, Route, expect
from tests.operation.channels.hall.conftest import set_up
from tests.operation.channels.hall.screens_of_the_tests import token_of
from tests.operation.people_of_the_tests import Cast, make_cast

from shouwen.operation.channels.hall import actions, counters, keys
from shouwen.operation.channels.hall.models import CounterDay, Hall, Service, Visit
from shouwen.operation.ledger import clock, editions
from shouwen.operation.ledger.publishing import publish_pack
from shouwen.operation.people import scope
from shouwen.operation.people.rights import SYSTEM, acting_of

pytestmark = pytest.mark.django_db(transaction=True)

OpenPage = Callable[..., Page]
Look = Callable[[Page], list[str]]
Sideways = Callable[[Page], bool]
KIOSK = {"width": 1080, "height": 1920}
PHONE = {"width": 390, "height": 844}
TEN = 1_746_496_800  # Tuesday 6 May 2025, 10:00 in Shanghai

TOO_SMALL = """() => [...document.querySelectorAll("a, button, input:not([type=hidden]), summary, select")]
  .filter(e => e.checkVisibility({visibilityProperty: true}) && !e.closest(".skip, dialog, .drop-menu"))
  .map(e => [e.tagName + " " + (e.innerText || e.name), e.getBoundingClientRect()])
  .filter(([_, box]) => box.width < 60 || box.height < 60)
  .map(([name, box]) => `${name} ${box.width} x ${box.height}`)"""
SMALL_TEXT = """() => [...document.querySelectorAll("body *")]
  .filter(e => e.checkVisibility() && [...e.childNodes].some(n => n.nodeType === 3 && n.textContent.trim()))
  .filter(e => parseFloat(getComputedStyle(e).fontSize) < 18).map(e => e.outerHTML.slice(0, 120))"""


@pytest.fixture
def hall(transactional_db: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[Cast]:
    """The east hall at ten in the morning: Lin's counter is open."""
    monkeypatch.setattr(clock, "now", lambda: TEN)
    cast = make_cast()
    editions.forget()
    cast.organisation.standard = "own-hall"
    cast.organisation.save()
    publish_pack("pack:own-hall", at=cast.organisation, by=SYSTEM)
    set_up(cast.east)
    with scope.everywhere():
        counters.open_counter(cast.east, "1", by=acting_of(cast.lin, TEN))
        yield cast


@pytest.fixture
def kiosk(hall: Cast, open_page: OpenPage) -> Callable[..., Page]:
    """The east hall's number machine, in whose browser its secret was typed in."""

    def open_kiosk(**how: Any) -> Page:
        page = open_page(**{**KIOSK, **how})
        page.goto("/hall/screen/")
        page.get_by_label("屏幕密钥").fill(token_of(hall, hall.east)[1])
        page.get_by_role("button", name="设置这块屏幕").click()
        page.wait_for_url("**/hall/machine/")
        return page

    return open_kiosk


def photograph(page: Page, name: str) -> None:
    """Keeps a picture where somebody wants to look ($SHOUWEN_PICTURES)."""
    if folder := os.environ.get("SHOUWEN_PICTURES"):
        page.screenshot(path=Path(folder) / f"hall-{name}.png", full_page=True)


def is_large(page: Page, look: Look, sideways: Sideways) -> None:
    assert page.evaluate(TOO_SMALL) == []
    assert page.evaluate(SMALL_TEXT) == []
    assert sideways(page) is False
    assert look(page) == []


def given() -> list[str]:
    return [visit.number for visit in Visit._base_manager.order_by("sequence")]


# ── the machine ──


@pytest.mark.parametrize(
    ("language", "service", "number"),
    [("简体中文", "缴费", "您的号码"), ("繁體中文", "缴费", "您的號碼"), ("English", "payment", "Your number")],
)
def test_a_number_is_one_touch_away_in_large_type(
    kiosk: Callable[..., Page], seen_by_axe: Look, scrolls_sideways: Sideways, language: str, service: str, number: str
) -> None:
    page = kiosk()
    page.get_by_role("button", name=language).click()
    is_large(page, seen_by_axe, scrolls_sideways)
    photograph(page, f"machine-{language}")
    page.get_by_role("button", name=service).click()
    expect(page.get_by_text(number).first).to_be_visible()
    expect(page.locator(".machine-number")).to_have_text("A001")
    photograph(page, f"machine-number-{language}")
    is_large(page, seen_by_axe, scrolls_sideways)
    assert page.locator(".machine-phone img").evaluate("picture => picture.naturalWidth") > 0


def test_cards_of_a_row_are_of_one_height_and_what_is_chosen_begins_with_a_capital(kiosk: Callable[..., Page]) -> None:
    Service._base_manager.filter(code="payment").update(
        names={"en": "settle what is owed for several numbers of a family"}
    )
    page = kiosk()
    page.get_by_role("button", name="English").click()
    boxes = [card.bounding_box() for card in page.locator(".machine-services button").all()]
    rows = {box["y"]: {other["height"] for other in boxes if other and other["y"] == box["y"]} for box in boxes if box}
    assert (len(boxes), [len(heights) for heights in rows.values()]) == (3, [1] * len(rows))
    assert len(rows) < len(boxes)
    shown = page.locator(".machine-class, .machine-service, .machine-waiting").all_inner_texts()
    assert [text for text in shown if text[0].islower()] == []
    photograph(page, "machine-long-names")


def test_the_whole_way_by_keyboard(kiosk: Callable[..., Page]) -> None:
    page = kiosk()
    for key in ("Tab",) * 20:
        page.keyboard.press(key)
        if page.evaluate("document.activeElement.name") == "priority":
            break
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator(".machine-number")).to_have_text("A001")
    visit = Visit._base_manager.get()
    assert (visit.service, visit.priority) == ("change", "elderly")


def test_three_quick_touches_give_one_number(kiosk: Callable[..., Page]) -> None:
    page = kiosk()
    page.evaluate("""() => document.querySelectorAll(".machine-services button").forEach(button => button.click())""")
    expect(page.locator(".machine-number")).to_have_text("A001")
    assert given() == ["A001"]


def test_where_the_answer_is_lost_it_is_asked_for_again_until_it_comes(kiosk: Callable[..., Page]) -> None:
    page = kiosk()
    lost = []

    def lose(route: Route) -> None:
        if len(lost) < 2:
            lost.append(route.fetch().status)  # it arrives, and its answer does not
            route.abort("connectionreset")
        else:
            route.continue_()

    page.route("**/hall/machine/take", lose)
    page.get_by_role("button", name="缴费").click()
    expect(page.locator("#machine-lost")).to_be_visible()
    expect(page.locator(".machine-number")).to_have_text("A001")
    assert (lost, given()) == ([200, 200], ["A001"])


def test_a_machine_that_starts_anew_in_between_still_shows_the_number(kiosk: Callable[..., Page]) -> None:
    page = kiosk()
    page.route("**/hall/machine/take", lambda route: (route.fetch(), route.abort("connectionreset"))[1])
    page.get_by_role("button", name="缴费").click()
    expect(page.locator("#machine-lost")).to_be_visible()
    page.unroute_all(behavior="ignoreErrors")
    page.goto("/hall/machine/")
    expect(page.locator(".machine-number")).to_have_text("A001")
    page.get_by_role("link", name="完成").click()
    page.get_by_role("button", name="缴费").click()
    expect(page.locator(".machine-number")).to_have_text("A002")
    assert given() == ["A001", "A002"]


def test_left_alone_it_asks_and_then_begins_anew(kiosk: Callable[..., Page], seen_by_axe: Look) -> None:
    page = kiosk()
    page.clock.install()
    page.get_by_role("button", name="English").click()
    page.get_by_role("button", name="payment").click()
    expect(page.locator(".machine-number")).to_have_text("A001")
    page.clock.fast_forward(34_000)
    expect(page.get_by_text("Are you still there?")).to_be_visible()
    photograph(page, "machine-idle")
    page.mouse.click(500, 900)
    expect(page.get_by_text("Are you still there?")).to_be_hidden()
    page.clock.fast_forward(46_000)
    expect(page.get_by_role("heading", name="请选择要办理的业务")).to_be_visible()


def test_without_a_connection_it_stays_where_it_is_and_comes_back_by_itself(kiosk: Callable[..., Page]) -> None:
    page = kiosk()
    page.clock.install()
    page.context.set_offline(True)
    page.clock.fast_forward(46_000)
    expect(page.locator("#machine-lost")).to_be_visible()
    expect(page.get_by_role("heading", name="请选择要办理的业务")).to_be_visible()
    page.context.set_offline(False)
    page.clock.fast_forward(6_000)
    expect(page.locator("#machine-lost")).to_be_hidden()


def test_the_slip_is_printed_once(kiosk: Callable[..., Page]) -> None:
    page = kiosk()
    page.add_init_script("window.print = () => { window.printed = (window.printed || 0) + 1; }")
    page.get_by_role("button", name="缴费").click()
    page.get_by_role("button", name="打印号单").click()
    expect(page.get_by_text("请取走号单。")).to_be_visible()
    assert (page.evaluate("window.printed"), Visit._base_manager.get().printed) == (1, 1)
    page.reload()
    page.get_by_role("button", name="打印号单").click()
    expect(page.get_by_text("A001 的号单已经打印过；需要再打一张，请找工作人员。")).to_be_visible()
    assert (page.evaluate("window.printed || 0"), Visit._base_manager.get().printed) == (0, 1)


@pytest.mark.parametrize("width", [58, 80])
def test_on_paper_stands_the_slip_alone(kiosk: Callable[..., Page], width: int) -> None:
    page = kiosk()
    page.get_by_role("button", name="缴费").click()
    expect(page.locator(".machine-number")).to_have_text("A001")
    page.set_viewport_size({"width": round((width - 4) / 25.4 * 96), "height": 500})
    page.emulate_media(media="print")
    seen = page.evaluate("document.body.innerText.trim().split(/\\n+/).map(line => line.trim())")
    assert seen[:4] == ["东门营业厅", "您的号码", "A001", "缴费"]
    assert (seen[-1].startswith("请留意叫号"), "打印号单" in seen) == (True, False)
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth") is True
    photograph(page, f"slip-{width}")


def test_a_closed_and_a_full_hall_are_shown_large_too(
    hall: Cast,
    kiosk: Callable[..., Page],
    seen_by_axe: Look,
    scrolls_sideways: Sideways,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    page = kiosk()
    Hall._base_manager.update(capacity=0)
    page.goto("/hall/machine/")
    expect(page.get_by_role("heading", name="厅内等候已满")).to_be_visible()
    photograph(page, "machine-full")
    is_large(page, seen_by_axe, scrolls_sideways)
    monkeypatch.setattr(clock, "now", lambda: TEN + 9 * 3600)
    page.goto("/hall/machine/")
    expect(page.get_by_role("heading", name="现在没有营业")).to_be_visible()
    photograph(page, "machine-closed")
    is_large(page, seen_by_axe, scrolls_sideways)


def test_a_screen_that_is_not_set_up_is_no_riddle_to_customers(
    hall: Cast, open_page: OpenPage, seen_by_axe: Look, scrolls_sideways: Sideways
) -> None:
    page = open_page(**KIOSK)
    page.goto("/hall/machine/")
    expect(page.get_by_role("heading", name="这块屏幕暂时不能用")).to_be_visible()
    photograph(page, "screen-unknown")
    is_large(page, seen_by_axe, scrolls_sideways)
    page.get_by_role("link", name="设置屏幕").click()
    photograph(page, "screen")
    assert seen_by_axe(page) == []


# ── the phone ──


@pytest.fixture
def visit(hall: Cast) -> Visit:
    """A customer with the number A001."""
    return actions.take_number(hall.east, "payment", by=SYSTEM)


def lins() -> CounterDay:
    return CounterDay._base_manager.get(code="1")


@pytest.mark.parametrize("language", ["zh-CN", "zh-TW", "en-GB"])
def test_the_phone_shows_the_place_and_then_where_to_come(
    hall: Cast, visit: Visit, open_page: OpenPage, seen_by_axe: Look, scrolls_sideways: Sideways, language: str
) -> None:
    page = open_page(language=language, **PHONE)
    page.goto(f"/v/{keys.key_of(visit)}/")
    expect(page.locator(".visitor-before")).to_have_text("0")
    photograph(page, f"visitor-waiting-{language}")
    is_large(page, seen_by_axe, scrolls_sideways)
    actions.call_next(lins(), by=acting_of(hall.lin, TEN))
    expect(page.locator(".visitor-call strong")).to_have_text("1", timeout=20_000)  # by itself
    expect(page).to_have_title(re.compile("1$"))
    photograph(page, f"visitor-called-{language}")
    is_large(page, seen_by_axe, scrolls_sideways)


def test_giving_the_number_up_asks_first(
    visit: Visit, open_page: OpenPage, seen_by_axe: Look, scrolls_sideways: Sideways
) -> None:
    page = open_page(**PHONE)
    page.goto(f"/v/{keys.key_of(visit)}/")
    page.get_by_role("link", name="放弃这个号码").click()
    expect(page.get_by_role("heading", name="要放弃 A001 号吗？")).to_be_visible()
    photograph(page, "visitor-leave")
    is_large(page, seen_by_axe, scrolls_sideways)
    page.get_by_role("link", name="不，保留号码").click()
    assert Visit._base_manager.get(pk=visit.pk).state == "waiting"
    page.get_by_role("link", name="放弃这个号码").click()
    page.get_by_role("button", name="是，放弃").click()
    expect(page.get_by_text("这个号码已不在队列中。")).to_be_visible()
    photograph(page, "visitor-gone")
    is_large(page, seen_by_axe, scrolls_sideways)


def test_who_missed_the_call_comes_back_by_one_touch(
    hall: Cast, visit: Visit, open_page: OpenPage, seen_by_axe: Look, scrolls_sideways: Sideways,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    lin = acting_of(hall.lin, TEN)
    called = actions.call_next(lins(), by=lin)
    assert called is not None
    for minutes in (1, 2):
        monkeypatch.setattr(clock, "now", lambda minutes=minutes: TEN + 60 * minutes)
        actions.recall(called, by=lin)
    monkeypatch.setattr(clock, "now", lambda: TEN + 180)
    actions.no_show(called, by=lin)
    page = open_page(**PHONE)
    page.goto(f"/v/{keys.key_of(visit)}/")
    expect(page.get_by_text("1 号台席叫过您，最后一次在 10:02。")).to_be_visible()
    photograph(page, "visitor-missed")
    is_large(page, seen_by_axe, scrolls_sideways)
    page.get_by_role("button", name="我到了").click()
    expect(page.locator(".visitor-before")).to_have_text("0")
    assert Visit._base_manager.get(pk=visit.pk).state == "waiting"


def test_a_lost_connection_is_said_and_gone_when_it_is_back(visit: Visit, open_page: OpenPage) -> None:
    page = open_page(**PHONE)
    page.goto(f"/v/{keys.key_of(visit)}/")
    page.context.set_offline(True)
    expect(page.get_by_text("连接已断开")).to_be_visible(timeout=20_000)
    page.context.set_offline(False)
    expect(page.locator("#visitor-lost")).to_be_hidden(timeout=20_000)


def test_it_works_where_scripts_do_not(visit: Visit, chromium: Any, live_server: Any) -> None:
    context: BrowserContext = chromium.new_context(base_url=live_server.url, locale="zh-CN", java_script_enabled=False)
    page = context.new_page()
    page.goto(f"/v/{keys.key_of(visit)}/")
    expect(page.locator(".visitor-before")).to_have_text("0")
    page.get_by_role("link", name="放弃这个号码").click()
    page.get_by_role("button", name="是，放弃").click()
    expect(page.get_by_text("这个号码已不在队列中。")).to_be_visible()
    context.close()
