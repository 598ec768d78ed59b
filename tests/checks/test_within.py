"""`within` by hand: when it is due, what settles it, which limit counts, and what a row rests on."""

from __future__ import annotations

import pytest
from tests.checks.telling import both, clause, instant, row, tell

from shouwen.checks.obligation import Obligation
from shouwen.engine.live import owed
from shouwen.events.event import Event
from shouwen.events.story import Story

TWO_HOURS = "within: {after: filed, then: answered, limit: 2 hours}"
WORKING = "within: {after: filed, then: answered, limit: 2 working hours}"
EXAMPLE = "within: {after: filed, then: answered, limit: 2 working hours, pause: waits, resume: resumed, warn: 80%}"
SAME_WORD = "within: {after: a, then: a, limit: 1 hour}"


# The example of the rulings.


@pytest.mark.parametrize(
    ("at", "expected"),
    [
        ("04-30 16:59:59", []),
        ("04-30 17:10", [row(1, "open", due="05-06 10:00", warn="05-06 09:36")]),
        ("04-30 17:40", [row(1, "open", "paused")]),
        ("05-06 09:05", [row(1, "open", due="05-06 10:30", warn="05-06 10:06")]),
        ("05-06 11:05", [row(1, "kept", due="05-06 10:30", settled_by=4, margin=1800)]),
        ("05-06 11:30", [row(1, "broken", due="05-06 10:30", settled_by=4, margin=-1800)]),
    ],
)
def test_the_example_of_the_complaint_before_the_may_holiday(at: str, expected: list[Obligation]) -> None:
    story = tell(
        "04-30 17:00 filed; 17:30 waits; 05-06 09:00 resumed; 10:00 answered; 11:10 correct 4 at=11:00",
    )
    assert both(EXAMPLE, story, at) == expected


# Rulings 1, 2 and 12: the due time, and what is left.


def test_it_is_open_until_the_last_second_of_its_due_time_and_broken_from_the_next() -> None:
    story = tell("05-06 10:00 filed")
    at_due = row(1, "open", due="05-06 12:00", warn="05-06 11:36")
    assert both(TWO_HOURS, story, "05-06 12:00:00") == [at_due]
    assert at_due.next_change(instant("05-06 12:00:00")) == instant("05-06 12:00:01")
    assert both(TWO_HOURS, story, "05-06 12:00:01") == [row(1, "broken", due="05-06 12:00")]


def test_an_answer_in_the_second_it_is_due_keeps_it_with_nothing_left() -> None:
    story = tell("05-06 10:00 filed; 12:00:00 answered")
    expected = [row(1, "kept", due="05-06 12:00", settled_by=2, margin=0)]
    assert both(TWO_HOURS, story, "05-06 18:00") == expected


def test_a_late_answer_stays_broken_and_says_by_how_much() -> None:
    story = tell("05-06 10:00 filed; 12:00:01 answered")
    expected = [row(1, "broken", due="05-06 12:00", settled_by=2, margin=-1)]
    assert both(TWO_HOURS, story, "05-09 18:00") == expected


def test_what_is_never_answered_has_no_margin() -> None:
    assert both(TWO_HOURS, tell("05-06 10:00 filed"), "2026-05-06 10:00") == [row(1, "broken", due="05-06 12:00")]


def test_it_is_due_at_closing_time_and_not_at_the_next_opening() -> None:
    story = tell("05-06 16:00 filed")
    assert both(WORKING, story, "05-06 18:00") == [row(1, "open", due="05-06 18:00", warn="05-06 17:36")]
    assert both(WORKING, story, "05-06 18:00:01") == [row(1, "broken", due="05-06 18:00")]


def test_an_answer_after_closing_is_late_although_the_working_clock_has_not_moved_since() -> None:
    story = tell("05-06 16:00 filed; 20:00 answered")
    expected = [row(1, "broken", due="05-06 18:00", settled_by=2, margin=0)]
    assert both(WORKING, story, "05-06 20:00") == expected


def test_an_answer_at_the_next_opening_is_late_with_margin_0() -> None:
    story = tell("05-06 16:00 filed; 05-07 09:00 answered")
    assert both(WORKING, story, "05-07 09:00") == [row(1, "broken", due="05-06 18:00", settled_by=2, margin=0)]


def test_an_answer_after_hours_is_in_time_where_the_due_time_lies_in_the_morning() -> None:
    story = tell("05-06 17:00 filed; 20:00 answered")
    assert both(WORKING, story, "05-06 20:00") == [row(1, "kept", due="05-07 10:00", settled_by=2, margin=3600)]


def test_a_limit_of_one_second_is_kept_in_the_next_second() -> None:
    one_second = "within: {after: filed, then: answered, limit: 1 second}"
    assert both(one_second, tell("05-06 10:00 filed"), "05-06 10:00") == [
        row(1, "open", due="05-06 10:00:01", warn="05-06 10:00")
    ]
    assert both(one_second, tell("05-06 10:00 filed; 10:00:01 answered"), "05-06 11:00") == [
        row(1, "kept", due="05-06 10:00:01", settled_by=2, margin=0)
    ]
    assert both(one_second, tell("05-06 10:00 filed; 10:00:02 answered"), "05-06 11:00") == [
        row(1, "broken", due="05-06 10:00:01", settled_by=2, margin=-1)
    ]


def test_a_unit_of_the_standards_own_is_so_many_seconds() -> None:
    assert both("within: {after: a, then: b, limit: 3 rings}", tell("05-06 10:00 a"), "05-06 10:00:15") == [
        row(1, "open", due="05-06 10:00:15", warn="05-06 10:00:12")
    ]


# Ruling 3: the order is (at, id).


def test_an_answer_in_the_same_second_counts_with_a_higher_id() -> None:
    story = tell("05-06 10:00 filed; 10:00 answered")
    assert both(TWO_HOURS, story, "05-06 11:00") == [row(1, "kept", due="05-06 12:00", settled_by=2, margin=7200)]


def test_an_answer_in_the_same_second_does_not_count_with_a_lower_id() -> None:
    story = tell("05-06 10:00 answered; 10:00 filed")
    assert both(TWO_HOURS, story, "05-06 11:00") == [row(2, "open", due="05-06 12:00", warn="05-06 11:36")]


def test_an_answer_that_happened_before_does_not_count_though_it_was_noted_after() -> None:
    story = tell("05-06 10:00 filed; 09:59:59 answered noted=10:30")
    assert both(TWO_HOURS, story, "05-06 11:00") == [row(1, "open", due="05-06 12:00", warn="05-06 11:36")]


def test_of_two_answers_noted_in_the_wrong_order_the_one_that_happened_first_settles() -> None:
    story = tell("05-06 10:00 filed; 11:30 answered; 11:00 answered noted=11:45")
    assert both(TWO_HOURS, story, "05-06 11:44:59") == [
        row(1, "kept", due="05-06 12:00", settled_by=2, margin=1800),
    ]
    assert both(TWO_HOURS, story, "05-06 11:45") == [row(1, "kept", due="05-06 12:00", settled_by=3, margin=3600)]


# Ruling 4: what opens, and what one answer settles.

THREE_ASKED = tell("05-06 10:00 filed; 10:30 filed; 10:30 filed; 12:15 answered; 12:20 answered; 13:00 filed")


def test_one_answer_settles_all_that_wait_each_by_its_own_due_time() -> None:
    assert both(TWO_HOURS, THREE_ASKED, "05-06 14:00") == [
        row(1, "broken", due="05-06 12:00", settled_by=4, margin=-900),
        row(2, "kept", due="05-06 12:30", settled_by=4, margin=900),
        row(3, "kept", due="05-06 12:30", settled_by=4, margin=900),
        row(6, "open", due="05-06 15:00", warn="05-06 14:36"),
    ]


def test_where_only_the_first_opens_the_others_are_owed_nothing_until_it_is_answered() -> None:
    first = "within: {after: filed, then: answered, limit: 2 hours, opens: first}"
    assert both(first, THREE_ASKED, "05-06 12:10") == [row(1, "broken", due="05-06 12:00")]
    assert both(first, THREE_ASKED, "05-06 14:00") == [
        row(1, "broken", due="05-06 12:00", settled_by=4, margin=-900),
        row(6, "open", due="05-06 15:00", warn="05-06 14:36"),
    ]


def test_the_next_opens_again_in_the_very_second_of_the_answer_if_its_id_is_higher() -> None:
    first = "within: {after: filed, then: answered, limit: 2 hours, opens: first}"
    assert both(first, tell("05-06 10:00 filed; 11:00 answered; 11:00 filed"), "05-06 11:00") == [
        row(1, "kept", due="05-06 12:00", settled_by=2, margin=3600),
        row(3, "open", due="05-06 13:00", warn="05-06 12:36"),
    ]
    assert both(first, tell("05-06 10:00 filed; 11:00 filed; 11:00 answered"), "05-06 11:00") == [
        row(1, "kept", due="05-06 12:00", settled_by=3, margin=3600),
    ]


def test_one_that_no_limit_fits_does_not_count_as_waiting() -> None:
    first = """within: {after: filed, then: answered, opens: first,
        limits: [{when: {kind: urgent}, limit: 1 hour}]}"""
    story = tell("05-06 10:00 filed; 10:10 filed kind=calm; 10:20 filed kind=urgent; 10:30 filed kind=urgent")
    assert both(first, story, "05-06 10:40") == [row(3, "open", due="05-06 11:20", warn="05-06 11:08")]


def test_an_event_that_is_both_after_and_then_word_settles_the_last_and_opens_the_next() -> None:
    assert both(SAME_WORD, tell("05-06 10:00 a; 10:30 a; 11:31 a"), "05-06 12:00") == [
        row(1, "kept", due="05-06 11:00", settled_by=2, margin=1800),
        row(2, "broken", due="05-06 11:30", settled_by=3, margin=-60),
        row(3, "open", due="05-06 12:31", warn="05-06 12:19"),
    ]


def test_an_event_that_is_both_never_settles_itself_even_where_only_the_first_opens() -> None:
    first = "within: {after: a, then: a, limit: 1 hour, opens: first}"
    assert both(first, tell("05-06 10:00 a; 10:30 a"), "05-06 10:45") == [
        row(1, "kept", due="05-06 11:00", settled_by=2, margin=1800),
        row(2, "open", due="05-06 11:30", warn="05-06 11:18"),
    ]


# Ruling 15: which limit; a missing field fulfils nothing.

BY_KIND = """within: {after: filed, then: answered, limit: 1 day, limits: [
    {when: {kind: urgent}, limit: 1 hour}, {when: {kind: urgent, n: {over: 2}}, limit: 10 minutes},
    {when: {other: vip}, limit: 2 hours}]}"""


@pytest.mark.parametrize(
    ("data", "due", "warn"),
    [
        ("kind=urgent n=3", "05-06 10:10", "05-06 10:08"),
        ("kind=urgent n=2", "05-06 11:00", "05-06 10:48"),
        ("kind=urgent", "05-06 11:00", "05-06 10:48"),
        ("kind=urgent n=many", "05-06 11:00", "05-06 10:48"),
        ("kind=urgent other=vip", "05-06 11:00", "05-06 10:48"),
        ("other=vip n=3", "05-06 12:00", "05-06 11:36"),
        ("n=3", "05-07 10:00", "05-07 05:12"),
        ("kind=-", "05-07 10:00", "05-07 05:12"),
        ("", "05-07 10:00", "05-07 05:12"),
    ],
)
def test_the_specific_limit_beats_the_general_and_among_equals_the_one_written_first(
    data: str, due: str, warn: str
) -> None:
    assert both(BY_KIND, tell(f"05-06 10:00 filed {data}"), "05-06 10:00") == [row(1, "open", due=due, warn=warn)]


def test_without_a_general_limit_what_none_fits_owes_nothing() -> None:
    check = "within: {after: filed, then: answered, limits: [{when: {kind: urgent}, limit: 1 hour}]}"
    assert both(check, tell("05-06 10:00 filed; 10:01 filed kind=calm; 10:02 answered"), "05-06 12:00") == []


def test_a_missing_field_does_not_fulfil_is_not_either() -> None:
    check = "within: {after: filed, then: answered, limits: [{when: {kind: {not: calm}}, limit: 1 hour}]}"
    story = tell("05-06 10:00 filed; 10:00 filed kind=-; 10:00 filed kind=3; 10:00 filed kind=calm; 10:00 filed kind=x")
    assert both(check, story, "05-06 10:30") == [row(5, "open", due="05-06 11:00", warn="05-06 10:48")]


def test_the_condition_of_a_clause_reads_the_event_that_opens_it_and_not_the_answer() -> None:
    urgent = clause(TWO_HOURS, when="{kind: urgent}")
    assert both(urgent, tell("05-06 10:00 filed; 10:10 answered kind=urgent"), "05-06 11:00") == []
    assert both(urgent, tell("05-06 10:00 filed kind=urgent; 10:10 answered"), "05-06 11:00") == [
        row(1, "kept", due="05-06 12:00", settled_by=2, margin=6600)
    ]


def test_an_answer_that_does_not_fulfil_its_own_condition_settles_nothing() -> None:
    check = "within: {after: filed, then: {word: answered, when: {ok: true}}, limit: 2 hours}"
    story = tell("05-06 10:00 filed; 10:10 answered; 10:20 answered ok=no; 10:30 answered ok=yes")
    assert both(check, story, "05-06 11:00") == [row(1, "kept", due="05-06 12:00", settled_by=4, margin=5400)]


@pytest.mark.parametrize("number", [2**53, 2**53 + 1, 10**20, 10**400])
def test_numbers_beyond_what_a_double_holds_are_compared_alike_in_both_readings(number: int) -> None:
    for condition in (f"{{n: {2**53 + 1}}}", "{n: {over: 1}}", f"{{n: {{not: {2**53}}}}}"):
        both(clause(TWO_HOURS, when=condition), tell(f"05-06 10:00 filed n={number}"), "05-06 10:00")


# Ruling 16: the warn point is rounded down.


@pytest.mark.parametrize(
    ("limit", "share", "warn"),
    [
        ("9 seconds", "80%", "05-06 10:00:07"),
        ("10 seconds", "66.6%", "05-06 10:00:06"),
        ("1 second", "99%", "05-06 10:00:00"),
        ("2 hours", "100%", "05-06 12:00:00"),
        ("2 hours", "1%", "05-06 10:01:12"),
        ("100 seconds", "29%", "05-06 10:00:29"),
    ],
)
def test_the_warn_point_is_the_floor_of_the_share(limit: str, share: str, warn: str) -> None:
    check = f"within: {{after: filed, then: answered, limit: {limit}, warn: {share}}}"
    (obligation,) = both(check, tell("05-06 10:00 filed"), "05-06 10:00")
    assert obligation.warn == instant(warn)


# What a row rests on.


@pytest.mark.parametrize(
    ("filed", "answered", "weakest"),
    [
        ("device", "device", "device"),
        ("device", "customer", "customer"),
        ("self-reported", "device", "self-reported"),
        ("inspector", "transcript", "transcript"),
        ("customer", "system", "system"),
    ],
)
def test_a_verdict_is_as_good_as_the_weakest_event_it_rests_on(filed: str, answered: str, weakest: str) -> None:
    story = tell(f"05-06 10:00 filed grade={filed}; 10:30 d grade=self-reported; 11:00 answered grade={answered}")
    assert both(TWO_HOURS, story, "05-06 10:45") == [row(1, "open", due="05-06 12:00", warn="05-06 11:36", grade=filed)]
    assert both(TWO_HOURS, story, "05-06 11:00") == [
        row(1, "kept", due="05-06 12:00", settled_by=3, margin=3600, evidence=(1, 3), grade=weakest)
    ]


def test_evidence_is_in_the_order_of_the_ids_where_the_answer_was_noted_before_the_question() -> None:
    story = tell("05-06 11:00 answered; 10:00 filed noted=11:05")
    expected = [row(2, "kept", due="05-06 12:00", settled_by=1, margin=3600, evidence=(1, 2))]
    assert both(TWO_HOURS, story, "05-06 11:05") == expected


# Whose story.


def test_an_event_about_two_cases_is_in_the_story_of_both() -> None:
    story = tell("05-06 10:00 filed about=case:1,case:2,shift:9; 10:30 answered about=case:2")
    assert both(TWO_HOURS, story, "05-06 11:00") == [
        row(1, "open", due="05-06 12:00", warn="05-06 11:36"),
        row(1, "kept", due="05-06 12:00", settled_by=2, margin=5400, subject="case:2"),
    ]


def test_a_clause_judges_only_the_kind_of_subject_it_is_of() -> None:
    story = tell("05-06 10:00 filed about=case:1,shift:9,shifts:9")
    assert both(clause(TWO_HOURS, of="shift"), story, "05-06 11:00") == [
        row(1, "open", due="05-06 12:00", warn="05-06 11:36", subject="shift:9")
    ]


def test_one_case_is_not_settled_by_the_answer_to_another() -> None:
    story = tell("05-06 10:00 filed about=case:1; 10:30 answered about=case:10")
    assert both(TWO_HOURS, story, "05-06 11:00") == [row(1, "open", due="05-06 12:00", warn="05-06 11:36")]


# next_change is the next instant when the rows change.


def changes_are_told(check: str, story: list[Event], first: str, last: str) -> None:
    """Walk second by second: nothing changes before `next_change`, and what it names is a change or a warning."""
    seconds = range(instant(first), instant(last) + 1)
    judged, whole = [clause(check)], Story("case:1", story)
    told = {at: owed(judged, whole, at) for at in seconds}
    noted = {event.noted_at for event in story}
    for at in seconds[:-1]:
        now, then = told[at], told[at + 1]
        assert now.next_change is None or now.next_change > at
        if at + 1 in noted:
            continue
        warned = any(obligation.state == "open" and obligation.warn == at + 1 for obligation in now.obligations)
        assert (now.next_change == at + 1) == (now.obligations != then.obligations or warned), at - seconds[0]


WALK = tell("""05-06 10:00:00 filed; 10:00:04 waits; 10:00:09 resumed; 10:00:12 filed; 10:00:13 closed
    10:00:17 reopened; 10:00:18 filed; 10:00:30 answered noted=10:00:35; 10:00:40 correct 3 at=10:00:06""")
TEN_SECONDS = """within: {after: filed, then: answered, limit: 10 seconds, pause: waits, resume: resumed,
    close: closed, reopen: reopened}"""


def test_the_next_change_of_a_paused_clock_is_the_next_second_in_which_a_row_changes() -> None:
    changes_are_told(TEN_SECONDS, WALK, "05-06 09:59:58", "05-06 10:01")


def test_both_readings_agree_in_every_second_of_that_walk() -> None:
    for at in range(instant("05-06 09:59:58"), instant("05-06 10:00:44")):
        both(TEN_SECONDS, WALK, at)


def test_the_next_change_of_working_time_may_be_the_morning_after() -> None:
    check = "within: {after: filed, then: answered, limit: 15 working seconds, warn: 60%}"
    story = tell("05-06 17:59:50 filed; 17:59:55 filed")
    assert both(check, story, "05-06 18:00") == [
        row(1, "open", due="05-07 09:00:05", warn="05-06 17:59:59"),
        row(2, "open", due="05-07 09:00:10", warn="05-07 09:00:04"),
    ]
    changes_are_told(check, story, "05-06 17:59:45", "05-07 09:00:30")


def test_the_next_change_of_a_promise_is_its_warning_and_then_the_second_after_it() -> None:
    story = tell("05-06 10:00 filed until=10:00:30; 10:00:05 filed until=10:00:05; 10:00:40 answered")
    check = "within: {after: filed, then: answered, by: until, grace: 3 seconds}"
    changes_are_told(check, story, "05-06 09:59:58", "05-06 10:01")
