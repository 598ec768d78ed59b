"""The registers in a browser: by keyboard, on a phone, read by axe."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, Page, expect
from tests.operation.browser import OpenPage
from tests.operation.channels.hall.conftest import Time
from tests.operation.people_of_the_tests import Cast

from shouwen.operation.channels.hall.models import Items
from shouwen.operation.channels.hall.registers import actions, story
from shouwen.operation.people.models import Staff
from shouwen.operation.people.rights import Acting

pytestmark = pytest.mark.django_db(transaction=True)
By = Callable[[Staff], Acting]


@pytest.fixture
def busy(transactional_db: None, halls: Cast, vouchers: Items, seal: Items, by: By, time: Time) -> Cast:
    """Lin holds vouchers, is offered the seal, and is asked to count; a difference waits for Gu."""
    gu, lin, zhao = by(halls.gu), by(halls.lin), by(halls.zhao)
    actions.issue(vouchers, "0001", "0010", halls.lin.reference, by=gu)
    actions.use(vouchers, "0001", by=lin)
    actions.issue(seal, "YZ-3", "", halls.zhao.reference, by=gu)
    actions.offer(seal, "YZ-3", "", halls.lin.reference, by=zhao)
    cards = actions.receive(halls.east, "sim", "白卡", "89860012345678901230", "89860012345678901239", by=gu)
    actions.count(cards, 9, "89860012345678901233", halls.zhao.reference, by=gu)
    actions.confirm_count(cards, 9, by=zhao)
    actions.count(vouchers, 49, "", halls.lin.reference, by=gu)
    return halls


@pytest.mark.parametrize(("language", "width", "dark"), [("zh-CN", 1280, False), ("zh-CN", 390, True)])
def test_a_clerk_uses_takes_over_and_counts(
    busy: Cast,
    vouchers: Items,
    open_page: OpenPage,
    seen_by_axe: Callable[[Page], list[str]],
    scrolls_sideways: Callable[[Page], bool],
    language: str,
    width: int,
    dark: bool,
) -> None:
    page = open_page(staff=busy.lin, language=language, width=width, dark=dark)
    page.goto("/hall/registers/")
    page.locator(".thing-more > summary").first.click()
    assert (seen_by_axe(page), scrolls_sideways(page)) == ([], False)
    page.get_by_role("button", name="使用 0002").press("Enter")
    expect(page.get_by_role("button", name="使用 0003")).to_be_visible()
    page.get_by_role("button", name="我接收").press("Enter")
    expect(page.get_by_role("button", name="使用 YZ-3")).to_be_visible()
    row = Items._base_manager.get(pk=vouchers.pk)
    assert story.count(row.spans, story.GONE) == 2


def test_the_manager_explains_a_difference_and_issues(
    busy: Cast,
    open_page: OpenPage,
    seen_by_axe: Callable[[Page], list[str]],
    scrolls_sideways: Callable[[Page], bool],
) -> None:
    page = open_page(staff=busy.gu, width=390)
    page.goto("/hall/registers/")
    page.locator("[data-opens=receive]").first.click()
    assert (seen_by_axe(page), scrolls_sideways(page)) == ([], False)
    page.locator("dialog [data-closes]").first.click()
    page.get_by_role("link", name="说明", exact=True).click()
    assert (seen_by_axe(page), scrolls_sideways(page)) == ([], False)
    page.locator("#why").fill("夹在抽屉里")
    page.locator("[name=found][value=yes]").click()
    expect(page.locator("#explain")).to_have_count(0)
    page.locator("#issue-staff").select_option(busy.zhao.reference)
    page.locator("#issue-last").fill("89860012345678901231")
    page.get_by_role("button", name="发给员工").click()
    expect(page.locator(".thing-history > li").first).to_contain_text("赵敏")


@pytest.mark.parametrize("width", [1280, 390])
def test_a_form_that_is_refused_keeps_all_that_was_typed_and_says_it_at_the_field(
    busy: Cast,
    vouchers: Items,
    open_page: OpenPage,
    seen_by_axe: Callable[[Page], list[str]],
    scrolls_sideways: Callable[[Page], bool],
    width: int,
) -> None:
    page = open_page(staff=busy.gu, width=width)
    page.goto("/hall/registers/")
    page.locator("[data-opens=receive]").click()
    given = {"name": "业务受理单", "first": "1-001", "last": "2-001"}
    for name, value in given.items():
        page.locator(f"#receive [name={name}]").fill(value)
    page.locator("#receive [name=sort]").select_option("sim")
    page.locator("#receive .btn-primary").click()
    last = page.locator("#receive .field:has([name=last])")
    expect(last.locator(".refused")).to_contain_text("2-001")
    expect(page.locator("#receive [name=last]")).to_be_focused()
    assert {name: page.locator(f"#receive [name={name}]").input_value() for name in given} == given
    assert page.locator("#receive [name=sort]").input_value() == "sim"
    assert (seen_by_axe(page), scrolls_sideways(page)) == ([], False)
    page.locator("#receive [name=last]").fill("1-003")
    page.locator("#receive .btn-primary").click()
    page.wait_for_url(lambda url: url.endswith("/") and "/registers/" in url and not url.endswith("/registers/"))
    row = Items._base_manager.get(name="业务受理单", first="1-001")
    assert (row.sort, row.size) == ("sim", 3)


def test_each_button_of_a_form_says_what_it_refuses_at_its_own_field(busy: Cast, open_page: OpenPage) -> None:
    page = open_page(staff=busy.lin)
    page.goto("/hall/registers/")
    page.locator(".thing-more > summary").first.click()
    form = page.locator("details[open] form")
    form.locator("[name=first]").fill("0009")
    form.locator("button[formaction$=spoil]").click()
    expect(form.locator(".field:has([name=why]) .refused")).to_be_visible()
    form.locator("[name=first]").fill("0049")
    form.locator("[name=last]").fill("0049")
    form.locator("[name=why]").fill("印歪了")
    form.locator("button[formaction$=spoil]").click()
    expect(form.locator(".refused")).to_contain_text("0049")
    expect(form.locator(".field:has([name=first]) .refused")).to_have_count(1)
    assert form.locator("[name=why]").input_value() == "印歪了"


def test_without_scripts_a_form_that_is_refused_keeps_what_was_typed(
    busy: Cast, vouchers: Items, chromium: Browser, live_server: Any, logged_in: Callable[[Staff], Client]
) -> None:
    context = chromium.new_context(
        base_url=live_server.url, locale="zh-CN", java_script_enabled=False, viewport={"width": 390, "height": 844}
    )
    key = logged_in(busy.lin).cookies[settings.SESSION_COOKIE_NAME].value
    context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": key, "url": live_server.url}])
    page = context.new_page()
    page.goto("/hall/registers/")
    page.locator(".thing-more > summary").first.click()
    form = page.locator("details[open] form")
    form.locator("[name=first]").fill("0049")
    form.locator("[name=last]").fill("0050")
    form.locator("[name=why]").fill("印歪了")
    form.locator("[name=staff]").select_option(busy.zhao.reference)
    form.locator("button[formaction$=spoil]").click()
    expect(page.get_by_text("0049 不在您名下")).to_be_visible()
    typed = {name: form.locator(f"[name={name}]").input_value() for name in ("first", "last", "why", "staff")}
    assert typed == {"first": "0049", "last": "0050", "why": "印歪了", "staff": busy.zhao.reference}
    if folder := os.environ.get("SHOUWEN_TEST_PICTURES"):
        page.screenshot(path=f"{folder}/registers-without-scripts.png", full_page=True)
    form.locator("[name=first]").fill("0009")
    form.locator("[name=last]").fill("0009")
    form.locator("button[formaction$=spoil]").click()
    expect(page.locator("details[open]")).to_have_count(0)
    assert story.count(Items._base_manager.get(pk=vouchers.pk).spans, story.SPOILED) == 1
    context.close()
