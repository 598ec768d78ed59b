"""What is owed now: when time alone will change the answer, and that nothing but story and time enters into it."""

from __future__ import annotations

from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.checks.telling import both, clause, instant, row, tell
from tests.law.stories import STANDARD, STARTS, some_story, times

from shouwen.checks.obligation import Obligation
from shouwen.engine.live import Owed, owed
from shouwen.events.event import Event
from shouwen.events.story import LONGEST_STORY, Story
from shouwen.fault import Fault
from shouwen.standard.clause import Clause

UNHURRIED = settings(
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.large_base_example],
)
CASES = [one for one in STANDARD.clauses if one.of == "case"]
KINDS = sorted({one.check.name for one in CASES} - {"says", "avoids"})
TWO_HOURS = "within: {after: filed, then: answered, limit: 2 hours}"
MONTHLY = "every: {what: b, per: 1 month, from: a, until: c}"
LONG = (1, 3599, 86400, 40 * 86400, 400 * 86400, 4000 * 86400)


def ask(check: str, told: str, at: str) -> Owed:
    return owed([clause(check)], Story("case:1", tell(told)), instant(at))


def next_change(check: str, told: str, at: str) -> int | None:
    return ask(check, told, at).next_change


# When time alone changes the answer, by hand.


def test_first_comes_the_warning_then_the_second_after_the_due_time_then_nothing() -> None:
    told = "05-06 10:00 filed"
    assert next_change(TWO_HOURS, told, "05-06 10:00") == instant("05-06 11:36")
    assert next_change(TWO_HOURS, told, "05-06 11:35:59") == instant("05-06 11:36")
    assert next_change(TWO_HOURS, told, "05-06 11:36") == instant("05-06 12:00:01")
    assert next_change(TWO_HOURS, told, "05-06 12:00") == instant("05-06 12:00:01")
    assert next_change(TWO_HOURS, told, "05-06 12:00:01") is None


def test_what_is_answered_or_paused_does_not_change_by_itself() -> None:
    assert next_change(TWO_HOURS, "05-06 10:00 filed; 10:01 answered", "05-06 10:01") is None
    paused = "within: {after: filed, then: answered, limit: 2 hours, pause: waits, resume: resumed}"
    assert next_change(paused, "05-06 10:00 filed; 10:01 waits", "05-06 10:01") is None


def test_in_a_pause_after_the_warning_nothing_changes_and_after_it_the_rest_runs() -> None:
    paused = "within: {after: filed, then: answered, limit: 2 hours, pause: waits, resume: resumed}"
    told = "05-06 10:00 filed; 11:40 waits"
    assert next_change(paused, told, "05-06 11:50") is None
    assert next_change(paused, f"{told}; 15:00 resumed", "05-06 15:00") == instant("05-06 15:20:01")


def test_of_several_obligations_the_first_to_change_counts() -> None:
    told = "05-06 10:00 filed; 10:30 filed; 11:00 filed"
    assert next_change(TWO_HOURS, told, "05-06 11:36") == instant("05-06 12:00:01")
    assert next_change(TWO_HOURS, told, "05-06 12:00:01") == instant("05-06 12:06")
    assert next_change(TWO_HOURS, told, "05-06 13:00:01") is None


def test_of_several_clauses_the_first_to_change_counts() -> None:
    story = Story("case:1", tell("05-06 10:00 filed"))
    clauses = [clause(TWO_HOURS), clause("within: {after: filed, then: answered, limit: 1 hour, warn: 100%}")]
    assert owed(clauses, story, instant("05-06 10:00")).next_change == instant("05-06 11:00")
    assert owed(clauses, story, instant("05-06 11:00")).next_change == instant("05-06 11:00:01")
    assert owed(clauses, story, instant("05-06 11:00:01")).next_change == instant("05-06 11:36")


def test_an_unmet_period_changes_one_second_after_its_last() -> None:
    assert next_change(MONTHLY, "01-15 09:00 a", "01-15 09:00") == instant("02-15 09:00")


def test_when_a_period_is_met_the_next_one_still_opens_by_itself() -> None:
    told = "01-15 09:00 a; 01-16 09:00 b"
    assert [one.state for one in ask(MONTHLY, told, "02-15 08:59:59").obligations] == ["kept"]
    assert [one.state for one in ask(MONTHLY, told, "02-15 09:00").obligations] == ["kept", "open"]
    assert next_change(MONTHLY, told, "01-16 09:00") == instant("02-15 09:00")


def test_a_part_of_a_year_that_owes_nothing_is_followed_by_a_year_that_does() -> None:
    check = "every: {what: b, at_least: 4, per: 1 year, counted: calendar, from: a}"
    assert ask(check, "2025-12-01 09:00 a", "2025-12-31 23:59:59").obligations == ()
    assert next_change(check, "2025-12-01 09:00 a", "2025-12-01 09:00") == instant("2026-01-01 00:00")


def test_when_an_item_was_looked_at_the_next_period_still_opens_by_itself() -> None:
    check = "inspect: {on: d, item: tidy, passed: ok, each: 1 day, counted: calendar, from: a}"
    told = "04-01 09:00 a; 10:00 d ok=yes"
    assert len(ask(check, told, "04-02 00:00").obligations) == 2
    assert next_change(check, told, "04-01 10:00") == instant("04-02 00:00")


def test_a_relation_that_has_ended_changes_no_more() -> None:
    assert next_change(MONTHLY, "01-15 09:00 a; 01-16 09:00 b; 01-17 09:00 c", "01-18 09:00") is None


def test_a_share_changes_when_its_period_is_over_and_then_no_more() -> None:
    check = "share: {of: a, good: {ok: true}, at_least: 50%, each: half hour}"
    assert next_change(check, "04-01 09:10 a ok=yes", "04-01 09:10") == instant("04-01 09:30")
    assert next_change(check, "04-01 09:10 a ok=yes", "04-01 09:30") is None


# The same, in generated stories.


def noted_by(story: list[Event], at: int) -> Story:
    return Story("case:000", [event for event in story if event.noted_at <= at and "case:000" in event.about])


def told(random: Random, length: int) -> tuple[Story, int]:
    """A story as it stands at a time, with nothing noted later."""
    story = some_story(random, "case:000", 1, length, random.choice(STARTS))
    (at,) = times(random, {"case:000": story}, 1)
    return noted_by(story, at), at


@pytest.mark.parametrize("kind", KINDS)
@settings(UNHURRIED, max_examples=80)
@given(random=st.randoms(use_true_random=False), length=st.integers(0, 12))
def test_nothing_changes_before_the_next_change_and_something_does_then(kind: str, random: Random, length: int) -> None:
    story, at = told(random, length)
    for one in [one for one in CASES if one.check.name == kind]:
        now = owed([one], story, at)
        change = now.next_change
        assert change is None or change > at
        last = at + max(LONG) if change is None else change - 1
        between = {last, *(at + step for step in LONG), random.randint(at, last)}
        for later in sorted(time for time in between if at < time <= last):
            assert owed([one], story, later).obligations == now.obligations, f"{one.id} at {at}, {later}"
        if change is not None:
            then = owed([one], story, change).obligations
            assert then != now.obligations or change in {row.warn for row in now.obligations}, one.id


@settings(UNHURRIED, max_examples=60)
@given(random=st.randoms(use_true_random=False), length=st.integers(0, 14))
def test_asked_twice_or_told_in_another_order_the_answer_is_the_same(random: Random, length: int) -> None:
    story, at = told(random, length)
    answer = owed(CASES, story, at)
    shuffled = list(story.events)
    random.shuffle(shuffled)
    before = list(story.events)
    assert owed(CASES, story, at) == answer
    assert owed(CASES, Story("case:000", shuffled), at) == answer
    assert list(story.events) == before


@settings(UNHURRIED, max_examples=60)
@given(random=st.randoms(use_true_random=False), length=st.integers(0, 14))
def test_what_is_noted_later_changes_nothing_of_what_was_known(random: Random, length: int) -> None:
    story = some_story(random, "case:000", 1, length, random.choice(STARTS))
    (at,) = times(random, {"case:000": story}, 1)
    everything = Story("case:000", [event for event in story if "case:000" in event.about])
    assert owed(CASES, everything, at) == owed(CASES, noted_by(story, at), at)


@settings(UNHURRIED, max_examples=60)
@given(random=st.randoms(use_true_random=False), length=st.integers(0, 14))
def test_many_clauses_at_once_owe_what_each_owes_alone(random: Random, length: int) -> None:
    story, at = told(random, length)
    alone = [owed([one], story, at) for one in CASES]
    together = owed(CASES, story, at)
    assert together.obligations == tuple(row for answer in alone for row in answer.obligations)
    changes = [answer.next_change for answer in alone if answer.next_change is not None]
    assert together.next_change == min(changes, default=None)


@settings(UNHURRIED, max_examples=60)
@given(random=st.randoms(use_true_random=False), length=st.integers(0, 14))
def test_no_two_obligations_have_the_same_key(random: Random, length: int) -> None:
    story, at = told(random, length)
    keys = [one.key for one in owed(CASES, story, at).obligations]
    assert len(set(keys)) == len(keys)


# Whose story, and how much of it.


def test_an_empty_story_owes_nothing() -> None:
    for at in (0, 1_745_982_000, 4_102_444_800):
        assert owed(STANDARD.clauses, Story("case:1"), at) == Owed((), None)


def test_before_anything_was_noted_nothing_is_owed() -> None:
    assert ask(TWO_HOURS, "05-06 10:00 filed", "05-06 09:59:59") == Owed((), None)
    assert ask(TWO_HOURS, "05-06 10:00 filed noted=11:00", "05-06 10:59:59") == Owed((), None)


def test_a_clause_speaks_only_of_its_own_kind_of_subject() -> None:
    clauses: list[Clause] = [clause("never: {what: a}", of="account"), clause("never: {what: a}")]
    story = tell("04-01 09:00 a about=case:1,account:7,shift:s1")
    at = instant("04-01 10:00")
    for subject, of in (("case:1", "case"), ("account:7", "account")):
        rows = owed(clauses, Story(subject, story), at).obligations
        assert rows == (row(1, "broken", settled_by=1, subject=subject),)
        assert [one.of for one in clauses if one.of == of] == [of]
    assert owed(clauses, Story("shift:s1", story), at) == Owed((), None)


def test_a_story_too_long_to_be_read_whole_is_refused() -> None:
    (event,) = tell("04-01 09:00 a")
    assert len(Story("case:1", [event] * LONGEST_STORY).events) == LONGEST_STORY
    with pytest.raises(Fault) as raised:
        Story("case:1", [event] * (LONGEST_STORY + 1))
    assert (raised.value.code, raised.value.place) == ("story-too-long", "case:1")


# In which order.


def test_obligations_come_by_clause_and_then_as_they_opened() -> None:
    first, second = clause("never: {what: a}"), clause("never: {what: b}")
    story = Story("case:1", tell("04-01 09:00 b; 09:01 a; 09:02 b"))
    rows = owed([first, second], story, instant("04-01 10:00")).obligations
    assert [one.opened_by for one in rows] == [2, 1, 3]


def test_what_opened_earlier_comes_first_even_if_it_was_noted_later() -> None:
    rows: list[Obligation] = both("never: {what: a}", tell("04-01 10:00 a; 09:00 a noted=11:00"), "04-01 11:00")
    assert [one.opened_by for one in rows] == [2, 1]


def test_periods_without_an_observation_come_where_they_opened() -> None:
    check = "inspect: {on: d, item: tidy, passed: ok, each: 1 day, counted: calendar, from: a}"
    rows = both(check, tell("04-01 09:00 a; 04-02 10:00 d ok=yes"), "04-02 12:00")
    assert [one.opened_by for one in rows] == [1, 2]
