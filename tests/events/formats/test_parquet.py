"""The log as Parquet: what is written is read back, whole or not at all, in the schema the audit reads."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from random import Random

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shouwen.events.event import GRADES, Correction, Event
from shouwen.events.formats.heard import Row
from shouwen.events.formats.parquet import COLUMNS, import_log, read_log, write_log
from shouwen.fault import Fault

texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
names = texts.filter(bool)
numbers = st.floats(allow_nan=False, allow_infinity=False) | st.integers(-(2**62), 2**62)
datas = st.dictionaries(texts, st.none() | st.booleans() | numbers | texts, max_size=4)
instants = st.integers(0, 2**36)


@st.composite
def events(draw: st.DrawFn) -> Event:
    happened, noted = sorted((draw(instants), draw(instants)))
    correction = None
    if draw(st.booleans()):
        moved = draw(st.none() | st.integers(0, noted))
        correction = Correction(void=draw(st.booleans()), at=moved, data=draw(st.none() | datas))
    return Event(
        id=draw(st.integers(1, 2**62)),
        about=tuple(
            draw(st.lists(st.builds("{}:{}".format, st.from_regex(r"[a-z]+", fullmatch=True), names), min_size=1))
        ),
        word=draw(texts),
        at=happened,
        noted_at=noted,
        site=draw(texts),
        by=draw(texts),
        grade=draw(st.sampled_from(GRADES)),
        data=draw(datas),
        corrects=None if correction is None else draw(st.integers(1, 2**62)),
        correction=correction,
    )


def event(number: int = 1, **fields: object) -> Event:
    given: dict[str, object] = {"about": ("case:1",), "word": "opened", "at": number, "noted_at": number, **fields}
    return Event(id=number, **given)  # type: ignore[arg-type]


def row(micros: int, subject: str = "case:1", **data: object) -> Row:
    return Row(micros, subject, "opened", "li", "H1", "system", data)  # type: ignore[arg-type]


def rows_of(path: Path, columns: str = "*") -> list[tuple[object, ...]]:
    with duckdb.connect() as connection:
        return connection.execute(f"SELECT {columns} FROM read_parquet('{path}')").fetchall()


@settings(max_examples=25, deadline=None)
@given(st.lists(events(), max_size=25))
def test_what_is_written_is_read_back(tmp_path_factory: pytest.TempPathFactory, written: list[Event]) -> None:
    path = tmp_path_factory.mktemp("log") / "log.parquet"
    assert write_log(iter(written), path) == len(written)
    assert list(read_log(path)) == written


def test_a_file_has_the_schema_that_the_audit_reads(tmp_path: Path) -> None:
    corrected = Correction(at=5, data={"level": "gold", "due": 7, "vip": True, "score": None})
    told = [event(7, site="H1", by="li"), event(8, data={"wait": 1.5}), event(9, corrects=7, correction=corrected)]
    write_log(told, tmp_path / "log.parquet")
    with duckdb.connect() as connection:
        described = connection.execute(f"DESCRIBE SELECT * FROM read_parquet('{tmp_path / 'log.parquet'}')").fetchall()
    assert {name: kind for name, kind, *_ in described} == COLUMNS
    assert list(COLUMNS) == [name for name, *_ in described]
    assert rows_of(tmp_path / "log.parquet", "id, about, CAST(happened AS VARCHAR), site, by_whom, data, corrects") == [
        (7, ["case:1"], "1970-01-01 00:00:07", "H1", "li", "{}", None),
        (8, ["case:1"], "1970-01-01 00:00:08", "", "", '{"wait":1.5}', None),
        (9, ["case:1"], "1970-01-01 00:00:09", "", "", "{}", 7),
    ]
    assert rows_of(tmp_path / "log.parquet", "correction")[2] == (
        '{"void":false,"at":5,"data":{"level":"gold","due":7,"vip":true,"score":null}}',
    )


def test_an_empty_log_has_the_schema_too(tmp_path: Path) -> None:
    assert write_log([], tmp_path / "a.parquet") == import_log([], tmp_path / "b.parquet") == 0
    assert list(read_log(tmp_path / "a.parquet")) == list(read_log(tmp_path / "b.parquet")) == []


def test_a_long_log_keeps_its_order_across_chunks_and_row_groups(tmp_path: Path) -> None:
    assert write_log((event(number) for number in range(1, 130_001)), tmp_path / "log.parquet") == 130_000
    assert rows_of(tmp_path / "log.parquet", "id") == [(number,) for number in range(1, 130_001)]


def test_a_text_of_megabytes_is_kept(tmp_path: Path) -> None:
    told = event(data={"note": '投"' * 2_000_000})
    write_log([told], tmp_path / "log.parquet")
    assert list(read_log(tmp_path / "log.parquet")) == [told]


@pytest.mark.parametrize("name", ["it's [new] 50%*?.parquet", "日志.parquet", "x" * 240 + ".parquet"])
def test_any_name_of_a_file_will_do(tmp_path: Path, name: str) -> None:
    folder = tmp_path / "word=closed"
    folder.mkdir()
    write_log([event()], folder / name)
    assert list(read_log(folder / name)) == [event()]
    assert os.listdir(folder) == [name]


def test_rows_are_numbered_by_original_time_then_by_file_order_and_only_then_floored(tmp_path: Path) -> None:
    rows = [row(2_900_000, "case:late"), row(2_100_000, "case:early"), row(2_900_000, "case:later"), row(1_999_999)]
    assert import_log(rows, tmp_path / "log.parquet") == 4
    told = list(read_log(tmp_path / "log.parquet"))
    assert [(one.id, one.about[0], one.at, one.noted_at) for one in told] == [
        (1, "case:1", 1, 1),
        (2, "case:early", 2, 2),
        (3, "case:late", 2, 2),
        (4, "case:later", 2, 2),
    ]


def test_an_imported_row_keeps_all_it_held(tmp_path: Path) -> None:
    import_log([row(5_000_001, vip=True, wait=2.5, due=9, note='said "no",\nleft')], tmp_path / "log.parquet")
    data = {"vip": True, "wait": 2.5, "due": 9, "note": 'said "no",\nleft'}
    expected = Event(
        id=1, about=("case:1",), word="opened", at=5, noted_at=5, site="H1", by="li", grade="system", data=data
    )
    assert list(read_log(tmp_path / "log.parquet")) == [expected]


def test_a_long_import_in_any_order_comes_out_in_order(tmp_path: Path) -> None:
    random = Random(7)
    rows = [row(random.randrange(10**12), f"case:{number}") for number in range(300_000)]
    import_log(iter(rows), tmp_path / "log.parquet")
    sorted_subjects = [one.subject for one in sorted(rows, key=lambda one: one.micros)]
    told = rows_of(tmp_path / "log.parquet", "id, about[1]")
    assert told == list(enumerate(sorted_subjects, 1))


def _breaks_off() -> Iterator[Event]:
    yield from (event(number) for number in range(1, 20_001))
    raise RuntimeError("the source breaks off")


def test_a_write_that_breaks_off_leaves_the_old_file_and_nothing_else(tmp_path: Path) -> None:
    path = tmp_path / "log.parquet"
    write_log([event()], path)
    with pytest.raises(RuntimeError, match="breaks off"):
        write_log(_breaks_off(), path)
    assert list(read_log(path)) == [event()]
    assert os.listdir(tmp_path) == ["log.parquet"]


@pytest.mark.parametrize(
    ("data", "code"),
    [
        ({"wait": float("nan")}, "log-value-form"),
        ({"wait": float("inf")}, "log-value-form"),
        ({"wait": [1]}, "log-value-form"),
        ({"note": "half a \ud83d"}, "log-text-broken"),
        ({"half a \ude00": 1}, "log-text-broken"),
    ],
)
def test_a_value_that_cannot_be_kept_is_refused_and_nothing_is_written(
    tmp_path: Path, data: dict[str, object], code: str
) -> None:
    with pytest.raises(Fault) as raised:
        write_log([event(data=data)], tmp_path / "log.parquet")
    assert raised.value.code == code
    with pytest.raises(Fault):
        import_log([row(1, **data)], tmp_path / "log.parquet")
    assert os.listdir(tmp_path) == []


@pytest.mark.parametrize(
    ("number", "at", "code"),
    [(2**63, 1, "event-id"), (1, 2**60, "time-after-9999"), (1, 253_402_300_800, "time-after-9999")],
)
def test_what_is_too_big_for_the_schema_is_no_event(number: int, at: int, code: str) -> None:
    with pytest.raises(Fault) as raised:
        event(number, at=at, noted_at=at)
    assert raised.value.code == code


def test_the_largest_number_and_the_last_second_come_back_as_they_were(tmp_path: Path) -> None:
    told = event(2**63 - 1, at=253_402_300_799, noted_at=253_402_300_799)
    write_log([told], tmp_path / "log.parquet")
    assert list(read_log(tmp_path / "log.parquet")) == [told]


def test_a_folder_that_is_not_there_is_a_fault(tmp_path: Path) -> None:
    with pytest.raises(Fault, match=r"cannot write the event log .*check that its folder exists"):
        write_log([event()], tmp_path / "nowhere" / "log.parquet")


def test_what_is_no_log_is_refused(tmp_path: Path) -> None:
    broken, other = tmp_path / "broken.parquet", tmp_path / "other.parquet"
    broken.write_bytes(b"PAR1 and no more")
    with duckdb.connect() as connection:
        connection.execute(f"COPY (SELECT 1 AS id, 'open' AS word) TO '{other}' (FORMAT parquet)")
    codes = []
    for path in (broken, other, tmp_path / "missing.parquet", tmp_path):
        with pytest.raises(Fault) as raised:
            list(read_log(path))
        codes.append(raised.value.code)
    assert codes == ["log-unreadable", "log-columns-missing", "log-unreadable", "log-unreadable"]


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ("'not json' AS data", "log-event-broken"),
        ("'[1]' AS data", "log-event-broken"),
        ("'{}' AS correction, 1 AS corrects", "log-event-broken"),
        ("""'{"void":1,"at":null,"data":null}' AS correction, 1 AS corrects""", "log-event-broken"),
        ("NULL AS about", "event-about-nothing"),
        ("['nobody'] AS about", "subject-form"),
        ("NULL AS id", "event-id"),
        ("CAST(NULL AS TIMESTAMP) AS noted", "time-not-whole-seconds"),
        ("TIMESTAMP '1969-12-31 23:59:59.5' AS happened", "time-before-1970"),
        ("TIMESTAMP '2999-01-01' AS happened", "noted-before-it-happened"),
        ("'hearsay' AS grade", "grade-unknown"),
        ("'yesterday' AS happened", "log-unreadable"),
    ],
)
def test_a_foreign_log_is_refused_where_an_event_is_impossible(tmp_path: Path, change: str, code: str) -> None:
    write_log([event()], tmp_path / "good.parquet")
    bad = tmp_path / "bad.parquet"
    with duckdb.connect() as connection:
        source = f"SELECT * REPLACE ({change}) FROM read_parquet('{tmp_path / 'good.parquet'}')"
        connection.execute(f"COPY ({source}) TO '{bad}' (FORMAT parquet)")
    with pytest.raises(Fault) as raised:
        list(read_log(bad))
    assert (raised.value.code, raised.value.place.startswith(str(bad))) == (code, True)


def test_fractions_of_a_second_in_a_foreign_log_are_floored(tmp_path: Path) -> None:
    write_log([event(5)], tmp_path / "whole.parquet")
    with duckdb.connect() as connection:
        later = "happened + INTERVAL 300 MILLISECOND AS happened, noted + INTERVAL 900 MILLISECOND AS noted"
        source = f"SELECT * REPLACE ({later}) FROM read_parquet('{tmp_path / 'whole.parquet'}')"
        connection.execute(f"COPY ({source}) TO '{tmp_path / 'finer.parquet'}' (FORMAT parquet)")
    assert list(read_log(tmp_path / "finer.parquet")) == [event(5)]
