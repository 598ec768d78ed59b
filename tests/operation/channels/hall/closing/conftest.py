"""A hall in the evening, when its day is to be closed."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from tests.operation.channels.hall.conftest import Time
from tests.operation.people_of_the_tests import Cast

from shouwen.operation.channels.hall import actions
from shouwen.operation.channels.hall.models import CounterDay, Visit
from shouwen.operation.people.models import Staff
from shouwen.operation.people.rights import Acting

By = Callable[[Staff], Acting]
Take = Callable[..., Visit]


@pytest.fixture
def evening(halls: Cast, machine: Acting, take: Take, lins: CounterDay, zhaos: CounterDay, by: By, time: Time) -> Cast:
    """One is done and nobody saw them leave, one is served, one set aside, one missed their call, two wait, one only
    came in: A001, A002, A003, C001, A004, A005."""
    lin, zhao = by(halls.lin), by(halls.zhao)
    take(), take()
    third, advised = take(), take("consult")
    take(), take()
    actions.enter(halls.east, by=machine, noticed_by="door")
    actions.set_aside(actions.call_out_of_order(third, zhaos, "other", by=zhao), "document", by=zhao)
    actions.call_out_of_order(advised, zhaos, "other", by=zhao)
    for _ in range(2):
        time.passes(60)
        actions.recall(advised, by=zhao)
    time.passes(60)
    actions.no_show(advised, by=zhao)
    for by_whom, day in ((zhao, zhaos), (lin, lins)):
        visit = actions.call_next(day, by=by_whom)
        assert visit is not None
        actions.begin_service(visit, by=by_whom)
        time.passes(60)
        if by_whom is zhao:
            actions.end_service(visit, by=zhao)
    return halls
