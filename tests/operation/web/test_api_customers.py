"""By the API, as on the pages: tier, care and consent of a customer, and who is at work."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest
from tests.operation.people_of_the_tests import Cast
from tests.operation.web.api_caller import errands, token_of
from tests.operation.web.east_hall import meet_chen

from shouwen.operation.ledger import customers, words
from shouwen.operation.ledger.models import Event
from shouwen.operation.people.models import Customer, Shift
from shouwen.operation.people.personal import CARE
from shouwen.operation.people.scope import everywhere
from shouwen.operation.web.api_customers import Agreed, Care


@pytest.fixture
def chen(cast: Cast) -> Iterator[Customer]:
    with errands(cast.organisation):
        yield meet_chen(cast.east)


def noted() -> list[tuple[str, str]]:
    """Word and speaker of what was noted of customers and shifts."""
    with everywhere():
        rows = Event.objects.filter(word__regex="^(customer|shift)[.]").order_by("pk")
        return [(row.word, row.by) for row in rows]


def test_the_choices_of_the_api_are_those_of_the_book() -> None:
    care = Care.model_json_schema()["properties"]["care"]["items"]["enum"]
    what = Agreed.model_json_schema()["properties"]["what"]["enum"]
    ground = Care.model_json_schema()["properties"]["ground"]["enum"]
    assert (care, what, ground) == (list(CARE), list(customers.PURPOSES), list(customers.CONSENTS))


def test_tier_care_and_consent_are_noted_and_the_answer_is_masked(cast: Cast, chen: Customer) -> None:
    lin, gu = token_of(cast.lin), token_of(cast.gu)
    assert lin.post(f"/customers/{chen.subject}/tier", {"tier": "gold"}).status == 403
    assert gu.post(f"/customers/{chen.subject}/tier", {"tier": "gold"}).json["tier"] == "gold"
    cared = lin.post(f"/customers/{chen.name}/care", {"care": ["with-child"], "ground": "asked"})
    assert cared.json["care"] == ["with-child"]
    agreed = lin.post(f"/customers/{chen.subject}/consent", {"what": "recording", "given": True})
    assert [one["what"] for one in agreed.json["consents"]] == ["recording"]
    now = lin.get(f"/customers/{chen.subject}").json
    assert (now["tier"], now["care"], now["name"], now["phones"]) == ("gold", ["with-child"], "陈**", ["138****8000"])
    no_longer = lin.post(f"/customers/{chen.subject}/consent", {"what": "recording", "given": False})
    assert no_longer.json["consents"] == []
    by = (cast.gu.reference, cast.lin.reference)
    assert noted() == [
        (words.TIER, by[0]), (words.KNOWN, by[1]), (words.AGREED, by[1]), (words.NO_LONGER, by[1])
    ]  # fmt: skip


def test_who_does_not_see_the_customer_learns_and_notes_nothing(cast: Cast, chen: Customer) -> None:
    qian = token_of(cast.sun)
    asked = [
        qian.get(f"/customers/{chen.subject}"),
        qian.post(f"/customers/{chen.subject}/tier", {"tier": "gold"}),
        qian.post(f"/customers/{chen.subject}/care", {"care": [], "ground": "asked"}),
        qian.post(f"/customers/{chen.subject}/consent", {"what": "offers", "given": True}),
    ]
    assert [one.status for one in asked] == [404] * 4
    assert not any("陈" in json.dumps(one.json, ensure_ascii=False) for one in asked)
    assert noted() == []


def test_the_words_themselves_are_not_said_past_these_acts(cast: Cast, chen: Customer) -> None:
    gu = token_of(cast.gu)
    gu.post(f"/customers/{chen.subject}/tier", {"tier": "gold"})
    for word, data in ((words.TIER, {"tier": "x"}), (words.AGREED, {"what": "offers"}), (words.SHIFT_BEGUN, {})):
        answer = gu.post(f"/cases/{chen.subject}/events", {"word": word, "data": data})
        assert (answer.status, answer.json["code"]) == (422, "api-word-of-the-book")


def test_people_clock_themselves_and_managers_the_people_of_their_unit(cast: Cast, chen: Customer) -> None:
    lin, gu = token_of(cast.lin), token_of(cast.gu)
    arrived = lin.post("/shifts/clock-in", {"unit": "hall-east"}).json
    assert (arrived["staff"]["reference"], arrived["unit"], arrived["clocked_out"]) == (
        cast.lin.reference,
        "hall-east",
        None,
    )
    assert lin.post("/shifts/clock-in", {"unit": "hall-east", "staff": "1002"}).status == 403
    assert lin.post("/shifts/clock-in", {"unit": "hall-west", "staff": "1004"}).status in (404, 422)
    assert gu.post("/shifts/clock-in", {"unit": "hall-east", "staff": "1002"}).status == 200
    assert gu.post("/shifts/clock-out", {"staff": "1001"}).json["clocked_out"] is not None
    assert gu.post("/shifts/clock-in", {"unit": "hall-east", "staff": "1004"}).status == 404
    assert sorted(Shift.objects.values_list("staff", flat=True)) == sorted([cast.lin.pk, cast.zhao.pk])
    assert noted() == [
        (words.SHIFT_BEGUN, cast.lin.reference),
        (words.SHIFT_BEGUN, cast.gu.reference),
        (words.SHIFT_ENDED, cast.gu.reference),
    ]
