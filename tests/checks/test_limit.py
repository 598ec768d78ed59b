"""Lengths of time as people write them, in English and Chinese; impossible ones; and how they are said again."""

from __future__ import annotations

from typing import Any

import pytest

from shouwen.checks.limit import LONGEST, Limit, Span, floor_share, read_limit, read_span, say_seconds
from shouwen.fault import Fault
from shouwen.worktime import NATURAL, Calendar, zone_of

HOUR, DAY = 3600, 86400
OFFICE = Calendar("office", zone_of("Asia/Shanghai"), (((9 * HOUR, 18 * HOUR),),) * 5 + ((), ()))


def limit(text: Any, **settings: Any) -> Limit:
    return read_limit(text, place="here", **{"calendar": OFFICE, **settings})


def refused(text: Any, **settings: Any) -> str:
    with pytest.raises(Fault) as caught:
        limit(text, **settings)
    assert caught.value.place == "here"
    return caught.value.code


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("1 second", 1), ("10 seconds", 10), ("30秒", 30), ("30 秒钟", 30), ("30秒鐘", 30),
        ("10 minutes", 600), ("a minute", 60), ("10分", 600), ("10 分钟", 600), ("10 分鐘", 600), ("10個分鐘", 600),
        ("2 hours", 7200), ("2 Hours", 7200), (" 2   hours ", 7200), ("2hours", 7200), ("1 hours", 3600),
        ("one hour", 3600), ("an hour", 3600), ("hour", 3600), ("half hour", 1800), ("half an hour", 1800),
        ("1.5 hours", 5400), ("0.5 hours", 1800), ("2小时", 7200), ("2 个小时", 7200), ("2個小時", 7200),
        ("半小时", 1800), ("半个小时", 1800), ("半個小時", 1800), ("2.5小时", 9000),
        ("3 days", 3 * DAY), ("half a day", DAY // 2), ("3天", 3 * DAY), ("3日", 3 * DAY), ("半天", DAY // 2),
        ("2 weeks", 14 * DAY), ("2周", 14 * DAY), ("2 週", 14 * DAY), ("48小时", 48 * HOUR),
        ("３０分钟", 1800), ("36600 days", LONGEST),
    ],
)  # fmt: skip
def test_natural_limits(text: str, seconds: int) -> None:
    assert limit(text) == Limit(seconds, "natural")
    assert limit(text, calendar=None).clock is NATURAL


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2 working hours", Limit(7200, "hours", OFFICE)),
        ("1 working hour", Limit(3600, "hours", OFFICE)),
        ("0.5 working hours", Limit(1800, "hours", OFFICE)),
        ("90 working minutes", Limit(5400, "hours", OFFICE)),
        ("1 working second", Limit(1, "hours", OFFICE)),
        ("2个工作小时", Limit(7200, "hours", OFFICE)),
        ("2 個工作小時", Limit(7200, "hours", OFFICE)),
        ("30 工作分钟", Limit(1800, "hours", OFFICE)),
        ("30個工作分鐘", Limit(1800, "hours", OFFICE)),
        ("半个工作小时", Limit(1800, "hours", OFFICE)),
        ("2 working days", Limit(2, "days", OFFICE)),
        ("a working day", Limit(1, "days", OFFICE)),
        ("3个工作日", Limit(3, "days", OFFICE)),
        ("3 個工作日", Limit(3, "days", OFFICE)),
        ("3工作天", Limit(3, "days", OFFICE)),
    ],
)
def test_working_limits(text: str, expected: Limit) -> None:
    assert limit(text) == expected
    assert limit(text).clock is OFFICE.clock(expected.measure)


def test_working_days_at_the_same_clock_time_are_seconds_of_whole_working_days() -> None:
    assert limit("2 working days", same_clock_time=True) == Limit(2 * DAY, "whole days", OFFICE)
    assert limit("2 working hours", same_clock_time=True) == Limit(2 * HOUR, "hours", OFFICE)
    assert limit("2 days", same_clock_time=True) == Limit(2 * DAY, "natural")


def test_a_standard_may_have_units_of_its_own() -> None:
    units = {"ring": 5, "铃": 5}
    assert limit("3 rings", units=units) == limit("3铃", units=units) == Limit(15, "natural")
    assert limit("a ring", units=units) == Limit(5, "natural")
    assert refused("3 rings") == "limit-form"
    assert refused("3 working rings", units=units) == "limit-form"


@pytest.mark.parametrize(
    ("text", "seconds"),
    [("1.1 hours", 3960), ("2.2 hours", 7920), ("4.1 minutes", 246), ("0.07 hours", 252), ("0.7小时", 2520)],
)
def test_a_decimal_that_gives_whole_seconds_is_read_as_it_is_written(text: str, seconds: int) -> None:
    assert limit(text) == Limit(seconds, "natural")


@pytest.mark.parametrize(
    "text",
    [
        "", "soon", "2", "2 fortnights", "-2 hours", "1,5 hours", "1e3 hours", "hours 2", "2 hours 30 minutes", "s",
        "2 months", "3个月", "1 year", "2 working weeks", "1 working month", "0x10 hours", 2, 2.5, None, True,
        ["2 hours"],
    ],
)  # fmt: skip
def test_what_is_no_length_of_time(text: Any) -> None:
    assert refused(text) == "limit-form"


@pytest.mark.parametrize(
    "text",
    [
        "0 seconds", "0 hours", "0.5 seconds", "0.0001 hours", "0.4 working days", "1.5 working days", "半个工作日",
        "0 working days", "0 working hours", "36601 days", "99999999999 hours", "36601 working days",
    ],
)  # fmt: skip
def test_limits_that_cannot_be(text: str) -> None:
    assert refused(text) == "limit-impossible"


def test_a_number_of_four_hundred_digits_is_refused_and_not_a_crash() -> None:
    assert refused("9" * 400 + " hours") == "limit-impossible"
    with pytest.raises(Fault):
        read_span("9" * 400 + " months", place="here")
    with pytest.raises(Fault):
        read_span("9" * 400 + " hours", place="here")


def test_a_working_limit_needs_a_calendar() -> None:
    for text in ("2 working hours", "1 working day", "2个工作日"):
        assert refused(text, calendar=None) == "limit-needs-calendar"


# Lengths that recur.


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("3 months", Span(months=3)), ("a month", Span(months=1)), ("month", Span(months=1)),
        ("3个月", Span(months=3)), ("3 個月", Span(months=3)), ("1 quarter", Span(months=3)), ("季度", Span(months=3)),
        ("half a year", Span(months=6)), ("half year", Span(months=6)), ("半年", Span(months=6)),
        ("1年", Span(months=12)), ("2 years", Span(months=24)),
        ("1 day", Span(days=1)), ("2 weeks", Span(days=14)), ("7天", Span(days=7)), ("周", Span(days=7)),
        ("2 hours", Span(seconds=7200)), ("half hour", Span(seconds=1800)), ("半小时", Span(seconds=1800)),
        ("1 minute", Span(seconds=60)), ("90 seconds", Span(seconds=90)), ("1.5 hours", Span(seconds=5400)),
    ],
)  # fmt: skip
def test_lengths_that_recur(text: str, expected: Span) -> None:
    assert read_span(text, place="here") == expected


@pytest.mark.parametrize(
    "text",
    ["0 months", "0 days", "0 hours", "59 seconds", "half a month", "半个月", "1.5 days", "0.5 seconds", "200 years"],
)
def test_lengths_that_cannot_recur(text: str) -> None:
    with pytest.raises(Fault) as caught:
        read_span(text, place="here")
    assert (caught.value.code, caught.value.place) == ("span-impossible", "here")


@pytest.mark.parametrize("text", ["2 working days", "2个工作小时", "2 rings", "often", "每天", "", 3, None])
def test_what_is_no_length_that_recurs(text: Any) -> None:
    with pytest.raises(Fault) as caught:
        read_span(text, place="here")
    assert caught.value.code in ("span-form", "limit-form")


@pytest.mark.parametrize(
    ("span", "shortest"),
    [
        (Span(months=1), 27 * DAY),
        (Span(months=12), 335 * DAY),
        (Span(days=1), 20 * HOUR),
        (Span(seconds=90), 90),
    ],
)
def test_how_long_it_lasts_at_least(span: Span, shortest: int) -> None:
    assert span.shortest() == shortest


# Said again.


@pytest.mark.parametrize(
    ("text", "hans", "hant", "english"),
    [
        ("1 second", "1 秒", "1 秒", "1 second"),
        ("90 seconds", "90 秒", "90 秒", "90 seconds"),
        ("5 minutes", "5 分钟", "5 分鐘", "5 minutes"),
        ("1.5 hours", "90 分钟", "90 分鐘", "90 minutes"),
        ("1 hour", "1 小时", "1 小時", "1 hour"),
        ("48小时", "48 小时", "48 小時", "48 hours"),
        ("10 days", "10 天", "10 天", "10 days"),
        ("2 weeks", "14 天", "14 天", "14 days"),
        ("2 working hours", "2 个工作小时", "2 個工作小時", "2 working hours"),
        ("90 working minutes", "90 个工作分钟", "90 個工作分鐘", "90 working minutes"),
        ("24 working hours", "24 个工作小时", "24 個工作小時", "24 working hours"),
        ("96 working hours", "96 个工作小时", "96 個工作小時", "96 working hours"),
        ("61 working seconds", "61 个工作秒", "61 個工作秒", "61 working seconds"),
        ("1 working day", "1 个工作日", "1 個工作日", "1 working day"),
        ("5个工作日", "5 个工作日", "5 個工作日", "5 working days"),
    ],
)
def test_a_limit_is_said_in_three_languages(text: str, hans: str, hant: str, english: str) -> None:
    read = limit(text)
    assert (read.say("zh-Hans"), read.say("zh-Hant"), read.say("en")) == (hans, hant, english)
    for said in (hans, hant, english):
        assert limit(said) == read


def test_working_days_at_the_same_clock_time_are_said_in_days() -> None:
    assert limit("2 working days", same_clock_time=True).say("en") == "2 working days"
    assert limit("1 working day", same_clock_time=True).say("zh-Hant") == "1 個工作日"


@pytest.mark.parametrize(
    ("text", "hans", "hant", "english"),
    [
        ("1 quarter", "3 个月", "3 個月", "3 months"),
        ("1 month", "1 个月", "1 個月", "1 month"),
        ("1 week", "7 天", "7 天", "7 days"),
        ("half hour", "30 分钟", "30 分鐘", "30 minutes"),
    ],
)
def test_a_length_that_recurs_is_said_in_three_languages(text: str, hans: str, hant: str, english: str) -> None:
    span = read_span(text, place="here")
    assert (span.say("zh-Hans"), span.say("zh-Hant"), span.say("en")) == (hans, hant, english)


def test_hours_are_said_up_to_three_days_and_days_from_then_on() -> None:
    assert [say_seconds(days * DAY, "en") for days in (1, 2, 3, 4)] == ["24 hours", "48 hours", "72 hours", "4 days"]


@pytest.mark.parametrize(
    ("amount", "share", "floor"),
    [
        (7200, 0.8, 5760), (10, 0.666, 6), (1, 0.8, 0), (5, 0.8, 4), (100, 0.29, 29), (100, 0.57, 57), (3, 1.0, 3),
        (LONGEST, 0.999, 3_159_077_760), (1, 0.9999, 0), (10_000, 0.9999, 9999),
    ],
)  # fmt: skip
def test_a_share_is_rounded_down_and_no_binary_fraction_takes_one_off(amount: int, share: float, floor: int) -> None:
    assert floor_share(amount, share) == floor
