"""One thing before another, by hand: what counts as before, which one counts, and what starts anew."""

from __future__ import annotations

import pytest
from tests.checks.telling import both, clause, row, tell

from shouwen.checks.obligation import Obligation

ORDER = "order: {first: a, then: b}"
TWO = "order: {first: [a, {word: d, when: {ok: true}}], then: b}"
ANEW = "order: {first: a, then: b, anew: p}"


def kept(number: int, *evidence: int, grade: str = "self-reported") -> Obligation:
    return row(number, "kept", settled_by=number, evidence=(*evidence, number), grade=grade)


def broken(number: int, *evidence: int, grade: str = "self-reported") -> Obligation:
    return row(number, "broken", "missing", settled_by=number, evidence=(*evidence, number), grade=grade)


def test_what_came_before_keeps_it() -> None:
    assert both(ORDER, tell("04-01 09:00 a; 09:01 b"), "04-01 09:01") == [kept(2, 1)]


def test_what_comes_only_afterwards_does_not() -> None:
    assert both(ORDER, tell("04-01 09:00 b; 09:01 a"), "04-01 10:00") == [broken(1)]


def test_until_the_second_thing_happens_nothing_is_owed() -> None:
    assert both(ORDER, tell("04-01 09:00 a; 09:01 d"), "04-01 10:00") == []
    assert both(ORDER, [], "04-01 10:00") == []


def test_in_the_same_second_the_lower_id_came_first() -> None:
    assert both(ORDER, tell("04-01 09:00 a; 09:00 b"), "04-01 09:00") == [kept(2, 1)]
    assert both(ORDER, tell("04-01 09:00 b; 09:00 a"), "04-01 09:00") == [broken(1)]


def test_one_earlier_event_serves_all_that_follow_and_the_last_of_them_is_the_evidence() -> None:
    story = tell("04-01 09:00 a; 09:01 b; 09:02 a; 09:03 a; 09:04 b")
    assert both(ORDER, story, "04-01 10:00") == [kept(2, 1), kept(5, 4)]


def test_of_two_things_asked_for_one_is_not_enough() -> None:
    story = tell("04-01 09:00 b; 09:01 d ok=yes; 09:02 b; 09:03 a; 09:04 b")
    assert both(TWO, story, "04-01 10:00") == [broken(1), broken(3, 2), kept(5, 2, 4)]


def test_of_several_words_that_will_do_any_does() -> None:
    story = tell("04-01 09:00 b; 09:01 d; 09:02 b")
    assert both("order: {first: {word: [a, d]}, then: b}", story, "04-01 10:00") == [broken(1), kept(3, 2)]


@pytest.mark.parametrize("data", ["ok=no", "ok=-", "", "ok=true", "ok=1"])
def test_a_first_event_that_does_not_fulfil_its_condition_counts_for_nothing(data: str) -> None:
    story = tell(f"04-01 09:00 a; 09:01 d {data}; 09:02 b")
    assert both(TWO, story, "04-01 10:00") == [broken(3, 1)]


def test_only_what_fulfils_the_condition_of_the_clause_is_an_occasion() -> None:
    judged = clause(ORDER, when="{n: {over: 1}}")
    story = tell("04-01 09:00 b n=1; 09:01 b n=2; 09:02 b; 09:03 b n=two; 09:04 b n=1.5")
    assert both(judged, story, "04-01 10:00") == [broken(2), broken(5)]


def test_a_missing_field_does_not_fulfil_a_condition_with_not() -> None:
    judged = clause(ORDER, when="{kind: {not: x}}")
    assert both(judged, tell("04-01 09:00 b kind=x; 09:01 b; 09:02 b kind=y"), "04-01 10:00") == [broken(3)]


def test_after_what_starts_anew_it_must_come_again() -> None:
    story = tell("04-01 09:00 a; 09:01 b; 09:02 p; 09:03 b; 09:04 a; 09:05 b")
    assert both(ANEW, story, "04-01 10:00") == [kept(2, 1), broken(4), kept(6, 5)]


def test_in_the_same_second_the_id_says_whether_it_came_after_the_new_start() -> None:
    assert both(ANEW, tell("04-01 09:00 p; 09:00 a; 09:00 b"), "04-01 09:00") == [kept(3, 2)]
    assert both(ANEW, tell("04-01 09:00 a; 09:00 p; 09:00 b"), "04-01 09:00") == [broken(3)]


def test_of_two_things_each_must_come_after_the_new_start() -> None:
    story = tell("04-01 09:00 a; 09:01 d; 09:02 p; 09:03 d; 09:04 b")
    assert both("order: {first: [a, d], then: b, anew: p}", story, "04-01 10:00") == [broken(5, 4)]


def test_a_then_event_can_itself_start_anew() -> None:
    story = tell("04-01 09:00 a; 09:01 b; 09:02 b")
    assert both("order: {first: a, then: b, anew: b}", story, "04-01 10:00") == [kept(2, 1), broken(3)]


def test_a_word_may_have_to_come_before_itself() -> None:
    story = tell("04-01 09:00 a; 09:01 a; 09:02 p; 09:03 a")
    assert both("order: {first: a, then: a, anew: p}", story, "04-01 10:00") == [broken(1), kept(2, 1), broken(4)]


def test_a_first_event_noted_late_mends_it_from_then_on() -> None:
    story = tell("04-01 09:01 b; 09:00 a noted=09:30")
    assert both(ORDER, story, "04-01 09:29:59") == [broken(1)]
    assert both(ORDER, story, "04-01 09:30") == [row(1, "kept", settled_by=1, evidence=(1, 2))]


def test_a_voided_first_event_never_came() -> None:
    story = tell("04-01 09:00 a; 09:01 b; 10:00 correct 1 void")
    assert both(ORDER, story, "04-01 09:59:59") == [kept(2, 1)]
    assert both(ORDER, story, "04-01 10:00") == [broken(2)]


def test_a_voided_then_event_leaves_no_obligation() -> None:
    story = tell("04-01 09:00 b; 10:00 correct 1 void")
    assert both(ORDER, story, "04-01 10:00") == []


def test_a_first_event_corrected_to_a_later_time_came_too_late() -> None:
    story = tell("04-01 09:00 a; 09:01 b; 10:00 correct 1 at=09:02")
    assert both(ORDER, story, "04-01 10:00") == [broken(2)]


def test_a_correction_can_make_an_event_fulfil_its_condition() -> None:
    story = tell("04-01 09:00 a; 09:01 d ok=no; 09:02 b; 10:00 correct 2 ok=yes")
    assert both(TWO, story, "04-01 09:59") == [broken(3, 1)]
    assert both(TWO, story, "04-01 10:00") == [kept(3, 1, 2)]


def test_the_verdict_is_as_good_as_the_weakest_event_it_rests_on() -> None:
    story = tell("04-01 09:00 a grade=inspector; 09:01 d ok=yes grade=system; 09:02 b grade=device; 09:03 p")
    assert both(ORDER, story, "04-01 10:00") == [kept(3, 1, grade="inspector")]
    assert both(TWO, story, "04-01 10:00") == [kept(3, 1, 2, grade="system")]
    missed = tell("04-01 09:00 b grade=customer")
    assert both(ORDER, missed, "04-01 10:00") == [broken(1, grade="customer")]


def test_stories_do_not_mix() -> None:
    story = tell("04-01 09:00 a; 09:01 b about=case:2; 09:02 b about=case:1,case:2")
    assert both(ORDER, story, "04-01 10:00") == [
        kept(3, 1),
        row(2, "broken", "missing", settled_by=2, subject="case:2"),
        row(3, "broken", "missing", settled_by=3, subject="case:2"),
    ]
