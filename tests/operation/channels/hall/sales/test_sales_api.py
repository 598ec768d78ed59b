"""Sales and appointments by the API: the same steps, the same refusals."""

from __future__ import annotations

import pytest
from tests.operation.people_of_the_tests import Cast
from tests.operation.web.api_caller import token_of

from shouwen.operation.channels.hall.models import Sale
from shouwen.operation.people.models import Staff

pytestmark = pytest.mark.django_db


def test_a_sale_by_the_api(shop: Cast, wu: Staff) -> None:
    caller = token_of(wu)
    begun = caller.post("/sales", {"unit": "hall-east", "place": "area"})
    assert (begun.status, begun.json["state"], begun.json["unit"]) == (201, "looking", "hall-east")
    address = f"/sales/{begun.json['subject']}"
    caller.post(f"{address}/turns", {"word": "sale.greeted"})
    caller.post(f"{address}/turns", {"word": "device.wanted"})
    refused = caller.post(f"{address}/turns", {"word": "device.sold"})
    assert (refused.status, refused.json["code"]) == (409, "refused-by-clause")
    caller.post(f"{address}/turns", {"word": "warranty.explained"})
    sold = caller.post(f"{address}/turns", {"word": "device.sold", "data": {"model": "X5"}})
    assert (sold.json["state"], sold.json["sold"], sold.json["model"]) == ("bought", 1, "X5")
    promised = caller.post(f"{address}/promise-contacts", {"name": "陈一", "phone": "13800138000", "manner": "call"})
    assert (promised.status, promised.json["manner"]) == (201, "call")
    assert "13800138000" not in str(promised.json)
    assert [one["subject"] for one in caller.get("/sales?unit=hall-east").json["sales"]] == [begun.json["subject"]]
    assert caller.post(f"{address}/contact", {"manner": "pigeon"}).json["code"] == "sale-choice-unknown"


def test_another_halls_staff_have_no_sale(shop: Cast, wu: Staff) -> None:
    token_of(wu).post("/sales", {"unit": "hall-east", "place": "area"})
    sale = Sale._base_manager.select_related("case").get()
    other = token_of(shop.qian)
    assert other.get(f"/sales/{sale.case.subject}").status == 404
    assert other.get("/sales?unit=hall-east").status == 404
    assert other.post(f"/sales/{sale.case.subject}/turns", {"word": "sale.greeted"}).status == 404


def test_an_appointment_by_the_api(shop: Cast) -> None:
    caller = token_of(shop.lin)
    times = caller.get("/appointments/times?unit=hall-east&service=payment").json["times"]
    wanted = {"unit": "hall-east", "service": "payment", "due": times[3]["at"], "name": "陈一", "phone": "13800138000"}
    booked = caller.post("/appointments", wanted)
    assert (booked.status, booked.json["state"], len(booked.json["code"])) == (201, "booked", 10)
    address = f"/appointments/{booked.json['subject']}"
    moved = caller.post(f"{address}/change", {"service": "change", "due": times[4]["at"]})
    assert (moved.json["service"], moved.json["due"]) == ("change", times[4]["at"])
    assert len(caller.get("/appointments?unit=hall-east").json["appointments"]) == 1
    visit = caller.post(f"{address}/arrive", {})
    assert (visit.status, visit.json["number"]) == (201, "A001")
    assert caller.post(f"{address}/cancel", {}).json["code"] == "appointment-over"
