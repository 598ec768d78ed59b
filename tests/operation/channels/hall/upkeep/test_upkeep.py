"""Places, machines and supplies: looked at as often as the standard says, repaired, refilled."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from tests.operation.channels.hall.conftest import Time
from tests.operation.channels.hall.things_of_the_tests import unlike_the_log
from tests.operation.people_of_the_tests import Cast

from shouwen.fault import Fault
from shouwen.operation.channels.hall.models import Facility
from shouwen.operation.channels.hall.upkeep import actions, story
from shouwen.operation.ledger import models, watch
from shouwen.operation.people.models import Staff
from shouwen.operation.people.rights import Acting

By = Callable[[Staff], Acting]
HOUR = 3600


def refused(code: str) -> pytest.RaisesExc[Fault]:
    return pytest.RaisesExc(Fault, check=lambda fault: fault.code == code)


def owed(row: Facility) -> list[tuple[str, str]]:
    found = models.Obligation._base_manager.filter(case=row.pk).order_by("pk")
    return [(one.clause, one.state) for one in found]


@pytest.fixture
def machine_itself(halls: Cast) -> Acting:
    """What the number machine's own programme asks with."""
    east = halls.east.pk
    return Acting("device:machine", posts=((east, "device"),), units=frozenset({east}), grade="device")


def test_a_place_is_due_again_three_opening_hours_after_each_look(
    kept_up: dict[str, Facility], dao: Staff, by: By, time: Time
) -> None:
    rest = kept_up["rest"]
    assert owed(rest) == [("upkeep.places-cleaned", "open")]
    time.passes(2 * HOUR)
    row = actions.inspect(rest, passed=True, by=by(dao))
    assert (row.checked_at, row.passed) == (time.now, True)
    assert sorted(owed(rest)) == [
        ("upkeep.places-cleaned", "kept"), ("upkeep.places-cleaned", "open"), ("upkeep.places-in-order", "kept"),
    ]  # fmt: skip
    due = models.Obligation._base_manager.get(case=rest.pk, state="open")
    assert due.due == time.now + 3 * HOUR
    time.passes(4 * HOUR)
    watch.look_once()
    assert ("upkeep.places-cleaned", "broken") in owed(rest)
    assert unlike_the_log(time.now) == []


def test_the_night_does_not_count(kept_up: dict[str, Facility], dao: Staff, by: By, time: Time) -> None:
    time.passes(7 * HOUR)  # 17:00; the hall closes at 18:00
    actions.inspect(kept_up["rest"], passed=True, by=by(dao))
    due = models.Obligation._base_manager.get(case=kept_up["rest"].pk, state="open")
    assert due.due == time.now + (1 + 14.5 + 2) * HOUR  # 10:30 of the next day


def test_what_is_not_in_order_breaks_the_clause_that_it_is(kept_up: dict[str, Facility], dao: Staff, by: By) -> None:
    actions.inspect(kept_up["nm-1"], passed=False, by=by(dao))
    assert ("upkeep.machines-work", "broken") in owed(kept_up["nm-1"])


def test_a_look_at_the_water_dispenser_keeps_the_halls_own_clause(
    kept_up: dict[str, Facility], dao: Staff, by: By, time: Time
) -> None:
    actions.inspect(kept_up["water-1"], passed=True, by=by(dao))
    found = models.Obligation._base_manager.filter(clause="rest-area.water", state="kept")
    assert [row.case.subject for row in found] == ["device:hall-east-water-1"]
    actions.retire(kept_up["water-1"], by=by(Staff.objects.get(username="1003")))
    assert models.Event._base_manager.filter(word="device.retired").count() == 1
    assert unlike_the_log(time.now) == []


def test_a_machine_that_tells_its_fault_is_repaired_in_time(
    halls: Cast, kept_up: dict[str, Facility], machine_itself: Acting, by: By, time: Time
) -> None:
    machine = kept_up["nm-1"]
    for _ in range(3):  # it tells it each minute
        row = actions.report_fault(machine, "no-paper", by=machine_itself)
        time.passes(60)
    assert (row.state, row.fault, row.fault_since) == (story.FAULTY, "no-paper", row.since)
    told = models.Event._base_manager.filter(word=story.FAULTED)
    assert [(event.by, event.grade) for event in told] == [("device:machine", "device")]
    row = actions.works_again(machine, by=machine_itself)
    assert (row.state, row.fault, row.fault_since) == (story.IN_ORDER, "", None)
    assert ("upkeep.fault-repaired", "kept") in owed(machine)
    assert unlike_the_log(time.now) == []


def test_a_fault_is_told_with_since_when_and_never_from_the_time_to_come(
    kept_up: dict[str, Facility], dao: Staff, by: By, time: Time
) -> None:
    with refused("facility-since"):
        actions.report_fault(kept_up["nm-1"], "jammed", by=by(dao), since=time.now + 60)
    row = actions.report_fault(kept_up["nm-1"], "jammed", by=by(dao), since=time.now - HOUR)
    assert row.fault_since == time.now - HOUR
    with refused("may-not-follow"):
        actions.report_fault(kept_up["nm-1"], "screen", by=by(dao))
    with refused("facility-fault-unknown"):
        actions.report_fault(kept_up["rest"], "haunted", by=by(dao))


def test_what_is_out_of_use_is_not_looked_at_until_it_is_back(
    halls: Cast, kept_up: dict[str, Facility], dao: Staff, by: By, time: Time
) -> None:
    rest = kept_up["rest"]
    actions.report_fault(rest, "broken", by=by(dao))
    actions.put_out_of_use(rest, "漏水", by=by(halls.gu))
    time.passes(2 * 86400)
    watch.look_once()
    assert [state for clause, state in owed(rest) if clause == "upkeep.places-cleaned"] == ["kept"]
    with refused("facility-out"):
        actions.inspect(rest, passed=True, by=by(dao))
    row = actions.works_again(rest, by=by(halls.gu))
    assert row.state == story.IN_ORDER
    assert ("upkeep.places-cleaned", "open") in owed(rest)
    assert unlike_the_log(time.now) == []


def test_a_supply_that_is_low_is_refilled(kept_up: dict[str, Facility], dao: Staff, by: By, time: Time) -> None:
    cups = kept_up["cups"]
    row = actions.tell_level(cups, "low", by=by(dao))
    assert (row.level, owed(cups)) == ("low", [("upkeep.supply-refilled", "open")])
    row = actions.ask_refill(cups, by=by(dao))
    assert row.asked_at == time.now
    time.passes(HOUR)
    row = actions.refill(cups, by=by(dao))
    assert (row.level, row.asked_at, owed(cups)) == ("", None, [("upkeep.supply-refilled", "kept")])
    with refused("facility-no-supply"):
        actions.refill(kept_up["rest"], by=by(dao))
    assert unlike_the_log(time.now) == []


def test_a_round_of_the_hall_is_told_of_the_day(halls: Cast, dao: Staff, by: By, time: Time) -> None:
    actions.look_around(halls.east, "reading", passed=True, by=by(dao))
    actions.look_around(halls.east, "rest-area-clean", passed=False, by=by(dao))
    found = models.Obligation._base_manager.filter(case__subject="siteday:hall-east-2025-05-06")
    assert sorted((one.clause, one.state) for one in found) == [
        ("rest-area.clean", "broken"), ("rest-area.reading", "kept"),
    ]  # fmt: skip
    assert unlike_the_log(time.now) == []


def test_the_same_code_is_not_given_twice_and_a_machine_may_come_back(
    halls: Cast, kept_up: dict[str, Facility], by: By
) -> None:
    with refused("facility-there-already"):
        actions.put_in_use(halls.east, "printer", "nm-1", by=by(halls.gu))
    with refused("facility-item-unknown"):
        actions.put_in_use(halls.east, "rocket", "r-1", by=by(halls.gu))
    actions.retire(kept_up["nm-1"], by=by(halls.gu))
    row = actions.put_in_use(halls.east, "printer", "nm-1", by=by(halls.gu))
    assert (row.state, row.item, row.case.closed_at) == (story.IN_ORDER, "printer", None)


def test_another_halls_people_do_nothing_with_it(halls: Cast, kept_up: dict[str, Facility], by: By) -> None:
    for step in (
        lambda: actions.inspect(kept_up["rest"], passed=True, by=by(halls.sun)),
        lambda: actions.report_fault(kept_up["nm-1"], "jammed", by=by(halls.qian)),
        lambda: actions.put_in_use(halls.east, "printer", "p-1", by=by(halls.sun)),
    ):
        with refused("case-unknown"):
            step()
    with refused("not-yours"):
        actions.put_in_use(halls.east, "printer", "p-1", by=by(halls.lin))
