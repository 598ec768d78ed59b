"""By the API, as on the case's page: an event is corrected, and what follows is the same to the row."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.test import Client
from tests.operation.people_of_the_tests import Cast
from tests.operation.web.api_caller import Answer, Caller, token_of
from tests.operation.web.east_hall import MONDAY, Hall, acting, at_work, note, text_of

from shouwen.operation.channels.requests import actions
from shouwen.operation.channels.requests.models import Request
from shouwen.operation.ledger import clock, models, words
from shouwen.operation.ledger.rebuild import differences
from shouwen.operation.people import privacy, scope
from shouwen.operation.people.models import Staff

LoggedIn = Callable[[Staff], Client]
HOUR = 3600
WHY = "记错了一位客户"


@pytest.fixture
def hall(cast: Cast) -> Iterator[Hall]:
    with at_work(cast) as hall:
        yield hall


def told(case: models.Case, by: Staff) -> models.Event:
    """That the customer was told how it goes."""
    with scope.of(acting(by).seen):
        return actions.tell_progress(case, "已经请账务核对", by=acting(by))


def path(case: models.Case, event: int) -> str:
    return f"/cases/{case.subject}/events/{event}/correction"


def corrections() -> int:
    return models.Event._base_manager.filter(corrects__isnull=False).count()


def rows_of(case: models.Case) -> dict[str, Any]:
    """All that the book holds of a case, without what is another one for each: numbers, names, references of texts."""
    row = models.Case._base_manager.get(pk=case.pk)
    events = list(models.Event._base_manager.filter(told__case=case).order_by("pk"))
    order = {event.pk: place for place, event in enumerate(events)}
    texts = privacy.read_texts(str(value) for event in events for value in event.data.values())

    def said(data: dict[str, Any]) -> dict[str, Any]:
        found = {name: texts.get(str(value), value) for name, value in data.items()}
        return {name: order.get(value, value) if name == "opened_by" else value for name, value in found.items()}

    owed = models.Obligation._base_manager.filter(case=case).order_by("clause", "opened_at")
    request = Request._base_manager.get(pk=case.pk)
    return {
        "events": [
            (one.word, one.at, one.noted_at, one.by, one.grade, said(one.data), one.correction,
             order.get(one.corrects_id or 0), len(one.about), one.unit_id)
            for one in events
        ],
        "owed": [(one.clause, one.state, one.reason, one.due, one.warn, order.get(one.opened_by)) for one in owed],
        "case": (row.owner_id, row.opened_at, row.closed_at, row.noted_at, row.next_change),
        "request": (request.state, request.heard_at, request.answered_at, request.promised_until),
    }  # fmt: skip


@pytest.mark.parametrize("how", ["void", "time"])
def test_a_correction_by_the_api_gives_exactly_the_rows_of_one_on_the_page(
    hall: Hall, logged_in: LoggedIn, how: str
) -> None:
    lin = hall.cast.lin
    cases = [hall.case, note(hall.cast, hall.customer)]
    with clock.standing(MONDAY + 3 * HOUR):
        events = [told(case, lin) for case in cases]
    with clock.standing(MONDAY + 4 * HOUR):
        moved = MONDAY + HOUR
        form = {"how": how, "at": "2025-04-21T11:00:00", "reason": WHY, "once": "page"}
        page = logged_in(lin).post(f"/cases/{cases[0].subject}/correct/{events[0].pk}", form)
        given = {"void": True} if how == "void" else {"at": "2025-04-21T11:00:00+08:00"}
        api = token_of(lin).post(path(cases[1], events[1].pk), {"reason": f" {WHY}\n", **given})
    assert (page.status_code, api.status) == (302, 201), api.json
    by_page, by_api = rows_of(cases[0]), rows_of(cases[1])
    assert by_api == by_page
    assert by_page["request"][1] == (None if how == "void" else moved)
    assert corrections() == 2
    assert differences(list(models.Case._base_manager.filter(pk__in=[case.pk for case in cases]))) == []


def test_what_was_noted_first_stays_in_the_thread_and_the_reason_is_sealed(hall: Hall) -> None:
    event, lin = told(hall.case, hall.cast.lin), token_of(hall.cast.lin)
    said = lin.post(path(hall.case, event.pk), {"reason": WHY, "void": True}).json
    assert (said["event"]["corrects"], said["event"]["correction"]["void"], said["repeated"]) == (event.pk, True, False)
    assert str(said["event"]["data"]["reason"]).startswith("text:")
    thread = lin.get(f"/cases/{hall.case.subject}/thread").json["events"]
    first, last = next(one for one in thread if one["id"] == event.pk), thread[-1]
    assert (first["void"], first["corrected"], first["texts"]["text"]) == (True, True, "已经请账务核对")
    assert (last["corrects"], last["texts"]["reason"]) == (event.pk, WHY)


def refused(answer: Answer) -> tuple[int, str]:
    return answer.status, answer.json["code"]


@pytest.mark.parametrize(
    ("given", "status", "code"),
    [
        ({"void": True}, 422, "api-input"),
        ({"reason": "", "void": True}, 422, "text-missing"),
        ({"reason": " \n ", "void": True}, 422, "text-missing"),
        ({"reason": "长" * 4001, "void": True}, 422, "text-too-long"),
        ({"reason": WHY}, 422, "api-correction"),
        ({"reason": WHY, "void": True, "at": "2025-04-21T09:00:00+08:00"}, 422, "api-correction"),
        ({"reason": WHY, "at": "2025-04-21T10:00:01+08:00"}, 422, "report-from-the-future"),
        ({"reason": WHY, "at": "yesterday"}, 422, "api-input"),
        ({"reason": WHY, "void": True, "data": {"text": "x"}}, 422, "api-input"),
    ],
)
def test_what_is_no_correction_is_refused_and_changes_nothing(
    hall: Hall, given: dict[str, Any], status: int, code: str
) -> None:
    event = told(hall.case, hall.cast.lin)
    before = rows_of(hall.case)
    assert refused(token_of(hall.cast.lin).post(path(hall.case, event.pk), given)) == (status, code)
    assert rows_of(hall.case) == before


def test_a_missing_reason_is_told_in_the_language_asked_for(hall: Hall) -> None:
    event = told(hall.case, hall.cast.lin)
    for language, said in (
        ("zh-Hans", "“原因”还没有填写"),
        ("zh-Hant", "「原因」還沒有填寫"),
        ("en", "“reason” is empty"),
    ):
        caller = token_of(hall.cast.lin, language=language)
        assert said in caller.post(path(hall.case, event.pk), {"reason": "", "void": True}).json["detail"]


def test_whoever_recorded_it_and_the_manager_correct_it_and_nobody_else(hall: Hall) -> None:
    cast, given = hall.cast, {"reason": WHY, "void": True}
    event = told(hall.case, cast.lin)
    assert refused(token_of(cast.zhao).post(path(hall.case, event.pk), given)) == (403, "not-yours")
    for other in (cast.qian, cast.sun, cast.an):
        assert refused(token_of(other).post(path(hall.case, event.pk), given)) == (404, "case-unknown")
    assert corrections() == 0
    assert token_of(cast.gu).post(path(hall.case, event.pk), given).status == 201
    assert models.Event._base_manager.get(corrects=event).by == cast.gu.reference


def test_what_is_no_event_of_this_case_is_not_there(hall: Hall) -> None:
    lin, other = token_of(hall.cast.lin), note(hall.cast, hall.customer)
    event, given = told(hall.case, hall.cast.lin), {"reason": WHY, "void": True}
    correction = lin.post(path(hall.case, event.pk), given).json["event"]["id"]
    for case, number in ((other, event.pk), (hall.case, 2**60), (hall.case, correction)):
        assert refused(lin.post(path(case, number), given)) == (404, "case-unknown")
    assert corrections() == 1


def test_what_the_book_says_itself_nobody_corrects(hall: Hall) -> None:
    warned = models.Event(
        word=words.WARNED, at=MONDAY, noted_at=MONDAY, unit=hall.cast.east, about=[hall.case.subject], grade="device",
        data={"clause": "answering.enquiry"},
    )  # fmt: skip
    models.Event._base_manager.bulk_create([warned])
    models.Told._base_manager.create(case=hall.case, event=warned)
    answer = token_of(hall.cast.gu).post(path(hall.case, warned.pk), {"reason": WHY, "void": True})
    assert (refused(answer), corrections()) == ((403, "not-yours"), 0)


def test_asked_again_under_its_key_it_happens_once_and_the_key_is_good_for_nothing_else(hall: Hall) -> None:
    lin: Caller = token_of(hall.cast.lin)
    first, second = told(hall.case, hall.cast.lin), told(hall.case, hall.cast.lin)
    given = {"reason": WHY, "void": True}
    answers = [lin.post(path(hall.case, first.pk), given, Idempotency_Key="k") for _ in range(2)]
    assert [(one.status, one.json["repeated"]) for one in answers] == [(201, False), (200, True)]
    earlier = {"reason": WHY, "at": "2025-04-21T09:00:00+08:00"}
    for event, other in ((second, given), (first, earlier)):
        answer = lin.post(path(hall.case, event.pk), other, Idempotency_Key="k")
        assert refused(answer) == (409, "api-once-differs")
    texts = models.Event._base_manager.filter(corrects__isnull=False).values_list("data__reason", flat=True)
    assert (corrections(), list(privacy.read_texts(texts).values())) == (1, [WHY])


def test_the_page_refuses_a_blank_reason_as_before(hall: Hall, logged_in: LoggedIn) -> None:
    event = told(hall.case, hall.cast.lin)
    form = {"how": "void", "reason": "  ", "once": "p"}
    answer = logged_in(hall.cast.lin).post(f"/cases/{hall.case.subject}/correct/{event.pk}", form)
    assert (answer.status_code, corrections(), "原因" in text_of(answer)) == (422, 0, True)
