"""A customer's own page of their visit: for who has the key, and nothing at all for who guesses."""

from __future__ import annotations

import re
import time as running
from collections.abc import Callable

import pytest
from django.test import Client
from tests.operation.channels.hall.conftest import Time
from tests.operation.people_of_the_tests import Cast

from shouwen.operation.channels.hall import actions, by_key, keys
from shouwen.operation.channels.hall.models import CounterDay, Visit
from shouwen.operation.channels.hall.waiting import estimate
from shouwen.operation.ledger import models
from shouwen.operation.people.models import Staff
from shouwen.operation.people.rights import Acting

pytestmark = pytest.mark.django_db
By = Callable[[Staff], Acting]
Take = Callable[..., Visit]


@pytest.fixture(autouse=True)
def _nobody_asked_before() -> None:
    by_key.asked.forget()
    by_key.guessed.forget()
    estimate.forget()


def page_of(visit: Visit) -> str:
    return f"/v/{keys.key_of(visit)}/"


def said(visit: Visit) -> str:
    """What the page says, in one line."""
    body = Client().get(page_of(visit)).content.decode().partition("<main")[2]
    return " ".join(re.sub(r"<[^>]+>", " ", body).split())


def test_it_says_how_the_visit_stands_at_each_step(
    halls: Cast, take: Take, lins: CounterDay, by: By, time: Time
) -> None:
    lin = by(halls.lin)
    take()
    visit = take()
    assert "前面等候 1 预计叫号 暂时还不清楚 业务 缴费" in said(visit)
    first = actions.call_next(lins, by=lin)
    assert first is not None
    actions.abandon(first, by=lin)
    actions.call_next(lins, by=lin)
    assert "请到台席 1" in said(visit)
    actions.set_aside(visit, "", by=lin)
    assert "您的号码已暂缓" in said(visit)
    actions.resume(visit, by=lin)
    actions.call_next(lins, by=lin)
    actions.begin_service(visit, by=lin)
    assert ("正在 1 号台席为您办理" in said(visit), "放弃这个号码" in said(visit)) == (True, False)
    actions.end_service(visit, by=lin)
    assert "业务已办完，感谢您的光临。 愿意的话，给这次服务做个评价" in said(visit)
    actions.leave(visit, by=lin)
    assert "业务已办完" in said(visit)


def test_a_wrong_key_is_as_good_as_none(halls: Cast, take: Take) -> None:
    visit = take()
    key = keys.key_of(visit)
    name, _dash, signature = key.partition("-")
    wrong = (name, f"{name}-", f"{name}-{'a' * 20}", f"{name}-{signature[:-1]}", f"x{key}", "A001", visit.case.subject)
    answers = [Client().get(f"/v/{one}/") for one in wrong]
    assert [answer.status_code for answer in answers] == [404] * len(wrong)
    assert len({re.sub(r"csrf\S+ value=\S+|/v/[^<\"&]*", "", answer.content.decode()) for answer in answers}) == 1
    for part in ("leave", "back", "estimate"):
        assert Client().post(f"/v/{name}-{'a' * 20}/{part}").status_code == 404


def test_who_guesses_is_soon_answered_no_more_and_customers_still_are(halls: Cast, take: Take) -> None:
    visit = take()
    statuses = [Client().get(f"/v/ABC-{number:020}/").status_code for number in range(40)]
    assert (statuses[:30], statuses[-1]) == ([404] * 30, 429)
    assert Client().get(page_of(visit)).status_code == 200


def test_one_key_is_not_asked_for_without_end(halls: Cast, take: Take) -> None:
    visit = take()
    assert Client().get(page_of(visit)).status_code == 200
    for _ in range(by_key.OF_A_KEY):
        by_key.asked.take(keys.key_of(visit), a_minute=by_key.OF_A_KEY, now=running.monotonic())
    answer = Client().get(page_of(visit))
    assert (answer.status_code, int(answer["Retry-After"]) >= 1) == (429, True)


def test_it_is_not_kept_not_indexed_and_holds_nobodys_name(halls: Cast, take: Take, lins: CounterDay, by: By) -> None:
    visit = take()
    actions.call_next(lins, by=by(halls.lin))
    answer = Client().get(page_of(visit))
    assert ("no-store" in answer["Cache-Control"], answer["X-Robots-Tag"]) == (True, "noindex, nofollow")
    page = answer.content.decode()
    assert ('name="robots"' in page, "林晓" in page, "1001" in page) == (True, False, False)


def test_news_come_only_where_there_are_any(halls: Cast, take: Take, lins: CounterDay, by: By) -> None:
    visit = take()
    page = Client().get(page_of(visit)).content.decode()
    address = re.findall(r'hx-get="([^"]+)"', page)[0]
    assert Client().get(address).status_code == 204
    actions.call_next(lins, by=by(halls.lin))
    assert "visitor-call" in Client().get(address).content.decode()


def test_leaving_asks_first_and_is_the_customers_own_word(halls: Cast, take: Take) -> None:
    visit = take()
    browser = Client()
    assert "要放弃 A001 号吗？" in browser.get(f"{page_of(visit)}leave").content.decode()
    assert Visit._base_manager.get(pk=visit.pk).state == "waiting"
    for _ in range(2):  # a double click
        browser.post(f"{page_of(visit)}leave", {"once": "x"})
    event = models.Event._base_manager.get(word="ticket.abandoned")
    assert (event.grade, event.by) == ("customer", "device:phone")
    assert "这个号码已不在队列中" in said(visit)


def test_who_missed_the_call_comes_back_at_their_old_place(
    halls: Cast, take: Take, lins: CounterDay, by: By, time: Time
) -> None:
    lin = by(halls.lin)
    visit = take()
    take()
    actions.call_next(lins, by=lin)
    assert Client().post(f"{page_of(visit)}back", {"once": "y"}).status_code == 302
    assert Visit._base_manager.get(pk=visit.pk).state == "called"  # not missed yet: nothing to come back from
    for _ in range(2):
        time.passes(60)
        actions.recall(visit, by=lin)
    time.passes(60)
    actions.no_show(visit, by=lin)
    assert "1 号台席叫过您" in said(visit)
    Client().post(f"{page_of(visit)}back", {"once": "z"})
    assert "前面等候 0" in said(visit)


def test_who_is_being_served_cannot_leave_by_phone(halls: Cast, take: Take, lins: CounterDay, by: By) -> None:
    visit = take()
    actions.call_next(lins, by=by(halls.lin))
    actions.begin_service(visit, by=by(halls.lin))
    assert Client().post(f"{page_of(visit)}leave", {"once": "x"})["Location"] == page_of(visit)
    assert Visit._base_manager.get(pk=visit.pk).state == "served"


def test_a_day_after_the_visit_there_is_nothing_to_see(halls: Cast, take: Take, by: By, time: Time) -> None:
    visit = take()
    actions.abandon(visit, by=by(halls.gu))
    time.passes(keys.SHOWN_FOR)
    assert Client().get(page_of(visit)).status_code == 200
    time.passes(1)
    assert Client().get(page_of(visit)).status_code == 404
