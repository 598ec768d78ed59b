"""Processes that live on a test's database until they are killed, at whatever moment.

The test calls `live_and_die`. It starts `python -m tests.operation.killing MODULE`, which sets everything up once and
then forks: so that who is killed is killed while it acts, and not while it starts. MODULE has `live(what, seed)`, which
never ends, and `say`s at once what it was answered.
"""

from __future__ import annotations

import importlib
import os
import random
import signal
import subprocess
import sys
import time
import traceback
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import django
from django.conf import settings
from django.db import connection

ROOT = Path(__file__).resolve().parents[2]
SECONDS = float(os.environ.get("SHOUWEN_KILLING", "25"))


def say(*what: object) -> None:
    """One line, whole or not at all."""
    os.write(1, (" ".join(map(str, what)) + "\n").encode())


@dataclass(frozen=True)
class Life:
    """What a process does, and when it is killed: after so many bytes of answers, or else so many seconds; from, to."""

    what: str
    answers: tuple[float, float] | None = None
    seconds: tuple[float, float] = (0.3, 2)


@dataclass(frozen=True)
class Died:
    """What all were answered, line by line and word by word; how many were killed before the end."""

    said: list[list[str]]
    killed: int


@dataclass
class _Living:
    life: Life
    number: int
    answers: Path
    due: float

    def is_ripe(self) -> bool:
        os.kill(self.number, 0)  # it is there, or else it has ended by itself
        return time.monotonic() > self.due if self.life.answers is None else _size(self.answers) > self.due


def _size(file: Path) -> int:
    return file.stat().st_size if file.exists() else 0


def live_and_die(module: str, lives: Sequence[Life], folder: Path, *, enough: int, **environment: str) -> Died:
    """Processes live these lives side by side. Who is killed is followed by another of the same life, for SECONDS, and
    as long as not `enough` were killed. `folder`: where they answer. `environment`: theirs, besides this process's."""
    dice, begun = random.Random(1), list[_Living]()
    parent = subprocess.Popen(
        [sys.executable, "-m", "tests.operation.killing", module],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        cwd=ROOT,
        env=os.environ | environment | {"SHOUWEN_TEST_NAME": str(connection.settings_dict["NAME"])},
        text=True,
    )
    told, answered = parent.stdin, parent.stdout
    assert told is not None
    assert answered is not None

    def begin(life: Life) -> _Living:
        file = folder / f"{len(begun)}.txt"
        print(life.what, len(begun), file, file=told, flush=True)
        due = dice.uniform(*life.seconds) + time.monotonic() if life.answers is None else dice.uniform(*life.answers)
        begun.append(_Living(life, int(answered.readline()), file, due))
        return begun[-1]

    living = [begin(life) for life in lives]
    start, killed = time.monotonic(), 0
    try:
        while time.monotonic() < start + SECONDS or (killed < enough and time.monotonic() < start + 6 * SECONDS):
            time.sleep(dice.uniform(0, 0.05))
            for place, one in enumerate(living):
                if one.is_ripe():
                    os.kill(one.number, signal.SIGKILL)
                    killed += 1
                    living[place] = begin(one.life)
    finally:
        for one in living:
            os.kill(one.number, signal.SIGKILL)
        told.close()
        parent.wait(20)
        answered.close()
    assert killed >= enough
    _nobody_else_is_connected()
    said = [line.split() for one in begun if _size(one.answers) for line in one.answers.read_text().splitlines()]
    return Died(said, killed)


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


def main() -> None:
    """Begets whom it is told to beget, "WHAT SEED FILE", and answers with the number of the process; until nobody tells
    it anything."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.operation.settings"
    settings.DATABASES["default"]["NAME"] = os.environ["SHOUWEN_TEST_NAME"]
    django.setup()
    live = importlib.import_module(sys.argv[1]).live
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # whoever is killed is gone
    for line in sys.stdin:
        what, seed, file = line.split()
        child = os.fork()
        if not child:
            os.dup2(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_APPEND), 1)
            try:
                live(what, int(seed))
            finally:
                traceback.print_exc()
                os._exit(1)
        say(child)


if __name__ == "__main__":
    main()
