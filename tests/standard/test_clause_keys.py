"""What a clause hangs on besides its check: chapter, severity and weight, who is answerable, its edition's time."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from tests.standard.written import BASE, ORDER, fault_of, faults_of, read, says, write

from shouwen.standard.clause import Answerable
from shouwen.standard.reading import load_standard
from shouwen.wording import Wording

LINE = BASE.count("\n") + 1


def clause(more: str) -> str:
    """The base with one more clause, on LINE."""
    return f"{BASE}- id: three\n  says: z\n  {more}\n  check: {ORDER}\n"


def test_chapters_roles_and_severities_keep_their_order_and_labels(tmp_path: Path) -> None:
    standard = load_standard(write(tmp_path, base=BASE))
    assert [(one.name, one.label) for one in standard.chapters] == [
        ("desk", Wording("台席", "台席", "The desk")),
        ("hall", Wording.of("The hall")),
    ]
    assert [(one.name, one.label.zh_hans) for one in standard.roles] == [("clerk", "营业员"), ("manager", "manager")]
    assert [(one.name, one.label.en, one.weight) for one in standard.severities] == [
        ("slip", "slip", 1),
        ("breach", "breach", 3),
    ]


@pytest.mark.parametrize(
    ("more", "weight"),
    [("of: case", 1), ("severity: slip", 1), ("severity: breach", 3), ("weight: 0", 0), ("weight: 2.5", 2.5),
     ("severity: breach\n  weight: 4", 4)],
)  # fmt: skip
def test_a_clause_weighs_what_it_says_or_what_its_severity_does(tmp_path: Path, more: str, weight: float) -> None:
    assert load_standard(write(tmp_path, base=clause(more))).clauses[2].weight == weight


@pytest.mark.parametrize(
    ("more", "answerable"),
    [
        ("of: case", Answerable("", "settled")),
        ("answerable: clerk", Answerable("clerk", "settled")),
        ("answerable: {role: manager}", Answerable("manager", "settled")),
        ("answerable: {role: manager, person: opened}", Answerable("manager", "opened")),
    ],
)
def test_a_clause_says_who_is_answerable_and_from_which_event_the_person_is_read(
    tmp_path: Path, more: str, answerable: Answerable
) -> None:
    assert load_standard(write(tmp_path, base=clause(more))).clauses[2].answerable == answerable


def test_where_no_roles_are_named_any_role_will_do(tmp_path: Path) -> None:
    text = clause("answerable: anybody").replace("roles: {clerk: {en: clerk, zh-Hans: 营业员}, manager: manager}\n", "")
    assert load_standard(write(tmp_path, base=text)).clauses[2].answerable.role == "anybody"


@pytest.mark.parametrize(
    ("more", "code", "tokens"),
    [
        ("chapter: dsek", "chapter-unknown", ["dsek", "desk"]),
        ("chapter: 5", "page-not-a-text", ["chapter", "5"]),
        ("weight: -1", "weight-negative", ["-1", "weight: 2"]),
        ("weight: heavy", "page-not-a-number", ["heavy"]),
        ("answerable: clrek", "role-unknown", ["clrek", "clerk"]),
        ("answerable: {role: clerk, person: opener}", "page-choice", ["opener", "settled, opened"]),
        ("answerable: {person: opened}", "page-key-missing", ["role"]),
        ("answerable: [clerk]", "page-not-a-mapping", ["answerable: {role: …, person: settled}"]),
    ],
)
def test_a_fault_of_what_a_clause_hangs_on(tmp_path: Path, more: str, code: str, tokens: list[str]) -> None:
    (fault,) = faults_of(tmp_path, base=clause(more))
    place = f"base.yaml:{LINE} clause three"
    says(fault, code, f"{place} answerable" if "answerable: {" in more or "[" in more else place, *tokens)


def test_a_role_that_may_say_a_word_must_be_one_of_the_roles(tmp_path: Path) -> None:
    (fault,) = faults_of(tmp_path, base=BASE.replace("may: clerk", "may: [clerk, gide]"))
    says(fault, "role-unknown", "base.yaml:10 word asked", "gide", "clerk")


@pytest.mark.parametrize(
    ("written", "code", "token"),
    [
        ("{label: {en: breach}, weight: -3}", "weight-negative", "-3"),
        ("{weight: 3}", "page-key-missing", "label"),
        ("{label: breach, wieght: 3}", "page-key-unknown", "wieght"),
        ("{label: {de: x}}", "page-languages", "zh-Hans, zh-Hant, en"),
    ],
)
def test_a_fault_of_a_severity_names_its_line(tmp_path: Path, written: str, code: str, token: str) -> None:
    (fault,) = faults_of(tmp_path, base=BASE.replace("{label: {en: breach}, weight: 3}", written))
    says(fault, code, "base.yaml:5 severity breach", token)


# Editions: from when until when.


def instant(text: str) -> int:
    return int(datetime.fromisoformat(text).replace(tzinfo=UTC).timestamp())


def test_an_edition_begins_and_ends_on_dates_of_the_standard_s_calendar(tmp_path: Path) -> None:
    more = 'edition: "2026"\nin_force: {from: 2026-01-01, until: "2027-01-01"}\n'
    standard = load_standard(write(tmp_path, base=BASE + more))
    assert standard.edition == "2026"
    assert standard.since == instant("2025-12-31T16:00:00")  # midnight in Shanghai
    assert standard.until == instant("2026-12-31T16:00:00")
    assert {(clause.since, clause.until) for clause in standard.clauses} == {(standard.since, standard.until)}


def test_without_a_calendar_dates_are_those_of_utc_and_either_may_be_open(tmp_path: Path) -> None:
    bare = "standard: bare\nwords: {a: {}, b: {}}\nclauses: [{id: x, says: x, check: {order: {first: a, then: b}}}]\n"
    standard = load_standard(write(tmp_path, bare=f"{bare}in_force: {{from: 2026-01-01}}\n"))
    assert (standard.since, standard.until) == (instant("2026-01-01T00:00:00"), None)
    assert load_standard(write(tmp_path, bare=bare)).clauses[0].since is None


def test_an_edition_s_time_is_the_file_s_own_and_not_that_of_the_files_below(tmp_path: Path) -> None:
    base = BASE + 'edition: "1"\nin_force: {from: 2026-01-01}\n'
    top = read(tmp_path, base=base, top="standard: top\nbuilds_on: base.yaml\n").standard
    assert (top.edition, top.since, top.clauses[0].since) == ("", None, None)


@pytest.mark.parametrize(
    ("written", "code", "place", "tokens"),
    [
        ("edition: 2026", "page-not-a-text", "", ['edition: "']),
        ("in_force: 2026", "page-not-a-mapping", " in_force", ["{from: 2026-01-01, until: 2027-01-01}"]),
        ("in_force: {from: soon}", "in-force-date", " in_force", ["from", "soon", "2026-01-01"]),
        ("in_force: {until: 2026-01-01T09:00:00}", "in-force-date", " in_force", ["until"]),
        ("in_force: {from: 2026}", "in-force-date", " in_force", ["2026"]),
        ("in_force: {form: 2026-01-01}", "page-key-unknown", " in_force", ["form", "from"]),
        ("in_force: {from: 2026-01-01, until: 2026-01-01}", "in-force-empty", " in_force", ["until", "from"]),
    ],
)
def test_a_fault_of_an_edition_names_its_line(
    tmp_path: Path, written: str, code: str, place: str, tokens: list[str]
) -> None:
    says(fault_of(tmp_path, base=f"{BASE}{written}\n"), code, f"base.yaml:{LINE}{place}", *tokens)
