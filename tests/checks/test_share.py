"""So many of a hundred, by hand: which period an event counts in, what was not measured, and when it is decided."""

from __future__ import annotations

import pytest
from tests.checks.telling import both, clause, row, tell

from shouwen.checks.obligation import Obligation, State

NEW_YORK = "America/New_York"
HALF_HOUR = "share: {of: a, good: {ok: true}, at_least: 50%, each: half hour}"
DAY = "share: {of: a, good: {n: {at_most: 20}}, at_least: 80%, each: 1 day, minimum: 2}"
CASE = "share: {of: [a, b], good: {ok: true}, at_least: 60%, each: case, close: c, minimum: 2}"


def test_a_period_is_open_up_to_its_last_second_and_decided_one_second_later() -> None:
    story = tell("04-01 09:00 a ok=yes; 09:29:59 a ok=no")
    period = {"period": "04-01 09:00", "due": "04-01 09:29:59", "evidence": (1, 2)}
    assert both(HALF_HOUR, story, "04-01 09:29:59") == [row(1, "open", **period)]
    assert both(HALF_HOUR, story, "04-01 09:30") == [row(1, "kept", margin=0, **period)]


def test_the_first_second_of_the_next_period_belongs_to_it() -> None:
    assert both(HALF_HOUR, tell("04-01 09:29:59 a ok=yes; 09:30 a ok=no"), "04-01 10:00") == [
        row(1, "kept", margin=50, period="04-01 09:00", due="04-01 09:29:59"),
        row(2, "broken", margin=-50, period="04-01 09:30", due="04-01 09:59:59"),
    ]


def test_a_period_without_anything_to_count_owes_nothing() -> None:
    story = tell("04-01 09:00 b ok=no; 11:00 a ok=yes")
    assert both(HALF_HOUR, story, "04-02 00:00") == [
        row(2, "kept", margin=50, period="04-01 11:00", due="04-01 11:29:59")
    ]
    assert both(HALF_HOUR, story, "04-01 10:59") == []


def test_what_was_not_measured_is_not_counted_but_is_where_the_period_begins() -> None:
    story = tell("04-01 09:00 a; 09:01 a n=20; 09:02 a n=two; 09:03 a n=20.5; 09:04 a n=1")
    period = {"period": "04-01 00:00", "due": "04-01 23:59:59"}
    assert both(DAY, story, "04-02 00:00") == [row(1, "broken", margin=100 * 2 / 3 - 80, evidence=(1, 4), **period)]


def test_fewer_measured_events_than_the_least_number_are_not_judged() -> None:
    period = {"period": "04-01 00:00", "due": "04-01 23:59:59"}
    one = tell("04-01 09:00 a n=99; 09:01 a; 09:02 a")
    assert both(DAY, one, "04-01 23:59:59") == [row(1, "open", **period)]
    assert both(DAY, one, "04-02 00:00") == [row(1, "not_judged", "too-few", **period)]
    two = tell("04-01 09:00 a n=99; 09:01 a; 09:02 a n=99")
    assert both(DAY, two, "04-02 00:00") == [row(1, "broken", margin=-80, evidence=(1, 3), **period)]


@pytest.mark.parametrize(
    ("good", "bad", "share", "state"),
    [
        (2, 1, "66.6%", "kept"),
        (2, 1, "66.7%", "broken"),
        (1, 2, "33.3%", "kept"),
        (7, 3, "70%", "kept"),
        (333, 167, "66.6%", "kept"),
        (332, 168, "66.6%", "broken"),
        (29, 71, "29%", "kept"),
        (1, 0, "100%", "kept"),
        (99, 1, "100%", "broken"),
        (0, 1, "0.1%", "broken"),
        (9, 1, "90", "kept"),
    ],
)
def test_exactly_the_share_asked_for_is_enough(good: int, bad: int, share: str, state: str) -> None:
    told = ";".join(["04-01 09:00 a ok=no"] * bad + ["04-01 09:00 a ok=yes"] * good)
    check = f"share: {{of: a, good: {{ok: true}}, at_least: {share}, each: 1 day}}"
    (obligation,) = both(check, tell(told), "04-02 00:00")
    assert obligation.state == state
    assert obligation.evidence == tuple(range(1, max(bad, 1) + 1))


def test_days_and_months_are_those_of_the_calendars_zone() -> None:
    story = tell("04-30 23:59:59 a n=1; 05-01 00:00 a n=1")
    month = "share: {of: a, good: {n: 1}, at_least: 50%, each: 1 month}"
    assert both(month, story, "05-02 00:00") == [
        row(1, "kept", margin=50, period="04-01 00:00", due="04-30 23:59:59"),
        row(2, "open", period="05-01 00:00", due="05-31 23:59:59"),
    ]
    abroad = "share: {of: a, good: {n: 1}, at_least: 50%, each: 1 month, zone: America/New_York}"
    april = {"period": "04-01 00:00", "due": "04-30 23:59:59", "zone": NEW_YORK}
    assert both(abroad, story, "05-01 11:59:59") == [row(1, "open", **april)]
    assert both(abroad, story, "05-01 12:00") == [row(1, "kept", margin=50, **april)]


def test_a_week_begins_on_monday_and_a_quarter_in_january() -> None:
    story = tell("2024-12-31 10:00 a n=1; 2025-01-05 23:59:59 a n=2; 2025-01-06 00:00 a n=1")
    week = "share: {of: a, good: {n: 1}, at_least: 50%, each: 1 week}"
    assert both(week, story, "2025-01-06 00:00") == [
        row(1, "kept", margin=0, period="2024-12-30 00:00", due="2025-01-05 23:59:59", evidence=(1, 2)),
        row(3, "open", period="2025-01-06 00:00", due="2025-01-12 23:59:59"),
    ]
    quarter = "share: {of: a, good: {n: 1}, at_least: 50%, each: 1 quarter}"
    assert both(quarter, story, "2025-04-01 00:00") == [
        row(1, "kept", margin=50, period="2024-10-01 00:00", due="2024-12-31 23:59:59"),
        row(2, "kept", margin=0, period="2025-01-01 00:00", due="2025-03-31 23:59:59"),
    ]


def test_the_day_on_which_summer_time_begins_has_23_hours_and_the_one_on_which_it_ends_25() -> None:
    check = "share: {of: a, good: {n: 1}, at_least: 50%, each: 1 day, calendar: shop}"
    story = tell("03-09 23:59:59 a n=1; 03-10 00:00 a n=1; 11-02 00:00 a n=1; 11-03 00:00 a n=1", zone=NEW_YORK)
    rows = both(check, story, "2025-12-01 00:00")
    assert rows == [
        row(1, "kept", margin=50, period="03-09 00:00", due="03-09 23:59:59", zone=NEW_YORK),
        row(2, "kept", margin=50, period="03-10 00:00", due="03-10 23:59:59", zone=NEW_YORK),
        row(3, "kept", margin=50, period="11-02 00:00", due="11-02 23:59:59", zone=NEW_YORK),
        row(4, "kept", margin=50, period="11-03 00:00", due="11-03 23:59:59", zone=NEW_YORK),
    ]
    hours = [(one.due - one.period + 1) // 3600 for one in rows if one.due is not None and one.period is not None]
    assert hours == [23, 24, 25, 24]


def test_half_hours_that_the_clock_shows_twice_are_two_periods() -> None:
    check = "share: {of: a, good: {n: 1}, at_least: 50%, each: half hour, calendar: shop}"
    first = tell("11-02 01:10 a n=1", zone=NEW_YORK)
    second = tell("11-02 01:10 p; 01:40 a n=2", zone=NEW_YORK)[1:]
    later = tell("11-02 06:15 p; 06:15 p; 06:15 a n=2", zone="UTC")[2:]  # 01:15 in New York for the second time
    rows = both(check, [*first, *second, *later], "11-03 00:00")
    assert [(one.opened_by, one.state) for one in rows] == [(1, "kept"), (2, "broken"), (3, "broken")]
    assert [one.period for one in rows] == [1762059600, 1762061400, 1762063200]


def test_a_case_is_decided_by_its_first_closing() -> None:
    story = tell("04-01 09:00 a ok=yes; 09:01 b ok=no; 09:02 a ok=yes; 09:03 c; 09:04 a ok=no; 09:05 c")
    assert both(CASE, story, "04-01 09:02:59") == [row(1, "open", evidence=(1, 2))]
    decided = [row(1, "kept", settled_by=4, margin=100 * 2 / 3 - 60, evidence=(1, 2))]
    assert both(CASE, story, "04-01 09:03") == decided
    assert both(CASE, story, "2026-04-01 09:03") == decided


def test_a_case_with_too_few_is_not_judged_and_one_without_any_owes_nothing() -> None:
    assert both(CASE, tell("04-01 09:00 a ok=yes; 09:03 c"), "04-01 10:00") == [
        row(1, "not_judged", "too-few", settled_by=2, evidence=(1,))
    ]
    assert both(CASE, tell("04-01 09:00 c; 09:01 a ok=yes"), "04-01 10:00") == []


def test_in_the_second_of_the_closing_the_id_says_what_still_counts() -> None:
    story = tell("04-01 09:00 a ok=yes; 09:01 a ok=yes; 09:01 c; 09:01 a ok=no")
    assert both(CASE, story, "04-01 10:00") == [row(1, "kept", settled_by=3, margin=40, evidence=(1,))]


def test_the_closing_can_itself_be_counted() -> None:
    check = "share: {of: [a, c], good: {ok: true}, at_least: 50%, each: case, close: c}"
    assert both(check, tell("04-01 09:00 a ok=yes; 09:01 c ok=no"), "04-01 10:00") == [
        row(1, "kept", settled_by=2, margin=0)
    ]


def test_only_what_fulfils_the_condition_of_the_clause_is_counted() -> None:
    judged = clause(HALF_HOUR, when="{kind: x}")
    assert both(judged, tell("04-01 09:00 a ok=no; 09:01 a ok=yes kind=x"), "04-01 10:00") == [
        row(2, "kept", margin=50, period="04-01 09:00", due="04-01 09:29:59")
    ]


def test_an_event_noted_late_or_moved_counts_in_the_period_in_which_it_happened() -> None:
    story = tell("04-01 09:00 a ok=yes; 09:10 a ok=no noted=11:00; 12:00 correct 2 at=09:40")

    def half_hour(number: int, start: str, due: str, margin: float, *evidence: int) -> Obligation:
        state: State = "kept" if margin >= 0 else "broken"
        return row(number, state, margin=margin, period=f"04-01 {start}", due=f"04-01 {due}", evidence=evidence)

    assert both(HALF_HOUR, story, "04-01 10:59") == [half_hour(1, "09:00", "09:29:59", 50, 1)]
    assert both(HALF_HOUR, story, "04-01 11:00") == [half_hour(1, "09:00", "09:29:59", 0, 1, 2)]
    assert both(HALF_HOUR, story, "04-01 12:00") == [
        half_hour(1, "09:00", "09:29:59", 50, 1),
        half_hour(2, "09:30", "09:59:59", -50, 2),
    ]


def test_the_verdict_has_the_weakest_grade_of_all_that_was_counted() -> None:
    told = "04-01 09:00 a ok=no grade=device; 09:01 a ok=yes grade=inspector; 09:02 a ok=no grade=customer"
    assert both(HALF_HOUR, tell(told), "04-01 10:00") == [
        row(
            1,
            "broken",
            margin=100 / 3 - 50,
            period="04-01 09:00",
            due="04-01 09:29:59",
            evidence=(1, 3),
            grade="inspector",
        )
    ]
