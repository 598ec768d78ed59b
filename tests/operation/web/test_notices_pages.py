"""Notices: a person's own, in their words, read once they were opened."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from django.test import Client
from tests.operation.people_of_the_tests import Cast
from tests.operation.web.east_hall import MONDAY, Hall, acting, at_work, leaks, text_of

from shouwen.operation.ledger import models, notice, words
from shouwen.operation.ledger.saying import say
from shouwen.operation.people import scope
from shouwen.operation.people.models import Staff

LoggedIn = Callable[[Staff], Client]


@pytest.fixture
def hall(cast: Cast) -> Iterator[Hall]:
    with at_work(cast) as hall:
        lin = acting(cast.lin)
        with scope.of(lin.seen):
            offered = say(hall.case, words.OFFER, "账单", by=lin, field="reason", data={"to": cast.zhao.reference})
        with scope.everywhere():
            notice.notify([offered])
        yield hall


def unread(hall: Hall, staff: Staff) -> int:
    return models.Notice.objects.filter(staff=staff, read_at__isnull=True).count()


@pytest.mark.parametrize(
    ("language", "said"), [("zh-hans", "请您接手"), ("zh-hant", "請您接手"), ("en", "is offered to you")]
)
def test_a_notice_says_what_it_is_about_in_the_readers_language_and_leads_there(
    hall: Hall, logged_in: LoggedIn, language: str, said: str
) -> None:
    browser = logged_in(hall.cast.zhao)
    browser.cookies["language"] = language

    answer = browser.get("/notices/")

    assert said in text_of(answer)
    assert f'href="{hall.address}"' in text_of(answer)
    assert leaks(answer) == []


def test_the_bell_counts_what_is_unread_until_the_page_was_opened(hall: Hall, logged_in: LoggedIn) -> None:
    browser = logged_in(hall.cast.zhao)
    assert "1 条未读" in text_of(browser.get("/notices/bell"))

    browser.get("/notices/")

    assert unread(hall, hall.cast.zhao) == 0
    assert models.Notice.objects.get(staff=hall.cast.zhao).read_at == MONDAY
    assert "未读" not in text_of(browser.get("/notices/bell"))
    assert "请您接手" in text_of(browser.get("/notices/"))


def test_nobody_reads_or_clears_another_persons_notices(hall: Hall, logged_in: LoggedIn) -> None:
    for other in (hall.cast.qian, hall.cast.gu, hall.cast.bai):
        browser = logged_in(other)
        assert "请您接手" not in text_of(browser.get("/notices/"))
        browser.post("/notices/read")

    assert unread(hall, hall.cast.zhao) == 1


def test_many_notices_come_in_pages_and_cost_few_questions(
    hall: Hall, logged_in: LoggedIn, django_assert_max_num_queries: Callable[..., object]
) -> None:
    one = models.Notice.objects.get(staff=hall.cast.zhao)
    events = [
        models.Event(
            word=words.OFFER,
            at=MONDAY,
            noted_at=MONDAY,
            unit=hall.cast.east,
            about=[hall.case.subject],
            data=one.event.data,
        )
        for _number in range(120)
    ]
    models.Event._base_manager.bulk_create(events)
    models.Notice.objects.bulk_create(
        [models.Notice(staff=hall.cast.zhao, case=one.case, event=event, made_at=MONDAY) for event in events]
    )
    browser = logged_in(hall.cast.zhao)

    with django_assert_max_num_queries(14):
        first = text_of(browser.get("/notices/"))

    assert first.count("请您接手") == 50
    older = first.partition('href="?before=')[2].partition('"')[0]
    assert text_of(browser.get(f"/notices/?before={older}")).count("请您接手") == 50
    assert "全部标为已读" in first
    browser.post("/notices/read")
    assert unread(hall, hall.cast.zhao) == 0


@pytest.mark.parametrize("before", ["x", "-1", "9" * 40, "<script>"])
def test_a_wrong_place_in_the_list_shows_the_list(hall: Hall, logged_in: LoggedIn, before: str) -> None:
    assert "请您接手" in text_of(logged_in(hall.cast.zhao).get("/notices/", {"before": before}))
