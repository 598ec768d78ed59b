"""Working time by hand: the edges of windows, of days, of zones that turn, and of what is known."""

from __future__ import annotations

from datetime import date, datetime
from functools import cache
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shouwen.worktime import (
    JUMP,
    NATURAL,
    Calendar,
    Clock,
    Holidays,
    Windows,
    add_months,
    holidays_of,
    zone_of,
)

HOUR, DAY = 3600, 86400
NINE_TO_SIX: Windows = ((9 * HOUR, 12 * HOUR), (13 * HOUR, 18 * HOUR))
ALL_DAY: Windows = ((0, DAY),)
WEEKDAYS = (NINE_TO_SIX,) * 5 + ((), ())
KINDS = ("hours", "days", "whole days")

OFFICE = Calendar("office", zone_of("Asia/Shanghai"), WEEKDAYS, holidays_of("china"))


def at(zone: str, text: str) -> int:
    return int(datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone)).timestamp())


def shanghai(text: str) -> int:
    return at("Asia/Shanghai", text)


def due(clock: Clock, text: str, amount: int) -> str | None:
    t = shanghai(text)
    shown = clock.when(clock.read(t) + clock.extra(t) + amount)
    return None if shown is None else str(datetime.fromtimestamp(shown, ZoneInfo("Asia/Shanghai")))[:19]


@cache
def free(zone: str) -> Calendar:
    return Calendar("free", zone_of(zone), WEEKDAYS)


# The example of semantics.md.


def test_two_working_hours_filed_before_the_may_holiday_are_due_on_tuesday_at_ten() -> None:
    assert due(OFFICE.clock("hours"), "2025-04-30 17:00", 2 * HOUR) == "2025-05-06 10:00:00"


def test_the_warn_point_at_four_fifths_of_two_working_hours_is_on_tuesday_at_0936() -> None:
    assert due(OFFICE.clock("hours"), "2025-04-30 17:00", 2 * HOUR * 4 // 5) == "2025-05-06 09:36:00"


def test_half_an_hour_used_before_a_pause_leaves_an_hour_and_a_half_after_it() -> None:
    clock = OFFICE.clock("hours")
    used = clock.read(shanghai("2025-04-30 17:30")) - clock.read(shanghai("2025-04-30 17:00"))
    assert used == HOUR // 2
    assert due(clock, "2025-05-06 09:00", 2 * HOUR - used) == "2025-05-06 10:30:00"


def test_the_sunday_before_the_may_holiday_of_2025_is_worked_with_mondays_hours() -> None:
    clock = OFFICE.clock("hours")
    assert clock.read(shanghai("2025-04-28")) - clock.read(shanghai("2025-04-27")) == 8 * HOUR
    assert clock.read(shanghai("2025-04-27")) - clock.read(shanghai("2025-04-26")) == 0


# Edges of working hours.


def test_a_number_first_shown_at_closing_is_not_put_off_until_the_next_opening() -> None:
    assert due(OFFICE.clock("hours"), "2025-05-07 17:00", HOUR) == "2025-05-07 18:00:00"
    assert due(OFFICE.clock("hours"), "2025-05-07 17:00", HOUR + 1) == "2025-05-08 09:00:01"
    assert due(OFFICE.clock("hours"), "2025-05-07 20:00", HOUR) == "2025-05-08 10:00:00"


def test_lunch_does_not_count() -> None:
    assert due(OFFICE.clock("hours"), "2025-05-07 11:30", HOUR) == "2025-05-07 13:30:00"


def test_a_closing_on_the_last_day_of_a_year_is_found_from_the_new_year() -> None:
    fresh = Calendar("fresh", OFFICE.zone, WEEKDAYS).clock("hours")
    w = fresh.read(shanghai("2020-01-01 05:00"))
    assert fresh.when(w) == shanghai("2019-12-31 18:00")


def test_a_make_up_workday_keeps_its_own_hours_where_it_has_some() -> None:
    morning: Windows = ((9 * HOUR, 12 * HOUR),)
    six_days = Calendar("six", OFFICE.zone, (NINE_TO_SIX,) * 5 + (morning, ()), OFFICE.holidays)
    clock = six_days.clock("hours")
    assert clock.read(shanghai("2025-02-09")) - clock.read(shanghai("2025-02-08")) == 3 * HOUR
    assert clock.read(shanghai("2025-04-28")) - clock.read(shanghai("2025-04-27")) == 8 * HOUR


def test_a_single_day_beats_the_holidays_both_ways() -> None:
    days = {date(2025, 5, 1): ((10 * HOUR, 11 * HOUR),), date(2025, 4, 27): ()}
    clock = Calendar("open in May", OFFICE.zone, WEEKDAYS, OFFICE.holidays, days).clock("hours")
    assert clock.read(shanghai("2025-05-02")) - clock.read(shanghai("2025-05-01")) == HOUR
    assert clock.read(shanghai("2025-04-28")) - clock.read(shanghai("2025-04-27")) == 0


# Working days.


def test_the_day_of_receipt_does_not_count_and_due_is_the_close_of_business() -> None:
    clock = OFFICE.clock("days")
    assert due(clock, "2025-05-07 10:00", 1) == "2025-05-08 18:00:00"
    assert due(clock, "2025-05-07 00:00", 1) == "2025-05-08 18:00:00"
    assert due(clock, "2025-05-07 17:59:59", 2) == "2025-05-09 18:00:00"


def test_received_at_or_after_the_close_the_day_is_over_and_does_not_count_either() -> None:
    assert due(OFFICE.clock("days"), "2025-05-07 18:00", 1) == "2025-05-08 18:00:00"
    assert due(OFFICE.clock("days"), "2025-05-07 23:59:59", 1) == "2025-05-08 18:00:00"


def test_received_on_a_day_off_the_first_working_day_counts() -> None:
    assert due(OFFICE.clock("days"), "2025-05-03 10:00", 1) == "2025-05-06 18:00:00"
    assert due(OFFICE.clock("days"), "2025-04-30 10:00", 1) == "2025-05-06 18:00:00"
    assert due(OFFICE.clock("days"), "2025-04-25 10:00", 1) == "2025-04-27 18:00:00"


def test_a_closing_at_midnight_is_counted_while_the_next_day_is_still_to_come() -> None:
    clock = Calendar("late", OFFICE.zone, (((12 * HOUR, DAY),),) * 7).clock("days")
    midnight = shanghai("2025-05-08")
    assert clock.read(midnight) - clock.read(midnight - 1) == 1
    assert (clock.extra(midnight - 1), clock.extra(midnight)) == (1, 1)
    assert clock.when(clock.read(midnight)) == midnight
    assert due(clock, "2025-05-08 00:00", 1) == "2025-05-10 00:00:00"


def test_whole_days_run_from_midnight_to_midnight_of_working_days() -> None:
    clock = OFFICE.clock("whole days")
    assert due(clock, "2025-04-30 17:00", 2 * DAY) == "2025-05-07 17:00:00"
    assert due(clock, "2025-05-03 10:00", DAY) == "2025-05-07 00:00:00"
    assert due(clock, "2025-05-03 10:00", DAY + 1) == "2025-05-07 00:00:01"


# Zones that turn.


def test_a_night_of_work_is_an_hour_shorter_in_spring_and_longer_in_autumn() -> None:
    clock = Calendar("night", zone_of("America/New_York"), (((0, 6 * HOUR),),) * 7).clock("hours")
    spring, autumn = at("America/New_York", "2025-03-09"), at("America/New_York", "2025-11-02")
    assert clock.read(spring + DAY // 2) - clock.read(spring) == 5 * HOUR
    assert clock.read(autumn + DAY // 2) - clock.read(autumn) == 7 * HOUR


def test_lord_howe_turns_by_half_an_hour() -> None:
    clock = Calendar("night", zone_of("Australia/Lord_Howe"), (((0, 6 * HOUR),),) * 7).clock("hours")
    autumn, spring = at("Australia/Lord_Howe", "2025-04-06"), at("Australia/Lord_Howe", "2025-10-05")
    assert clock.read(autumn + DAY // 2) - clock.read(autumn) == 6.5 * HOUR
    assert clock.read(spring + DAY // 2) - clock.read(spring) == 5.5 * HOUR


def test_windows_in_a_skipped_hour_neither_overlap_nor_count_twice() -> None:
    week: tuple[Windows, ...] = (((HOUR, 9000), (10800, 12600)),) * 7  # 01:00-02:30, 03:00-03:30
    clock = Calendar("gap", zone_of("America/New_York"), week).clock("hours")
    spring = at("America/New_York", "2025-03-09")
    assert clock.read(spring + DAY // 2) - clock.read(spring) == 1.5 * HOUR
    assert clock.read(spring + 2 * HOUR + 1800) - clock.read(spring) == 1.5 * HOUR


def test_a_day_whose_last_half_hour_the_zone_skips_ends_where_the_next_begins() -> None:
    late: Windows = ((20 * HOUR, 23 * HOUR + 2400), (23 * HOUR + 2700, DAY))  # 20:00-23:40, 23:45-24:00
    clock = Calendar("late", zone_of("Asia/Pyongyang"), (late,) * 7).clock("hours")
    evening, midnight = at("Asia/Pyongyang", "2018-05-04 20:00"), at("Asia/Pyongyang", "2018-05-05 00:00")
    assert clock.read(midnight) - clock.read(evening) == 3.5 * HOUR == midnight - evening
    assert clock.read(midnight + HOUR) == clock.read(midnight)


def test_a_day_that_the_zone_skips_is_not_worked() -> None:
    friday_only = Calendar("samoa", zone_of("Pacific/Apia"), ((),) * 4 + (NINE_TO_SIX, (), ()))
    thursday, sunday = at("Pacific/Apia", "2011-12-29"), at("Pacific/Apia", "2012-01-01")
    for kind in KINDS:
        assert friday_only.clock(kind).read(thursday) == friday_only.clock(kind).read(sunday)


# Years without data.

GAPPY = Calendar("gappy", OFFICE.zone, WEEKDAYS, Holidays(frozenset({2021, 2022, 2025}), frozenset(), frozenset()))


@pytest.mark.parametrize("kind", KINDS)
def test_a_clock_is_dark_before_the_first_year_in_gaps_and_after_the_last(kind: str) -> None:
    clock = Calendar("fresh", GAPPY.zone, GAPPY.week, GAPPY.holidays).clock(kind)
    lit = {year: not clock.dark(shanghai(f"{year}-07-01")) for year in (1975, 2020, 2021, 2022, 2023, 2024, 2025, 2026)}
    assert [year for year, known in lit.items() if known] == [2021, 2022, 2025]
    assert GAPPY.missing_years(shanghai("2020-06-01"), shanghai("2027-01-01")) == [2020, 2023, 2024, 2026, 2027]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("asked", [("2021", "2023", "2025", "2030", "1980"), ("2030", "1980", "2025", "2023", "2021")])
def test_a_clock_jumps_into_the_dark_and_out_again(kind: str, asked: tuple[str, ...]) -> None:
    closed_at_new_year = {date(year, 12, 31): () for year in (2022, 2025)}
    clock = Calendar("fresh", GAPPY.zone, GAPPY.week, GAPPY.holidays, closed_at_new_year).clock(kind)
    for year in asked:
        clock.read(shanghai(f"{year}-05-05 10:00"))
    end_of_2022, start_of_2025 = clock.read(shanghai("2022-12-31 23:59:59")), clock.read(shanghai("2025-01-01"))
    assert clock.read(shanghai("2023-01-02")) == end_of_2022 + JUMP == clock.read(shanghai("2024-12-31 23:59:59"))
    assert start_of_2025 == end_of_2022 + 2 * JUMP
    assert clock.read(shanghai("2020-12-31 23:59:59")) == clock.read(shanghai("2021-01-01")) - JUMP
    assert clock.read(shanghai("2026-01-02")) == clock.read(shanghai("2025-12-31 23:59:59")) + JUMP
    assert clock.read(shanghai("2199-01-01")) == clock.read(shanghai("2026-01-02"))


@pytest.mark.parametrize("kind", KINDS)
def test_what_falls_into_the_dark_is_unknown_from_whichever_side(kind: str) -> None:
    clock = GAPPY.clock(kind)
    unit = 1 if kind == "days" else HOUR
    for text in (
        "2022-12-31 20:00",
        "2023-07-01",
        "2024-12-31 23:59:59",
        "2025-12-31 20:00",
        "2026-03-01",
        "2019-01-01",
    ):
        step = 30 * DAY if kind == "whole days" else unit
        assert due(clock, text, step) is None, text
    assert clock.when(clock.read(shanghai("2025-01-01"))) == shanghai("2025-01-01")
    assert clock.when(clock.read(shanghai("2025-01-01")) - 1) is None
    assert clock.when(clock.read(shanghai("2021-01-01")) - 1) is None


def test_the_last_closing_before_the_dark_is_still_known() -> None:
    assert due(OFFICE.clock("hours"), "2026-12-31 17:00", HOUR) == "2026-12-31 18:00:00"
    assert due(OFFICE.clock("days"), "2026-12-30 17:00", 1) == "2026-12-31 18:00:00"
    assert due(OFFICE.clock("hours"), "2026-12-31 17:00", HOUR + 1) is None
    assert due(OFFICE.clock("days"), "2026-12-31 17:00", 1) is None


def test_a_closing_at_midnight_before_a_dark_year_is_known() -> None:
    around_the_clock = Calendar("always", OFFICE.zone, (ALL_DAY,) * 7, GAPPY.holidays)
    for kind in KINDS:
        assert around_the_clock.clock(kind).dark(shanghai("2023-01-01 00:00:01"))
    assert due(around_the_clock.clock("hours"), "2022-12-31 23:00", HOUR) == "2023-01-01 00:00:00"
    assert due(around_the_clock.clock("days"), "2022-12-30 12:00", 1) == "2023-01-01 00:00:00"
    assert due(around_the_clock.clock("whole days"), "2022-12-31 00:00", DAY) == "2023-01-01 00:00:00"
    assert due(around_the_clock.clock("days"), "2022-12-31 12:00", 1) is None


def test_without_holidays_the_years_from_1970_to_2199_are_known() -> None:
    clock = free("Asia/Shanghai").clock("hours")
    assert [clock.dark(shanghai(f"{year}-06-01")) for year in (1969, 1970, 2199, 2200)] == [True, False, False, True]
    assert [clock.dark(t) for t in (-(2**50), 2**50)] == [True, True]


def test_a_day_closed_by_name_within_a_dark_year_stays_dark() -> None:
    named = Calendar("named", GAPPY.zone, GAPPY.week, GAPPY.holidays, {date(2023, 3, 1): NINE_TO_SIX})
    assert named.clock("hours").dark(shanghai("2023-03-01 10:00"))


# Natural time, names, months.


@given(st.integers(-(2**60), 2**60))
def test_natural_time_shows_the_instant_itself(t: int) -> None:
    assert (NATURAL.read(t), NATURAL.when(t), NATURAL.dark(t), NATURAL.extra(t)) == (t, t, False, 0)
    assert NATURAL.spans(t, t + 1, 1) == []
    assert OFFICE.clock("natural") is NATURAL


def test_a_clock_is_made_once() -> None:
    assert OFFICE.clock("hours") is OFFICE.clock("hours")
    assert zone_of("Asia/Shanghai") is zone_of("Asia/Shanghai")


def test_the_names_of_clocks_are_safe_in_sql_and_differ_as_the_names_of_calendars_do() -> None:
    names = ["office", "Office", "head office", "head_office", "总部", "總部", "", "a'; DROP", "a__b", "a_b"]
    clocks = [Calendar(name, OFFICE.zone, WEEKDAYS).clock(kind).name for name in names for kind in KINDS]
    assert clocks[:3] == ["hours_office", "days_office", "whole_days_office"]
    assert len(set(clocks)) == len(clocks)
    assert all(name.isascii() and name.isidentifier() and name == name.lower() for name in clocks)


@pytest.mark.parametrize(
    ("start", "months", "moved"),
    [
        ("2025-08-31 17:30:05", 3, "2025-11-30 17:30:05"),
        ("2025-08-31 00:00:00", 6, "2026-02-28 00:00:00"),
        ("2023-08-31 00:00:00", 6, "2024-02-29 00:00:00"),
        ("2025-12-15 23:59:59", 1, "2026-01-15 23:59:59"),
        ("2024-02-29 12:00:00", 12, "2025-02-28 12:00:00"),
        ("2025-03-31 12:00:00", -1, "2025-02-28 12:00:00"),
        ("2025-01-31 12:00:00", 0, "2025-01-31 12:00:00"),
        ("1969-11-30 12:00:00", 3, "1970-02-28 12:00:00"),
    ],
)
def test_months_keep_the_time_of_day_and_are_clipped_to_the_last_day(start: str, months: int, moved: str) -> None:
    assert add_months(at("UTC", start), months) == at("UTC", moved)


def test_an_unknown_kind_of_clock_is_a_mistake_of_the_program() -> None:
    with pytest.raises(ValueError, match="lunar"):
        OFFICE.clock("lunar")
