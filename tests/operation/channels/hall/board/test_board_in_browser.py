"""The manager's board in a browser: read by axe, wide and narrow, by keyboard; it follows the hall by itself."""

from __future__ import annotations

import os
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect
from tests.operation.browser import OpenPage
from tests.operation.channels.hall.conftest import Time
from tests.operation.channels.hall.layout_of_the_tests import longest, unreadable
from tests.operation.people_of_the_tests import Cast

from shouwen.operation.channels.hall import actions, counters, story
from shouwen.operation.channels.hall.models import Visit
from shouwen.operation.ledger import models
from shouwen.operation.ledger.watch import look_once
from shouwen.operation.people import duty
from shouwen.operation.people.models import Post, Staff
from shouwen.operation.people.rights import Acting

pytestmark = pytest.mark.django_db(transaction=True)
By = Callable[[Staff], Acting]
Take = Callable[..., Visit]


@pytest.fixture
def busy(transactional_db: None, halls: Cast, machine: Acting, take: Take, time: Time, by: By) -> Cast:
    """A hall in trouble: one counter serves for too long, one pauses for too long, one is closed, two lines wait."""
    spare = Staff.objects.create_user("1021", name="周强")
    Post.objects.create(staff=spare, unit=halls.east, role="clerk")
    for staff in (halls.lin, halls.zhao, spare):
        duty.clock_in(staff, halls.east, time.now)
    one = counters.open_counter(halls.east, "1", by=by(halls.lin))
    two = counters.open_counter(halls.east, "2", by=by(halls.zhao), lines=["business"])
    visit = actions.enter(halls.east, by=machine, noticed_by="door")
    actions.say(visit, story.GREETED, by=by(halls.lin))
    actions.take_number(halls.east, "payment", by=machine, visit=visit)
    take()
    take("consult")
    counters.pause(two, "meal", by=by(halls.zhao))
    called = actions.call_next(one, by=by(halls.lin))
    assert called is not None
    actions.begin_service(called, by=by(halls.lin))
    time.passes(905)
    actions.enter(halls.east, by=machine, noticed_by="door")
    look_once()
    return halls


@pytest.mark.parametrize(("language", "width"), [("zh-CN", 1280), ("en-GB", 390)])
def test_the_board_reads_well_wide_and_narrow(
    busy: Cast,
    open_page: OpenPage,
    seen_by_axe: Callable[[Page], list[str]],
    scrolls_sideways: Callable[[Page], bool],
    language: str,
    width: int,
) -> None:
    page = open_page(staff=busy.gu, language=language, width=width)
    page.goto("/hall/board/")
    expect(page.locator(".board-table")).to_be_visible()
    expect(page.locator(".board-chart canvas")).to_be_visible()
    assert (seen_by_axe(page), scrolls_sideways(page)) == ([], False)
    page.locator(".board-table a").first.click()
    expect(page.locator(".lines .line").first).to_be_visible()
    assert (seen_by_axe(page), scrolls_sideways(page)) == ([], False)


@pytest.mark.parametrize(("language", "width"), [("zh-CN", 1280), ("en-GB", 1280), ("zh-CN", 390)])
def test_nothing_overlaps_and_the_longest_clause_is_read_to_its_end(
    busy: Cast, open_page: OpenPage, language: str, width: int
) -> None:
    page = open_page(staff=busy.gu, language=language, width=width)
    page.goto("/hall/board/")
    expect(page.locator(".board-table")).to_be_visible()
    clause = page.locator(".board-soon .quiet").first
    clause.evaluate("(one, text) => { one.textContent = text; }", longest().clause)
    assert unreadable(page, ".page-head, #board, #board-day") == []
    if folder := os.environ.get("SHOUWEN_TEST_PICTURES"):
        page.screenshot(path=f"{folder}/board-longest-{language}-{width}.png", full_page=True)


def test_help_is_asked_for_by_keyboard_and_the_board_says_so(busy: Cast, open_page: OpenPage) -> None:
    page = open_page(staff=busy.gu)
    page.goto("/hall/board/")
    button = page.get_by_role("button", name="请周强开 3 号台席")
    for _ in range(40):
        page.keyboard.press("Tab")
        if button.evaluate("one => one === document.activeElement"):
            break
    page.keyboard.press("Enter")
    expect(page.locator(".board-line").get_by_text("已请周强")).to_be_visible()
    asked = models.Event._base_manager.get(word=story.HELP_ASKED)
    assert (asked.data["what"], asked.data["counter"], asked.data["line"]) == ("open", "3", "advice")


def test_who_takes_a_number_is_counted_without_a_reload(busy: Cast, take: Take, open_page: OpenPage) -> None:
    page = open_page(staff=busy.gu)
    page.goto("/hall/board/")
    count = page.locator(".board-figures .figure").first
    expect(count).to_have_text("2")
    take()
    expect(count).to_have_text("3", timeout=15_000)
