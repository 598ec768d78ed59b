"""Conditions weighed against each other: whether they can hold at all, together, or one only with the other.

A field fulfils conditions or not by where its value lies between the values that they name. So it is enough to try
those values, one between each two neighbours, one beyond either end, and the field left empty.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise
from types import SimpleNamespace
from typing import cast

from shouwen.checks.measure import Range
from shouwen.checks.pattern import Pattern, Test
from shouwen.events.event import Event, Value

Tests = tuple[Test, ...]


def possible(*conditions: Tests) -> bool:
    """Whether one event can fulfil all of them."""
    tests = [test for part in conditions for test in part]
    return all(_fulfilling(field, tests, tests) for field in {test.field for test in tests})


def implies(given: Tests, wanted: Tests) -> bool:
    """Whether each event that fulfils `given` fulfils `wanted`. (Of nothing all is true: ask `possible` first.)"""
    both = [*given, *wanted]
    for field in {test.field for test in wanted}:
        asked = [test for test in wanted if test.field == field]
        if not all(_all(asked, field, value) for value in _fulfilling(field, list(given), both)):
            return False
    return True


def overlap(one: Pattern, other: Pattern) -> bool:
    """Whether one event can be among both."""
    return bool(set(one.words) & set(other.words)) and possible(one.tests, other.tests)


def covers(wide: Pattern, narrow: Pattern) -> bool:
    """Whether each event of `narrow`, of which there can be some, is one of `wide`."""
    return set(narrow.words) <= set(wide.words) and possible(narrow.tests) and implies(narrow.tests, wide.tests)


def in_range(field: str, bounds: Range) -> Tests:
    """A range as conditions on the field that holds the number."""
    pairs = (("at_least", bounds.low), ("at_most", bounds.high))
    return tuple(Test(field, "number", operator, bound) for operator, bound in pairs if bound is not None)


def _fulfilling(field: str, tests: Sequence[Test], named: Iterable[Test]) -> list[Value]:
    """Of the values worth trying, those with which the field fulfils all tests on it."""
    asked = [test for test in tests if test.field == field]
    return [value for value in _worth_trying(field, named) if _all(asked, field, value)]


def _all(tests: Iterable[Test], field: str, value: Value) -> bool:
    event = cast(Event, SimpleNamespace(data={field: value}, site=value, by=value))
    return all(test.holds(event) is True for test in tests)


def _worth_trying(field: str, tests: Iterable[Test]) -> list[Value]:
    named: list[Value] = []
    kind = "text"
    for test in tests:
        if test.field == field:
            kind = test.kind
            if test.operator != "filled":
                named += test.value if isinstance(test.value, tuple) else (test.value,)
    if kind == "flag":
        return [None, True, False]
    if kind == "text":
        fresh = "".join(str(value) for value in named) + "…"  # longer than any that is named, so none of them
        return [None, fresh, *named]
    numbers = sorted({value for value in named if isinstance(value, int | float)}) or [0]
    if kind == "time":
        return [None, *(number + step for number in numbers for step in (-1, 0, 1))]
    between = [(low + high) / 2 for low, high in pairwise(numbers)]
    return [None, float(numbers[0] - 1), *map(float, numbers), *between, float(numbers[-1] + 1)]
