"""Corrections in a hall: a number stays given, and nobody is put where somebody else is."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from tests.operation.channels.hall.conftest import Time
from tests.operation.people_of_the_tests import Cast

from shouwen.fault import Fault
from shouwen.operation.channels.hall import actions, counters, story
from shouwen.operation.channels.hall.models import CounterDay, Visit
from shouwen.operation.ledger import models
from shouwen.operation.ledger.act import correct
from shouwen.operation.ledger.rebuild import differences
from shouwen.operation.people.models import Staff
from shouwen.operation.people.rights import SYSTEM, Acting

pytestmark = pytest.mark.django_db
By = Callable[[Staff], Acting]
Take = Callable[..., Visit]


def last(word: str) -> models.Event:
    found = models.Event._base_manager.filter(word=word, corrects__isnull=True).order_by("-id").first()
    assert found is not None
    return found


def same_as_the_log() -> bool:
    return differences(models.Case._base_manager.exclude(kind="unit")) == []


def served(visit: Visit, counter: CounterDay, by: Acting) -> Visit:
    actions.call_next(counter, by=by)
    return actions.end_service(actions.begin_service(visit, by=by), by=by)


def test_a_number_that_was_given_is_not_taken_back_and_not_given_again(halls: Cast, take: Take, by: By) -> None:
    take()
    second = take()
    for whoever in (by(halls.gu), SYSTEM):
        for how in ({"void": True}, {"data": {"number": "A001", "prefix": "A", "day": second.day, "sequence": 1}}):
            with pytest.raises(Fault) as refused:
                correct(last(story.TAKEN), by=whoever, reason="误取", **how)
            assert refused.value.code == "ticket-stays"
    assert Visit._base_manager.get(pk=second.pk).number == "A002"
    assert take().number == "A003"
    assert same_as_the_log()


def test_what_else_was_noted_with_a_number_can_be_mended(halls: Cast, take: Take, by: By) -> None:
    visit, event = take(), last(story.TAKEN)
    correct(event, by=by(halls.gu), reason="误选", data={**event.data, "service": "change"})
    mended = Visit._base_manager.get(pk=visit.pk)
    assert (mended.number, mended.service, mended.state) == ("A001", "change", story.WAITING)
    assert same_as_the_log()


def test_an_end_that_was_noted_wrongly_is_taken_back_while_the_counter_is_theirs(
    halls: Cast, take: Take, lins: CounterDay, by: By
) -> None:
    visit = served(take(), lins, by(halls.lin))
    correct(last(story.ENDED), by=by(halls.lin), reason="误点", void=True)
    here = counters.visit_at(lins)
    assert here is not None
    assert (here.pk, here.state, here.ended_at) == (visit.pk, story.SERVED, None)
    assert actions.end_service(visit, by=by(halls.lin)).state == story.DONE
    assert same_as_the_log()


@pytest.mark.parametrize("gone", [True, False])
def test_it_is_refused_once_somebody_else_is_there_and_nothing_changes(
    halls: Cast, take: Take, lins: CounterDay, by: By, time: Time, gone: bool
) -> None:
    visit, second = served(take(), lins, by(halls.lin)), take()
    if gone:
        actions.leave(visit, by=by(halls.lin))
    time.passes(10)
    actions.call_next(lins, by=by(halls.lin))
    correct(last(story.LEFT), by=by(halls.gu), reason="没走", void=True)
    with pytest.raises(Fault) as refused:
        correct(last(story.ENDED), by=by(halls.gu), reason="误点", void=True)
    assert refused.value.code == "correction-conflicts"
    here = counters.visit_at(lins)
    assert here is not None
    assert here.pk == second.pk
    assert same_as_the_log()


def test_a_counter_that_closed_is_not_opened_by_a_correction_while_its_clerk_works_elsewhere(
    halls: Cast, lins: CounterDay, by: By
) -> None:
    counters.close_counter(lins, by=by(halls.lin))
    counters.open_counter(halls.east, "2", by=by(halls.lin))
    with pytest.raises(Fault) as refused:
        correct(last(story.SHUT), by=by(halls.gu), reason="误点", void=True)
    assert refused.value.code == "correction-conflicts"
    assert same_as_the_log()
