"""docs/standard.md: its examples run as they stand there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from click.testing import CliRunner
from tests.standard.test_schema import marked

from shouwen.command import main
from shouwen.standard.clause_reading import CLAUSE_KEYS
from shouwen.standard.editions import load_editions
from shouwen.standard.reading import FILE_KEYS, examine, load_standard
from shouwen.standard.review import review
from shouwen.standard.setting_reading import FIGURES, SETTING_KEYS

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "standard.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"^```yaml\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)
FILES = {name: block for block in BLOCKS for name in re.findall(r"^# file: (\S+)$", block, re.MULTILINE)}
COMMANDS = [
    command.partition("#")[0].split()[1:]
    for block in re.findall(r"^```sh\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)
    for command in block.splitlines()
    if ">" not in command
]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name, text in FILES.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_each_example_is_a_file_of_its_own() -> None:
    assert len(FILES) == len(BLOCKS) == 7


@pytest.mark.parametrize("name", FILES)
def test_an_example_has_no_fault_and_its_editor_marks_nothing(folder: Path, name: str) -> None:
    reading = examine(folder / name)
    assert [fault.say("en") for fault in reading.faults] == []
    assert [finding.what.say("en") for finding in review(reading) if finding.gravity == "fault"] == []
    assert marked(FILES[name]) == []


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_a_command_of_the_page_runs(folder: Path, command: list[str]) -> None:
    done = CliRunner().invoke(main, ["--lang", "en", *command], catch_exceptions=False)
    assert (done.exit_code, done.stderr) == (1 if "diff" in command else 0, "")
    assert done.stdout != ""


def test_the_partner_s_layer_does_what_the_page_says(folder: Path) -> None:
    read = load_standard(folder / "partner.yaml")
    assert [clause.id for clause in read.clauses] == ["door.greeted", "counter.identity-first", "partner.no-refunds"]
    greeted = read.clauses[0]
    assert (greeted.sources, greeted.chapter) == ((), "door")
    assert "3 minutes" in greeted.check.say("en", read.vocabulary)


def test_the_two_editions_go_together(folder: Path) -> None:
    read = load_editions([folder / "desk-2025.yaml", folder / "desk-2026.yaml"])
    assert [(clause.id, clause.since is None, clause.until is None) for clause in read.clauses] == [
        ("complaint.answered", False, False),
        ("complaint.answered", False, True),
    ]


def test_the_south_hall_s_clause_follows_its_setting_as_the_page_says(folder: Path) -> None:
    north, south = load_standard(folder / "queue.yaml"), load_standard(folder / "queue-south.yaml")
    said = [read.clauses[0].check.say("en", read.vocabulary) for read in (north, south)]
    assert ["10 minutes" in said[0], "15 minutes" in said[1]] == [True, True]
    here = south.settings["queue.wait-limit"]
    assert (here.label, here.sources, here.ours) == (north.settings["queue.wait-limit"].label, (), True)


def test_the_page_explains_every_key_of_a_file_of_a_clause_and_of_a_setting() -> None:
    tables = "\n".join(line for line in PAGE.splitlines() if line.startswith("| `"))
    assert [key for key in (*FILE_KEYS, *CLAUSE_KEYS, *SETTING_KEYS) if f"`{key}`" not in tables] == []
    assert [key for key in FIGURES if f"`{key}`" not in PAGE] == []
