"""What is owed is worked out afresh at each act, and only the difference stored."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.operation.laws.trial.asking import fresh, notices, owed, watched
from tests.operation.laws.trial.fixtures import MONDAY
from tests.operation.laws.trial.room import ANSWERED, CLOSED, NOTED, REOPENED, RESUMED, WAITS
from tests.operation.people_of_the_tests import Cast

from shouwen.events.event import RANK
from shouwen.operation.ledger import clock, words
from shouwen.operation.ledger.act import NewCase, act, begin
from shouwen.operation.ledger.models import Case, Event, Obligation
from shouwen.operation.people.models import Staff
from shouwen.operation.people.rights import Acting, acting_of

HOUR = 3600


def as_of(person: Staff) -> Acting:
    return acting_of(person, clock.now())


@pytest.fixture
def case(trial: Cast) -> Case:
    new = NewCase(kind="concern", unit=trial.east, owner=trial.lin)
    return begin(new, NOTED, by=as_of(trial.lin), data={"topic": "bill"})


def test_a_pause_moves_the_due_time_by_what_the_calendar_was_open_meanwhile(trial: Cast, case: Case) -> None:
    assert owed(case, "answer.working-hours") == [("open", MONDAY + 2 * HOUR)]
    with clock.standing(MONDAY + HOUR):
        act(case, WAITS, by=as_of(trial.lin))
        assert owed(case, "answer.working-hours") == [("open", None)]
        assert Obligation.objects.get(case=case, clause="answer.working-hours").reason == "paused"
    with clock.standing(MONDAY + 5 * HOUR):  # an hour is left at 15:00
        act(case, RESUMED, by=as_of(trial.lin))
        assert owed(case, "answer.working-hours") == [("open", MONDAY + 6 * HOUR)]


def test_closing_and_opening_again_goes_on_with_what_was_left(trial: Cast, case: Case) -> None:
    with clock.standing(MONDAY + HOUR):
        act(case, CLOSED, by=as_of(trial.lin), at=MONDAY + HOUR)
        assert owed(case, "answer.working-hours")[0][0] == "not_judged"
    with clock.standing(MONDAY + 5 * HOUR):
        act(case, REOPENED, by=as_of(trial.zhao))
        assert owed(case, "answer.working-hours") == [("open", MONDAY + 6 * HOUR)]


def test_a_breach_by_an_act_is_noticed_at_the_second_of_that_act(trial: Cast, case: Case) -> None:
    with clock.standing(MONDAY + HOUR):
        act(case, ANSWERED, by=as_of(trial.lin), data={"how": "rude"}, at=MONDAY + 900)
        act(case, words.NOTE, by=as_of(trial.lin))
    assert owed(case, "answer.kindly") == [("broken", None)]
    assert notices(case, "answer.kindly") == [("broken", MONDAY + 900)]


def test_a_notice_names_the_clause_what_opened_it_and_when_it_was_due(trial: Cast, case: Case) -> None:
    with clock.standing(MONDAY + 4 * HOUR):
        watched()
    notice = Event.objects.get(word=words.BROKEN, data__clause="answer.any-hours")
    opened = Event.objects.get(word=NOTED)
    assert notice.data == {"clause": "answer.any-hours", "opened_by": opened.pk, "due": MONDAY + 3 * HOUR}
    assert (notice.about, notice.unit_id) == ([case.subject], trial.east.pk)


def test_a_verdict_is_as_good_as_the_weakest_event_it_rests_on(trial: Cast, case: Case) -> None:
    act(case, ANSWERED, by=as_of(trial.lin), grade="transcript")
    row = Obligation.objects.get(case=case, clause="answer.any-hours")
    assert row.grade == RANK["self-reported"]
    assert row.evidence == sorted([row.opened_by, row.settled_by])


def test_what_does_not_change_is_not_written(trial: Cast, case: Case) -> None:
    with CaptureQueriesContext(connection) as asked:
        act(case, words.NOTE, by=as_of(trial.lin))
    assert [
        query["sql"] for query in asked if '"ledger_obligation"' in query["sql"] and "SELECT" not in query["sql"]
    ] == []


def test_a_case_without_clauses_owes_nothing_and_is_never_looked_at(trial: Cast) -> None:
    act_on = begin(NewCase(kind="staff", unit=trial.east, name="1001"), words.NOTE, by=as_of(trial.lin))
    assert (owed(act_on), fresh(act_on).next_change) == ([], None)
