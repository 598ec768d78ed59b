"""In a real browser: from noting to closing by keyboard, on a phone's width, and the customer's own page."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from tests.operation.channels.requests.conftest import work_by_the_pack
from tests.operation.people_of_the_tests import Cast, make_cast

from shouwen.operation.channels.requests import actions, status
from shouwen.operation.channels.requests.models import Request
from shouwen.operation.ledger import clock, models
from shouwen.operation.people import privacy, scope
from shouwen.operation.people.personal import PersonalData
from shouwen.operation.people.rights import acting_of

pytestmark = pytest.mark.django_db(transaction=True)

OpenPage = Callable[..., Page]
Look = Callable[[Page], list[str]]
PHONE = "13800138000"


@pytest.fixture
def hall(transactional_db: None) -> Cast:
    """The cast at work; 王淑芬 has been here before."""
    cast = make_cast()
    work_by_the_pack(cast.organisation)
    privacy.meet(cast.east, PersonalData(name="王淑芬", phones=(PHONE,)))
    return cast


def photograph(page: Page, name: str) -> None:
    """Keeps a picture where somebody wants to look ($SHOUWEN_PICTURES)."""
    if folder := os.environ.get("SHOUWEN_PICTURES"):
        page.screenshot(path=Path(folder) / f"requests-{name}.png", full_page=True, caret="initial")


def tab_to(page: Page, name: str, *, most: int = 60) -> None:
    """Presses Tab until the control of this name has the focus."""
    for _ in range(most):
        if name in page.evaluate(NAME_OF_FOCUS):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"no way to {name} by the Tab key")


NAME_OF_FOCUS = """() => {
  const it = document.activeElement;
  if (it === document.body) return "";
  return it.labels && it.labels.length ? it.labels[0].innerText : it.innerText || it.ariaLabel || it.value || "";
}"""


def row() -> Request:
    with scope.everywhere():
        return Request._base_manager.select_related("case").get()


def test_from_noting_to_closing_by_keyboard_alone(
    hall: Cast, open_page: OpenPage, seen_by_axe: Look, scrolls_sideways: Callable[[Page], bool]
) -> None:
    lin = open_page(staff=hall.lin)
    lin.goto("/requests/")
    lin.keyboard.press("n")
    expect(lin.get_by_label("客户电话")).to_be_focused()
    lin.keyboard.type("138 0013 8000")
    lin.keyboard.press("Tab")
    expect(lin.get_by_text("王**")).to_be_visible()
    tab_to(lin, "咨询")
    lin.keyboard.press("ArrowDown")
    lin.keyboard.press("Tab")
    lin.keyboard.type("建议增设老年人专席")
    photograph(lin, "note")
    assert seen_by_axe(lin) == []
    lin.keyboard.press("Tab")
    lin.keyboard.press("Enter")
    lin.wait_for_url("**/cases/**")
    expect(lin.get_by_text("建议增设老年人专席").first).to_be_visible()
    assert (row().topic, row().case.owner_id) == ("suggestion", hall.lin.pk)
    place = lin.url

    tab_to(lin, "答应时间")
    lin.keyboard.press("Enter")
    tab_to(lin, "答应了什么")
    lin.keyboard.type("明天给您回电话")
    tab_to(lin, "已查明情况")
    lin.keyboard.press("Space")
    photograph(lin, "promise")
    assert seen_by_axe(lin) == []
    tab_to(lin, "答应时间")
    lin.keyboard.press("Enter")
    expect(lin.get_by_text("明天给您回电话").first).to_be_visible()
    assert len(row().promises) == 1

    with scope.everywhere():
        actions.offer(row().case, hall.zhao.reference, "她管台席", by=acting_of(hall.lin, clock.now()))
    zhao = open_page(staff=hall.zhao)
    zhao.goto(place)
    tab_to(zhao, "接受")
    zhao.keyboard.press("Enter")
    expect(zhao.get_by_role("button", name="答复客户").first).to_be_visible()
    assert row().case.owner_id == hall.zhao.pk

    tab_to(zhao, "办结")
    zhao.keyboard.press("Enter")
    tab_to(zhao, "已办妥")
    zhao.keyboard.press("Space")
    tab_to(zhao, "办结")
    zhao.keyboard.press("Enter")
    photograph(zhao, "refused")
    expect(zhao.get_by_role("dialog").get_by_text("没答复客户的，不能办结")).to_be_visible()
    zhao.keyboard.press("Escape")

    tab_to(zhao, "答复客户")
    zhao.keyboard.press("Enter")
    zhao.keyboard.type("二号台席改为老年人专席")
    tab_to(zhao, "答复客户")
    zhao.keyboard.press("Enter")
    expect(zhao.get_by_role("heading", name="我们的答复")).to_be_visible()
    tab_to(zhao, "办结")
    zhao.keyboard.press("Enter")
    tab_to(zhao, "已办妥")
    zhao.keyboard.press("Space")
    tab_to(zhao, "办结")
    zhao.keyboard.press("Enter")
    expect(zhao.get_by_role("button", name="重新打开").first).to_be_visible()
    photograph(zhao, "closed")
    assert seen_by_axe(zhao) == []
    assert (row().state, row().result) == ("closed", "settled")


@pytest.mark.parametrize("width", [360, 1280])
def test_pages_of_staff_fit_a_phone_and_a_screen(
    hall: Cast, open_page: OpenPage, seen_by_axe: Look, scrolls_sideways: Callable[[Page], bool], width: int
) -> None:
    lin = acting_of(hall.lin, clock.now())
    with scope.everywhere():
        for topic, text in (("enquiry", "宽带什么时候能装？"), ("praise", "台席很耐心"), ("other", "x" * 300)):
            case = actions.note(hall.east, topic, text, by=lin, phone=PHONE)
        actions.promise(case, clock.now() + 900, "回电话", by=lin, looked_into=True)
        actions.answer(case, "已经办好了", by=lin)
    page = open_page(staff=hall.lin, width=width)
    for name, address in (
        ("list", "/requests/"),
        ("new", "/requests/new"),
        ("case", f"/cases/{case.subject}/"),
        ("answer", f"/requests/{case.subject}/answer"),
        ("link", f"/requests/{case.subject}/link"),
    ):
        page.goto(address)
        photograph(page, f"{name}-{width}")
        assert scrolls_sideways(page) is False, name
        assert seen_by_axe(page) == [], name
    page.goto(f"/requests/{case.subject}/link")
    assert page.get_by_alt_text("链接的二维码").evaluate("picture => picture.naturalWidth") > 0


def test_the_customer_reads_the_answer_on_their_phone(
    hall: Cast, open_page: OpenPage, seen_by_axe: Look, scrolls_sideways: Callable[[Page], bool]
) -> None:
    lin = acting_of(hall.lin, clock.now())
    with scope.everywhere():
        case = actions.note(hall.east, "enquiry", "宽带什么时候能装？", by=lin, phone=PHONE)
        actions.promise(case, clock.now() + 900, "回电话", by=lin, looked_into=True)
        actions.answer(case, "周六上午九点师傅上门", by=lin)
    page = open_page(width=360)
    page.goto(f"/requests/status/{status.code_of(models.Case._base_manager.get(pk=case.pk))}")
    photograph(page, "status")
    assert scrolls_sideways(page) is False
    assert seen_by_axe(page) == []
    sizes = page.evaluate(
        "() => [...document.querySelectorAll('main *')].filter(e => !e.children.length && (e.innerText || '').trim())"
        ".map(e => parseFloat(getComputedStyle(e).fontSize))"
    )
    assert min(sizes) >= 18
    page.get_by_label("您电话号码的后四位").fill("0000")
    page.get_by_role("button", name="查看答复").click()
    expect(page.get_by_text("号码后四位不对")).to_be_visible()
    page.get_by_label("您电话号码的后四位").fill("8000")
    box = page.get_by_role("button", name="查看答复").bounding_box()
    assert box is not None
    assert box["height"] >= 60
    page.get_by_role("button", name="查看答复").click()
    expect(page.get_by_text("周六上午九点师傅上门")).to_be_visible()
    photograph(page, "status-answer")
    assert seen_by_axe(page) == []
