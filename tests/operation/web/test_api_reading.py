"""What the API tells: all that is in sight, in the language asked for, and nothing else."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from tests.operation.people_of_the_tests import Cast
from tests.operation.web.api_caller import Caller, device_at, errand_of, errands, token_of

from shouwen.operation.ledger import clock, words
from shouwen.operation.ledger.act import act, correct
from shouwen.operation.ledger.models import Case, Customer, Event
from shouwen.operation.ledger.promises import promise
from shouwen.operation.people import privacy
from shouwen.operation.people.rights import acting_of
from shouwen.operation.people.scope import everywhere
from shouwen.operation.web.api_types import said_time


@pytest.fixture(autouse=True)
def _errands(cast: Cast) -> Iterator[None]:
    with errands(cast.organisation):
        yield


def test_a_case_is_shown_with_its_owner_and_its_customer_masked(cast: Cast) -> None:
    now = clock.now()
    with clock.standing(now):
        case = errand_of(cast.lin, cast.east)
        seen = token_of(cast.lin).get(f"/cases/{case.subject}").json
    customer = seen.pop("customer")
    assert seen == {
        "subject": case.subject, "kind": "errand", "unit": "hall-east", "offered_to": None, "arose_from": None,
        "owner": {"reference": cast.lin.reference, "name": "林晓"}, "opened_at": said_time(now), "closed_at": None,
    }  # fmt: skip
    with everywhere():
        shown = privacy.show_masked(Customer.objects.get())
    assert (customer["name"], customer["phones"]) == (shown.name, list(shown.phones))
    assert "王小明" not in json.dumps(customer, ensure_ascii=False)
    assert "13800138000" not in json.dumps(customer)


def test_a_thread_tells_what_happened_with_its_texts_and_what_was_corrected(cast: Cast) -> None:
    lin = acting_of(cast.lin, clock.now())
    case = errand_of(cast.lin, cast.east, text="请带一份合同")
    weighed = act(case, "errand.weighed", by=lin, data={"grams": 300})
    noted = act(case, "errand.weighed", by=lin, data={"grams": 1})
    correct(weighed, by=lin, reason="misread", data={"grams": 30})
    correct(noted, by=lin, reason="misread", void=True)
    events = token_of(cast.lin).get(f"/cases/{case.subject}/thread").json["events"]
    assert [(one["word"], one["corrected"], one["void"]) for one in events] == [
        ("errand.noted", False, False),
        ("errand.weighed", True, False),
        ("errand.weighed", True, True),
        ("errand.weighed", False, False),
        ("errand.weighed", False, False),
    ]
    assert events[0]["texts"] == {"text": "请带一份合同"}
    assert (events[0]["label"], events[0]["data"]["text"].startswith("text:")) == ("noted", True)
    assert events[1]["data"] == {"grams": 30}
    assert events[3]["correction"] == {"void": False, "at": None, "data": {"grams": 30}}


def test_a_text_of_a_customer_who_was_erased_is_null(cast: Cast) -> None:
    case = errand_of(cast.lin, cast.east, text="请带一份合同")
    with everywhere():
        privacy.erase(Customer.objects.get(), clock.now())
    caller = token_of(cast.lin)
    assert caller.get(f"/cases/{case.subject}/thread").json["events"][0]["texts"] == {"text": None}
    assert caller.get(f"/cases/{case.subject}").json["customer"]["erased"] is True


@pytest.mark.parametrize(
    ("language", "says", "label"),
    [
        ("zh-CN", "两小时内办好", "台席人员"),
        ("zh-TW", "兩小時內辦好", "檯席人員"),
        ("en", "Done within two hours", "counter clerk"),
    ],
)
def test_what_is_owed_is_told_by_person_by_unit_and_by_case_in_the_clause_s_own_words(
    cast: Cast, language: str, says: str, label: str
) -> None:
    now = clock.now()
    with clock.standing(now):
        case = errand_of(cast.lin, cast.east)
    lin, gu = (token_of(who, language=language, lasts=9000) for who in (cast.lin, cast.gu))
    mine = lin.get("/me/obligations").json["obligations"]
    assert [(one["case"], one["clause"], one["says"], one["state"], one["overdue"]) for one in mine] == [
        (case.subject, "errand.in-time", says, "open", False)
    ]
    assert mine[0]["due"] == lin.get(f"/cases/{case.subject}/obligations").json["obligations"][0]["due"]
    assert gu.get("/units/hall-east/obligations").json["obligations"] == mine
    assert gu.get("/me/obligations").json["obligations"] == []
    assert lin.get("/me").json["posts"][0]["label"] == label
    with clock.standing(now + 7201):
        assert lin.get("/me/obligations").json["obligations"][0]["overdue"] is True


def test_words_tell_fields_and_who_may_say_them(cast: Cast) -> None:
    found = token_of(cast.lin).get("/words").json
    by_name = {one["name"]: one for one in found["words"]}
    assert by_name["errand.done"] == {
        "name": "errand.done", "label": "done", "may": [], "heard_as": ["com.example.errand.finished"],
        "fields": [{"name": "at_home", "kind": "time", "label": "text"}],
    }  # fmt: skip
    assert (by_name["door.counted"]["may"], by_name["errand.checked"]["may"]) == (["@device"], ["@owner"])
    assert {"name": "errand", "label": "errand", "concern": True} in found["kinds"]


def test_a_standard_is_told_in_words_to_whose_unit_works_by_it(cast: Cast) -> None:
    found = token_of(cast.lin, language="zh-TW").get("/standards/errands").json
    assert (found["title"], [(one["id"], one["says"], one["guards"]) for one in found["clauses"]]) == (
        "跑腿標準",
        [("errand.in-time", "兩小時內辦好", False), ("errand.checked-first", "先核對再辦", True)],
    )
    assert token_of(cast.bai).get("/standards/errands").json["code"] == "standard-unknown"


def test_cases_come_by_pages_that_neither_skip_nor_repeat_one_though_more_are_begun_meanwhile(cast: Cast) -> None:
    now = clock.now()
    begun = []
    for number in range(7):
        with clock.standing(now + number // 3):
            begun.append(errand_of(cast.lin, cast.east).subject)
    caller = token_of(cast.lin)
    found: list[str] = []
    cursor: dict[str, Any] = {}
    while True:
        page = caller.get("/cases", kind="errand", limit=3, **cursor).json
        found += [one["subject"] for one in page["cases"]]
        if page["cursor"] is None:
            break
        cursor = {"cursor": page["cursor"]}
        with clock.standing(now + 10):
            errand_of(cast.zhao, cast.east)
    assert found == begun[::-1]


def test_cases_are_found_by_unit_owner_and_whether_they_are_open(cast: Cast) -> None:
    east, west = errand_of(cast.lin, cast.east), errand_of(cast.qian, cast.west)
    zhaos = errand_of(cast.zhao, cast.east)
    act(east, "errand.checked", by=acting_of(cast.lin, clock.now()))
    act(east, "errand.done", by=acting_of(cast.lin, clock.now()))

    def found(caller: Caller, **query: Any) -> set[str]:
        return {one["subject"] for one in caller.get("/cases", kind="errand", **query).json["cases"]}

    lin, han = token_of(cast.lin), token_of(cast.han)
    assert found(lin) == {east.subject, zhaos.subject}
    assert found(lin, owner="me") == {east.subject}
    assert (found(lin, open="false"), found(lin, open="true")) == ({east.subject}, {zhaos.subject})
    assert found(han, unit="north") == {east.subject, zhaos.subject, west.subject}
    assert found(han, unit="hall-west") == {west.subject}
    assert found(device_at(cast.west, by=cast.an), owner="me") == set()


def all_events(caller: Caller, *, limit: int, after: str | None = None) -> tuple[list[dict[str, Any]], str]:
    """The log as a follower reads it, and where they are then."""
    found: list[dict[str, Any]] = []
    while True:
        page = caller.get("/events", limit=limit, **({"after": after} if after is not None else {})).json
        found += page["events"]
        after = page["after"]
        if not page["more"]:
            return found, str(after)


@pytest.mark.django_db(transaction=True)
def test_the_log_is_read_by_pages_and_later_only_what_has_come_since(cast: Cast) -> None:
    for number in range(5):
        errand_of(cast.lin if number % 2 else cast.qian, cast.east if number % 2 else cast.west, text="…")
    caller = token_of(cast.lin)
    found, after = all_events(caller, limit=1)
    with everywhere():
        there = list(
            Event.objects.filter(unit=cast.east, word="errand.noted").order_by("id").values_list("pk", flat=True)
        )
    assert [one["id"] for one in found if one["word"] == "errand.noted"] == there
    assert {one["unit"] for one in found} <= {"hall-east"}
    assert [one["texts"] for one in found if one["texts"]] == []
    assert all_events(caller, limit=1, after=after) == ([], after)
    fresh = errand_of(cast.lin, cast.east)
    assert [one["about"] for one in all_events(caller, limit=100, after=after)[0]] == [[fresh.subject]]


SECRET = "绝密LEAK"


def leaking(cast: Cast) -> Case:
    """A case of the east hall with all that could leak: texts, a promise, an offer, obligations."""
    lin = acting_of(cast.lin, clock.now())
    case = errand_of(cast.lin, cast.east, text=SECRET, name=SECRET, phone="13900139000")
    promise(case, clock.now() + 3600, by=lin)
    act(case, words.OFFER, by=lin, data={"to": cast.zhao.reference})
    return case


def test_what_is_out_of_sight_is_answered_as_what_is_not_there(cast: Cast) -> None:
    case = leaking(cast)
    caller = token_of(cast.qian)

    def said(subject: str, path: str) -> dict[str, Any]:
        answer = caller.get(f"/cases/{subject}{path}")
        return json.loads(json.dumps([answer.status, answer.json]).replace(subject, "…"))

    for path in ("", "/thread", "/obligations"):
        assert said(case.subject, path) == said("errand:0000000000", path)
    assert caller.post(f"/cases/{case.subject}/events", {"word": "errand.done"}).json["code"] == "case-unknown"
