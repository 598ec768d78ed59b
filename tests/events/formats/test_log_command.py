"""shouwen log convert and look, as somebody uses them; bad input gives one message and leaves nothing half-written."""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from shouwen.command import main
from shouwen.events.formats.parquet import read_log

MAPPING = "log: {kind: ticket, subject: no, word: what, at: when}\n"
LOG = "no,what,when\n1,Open,2024-05-06T09:00:00Z\n1,Close,2024-05-06T10:00:00Z\n2,Open,2024-05-06T09:30:00Z\n"
GZ = gzip.compress(LOG.encode() * 1, mtime=0)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "mapping.yaml").write_text(MAPPING, encoding="utf-8")
    (tmp_path / "log.csv").write_text(LOG, encoding="utf-8")
    return tmp_path


def run(*arguments: str, lang: str = "en") -> Result:
    return CliRunner().invoke(main, ["--lang", lang, "log", *arguments], catch_exceptions=False, env={"COLUMNS": "120"})


def convert(source: str, target: str = "out.jsonl", *more: str) -> Result:
    return run("convert", source, "--to", target, "--mapping", "mapping.yaml", *more)


def test_any_format_becomes_any_other_and_the_last_is_as_the_first(folder: Path) -> None:
    chain = ["log.csv", "a.parquet", "b.csv", "c.jsonl.gz", "d.json", "e.ndjson", "f.parquet"]
    for source, target in pairwise(chain):
        done = convert(source, target)
        assert (done.exit_code, done.stdout) == (0, f"{target}: 3 events written.\n")
    assert list(read_log(folder / "f.parquet")) == list(read_log(folder / "a.parquet"))
    assert [path.name for path in folder.iterdir() if path.name.startswith(".")] == []


def test_bad_rows_are_shown_and_the_command_leaves_with_1_but_the_rest_is_written(folder: Path) -> None:
    (folder / "log.csv").write_text(
        LOG + ("x" * 10_000 + ",Open,2024-05-06T09:00:00Z\n3,Open,1969-01-01T00:00:00Z\n") * 9
    )
    done = convert("log.csv")
    assert done.exit_code == 1
    assert done.stdout == "out.jsonl: 3 events written.\n"
    assert done.stderr.splitlines()[0] == "18 rows could not be read and are left out, such as:"
    assert "log.csv: row 5: the name ticket:xxxx" in done.stderr
    assert "log.csv: row 6: the time 1969-01-01T00:00:00Z lies before 1970" in done.stderr
    assert len(done.stderr.splitlines()) == 6
    assert len((folder / "out.jsonl").read_text(encoding="utf-8").splitlines()) == 3


def test_strict_writes_nothing_where_a_row_is_bad(folder: Path) -> None:
    (folder / "log.csv").write_text(LOG + "3,Open,never\n", encoding="utf-8")
    done = convert("log.csv", "out.jsonl", "--strict")
    assert (done.exit_code, (folder / "out.jsonl").exists()) == (2, False)
    assert done.stderr.startswith("1 rows could not be read and nothing was written (the first: log.csv: row 5: never")


def test_a_standard_s_words_are_heard_and_others_told(folder: Path) -> None:
    (folder / "standard.yaml").write_text(
        "standard: desk\nlog: {kind: ticket, subject: no, word: what, at: when}\n"
        "words: {ticket.opened: {heard_as: Open}, ticket.answered: {}}\nclauses:\n- id: a.b\n  of: ticket\n"
        "  says: {en: Soon.}\n  check: {within: {after: ticket.opened, then: ticket.answered, limit: 1 hour}}\n",
        encoding="utf-8",
    )
    done = run("convert", "log.csv", "--to", "out.parquet", "--standard", "standard.yaml")
    assert (done.exit_code, done.stdout.splitlines()[1]) == (
        0,
        "Words that the standard does not speak of are left out: Close (1).",
    )
    assert [one.word for one in read_log(folder / "out.parquet")] == ["ticket.opened"] * 2


def test_look_tells_what_is_in_a_log_in_the_person_s_language(folder: Path) -> None:
    convert("log.csv", "log.parquet")
    said = run("look", "log.parquet").stdout
    assert "3 events (0 of them corrections), from 2024-05-06 09:00:00 UTC to 2024-05-06 10:00:00 UTC" in said
    assert ["ticket", "2", "3"] in [line.split() for line in said.splitlines()]
    assert ["Open", "2"] in [line.split() for line in said.splitlines()]
    assert "事件 3（其中更正 0）" in run("look", "log.parquet", lang="zh-Hans").stdout


def test_look_shows_the_columns_of_a_table_that_no_mapping_speaks_of(folder: Path) -> None:
    said = run("look", "log.csv").stdout
    assert ["no", "100%", "1", "|", "2"] in [line.split() for line in said.splitlines()]
    convert("log.csv", "log.xes")
    assert "case:concept:name" in run("look", "log.xes").stdout


def test_an_empty_log_is_written_and_looked_at(folder: Path) -> None:
    (folder / "log.csv").write_text("no,what,when\n", encoding="utf-8")
    for target in ("a.parquet", "b.csv", "c.json", "d.jsonl", "e.xes"):
        assert convert("log.csv", target).exit_code == 0
    assert json.loads((folder / "c.json").read_text(encoding="utf-8")) == []
    assert run("look", "b.csv").stdout == "There are no events.\n"


def test_xes_of_several_kinds_asks_for_one(folder: Path) -> None:
    event = '{"specversion":"1.0","id":"%d","source":"/x","type":"t","subject":"%s:1","time":"2024-05-06T09:00:00Z"}\n'
    (folder / "log.jsonl").write_text(event % (1, "visit") + event % (2, "call"), encoding="utf-8")
    done = run("convert", "log.jsonl", "--to", "out.xes")
    assert (done.exit_code, "choose it with --of, the log has: call, visit" in done.stderr) == (2, True)
    assert run("convert", "log.jsonl", "--to", "out.xes", "--of", "call").exit_code == 0


def long_case(folder: Path) -> None:
    rows = "1,Open,2024-05-06T09:00:00Z\n" * 1_000_000
    (folder / "log.csv").write_text("no,what,when\n" + rows, encoding="utf-8")


def write(name: str, data: bytes | str) -> Callable[[Path], object]:
    return lambda folder: (folder / name).write_bytes(data.encode() if isinstance(data, str) else data)


BAD: dict[str, tuple[str, Callable[[Path], object], str]] = {
    "truncated gz": ("log.csv.gz", write("log.csv.gz", GZ[:-12]), "log.csv.gz: row 1: the gzip file ends short"),
    "no mapped column": ("log.csv", write("log.csv", "a,b\n1,2\n"), "log.csv: there is no column no; this file has: a"),
    "mixed zones": ("log.csv", write("log.csv", LOG + "1,Open,2024-05-06T09:00:00\n"), "log.csv: mixed zones: row 2"),
    "a case with a million events": ("log.csv", long_case, "log.csv: the subject ticket:1 has more than 100000 events"),
    "not UTF-8": ("log.csv", write("log.csv", b"no,what,when\n\xff\xff\xff"), "log.csv: from here on this is no text"),
    "an empty file": ("log.csv", write("log.csv", ""), "log.csv: there is no column no; this file has: -"),
    "an empty XES": ("log.xes", write("log.xes", ""), "log.xes: "),
    "an empty Parquet": ("log.parquet", write("log.parquet", ""), "log.parquet: cannot read the event log"),
    "a folder without logs": ("none", lambda folder: (folder / "none").mkdir(), "none: the folder holds no log"),
    "no such file": ("gone.csv", lambda folder: None, "gone.csv: the file cannot be opened"),
    "another suffix": ("log.xlsx", write("log.xlsx", "x"), "log.xlsx: the name does not say what kind of log this is"),
    "a broken batch": ("log.json", write("log.json", '[{"a": 1'), "log.json: row 1: from here on this is broken JSON"),
    "a deep batch": ("log.json", write("log.json", "[" * 100_000), "log.json: row 1: from here on this is broken JSON"),
}


@pytest.mark.parametrize("case", BAD)
def test_a_file_that_is_bad_as_a_whole_is_one_message_and_nothing_is_written(folder: Path, case: str) -> None:
    name, make, said = BAD[case]
    make(folder)
    before = sorted(path.name for path in folder.iterdir())
    for done in (convert(name), run("look", name, "--mapping", "mapping.yaml")):
        assert (done.exit_code, done.stdout, done.stderr.count("\n")) == (2, "", 1)
        assert done.stderr.startswith(said)
    assert sorted(path.name for path in folder.iterdir()) == before


def test_a_line_of_a_hundred_megabytes_and_a_deep_one_are_bad_rows_and_the_others_are_read(folder: Path) -> None:
    event = b'{"specversion":"1.0","id":"%d","source":"/x","type":"t","subject":"a:1","time":"2024-05-06T09:00:00Z"}\n'
    with (folder / "log.jsonl").open("wb") as file:
        file.write(event % 1)
        for _ in range(100):
            file.write(b"x" * 1_000_000)
        file.write(b"\n" + b"[" * 200_000 + b"\n" + event % 2)
    done = run("convert", "log.jsonl", "--to", "out.csv")
    assert (done.exit_code, done.stdout) == (1, "out.csv: 2 events written.\n")
    assert "log.jsonl: row 2: this event has more than 10000000 bytes" in done.stderr
    assert "log.jsonl: row 3: this line is no JSON (nested too deep)" in done.stderr


@pytest.mark.parametrize(
    ("target", "said"),
    [
        ("out.xlsx", "out.xlsx: the name does not say what kind of log to write"),
        ("folder.csv", "folder.csv: this is a folder and not a file"),
        ("no/such/out.csv", "cannot write the event log (no such folder)"),
    ],
)
def test_a_target_that_cannot_be_is_refused_before_anything_is_read(folder: Path, target: str, said: str) -> None:
    (folder / "folder.csv").mkdir()
    done = convert("gone.csv", target)
    assert (done.exit_code, said in done.stderr) == (2, True)


def test_what_fails_on_the_way_leaves_the_old_file_as_it_was(folder: Path) -> None:
    (folder / "log.csv").write_text(LOG.replace("Open", "Op\x01n"), encoding="utf-8")
    (folder / "out.xes").write_text("old", encoding="utf-8")
    done = convert("log.csv", "out.xes")
    assert (done.exit_code, "holds a control character" in done.stderr) == (2, True)
    assert (folder / "out.xes").read_text(encoding="utf-8") == "old"
    assert [path.name for path in folder.iterdir() if path.name.startswith(".")] == []


def test_a_file_that_vanishes_while_it_is_to_be_read_is_named(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def vanish(path: Path) -> bool:
        path.unlink()
        return False

    monkeypatch.setattr("shouwen.events.formats.gathering.is_own", vanish)
    done = convert("log.csv")
    assert (done.exit_code, done.stderr.startswith("log.csv: cannot read the event log")) == (2, True)


def test_a_mapping_that_is_a_folder_or_no_mapping_is_named(folder: Path) -> None:
    (folder / "maps").mkdir()
    assert run("convert", "log.csv", "--to", "o.csv", "--mapping", "maps").exit_code == 2
    (folder / "mapping.yaml").write_text("log: {kind: ticket,\n  subjekt: no}\n", encoding="utf-8")
    assert "mapping.yaml:2: log has no key subjekt; the nearest are: subject" in convert("log.csv").stderr
