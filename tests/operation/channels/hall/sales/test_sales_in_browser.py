"""The page of who sells devices, in a browser: on a phone, by keyboard, read by axe."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect
from tests.operation.browser import OpenPage
from tests.operation.people_of_the_tests import Cast

from shouwen.operation.channels.hall.models import Sale
from shouwen.operation.channels.hall.sales import actions, selling, story
from shouwen.operation.people.models import Staff
from shouwen.operation.people.rights import Acting

pytestmark = pytest.mark.django_db(transaction=True)
By = Callable[[Staff], Acting]
Axe = Callable[[Page], list[str]]
Sideways = Callable[[Page], bool]


def test_a_phone_is_sold_on_a_phone_by_keyboard(
    transactional_db: None, shop: Cast, wu: Staff, open_page: OpenPage, seen_by_axe: Axe, scrolls_sideways: Sideways
) -> None:
    page = open_page(staff=wu, width=390, height=844)
    page.goto("/hall/sales/")
    assert (seen_by_axe(page), scrolls_sideways(page)) == ([], False)
    page.keyboard.press("1")
    expect(page.locator(".turn details[open] .wording")).to_contain_text("您好")
    assert (seen_by_axe(page), scrolls_sideways(page)) == ([], False)
    page.keyboard.press("n")
    expect(page.locator(".turn.is-done")).to_have_count(1)
    page.locator("summary", has_text="客户有意购买").press("Enter")
    page.locator("details[open] .btn-step").press("Enter")
    expect(page.locator(".turn.is-done")).to_have_count(2)
    for done in range(1, 5):  # fetched, installed, demonstrated, the warranty explained
        page.keyboard.press("n")
        expect(page.locator(".turn.is-done")).to_have_count(2 + done)
    page.keyboard.press("n")
    expect(page.locator(".turn details[open] .step-label")).to_have_text("填写保修卡")
    page.locator("#warranty-card-filled_number").fill("W-17")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    page.locator("details[open] .btn-step").press("Enter")
    expect(page.locator(".turn details[open] .step-label")).to_have_text("约定回访")
    page.locator("#contacts-promised_name").fill("陈一")
    page.locator("#contacts-promised_phone").fill("13800138000")
    page.locator(".turn details[open] input[value=call]").check()
    assert (seen_by_axe(page), scrolls_sideways(page)) == ([], False)
    page.locator("details[open] .btn-step").press("Enter")
    expect(page.locator(".turn details[open] .step-label")).to_have_text("客户离开终端区")
    page.keyboard.press("n")
    expect(page.locator("#contacts .sale-contact")).to_contain_text("138****8000")
    sale = Sale._base_manager.get()
    assert (sale.state, sale.sold, sale.card, sale.manner) == ("gone", 1, True, "call")
    assert (seen_by_axe(page), scrolls_sideways(page)) == ([], False)


@pytest.mark.parametrize(("language", "dark"), [("zh-CN", True), ("zh-TW", False), ("en-GB", True)])
def test_a_sale_reads_well_in_every_language_and_by_night(
    transactional_db: None,
    shop: Cast,
    wu: Staff,
    by: By,
    open_page: OpenPage,
    seen_by_axe: Axe,
    scrolls_sideways: Sideways,
    language: str,
    dark: bool,
) -> None:
    sale = actions.notice(shop.east, "area", by=by(wu))
    actions.say(sale, story.NEED_ASKED, by=by(wu), data={"brand": "prepaid"})
    actions.say(sale, story.CUSTOM, by=by(wu), data={"model": "C1", "brand": "postpaid", "prepaid": 100.0})
    page = open_page(staff=wu, language=language, width=390, dark=dark)
    page.goto(f"/hall/sales/{selling.name_of(sale)}/")
    expect(page.locator(".sale-owed li")).to_have_count(2)
    assert (seen_by_axe(page), scrolls_sideways(page)) == ([], False)
