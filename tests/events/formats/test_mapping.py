"""Mappings beyond a column a field: one row that tells of several events, snapshots, days written first."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import duckdb
import pytest

from shouwen.command.audit import heard_of
from shouwen.events.formats.heard import Heard
from shouwen.events.formats.reading import read_any
from shouwen.events.vocabulary import Field, Vocabulary, Word
from shouwen.fault import Fault
from shouwen.standard.page import read_page
from shouwen.wording import Wording


def word(name: str, *heard_as: str) -> Word:
    return Word(name, Wording.of(name), {"level": Field("level", "number", Wording.of("level"))}, (), heard_as)


VOCABULARY = Vocabulary({name: word(name) for name in ("opened", "resolved")} | {"changed": word("changed", "Change")})
OPENED = {"kind": "ticket", "subject": "no", "word": {"always": "opened"}, "at": "opened_at"}
RESOLVED = {"kind": "ticket", "subject": "no", "word": {"always": "resolved"}, "at": "resolved_at", "first": True}
TABLE = """no,what,opened_at,changed_at,resolved_at,level,state
1,Change,2024-05-06 09:00,2024-05-06 09:30,2024-05-06 11:00,3,Closed
1,Change,2024-05-06 09:00,2024-05-06 10:00,2024-05-06 11:00,3,New
2,Change,2024-05-06 09:05,2024-05-06 10:30,,3,New
"""


def told(path: Path, mapping: Any, text: str = TABLE) -> list[tuple[str, str, int]]:
    path.write_text(text, encoding="utf-8")
    reading = read_any(path, Heard.of(mapping, place="log"), VOCABULARY)
    rows = [(row.subject, row.word, row.micros // 60_000_000 % (24 * 60) - 9 * 60) for row in reading]
    assert [str(fault) for fault in reading.bad] == []
    return rows


@pytest.fixture
def csv(tmp_path: Path) -> Path:
    return tmp_path / "table.csv"


def test_one_row_tells_of_several_events_where_their_times_are_filled(csv: Path) -> None:
    changed = {"kind": "ticket", "subject": "no", "word": "what", "at": "changed_at"}
    assert told(csv, [OPENED | {"first": True}, changed, RESOLVED]) == [
        ("ticket:1", "opened", 0), ("ticket:1", "changed", 30), ("ticket:1", "resolved", 120),
        ("ticket:1", "changed", 60), ("ticket:2", "opened", 5), ("ticket:2", "changed", 90),
    ]  # fmt: skip


def test_without_first_a_snapshot_table_tells_it_again_and_again(csv: Path) -> None:
    assert told(csv, OPENED) == [("ticket:1", "opened", 0), ("ticket:1", "opened", 0), ("ticket:2", "opened", 5)]
    assert told(csv, OPENED | {"first": True}) == [("ticket:1", "opened", 0), ("ticket:2", "opened", 5)]


def test_first_tells_two_times_of_one_subject_apart(csv: Path) -> None:
    moved = TABLE.replace("1,Change,2024-05-06 09:00,2024-05-06 10:00", "1,Change,2024-05-06 09:01,2024-05-06 10:00")
    assert told(csv, OPENED | {"first": True}, moved)[:2] == [("ticket:1", "opened", 0), ("ticket:1", "opened", 1)]


@pytest.mark.parametrize(
    ("when", "rows"),
    [
        ({"state": "New"}, [("ticket:1", "opened", 0), ("ticket:2", "opened", 5)]),
        ({"state": ["Closed", "Gone"]}, [("ticket:1", "opened", 0)]),
        ({"state": "New", "no": 2}, [("ticket:2", "opened", 5)]),
        ({"resolved_at": None}, [("ticket:2", "opened", 5)]),
    ],
)
def test_when_picks_rows(csv: Path, when: Any, rows: list[tuple[str, str, int]]) -> None:
    assert told(csv, OPENED | {"when": when}) == rows


@pytest.mark.parametrize("text", ["6/5/2024 09:00", "06.05.2024 9:00", "06-05-2024 09:00:00", "2024-05-06 09:00"])
def test_with_dayfirst_the_day_comes_first_unless_the_year_does(csv: Path, text: str) -> None:
    table = f"no,opened_at\n1,{text}\n"
    assert told(csv, OPENED | {"dayfirst": True}, table) == [("ticket:1", "opened", 0)]


def test_without_dayfirst_such_a_time_is_no_time_and_the_cure_names_it(csv: Path) -> None:
    csv.write_text("no,opened_at\n1,06/05/2024 09:00\n", encoding="utf-8")
    reading = read_any(csv, Heard.of(OPENED, place="log"), VOCABULARY)
    assert list(reading) == []
    assert "dayfirst: true" in str(reading.bad[0])


def test_a_typed_table_in_parquet_is_read_through_the_same_mapping(tmp_path: Path) -> None:
    path = tmp_path / "table.parquet"
    with duckdb.connect() as connection:
        connection.execute(
            f"""COPY (SELECT 1 AS no, TIMESTAMP '2024-05-06 09:00:00.5' AS opened_at, true AS active, 2.5 AS level,
            TIMESTAMPTZ '2024-05-06 17:00:00+08' AS zoned UNION ALL SELECT 2, NULL, true, NULL, NULL) TO '{path}'"""
        )
    mapping = OPENED | {"when": {"active": True}, "fields": {"level": "level"}}
    (row,) = read_any(path, Heard.of(mapping, place="log"), VOCABULARY)
    assert (row.subject, row.micros % 60_000_000, row.data) == ("ticket:1", 500_000, {"level": 2.5})
    (zoned,) = read_any(path, Heard.of(OPENED | {"at": "zoned"}, place="log"), VOCABULARY)
    assert zoned.micros == row.micros - 500_000
    with pytest.raises(Fault, match="there is no column when; this file has: no, opened_at"):
        list(read_any(path, Heard.of(OPENED | {"at": "when"}, place="log"), VOCABULARY))


@pytest.mark.parametrize(
    ("change", "line", "code"),
    [
        ("  word: {sometimes: opened}", 4, "log-always-form"),
        ("  word: {always: }", 4, "log-name-form"),
        ("  when: [a]", 9, "log-when-form"),
        ("  when: {a: {b: c}}", 9, "log-when-form"),
        ("  first: maybe", 9, "log-switch-form"),
        ("  dayfirst: 1", 9, "log-switch-form"),
        ("  grade: hearsay", 9, "grade-unknown"),
        ("  zone: Asia/Nowhere", 9, "calendar-zone-unknown"),
        ("  colour: red", 9, "log-key-unknown"),
        ("  kind: a ticket", 2, "log-kind-form"),
        ("  by: 7", 6, "log-name-form"),
    ],
)
def test_a_fault_in_a_mapping_s_file_names_file_and_line(tmp_path: Path, change: str, line: int, code: str) -> None:
    lines = ["log:", "- kind: ticket", "  subject: no", "  word: what", "  at: time", "  by: who", "  site: hall",
             "  fields: {level: level}"]  # fmt: skip
    key = change.partition(":")[0].strip()
    place = next((number for number, text in enumerate(lines) if text.strip("- ").startswith(f"{key}:")), None)
    if place is None:
        lines.append(change)
    else:
        lines[place] = change if place != 1 else "-" + change[1:]
    path = tmp_path / "mapping.yaml"
    path.write_text("\n".join(lines), encoding="utf-8")
    with pytest.raises(Fault) as raised:
        heard_of((), path)
    assert (raised.value.code, raised.value.place.startswith(f"{path}:{line}")) == (code, True), str(raised.value)


def test_a_word_or_field_nobody_declares_names_where_the_mapping_stands(tmp_path: Path) -> None:
    path = tmp_path / "mapping.yaml"
    path.write_text("log:\n- {kind: a, subject: b, word: {always: opend}, at: c}\n", encoding="utf-8")
    with pytest.raises(Fault, match=r"mapping\.yaml:2: .*opend.* opened"):
        read_any(tmp_path / "x.csv", heard_of((), path), VOCABULARY)


@pytest.mark.parametrize("empty", ["log: []", "log: [7]"])
def test_a_list_of_mappings_that_holds_none_is_refused(tmp_path: Path, empty: str) -> None:
    path = tmp_path / "mapping.yaml"
    path.write_text(empty, encoding="utf-8")
    with pytest.raises(Fault, match="keys and values"):
        heard_of((), path)


@pytest.mark.parametrize("name", ["my log.yaml", "log: 1.yaml"])
@pytest.mark.parametrize("items", ["log: {kind: a, subject: b,\n  word: c, at: 7}", "log:\n- {kind: a,\n   at: 7}"])
def test_a_line_is_named_in_a_standard_s_file_too(tmp_path: Path, name: str, items: str) -> None:
    path = tmp_path / name
    path.write_text(items, encoding="utf-8")
    page = read_page(path.read_text(encoding="utf-8"), place=str(path))
    for place, said in ((str(path), f"{path}:2"), (f"{path} log", f"{path}:2 log")):
        with pytest.raises(Fault) as raised:
            Heard.of(page["log"], place=place)
        assert raised.value.place.partition(": at")[0] == said
