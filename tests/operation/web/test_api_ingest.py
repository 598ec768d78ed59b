"""Reports of devices and other systems as CloudEvents 1.0: one or many, late, repeated, out of turn, wrong."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from tests.operation.people_of_the_tests import Cast, make_cast
from tests.operation.web.api_caller import (
    BATCH,
    ONE,
    Answer,
    Caller,
    device_at,
    errand_of,
    errands,
    event,
    token_of,
)
from tests.operation.web.test_api_acting import at_once

from shouwen.operation.ledger import clock, words
from shouwen.operation.ledger.models import Case, Event
from shouwen.operation.people.models import Customer, PersonalText
from shouwen.operation.people.rights import acting_of_token
from shouwen.operation.people.scope import everywhere
from shouwen.operation.web.api_reports import AT_ONCE, take_in
from shouwen.operation.web.api_types import said_time

DAY = "site-day:hall-east/2026-01-31"


@pytest.fixture(autouse=True)
def _errands(request: pytest.FixtureRequest) -> Iterator[None]:
    cast = request.getfixturevalue("standing_cast" if "standing_cast" in request.fixturenames else "cast")
    with errands(cast.organisation):
        yield


@pytest.fixture
def standing_cast(transactional_db: None) -> Cast:
    """The cast, for tests in which several connections meet."""
    return make_cast()


@pytest.fixture
def door(cast: Cast) -> Caller:
    """The door counter of the east hall."""
    return device_at(cast.east, "door-1", "ingest", by=cast.an)


def counted(number: int | str, **more: Any) -> dict[str, Any]:
    """That people came through the door."""
    return event(number, "door.counted", DAY, **{"data": {"people": 1}, **more})


def outcomes(answer: Answer) -> list[tuple[str, str]]:
    """The outcome of each row, with the code of its problem."""
    return [(row["outcome"], (row["problem"] or {}).get("code", "")) for row in answer.json["rows"]]


def told(word: str = "door.counted") -> list[Event]:
    """The events with this word, as the log has them."""
    with everywhere():
        return list(Event.objects.filter(word=word).order_by("id"))


def test_an_event_in_structured_mode_is_taken_as_the_device_tells_it(cast: Cast, door: Caller) -> None:
    at = clock.now() - 60
    answer = door.post("/events", counted("a-1", time=said_time(at), data={"people": 3}), kind=ONE)
    assert (answer.status, answer.json["accepted"], outcomes(answer)) == (200, 1, [("accepted", "")])
    [row] = told()
    assert (row.about, row.at, row.by, row.grade, row.unit_id, row.data) == (
        [DAY], at, "device:door-1", "device", cast.east.pk, {"people": 3},
    )  # fmt: skip
    assert row.noted_at >= at + 60


def test_an_event_in_binary_mode_has_its_attributes_in_the_headers(cast: Cast, door: Caller) -> None:
    errand = errand_of(cast.lin, cast.east)
    attributes = {
        "ce_specversion": "1.0", "ce_type": "errand.weighed", "ce_time": "2026-01-31T09:00:00.123456+08:00",
        "ce_id": "1234-1234-1234", "ce_source": "/%E4%B8%9C%E9%97%A8/scales", "ce_subject": errand.subject,
    }  # fmt: skip
    answer = door.post("/events", {"grams": 20}, kind="application/json; charset=utf-8", **attributes)
    assert outcomes(answer) == [("accepted-late", "")]
    assert [(row.at, row.data["grams"]) for row in told("errand.weighed")] == [(1769821200, 20)]
    again = door.post(
        "/events", {**event("1234-1234-1234", "errand.weighed", errand.subject), "source": "/东门/scales"}, kind=ONE
    )
    assert outcomes(again) == [("known", "")]  # the same event, told in the other mode


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("/gate/1", "/gate/1"),
        ('"/gate/1"', "/gate/1"),  # in quotes: the receiver takes them off first
        ('"/a \\"b\\" \\\\c"', '/a "b" \\c'),
        ("Euro%20%E2%82%AC%20%F0%9F%98%80", "Euro € 😀"),  # the binding's own example
        ("50%2525", "50%25"),  # one round, and no more
    ],
)
def test_a_header_is_read_as_the_http_binding_has_it(cast: Cast, door: Caller, written: str, meant: str) -> None:
    attributes = {"ce_specversion": "1.0", "ce_type": "door.counted", "ce_id": "1", "ce_subject": DAY}
    first = door.post("/events", {"people": 1}, ce_source=written, **attributes)
    again = door.post("/events", {**counted(1), "source": meant}, kind=ONE)
    assert (outcomes(first), outcomes(again)) == ([("accepted", "")], [("known", "")])


@pytest.mark.parametrize("missing", ["specversion", "id", "source", "type"])
def test_in_each_mode_an_attribute_that_must_be_there_is_named_where_it_is_not(door: Caller, missing: str) -> None:
    whole = {name: value for name, value in counted(1).items() if name != missing}
    headers = {f"ce_{name}": str(value) for name, value in whole.items() if name != "data"}
    structured, batch = door.post("/events", whole, kind=ONE), door.report(whole)
    assert structured.json["code"] in ("log-ce-attribute", "log-ce-version")
    assert missing in structured.json["detail"] or missing == "specversion"
    assert outcomes(batch) == [("refused", structured.json["code"])]
    binary = door.post("/events", {"people": 1}, **headers)
    assert binary.json["code"] == ("api-media-type" if missing == "specversion" else structured.json["code"])
    assert told() == []


def test_what_a_problem_of_a_report_says_is_a_problem_by_rfc_9457(door: Caller) -> None:
    answer = door.post("/events", {**counted(1), "type": "nobody.knows"}, kind=ONE)
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert (answer.json["type"], answer.json["status"]) == ("urn:shouwen:fault:word-not-registered", answer.status)
    assert {"title", "detail"} <= answer.json.keys()
    row = door.report({**counted(1), "type": "nobody.knows"}).json["rows"][0]
    assert row["problem"] == answer.json


SPECIFICATION: dict[str, Any] = {
    "specversion": "1.0",
    "type": "com.example.errand.finished",
    "source": "/mycontext",
    "id": "C234-1234-1234",
    "time": "2018-04-05T17:31:00Z",
    "comexampleextension1": "value",
    "comexampleothervalue": 5,
    "datacontenttype": "application/json",
    "dataschema": "https://example.com/schema",
    "traceparent": None,
    "data": {},
}
"""An event as the specification's examples have it (CloudEvents 1.0.2, JSON format, 3), of a word of ours."""


def test_another_system_s_name_for_a_word_and_extensions_that_nobody_knows_do_no_harm(cast: Cast, door: Caller) -> None:
    case = errand_of(cast.lin, cast.east)
    answer = door.post("/events", {**SPECIFICATION, "subject": case.subject}, kind=ONE + "; charset=UTF-8")
    assert (answer.status, [row["out_of_turn"] for row in answer.json["rows"]]) == (200, [True])
    assert [row.at for row in told("errand.done")] == [1522949460]


@pytest.mark.parametrize(
    ("change", "status", "code"),
    [
        ({"specversion": "0.3"}, 422, "log-ce-version"),
        ({"specversion": None}, 422, "log-ce-version"),
        ({"id": ""}, 422, "log-ce-attribute"),
        ({"id": 7}, 422, "log-ce-attribute"),
        ({"source": None}, 422, "log-ce-attribute"),
        ({"type": "x" * 3000}, 422, "name-too-long"),
        ({"type": "nobody.knows"}, 422, "word-not-registered"),
        ({"subject": None}, 422, "event-about-nothing"),
        ({"subject": "no-kind"}, 422, "subject-form"),
        ({"subject": "errand:" + "x" * 300}, 422, "subject-form"),
        ({"subject": "spaceship:1"}, 422, "api-kind"),
        ({"subject": "errand:UNKNOWN"}, 404, "case-unknown"),
        ({"subject": "unit:hall-east"}, 404, "case-unknown"),
        ({"subject": "promise:1"}, 404, "case-unknown"),
        ({"about": "[1]"}, 422, "subject-form"),
        ({"about": "[" * 5000}, 422, "subject-form"),
        ({"time": "2026-01-31"}, 422, "api-time"),
        ({"time": "2026-01-31T25:00:00Z"}, 422, "api-time"),
        ({"time": "2999-01-31T00:00:00Z"}, 422, "report-from-the-future"),
        ({"site": "hall-west"}, 404, "unit-unknown"),
        ({"site": ["hall-east"]}, 404, "unit-unknown"),
        ({"data": [1]}, 422, "api-data"),
        ({"data": {"people": {"in": 1}}}, 422, "api-data"),
        ({"data": {"people": "three"}}, 422, "field-of-wrong-kind"),
        ({"data": {"people": 10**400}}, 422, "api-data"),
        ({"data": {"children": 1}}, 422, "field-unknown"),
        ({"data": {"people": "\0"}}, 422, "api-characters"),
        ({"source": "\0"}, 422, "api-characters"),
        ({"data": {"people": "x" * 70_000}}, 413, "api-too-large"),
        ({"data_base64": "AAA="}, 422, "api-data"),
        ({"corrects": "1"}, 422, "api-no-corrections"),
        ({"type": words.BROKEN, "data": {}}, 403, "not-yours"),
        ({"type": words.FORGOTTEN, "data": {}}, 422, "api-word-of-the-book"),
        ({"type": "errand.checked", "data": {}}, 403, "not-yours"),
    ],
)
def test_an_event_that_is_wrong_is_a_problem_alone_and_spoils_no_other_in_a_batch(
    cast: Cast, door: Caller, change: dict[str, Any], status: int, code: str
) -> None:
    wrong = {**counted("wrong"), **change}
    alone = door.post("/events", wrong, kind=ONE)
    assert (alone.status, alone.json["code"]) == (status, code)
    answer = door.report(counted(1), wrong, counted(2))
    assert (answer.status, outcomes(answer)) == (207, [("accepted", ""), ("refused", code), ("accepted", "")])
    assert len(told()) == 2


@pytest.mark.parametrize(
    ("body", "kind", "status", "code"),
    [
        (b"{", ONE, 400, "api-json"),
        (b"\xff", ONE, 400, "api-json"),
        (b"[" * 100_000, ONE, 400, "api-json"),
        (b"[]", ONE, 422, "log-json-row"),
        (b" ", BATCH, 400, "api-json"),
        (b"{}", BATCH, 400, "api-json"),
        (b"[{", BATCH, 400, "api-json"),
        (b"[" * 100_000, BATCH, 400, "api-json"),
        (b"[\xff]", BATCH, 400, "api-json"),
        (b"{}", "application/json", 415, "api-media-type"),
        (b"<a/>", "application/cloudevents+xml", 415, "api-media-type"),
        (b"x" * 700_000, ONE, 413, "api-too-large"),
    ],
)
def test_a_body_that_cannot_be_read_is_a_problem(door: Caller, body: bytes, kind: str, status: int, code: str) -> None:
    answer = door.post("/events", body, kind=kind)
    assert (answer.status, answer.json["code"]) == (status, code)


def test_half_a_character_is_refused_wherever_it_stands(door: Caller) -> None:
    for broken in ({"data": {"\ud800": 1}}, {"source": "\udfff"}, {"data": {"people": "\ud800"}}):
        wrong = {**counted("wrong"), **broken}
        assert door.post("/events", wrong, kind=ONE).json["code"] == "api-characters"
        assert outcomes(door.report(wrong)) == [("refused", "log-json-row")]


def test_headers_that_are_no_text_are_a_problem(door: Caller) -> None:
    answer = door.post("/events", b"", ce_specversion="1.0", ce_id="%FF", ce_source="s", ce_type="door.counted")
    assert (answer.status, answer.json["code"]) == (422, "api-characters")


def test_an_empty_batch_is_no_mistake(door: Caller) -> None:
    answer = door.report()
    assert (answer.status, answer.json["rows"], answer.json["accepted"]) == (200, [], 0)


def test_a_delivery_that_is_repeated_is_known_and_changes_nothing(door: Caller) -> None:
    first = door.report(counted(1), counted(2), counted(1))
    second = door.report(counted(2), counted(3))
    assert [outcome for outcome, _ in outcomes(first)] == ["accepted", "accepted", "known"]
    assert [outcome for outcome, _ in outcomes(second)] == ["known", "accepted"]
    assert second.json["rows"][0]["event"] == first.json["rows"][1]["event"]
    assert len(told()) == 3


def test_two_sites_devices_of_one_name_never_take_each_other_s_events_for_their_own(cast: Cast, door: Caller) -> None:
    west = device_at(cast.west, "door-1", "ingest", by=cast.an)
    door.report(counted(1))
    answer = west.report(event(1, "door.counted", "site-day:hall-west/2026-01-31", data={"people": 9}))
    assert outcomes(answer) == [("accepted", "")]
    assert [(row.unit_id, row.data["people"]) for row in told()] == [(cast.east.pk, 1), (cast.west.pk, 9)]


def test_what_is_noted_late_or_does_not_follow_is_appended_and_said_to_be_so(cast: Cast, door: Caller) -> None:
    case = errand_of(cast.lin, cast.east)
    now = clock.now()
    answer = door.report(
        counted(1, time=said_time(now - 5)),
        counted(2, time=said_time(now - 7200)),
        event(3, "errand.done", case.subject, time=said_time(now)),
        event(4, "errand.done", case.subject, time=said_time(now)),
    )
    assert [(row["outcome"], row["late"] is not None, row["out_of_turn"]) for row in answer.json["rows"]] == [
        ("accepted", False, False),
        ("accepted-late", True, False),
        ("accepted", False, False),
        ("accepted-late", False, True),
    ]
    assert answer.json["rows"][1]["late"] >= 7200
    assert (answer.json["accepted"], answer.json["late"], answer.json["refused"]) == (4, 2, 0)
    with everywhere():
        assert Case.objects.get(subject=DAY).opened_at <= now
    assert [row.data.get("out_of_turn") for row in told("errand.done")] == [None, True]


def test_the_order_of_arrival_is_not_the_order_of_what_happened(cast: Cast, door: Caller) -> None:
    now = clock.now()
    day = "site-day:hall-east-2026-01-31"
    door.report(*({**counted(number, time=said_time(now - number * 60)), "subject": day} for number in (1, 3, 2)))
    events = token_of(cast.lin).get(f"/cases/{day}/thread").json["events"]
    assert [one["at"] for one in events] == [said_time(now - minutes * 60) for minutes in (3, 2, 1)]


def test_a_concern_begins_by_a_report_only_with_a_word_that_begins_one(cast: Cast, door: Caller) -> None:
    answer = door.report(
        event(1, "errand.weighed", "errand:Q-1", data={"grams": 1}),
        event(2, "errand.noted", "errand:Q-1", data={"text": "取号"}),
        event(3, "errand.weighed", "errand:Q-1", data={"grams": 1}),
        event(4, words.NOTE, "errand:Q-1", data={"text": "带着孩子"}),
    )
    assert outcomes(answer) == [("refused", "case-unknown"), ("accepted", ""), ("accepted", ""), ("accepted", "")]
    with everywhere():
        case = Case.objects.get(subject="errand:Q-1")
        held = [row.data.get("text", "") for row in Event.objects.filter(told__case=case).order_by("id")]
    assert (case.owner_id, case.unit_id) == (cast.gu.pk, cast.east.pk)
    assert [text[:5] for text in held] == ["text:", "", "text:"]
    texts = token_of(cast.lin).get("/cases/errand:Q-1/thread").json["events"]
    assert [one["texts"].get("text") for one in texts] == ["取号", None, "带着孩子"]


def test_what_is_refused_or_known_leaves_no_text_and_no_customer_behind(cast: Cast, door: Caller) -> None:
    begun = event(1, "errand.noted", "errand:Q-1", data={"text": "取号"})
    door.report(begun)
    with everywhere():
        before = (Customer.objects.count(), PersonalText.objects.count())
    answer = door.report(
        begun,
        event(2, "errand.noted", "errand:Q-2", data={"text": "x", "colour": "red"}),
        event(3, words.NOTE, "errand:Q-1", data={"text": "y", "colour": "red"}),
    )
    assert [outcome for outcome, _ in outcomes(answer)] == ["known", "refused", "refused"]
    with everywhere():
        assert (Customer.objects.count(), PersonalText.objects.count()) == before


def test_a_device_of_another_site_reports_nothing_of_ours(cast: Cast, door: Caller) -> None:
    case = errand_of(cast.lin, cast.east)
    door.report(counted(1))
    west = device_at(cast.west, "door-9", "ingest", by=cast.an)
    answer = west.report(event(1, "errand.done", case.subject), counted(2), counted(3, site="hall-east"))
    assert outcomes(answer) == [("refused", "case-unknown"), ("refused", "case-unknown"), ("refused", "unit-unknown")]


def test_a_person_of_several_units_names_the_one_that_is_meant(cast: Cast) -> None:
    from shouwen.operation.people.models import Post

    Post.objects.create(staff=cast.sun, unit=cast.partner, role="manager")
    sun = token_of(cast.sun, "ingest")
    day = "site-day:hall-partner/2026-01-31"
    noted = event(1, words.NOTE, day)
    answer = sun.report(noted, {**noted, "site": "hall-partner"})
    assert outcomes(answer) == [("refused", "api-unit-needed"), ("accepted", "")]
    assert [(row.unit_id, row.grade) for row in told(words.NOTE)] == [(cast.partner.pk, "self-reported")]


@pytest.mark.parametrize("grade", ["device", "transcript", "customer"])
def test_how_well_a_thing_is_known_is_the_token_s_to_say(cast: Cast, grade: str) -> None:
    system = device_at(cast.east, "exchange", "ingest", by=cast.an, grade=grade)
    system.report(counted(1, grade="inspector", by="staff:1"))
    assert [(row.grade, row.by) for row in told()] == [(grade, "device:exchange")]


def test_a_batch_that_breaks_off_says_where_and_keeps_what_came_before(door: Caller) -> None:
    whole = json.dumps([counted(number) for number in range(1, 4)]).encode()
    answer = door.post("/events", whole[:-10], kind=BATCH)
    assert (answer.status, answer.json["accepted"], answer.json["broken"]["code"]) == (207, 2, "log-json-broken")
    assert "row 3" in answer.json["broken"]["place"]
    assert len(told()) == 2
    again = door.post("/events", whole, kind=BATCH)
    assert [outcome for outcome, _ in outcomes(again)] == ["known", "known", "accepted"]


def test_more_rows_than_one_request_may_bring_are_left_for_the_next(door: Caller, settings: Any) -> None:
    settings.API_ROWS = 3
    answer = door.report(*(counted(number) for number in range(5)))
    assert (answer.status, answer.json["accepted"], answer.json["broken"]["code"]) == (207, 3, "api-rows")


def test_ten_thousand_rows_are_taken_in_one_request(standing_cast: Cast) -> None:
    cast = standing_cast
    caller = device_at(cast.east, "door-1", "ingest", by=cast.an)
    rows = [{**counted(number), "subject": f"site-day:hall-east/{number % 200}"} for number in range(10_000)]
    report = caller.report(*rows)
    assert (report.status, report.json["accepted"], len(report.json["rows"])) == (200, 10_000, 10_000)
    assert len(told()) == 10_000


def test_a_long_batch_is_read_in_parts_and_never_held_whole(cast: Cast, door: Caller) -> None:
    read: list[int] = []

    def arriving() -> Iterator[tuple[int, Any]]:
        for number in range(1, 2 * AT_ONCE):
            read.append(number)
            yield number, {**counted(number), "data": {"people": "no number"}}

    with everywhere():
        by = acting_of_token(door.token, clock.now())
        ahead = [len(read) - row.row for row in take_in(arriving(), by)]
    assert (len(ahead), max(ahead)) == (2 * AT_ONCE - 1, AT_ONCE - 1)


def test_the_same_batch_twice_at_the_same_moment_is_taken_once(standing_cast: Cast, live_server: Any) -> None:
    cast = standing_cast
    caller = device_at(cast.east, "door-1", "ingest", by=cast.an)
    body = json.dumps([counted(number) for number in range(50)]).encode()
    found = at_once(f"{live_server.url}/api/v1/events", caller.secret, body, {"Content-Type": BATCH}, times=3)
    assert [status for status, _ in found] == [200, 200, 200]
    assert sorted(answer["accepted"] for _, answer in found) == [0, 0, 50]
    assert sorted(answer["known"] for _, answer in found) == [0, 50, 50]
    assert len(told()) == 50
