"""What changed from one standard to another, in words."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.standard.written import BASE, ORDER, read

from shouwen.standard.difference import differences


def changes(folder: Path, old: str, new: str) -> list[tuple[str, str, str, str | None, str | None]]:
    """Section, name, key, before and after in English."""
    found = differences(read(folder, old=old).standard, read(folder, new=new).standard)
    return [(one.section, one.name, one.key, one.before and one.before.en, one.after and one.after.en) for one in found]


def test_a_standard_does_not_differ_from_itself(tmp_path: Path) -> None:
    assert changes(tmp_path, BASE, BASE) == []


def test_clauses_come_and_go(tmp_path: Path) -> None:
    new = BASE.replace("- id: two\n  says: y", "- id: three\n  says: z")
    assert changes(tmp_path, BASE, new) == [
        ("clause", "two", "", "y", None),
        ("clause", "three", "", None, "z"),
    ]


@pytest.mark.parametrize(
    ("before", "after", "key", "texts"),
    [
        ("  says: x", "  says: z", "says", ("x", "z")),
        ("  severity: breach", "  weight: 3\n  severity: slip", "severity", ("breach", "slip")),
        ("  severity: breach", "  severity: breach\n  weight: 4", "weight", ("3", "4")),
        ("  chapter: desk", "  chapter: hall", "chapter", ("desk", "hall")),
        ("  chapter: desk\n", "", "chapter", ("desk", None)),
        ("  says: x", "  says: x\n  of: call", "of", ("case", "call")),
        ("  says: x", "  says: x\n  answerable: clerk", "answerable", (None, "clerk (who settled it)")),
        ("  says: x", "  says: x\n  source: [{manual: M, section: '3'}]", "source", (None, "M 3")),
        (
            "limit: 2 working hours", "limit: 3 working hours", "check",
            (
                "within: “answered” within 2 working hours of “asked”",
                "within: “answered” within 3 working hours of “asked”",
            ),
        ),
        ("limit: 2 working hours", "limit: 2 working hours, warn: 90%", "check warn", ("0.8", "0.9")),
    ],
)  # fmt: skip
def test_a_changed_clause_tells_the_key_from_what_to_what(
    tmp_path: Path, before: str, after: str, key: str, texts: tuple[str | None, str | None]
) -> None:
    assert before in BASE
    assert changes(tmp_path, BASE, BASE.replace(before, after, 1)) == [("clause", "one", key, *texts)]


def test_a_guard_and_another_kind_of_check_are_told(tmp_path: Path) -> None:
    new = BASE.replace("  says: y\n", "  says: y\n  guard: true\n")
    assert changes(tmp_path, BASE, new) == [("clause", "two", "guard", "no", "yes")]
    (change,) = changes(tmp_path, BASE, BASE.replace(ORDER, "{never: {what: asked}}"))
    assert change[:3] == ("clause", "two", "check")
    assert [(text or "").partition(":")[0] for text in change[3:]] == ["order", "never"]


def test_a_calendar_that_keeps_other_hours_is_one_change_and_no_clause_s(tmp_path: Path) -> None:
    new = BASE.replace('"09:00-18:00"', '"10:00-18:00"').replace("Asia/Shanghai", "Asia/Tokyo")
    found = changes(tmp_path, BASE, new)
    assert [change[:3] for change in found] == [("calendar", "office", "zone"), ("calendar", "office", "open")]
    assert found[0][3:] == ("Asia/Shanghai", "Asia/Tokyo")
    assert ["09:00" in (found[1][3] or ""), "10:00" in (found[1][4] or "")] == [True, True]


def test_a_clause_counted_by_another_calendar_is_changed(tmp_path: Path) -> None:
    two = 'calendars: {short: {zone: Asia/Shanghai, open: {mon-fri: ["09:00-12:00"]}}, '
    old = BASE.replace("calendars: {", two)
    found = changes(tmp_path, old, old.replace("limit: 2 working hours", "limit: 2 working hours, calendar: short"))
    assert [change[:3] for change in found] == [("clause", "one", "check limits")]
    assert ["office" in (found[0][3] or ""), "short" in (found[0][4] or "")] == [True, True]


def test_words_facts_scales_chapters_and_roles_are_compared(tmp_path: Path) -> None:
    new = (
        BASE.replace(
            "asked: {fields: {kind: text, n: number}, may: clerk}", "asked: {label: put, fields: {kind: text}}"
        )
        .replace("answered: {}", "answered: {heard_as: [done]}\n  rated: {}")
        .replace("facts: {size: text}", "facts: {size: number}")
        .replace("slip: slip", "slip: oversight")
        .replace("hall: The hall", "shop: The shop")
        .replace("manager: manager", "guide: guide")
    )
    assert changes(tmp_path, BASE, new) == [
        ("word", "asked", "label", "asked", "put"),
        ("word", "asked", "may", "clerk", None),
        ("word", "asked", "field n", "n: number (n)", None),
        ("word", "answered", "heard_as", None, "done"),
        ("word", "rated", "", None, "rated"),
        ("fact", "size", "kind", "text", "number"),
        ("severity", "slip", "label", "slip", "oversight"),
        ("chapter", "hall", "", "The hall", None),
        ("chapter", "shop", "", None, "The shop"),
        ("role", "manager", "", "manager", None),
        ("role", "guide", "", None, "guide"),
    ]


def test_the_head_of_a_standard_and_its_time_are_compared(tmp_path: Path) -> None:
    new = BASE.replace("en: The base", "en: The ground") + 'edition: "2"\nin_force: {from: 2026-01-01}\n'
    assert changes(tmp_path, BASE, new) == [
        ("standard", "base", "title", "The base", "The ground"),
        ("standard", "base", "edition", None, "2"),
        ("standard", "base", "in_force", None, "from 2026-01-01"),
    ]
