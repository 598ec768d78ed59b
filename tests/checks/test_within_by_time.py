"""`within` by hand where the after-event itself holds the time: promises, a grace, appointments told ahead."""

from __future__ import annotations

import pytest
from tests.checks.telling import both, clause, row, tell

from shouwen.checks.obligation import Obligation

PROMISE = "within: {after: filed, then: answered, by: until}"
GRACE = "within: {after: filed, then: answered, by: until, grace: 10 minutes}"
AHEAD = "within: {after: filed, then: answered, by: until, ahead: 1 hour}"
CLOSING = "within: {after: filed, then: answered, by: until, close: closed, reopen: reopened}"


@pytest.mark.parametrize(
    ("check", "due", "warn"),
    [
        (PROMISE, "05-06 15:00", "05-06 14:00"),
        (GRACE, "05-06 15:10", "05-06 14:08"),
        (AHEAD, "05-06 14:00", "05-06 13:12"),
    ],
)
def test_it_is_due_when_promised_or_a_grace_later_or_so_long_ahead(check: str, due: str, warn: str) -> None:
    story = tell("05-06 10:00 filed until=15:00")
    assert both(check, story, "05-06 10:00") == [row(1, "open", due=due, warn=warn)]
    assert both(check, story, due) == [row(1, "open", due=due, warn=warn)]
    assert both(check, story, f"{due}:01") == [row(1, "broken", due=due)]


@pytest.mark.parametrize(
    ("check", "answered", "due", "state", "margin"),
    [
        (PROMISE, "15:00:00", "15:00", "kept", 0),
        (PROMISE, "15:00:01", "15:00", "broken", -1),
        (GRACE, "15:10:00", "15:10", "kept", 0),
        (GRACE, "15:10:01", "15:10", "broken", -1),
        (AHEAD, "13:59:59", "14:00", "kept", 1),
        (AHEAD, "14:00:01", "14:00", "broken", -1),
        (PROMISE, "10:00:00", "15:00", "kept", 18_000),
    ],
)
def test_the_margin_of_a_promise_is_in_natural_seconds(
    check: str, answered: str, due: str, state: str, margin: int
) -> None:
    story = tell(f"05-06 10:00 filed until=15:00; {answered} answered")
    (obligation,) = both(check, story, "05-07 10:00")
    expected = row(1, "kept", due=f"05-06 {due}", settled_by=2, margin=margin)
    assert obligation == expected._replace(state=state)


def test_a_promise_for_a_holiday_is_due_on_the_holiday() -> None:
    story = tell("04-30 10:00 filed until=05-02T03:00")
    assert both(PROMISE, story, "04-30 10:00") == [row(1, "open", due="05-02 03:00", warn="05-01 18:48")]


@pytest.mark.parametrize("field", ["", "until=-", "until=soon", "until=2.5", "until=yes"])
def test_what_holds_no_time_is_not_judged(field: str) -> None:
    story = tell(f"05-06 10:00 filed {field}; 11:00 answered grade=device")
    assert both(GRACE, story, "05-06 10:30") == [row(1, "not_judged", "no-time")]
    assert both(GRACE, story, "05-06 11:00") == [row(1, "not_judged", "no-time", settled_by=2)]


def test_a_promise_for_the_second_of_the_promise_itself_is_broken_from_the_next() -> None:
    story = tell("05-06 10:00 filed until=10:00")
    assert both(PROMISE, story, "05-06 10:00") == [row(1, "open", due="05-06 10:00", warn="05-06 10:00")]
    assert both(PROMISE, story, "05-06 10:00:01") == [row(1, "broken", due="05-06 10:00")]


def test_a_promise_for_a_time_that_has_passed_is_broken_at_once() -> None:
    story = tell("05-06 10:00 filed until=09:59:59; 10:00 answered")
    assert both(PROMISE, story[:1], "05-06 10:00") == [row(1, "broken", due="05-06 09:59:59")]
    assert both(PROMISE, story, "05-06 10:00") == [row(1, "broken", due="05-06 09:59:59", settled_by=2, margin=-1)]


def test_an_appointment_made_too_late_to_be_told_ahead_is_broken_at_once() -> None:
    assert both(AHEAD, tell("05-06 10:00 filed until=10:30"), "05-06 10:00") == [row(1, "broken", due="05-06 09:30")]


def test_one_answer_settles_several_promises_each_by_its_own_time() -> None:
    story = tell("05-06 10:00 filed until=11:00; 10:10 filed; 10:20 filed until=12:00; 11:30 answered")
    assert both(PROMISE, story, "05-06 13:00") == [
        row(1, "broken", due="05-06 11:00", settled_by=4, margin=-1800),
        row(2, "not_judged", "no-time", settled_by=4),
        row(3, "kept", due="05-06 12:00", settled_by=4, margin=1800),
    ]
    assert both(PROMISE.replace("by:", "opens: first, by:"), story, "05-06 13:00") == [
        row(1, "broken", due="05-06 11:00", settled_by=4, margin=-1800)
    ]


@pytest.mark.parametrize(
    ("correction", "expected"),
    [
        ("until=12:00", row(1, "open", due="05-06 12:00", warn="05-06 11:36")),
        ("at=10:05", row(1, "open", due="05-06 15:00", warn="05-06 14:01")),
        ("n=3", row(1, "not_judged", "no-time")),
        ("until=10:15", row(1, "broken", due="05-06 10:15")),
    ],
)
def test_a_correction_of_the_promise_reworks_it(correction: str, expected: Obligation) -> None:
    story = tell(f"05-06 10:00 filed until=15:00; 10:30 correct 1 {correction}")
    assert both(PROMISE, story, "05-06 10:29:59") == [row(1, "open", due="05-06 15:00", warn="05-06 14:00")]
    assert both(PROMISE, story, "05-06 10:30") == [expected]


def test_the_condition_of_the_clause_counts_here_too() -> None:
    urgent = clause(PROMISE, when="{kind: urgent}")
    story = tell("05-06 10:00 filed until=15:00; 10:00 filed until=15:00 kind=urgent")
    assert both(urgent, story, "05-06 10:00") == [row(2, "open", due="05-06 15:00", warn="05-06 14:00")]


# Closing: what is due at a fixed time is not paused by it.


@pytest.mark.parametrize(
    ("closed", "at", "expected"),
    [
        ("14:59:59", "05-06 14:59:59", row(1, "not_judged", "closed")),
        ("14:59:59", "05-09 10:00:00", row(1, "not_judged", "closed")),
        ("15:00:00", "05-06 15:00:00", row(1, "open", due="05-06 15:00", warn="05-06 14:00")),
        ("15:00:00", "05-06 15:00:01", row(1, "broken", due="05-06 15:00")),
        ("15:00:01", "05-06 15:00:01", row(1, "broken", due="05-06 15:00")),
    ],
)
def test_closing_before_at_and_after_the_promised_time(closed: str, at: str, expected: Obligation) -> None:
    assert both(CLOSING, tell(f"05-06 10:00 filed until=15:00; {closed} closed"), at) == [expected]


def test_an_answer_after_closing_counts_by_the_promised_time() -> None:
    story = "05-06 10:00 filed until=15:00; 11:00 closed"
    assert both(CLOSING, tell(f"{story}; 14:00 answered"), "05-07 10:00") == [
        row(1, "kept", due="05-06 15:00", settled_by=3, margin=3600)
    ]
    assert both(CLOSING, tell(f"{story}; 16:00 answered"), "05-07 10:00") == [
        row(1, "broken", due="05-06 15:00", settled_by=3, margin=-3600)
    ]


def test_re_opened_it_is_due_when_it_was_promised() -> None:
    story = tell("05-06 10:00 filed until=15:00; 11:00 closed; 12:00 reopened; 13:00 reopened")
    assert both(CLOSING, story, "05-06 11:30") == [row(1, "not_judged", "closed")]
    assert both(CLOSING, story, "05-06 13:00") == [row(1, "open", due="05-06 15:00", warn="05-06 14:00")]
    assert both(CLOSING, story, "05-06 15:00:01") == [row(1, "broken", due="05-06 15:00")]


def test_closed_twice_what_counts_is_since_when_it_has_been_closed() -> None:
    story = "05-06 10:00 filed until=15:00; 14:00 closed"
    assert both(CLOSING, tell(f"{story}; 16:00 closed"), "05-06 17:00") == [row(1, "not_judged", "closed")]
    again = tell(f"{story}; 14:30 reopened; 16:00 closed")
    assert both(CLOSING, again, "05-06 17:00") == [row(1, "broken", due="05-06 15:00")]


def test_what_is_promised_while_closed_is_not_judged() -> None:
    story = tell("05-06 09:00 closed; 10:00 filed until=15:00")
    assert both(CLOSING, story, "05-06 18:00") == [row(2, "not_judged", "closed")]


def test_a_promise_of_a_time_before_1970_or_long_after_us_is_judged_by_it() -> None:
    story = tell("05-06 10:00 filed until=-5; 10:00 filed until=99999999999")
    rows = both(AHEAD, story, "05-06 10:30")
    assert [(obligation.state, obligation.due) for obligation in rows] == [
        ("broken", -3605),
        ("open", 99999996399),
    ]


@pytest.mark.parametrize("until", [2**63 - 1, 2**63, 10**20, -(2**63), -(2**63) - 1])
@pytest.mark.parametrize("check", [GRACE, AHEAD])
def test_a_time_too_large_for_a_database_stops_neither_reading(check: str, until: int) -> None:
    # One bad value in a log of ten years must not end its audit.
    story = tell(f"05-06 10:00 filed until={until}; 10:00 filed until=15:00")
    assert [obligation.opened_by for obligation in both(check, story, "05-06 10:30")] == [1, 2]
