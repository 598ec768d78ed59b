"""The JSON Schema for editors: it lets through what reading reads, and marks slips of form."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from tests.standard.test_review import HEAD, clause
from tests.standard.written import BASE

from shouwen.standard.check_reading import KINDS
from shouwen.standard.clause_reading import CLAUSE_KEYS
from shouwen.standard.page import read_page
from shouwen.standard.reading import FILE_KEYS
from shouwen.standard.schema import check_keys, schema, schema_text

ROOT = Path(__file__).resolve().parents[2]
FILES = [
    *sorted((ROOT / "examples").glob("*.yaml")),
    ROOT / "src/shouwen/demonstration/hall.yaml",
    *sorted((ROOT / "src/shouwen/standard/packs").glob("*.yaml")),
    ROOT / "tests/law/standard.yaml",
]
VALIDATOR = Draft202012Validator(schema())


def marked(text: str) -> list[str]:
    """What an editor would mark in a file."""
    return [error.message for error in VALIDATOR.iter_errors(as_json(read_page(text, place="probe.yaml")))]


def as_json(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: as_json(one) for key, one in value.items()}
    if isinstance(value, list):
        return [as_json(one) for one in value]
    return value.isoformat() if isinstance(value, date) else value


def test_the_page_in_docs_is_the_schema() -> None:
    text = (ROOT / "docs/standard.schema.json").read_text(encoding="utf-8")
    assert text == schema_text(), "renew it with: shouwen standard schema > docs/standard.schema.json"
    Draft202012Validator.check_schema(json.loads(text))


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(ROOT)))
def test_what_is_read_is_let_through(path: Path) -> None:
    assert marked(path.read_text(encoding="utf-8")) == []


def test_the_schema_knows_the_keys_that_are_read() -> None:
    assert tuple(schema()["properties"]) == FILE_KEYS
    assert tuple(schema()["$defs"]["clause"]["properties"]) == CLAUSE_KEYS
    assert list(schema()["$defs"]["check"]["properties"]) == list(KINDS)
    assert check_keys("order") == ("first", "then", "anew")


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("standard: base\n", ""), ("standard: base", "standard: base\ncluases: []"), ("- id: two\n  says", "- says"),
        ("{order: {first", "{ordr: {first"), ("{order: {first: asked, then: answered}}", "{order: {first: asked}}"),
        ("severity: breach", "serverity: breach"), ("severity: breach", "weight: -1"), ("{kind: text,", "{kind: txt,"),
        ("{order: {first: asked, then: answered}}", "{order: {first: a, then: b}, never: {what: a}}"),
        ("{en: The base", "{de: The base"), ("standard: base", "standard: base\nedition: 2026"),
        ("limit: 2 working hours", "limit: 2 working hours, opens: last"), ("zone: Asia/Shanghai, ", ""),
        ("standard: base", "standard: base\nin_force: {from: soon}"), ("severity: breach", "of: care visit"),
        ("severity: breach", "answerable: {role: clerk, person: both}"), ("severity: breach", "when: {kind: {is: x}}"),
        ("severity: breach", "guard: yes"), ("severity: breach", "source: [M]"),
    ],
)  # fmt: skip
def test_a_slip_of_form_is_marked(before: str, after: str) -> None:
    assert marked(BASE) == []
    assert before in BASE
    assert marked(BASE.replace(before, after, 1)) != []


@pytest.mark.parametrize(
    "more",
    [
        "builds_on: pack:own-hall", "builds_on: [a.yaml, pack:own-hall]", "removes: [one]",
        "changes: {one: {says: z, severity: null, check: {never: {what: a}}}}", 'edition: "2026"',
        "in_force: {from: 2026-01-01, until: 2027-01-01}", "roles: {clerk: {en: clerk}}",
        "words: {a: , b: {may: clerk}}",
        "severities: {a: a, b: {en: b}, c: {label: {en: c}, weight: 0.5}}",
    ],
)  # fmt: skip
def test_the_forms_of_layers_and_editions_are_let_through(more: str) -> None:
    assert marked(f"standard: top\n{more}\n") == []


@pytest.mark.parametrize("name", ["one_clause.txt", "two_clauses.txt"])
def test_every_kind_of_check_in_all_its_forms_is_let_through(name: str) -> None:
    lines = Path(__file__).with_name(name).read_text(encoding="utf-8").splitlines()[1:]
    for check in (check for line in lines for check in line.split(" | ")[3:]):
        assert (check, marked(HEAD + clause("one", check))) == (check, [])
