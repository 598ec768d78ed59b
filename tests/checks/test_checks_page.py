"""docs/checks.md, which explains how a clause is written: its examples load, and it leaves no kind and no key out."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from shouwen.standard.check_reading import KINDS
from shouwen.standard.page import Lined, read_page
from shouwen.standard.reading import read_standard
from shouwen.wording import LANGUAGES

DOCUMENT = (Path(__file__).parents[2] / "docs" / "checks.md").read_text(encoding="utf-8")
WAYS = (
    "within", "cadence", "before", "notify", "permission", "measure", "steps", "record", "never", "avoids", "says",
    "inspect",
)  # fmt: skip
"""How the catalogue of the manuals says that an entry is checked."""

BLOCKS = re.findall(r"^```yaml\n(.*?)^```$", DOCUMENT, re.MULTILINE | re.DOTALL)


def _sections() -> dict[str, str]:
    """The sections of the page on one kind of check each."""
    return dict(re.findall(r"^### `(\w+)`: [^\n]*\n(.*?)(?=^##)", DOCUMENT, re.MULTILINE | re.DOTALL))


def test_the_page_begins_with_a_whole_standard_and_goes_on_with_clauses() -> None:
    assert [block.startswith("standard:") for block in BLOCKS] == [True] + [False] * (len(BLOCKS) - 1)


@pytest.mark.parametrize("number", range(len(BLOCKS)))
def test_every_example_of_the_page_loads(number: int) -> None:
    text = BLOCKS[0] if number == 0 else f"{BLOCKS[0]}\n{BLOCKS[number]}"
    standard = read_standard(text, place=f"example {number}")
    for clause in standard.clauses:
        assert all(clause.check.say(language, standard.vocabulary).strip() for language in LANGUAGES)


def test_all_examples_of_the_page_stand_in_one_standard() -> None:
    read_standard("\n".join(BLOCKS), place="all examples")


def test_the_page_has_a_section_with_an_example_for_every_kind() -> None:
    sections = _sections()
    assert sorted(sections) == sorted(KINDS)
    for kind, text in sections.items():
        (block,) = re.findall(r"^```yaml\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)
        assert {next(iter(clause["check"])) for clause in _clauses(block)} == {kind}


def test_the_page_tells_the_readings_as_they_are() -> None:
    standard = read_standard("\n".join(BLOCKS), place="all examples")
    readings: dict[str, set[str]] = {}
    for clause in standard.clauses:
        readings.setdefault(clause.check.name, set()).update(clause.check.readings)
    told = {
        kind: set(re.findall(r"`(\w+)`", next(line for line in text.splitlines() if line.startswith("Readings:"))))
        for kind, text in _sections().items()
    }
    assert {kind: words & {"say", "guard", "owe", "audit"} for kind, words in told.items()} == readings


def test_the_catalogue_table_names_every_value_and_every_kind() -> None:
    table = DOCUMENT.split("## From the catalogue to the checks")[1].split("\n## ")[0]
    rows = [[cell.strip() for cell in line.split("|")[1:-1]] for line in table.splitlines() if line.startswith("| `")]
    assert sorted(row[0].strip("`") for row in rows) == sorted(WAYS)
    assert {kind for row in rows for kind in re.findall(r"`(\w+)`", row[1])} == set(KINDS)


def _clauses(block: str) -> list[Lined]:
    page = read_page("clauses:\n" + block, place="example")
    return list(page["clauses"])
