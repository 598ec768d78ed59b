"""`within` by hand without a limit: the then-word must come before the case closes (ruling 11)."""

from __future__ import annotations

import pytest
from tests.checks.telling import both, clause, instant, row, tell

from shouwen.checks.obligation import Obligation

BEFORE_CLOSING = "within: {after: filed, then: answered, close: closed}"
RE_OPENED = "within: {after: filed, then: answered, close: closed, reopen: reopened}"


def test_it_is_open_for_ever_while_the_case_is_and_no_time_changes_that() -> None:
    (obligation,) = both(BEFORE_CLOSING, tell("05-06 10:00 filed"), "2040-05-06 10:00")
    assert obligation == row(1, "open")
    assert obligation.next_change(instant("05-06 10:00")) is None


def test_answered_before_closing_it_is_kept_and_stays_so() -> None:
    story = tell("05-06 10:00 filed; 11:00 answered grade=device; 12:00 closed; 13:00 answered")
    expected = [row(1, "kept", settled_by=2)]
    assert both(BEFORE_CLOSING, story, "05-06 11:00") == expected
    assert both(BEFORE_CLOSING, story, "05-06 18:00") == expected


def test_it_is_broken_by_the_first_closing_after_it() -> None:
    story = tell("05-06 09:00 closed; 10:00 filed grade=device; 11:00 closed grade=system; 12:00 closed")
    assert both(BEFORE_CLOSING, story, "05-06 10:59:59") == [row(2, "open", grade="device")]
    assert both(BEFORE_CLOSING, story, "05-06 18:00") == [
        row(2, "broken", due="05-06 11:00", settled_by=3, evidence=(2, 3), grade="system")
    ]


def test_an_answer_after_the_closing_does_not_heal_it_and_re_opening_neither() -> None:
    story = tell("05-06 10:00 filed; 11:00 closed; 12:00 reopened; 13:00 answered; 14:00 closed")
    expected = [row(1, "broken", due="05-06 11:00", settled_by=2)]
    for check in (BEFORE_CLOSING, RE_OPENED):
        assert both(check, story, "05-06 12:00") == expected
        assert both(check, story, "05-06 18:00") == expected


@pytest.mark.parametrize(
    ("events", "expected"),
    [
        ("11:00 answered; 11:00 closed", row(1, "kept", settled_by=2)),
        ("11:00 closed; 11:00 answered", row(1, "broken", due="05-06 11:00", settled_by=2)),
        ("10:00 answered; 10:00 closed", row(1, "kept", settled_by=2)),
        ("10:00 closed; 10:00 answered", row(1, "broken", due="05-06 10:00", settled_by=2)),
    ],
)
def test_answer_and_closing_in_one_second_go_by_their_ids(events: str, expected: Obligation) -> None:
    assert both(BEFORE_CLOSING, tell(f"05-06 10:00 filed; {events}"), "05-06 18:00") == [expected]


def test_a_closing_in_the_second_of_the_opener_with_a_lower_id_came_before_it() -> None:
    assert both(BEFORE_CLOSING, tell("05-06 10:00 closed; 10:00 filed"), "05-06 18:00") == [row(2, "open")]


def test_where_the_closing_word_is_the_then_word_closing_keeps_it() -> None:
    check = "within: {after: filed, then: [answered, closed], close: closed}"
    story = tell("05-06 10:00 filed; 11:00 closed; 12:00 filed")
    assert both(check, story, "05-06 18:00") == [row(1, "kept", settled_by=2), row(3, "open")]


def test_a_closing_word_with_a_condition_closes_only_where_it_is_fulfilled() -> None:
    check = "within: {after: filed, then: answered, close: {word: closed, when: {kind: {not: draft}}}}"
    story = tell("05-06 10:00 filed; 11:00 closed; 12:00 closed kind=draft; 13:00 closed kind=end")
    assert both(check, story, "05-06 12:30") == [row(1, "open")]
    assert both(check, story, "05-06 13:00") == [row(1, "broken", due="05-06 13:00", settled_by=4)]


def test_one_closing_breaks_all_that_wait_and_the_next_occasion_waits_for_the_next_closing() -> None:
    story = tell("05-06 10:00 filed; 10:30 filed; 11:00 closed; 12:00 filed; 13:00 answered; 14:00 filed; 15:00 closed")
    assert both(BEFORE_CLOSING, story, "05-06 14:30") == [
        row(1, "broken", due="05-06 11:00", settled_by=3),
        row(2, "broken", due="05-06 11:00", settled_by=3),
        row(4, "kept", settled_by=5),
        row(6, "open"),
    ]
    assert both(BEFORE_CLOSING, story, "05-06 15:00")[-1] == row(6, "broken", due="05-06 15:00", settled_by=7)


def test_where_only_the_first_opens_a_closing_ends_the_waiting_too() -> None:
    check = "within: {after: filed, then: answered, close: closed, opens: first}"
    story = tell("05-06 10:00 filed; 10:30 filed; 11:00 closed; 12:00 filed; 12:30 filed; 13:00 answered; 14:00 filed")
    assert both(check, story, "05-06 18:00") == [
        row(1, "broken", due="05-06 11:00", settled_by=3),
        row(4, "kept", settled_by=6),
        row(7, "open"),
    ]


def test_an_event_that_opens_and_closes_breaks_the_last_and_not_itself() -> None:
    check = "within: {after: [filed, closed], then: answered, close: closed}"
    assert both(check, tell("05-06 10:00 filed; 11:00 closed; 12:00 answered; 13:00 closed"), "05-06 18:00") == [
        row(1, "broken", due="05-06 11:00", settled_by=2),
        row(2, "kept", settled_by=3),
        row(4, "open"),
    ]


def test_pauses_have_nothing_to_pause_here() -> None:
    check = "within: {after: filed, then: answered, pause: waits, resume: resumed, close: closed, reopen: reopened}"
    story = tell("05-06 10:00 filed; 10:30 waits; 11:00 closed")
    assert both(check, story, "05-06 10:45") == [row(1, "open")]
    assert both(check, story, "05-06 11:00") == [row(1, "broken", due="05-06 11:00", settled_by=3)]


def test_the_condition_of_the_clause_reads_the_event_that_opens_it() -> None:
    urgent = clause(BEFORE_CLOSING, when="{kind: {not: calm}}")
    story = tell("05-06 10:00 filed; 10:01 filed kind=calm; 10:02 filed kind=urgent; 11:00 closed")
    assert both(urgent, story, "05-06 18:00") == [row(3, "broken", due="05-06 11:00", settled_by=4)]


@pytest.mark.parametrize(
    ("correction", "expected"),
    [
        ("correct 2 void", [row(1, "kept", settled_by=3)]),
        ("correct 2 at=12:30", [row(1, "kept", settled_by=3)]),
        ("correct 2 at=12:00", [row(1, "broken", due="05-06 12:00", settled_by=2)]),  # the same second, a lower id
        ("correct 3 at=10:59:59", [row(1, "kept", settled_by=3)]),
        ("correct 3 at=11:00", [row(1, "broken", due="05-06 11:00", settled_by=2)]),
        ("correct 1 at=11:30", [row(1, "kept", settled_by=3)]),
        ("correct 1 void", []),
    ],
)
def test_corrections_and_late_notes_rework_it(correction: str, expected: list[Obligation]) -> None:
    story = tell(f"05-06 10:00 filed; 11:00 closed; 12:00 answered; 13:00 {correction}")
    assert both(BEFORE_CLOSING, story, "05-06 12:59:59") == [row(1, "broken", due="05-06 11:00", settled_by=2)]
    assert both(BEFORE_CLOSING, story, "05-06 13:00") == expected


def test_an_answer_noted_after_the_closing_but_given_before_it_heals_it() -> None:
    story = tell("05-06 10:00 filed; 11:00 closed; 10:50 answered noted=11:30")
    assert both(BEFORE_CLOSING, story, "05-06 11:29:59") == [row(1, "broken", due="05-06 11:00", settled_by=2)]
    assert both(BEFORE_CLOSING, story, "05-06 11:30") == [row(1, "kept", settled_by=3)]
