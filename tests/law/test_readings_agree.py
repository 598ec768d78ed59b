"""The first law of the house: what `owed` gives, asked at any time, and what the audit selects are the same rows."""

from __future__ import annotations

import os
from pathlib import Path
from random import Random

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from tests.law.stories import STANDARD, batch, by_subject, differences, live, some_log, times

from shouwen.audit.judge import verdicts_of
from shouwen.audit.on_duckdb import Log
from shouwen.events.formats.parquet import read_log, write_log
from shouwen.standard.check_reading import KINDS

SEEDS = range(int(os.environ.get("SHOUWEN_LAW_SEEDS", "6")))
"""More of them try harder: SHOUWEN_LAW_SEEDS=200 make test."""


def test_the_law_is_tried_on_every_kind_of_check() -> None:
    assert {clause.check.name for clause in STANDARD.clauses} == set(KINDS)


@pytest.mark.parametrize("seed", SEEDS)
def test_the_readings_agree_at_random_times_on_sixty_stories_and_every_clause(seed: int) -> None:
    random = Random(seed)
    log = some_log(random, 60)
    for at in times(random, log, 3):
        assert differences(STANDARD.clauses, log, at) == []


@pytest.mark.parametrize("seed", range(1000, 1003))
def test_the_readings_agree_when_a_log_is_replayed_event_by_event(seed: int) -> None:
    random = Random(seed)
    log = some_log(random, 5)
    clauses = random.sample(STANDARD.clauses, 24)
    for at in sorted({event.noted_at for events in log.values() for event in events}):
        assert differences(clauses, log, at) == []


@settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.large_base_example],
    phases=[Phase.explicit, Phase.reuse, Phase.generate, Phase.shrink],
)
@given(
    random=st.randoms(use_true_random=False),
    clauses=st.lists(st.sampled_from(STANDARD.clauses), min_size=4, max_size=12),
)
def test_the_readings_agree_on_what_hypothesis_thinks_of(random: Random, clauses: list) -> None:
    chosen = list({clause.id: clause for clause in clauses}.values())
    log = some_log(random, 3, longest=8)
    for at in times(random, log, 1):
        assert differences(chosen, log, at) == []


def test_the_readings_agree_exactly_when_a_due_time_comes_and_one_second_later() -> None:
    log = some_log(Random(77), 12)
    last = max(event.noted_at for events in log.values() for event in events)
    rows = live(STANDARD.clauses, log, last)
    dues = sorted({row.due for row in rows if row.due is not None and abs(row.due - last) < 90 * 86400})
    assert len(dues) > 30
    for due in dues[:: len(dues) // 8]:
        for at in (due, due + 1):
            assert differences(STANDARD.clauses, log, at) == []


def test_a_log_written_as_a_file_and_read_again_is_judged_alike(tmp_path: Path) -> None:
    log = some_log(Random(5), 30)
    at = times(Random(5), log, 1)[0]
    events = sorted((event for story in log.values() for event in story), key=lambda event: event.id)
    write_log(events, tmp_path / "log.parquet")
    assert list(read_log(tmp_path / "log.parquet")) == events
    assert verdicts_of(STANDARD.clauses, Log([tmp_path / "log.parquet"]), at) == live(STANDARD.clauses, log, at)


def test_an_empty_log_and_a_subject_without_events_owe_nothing() -> None:
    assert batch(STANDARD.clauses, {}, 1_745_982_000) == []
    assert live(STANDARD.clauses, {"case:000": []}, 1_745_982_000) == []


def test_the_stories_reach_every_state_and_reason_there_is() -> None:
    from shouwen.checks.obligation import REASONS

    states, reasons, shared = set(), set(), 0
    for seed in range(8):
        random = Random(seed)
        log = some_log(random, 40)
        shared += len(by_subject(log).get("shift:s1", []))
        for at in times(random, log, 2):
            for row in live(STANDARD.clauses, log, at):
                states.add(row.state)
                reasons.add(row.reason)
    assert states == {"kept", "broken", "open", "not_judged"}
    assert reasons == {None, *REASONS}
    assert shared > 20
