"""Who may ask the API, how often, and what becomes of what is no request at all."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.db import OperationalError
from django.test import Client, RequestFactory
from tests.operation.people_of_the_tests import Cast
from tests.operation.web.api_caller import SCOPES, device_at, errand_of, errands, token_of

from shouwen.fault import Fault
from shouwen.operation.ledger import clock
from shouwen.operation.people import tokens
from shouwen.operation.people.models import Staff
from shouwen.operation.people.rights import acting_of
from shouwen.operation.web.api_document import document
from shouwen.operation.web.api_problems import of_exception
from shouwen.wording import Language


@pytest.fixture(autouse=True)
def _errands(cast: Cast) -> Iterator[None]:
    with errands(cast.organisation):
        yield


def problem(response: Any) -> tuple[int, str, str]:
    """Status, type of content, code."""
    return response.status_code, response.headers["Content-Type"], json.loads(response.content)["code"]


PROBLEM = "application/problem+json"


@pytest.mark.parametrize(
    ("asked", "language", "title"),
    [
        ("zh-CN", "zh-Hans", "没有有效的令牌"),
        ("zh-TW", "zh-Hant", "沒有有效的權杖"),
        ("en-GB", "en", "No valid token"),
        ("fr, zh-HK;q=0.5", "zh-Hant", "沒有有效的權杖"),
    ],
)
def test_a_token_that_has_ended_is_told_so_in_the_language_asked_for(
    cast: Cast, asked: str, language: Language, title: str
) -> None:
    caller = token_of(cast.lin, lasts=10)
    with clock.standing(clock.now() + 11):
        response = Client().get("/api/v1/me", headers={**caller.headers, "Accept-Language": asked})
    assert problem(response) == (401, PROBLEM, "token-ended")
    assert response.headers["WWW-Authenticate"] == 'Bearer error="invalid_token"'
    found = json.loads(response.content)
    assert (found["title"], found["detail"]) == (title, Fault("token-ended").say(language))


def test_without_a_token_with_an_unknown_one_or_a_revoked_one_nothing_is_given(cast: Cast) -> None:
    caller = token_of(cast.lin)
    now = clock.now()
    tokens.revoke(caller.token, by=acting_of(cast.lin, now), at=now)
    for headers, code in (
        ({}, "token-missing"),
        ({"Authorization": "Basic bGluOnNlY3JldA=="}, "token-missing"),
        ({"Authorization": "Bearer swt_" + "x" * 43}, "token-unknown"),
        ({"Authorization": "Bearer " + "y" * 5000}, "token-unknown"),
        (caller.headers, "token-revoked"),
    ):
        assert problem(Client().get("/api/v1/cases", headers=headers)) == (401, PROBLEM, code)


def test_a_person_who_has_left_cannot_use_their_token(cast: Cast) -> None:
    caller = token_of(cast.lin)
    Staff.objects.filter(pk=cast.lin.pk).update(is_active=False)
    assert caller.get("/me").json["code"] == "token-ended"


def test_a_log_in_counts_for_nothing_in_the_api(cast: Cast, logged_in: Callable[[Staff], Client]) -> None:
    assert problem(logged_in(cast.lin).get("/api/v1/me")) == (401, PROBLEM, "token-missing")


OPERATIONS = {
    ("GET", "/absences"): "read",
    ("POST", "/absences"): "act",
    ("POST", "/absences/{absence}/end"): "act",
    ("GET", "/attachments/{name}"): "read",
    ("GET", "/cases"): "read",
    ("POST", "/cases"): "act",
    ("GET", "/cases/{subject}"): "read",
    ("GET", "/cases/{subject}/attachments"): "read",
    ("POST", "/cases/{subject}/attachments"): "act",
    ("POST", "/cases/{subject}/events"): "act",
    ("POST", "/cases/{subject}/events/{event}/correction"): "act",
    ("GET", "/cases/{subject}/obligations"): "read",
    ("POST", "/cases/{subject}/receivers"): "read",
    ("GET", "/cases/{subject}/thread"): "read",
    ("POST", "/customers/search"): "read",
    ("GET", "/customers/{name}"): "read",
    ("GET", "/customers/{name}/cases"): "read",
    ("POST", "/customers/{name}/change"): "act",
    ("POST", "/customers/{name}/unmask"): "personal",
    ("GET", "/events"): "read",
    ("POST", "/events"): "ingest",
    ("GET", "/export"): "export",
    ("GET", "/me"): "read",
    ("GET", "/me/cases"): "read",
    ("GET", "/me/notices"): "read",
    ("POST", "/me/notices/read"): "act",
    ("GET", "/me/obligations"): "read",
    ("GET", "/me/offers"): "read",
    ("POST", "/shifts/{shift}/take-away"): "act",
    ("POST", "/staff/{number}/backup"): "act",
    ("GET", "/standards/{name}"): "read",
    ("GET", "/units"): "read",
    ("GET", "/units/{code}/obligations"): "read",
    ("GET", "/units/{code}/shifts"): "read",
    ("POST", "/units/{code}/shifts"): "act",
    ("GET", "/words"): "read",
}


def declared() -> list[tuple[str, str]]:
    """Every operation of the document."""
    paths = document()["paths"]
    return sorted((method.upper(), path.removeprefix("/api/v1")) for path, found in paths.items() for method in found)


def test_every_operation_of_the_api_itself_is_in_the_document() -> None:
    assert [one for one in sorted(OPERATIONS) if one not in declared()] == []


def test_every_operation_asks_for_a_token_with_its_scope(cast: Cast) -> None:
    subject = errand_of(cast.lin, cast.east).subject
    without: dict[tuple[str, str], set[str]] = {}
    for scope in SCOPES:
        caller = token_of(cast.lin, scope)
        for method, path in declared():
            names = {"subject": subject, "code": "hall-east", "counter": "1", "name": "errands", "facility": "nm-1"}
            names |= {"event": "1", "number": "1001", "shift": "1", "absence": "1"}
            where = path.format_map(names)
            answer = caller.get(where) if method == "GET" else caller.post(where, {})
            if answer.json and isinstance(answer.json, dict) and answer.json.get("code") == "token-scope":
                assert answer.status == 403
                assert answer.headers["WWW-Authenticate"].startswith('Bearer error="insufficient_scope"')
                without.setdefault((method, path), set()).add(scope)
    needed = {one: (set(SCOPES) - refused) for one, refused in without.items()}
    assert {one: scopes for one, scopes in needed.items() if one in OPERATIONS} == {
        one: {scope} for one, scope in OPERATIONS.items()
    }
    assert sorted(needed) == declared()


def test_who_asks_too_often_waits_and_keeps_nobody_else_from_asking(cast: Cast, settings: Any) -> None:
    settings.API_REQUESTS_A_MINUTE = 3
    lin, zhao = token_of(cast.lin), token_of(cast.zhao)
    assert [lin.get("/me").status for _ in range(4)] == [200, 200, 200, 429]
    refused = lin.get("/me")
    assert (refused.json["code"], 1 <= int(refused.headers["Retry-After"]) <= 21) == ("api-too-often", True)
    assert zhao.get("/me").status == 200
    settings.API_REQUESTS_A_MINUTE = 60_000
    assert lin.get("/me").status in (200, 429)


def test_a_database_that_is_busy_says_when_to_try_again() -> None:
    answer = of_exception(RequestFactory().get("/api/v1/cases"), OperationalError("locked"))
    assert problem(answer) == (503, PROBLEM, "api-busy")
    assert answer.headers["Retry-After"] == "2"


@pytest.mark.parametrize("address", ["/api/v1/cases", "/api/nothing", "/api/v1/events"])
def test_a_request_for_another_host_is_a_problem_too(cast: Cast, address: str) -> None:
    response = Client().get(address, headers={**token_of(cast.lin).headers, "Host": "elsewhere.example"})
    assert problem(response) == (400, PROBLEM, "api-host")


@pytest.mark.parametrize("method", ["get", "post", "put", "patch", "delete", "options"])
def test_an_address_at_which_there_is_nothing_is_a_problem_by_any_method(cast: Cast, method: str) -> None:
    caller = token_of(cast.lin)
    response = getattr(Client(), method)("/api/v1/nothing/here", headers=caller.headers)
    assert problem(response) == (404, PROBLEM, "api-nothing-here")


def test_a_method_that_is_not_taken_is_a_problem_that_names_those_that_are(cast: Cast) -> None:
    response = Client().delete("/api/v1/cases", headers=token_of(cast.lin).headers)
    assert problem(response) == (405, PROBLEM, "api-method")
    assert response.headers["Allow"] == "GET, POST"


def noted(**more: Any) -> bytes:
    """A request to begin an errand."""
    return json.dumps({"kind": "errand", "unit": "hall-east", "word": "errand.noted", **more}).encode()


DEEP = b'{"kind":' + b"[" * 100_000
BAD_BODIES: dict[str, tuple[bytes, int]] = {
    "nothing": (b"", 422),
    "no JSON": (b"{", 400),
    "no UTF-8": (b'{"kind":"\xff\xfe"}', 400),
    "too deep": (DEEP, 400),
    "not a number": (b'{"kind":NaN}', 400),
    "a number of 5000 digits": (b'{"kind":' + b"9" * 5000 + b"}", 400),
    "a list": (b"[]", 422),
    "null": (b"null", 422),
    "an unknown field": (noted(x=1), 422),
    "a null character": (noted(data={"text": "a\0"}), 422),
    "a null in a name": (noted(unit="hall-east\0"), 422),
    "half a character": (noted(data={"text": "\ud800"}), 422),
    "half a character in a name": (noted(data={"\ud800": 1}), 422),
    "a huge number": (noted(word="errand.weighed").replace(b"}", b',"data":{"grams":1e999}}'), 422),
    "a date that is none": (noted(at="2026-02-30T00:00:00Z"), 422),
    "a time without a zone": (noted(at="2026-02-03T00:00:00"), 422),
    "a time as a number": (noted(at=1770000000), 422),
    "a time before 1970": (noted(at="0001-01-01T00:00:00+23:59"), 422),
    "a time in the year 9999": (noted(at="9999-12-31T23:59:59-23:59"), 422),
    "a time that is to come": (noted(at="2999-12-31T23:59:59Z"), 422),
    "a text of a megabyte": (noted(data={"text": "a" * 1_000_000}), 422),
    "three megabytes": (noted(data={"text": "a" * 3_000_000}), 413),
    "a list in data": (noted(data={"text": ["a"]}), 422),
    "a field of another kind": (noted(data={"text": 1}), 422),
    "a field of the word that is not there": (noted(data={"colour": "red"}), 422),
    "an unknown word": (noted(word="errand.lost"), 422),
    "an unknown kind": (noted(kind="visitation"), 422),
    "a kind of the book": (noted(kind="unit", word="note.added"), 422),
    "an unknown unit": (noted(unit="nowhere"), 404),
    "another's unit": (noted(unit="hall-west"), 404),
    "an unknown customer": (noted(customer="customer:x"), 404),
}


@pytest.mark.parametrize("what", sorted(BAD_BODIES))
def test_what_is_no_case_is_a_problem_that_says_what_is_wrong(cast: Cast, what: str) -> None:
    body, status = BAD_BODIES[what]
    answer = token_of(cast.lin).post("/cases", body)
    assert (answer.status, answer.headers["Content-Type"]) == (status, PROBLEM)
    assert len(answer.json["detail"]) < 600
    assert [one["place"] for one in answer.json["errors"] if not one["place"].startswith("body")] == []


QUERIES: list[tuple[str, dict[str, Any], int]] = [
    ("/cases", {"cursor": "%00"}, 422),
    ("/cases", {"cursor": "é"}, 422),
    ("/cases", {"cursor": "OTk5OTk5OTk5OTk5OTk5OTk5OTk5OTkuMQ"}, 422),
    ("/cases", {"limit": "0"}, 422),
    ("/cases", {"limit": "9" * 5000}, 422),
    ("/cases", {"limit": "-1"}, 422),
    ("/cases", {"open": "perhaps"}, 422),
    ("/cases", {"owner": "all"}, 422),
    ("/cases", {"unit": "a\0b"}, 422),
    ("/cases", {"unit": "hall-west"}, 404),
    ("/cases", {"kind": "x" * 300}, 422),
    ("/events", {"after": "9-9-9"}, 422),
    ("/events", {"after": "999999999999999999-999999999999999999"}, 422),
    ("/events", {"after": "x"}, 422),
    ("/units/hall-east%00/obligations", {}, 422),
    ("/cases/errand:" + "x" * 3000, {}, 422),
    ("/cases/errand:x%00", {}, 422),
    ("/cases/errand:..%2F..%2Fetc", {}, 404),
    ("/cases/%F0%9F", {}, 404),
    ("/standards/%ED%A0%80", {}, 404),
]


@pytest.mark.parametrize(("path", "query", "status"), QUERIES)
def test_what_cannot_be_asked_is_a_problem(cast: Cast, path: str, query: dict[str, Any], status: int) -> None:
    answer = token_of(cast.lin).get(path, **query)
    assert (answer.status, answer.headers["Content-Type"]) == (status, PROBLEM)


def test_a_key_of_idempotency_that_is_none_is_refused(cast: Cast) -> None:
    answer = token_of(cast.lin).post("/cases", {}, Idempotency_Key="x" * 300)
    assert "header.Idempotency-Key" in [one["place"] for one in answer.json["errors"]]


def test_a_device_is_known_for_what_it_is(cast: Cast) -> None:
    caller = device_at(cast.east, "door-1", "read", by=cast.an)
    seen = caller.get("/me").json
    assert (seen["reference"], seen["grade"], seen["scopes"]) == ("device:door-1", "device", ["read"])
    assert seen["posts"] == [{"unit": "hall-east", "role": "device", "label": "device"}]
    assert [unit["code"] for unit in caller.get("/units").json] == ["hall-east"]


def test_nothing_that_is_answered_is_kept_by_whoever_passes_it_on(cast: Cast) -> None:
    assert token_of(cast.lin).get("/me").headers["Cache-Control"] == "no-store"


def test_without_a_language_asked_for_a_person_is_answered_in_their_own(cast: Cast) -> None:
    cast.lin.language = "zh-hant"
    cast.lin.save()
    caller = token_of(cast.lin)
    del caller.headers["Accept-Language"]
    assert caller.get("/me").json["posts"][0]["label"] == "檯席人員"


def test_the_page_of_the_api_names_every_operation_and_brings_nothing_with_it_that_the_rules_for_pages_forbid() -> None:
    response = Client().get("/api/", headers={"Accept-Language": "en"})
    text = response.content.decode()
    assert [one for one in declared() if f"{one[0]} /api/v1{one[1]}" not in text] == []
    assert [sign for sign in ("<style", "style=", "onclick", "<script>", "cdn.") if sign in text] == []
