"""Processes that act, and a watch, are killed at any moment: the book stays whole, no answer was a lie."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
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


@dataclass
class Part:
    """A process, what it was answered, and when it shall be killed: after so many bytes of answers, or seconds."""

    what: str
    number: int
    answers: Path
    due: float

    @property
    def ripe(self) -> bool:
        os.kill(self.number, 0)  # it is there, or else it has ended by itself
        return _size(self.answers) > self.due if self.what == "acts" else time.monotonic() > self.due


def _size(file: Path) -> int:
    return file.stat().st_size if file.exists() else 0


def test_whoever_is_killed_at_whatever_moment_the_book_is_whole_and_every_answer_true(
    people: Cast, tmp_path: Path
) -> None:
    assert connection.vendor == "postgresql"
    dice = random.Random(1)
    begun: list[Part] = []
    parent = subprocess.Popen(
        [sys.executable, "-m", "tests.operation.postgres.actor"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        cwd=ROOT,
        env=os.environ | {"SHOUWEN_TEST_NAME": str(connection.settings_dict["NAME"])},
        text=True,
    )
    assert parent.stdin
    assert parent.stdout

    def begin(what: str) -> Part:
        file = tmp_path / f"{len(begun)}.txt"
        print(what, len(begun), file, file=parent.stdin, flush=True)
        number = int(parent.stdout.readline())  # type: ignore[union-attr]
        due = dice.uniform(5, 300) if what == "acts" else time.monotonic() + dice.uniform(0.3, 2)
        begun.append(Part(what, number, file, due))
        return begun[-1]

    running = [begin(what) for what in ("acts", "acts", "acts", "watches")]
    end = time.monotonic() + SECONDS
    killed = 0
    try:
        while time.monotonic() < end:
            time.sleep(dice.uniform(0, 0.05))
            for place, part in enumerate(running):
                if part.ripe:
                    os.kill(part.number, signal.SIGKILL)
                    killed += 1
                    running[place] = begin(part.what)
    finally:
        for part in running:
            os.kill(part.number, signal.SIGKILL)
        parent.stdin.close()
        parent.wait(20)
        parent.stdout.close()
    assert killed > 12
    _nobody_else_is_connected()
    said = [line.split() for part in begun if _size(part.answers) for line in part.answers.read_text().splitlines()]
    done = {int(line[1]) for line in said if line[0] == "done"}
    new = {int(line[1]) for line in said if line[0] == "begun"}
    assert len(done) > 50
    assert done - set(Event.objects.values_list("pk", flat=True)) == set()
    assert new - set(Case.objects.values_list("pk", flat=True)) == set()
    assert what_is_wrong() == []


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
