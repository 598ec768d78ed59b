"""Processes that act and a watch are killed at any moment, again and again; the book stays whole, and no answer was a lie."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import connection
from tests.operation.laws.actors import what_is_wrong
from tests.operation.laws.trial.room import publish_trial, registered
from tests.operation.people_of_the_tests import Cast, make_cast

from shouwen.operation.ledger.models import Case, Event
from shouwen.operation.people import scope

ROOT = Path(__file__).resolve().parents[3]
SECONDS = float(os.environ.get("SHOUWEN_KILLING", "25"))


@pytest.fixture
def people(transactional_db: None) -> Iterator[Cast]:
    with registered(), scope.everywhere():
        cast = make_cast()
        publish_trial(cast.organisation)
        yield cast


def test_whoever_is_killed_at_whatever_moment_the_book_is_whole_and_every_answer_true(
    people: Cast, tmp_path: Path
) -> None:
    assert connection.vendor == "postgresql"
    name = str(connection.settings_dict["NAME"])
    answers: list[Path] = []
    dice = random.Random(1)

    def begin(what: str) -> subprocess.Popen[bytes]:
        answers.append(tmp_path / f"{len(answers)}.txt")
        with answers[-1].open("wb") as out:
            return subprocess.Popen(
                [sys.executable, "-m", "tests.operation.postgres.actor", what, str(len(answers))],
                stdout=out,
                cwd=ROOT,
                env=os.environ | {"SHOUWEN_TEST_NAME": name},
            )

    parts = ["acts", "acts", "acts", "watches"]
    running = [begin(what) for what in parts]
    killed = 0
    end = time.monotonic() + SECONDS
    try:
        while time.monotonic() < end:
            time.sleep(dice.uniform(0.2, 1.2))
            for place, process in enumerate(running):
                assert process.poll() is None, f"{parts[place]} ended by itself"
            # Who has only just begun has not done anything yet; the watch says nothing, and is killed more seldom.
            ready = [place for place in range(3) if _lines(answers, running, place)]
            place = 3 if dice.random() < 0.2 else dice.choice(ready or [3])
            os.kill(running[place].pid, signal.SIGKILL)
            running[place].wait()
            running[place] = begin(parts[place])
            _answers_of[running[place].pid] = answers[-1]
            killed += 1
    finally:
        for process in running:
            process.kill()
            process.wait()
    assert killed > 8
    _nobody_else_is_connected()
    said = [line.split() for file in answers for line in file.read_text().splitlines()]
    done = {int(line[1]) for line in said if line[0] == "done"}
    begun = {int(line[1]) for line in said if line[0] == "begun"}
    assert len(done) > 50
    assert done - set(Event.objects.values_list("pk", flat=True)) == set()
    assert begun - set(Case.objects.values_list("pk", flat=True)) == set()
    assert what_is_wrong() == []


_answers_of: dict[int, Path] = {}


def _lines(answers: list[Path], running: list[subprocess.Popen[bytes]], place: int) -> bool:
    file = _answers_of.get(running[place].pid, answers[place])
    return file.stat().st_size > 60


def _nobody_else_is_connected() -> None:
    """What the killed had begun is rolled back when the server has noticed that they are gone."""
    for _ in range(100):
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )
            (others,) = cursor.fetchone()
        if not others:
            return
        time.sleep(0.1)
    raise AssertionError("somebody is still connected")
