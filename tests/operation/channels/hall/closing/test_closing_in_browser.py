"""Closing the day in a browser: read by axe, wide and narrow; one button, and who is served stays."""

from __future__ import annotations

import os
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect
from tests.operation.browser import OpenPage
from tests.operation.people_of_the_tests import Cast

from shouwen.operation.channels.hall.closing.closing import left_over

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize(("language", "width"), [("en-GB", 1280), ("zh-CN", 390)])
def test_the_day_is_closed_by_keyboard_and_who_is_served_stays(
    transactional_db: None,
    evening: Cast,
    open_page: OpenPage,
    seen_by_axe: Callable[[Page], list[str]],
    scrolls_sideways: Callable[[Page], bool],
    language: str,
    width: int,
) -> None:
    page = open_page(staff=evening.gu, language=language, width=width)
    page.goto("/hall/board/")
    page.get_by_role("link", name="收班" if language == "zh-CN" else "Close the day").click()
    expect(page.locator(".closing-list li")).to_have_count(1)
    if folder := os.environ.get("SHOUWEN_TEST_PICTURES"):
        page.screenshot(path=f"{folder}/closing-{width}.png", full_page=True)
    assert seen_by_axe(page) == []
    assert not scrolls_sideways(page)
    boxes = [one.bounding_box() for one in page.locator("main .alert, main .card").all()]
    assert (len(boxes), len({(box["x"], box["width"]) for box in boxes if box})) == (3, 1)
    page.keyboard.press("n")
    expect(page.locator(".closing-groups > div")).to_have_count(0)
    assert [visit.number for visit in left_over(evening.east.pk).visits] == ["A002"]
    page.locator(".closing-list input").check()
    page.keyboard.press("n")
    page.wait_for_url("**/hall/board/**")
    assert left_over(evening.east.pk).nothing
