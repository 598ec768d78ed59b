"""The page of a case whose story is long."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests.operation.people_of_the_tests import Cast
from tests.operation.web.east_hall import Hall, acting, at_work, note, text_of

from shouwen.operation.channels.requests import actions
from shouwen.operation.ledger import editions, words
from shouwen.operation.ledger.act import act
from shouwen.operation.people import scope, units
from shouwen.operation.people.models import Staff

LoggedIn = Callable[[Staff], Client]


@pytest.fixture
def hall(cast: Cast) -> Iterator[Hall]:
    with at_work(cast) as hall:
        yield hall


def test_a_long_story_costs_no_more_questions_than_a_short_one(
    hall: Hall, logged_in: LoggedIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(editions, "LOOK_AGAIN", 1e9)  # what is looked at once a second falls into the first look
    monkeypatch.setattr(units, "FRESH", 1e9)
    who, browser = acting(hall.cast.lin), logged_in(hall.cast.lin)
    actions.tell_progress(hall.case, "进度", by=who)
    note(hall.cast, hall.customer, "另一件")
    browser.get(hall.address)
    with CaptureQueriesContext(connection) as short:
        browser.get(hall.address)
    with scope.of(who.seen):
        for number in range(60):
            actions.tell_progress(hall.case, f"进度 {number}", by=who)
        for number in range(10):
            note(hall.cast, hall.customer, f"另一件 {number}")
    browser.get(hall.address)

    with CaptureQueriesContext(connection) as long:
        assert "进度 59" in text_of(browser.get(hall.address))
    assert len(long) <= len(short) < 35


def test_of_a_very_long_story_the_latest_is_shown_and_the_rest_on_asking(hall: Hall, logged_in: LoggedIn) -> None:
    for number in range(205):
        act(hall.case, words.NOTE, by=acting(hall.cast.lin), data={"text": f"第{number}条"})
    browser = logged_in(hall.cast.lin)

    short, whole = text_of(browser.get(hall.address)), text_of(browser.get(f"{hall.address}?all=1"))

    assert (">第3条<" in short, ">第204条<" in short, ">第3条<" in whole) == (False, True, True)
