"""Administration in a real browser: by keyboard, on a phone, in three languages, and as axe sees it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect
from tests.operation.web.administration.city import STANDARD, City, acting

from shouwen.operation.ledger import administering, clock, models
from shouwen.operation.people.models import Post, Shift, Staff

pytestmark = pytest.mark.django_db(transaction=True)

OpenPage = Callable[..., Page]

PAGES = [
    ("shi", "/administration/units/"),
    ("shi", "/administration/units/hall-east/"),
    ("shi", "/administration/people/1001/leave"),
    ("an", "/administration/people/"),
    ("an", "/administration/people/1001/"),
    ("an", "/administration/keys/devices"),
    ("gu", "/administration/shifts/"),
    ("gu", "/administration/absences/"),
    ("author", "/administration/calendars/"),
    ("author", "/administration/calendars/city/hall/?month=2026-01"),
    ("author", "/administration/calendars/city/hall/change"),
    ("author", "/administration/editions/"),
    ("author", "/administration/editions/write"),
    ("shi", "/administration/set-aside/"),
    ("cha", "/administration/log/"),
    ("cha", "/administration/log/seal"),
]


def person(city: City, name: str) -> Staff:
    return getattr(city, name, None) or getattr(city.cast, name)


@pytest.fixture
def busy(city: City) -> City:
    """A week with shifts, one clocked; an absence; a password given; something set aside."""
    cast, now = city.cast, clock.now()
    for step, staff in enumerate((cast.lin, cast.zhao)):
        begins = now + step * 86400
        Shift.objects.create(staff=staff, unit=cast.east, begins=begins, ends=begins + 8 * 3600)
    Shift.objects.create(staff=cast.gu, unit=cast.east, begins=now, ends=now + 9, clocked_in=now, clocked_out=now + 9)
    administering.plan_absence(cast.lin, now, now + 86400, backup=cast.zhao, by=acting(cast.gu))
    administering.give_password(cast.wu, by=acting(cast.an))
    event = models.Event._base_manager.filter(told__case=city.case).first()
    models.Aside.objects.create(follower="reactions", event=event, tries=6, why="ValueError")
    return city


@pytest.mark.parametrize(("name", "address"), PAGES)
def test_a_page_is_sound_wide_and_on_a_phone(
    busy: City,
    open_page: OpenPage,
    seen_by_axe: Callable[[Page], list[str]],
    scrolls_sideways: Callable[[Page], bool],
    name: str,
    address: str,
) -> None:
    found: list[Any] = []
    for width, dark in ((1280, True), (360, False)):
        page = open_page(staff=person(busy, name), width=width, dark=dark)
        page.goto(address)
        found += [*seen_by_axe(page), *(["sideways"] if scrolls_sideways(page) else [])]
    assert found == []


@pytest.mark.parametrize(
    ("language", "heading", "button"),
    [("zh-CN", "标准版本", "新版本"), ("zh-TW", "標準版本", "新版本"), ("en-GB", "Editions", "New edition")],
)
def test_the_editions_speak_the_readers_language(
    city: City, open_page: OpenPage, language: str, heading: str, button: str
) -> None:
    page = open_page(staff=city.author, language=language)
    page.goto("/administration/editions/")
    expect(page.locator("h1")).to_have_text(heading)
    expect(page.get_by_role("link", name=button, exact=True)).to_be_visible()


def test_an_edition_is_mended_and_published_by_keyboard_alone(city: City, open_page: OpenPage) -> None:
    page = open_page(staff=city.author)
    page.goto("/administration/editions/write")
    page.get_by_label("标准文本").focus()
    page.keyboard.insert_text(
        STANDARD.replace('"2026"', '"2027"').replace("limit: 2 working days", "limit: 2 workdays")
    )
    page.get_by_role("button", name="检查").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="1 处错误")).to_be_visible()
    expect(page.get_by_role("button", name="发布")).to_have_count(0)
    text = page.get_by_label("标准文本")
    text.focus()
    page.keyboard.press("Control+A")
    page.keyboard.insert_text(STANDARD.replace('"2026"', '"2027"'))
    page.get_by_role("button", name="检查").focus()
    page.keyboard.press("Enter")
    page.get_by_role("button", name="发布").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert").or_(page.locator("#said"))).to_contain_text("版本已发布。")
    assert models.Edition.objects.filter(edition="2027").count() == 1


def test_a_post_is_given_and_ended_by_keyboard_alone(city: City, open_page: OpenPage) -> None:
    page = open_page(staff=city.cast.an)
    page.goto("/administration/people/1012/")
    page.get_by_label("单位", exact=True).focus()
    for _unit in range(6):
        page.keyboard.press("ArrowDown")
    page.get_by_role("button", name="安排").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#said")).to_contain_text("岗位已安排。")
    page.get_by_role("button", name="结束 导购 西站营业厅", exact=True).focus()
    page.keyboard.press("Enter")
    page.get_by_role("button", name="确定").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#said")).to_contain_text("岗位已结束。")
    assert list(Post.objects.filter(staff=city.cast.bai, until__isnull=True)) == []


def test_a_calendar_is_looked_at_changed_and_kept(city: City, open_page: OpenPage) -> None:
    page = open_page(staff=city.author, width=360)
    page.goto("/administration/calendars/city/hall/change")
    page.get_by_label("周六").fill("10:00-16:00")
    page.get_by_role("button", name="看看会有哪些变化").click()
    expect(page.get_by_text("此标准下进行中的承诺事项：1 项")).to_be_visible()
    expect(page.get_by_label("周六")).to_have_value("10:00-16:00")
    page.get_by_role("button", name="保存更改").click()
    expect(page.locator("#said")).to_contain_text("日历已更改")
    assert models.Calendar.objects.get().by == city.author


def test_shifts_are_planned_for_a_week_by_hand(city: City, open_page: OpenPage) -> None:
    page = open_page(staff=city.cast.gu)
    page.goto("/administration/shifts/")
    page.get_by_label("日期").fill("2026-02-02")
    page.get_by_label("开始").fill("09:00")
    page.get_by_label("结束").fill("18:00")
    for day in ("周一", "周三"):
        page.get_by_label(day).check()
    page.get_by_role("button", name="排班").click()
    expect(page.locator("#said")).to_contain_text("班次已排好。")
    expect(page.locator(".shift")).to_have_text(["09:00–18:00", "09:00–18:00"])
