"""The counter console in a real browser: by keyboard alone, one press one step, live, on a phone, seen by axe."""

from __future__ import annotations

import os
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect
from tests.operation.channels.hall.conftest import Time
from tests.operation.channels.hall.layout_of_the_tests import longest, unreadable
from tests.operation.people_of_the_tests import Cast

from shouwen.operation.channels.hall import actions, counters
from shouwen.operation.channels.hall.models import CounterDay, Visit
from shouwen.operation.ledger import models, words
from shouwen.operation.people.models import Staff
from shouwen.operation.people.rights import Acting

pytestmark = pytest.mark.django_db(transaction=True)
OpenPage = Callable[..., Page]
By = Callable[[Staff], Acting]
Take = Callable[..., Visit]

CONSOLE = "/hall/console/"
SLOW = 20_000  # milliseconds: what is asked for every few seconds, on a busy machine


@pytest.fixture(autouse=True)
def _committed(transactional_db: None) -> None:
    """What the test writes, the server sees."""


def told(visit: Visit) -> list[str]:
    rows = models.Event._base_manager.filter(told__case=visit.pk).exclude(word__in=words.NOTICES)
    return [row.word for row in rows.order_by("at", "id")]


def state(page: Page, name: str) -> None:
    """Waits until the console shows this state and takes the next press."""
    expect(page.locator(f"#console.is-{name}[data-settled='1']")).to_be_visible()


def settled(page: Page) -> None:
    expect(page.locator("#console[data-settled='1']")).to_be_visible()


def press(page: Page, *keys: str, then: str) -> None:
    """Presses keys one after the other, and waits until the step that is open is this one."""
    for key in keys:
        page.keyboard.press(key)
    expect(page.locator(f"#console[data-settled='1'] details[open][data-step='{then}']")).to_be_visible()


def test_a_customer_is_served_from_opening_to_farewell_by_keyboard_alone(
    halls: Cast, take: Take, open_page: OpenPage
) -> None:
    visit, _next = take("change"), take("payment")
    page = open_page(staff=halls.lin)
    page.goto(CONSOLE)
    page.keyboard.press("1")
    state(page, "ready")
    press(page, "n", then="service.begun")
    press(page, "1", "n", then="identity.checked")
    press(page, "1", "n", then="order.entered")
    page.keyboard.press("ArrowDown")
    expect(page.locator("details[open][data-step='fee.paid']")).to_be_visible()
    page.keyboard.press("n")
    expect(page.locator("#console[data-settled='1'] details[open][data-step='order.entered'] ")).to_be_visible()
    press(page, "n", then="receipt.issued")
    page.keyboard.type("R-1")  # the focus is in the first field
    page.keyboard.press("Tab")
    page.keyboard.type("20")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    press(page, "1", "4", "5", "n", then="service.ended")
    press(page, "n", then="visit.handed-over")
    expect(page.locator(".wording")).to_have_text("感谢您的光临，欢迎下次再来！")
    press(page, "1", "2", "n", then="visit.left")
    page.keyboard.press("n")
    state(page, "ready")

    assert told(visit) == [
        "ticket.taken",
        "ticket.called",
        "service.begun",
        "identity.checked",
        "fee.paid",
        "order.entered",
        "receipt.issued",
        "service.ended",
        "visit.handed-over",
        "visit.left",
    ]
    page.keyboard.press("p")
    page.keyboard.press("2")
    state(page, "paused")
    page.keyboard.press("n")
    state(page, "ready")
    page.keyboard.press("x")
    page.keyboard.press("Enter")
    expect(page.locator(".console-places")).to_be_visible()
    assert CounterDay._base_manager.get().state == "closed"


def test_a_double_click_and_a_held_key_do_nothing_twice(
    halls: Cast, take: Take, lins: CounterDay, open_page: OpenPage
) -> None:
    first, second = take("payment"), take("payment")
    page = open_page(staff=halls.lin)
    page.goto(CONSOLE)
    page.locator(".btn-large").dblclick()
    state(page, "called")
    page.locator(".btn-step:visible").dblclick()
    state(page, "served")
    for _ in range(3):
        page.keyboard.press("n", delay=5)
    expect(page.locator("details[open][data-step='service.ended']")).to_be_visible()
    settled(page)
    assert told(first) == ["ticket.taken", "ticket.called", "service.begun", "order.entered"]
    assert told(second) == ["ticket.taken"]


def test_two_browsers_of_a_clerk_stay_in_step(halls: Cast, take: Take, lins: CounterDay, open_page: OpenPage) -> None:
    visit = take("payment")
    one, other = open_page(staff=halls.lin), open_page(staff=halls.lin)
    for page in (one, other):
        page.goto(CONSOLE)
    one.keyboard.press("n")
    state(one, "called")
    expect(other.locator("#console.is-called .visit-number")).to_have_text(visit.number, timeout=SLOW)
    other.keyboard.press("n")
    expect(one.locator("#console.is-served")).to_be_visible(timeout=SLOW)
    one.keyboard.press("n")
    expect(other.locator(".turn.is-done", has_text="录入业务")).to_be_visible(timeout=SLOW)
    assert told(visit) == ["ticket.taken", "ticket.called", "service.begun", "order.entered"]


def test_what_happens_meanwhile_appears_and_what_was_ticked_stays(
    halls: Cast, take: Take, lins: CounterDay, by: By, open_page: OpenPage
) -> None:
    visit = take("payment")
    actions.call_next(lins, by=by(halls.lin))
    page = open_page(staff=halls.lin)
    page.goto(CONSOLE)
    page.keyboard.press("1")
    expect(page.locator("details[open] input[type=checkbox]")).to_be_checked()
    take("payment")
    expect(page.locator("#console-line")).to_contain_text("A002", timeout=SLOW)
    actions.say(visit, "water.offered", by=by(halls.zhao))
    version = page.locator("#console").get_attribute("hx-get")
    expect(page.locator("#console")).not_to_have_attribute("hx-get", version or "", timeout=SLOW)
    expect(page.locator("details[open] input[type=checkbox]")).to_be_checked()


def test_without_a_stream_the_console_asks_by_itself(
    halls: Cast, take: Take, lins: CounterDay, open_page: OpenPage
) -> None:
    page = open_page(staff=halls.lin)
    page.add_init_script("delete window.EventSource")
    page.goto(CONSOLE)
    expect(page.locator(".console-rest")).to_contain_text("没有人等候")
    take()
    expect(page.locator(".rest-count")).to_contain_text("1", timeout=SLOW)


def test_a_refusal_stands_in_the_step_that_was_pressed(
    halls: Cast, take: Take, lins: CounterDay, by: By, open_page: OpenPage
) -> None:
    visit = take("change")
    actions.call_next(lins, by=by(halls.lin))
    actions.begin_service(visit, by=by(halls.lin))
    page = open_page(staff=halls.lin)
    page.goto(CONSOLE)
    page.locator("details[data-step='order.entered'] > summary").click()
    page.locator(".btn-step:visible").click()
    refused = page.locator("details[open][data-step='order.entered'] [role=alert]")
    expect(refused).to_contain_text("身份没核实，业务不录入")
    expect(refused).to_contain_text("counter.identity-first")


def test_calling_again_is_open_when_its_time_has_come(
    halls: Cast, take: Take, lins: CounterDay, by: By, time: Time, open_page: OpenPage
) -> None:
    take()
    actions.call_next(lins, by=by(halls.lin))
    time.passes(57)
    page = open_page(staff=halls.lin)
    page.goto(CONSOLE)
    again = page.locator("button[data-key=r]")
    expect(again).to_be_disabled()
    expect(again).to_contain_text("0:0")
    expect(again).to_be_enabled()


@pytest.mark.parametrize(("language", "width"), [("zh-CN", 390), ("zh-CN", 1280)])
def test_the_longest_wording_and_clause_are_read_whole(
    halls: Cast, begun: Callable[..., Visit], by: By, open_page: OpenPage, language: str, width: int
) -> None:
    visit, long = begun(), longest()
    page = open_page(staff=halls.lin, language=language, width=width)

    def look(within: str) -> list[str]:
        page.goto(CONSOLE)
        settled(page)
        page.locator("details[data-step]").evaluate_all("all => all.forEach(one => { one.open = true; })")
        for where, text in ((".wording > p", long.phrase), (".clause-id", f"条款 {long.name}")):
            page.locator(where).evaluate_all("(all, text) => all.forEach(one => { one.textContent = text; })", text)
        told = "(all, text) => all.forEach(one => { one.firstChild.data = text; })"
        page.locator(".clause").evaluate_all(told, long.clause)
        assert page.locator(within).first.is_visible()
        if folder := os.environ.get("SHOUWEN_TEST_PICTURES"):
            page.screenshot(path=f"{folder}/console-longest-{within.strip('.')}-{width}.png", full_page=True)
        return unreadable(page, "#console")

    assert look(".clause") == []
    actions.end_service(visit, by=by(halls.lin))
    assert look(".wording") == []


def walk(page: Page, look: Callable[[str], None]) -> None:
    """Goes through the states of the console, and looks at each."""
    page.goto(CONSOLE)
    look("opening")
    page.keyboard.press("2")
    state(page, "ready")
    look("ready")
    page.keyboard.press("o")
    look("out of order")
    page.keyboard.press("Escape")
    page.keyboard.press("n")
    state(page, "called")
    look("called")
    page.keyboard.press("n")
    state(page, "served")
    look("served")
    page.keyboard.press("n")
    settled(page)
    look("something to mend")
    page.locator("details[data-step='receipt.issued'] > summary").click()
    look("receipt")
    page.locator("details[data-step='service.ended'] > summary").click()
    expect(page.locator("details[data-step][open]")).to_have_count(1)
    page.locator(".btn-step:visible").click()
    state(page, "done")
    look("done")


@pytest.mark.parametrize(
    ("language", "width", "dark"),
    [("zh-CN", 1280, False), ("en-GB", 1280, True), ("zh-TW", 360, False), ("en-GB", 360, True)],
)
def test_every_state_passes_axe_and_fits_the_window(
    halls: Cast,
    take: Take,
    by: By,
    time: Time,
    open_page: OpenPage,
    seen_by_axe: Callable[[Page], list[str]],
    scrolls_sideways: Callable[[Page], bool],
    language: str,
    width: int,
    dark: bool,
) -> None:
    zhao = by(halls.zhao)
    take("change", priority="elderly"), take("change"), take("payment"), take("consult")
    counter = counters.open_counter(halls.east, "1", by=zhao)
    called = actions.call_next(counter, by=zhao)
    assert called is not None
    actions.set_aside(called, "form", by=zhao)
    counters.close_counter(counter, by=zhao)
    time.passes(570)
    page = open_page(staff=halls.lin, language=language, width=width, dark=dark)
    found: list[str] = []

    def look(at: str) -> None:
        found.extend(f"{at}: {one}" for one in seen_by_axe(page))
        if scrolls_sideways(page):
            found.append(f"{at}: wider than the window")

    walk(page, look)
    assert found == []
