"""A procedure, by hand: what belongs to it, in which order, and when it is decided."""

from __future__ import annotations

from tests.checks.telling import both, clause, row, tell

from shouwen.checks.obligation import Obligation, State

STEPS = "steps: {from: a, to: c, steps: [b, d]}"
OPTIONAL = "steps: {from: a, to: c, steps: [b, {do: e, required: false}, d]}"
REPEAT = "steps: {from: a, to: c, steps: [{do: d, until: {ok: true}}, e]}"
ANY = "steps: {from: a, to: c, any_order: true, steps: [b, d]}"
DROPPED = "steps: {from: a, to: c, dropped: p, steps: [b]}"


def judged(check: str, told: str) -> list[tuple[State, str | None, int | None, tuple[int, ...]]]:
    return [(one.state, one.reason, one.settled_by, one.evidence) for one in both(check, tell(told), "04-02 00:00")]


def test_all_steps_in_their_order_keep_it() -> None:
    story = tell("04-01 09:00 a; 09:01 b; 09:02 d; 09:03 c")
    assert both(STEPS, story, "04-01 10:00") == [row(1, "kept", settled_by=4, evidence=(1, 2, 3, 4))]


def test_while_it_has_not_ended_it_is_open_even_if_a_step_stands_in_the_wrong_place() -> None:
    story = tell("04-01 09:00 a; 09:01 d; 09:02 b")
    assert both(STEPS, story, "04-01 09:00") == [row(1, "open", evidence=(1,))]
    assert both(STEPS, story, "2027-04-01 10:00") == [row(1, "open", evidence=(1, 2, 3))]


def test_a_required_step_that_is_missing_breaks_it_at_the_end() -> None:
    assert judged(STEPS, "04-01 09:00 a; 09:01 b; 09:02 c") == [("broken", "missing", 3, (1, 2, 3))]
    assert judged(STEPS, "04-01 09:00 a; 09:02 c") == [("broken", "missing", 2, (1, 2))]


def test_the_beginning_of_the_next_procedure_is_no_step_of_the_one_before() -> None:
    check = "steps: {from: a, to: c, steps: [b, {word: a, when: {ok: true}}]}"
    assert judged(check, "04-01 09:00 a; 09:01 b; 09:02 a ok=yes; 09:03 b; 09:04 c") == [
        ("broken", "missing", 3, (1, 2, 3)),
        ("broken", "out-of-order", 5, (3, 4, 5)),
    ]


def test_what_is_missing_is_said_before_what_is_out_of_order() -> None:
    check = "steps: {from: a, to: c, steps: [b, d, e]}"
    assert judged(check, "04-01 09:00 a; 09:01 d; 09:02 b; 09:03 c") == [("broken", "missing", 4, (1, 2, 3, 4))]


def test_the_wrong_order_breaks_it() -> None:
    assert judged(STEPS, "04-01 09:00 a; 09:01 d; 09:02 b; 09:03 c") == [("broken", "out-of-order", 4, (1, 2, 3, 4))]


def test_the_first_doing_of_a_step_counts_and_later_ones_change_nothing() -> None:
    assert judged(STEPS, "04-01 09:00 a; 09:01 b; 09:02 d; 09:03 b; 09:04 c") == [("kept", None, 5, (1, 2, 3, 5))]
    late = "04-01 09:00 a; 09:01 d; 09:02 b; 09:03 d; 09:04 c"
    assert judged(STEPS, late) == [("broken", "out-of-order", 5, (1, 2, 3, 5))]


def test_in_the_same_second_the_id_decides_the_order() -> None:
    assert judged(STEPS, "04-01 09:00 a; 09:00 b; 09:00 d; 09:00 c") == [("kept", None, 4, (1, 2, 3, 4))]
    assert judged(STEPS, "04-01 09:00 a; 09:00 d; 09:00 b; 09:00 c") == [("broken", "out-of-order", 4, (1, 2, 3, 4))]


def test_steps_before_the_beginning_and_after_the_end_count_for_nothing() -> None:
    told = "04-01 08:00 b; 08:01 d; 09:00 a; 09:01 b; 09:02 c; 09:03 d"
    assert judged(STEPS, told) == [("broken", "missing", 5, (3, 4, 5))]


def test_an_end_before_the_beginning_ends_nothing() -> None:
    assert judged(STEPS, "04-01 09:00 c; 09:00 a; 09:01 b") == [("open", None, None, (2, 3))]


def test_both_ends_belong_to_it() -> None:
    check = "steps: {from: {word: a}, to: c, steps: [a, b, c]}"
    assert judged(check, "04-01 09:00 a; 09:01 b; 09:02 c") == [("kept", None, 3, (1, 2, 3))]


def test_one_event_cannot_be_two_steps() -> None:
    check = "steps: {from: a, to: c, steps: [{word: [b, d]}, {word: [d, e]}]}"
    assert judged(check, "04-01 09:00 a; 09:01 d; 09:02 c") == [("broken", "out-of-order", 3, (1, 2, 3))]
    assert judged(check, "04-01 09:00 a; 09:01 b; 09:02 d; 09:03 c") == [("kept", None, 4, (1, 2, 3, 4))]


def test_a_new_beginning_ends_what_went_before_and_is_no_part_of_it() -> None:
    told = "04-01 09:00 a; 09:01 b; 09:02 a; 09:03 b; 09:04 d; 09:05 c"
    assert judged(STEPS, told) == [("broken", "missing", 3, (1, 2, 3)), ("kept", None, 6, (3, 4, 5, 6))]
    restarts = "steps: {from: a, to: c, steps: [b, {do: a, required: false}]}"
    assert judged(restarts, "04-01 09:00 a; 09:01 b; 09:02 a")[0] == ("broken", "out-of-order", 3, (1, 2, 3))


def test_a_word_that_begins_and_ends_does_first_the_one_and_then_the_other() -> None:
    check = "steps: {from: [a, c], to: [c, o], steps: [b]}"
    told = "04-01 09:00 a; 09:01 b; 09:02 c; 09:03 o"
    assert judged(check, told) == [("kept", None, 3, (1, 2, 3)), ("broken", "missing", 4, (3, 4))]


def test_after_the_first_end_a_second_changes_nothing() -> None:
    told = "04-01 09:00 a; 09:01 b; 09:02 c; 09:03 d; 09:04 c"
    assert judged(STEPS, told) == [("broken", "missing", 3, (1, 2, 3))]


def test_an_optional_step_may_be_left_out_but_not_done_in_the_wrong_place() -> None:
    assert judged(OPTIONAL, "04-01 09:00 a; 09:01 b; 09:02 d; 09:03 c") == [("kept", None, 4, (1, 2, 3, 4))]
    assert judged(OPTIONAL, "04-01 09:00 a; 09:01 b; 09:02 e; 09:03 d; 09:04 c")[0][:2] == ("kept", None)
    early = "04-01 09:00 a; 09:01 e; 09:02 b; 09:03 d; 09:04 c"
    assert judged(OPTIONAL, early) == [("broken", "out-of-order", 5, (1, 2, 3, 4, 5))]
    late = "04-01 09:00 a; 09:01 b; 09:02 d; 09:03 e; 09:04 c"
    assert judged(OPTIONAL, late)[0][:2] == ("broken", "out-of-order")


def test_a_repeated_step_is_done_when_one_of_its_events_says_so() -> None:
    told = "04-01 09:00 a; 09:01 d ok=no; 09:02 d; 09:03 d ok=yes; 09:04 d ok=no; 09:05 e; 09:06 c"
    assert judged(REPEAT, told) == [("kept", None, 7, (1, 2, 4, 6, 7))]
    never = "04-01 09:00 a; 09:01 d ok=no; 09:02 d ok=-; 09:05 e; 09:06 c"
    assert judged(REPEAT, never) == [("broken", "missing", 5, (1, 2, 4, 5))]


def test_the_next_step_comes_after_the_repeated_one_is_done_not_after_it_was_begun() -> None:
    told = "04-01 09:00 a; 09:01 d ok=no; 09:02 e; 09:03 d ok=yes; 09:04 c"
    assert judged(REPEAT, told) == [("broken", "out-of-order", 5, (1, 2, 3, 4, 5))]


def test_an_optional_repeated_step_that_was_begun_and_never_done_still_stands_in_the_order() -> None:
    check = "steps: {from: a, to: c, steps: [e, {do: d, required: false, until: {kind: y}}, b]}"
    assert judged(check, "04-01 09:00 a; 09:01 e; 09:02 d kind=x; 09:03 b; 09:04 c")[0][:2] == ("kept", None)
    early = "04-01 09:00 a; 09:01 d kind=x; 09:02 e; 09:03 b; 09:04 c"
    assert judged(check, early)[0][:2] == ("broken", "out-of-order")


def test_in_any_order_only_what_is_missing_matters() -> None:
    assert judged(ANY, "04-01 09:00 a; 09:01 d; 09:02 b; 09:03 c") == [("kept", None, 4, (1, 2, 3, 4))]
    assert judged(ANY, "04-01 09:00 a; 09:01 d; 09:03 c") == [("broken", "missing", 3, (1, 2, 3))]


def test_what_is_given_up_before_the_end_is_not_judged() -> None:
    assert judged(DROPPED, "04-01 09:00 a; 09:01 p") == [("not_judged", "dropped", 2, (1, 2))]
    assert judged(DROPPED, "04-01 09:00 a; 09:01 p; 09:02 b; 09:03 c") == [("not_judged", "dropped", 2, (1, 2))]
    assert judged(DROPPED, "04-01 09:00 a; 09:01 b; 09:02 p; 09:03 c") == [("not_judged", "dropped", 3, (1, 2, 3))]


def test_what_is_given_up_after_the_end_stays_as_it_ended() -> None:
    assert judged(DROPPED, "04-01 09:00 a; 09:01 c; 09:01 p") == [("broken", "missing", 2, (1, 2))]
    again = "04-01 09:00 a; 09:01 b; 09:02 a; 09:03 p; 09:04 c"
    assert judged(DROPPED, again) == [("kept", None, 3, (1, 2, 3)), ("not_judged", "dropped", 4, (3, 4))]


def test_only_what_fulfils_the_condition_of_the_clause_begins_one() -> None:
    story = tell("04-01 09:00 a kind=x; 09:01 a kind=y; 09:02 b; 09:03 d; 09:04 c")
    rows = both(clause(STEPS, when="{kind: x}"), story, "04-01 10:00")
    assert rows == [row(1, "kept", settled_by=5, evidence=(1, 3, 4, 5))]


def test_a_step_noted_late_or_corrected_is_judged_where_it_happened() -> None:
    story = tell("04-01 09:00 a; 09:01 b; 09:03 c; 09:02 d noted=10:00; 11:00 correct 4 at=09:00:30")
    missing: Obligation = row(1, "broken", "missing", settled_by=3, evidence=(1, 2, 3))
    assert both(STEPS, story, "04-01 09:59:59") == [missing]
    assert both(STEPS, story, "04-01 10:00") == [row(1, "kept", settled_by=3, evidence=(1, 2, 3, 4))]
    assert both(STEPS, story, "04-01 11:00") == [
        row(1, "broken", "out-of-order", settled_by=3, evidence=(1, 2, 3, 4)),
    ]


def test_the_verdict_has_the_weakest_grade_of_the_events_it_rests_on() -> None:
    told = "04-01 09:00 a grade=device; 09:01 b grade=customer; 09:02 b; 09:03 d grade=inspector; 09:04 c grade=device"
    assert [one.grade for one in both(STEPS, tell(told), "04-01 10:00")] == [3]
