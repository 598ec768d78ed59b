"""What must not happen, and permissions, by hand: what is forbidden, what cannot be told, what lifts a ban."""

from __future__ import annotations

import pytest
from tests.checks.telling import both, clause, row, tell

from shouwen.checks.obligation import Obligation

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
    # A field of the wrong kind counts as missing; what is missing fulfils nothing, and `not` neither.
    assert states(f"never: {{what: d, where: {where}}}", f"04-01 09:00 d {data}") == [state]


def test_what_lifts_the_ban_must_have_come_before() -> None:
    story = tell("04-01 09:00 d kind=x; 09:01 a ok=yes; 09:02 d kind=x; 09:03 d kind=x")
    assert both(UNLESS, story, "04-01 10:00") == [broken(1), kept(3, 2), kept(4, 2)]


def test_in_the_same_second_the_id_says_whether_it_was_lifted_in_time() -> None:
    assert both(UNLESS, tell("04-01 09:00 a ok=yes; 09:00 d kind=x"), "04-01 09:00") == [kept(2, 1)]
    assert both(UNLESS, tell("04-01 09:00 d kind=x; 09:00 a ok=yes"), "04-01 09:00") == [broken(1)]


def test_the_last_event_that_lifts_the_ban_is_the_evidence_and_only_where_it_was_needed() -> None:
    story = tell("04-01 09:00 a ok=yes grade=system; 09:01 a ok=yes grade=device; 09:02 a ok=no")
    story += tell("04-01 09:00 p; 09:00 p; 09:00 p; 09:03 d kind=x grade=customer; 09:04 d kind=y grade=device")[3:]
    assert both(UNLESS, story, "04-01 10:00") == [kept(4, 2, grade="customer"), kept(5, grade="device")]


@pytest.mark.parametrize("data", ["", "ok=no", "ok=true"])
def test_an_event_that_does_not_fulfil_its_condition_lifts_nothing(data: str) -> None:
    assert both(UNLESS, tell(f"04-01 09:00 a {data}; 09:01 d kind=x"), "04-01 10:00") == [broken(2)]


def test_what_was_lifted_need_not_be_measured() -> None:
    story = tell("04-01 09:00 d; 09:01 a ok=yes; 09:02 d")
    assert both(UNLESS, story, "04-01 10:00") == [not_measured(1), kept(3, 2)]


def test_a_ban_without_conditions_can_be_lifted() -> None:
    story = tell("04-01 09:00 d; 09:01 e; 09:02 d")
    assert both("never: {what: d, unless: e}", story, "04-01 10:00") == [broken(1), kept(3, 2)]


def test_an_event_does_not_lift_its_own_ban() -> None:
    story = tell("04-01 09:00 d ok=yes; 09:01 d")
    check = "never: {what: d, unless: {word: d, when: {ok: true}}}"
    assert both(check, story, "04-01 10:00") == [broken(1), kept(2, 1)]


def test_a_lifting_noted_late_or_voided_changes_the_verdict() -> None:
    story = tell("04-01 09:01 d kind=x; 09:00 a ok=yes noted=10:00; 11:00 correct 2 void")
    assert both(UNLESS, story, "04-01 09:59:59") == [broken(1)]
    assert both(UNLESS, story, "04-01 10:00") == [row(1, "kept", settled_by=1, evidence=(1, 2))]
    assert both(UNLESS, story, "04-01 11:00") == [broken(1)]


def test_the_condition_of_the_clause_chooses_the_occasions() -> None:
    judged = clause(ALWAYS, when="{site_kind: partner, kind: {not: x}}")
    story = tell("04-01 09:00 d site_kind=partner; 09:01 d site_kind=partner kind=y; 09:02 d site_kind=own kind=y")
    assert both(judged, story, "04-01 10:00") == [broken(2)]


def test_a_permission_allows_only_where_all_conditions_hold() -> None:
    story = tell("04-01 09:00 d kind=x n=2.5; 09:01 d kind=y n=2.51; 09:02 d kind=z n=1")
    assert both(PERMIT, story, "04-01 10:00") == [kept(1), broken(2), broken(3)]


def test_a_permission_is_broken_by_one_condition_that_fails_whatever_the_others() -> None:
    assert both(PERMIT, tell("04-01 09:00 d kind=z; 09:01 d n=3"), "04-01 10:00") == [broken(1), broken(2)]


def test_a_permission_that_cannot_be_told_is_not_judged() -> None:
    story = tell("04-01 09:00 d; 09:01 d kind=x; 09:02 d n=1; 09:03 d kind=3 n=1; 09:04 d kind=x n=yes")
    assert both(PERMIT, story, "04-01 10:00") == [not_measured(number) for number in (1, 2, 3, 4, 5)]


def test_an_approval_before_permits_what_is_not_permitted_by_itself() -> None:
    story = tell("04-01 09:00 d kind=y; 09:01 e; 09:02 d kind=y; 09:03 d kind=x; 09:04 d")
    assert both(PERMIT_UNLESS, story, "04-01 10:00") == [broken(1), kept(3, 2), kept(4), kept(5, 2)]


def test_a_correction_of_what_the_event_held_changes_what_was_permitted() -> None:
    story = tell("04-01 09:00 d kind=x n=9; 10:00 correct 1 kind=x n=2; 11:00 correct 1 n=2")
    assert both(PERMIT, story, "04-01 09:59") == [broken(1)]
    assert both(PERMIT, story, "04-01 10:00") == [kept(1)]
    # The last correction alone counts, laid on the event as first noted: its data replace all of it.
    assert both(PERMIT, story, "04-01 11:00") == [not_measured(1)]
