"""The guide's tablet in a browser: by touch on a tablet and a phone, by keyboard, read by axe."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect
from tests.operation.browser import OpenPage
from tests.operation.channels.hall.conftest import Time
from tests.operation.people_of_the_tests import Cast

from shouwen.operation.channels.hall import actions, story
from shouwen.operation.channels.hall.models import Visit
from shouwen.operation.ledger import models
from shouwen.operation.people.models import Post, Staff
from shouwen.operation.people.rights import Acting, acting_of

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def dao(transactional_db: None, halls: Cast) -> Staff:
    """Dao, a guide of the east hall."""
    staff = Staff.objects.create_user("1020", name="导小花")
    Post.objects.create(staff=staff, unit=halls.east, role="guide")
    return staff


def full_hall(halls: Cast, dao: Staff, machine: Acting, take: Callable[..., Visit], time: Time) -> list[Visit]:
    """Two who were not greeted, one asked, one seated, one escorted, and a line."""
    by = acting_of(dao, time.now)
    seen = [actions.enter(halls.east, by=machine, noticed_by="door") for _ in range(3)]
    for visit in seen:
        actions.say(visit, story.GREETED, by=by)
    time.passes(60)
    actions.say(seen[0], story.NEED_TOLD, by=by, data={"need": "business"})
    actions.say(seen[1], story.SEATED, by=by)
    actions.say(seen[2], story.SPECIAL_NOTED, by=by, data={"group": "elderly", "escort": True})
    actions.take_number(halls.east, "payment", by=by, visit=seen[2], priority="elderly")
    take()
    take("consult")
    new = [actions.enter(halls.east, by=machine, noticed_by="door")]
    time.passes(49)
    new.append(actions.enter(halls.east, by=machine, noticed_by="scan"))
    time.passes(4)
    return [*new, *seen]


def smallest_target(page: Page) -> int:
    """The height of the lowest thing to tap on the tablet's own part of the page."""
    return int(
        page.evaluate(
            "Math.min(...Array.from(document.querySelectorAll('#guide button, #guide a'))"
            ".map(one => one.getBoundingClientRect()).filter(box => box.height).map(box => Math.round(box.height)))"
        )
    )


@pytest.mark.parametrize(("language", "width"), [("zh-CN", 768), ("en-GB", 390)])
def test_a_customer_is_looked_after_with_a_thumb(
    dao: Staff,
    halls: Cast,
    machine: Acting,
    take: Callable[..., Visit],
    time: Time,
    open_page: OpenPage,
    seen_by_axe: Callable[[Page], list[str]],
    scrolls_sideways: Callable[[Page], bool],
    language: str,
    width: int,
) -> None:
    full_hall(halls, dao, machine, take, time)
    page = open_page(staff=dao, language=language, width=width, height=1024 if width > 500 else 844)
    page.goto("/hall/guide/")
    expect(page.locator("#guide-greet")).to_be_visible()
    assert (seen_by_axe(page), scrolls_sideways(page), smallest_target(page) >= 56) == ([], False, True)
    page.locator(".guest form button").first.click()
    expect(page.locator("[name=need]").first).to_be_visible()
    page.wait_for_timeout(500)  # a tap sooner than that is taken for an echo
    page.locator("[name=need][value=business]").click()
    expect(page.locator("[name=to]").first).to_be_visible()
    page.wait_for_timeout(500)
    page.locator("[name=to][value=number-machine]").click()
    expect(page.locator(".care-next [name=service]").first).to_be_visible()
    assert (seen_by_axe(page), scrolls_sideways(page), smallest_target(page) >= 56) == ([], False, True)
    page.wait_for_timeout(500)
    page.locator(".care-next [name=service][value=payment]").click()
    expect(page.locator(".care-name")).to_have_text("A003")


def test_the_whole_way_goes_by_keyboard_and_a_second_key_does_nothing_twice(
    dao: Staff, halls: Cast, time: Time, open_page: OpenPage
) -> None:
    page = open_page(staff=dao)
    page.goto("/hall/guide/")
    page.keyboard.press("n")
    expect(page.locator("#care-next")).to_have_text("迎接客户")
    page.wait_for_timeout(500)
    page.keyboard.press("g")
    expect(page.locator("[name=need]").first).to_be_visible()
    page.keyboard.press("1")  # an echo of the key before: too soon to be meant
    page.wait_for_timeout(500)
    page.keyboard.press("2")
    expect(page.locator("[name=to]").first).to_be_visible()
    page.wait_for_timeout(500)
    page.keyboard.press("2")
    expect(page.get_by_text("接待咨询")).to_be_visible()
    told = models.Event._base_manager.filter(about__0__startswith="visit:").order_by("pk")
    assert [(row.word, row.data.get("need"), row.data.get("to")) for row in told if "clause" not in row.word] == [
        (story.ENTERED, None, None),
        (story.GREETED, None, None),
        (story.NEED_TOLD, "consult", None),
        (story.GUIDED, "consult", "consult-desk"),
    ]


def test_who_comes_through_the_door_appears_by_itself(
    dao: Staff, halls: Cast, machine: Acting, time: Time, open_page: OpenPage
) -> None:
    page = open_page(staff=dao)
    page.goto("/hall/guide/")
    expect(page.locator(".guest")).to_have_count(0)
    actions.enter(halls.east, by=machine, noticed_by="door")
    expect(page.locator(".guest")).to_have_count(1, timeout=15_000)
