"""A result's folder: it appears whole or not at all, however the audit ends."""

from __future__ import annotations

import json
import os
import resource
import signal
import subprocess
import sys
import time
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner, Result
from tests.audit.small_hall import BEGIN, STANDARD, VISITS, events

from shouwen.audit import saving
from shouwen.audit.saving import FILES, VERDICTS, result_folder
from shouwen.command import main
from shouwen.events.event import Event
from shouwen.events.formats.parquet import write_log
from shouwen.fault import Fault


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "standard.yaml").write_text(STANDARD, encoding="utf-8")
    write_log(events(), tmp_path / "log.parquet")
    return tmp_path


def arguments(folder: Path, *more: str, log: str = "log.parquet") -> list[str]:
    standard = str(folder / "standard.yaml")
    return ["audit", "--standard", standard, "--events", str(folder / log), "--out", str(folder / "out"), *more]


def run(folder: Path, *more: str) -> Result:
    return CliRunner().invoke(main, ["--lang", "en", *arguments(folder, *more)], catch_exceptions=False)


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def hidden(folder: Path) -> list[Path]:
    return list(folder.glob(".out.*"))


def test_all_files_appear_and_hold_the_same_result(folder: Path) -> None:
    result = run(folder)
    assert (result.exit_code, sorted(contents(folder / "out"))) == (0, sorted(FILES))
    assert str(folder / "out" / "report.html") in result.stdout.replace("\n", "")
    assert pq.read_table(folder / "out" / VERDICTS).num_rows == len(VISITS) + 2
    assert json.loads((folder / "out" / "report.json").read_bytes())["figures"]["kept_measured"] == 5
    assert (folder / "out" / "report.csv").read_bytes().startswith(b"\xef\xbb\xbfclause,site,")
    assert "visit.called" in (folder / "out" / "report.txt").read_text(encoding="utf-8")
    assert hidden(folder) == []
    assert (folder / "out").stat().st_mode & 0o777 == 0o777 & ~umask()


def test_the_same_log_gives_the_same_report_to_the_byte(folder: Path) -> None:
    run(folder)
    first = contents(folder / "out")
    run(folder)
    second = contents(folder / "out")
    assert {name for name in FILES if first[name] != second[name]} <= {VERDICTS}


def test_with_json_the_report_goes_to_standard_output_as_well(folder: Path) -> None:
    said = json.loads(run(folder, "--json").stdout)
    assert said == json.loads((folder / "out" / "report.json").read_bytes())


def test_a_former_result_is_replaced_also_where_folders_cannot_be_exchanged(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run(folder)
    monkeypatch.setattr(saving, "_exchange", lambda one, other: False)
    run(folder, "--as-of", "2026-09-30T23:31:00+08:00")
    assert json.loads((folder / "out" / "report.json").read_bytes())["as_of"] == "2026-09-30T15:31:00Z"
    assert hidden(folder) == []


@pytest.mark.parametrize("name", ["notes.txt", "report.json", "report.html"])
def test_a_folder_that_holds_anything_else_is_left_alone(folder: Path, name: str) -> None:
    (folder / "out").mkdir()
    (folder / "out" / name).write_text("mine", encoding="utf-8")
    result = run(folder)
    assert (result.exit_code, result.stderr.count("\n"), name in result.stderr) == (2, 1, True)
    assert contents(folder / "out") == {name: b"mine"}
    assert hidden(folder) == []


def test_a_file_in_the_place_of_the_folder_is_left_alone(folder: Path) -> None:
    (folder / "out").write_text("mine", encoding="utf-8")
    assert run(folder).exit_code == 2
    assert (folder / "out").read_text(encoding="utf-8") == "mine"


def test_an_audit_that_fails_leaves_the_former_result(folder: Path) -> None:
    run(folder)
    before = contents(folder / "out")
    (folder / "log.parquet").write_bytes(b"PAR1 and nothing else")
    assert run(folder).exit_code == 2
    assert (contents(folder / "out"), hidden(folder)) == (before, [])


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_an_audit_that_is_killed_leaves_the_former_result_and_the_next_one_clears_up(
    folder: Path, number: signal.Signals
) -> None:
    run(folder)
    before = contents(folder / "out")
    write_log(many_events(), folder / "large.parquet")
    command = [sys.executable, "-m", "shouwen.command", *arguments(folder, log="large.parquet")]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        wait_for(lambda: any((work / VERDICTS).exists() for work in hidden(folder)))
        process.send_signal(number)
        assert process.wait(60) != 0
    assert contents(folder / "out") == before
    assert bool(hidden(folder)) == (number == signal.SIGKILL)
    run(folder)
    assert hidden(folder) == []


def test_an_audit_that_finds_the_disk_full_says_so_and_leaves_the_former_result(folder: Path) -> None:
    run(folder)
    before = contents(folder / "out")
    command = [sys.executable, "-m", "shouwen.command", "--lang", "en", *arguments(folder)]
    limit = (20_000, 20_000)  # no file may grow longer, as if the disk were full
    done = subprocess.run(
        command, capture_output=True, text=True, check=False, env=os.environ | {"MPLCONFIGDIR": str(folder)},
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, limit),
    )  # fmt: skip
    assert done.returncode == 2
    assert "cannot write the result" in done.stderr
    assert "Traceback" not in done.stderr
    assert (contents(folder / "out"), hidden(folder)) == (before, [])


def test_what_another_audit_is_writing_is_not_cleared_away(tmp_path: Path) -> None:
    with result_folder(tmp_path / "out") as work:
        (work / "report.txt").write_text("half", encoding="utf-8")
        other = work.with_name(".out.unfinished-1")
        other.mkdir()
        saving._clear_away(tmp_path / "out")
        assert (work.is_dir(), other.exists()) == (True, False)


def test_what_a_kill_left_between_two_renames_is_put_back(tmp_path: Path) -> None:
    former = tmp_path / ".out.former"
    former.mkdir()
    (former / "report.txt").write_text("former", encoding="utf-8")
    with pytest.raises(Fault), result_folder(tmp_path / "out") as work:
        raise OSError(28, "No space left on device", str(work))
    assert contents(tmp_path / "out") == {"report.txt": b"former"}


def many_events() -> list[Event]:
    return [
        Event(id=n + 1, about=(f"visit:{n // 2}",), word=("visit.arrived", "visit.called")[n % 2], at=BEGIN + n,
              noted_at=BEGIN + n, site="north", by=f"clerk-{n % 7}", grade="device")
        for n in range(60_000)
    ]  # fmt: skip


def wait_for(happened: object) -> None:
    for _ in range(6_000):
        if happened():  # type: ignore[operator]
            return
        time.sleep(0.005)
    raise AssertionError("it did not happen")


def umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
