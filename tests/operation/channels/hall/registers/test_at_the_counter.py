"""What a clerk used for the customer at their counter is noted beside the customer's steps."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from playwright.sync_api import Page, expect
from tests.operation.browser import OpenPage
from tests.operation.channels.hall.conftest import set_up
from tests.operation.channels.hall.things_of_the_tests import unlike_the_log
from tests.operation.people_of_the_tests import Cast

from shouwen.operation.channels.hall import actions as visits
from shouwen.operation.channels.hall import counters
from shouwen.operation.channels.hall.models import Hall, Items, Visit
from shouwen.operation.channels.hall.registers import actions, story
from shouwen.operation.ledger import clock, models
from shouwen.operation.people import scope
from shouwen.operation.people.models import Staff
from shouwen.operation.people.rights import Acting

By = Callable[[Staff], Acting]
HERE = "/hall/registers/counter"


@pytest.fixture
def served(halls: Cast, vouchers: Items, by: By, machine: Acting) -> Visit:
    """Lin holds vouchers 0001 to 0010 and serves somebody at counter 1."""
    Hall._base_manager.filter(unit=halls.east).delete()
    set_up(halls.east)
    actions.issue(vouchers, "0001", "0010", halls.lin.reference, by=by(halls.gu))
    counter = counters.open_counter(halls.east, "1", by=by(halls.lin))
    visits.take_number(halls.east, "change", by=machine)
    visit = visits.call_next(counter, by=by(halls.lin))
    assert visit is not None
    return visits.begin_service(visit, by=by(halls.lin), need_confirmed=True)


def used(visit: Visit) -> list[str]:
    rows = models.Event._base_manager.filter(told__case=visit.pk, word=story.USED).order_by("pk")
    return [str(row.data["first"]) for row in rows]


def test_a_number_is_used_for_the_customer_at_the_counter_and_for_nobody_else(
    halls: Cast, vouchers: Items, served: Visit, logged_in: Callable[[Staff], Client]
) -> None:
    browser = logged_in(halls.lin)
    assert "0001" in browser.get(HERE).content.decode()
    lot, subject = vouchers.case.subject.partition(":")[2], served.case.subject
    asked = {"lot": lot, "first": "0003", "visit": subject, "once": "u"}
    for _ in range(2):  # a double click
        assert browser.post(HERE, asked).status_code == 200
    with scope.everywhere():
        assert used(served) == ["0003"]
    for wrong in (
        {"first": "0011"},
        {"first": "0003", "once": "v"},
        {"visit": "visit:OTHER", "once": "w"},
        {"lot": "x"},
    ):
        answer = browser.post(HERE, {**asked, "once": "z", **wrong})
        assert answer.status_code == 422
    assert 'value="0011"' in browser.post(HERE, {**asked, "first": "0011", "once": "y"}).content.decode()
    with scope.everywhere():
        assert used(served) == ["0003"]
        assert unlike_the_log(clock.now()) == []
    assert logged_in(halls.zhao).post(HERE, {**asked, "first": "0004", "once": "q"}).status_code == 422
    assert logged_in(halls.qian).post(HERE, {**asked, "first": "0004", "once": "r"}).status_code in (403, 422)
    with scope.everywhere():
        assert used(served) == ["0003"]


@pytest.mark.django_db(transaction=True)
def test_the_console_shows_what_is_held_and_notes_what_was_used(
    transactional_db: None, halls: Cast, vouchers: Items, served: Visit, open_page: OpenPage,
    seen_by_axe: Callable[[Page], list[str]],
) -> None:  # fmt: skip
    page = open_page(staff=halls.lin)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.method) if HERE in request.url else None)
    page.goto("/hall/console/")
    own = page.locator(".console-register")
    own.locator("[name=first]").fill("0002")
    own.locator("button").click()
    expect(own.locator(".is-used .numbers")).to_have_text("0002")
    assert seen_by_axe(page) == []
    own.locator("[name=first]").fill("0005")
    step = page.locator("[data-step='identity.checked']")
    step.locator("[value=id-card], [name=document]").first.check()
    step.locator(".btn-step").click()  # a step of the service is noted meanwhile
    expect(page.locator(".turn.is-done")).to_have_count(2)
    expect(own.locator("[name=first]")).to_have_value("0005")
    assert asked == ["GET", "POST"]
    with scope.everywhere():
        assert used(served) == ["0002"]
