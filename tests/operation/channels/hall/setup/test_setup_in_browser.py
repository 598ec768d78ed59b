"""Setting up a hall in a browser: read by axe, wide and narrow, by keyboard; a file is looked at and done."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect
from tests.operation.browser import OpenPage
from tests.operation.channels.hall.conftest import Time
from tests.operation.channels.hall.setup.sheets_of_the_tests import book_of, noted
from tests.operation.people_of_the_tests import Cast

from shouwen.operation.channels.hall.models import Tariff
from shouwen.operation.people import duty
from shouwen.operation.people.models import Staff
from shouwen.operation.people.rights import Acting

pytestmark = pytest.mark.django_db(transaction=True)
By = Callable[[Staff], Acting]


@pytest.fixture
def prepared(transactional_db: None, halls: Cast, time: Time, by: By) -> Cast:
    """The east hall, with a tariff, and Lin on the roster tomorrow."""
    Tariff._base_manager.create(
        unit=halls.east, code="01", names={"zh-hans": "补卡费"}, service="change", amount=1000, position=1
    )
    duty.plan(halls.lin, halls.east, time.now + 82_800, time.now + 111_600, by=by(halls.gu))
    return halls


@pytest.mark.parametrize(("language", "width"), [("zh-CN", 390), ("en-GB", 1280)])
def test_every_page_reads_well_wide_and_narrow(
    prepared: Cast,
    open_page: OpenPage,
    seen_by_axe: Callable[[Page], list[str]],
    scrolls_sideways: Callable[[Page], bool],
    language: str,
    width: int,
) -> None:
    page = open_page(staff=prepared.gu, language=language, width=width)
    for where in ("", "services/", "counters/", "tariffs/", "services/add", "counters/change/2", "roster/"):
        page.goto(f"/hall/setup/{where}?hall=hall-east")
        assert (where, seen_by_axe(page), scrolls_sideways(page)) == (where, [], False)
    rows = [["代码", "名称", "金额"], ["01", "补卡费", "12.50"], ["02", "工本费", 5]]
    page.goto("/hall/setup/tariffs/?hall=hall-east")
    page.set_input_files("#setup-file", {"name": "资费.xlsx", "mimeType": "", "buffer": book_of(*rows)})
    page.locator(".setup-upload button").click()
    expect(page.locator(".setup-changes li")).to_have_count(2)
    assert (seen_by_axe(page), scrolls_sideways(page)) == ([], False)
    page.locator(".setup-confirm button").click()
    expect(page.locator(".setup-table tbody tr")).to_have_count(2)
    assert [what for what, _text in noted()] == ["tariff.changed", "tariff.added"]
    rows = [["代码", "名称", "金额"], ["0 1", "补卡费", "=1+1"], ["02", "", -5]]
    page.set_input_files("#setup-file", {"name": "资费.xlsx", "mimeType": "", "buffer": book_of(*rows)})
    page.locator(".setup-upload button").click()
    expect(page.locator("#wrong")).to_be_visible()
    assert (seen_by_axe(page), scrolls_sideways(page)) == ([], False)


def test_a_tariff_is_changed_by_keyboard_alone(prepared: Cast, open_page: OpenPage) -> None:
    page = open_page(staff=prepared.gu)
    page.goto("/hall/setup/tariffs/change/01?hall=hall-east")
    amount = page.get_by_label("金额（元）")
    for _ in range(40):
        page.keyboard.press("Tab")
        if amount.evaluate("one => one === document.activeElement"):
            break
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.type("12.345")
    page.keyboard.press("Enter")
    expect(page.locator(".field-error")).to_contain_text("不是金额")
    amount = page.get_by_label("金额（元）")
    amount.focus()
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.type("１２．３")
    page.keyboard.press("Enter")
    expect(page.locator(".setup-table tbody tr").first).to_contain_text("12.30")
    assert noted() == [("tariff.changed", "01: Amount (yuan): 10.00 → 12.30")]
