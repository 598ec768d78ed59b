"""A standard that builds on others: what it inherits, removes, changes and adds; faults name the layer at fault."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.standard.written import BASE, ORDER, fault_of, faults_of, says, write

from shouwen.checks.order import Order
from shouwen.checks.within import Within
from shouwen.fault import Fault
from shouwen.standard.layers import pack_names
from shouwen.standard.reading import load_log_section, load_standard

TOP = "standard: top\nbuilds_on: base.yaml\n"


def test_a_layer_inherits_everything_and_keeps_its_own_name(tmp_path: Path) -> None:
    top, base = load_standard(write(tmp_path, base=BASE, top=TOP)), load_standard(tmp_path / "base.yaml")
    assert (top.name, top.title.en) == ("top", "top")
    assert top.clauses == base.clauses
    assert (top.vocabulary, top.calendars, top.calendar) == (base.vocabulary, base.calendars, base.calendar)
    assert (top.severities, top.chapters, top.roles) == (base.severities, base.chapters, base.roles)


def test_what_a_layer_declares_replaces_what_lies_below_by_name(tmp_path: Path) -> None:
    more = """\
calendar: short
calendars: {short: {zone: Asia/Tokyo, open: {mon-fri: ["10:00-12:00"]}}}
severities: {slip: {label: oversight, weight: 2}}
chapters: {desk: The counter}
roles: {guide: guide}
words: {asked: {label: put, fields: {kind: text}}}
"""
    top = load_standard(write(tmp_path, base=BASE, top=TOP + more))
    assert [(one.name, one.label.en, one.weight) for one in top.severities] == [
        ("slip", "oversight", 2),
        ("breach", "breach", 3),
    ]
    assert [(one.name, one.label.en) for one in top.chapters] == [("desk", "The counter"), ("hall", "The hall")]
    assert [one.name for one in top.roles] == ["clerk", "manager", "guide"]
    assert (top.vocabulary.words["asked"].label.en, list(top.vocabulary.words["asked"].fields)) == ("put", ["kind"])
    within = top.clauses[0].check
    assert isinstance(within, Within)
    assert within.limits[0].limit.calendar == top.calendars["short"]


def test_a_layer_removes_changes_and_adds_clauses(tmp_path: Path) -> None:
    more = f"""\
removes: [two]
changes:
  one: {{severity: slip, weight: 5, chapter: null, check: {ORDER}}}
clauses:
- {{id: three, says: z, check: {ORDER}}}
"""
    top = load_standard(write(tmp_path, base=BASE, top=TOP + more))
    assert [clause.id for clause in top.clauses] == ["one", "three"]
    one = top.clauses[0]
    assert (one.says.en, one.severity, one.weight, one.chapter) == ("x", "slip", 5, "")
    assert isinstance(one.check, Order)


def test_layers_lie_upon_layers_and_a_file_below_two_others_counts_once(tmp_path: Path) -> None:
    left = "standard: left\nbuilds_on: base.yaml\nchanges: {one: {says: left}}\n"
    right = f"standard: right\nbuilds_on: base.yaml\nclauses: [{{id: three, says: z, check: {ORDER}}}]\n"
    top = "standard: top\nbuilds_on: [left.yaml, right.yaml]\nchanges: {three: {says: top}}\n"
    read = load_standard(write(tmp_path, base=BASE, left=left, right=right, top=top))
    assert [(clause.id, clause.says.en) for clause in read.clauses] == [("one", "left"), ("two", "y"), ("three", "top")]


def test_a_file_may_build_on_a_pack_that_ships(tmp_path: Path) -> None:
    name = pack_names()[0]
    top = load_standard(write(tmp_path, top=f"standard: top\nbuilds_on: pack:{name}\n"))
    pack = load_standard(f"pack:{name}")
    assert [(one.id, one.check) for one in top.clauses] == [(one.id, one.check) for one in pack.clauses]


def test_how_another_system_s_log_says_it_is_inherited_too(tmp_path: Path) -> None:
    path = write(tmp_path, base=f"{BASE}log: {{kind: visit}}\n", top=TOP)
    assert load_log_section(path) == {"kind": "visit"}
    assert load_log_section(write(tmp_path, top=f"{TOP}log: {{kind: call}}\n")) == {"kind": "call"}


def test_holidays_are_looked_for_beside_the_layer_that_names_them(tmp_path: Path) -> None:
    (tmp_path / "below").mkdir()
    write(tmp_path / "below", base=BASE.replace("holidays: none", "holidays: days.yaml"))
    (tmp_path / "below" / "days.yaml").write_text("2026: {off: [2026-01-01], work: []}\n", encoding="utf-8")
    top = load_standard(write(tmp_path, top="standard: top\nbuilds_on: below/base.yaml\n"))
    assert top.calendars["office"].years == frozenset({2026})


# Faults between layers.


def test_a_missing_file_names_the_line_that_asks_for_it(tmp_path: Path) -> None:
    says(fault_of(tmp_path, top=TOP), "file-unreadable", "top.yaml:2: base.yaml")


def test_an_unknown_pack_names_those_that_ship(tmp_path: Path) -> None:
    fault = fault_of(tmp_path, top="standard: top\nbuilds_on: pack:nowhere\n")
    says(fault, "pack-unknown", "top.yaml:2", "nowhere", *pack_names())
    with pytest.raises(Fault) as raised:
        load_standard("pack:nowhere")
    assert raised.value.code == "pack-unknown"


def test_files_that_build_on_each_other_in_a_circle_are_named(tmp_path: Path) -> None:
    files = {"a": "standard: a\n\nbuilds_on: b.yaml\n", "b": "standard: b\nbuilds_on: a.yaml\n"}
    fault = fault_of(tmp_path, b=files["b"], a=files["a"])
    chain = " → ".join(str(tmp_path / name) for name in ("a.yaml", "b.yaml", "a.yaml"))
    says(fault, "layers-circle", "b.yaml:2", chain, "builds_on")
    says(fault_of(tmp_path, c="standard: c\nbuilds_on: c.yaml\n"), "layers-circle", "c.yaml:2", "builds_on")


def test_a_page_below_that_is_broken_is_named_itself(tmp_path: Path) -> None:
    fault = fault_of(tmp_path, base="standard: base\nwords: [\n", top=TOP)
    assert (fault.code, fault.place) == ("page-broken", "base.yaml:3")


@pytest.mark.parametrize(
    ("more", "code", "place", "tokens"),
    [
        (
            f"clauses: [{{id: one, says: z, check: {ORDER}}}]",
            "layer-clause-exists", ":3 clause one", ["one", "changes"],
        ),
        ("removes: [on]", "layer-clause-unknown", ":3 removes", ["on", "one"]),
        ("changes:\n  tow: {says: z}", "layer-clause-unknown", ":4 changes tow", ["tow", "two"]),
        ("removes: [two]\nchanges: {two: {says: z}}", "layer-clause-unknown", ":4 changes two", ["two"]),
        ("changes: {two: {id: three}}", "layer-changes-id", ":3 changes two", ["two", "removes"]),
        ("changes: {two: z}", "page-not-a-mapping", ":3 changes two", ["two: {key: …}"]),
        ("changes: [two]", "page-not-a-mapping", ":3", ["changes: {id: {key: …}}"]),
        ("removes: two", "page-not-a-list", ":3", ["removes"]),
        ("builds_onn: x", "page-key-unknown", ":3", ["builds_onn", "builds_on"]),
        ("changes:\n  two:\n    says: z\n    chekc: 1", "page-key-unknown", ":6 clause two", ["chekc", "check"]),
        ("changes:\n  two:\n    severity: grave", "severity-unknown", ":5 clause two", ["grave", "breach, slip"]),
        ("changes:\n  two:\n    when: {m: 1}", "field-unknown", ":5 clause two order then", ["answered", "m"]),
        ("changes:\n  two:\n    says: null", "page-key-missing", ":5 clause two", ["says"]),
        ("changes:\n  one:\n    guard: true", "clause-cannot-guard", ":5 clause one", ["within"]),
        (
            "changes:\n  two:\n    check:\n      order: {first: askd, then: answered}",
            "word-unknown", ":5 clause two order first", ["askd", "asked"],
        ),
    ],
)  # fmt: skip
def test_a_fault_of_a_layer_names_its_file_line_and_clause(
    tmp_path: Path, more: str, code: str, place: str, tokens: list[str]
) -> None:
    faults = faults_of(tmp_path, base=BASE, top=f"{TOP}{more}\n")
    assert [fault.code for fault in faults] == [code]
    says(faults[0], code, f"top.yaml{place}", *tokens)


def test_a_fault_of_a_clause_that_nobody_changed_names_the_file_it_stands_in(tmp_path: Path) -> None:
    fault = fault_of(tmp_path, base=BASE.replace("limit: 2 working hours", "limit: 2 moons"), top=TOP)
    says(fault, "limit-form", "base.yaml:13 clause one within", "2 moons")


def test_a_layer_that_breaks_a_clause_below_by_declaring_its_word_anew_is_named_first(tmp_path: Path) -> None:
    base = BASE.replace("  says: y\n", "  says: y\n  when: {m: 3}\n").replace(
        "answered: {}", "answered: {fields: {m: number}}"
    )
    fault = fault_of(tmp_path, base=base, top=f"{TOP}words: {{answered: {{}}}}\n")
    says(fault, "field-unknown", "top.yaml:3 word answered: base.yaml:18 clause two order then", "answered", "m")


@pytest.mark.parametrize("more", ["removes: [one]", "changes: {one: {says: z}}"])
def test_a_file_that_builds_on_nothing_cannot_remove_or_change(tmp_path: Path, more: str) -> None:
    (fault,) = faults_of(tmp_path, top=f"standard: top\n{more}\n")
    place = f"top.yaml:2 {'removes' if 'removes' in more else 'changes one'}"
    says(fault, "layer-without-base", place, "one", "builds_on")


@pytest.mark.parametrize("value", ["5", "[a.yaml, 5]", "{a: b}"])
def test_what_a_file_builds_on_is_a_name_or_a_list_of_names(tmp_path: Path, value: str) -> None:
    says(fault_of(tmp_path, top=f"standard: top\nbuilds_on: {value}\n"), "page-not-a-text", "top.yaml:2", "builds_on")


def test_a_standard_whose_layers_leave_no_clause_is_refused(tmp_path: Path) -> None:
    fault = fault_of(tmp_path, base=BASE, top=f"{TOP}removes: [one, two]\n")
    says(fault, "standard-without-clauses", "top.yaml", "clauses")
