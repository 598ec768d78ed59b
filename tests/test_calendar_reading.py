"""Calendars from what people write: hours, days, holidays and zones; and what is refused."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from shouwen.fault import Fault
from shouwen.wording import LANGUAGES
from shouwen.worktime import (
    Calendar,
    Clock,
    Holidays,
    Windows,
    holidays_of,
    read_holidays,
    zone_of,
)

HOUR, DAY = 3600, 86400
NINE_TO_SIX: Windows = ((9 * HOUR, 12 * HOUR), (13 * HOUR, 18 * HOUR))
WEEKDAYS = (NINE_TO_SIX,) * 5 + ((), ())
ZONES = ("Asia/Shanghai", "America/New_York", "Australia/Lord_Howe")

OFFICE = Calendar("office", zone_of("Asia/Shanghai"), WEEKDAYS, holidays_of("china"))
OPEN_WEEK = "{mon-fri: ['09:00-12:00', '13:00-18:00']}"


def at(zone: str, text: str) -> int:
    return int(datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone)).timestamp())


def shanghai(text: str) -> int:
    return at("Asia/Shanghai", text)


def due(clock: Clock, text: str, amount: int) -> str | None:
    t = shanghai(text)
    shown = clock.when(clock.read(t) + clock.extra(t) + amount)
    return None if shown is None else str(datetime.fromtimestamp(shown, ZoneInfo("Asia/Shanghai")))[:19]


def read_yaml(text: str, **more: object) -> Calendar:
    return Calendar.of("office", yaml.safe_load(text), place="standard.yaml", **more)  # type: ignore[arg-type]


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


@pytest.mark.parametrize(
    "weekdays", ["mon-fri", "Monday-Friday", "mon, tue, wed-fri", "周一至周五", "星期一－星期五", "週一-週五"]
)
def test_weekdays_are_read_in_english_and_chinese(weekdays: str) -> None:
    assert read_yaml(f"{{zone: UTC, open: {{'{weekdays}': '09:00-12:00'}}}}").week == (
        ((9 * HOUR, 12 * HOUR),),
    ) * 5 + ((), ())


def test_one_window_may_begin_where_another_ends() -> None:
    week = read_yaml("{zone: UTC, open: {mon: ['12:00-24:00', '00:00-09:00:30', '09:00:30-12:00']}}").week
    assert week[0] == ((0, 9 * HOUR + 30), (9 * HOUR + 30, 12 * HOUR), (12 * HOUR, DAY))


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
    said = [fault.say(language).replace("{'from': 9}", "") for language in LANGUAGES]
    assert len(set(said)) == 3
    assert not any("{" in text or "}" in text for text in said)


@pytest.mark.parametrize(
    ("window", "cure"), [("22:00-06:00", "22:00-24:00, 00:00-06:00"), ("18:00-00:00", "18:00-24:00")]
)
def test_hours_past_midnight_are_refused_with_the_two_parts_to_write_instead(window: str, cure: str) -> None:
    with pytest.raises(Fault) as caught:
        read_yaml(f"{{zone: UTC, open: {{fri: '{window}'}}}}")
    assert cure in caught.value.say("en")
    assert caught.value.place == "standard.yaml: open: fri"


def test_a_make_up_workday_takes_the_hours_of_the_weekday_that_make_up_names() -> None:
    calendar = read_yaml(
        "{zone: Asia/Shanghai, holidays: china, make_up: fri, open: {mon-thu: ['09:00-18:00'], fri: ['09:00-16:00']}}"
    )
    clock = calendar.clock("hours")
    assert clock.read(shanghai("2025-04-28")) - clock.read(shanghai("2025-04-27")) == 7 * HOUR


# The shipped holidays.


def test_the_shipped_years_are_2010_to_2026_without_a_gap() -> None:
    assert sorted(holidays_of("china").years) == list(range(2010, 2027))


@pytest.mark.parametrize(
    ("year", "working_days"),
    # As the libraries chinesecalendar 1.11.0 and holidays count them.
    [(2010, 250), (2013, 250), (2018, 250), (2020, 249), (2024, 251), (2025, 248), (2026, 248)],
)
def test_a_year_has_as_many_working_days_as_the_notice_leaves(year: int, working_days: int) -> None:
    clock = OFFICE.clock("days")
    assert clock.read(shanghai(f"{year}-12-31 23:59:59")) - clock.read(shanghai(f"{year}-01-01")) == working_days


def test_make_up_workdays_lie_on_weekends_and_every_holiday_closes_some_weekday() -> None:
    china = holidays_of("china")
    assert {day.weekday() for day in china.work} == {5, 6}
    assert all(16 <= sum(day.weekday() < 5 for day in china.off if day.year == year) <= 23 for year in china.years)


def test_the_extended_spring_festival_of_2020_is_off() -> None:
    assert due(OFFICE.clock("days"), "2020-01-23 10:00", 1) == "2020-02-03 18:00:00"


# Zones.


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


@pytest.mark.parametrize("name", ["Australia/Lord_Howe", "America/New_York", "Pacific/Apia", "Europe/Lisbon"])
def test_wall_time_is_right_where_one_block_of_offsets_meets_the_next(name: str) -> None:
    zone, info = zone_of(name), ZoneInfo(name)
    for block in range(100):
        for local in range(block * 2**25 - DAY, block * 2**25 + DAY, 5 * HOUR):
            wall_time = datetime(1970, 1, 1) + timedelta(seconds=local)
            assert zone.instant(local) == int(wall_time.replace(tzinfo=info).timestamp())


def test_offsets_begin_with_one_row_that_covers_everything_before() -> None:
    rows = zone_of("America/New_York").offsets(
        at("America/New_York", "2025-01-01"), at("America/New_York", "2025-06-01")
    )
    assert [row.seconds for row in rows] == [-5 * HOUR, -4 * HOUR]
    assert rows[0].start < 0 > rows[0].local_start
    assert rows[1].start == at("America/New_York", "2025-03-09 03:00")
    assert rows[1].local_start == rows[1].start - 4 * HOUR
