"""What must not happen, and permissions, by hand: what is forbidden, what cannot be told, what lifts a ban."""

from __future__ import annotations

import pytest

from shouwen.checks.obligation import Obligation
from tests.checks.telling import both, clause, row, tell

ALWAYS = "never: {what: d}"
WHERE = "never: {what: d, where: {kind: x, n: {under: 3}}}"
UNLESS = "never: {what: d, where: {kind: x}, unless: {word: a, when: {ok: true}}}"
PERMIT = "permission: {what: d, only_where: {kind: [x, y], n: {at_most: 2.5}}}"
PERMIT_UNLESS = "permission: {what: d, only_where: {kind: x}, unless: e}"


def kept(number: int, *evidence: int, grade: str = "self-reported") -> Obligation:
    return row(number, "kept", settled_by=number, evidence=(*evidence, number), grade=grade)


def broken(number: int) -> Obligation:
    return row(number, "broken", settled_by=number)


def not_measured(number: int) -> Obligation:
    return row(number, "not_judged", "not-measured", settled_by=number)


def states(check: str, told: str) -> list[str]:
    return [obligation.state for obligation in both(check, tell(told), "04-02 00:00")]


def test_what_is_always_forbidden_is_broken_each_time() -> None:
    assert both(ALWAYS, tell("04-01 09:00 d; 09:00 a; 09:01 d"), "04-01 10:00") == [broken(1), broken(3)]


def test_what_did_not_happen_owes_nothing() -> None:
    assert both(ALWAYS, tell("04-01 09:00 a"), "04-01 10:00") == []


def test_it_is_forbidden_only_where_all_conditions_hold() -> None:
    story = tell("04-01 09:00 d kind=x n=2.9; 09:01 d kind=x n=3; 09:02 d kind=y n=2")
    assert both(WHERE, story, "04-01 10:00") == [broken(1), kept(2), kept(3)]


def test_where_a_condition_cannot_be_told_and_none_fails_it_is_not_judged() -> None:
    story = tell("04-01 09:00 d kind=x; 09:01 d n=2; 09:02 d; 09:03 d kind=x n=two; 09:04 d kind=x n=-")
    assert both(WHERE, story, "04-01 10:00") == [not_measured(number) for number in (1, 2, 3, 4, 5)]


def test_one_condition_that_fails_keeps_it_even_if_another_cannot_be_told() -> None:
    assert both(WHERE, tell("04-01 09:00 d kind=y; 09:01 d n=3"), "04-01 10:00") == [kept(1), kept(2)]


@pytest.mark.parametrize(
    ("where", "data", "state"),
    [
        ("{n: {over: 2}}", "n=2", "kept"),
        ("{n: {over: 2}}", "n=2.01", "broken"),
        ("{n: {under: 2}}", "n=2", "kept"),
        ("{n: {at_least: 2}}", "n=2.0", "broken"),
        ("{n: {at_most: 2}}", "n=2", "broken"),
        ("{n: {at_least: 1, at_most: 2}}", "n=0", "kept"),
        ("{n: 2}", "n=2.0", "broken"),
        ("{n: {not: 2}}", "n=2", "kept"),
        ("{n: {not: 2}}", "n=3", "broken"),
        ("{n: {not: 2}}", "", "not_judged"),
        ("{n: 1}", "n=yes", "not_judged"),
        ("{ok: true}", "ok=1", "not_judged"),
        ("{ok: {not: true}}", "ok=no", "broken"),
        ("{kind: [x, y]}", "kind=y", "broken"),
        ("{kind: {not: [x, y]}}", "kind=y", "kept"),
        ("{kind: {not: [x, y]}}", "kind=z", "broken"),
        ("{kind: {not: [x, y]}}", "", "not_judged"),
        ("{kind: '3'}", "kind=3", "not_judged"),
        ("{kind: X}", "kind=x", "kept"),
        ("{kind: {filled: false}}", "", "broken"),
        ("{kind: {filled: false}}", "kind=\u3000", "broken"),
        ("{kind: {filled: false}}", "kind=3", "broken"),
        ("{kind: {filled: true}}", "kind=x", "broken"),
        ("{ok: {filled: true}}", "ok=no", "broken"),
        ("{n: {filled: true}}", "n=0", "broken"),
        ("{until: {over: 2025-04-01T09:00:00+08:00}}", "until=09:00", "kept"),
        ("{until: {over: 2025-04-01T09:00:00+08:00}}", "until=09:01", "broken"),
        ("{until: {at_most: 2025-04-01T01:00:00Z}}", "until=09:00", "broken"),
        ("{site: s1}", "site=s1", "broken"),
        ("{site: s1}", "", "not_judged"),
        ("{by: {filled: false}}", "", "broken"),
        ("{by: {not: li}}", "by=wang", "broken"),
        ("{site_kind: partner}", "site_kind=partner", "broken"),
    ],
)
def test_each_condition_at_its_edge(where: str, data: str, state: str) -> None:
    # A field of the wrong kind is missing; what is missing fulfils nothing, and `not` neither.
    text = data.replace("\u3000", "\N{NO-BREAK SPACE}") if "\u3000" in data else data
    story = [event for event in tell(f"04-01 09:00 d {text}")] if "\u3000" not in data else _blank()
    assert [obligation.state for obligation in both(f"never: {{what: d, where: {where}}}", story, "04-02 00:00")] == [
        state
    ]
