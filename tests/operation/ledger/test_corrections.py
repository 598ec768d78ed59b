"""Corrections: nothing is changed, something is said against it; what is owed follows, and what was broken heals."""

from __future__ import annotations

import pytest
from tests.operation.laws.trial.asking import fresh, notices, owed, watched
from tests.operation.laws.trial.fixtures import MONDAY
from tests.operation.laws.trial.models import Concern
from tests.operation.laws.trial.room import ANSWERED, CLOSED, NOTED
from tests.operation.people_of_the_tests import Cast

from shouwen.fault import Fault
from shouwen.operation.ledger import clock, words
from shouwen.operation.ledger.act import NewCase, act, begin, correct
from shouwen.operation.ledger.models import Case, Event, Obligation
from shouwen.operation.ledger.read import thread
from shouwen.operation.ledger.rebuild import differences
from shouwen.operation.people.models import Staff
from shouwen.operation.people.rights import Acting, acting_of

HOUR = 3600


def as_of(person: Staff) -> Acting:
    return acting_of(person, clock.now())


@pytest.fixture
def case(trial: Cast) -> Case:
    new = NewCase(kind="concern", unit=trial.east, owner=trial.lin)
    return begin(new, NOTED, by=as_of(trial.lin), data={"topic": "bill"})


def test_a_correction_moves_an_event_and_what_was_broken_is_kept_and_said_to_be(trial: Cast, case: Case) -> None:
    with clock.standing(MONDAY + 4 * HOUR):
        answered = act(case, ANSWERED, by=as_of(trial.lin))
        assert owed(case, "answer.any-hours") == [("broken", MONDAY + 3 * HOUR)]
    with clock.standing(MONDAY + 5 * HOUR):
        correct(answered, by=as_of(trial.lin), reason="it was an hour and a half earlier", at=MONDAY + 5 * HOUR // 2)
        assert owed(case, "answer.any-hours") == [("kept", MONDAY + 3 * HOUR)]
        assert differences([fresh(case)]) == []
    assert notices(case, "answer.any-hours") == [("broken", MONDAY + 3 * HOUR + 1), ("withdrawn", MONDAY + 5 * HOUR)]
    assert Concern.objects.get(case=case).last_at == MONDAY + 5 * HOUR // 2


def test_an_answer_told_late_heals_what_the_watch_found_broken(trial: Cast, case: Case) -> None:
    with clock.standing(MONDAY + 4 * HOUR):
        watched()
        assert owed(case, "answer.any-hours") == [("broken", MONDAY + 3 * HOUR)]
        act(case, ANSWERED, by=as_of(trial.lin), at=MONDAY + HOUR)
        assert owed(case, "answer.any-hours") == [("kept", MONDAY + 3 * HOUR)]
    assert [word for word, _ in notices(case, "answer.any-hours")] == ["broken", "withdrawn"]


def test_a_voided_opener_leaves_nothing_owed_and_takes_its_notices_back(trial: Cast, case: Case) -> None:
    with clock.standing(MONDAY + 4 * HOUR):
        watched()
        noted = Event.objects.get(told__case=case, word=NOTED)
        correct(noted, by=as_of(trial.lin), reason="a test", void=True)
        assert owed(case) == []
        assert [word for word, _ in notices(case, "answer.any-hours")] == ["broken", "withdrawn"]
        assert (fresh(case).owner_id, Concern.objects.get(case=case).last_at) == (trial.lin.pk, None)


def test_a_correction_replaces_what_an_event_held_and_the_facts_of_the_place_stay(trial: Cast, case: Case) -> None:
    noted = Event.objects.get(told__case=case, word=NOTED)
    assert [state for state, _ in owed(case, "own.answer")] == ["open"]
    correct(noted, by=as_of(trial.lin), reason="a slip", data={"topic": "cover"})
    assert [state for state, _ in owed(case, "own.answer")] == ["open"]  # by the fact that the hall is our own
    assert Concern.objects.get(case=case).topic == "cover"
    correct(noted, by=as_of(trial.lin), reason="a slip", data={"topic": "praise"})
    assert owed(case, "own.answer") == []


def test_of_several_corrections_the_last_counts_alone(trial: Cast, case: Case) -> None:
    with clock.standing(MONDAY + HOUR):
        answered = act(case, ANSWERED, by=as_of(trial.lin))
    with clock.standing(MONDAY + 2 * HOUR):
        correct(answered, by=as_of(trial.lin), reason="a slip", void=True)
        assert Concern.objects.get(case=case).answers == 0
        correct(answered, by=as_of(trial.lin), reason="it did happen", at=MONDAY + 60)
        assert Concern.objects.get(case=case).answers == 1
        assert differences([fresh(case)]) == []


def test_who_said_it_or_a_manager_there_may_correct_it_and_nobody_else(trial: Cast, case: Case) -> None:
    answered = act(case, ANSWERED, by=as_of(trial.lin))
    for person, code in ((trial.zhao, "not-yours"), (trial.qian, "case-unknown"), (trial.sun, "case-unknown")):
        with pytest.raises(Fault) as refused:
            correct(answered, by=as_of(person), reason="no", void=True)
        assert refused.value.code == code
    for person in (trial.lin, trial.gu, trial.han):
        correct(answered, by=as_of(person), reason="yes", at=MONDAY)


def test_a_correction_is_not_corrected_and_a_notice_is_not_either(trial: Cast, case: Case) -> None:
    answered = act(case, ANSWERED, by=as_of(trial.lin))
    correction = correct(answered, by=as_of(trial.lin), reason="a slip", void=True)
    with pytest.raises(Fault) as refused:
        correct(correction, by=as_of(trial.lin), reason="a slip", void=True)
    assert refused.value.code == "case-unknown"
    with clock.standing(MONDAY + 4 * HOUR):
        watched()
        notice = Event.objects.filter(word=words.BROKEN).latest("pk")
        with pytest.raises(Fault) as refused:
            correct(notice, by=as_of(trial.gu), reason="we look bad", void=True)
    assert refused.value.code == "not-yours"


def test_nothing_is_moved_into_the_future(trial: Cast, case: Case) -> None:
    answered = act(case, ANSWERED, by=as_of(trial.lin))
    with pytest.raises(Fault) as refused:
        correct(answered, by=as_of(trial.lin), reason="later", at=MONDAY + 1)
    assert refused.value.code == "noted-before-it-happened"


def test_when_a_story_began_otherwise_its_obligations_say_so(trial: Cast, case: Case) -> None:
    with clock.standing(MONDAY + HOUR):
        noted = Event.objects.get(told__case=case, word=NOTED)
        correct(noted, by=as_of(trial.lin), reason="a slip", at=MONDAY - HOUR)
    assert set(Obligation.objects.filter(case=case).values_list("opened_at", flat=True)) == {MONDAY - HOUR}


def test_an_event_told_after_one_was_moved_later_takes_its_place_before_it(trial: Cast, case: Case) -> None:
    with clock.standing(MONDAY + HOUR):
        answered = act(case, ANSWERED, by=as_of(trial.lin), at=MONDAY + 60)
        correct(answered, by=as_of(trial.lin), reason="later", at=MONDAY + 3000)
        act(case, CLOSED, by=as_of(trial.lin), at=MONDAY + 600)
        row = Concern.objects.get(case=case)
        assert (row.state, row.last_at) == ("answered", MONDAY + 3000)
        assert differences([fresh(case)]) == []


def test_both_stay_visible(trial: Cast, case: Case) -> None:
    answered = act(case, ANSWERED, by=as_of(trial.lin), data={"how": "well"})
    with clock.standing(MONDAY + 60):
        correct(answered, by=as_of(trial.lin), reason="a slip", data={"how": "badly"}, at=MONDAY + 30)
        lines = [line for line in thread(case) if line.row.word == ANSWERED]
    assert [
        (line.event.at, line.event.data.get("how"), line.row.data.get("how"), line.corrected) for line in lines
    ] == [
        (MONDAY + 30, "badly", "well", True),
        (MONDAY + 60, None, None, False),
    ]
