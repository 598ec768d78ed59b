"""Seals, vouchers, cards: each number is in one place, and changes hands between two who both say so."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from tests.operation.channels.hall.conftest import Time
from tests.operation.channels.hall.things_of_the_tests import unlike_the_log
from tests.operation.people_of_the_tests import Cast

from shouwen.fault import Fault
from shouwen.operation.channels.hall import actions as hall_actions
from shouwen.operation.channels.hall.models import Items, Visit
from shouwen.operation.channels.hall.registers import actions, story
from shouwen.operation.ledger import models
from shouwen.operation.people.models import Staff
from shouwen.operation.people.rights import Acting

By = Callable[[Staff], Acting]


def refused(code: str) -> pytest.RaisesExc[Fault]:
    return pytest.RaisesExc(Fault, check=lambda fault: fault.code == code)


def told(items: Items) -> list[str]:
    rows = models.Event._base_manager.filter(told__case=items.pk).order_by("pk")
    return [row.word for row in rows if not row.word.startswith("obligation.")]


def owed(items: Items) -> list[tuple[str, str]]:
    rows = models.Obligation._base_manager.filter(case=items.pk).order_by("pk")
    return [(row.clause, row.state) for row in rows]


# ── numbers ──


@pytest.mark.parametrize(
    ("first", "last", "size"),
    [("0001", "0500", 500), ("A-07", "A-07", 1), ("89860012345678901230", "89860012345678901239", 10)],
)
def test_a_range_has_as_many_numbers_as_it_counts(first: str, last: str, size: int) -> None:
    assert story.size_of(first, last) == size
    assert story.number_at(first, size - 1) == last


@pytest.mark.parametrize(
    ("first", "last", "code"),
    [
        ("seal", "seal", "item-number"),
        ("0005", "0001", "item-range"),
        ("0001", "500", "item-range"),
        ("A1", "B2", "item-range"),
        ("00001", "01001", "item-too-many"),
    ],
)
def test_what_is_no_range_is_refused(first: str, last: str, code: str) -> None:
    with refused(code):
        story.size_of(first, last)


def test_spans_cover_all_numbers_whatever_moves() -> None:
    spans = [[0, 9, story.STORE, None]]
    spans = story.moved(spans, 0, 4, story.HELD, 7)
    spans = story.moved(spans, 2, 2, story.GONE, 7)
    assert spans == [
        [0, 1, story.HELD, 7], [2, 2, story.GONE, 7], [3, 4, story.HELD, 7], [5, 9, story.STORE, None],
    ]  # fmt: skip
    assert story.moved(spans, 0, 99, story.LOST) == [[0, 9, story.LOST, None]]
    assert story.numbers_in("0001", 10, "0003, 0005-0007") == [(2, 2), (4, 6)]


# ── one after the other ──


def test_a_voucher_is_issued_used_on_a_visit_and_what_is_left_comes_back(
    halls: Cast, vouchers: Items, by: By, time: Time
) -> None:
    visit: Visit = hall_actions.enter(halls.east, by=by(halls.gu))
    actions.issue(vouchers, "0001", "0010", halls.lin.reference, by=by(halls.gu))
    actions.use(vouchers, "0001", by=by(halls.lin), visit=visit)
    actions.spoil(vouchers, "0002", "0002", "写错", by=by(halls.lin))
    row = actions.give_back(vouchers, "0003", "0010", by=by(halls.lin))
    assert row.spans == [
        [0, 0, story.GONE, halls.lin.pk], [1, 1, story.SPOILED, halls.lin.pk], [2, 49, story.STORE, None],
    ]  # fmt: skip
    assert [event.word for event in models.Event._base_manager.filter(told__case=visit.pk)] == [
        "visit.entered", story.USED,
    ]  # fmt: skip
    assert unlike_the_log(time.now) == []


def test_a_number_is_not_used_twice_nor_by_who_does_not_have_it(halls: Cast, vouchers: Items, by: By) -> None:
    with refused("item-not-yours"):
        actions.use(vouchers, "0001", by=by(halls.lin))
    actions.issue(vouchers, "0001", "0002", halls.lin.reference, by=by(halls.gu))
    with refused("item-held"):
        actions.issue(vouchers, "0002", "0003", halls.zhao.reference, by=by(halls.gu))
    with refused("item-not-yours"):
        actions.give_back(vouchers, "0001", "0001", by=by(halls.zhao))
    actions.use(vouchers, "0001", by=by(halls.lin))
    for again in (actions.use, actions.give_back):
        with refused("item-used"):
            again(vouchers, "0001", "0001", by=by(halls.lin))
    with refused("item-used"):
        actions.issue(vouchers, "0001", "0001", halls.zhao.reference, by=by(halls.gu))
    with refused("item-not-here"):
        actions.use(vouchers, "0051", by=by(halls.lin))


def test_the_same_asking_does_nothing_twice(halls: Cast, vouchers: Items, by: By) -> None:
    for _ in range(2):
        actions.issue(vouchers, "0001", "0002", halls.lin.reference, by=by(halls.gu), once="a")
        actions.use(vouchers, "0001", by=by(halls.lin), once="b")
    assert told(vouchers) == [story.RECEIVED, story.ISSUED, story.USED]
    with refused("api-once-differs"):
        actions.spoil(vouchers, "0002", "0002", "x", by=by(halls.lin), once="b")


def test_a_seal_is_used_many_times_and_stays(halls: Cast, seal: Items, by: By, time: Time) -> None:
    actions.issue(seal, "YZ-3", "", halls.lin.reference, by=by(halls.gu))
    for _ in range(3):
        row = actions.use(seal, "YZ-3", by=by(halls.lin))
    assert (row.uses, row.spans) == (3, [[0, 0, story.HELD, halls.lin.pk]])
    assert unlike_the_log(time.now) == []


def test_numbers_that_are_there_do_not_come_in_again(halls: Cast, vouchers: Items, by: By) -> None:
    with refused("item-there-already"):
        actions.receive(halls.east, "voucher", "收据", "0050", "0060", by=by(halls.gu))
    actions.receive(halls.east, "voucher", "收据", "0051", "0060", by=by(halls.gu))
    actions.receive(halls.west, "voucher", "收据", "0001", "0050", by=by(halls.sun))


def test_a_book_that_is_used_up_is_closed(halls: Cast, by: By, time: Time) -> None:
    book = actions.receive(halls.east, "voucher", "", "1", "2", by=by(halls.gu))
    actions.issue(book, "1", "2", halls.lin.reference, by=by(halls.gu))
    row = actions.use(book, "1", "2", by=by(halls.lin))
    assert (row.finished, told(book)[-1]) == (True, story.FINISHED)
    assert row.case.closed_at == time.now


# ── from hand to hand ──


def test_what_is_handed_over_changes_hands_when_the_other_says_so(halls: Cast, seal: Items, by: By, time: Time) -> None:
    actions.issue(seal, "YZ-3", "", halls.lin.reference, by=by(halls.gu))
    row = actions.offer(seal, "YZ-3", "", halls.zhao.reference, by=by(halls.lin))
    assert story.count(row.spans, story.HELD, holder=halls.lin.pk) == 1
    with refused("item-not-offered"):
        actions.accept(seal, "YZ-3", "", halls.lin.reference, by=by(halls.gu))
    row = actions.accept(seal, "YZ-3", "", halls.lin.reference, by=by(halls.zhao))
    assert (row.spans, row.offers) == ([[0, 0, story.HELD, halls.zhao.pk]], [])
    with refused("item-not-yours"):
        actions.use(seal, "YZ-3", by=by(halls.lin))
    assert ("registers.handed-over-by-two", "kept") in owed(seal)
    assert unlike_the_log(time.now) == []


def test_what_was_used_meanwhile_is_not_handed_over(halls: Cast, vouchers: Items, by: By) -> None:
    actions.issue(vouchers, "0001", "0003", halls.lin.reference, by=by(halls.gu))
    actions.offer(vouchers, "0001", "0003", halls.zhao.reference, by=by(halls.lin))
    actions.use(vouchers, "0001", by=by(halls.lin))
    with refused("item-not-offered"):
        actions.accept(vouchers, "0001", "0003", halls.lin.reference, by=by(halls.zhao))


def test_nobody_hands_over_to_themselves_or_to_a_stranger(halls: Cast, vouchers: Items, by: By) -> None:
    actions.issue(vouchers, "0001", "0003", halls.lin.reference, by=by(halls.gu))
    for whom in (halls.lin.reference, halls.qian.reference, "staff:9999999", "customer:x"):
        with refused("item-person"):
            actions.offer(vouchers, "0001", "0001", whom, by=by(halls.lin))


# ── counting ──


def test_a_count_that_is_right_takes_two(halls: Cast, vouchers: Items, by: By, time: Time) -> None:
    row = actions.count(vouchers, 50, "", halls.lin.reference, by=by(halls.gu))
    assert row.counted_at is None
    with refused("item-count-not-asked"):
        actions.confirm_count(vouchers, 50, by=by(halls.zhao))
    with refused("item-counts-unlike"):
        actions.confirm_count(vouchers, 49, by=by(halls.lin))
    row = actions.confirm_count(vouchers, 50, by=by(halls.lin))
    assert (row.counted_at, row.differed_at, row.counting) == (time.now, None, {})
    assert owed(vouchers) == [("registers.counted", "kept"), ("registers.counted", "open")]


def test_a_wrong_count_is_the_managers_to_explain(halls: Cast, vouchers: Items, by: By, time: Time) -> None:
    with refused("item-count-missing"):
        actions.count(vouchers, 48, "0007", halls.lin.reference, by=by(halls.zhao))
    actions.count(vouchers, 48, "0007，0012", halls.lin.reference, by=by(halls.zhao))
    row = actions.confirm_count(vouchers, 48, by=by(halls.lin))
    assert (row.expected, row.counted, story.count(row.spans, story.MISSING)) == (50, 48, 2)
    assert ("registers.difference-explained", "open") in owed(vouchers)
    assert models.Notice._base_manager.filter(event__word=story.DIFFERED).count() in (0, 1)
    with refused("item-used"):
        actions.issue(vouchers, "0007", "0007", halls.lin.reference, by=by(halls.gu))
    with refused("not-yours"):
        actions.explain(vouchers, "夹在别的本子里", found=True, by=by(halls.lin))
    row = actions.explain(vouchers, "夹在别的本子里", found=True, by=by(halls.gu))
    assert (row.spans, row.differed_at) == ([[0, 49, story.STORE, None]], None)
    assert ("registers.difference-explained", "kept") in owed(vouchers)
    assert unlike_the_log(time.now) == []


def test_what_is_not_found_is_lost(halls: Cast, seal: Items, by: By, time: Time) -> None:
    actions.count(seal, 0, "", halls.lin.reference, by=by(halls.zhao))
    row = actions.confirm_count(seal, 0, by=by(halls.lin))
    assert row.spans == [[0, 0, story.MISSING, None]]
    row = actions.explain(seal, "已报案", found=False, by=by(halls.gu))
    assert (row.spans, row.finished) == ([[0, 0, story.LOST, None]], True)
    assert unlike_the_log(time.now) == []


def test_a_count_is_broken_when_nobody_counts_in_time(halls: Cast, vouchers: Items, by: By, time: Time) -> None:
    time.passes(6 * 86400)
    actions.count(vouchers, 50, "", halls.lin.reference, by=by(halls.gu))
    actions.confirm_count(vouchers, 50, by=by(halls.lin))
    assert owed(vouchers)[0] == ("registers.counted", "broken")


def test_another_halls_clerk_does_nothing_with_them(halls: Cast, vouchers: Items, by: By) -> None:
    for step in (
        lambda: actions.use(vouchers, "0001", by=by(halls.qian)),
        lambda: actions.issue(vouchers, "0001", "0001", halls.lin.reference, by=by(halls.sun)),
        lambda: actions.receive(halls.east, "voucher", "x", "1", "2", by=by(halls.sun)),
    ):
        with refused("case-unknown"):
            step()
