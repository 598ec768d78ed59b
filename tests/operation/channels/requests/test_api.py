"""Requests for other systems: the same steps as the pages', with the same refusals."""

from __future__ import annotations

import pytest
from django.test import Client
from tests.operation.people_of_the_tests import Cast
from tests.operation.web.api_caller import Caller, device_at, token_of

from shouwen.operation.channels.requests.models import Request
from shouwen.operation.ledger import clock, models
from shouwen.operation.people.models import Customer
from shouwen.operation.web.api_access import allowance
from shouwen.operation.web.api_types import said_time

pytestmark = pytest.mark.django_db

CONCERN = {"unit": "hall-east", "topic": "enquiry", "text": "宽带什么时候能装？", "phone": "13800138000"}


@pytest.fixture
def lin(standard: Cast) -> Caller:
    """Lin's system."""
    allowance.forget()
    return token_of(standard.lin)


def test_a_concern_is_noted_shown_and_listed(standard: Cast, lin: Caller) -> None:
    noted = lin.post("/requests", CONCERN)
    assert noted.status == 201
    assert (noted.json["state"], noted.json["topic"], noted.json["text"]) == ("open", "enquiry", CONCERN["text"])
    assert noted.json["owner"]["reference"] == standard.lin.reference
    assert noted.json["customer"]["phones"] == ["138****8000"]
    assert lin.get(f"/requests/{noted.json['subject']}").json == noted.json
    assert lin.get(f"/requests/{noted.json['number']}").json == noted.json
    assert lin.get("/requests", unit="hall-east").json == {"requests": [noted.json], "before": None}


def test_a_list_goes_on_before_the_last_of_it(standard: Cast, lin: Caller) -> None:
    numbers = [lin.post("/requests", {**CONCERN, "text": f"第{n}件"}).json["number"] for n in range(3)]
    page = lin.get("/requests", unit="hall-east", limit=2).json
    assert [one["number"] for one in page["requests"]] == numbers[:0:-1]
    rest = lin.get("/requests", unit="hall-east", limit=2, before=page["before"]).json
    assert ([one["number"] for one in rest["requests"]], rest["before"]) == (numbers[:1], None)
    assert lin.get("/requests", unit="hall-east", topic="praise").json["requests"] == []


def test_a_list_is_narrowed_to_whose_they_are(standard: Cast, lin: Caller) -> None:
    mine = lin.post("/requests", CONCERN).json["subject"]
    zhaos = token_of(standard.zhao).post("/requests", CONCERN).json["subject"]

    def listed(**query: str) -> list[str]:
        return [one["subject"] for one in lin.get("/requests", unit="hall-east", **query).json["requests"]]

    assert (listed(owner="me"), listed(owner=standard.zhao.reference), listed()) == ([mine], [zhaos], [zhaos, mine])
    assert lin.get("/requests", unit="hall-east", owner="zhao").json["code"] == "api-input"


def test_the_customers_own_page_is_given_as_an_address_that_leads_there(standard: Cast, lin: Caller) -> None:
    subject = lin.post("/requests", CONCERN).json["subject"]
    address = lin.get(f"/requests/{subject}/link").json["address"]
    shown = Client().get(address.removeprefix("http://testserver"))
    assert (shown.status_code, subject.partition(":")[2] in shown.content.decode()) == (200, True)
    assert token_of(standard.qian).get(f"/requests/{subject}/link").json["code"] == "case-unknown"


def test_from_noting_to_closing_as_the_pages_do_it(standard: Cast, lin: Caller) -> None:
    zhao = token_of(standard.zhao)
    subject = lin.post("/requests", CONCERN).json["subject"]
    until = clock.now() + 3600
    made = lin.post(f"/requests/{subject}/promise", {"until": said_time(until), "text": "回电话", "looked_into": True})
    assert made.status == 201
    row = Request._base_manager.get()
    assert row.promised_until == until
    promised = made.json["about"][1]
    assert lin.post(f"/requests/promises/{promised}/keep", {}).status == 201
    assert lin.post(f"/requests/{subject}/offer", {"to": standard.zhao.reference, "reason": "她在行"}).status == 201
    assert zhao.post(f"/requests/{subject}/accept", {}).status == 201
    assert zhao.post(f"/requests/{subject}/progress", {"text": "师傅已经排了"}).status == 201
    refused = zhao.post(f"/requests/{subject}/close", {"result": "settled"})
    assert (refused.json["code"], "closing.after-answer" in refused.json["detail"]) == ("refused-by-clause", True)
    assert zhao.post(f"/requests/{subject}/answer", {"text": "周六上午装好"}).status == 201
    assert zhao.post(f"/requests/{subject}/close", {"result": "settled"}).status == 201
    shown = lin.get(f"/requests/{subject}").json
    assert (shown["state"], shown["result"], shown["answer"]) == ("closed", "settled", "周六上午装好")
    assert shown["owner"]["reference"] == standard.zhao.reference
    assert lin.post(f"/requests/{subject}/reopen", {"text": "还是慢"}).status == 201


def test_the_same_key_twice_does_it_once(standard: Cast, lin: Caller) -> None:
    noted = [lin.post("/requests", CONCERN, Idempotency_Key="a").json["subject"] for _ in range(2)]
    assert noted[0] == noted[1]
    done = [
        lin.post(f"/requests/{noted[0]}/answer", {"text": "好了"}, Idempotency_Key="b").json["id"] for _ in range(2)
    ]
    assert done[0] == done[1]
    other = lin.post(f"/requests/{noted[0]}/progress", {"text": "在办"}, Idempotency_Key="b")
    assert other.json["code"] == "api-once-differs"
    assert models.Case._base_manager.filter(kind="request").count() == 1
    assert Customer._base_manager.count() == 1


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"topic": "gossip"}, "request-topic-unknown"),
        ({"text": " "}, "text-missing"),
        ({"text": "长" * 5000}, "text-too-long"),
        ({"phone": "12"}, "phone-unreadable"),
        ({"customer": "customer:abc"}, "request-customer-other"),
        ({"unit": "nowhere"}, "unit-unknown"),
        ({"colour": "red"}, "api-input"),
    ],
)
def test_what_is_wrong_is_a_problem_with_its_code(
    standard: Cast, lin: Caller, given: dict[str, str], code: str
) -> None:
    answer = lin.post("/requests", {**CONCERN, **given})
    assert answer.json["code"] == code
    assert models.Case._base_manager.filter(kind="request").count() == 0


def test_without_the_scope_nothing_is_done(standard: Cast, lin: Caller) -> None:
    reader = token_of(standard.lin, "read")
    assert reader.post("/requests", CONCERN).json["code"] == "token-scope"
    actor = token_of(standard.lin, "act")
    assert actor.get("/requests", unit="hall-east").json["code"] == "token-scope"


def test_what_a_device_notes_is_the_managers_and_is_its_own_evidence(standard: Cast) -> None:
    allowance.forget()
    noted = device_at(standard.east, "kiosk-1", by=standard.an, grade="customer").post("/requests", CONCERN)
    assert noted.json["owner"]["reference"] == standard.gu.reference
    event = models.Event._base_manager.get(word="request.noted")
    assert (event.by, event.grade) == ("device:kiosk-1", "customer")
