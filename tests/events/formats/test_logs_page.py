"""docs/logs.md: its files are written, its commands run, and what it shows is what comes out."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest
from click.testing import CliRunner

from shouwen.command import main

PAGE = (Path(__file__).resolve().parents[3] / "docs" / "logs.md").read_text(encoding="utf-8")
BLOCK = re.compile(r"(?:`([\w.-]+)`:\n\n)?```(\w+)\n(.*?)```", re.DOTALL)


def test_the_page_s_examples_run_and_show_what_it_says(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    said, shown = "", 0
    for name, kind, text in BLOCK.findall(PAGE):
        if name:
            (tmp_path / name).write_text(text, encoding="utf-8")
        elif kind == "sh":
            said = "".join(run(line) for line in text.splitlines())
        elif kind == "text":
            assert said == text
            shown += 1
    assert shown == 4


def run(line: str) -> str:
    program, *arguments = shlex.split(line)
    assert program == "shouwen"
    done = CliRunner().invoke(main, ["--lang", "en", *arguments], catch_exceptions=False, env={"COLUMNS": "120"})
    assert done.exit_code == 0
    assert done.stderr == ""
    return "".join(f"{text.rstrip()}\n" for text in done.stdout.splitlines())
