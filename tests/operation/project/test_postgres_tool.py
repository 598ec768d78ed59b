"""tools/postgres.py leaves nothing behind, whatever becomes of what it ran."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

TOOL = Path(__file__).resolve().parents[3] / "tools" / "postgres.py"


@pytest.fixture
def folder() -> Iterator[Path]:
    """A temporary folder that whoever keeps the cluster can reach."""
    with tempfile.TemporaryDirectory(dir="/tmp") as made:
        Path(made).chmod(0o755)
        yield Path(made)


def test_a_command_finds_the_database_and_its_exit_code_is_kept(folder: Path) -> None:
    asking = (
        "import os, psycopg; address = os.environ['SHOUWEN_DATABASE'];"
        "print(address, *psycopg.connect(address).execute('SHOW fsync').fetchone()); raise SystemExit(7)"
    )
    command = [sys.executable, TOOL, sys.executable, "-c", asking]
    ran = subprocess.run(command, env=_inside(folder), capture_output=True, text=True, check=False)
    address, fsync = ran.stdout.split()
    assert (ran.returncode, fsync, list(folder.iterdir())) == (7, "on", [])
    try:
        psycopg.connect(address, connect_timeout=2).close()
    except psycopg.OperationalError:
        return
    raise AssertionError("the cluster still answers")


def test_it_is_gone_when_it_is_told_to_end(folder: Path) -> None:
    command = [sys.executable, TOOL, "--fast", "sh", "-c", "echo $SHOUWEN_DATABASE; exec sleep 60"]
    with subprocess.Popen(command, env=_inside(folder), stdout=subprocess.PIPE, text=True) as running:
        assert running.stdout is not None
        port = re.search(r":(\d+)/", running.stdout.readline())
        assert port is not None
        running.send_signal(signal.SIGTERM)
        began = time.monotonic()
        assert (running.wait(30), time.monotonic() - began < 20) == (128 + signal.SIGTERM, True)
    assert list(folder.iterdir()) == []


def _inside(folder: Path) -> dict[str, str]:
    return os.environ | {"TMPDIR": str(folder)}
