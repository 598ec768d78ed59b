"""The page and the API of the upkeep: who may do what, what is due, and what another hall's people see: nothing."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from tests.operation.channels.hall.conftest import Time
from tests.operation.channels.hall.things_of_the_tests import unlike_the_log
from tests.operation.people_of_the_tests import Cast
from tests.operation.web.api_caller import device_at, token_of

from shouwen.operation.channels.hall.models import Facility
from shouwen.operation.channels.hall.upkeep import due, story
from shouwen.operation.ledger import models
from shouwen.operation.people.models import Staff
from shouwen.operation.web.api_access import allowance

LoggedIn = Callable[[Staff], Client]


def state_of(code: str) -> tuple[str, str, str]:
    row = Facility._base_manager.get(code=code)
    return row.state, row.fault, row.level


def test_a_guide_taps_through_what_is_due(
    halls: Cast, kept_up: dict[str, Facility], dao: Staff, logged_in: LoggedIn, time: Time
) -> None:
    browser = logged_in(dao)
    shown = due.upkeep_of(halls.east)
    assert [one.row.code for one in shown.due] == ["rest", "nm-1", "water-1"]
    assert [one.row.code for one in shown.supplies] == ["cups"]
    for name, verb, given in (
        ("rest", "in-order", {}),
        ("nm-1", "not-in-order", {"what": "screen", "since": "2025-05-06T09:30"}),
        ("cups", "level", {"level": "low"}),
        ("cups", "ask", {}),
    ):
        for _ in range(2):  # a double click
            answer = browser.post(f"/hall/upkeep/hall-east-{name}/{verb}", {**given, "once": f"{name}-{verb}"})
            assert answer.status_code == 302
    assert state_of("nm-1") == (story.FAULTY, "screen", "")
    assert Facility._base_manager.get(code="nm-1").fault_since == time.now - 1800
    told = models.Event._base_manager.filter(word__in=[story.INSPECTED, story.FAULTED, story.TOLD, story.ASKED])
    assert told.count() == 5
    assert {event.grade for event in told} == {"self-reported"}
    assert unlike_the_log(time.now) == []


def test_a_round_is_shown_as_it_was_found_last(
    halls: Cast, kept_up: dict[str, Facility], dao: Staff, logged_in: LoggedIn
) -> None:
    browser = logged_in(dao)
    browser.post("/hall/upkeep/round", {"item": "reading", "passed": "no", "once": "a"})
    browser.post("/hall/upkeep/round", {"item": "reading", "passed": "yes", "once": "b"})
    assert browser.post("/hall/upkeep/round", {"item": "roof", "passed": "yes"}).status_code == 404
    found = {one.item: one.passed for one in due.rounds_of(halls.east)}
    assert found == {"rest-area": None, "reading": True, "rest-area-clean": None}  # a large hall's


def test_who_may_not_put_into_use_is_refused(halls: Cast, kept_up: dict[str, Facility], logged_in: LoggedIn) -> None:
    given = {"item": "printer", "code": "p-1", "once": "x"}
    assert logged_in(halls.lin).post("/hall/upkeep/add", given).status_code == 403
    logged_in(halls.gu).post("/hall/upkeep/add", given)
    assert state_of("p-1") == (story.IN_ORDER, "", "")
    logged_in(halls.lin).post("/hall/upkeep/hall-east-p-1/retire", {"once": "y"})
    assert state_of("p-1") == (story.IN_ORDER, "", "")


@pytest.mark.parametrize("name", ["qian", "sun", "wu", "he", "shi", "bai"])
def test_whoever_is_not_of_this_hall_sees_nothing(
    halls: Cast, kept_up: dict[str, Facility], logged_in: LoggedIn, name: str
) -> None:
    staff: Staff = getattr(halls, name)
    browser = logged_in(staff)
    assert browser.get("/hall/upkeep/", {"hall": "hall-east"}).status_code == 403
    assert browser.post("/hall/upkeep/hall-east-rest/in-order", {}).status_code in (403, 404)
    assert "门口取号机" not in browser.get("/hall/upkeep/").content.decode()
    allowance.forget()
    assert token_of(staff).get("/facilities/hall-east").status == 404


def test_a_machine_tells_its_fault_and_that_it_works_by_json(
    halls: Cast, kept_up: dict[str, Facility], time: Time
) -> None:
    allowance.forget()
    machine = device_at(halls.east, "machine", by=halls.an)
    for _ in range(2):
        answer = machine.post("/facilities/hall-east/nm-1/fault", {"what": "no-paper"})
        assert (answer.status, answer.json["state"], answer.json["fault"]) == (201, "faulty", "no-paper")
    assert machine.post("/facilities/hall-east/nm-1/works", {}).json["state"] == "in-order"
    assert machine.post("/facilities/hall-east/cups/level", {"level": "out"}).json["level"] == "out"
    assert machine.post("/facilities/hall-east/nm-9/works", {}).status == 404
    assert machine.post("/facilities/hall-west/nm-1/works", {}).status == 404
    refused = machine.post("/facilities/hall-east/nm-1/out-of-use", {})
    assert (refused.status, refused.json["code"]) == (403, "not-yours")
    faults = models.Event._base_manager.filter(word=story.FAULTED)
    assert [(event.by, event.grade) for event in faults] == [("device:machine", "device")]
    gu = token_of(halls.gu)
    assert gu.post("/facilities/hall-east", {"item": "printer", "code": "p-1"}).status == 201
    assert gu.post("/facilities/hall-east/rest/inspect", {"passed": True}).json["passed"] is True
    assert gu.post("/facilities/hall-east/cups/refill", {}).json["level"] == ""
    assert gu.post("/facilities/hall-east/p-1/out-of-use", {"why": "x"}).json["state"] == "out-of-use"
    listed = {one["code"]: one["due"] for one in gu.get("/facilities/hall-east").json}
    assert (listed["rest"], listed["p-1"]) == ("2025-05-06T05:00:00Z", None)
    assert unlike_the_log(time.now) == []
