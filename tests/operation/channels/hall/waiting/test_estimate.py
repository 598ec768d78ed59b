"""What customers are told of their wait: nothing where too little is known, and all of it kept, to be held to it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from tests.operation.channels.hall.conftest import Time
from tests.operation.people_of_the_tests import Cast

from shouwen.operation.channels.hall import actions, counters, story
from shouwen.operation.channels.hall.models import CounterDay, Visit
from shouwen.operation.channels.hall.waiting import estimate, likely
from shouwen.operation.channels.hall.waiting.estimate import CameTrue
from shouwen.operation.ledger import models
from shouwen.operation.ledger.rebuild import differences
from shouwen.operation.ledger.watch import look_once
from shouwen.operation.people.models import Staff
from shouwen.operation.people.rights import Acting

pytestmark = pytest.mark.django_db
By = Callable[[Staff], Acting]
Take = Callable[..., Visit]


@pytest.fixture(autouse=True)
def _nothing_known() -> None:
    estimate.forget()


@pytest.fixture
def serve(lins: CounterDay, by: By, halls: Cast, time: Time) -> Callable[[], Visit]:
    """Lin calls who is next and serves them for three minutes."""

    def serve_one() -> Visit:
        lin = by(halls.lin)
        visit = actions.call_next(lins, by=lin)
        assert visit is not None
        visit = actions.begin_service(visit, by=lin)
        time.passes(180)
        visit = actions.end_service(visit, by=lin)
        return actions.leave(visit, by=lin)

    return serve_one


@pytest.fixture
def served(take: Take, serve: Callable[[], Visit]) -> None:
    """Enough were served to know how long it takes."""
    for _ in range(likely.ENOUGH):
        take()
        serve()
    estimate.forget()


def told(visit: Visit) -> tuple[int, int] | None:
    """What a customer was told with the number, in minutes."""
    if visit.likely_from is None or visit.likely_to is None or visit.taken_at is None:
        return None
    return (visit.likely_from - visit.taken_at) // 60, (visit.likely_to - visit.taken_at) // 60


def test_nothing_is_said_before_enough_were_served(halls: Cast, take: Take, lins: CounterDay) -> None:
    visit = take()
    assert (told(visit), estimate.for_visit(visit)) == (None, estimate.Expected(0, None, "few-served"))


def test_nothing_is_said_while_no_counter_is_open_for_it(
    halls: Cast, take: Take, served: None, lins: CounterDay, by: By
) -> None:
    visit = take("consult")
    assert (told(visit), estimate.for_visit(visit).unknown) == (None, "no-counter")
    counters.pause(lins, "rest", by=by(halls.lin))
    assert estimate.for_visit(take()).unknown == "no-counter"


def test_the_more_wait_before_the_longer_it_is(halls: Cast, take: Take, served: None) -> None:
    ranges = [told(take()) for _ in range(4)]
    assert ranges[0] == (0, 1)
    known = [each for each in ranges if each is not None]
    assert (len(known), known) == (4, sorted(known))
    assert known[3][0] <= 9 <= known[3][1]  # three before, three minutes each


def test_a_second_counter_makes_it_shorter_and_one_shared_less_so(
    halls: Cast, take: Take, served: None, by: By, lins: CounterDay
) -> None:
    for _ in range(6):
        take()
    alone = estimate.for_new(halls.east.pk, "business", 2**40, priority=False).wait
    counters.open_counter(halls.east, "2", by=by(halls.zhao))
    helped = estimate.for_new(halls.east.pk, "business", 2**40, priority=False).wait
    for _ in range(6):
        take("consult")
    shared = estimate.for_new(halls.east.pk, "business", 2**40, priority=False).wait
    assert alone is not None
    assert helped is not None
    assert shared is not None
    assert helped.most < shared.most <= alone.most + 60 * 10
    assert helped.most < alone.most


def test_who_is_called_first_waits_less(halls: Cast, take: Take, served: None) -> None:
    ordinary = [take() for _ in range(4)]
    first, second, third = (take(priority="elderly") for _ in range(3))
    assert [estimate.before(visit) for visit in (ordinary[-1], first, second)] == [3, 0, 1]
    assert estimate.before(third) == 6  # two have passed by then: no more may


def test_what_was_told_is_kept_with_the_number_and_the_row_follows(halls: Cast, take: Take, served: None) -> None:
    take()
    visit = take()
    event = models.Event._base_manager.filter(word=story.TAKEN).latest("pk")
    assert event.data["ahead"] == 1
    assert (visit.likely_from, visit.likely_to) == (
        event.at + event.data["wait_from"],
        event.at + event.data["wait_to"],
    )
    assert differences(list(models.Case._base_manager.filter(kind=story.VISIT))) == []


def test_what_turns_out_wrong_is_told_anew_and_once(
    halls: Cast, take: Take, served: None, time: Time, lins: CounterDay, by: By
) -> None:
    take()
    visit = take()
    first = visit.likely_to
    assert estimate.tell_anew(visit).likely_to == first  # nothing has changed
    for _ in range(8):
        take(priority="elderly")
    time.passes(900)
    anew = estimate.tell_anew(visit)
    assert first is not None
    assert anew.likely_to is not None
    assert first < time.now < anew.likely_to
    assert estimate.tell_anew(visit).likely_to == anew.likely_to
    assert models.Event._base_manager.filter(word=story.ESTIMATED).count() == 1
    look_once()
    assert differences(list(models.Case._base_manager.filter(kind=story.VISIT))) == []


def test_every_range_that_was_told_is_held_against_the_call(
    halls: Cast, take: Take, served: None, serve: Callable[[], Visit], time: Time, lins: CounterDay, by: By
) -> None:
    begin = time.now
    at_once, soon, late, gone = take(), take(), take(), take()
    assert None not in [told(visit) for visit in (at_once, soon, late, gone)]
    actions.abandon(gone, by=by(halls.gu))
    assert estimate.came_true(halls.east.pk, begin, time.now + 1) == CameTrue(open=4)
    serve(), serve()
    time.passes(3600)
    serve()
    found = estimate.came_true(halls.east.pk, begin, time.now)
    assert found == CameTrue(within=2, later=1, open=1)
    assert found.share == pytest.approx(2 / 3)
    assert estimate.came_true(halls.east.pk, time.now, time.now + 60) == CameTrue()
    assert CameTrue().share is None


def test_a_customer_who_changes_to_another_line_makes_no_estimate_wrong(
    halls: Cast, take: Take, served: None, time: Time, by: By
) -> None:
    begin = time.now
    take()
    visit = take()
    moved = actions.transfer(visit, "consult", by=by(halls.gu))
    assert (moved.likely_from, moved.likely_to) == (None, None)
    assert estimate.came_true(halls.east.pk, begin, time.now + 1) == CameTrue(open=2)
