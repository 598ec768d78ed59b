"""Several services under one number: chosen at the machine, done one after the other at the counter."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from django.utils import translation
from tests.operation.channels.hall.conftest import Time
from tests.operation.channels.hall.console.console_desk import Desk
from tests.operation.channels.hall.machine.test_machine import once_of
from tests.operation.channels.hall.screens_of_the_tests import screen_browser
from tests.operation.people_of_the_tests import Cast

from shouwen.fault import Fault
from shouwen.operation.channels.hall import actions, counters
from shouwen.operation.channels.hall.machine.slip import slip_of
from shouwen.operation.channels.hall.models import CounterDay, Visit
from shouwen.operation.ledger import models, rebuild
from shouwen.operation.people.models import Staff
from shouwen.operation.people.rights import Acting

pytestmark = pytest.mark.django_db
By = Callable[[Staff], Acting]


def test_two_services_are_one_number_at_the_machine(halls: Cast) -> None:
    machine: Client = screen_browser(halls, halls.east)
    page = machine.get("/hall/machine/?several=1").content.decode()
    assert page.count('type="checkbox" name="service"') == 3
    once = once_of(machine, "/hall/machine/?several=1")
    answer = machine.post("/hall/machine/take", {"service": ["payment", "consult", "payment"], "once": once})
    (visit,) = Visit._base_manager.all()
    assert (visit.number, visit.service, visit.more) == ("A001", "payment", ["consult"])
    assert "咨询" in machine.get(answer["Location"]).content.decode()


def test_no_service_touched_gives_no_number(halls: Cast) -> None:
    machine: Client = screen_browser(halls, halls.east)
    answer = machine.post("/hall/machine/take", {"once": once_of(machine)})
    assert (answer["Location"], Visit._base_manager.count()) == ("/hall/machine/?several=none", 0)


def test_a_service_that_is_not_offered_is_not_promised_for_later(halls: Cast) -> None:
    machine: Client = screen_browser(halls, halls.east)
    machine.post("/hall/machine/take", {"service": ["payment", "dance"], "once": once_of(machine)})
    assert Visit._base_manager.count() == 0


def test_the_console_goes_on_to_the_second_without_a_new_number(
    halls: Cast, machine: Acting, lins: CounterDay, lin: Desk, by: By
) -> None:
    visit = actions.take_number(halls.east, "payment", by=machine, more=["change"])
    actions.call_next(lins, by=by(halls.lin))
    actions.begin_service(visit, by=by(halls.lin))
    actions.end_service(visit, by=by(halls.lin))
    page = lin.look()
    assert "接着办：变更" in page
    lin.do("begin", visit, service="change")
    now = Visit._base_manager.get(pk=visit.pk)
    assert (now.state, now.service, now.number, now.more, now.done) == ("served", "change", "A001", [], ["payment"])
    assert "接着办" not in lin.look()


def test_what_another_counter_does_is_sent_on_with_the_place_kept(
    halls: Cast, machine: Acting, lins: CounterDay, lin: Desk, by: By, time: Time
) -> None:
    visit = actions.take_number(halls.east, "payment", by=machine, more=["consult"])
    time.passes(60)
    later = actions.take_number(halls.east, "consult", by=machine)
    actions.call_next(lins, by=by(halls.lin))
    actions.begin_service(visit, by=by(halls.lin))
    actions.end_service(visit, by=by(halls.lin))
    assert "转去办：咨询" in lin.look()
    lin.do("transfer", visit, service="consult")
    now = Visit._base_manager.get(pk=visit.pk)
    assert (now.state, now.line, now.number, now.more) == ("waiting", "advice", "A001", ["consult"])
    assert (now.since or 0) < (later.since or 0)
    assert rebuild.differences(models.Case._base_manager.filter(pk=visit.pk)) == []


def test_nobody_is_called_while_the_customer_at_the_counter_has_more_to_be_done(
    halls: Cast, machine: Acting, take: Callable[..., Visit], lins: CounterDay, lin: Desk, by: By
) -> None:
    visit = actions.take_number(halls.east, "payment", by=machine, more=["change"])
    later = take()
    actions.call_next(lins, by=by(halls.lin))
    actions.begin_service(visit, by=by(halls.lin))
    actions.end_service(visit, by=by(halls.lin))
    page = lin.look()
    assert "接着办：变更" in page
    assert "叫下一位" not in page
    for ask in (
        lambda: actions.call_next(lins, by=by(halls.lin)),
        lambda: counters.pause(lins, "rest", by=by(halls.lin)),
        lambda: counters.close_counter(lins, by=by(halls.lin)),
    ):
        with pytest.raises(Fault) as refused:
            ask()
        assert refused.value.code == "counter-more-wanted"
        assert "A001" in refused.value.say("en")
    assert Visit._base_manager.get(pk=later.pk).state == "waiting"
    actions.leave(visit, by=by(halls.lin))  # they want it no more
    called = actions.call_next(lins, by=by(halls.lin))
    assert called is not None
    assert called.pk == later.pk


def test_the_slip_tells_all_that_is_to_be_done(halls: Cast, machine: Acting) -> None:
    visit = actions.take_number(halls.east, "payment", by=machine, more=["change", "consult"])
    with translation.override("zh-hans"):
        slip = slip_of(visit, "https://hall.example.com/v/x/")
        alone = slip_of(actions.take_number(halls.east, "payment", by=machine), "https://hall.example.com/v/y/")
    assert (slip.service, slip.lines[0]) == ("缴费", "接着办：变更、咨询")
    assert alone.lines[0] == "前面等候：1 人"
