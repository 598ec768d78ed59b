"""By the API, as on the pages: a customer is found by a whole number, shown for a reason, changed with consent."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator
from typing import Any, get_args

import pytest
from tests.operation.people_of_the_tests import Cast
from tests.operation.web.api_caller import SCOPES, Answer, device_at, token_of
from tests.operation.web.east_hall import HERS, IDENTITY, MONDAY, NAME, PHONE, STREET, Hall, at_work, meet_chen, note

from shouwen.operation.ledger import clock, customers, models, words
from shouwen.operation.people import identity, privacy
from shouwen.operation.people.models import Customer
from shouwen.operation.web.api_customers import DocumentKind
from shouwen.operation.web.api_document import document
from shouwen.operation.web.api_personal import Unmasking

HER_DATA = (NAME, PHONE, IDENTITY, STREET)
BY_PHONE = {"kind": "phone", "number": PHONE}


@pytest.fixture
def hall(cast: Cast) -> Iterator[Hall]:
    with at_work(cast) as hall:
        yield hall


def path(hall: Hall, verb: str) -> str:
    return f"/customers/{hall.customer.subject}/{verb}"


def shown() -> list[tuple[str, str, list[str], str | None]]:
    """Speaker, reason, subjects and text of what was noted of looking at data."""
    rows = models.Event._base_manager.filter(word=words.SHOWN).order_by("pk")
    texts = privacy.read_texts(str(row.data.get("reason")) for row in rows)
    return [(row.by, row.data["what"], row.about, texts.get(row.data.get("reason"))) for row in rows]


def changed() -> list[str]:
    return list(models.Event._base_manager.filter(word=words.KNOWN).order_by("pk").values_list("data__what", flat=True))


def refused(answer: Answer) -> tuple[int, str]:
    return answer.status, answer.json["code"]


def told(answer: Answer) -> list[str]:
    """What of hers stands in an answer."""
    said = json.dumps(answer.json, ensure_ascii=False)
    return [one for one in HER_DATA if one in said]


def now_of(hall: Hall) -> Customer:
    return Customer._base_manager.select_related("key").get(pk=hall.customer.pk)


def test_the_choices_of_the_api_are_those_of_the_book() -> None:
    reasons = Unmasking.model_json_schema()["properties"]["reason"]["enum"]
    assert (reasons, list(get_args(DocumentKind))) == (list(customers.REASONS), list(identity.KINDS))


# Search -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "asked", [{"kind": "phone", "number": "138 0013 8000"}, {"kind": "resident", "number": IDENTITY}]
)
def test_a_customer_is_found_by_a_whole_number_and_answered_masked(hall: Hall, asked: dict[str, str]) -> None:
    answer = token_of(hall.cast.lin).post("/customers/search", asked)
    assert answer.json["customers"] == [
        {
            "reference": hall.customer.subject, "name": "陈**", "phone": "138****8000", "care": ["elderly"],
            "tier": "", "met_at": "东门营业厅",
        }
    ]  # fmt: skip
    assert (told(answer), answer.headers["Cache-Control"]) == ([], "no-store")


def test_a_part_of_a_number_or_another_number_finds_nobody(hall: Hall) -> None:
    lin = token_of(hall.cast.lin)
    assert lin.post("/customers/search", {"kind": "phone", "number": "13800138001"}).json == {"customers": []}
    assert refused(lin.post("/customers/search", {"kind": "phone", "number": PHONE[:9]}))[0] == 422
    assert refused(lin.post("/customers/search", {"kind": "resident", "number": PHONE}))[0] == 422


def test_who_has_no_case_of_theirs_in_sight_learns_that_they_are_known_and_no_more(hall: Hall) -> None:
    (found,) = token_of(hall.cast.qian).post("/customers/search", BY_PHONE).json["customers"]
    assert (found["reference"], found["tier"], found["name"], found["phone"]) == (None, "", "陈**", "138****8000")


def test_who_serves_nobody_and_what_is_nobody_searches_for_no_customer(hall: Hall) -> None:
    cast = hall.cast
    for staff in (cast.shi, cast.an, cast.cha, cast.bai):
        assert refused(token_of(staff).post("/customers/search", BY_PHONE)) == (403, "customers-not-yours")
    device = device_at(cast.east, by=cast.an)
    assert refused(device.post("/customers/search", BY_PHONE)) == (403, "api-for-people")


def test_no_operation_takes_a_number_of_a_customer_in_its_address(hall: Hall) -> None:
    """Only in the body: addresses are written down on the way."""
    takes = {
        (path, one["name"])
        for path, found in document()["paths"].items()
        for operation in found.values()
        for one in operation["parameters"]
    }
    personal = ("phone", "number", "document", "name", "find", "text", "reason", "address")
    named = {(path, name) for path, name in takes if name in personal and f"{{{name}}}" not in path}
    assert named == set()
    assert token_of(hall.cast.lin).get("/customers/search", **BY_PHONE).status == 405


# Unmasking ----------------------------------------------------------------------------------------------------------


def test_all_data_are_shown_for_a_reason_and_that_is_an_event(hall: Hall) -> None:
    answer = token_of(hall.cast.lin).post(path(hall, "unmask"), {"reason": "call-back", "text": "客户要求回电"})
    assert answer.json == {
        "reference": hall.customer.subject, "name": NAME, "phones": [PHONE],
        "documents": [{"kind": "resident", "number": IDENTITY}],
        "address": {"province": "湖北省", "city": "江城市", "district": "东区", "line": STREET}, "care": ["elderly"],
    }  # fmt: skip
    assert answer.headers["Cache-Control"] == "no-store"
    assert shown() == [(hall.cast.lin.reference, "call-back", [hall.customer.subject], "客户要求回电")]
    event = models.Event._base_manager.get(word=words.SHOWN)
    assert [one for one in (*HERS, "客户要求回电") if one in str(event.data)] == []
    assert told(token_of(hall.cast.lin).get(f"/customers/{hall.customer.subject}")) == []


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({}, "api-input"),
        ({"text": "我写了这些"}, "api-input"),
        ({"reason": None}, "api-input"),
        ({"reason": "curiosity"}, "api-input"),
        ({"reason": "other"}, "reason-missing"),
        ({"reason": "other", "text": " \n "}, "reason-missing"),
        ({"reason": "visit", "text": "x" * 501}, "api-input"),
    ],
)
def test_without_a_reason_nothing_is_shown_or_noted(hall: Hall, given: dict[str, Any], code: str) -> None:
    answer = token_of(hall.cast.lin).post(path(hall, "unmask"), given)
    assert (refused(answer), told(answer), shown()) == ((422, code), [], [])


@pytest.mark.parametrize(("language", "said"), [("zh-Hans", "请选择查看的原因"), ("zh-Hant", "請選擇查看的原因")])
def test_that_a_reason_is_missing_is_told_in_the_language_asked_for(hall: Hall, language: str, said: str) -> None:
    caller = token_of(hall.cast.lin, language=language)
    assert said in caller.post(path(hall, "unmask"), {"reason": "other"}).json["detail"]


def test_only_the_scope_personal_shows_data(hall: Hall) -> None:
    without = [scope for scope in SCOPES if scope != "personal"]
    answer = token_of(hall.cast.lin, *without).post(path(hall, "unmask"), {"reason": "visit"})
    assert (refused(answer), told(answer), shown()) == ((403, "token-scope"), [], [])
    assert told(token_of(hall.cast.lin, "personal").post(path(hall, "unmask"), {"reason": "visit"})) == list(HER_DATA)


def test_of_another_site_nobody_is_shown_anything_and_a_device_never(hall: Hall) -> None:
    cast = hall.cast
    for staff in (cast.qian, cast.sun, cast.shi, cast.an, cast.cha, cast.bai):
        answer = token_of(staff).post(path(hall, "unmask"), {"reason": "visit"})
        assert (refused(answer), told(answer)) == ((404, "case-unknown"), [])
    answer = device_at(cast.east, by=cast.an).post(path(hall, "unmask"), {"reason": "visit"})
    assert (refused(answer), told(answer), shown()) == ((403, "api-for-people"), [], [])


def test_an_asking_sent_twice_is_one_look_and_a_later_one_under_the_same_key_is_another(hall: Hall) -> None:
    lin, given = token_of(hall.cast.lin), {"reason": "visit", "text": "周五上门"}
    look = (hall.cast.lin.reference, "visit", [hall.customer.subject], "周五上门")
    for _ in range(2):
        assert told(lin.post(path(hall, "unmask"), given, Idempotency_Key="k")) == list(HER_DATA)
    assert shown() == [look]
    with clock.standing(MONDAY + customers.AGAIN + 1):
        assert told(lin.post(path(hall, "unmask"), given, Idempotency_Key="k")) == list(HER_DATA)
    assert shown() == [look, look]


def test_a_key_used_for_something_else_shows_nothing(hall: Hall) -> None:
    """Else data would be shown of which the log says nothing."""
    lin = token_of(hall.cast.lin)
    noted = {"word": "note.added", "data": {"text": "x"}}
    lin.post(f"/cases/{hall.case.subject}/events", noted, Idempotency_Key="note")
    lin.post(path(hall, "unmask"), {"reason": "visit"}, Idempotency_Key="visit")
    other = Hall(hall.cast, meet_chen(hall.cast.east), hall.case)
    asked = [
        lin.post(path(hall, "unmask"), {"reason": "visit"}, Idempotency_Key="note"),
        lin.post(path(hall, "unmask"), {"reason": "complaint"}, Idempotency_Key="visit"),
        lin.post(path(other, "unmask"), {"reason": "visit"}, Idempotency_Key="visit"),
    ]
    assert [(refused(one), told(one)) for one in asked] == [((409, "api-once-differs"), [])] * 3
    assert len(shown()) == 1


def test_an_erased_customer_shows_nothing(hall: Hall) -> None:
    privacy.erase(hall.customer, MONDAY)
    lin = token_of(hall.cast.lin)
    answer = lin.post(path(hall, "unmask"), {"reason": "visit"})
    assert (refused(answer), told(answer)) == ((409, "customer-erased"), [])
    assert refused(lin.post(path(hall, "change"), {"ground": "asked", "name": "陈"})) == (409, "customer-erased")
    assert lin.post("/customers/search", BY_PHONE).json == {"customers": []}


def test_nothing_of_it_is_written_to_a_log_file(hall: Hall, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    lin = token_of(hall.cast.lin)
    lin.post("/customers/search", BY_PHONE)
    lin.post("/customers/search", {"kind": "resident", "number": IDENTITY[:-1] + "1"})
    lin.post(path(hall, "unmask"), {"reason": "other", "text": "周五上门"})
    lin.post(path(hall, "change"), {"ground": "asked", "phones": ["139 0000 0000"], "name": "陈桂蘭"})
    asked = [record.getMessage() for record in caplog.records if record.name != "django.db.backends"]
    assert [one for one in (*HER_DATA, "周五上门", "13900000000", "陈桂蘭") if one in str(asked)] == []


# Changing -----------------------------------------------------------------------------------------------------------


def test_data_change_with_consent_what_is_left_out_stays_and_the_event_names_the_fields_alone(hall: Hall) -> None:
    given = {"ground": "asked", "name": "陈桂蘭", "phones": ["139 0000 0000"], "care": ["elderly", "disabled"]}
    answer = token_of(hall.cast.lin).post(path(hall, "change"), given)
    assert (answer.json["name"], answer.json["phones"], answer.json["care"]) == (
        "陈**", ["139****0000"], ["disabled", "elderly"],
    )  # fmt: skip
    after = privacy.show(now_of(hall))
    assert (after.name, after.phones, [one.number for one in after.documents]) == (
        "陈桂蘭",
        ("13900000000",),
        [IDENTITY],
    )
    assert (after.address is not None and after.address.line, [one.what for one in after.consent]) == (
        STREET, ["change:asked"],
    )  # fmt: skip
    assert changed() == ["name, phones, care"]
    assert (len(privacy.find_by_phone("13900000000")), privacy.find_by_phone(PHONE)) == (1, [])


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"name": "陈桂蘭"}, "api-input"),
        ({"ground": "guessed", "name": "陈桂蘭"}, "api-input"),
        ({"ground": "asked", "phones": ["12"]}, "phone-unreadable"),
        (
            {"ground": "asked", "documents": [{"kind": "resident", "number": IDENTITY[:-1] + "1"}]},
            "document-check-digit",
        ),
        ({"ground": "asked", "address": {"line": "某街 1 号"}}, "address-incomplete"),
        ({"ground": "asked", "name": "x" * 150}, "text-too-long"),
        ({"ground": "asked", "name": "x" * 1_000_000}, "api-input"),
    ],
)
def test_wrong_data_or_no_ground_change_nothing(hall: Hall, given: dict[str, Any], code: str) -> None:
    before = privacy.show(now_of(hall))
    answer = token_of(hall.cast.lin).post(path(hall, "change"), given)
    assert (refused(answer), privacy.show(now_of(hall)), changed()) == ((422, code), before, [])


def test_a_change_sent_twice_happens_once_and_no_data_change_past_the_log(hall: Hall) -> None:
    lin = token_of(hall.cast.lin)
    lin.post(path(hall, "change"), {"ground": "asked", "name": "陈桂蘭"}, Idempotency_Key="k")
    lin.post(path(hall, "change"), {"ground": "asked", "name": "陈阿兰"}, Idempotency_Key="k")
    assert (privacy.show(now_of(hall)).name, changed()) == ("陈桂蘭", ["name"])
    lin.post(f"/cases/{hall.case.subject}/events", {"word": "note.added"}, Idempotency_Key="note")
    answer = lin.post(path(hall, "change"), {"ground": "asked", "name": "陈阿兰"}, Idempotency_Key="note")
    assert (refused(answer), privacy.show(now_of(hall)).name) == ((409, "api-once-differs"), "陈桂蘭")


def test_a_key_used_for_something_else_sets_no_tier_and_no_consent(hall: Hall) -> None:
    gu = token_of(hall.cast.gu)
    gu.post(f"/cases/{hall.case.subject}/events", {"word": "note.added"}, Idempotency_Key="k")
    asked = [
        gu.post(path(hall, "tier"), {"tier": "gold"}, Idempotency_Key="k"),
        gu.post(path(hall, "consent"), {"what": "offers", "given": True}, Idempotency_Key="k"),
    ]
    assert [refused(one) for one in asked] == [(409, "api-once-differs")] * 2
    assert gu.post(path(hall, "tier"), {"tier": "gold"}, Idempotency_Key="t").status == 200
    assert gu.post(path(hall, "tier"), {"tier": "gold"}, Idempotency_Key="t").json["tier"] == "gold"
    assert refused(gu.post(path(hall, "tier"), {"tier": "silver"}, Idempotency_Key="t")) == (409, "api-once-differs")


def test_of_another_site_nobody_changes_anything(hall: Hall) -> None:
    answer = token_of(hall.cast.sun).post(path(hall, "change"), {"ground": "asked", "name": "陈阿兰"})
    assert (refused(answer), privacy.show(now_of(hall)).name, changed()) == ((404, "case-unknown"), NAME, [])


def test_a_customers_cases_in_sight_are_listed_and_to_others_there_is_no_such_customer(hall: Hall) -> None:
    with clock.standing(MONDAY + 60):
        second = note(hall.cast, hall.customer)
    token_of(hall.cast.lin).post(path(hall, "consent"), {"what": "offers", "given": True})
    listed = token_of(hall.cast.zhao).get(path(hall, "cases"))
    assert [one["subject"] for one in listed.json["cases"]] == [second.subject, hall.case.subject]
    assert (told(listed), refused(token_of(hall.cast.qian).get(path(hall, "cases")))) == ([], (404, "case-unknown"))
