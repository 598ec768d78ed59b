"""Many at once on the same cases: exactly one wins, nobody waits for ever, and the book is whole."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from tests.operation.laws.actors import all_at_once, codes, what_is_wrong
from tests.operation.laws.trial.asking import fresh, watched
from tests.operation.laws.trial.models import Concern
from tests.operation.laws.trial.room import ANSWERED, CLOSED, INSTALLED, NOTED, publish_trial, registered
from tests.operation.people_of_the_tests import Cast, make_cast

from shouwen.operation.ledger import clock, words
from shouwen.operation.ledger.act import Act, NewCase, act, act_many, begin
from shouwen.operation.ledger.models import Case, Event, Obligation
from shouwen.operation.ledger.organisation import note_change
from shouwen.operation.ledger.promises import keep, promise
from shouwen.operation.ledger.rebuild import differences
from shouwen.operation.ledger.watch import look_once
from shouwen.operation.people import scope
from shouwen.operation.people.models import Post, Staff
from shouwen.operation.people.rights import SYSTEM, Acting, acting_of

MANY = 8


@pytest.fixture
def people(transactional_db: None) -> Iterator[Cast]:
    """The cast, kept, so that other connections see it; everybody at the east hall manages it."""
    with registered(), scope.everywhere():
        cast = make_cast()
        publish_trial(cast.organisation)
        yield cast


def as_of(person: Staff) -> Acting:
    return acting_of(person, clock.now())


def noted(cast: Cast) -> Case:
    new = NewCase(kind="concern", unit=cast.east, owner=cast.lin)
    return begin(new, NOTED, by=as_of(cast.lin), data={"topic": "bill"})


def test_of_many_who_accept_one_offer_exactly_one_owns_the_case(people: Cast) -> None:
    case = noted(people)
    clerks = [Staff.objects.create_user(f"20{number}", name=f"何{number}") for number in range(MANY)]
    Post.objects.bulk_create([Post(staff=clerk, unit=people.desk, role="agent") for clerk in clerks])
    act(case, words.OFFER, by=as_of(people.lin), data={"to": f"unit:{people.desk.pk}"})
    acting = [as_of(clerk) for clerk in clerks]
    results = all_at_once([lambda by=by: act(case, words.ACCEPT, by=by) for by in acting])
    assert codes(results)["done"] == 1
    winner = next(event.by for event in results if isinstance(event, Event))
    assert fresh(case).owner.reference == winner
    assert what_is_wrong() == []


def test_one_key_used_by_all_at_once_is_one_event(people: Cast) -> None:
    case = noted(people)
    lin = as_of(people.lin)
    results = all_at_once([lambda: act(case, ANSWERED, by=lin, once="click") for _ in range(MANY)])
    assert len({event.pk for event in results}) == 1
    assert Concern.objects.get(case=case).answers == 1


def test_a_story_begun_by_all_at_once_with_one_key_is_one_story(people: Cast) -> None:
    lin = as_of(people.lin)
    results = all_at_once(
        [
            lambda: begin(NewCase(kind="concern", unit=people.east, owner=people.lin), NOTED, by=lin, once="click")
            for _ in range(MANY)
        ]
    )
    assert len({case.pk for case in results}) == 1
    assert Case.objects.filter(kind="concern").count() == 1
    assert what_is_wrong() == []


def test_a_subject_that_all_name_first_at_once_begins_once_and_keeps_what_each_said(people: Cast) -> None:
    cases = [noted(people) for _ in range(MANY)]
    lin, gu = as_of(people.lin), as_of(people.gu)
    doings = [
        lambda case=case, place=place: act(
            case, words.NOTE, by=lin, also=["site-day:a", "site-day:b"][:: 1 if place % 2 else -1]
        )
        for place, case in enumerate(cases)
    ]
    results = all_at_once([*doings, *[lambda: note_change(people.east, "unit.changed", by=gu) for _ in range(4)]])
    assert codes(results) == {"done": MANY + 4}
    for name in ("site-day:a", "site-day:b"):
        assert Event.objects.filter(told__case__subject=name).count() == MANY
    assert Event.objects.filter(told__case__subject=f"unit:{people.east.code}").count() == 4
    assert what_is_wrong() == []


def test_answering_closing_and_taking_over_at_once_leave_one_owner_and_a_whole_book(people: Cast) -> None:
    cases = [noted(people) for _ in range(4)]
    lin, gu = as_of(people.lin), as_of(people.gu)
    for case in cases:
        act(case, words.OFFER, by=lin, data={"to": people.zhao.reference})
    zhao = as_of(people.zhao)
    doings = [
        doing
        for case in cases
        for doing in (
            lambda case=case: act(case, ANSWERED, by=gu),
            lambda case=case: act(case, CLOSED, by=gu),
            lambda case=case: act(case, words.ACCEPT, by=zhao),
            lambda case=case: act(case, words.TAKE, by=gu),
        )
    ]
    all_at_once(doings)
    assert what_is_wrong() == []


def test_acts_on_the_same_cases_in_other_orders_never_wait_for_each_other(people: Cast) -> None:
    cases = [noted(people) for _ in range(6)]
    lin = as_of(people.lin)

    def some(start: int) -> object:
        order = cases[start:] + cases[:start]
        for _ in range(3):
            acts = [Act(about=[case, f"site-day:{start % 2}"], word=words.NOTE, by=lin) for case in order]
            act_many(acts)
            act(order[0], words.NOTE, by=lin, also=order[1:])
        return True

    assert codes(all_at_once([lambda start=start: some(start) for start in range(6)])) == {"done": 6}
    assert what_is_wrong() == []


def test_the_owner_of_a_promise_follows_a_hand_over_while_the_watch_looks(people: Cast) -> None:
    cases = [noted(people) for _ in range(4)]
    lin, gu = as_of(people.lin), as_of(people.gu)
    now = clock.now()
    for case in cases:
        for seconds in (60, 120, 180):
            promise(case, now + seconds, by=lin)
    promised = list(Case.objects.filter(kind="promise").order_by("pk"))

    def watching() -> object:
        for seconds in range(50, 190, 10):
            with clock.standing(now + seconds):
                look_once()
        return True

    doings = [lambda case=case: act(case, words.TAKE, by=gu) for case in cases]
    doings += [lambda one=one: keep(one, by=gu) for one in promised[::3]]
    doings += [lambda one=one: act(one, words.NOTE, by=SYSTEM) for one in promised[1::3]]
    assert codes(all_at_once([*doings, watching, watching]))["done"] >= 8
    owners = set(Obligation.objects.filter(case__in=promised).values_list("owner", flat=True))
    assert owners == {people.gu.pk}
    with clock.standing(now + 200):
        watched()
        assert differences(Case.objects.all()) == []


def test_two_watches_at_once_notice_each_breach_once(people: Cast) -> None:
    manager = as_of(people.gu)
    for number in range(120):
        begin(NewCase(kind="machine", unit=people.east, name=f"m{number}"), INSTALLED, by=manager)
    later = clock.now() + 8 * 86400

    def watching() -> int:
        looked = 0
        with clock.standing(later):
            for _ in range(12):
                looked += look_once()
        return looked

    all_at_once([watching] * 3)
    with clock.standing(later):
        watched()
        assert Event.objects.filter(word=words.BROKEN, data__clause="machine.weekly").count() == 120
        assert what_is_wrong() == []
