"""A hall by JSON: a number is taken, called, served by other systems; what they may not do is answered as a problem."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from tests.operation.channels.hall.conftest import MORNING, Time
from tests.operation.people_of_the_tests import Cast
from tests.operation.web.api_caller import Answer, Caller, device_at, token_of

from shouwen.operation.channels.hall import story
from shouwen.operation.channels.hall.models import Visit
from shouwen.operation.ledger import models
from shouwen.operation.ledger.rebuild import differences
from shouwen.operation.ledger.watch import look_once
from shouwen.operation.people.models import Staff
from shouwen.operation.web.api_access import allowance

pytestmark = pytest.mark.django_db


@pytest.fixture
def lin(halls: Cast) -> Caller:
    """A system that speaks for Lin."""
    allowance.forget()
    return token_of(halls.lin)


@pytest.fixture
def door(halls: Cast) -> Caller:
    """A device of the east hall."""
    return device_at(halls.east, "machine", by=halls.an)


@pytest.fixture
def step(lin: Caller) -> Callable[..., Answer]:
    """A step of Lin's at counter 1."""
    return lambda name, **body: lin.post(f"/halls/hall-east/counters/1/{name}", body)


def code_of(answer: Answer) -> tuple[int, str]:
    assert answer.headers["Content-Type"] == "application/problem+json"
    return answer.status, answer.json["code"]


def test_a_whole_visit_by_json_is_what_the_log_makes_of_it(
    halls: Cast, lin: Caller, door: Caller, step: Callable[..., Answer], time: Time
) -> None:
    came = door.post("/halls/hall-east/arrivals", {"noticed_by": "door"}).json
    time.passes(30)
    taken = door.post("/halls/hall-east/tickets", {"service": "payment", "visit": came["subject"]})
    assert (taken.status, taken.json["number"], taken.json["since"]) == (201, "A001", "2025-05-06T02:00:00Z")
    assert step("open").json["state"] == "open"
    called = step("call-next").json["visit"]
    assert (called["subject"], called["state"], called["counter"]) == (came["subject"], "called", "1")
    visit = f"/visits/{came['subject']}"
    assert lin.post(f"{visit}/begin", {"need_confirmed": True}).json["state"] == "served"
    assert lin.post(f"{visit}/end", {}).json["done"] == ["payment"]
    assert lin.post(f"{visit}/hand-over", {"counted": True, "cautions_told": True}).json["state"] == "done"
    assert lin.post(f"{visit}/leave", {}).json["state"] == "gone"
    assert lin.get(visit).json["calls"] == 1
    words = models.Event._base_manager.filter(told__case__subject=came["subject"], grade="device").values_list("word")
    assert {word for (word,) in words} == {story.ENTERED, story.TAKEN, story.CALLED}
    look_once()
    assert differences(models.Case._base_manager.exclude(kind="unit")) == []


def test_what_a_hall_shows_is_who_waits_where_and_who_serves_whom(
    halls: Cast, lin: Caller, door: Caller, step: Callable[..., Answer], time: Time
) -> None:
    step("open")
    for service in ("payment", "payment", "consult"):
        time.passes(60)
        door.post("/halls/hall-east/tickets", {"service": service})
    step("call-next")
    seen = lin.get("/halls/hall-east").json
    assert (seen["open"], seen["gives_numbers"], seen["waiting"]) == (True, True, 2)
    assert [(one["line"], one["waiting"], one["longest_since"]) for one in seen["lines"]] == [
        ("advice", 1, "2025-05-06T02:03:00Z"),
        ("business", 1, "2025-05-06T02:02:00Z"),
    ]
    assert [(one["code"], one["state"], one["visit"] and one["visit"]["number"]) for one in seen["counters"]] == [
        ("1", "open", "A001"),
        ("2", "closed", None),
        ("3", "closed", None),
    ]
    in_chinese = token_of(halls.lin, language="zh-Hans").get("/halls/hall-east").json
    assert [one["name"] for one in in_chinese["services"]] == ["缴费", "变更", "咨询"]
    waiting = lin.get("/halls/hall-east/line").json
    assert (waiting["count"], [one["number"] for one in waiting["visits"]]) == (2, ["A002", "C001"])
    assert lin.get("/halls/hall-east/line", state="called", line="advice").json == {"count": 0, "visits": []}


def test_a_request_that_is_sent_again_is_answered_the_same_and_nothing_happens(
    halls: Cast, lin: Caller, door: Caller, step: Callable[..., Answer]
) -> None:
    def twice(caller: Caller, path: str, body: dict[str, object], key: str) -> tuple[object, object]:
        first, again = (caller.post(path, body, Idempotency_Key=key).json for _ in range(2))
        return first, again

    taken = twice(door, "/halls/hall-east/tickets", {"service": "payment"}, "tap")
    assert taken[0] == taken[1]
    subject = Visit._base_manager.select_related("case").get().case.subject
    for path, body in (
        ("/halls/hall-east/counters/1/open", {}),
        ("/halls/hall-east/counters/1/call-next", {}),
        (f"/visits/{subject}/begin", {}),
        (f"/visits/{subject}/end", {}),
        (f"/visits/{subject}/hand-over", {}),
        (f"/visits/{subject}/leave", {}),
        ("/halls/hall-east/counters/1/close", {}),
    ):
        first, again = twice(lin, path, body, path)
        assert first == again, path
    assert models.Event._base_manager.filter(once__isnull=False).count() == 8


def test_a_name_that_was_used_for_something_else_is_refused(
    halls: Cast, lin: Caller, door: Caller, step: Callable[..., Answer]
) -> None:
    first, second = (door.post("/halls/hall-east/tickets", {"service": "payment"}).json["subject"] for _ in range(2))
    assert lin.post("/halls/hall-east/counters/1/open", {}, Idempotency_Key="k").status == 201
    for path, body in (
        ("/halls/hall-east/counters/1/call-next", {}),
        ("/halls/hall-east/counters/1/close", {}),
        ("/halls/hall-east/tickets", {"service": "payment"}),
        (f"/visits/{first}/abandon", {}),
    ):
        assert code_of(lin.post(path, body, Idempotency_Key="k")) == (409, "api-once-differs"), path
    lin.post(f"/visits/{first}/abandon", {}, Idempotency_Key="l")
    assert code_of(lin.post(f"/visits/{second}/abandon", {}, Idempotency_Key="l")) == (409, "api-once-differs")


def test_a_closed_hall_gives_no_number_and_says_so_in_the_language_asked_for(halls: Cast, time: Time) -> None:
    time.now = MORNING + 9 * 3600
    answer = token_of(halls.lin, language="zh-Hant").post("/halls/hall-east/tickets", {"service": "payment"})
    assert code_of(answer) == (409, "hall-closed")
    assert answer.json["detail"] == "現在不取號：營業廳沒有營業，或快要關門。"


def test_what_is_not_done_here_or_no_hall_or_no_counter_is_named(halls: Cast, lin: Caller) -> None:
    assert code_of(lin.post("/halls/hall-east/tickets", {"service": "refund"})) == (422, "hall-service-unknown")
    assert code_of(lin.post("/halls/hall-east/counters/9/open", {})) == (404, "counter-unknown")
    assert code_of(lin.post("/halls/hall-east/counters/1/call-next", {})) == (403, "counter-not-yours")
    assert code_of(token_of(halls.he).get("/halls/desk")) == (404, "hall-unknown")
    assert code_of(token_of(halls.he).post("/halls/desk/arrivals", {"noticed_by": "guide"})) == (404, "hall-unknown")
    assert code_of(lin.post("/halls/hall-east/arrivals", {"noticed_by": "a friend"})) == (422, "api-input")


def test_staff_of_another_site_learn_nothing_and_do_nothing(
    halls: Cast, door: Caller, step: Callable[..., Answer]
) -> None:
    step("open")
    subject = door.post("/halls/hall-east/tickets", {"service": "payment"}).json["subject"]
    qian, before = token_of(halls.qian), models.Event._base_manager.count()
    for answer in (
        qian.get("/halls/hall-east"),
        qian.get("/halls/hall-east/line"),
        qian.post("/halls/hall-east/tickets", {"service": "payment"}),
        qian.post("/halls/hall-east/counters/2/open", {}),
        qian.post("/halls/hall-east/counters/1/call-next", {}),
        qian.post("/halls/hall-west/tickets", {"service": "payment", "visit": subject}),
        qian.get(f"/visits/{subject}"),
        qian.post(f"/visits/{subject}/abandon", {}),
    ):
        assert answer.status == 404
        assert answer.json["code"] in ("unit-unknown", "case-unknown")
    assert models.Event._base_manager.count() == before


def test_a_visit_of_another_hall_gets_no_number_here(halls: Cast) -> None:
    both = token_of(halls.han)
    subject = both.post("/halls/hall-west/arrivals", {"noticed_by": "guide"}).json["subject"]
    answer = both.post("/halls/hall-east/tickets", {"service": "payment", "visit": subject})
    assert code_of(answer) == (404, "case-unknown")


def test_only_a_device_tells_who_came_by_the_door_and_that_a_line_works(halls: Cast, lin: Caller, door: Caller) -> None:
    for how in ("door", "scan"):
        answer = lin.post("/halls/hall-east/arrivals", {"noticed_by": how})
        assert code_of(answer) == (403, "visit-noticed-by-device")
    begun = {"kind": "visit", "unit": "hall-east", "word": "visit.entered", "data": {"noticed_by": "door"}}
    assert code_of(lin.post("/cases", begun)) == (403, "visit-noticed-by-device")
    visit = f"/visits/{lin.post('/halls/hall-east/arrivals', {'noticed_by': 'guide'}).json['subject']}"
    assert code_of(lin.post(f"{visit}/line-active", {})) == (403, "line-active-by-system")
    system = device_at(halls.east, "business-system", by=halls.an)
    assert system.post(f"{visit}/line-active", {"at": "2025-05-06T01:59:00Z"}).status == 201
    event = models.Event._base_manager.get(word="line.active")
    assert (event.at, event.by, event.grade) == (MORNING - 60, "device:business-system", "device")


def test_a_clerk_does_nothing_with_who_is_at_a_colleagues_counter(
    halls: Cast, door: Caller, step: Callable[..., Answer]
) -> None:
    def as_of(staff: Staff, path: str, **body: str) -> tuple[int, str]:
        return code_of(token_of(staff).post(path, body))

    subject = door.post("/halls/hall-east/tickets", {"service": "payment"}).json["subject"]
    step("open"), step("call-next")
    token_of(halls.zhao).post("/halls/hall-east/counters/2/open", {})
    for name in ("recall", "no-show", "set-aside", "begin", "end"):
        assert as_of(halls.zhao, f"/visits/{subject}/{name}") == (409, "visit-not-at-your-counter"), name
    found = as_of(halls.zhao, f"/visits/{subject}/transfer", service="consult")
    assert found == (409, "visit-not-at-your-counter")
    for name, body in (("pause", {"reason": "rest"}), ("close", {})):
        assert as_of(halls.zhao, f"/halls/hall-east/counters/1/{name}", **body) == (403, "counter-not-yours")
    assert token_of(halls.gu).post(f"/visits/{subject}/transfer", {"service": "consult"}).json["line"] == "advice"
    assert token_of(halls.gu).post("/halls/hall-east/counters/1/close", {}).json["state"] == "closed"


def test_a_pad_says_nothing_of_who_is_at_another_counter(
    halls: Cast, door: Caller, step: Callable[..., Answer]
) -> None:
    subject = door.post("/halls/hall-east/tickets", {"service": "payment"}).json["subject"]
    step("open"), step("call-next")
    pad = device_at(halls.east, "pad:2", by=halls.an, grade="customer")
    for path in (f"/visits/{subject}/leave", f"/visits/{subject}/abandon"):
        assert pad.post(path, {}).json["code"] == "pad-of-another-counter"
    said = pad.post(f"/cases/{subject}/events", {"word": "terms.confirmed"})
    assert said.json["code"] == "pad-of-another-counter"
    assert Visit._base_manager.get().state == "called"
