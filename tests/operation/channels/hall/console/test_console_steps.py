"""The steps at the counter: what the standard in force asks for, and what it refuses in place."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from django.test import Client
from tests.operation.channels.hall.conftest import Time
from tests.operation.channels.hall.console.console_desk import (
    Desk,
    data_of,
    open_step,
    same_as_the_log,
    steps_shown,
    told,
)
from tests.operation.people_of_the_tests import Cast

from shouwen.operation.channels.hall import actions
from shouwen.operation.channels.hall.models import CounterDay, Visit
from shouwen.operation.ledger import editions, models
from shouwen.operation.ledger.publishing import publish
from shouwen.operation.people.models import Staff
from shouwen.operation.people.rights import SYSTEM, Acting
from shouwen.standard.layers import layers_of_text

pytestmark = pytest.mark.django_db
By = Callable[[Staff], Acting]
Take = Callable[..., Visit]
LogIn = Callable[[Staff], Client]


def test_the_steps_of_a_service_are_those_of_the_clauses_in_their_order(
    halls: Cast, lin: Desk, begun: Callable[..., Visit]
) -> None:
    begun("new-line")
    page = lin.look()
    assert steps_shown(page) == [
        "identity.checked",
        "vouchers.checked",
        "terms.explained",
        "terms.confirmed",
        "agreement.signed",
        "order.entered",
        "fee.paid",
        "receipt.issued",
        "service.ended",
    ]
    assert open_step(page) == "identity.checked"
    assert "counter.identity-first" in page


def test_what_a_clause_does_not_ask_of_this_service_is_not_asked(
    halls: Cast, lin: Desk, take: Take, begun: Callable[..., Visit]
) -> None:
    begun("payment")
    assert open_step(lin.look()) == "order.entered"


def test_a_whole_service_is_noted_by_its_steps_and_the_rows_follow_from_the_log(
    halls: Cast, lin: Desk, take: Take, time: Time
) -> None:
    visit = take("change")
    lin.send("open", counter="1", line=["business"])
    lin.do("call")
    assert open_step(lin.text) == "service.begun"
    lin.step("service.begun", visit, need_confirmed="on")
    assert open_step(lin.text) == "identity.checked"
    lin.step("identity.checked", visit, document="resident")
    assert open_step(lin.text) == "order.entered"
    lin.step("order.entered", visit)
    lin.step("fee.paid", visit)
    assert open_step(lin.text) == "receipt.issued"  # its time runs
    lin.step("receipt.issued", visit, number="R-7", amount="38.5", paid_by="cash", by_list="on", counted="on")
    lin.step("service.ended", visit)
    assert "感谢您的光临，欢迎下次再来！" in lin.text
    lin.step("visit.handed-over", visit, counted="on", cautions_told="on")
    lin.step("rating.invited", visit)
    lin.step("visit.left", visit)

    assert lin.status == 200
    assert told(visit) == [
        "ticket.taken",
        "ticket.called",
        "service.begun",
        "identity.checked",
        "order.entered",
        "fee.paid",
        "receipt.issued",
        "service.ended",
        "visit.handed-over",
        "rating.invited",
        "visit.left",
    ]
    assert data_of(visit, "service.begun")["need_confirmed"] is True
    assert data_of(visit, "identity.checked")["document"] == "resident"
    assert data_of(visit, "order.entered")["service"] == "change"
    receipt = data_of(visit, "receipt.issued")
    assert {name: receipt[name] for name in ("number", "amount", "paid_by", "by_list", "counted")} == {
        "number": "R-7",
        "amount": 38.5,
        "paid_by": "cash",
        "by_list": True,
        "counted": True,
    }
    assert same_as_the_log()
    states = set(models.Obligation._base_manager.filter(case=visit.pk).values_list("state", flat=True))
    assert "broken" not in states


def test_a_tick_that_nobody_sets_claims_nothing(halls: Cast, lin: Desk, lins: CounterDay, take: Take) -> None:
    visit = take("payment")
    lin.do("call")
    lin.step("service.begun", visit)
    assert data_of(visit, "service.begun").get("need_confirmed") is None
    states = models.Obligation._base_manager.filter(case=visit.pk, clause="counter.need-confirmed")
    assert [row.state for row in states] == ["not_judged"]


def test_what_the_standard_refuses_is_shown_in_place_with_its_clause_and_is_not_noted(
    halls: Cast, lin: Desk, begun: Callable[..., Visit]
) -> None:
    visit = begun("change")
    before = told(visit)
    lin.step("order.entered", visit)
    assert lin.status == 422
    assert open_step(lin.text) == "order.entered"
    assert "身份没核实，业务不录入" in lin.text
    assert "counter.identity-first" in lin.text
    lin.step("identity.checked", visit, document="passport")
    lin.step("order.entered", visit, on_voucher="on")
    assert "counter.vouchers-first" in lin.text
    assert told(visit) == [*before, "identity.checked"]


def test_a_charge_beside_the_price_list_and_an_incomplete_receipt_are_not_noted(
    halls: Cast, lin: Desk, begun: Callable[..., Visit]
) -> None:
    visit = begun("payment")
    lin.step("receipt.issued", visit, number="R-1", amount="10", paid_by="card")
    assert "counter.fee-by-list" in lin.text
    lin.step("receipt.issued", visit, number="", amount="ten", paid_by="shells", by_list="on")
    assert lin.status == 422
    assert lin.text.count('class="field-error"') == 3
    assert "receipt.issued" not in told(visit)


def test_a_document_in_doubt_is_checked_anew(halls: Cast, lin: Desk, begun: Callable[..., Visit]) -> None:
    visit = begun("change")
    lin.step("identity.checked", visit, document="resident")
    assert open_step(lin.text) == "order.entered"
    lin.do("undo", visit, word="identity.doubted")
    assert open_step(lin.text) == "identity.checked"
    lin.do("undo", visit, word="visit.solved")
    assert lin.status == 422


def test_the_services_own_time_counts_up_to_the_limit_of_its_clause(
    halls: Cast, lin: Desk, begun: Callable[..., Visit], time: Time
) -> None:
    visit = begun("change")
    time.passes(50)
    page = lin.look()
    assert f'data-from="{visit.begun_at}" data-due="{(visit.begun_at or 0) + 180}"' in page
    assert "counter.time.change" in page


def test_advice_has_no_limit_and_none_is_shown(
    halls: Cast, lin: Desk, take: Take, zhaos: CounterDay, by: By, logged_in: LogIn
) -> None:
    visit = take("consult")
    actions.call_next(zhaos, by=by(halls.zhao))
    actions.begin_service(visit, by=by(halls.zhao))
    page = Desk(logged_in(halls.zhao)).look()
    assert "不限时" in page
    assert steps_shown(page) == ["service.ended"]


def test_another_service_begins_with_its_own_steps_and_time(
    halls: Cast, lin: Desk, begun: Callable[..., Visit]
) -> None:
    visit = begun("payment")
    lin.step("order.entered", visit)
    lin.step("service.ended", visit)
    lin.do("begin", visit, service="change")
    assert open_step(lin.text) == "identity.checked"
    assert "counter.time.change" in lin.text
    assert Visit._base_manager.get().service == "change"


STANDARD = """
standard: spoken-hall
edition: "1"
in_force: {from: 2020-01-01}
builds_on: pack:own-hall
settings:
  hall.hotline: {value: "10099", label: hotline}
clauses:
- id: spoken.fee
  of: visit
  says: {zh-Hans: 收费前报金额, en: the fee is told before it is taken}
  answerable: clerk
  check: {says: {on: fee.paid, moment: 收费, phrases: ["{number}号客户，{service}请付费，热线{hotline}，{unknown}"]}}
- id: spoken.order
  of: visit
  says: {zh-Hans: 先收费后录入, en: the fee comes first}
  answerable: clerk
  guard: true
  check: {order: {first: fee.paid, then: order.entered, anew: service.begun}}
"""


def test_another_standard_makes_another_page_and_its_slots_are_filled(
    halls: Cast, lin: Desk, begun: Callable[..., Visit]
) -> None:
    halls.organisation.standard = "spoken-hall"
    halls.organisation.save()
    publish(layers_of_text(STANDARD, place="spoken.yaml", folder=Path()), at=halls.organisation, by=SYSTEM)
    editions.forget()
    visit = begun("payment")
    page = lin.look()
    assert steps_shown(page)[-4:] == ["fee.paid", "order.entered", "receipt.issued", "service.ended"]
    assert open_step(page) == "fee.paid"
    assert f"{visit.number}号客户，缴费请付费，热线10099，{{unknown}}" in page
