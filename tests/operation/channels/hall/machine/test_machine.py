"""The number machine: one touch gives one number, however often it is sent, and whatever becomes of the answer."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from tests.operation.channels.hall.conftest import MORNING, Time
from tests.operation.channels.hall.screens_of_the_tests import screen_browser
from tests.operation.people_of_the_tests import Cast

from shouwen.operation.channels.hall import keys
from shouwen.operation.channels.hall.models import Hall, Service, Visit
from shouwen.operation.ledger import models

pytestmark = pytest.mark.django_db
Take = Callable[..., Visit]
SCRIPT = {"accept": "application/json"}


@pytest.fixture
def browser(halls: Cast) -> Client:
    """The east hall's number machine."""
    return screen_browser(halls, halls.east)


def once_of(browser: Client, address: str = "/hall/machine/") -> str:
    found = re.search(r'name="once" value="([0-9a-f]{32})"', browser.get(address).content.decode())
    assert found is not None
    return found[1]


def touch(browser: Client, service: str, once: str, **more: Any) -> Any:
    return browser.post("/hall/machine/take", {"service": service, "once": once, **more})


def given() -> list[str]:
    return [visit.number for visit in Visit._base_manager.order_by("sequence")]


def test_the_services_stand_in_their_order_with_how_many_wait(halls: Cast, browser: Client, take: Take) -> None:
    take("consult")
    Service._base_manager.filter(unit=halls.east, code="consult").update(position=-1)
    Service._base_manager.filter(unit=halls.east, code="change").update(offered=False)
    page = browser.get("/hall/machine/").content.decode()
    found = re.findall(r'value="(\w+)"><span class="machine-service">([^<]+)</span><span [^>]+>([^<]+)<', page)
    assert found == [("consult", "咨询", "1 人等候"), ("payment", "缴费", "无人等候")]


def test_three_touches_on_three_services_give_one_number(browser: Client) -> None:
    once = once_of(browser)
    answers = [touch(browser, service, once) for service in ("payment", "change", "consult")]
    assert {answer.status_code for answer in answers} == {303}
    assert len({answer["Location"] for answer in answers}) == 1
    assert given() == ["A001"]


def test_an_answer_that_was_lost_is_asked_for_again_and_is_the_same(browser: Client, time: Time) -> None:
    once = once_of(browser)
    lost = browser.post("/hall/machine/take", {"service": "payment", "once": once}, headers=SCRIPT)
    time.passes(40)
    again = browser.post("/hall/machine/take", {"service": "payment", "once": once}, headers=SCRIPT)
    assert (lost.json(), given()) == (again.json(), ["A001"])
    assert "A001" in browser.get(again.json()["next"]).content.decode()


def test_the_answer_is_the_same_where_the_hall_has_closed_or_filled_up_meanwhile(
    halls: Cast, browser: Client, time: Time
) -> None:
    once = once_of(browser)
    first = touch(browser, "payment", once)
    Hall._base_manager.update(capacity=1)
    assert touch(browser, "payment", once)["Location"] == first["Location"]
    assert given() == ["A001"]


def test_the_next_customer_has_a_number_of_their_own(browser: Client) -> None:
    for _ in range(2):
        touch(browser, "payment", once_of(browser))
    assert given() == ["A001", "A002"]


def test_a_page_that_was_open_since_another_customer_shows_nobody_elses_number(browser: Client, time: Time) -> None:
    once = once_of(browser)
    number = touch(browser, "payment", once)["Location"]
    time.passes(121)
    assert touch(browser, "payment", once)["Location"] == "/hall/machine/"
    assert browser.get(number)["Location"] == "/hall/machine/"
    assert given() == ["A001"]


def test_who_needs_it_is_called_first_and_says_so_with_one_more_touch(browser: Client) -> None:
    page = browser.get("/hall/machine/").content.decode()
    assert re.findall(r'name="priority" value="(\w*)"', page) == ["", "elderly", "disabled", "pregnant", "gold"]
    touch(browser, "payment", once_of(browser), priority="elderly")
    touch(browser, "payment", once_of(browser))
    assert list(Visit._base_manager.order_by("sequence").values_list("priority", flat=True)) == ["elderly", ""]


def test_what_cannot_be_is_said_kindly_and_gives_no_number(browser: Client) -> None:
    for fields in ({"service": "refund"}, {"service": "payment", "priority": "friend"}, {"service": ""}):
        answer = browser.post("/hall/machine/take", fields | {"once": "a" * 32}, follow=True)
        assert "请再选一次" in answer.content.decode()
    answer = browser.post("/hall/machine/take", {"service": "payment"}, follow=True)
    assert "请再选一次" in answer.content.decode()
    assert given() == []


def test_a_closed_hall_says_when_it_opens_and_one_about_to_close_why_no_more(browser: Client, time: Time) -> None:
    time.now = MORNING + 9 * 3600
    page = browser.get("/hall/machine/").content.decode()
    assert ("现在没有营业" in page, "下次营业：明天 08:30" in page, "data-takes" in page) == (True, True, False)
    time.now = MORNING + 8 * 3600 - 300
    page = browser.get("/hall/machine/").content.decode()
    assert ("即将关门" in page, "data-takes" in page) == (True, False)


def test_a_full_hall_says_so_until_there_is_room(browser: Client) -> None:
    Hall._base_manager.update(capacity=1)
    touch(browser, "payment", once_of(browser))
    page = browser.get("/hall/machine/").content.decode()
    assert ("厅内等候已满" in page, "data-takes" in page) == (True, False)
    answer = browser.post("/hall/machine/take", {"service": "payment", "once": "b" * 32}, follow=True)
    assert "厅内等候已满" in answer.content.decode()
    assert given() == ["A001"]


@pytest.mark.parametrize(
    ("language", "words"),
    [("zh-hans", "您的号码"), ("zh-hant", "您的號碼"), ("en", "Your number")],
)
def test_the_language_is_the_customers_and_gone_with_them(browser: Client, language: str, words: str) -> None:
    once = once_of(browser, f"/hall/machine/?language={language}")
    page = browser.post("/hall/machine/take", {"service": "payment", "once": once, "language": language}, follow=True)
    assert words in page.content.decode()
    assert "请选择要办理的业务" in browser.get("/hall/machine/", headers={"accept-language": "en"}).content.decode()


def test_the_machine_of_another_hall_shows_no_number_of_this_one(halls: Cast, browser: Client) -> None:
    number = touch(browser, "payment", once_of(browser))["Location"]
    west = screen_browser(halls, halls.west)
    assert west.get(number)["Location"] == "/hall/machine/"
    assert west.post(f"{number}slip", {"form": "escpos"}).status_code == 404


def test_nothing_of_the_machine_is_kept_by_anybody(browser: Client) -> None:
    number = touch(browser, "payment", once_of(browser))["Location"]
    for address in ("/hall/machine/", number):
        assert "no-store" in browser.get(address)["Cache-Control"]


def test_the_key_of_the_customers_page_is_not_in_the_log_and_not_told_to_staff(
    halls: Cast, browser: Client, logged_in: Callable[..., Client]
) -> None:
    touch(browser, "payment", once_of(browser))
    visit = Visit._base_manager.select_related("case").get()
    secret = keys.key_of(visit).rpartition("-")[2]
    log = json.dumps([[event.about, event.data, event.by, event.once] for event in models.Event._base_manager.all()])
    page = logged_in(halls.gu).get(f"/cases/{visit.case.subject}/").content.decode()
    assert (len(secret), secret in log, secret in page, visit.number in page) == (20, False, False, True)
