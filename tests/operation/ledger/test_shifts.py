"""Clocking: everyone themselves, a manager the people of their unit, a reader at the door; as the standard permits."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from tests.operation.people_of_the_tests import Cast

from shouwen.fault import Fault
from shouwen.operation.ledger import clock, editions, models, words
from shouwen.operation.ledger.publishing import publish
from shouwen.operation.ledger.shifts import begin_shift, end_shift
from shouwen.operation.people import scope
from shouwen.operation.people.models import Shift, Staff
from shouwen.operation.people.rights import DEVICE, SYSTEM, Acting, acting_of
from shouwen.standard.layers import layers_of_text

NOON = 1_746_504_000


@pytest.fixture(autouse=True)
def _noon(cast: Cast) -> Iterator[None]:
    with scope.everywhere(), clock.standing(NOON):
        editions.forget()
        yield
        editions.forget()


def as_of(person: Staff) -> Acting:
    return acting_of(person, clock.now())


def refused(ask: Callable[[], object]) -> str:
    with pytest.raises(Fault) as found:
        ask()
    return found.value.code


def clocked() -> list[tuple[str, str, str]]:
    """What the log says: word, whose shift, who said it."""
    rows = models.Event.objects.filter(word__startswith="shift.").order_by("pk")
    return [(row.word, row.data["staff"], row.by) for row in rows]


def test_everyone_clocks_themselves_in_and_out(cast: Cast) -> None:
    begin_shift(cast.lin, cast.east, by=as_of(cast.lin))
    end_shift(cast.lin, by=as_of(cast.lin))
    lin = cast.lin.reference
    assert clocked() == [(words.SHIFT_BEGUN, lin, lin), (words.SHIFT_ENDED, lin, lin)]


def test_nobody_clocks_a_colleague_and_nothing_is_clocked_then(cast: Cast) -> None:
    assert refused(lambda: begin_shift(cast.lin, cast.east, by=as_of(cast.zhao))) == "not-yours"
    assert list(Shift.objects.all()) == []
    begin_shift(cast.lin, cast.east, by=as_of(cast.lin))
    assert refused(lambda: end_shift(cast.lin, by=as_of(cast.zhao))) == "not-yours"
    assert Shift.objects.get().clocked_out is None


def test_a_manager_clocks_the_people_of_their_unit_and_no_others(cast: Cast) -> None:
    begin_shift(cast.lin, cast.east, by=as_of(cast.gu))
    end_shift(cast.lin, by=as_of(cast.han))
    lin = cast.lin.reference
    assert clocked() == [(words.SHIFT_BEGUN, lin, cast.gu.reference), (words.SHIFT_ENDED, lin, cast.han.reference)]
    for stranger in (cast.sun, cast.an, cast.shi):
        assert refused(lambda who=stranger: begin_shift(cast.lin, cast.east, by=as_of(who))) == "case-unknown"
    assert Shift.objects.count() == 1


def test_a_reader_at_the_door_clocks_and_its_word_is_measured(cast: Cast) -> None:
    door = Acting("device:door-3", posts=((cast.east.pk, DEVICE),), units=frozenset({cast.east.pk}), grade="device")
    begin_shift(cast.lin, cast.east, by=door)
    assert clocked() == [(words.SHIFT_BEGUN, cast.lin.reference, "device:door-3")]
    assert models.Event.objects.get(word=words.SHIFT_BEGUN).grade == "device"


def test_the_standard_may_permit_it_to_others(cast: Cast) -> None:
    text = "standard: strict\ntitle: strict\nwords:\n  shift.begun: {may: [planner]}\n  shift.ended: {}\n"
    text += "clauses:\n- {id: x, of: shift, says: x, check: {order: {first: shift.begun, then: shift.ended}}}\n"
    publish(layers_of_text(text, place="strict.yaml", folder=Path()), at=cast.east, by=SYSTEM, since=0)
    cast.organisation.standard = "strict"
    cast.organisation.save()
    editions.forget()
    for person in (cast.lin, cast.gu):
        assert refused(lambda who=person: begin_shift(cast.lin, cast.east, by=as_of(who))) == "not-yours"


def test_who_lost_their_post_while_clocked_in_can_still_leave(cast: Cast) -> None:
    begin_shift(cast.lin, cast.east, by=as_of(cast.lin))
    cast.lin.posts.update(until=NOON)
    with clock.standing(NOON + 60):
        end_shift(cast.lin, by=as_of(cast.lin))
    assert Shift.objects.get().clocked_out == NOON + 60
