"""What must be written down, by hand: what fills a field, and what does not."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.checks.telling import both, clause, row, tell

from shouwen.checks.obligation import Obligation
from shouwen.events.event import Value

RECORD = "record: {on: a, fields: [kind, n]}"
ALL = "record: {on: [a, b], fields: [kind, n, until, ok, site_kind]}"


def kept(number: int, grade: str = "self-reported") -> Obligation:
    return row(number, "kept", settled_by=number, grade=grade)


def broken(number: int) -> Obligation:
    return row(number, "broken", "missing", settled_by=number)


def test_all_fields_filled_keep_it_and_one_missing_breaks_it() -> None:
    story = tell("04-01 09:00 a kind=x n=1; 09:01 a kind=x; 09:02 a n=1; 09:03 a; 09:04 b kind=x")
    assert both(RECORD, story, "04-01 10:00") == [kept(1), broken(2), broken(3), broken(4)]


@pytest.mark.parametrize(
    ("field", "value", "filled"),
    [
        ("kind", "x", True),
        ("kind", "0", True),
        ("kind", "-", True),
        ("kind", " x ", True),
        ("kind", "", False),
        ("kind", " ", False),
        ("kind", "\t\r\n", False),
        ("kind", "\u3000", False),
        ("kind", "\u00a0 \u3000", False),
        ("kind", None, False),
        ("kind", 3, False),
        ("kind", True, False),
        ("n", 0, True),
        ("n", 0.0, True),
        ("n", -1.5, True),
        ("n", None, False),
        ("n", "3", False),
        ("n", False, False),
        ("ok", True, True),
        ("ok", False, True),
        ("ok", None, False),
        ("ok", "yes", False),
        ("ok", 1, False),
        ("until", 0, True),
        ("until", 1_745_982_000, True),
        ("until", 2.5, False),
        ("until", "soon", False),
        ("until", True, False),
    ],
)
def test_what_fills_a_field(field: str, value: Value, filled: bool) -> None:
    story = [replace(tell("04-01 09:00 a")[0], data={field: value})]
    expected = kept(1) if filled else broken(1)
    assert both(f"record: {{on: a, fields: [{field}]}}", story, "04-01 10:00") == [expected]


def test_a_fact_of_the_place_and_what_every_event_has_can_be_asked_for() -> None:
    check = "record: {on: a, fields: [site_kind, site, by]}"
    story = tell("04-01 09:00 a site_kind=own site=s1 by=li; 09:01 a site_kind=own by=li; 09:02 a site=s1 by=li")
    assert both(check, story, "04-01 10:00") == [kept(1), broken(2), broken(3)]


def test_any_of_several_words_must_hold_all_fields() -> None:
    full = "kind=x n=0 until=10:00 ok=no site_kind=own"
    story = tell(f"04-01 09:00 a {full}; 09:01 b {full}; 09:02 b {full.replace('ok=no', 'ok=-')}")
    assert both(ALL, story, "04-01 10:00") == [kept(1), kept(2), broken(3)]


def test_one_field_may_be_asked_for_without_a_list() -> None:
    assert both("record: {on: a, fields: kind}", tell("04-01 09:00 a kind=x"), "04-01 10:00") == [kept(1)]


def test_only_what_fulfils_the_condition_of_the_clause_is_an_occasion() -> None:
    judged = clause("record: {on: a, fields: other}", when="{kind: oral, ok: {filled: true}}")
    story = tell("04-01 09:00 a kind=oral ok=no; 09:01 a kind=oral; 09:02 a kind=x ok=yes")
    assert both(judged, story, "04-01 10:00") == [broken(1)]


def test_a_correction_that_adds_what_was_missing_mends_it_and_replaces_all_that_was_there() -> None:
    story = tell("04-01 09:00 a kind=x; 10:00 correct 1 kind=x n=1; 11:00 correct 1 n=1; 12:00 correct 1 at=09:30")
    assert both(RECORD, story, "04-01 09:59:59") == [broken(1)]
    assert both(RECORD, story, "04-01 10:00") == [kept(1)]
    assert both(RECORD, story, "04-01 11:00") == [broken(1)]
    # A correction that says nothing of the data leaves it as first noted.
    assert both("record: {on: a, fields: kind}", story, "04-01 12:00") == [kept(1)]


def test_what_was_voided_need_not_be_filled() -> None:
    assert both(RECORD, tell("04-01 09:00 a; 10:00 correct 1 void"), "04-01 10:00") == []


def test_the_verdict_has_the_grade_of_its_event() -> None:
    assert both(RECORD, tell("04-01 09:00 a kind=x n=1 grade=device"), "04-01 10:00") == [kept(1, grade="device")]
