"""What a person looks at, by hand: what passed, what was not looked at, and what nobody can tell."""

from __future__ import annotations

import pytest
from tests.checks.telling import both, clause, instant, row, tell
from tests.law.stories import batch, live

from shouwen.checks.obligation import Obligation
from shouwen.events.event import Event

NEW_YORK = "America/New_York"
PLAIN = "inspect: {on: d, item: tidy, passed: ok}"
DAILY = "inspect: {on: d, item: tidy, passed: ok, each: 1 day, counted: calendar, from: a, until: c}"
MONTHS = "inspect: {on: d, item: tidy, passed: ok, each: 2 months, from: a, until: c}"


def kept(number: int, grade: str = "self-reported") -> Obligation:
    return row(number, "kept", settled_by=number, grade=grade)


def broken(number: int) -> Obligation:
    return row(number, "broken", settled_by=number)


def unseen(day: str, *, start: str = "00:00", opened_by: int = 1) -> Obligation:
    return row(opened_by, "not_judged", "not-observed", period=f"{day} {start}", due=f"{day} 23:59:59")


def judged(check: str, story: list[Event], at: str, zone: str = "Asia/Shanghai") -> list[Obligation]:
    """The rows of both readings, by opening event and period."""
    log, asked = {"case:1": story}, instant(at, zone)
    rows = live([clause(check)], log, asked)
    assert rows == batch([clause(check)], log, asked)
    return rows


# What is seen.


def test_an_item_passes_or_fails_each_time_it_is_looked_at() -> None:
    assert both(PLAIN, tell("04-01 09:00 d ok=yes; 09:01 d ok=no; 09:02 b ok=no"), "04-01 10:00") == [
        kept(1),
        broken(2),
    ]


@pytest.mark.parametrize("data", ["", "ok=-", "ok=1", "ok=0", "ok=true", "kind=x"])
def test_without_a_verdict_of_the_inspector_it_is_not_judged(data: str) -> None:
    assert both(PLAIN, tell(f"04-01 09:00 d {data}"), "04-01 10:00") == [
        row(1, "not_judged", "not-measured", settled_by=1)
    ]


def test_a_corrected_observation_is_judged_as_corrected_and_a_voided_one_not_at_all() -> None:
    story = tell("04-01 09:00 d ok=no grade=inspector; 10:00 correct 1 ok=yes; 11:00 correct 1 void")
    assert [one.state for one in both(PLAIN, story, "04-01 09:59")] == ["broken"]
    assert both(PLAIN, story, "04-01 10:00") == [kept(1, grade="inspector")]
    assert both(PLAIN, story, "04-01 11:00") == []


def test_only_what_fulfils_its_conditions_is_an_observation() -> None:
    check = clause("inspect: {on: {word: d, when: {kind: hall}}, item: tidy, passed: ok}", when="{site_kind: own}")
    story = tell("04-01 09:00 d kind=hall ok=no; 09:01 d kind=hall ok=no site_kind=own; 09:02 d ok=no site_kind=own")
    assert both(check, story, "04-01 10:00") == [broken(2)]


# What is not seen.


def test_a_day_on_which_nobody_looked_is_not_judged_rather_than_broken() -> None:
    story = tell("04-01 10:00 a; 04-02 09:00 d ok=yes; 04-03 09:00 d ok=no; 04-03 09:01 d")
    first = unseen("04-01", start="10:00")
    assert judged(DAILY, story, "04-05 00:00") == [
        first,
        unseen("04-04"),
        row(1, "open", period="04-05 00:00", due="04-05 23:59:59"),
        kept(2),
        broken(3),
        row(4, "not_judged", "not-measured", settled_by=4),
    ]


def test_a_period_is_open_up_to_its_last_second() -> None:
    story = tell("04-01 10:00 a")
    assert both(DAILY, story, "04-01 23:59:59") == [row(1, "open", period="04-01 10:00", due="04-01 23:59:59")]
    assert both(DAILY, story, "04-02 00:00") == [
        unseen("04-01", start="10:00"),
        row(1, "open", period="04-02 00:00", due="04-02 23:59:59"),
    ]


def test_a_look_in_the_last_second_is_in_time_and_one_second_later_it_is_the_next_periods() -> None:
    assert judged(DAILY, tell("04-01 10:00 a; 23:59:59 d ok=yes"), "04-02 00:00") == [
        row(1, "open", period="04-02 00:00", due="04-02 23:59:59"),
        kept(2),
    ]
    assert judged(DAILY, tell("04-01 10:00 a; 04-02 00:00 d ok=yes"), "04-02 00:00") == [
        unseen("04-01", start="10:00"),
        kept(2),
    ]


def test_a_look_without_a_verdict_was_still_a_look() -> None:
    assert judged(DAILY, tell("04-01 10:00 a; 11:00 d"), "04-01 23:59:59") == [
        row(2, "not_judged", "not-measured", settled_by=2)
    ]


def test_a_look_before_the_duty_began_or_after_it_ended_is_judged_but_is_none_of_its_periods() -> None:
    story = tell("04-01 09:00 d ok=yes; 10:00 d ok=no; 10:00 a; 04-02 12:00 c; 04-02 12:00 d ok=yes")
    assert judged(DAILY, story, "04-09 00:00") == [
        kept(1),
        broken(2),
        unseen("04-01", start="10:00", opened_by=3),
        row(3, "not_judged", "ended", period="04-02 00:00", due="04-02 23:59:59", settled_by=4),
        kept(5),
    ]


def test_in_the_second_in_which_the_duty_ends_the_id_decides() -> None:
    assert judged(DAILY, tell("04-01 10:00 a; 12:00 d ok=yes; 12:00 c"), "04-02 00:00") == [kept(2)]


def test_a_duty_that_ends_with_the_first_second_of_a_period_leaves_that_period_out() -> None:
    assert both(DAILY, tell("04-01 10:00 a; 04-02 00:00 c"), "04-09 00:00") == [unseen("04-01", start="10:00")]


def test_a_duty_that_begins_again_has_its_own_periods() -> None:
    story = tell("04-01 10:00 a; 04-01 11:00 a; 04-01 12:00 c; 04-05 10:00 a")
    assert both(DAILY, story, "04-06 00:00") == [
        row(1, "not_judged", "ended", period="04-01 10:00", due="04-01 23:59:59", settled_by=3),
        unseen("04-05", start="10:00", opened_by=4),
        row(4, "open", period="04-06 00:00", due="04-06 23:59:59"),
    ]


def test_periods_may_be_anchored_at_the_beginning_and_clip_to_the_months_last_day() -> None:
    assert both(MONTHS, tell("2024-12-31 09:00 a"), "2025-03-01 00:00") == [
        row(1, "not_judged", "not-observed", period="2024-12-31 09:00", due="2025-02-28 08:59:59"),
        row(1, "open", period="2025-02-28 09:00", due="2025-04-30 08:59:59"),
    ]


def test_days_are_those_of_the_calendar_that_is_named() -> None:
    check = DAILY.replace("from: a", "calendar: shop, from: a")
    story = tell("03-08 10:00 a; 03-09 23:59:59 d ok=yes", zone=NEW_YORK)
    day = {"zone": NEW_YORK, "due": "03-08 23:59:59", "period": "03-08 10:00"}
    assert judged(check, story, "03-09 23:59:59", NEW_YORK) == [row(1, "not_judged", "not-observed", **day), kept(2)]


def test_a_look_noted_late_fills_its_period() -> None:
    story = tell("04-01 10:00 a; 04-01 20:00 d ok=yes noted=04-03T08:00; 04-02 12:00 c")
    ended = row(1, "not_judged", "ended", period="04-02 00:00", due="04-02 23:59:59", settled_by=3)
    assert judged(DAILY, story, "04-03 07:59:59") == [unseen("04-01", start="10:00"), ended]
    assert judged(DAILY, story, "04-03 08:00") == [ended, kept(2)]


def test_a_period_that_ended_rests_on_both_its_ends() -> None:
    assert both(DAILY, tell("04-01 10:00 a grade=device; 12:00 c grade=system"), "04-02 00:00") == [
        row(
            1,
            "not_judged",
            "ended",
            period="04-01 10:00",
            due="04-01 23:59:59",
            settled_by=2,
            grade="system",
        )
    ]
