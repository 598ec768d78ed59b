"""What the API does: the same door as the pages', once however often it is asked."""

from __future__ import annotations

import json
import threading
import urllib.error
import urllib.request
from collections.abc import Iterator
from typing import Any

import pytest
from tests.operation.people_of_the_tests import Cast, make_cast
from tests.operation.web.api_caller import device_at, errand_of, errands, token_of

from shouwen.fault import Fault
from shouwen.operation.ledger import clock, words
from shouwen.operation.ledger.models import Case, Event
from shouwen.operation.people.models import Customer, PersonalText
from shouwen.operation.people.scope import everywhere
from shouwen.operation.web.api_saying import sealed
from shouwen.operation.web.api_types import said_time

BEGUN = {"kind": "errand", "unit": "hall-east", "word": "errand.noted", "data": {"text": "请带一份合同"}}


@pytest.fixture(autouse=True)
def _errands(request: pytest.FixtureRequest) -> Iterator[None]:
    cast = request.getfixturevalue("standing_cast" if "standing_cast" in request.fixturenames else "cast")
    with errands(cast.organisation):
        yield


@pytest.fixture
def standing_cast(transactional_db: None) -> Cast:
    """The cast, for tests in which several connections meet."""
    return make_cast()


def test_a_case_is_begun_and_answers_with_what_is_owed_now(cast: Cast) -> None:
    answer = token_of(cast.lin).post("/cases", BEGUN)
    assert (answer.status, answer.json["case"]["owner"]["reference"], answer.json["repeated"]) == (
        201,
        cast.lin.reference,
        False,
    )
    assert [(one["clause"], one["state"]) for one in answer.json["owed"]] == [("errand.in-time", "open")]
    with everywhere():
        case = Case.objects.get(kind="errand")
    assert (case.owner_id, case.unit_id, case.subject) == (cast.lin.pk, cast.east.pk, answer.json["case"]["subject"])


def test_free_text_is_sealed_and_never_stands_in_the_event(cast: Cast) -> None:
    caller = token_of(cast.lin)
    subject = caller.post("/cases", BEGUN).json["case"]["subject"]
    caller.post(f"/cases/{subject}/events", {"word": words.NOTE, "data": {"text": "他住三楼"}})
    with everywhere():
        kept = [row.data["text"] for row in Event.objects.filter(told__case__subject=subject).order_by("id")]
    assert [text.startswith("text:") for text in kept] == [True, True]
    thread = caller.get(f"/cases/{subject}/thread").json["events"]
    assert [one["texts"]["text"] for one in thread] == ["请带一份合同", "他住三楼"]


def test_who_a_customer_is_is_sealed_and_never_kept_where_nobody_s_key_could_seal_it(cast: Cast) -> None:
    case = errand_of(cast.lin, cast.east)
    with everywhere():
        owner = Case.objects.get(pk=case.pk).customer
        told = sealed({"phone": "13800138000", "caller": "陈晓梅", "address": "花园路 5 号", "n": 3}, lambda: owner)
    assert owner is not None
    assert told["n"] == 3
    assert [str(told[name])[:5] for name in ("phone", "caller", "address")] == ["text:"] * 3
    with pytest.raises(Fault) as refused:
        sealed({"phone": "13800138000"}, lambda: None)
    assert refused.value.code == "api-personal-of-nobody"
    assert "13800138000" not in refused.value.say("en")
    assert sealed({"text": "too bright"}, lambda: None) == {"text": "too bright"}


def test_another_customer_s_text_cannot_be_laid_into_a_case(cast: Cast) -> None:
    other = errand_of(cast.qian, cast.west, text="绝密")
    mine = errand_of(cast.lin, cast.east)
    with everywhere():
        reference = Event.objects.get(told__case=other).data["text"]
    said = token_of(cast.lin).post(f"/cases/{mine.subject}/events", {"word": words.NOTE, "data": {"text": reference}})
    assert (said.status, said.json["code"]) == (404, "text-unknown")


def test_a_word_that_may_not_follow_or_is_forbidden_by_a_clause_or_by_a_role_is_refused(cast: Cast) -> None:
    case = errand_of(cast.lin, cast.east)
    lin, zhao = token_of(cast.lin), token_of(cast.zhao)
    address = f"/cases/{case.subject}/events"
    refused = lin.post(address, {"word": "errand.done"})
    assert (refused.status, refused.json["code"], "Checked before it is done" in refused.json["detail"]) == (
        409,
        "refused-by-clause",
        True,
    )
    not_hers = zhao.post(address, {"word": "errand.checked"})
    assert (not_hers.status, not_hers.json["code"]) == (403, "not-yours")
    assert [lin.post(address, {"word": word}).status for word in ("errand.checked", "errand.done")] == [201, 201]
    again = lin.post(address, {"word": "errand.done"})
    assert (again.status, again.json["code"], again.json["place"]) == (409, "may-not-follow", case.subject)
    with everywhere():
        assert Event.objects.filter(told__case=case).count() == 3


def test_a_report_of_what_has_happened_is_appended_and_marked_where_it_does_not_follow(cast: Cast) -> None:
    case = errand_of(cast.lin, cast.east)
    at = clock.now() - 3600
    answer = token_of(cast.lin).post(f"/cases/{case.subject}/events", {"word": "errand.done", "at": said_time(at)})
    assert (answer.status, answer.json["event"]["at"], answer.json["event"]["data"]["out_of_turn"]) == (
        201,
        said_time(at),
        True,
    )


def test_a_field_of_time_may_be_written_as_a_time(cast: Cast) -> None:
    case = errand_of(cast.lin, cast.east)
    lin = token_of(cast.lin)
    address = f"/cases/{case.subject}/events"
    lin.post(address, {"word": "errand.checked"})
    done = lin.post(address, {"word": "errand.done", "data": {"at_home": "2026-01-31T09:00:00+08:00"}})
    assert done.json["event"]["data"]["at_home"] == 1769821200
    assert lin.post(address, {"word": "errand.done", "data": {"at_home": "tomorrow"}}).json["code"] == "api-time"


def test_a_promise_begins_a_story_of_its_own_and_is_kept_there(cast: Cast) -> None:
    lin = token_of(cast.lin)
    case = errand_of(cast.lin, cast.east)
    made = lin.post(
        f"/cases/{case.subject}/events",
        {"word": words.PROMISE, "data": {"until": "2999-01-01T00:00:00Z", "text": "回电"}},
    )
    assert (made.status, made.json["event"]["about"][0], made.json["case"]["subject"]) == (
        201,
        case.subject,
        case.subject,
    )
    promised = made.json["event"]["about"][1]
    kept = lin.post(f"/cases/{promised}/events", {"word": words.KEEP})
    assert (kept.status, kept.json["event"]["about"]) == (201, [case.subject, promised])
    assert lin.post(f"/cases/{promised}/events", {"word": words.KEEP}).json["code"] == "may-not-follow"
    assert lin.get(f"/cases/{promised}").json["closed_at"] is not None


def test_who_refuses_a_hand_over_and_sees_the_case_no_longer_is_still_answered(cast: Cast) -> None:
    case = errand_of(cast.lin, cast.east)
    offered = token_of(cast.lin).post(
        f"/cases/{case.subject}/events", {"word": words.OFFER, "data": {"to": cast.qian.reference, "reason": "在西站"}}
    )
    assert offered.json["case"]["offered_to"] == cast.qian.reference
    qian = token_of(cast.qian)
    refused = qian.post(f"/cases/{case.subject}/events", {"word": words.REFUSE, "data": {"reason": "忙"}})
    assert (refused.status, refused.json["case"], refused.json["owed"]) == (201, None, [])
    assert qian.get(f"/cases/{case.subject}").status == 404


@pytest.mark.parametrize("word", [words.SHOWN, words.FORGOTTEN, words.ATTACH, words.CHANGED, words.KNOWN])
def test_what_the_book_notes_by_itself_cannot_be_said(cast: Cast, word: str) -> None:
    case = errand_of(cast.lin, cast.east)
    said = token_of(cast.gu).post(f"/cases/{case.subject}/events", {"word": word})
    assert (said.status, said.json["code"]) == (422, "api-word-of-the-book")


@pytest.mark.parametrize("word", sorted(words.NOTICES))
def test_a_notice_cannot_be_said(cast: Cast, word: str) -> None:
    case = errand_of(cast.lin, cast.east)
    data = {"clause": "errand.in-time", "opened_by": 1, "due": 1}
    said = token_of(cast.gu).post(f"/cases/{case.subject}/events", {"word": word, "data": data})
    assert (said.status, said.json["code"]) == (403, "not-yours")


def test_a_device_begins_a_case_that_the_manager_answers_for(cast: Cast) -> None:
    answer = device_at(cast.east, by=cast.an).post("/cases", BEGUN)
    assert (answer.status, answer.json["case"]["owner"]["reference"]) == (201, cast.gu.reference)
    assert (answer.json["event"]["by"], answer.json["event"]["grade"]) == ("device:door-1", "device")


def test_a_device_says_what_devices_may_and_nothing_that_is_a_person_s(cast: Cast) -> None:
    case = errand_of(cast.lin, cast.east)
    door, lin = device_at(cast.east, by=cast.an), token_of(cast.lin)
    address = f"/cases/{case.subject}/events"
    assert door.post(address, {"word": "door.counted", "data": {"people": 3}}).status == 201
    assert lin.post(address, {"word": "door.counted", "data": {"people": 3}}).json["code"] == "not-yours"
    persons = ("errand.checked", words.OFFER, words.ACCEPT, words.TAKE, words.PROMISE)
    assert {door.post(address, {"word": word}).json["code"] for word in persons} == {"not-yours"}


def test_the_same_asking_is_done_once_and_answered_alike(cast: Cast) -> None:
    caller = token_of(cast.lin)
    first = caller.post("/cases", BEGUN, Idempotency_Key="k-1")
    with everywhere():
        before = (Event.objects.count(), PersonalText.objects.count(), Customer.objects.count())
    second = caller.post("/cases", BEGUN, Idempotency_Key="k-1")
    assert (first.status, second.status, second.json["repeated"]) == (201, 200, True)
    assert second.json["event"] == first.json["event"]
    with everywhere():
        assert (Event.objects.count(), PersonalText.objects.count(), Customer.objects.count()) == before
    assert token_of(cast.zhao).post("/cases", BEGUN, Idempotency_Key="k-1").status == 201  # another person's key


@pytest.mark.parametrize(
    "other",
    [{**BEGUN, "word": "errand.weighed"}, {**BEGUN, "word": "errand.noted", "kind": "request"}],
)
def test_a_key_that_was_used_for_something_else_is_refused(cast: Cast, other: dict[str, Any]) -> None:
    caller = token_of(cast.lin)
    caller.post("/cases", BEGUN, Idempotency_Key="k-1")
    answer = caller.post("/cases", {**other, "data": {}}, Idempotency_Key="k-1")
    assert (answer.status, answer.json["code"]) == (409, "api-once-differs")


def at_once(url: str, secret: str, body: bytes, headers: dict[str, str], *, times: int) -> list[tuple[int, Any]]:
    """The same request, several times at the same moment, over the network."""
    gate = threading.Barrier(times)
    found: list[tuple[int, Any]] = []

    def ask() -> None:
        request = urllib.request.Request(url, body, {"Authorization": f"Bearer {secret}", **headers})
        gate.wait()
        try:
            with urllib.request.urlopen(request, timeout=30) as response:
                found.append((response.status, json.load(response)))
        except urllib.error.HTTPError as error:
            found.append((error.code, json.load(error)))

    threads = [threading.Thread(target=ask) for _ in range(times)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return found


def test_a_key_that_comes_twice_at_the_same_moment_is_done_once(standing_cast: Cast, live_server: Any) -> None:
    cast = standing_cast
    caller = token_of(cast.lin)
    headers = {"Content-Type": "application/json", "Idempotency-Key": "k-2"}
    found = at_once(f"{live_server.url}/api/v1/cases", caller.secret, json.dumps(BEGUN).encode(), headers, times=4)
    assert sorted(status for status, _ in found) == [200, 200, 200, 201]
    assert len({answer["event"]["id"] for _, answer in found}) == 1
    with everywhere():
        assert Case.objects.filter(kind="errand").count() == 1
        assert PersonalText.objects.count() == 1
