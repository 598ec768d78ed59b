"""The guide's tablet: who came in is greeted, asked, guided; a tap is self-reported; other halls see nothing."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from tests.operation.channels.hall.conftest import Time
from tests.operation.people_of_the_tests import Cast

from shouwen.operation.channels.hall import actions, helping, story
from shouwen.operation.channels.hall.guide import guide
from shouwen.operation.channels.hall.models import Visit
from shouwen.operation.ledger import models
from shouwen.operation.ledger.notice import notify
from shouwen.operation.ledger.rebuild import differences
from shouwen.operation.ledger.watch import look_once
from shouwen.operation.people import duty
from shouwen.operation.people.models import Post, Staff
from shouwen.operation.people.rights import Acting

pytestmark = pytest.mark.django_db
By = Callable[[Staff], Acting]
LogIn = Callable[[Staff], Client]


@pytest.fixture
def dao(halls: Cast) -> Staff:
    """Dao, a guide of the east hall."""
    staff = Staff.objects.create_user("1020", name="导小花")
    Post.objects.create(staff=staff, unit=halls.east, role="guide")
    return staff


@pytest.fixture
def came(halls: Cast, machine: Acting) -> Visit:
    """Somebody whom the counter at the door saw coming in."""
    return actions.enter(halls.east, by=machine, noticed_by="door")


def tap(browser: Client, visit: Visit, verb: str, **given: str) -> str:
    """Taps once; what the page says then."""
    number = models.Event._base_manager.count()
    given |= {"visit": visit.case.subject, "once": f"{verb}-{number}"}
    answer = browser.post(f"/hall/guide/do/{verb}", given, headers={"hx-request": "true"})
    assert answer.status_code in (200, 422), answer.status_code
    return answer.content.decode()


def words_of(visit: Visit) -> list[str]:
    told = models.Event._base_manager.filter(told__case=visit.pk).order_by("pk")
    return [word for word in told.values_list("word", flat=True) if word.split(".")[0] != "clause"]


def verdict(visit: Visit, clause: str) -> tuple[str, int]:
    return models.Obligation._base_manager.values_list("state", "grade").get(case=visit.pk, clause=clause)


def test_a_customer_is_greeted_asked_guided_and_has_a_number(
    dao: Staff, came: Visit, logged_in: LogIn, time: Time
) -> None:
    browser = logged_in(dao)
    assert "待迎接" in browser.get("/hall/guide/").content.decode()
    time.passes(20)
    assert "客户来办什么" in tap(browser, came, "greeted")
    assert "带客户去哪里" in tap(browser, came, "need", need="business")
    assert "代客户取号" in tap(browser, came, "guided", to="number-machine")
    assert "A001" in tap(browser, came, "number", service="payment")
    told = [story.ENTERED, story.GREETED, story.NEED_TOLD, story.GUIDED, story.TAKEN]
    assert words_of(came) == told
    came.refresh_from_db()
    assert (came.state, came.need, came.greeted_at, came.since) == (story.WAITING, "business", time.now, time.now - 20)
    assert models.Case._base_manager.get(pk=came.pk).owner_id == dao.pk
    look_once()
    assert differences(list(models.Case._base_manager.exclude(kind="unit"))) == []


def test_a_tap_is_self_reported_however_the_coming_was_noticed(dao: Staff, came: Visit, logged_in: LogIn) -> None:
    browser = logged_in(dao)
    assert "自报" in tap(browser, came, "greeted")
    assert verdict(came, "hall.greeted") == ("kept", 0)
    assert models.Event._base_manager.values_list("grade").get(word=story.ENTERED) == ("device",)
    page = browser.post("/hall/guide/new", {"once": "one"}, headers={"hx-request": "true"}).content.decode()
    assert "自报" in page
    assert list(models.Event._base_manager.filter(word=story.ENTERED).values_list("grade", flat=True)) == [
        "device",
        "self-reported",
    ]


def test_whoever_is_not_greeted_in_time_stands_first_with_the_clause(
    dao: Staff, halls: Cast, came: Visit, machine: Acting, logged_in: LogIn, time: Time
) -> None:
    time.passes(50)
    later = actions.enter(halls.east, by=machine, noticed_by="scan")
    floor = guide.floor_of(halls.east.pk)
    assert [one.visit.pk for one in floor.new] == [came.pk, later.pk]
    running = floor.new[0].running
    assert running is not None
    assert (running.clause.id, running.due - time.now) == ("hall.greeted", 10)
    assert "hall.greeted" in logged_in(dao).get("/hall/guide/").content.decode()


def test_a_place_that_the_standard_does_not_give_for_the_need_says_so_and_is_free(
    dao: Staff, came: Visit, logged_in: LogIn
) -> None:
    browser = logged_in(dao)
    tap(browser, came, "greeted")
    page = tap(browser, came, "need", need="consult")
    assert ("hall.guided-to-advice" in page, "hall.guided-to-machine" in page) == (True, False)
    tap(browser, came, "guided", to="number-machine")
    assert verdict(came, "hall.guided-to-advice")[0] == "broken"


def test_advice_is_begun_and_ended_with_what_was_told(dao: Staff, came: Visit, logged_in: LogIn) -> None:
    browser = logged_in(dao)
    for verb, given in (("greeted", {}), ("need", {"need": "consult"}), ("guided", {"to": "consult-desk"})):
        page = tap(browser, came, verb, **given)
    assert "接待咨询" in page
    assert "业务、资费和办理条件都介绍到" in tap(browser, came, "advice")
    tap(browser, came, "advised", introduced="on")
    assert verdict(came, "consult.introduced")[0] == "kept"
    tap(browser, came, "left")
    assert Visit._base_manager.get(pk=came.pk).state == story.GONE


def test_a_small_matter_that_is_settled_needs_no_number_and_counts_for_the_day(
    dao: Staff, halls: Cast, came: Visit, logged_in: LogIn
) -> None:
    browser = logged_in(dao)
    tap(browser, came, "greeted")
    tap(browser, came, "matter", kind="inquiry", solved="yes")
    assert words_of(came)[-2:] == [story.MATTER_LOOKED_AT, story.SOLVED]
    day = models.Case._base_manager.get(kind="siteday")
    assert (day.subject, day.unit_id) == ("siteday:hall-east-2025-05-06", halls.east.pk)
    assert models.Obligation._base_manager.values_list("clause", "state").get(case=day) == (
        "consult.small-matters",
        "open",
    )
    assert "标准里没有" in tap(browser, came, "matter", kind="gossip", solved="yes")
    look_once()
    assert differences(list(models.Case._base_manager.exclude(kind="unit"))) == []


def test_special_care_gives_a_priority_number_and_an_escort_to_the_end(
    dao: Staff, came: Visit, logged_in: LogIn
) -> None:
    browser = logged_in(dao)
    tap(browser, came, "greeted")
    page = tap(browser, came, "special", group="elderly", escort="on")
    assert "开始陪同" in page
    assert "陪同结束" in tap(browser, came, "escort")
    tap(browser, came, "number", service="payment", priority="elderly")
    came.refresh_from_db()
    assert (came.priority, came.escort) == ("elderly", "begun")
    assert [one.visit.pk for one in guide.floor_of(came.unit_id).escorted] == [came.pk]
    tap(browser, came, "escort-ended")
    assert guide.floor_of(came.unit_id).escorted == ()


def test_water_and_news_are_asked_for_only_when_the_hall_is_quiet(
    dao: Staff, halls: Cast, came: Visit, machine: Acting, take: Callable[..., Visit], logged_in: LogIn, time: Time
) -> None:
    browser = logged_in(dao)
    tap(browser, came, "greeted")
    quiet = tap(browser, came, "seated")
    assert ("rest-area.water-offered" in quiet, "rest-area.novelty-introduced" in quiet) == (True, True)
    assert [one.visit.pk for one in guide.floor_of(halls.east.pk).seated] == [came.pk]
    assert "rest-area.water-offered" not in tap(browser, came, "water")
    for _ in range(5):
        take()
    other = actions.enter(halls.east, by=machine, noticed_by="door")
    tap(browser, other, "greeted")
    assert "rest-area.water-offered" not in tap(browser, other, "seated")


def test_a_tap_sent_twice_happens_once(dao: Staff, came: Visit, logged_in: LogIn) -> None:
    browser = logged_in(dao)
    for _ in range(2):
        browser.post("/hall/guide/new", {"once": "the same"}, headers={"hx-request": "true"})
        browser.post("/hall/guide/do/greeted", {"once": "this too", "visit": came.case.subject})
    assert (Visit._base_manager.count(), words_of(came).count(story.GREETED)) == (2, 1)


def test_who_is_asked_for_help_sees_it_until_they_have_seen_it(
    dao: Staff, halls: Cast, by: By, logged_in: LogIn, time: Time
) -> None:
    duty.clock_in(dao, halls.east, time.now)
    helping.ask(halls.east, helping.GUIDE, dao.pk, by=by(halls.gu), once="help")
    notify(list(models.Event._base_manager.filter(word=story.HELP_ASKED)))
    browser = logged_in(dao)
    assert "经理请您到厅前迎接客户" in browser.get("/hall/guide/").content.decode()
    notice = models.Notice.objects.get(staff=dao)
    page = browser.post("/hall/guide/seen", {"notice": notice.pk}, headers={"hx-request": "true"}).content.decode()
    assert "经理请您" not in page


def test_staff_of_another_hall_see_and_change_nothing(halls: Cast, came: Visit, logged_in: LogIn) -> None:
    browser = logged_in(halls.qian)
    subject = came.case.subject
    seen = browser.get(f"/hall/guide/?visit={subject}").content.decode()
    seen += browser.get(f"/hall/guide/part?visit={subject}").content.decode()
    assert (came.case.subject.partition(":")[2] in seen.replace(f"visit={subject}", ""), "10:00" in seen) == (
        False,
        False,
    )
    assert "已有变化" in tap(browser, came, "greeted")
    assert words_of(came) == [story.ENTERED]


def test_who_serves_nobody_has_no_tablet(halls: Cast, logged_in: LogIn) -> None:
    assert [logged_in(staff).get("/hall/guide/").status_code for staff in (halls.an, halls.bai, halls.he)] == [403] * 3
