"""A number in its range, by hand: values at the bounds, what was not measured, counts between two events."""

from __future__ import annotations

import pytest
from tests.checks.telling import both, clause, row, tell

from shouwen.checks.obligation import Obligation

VALUE = "measure: {on: [a, b], value: n, at_least: 1, at_most: 3.5}"
MOST = "measure: {count: b, from: a, to: c, at_most: 2}"
LEAST = "measure: {count: b, from: a, to: c, at_least: 2}"
BETWEEN = "measure: {count: b, from: a, to: c, at_least: 1, at_most: 2}"


def spot(number: int, state: str, margin: float | None, grade: str = "self-reported") -> Obligation:
    reason = "not-measured" if margin is None else None
    return row(number, state, reason, settled_by=number, margin=margin, grade=grade)  # type: ignore[arg-type]


# A value that an event holds.


@pytest.mark.parametrize(
    ("value", "state", "margin"),
    [
        ("1", "kept", 0),
        ("1.0", "kept", 0),
        ("0.5", "broken", -0.5),
        ("3.5", "kept", 0),
        ("3.75", "broken", -0.25),
        ("2", "kept", 1),
        ("2.25", "kept", 1.25),
        ("3", "kept", 0.5),
        ("-2", "broken", -3),
        ("0", "broken", -1),
    ],
)
def test_the_margin_is_what_is_left_to_the_nearer_bound(value: str, state: str, margin: float) -> None:
    assert both(VALUE, tell(f"04-01 09:00 a n={value}"), "04-01 09:00") == [spot(1, state, margin)]


def test_both_bounds_belong_to_the_range_when_they_are_the_same() -> None:
    check = "measure: {on: a, value: n, at_least: 2, at_most: 2}"
    assert both(check, tell("04-01 09:00 a n=2; 09:01 a n=2.5"), "04-01 10:00") == [
        spot(1, "kept", 0),
        spot(2, "broken", -0.5),
    ]


def test_a_range_may_have_one_bound_only() -> None:
    story = tell("04-01 09:00 a n=-5; 09:01 a n=2; 09:02 a n=3")
    assert both("measure: {on: a, value: n, at_most: 2}", story, "04-01 10:00") == [
        spot(1, "kept", 7),
        spot(2, "kept", 0),
        spot(3, "broken", -1),
    ]
    assert both("measure: {on: a, value: n, at_least: 2}", story, "04-01 10:00") == [
        spot(1, "broken", -7),
        spot(2, "kept", 0),
        spot(3, "kept", 1),
    ]


@pytest.mark.parametrize("data", ["", "n=-", "n=two", "n=yes", "n=no"])
def test_what_is_no_number_was_not_measured(data: str) -> None:
    assert both(VALUE, tell(f"04-01 09:00 a {data}"), "04-01 09:00") == [spot(1, "not_judged", None)]


def test_a_corrected_value_is_measured_anew_and_a_voided_one_not_at_all() -> None:
    story = tell("04-01 09:00 a n=9 grade=device; 09:01 b n=9; 10:00 correct 1 n=2; 10:00 correct 2 void")
    assert both(VALUE, story, "04-01 09:59:59") == [spot(1, "broken", -5.5, grade="device"), spot(2, "broken", -5.5)]
    assert both(VALUE, story, "04-01 10:00") == [spot(1, "kept", 1, grade="device")]


def test_only_what_fulfils_the_condition_is_measured() -> None:
    judged = clause("measure: {on: {word: a, when: {ok: true}}, value: n, at_least: 1}", when="{kind: x}")
    story = tell("04-01 09:00 a n=0; 09:01 a n=0 ok=yes; 09:02 a n=0 kind=x ok=yes")
    assert both(judged, story, "04-01 10:00") == [spot(3, "broken", -1)]


# A count between two events.


def test_a_count_is_open_until_its_end_and_then_has_its_margin() -> None:
    story = tell("04-01 09:00 a; 09:01 b; 09:02 b; 09:03 c")
    assert both(MOST, story, "04-01 09:02") == [row(1, "open", evidence=(1, 2, 3))]
    assert both(MOST, story, "04-01 09:03") == [row(1, "kept", settled_by=4, margin=0, evidence=(1, 2, 3, 4))]


def test_one_too_many_breaks_it_at_once_and_what_follows_changes_nothing() -> None:
    story = tell("04-01 09:00 a; 09:01 b; 09:02 b; 09:03 b; 09:04 b; 09:05 c")
    expected = [row(1, "broken", settled_by=4, margin=-1, evidence=(1, 2, 3, 4))]
    assert both(MOST, story, "04-01 09:03") == expected
    assert both(MOST, story, "04-01 10:00") == expected


def test_none_may_be_counted_where_none_is_allowed() -> None:
    check = "measure: {count: b, from: a, to: c, at_most: 0}"
    assert both(check, tell("04-01 09:00 a; 09:01 c"), "04-01 10:00") == [row(1, "kept", settled_by=2, margin=0)]
    assert both(check, tell("04-01 09:00 a; 09:01 b; 09:01 c"), "04-01 10:00") == [
        row(1, "broken", settled_by=2, margin=-1)
    ]


def test_too_few_is_broken_only_at_the_end() -> None:
    story = tell("04-01 09:00 a; 09:01 b; 09:02 c")
    assert both(LEAST, story, "04-01 09:01") == [row(1, "open", evidence=(1, 2))]
    assert both(LEAST, story, "04-01 09:02") == [row(1, "broken", settled_by=3, margin=-1, evidence=(1, 2, 3))]


def test_enough_is_still_open_before_the_end() -> None:
    story = tell("04-01 09:00 a; 09:01 b; 09:02 b; 09:03 b; 09:04 c")
    assert both(LEAST, story, "04-01 09:03") == [row(1, "open", evidence=(1, 2, 3, 4))]
    assert both(LEAST, story, "04-01 09:04") == [row(1, "kept", settled_by=5, margin=1, evidence=(1, 2, 3, 4, 5))]


def test_with_two_bounds_the_margin_is_to_the_nearer_one() -> None:
    told = "04-01 09:00 a; 09:01 c; 09:02 a; 09:03 b; 09:04 c; 09:05 a; 09:06 b; 09:07 b; 09:08 b"
    assert both(BETWEEN, tell(told), "04-01 10:00") == [
        row(1, "broken", settled_by=2, margin=-1),
        row(3, "kept", settled_by=5, margin=0, evidence=(3, 4, 5)),
        row(6, "broken", settled_by=9, margin=-1, evidence=(6, 7, 8, 9)),
    ]


def test_what_happens_outside_is_not_counted() -> None:
    told = "04-01 08:00 b; 08:01 c; 09:00 b; 09:00 a; 09:01 c; 09:02 b"
    assert both(MOST, tell(told), "04-01 10:00") == [row(4, "kept", settled_by=5, margin=2)]


def test_in_the_same_second_the_id_says_what_is_inside() -> None:
    told = "04-01 09:00 b; 09:00 a; 09:00 b; 09:00 c; 09:00 b"
    assert both(MOST, tell(told), "04-01 09:00") == [row(2, "kept", settled_by=4, margin=1, evidence=(2, 3, 4))]


def test_the_beginning_is_not_counted_and_the_end_is() -> None:
    check = "measure: {count: [a, b, c], from: a, to: c, at_most: 2}"
    assert both(check, tell("04-01 09:00 a; 09:01 b; 09:02 c"), "04-01 10:00") == [
        row(1, "kept", settled_by=3, margin=0, evidence=(1, 2, 3))
    ]
    assert both(check, tell("04-01 09:00 a; 09:01 b; 09:01 b; 09:02 c"), "04-01 10:00") == [
        row(1, "broken", settled_by=4, margin=-1, evidence=(1, 2, 3, 4))
    ]


def test_the_next_beginning_ends_what_went_before_and_is_not_counted_in_it() -> None:
    check = "measure: {count: [a, b], from: a, to: c, at_least: 1}"
    assert both(check, tell("04-01 09:00 a; 09:01 a; 09:02 b; 09:03 a"), "04-01 10:00") == [
        row(1, "broken", settled_by=2, margin=-1),
        row(2, "kept", settled_by=4, margin=0, evidence=(2, 3, 4)),
        row(4, "open"),
    ]


def test_a_word_that_begins_and_ends_does_first_the_one_and_then_the_other() -> None:
    check = "measure: {count: b, from: [a, c], to: c, at_most: 1}"
    assert both(check, tell("04-01 09:00 a; 09:01 b; 09:02 c; 09:03 b; 09:04 c"), "04-01 10:00") == [
        row(1, "kept", settled_by=3, margin=0, evidence=(1, 2, 3)),
        row(3, "kept", settled_by=5, margin=0, evidence=(3, 4, 5)),
        row(5, "open"),
    ]


def test_only_what_fulfils_its_condition_is_counted() -> None:
    check = "measure: {count: {word: b, when: {ok: true}}, from: a, to: c, at_least: 1}"
    assert both(check, tell("04-01 09:00 a; 09:01 b; 09:02 b ok=no; 09:03 c"), "04-01 10:00") == [
        row(1, "broken", settled_by=4, margin=-1)
    ]


def test_one_too_many_that_is_voided_heals_it() -> None:
    story = tell("04-01 09:00 a; 09:01 b; 09:02 b; 09:03 b; 10:00 correct 3 void")
    assert [one.state for one in both(MOST, story, "04-01 09:59")] == ["broken"]
    assert both(MOST, story, "04-01 10:00") == [row(1, "open", evidence=(1, 2, 4))]


def test_an_event_noted_late_makes_another_one_the_one_too_many() -> None:
    story = tell("04-01 09:00 a; 09:02 b; 09:03 b; 09:01 b noted=10:00")
    assert both(MOST, story, "04-01 09:59") == [row(1, "open", evidence=(1, 2, 3))]
    assert both(MOST, story, "04-01 10:00") == [row(1, "broken", settled_by=3, margin=-1, evidence=(1, 2, 3, 4))]


def test_the_verdict_has_the_weakest_grade_of_what_it_rests_on() -> None:
    story = tell("04-01 09:00 a grade=device; 09:01 b grade=customer; 09:02 d; 09:03 c grade=inspector")
    assert both(MOST, story, "04-01 10:00") == [
        row(1, "kept", settled_by=4, margin=1, evidence=(1, 2, 4), grade="inspector")
    ]
