"""`within` by hand where the clock pauses and the case closes, with a limit: rulings 5 to 10."""

from __future__ import annotations

import pytest
from tests.checks.telling import both, row, tell

from shouwen.checks.obligation import Obligation

TURNS = "pause: waits, resume: resumed, close: closed, reopen: reopened"
TWO_HOURS = f"within: {{after: filed, then: answered, limit: 2 hours, {TURNS}}}"
WORKING = f"within: {{after: filed, then: answered, limit: 2 working hours, {TURNS}}}"


def kept(due: str | None, settled_by: int, margin: int) -> list[Obligation]:
    return [row(1, "kept", due=due, settled_by=settled_by, margin=margin)]


# Pauses.


def test_a_pause_moves_the_due_time_and_the_warning_by_its_length() -> None:
    story = tell("05-06 10:00 filed; 10:30 waits; 11:30 resumed")
    assert both(TWO_HOURS, story, "05-06 10:29:59") == [row(1, "open", due="05-06 12:00", warn="05-06 11:36")]
    assert both(TWO_HOURS, story, "05-06 10:30") == [row(1, "open", "paused")]
    assert both(TWO_HOURS, story, "05-06 11:29:59") == [row(1, "open", "paused")]
    assert both(TWO_HOURS, story, "05-06 11:30") == [row(1, "open", due="05-06 13:00", warn="05-06 12:36")]
    assert both(TWO_HOURS, story, "05-06 13:00:01") == [row(1, "broken", due="05-06 13:00")]


def test_a_pause_without_end_is_never_broken() -> None:
    story = tell("05-06 10:00 filed; 10:30 waits")
    assert both(TWO_HOURS, story, "2026-12-31 10:00") == [row(1, "open", "paused")]


def test_pauses_add_up() -> None:
    story = tell(
        "05-06 10:00 filed; 10:30 waits; 11:00 resumed; 11:10 waits; 11:30 resumed; 12:40 waits; 12:45 resumed"
    )
    assert both(TWO_HOURS, story, "05-06 12:45") == [row(1, "open", due="05-06 12:55", warn="05-06 12:26")]


def test_a_pause_exactly_when_it_is_due_is_too_late() -> None:
    story = tell("05-06 10:00 filed; 12:00 waits")
    assert both(TWO_HOURS, story, "05-06 12:00") == [row(1, "open", due="05-06 12:00", warn="05-06 11:36")]
    assert both(TWO_HOURS, story, "05-06 12:00:01") == [row(1, "broken", due="05-06 12:00")]
    answered = tell("05-06 10:00 filed; 12:00 waits; 12:30 resumed; 12:31 answered")
    assert both(TWO_HOURS, answered, "05-06 13:00") == [row(1, "broken", due="05-06 12:00", settled_by=4, margin=-60)]


def test_a_pause_one_second_before_it_is_due_leaves_one_second() -> None:
    story = tell("05-06 10:00 filed; 11:59:59 waits; 14:00 resumed")
    assert both(TWO_HOURS, story, "05-06 12:00:01") == [row(1, "open", "paused", warn="05-06 11:36")]
    assert both(TWO_HOURS, story, "05-06 14:00:00") == [row(1, "open", due="05-06 14:00:01", warn="05-06 11:36")]
    assert both(TWO_HOURS, story, "05-06 14:00:02") == [row(1, "broken", due="05-06 14:00:01")]


def test_a_pause_exactly_at_the_warn_point_comes_after_the_warning_and_one_second_before_it_moves_it() -> None:
    at_warn = tell("05-06 10:00 filed; 11:36 waits")
    assert both(TWO_HOURS, at_warn, "05-06 12:30") == [row(1, "open", "paused", warn="05-06 11:36")]
    before = tell("05-06 10:00 filed; 11:35:59 waits; 12:30 resumed")
    assert both(TWO_HOURS, before, "05-06 12:29") == [row(1, "open", "paused")]
    assert both(TWO_HOURS, before, "05-06 12:30") == [row(1, "open", due="05-06 12:54:01", warn="05-06 12:30:01")]


def test_a_pause_after_it_was_due_changes_nothing() -> None:
    story = tell("05-06 10:00 filed; 12:00:01 waits; 13:00 resumed; 14:00 answered")
    assert both(TWO_HOURS, story, "05-06 12:30") == [row(1, "broken", due="05-06 12:00")]
    # Overdrawn by the one second before the pause and the hour after it.
    assert both(TWO_HOURS, story, "05-06 14:00") == [row(1, "broken", due="05-06 12:00", settled_by=4, margin=-3601)]


def test_an_answer_in_a_pause_keeps_it_and_when_it_would_have_been_due_stays_unknown() -> None:
    story = tell("05-06 10:00 filed; 10:30 waits; 20:00 answered; 21:00 resumed")
    assert both(TWO_HOURS, story, "05-06 20:00") == kept(None, 3, 5400)
    assert both(TWO_HOURS, story, "05-09 20:00") == kept(None, 3, 5400)


@pytest.mark.parametrize(
    ("events", "due", "settled_by"),
    [
        ("11:00 answered; 11:00 waits", "05-06 12:00", 2),
        ("11:00 waits; 11:00 answered", None, 3),
        ("11:00 answered; 11:00 closed", "05-06 12:00", 2),
        ("11:00 closed; 11:00 answered", None, 3),
    ],
)
def test_answer_and_pause_or_closing_in_one_second_go_by_their_ids(
    events: str, due: str | None, settled_by: int
) -> None:
    assert both(TWO_HOURS, tell(f"05-06 10:00 filed; {events}"), "05-06 18:00") == kept(due, settled_by, 3600)


@pytest.mark.parametrize("turn", ["waits", "closed"])
@pytest.mark.parametrize(("events", "settled_by"), [("12:00 answered; 12:00 {}", 2), ("12:00 {}; 12:00 answered", 3)])
def test_in_the_second_it_is_due_the_answer_counts_before_and_after_a_pause_or_closing(
    turn: str, events: str, settled_by: int
) -> None:
    story = tell(f"05-06 10:00 filed; {events.format(turn)}")
    assert both(TWO_HOURS, story, "05-06 18:00") == kept("05-06 12:00", settled_by, 0)


@pytest.mark.parametrize(
    ("events", "due", "settled_by"),
    [("14:00 resumed; 14:00 answered", "05-06 15:00", 4), ("14:00 answered; 14:00 resumed", None, 3)],
)
def test_answer_and_resuming_in_one_second_go_by_their_ids(events: str, due: str | None, settled_by: int) -> None:
    assert both(TWO_HOURS, tell(f"05-06 10:00 filed; 11:00 waits; {events}"), "05-06 18:00") == kept(
        due, settled_by, 3600
    )


def test_due_time_and_margin_stay_as_they_were_when_it_was_answered() -> None:
    story = tell("05-06 10:00 filed; 11:00 answered; 11:10 waits; 11:50 resumed; 11:55 closed; 11:56 reopened")
    assert both(TWO_HOURS, story, "05-06 11:00") == kept("05-06 12:00", 2, 3600)
    assert both(TWO_HOURS, story, "05-06 11:56") == kept("05-06 12:00", 2, 3600)


def test_pauses_do_not_nest() -> None:
    story = tell("05-06 10:00 filed; 10:30 waits; 11:00 waits; 12:00 resumed")
    assert both(TWO_HOURS, story, "05-06 12:00") == [row(1, "open", due="05-06 13:30", warn="05-06 13:06")]
    again = tell("05-06 10:00 filed; 10:30 waits; 11:00 waits; 12:00 resumed; 12:10 resumed")
    assert both(TWO_HOURS, again, "05-06 12:10") == [row(1, "open", due="05-06 13:30", warn="05-06 13:06")]


def test_resuming_without_a_pause_changes_nothing() -> None:
    story = tell("05-06 09:00 resumed; 10:00 filed; 10:30 resumed; 11:00 reopened")
    assert both(TWO_HOURS, story, "05-06 11:00") == [row(2, "open", due="05-06 12:00", warn="05-06 11:36")]


def test_a_pause_that_ends_in_the_same_second_changes_nothing_but_in_the_other_order_it_stays() -> None:
    short = tell("05-06 10:00 filed; 11:00 waits; 11:00 resumed")
    assert both(TWO_HOURS, short, "05-06 11:00") == [row(1, "open", due="05-06 12:00", warn="05-06 11:36")]
    stays = tell("05-06 10:00 filed; 11:00 resumed; 11:00 waits")
    assert both(TWO_HOURS, stays, "05-06 11:00") == [row(1, "open", "paused")]


def test_what_is_filed_in_a_pause_begins_to_count_when_it_ends() -> None:
    story = tell("05-06 10:00 filed; 10:30 waits; 11:00 filed; 12:00 resumed")
    assert both(TWO_HOURS, story, "05-06 11:30") == [row(1, "open", "paused"), row(3, "open", "paused")]
    assert both(TWO_HOURS, story, "05-06 12:00") == [
        row(1, "open", due="05-06 13:30", warn="05-06 13:06"),
        row(3, "open", due="05-06 14:00", warn="05-06 13:36"),
    ]


@pytest.mark.parametrize(("events", "opener"), [("10:00 filed; 10:00 waits", 1), ("10:00 waits; 10:00 filed", 2)])
def test_filed_and_paused_in_one_second_nothing_is_used_in_either_order(events: str, opener: int) -> None:
    story = tell(f"05-06 {events}; 11:00 resumed")
    assert both(TWO_HOURS, story, "05-06 10:30") == [row(opener, "open", "paused")]
    assert both(TWO_HOURS, story, "05-06 11:00") == [row(opener, "open", due="05-06 13:00", warn="05-06 12:36")]


# Ruling 5: the clock advances, then the then-word settles, then the clock turns, then the after-word opens.


def test_an_event_that_pauses_and_opens_opens_on_a_clock_that_stands() -> None:
    check = "within: {after: waits, then: answered, limit: 2 hours, pause: waits, resume: resumed}"
    story = tell("05-06 10:00 waits; 11:00 resumed")
    assert both(check, story, "05-06 10:30") == [row(1, "open", "paused")]
    assert both(check, story, "05-06 11:00") == [row(1, "open", due="05-06 13:00", warn="05-06 12:36")]


def test_an_event_that_resumes_and_opens_opens_on_a_clock_that_runs() -> None:
    check = "within: {after: resumed, then: answered, limit: 2 hours, pause: waits, resume: resumed}"
    assert both(check, tell("05-06 10:00 waits; 11:00 resumed"), "05-06 11:00") == [
        row(2, "open", due="05-06 13:00", warn="05-06 12:36")
    ]


def test_an_event_that_settles_and_pauses_settles_on_a_clock_that_ran() -> None:
    check = "within: {after: filed, then: [answered, waits], limit: 2 hours, pause: waits, resume: resumed}"
    assert both(check, tell("05-06 10:00 filed; 11:00 waits"), "05-06 11:00") == kept("05-06 12:00", 2, 3600)


def test_an_event_that_settles_and_resumes_settles_on_a_clock_that_stood() -> None:
    check = "within: {after: filed, then: [answered, resumed], limit: 2 hours, pause: waits, resume: resumed}"
    story = tell("05-06 10:00 filed; 11:00 waits; 15:00 resumed")
    assert both(check, story, "05-06 15:00") == kept(None, 3, 3600)


def test_an_event_that_settles_closes_and_opens_does_all_three() -> None:
    check = "within: {after: [filed, closed], then: closed, limit: 2 hours, close: closed, reopen: reopened}"
    assert both(check, tell("05-06 10:00 filed; 11:00 closed"), "05-06 11:30") == [
        row(1, "kept", due="05-06 12:00", settled_by=2, margin=3600),
        row(2, "not_judged", "closed"),
    ]


def test_one_word_may_pause_and_resume_by_what_it_holds_and_does_neither_without_it() -> None:
    check = """within: {after: filed, then: answered, limit: 2 hours,
        pause: {word: d, when: {ok: true}}, resume: {word: d, when: {ok: false}}}"""
    story = tell("05-06 10:00 filed; 10:30 d ok=yes; 11:00 d; 11:30 d ok=no; 12:00 d")
    assert both(check, story, "05-06 11:29:59") == [row(1, "open", "paused")]
    assert both(check, story, "05-06 12:00") == [row(1, "open", due="05-06 13:00", warn="05-06 12:36")]


def test_an_event_that_would_turn_the_clock_two_ways_stops_it() -> None:
    both_ways = "within: {after: filed, then: answered, limit: 2 hours, pause: [waits, d], resume: [resumed, d]}"
    assert both(both_ways, tell("05-06 10:00 filed; 10:30 d"), "05-06 11:00") == [row(1, "open", "paused")]
    check = f"within: {{after: filed, then: answered, limit: 2 hours, {TURNS.replace('waits', '[waits, closed]')}}}"
    assert both(check, tell("05-06 10:00 filed; 10:30 closed"), "05-06 11:00") == [row(1, "open", "paused")]


def test_the_pauses_of_one_case_are_not_those_of_another() -> None:
    story = tell("""
        05-06 10:00 filed about=case:1; 10:00 filed about=case:2; 10:00 filed about=case:3
        10:10 waits about=case:2; 10:20 resumed about=case:2; 10:30 waits about=case:1; 11:30 resumed about=case:1
        12:30 answered about=case:3; 13:30 answered about=case:1""")
    assert both(TWO_HOURS, story, "05-06 14:00") == [
        row(1, "broken", due="05-06 13:00", settled_by=9, margin=-1800),
        row(2, "broken", due="05-06 12:10", subject="case:2"),
        row(3, "broken", due="05-06 12:00", settled_by=8, margin=-1800, subject="case:3"),
    ]


# Closing: ruling 10.


def test_what_closes_unanswered_before_it_is_due_is_not_judged() -> None:
    story = tell("05-06 10:00 filed; 11:59:59 closed")
    assert both(TWO_HOURS, story, "05-06 11:59:58") == [row(1, "open", due="05-06 12:00", warn="05-06 11:36")]
    assert both(TWO_HOURS, story, "05-06 11:59:59") == [row(1, "not_judged", "closed")]
    assert both(TWO_HOURS, story, "2026-05-06 12:00") == [row(1, "not_judged", "closed")]


def test_closing_exactly_when_it_is_due_is_too_late() -> None:
    story = tell("05-06 10:00 filed; 12:00 closed")
    assert both(TWO_HOURS, story, "05-06 12:00") == [row(1, "open", due="05-06 12:00", warn="05-06 11:36")]
    assert both(TWO_HOURS, story, "05-06 12:00:01") == [row(1, "broken", due="05-06 12:00")]


def test_closing_after_it_was_due_changes_nothing() -> None:
    story = tell("05-06 10:00 filed; 12:00:01 closed")
    assert both(TWO_HOURS, story, "05-06 13:00") == [row(1, "broken", due="05-06 12:00")]


def test_an_answer_after_closing_keeps_it_without_re_opening() -> None:
    story = tell("05-06 10:00 filed; 11:00 closed; 05-09 15:00 answered")
    assert both(TWO_HOURS, story, "05-09 14:59:59") == [row(1, "not_judged", "closed")]
    assert both(TWO_HOURS, story, "05-09 15:00") == kept(None, 3, 3600)


def test_an_answer_after_a_closing_that_came_too_late_is_late() -> None:
    story = tell("05-06 10:00 filed; 12:30 closed; 05-09 15:00 answered")
    assert both(TWO_HOURS, story, "05-09 15:00") == [row(1, "broken", due="05-06 12:00", settled_by=3, margin=-1800)]


def test_re_opening_resumes_what_was_left() -> None:
    story = tell("05-06 10:00 filed; 11:00 closed; 14:00 reopened; 15:30 answered")
    assert both(TWO_HOURS, story, "05-06 14:00") == [row(1, "open", due="05-06 15:00", warn="05-06 14:36")]
    assert both(TWO_HOURS, story, "05-06 15:00:01") == [row(1, "broken", due="05-06 15:00")]
    assert both(TWO_HOURS, story, "05-06 15:30") == [row(1, "broken", due="05-06 15:00", settled_by=4, margin=-1800)]


def test_what_is_filed_while_closed_stands_until_it_is_re_opened() -> None:
    story = tell("05-06 09:00 closed; 10:00 filed; 12:00 reopened")
    assert both(TWO_HOURS, story, "05-06 11:00") == [row(2, "not_judged", "closed")]
    assert both(TWO_HOURS, story, "05-06 12:00") == [row(2, "open", due="05-06 14:00", warn="05-06 13:36")]


def test_filed_and_closed_in_one_second_is_not_judged_in_either_order() -> None:
    assert both(TWO_HOURS, tell("05-06 10:00 filed; 10:00 closed"), "05-06 13:00") == [row(1, "not_judged", "closed")]
    assert both(TWO_HOURS, tell("05-06 10:00 closed; 10:00 filed"), "05-06 13:00") == [row(2, "not_judged", "closed")]


def test_of_a_closing_a_pause_and_a_resuming_the_last_word_decides() -> None:
    story = tell("05-06 10:00 filed; 11:00 closed; 11:30 waits; 12:00 resumed")
    assert both(TWO_HOURS, story, "05-06 11:15") == [row(1, "not_judged", "closed")]
    assert both(TWO_HOURS, story, "05-06 11:45") == [row(1, "open", "paused")]
    assert both(TWO_HOURS, story, "05-06 12:00") == [row(1, "open", due="05-06 13:00", warn="05-06 12:36")]


def test_closed_in_a_pause_and_resumed_runs_again() -> None:
    story = tell(
        "05-06 10:00 filed; 10:30 waits; 10:45 closed; 11:00 resumed; 11:10 closed; 11:20 waits; 11:30 reopened"
    )
    assert both(TWO_HOURS, story, "05-06 10:50") == [row(1, "not_judged", "closed")]
    assert both(TWO_HOURS, story, "05-06 11:00") == [row(1, "open", due="05-06 12:30", warn="05-06 12:06")]
    assert both(TWO_HOURS, story, "05-06 11:15") == [row(1, "not_judged", "closed")]
    assert both(TWO_HOURS, story, "05-06 11:30") == [row(1, "open", due="05-06 12:50", warn="05-06 12:26")]


def test_the_openers_of_one_story_are_judged_each_by_its_own_due_time_when_it_closes() -> None:
    story = tell("05-06 10:00 filed; 11:00 filed; 12:30 closed; 12:40 filed")
    assert both(TWO_HOURS, story, "05-06 18:00") == [
        row(1, "broken", due="05-06 12:00"),
        row(2, "not_judged", "closed"),
        row(4, "not_judged", "closed"),
    ]


# On a working clock.


def test_a_pause_over_closing_time_and_a_weekend_costs_only_what_was_worked() -> None:
    # Friday; 30 minutes are used, then 15 on Monday from 09:45.
    story = tell("05-09 17:00 filed; 17:30 waits; 05-12 09:45 resumed")
    assert both(WORKING, story, "05-12 09:45") == [row(1, "open", due="05-12 11:15", warn="05-12 10:51")]


def test_a_pause_at_closing_time_is_too_late_for_what_is_due_then_although_the_clock_stands_anyway() -> None:
    at_closing = tell("05-06 16:00 filed; 18:00 waits; 05-07 10:00 resumed")
    assert both(WORKING, at_closing, "05-07 10:00") == [row(1, "broken", due="05-06 18:00")]
    second_before = tell("05-06 16:00 filed; 17:59:59 waits; 20:00 resumed")
    # The last second is the first of the next morning, and is over at 09:00:01.
    assert both(WORKING, second_before, "05-06 20:00") == [row(1, "open", due="05-07 09:00:01", warn="05-06 17:36")]


def test_a_pause_outside_hours_costs_nothing() -> None:
    story = tell("05-06 17:00 filed; 18:00 waits; 05-07 09:00 resumed; 12:00 waits; 13:00 resumed")
    assert both(WORKING, story, "05-07 09:00") == [row(1, "open", due="05-07 10:00", warn="05-07 09:36")]
    lunch = tell("05-06 11:00 filed; 12:00 waits; 13:00 resumed")
    assert both(WORKING, lunch, "05-06 13:00") == [row(1, "open", due="05-06 14:00", warn="05-06 13:36")]


def test_a_working_day_whose_closing_falls_into_a_pause_does_not_count() -> None:
    check = "within: {after: filed, then: answered, limit: 2 working days, pause: waits, resume: resumed}"
    story = tell("05-06 10:00 filed; 05-07 10:00 waits; 05-09 10:00 resumed")
    # Two closings are to come after Tuesday's: Friday's and Monday's. The warning comes with the first, floor(1.6).
    assert both(check, story, "05-06 10:00") == [row(1, "open", due="05-08 18:00", warn="05-07 18:00")]
    assert both(check, story, "05-09 10:00") == [row(1, "open", due="05-12 18:00", warn="05-09 18:00")]
    answered = tell("05-06 10:00 filed; 05-07 10:00 waits; 05-09 10:00 resumed; 05-12 19:00 answered")
    assert both(check, answered, "05-12 19:00") == [row(1, "broken", due="05-12 18:00", settled_by=4, margin=0)]


def test_a_pause_exactly_at_the_closing_of_the_last_working_day_is_too_late() -> None:
    check = "within: {after: filed, then: answered, limit: 1 working day, pause: waits, resume: resumed}"
    late = tell("05-06 10:00 filed; 05-07 18:00 waits; 05-09 10:00 resumed")
    assert both(check, late, "05-09 10:00") == [row(1, "broken", due="05-07 18:00")]
    just = tell("05-06 10:00 filed; 05-07 17:59:59 waits; 05-09 10:00 resumed")
    assert both(check, just, "05-09 10:00") == [row(1, "open", due="05-09 18:00", warn="05-06 18:00")]


# Corrections across a pause.


@pytest.mark.parametrize(
    ("correction", "expected"),
    [
        ("correct 1 at=10:45", row(1, "open", due="05-06 13:30", warn="05-06 13:06")),
        ("correct 1 at=11:40", row(1, "open", due="05-06 13:40", warn="05-06 13:16")),
        ("correct 2 at=10:00", row(1, "open", due="05-06 13:30", warn="05-06 13:06")),
        ("correct 2 at=11:31", row(1, "open", "paused")),
        ("correct 2 void", row(1, "open", due="05-06 12:00", warn="05-06 11:36")),
        ("correct 3 void", row(1, "open", "paused")),
        ("correct 3 at=11:45", row(1, "open", due="05-06 13:15", warn="05-06 12:51")),
        ("correct 3 at=10:29", row(1, "open", "paused")),
    ],
)
def test_a_correction_that_moves_an_event_across_a_pause_reworks_it(correction: str, expected: Obligation) -> None:
    story = tell(f"05-06 10:00 filed; 10:30 waits; 11:30 resumed; 11:50 {correction}")
    assert both(TWO_HOURS, story, "05-06 11:49:59") == [row(1, "open", due="05-06 13:00", warn="05-06 12:36")]
    assert both(TWO_HOURS, story, "05-06 11:50") == [expected]


def test_an_answer_that_a_correction_moves_into_a_pause_or_before_it() -> None:
    story = "05-06 10:00 filed; 10:30 waits; 11:30 resumed; 13:30 answered"
    assert both(TWO_HOURS, tell(story), "05-06 14:00") == [
        row(1, "broken", due="05-06 13:00", settled_by=4, margin=-1800)
    ]
    into = tell(f"{story}; 14:00 correct 4 at=11:29:59")
    assert both(TWO_HOURS, into, "05-06 14:00") == kept(None, 4, 5400)
    before = tell(f"{story}; 14:00 correct 4 at=10:15")
    assert both(TWO_HOURS, before, "05-06 14:00") == kept("05-06 12:00", 4, 6300)


def test_of_two_corrections_the_later_one_replaces_the_pause_that_the_first_one_moved() -> None:
    story = tell("05-06 10:00 filed; 10:30 waits; 11:30 resumed; 11:40 correct 3 at=10:40; 11:45 correct 3 ok=yes")
    assert both(TWO_HOURS, story, "05-06 11:40") == [row(1, "open", due="05-06 12:10", warn="05-06 11:46")]
    assert both(TWO_HOURS, story, "05-06 11:45") == [row(1, "open", due="05-06 13:00", warn="05-06 12:36")]
