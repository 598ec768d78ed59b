"""Asking the book: threads, what is owed by whom and where; and nothing of another site."""

from __future__ import annotations

import pytest
from tests.operation.laws.trial.fixtures import MONDAY
from tests.operation.laws.trial.room import ANSWERED, NOTED
from tests.operation.people_of_the_tests import Cast

from shouwen.fault import Fault
from shouwen.operation.ledger import clock, words
from shouwen.operation.ledger.act import NewCase, act, begin
from shouwen.operation.ledger.models import Case, Event, Obligation, Told
from shouwen.operation.ledger.promises import promise
from shouwen.operation.ledger.read import (
    case_called,
    is_notice,
    offered_to,
    owed_at,
    owed_by,
    owed_in,
    owned_by,
    thread,
)
from shouwen.operation.ledger.watch import look_once
from shouwen.operation.people import duty, scope
from shouwen.operation.people.models import Staff
from shouwen.operation.people.rights import Acting, acting_of

HOUR = 3600


def as_of(person: Staff) -> Acting:
    return acting_of(person, clock.now())


@pytest.fixture
def case(trial: Cast) -> Case:
    new = NewCase(kind="concern", unit=trial.east, owner=trial.lin)
    return begin(new, NOTED, by=as_of(trial.lin), data={"topic": "bill"})


def test_a_person_sees_what_they_owe_the_most_urgent_first(trial: Cast, case: Case) -> None:
    promise(case, MONDAY + HOUR, by=as_of(trial.lin))
    lin = as_of(trial.lin)
    with scope.of(lin.seen):
        found = [(one.row.clause, one.clause.id if one.clause else None, one.covering) for one in owed_by(lin)]
    assert [clause for clause, _, _ in found[:3]] == ["promise.in-time", "answer.working-hours", "answer.any-hours"]
    assert all(clause == known and not covering for clause, known, covering in found)


def test_who_answers_for_somebody_who_is_away_sees_what_that_one_owes(trial: Cast, case: Case) -> None:
    zhao = as_of(trial.zhao)
    with scope.of(zhao.seen):
        assert owed_by(zhao) == []
    duty.plan_absence(trial.lin, MONDAY - 60, MONDAY + HOUR, backup=trial.zhao)
    with scope.of(zhao.seen):
        assert {(one.row.owner_id, one.covering) for one in owed_by(zhao)} == {(trial.lin.pk, True)}


def test_an_offer_is_seen_by_whom_it_is_made_to_and_at_the_desk_by_whoever_works_there(trial: Cast, case: Case) -> None:
    def waiting(person: Staff) -> list[int]:
        acting = as_of(person)
        with scope.of(acting.seen):
            return [one.pk for one in offered_to(acting)]

    act(case, words.OFFER, by=as_of(trial.lin), data={"to": trial.qian.reference})
    assert (waiting(trial.qian), waiting(trial.sun), waiting(trial.zhao)) == ([case.pk], [], [])
    act(case, words.TAKE_BACK, by=as_of(trial.lin))
    act(case, words.OFFER, by=as_of(trial.lin), data={"to": f"unit:{trial.desk.pk}"})
    assert (waiting(trial.he), waiting(trial.qian), waiting(trial.an)) == ([case.pk], [], [])


def test_nothing_crosses_sites_until_it_is_handed_over(trial: Cast, case: Case) -> None:
    promise(case, MONDAY + HOUR, by=as_of(trial.lin))
    qian, units = as_of(trial.qian), [trial.east.pk]
    with scope.of(qian.seen):
        for table in (Case, Event, Told, Obligation):
            assert list(table.objects.filter(**{_unit(table): trial.east})) == []
        assert (owed_at(units), owed_by(qian), owned_by(qian), owed_in(case), thread(case)) == ([], [], [], [], [])
        with pytest.raises(Fault) as refused:
            case_called(case.subject)
    assert refused.value.code == "case-unknown"
    act(case, words.OFFER, by=as_of(trial.lin), data={"to": trial.qian.reference})
    act(case, words.ACCEPT, by=qian)
    with scope.of(qian.seen):
        assert case_called(case.subject).pk == case.pk
        assert [line.event.word for line in thread(case)] == [NOTED, words.PROMISE, words.OFFER, words.ACCEPT]
        assert {one.row.clause for one in owed_by(qian)} >= {"promise.in-time", "answer.any-hours"}
        assert {one.row.clause for one in owed_in(case)} >= {"promise.in-time", "answer.any-hours"}


def _unit(table: type) -> str:
    return {Told: "case__unit"}.get(table, "unit")


def test_a_thread_is_in_the_order_in_which_it_happened_and_names_who_said_what(trial: Cast, case: Case) -> None:
    with clock.standing(MONDAY + HOUR):
        act(case, words.NOTE, by=as_of(trial.gu))
        act(case, ANSWERED, by=as_of(trial.lin), at=MONDAY + 60)
        lines = [line for line in thread(case) if not is_notice(line.row)]
    assert [(line.event.word, line.by.pk if line.by else None) for line in lines] == [
        (NOTED, trial.lin.pk), (ANSWERED, trial.lin.pk), (words.NOTE, trial.gu.pk)
    ]  # fmt: skip
    assert lines[1].label.say("zh-Hans") == "答复"


def test_asking_without_saying_on_whose_behalf_is_a_mistake(trial: Cast, case: Case) -> None:
    token = scope._seen.set(None)
    try:
        with pytest.raises(scope.OutsideScope):
            owed_in(case)
    finally:
        scope._seen.reset(token)


def test_what_is_overdue_and_not_answered_stays_with_who_owes_it_first_of_all_until_it_is_answered(
    trial: Cast, case: Case
) -> None:
    def owed_late() -> list[str]:
        lin = as_of(trial.lin)
        with scope.of(lin.seen):
            return [one.row.clause for one in owed_by(lin) if one.overdue]

    promise(case, MONDAY + HOUR, by=as_of(trial.lin))
    assert owed_late() == []
    with clock.standing(MONDAY + 30 * 24 * HOUR):
        while look_once():
            pass
        late = owed_late()
        assert late[0] == "promise.in-time"
        assert {"promise.in-time", "answer.working-hours", "answer.any-hours"} <= set(late)
        with scope.everywhere():
            assert {one.state for one in Obligation.objects.filter(clause__in=late[:1])} == {"broken"}
        act(case.subject, ANSWERED, by=as_of(trial.lin))
        assert "answer.any-hours" not in owed_late()
        assert "promise.in-time" in owed_late()
