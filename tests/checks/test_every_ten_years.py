"""Ten years of a duty that recurs equal a count made by hand: plain arithmetic that shares nothing with the product.

Months have the lengths that stand here, New York turns its clocks by the law of 2005, contacts are counted one by one.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import cache, partial
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.checks.telling import clause
from tests.law.stories import batch, live

from shouwen.events.event import Event
from shouwen.standard.clause import Clause

LENGTHS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
SHANGHAI, NEW_YORK = "Asia/Shanghai", "America/New_York"
UNHURRIED = settings(
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.large_base_example],
)
FIRST, YEARS = 2015, 10
ANCHORS = (
    (2015, 1, 29), (2016, 1, 30), (2016, 1, 31), (2016, 2, 29), (2015, 3, 31), (2015, 5, 30), (2015, 7, 1),
    (2015, 8, 29), (2015, 8, 31), (2015, 10, 31), (2015, 11, 30), (2015, 12, 31),
)  # fmt: skip

Date = tuple[int, int, int]
Found = list[tuple[int | None, str, int, int | None, int | None]]
"""Per period: its start, its state, its due time, what settled it, its margin."""


# A calendar by hand.


def leap(year: int) -> bool:
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)


def length(year: int, month: int) -> int:
    return 29 if month == 2 and leap(year) else LENGTHS[month - 1]


@cache
def day_number(date: Date) -> int:
    """Days since 1 January 1970."""
    year, month, day = date
    days = sum(366 if leap(earlier) else 365 for earlier in range(1970, year))
    return days + sum(length(year, earlier) for earlier in range(1, month)) + day - 1


@cache
def date_of(number: int) -> Date:
    year, month = 1970, 1
    while number >= (366 if leap(year) else 365):
        number -= 366 if leap(year) else 365
        year += 1
    while number >= length(year, month):
        number -= length(year, month)
        month += 1
    return year, month, number + 1


def later(date: Date, months: int) -> Date:
    year, month, day = date
    for _ in range(months):
        year, month = (year + 1, 1) if month == 12 else (year, month + 1)
    return year, month, min(day, length(year, month))


@cache
def turns(year: int) -> tuple[int, int]:
    """New York's second Sunday of March and first of November, as day numbers; 1 January 1970 was a Thursday."""
    march, november = day_number((year, 3, 1)), day_number((year, 11, 1))
    while (march + 4) % 7 != 0:
        march += 1
    while (november + 4) % 7 != 0:
        november += 1
    return march + 7, november


def instant(date: Date, second: int, zone: str) -> int:
    """A wall clock as seconds since 1970; what is skipped goes on by winter time, of what comes twice the first."""
    wall = day_number(date) * 86400 + second
    if zone == SHANGHAI:
        return wall - 8 * 3600
    begins, ends = turns(date[0])
    summer = begins * 86400 + 3 * 3600 <= wall < ends * 86400 + 2 * 3600
    return wall + (4 if summer else 5) * 3600


def wall_clock(at: int, zone: str) -> tuple[Date, int]:
    if zone == SHANGHAI:
        hours = 8
    else:
        begins, ends = turns(date_of((at - 5 * 3600) // 86400)[0])
        hours = -4 if begins * 86400 + 7 * 3600 <= at < ends * 86400 + 6 * 3600 else -5
    day, second = divmod(at + hours * 3600, 86400)
    return date_of(day), second


# The duty by hand.


def counted(
    story: list[Event], bounds: Callable[[int], int], needs: Callable[[int], int], at: int
) -> Found:  # `bounds(n)`: where period n begins; `needs(n)`: how many contacts it owes
    join, left = story[0], next((event for event in story if event.word == "c"), None)
    found: Found = []
    number = 0
    while number == 0 or (bounds(number) <= at and (left is None or bounds(number) < left.at)):
        begin, end, need = bounds(number), bounds(number + 1), needs(number)
        number += 1
        inside = []
        for event in story:
            after = (event.at, event.id) > (join.at, join.id)
            before = left is None or (event.at, event.id) < (left.at, left.id)
            if event.word == "b" and after and before and begin <= event.at <= end - 1 and event.at <= at:
                inside.append((event.at, event.id))
        inside.sort()
        if need == 0:
            continue
        if len(inside) >= need:
            when, which = inside[need - 1]
            found.append((begin, "kept", end - 1, which, end - 1 - when))
        elif left is not None and left.at <= end - 1:
            found.append((begin, "not_judged", end - 1, left.id, None))
        else:
            found.append((begin, "broken" if at > end - 1 else "open", end - 1, None, None))
    return found


def anchored(story: list[Event], months: int, need: int, zone: str, at: int) -> Found:
    date, second = wall_clock(story[0].at, zone)
    return counted(story, lambda n: instant(later(date, n * months), second, zone), lambda _: need, at)


def by_year(story: list[Event], need: int, zone: str, at: int) -> Found:
    joined, _ = wall_clock(story[0].at, zone)

    def bounds(number: int) -> int:
        return story[0].at if number == 0 else instant((joined[0] + number, 1, 1), 0, zone)

    def needs(number: int) -> int:
        days = [date_of(day) for day in range(day_number((joined[0], 1, 1)), day_number((joined[0] + 1, 1, 1)))]
        left = sum(1 for day in days if day >= joined)
        return need if number else need * left // len(days)

    return counted(story, bounds, needs, at)


def rolling(story: list[Event], months: int, zone: str, at: int) -> Found:
    join, left = story[0], next((event for event in story if event.word == "c"), None)
    contacts = sorted((event.at, event.id) for event in story if event.word == "b")
    contacts = [one for one in contacts if one > (join.at, join.id) and (left is None or one < (left.at, left.id))]
    found: Found = []
    opens = [(join.at, join.id), *contacts]
    for place, (opened, _) in enumerate(opens):
        date, second = wall_clock(opened, zone)
        due = instant(later(date, months), second, zone) - 1
        if place + 1 < len(opens):
            when, which = opens[place + 1]
            found.append((None, "kept" if when <= due else "broken", due, which, due - when))
        elif left is not None and left.at <= due:
            found.append((None, "not_judged", due, left.id, None))
        else:
            found.append((None, "broken" if at > due else "open", due, None, None))
    return found


# Stories, and what both readings say of them.


def tale(subject: str, first: int, joined: int, contacts: list[int], left: int | None) -> list[Event]:
    """Someone joins; `contacts` and `left` are seconds after that (a contact may come before)."""
    moments = [("a", joined), *(("b", joined + seconds) for seconds in sorted(contacts))]
    moments += [("c", joined + left)] if left is not None else []
    return [
        Event(id=number, about=(subject,), word=word, at=at, noted_at=at)
        for number, (word, at) in enumerate(moments, first)
    ]


def agree(log: dict[str, list[Event]], duties: list[tuple[int, int]], zone: str, at: int) -> None:
    """For duties of so many contacts in so many months: both readings give what the count by hand gives."""
    clauses: list[Clause] = []
    expected: dict[tuple[str, str], Found] = {}
    for months, need in duties:
        forms: list[tuple[str, Callable[[list[Event]], Found]]] = [
            (f"at_least: {need}, per: {months} months", partial(anchored, months=months, need=need, zone=zone, at=at)),
            (f"counted: rolling, per: {months} months", partial(rolling, months=months, zone=zone, at=at)),
            (
                f"at_least: {need + 2}, counted: calendar, per: 1 year",
                partial(by_year, need=need + 2, zone=zone, at=at),
            ),
        ]
        for body, by_hand in forms:
            name = f"c{len(clauses)}"
            written = clause(f"every: {{what: b, from: a, until: c, {body}, zone: {zone}}}", of="account")
            clauses.append(replace(written, id=name))
            expected |= {(name, subject): by_hand(story) for subject, story in log.items()}
    for reading in (live, batch):
        found: dict[tuple[str, str], Found] = {key: [] for key in expected}
        for one in reading(clauses, log, at):
            assert one.due is not None
            found[one.clause, one.subject].append((one.period, one.state, one.due, one.settled_by, one.margin))
        assert found == expected


@st.composite
def tales(draw: st.DrawFn) -> tuple[list[Event], tuple[int, int], str, int]:
    zone = draw(st.sampled_from([SHANGHAI, NEW_YORK]))
    year, month = draw(st.integers(FIRST, FIRST + 4)), draw(st.integers(1, 12))
    day = min(draw(st.one_of(st.sampled_from([29, 30, 31]), st.integers(1, 31))), length(year, month))
    # Joined in an hour that the clock shows once on every day.
    second = draw(st.integers(4 * 3600, 86399))
    months, need = draw(st.sampled_from([1, 2, 3, 4, 6, 12])), draw(st.integers(1, 3))
    date, joined = (year, month, day), instant((year, month, day), second, zone)
    ten_years = YEARS * 366 * 86400
    edges = st.builds(
        lambda number, beside: instant(later(date, number * months), second, zone) + beside - joined,
        st.integers(0, YEARS * 12 // months),
        st.integers(-1, 1),
    )
    moments = st.one_of(edges, st.integers(-86400, ten_years))
    contacts = draw(st.lists(moments, max_size=60))
    left = draw(st.none() | moments.filter(lambda seconds: seconds >= 0))
    story = tale("account:7", 1, joined, contacts, left)
    asked = max(one.at for one in story) + draw(st.sampled_from([0, 1, 86400, ten_years]))
    return story, (months, need), zone, asked


@settings(UNHURRIED, max_examples=40)
@given(tales())
def test_ten_years_of_generated_contacts_equal_a_count_by_hand(
    told: tuple[list[Event], tuple[int, int], str, int],
) -> None:
    story, duty, zone, at = told
    agree({"account:7": story}, [duty], zone, at)


@pytest.mark.parametrize("zone", [SHANGHAI, NEW_YORK])
def test_ten_years_from_many_anchors_equal_a_count_by_hand(zone: str) -> None:
    random = Random(f"ten years in {zone}")
    log: dict[str, list[Event]] = {}
    number = 1
    for date in ANCHORS:
        second = random.randrange(4 * 3600, 86400)
        joined = instant(date, second, zone)
        edges = [instant(later(date, months), second, zone) - joined for months in range(YEARS * 12)]
        for left in (None, random.choice(edges), random.randrange(YEARS * 366 * 86400)):
            contacts = [edge + random.choice([-1, 0, 1]) for edge in random.sample(edges, 50)]
            contacts += [random.randrange(-86400, YEARS * 366 * 86400) for _ in range(30)]
            subject = f"account:{len(log):02}"
            log[subject] = tale(subject, number, joined, contacts, left)
            number += len(log[subject])
    for at in (instant((FIRST + YEARS, 8, 31), 7 * 3600, zone), instant((FIRST + 2 * YEARS, 1, 1), 0, zone)):
        known = {subject: [event for event in story if event.at <= at] for subject, story in log.items()}
        agree(known, [(1, 1), (2, 2), (3, 1), (4, 3), (6, 1), (12, 4)], zone, at)


def test_the_count_by_hand_knows_the_months_and_the_turns_of_the_clock() -> None:
    assert [later((2015, 8, 31), months) for months in (3, 6, 9, 12, 18)] == [
        (2015, 11, 30), (2016, 2, 29), (2016, 5, 31), (2016, 8, 31), (2017, 2, 28),
    ]  # fmt: skip
    assert [date_of(day) for day in turns(2025)] == [(2025, 3, 9), (2025, 11, 2)]
    assert [date_of(day_number(date)) for date in ((2024, 2, 29), (2000, 12, 31))] == [(2024, 2, 29), (2000, 12, 31)]
    assert instant((2025, 3, 9), 9000, NEW_YORK) == 1741505400  # 02:30 is skipped: 07:30 UTC
    assert instant((2025, 11, 2), 5400, NEW_YORK) == 1762061400  # 01:30 comes twice: 05:30 UTC
    assert wall_clock(1762061400 + 3600, NEW_YORK) == ((2025, 11, 2), 5400)
