"""Working clocks against a walk through a few days, step by step, with the arithmetic of zoneinfo."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from datetime import date, datetime, timedelta
from functools import cache
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from shouwen.worktime import (
    JUMP,
    Calendar,
    Holidays,
    Span,
    Windows,
    holidays_of,
    zone_of,
)

HOUR, DAY = 3600, 86400
NINE_TO_SIX: Windows = ((9 * HOUR, 12 * HOUR), (13 * HOUR, 18 * HOUR))
ALL_DAY: Windows = ((0, DAY),)
WEEKDAYS = (NINE_TO_SIX,) * 5 + ((), ())
KINDS = ("hours", "days", "whole days")
ZONES = ("Asia/Shanghai", "America/New_York", "Australia/Lord_Howe")

OFFICE = Calendar("office", zone_of("Asia/Shanghai"), WEEKDAYS, holidays_of("china"))
GAPPY = Calendar(
    "gappy", OFFICE.zone, WEEKDAYS, Holidays(frozenset({2012, 2016, 2021, 2022, 2025}), frozenset(), frozenset())
)


def at(zone: str, text: str) -> int:
    return int(datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone)).timestamp())


def shanghai(text: str) -> int:
    return at("Asia/Shanghai", text)


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


def walk(calendar: Calendar, kind: str, first: date, days: int, step: int) -> tuple[list[int], list[int], list[int]]:
    """Step by step from the beginning of `first`: the instants, what the clock has gone on until each, the extras."""
    zone = ZoneInfo(calendar.zone.name)
    at_work, to_come, closings = list[range](), list[range](), set[int]()
    for day in (first + timedelta(number) for number in range(days)):
        windows = windows_on(calendar, day)
        for opens, closes in windows if kind != "whole days" else ALL_DAY if windows else ():
            at_work.append(range(instant_of(day, opens, zone), instant_of(day, closes, zone)))
        if windows:
            closings.add(instant_of(day, windows[-1][1], zone))
            to_come.append(range(instant_of(day, 0, zone), instant_of(day, windows[-1][1], zone)))
    instants = range(instant_of(first, 0, zone), instant_of(first + timedelta(days), 0, zone), step)
    shown, total = [], 0
    for t in instants:
        total += kind == "days" and t in closings and t != instants[0]
        shown.append(total)
        total += step * (kind != "days" and any(t in stretch for stretch in at_work))
    return list(instants), shown, [int(kind == "days" and any(t in stretch for stretch in to_come)) for t in instants]


def read_spans(spans: list[Span], t: int) -> int:
    span = spans[bisect_right([span.start for span in spans], t) - 1]
    return span.w0 + t - span.start if span.runs else span.w0


def when_spans(spans: list[Span], w: int) -> int | None:
    """What the audit does: one look-up of w among the ends."""
    place = bisect_left([span.w1 for span in spans], w)
    if place == len(spans) or spans[place].dark:
        return None
    return spans[place].start + w - spans[place].w0


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


def assert_as_walked(calendar: Calendar, kind: str, first: date, days: int, step: int) -> None:
    clock = calendar.clock(kind)
    instants, shown, extras = walk(calendar, kind, first, days, step)
    origin = clock.read(instants[0])
    assert [clock.read(t) - origin for t in instants] == shown
    assert [clock.extra(t) for t in instants] == extras
    assert not any(clock.dark(t) for t in instants)
    first_shown = {w: t for w, t in zip(reversed(shown), reversed(instants), strict=True) if w}
    assert {w: clock.when(origin + w) for w in first_shown} == first_shown


@settings(max_examples=150, deadline=None)
@given(calendars(), st.sampled_from(KINDS))
def test_a_clock_shows_what_a_walk_in_steps_of_five_minutes_counts(drawn: tuple[Calendar, date], kind: str) -> None:
    calendar, first = drawn  # whose windows begin and end at quarters of an hour
    assert_as_walked(calendar, kind, first, days=5, step=300)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(
    ("zone", "day"),
    [
        ("Asia/Shanghai", date(2024, 12, 31)),
        ("America/New_York", date(2025, 3, 9)),
        ("America/New_York", date(2025, 11, 2)),
        ("Australia/Lord_Howe", date(2025, 4, 6)),
        ("Australia/Lord_Howe", date(2025, 10, 5)),
    ],
)
def test_a_clock_shows_what_a_walk_through_every_second_counts(zone: str, day: date, kind: str) -> None:
    odd: Windows = ((1, 2), (7201, 9007), (9007, 9059), (12 * HOUR, DAY - 1))
    calendar = Calendar("odd", zone_of(zone), (odd,) * 7)
    assert_as_walked(calendar, kind, day, days=1, step=1)


@settings(max_examples=150, deadline=None)
@given(calendars(), st.sampled_from(KINDS), st.integers(0, 5 * DAY), st.integers(0, 4 * DAY), st.integers(0, 9 * DAY))
def test_spans_answer_as_the_clock_does(
    drawn: tuple[Calendar, date], kind: str, a: int, length: int, most: int
) -> None:
    calendar, day = drawn
    clock = calendar.clock(kind)
    first = instant_of(day, a, ZoneInfo(calendar.zone.name))
    last = first + length
    most = most // (DAY if kind == "days" else 1)
    spans = clock.spans(first, last, most)
    assert spans[0].start <= first
    assert all(one.start < two.start for one, two in pairwise(spans))
    assert all(two.w0 in (one.w1, one.w1 + 1, one.w1 + JUMP) for one, two in pairwise(spans))
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
@given(
    st.lists(st.integers(shanghai("2009-01-01"), shanghai("2029-01-01")), min_size=1),
    st.sampled_from(KINDS),
    st.sampled_from([OFFICE, GAPPY]),
)
def test_the_order_of_questions_changes_no_answer(instants: list[int], kind: str, known: Calendar) -> None:
    fresh = Calendar("fresh", known.zone, known.week, known.holidays).clock(kind)
    assert [fresh.read(t) for t in instants] == [known.clock(kind).read(t) for t in instants]


@pytest.mark.parametrize("kind", KINDS)
def test_spans_begin_early_enough_for_what_the_clock_shows_at_first(kind: str) -> None:
    new_year = shanghai("2020-01-01")  # a Wednesday
    spans = Calendar("fresh", OFFICE.zone, WEEKDAYS).clock(kind).spans(new_year, new_year, 1)
    closing = "2020-01-01 00:00" if kind == "whole days" else "2019-12-31 18:00"
    assert when_spans(spans, read_spans(spans, new_year)) == shanghai(closing)


@pytest.mark.parametrize("kind", KINDS)
def test_no_two_spans_begin_at_the_same_instant_where_days_and_years_touch(kind: str) -> None:
    clock = Calendar("always", OFFICE.zone, (ALL_DAY,) * 7).clock(kind)
    spans = clock.spans(shanghai("2018-12-25"), shanghai("2021-01-05"), 3)
    assert len(spans) > 700
    assert all(one.start < two.start for one, two in pairwise(spans))


@pytest.mark.parametrize("kind", KINDS)
def test_spans_across_the_dark_answer_as_the_clock_does(kind: str) -> None:
    clock = Calendar("fresh", GAPPY.zone, GAPPY.week, GAPPY.holidays).clock(kind)
    first, last = shanghai("2010-03-01"), shanghai("2031-01-01")
    spans = clock.spans(first, last, 10 * DAY)
    assert [(span.runs, span.w1 - span.w0) for span in spans if span.dark] == [(False, JUMP - 1)] * 5
    for t in range(first, last, 9 * DAY + 12345):
        w = clock.read(t)
        assert read_spans(spans, t) == w
        for step in (0, 1, 5, 10 * HOUR, 10 * DAY, JUMP):
            assert when_spans(spans, w + step) == clock.when(w + step)
