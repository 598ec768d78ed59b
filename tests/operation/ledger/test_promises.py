"""Promises: each a story of its own, so that keeping one keeps no other."""

from __future__ import annotations

import pytest
from tests.operation.laws.trial.asking import notices, owed, story, watched
from tests.operation.laws.trial.fixtures import MONDAY
from tests.operation.laws.trial.room import NOTED
from tests.operation.people_of_the_tests import Cast

from shouwen.fault import Fault
from shouwen.operation.ledger import clock, words
from shouwen.operation.ledger.act import NewCase, begin
from shouwen.operation.ledger.models import Case
from shouwen.operation.ledger.promises import keep, promise, release
from shouwen.operation.people.models import Staff
from shouwen.operation.people.rights import Acting, acting_of

HOUR = 3600


def as_of(person: Staff) -> Acting:
    return acting_of(person, clock.now())


@pytest.fixture
def case(trial: Cast) -> Case:
    new = NewCase(kind="concern", unit=trial.east, owner=trial.lin)
    return begin(new, NOTED, by=as_of(trial.lin), data={"topic": "bill"})


def test_keeping_one_promise_keeps_no_other(trial: Cast, case: Case) -> None:
    for until in (HOUR, 2 * HOUR):
        promise(case, MONDAY + until, by=as_of(trial.lin))
    first, second = Case.objects.filter(kind="promise").order_by("pk")
    keep(second, by=as_of(trial.lin))
    assert owed(first) == [("promise.in-time", "open", MONDAY + HOUR)]
    assert owed(second) == [("promise.in-time", "kept", MONDAY + 2 * HOUR)]
    assert story(case) == [NOTED, words.PROMISE, words.PROMISE, words.KEEP]


def test_a_promise_that_is_not_kept_is_broken_the_second_after_its_time(trial: Cast, case: Case) -> None:
    promise(case, MONDAY + HOUR, by=as_of(trial.lin))
    promised = Case.objects.get(kind="promise")
    with clock.standing(MONDAY + HOUR):
        watched()
        assert [state for _, state, _ in owed(promised)] == ["open"]
    with clock.standing(MONDAY + HOUR + 1):
        watched()
        assert [state for _, state, _ in owed(promised)] == ["broken"]
    assert notices(promised, "promise.in-time") == [("warned", MONDAY + HOUR // 2), ("broken", MONDAY + HOUR + 1)]


def test_a_customer_may_release_us_and_nothing_is_judged(trial: Cast, case: Case) -> None:
    promise(case, MONDAY + HOUR, by=as_of(trial.lin))
    promised = Case.objects.get(kind="promise")
    release(promised, by=as_of(trial.lin), data={"reason": "the customer came by"})
    assert owed(promised) == [("promise.in-time", "not_judged", None)]
    with pytest.raises(Fault) as refused:
        keep(promised, by=as_of(trial.lin))
    assert refused.value.code == "may-not-follow"


def test_a_click_too_many_promises_nothing_twice(trial: Cast, case: Case) -> None:
    for _ in range(2):
        promise(case, MONDAY + HOUR, by=as_of(trial.lin), once="click")
    assert Case.objects.filter(kind="promise").count() == 1


def test_only_who_answers_for_the_case_promises_and_keeps(trial: Cast, case: Case) -> None:
    with pytest.raises(Fault) as refused:
        promise(case, MONDAY + HOUR, by=as_of(trial.zhao))
    assert refused.value.code == "not-yours"
    promise(case, MONDAY + HOUR, by=as_of(trial.lin))
    with pytest.raises(Fault) as refused:
        keep(Case.objects.get(kind="promise"), by=as_of(trial.zhao))
    assert refused.value.code == "not-yours"


def test_the_owner_of_one_case_keeps_no_promise_of_another(trial: Cast, case: Case) -> None:
    from shouwen.operation.ledger.act import act

    promise(case, MONDAY + HOUR, by=as_of(trial.lin))
    other = begin(NewCase(kind="concern", unit=trial.east, owner=trial.zhao), NOTED, by=as_of(trial.zhao))
    with pytest.raises(Fault) as refused:
        act(other, words.KEEP, by=as_of(trial.zhao), also=[Case.objects.get(kind="promise")])
    assert refused.value.code == "not-yours"
