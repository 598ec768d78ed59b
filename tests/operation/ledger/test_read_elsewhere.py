"""Who is to answer for a case of another unit, or to accept it, sees that case and what it owes; and nothing else."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from tests.operation.laws.trial.fixtures import MONDAY
from tests.operation.laws.trial.room import NOTED
from tests.operation.people_of_the_tests import Cast

from shouwen.fault import Fault
from shouwen.operation.ledger import clock, read, words
from shouwen.operation.ledger.act import NewCase, act, begin
from shouwen.operation.ledger.guarding import in_sight
from shouwen.operation.ledger.models import Case, Event, Obligation, Told
from shouwen.operation.ledger.promises import keep, promise
from shouwen.operation.people import duty, privacy, scope
from shouwen.operation.people.models import Customer, Staff
from shouwen.operation.people.personal import PersonalData
from shouwen.operation.people.rights import Acting, acting_of

HOUR = 3600


def as_of(person: Staff) -> Acting:
    return acting_of(person, clock.now())


@dataclass(frozen=True)
class East:
    """Two concerns at the east hall, each of a customer, with a promise made in it: one of Lin's, one of Zhao's."""

    lins: Case
    zhaos: Case


@pytest.fixture
def east(trial: Cast) -> East:
    def concern(owner: Staff) -> Case:
        customer = privacy.meet(trial.east, PersonalData(name="王芳"))
        new = NewCase(kind="concern", unit=trial.east, owner=owner, customer=customer)
        case = begin(new, NOTED, by=as_of(owner), data={"topic": "bill"})
        promise(case, MONDAY + HOUR, by=as_of(owner))
        return case

    return East(concern(trial.lin), concern(trial.zhao))


def all_seen_of_east(person: Staff, cast: Cast) -> dict[str, set[int]]:
    """The rows of the east hall that this person sees, table by table."""
    with scope.of(as_of(person).seen):
        return {
            "cases": set(Case.objects.filter(unit=cast.east).values_list("pk", flat=True)),
            "events": set(Event.objects.filter(unit=cast.east).values_list("pk", flat=True)),
            "told": set(Told.objects.filter(case__unit=cast.east).values_list("case", flat=True)),
            "obligations": set(Obligation.objects.filter(unit=cast.east).values_list("pk", flat=True)),
            "customers": set(Customer.objects.filter(unit=cast.east).values_list("pk", flat=True)),
        }


def all_of(case: Case) -> dict[str, set[int]]:
    """The rows that belong to a case and its promises, table by table."""
    with scope.everywhere():
        cases = {case.pk, *Case.objects.filter(arose_from=case).values_list("pk", flat=True)}
        return {
            "cases": cases,
            "events": set(Event.objects.filter(told__case__in=cases).values_list("pk", flat=True)),
            "told": cases,
            "obligations": set(Obligation.objects.filter(case__in=cases).values_list("pk", flat=True)),
            "customers": {case.customer_id or 0},
        }


NOTHING: dict[str, set[int]] = {name: set() for name in ("cases", "events", "told", "obligations", "customers")}


def test_who_covers_from_another_unit_sees_what_they_owe_and_nothing_else_of_that_unit(trial: Cast, east: East) -> None:
    assert all_seen_of_east(trial.qian, trial) == NOTHING
    duty.plan_absence(trial.lin, MONDAY - 60, MONDAY + HOUR, backup=trial.qian)
    assert all_seen_of_east(trial.qian, trial) == all_of(east.lins)
    assert all_seen_of_east(trial.sun, trial) == NOTHING
    qian = as_of(trial.qian)
    with scope.of(qian.seen):
        assert [case.pk for case in read.owned_by(qian)] == [east.lins.pk]
        assert {(one.row.owner_id, one.covering) for one in read.owed_by(qian)} == {(trial.lin.pk, True)}
        assert {one.row.clause for one in read.owed_by(qian)} >= {"promise.in-time", "answer.any-hours"}
    with clock.standing(MONDAY + HOUR + 1):
        assert all_seen_of_east(trial.qian, trial) == NOTHING


def test_who_covers_from_another_unit_may_do_what_the_owner_may(trial: Cast, east: East) -> None:
    duty.plan_absence(trial.lin, MONDAY - 60, MONDAY + HOUR, backup=trial.qian)
    with scope.everywhere():
        promised = Case.objects.select_related("arose_from").get(arose_from=east.lins)
    keep(promised, by=as_of(trial.qian))
    with scope.of(as_of(trial.qian).seen):
        assert read.thread(east.lins)[-1].event.word == words.KEEP
    with pytest.raises(Fault) as refused:
        act(east.zhaos, words.NOTE, by=as_of(trial.qian))
    assert refused.value.code == "case-unknown"


def test_who_is_asked_to_accept_sees_what_the_case_owes_and_nothing_else_of_that_unit(trial: Cast, east: East) -> None:
    act(east.lins, words.OFFER, by=as_of(trial.lin), data={"to": trial.qian.reference})
    assert all_seen_of_east(trial.qian, trial) == all_of(east.lins)
    qian = as_of(trial.qian)
    with scope.of(qian.seen):
        assert [case.pk for case in read.offered_to(qian)] == [east.lins.pk]
        assert {one.row.clause for one in read.owed_in(east.lins)} >= {"promise.in-time", "answer.any-hours"}
        assert read.owed_by(qian) == []
    act(east.lins, words.REFUSE, by=as_of(trial.qian))
    assert all_seen_of_east(trial.qian, trial) == NOTHING


def test_a_desk_that_is_asked_to_accept_sees_what_the_case_owes_and_nothing_else(trial: Cast, east: East) -> None:
    act(east.lins, words.OFFER, by=as_of(trial.lin), data={"to": f"unit:{trial.desk.pk}"})
    assert all_seen_of_east(trial.he, trial) == all_of(east.lins)
    assert all_seen_of_east(trial.qian, trial) == NOTHING


def test_who_succeeds_somebody_that_has_left_sees_what_is_still_theirs(trial: Cast, east: East) -> None:
    trial.lin.is_active, trial.lin.backup = False, trial.wu
    trial.lin.save()
    assert all_seen_of_east(trial.wu, trial) == all_of(east.lins)


def test_a_row_at_hand_is_in_sight_exactly_where_the_scope_shows_it(trial: Cast, east: East) -> None:
    duty.plan_absence(trial.lin, MONDAY - 60, MONDAY + HOUR, backup=trial.qian)
    act(east.zhaos, words.OFFER, by=as_of(trial.zhao), data={"to": trial.wu.reference})
    with scope.everywhere():
        rows = list(Case.objects.all())
    for person in (trial.lin, trial.zhao, trial.gu, trial.qian, trial.sun, trial.han, trial.wu, trial.he, trial.bai):
        acting = as_of(person)
        with scope.of(acting.seen):
            shown = set(Case.objects.values_list("pk", flat=True))
            for row in rows:
                assert (row.pk in shown) is in_sight(row, acting)
                if row.pk in shown:
                    assert read.case_alone(row.subject).pk == row.pk
