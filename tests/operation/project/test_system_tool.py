"""tools/system.py on a machine that has all it needs, and whose packages are told by small programs."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
HERE = {"chromium": "", "fc-list": "echo a font", "initdb": "", "pg_ctl": "", "postgres": "echo postgres 99"}
"""What the tests need of the machine, as small programs: PostgreSQL may be found elsewhere, or not at all."""


@pytest.mark.parametrize(
    ("packages", "asked"),
    [
        ({"chromium": "installed 9.1"}, ["install --yes --no-install-recommends chromium-l10n=9.1"]),
        ({"chromium": "installed 9.1", "chromium-l10n": "installed 9.1"}, []),
        ({"chromium": "installed 9.1", "chromium-l10n": "config-files 9.0"},
         ["install --yes --no-install-recommends chromium-l10n=9.1"]),
        ({}, []),
    ],
)  # fmt: skip
def test_languages_are_put_beside_chromium_and_all_goes_on_without_them(
    tmp_path: Path, packages: dict[str, str], asked: list[str]
) -> None:
    told = tmp_path / "told"
    told.touch()
    says = "".join(f'{name}) echo "{state}";;' for name, state in packages.items())
    programs = {
        **HERE,
        "sudo": 'shift; "$@"',
        "dpkg-query": f'for last; do :; done; case "$last" in {says} *) exit 1;; esac',
        "apt-get": f'echo "$*" >> {told}; exit 100',
    }
    for name, text in programs.items():
        (tmp_path / name).write_text(f"#!/bin/sh\n{text}\n", encoding="utf-8")
        (tmp_path / name).chmod(0o755)
    command = [sys.executable, ROOT / "tools" / "system.py"]
    done = subprocess.run(command, env={"PATH": str(tmp_path)}, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert told.read_text(encoding="utf-8").splitlines() == asked


def test_without_any_of_it_nothing_is_tried(tmp_path: Path) -> None:
    for name, text in HERE.items():
        (tmp_path / name).write_text(f"#!/bin/sh\n{text}\n", encoding="utf-8")
        (tmp_path / name).chmod(0o755)
    command = [sys.executable, ROOT / "tools" / "system.py"]
    done = subprocess.run(command, env={"PATH": str(tmp_path)}, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
