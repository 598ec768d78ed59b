"""Two close and the clerks go on, all at once: each visit ends once, and nobody who is served is cut off."""

from __future__ import annotations

from collections import Counter as Count
from collections.abc import Iterator

import pytest
from tests.operation.channels.hall.conftest import Time, begin_work
from tests.operation.laws.actors import all_at_once, codes, what_is_wrong
from tests.operation.people_of_the_tests import Cast, make_cast

from shouwen.fault import Fault
from shouwen.operation.channels.hall import actions, counters, story
from shouwen.operation.channels.hall.closing.closing import Closed, by_hand, close_day, left_over
from shouwen.operation.channels.hall.models import Visit
from shouwen.operation.ledger.models import Event
from shouwen.operation.people import scope
from shouwen.operation.people.rights import Acting, acting_of


@pytest.fixture
def hall(transactional_db: None, time: Time) -> Iterator[Cast]:
    """The cast, kept, so that other connections see it."""
    with scope.everywhere():
        cast = make_cast()
        begin_work(cast)
        yield cast


def test_two_close_while_clerks_go_on(hall: Cast, time: Time) -> None:
    units = frozenset({hall.east.pk})
    machine = Acting("device:machine", posts=((hall.east.pk, "device"),), units=units, grade="device")
    gu, han = acting_of(hall.gu, time.now), acting_of(hall.han, time.now)
    clerks = [(acting_of(staff, time.now), code) for staff, code in ((hall.lin, "1"), (hall.zhao, "2"))]
    days = [(by, counters.open_counter(hall.east, code, by=by)) for by, code in clerks]
    for number in range(30):
        actions.take_number(hall.east, ("payment", "consult")[number % 3 == 0], by=machine)
    for by, day in days:
        called = actions.call_next(day, by=by)
        assert called is not None
        actions.begin_service(called, by=by)
    served = set(Visit.objects.filter(state=story.SERVED).values_list("pk", flat=True))

    def serve(by: Acting, number: int) -> None:
        day = days[number][1]
        for _ in range(6):
            here = counters.visit_at(day)
            if here is not None and here.state == story.SERVED:
                actions.end_service(here, by=by)
            called = actions.call_next(day, by=by)
            if called is not None:
                actions.begin_service(called, by=by)

    results = all_at_once(
        [lambda who=who: close_day(hall.east, by=who, ends=by_hand()) for who in (gu, han)]
        + [lambda by=by, number=number: serve(by, number) for number, (by, _) in enumerate(days)]
    )
    assert set(codes(results)) <= {"done", "counter-not-yours", "counter-not-open"}
    closed = [one for one in results if isinstance(one, Closed)]
    assert len(closed) == 2
    said = Count(Event.objects.values_list("word", flat=True))
    assert sum(one.given_up for one in closed) == said[story.ABANDONED]
    assert said[story.GIVEN_UP] == 0
    assert {row.pk for row in Visit.objects.filter(pk__in=served)} == served
    assert close_day(hall.east, by=gu, ends=by_hand()).given_up == 0
    assert {visit.state for visit in left_over(hall.east.pk).visits} <= set(story.STATES_AT_COUNTER)
    assert not [one for one in results if isinstance(one, Exception) and not isinstance(one, Fault)]
    assert what_is_wrong() == []
