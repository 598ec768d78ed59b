"""The guard, by hand and by its law: an act is refused if it would itself break the clause, and only then."""

from __future__ import annotations

from dataclasses import replace
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.checks.telling import clause, tell
from tests.law.stories import STANDARD, STARTS, STEPS, WORDS, batch, live, some_data, some_story

from shouwen.checks.check import Refusal
from shouwen.events.event import GRADES, Event
from shouwen.events.story import Story
from shouwen.standard.clause import Clause

UNHURRIED = settings(
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.large_base_example],
)
GUARDING = [one for one in STANDARD.clauses if one.guards and one.of == "case"]
CAN_GUARD = [one for one in STANDARD.clauses if "guard" in one.check.readings and one.of == "case"]
CANNOT = [one for one in STANDARD.clauses if "guard" not in one.check.readings and one.of == "case"]


def refused(check: str, told: str, *, when: str = "") -> Refusal | None:
    """What the last event of the story meets with when it is asked for after all the others."""
    *before, act = tell(told)
    return clause(check, when=when, guard=True).refuses(Story("case:1", before), act)


# By hand.


@pytest.mark.parametrize(
    ("check", "told"),
    [
        ("order: {first: a, then: b}", "04-01 09:00 d; 09:01 b"),
        ("order: {first: a, then: b}", "04-01 09:01 b; 09:01 b"),
        ("order: {first: [a, d], then: b}", "04-01 09:00 a; 09:01 b"),
        ("order: {first: a, then: b, anew: p}", "04-01 09:00 a; 09:01 p; 09:02 b"),
        ("never: {what: d}", "04-01 09:00 d"),
        ("never: {what: d, where: {n: {over: 2}}}", "04-01 09:00 a; 09:01 d n=3"),
        ("never: {what: d, unless: e}", "04-01 09:00 a; 09:01 d"),
        ("permission: {what: d, only_where: {n: {at_most: 2}}}", "04-01 09:00 d n=2.5"),
        ("record: {on: a, fields: [kind, n]}", "04-01 09:00 a kind=x"),
        ("steps: {from: a, to: c, steps: [b, d]}", "04-01 09:00 a; 09:01 b; 09:02 c"),
        ("steps: {from: a, to: c, steps: [b, d]}", "04-01 09:00 a; 09:01 d; 09:02 b; 09:03 c"),
        ("steps: {from: a, to: c, steps: [b, d]}", "04-01 09:00 a; 09:01 b; 09:02 a"),
        ("measure: {count: b, from: a, to: c, at_most: 1}", "04-01 09:00 a; 09:01 b; 09:02 b"),
        ("measure: {count: b, from: a, to: c, at_least: 1}", "04-01 09:00 a; 09:01 c"),
    ],
)
def test_an_act_that_would_break_the_clause_is_refused(check: str, told: str) -> None:
    refusal = refused(check, told)
    assert refusal is not None
    act = tell(told)[-1]
    assert (refusal.clause, refusal.obligation.clause) == ("c", "c")
    assert (refusal.obligation.state, refusal.obligation.settled_by) == ("broken", act.id)


@pytest.mark.parametrize(
    ("check", "told"),
    [
        ("order: {first: a, then: b}", "04-01 09:00 a; 09:00 b"),
        ("order: {first: a, then: b}", "04-01 09:00 b; 09:01 a"),
        ("order: {first: a, then: b}", "04-01 09:00 b; 09:01 d"),
        ("never: {what: d, where: {n: {over: 2}}}", "04-01 09:00 d n=2"),
        ("never: {what: d, where: {n: {over: 2}}}", "04-01 09:00 d"),  # not judged, so not broken
        ("never: {what: d, unless: e}", "04-01 09:00 e; 09:01 d"),
        ("permission: {what: d, only_where: {n: {at_most: 2}}}", "04-01 09:00 d"),
        ("record: {on: a, fields: [kind, n]}", "04-01 09:00 a kind=x n=0"),
        ("record: {on: a, fields: [kind, n]}", "04-01 09:00 b"),
        # A step out of order is decided only at the end: it is the closing that is refused.
        ("steps: {from: a, to: c, steps: [b, d]}", "04-01 09:00 a; 09:01 d"),
        ("steps: {from: a, to: c, steps: [b, d]}", "04-01 09:00 a; 09:01 d; 09:02 b"),
        ("steps: {from: a, to: c, steps: [b, d]}", "04-01 09:00 a; 09:01 b; 09:02 d; 09:03 c"),
        ("steps: {from: a, to: c, steps: [b, d]}", "04-01 09:00 c"),
        ("steps: {from: a, to: c, dropped: p, steps: [b]}", "04-01 09:00 a; 09:01 p"),
        ("measure: {count: b, from: a, to: c, at_most: 1}", "04-01 09:00 a; 09:01 b"),
        # The one that was too many has been refused or judged already; a further one breaks nothing anew.
        ("measure: {count: b, from: a, to: c, at_most: 1}", "04-01 09:00 a; 09:01 b; 09:02 b; 09:03 b"),
        ("measure: {count: b, from: a, to: c, at_most: 1}", "04-01 09:00 a; 09:01 b; 09:02 b; 09:03 c"),
        ("measure: {count: b, from: a, to: c, at_least: 1}", "04-01 09:00 a; 09:01 b; 09:02 c"),
    ],
)
def test_an_act_that_breaks_nothing_itself_is_let_through(check: str, told: str) -> None:
    assert refused(check, told) is None


def test_an_act_to_which_the_condition_of_the_clause_does_not_apply_is_let_through() -> None:
    assert refused("never: {what: d}", "04-01 09:00 d kind=y", when="{kind: x}") is None
    assert refused("never: {what: d}", "04-01 09:00 d kind=x", when="{kind: x}") is not None


def test_what_others_have_broken_before_does_not_stop_an_act_that_is_right() -> None:
    assert refused("order: {first: a, then: b}", "04-01 09:00 b; 09:01 a; 09:02 b") is None
    assert refused("record: {on: a, fields: kind}", "04-01 09:00 a; 09:01 a kind=x") is None


def test_an_act_is_judged_on_what_was_known_when_it_was_asked_for() -> None:
    order = "order: {first: a, then: b}"
    assert refused(order, "04-01 09:00 a; 09:30 correct 1 void; 09:31 b") is not None
    assert refused(order, "04-01 09:00 a noted=09:30; 09:29 b") is not None
    assert refused(order, "04-01 09:00 a noted=09:30; 09:30 b") is None


def test_a_clause_that_is_not_told_to_guard_refuses_nothing() -> None:
    act = tell("04-01 09:00 d")[0]
    assert clause("never: {what: d}", guard=True).refuses(Story("case:1"), act) is not None
    assert clause("never: {what: d}").refuses(Story("case:1"), act) is None


def test_a_clause_of_another_kind_of_subject_refuses_nothing_in_this_story() -> None:
    *before, act = tell("04-01 09:00 a about=account:1,case:1; 09:01 d about=account:1,case:1")
    guards = clause("never: {what: d}", of="account", guard=True)
    assert guards.refuses(Story("account:1", before), act) is not None
    assert guards.refuses(Story("case:1", before), act) is None


def test_a_late_answer_is_never_refused() -> None:
    check = clause("within: {after: a, then: b, limit: 1 hour}")
    before, answer = tell("04-01 09:00 a; 12:00 b")
    judged = live([check], {"case:1": [before, answer]}, answer.at)
    assert [(one.state, one.settled_by) for one in judged] == [("broken", answer.id)]
    assert replace(check, guards=True).refuses(Story("case:1", [before]), answer) is None


# Its law.


def act_after(story: list[Event], random: Random) -> Event:
    """An event that is asked for now, at the end of a story."""
    now = max((event.noted_at for event in story), default=STARTS[0]) + random.choice(STEPS)
    word = random.choice(WORDS)
    return Event(
        id=max((event.id for event in story), default=0) + 1,
        about=("case:000",),
        word=word,
        at=now,
        noted_at=now,
        site=random.choice(["s1", "s2", ""]),
        by=random.choice(["li", ""]),
        grade=random.choice(GRADES),
        data=some_data(random, word, now),
    )


def about_it(story: list[Event]) -> list[Event]:
    return [event for event in story if "case:000" in event.about]


def breaks(rows: list, act: Event) -> set[str]:
    """The clauses that have an obligation broken by the act itself."""
    return {one.clause for one in rows if one.state == "broken" and one.settled_by == act.id}


def test_the_law_is_tried_on_every_kind_of_check_that_guards() -> None:
    assert {one.check.name for one in GUARDING} == {"order", "never", "permission", "record", "steps", "measure"}
    assert {one.check.name for one in CAN_GUARD} == {one.check.name for one in GUARDING}


@settings(UNHURRIED, max_examples=400)
@given(st.randoms(use_true_random=False), st.integers(0, 10))
def test_an_act_is_refused_exactly_if_with_it_the_clause_is_broken_by_it(random: Random, length: int) -> None:
    story = about_it(some_story(random, "case:000", 1, length, random.choice(STARTS)))
    act = act_after(story, random)
    with_it = breaks(live(CAN_GUARD, {"case:000": [*story, act]}, act.noted_at), act)
    guards = [replace(one, guards=True) for one in CAN_GUARD]
    assert {one.id for one in guards if one.refuses(Story("case:000", story), act)} == with_it
    refusing = {one.id for one in STANDARD.clauses if one.refuses(Story("case:000", story), act)}
    assert refusing == with_it & {one.id for one in GUARDING}


@settings(UNHURRIED, max_examples=25)
@given(st.randoms(use_true_random=False), st.integers(0, 10))
def test_what_is_refused_the_audit_would_find_broken_and_what_is_let_through_it_would_not(
    random: Random, length: int
) -> None:
    story = about_it(some_story(random, "case:000", 1, length, random.choice(STARTS)))
    act = act_after(story, random)
    found = breaks(batch(GUARDING, {"case:000": [*story, act]}, act.noted_at), act)
    assert {one.id for one in GUARDING if one.refuses(Story("case:000", story), act)} == found


@settings(UNHURRIED, max_examples=100)
@given(st.randoms(use_true_random=False), st.integers(0, 10))
def test_a_check_that_cannot_guard_and_a_clause_that_need_not_refuse_no_act(random: Random, length: int) -> None:
    story = about_it(some_story(random, "case:000", 1, length, random.choice(STARTS)))
    act = act_after(story, random)
    told = Story("case:000", story)
    assert [one.id for one in CANNOT if replace(one, guards=True).refuses(told, act)] == []
    quiet: list[Clause] = [replace(one, guards=False) for one in CAN_GUARD]
    assert [one.id for one in quiet if one.refuses(told, act)] == []


@settings(UNHURRIED, max_examples=100)
@given(st.randoms(use_true_random=False), st.integers(0, 12))
def test_a_story_told_only_by_acts_that_were_let_through_breaks_no_guarding_clause(random: Random, length: int) -> None:
    story: list[Event] = []
    for _ in range(length):
        act = act_after(story, random)
        if not any(one.refuses(Story("case:000", story), act) for one in GUARDING):
            story.append(act)
    at = max((event.noted_at for event in story), default=STARTS[0]) + 86400
    assert [one for one in live(GUARDING, {"case:000": story}, at) if one.state == "broken"] == []
