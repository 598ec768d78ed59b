"""Conditions weighed against each other."""

from __future__ import annotations

import pytest

from shouwen.checks import pattern
from shouwen.checks.pattern import Pattern
from shouwen.standard.possible import covers, implies, overlap, possible


def that(operator: str, value: object, kind: str = "number", field: str = "n") -> pattern.Test:
    return pattern.Test(field, kind, operator, value)  # type: ignore[arg-type]


OVER_5, UNDER_3, OVER_3, AT_LEAST_5, AT_MOST_5 = (
    that("over", 5.0), that("under", 3.0), that("over", 3.0), that("at_least", 5.0), that("at_most", 5.0),
)  # fmt: skip
IS_5, NOT_5 = that("is", 5.0), that("is_not", 5.0)
X, Y, NOT_X = (
    that("is", "x", "text", "k"),
    that("is", "y", "text", "k"),
    that("is_not", "x", "text", "k"),
)
X_OR_Y = that("among", ("x", "y"), "text", "k")
NEITHER = that("not_among", ("x", "y"), "text", "k")
FILLED, EMPTY = that("filled", True, "text", "k"), that("filled", False, "text", "k")
YES, NO = that("is", True, "flag", "f"), that("is_not", True, "flag", "f")
MAYBE = that("is_not", False, "flag", "f")


@pytest.mark.parametrize(
    ("tests", "answer"),
    [
        ((), True), ((X,), True), ((X, Y), False), ((X, X_OR_Y), True), ((NOT_X, X_OR_Y), True), ((X, NOT_X), False),
        ((NEITHER, X_OR_Y), False), ((NEITHER, NOT_X), True), ((OVER_5, UNDER_3), False), ((OVER_3, AT_MOST_5), True),
        ((AT_LEAST_5, AT_MOST_5), True), ((AT_LEAST_5, AT_MOST_5, NOT_5), False), ((OVER_5, IS_5), False),
        ((EMPTY, X), False), ((EMPTY,), True), ((EMPTY, FILLED), False), ((EMPTY, NOT_X), False), ((YES, NO), False),
        ((NO, MAYBE), False), ((X, OVER_5, YES), True), ((X, OVER_5, UNDER_3), False),
        ((that("over", 5, "time"), that("under", 6, "time")), False),
        ((that("over", 5.0), that("under", 6.0)), True),
    ],
)  # fmt: skip
def test_conditions_can_hold_together_or_not(tests: tuple[pattern.Test, ...], answer: bool) -> None:
    assert possible(tests) is answer
    assert possible(tests[:1], tests[1:]) is answer


@pytest.mark.parametrize(
    ("given", "wanted", "answer"),
    [
        ((X,), (X_OR_Y,), True), ((X_OR_Y,), (X,), False), ((X,), (FILLED,), True), ((NOT_X,), (FILLED,), True),
        ((FILLED,), (X,), False), ((), (X,), False), ((X,), (), True), ((OVER_5,), (OVER_3,), True),
        ((OVER_3,), (OVER_5,), False), ((OVER_5,), (AT_LEAST_5,), True), ((AT_LEAST_5,), (OVER_5,), False),
        ((AT_LEAST_5, NOT_5), (OVER_5,), True), ((Y,), (NOT_X,), True), ((X, OVER_5), (X,), True),
        ((X,), (X, OVER_5), False), ((EMPTY,), (NOT_X,), False), ((YES,), (MAYBE,), True),
    ],
)  # fmt: skip
def test_one_condition_follows_from_another_or_not(
    given: tuple[pattern.Test, ...], wanted: tuple[pattern.Test, ...], answer: bool
) -> None:
    assert implies(given, wanted) is answer


def test_events_cover_and_overlap_each_other_by_words_and_conditions() -> None:
    some, of_x, other = Pattern(("a", "b"), (X_OR_Y,)), Pattern(("a",), (X,)), Pattern(("c",), (X,))
    assert (covers(some, of_x), covers(of_x, some), covers(some, other)) == (True, False, False)
    assert (overlap(some, of_x), overlap(of_x, some), overlap(some, other)) == (True, True, False)
    assert overlap(of_x, Pattern(("a",), (Y,))) is False
    assert covers(some, Pattern(("a",), (X, Y))) is False  # there are no such events


def test_who_said_it_and_where_count_like_other_fields() -> None:
    here, there = that("is", "north", "text", "site"), that("is", "south", "text", "site")
    assert (possible((here, there)), possible((here,))) == (False, True)
