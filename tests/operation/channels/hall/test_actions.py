"""A number is taken, called, served: what each step does, and what it refuses."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from tests.operation.channels.hall.conftest import MORNING, Time
from tests.operation.people_of_the_tests import Cast

from shouwen.fault import Fault
from shouwen.operation.channels.hall import actions, counters, story
from shouwen.operation.channels.hall.models import CounterDay, Hall, Visit
from shouwen.operation.channels.hall.waiting import queue
from shouwen.operation.ledger import models
from shouwen.operation.ledger.rebuild import differences
from shouwen.operation.ledger.watch import look_once
from shouwen.operation.people.models import Staff
from shouwen.operation.people.rights import Acting

pytestmark = pytest.mark.django_db
By = Callable[[Staff], Acting]
Take = Callable[..., Visit]


def same_as_the_log() -> bool:
    look_once()
    return differences(list(models.Case._base_manager.exclude(kind="unit"))) == []


def owner_of(visit: Visit) -> int | None:
    return models.Case._base_manager.get(pk=visit.pk).owner_id


# ── numbers ──


def test_numbers_count_up_by_prefix_and_begin_anew_each_day(halls: Cast, take: Take, time: Time) -> None:
    assert [take(service).number for service in ("payment", "consult", "change")] == ["A001", "C001", "A002"]
    time.passes(86400)
    assert take("payment").number == "A001"
    assert same_as_the_log()


def test_waiting_begins_when_the_customer_came_in(halls: Cast, machine: Acting, time: Time) -> None:
    visit = actions.enter(halls.east, by=machine, noticed_by="door")
    time.passes(90)
    visit = actions.take_number(halls.east, "payment", by=machine, visit=visit)
    assert (visit.since, visit.taken_at) == (MORNING, MORNING + 90)


def test_no_number_is_given_by_a_closed_hall_or_shortly_before_it_closes(
    halls: Cast, machine: Acting, time: Time
) -> None:
    for now in (MORNING + 8 * 3600 - 300, MORNING + 9 * 3600, MORNING - 3 * 3600):  # 17:55, 19:00, 07:00
        time.now = now
        with pytest.raises(Fault) as refused:
            actions.take_number(halls.east, "payment", by=machine)
        assert refused.value.code == "hall-closed"
    assert not Visit._base_manager.exists()


def test_a_full_hall_gives_no_number_until_somebody_is_called(
    halls: Cast, take: Take, lins: CounterDay, by: By
) -> None:
    Hall._base_manager.update(capacity=1)
    take()
    with pytest.raises(Fault) as refused:
        take()
    assert refused.value.code == "hall-full"
    actions.call_next(lins, by=by(halls.lin))
    assert take().number == "A002"


def test_what_is_not_done_here_is_named_with_what_is(halls: Cast, take: Take) -> None:
    with pytest.raises(Fault) as refused:
        take("refund")
    assert refused.value.say("en") == "refund is not done here; choose one of: payment, change, consult."
    with pytest.raises(Fault) as refused:
        take("payment", priority="friend")
    assert refused.value.code == "hall-priority-unknown"


def test_the_same_asking_gives_one_number(halls: Cast, machine: Acting) -> None:
    first, again = (actions.take_number(halls.east, "payment", by=machine, once="tap 1") for _ in range(2))
    assert (first.pk, first.number) == (again.pk, "A001")
    assert Visit._base_manager.count() == 1


# ── calling ──


def test_who_is_called_is_the_clerks_and_before_was_the_managers(
    halls: Cast, take: Take, lins: CounterDay, by: By
) -> None:
    visit = take()
    assert owner_of(visit) == halls.gu.pk
    called = actions.call_next(lins, by=by(halls.lin))
    assert called is not None
    assert (called.pk, called.state, called.counter, owner_of(called)) == (
        visit.pk,
        story.AT_COUNTER,
        "1",
        halls.lin.pk,
    )
    assert same_as_the_log()


def test_a_second_tap_calls_nobody_else(halls: Cast, take: Take, lins: CounterDay, by: By) -> None:
    take(), take()
    first, again = (actions.call_next(lins, by=by(halls.lin), once="tap") for _ in range(2))
    assert (first, again) == (first, first)
    with pytest.raises(Fault) as refused:
        actions.call_next(lins, by=by(halls.lin), once="another tap")
    assert refused.value.say("en") == "A001 is still at counter 1; finish with them first."


def test_each_counter_calls_from_its_own_lines(
    halls: Cast, take: Take, lins: CounterDay, zhaos: CounterDay, by: By
) -> None:
    take("consult"), take("payment"), take("payment")
    numbers = [
        called.number
        for counter, staff in ((lins, halls.lin), (zhaos, halls.zhao))
        if (called := actions.call_next(counter, by=by(staff))) is not None
    ]
    assert numbers == ["A001", "C001"]


def test_nobody_waits_and_nobody_is_called(halls: Cast, take: Take, lins: CounterDay, by: By) -> None:
    take("consult")
    assert actions.call_next(lins, by=by(halls.lin)) is None


def test_at_most_two_later_priority_numbers_pass_an_ordinary_one(
    halls: Cast, take: Take, lins: CounterDay, by: By
) -> None:
    ordinary = [take() for _ in range(2)]
    special = [take(priority="elderly") for _ in range(3)]
    order = []
    for _ in range(5):
        called = actions.call_next(lins, by=by(halls.lin))
        assert called is not None
        order.append(called.pk)
        actions.abandon(called, by=by(halls.lin))
    assert order == [one.pk for one in (*special[:2], *ordinary, special[2])]


def test_a_call_out_of_order_needs_a_reason_that_the_standard_has(
    halls: Cast, take: Take, lins: CounterDay, by: By
) -> None:
    first, second = take(), take()
    with pytest.raises(Fault) as refused:
        actions.call_out_of_order(second, lins, "a friend", by=by(halls.lin))
    assert refused.value.code == "hall-reason-unknown"
    called = actions.call_out_of_order(second, lins, "special-care", by=by(halls.lin))
    event = models.Event._base_manager.filter(word=story.CALLED).get()
    assert (called.number, event.data["out_of_order"]) == ("A002", "special-care")
    assert queue.next_at(halls.east.pk, ["business"]) == first.pk


def test_only_who_works_at_the_counter_calls_to_it(halls: Cast, take: Take, lins: CounterDay, by: By) -> None:
    take()
    for other in (halls.zhao, halls.gu):
        with pytest.raises(Fault) as refused:
            actions.call_next(lins, by=by(other))
        assert refused.value.code == "counter-not-yours"
    with pytest.raises(Fault) as refused:
        counters.open_counter(halls.east, "3", by=by(halls.qian))
    assert refused.value.code == "case-unknown"  # another site's staff learn nothing of this one


# ── who does not come ──


def test_a_no_show_takes_as_many_calls_as_the_standard_says_and_time_between_them(
    halls: Cast, take: Take, lins: CounterDay, by: By, time: Time
) -> None:
    take()
    lin = by(halls.lin)
    called = actions.call_next(lins, by=lin)
    assert called is not None
    with pytest.raises(Fault) as refused:
        actions.recall(called, by=lin)
    assert refused.value.say("en") == "A001 was called just now; wait another 60 s, they may be on their way."
    for calls in (1, 2):
        time.passes(60)
        with pytest.raises(Fault) as refused:
            actions.no_show(called, by=lin)
        assert refused.value.code == "visit-called-too-little"
        assert actions.recall(called, by=lin).recalls == calls
    time.passes(60)
    assert actions.no_show(called, by=lin).state == story.MISSED
    assert counters.visit_at(lins) is None
    assert same_as_the_log()


def test_who_comes_back_after_all_has_their_old_place(
    halls: Cast, take: Take, lins: CounterDay, by: By, time: Time
) -> None:
    early, late = take(), take()
    called = actions.call_next(lins, by=by(halls.lin))
    assert called is not None
    for _ in range(2):
        time.passes(60)
        actions.recall(called, by=by(halls.lin))
    time.passes(60)
    actions.no_show(called, by=by(halls.lin))
    assert queue.next_at(halls.east.pk, ["business"]) == late.pk
    actions.come_back(called, by=by(halls.gu))
    assert queue.next_at(halls.east.pk, ["business"]) == early.pk


def test_who_is_set_aside_or_sent_on_keeps_their_place(
    halls: Cast, take: Take, lins: CounterDay, zhaos: CounterDay, by: By
) -> None:
    early = take()
    take("consult")
    actions.call_next(lins, by=by(halls.lin))
    actions.set_aside(early, "", by=by(halls.lin))
    assert counters.visit_at(lins) is None
    actions.resume(early, by=by(halls.lin))
    assert queue.next_at(halls.east.pk, ["business"]) == early.pk
    moved = actions.transfer(early, "consult", by=by(halls.lin))
    assert (moved.line, moved.service, queue.next_at(halls.east.pk, ["advice"])) == ("advice", "consult", early.pk)
    assert same_as_the_log()


# ── being served ──


def test_a_whole_visit_with_two_services_ends_as_the_log_tells_it(
    halls: Cast, take: Take, lins: CounterDay, by: By, time: Time
) -> None:
    lin = by(halls.lin)
    take()
    visit = actions.call_next(lins, by=lin)
    assert visit is not None
    time.passes(20)
    visit = actions.begin_service(visit, by=lin, need_confirmed=True)
    assert (visit.state, visit.begun_at) == (story.SERVED, time.now)
    actions.say(visit, "order.entered", by=lin, data={"service": "payment"})
    time.passes(100)
    visit = actions.end_service(visit, by=lin)
    visit = actions.begin_service(visit, "change", by=lin)
    actions.say(visit, "identity.checked", by=lin, data={"document": "id-card"})
    actions.say(visit, "order.entered", by=lin, data={"service": "change"})
    visit = actions.end_service(visit, by=lin)
    visit = actions.hand_over(visit, by=lin, counted=True, cautions_told=True)
    assert (visit.done, visit.state) == (["payment", "change"], story.DONE)
    visit = actions.leave(visit, by=lin)
    assert models.Case._base_manager.get(pk=visit.pk).closed_at == time.now
    assert actions.call_next(lins, by=lin) is None
    assert same_as_the_log()


def test_the_standard_refuses_an_entry_before_the_identity_is_checked(
    halls: Cast, take: Take, lins: CounterDay, by: By
) -> None:
    lin = by(halls.lin)
    take("change")
    visit = actions.call_next(lins, by=lin)
    assert visit is not None
    actions.begin_service(visit, by=lin)
    with pytest.raises(Fault) as refused:
        actions.say(visit, "order.entered", by=lin, data={"service": "change"})
    assert (refused.value.code, refused.value.slots["clause"]) == ("refused-by-clause", "counter.identity-first")


# ── counters ──


def test_a_counter_has_one_clerk_and_a_clerk_one_counter(halls: Cast, lins: CounterDay, by: By) -> None:
    with pytest.raises(Fault) as refused:
        counters.open_counter(halls.east, "1", by=by(halls.zhao))
    assert refused.value.code == "counter-taken"
    with pytest.raises(Fault) as refused:
        counters.open_counter(halls.east, "2", by=by(halls.lin))
    assert refused.value.code == "counter-yours-elsewhere"


def test_a_pause_has_a_reason_and_nobody_is_called_meanwhile(halls: Cast, take: Take, lins: CounterDay, by: By) -> None:
    lin = by(halls.lin)
    take()
    with pytest.raises(Fault) as refused:
        counters.pause(lins, "cat", by=lin)
    assert refused.value.code == "hall-reason-unknown"
    paused = counters.pause(lins, "rest", by=lin)
    assert (paused.state, paused.reason) == ("paused", "rest")
    with pytest.raises(Fault) as refused:
        actions.call_next(lins, by=lin)
    assert refused.value.code == "counter-not-open"
    counters.work_on(lins, by=lin)
    assert actions.call_next(lins, by=lin) is not None


def test_a_counter_that_was_closed_opens_again_the_same_day(halls: Cast, lins: CounterDay, by: By) -> None:
    counters.close_counter(lins, by=by(halls.lin))
    again = counters.open_counter(halls.east, "1", by=by(halls.zhao))
    assert (again.pk, again.staff_id, again.state) == (lins.pk, halls.zhao.pk, "open")
    assert same_as_the_log()
