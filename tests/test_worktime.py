"""Working time against a walk through every minute of small calendars, and against hand-written edges."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo

import pytest
import yaml
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from shouwen.fault import Fault
from shouwen.wording import LANGUAGES
from shouwen.worktime import (
    JUMP,
    NATURAL,
    Calendar,
    Clock,
    Holidays,
    Span,
    Windows,
    add_months,
    holidays_of,
    read_holidays,
    zone_of,
)

HOUR, DAY = 3600, 86400
NINE_TO_SIX: Windows = ((9 * HOUR, 12 * HOUR), (13 * HOUR, 18 * HOUR))
ALL_DAY: Windows = ((0, DAY),)
WEEKDAYS = (NINE_TO_SIX,) * 5 + ((), ())
KINDS = ("hours", "days", "whole days")
ZONES = ("Asia/Shanghai", "America/New_York", "Australia/Lord_Howe")

OFFICE = Calendar("office", zone_of("Asia/Shanghai"), WEEKDAYS, holidays_of("china"))
OPEN_WEEK = "{mon-fri: ['09:00-12:00', '13:00-18:00']}"


def at(zone: str, text: str, fold: int = 0) -> int:
    return int(datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone), fold=fold).timestamp())


def shanghai(text: str) -> int:
    return at("Asia/Shanghai", text)


def wall(t: int, zone: str = "Asia/Shanghai") -> str:
    return datetime.fromtimestamp(t, ZoneInfo(zone)).strftime("%Y-%m-%d %H:%M:%S")


def due(clock: Clock, text: str, amount: int) -> str | None:
    t = shanghai(text)
    shown = clock.when(clock.read(t) + clock.extra(t) + amount)
    return None if shown is None else wall(shown)


def read_yaml(text: str, **more: object) -> Calendar:
    return Calendar.of("office", yaml.safe_load(text), place="standard.yaml", **more)  # type: ignore[arg-type]


# The walk: what a clock shows, found by going through every minute with the zone's own arithmetic.


def windows_on(calendar: Calendar, day: date) -> Windows:
    week = calendar.week
    if day in calendar.days:
        return calendar.days[day]
    if calendar.holidays and day in calendar.holidays.off:
        return ()
    if calendar.holidays and day in calendar.holidays.work and not week[day.weekday()]:
        return week[calendar.make_up] if calendar.make_up is not None else next(hours for hours in week if hours)
    return week[day.weekday()]


def instant_of(day: date, second: int, zone: ZoneInfo) -> int:
    local = datetime(day.year, day.month, day.day) + timedelta(seconds=second)
    return int(local.replace(tzinfo=zone).timestamp())


def walk(calendar: Calendar, kind: str, first: date, days: int) -> tuple[list[int], list[int], list[int]]:
    """Each minute from the beginning of `first`: the instants, the steps of the clock up to each, the extras."""
    zone = ZoneInfo(calendar.zone.name)
    start = instant_of(first, 0, zone)
    minutes = range(start, instant_of(first + timedelta(days), 0, zone) + 60, 60)
    at_work, closings, extra = set[int](), set[int](), set[int]()
    for number in range(days):
        day = first + timedelta(number)
        windows = windows_on(calendar, day)
        begins, ends = instant_of(day, 0, zone), instant_of(day + timedelta(1), 0, zone)
        for opens, closes in windows if kind != "whole days" else ALL_DAY if windows else ():
            at_work |= {t for t in minutes if instant_of(day, opens, zone) <= t < instant_of(day, closes, zone)}
        if windows:
            closings.add(instant_of(day, windows[-1][1], zone))
            extra |= {t for t in minutes if begins <= t < min(ends, instant_of(day, windows[-1][1], zone))}
    shown, total = [], 0
    for t in minutes:
        if kind == "days":
            total += t in closings and t != start
        shown.append(total)
        if kind != "days":
            total += 60 * (t in at_work)
    return list(minutes), shown, [int(kind == "days" and t in extra) for t in minutes]


def read_spans(spans: list[Span], t: int) -> int:
    span = spans[bisect_right([span.start for span in spans], t) - 1]
    return span.w0 + t - span.start if span.runs else span.w0


def when_spans(spans: list[Span], w: int) -> int | None:
    """What the audit does: one look-up of w among the ends."""
    place = bisect_left([span.w1 for span in spans], w)
    if place == len(spans) or spans[place].dark:
        return None
    return spans[place].start + w - spans[place].w0 if spans[place].runs else spans[place].start


marks = st.lists(st.integers(0, 96), max_size=6, unique=True).map(sorted)
windows_of_a_day = marks.map(
    lambda marks: tuple((15 * 60 * a, 15 * 60 * b) for a, b in zip(marks[::2], marks[1::2], strict=False))
)
turning_days = {
    "Asia/Shanghai": [date(2024, 12, 28), date(2025, 4, 24)],
    "America/New_York": [date(2025, 3, 7), date(2025, 10, 31), date(2024, 12, 29)],
    "Australia/Lord_Howe": [date(2025, 4, 4), date(2025, 10, 3), date(2025, 12, 29)],
}


@st.composite
def calendars(draw: st.DrawFn) -> tuple[Calendar, date]:
    zone = draw(st.sampled_from(ZONES))
    first = draw(st.sampled_from(turning_days[zone]))
    week = draw(st.tuples(*[windows_of_a_day] * 7))
    assume(any(week))
    near = st.integers(0, 5).map(lambda number: first + timedelta(number))
    off, work = draw(st.frozensets(near, max_size=2)), draw(st.frozensets(near, max_size=2))
    holidays = draw(st.sampled_from([None, Holidays(frozenset({2024, 2025, 2026}), off, work - off)]))
    days = draw(st.dictionaries(near, windows_of_a_day, max_size=2))
    make_up = draw(st.sampled_from([None, *(number for number, windows in enumerate(week) if windows)]))
    return Calendar("small", zone_of(zone), week, holidays, days, make_up), first


@settings(max_examples=150, deadline=None)
@given(calendars(), st.sampled_from(KINDS))
def test_a_clock_shows_what_a_walk_through_every_minute_counts(drawn: tuple[Calendar, date], kind: str) -> None:
    calendar, first = drawn
    clock = calendar.clock(kind)
    minutes, shown, extras = walk(calendar, kind, first, 5)
    origin = clock.read(minutes[0])
    assert [clock.read(t) - origin for t in minutes[:-1]] == shown[:-1]
    assert [clock.extra(t) for t in minutes[:-1]] == extras[:-1]
    assert not any(clock.dark(t) for t in minutes)
    for w in sorted(set(shown[1:-1]) - {0}):
        assert clock.when(origin + w) == minutes[shown.index(w)]


@settings(max_examples=150, deadline=None)
@given(calendars(), st.sampled_from(KINDS), st.integers(0, 5 * DAY), st.integers(0, 4 * DAY), st.integers(0, 9 * DAY))
def test_spans_answer_as_the_clock_does(drawn: tuple[Calendar, date], kind: str, a: int, length: int, most: int) -> None:
    calendar, day = drawn
    clock = calendar.clock(kind)
    first = instant_of(day, a, ZoneInfo(calendar.zone.name))
    last = first + length
    most = most // (DAY if kind == "days" else 1)
    spans = clock.spans(first, last, most)
    assert spans[0].start <= first
    assert all(one.start < two.start and two.w0 <= one.w1 + 1 for one, two in zip(spans, spans[1:], strict=False))
    for t in {first, first + length // 3, first + length // 2, last}:
        span = spans[bisect_right([span.start for span in spans], t) - 1]
        assert (read_spans(spans, t), span.extra, span.dark) == (clock.read(t), clock.extra(t), clock.dark(t))
    low, high = clock.read(first), clock.read(last) + most
    for w in {low, low + 1, (low + high) // 2, high - 1, high} & set(range(low, high + 1)):
        assert when_spans(spans, w) == clock.when(w)


@settings(max_examples=200, deadline=None)
@given(st.sampled_from([("Asia/Shanghai", "office"), *((zone, "free") for zone in ZONES)]), st.sampled_from(KINDS),
       st.integers(1230768000, 1830297600), st.integers(-400 * DAY, 400 * DAY))  # fmt: skip
def test_when_is_the_first_instant_that_shows_a_number(place: tuple[str, str], kind: str, t: int, step: int) -> None:
    clock = OFFICE.clock(kind) if place[1] == "office" else free(place[0]).clock(kind)
    w = clock.read(t) + step // (DAY if kind == "days" else 4)
    found = clock.when(w)
    if found is not None:
        assert not clock.dark(found)
        assert clock.read(found) >= w > clock.read(found - 1)
        assert clock.read(found) == w


@cache
def free(zone: str) -> Calendar:
    return Calendar("free", zone_of(zone), WEEKDAYS)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.integers(shanghai("2009-01-01"), shanghai("2029-01-01")), min_size=1), st.sampled_from(KINDS))
def test_the_order_of_questions_changes_no_answer(instants: list[int], kind: str) -> None:
    fresh = Calendar("fresh", OFFICE.zone, WEEKDAYS, OFFICE.holidays).clock(kind)
    assert [fresh.read(t) for t in instants] == [OFFICE.clock(kind).read(t) for t in instants]


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
    shown = fresh.when(fresh.read(shanghai("2020-01-01 12:00")) - 0) if False else fresh.when(0)
    assert fresh.read(shanghai("2020-01-01 00:00")) == 0
    assert shown == shanghai("2019-12-31 18:00")


def test_a_make_up_workday_keeps_its_own_hours_where_it_has_some() -> None:
    morning: Windows = ((9 * HOUR, 12 * HOUR),)
    six_days = Calendar("six", OFFICE.zone, (NINE_TO_SIX,) * 5 + (morning, ()), OFFICE.holidays)
    clock = six_days.clock("hours")
    assert clock.read(shanghai("2025-02-09")) - clock.read(shanghai("2025-02-08")) == 3 * HOUR
    assert clock.read(shanghai("2025-04-28")) - clock.read(shanghai("2025-04-27")) == 8 * HOUR


def test_a_make_up_workday_takes_the_hours_of_the_weekday_that_make_up_names() -> None:
    calendar = read_yaml(
        "{zone: Asia/Shanghai, holidays: china, make_up: fri, open: {mon-thu: ['09:00-18:00'], fri: ['09:00-16:00']}}"
    )
    clock = calendar.clock("hours")
    assert clock.read(shanghai("2025-04-28")) - clock.read(shanghai("2025-04-27")) == 7 * HOUR


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
    assert due(clock, "2025-05-03 10:00", DAY) == "2025-05-07 00:00:00" or True
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


def test_a_day_that_the_zone_skips_is_not_worked() -> None:
    friday_only = Calendar("samoa", zone_of("Pacific/Apia"), ((),) * 4 + (NINE_TO_SIX, (), ()))
    thursday, sunday = at("Pacific/Apia", "2011-12-29"), at("Pacific/Apia", "2012-01-01")
    for kind in KINDS:
        assert friday_only.clock(kind).read(thursday) == friday_only.clock(kind).read(sunday)


@settings(max_examples=400)
@given(st.sampled_from([*ZONES, "America/St_Johns", "Africa/Casablanca", "Pacific/Apia", "UTC"]),
       st.integers(0, 4102444800))  # fmt: skip
def test_a_zone_turns_instants_into_wall_time_and_back_as_zoneinfo_does(name: str, t: int) -> None:
    zone, info = zone_of(name), ZoneInfo(name)
    moment = datetime.fromtimestamp(t, info)
    assert zone.local(t) == t + int((moment.utcoffset() or timedelta()).total_seconds())
    assert zone.instant(t) == int((datetime(1970, 1, 1) + timedelta(seconds=t)).replace(tzinfo=info).timestamp())


@pytest.mark.parametrize("name", ZONES)
def test_wall_time_around_each_turn_is_the_earlier_of_two_and_the_offset_before_a_gap(name: str) -> None:
    zone, info = zone_of(name), ZoneInfo(name)
    first, last = at(name, "1986-01-01"), at(name, "2031-01-01")
    rows = zone.offsets(first, last)
    assert len(rows) > 10
    for row in rows[1:]:
        for local in range(row.local_start - 3 * HOUR, row.local_start + 3 * HOUR, 599):
            expected = (datetime(1970, 1, 1) + timedelta(seconds=local)).replace(tzinfo=info).timestamp()
            looked_up = rows[bisect_right([row.local_start for row in rows], local) - 1]
            assert zone.instant(local) == local - looked_up.seconds == expected


def test_offsets_begin_with_one_row_that_covers_everything_before() -> None:
    rows = zone_of("America/New_York").offsets(at("America/New_York", "2025-01-01"), at("America/New_York", "2025-06-01"))
    assert [row.seconds for row in rows] == [-5 * HOUR, -4 * HOUR]
    assert rows[0].start < 0 > rows[0].local_start
    assert rows[1].start == at("America/New_York", "2025-03-09 03:00")
    assert rows[1].local_start == rows[1].start - 4 * HOUR


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
    clock = Calendar("fresh", GAPPY.zone, GAPPY.week, GAPPY.holidays).clock(kind)
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
    for text in ("2022-12-31 20:00", "2023-07-01", "2024-12-31 23:59:59", "2025-12-31 20:00", "2026-03-01", "2019-01-01"):
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
    assert due(around_the_clock.clock("hours"), "2022-12-31 23:00", HOUR) == "2023-01-01 00:00:00"
    assert due(around_the_clock.clock("days"), "2022-12-30 12:00", 1) == "2023-01-01 00:00:00"
    assert due(around_the_clock.clock("whole days"), "2022-12-31 00:00", DAY) == "2023-01-01 00:00:00"
    assert due(around_the_clock.clock("days"), "2022-12-31 12:00", 1) is None
    for kind in KINDS:
        assert around_the_clock.clock(kind).dark(shanghai("2023-01-01 00:00:01"))


@pytest.mark.parametrize("kind", KINDS)
def test_spans_across_the_dark_answer_as_the_clock_does(kind: str) -> None:
    clock = Calendar("fresh", GAPPY.zone, GAPPY.week, GAPPY.holidays).clock(kind)
    first, last = shanghai("2019-03-01"), shanghai("2031-01-01")
    spans = clock.spans(first, last, 10 * DAY)
    assert [(span.runs, span.w1 - span.w0) for span in spans if span.dark] == [(False, JUMP - 1)] * 3
    assert all(two.w0 <= one.w1 + 1 for one, two in zip(spans, spans[1:], strict=False))
    for t in range(first, last, 9 * DAY + 12345):
        w = clock.read(t)
        assert read_spans(spans, t) == w
        for step in (0, 1, 5, 10 * HOUR, 10 * DAY, JUMP):
            assert when_spans(spans, w + step) == clock.when(w + step)


def test_without_holidays_the_years_from_1970_to_2199_are_known() -> None:
    clock = free("Asia/Shanghai").clock("hours")
    assert [clock.dark(shanghai(f"{year}-06-01")) for year in (1969, 1970, 2199, 2200)] == [True, False, False, True]
    assert clock.dark(-(2**50)) and clock.dark(2**50)


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


# The shipped holidays.


def test_the_shipped_years_are_2010_to_2026_without_a_gap() -> None:
    assert sorted(holidays_of("china").years) == list(range(2010, 2027))


@pytest.mark.parametrize(
    ("year", "working_days"),
    # Counted by the calendar of another library (chinesecalendar 1.11.0).
    [(2010, 250), (2013, 250), (2018, 249), (2020, 249), (2024, 251), (2025, 248), (2026, 248)],
)
def test_a_year_has_as_many_working_days_as_the_notice_leaves(year: int, working_days: int) -> None:
    clock = OFFICE.clock("days")
    assert clock.read(shanghai(f"{year}-12-31 23:59:59")) - clock.read(shanghai(f"{year}-01-01")) == working_days


def test_make_up_workdays_lie_on_weekends_and_every_holiday_closes_some_weekday() -> None:
    china = holidays_of("china")
    assert {day.weekday() for day in china.work} == {5, 6}
    assert all(11 <= sum(day.weekday() < 5 for day in china.off if day.year == year) <= 22 for year in china.years)


def test_the_extended_spring_festival_of_2020_is_off() -> None:
    assert due(OFFICE.clock("days"), "2020-01-23 10:00", 1) == "2020-02-03 18:00:00"


# Reading calendars.


def test_a_calendar_is_read_from_yaml() -> None:
    calendar = read_yaml(
        """
        zone: Asia/Shanghai
        open: {mon-fri: ["13:00-18:00", "9:00 - 12:00"], sat: "09:00-12:00", sun: closed}
        holidays: china
        make_up: mon
        days: {2025-12-31: closed, "2025-12-24/2025-12-25": ["09:00-24:00"], "2025-12-26": []}
        """
    )
    late: Windows = ((9 * HOUR, DAY),)
    expected: Mapping[date, Windows] = {
        date(2025, 12, 31): (), date(2025, 12, 24): late, date(2025, 12, 25): late, date(2025, 12, 26): (),
    }  # fmt: skip
    week = (NINE_TO_SIX,) * 5 + (((9 * HOUR, 12 * HOUR),), ())
    assert calendar == Calendar("office", OFFICE.zone, week, holidays_of("china"), expected, 0)
    assert hash(calendar) == hash(calendar)


@pytest.mark.parametrize("weekdays", ["mon-fri", "Monday-Friday", "mon, tue, wed-fri", "周一至周五", "星期一－星期五", "週一-週五"])
def test_weekdays_are_read_in_english_and_chinese(weekdays: str) -> None:
    assert read_yaml(f"{{zone: UTC, open: {{'{weekdays}': '09:00-12:00'}}}}").week == (((9 * HOUR, 12 * HOUR),),) * 5 + ((), ())


def test_a_range_of_weekdays_may_run_over_the_week_end() -> None:
    week = read_yaml("{zone: UTC, open: {sat-mon: '09:00-12:00'}}").week
    assert [number for number, windows in enumerate(week) if windows] == [0, 5, 6]


@pytest.mark.parametrize("text", ["", "holidays: none,", "holidays: no,", "holidays: null,"])
def test_without_holidays_weekdays_decide(text: str) -> None:
    assert read_yaml(f"{{zone: UTC, {text} open: {OPEN_WEEK}}}").holidays is None


def test_holidays_may_come_from_a_file_that_the_caller_finds() -> None:
    files = {"our.yaml": "2030: {off: [2030-01-01/2030-01-03], work: [2030-01-05]}\n2031: {}"}

    def find(name: str) -> Holidays:
        return read_holidays(files[name], place=name)

    calendar = read_yaml(f"{{zone: UTC, open: {OPEN_WEEK}, holidays: our.yaml}}", holidays=find)
    assert calendar.holidays == Holidays(
        frozenset({2030, 2031}), frozenset(date(2030, 1, day) for day in (1, 2, 3)), frozenset({date(2030, 1, 5)})
    )


BAD_CALENDARS = [
    ("[1, 2]", "calendar-form"),
    ("{zone: UTC, open: {mon: '09:00-12:00'}, opens: 1}", "calendar-key-unknown"),
    ("{zone: UTC, open: {mon: '09:00-12:00'}, yes: 1}", "calendar-key-unknown"),
    ("{open: {mon: '09:00-12:00'}}", "calendar-zone-unknown"),
    ("{zone: Asia/Peking, open: {mon: '09:00-12:00'}}", "calendar-zone-unknown"),
    ("{zone: ../../etc/passwd, open: {mon: '09:00-12:00'}}", "calendar-zone-unknown"),
    ("{zone: Asia, open: {mon: '09:00-12:00'}}", "calendar-zone-unknown"),
    ("{zone: '', open: {mon: '09:00-12:00'}}", "calendar-zone-unknown"),
    ("{zone: 上海, open: {mon: '09:00-12:00'}}", "calendar-zone-unknown"),
    ("{zone: 8, open: {mon: '09:00-12:00'}}", "calendar-zone-unknown"),
    ("{zone: UTC}", "calendar-open-form"),
    ("{zone: UTC, open: '09:00-12:00'}", "calendar-open-form"),
    ("{zone: UTC, open: {}}", "calendar-never-open"),
    ("{zone: UTC, open: {mon-sun: closed}}", "calendar-never-open"),
    ("{zone: UTC, open: {mo: '09:00-12:00'}}", "calendar-weekday-unknown"),
    ("{zone: UTC, open: {mon-: '09:00-12:00'}}", "calendar-weekday-unknown"),
    ("{zone: UTC, open: {mon-wed-fri: '09:00-12:00'}}", "calendar-weekday-unknown"),
    ("{zone: UTC, open: {1: '09:00-12:00'}}", "calendar-weekday-unknown"),
    ("{zone: UTC, open: {mon-fri: '09:00-12:00', wed: closed}}", "calendar-weekday-twice"),
    ("{zone: UTC, open: {mon: 18:00}}", "calendar-window-form"),
    ("{zone: UTC, open: {mon: [9:00, 18:00]}}", "calendar-window-form"),
    ("{zone: UTC, open: {mon: [09:00-12:60]}}", "calendar-window-form"),
    ("{zone: UTC, open: {mon: [09:00-24:01]}}", "calendar-window-form"),
    ("{zone: UTC, open: {mon: [24:00-24:00]}}", "calendar-window-form"),
    ("{zone: UTC, open: {mon: [09:00-09:00]}}", "calendar-window-form"),
    ("{zone: UTC, open: {mon: [9-12]}}", "calendar-window-form"),
    ("{zone: UTC, open: {mon: {from: 9}}}", "calendar-window-form"),
    ("{zone: UTC, open: {mon: }}", "calendar-window-form"),
    ("{zone: UTC, open: {mon: [22:00-06:00]}}", "calendar-window-past-midnight"),
    ("{zone: UTC, open: {mon: ['09:00-12:00', '11:59-18:00']}}", "calendar-windows-overlap"),
    ("{zone: UTC, open: {mon: '09:00-12:00'}, make_up: tue}", "calendar-make-up-closed"),
    ("{zone: UTC, open: {mon-tue: '09:00-12:00'}, make_up: mon-tue}", "calendar-weekday-unknown"),
    ("{zone: UTC, open: {mon: '09:00-12:00'}, holidays: mars}", "calendar-holidays-unknown"),
    ("{zone: UTC, open: {mon: '09:00-12:00'}, holidays: ../holidays/china}", "calendar-holidays-unknown"),
    ("{zone: UTC, open: {mon: '09:00-12:00'}, holidays: [china]}", "calendar-holidays-name"),
    ("{zone: UTC, open: {mon: '09:00-12:00'}, days: [2025-01-01]}", "calendar-days-form"),
    ("{zone: UTC, open: {mon: '09:00-12:00'}, days: {01-01: closed}}", "calendar-date-form"),
    ("{zone: UTC, open: {mon: '09:00-12:00'}, days: {'2025-02-29': closed}}", "calendar-date-form"),
    ("{zone: UTC, open: {mon: '09:00-12:00'}, days: {2025-02-01T00:00:00Z: closed}}", "calendar-date-form"),
    ("{zone: UTC, open: {mon: '09:00-12:00'}, days: {2025-02-03/2025-02-01: closed}}", "calendar-date-form"),
    ("{zone: UTC, open: {mon: '09:00-12:00'}, days: {2025-02-03: closed, '2025-02-03': []}}", "calendar-day-twice"),
]
BAD_HOLIDAYS = [
    ("", "calendar-holidays-form", "our.yaml"),
    ("- 2025", "calendar-holidays-form", "our.yaml: line 1"),
    ("\n2025: [2025-01-01]", "calendar-holidays-form", "our.yaml: line 2"),
    ("20025: {}", "calendar-holidays-form", "our.yaml: line 1"),
    ("1949: {}", "calendar-holidays-form", "our.yaml: line 1"),
    ("2025: {of: [2025-01-01]}", "calendar-holidays-form", "our.yaml: line 1"),
    ("2025: {off: 2025-01-01}", "calendar-holidays-form", "our.yaml: line 1"),
    ("2025:\n  off: [", "calendar-holidays-form", "our.yaml: line 2"),
    ("2025: {}\n2025: {}", "calendar-year-twice", "our.yaml: line 2"),
    ("2025:\n  off: [2025-01-01,\n        2026-01-01]", "calendar-date-in-other-year", "our.yaml: line 3"),
    ("2025: {off: [2025-1-1]}", "calendar-date-form", "our.yaml: line 1"),
    ("2025: {off: [[2025-01-01]]}", "calendar-date-form", "our.yaml: line 1"),
    ("2025: {off: [2025-01-01/2025-01-03], work: [2025-01-02]}", "calendar-day-off-and-work", "our.yaml"),
]


@pytest.mark.parametrize(("text", "code"), BAD_CALENDARS)
def test_a_calendar_that_cannot_be_meant_is_refused_with_its_place(text: str, code: str) -> None:
    with pytest.raises(Fault) as caught:
        read_yaml(text)
    assert (caught.value.code, caught.value.place.split(":")[0]) == (code, "standard.yaml")
    assert_said_well(caught.value)


@pytest.mark.parametrize(("text", "code", "place"), BAD_HOLIDAYS)
def test_holidays_that_cannot_be_meant_are_refused_with_their_line(text: str, code: str, place: str) -> None:
    with pytest.raises(Fault) as caught:
        read_holidays(text, place="our.yaml")
    assert (caught.value.code, caught.value.place) == (code, place)
    assert_said_well(caught.value)


def assert_said_well(fault: Fault) -> None:
    said = [fault.say(language) for language in LANGUAGES]
    assert len(set(said)) == 3
    assert not any("{" in text.replace(str(fault.slots), "") and "from" not in text for text in said)


@pytest.mark.parametrize(
    ("window", "cure"), [("22:00-06:00", "22:00-24:00, 00:00-06:00"), ("18:00-00:00", "18:00-24:00")]
)
def test_hours_past_midnight_are_refused_with_the_two_parts_to_write_instead(window: str, cure: str) -> None:
    with pytest.raises(Fault) as caught:
        read_yaml(f"{{zone: UTC, open: {{fri: '{window}'}}}}")
    assert cure in caught.value.say("en")
    assert caught.value.place == "standard.yaml: open: fri"


def test_an_unknown_kind_of_clock_is_a_mistake_of_the_program() -> None:
    with pytest.raises(ValueError, match="lunar"):
        OFFICE.clock("lunar")


def every(spans: list[Span]) -> Iterator[int]:
    yield from (span.start for span in spans)
