"""Appointments in a browser: a customer's phone, the number machine, the list of staff."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect
from tests.operation.browser import OpenPage
from tests.operation.channels.hall.appointments.conftest import ELEVEN
from tests.operation.channels.hall.conftest import Time
from tests.operation.channels.hall.screens_of_the_tests import token_of
from tests.operation.people_of_the_tests import Cast

from shouwen.operation.channels.hall.appointments import actions, codes
from shouwen.operation.channels.hall.models import Appointment, Visit

pytestmark = pytest.mark.django_db(transaction=True)
Axe = Callable[[Page], list[str]]
Sideways = Callable[[Page], bool]


@pytest.fixture
def booked(transactional_db: None, halls: Cast) -> Appointment:
    """A customer comes at eleven."""
    by = actions.on_phone(halls.east.pk)
    return actions.book(halls.east, "payment", ELEVEN, name="陈一", phone="13800138000", by=by)


def too_small(page: Page) -> list[str]:
    """What is to be touched and is less than 60 px high, and text of less than 18 px."""
    found: list[str] = page.evaluate(
        """() => Array.from(document.querySelectorAll('main a.btn, main button, main input:not([type=hidden])'))
        .filter((one) => one.getBoundingClientRect().height < 59.5).map((one) => one.outerHTML.slice(0, 80))
        .concat(Array.from(document.querySelectorAll('main p, main h2, main dt, main dd, main label, main small'))
        .filter((one) => parseFloat(getComputedStyle(one).fontSize) < 18 && one.offsetParent)
        .map((one) => one.outerHTML.slice(0, 80)))"""
    )
    return found


@pytest.mark.parametrize(("language", "dark"), [("zh-CN", False), ("zh-TW", True), ("en-GB", False)])
def test_a_customer_books_on_a_phone(
    transactional_db: None,
    halls: Cast,
    open_page: OpenPage,
    seen_by_axe: Axe,
    scrolls_sideways: Sideways,
    language: str,
    dark: bool,
) -> None:
    page = open_page(language=language, width=390, height=844, dark=dark)
    page.goto("/book/hall-east/")
    assert (seen_by_axe(page), scrolls_sideways(page), too_small(page)) == ([], False, [])
    page.locator(".book-choices a").first.press("Enter")
    assert (seen_by_axe(page), scrolls_sideways(page), too_small(page)) == ([], False, [])
    page.locator(".book-times a", has_text="11:00").press("Enter")
    page.locator("#id_name").fill("陈一")
    page.locator("#id_phone").fill("13800138000")
    assert (seen_by_axe(page), scrolls_sideways(page), too_small(page)) == ([], False, [])
    page.locator("#id_phone").press("Enter")
    expect(page.locator(".book-digits")).to_have_text(codes.spaced(codes.code_of(Appointment._base_manager.get())))
    assert "13800138000" not in page.content() + page.url
    assert (seen_by_axe(page), scrolls_sideways(page), too_small(page)) == ([], False, [])


def test_the_code_is_touched_in_at_the_machine(
    booked: Appointment, halls: Cast, open_page: OpenPage, seen_by_axe: Axe, scrolls_sideways: Sideways, time: Time
) -> None:
    _token, secret = token_of(halls, halls.east)
    page = open_page(width=768, height=1024)
    page.goto("/hall/screen/")
    page.locator("[name=secret]").fill(secret)
    page.locator("[name=secret]").press("Enter")
    page.get_by_role("link", name="我有预约").click()
    expect(page.locator(".machine-pad")).to_be_visible()
    assert (seen_by_axe(page), scrolls_sideways(page), too_small(page)) == ([], False, [])
    page.locator("[data-digit='1']").click()
    page.locator("[data-clears]").click()
    for digit in codes.code_of(booked):
        page.locator(f"[data-digit='{digit}']").click()
    page.get_by_role("button", name="取号", exact=True).click()
    expect(page.locator(".machine-number")).to_have_text("A001")
    assert Appointment._base_manager.get().state == "kept"


def test_several_services_are_touched_at_the_machine(
    transactional_db: None, halls: Cast, open_page: OpenPage, seen_by_axe: Axe, scrolls_sideways: Sideways
) -> None:
    _token, secret = token_of(halls, halls.east)
    page = open_page(width=768, height=1024)
    page.goto("/hall/screen/")
    page.locator("[name=secret]").fill(secret)
    page.locator("[name=secret]").press("Enter")
    page.get_by_role("link", name="我要办几件事").click()
    assert (seen_by_axe(page), scrolls_sideways(page)) == ([], False)
    page.get_by_role("checkbox", name="缴费").check(force=True)
    page.get_by_role("checkbox", name="咨询").check(force=True)
    page.get_by_role("button", name="一起取一个号").click()
    expect(page.locator(".machine-then")).to_contain_text("咨询")
    assert Visit._base_manager.get().more == ["consult"]


@pytest.mark.parametrize(("language", "width", "dark"), [("zh-CN", 390, False), ("en-GB", 1280, True)])
def test_staff_see_who_is_due(
    booked: Appointment,
    halls: Cast,
    open_page: OpenPage,
    seen_by_axe: Axe,
    scrolls_sideways: Sideways,
    language: str,
    width: int,
    dark: bool,
) -> None:
    page = open_page(staff=halls.lin, language=language, width=width, dark=dark)
    page.goto("/hall/appointments/")
    expect(page.locator(".due-list li")).to_have_count(1)
    assert (seen_by_axe(page), scrolls_sideways(page)) == ([], False)
    page.locator(".due-who a").press("Enter")
    expect(page.locator(".book-digits")).to_be_visible()
    assert (seen_by_axe(page), scrolls_sideways(page)) == ([], False)
    page.keyboard.press("e")
    page.locator(".book-times a").first.press("Enter")
    assert (seen_by_axe(page), scrolls_sideways(page)) == ([], False)
    page.locator("#who button").press("Enter")
    expect(page.locator(".book-digits")).to_be_visible()
    assert Appointment._base_manager.get().due < ELEVEN
