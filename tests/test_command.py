"""The command line, as somebody uses it who has not read the code."""

from __future__ import annotations

import gzip
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from shouwen.command import main
from shouwen.events.event import Event
from shouwen.events.formats.parquet import write_log

STANDARD = """
standard: counter
title: {en: A counter's standard, zh-Hans: 柜台规范, zh-Hant: 櫃檯規範}
calendar: hall
calendars: {hall: {zone: Asia/Shanghai, open: {mon-sun: ["09:00-18:00"]}, holidays: china}}
log: {kind: visit, subject: ticket, word: what, at: when, by: who, zone: Asia/Shanghai, fields: {fee: fee}}
words:
  visit.arrived: {heard_as: arrives}
  visit.called: {heard_as: called, fields: {fee: number}}
clauses:
- id: visit.called-in-time
  of: visit
  says: {en: A visitor is called within ten minutes., zh-Hans: 十分钟之内叫到客户。, zh-Hant: 十分鐘之內叫到客戶。}
  check: {within: {after: visit.arrived, then: visit.called, limit: 10 minutes}}
- id: visit.answered-in-hours
  of: visit
  says: {en: A visitor is called within a working hour., zh-Hans: 一个工作小时之内叫到客户。}
  check: {within: {after: visit.arrived, then: visit.called, limit: 1 working hour}}
- id: visit.greeting
  of: visit
  says: {en: Visitors are greeted., zh-Hans: 招呼客户。}
  check: {says: {phrases: 您好, moment: {en: on arrival, zh-Hans: 客户进门时}}}
"""
LOG = """ticket,what,when,who,fee
A1,arrives,2026-09-01 09:00:00,,
A1,called,2026-09-01 09:10:00,li,12.5
A2,arrives,2026-09-01 09:01:00,,
A2,called,2026-09-01 09:11:01,wang,0
A3,arrives,2026-09-01 09:02:00,,
A3,yawns,2026-09-01 09:03:00,,
A4,called,2026-09-01 09:04:00,li,twelve
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "standard.yaml").write_text(STANDARD, encoding="utf-8")
    (tmp_path / "log.csv").write_text(LOG, encoding="utf-8")
    return tmp_path


def run(folder: Path, *arguments: str, lang: str = "en", log: str = "log.csv") -> Result:
    given = ["--standard", str(folder / "standard.yaml"), "--events", str(folder / log), *arguments]
    return CliRunner().invoke(main, ["--lang", lang, "audit", *given], catch_exceptions=False, terminal_width=200)


def test_verdicts_come_as_json_with_the_events_that_are_the_evidence(folder: Path) -> None:
    said = json.loads(run(folder, "--json", "--as-of", "2026-09-01T09:12:00+08:00").stdout)
    rows = {(row["clause"], row["subject"]): row for row in said["verdicts"]}
    kept, late = rows["visit.called-in-time", "visit:A1"], rows["visit.called-in-time", "visit:A2"]
    assert (kept["state"], kept["margin"], kept["due"]) == ("kept", 0, "2026-09-01T01:10:00Z")
    assert [event["word"] for event in kept["evidence"]] == ["visit.arrived", "visit.called"]
    assert kept["evidence"][1] == {
        "id": 4, "word": "visit.called", "at": "2026-09-01T01:10:00Z", "by": "li", "grade": "system",
    }  # fmt: skip
    assert (late["state"], late["margin"]) == ("broken", -1)
    waiting = rows["visit.called-in-time", "visit:A3"]
    assert (waiting["state"], waiting["due"], waiting["settled_by"]) == ("open", "2026-09-01T01:12:00Z", None)


def test_rows_that_cannot_be_read_and_words_nobody_spoke_of_are_counted_and_told(folder: Path) -> None:
    said = json.loads(run(folder, "--json").stdout)
    assert said["events"] == 5
    assert said["words_not_in_the_standard"] == {"yawns": 1}
    assert said["bad_rows"]["count"] == 1
    assert "row 8" in said["bad_rows"]["first"][0]["en"]
    assert "twelve" in said["bad_rows"]["first"][0]["zh-Hans"]


def test_a_check_that_events_cannot_judge_says_so_and_counts_as_nothing(folder: Path) -> None:
    said = json.loads(run(folder, "--json").stdout)
    greeting = said["clauses"][2]
    assert (greeting["readings"], greeting["states"]) == (["say"], {})
    assert "events alone cannot judge it" in " ".join(run(folder).stdout.split())


def test_the_table_stays_readable_on_a_narrow_terminal(folder: Path) -> None:
    for line in run(folder).stdout.splitlines():
        assert len(line) <= 80
    assert "visit.called-in-time" in run(folder).stdout


def test_the_table_speaks_the_person_s_language(folder: Path) -> None:
    assert "柜台规范" in run(folder, lang="zh-Hans").stdout
    assert "违反" in run(folder, lang="zh-Hans").stdout
    assert "未評判" in run(folder, lang="zh-Hant").stdout
    assert "A counter's standard" in run(folder).stdout


def test_years_without_holiday_data_are_listed_and_leave_what_is_owed_open(folder: Path) -> None:
    (folder / "late.csv").write_text(LOG.replace("2026-", "2031-").replace("A2,called", "A2,yawns"), encoding="utf-8")
    said = json.loads(run(folder, "--json", log="late.csv").stdout)
    assert said["missing_years"] == {"hall": [2031]}
    rows = {row["subject"]: row for row in said["verdicts"] if row["clause"] == "visit.answered-in-hours"}
    assert (rows["visit:A2"]["state"], rows["visit:A2"]["reason"], rows["visit:A2"]["due"]) == (
        "open",
        "calendar",
        None,
    )
    assert "2031" in run(folder, log="late.csv").stdout


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("standard.yaml", STANDARD.replace("limit: 10 minutes", "limit: ten o'clock"), "visit.called-in-time"),
        ("standard.yaml", STANDARD.replace("limit: 10 minutes", "limit: 0 minutes"), "visit.called-in-time"),
        ("standard.yaml", STANDARD.replace("then: visit.called,", "then: visit.caled,"), "visit.called"),
        ("standard.yaml", STANDARD.replace("check: {within", "check: {whithin"), "within"),
        ("standard.yaml", STANDARD + "\n  }", "line"),
        ("standard.yaml", STANDARD.replace("log: {kind", "lag: {kind"), "log"),
        ("log.csv", LOG.replace("ticket,what", "number,what"), "ticket"),
        ("log.csv", LOG.replace("2026-09-01 09:10:00", "2026-09-01T09:10:00+08:00"), "zone"),
    ],
)
def test_bad_input_gives_one_line_that_names_the_place_and_exits_with_2(
    folder: Path, name: str, text: str, said: str
) -> None:
    if said == "zone":
        (folder / "standard.yaml").write_text(
            STANDARD.replace("zone: Asia/Shanghai, fields", "fields"), encoding="utf-8"
        )
    (folder / name).write_text(text, encoding="utf-8")
    result = run(folder)
    assert result.exit_code == 2
    assert result.stdout == ""
    assert result.stderr.count("\n") == 1
    assert name in result.stderr
    assert said in result.stderr


def test_a_missing_file_and_a_time_that_is_none_are_named(folder: Path) -> None:
    assert "nothing.csv" in run(folder, log="nothing.csv").stderr
    assert "yesterday" in run(folder, "--as-of", "yesterday").stderr
    broken = gzip.compress(LOG.encode())[:-12]
    (folder / "broken.csv.gz").write_bytes(broken)
    assert "broken.csv.gz" in run(folder, log="broken.csv.gz").stderr
    (folder / "none.parquet").write_bytes(b"PAR1 and nothing else")
    assert "none.parquet" in run(folder, log="none.parquet").stderr
    assert "十" not in run(folder, log="nothing.csv", lang="en").stderr
    assert "请" in run(folder, log="nothing.csv", lang="zh-Hans").stderr


def test_the_command_runs_as_a_process_of_its_own_and_stands_a_closed_pipe(folder: Path) -> None:
    command = [sys.executable, "-m", "shouwen.command", "audit", "--standard", "standard.yaml", "--events", "log.csv"]
    done = subprocess.run(
        f"{' '.join(command)} --json | head -n 2", shell=True, cwd=folder, capture_output=True, text=True,
        check=False, env=os.environ | {"LANG": "en_US.UTF-8"},
    )  # fmt: skip
    assert done.stdout.startswith("{\n")
    assert "Traceback" not in done.stderr


def test_several_logs_are_judged_as_one(folder: Path) -> None:
    write_log(visits(first=1, at=1_000_000), folder / "one.parquet")
    write_log(visits(first=3, at=2_000_000), folder / "two.parquet")
    said = json.loads(run(folder, "--events", str(folder / "two.parquet"), "--json", log="one.parquet").stdout)
    assert (said["events"], said["clauses"][0]["states"]) == (4, {"kept": 2})


def test_each_edition_of_a_standard_judges_its_own_time(folder: Path) -> None:
    for name, dates, limit in (("old", "until: 2026-09-01", "1 minute"), ("new", "from: 2026-09-01", "20 minutes")):
        text = STANDARD.replace("calendar: hall", f"edition: {name}\nin_force: {{{dates}}}\ncalendar: hall", 1)
        (folder / f"{name}.yaml").write_text(text.replace("limit: 10 minutes", f"limit: {limit}"), encoding="utf-8")
    before = "".join(f"{line}\n" for line in LOG.replace("09-01", "08-31").splitlines()[1:3])
    (folder / "log.csv").write_text(LOG + before.replace("A1", "A0"), encoding="utf-8")
    editions = [f"--standard={folder / name}.yaml" for name in ("new", "old")]
    command = ["--lang", "en", "audit", *editions, "--events", str(folder / "log.csv"), "--json"]
    said = json.loads(CliRunner().invoke(main, command, catch_exceptions=False).stdout)
    states = {row["subject"]: row["state"] for row in said["verdicts"] if row["clause"] == "visit.called-in-time"}
    assert (states["visit:A0"], states["visit:A2"]) == ("broken", "kept")
    assert [clause["id"] for clause in said["clauses"]].count("visit.called-in-time") == 1
    assert [edition["until"] for edition in said["clauses"][0]["editions"]] == ["2026-09-01", None]


@pytest.mark.parametrize("shape", ["log: {section}", "{section}"])
def test_a_mapping_of_its_own_says_how_a_log_is_read(folder: Path, shape: str) -> None:
    [section] = [line.removeprefix("log: ") for line in STANDARD.splitlines() if line.startswith("log: ")]
    (folder / "standard.yaml").write_text(STANDARD.replace(f"log: {section}\n", ""), encoding="utf-8")
    (folder / "mapping.yaml").write_text(shape.replace("{section}", section), encoding="utf-8")
    said = json.loads(run(folder, "--json", "--mapping", str(folder / "mapping.yaml")).stdout)
    assert said["clauses"][0]["states"] == {"kept": 1, "broken": 1, "open": 1}
    (folder / "mapping.yaml").write_text("log: [kind, subject]", encoding="utf-8")
    wrong = run(folder, "--mapping", str(folder / "mapping.yaml"))
    assert (wrong.exit_code, "mapping.yaml" in wrong.stderr) == (2, True)


def visits(*, first: int, at: int) -> list[Event]:
    """One visitor who is called after a minute."""
    return [
        Event(id=first + n, about=(f"visit:{first}",), word=word, at=at + 60 * n, noted_at=at + 60 * n, grade="device")
        for n, word in enumerate(("visit.arrived", "visit.called"))
    ]


def test_demo_makes_up_a_month_and_judges_it(tmp_path: Path) -> None:
    arguments = ["--lang", "zh-Hans", "month", "--out", str(tmp_path / "new" / "demo"), "--examples", "0"]
    done = CliRunner().invoke(main, arguments, catch_exceptions=False)
    assert done.exit_code == 0
    assert (tmp_path / "new" / "demo" / "hall-2026-09.parquet").is_file()
    assert "hall.greeted" in done.stdout
    report = tmp_path / "new" / "demo" / "audit" / "report.html"
    assert '<html lang="zh-Hans">' in report.read_text(encoding="utf-8")
    assert done.stdout.replace("\n", "").endswith(str(report))
    wrong = CliRunner().invoke(main, ["month", "--out", str(tmp_path), "--month", "2026-13"], catch_exceptions=False)
    assert (wrong.exit_code, "2026-13" in wrong.stderr) == (2, True)
