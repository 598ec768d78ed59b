"""Real organisations' logs, judged by the standards in examples/: `make test-real`."""

from __future__ import annotations

import json
import os
from collections import Counter
from pathlib import Path

import pytest
from click.testing import CliRunner

from shouwen.audit.judge import verdicts_of
from shouwen.audit.on_duckdb import Log
from shouwen.command import main
from shouwen.engine.live import owed
from shouwen.events.event import Event
from shouwen.events.formats.heard import Heard
from shouwen.events.formats.parquet import import_log, read_log
from shouwen.events.formats.reading import read_any
from shouwen.events.story import Story
from shouwen.standard.reading import load_log_section, load_standard

pytestmark = pytest.mark.real

EXAMPLES = Path(__file__).parents[2] / "examples"
LOGS = [
    ("help_desk", "helpdesk.xes.gz", 21_338, 4_580),
    ("permit_desk", "receipt.csv", 8_353, 1_434),
]


def real_log(name: str) -> Path:
    folder = os.environ.get("SHOUWEN_EVENTLOGS")
    if not folder or not (Path(folder) / name).is_file():
        pytest.fail(f"{name} is not there: set SHOUWEN_EVENTLOGS to the folder that holds the real logs")
    return Path(folder) / name


@pytest.mark.parametrize(("standard", "log", "events", "subjects"), LOGS)
def test_a_real_log_is_judged_alike_live_and_in_the_audit(
    standard: str, log: str, events: int, subjects: int, tmp_path: Path
) -> None:
    path = EXAMPLES / f"{standard}.yaml"
    read = load_standard(path)
    heard = Heard.of(load_log_section(path), place=str(path))
    assert import_log(read_any(real_log(log), heard, read.vocabulary), tmp_path / "log.parquet") == events
    stories: dict[str, list[Event]] = {}
    for event in read_log(tmp_path / "log.parquet"):
        stories.setdefault(event.about[0], []).append(event)
    assert len(stories) == subjects
    last = max(event.noted_at for story in stories.values() for event in story)
    for at in (last - 180 * 86400, last, last + 30 * 86400):
        live = {
            row._replace(warn=None)
            for subject, told in stories.items()
            for row in owed(read.clauses, Story(subject, told), at).obligations
        }
        assert live == set(verdicts_of(read.clauses, Log([tmp_path / "log.parquet"]), at))


@pytest.mark.parametrize(("standard", "log", "events", "subjects"), LOGS)
def test_the_command_prints_a_real_log_s_verdicts_as_json_with_their_evidence(
    standard: str, log: str, events: int, subjects: int
) -> None:
    arguments = ["audit", "--standard", str(EXAMPLES / f"{standard}.yaml"), "--events", str(real_log(log)), "--json"]
    run = CliRunner().invoke(main, arguments, catch_exceptions=False)
    assert run.exit_code == 0
    said = json.loads(run.stdout)
    assert (said["events"], said["bad_rows"]["count"]) == (events, 0)
    assert len(said["clauses"]) >= 6
    assert len({clause["check"] for clause in said["clauses"]}) >= 5
    counted = Counter((verdict["clause"], verdict["state"]) for verdict in said["verdicts"])
    assert counted == Counter(
        {(clause["id"], state): count for clause in said["clauses"] for state, count in clause["states"].items()}
    )
    assert all(verdict["evidence"] for verdict in said["verdicts"])
    assert {event["grade"] for verdict in said["verdicts"] for event in verdict["evidence"]} == {"system"}


def test_the_help_desk_s_resolved_before_closed_equals_a_count_by_hand(tmp_path: Path) -> None:
    path = EXAMPLES / "help_desk.yaml"
    read = load_standard(path)
    heard = Heard.of(load_log_section(path), place=str(path))
    import_log(read_any(real_log("helpdesk.xes.gz"), heard, read.vocabulary), tmp_path / "log.parquet")
    taken, right, wrong = set(), 0, 0
    for event in read_log(tmp_path / "log.parquet"):
        subject = event.about[0]
        if event.word == "ticket.taken":
            taken.add(subject)
        if event.word == "ticket.resolved":
            right, wrong = right + (subject in taken), wrong + (subject not in taken)
    clause = next(clause for clause in read.clauses if clause.id == "ticket.taken-before-resolved")
    rows = Counter(row.state for row in verdicts_of([clause], Log([tmp_path / "log.parquet"]), 2_000_000_000))
    assert rows == {"kept": right, "broken": wrong}
    assert (right, wrong) == (4_609, 374)
