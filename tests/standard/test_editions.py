"""Editions of one standard, each in force in its own time, as one standard."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from tests.standard.written import near, says, write

from shouwen.checks.within import Within
from shouwen.fault import Fault
from shouwen.standard.editions import load_editions

TEXT = """\
standard: desk
title: TITLE
edition: "EDITION"
in_force: {FORCE}
calendar: hall
calendars: {hall: {zone: Asia/Shanghai, open: {mon-fri: ["09:00-END"]}, holidays: none}}
severities: {must: MUST}
words: {asked: {label: LABEL, heard_as: HEARD, fields: {kind: text}}, answered: {}MORE}
clauses:
- {id: one, severity: must, says: x, check: {within: {after: asked, then: answered, limit: LIMIT}}}
"""


def edition(year: int, **changed: str) -> str:
    slots = {
        "TITLE": f"Desk {year}", "EDITION": str(year), "FORCE": f"from: {year}-01-01, until: {year + 1}-01-01",
        "END": "18:00", "MUST": "must", "LABEL": "asked", "HEARD": f"h{year}", "MORE": "", "LIMIT": "2 working hours",
    } | changed  # fmt: skip
    text = TEXT
    for slot, value in slots.items():
        text = text.replace(slot, value)
    return text


def instant(text: str) -> int:
    return int(datetime.fromisoformat(text).replace(tzinfo=UTC).timestamp())


def fault_of(tmp_path: Path, **files: str) -> Fault:
    write(tmp_path, **files)
    with pytest.raises(Fault) as raised:
        load_editions([tmp_path / f"{name}.yaml" for name in files])
    fault = raised.value
    slots = {key: near(str(value), tmp_path) for key, value in fault.slots.items()}
    return Fault(fault.code, place=near(fault.place, tmp_path), **slots)


def test_editions_make_one_standard_in_which_each_clause_has_its_own_time(tmp_path: Path) -> None:
    newer = write(tmp_path, newer=edition(2026, FORCE="from: 2026-01-01", LIMIT="1 working hour", MORE=", rated: {}"))
    older = write(tmp_path, older=edition(2025, LABEL="put", MORE=", moved: {}"))
    read = load_editions([newer, older])
    assert (read.name, read.title.en, read.edition) == ("desk", "Desk 2026", "2026")
    assert (read.since, read.until) == (instant("2024-12-31T16:00:00"), None)
    turn = instant("2025-12-31T16:00:00")
    assert [(one.id, one.since, one.until) for one in read.clauses] == [
        ("one", instant("2024-12-31T16:00:00"), turn),
        ("one", turn, None),
    ]
    assert [one.check.limits[0].limit.amount for one in read.clauses if isinstance(one.check, Within)] == [7200, 3600]
    assert sorted(read.vocabulary.words) == ["answered", "asked", "moved", "rated"]
    asked = read.vocabulary.words["asked"]
    assert (asked.label.en, asked.heard_as) == ("asked", ("h2025", "h2026"))


def test_a_calendar_that_differs_from_the_newest_keeps_its_hours_under_a_name_of_its_own(tmp_path: Path) -> None:
    write(tmp_path, old=edition(2024, END="17:00"), mid=edition(2025), new=edition(2026))
    read = load_editions([tmp_path / f"{name}.yaml" for name in ("old", "mid", "new")])
    assert {name: calendar.week[0][0][1] // 3600 for name, calendar in read.calendars.items()} == {
        "hall": 18,
        "hall@2024": 17,
    }
    named = [one.check.limits[0].limit.calendar for one in read.clauses if isinstance(one.check, Within)]
    assert [calendar.name for calendar in named if calendar] == ["hall@2024", "hall", "hall"]


def test_one_file_is_read_as_it_is(tmp_path: Path) -> None:
    read = load_editions([write(tmp_path, old=edition(2025))])
    assert (read.edition, len(read.clauses)) == ("2025", 1)


def test_what_only_an_older_edition_names_is_kept(tmp_path: Path) -> None:
    write(tmp_path, old=edition(2025, MUST="must, may: may"), new=edition(2026, MUST="shall"))
    read = load_editions([tmp_path / "old.yaml", tmp_path / "new.yaml"])
    assert [(one.name, one.label.en) for one in read.severities] == [("must", "shall"), ("may", "may")]


def test_editions_of_two_standards_do_not_go_together(tmp_path: Path) -> None:
    fault = fault_of(tmp_path, old=edition(2025).replace("standard: desk", "standard: hall"), new=edition(2026))
    says(fault, "editions-other-standard", "old.yaml", "hall", "desk")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("from: 2025-01-01, until: 2026-01-02", "from: 2026-01-01"),
        ("from: 2025-01-01", "from: 2026-01-01"),
        ("until: 2026-01-02", "until: 2027-01-01"),
        ("from: 2025-01-01", "from: 2025-01-01"),
    ],
)
def test_editions_may_not_be_in_force_at_one_time(tmp_path: Path, old: str, new: str) -> None:
    fault = fault_of(tmp_path, old=edition(2025, FORCE=old), new=edition(2026, FORCE=new))
    says(fault, "editions-overlap", "new.yaml", "old.yaml", "in_force")


def test_a_field_means_the_same_kind_of_value_in_every_edition(tmp_path: Path) -> None:
    fault = fault_of(tmp_path, old=edition(2025), new=edition(2026).replace("{kind: text}", "{kind: number}"))
    says(fault, "editions-field-differs", "new.yaml", "kind", "asked", "number", "text")


def test_an_edition_with_a_fault_of_its_own_is_refused_for_it(tmp_path: Path) -> None:
    fault = fault_of(tmp_path, old=edition(2025, LIMIT="2 moons"), new=edition(2026))
    assert (fault.code, fault.place) == ("limit-form", "old.yaml:10 clause one within")
