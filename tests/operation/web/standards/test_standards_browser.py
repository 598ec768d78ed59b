"""The standard in a real browser: on a phone, in the dark, by keyboard, on paper, and as axe sees it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect
from tests.operation.web.standards.small import BOOK, Readers

pytestmark = pytest.mark.django_db(transaction=True)

OpenPage = Callable[..., Page]

PAGES = [
    "/standard/",
    "/standard/search/?q=客户",
    "/standard/trace/?id=hall.time",
    "/standard/coverage/",
    "/standard/packs/language/chapters/language-banned/",
    "/standard/packs/own-hall/clauses/counter.procedure/",
    "/standard/packs/conduct/settings/",
    f"{BOOK}?state=left-out",
]
AGAIN = [
    "/standard/packs/own-hall-whole/",
    "/standard/packs/own-hall/chapters/counter/",
    "/standard/packs/own-hall/chapters/self-service-norms/",
    f"{BOOK}chapters/answers/",
    f"{BOOK}clauses/manner.no-idea/",
    f"{BOOK}coverage/",
]
"""The same pages with other things on them."""


@pytest.mark.parametrize("address", [*PAGES, *(pytest.param(one, marks=pytest.mark.sweep) for one in AGAIN)])
def test_a_page_is_sound_wide_and_on_a_phone(
    readers: Readers,
    open_page: OpenPage,
    seen_by_axe: Callable[[Page], list[str]],
    scrolls_sideways: Callable[[Page], bool],
    address: str,
) -> None:
    found: list[Any] = []
    for width, dark in ((1280, True), (390, False)):
        page = open_page(staff=readers.cast.lin, width=width, dark=dark)
        page.goto(address)
        found += [*seen_by_axe(page), *(["sideways"] if scrolls_sideways(page) else [])]
    assert found == []


def test_a_clause_is_found_and_read_by_keyboard_alone(readers: Readers, open_page: OpenPage) -> None:
    page = open_page(staff=readers.cast.lin, width=390)
    page.goto(BOOK)
    page.get_by_label("在本标准中查找").focus()
    page.keyboard.type("两小时")
    expect(page.locator("#found-count")).to_have_text("找到 1 条")
    page.wait_for_url("**?q=%E4%B8%A4%E5%B0%8F%E6%97%B6")
    page.get_by_role("link", name="诉求两小时内答复").focus()
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text("诉求两小时内答复。")
    page.locator("main a[rel=next]").focus()
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text("答复用书面。")
    expect(page.get_by_text("本标准未选用")).to_be_visible()


def test_filters_are_chosen_and_taken_back_while_the_page_stays(readers: Readers, open_page: OpenPage) -> None:
    page = open_page(staff=readers.cast.lin)
    page.goto(BOOK)
    page.get_by_text("缩小范围").click()
    page.get_by_label("归谁").select_option("guide")
    expect(page.locator("#found .line-title")).to_have_text(["站姿端正。", "来人先问好。"])
    page.get_by_label("归谁").select_option("")
    expect(page.locator("#found h2")).to_have_text("目录")


def test_examples_stand_on_paper_though_they_are_folded_on_the_page(readers: Readers, open_page: OpenPage) -> None:
    page = open_page(staff=readers.cast.lin)
    page.goto(f"{BOOK}chapters/answers/")
    tale = page.locator(".tale.is-kept").first
    expect(tale).not_to_be_visible()
    page.emulate_media(media="print")
    expect(tale).to_be_visible()
    expect(page.locator(".book-tabs")).not_to_be_visible()


@pytest.mark.parametrize(
    ("language", "heading"), [("zh-CN", "服务标准"), ("zh-TW", "服務標準"), ("en-GB", "The standard")]
)
def test_the_standard_speaks_the_readers_language(
    readers: Readers, open_page: OpenPage, language: str, heading: str
) -> None:
    page = open_page(staff=readers.cast.lin, language=language)
    page.goto("/standard/")
    expect(page.locator("h1")).to_have_text(heading)
    expect(page.locator(".sidebar").get_by_role("link", name=heading)).to_be_visible()
