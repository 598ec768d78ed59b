"""My work: what is owed, what is offered, what is covered; and what nobody else sees of it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import pytest
from django.test import Client
from tests.operation.people_of_the_tests import Cast
from tests.operation.web.east_hall import MONDAY, Hall, acting, at_work, fresh, leaks, note, story, text_of

from shouwen.operation.ledger import models, words
from shouwen.operation.ledger.saying import say
from shouwen.operation.people import duty, privacy, scope, units
from shouwen.operation.people.models import Shift, Staff

LoggedIn = Callable[[Staff], Client]


@pytest.fixture
def hall(cast: Cast) -> Iterator[Hall]:
    with at_work(cast) as hall:
        yield hall


def offer(hall: Hall, case: models.Case, to: str, reason: str = "账单系统我看不到") -> None:
    who = acting(hall.cast.lin)
    with scope.of(who.seen):
        say(case, words.OFFER, reason, by=who, field="reason", data={"to": to})


def titles(text: str) -> list[str]:
    return re.findall(r'<a class="line[^>]*id="owed-.*?<span class="line-title">(.*?)</span>', text, re.DOTALL)


def test_what_is_owed_stands_with_the_most_urgent_first_and_says_what_settles_it(
    hall: Hall, logged_in: LoggedIn
) -> None:
    text = text_of(logged_in(hall.cast.lin).get("/"))

    assert titles(text) == [
        "答不上来的，两个工作小时内让客户知道几时有回音。",
        "咨询一个工作日内答复。",
        "没办完之前，客户三天之内总能听到一次音信。",
    ]
    assert hall.case.subject.partition(":")[2] in text
    assert "答应客户、答复客户" in text
    assert f'data-due="{MONDAY + 2 * 3600}"' in text
    assert "陈** " in text
    assert privacy.show_masked(hall.customer).phones[0] in text
    assert leaks(logged_in(hall.cast.lin).get("/")) == ["陈**"]


def test_what_only_limits_how_often_is_not_told_as_work(hall: Hall, logged_in: LoggedIn) -> None:
    limits = models.Obligation._base_manager.filter(case=hall.case, state="open", due__isnull=True)
    assert limits.exists()
    assert "最多移交三次" not in text_of(logged_in(hall.cast.lin).get("/"))


@pytest.mark.parametrize("path", ["/", "/work/unit", "/requests/", "/notices/", "/customers/"])
def test_nobody_of_another_hall_sees_anything_of_it(hall: Hall, logged_in: LoggedIn, path: str) -> None:
    offer(hall, hall.case, hall.cast.zhao.reference)
    number = hall.case.subject.partition(":")[2]
    for stranger in (hall.cast.qian, hall.cast.sun, hall.cast.bai, hall.cast.an):
        assert leaks(logged_in(stranger).get(path, follow=True), number, "账单系统我看不到") == []


def test_who_answers_for_an_absent_colleague_sees_their_work_marked(hall: Hall, logged_in: LoggedIn) -> None:
    assert "代办" not in text_of(logged_in(hall.cast.zhao).get("/"))

    duty.plan_absence(hall.cast.lin, MONDAY - 60, MONDAY + 3600, backup=hall.cast.zhao)

    text = text_of(logged_in(hall.cast.zhao).get("/"))
    assert len(titles(text)) == 3
    assert text.count("代办") == 4  # what is owed, and the case itself
    assert "林晓" in text


def test_who_covers_from_another_hall_sees_that_work_and_reaches_its_case_and_nothing_else(
    hall: Hall, logged_in: LoggedIn
) -> None:
    other = note(hall.cast, hall.customer, "还有一件事", by=hall.cast.zhao)
    duty.plan_absence(hall.cast.lin, MONDAY - 60, MONDAY + 3600, backup=hall.cast.qian)
    browser = logged_in(hall.cast.qian)
    text = text_of(browser.get("/"))
    assert len(titles(text)) == 3
    assert hall.case.subject.partition(":")[2] in text
    assert other.subject.partition(":")[2] not in text
    assert "三天之内总能听到一次音信" in text_of(browser.get(hall.address))
    assert browser.get(f"/cases/{other.subject}/").status_code == 404


def test_who_is_offered_a_case_of_another_hall_sees_when_it_is_due(hall: Hall, logged_in: LoggedIn) -> None:
    offer(hall, hall.case, hall.cast.qian.reference)
    text = text_of(logged_in(hall.cast.qian).get("/"))
    owed = models.Obligation._base_manager.filter(case=hall.case, state="open", due__isnull=False).order_by("due")
    assert re.findall(r'data-due="(\d+)"', text) == [str(owed[0].due)]
    assert titles(text) == []
    assert "一个工作日内答复" in text_of(logged_in(hall.cast.qian).get(hall.address))


def test_times_are_told_by_the_clocks_of_the_unit_and_of_another_unit_with_how_far_they_are_from_utc(
    hall: Hall, logged_in: LoggedIn
) -> None:
    for unit, zone in ((hall.cast.east, "Asia/Kolkata"), (hall.cast.west, "Asia/Tokyo")):
        unit.zone = zone
        unit.save()
    units._thread.unsettled = False
    assert "截止 今天 09:30" in text_of(logged_in(hall.cast.lin).get("/"))  # noon in Shanghai
    duty.plan_absence(hall.cast.lin, MONDAY - 60, MONDAY + 3600, backup=hall.cast.qian)
    assert "截止 今天 09:30 (UTC+05:30)" in text_of(logged_in(hall.cast.qian).get("/"))


def test_an_offer_is_accepted_where_it_is_read(hall: Hall, logged_in: LoggedIn) -> None:
    offer(hall, hall.case, hall.cast.zhao.reference)
    browser = logged_in(hall.cast.zhao)
    assert "账单系统我看不到" in text_of(browser.get("/"))

    answer = browser.post(f"/cases/{hall.case.subject}/accept", {"once": "a", "next": "/"})

    assert answer.headers["Location"] == "/"
    assert fresh(hall.case).owner == hall.cast.zhao
    assert titles(text_of(browser.get("/")))[1] == "接手之后四个工作小时内，由新的负责人亲自给客户一个音信。"
    assert titles(text_of(logged_in(hall.cast.lin).get("/"))) == []


def test_an_offer_to_a_desk_waits_for_all_who_work_there_but_not_for_who_offers_it(
    hall: Hall, logged_in: LoggedIn
) -> None:
    offer(hall, hall.case, f"unit:{hall.cast.east.pk}")

    assert "移交给您的单位" in text_of(logged_in(hall.cast.zhao).get("/"))
    assert "移交给您的单位" in text_of(logged_in(hall.cast.gu).get("/"))
    assert "移交给您的单位" not in text_of(logged_in(hall.cast.lin).get("/"))


@pytest.mark.parametrize(
    ("language", "said"),
    [("zh-hans", "请填写这一项。"), ("zh-hant", "請填寫這一項。"), ("en", "This field is required")],
)
def test_a_refusal_without_a_reason_is_refused_in_three_languages(
    hall: Hall, logged_in: LoggedIn, language: str, said: str
) -> None:
    offer(hall, hall.case, hall.cast.zhao.reference)
    browser = logged_in(hall.cast.zhao)
    browser.cookies["language"] = language

    answer = browser.post(f"/cases/{hall.case.subject}/refuse", {"reason": " "})

    assert answer.status_code == 422
    assert said in text_of(answer)
    assert story(hall.case) == ["request.noted", "handover.offered"]


def test_a_refused_offer_stays_with_its_owner_who_reads_why(hall: Hall, logged_in: LoggedIn) -> None:
    offer(hall, hall.case, hall.cast.zhao.reference)

    logged_in(hall.cast.zhao).post(f"/cases/{hall.case.subject}/refuse", {"reason": "我今天下午不在", "next": "/"})

    row = models.Event._base_manager.get(word=words.REFUSE)
    assert fresh(hall.case).owner == hall.cast.lin
    assert str(row.data["reason"]).startswith("text:")
    assert "我今天下午不在" in text_of(logged_in(hall.cast.lin).get(hall.address))


def test_a_manager_sees_what_the_unit_owes_and_who_owes_it(hall: Hall, logged_in: LoggedIn) -> None:
    text = text_of(logged_in(hall.cast.gu).get("/work/unit"))

    assert len(titles(text)) == 3
    assert text.count("林晓") == 3
    assert len(titles(text_of(logged_in(hall.cast.han).get("/work/unit")))) == 3
    assert titles(text_of(logged_in(hall.cast.sun).get("/work/unit"))) == []
    assert logged_in(hall.cast.lin).get("/work/unit").headers["Location"] == "/"


def test_clocking_in_and_out_stands_in_the_log(hall: Hall, logged_in: LoggedIn) -> None:
    browser = logged_in(hall.cast.lin)
    assert "上班打卡" in text_of(browser.get("/"))

    browser.post("/work/clock-in")

    shift = Shift.objects.get(staff=hall.cast.lin)
    assert (shift.clocked_in, shift.unit) == (MONDAY, hall.cast.east)
    assert "下班打卡" in text_of(browser.get("/"))
    assert "您在“东门营业厅”的上班打卡还没有结束" in text_of(browser.post("/work/clock-in", follow=True))
    browser.post("/work/clock-out")
    told = models.Event._base_manager.filter(about=[f"shift:{shift.pk}"]).order_by("id")
    assert [(row.word, row.by) for row in told] == [
        ("shift.begun", hall.cast.lin.reference),
        ("shift.ended", hall.cast.lin.reference),
    ]
    assert "还没有打上班卡" in text_of(browser.post("/work/clock-out", follow=True))


def test_who_owes_nothing_reads_a_kind_word(hall: Hall, logged_in: LoggedIn) -> None:
    assert "没有等您办理的事" in text_of(logged_in(hall.cast.he).get("/"))


def test_only_what_changes_is_sent_to_a_page_that_lies_open(hall: Hall, logged_in: LoggedIn) -> None:
    text = text_of(logged_in(hall.cast.lin).get("/", headers={"HX-Request": "true"}))

    assert "<html" not in text
    assert len(titles(text)) == 3


def test_two_hundred_obligations_cost_no_more_questions_than_three(
    hall: Hall, logged_in: LoggedIn, django_assert_max_num_queries: Callable[..., object]
) -> None:
    for number in range(66):
        note(hall.cast, hall.customer, f"第 {number} 件")
    browser, manager = logged_in(hall.cast.lin), logged_in(hall.cast.gu)
    browser.get("/")
    manager.get("/")

    with django_assert_max_num_queries(20):
        assert len(titles(text_of(browser.get("/")))) == 50
    with django_assert_max_num_queries(16):
        assert len(titles(text_of(manager.get("/work/unit")))) == 50
