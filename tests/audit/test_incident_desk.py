"""A service desk's log carries the organisation's own verdict; examples/incident_desk.yaml must come this near it."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from tests.audit.test_real_logs import EXAMPLES, real_log

from shouwen.audit.judge import verdicts_of
from shouwen.audit.on_duckdb import Log
from shouwen.checks.obligation import Obligation
from shouwen.engine.live import owed
from shouwen.events.event import Event
from shouwen.events.formats.heard import Heard
from shouwen.events.formats.parquet import import_log, read_log
from shouwen.events.formats.reading import read_any
from shouwen.events.story import Story
from shouwen.standard.clause import Standard
from shouwen.standard.reading import load_log_section, load_standard

pytestmark = pytest.mark.real

NAME = "servicenow_incident_event_log.parquet"
STANDARD = EXAMPLES / "incident_desk.yaml"
AFTER_ALL = 1_500_000_000

# priority: kept for both, kept for them alone, kept for us alone, broken for both
AGREEMENT = {
    "critical": (4, 1, 0, 215),
    "high": (1, 0, 0, 336),
    "moderate": (12_039, 10, 0, 7_504),
    "low": (539, 0, 0, 119),
}


@pytest.fixture(scope="module")
def standard() -> Standard:
    return load_standard(STANDARD)


@pytest.fixture(scope="module")
def log(standard: Standard, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("incidents") / "log.parquet"
    heard = Heard.of(load_log_section(STANDARD), place=STANDARD.name)
    reading = read_any(real_log(NAME), heard, standard.vocabulary)
    assert import_log(reading, path) == 161_533
    assert (reading.bad_count, dict(reading.unheard)) == (0, {"-100": 2})
    return path


@pytest.fixture(scope="module")
def verdicts(standard: Standard, log: Path) -> list[Obligation]:
    return verdicts_of(standard.clauses, Log([log]), AFTER_ALL)


def test_the_verdicts_agree_with_the_organisation_s_own(verdicts: list[Obligation]) -> None:
    table = pq.read_table(real_log(NAME), columns=["number", "made_sla"]).to_pydict()
    made_sla = dict(zip(table["number"], table["made_sla"], strict=True))  # the last row of each incident counts
    counted = Counter(
        (row.clause.removeprefix("made-sla."), made_sla[row.subject.removeprefix("incident:")], row.state)
        for row in verdicts
        if row.clause.startswith("made-sla.")
    )
    pairs = ((True, "kept"), (True, "broken"), (False, "kept"), (False, "broken"))
    assert {name: tuple(counted[name, *pair] for pair in pairs) for name in AGREEMENT} == AGREEMENT
    assert counted.total() == sum(map(sum, AGREEMENT.values())) == 20_768


def test_two_close_at_the_very_end_of_their_working_hours_but_after_the_due_time(verdicts: list[Obligation]) -> None:
    # Opened at 15:00 and closed on a weekend: due when Friday's hours end. The log knows only whole minutes.
    at_the_end = {row.subject for row in verdicts if row.clause == "made-sla.moderate" and row.margin == 0}
    assert at_the_end == {"incident:INC0016620", "incident:INC0019275"}


def test_every_clause_finds_something_kept_and_something_broken(standard: Standard, verdicts: list[Obligation]) -> None:
    states = {(row.clause, row.state) for row in verdicts}
    for clause in standard.clauses:
        assert {(clause.id, "kept"), (clause.id, "broken")} <= states


def test_both_readings_agree_on_every_fortieth_incident(
    standard: Standard, log: Path, verdicts: list[Obligation]
) -> None:
    stories: dict[str, list[Event]] = {}
    for event in read_log(log):
        stories.setdefault(event.about[0], []).append(event)
    assert len(stories) == 20_769
    chosen = sorted(stories)[::40]
    end_of_march = 1_459_382_400
    for at, judged in (
        (AFTER_ALL, verdicts),
        (end_of_march, verdicts_of(standard.clauses, Log([log]), end_of_march)),
    ):
        live = {
            row._replace(warn=None)
            for subject in chosen
            for row in owed(standard.clauses, Story(subject, stories[subject]), at).obligations
        }
        assert len(live) > 1_000
        assert live == {row for row in judged if row.subject in set(chosen)}
