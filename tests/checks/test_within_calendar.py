"""`within` by hand on working clocks: holidays, make-up days, working days, summer time, and years without data."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from tests.checks.telling import both, instant, row, tell

from shouwen.audit.run import run
from shouwen.events.event import Event
from shouwen.events.formats.parquet import write_log
from shouwen.standard.clause import Clause, Standard
from shouwen.standard.reading import read_standard

NEW_YORK = "America/New_York"


def within(limit: str) -> str:
    return f"within: {{after: filed, then: answered, limit: {limit}}}"


# Working hours.


@pytest.mark.parametrize(
    ("filed", "due", "warn"),
    [
        ("04-30 17:00", "05-06 10:00", "05-06 09:36"),  # the 1st to 5th of May are holidays
        ("05-03 10:00", "05-06 11:00", "05-06 10:36"),
        ("04-26 10:00", "04-27 11:00", "04-27 10:36"),  # this Sunday is worked, its Saturday is not
        ("04-27 17:30", "04-28 10:30", "04-28 10:06"),
        ("05-06 10:00", "05-06 12:00", "05-06 11:36"),  # when lunch begins, not when it ends
        ("05-06 12:00", "05-06 15:00", "05-06 14:36"),
        ("05-06 12:59:59", "05-06 15:00", "05-06 14:36"),
        ("05-06 11:59:59", "05-06 14:59:59", "05-06 14:35:59"),
        ("05-06 18:00", "05-07 11:00", "05-07 10:36"),
        ("05-06 17:59:59", "05-07 10:59:59", "05-07 10:35:59"),
        ("05-06 00:00", "05-06 11:00", "05-06 10:36"),
    ],
)
def test_two_working_hours(filed: str, due: str, warn: str) -> None:
    expected = [row(1, "open", due=due, warn=warn)]
    assert both(within("2 working hours"), tell(f"{filed} filed"), filed) == expected


def test_a_calendar_without_holidays_does_not_know_the_make_up_day() -> None:
    story = tell("04-26 10:00 filed")
    assert both(within("2 working hours, calendar: week"), story, "04-26 10:00") == [
        row(1, "open", due="04-28 11:00", warn="04-28 10:36")
    ]


def test_two_natural_hours_pass_over_lunch_night_and_holidays() -> None:
    assert both(within("48 hours"), tell("04-30 17:00 filed"), "04-30 17:00") == [
        row(1, "open", due="05-02 17:00", warn="05-02 07:24")
    ]


# Working days: ruling 17.


@pytest.mark.parametrize(
    ("filed", "limit", "due", "warn"),
    [
        # The warning comes floor(0.8) = 0 closings after that of the day of receipt; where that is over, at once.
        ("04-30 17:00", "1 working day", "05-06 18:00", "04-30 18:00"),
        ("04-30 00:00", "1 working day", "05-06 18:00", "04-30 18:00"),
        ("04-30 17:59:59", "1 working day", "05-06 18:00", "04-30 18:00"),
        ("04-30 18:00", "1 working day", "05-06 18:00", "04-30 18:00"),
        ("04-30 23:59:59", "1 working day", "05-06 18:00", "04-30 23:59:59"),
        ("05-03 11:00", "1 working day", "05-06 18:00", "05-03 11:00"),
        ("04-26 10:00", "1 working day", "04-27 18:00", "04-26 10:00"),
        ("04-27 10:00", "1 working day", "04-28 18:00", "04-27 18:00"),
        ("04-29 23:59:59", "1 working day", "04-30 18:00", "04-29 23:59:59"),
        ("04-28 10:00", "5 working days", "05-08 18:00", "05-07 18:00"),
        ("04-28 19:00", "5 working days", "05-08 18:00", "05-07 18:00"),
        ("05-01 10:00", "5 working days", "05-12 18:00", "05-09 18:00"),
        # The same clock time: n × 24 hours that run only on working days.
        ("04-30 17:00", "1 working day, same_clock_time: true", "05-06 17:00", "05-06 12:12"),
        ("05-06 15:00", "3 working days, same_clock_time: true", "05-09 15:00", "05-09 00:36"),
        ("05-09 15:00", "1 working day, same_clock_time: true", "05-12 15:00", "05-12 10:12"),
        ("05-03 11:00", "1 working day, same_clock_time: true", "05-07 00:00", "05-06 19:12"),
        ("05-09 00:00", "1 working day, same_clock_time: true", "05-10 00:00", "05-09 19:12"),
        ("04-26 10:00", "1 working day, same_clock_time: true", "04-28 00:00", "04-27 19:12"),
    ],
)
def test_working_days(filed: str, limit: str, due: str, warn: str) -> None:
    assert both(within(limit), tell(f"{filed} filed"), filed) == [row(1, "open", due=due, warn=warn)]


@pytest.mark.parametrize(
    ("answered", "state", "margin"),
    [
        ("04-30 17:30", "kept", 2),  # this day's closing is left, and that of the 6th
        ("04-30 18:00", "kept", 1),
        ("05-06 17:59:59", "kept", 1),
        ("05-06 18:00:00", "kept", 0),
        ("05-06 18:00:01", "broken", 0),
        ("05-07 17:59:59", "broken", 0),
        ("05-07 18:00:00", "broken", -1),
        ("05-09 20:00:00", "broken", -3),
    ],
)
def test_what_is_left_of_working_days_is_counted_in_closings(answered: str, state: str, margin: int) -> None:
    story = tell(f"04-30 17:00 filed; {answered} answered")
    (obligation,) = both(within("1 working day"), story, "05-31 10:00")
    assert (obligation.state, obligation.due, obligation.margin) == (state, instant("05-06 18:00"), margin)


def test_at_the_same_clock_time_it_is_broken_on_the_weekend_with_nothing_overdrawn() -> None:
    story = tell("05-09 00:00 filed; 05-10 12:00 answered")
    assert both(within("1 working day, same_clock_time: true"), story, "05-12 10:00") == [
        row(1, "broken", due="05-10 00:00", settled_by=2, margin=0)
    ]


# Summer time in New York begins on 9 March and ends on 2 November 2025, at two in the morning, on Sundays.
# The shop works on Sundays from 0 to 3 and from 8:30 to midnight, on other days from 8:30 to 20.


@pytest.mark.parametrize(
    ("filed", "limit", "due", "warn"),
    [
        ("03-08 19:00", "90 working minutes", "03-09 00:30", "03-09 00:12"),
        ("03-08 19:00", "3 working hours", "03-09 03:00", "03-09 01:24"),  # from 0 to 3 are two hours
        ("03-08 19:00", "4 working hours", "03-09 09:30", "03-09 08:42"),
        ("11-01 19:00", "5 working hours", "11-02 03:00", "11-02 02:00"),  # from 0 to 3 are four hours
        ("03-08 12:00", "24 hours", "03-09 13:00", "03-09 08:12"),
        ("11-01 12:00", "24 hours", "11-02 11:00", "11-02 06:12"),
        ("03-08 12:00", "1 working day, same_clock_time: true", "03-09 13:00", "03-09 08:12"),
        ("03-08 12:00", "1 working day", "03-10 00:00", "03-08 20:00"),  # Sunday closes at midnight
        ("03-09 23:59:59", "1 working day", "03-10 20:00", "03-10 00:00"),
        ("03-10 00:00", "1 working day", "03-11 20:00", "03-10 20:00"),
    ],
)
def test_where_the_zone_turns(filed: str, limit: str, due: str, warn: str) -> None:
    story = tell(f"{filed} filed", zone=NEW_YORK)
    assert both(within(f"{limit}, calendar: shop"), story, instant(filed, NEW_YORK)) == [
        row(1, "open", due=due, warn=warn, zone=NEW_YORK)
    ]


def test_what_is_due_as_the_day_closes_at_midnight_is_kept_in_that_second() -> None:
    for answered, state in (("00:00:00", "kept"), ("00:00:01", "broken")):
        story = tell(f"03-08 12:00 filed; 03-10 {answered} answered", zone=NEW_YORK)
        (obligation,) = both(within("1 working day, calendar: shop"), story, "03-20 12:00")
        assert (obligation.state, obligation.margin) == (state, 0)


# Years without data: ruling 19. China's holidays ship for 2010 to 2026.


@pytest.mark.parametrize("limit", ["2 working hours", "1 working day", "1 working day, same_clock_time: true"])
@pytest.mark.parametrize("at", ["2026-12-31 17:00", "2026-12-31 18:00", "2027-01-04 10:00", "2031-01-01 10:00"])
def test_what_is_due_beyond_the_last_year_is_open_with_the_reason(limit: str, at: str) -> None:
    assert both(within(limit), tell("2026-12-31 17:00 filed"), at) == [row(1, "open", "calendar")]


def test_what_is_due_in_the_last_second_of_work_of_the_last_year_is_known() -> None:
    story = tell("2026-12-31 17:00 filed")
    assert both(within("1 working hour"), story, "2026-12-31 18:00") == [
        row(1, "open", due="2026-12-31 18:00", warn="2026-12-31 17:48")
    ]
    assert both(within("1 working hour"), story, "2027-06-01 10:00") == [row(1, "broken", due="2026-12-31 18:00")]
    assert both(within("3601 working seconds"), story, "2027-06-01 10:00") == [row(1, "open", "calendar")]


def test_before_the_first_year_nothing_is_known_and_natural_time_needs_no_data() -> None:
    story = tell("2009-12-31 10:00 filed; 2010-01-04 10:00 answered")
    assert both(within("2 working hours"), story, "2009-12-31 18:00") == [row(1, "open", "calendar")]
    assert both(within("2 working hours"), story, "2010-01-04 18:00") == [
        row(1, "not_judged", "calendar", settled_by=2)
    ]
    assert both(within("2 hours"), story, "2010-01-04 18:00") == [
        row(1, "broken", due="2009-12-31 12:00", settled_by=2, margin=-338_400)
    ]


@pytest.fixture
def knowing(tmp_path: Path) -> Callable[..., Standard]:
    """Makes a standard of one check whose office knows only some years; each may have its first of January off."""

    def make(check: str, *years: int, off: tuple[int, ...] = ()) -> Standard:
        days = {year: f"off: [{year}-01-01]" if year in off else "off: []" for year in years}
        (tmp_path / "years.yaml").write_text("".join(f"{year}: {{{day}, work: []}}\n" for year, day in days.items()))
        text = f"""
standard: known
calendar: office
calendars:
  office: {{zone: Asia/Shanghai, open: {{mon-fri: ["09:00-12:00", "13:00-18:00"]}}, holidays: years.yaml}}
words: {{filed: {{}}, answered: {{}}, waits: {{}}, resumed: {{}}, closed: {{}}}}
clauses:
- {{id: c, says: x, check: {{{check}}}}}
"""
        return read_standard(text, place="known.yaml", folder=tmp_path)

    return make


@pytest.fixture
def gap(knowing: Callable[..., Standard]) -> Clause:
    """Two working hours where 2025 is not known but the years before and after it are."""
    check = (
        "within: {after: filed, then: answered, limit: 2 working hours, pause: waits, resume: resumed, close: closed}"
    )
    return knowing(check, 2023, 2024, 2026).clauses[0]


FILED = "2024-12-31 17:00 filed"  # a Tuesday: one working hour is left of the year


def test_an_answer_in_a_year_that_is_known_is_not_judged_across_one_that_is_not(gap: Clause) -> None:
    assert both(gap, tell(FILED), "2026-01-05 10:00") == [row(1, "open", "calendar")]
    assert both(gap, tell(f"{FILED}; 2026-01-05 10:00 answered"), "2026-01-05 10:00") == [
        row(1, "not_judged", "calendar", settled_by=2)
    ]


def test_an_answer_in_the_dark_is_not_judged(gap: Clause) -> None:
    assert both(gap, tell(f"{FILED}; 2025-01-02 10:00 answered"), "2025-01-02 10:00") == [
        row(1, "not_judged", "calendar", settled_by=2)
    ]
    inside = tell("2025-06-03 10:00 filed; 10:01 answered")
    assert both(gap, inside, "2025-06-03 10:00") == [row(1, "open", "calendar")]
    assert both(gap, inside, "2025-06-03 10:01") == [row(1, "not_judged", "calendar", settled_by=2)]


def test_an_answer_while_the_year_is_known_is_kept_though_the_due_time_lies_in_the_dark(gap: Clause) -> None:
    assert both(gap, tell(f"{FILED}; 17:30 answered"), "2025-02-01 10:00") == [
        row(1, "kept", settled_by=2, margin=5400)
    ]


def test_what_broke_while_the_year_was_known_stays_broken_and_by_how_much_is_not_known(gap: Clause) -> None:
    story = tell("2024-12-31 10:00 filed; 2025-03-03 10:00 answered; 2026-01-05 10:00 filed")
    assert both(gap, story, "2025-01-01 00:00") == [row(1, "broken", due="2024-12-31 12:00")]
    assert both(gap, story, "2025-06-01 10:00") == [row(1, "broken", due="2024-12-31 12:00", settled_by=2)]


def test_after_the_dark_all_is_known_again(gap: Clause) -> None:
    assert both(gap, tell("2025-12-31 17:00 filed; 2026-01-05 16:00 filed"), "2026-01-05 16:00") == [
        row(1, "open", "calendar"),
        row(2, "open", due="2026-01-05 18:00", warn="2026-01-05 17:36"),
    ]


def test_a_pause_across_the_dark_costs_nothing(gap: Clause) -> None:
    story = tell(f"{FILED}; 17:30 waits; 2026-01-05 09:00 resumed; 10:31 answered")
    assert both(gap, story, "2025-06-01 10:00") == [row(1, "open", "paused")]
    assert both(gap, story, "2026-01-05 09:00") == [row(1, "open", due="2026-01-05 10:30", warn="2026-01-05 10:06")]
    assert both(gap, story, "2026-01-05 10:31") == [row(1, "broken", due="2026-01-05 10:30", settled_by=4, margin=-60)]


def test_a_pause_that_ends_in_the_dark_leaves_the_due_time_unknown(gap: Clause) -> None:
    story = tell(f"{FILED}; 17:30 waits; 2025-06-03 09:00 resumed; 2026-01-05 09:30 answered")
    assert both(gap, story, "2025-06-03 09:00") == [row(1, "open", "calendar")]
    assert both(gap, story, "2026-01-05 09:30") == [row(1, "not_judged", "calendar", settled_by=4)]


def test_an_answer_in_a_pause_that_reaches_into_the_dark_keeps_it(gap: Clause) -> None:
    # Ruling 8: answered in a pause is kept. Half an hour was used when the clock stopped, and none since.
    story = tell(f"{FILED}; 17:30 waits; 2025-06-03 10:00 answered")
    assert both(gap, story, "2025-06-03 10:00") == [row(1, "kept", settled_by=3, margin=5400)]


def test_time_that_ran_in_the_dark_between_two_pauses_is_not_taken_for_nothing(gap: Clause) -> None:
    # Ruling 19: a whole day ran in a year of which nothing is known; nobody can say what was left after it.
    story = tell(f"""{FILED}; 17:30 waits; 2025-06-03 09:00 resumed; 2025-06-04 09:00 waits
        2026-01-05 09:00 resumed; 09:30 answered""")
    assert both(gap, story, "2026-01-05 09:00") == [row(1, "open", "calendar")]
    assert both(gap, story, "2026-01-05 09:30") == [row(1, "not_judged", "calendar", settled_by=6)]


def test_an_answer_in_a_pause_after_time_that_ran_in_the_dark_is_not_judged(gap: Clause) -> None:
    story = tell(f"{FILED}; 17:30 waits; 2025-06-03 09:00 resumed; 2025-06-04 09:00 waits; 2026-01-05 09:30 answered")
    assert both(gap, story, "2026-01-05 09:30") == [row(1, "not_judged", "calendar", settled_by=5)]


def test_a_closing_before_the_dark_is_a_closing_and_one_in_it_may_have_come_too_late(gap: Clause) -> None:
    before = tell(f"{FILED}; 17:30 closed")
    assert both(gap, before, "2025-06-03 10:00") == [row(1, "not_judged", "closed")]
    inside = tell(f"{FILED}; 2025-06-03 10:00 closed")
    assert both(gap, inside, "2026-06-03 10:00") == [row(1, "not_judged", "calendar")]


def test_data_that_arrive_later_rework_the_answer(knowing: Callable[..., Standard]) -> None:
    check = within("2 working hours")
    story = tell("2026-12-31 17:00 filed; 2027-01-04 10:00 answered")

    def judged(standard: Standard, at: str) -> list[object]:
        return list(both(standard.clauses[0], story, at))

    without = knowing(check, 2025, 2026)
    assert judged(without, "2027-01-01 09:30") == [row(1, "open", "calendar")]
    assert judged(without, "2027-01-04 10:00") == [row(1, "not_judged", "calendar", settled_by=2)]
    worked = knowing(check, 2025, 2026, 2027)
    assert judged(worked, "2027-01-01 09:30") == [row(1, "open", due="2027-01-01 10:00", warn="2027-01-01 09:36")]
    assert judged(worked, "2027-01-04 10:00") == [
        row(1, "broken", due="2027-01-01 10:00", settled_by=2, margin=-28_800)
    ]
    off = knowing(check, 2025, 2026, 2027, off=(2027,))
    assert judged(off, "2027-01-01 09:30") == [row(1, "open", due="2027-01-04 10:00", warn="2027-01-04 09:36")]
    assert judged(off, "2027-01-04 10:00") == [row(1, "kept", due="2027-01-04 10:00", settled_by=2, margin=0)]


def test_the_audit_lists_the_years_that_are_missing(knowing: Callable[..., Standard], tmp_path: Path) -> None:
    story: list[Event] = tell(f"{FILED}; 2026-01-05 10:00 answered")
    write_log(story, tmp_path / "log.parquet")
    standard = knowing(within("2 working hours"), 2024, 2026)
    for at, missing in (("2024-12-31 23:59:59", []), ("2025-01-01 00:00", [2025]), ("2027-06-01 10:00", [2025, 2027])):
        with run(standard, [tmp_path / "log.parquet"], at=instant(at)) as audit:
            assert audit.missing_years == ({"office": missing} if missing else {})
