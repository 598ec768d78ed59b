"""What recurs, by hand: where periods begin and end, who joins and leaves when, and what a part of a year owes."""

from __future__ import annotations

import pytest
from tests.checks.telling import both, clause, instant, row, tell

from shouwen.checks.obligation import Obligation

NEW_YORK = "America/New_York"
QUARTER = "every: {what: b, per: 3 months, from: a, until: c}"
MONTH = "every: {what: b, per: 1 month, from: a, until: c}"
GOLD = (
    "every: {what: b, at_least: 4, of_these: [{when: {kind: visit}, at_least: 1}], "
    "per: 1 year, counted: calendar, from: {word: a, when: {kind: gold}}, until: c}"
)
ROLLING = "every: {what: b, per: 1 month, counted: rolling, from: a, until: c}"


def states(check: str, told: str, at: str) -> list[str]:
    return [one.state for one in both(check, tell(told), at)]


def dues(rows: list[Obligation]) -> list[int]:
    """The due times of periods that join without gaps."""
    assert [one.period for one in rows[1:]] == [one.due + 1 for one in rows[:-1] if one.due is not None]
    return [one.due for one in rows if one.due is not None]


# Periods from an anchor.


@pytest.mark.parametrize(
    ("joined", "ends"),
    [
        ("2025-08-31 09:00", ["2025-11-30", "2026-02-28", "2026-05-31", "2026-08-31", "2026-11-30"]),
        ("2023-08-31 09:00", ["2023-11-30", "2024-02-29", "2024-05-31", "2024-08-31", "2024-11-30"]),
        ("2023-11-30 09:00", ["2024-02-29", "2024-05-30", "2024-08-30", "2024-11-30", "2025-02-28", "2025-05-30"]),
        ("2024-02-29 09:00", ["2024-05-29", "2024-08-29", "2024-11-29", "2025-02-28", "2025-05-29"]),
    ],
)
def test_periods_end_on_the_day_of_the_anchor_or_the_months_last_without_drift(joined: str, ends: list[str]) -> None:
    periods = [joined, *(f"{end} 09:00" for end in ends)]
    asked = instant(periods[-1]) - 1
    expected = [
        row(1, "broken", period=period, due=f"{end} 08:59:59") for period, end in zip(periods[:-1], ends, strict=True)
    ]
    expected[-1] = expected[-1]._replace(state="open")
    assert both(QUARTER, tell(f"{joined} a"), asked) == expected


def test_at_its_last_second_a_period_is_open_and_one_second_later_it_is_broken_and_the_next_one_begins() -> None:
    story = tell("01-15 09:00 a")
    first = {"period": "01-15 09:00", "due": "02-15 08:59:59"}
    assert both(MONTH, story, "02-15 08:59:59") == [row(1, "open", **first)]
    assert both(MONTH, story, "02-15 09:00") == [
        row(1, "broken", **first),
        row(1, "open", period="02-15 09:00", due="03-15 08:59:59"),
    ]


def test_a_contact_in_the_last_second_keeps_the_period_and_one_second_later_it_keeps_the_next() -> None:
    assert both(MONTH, tell("01-15 09:00 a; 02-15 08:59:59 b"), "02-15 09:00") == [
        row(1, "kept", period="01-15 09:00", due="02-15 08:59:59", settled_by=2, margin=0),
        row(1, "open", period="02-15 09:00", due="03-15 08:59:59"),
    ]
    assert both(MONTH, tell("01-15 09:00 a; 02-15 09:00 b"), "02-15 09:00") == [
        row(1, "broken", period="01-15 09:00", due="02-15 08:59:59"),
        row(1, "kept", period="02-15 09:00", due="03-15 08:59:59", settled_by=2, margin=28 * 86400 - 1),
    ]


def test_the_first_contact_settles_a_period_and_later_ones_change_nothing() -> None:
    assert both(MONTH, tell("01-15 09:00 a; 01-16 09:00 b; 01-17 09:00 b"), "01-18 09:00") == [
        row(1, "kept", period="01-15 09:00", due="02-15 08:59:59", settled_by=2, margin=30 * 86400 - 1)
    ]


def test_a_contact_in_the_second_of_joining_counts_only_after_it() -> None:
    assert states(MONTH, "01-15 09:00 a; 09:00 b", "01-15 09:00") == ["kept"]
    assert states(MONTH, "01-15 09:00 b; 09:00 a", "01-15 09:00") == ["open"]


def test_the_joining_itself_is_no_contact() -> None:
    check = "every: {what: [a, b], per: 1 month, from: a}"
    assert states(check, "01-15 09:00 a", "01-15 09:00") == ["open"]
    assert states(check, "01-15 09:00 a; 09:01 a", "01-15 09:01") == ["kept"]


def test_before_anyone_joins_nothing_is_owed() -> None:
    assert both(MONTH, tell("01-15 09:00 b; 01-16 09:00 c"), "12-31 00:00") == []


# Leaving, and joining again.


def test_leaving_inside_an_unmet_period_leaves_it_unjudged_up_to_its_last_second() -> None:
    for left in ("01-20 10:00", "02-15 08:59:59"):
        assert both(MONTH, tell(f"01-15 09:00 a; {left} c"), "2026-01-01 00:00") == [
            row(1, "not_judged", "ended", period="01-15 09:00", due="02-15 08:59:59", settled_by=2)
        ]


def test_leaving_in_the_first_second_of_the_next_period_leaves_the_unmet_one_broken_and_begins_none() -> None:
    assert both(MONTH, tell("01-15 09:00 a; 02-15 09:00 c"), "2026-01-01 00:00") == [
        row(1, "broken", period="01-15 09:00", due="02-15 08:59:59")
    ]


def test_leaving_inside_a_met_period_keeps_it() -> None:
    assert both(MONTH, tell("01-15 09:00 a; 01-16 09:00 b; 01-20 10:00 c"), "2026-01-01 00:00") == [
        row(1, "kept", period="01-15 09:00", due="02-15 08:59:59", settled_by=2, margin=30 * 86400 - 1)
    ]


def test_in_the_second_of_leaving_the_id_says_whether_the_contact_still_counts() -> None:
    assert states(MONTH, "01-15 09:00 a; 01-20 10:00 b; 10:00 c", "01-20 10:00") == ["kept"]
    assert states(MONTH, "01-15 09:00 a; 01-20 10:00 c; 10:00 b", "01-20 10:00") == ["not_judged"]


def test_joining_and_leaving_in_one_second_is_one_period_not_judged() -> None:
    assert states(MONTH, "01-15 09:00 a; 09:00 c", "2026-01-01 00:00") == ["not_judged"]


def test_joining_again_while_it_lasts_changes_nothing() -> None:
    assert both(MONTH, tell("01-15 09:00 a; 01-20 10:00 a; 01-25 10:00 c"), "2026-01-01 00:00") == [
        row(1, "not_judged", "ended", period="01-15 09:00", due="02-15 08:59:59", settled_by=3)
    ]


def test_joining_again_after_leaving_is_a_relation_with_its_own_anchor() -> None:
    story = tell("01-15 09:00 a; 01-20 10:00 c; 01-31 23:00 b; 01-31 23:30 a; 02-28 23:29:59 b")
    assert both(MONTH, story, "03-01 00:00") == [
        row(1, "not_judged", "ended", period="01-15 09:00", due="02-15 08:59:59", settled_by=2),
        row(4, "kept", period="01-31 23:30", due="02-28 23:29:59", settled_by=5, margin=0),
        row(4, "open", period="02-28 23:30", due="03-31 23:29:59"),
    ]


def test_one_event_can_end_one_relation_and_begin_the_next() -> None:
    check = "every: {what: b, per: 1 month, from: a, until: a}"
    assert both(check, tell("01-15 09:00 a; 01-20 10:00 a"), "01-21 00:00") == [
        row(1, "not_judged", "ended", period="01-15 09:00", due="02-15 08:59:59", settled_by=2),
        row(2, "open", period="01-20 10:00", due="02-20 09:59:59"),
    ]


def test_a_customer_who_leaves_the_tier_owes_no_more() -> None:
    check = "every: {what: b, per: 1 month, from: {word: a, when: {kind: gold}}, until: {word: a, when: {kind: [tin]}}}"
    story = tell("01-01 09:00 a kind=tin; 01-15 09:00 a kind=gold; 02-20 10:00 a kind=tin")
    assert both(check, story, "2026-01-01 00:00") == [
        row(2, "broken", period="01-15 09:00", due="02-15 08:59:59"),
        row(2, "not_judged", "ended", period="02-15 09:00", due="03-15 08:59:59", settled_by=3),
    ]


# What is noted late, corrected, weakly known.


def test_a_contact_noted_late_mends_a_broken_period() -> None:
    story = tell("01-15 09:00 a; 02-01 09:00 b noted=02-20T12:00")
    assert [one.state for one in both(MONTH, story, "02-20 11:59:59")] == ["broken", "open"]
    assert [one.state for one in both(MONTH, story, "02-20 12:00")] == ["kept", "open"]


def test_a_corrected_beginning_moves_all_periods_and_a_voided_one_takes_them_away() -> None:
    story = tell("01-15 09:00 a; 03-01 09:00 correct 1 at=01-20T09:00; 03-02 09:00 correct 1 void")
    assert [one.due for one in both(MONTH, story, "03-01 08:59")] == [
        instant("02-15 08:59:59"),
        instant("03-15 08:59:59"),
    ]
    assert [one.due for one in both(MONTH, story, "03-01 09:00")] == [
        instant("02-20 08:59:59"),
        instant("03-20 08:59:59"),
    ]
    assert both(MONTH, story, "03-02 09:00") == []


def test_a_voided_leaving_lets_the_relation_go_on() -> None:
    story = tell("01-15 09:00 a; 01-20 10:00 c; 03-01 09:00 correct 2 void")
    assert [one.state for one in both(MONTH, story, "03-01 08:59")] == ["not_judged"]
    assert [one.state for one in both(MONTH, story, "03-01 09:00")] == ["broken", "open"]


def test_a_row_rests_on_the_joining_and_all_contacts_up_to_the_one_that_was_enough() -> None:
    check = "every: {what: b, at_least: 2, per: 1 month, from: a, until: c}"
    told = "01-15 09:00 a grade=device; 01-16 09:00 b grade=customer; 01-17 09:00 d; 01-18 09:00 b grade=inspector; "
    story = tell(told + "01-19 09:00 b")
    assert both(check, story, "01-20 00:00") == [
        row(
            1,
            "kept",
            period="01-15 09:00",
            due="02-15 08:59:59",
            settled_by=4,
            margin=28 * 86400 - 1,
            evidence=(1, 2, 4),
            grade="inspector",
        )
    ]
    assert both(check, story[:3], "02-15 09:00")[0] == row(
        1, "broken", period="01-15 09:00", due="02-15 08:59:59", evidence=(1, 2), grade="customer"
    )


# Parts of a calendar year.


def gold(number: int, state: str, period: str, **more: object) -> Obligation:
    return row(number, state, period=period, due=f"{period[:4]}-12-31 23:59:59", **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("joined", "owed"),
    [
        ("2025-01-01 00:00:00", 4),
        ("2025-01-01 23:59:59", 4),
        ("2025-01-02 00:00", 3),  # 364 of 365 days
        ("2025-04-01 12:00", 3),  # 275
        ("2025-04-02 12:00", 3),  # 274: 3.003
        ("2025-04-03 12:00", 2),  # 273: 2.99
        ("2025-07-01 09:00", 2),  # 184
        ("2025-07-02 09:00", 2),  # 183: 2.005
        ("2025-07-03 00:00", 1),  # 182
        ("2024-07-02 23:59:59", 2),  # a leap year: 183 of 366, exactly half
        ("2024-07-03 00:00", 1),
        ("2025-10-01 23:59:59", 1),  # 92: 1.008
        ("2025-10-02 00:00", 0),  # 91: 0.997
        ("2025-12-31 23:59:59", 0),
    ],
)
def test_joining_midway_in_a_calendar_year_owes_a_part_by_days_rounded_down(joined: str, owed: int) -> None:
    check = "every: {what: b, at_least: 4, per: 1 year, counted: calendar, from: a}"
    end = f"{joined[:4]}-12-31 23:59:59"
    expected = ["broken"] * owed + ["kept"] if owed else []
    found = []
    for made in range(owed + 1):
        rows = both(check, tell(f"{joined} a;" + f"{end} b;" * made), end)
        found += ["broken" if one.state == "open" else one.state for one in rows]
        assert [one.due for one in rows] == ([instant(end)] if owed else [])
        assert [one.period for one in rows] == ([instant(joined)] if owed else [])
    assert found == expected


def test_gold_joined_on_the_first_of_july_owes_two_contacts_and_no_visit_this_year() -> None:
    story = tell("2025-07-01 09:00 a kind=gold; 08-01 09:00 b kind=call; 12-31 23:59:59 b")
    assert both(GOLD, story, "2025-12-31 23:59:58") == [gold(1, "open", "2025-07-01 09:00", evidence=(1, 2))]
    kept = gold(1, "kept", "2025-07-01 09:00", settled_by=3, margin=0, evidence=(1, 2, 3))
    assert both(GOLD, story, "2025-12-31 23:59:59") == [kept]
    assert both(GOLD, story, "2026-01-01 00:00") == [kept, gold(1, "open", "2026-01-01 00:00")]


def test_gold_joined_on_the_second_of_october_owes_nothing_this_year_and_all_of_it_the_next() -> None:
    story = tell("2025-10-02 00:00 a kind=gold; 10-03 09:00 b kind=visit")
    assert both(GOLD, story, "2025-12-31 23:59:59") == []
    assert both(GOLD, story, "2027-01-01 00:00") == [
        gold(1, "broken", "2026-01-01 00:00"),
        gold(1, "open", "2027-01-01 00:00"),
    ]


def test_leaving_in_a_year_that_owes_nothing_leaves_no_row() -> None:
    assert both(GOLD, tell("2025-10-02 00:00 a kind=gold; 12-01 00:00 c"), "2027-01-01 00:00") == []


def test_of_four_contacts_one_must_be_a_visit() -> None:
    calls = "2025-01-01 09:00 a kind=gold; 02-01 09:00 b kind=call; 03-01 09:00 b; 04-01 09:00 b kind=call;"
    without = tell(calls + "05-01 09:00 b kind=call")
    assert both(GOLD, without, "2025-12-31 23:59:59") == [gold(1, "open", "2025-01-01 09:00", evidence=(1, 2, 3, 4, 5))]
    assert both(GOLD, without, "2026-01-01 00:00")[0].state == "broken"
    for told, settled in (
        (calls + "05-01 09:00 b kind=visit", 5),
        (calls + "05-01 09:00 b; 05-01 09:00 b kind=visit; 06-01 09:00 b kind=visit", 6),
        (calls.replace("b kind=call", "b kind=visit") + "05-01 09:00 b", 5),
    ):
        (kept,) = both(GOLD, tell(told), "2025-12-31 23:59:59")
        assert (kept.state, kept.settled_by, kept.evidence) == ("kept", settled, tuple(range(1, settled + 1)))


def test_leaving_in_a_year_whose_contacts_are_enough_but_for_the_visit_is_not_judged() -> None:
    told = "2025-01-01 09:00 a kind=gold; 02-01 09:00 b; 03-01 09:00 b; 04-01 09:00 b; 05-01 09:00 b; 06-01 09:00 c"
    (left,) = both(GOLD, tell(told), "2026-06-01 00:00")
    assert (left.state, left.reason, left.settled_by) == ("not_judged", "ended", 6)


@pytest.mark.parametrize(
    ("per", "joined", "due", "owed"),
    [
        ("1 week", "04-02 10:00", "04-06 23:59:59", True),  # a Wednesday: 5 days of 7, of 2 contacts 1.4
        ("1 week", "04-03 10:00", "04-06 23:59:59", True),  # a Thursday: 4 of 7, 1.1
        ("1 week", "04-04 10:00", "04-06 23:59:59", False),  # a Friday: 3 of 7, 0.9
        ("1 month", "04-16 23:59", "04-30 23:59:59", True),  # 15 of 30
        ("1 month", "04-17 00:00", "04-30 23:59:59", False),
        ("3 months", "05-16 10:00", "06-30 23:59:59", True),  # 46 of 91
        ("3 months", "05-17 10:00", "06-30 23:59:59", False),  # 45 of 91
        ("1 day", "04-17 23:59:59", "04-17 23:59:59", True),  # no day is cut short
    ],
)
def test_a_week_a_month_or_a_quarter_joined_midway_owes_its_part(per: str, joined: str, due: str, owed: bool) -> None:
    check = f"every: {{what: b, at_least: 2, per: {per}, counted: calendar, from: a}}"
    assert both(check, tell(f"{joined} a"), due) == ([row(1, "open", period=joined, due=due)] if owed else [])


# The clock is turned, and natural time.


def test_periods_of_days_are_counted_on_the_wall_clock_of_new_york() -> None:
    check = "every: {what: b, per: 1 day, zone: America/New_York, from: a}"
    # On 9 March 02:30 is skipped and taken as 03:30; on 2 November 01:30 comes twice and the first is taken.
    rows = both(check, tell("03-08 02:30 a", zone=NEW_YORK), instant("03-10 12:00", NEW_YORK))
    assert dues(rows) == [instant(due, NEW_YORK) for due in ("03-09 03:29:59", "03-10 02:29:59", "03-11 02:29:59")]
    rows = both(check, tell("11-01 01:30 a", zone=NEW_YORK), instant("11-03 12:00", NEW_YORK))
    assert dues(rows) == [instant(due, NEW_YORK) for due in ("11-02 01:29:59", "11-03 01:29:59", "11-04 01:29:59")]
    assert [b - a for a, b in zip(dues(rows), dues(rows)[1:], strict=False)] == [90000, 86400]


def test_months_across_the_turn_keep_the_wall_clock() -> None:
    check = "every: {what: b, per: 1 month, calendar: shop, from: a}"
    rows = both(check, tell("2025-02-09 02:30 a", zone=NEW_YORK), instant("2025-04-01 00:00", NEW_YORK))
    assert dues(rows) == [instant("2025-03-09 03:29:59", NEW_YORK), instant("2025-04-09 02:29:59", NEW_YORK)]


def test_a_span_of_hours_is_natural_time_also_across_the_turn() -> None:
    check = "every: {what: b, per: 12 hours, calendar: shop, from: a}"
    rows = both(check, tell("03-08 20:00 a", zone=NEW_YORK), instant("03-09 12:00", NEW_YORK))
    assert dues(rows) == [instant("03-09 08:59:59", NEW_YORK), instant("03-09 20:59:59", NEW_YORK)]


# Never longer than a span: rolling.


def test_rolling_each_contact_sets_the_next_due_time() -> None:
    story = tell("01-31 09:00 a; 02-28 08:59:59 b; 03-10 09:00 b")
    assert both(ROLLING, story, "04-10 08:59:59") == [
        row(1, "kept", due="02-28 08:59:59", settled_by=2, margin=0),
        row(2, "kept", due="03-28 08:59:58", settled_by=3, margin=18 * 86400 - 2),
        row(3, "open", due="04-10 08:59:59"),
    ]
    assert both(ROLLING, story, "04-10 09:00")[2] == row(3, "broken", due="04-10 08:59:59")


def test_rolling_a_contact_one_second_late_is_late_and_the_next_span_begins_with_it() -> None:
    assert both(ROLLING, tell("01-31 09:00 a; 02-28 09:00 b"), "03-01 00:00") == [
        row(1, "broken", due="02-28 08:59:59", settled_by=2, margin=-1),
        row(2, "open", due="03-28 08:59:59"),
    ]


def test_rolling_leaving_before_the_due_time_is_not_judged_and_after_it_stays_broken() -> None:
    assert both(ROLLING, tell("01-31 09:00 a; 02-28 08:59:59 c"), "04-01 00:00") == [
        row(1, "not_judged", "ended", due="02-28 08:59:59", settled_by=2)
    ]
    assert both(ROLLING, tell("01-31 09:00 a; 02-28 09:00 c; 02-28 09:01 b"), "04-01 00:00") == [
        row(1, "broken", due="02-28 08:59:59")
    ]


def test_rolling_the_leaving_can_be_the_last_contact_and_owes_no_further_one() -> None:
    check = "every: {what: [b, c], per: 1 month, counted: rolling, from: a, until: c}"
    assert both(check, tell("01-31 09:00 a; 02-01 09:00 c"), "04-01 00:00") == [
        row(1, "kept", due="02-28 08:59:59", settled_by=2, margin=27 * 86400 - 1)
    ]


def test_rolling_joining_again_opens_anew_and_joining_while_it_lasts_does_not() -> None:
    story = tell("01-31 09:00 a; 02-01 09:00 a; 02-02 09:00 c; 02-03 09:00 b; 02-04 09:00 a; 02-04 09:00 b")
    assert both(clause(ROLLING), story, "02-05 00:00") == [
        row(1, "not_judged", "ended", due="02-28 08:59:59", settled_by=3),
        row(5, "kept", due="03-04 08:59:59", settled_by=6, margin=28 * 86400 - 1),
        row(6, "open", due="03-04 08:59:59"),
    ]
