"""Several people want the same number at the same time: one has it, the others are refused."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from tests.operation.channels.hall.conftest import Time
from tests.operation.channels.hall.things_of_the_tests import unlike_the_log, whole_standard
from tests.operation.laws.actors import all_at_once, codes, what_is_wrong
from tests.operation.people_of_the_tests import Cast, make_cast

from shouwen.operation.channels.hall.models import Items
from shouwen.operation.channels.hall.registers import actions, story
from shouwen.operation.ledger import clock
from shouwen.operation.people import scope
from shouwen.operation.people.models import Staff
from shouwen.operation.people.rights import Acting, acting_of


@pytest.fixture
def hall(transactional_db: None, time: Time) -> Iterator[Cast]:
    """The cast, kept, so that other connections see it."""
    with scope.everywhere():
        cast = make_cast()
        whole_standard(cast)
        yield cast


def by(staff: Staff) -> Acting:
    return acting_of(staff, clock.now())


def test_the_last_voucher_goes_to_one_and_is_used_once(hall: Cast, time: Time) -> None:
    book = actions.receive(hall.east, "voucher", "", "0001", by=by(hall.gu))
    gu, lin, zhao = by(hall.gu), by(hall.lin), by(hall.zhao)
    wanted = [hall.lin.reference, hall.zhao.reference] * 4
    results = all_at_once([lambda who=who: actions.issue(book, "0001", "", who, by=gu) for who in wanted])
    assert codes(results) == {"done": 1, "item-held": 7}
    (_, _, _, holder) = Items._base_manager.get(pk=book.pk).spans[0]
    mine, other = (lin, zhao) if holder == hall.lin.pk else (zhao, lin)
    results = all_at_once(
        [lambda n=n: actions.use(book, "0001", by=mine, once=f"window {n}") for n in range(4)]
        + [lambda: actions.use(book, "0001", by=other)]
    )
    refused = codes(results)
    assert (refused["done"], sum(refused.values())) == (1, 5)
    row = Items._base_manager.get(pk=book.pk)
    assert (row.spans, row.finished) == ([[0, 0, story.GONE, holder]], True)
    assert (what_is_wrong(), unlike_the_log(time.now)) == ([], [])


def test_what_is_used_and_accepted_at_once_is_one_of_the_two(hall: Cast, time: Time) -> None:
    book = actions.receive(hall.east, "voucher", "", "0001", "0010", by=by(hall.gu))
    lin, zhao = by(hall.lin), by(hall.zhao)
    actions.issue(book, "0001", "0010", hall.lin.reference, by=by(hall.gu))
    for number in ("0001", "0002", "0003"):
        actions.offer(book, number, "", hall.zhao.reference, by=lin)
        results = all_at_once(
            [
                lambda number=number: actions.use(book, number, by=lin),
                lambda number=number: actions.accept(book, number, "", hall.lin.reference, by=zhao),
            ]
        )
        assert codes(results)["done"] == 1
    assert (what_is_wrong(), unlike_the_log(time.now)) == ([], [])
