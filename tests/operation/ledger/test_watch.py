"""The watch: what comes due is noticed once, stamped with the second it was due; and new rules are worked in."""

from __future__ import annotations

import pytest
from tests.operation.laws.trial.asking import fresh, notices, owed, watched
from tests.operation.laws.trial.fixtures import MONDAY
from tests.operation.laws.trial.room import ANSWERED, CLOSED, INSTALLED, NOTED, RESUMED, WAITS
from tests.operation.people_of_the_tests import Cast

from shouwen.operation.ledger import clock, owing
from shouwen.operation.ledger.act import NewCase, act, begin
from shouwen.operation.ledger.models import Case, Event, Obligation
from shouwen.operation.ledger.promises import promise
from shouwen.operation.ledger.publishing import leave_calendar
from shouwen.operation.ledger.rebuild import differences
from shouwen.operation.ledger.watch import AT_ONCE, PUT_OFF, catch_up, look_once
from shouwen.operation.people.models import Staff
from shouwen.operation.people.rights import SYSTEM, Acting, acting_of

HOUR = 3600
ALL_WEEK = '{zone: Asia/Shanghai, open: {mon-sun: ["00:00-24:00"]}, holidays: none}'


def as_of(person: Staff) -> Acting:
    return acting_of(person, clock.now())


def noted(cast: Cast) -> Case:
    new = NewCase(kind="concern", unit=cast.east, owner=cast.lin)
    return begin(new, NOTED, by=as_of(cast.lin), data={"topic": "bill"})


def test_what_comes_due_is_warned_of_and_then_broken_each_stamped_with_the_second_it_was_due(trial: Cast) -> None:
    case = noted(trial)
    with clock.standing(MONDAY + 4 * HOUR):
        assert look_once() == 1
    assert notices(case, "answer.working-hours") == [("broken", MONDAY + 2 * HOUR + 1)]
    assert notices(case, "answer.any-hours") == [("broken", MONDAY + 3 * HOUR + 1)]
    events = Event.objects.filter(word__startswith="obligation.").order_by("pk")
    assert {(row.noted_at, row.by, row.grade) for row in events} == {(MONDAY + 4 * HOUR, "", "system")}


def test_a_watch_that_looks_in_time_warns_first_and_looks_at_nothing_twice(trial: Cast) -> None:
    case = noted(trial)
    looked = []
    for minutes in range(0, 241, 10):
        with clock.standing(MONDAY + minutes * 60):
            looked.append((look_once(), look_once()))
    assert notices(case, "answer.any-hours") == [
        ("warned", MONDAY + 8640), ("broken", MONDAY + 3 * HOUR + 1)
    ]  # fmt: skip
    # warned at 11:00 and at 12:24, broken after 12:00 and after 13:00
    assert [minutes for minutes, (first, _) in zip(range(0, 241, 10), looked, strict=True) if first] == [
        60,
        130,
        150,
        190,
    ]
    assert {second for _, second in looked} == {0}


def test_a_paused_case_is_not_looked_at_until_it_goes_on(trial: Cast) -> None:
    case = noted(trial)
    act(case, ANSWERED, by=as_of(trial.lin))
    act(case, WAITS, by=as_of(trial.lin))
    with clock.standing(MONDAY + 90 * 86400):
        assert look_once() == 0
        act(case, RESUMED, by=as_of(trial.lin))
    assert owed(case, "close.days")[0][0] == "open"


def test_time_alone_opens_what_recurs(trial: Cast) -> None:
    machine = begin(NewCase(kind="machine", unit=trial.east, name="door-3"), INSTALLED, by=as_of(trial.gu))
    with clock.standing(MONDAY + 15 * 86400):
        watched()
        assert [state for state, _ in owed(machine, "machine.weekly")] == ["broken", "broken", "open"]
        assert differences([fresh(machine)]) == []
    week = 7 * 86400
    assert notices(machine, "machine.weekly") == [("broken", MONDAY + week), ("broken", MONDAY + 2 * week)]
    periods = [
        row.data["period"] for row in Event.objects.filter(word="obligation.broken", data__clause="machine.weekly")
    ]
    assert periods == [MONDAY, MONDAY + week]


def test_when_the_calendar_changes_what_is_open_comes_due_by_the_new_one(trial: Cast) -> None:
    case = noted(trial)
    assert owed(case, "close.days") == [("open", MONDAY + 56 * HOUR)]
    leave_calendar("trial", "office", ALL_WEEK, at=trial.organisation, by=SYSTEM)
    assert owed(case, "close.days") == [("open", MONDAY + 56 * HOUR)]
    watched()
    assert owed(case, "close.days") == [("open", MONDAY + 62 * HOUR)]
    assert differences([fresh(case)]) == []
    assert catch_up() == 0


def test_a_closed_case_that_still_owes_something_follows_the_calendar_and_one_that_is_settled_rests(
    trial: Cast,
) -> None:
    waits, settled = noted(trial), noted(trial)
    act(settled, ANSWERED, by=as_of(trial.lin))
    act(settled, CLOSED, by=as_of(trial.lin))
    act(waits, CLOSED, by=SYSTEM, at=MONDAY)
    assert fresh(settled).revision == owing.SETTLED
    assert owed(waits, "answer.any-hours") == [("open", MONDAY + 3 * HOUR)]
    leave_calendar("trial", "office", ALL_WEEK, at=trial.organisation, by=SYSTEM)
    before = set(Case.objects.exclude(revision=owing.SETTLED).filter(kind="concern").values_list("pk", flat=True))
    assert before == {waits.pk}
    watched()
    assert differences([fresh(waits)]) == []


def test_the_owner_of_a_promise_is_who_owns_its_case_when_the_watch_looks(trial: Cast) -> None:
    case = noted(trial)
    promise(case, MONDAY + HOUR, by=as_of(trial.lin))
    with clock.standing(MONDAY + 2 * HOUR):
        watched()
    row = Obligation.objects.get(clause="promise.in-time")
    assert (row.state, row.owner_id) == ("broken", trial.lin.pk)


def test_more_than_a_handful_come_due_a_handful_at_a_time(trial: Cast) -> None:
    for _ in range(AT_ONCE + 3):
        noted(trial)
    with clock.standing(MONDAY + HOUR):
        assert [look_once(), look_once(), look_once()] == [AT_ONCE, 3, 0]


def test_a_case_that_cannot_be_worked_out_holds_up_no_other_and_is_tried_again(
    trial: Cast, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    good, bad = noted(trial), noted(trial)
    real = owing.work_out

    def fails(case: Case, *rest: object, **named: object) -> None:
        if case.pk == bad.pk:
            raise RuntimeError("no")
        real(case, *rest, **named)  # type: ignore[arg-type]

    with clock.standing(MONDAY + 4 * HOUR):
        with monkeypatch.context() as broken, caplog.at_level("CRITICAL", logger="shouwen.watch"):
            broken.setattr(owing, "work_out", fails)
            assert look_once() == 2
            assert look_once() == 0
        assert owed(good, "answer.any-hours")[0][0] == "broken"
        assert owed(bad, "answer.any-hours")[0][0] == "open"
    with clock.standing(MONDAY + 4 * HOUR + PUT_OFF):
        assert look_once() == 1
        assert owed(bad, "answer.any-hours")[0][0] == "broken"
