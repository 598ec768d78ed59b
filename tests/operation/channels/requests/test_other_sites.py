"""Nothing crosses sites: Qian of the west hall asks for everything, and what is the east hall's does not leak."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse
from tests.operation.people_of_the_tests import Cast
from tests.operation.web.api_caller import token_of

from shouwen.fault import Fault
from shouwen.operation.channels.requests import actions, listing
from shouwen.operation.channels.requests.models import Request
from shouwen.operation.ledger import clock, models
from shouwen.operation.people import privacy, scope
from shouwen.operation.people.models import Staff
from shouwen.operation.people.personal import PersonalData
from shouwen.operation.people.rights import acting_of

pytestmark = pytest.mark.django_db

NAME, PHONE = "司马相如", "13912345678"
SECRETS = (NAME, PHONE, "5678", "司马", "139****", "网速慢得没法用", "周六上门", "回您电话", "搬家")


@pytest.fixture
def east(standard: Cast) -> models.Case:
    """A request with all that could leak: a name, a number, texts, a promise, a hand-over to a colleague."""
    privacy.meet(standard.east, PersonalData(name=NAME, phones=(PHONE,)))
    lin = acting_of(standard.lin, clock.now())
    case = actions.note(standard.east, "enquiry", "网速慢得没法用", by=lin, phone=PHONE)
    actions.promise(case, clock.now() + 3600, "回您电话", by=lin, looked_into=True)
    actions.offer(case, standard.zhao.reference, "客户要搬家，她在行", by=lin)
    actions.answer(case, "周六上门", by=lin)
    return case


SAYING = ("progress", "answer", "reopen", "withdraw")


def said_in(case: models.Case) -> int:
    """How many events of its story people have said: at some hours a notice stands among them."""
    return models.Event._base_manager.filter(told__case=case).exclude(word__startswith="obligation.").count()


def nothing_leaks(text: str) -> None:
    assert [secret for secret in SECRETS if secret in text] == []


def test_by_page_they_get_nothing_not_even_that_it_is_there(
    standard: Cast, east: models.Case, logged_in: Callable[[Staff], Client]
) -> None:
    there, nowhere = east.subject, "request:AAAAAAAAAA"
    promised = models.Case._base_manager.get(kind="promise").subject
    for staff in (standard.qian, standard.sun, standard.wu, standard.shi, standard.bai):
        browser = logged_in(staff)
        for asked in ({}, {"state": "all"}, {"topic": "enquiry"}, {"owner": str(standard.lin.pk)}, {"owner": "me"}):
            nothing_leaks(browser.get(reverse("requests"), asked).content.decode())
        for subject in (there, there.partition(":")[2]):
            answer = browser.get(reverse("requests"), {"number": subject})
            assert answer.status_code == 200
            nothing_leaks(answer.content.decode())
        for name in ("answer", "progress", "promise", "close", "withdraw", "reopen"):
            for subject in (there, nowhere, promised):
                address = reverse("requests_do", args=[subject, name])
                pages = [browser.get(address), browser.post(address, {"text": "x", "result": "settled"})]
                assert [page.status_code for page in pages] == [404, 404]
                nothing_leaks("".join(page.content.decode() for page in pages))
        addresses = [reverse("case", args=[there]), reverse("requests_link", args=[there])]
        assert [browser.get(address).status_code for address in addresses] == [404, 404]
    assert said_in(east) == 4


def test_by_api_they_get_nothing_and_can_do_nothing(standard: Cast, east: models.Case) -> None:
    promised = models.Case._base_manager.get(kind="promise").subject
    for staff in (standard.qian, standard.sun):
        caller = token_of(staff)
        listed = caller.get("/requests", unit="hall-west", state="all")
        assert listed.json["requests"] == []
        refused = [
            caller.get("/requests", unit="hall-east"),
            caller.get(f"/requests/{east.subject}"),
            caller.post("/requests", {"unit": "hall-east", "topic": "enquiry", "text": "x"}),
            *(
                caller.post(f"/requests/{east.subject}/{name}", {"text": "x"})
                for name in ("progress", "answer", "reopen")
            ),
            caller.post(f"/requests/{east.subject}/withdraw", {"text": "x"}),
            caller.post(f"/requests/{east.subject}/close", {"result": "settled"}),
            caller.post(f"/requests/{east.subject}/accept", {}),
            caller.post(f"/requests/{east.subject}/offer", {"to": staff.reference, "reason": "x"}),
            caller.post(f"/requests/{east.subject}/take-over", {"reason": "x"}),
            caller.post(f"/requests/promises/{promised}/keep", {}),
            caller.post(f"/requests/promises/{promised}/release", {"reason": "x"}),
        ]
        assert {answer.status for answer in refused} <= {404, 422}
        for answer in refused:
            nothing_leaks(json.dumps(answer.json, ensure_ascii=False))
        no_such = caller.get("/requests/request:AAAAAAAAAA")
        assert {**no_such.json, "detail": "", "place": ""} == {**refused[1].json, "detail": "", "place": ""}
    assert said_in(east) == 4


def test_by_action_and_by_query_they_get_nothing(standard: Cast, east: models.Case) -> None:
    qian = acting_of(standard.qian, clock.now())
    with scope.of(qian.seen):
        assert list(Request.objects.all()) == []
        assert list(listing.rows(standard.east, qian, {"state": "all"})) == []
        assert listing.called(east.subject.partition(":")[2]) is None
    for step in (
        lambda: actions.answer(east, "x", by=qian),
        lambda: actions.reopen(east, "x", by=qian),
        lambda: actions.accept(east, by=qian),
        lambda: actions.keep_promise(models.Case._base_manager.get(kind="promise"), by=qian),
    ):
        with pytest.raises(Fault) as refused:
            step()
        assert refused.value.code == "case-unknown"


def test_a_query_of_requests_outside_any_scope_raises(standard: Cast, east: models.Case) -> None:
    with pytest.raises(scope.OutsideScope):
        Request.objects.count()


def test_a_number_looked_up_at_another_site_is_masked(
    standard: Cast, east: models.Case, logged_in: Callable[[Staff], Client]
) -> None:
    found = logged_in(standard.qian).post(reverse("requests_look_up"), {"phone": PHONE}).content.decode()
    assert "司马**" in found
    assert "139****5678" in found
    assert NAME not in found
    assert PHONE not in found


def test_no_page_and_no_api_answers_who_has_not_logged_in(standard: Cast, east: models.Case) -> None:
    for name, args in (
        ("requests", []),
        ("requests_note", []),
        ("requests_look_up", []),
        ("requests_link", [east.subject]),
        ("requests_do", [east.subject, "answer"]),
    ):
        answer = Client().get(reverse(name, args=args))
        assert answer.headers["Location"].startswith("/account/login/")
    assert Client().get(f"/api/v1/requests/{east.subject}").status_code == 401
