"""The log as Parquet, one event a row: what the audit reads. One of the two files that speak DuckDB."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from glob import escape
from itertools import groupby, islice
from json.encoder import encode_basestring
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import duckdb

from shouwen.events.event import Correction, Event, Value
from shouwen.events.formats.heard import RawRow, Row
from shouwen.events.formats.own import correction_of, correction_text, data_text
from shouwen.fault import Fault

COLUMNS: Mapping[str, str] = {
    "id": "BIGINT",
    "about": "VARCHAR[]",
    "word": "VARCHAR",
    "happened": "TIMESTAMP",
    "noted": "TIMESTAMP",
    "site": "VARCHAR",
    "by_whom": "VARCHAR",
    "grade": "VARCHAR",
    "data": "VARCHAR",
    "corrects": "BIGINT",
    "correction": "VARCHAR",
}
"""The schema. Times are UTC; data is a JSON object, its times whole seconds since 1970; correction is NULL or
{"void": true or false, "at": whole seconds or null, "data": object or null}."""

_CHUNK = 5_000

# What DuckDB may take. A log too long to be sorted in this memory goes through the disk. With one thread the rows keep
# their order without being gathered first; making the lines takes most of the time anyway.
_SETTINGS: dict[str, str | bool | int | float | list[str]] = {"memory_limit": "1GB", "threads": 1}

# How the CSV on the way to DuckDB is laid out, which reads an empty cell as NULL.
_EVENT_CELLS = {
    "id": "BIGINT", "about": "VARCHAR", "word": "VARCHAR", "happened": "BIGINT", "noted": "BIGINT", "site": "VARCHAR",
    "by_whom": "VARCHAR", "grade": "VARCHAR", "data": "VARCHAR", "corrects": "BIGINT", "correction": "VARCHAR",
}  # fmt: skip
_ROW_CELLS = {
    "line": "BIGINT", "micros": "BIGINT", "subject": "VARCHAR", "word": "VARCHAR", "site": "VARCHAR",
    "by_whom": "VARCHAR", "grade": "VARCHAR", "data": "VARCHAR", "same": "VARCHAR",
}  # fmt: skip
_EVENTS = """SELECT id, from_json(about, '["VARCHAR"]') AS about, coalesce(word, '') AS word,
    make_timestamp(happened * 1000000) AS happened, make_timestamp(noted * 1000000) AS noted,
    coalesce(site, '') AS site, coalesce(by_whom, '') AS by_whom, grade, data, corrects, correction FROM cells"""
_ROWS = """SELECT row_number() OVER () + {base} AS id, [subject] AS about, word,
    make_timestamp(micros - micros % 1000000) AS happened, happened AS noted,
    coalesce(site, '') AS site, coalesce(by_whom, '') AS by_whom, grade, data,
    CAST(NULL AS BIGINT) AS corrects, CAST(NULL AS VARCHAR) AS correction
    FROM (SELECT * FROM cells {once} ORDER BY micros, line)"""
_ONCE = "QUALIFY row_number() OVER (PARTITION BY coalesce(same, CAST(line AS VARCHAR)) ORDER BY line) = 1"
_PLAIN = """id, about, coalesce(word, ''), CAST(floor(epoch(happened)) AS BIGINT),
    CAST(floor(epoch(noted)) AS BIGINT), coalesce(site, ''), coalesce(by_whom, ''), grade, data, corrects, correction"""


def write_log(events: Iterable[Event], path: Path | str) -> int:
    """Write events in the order given; returns how many. The file is there whole or not at all. Raises Fault."""
    return _write(map(_event_line, events), _EVENT_CELLS, lambda: _EVENTS, Path(path))


def import_log(rows: Iterable[Row], path: Path | str, *, above: int = 0) -> int:
    """Write another system's rows as events; returns how many. The file is there whole or not at all.

    Numbered from `above` + 1 by original time, then by file order; then times become whole seconds. Noted when they
    happened. Of rows with the same key only the first is written.
    """
    keyed = False

    def lines() -> Iterator[str]:
        nonlocal keyed
        for line, row in enumerate(rows, 1):
            keyed = keyed or bool(row.key)
            yield _row_line(row, line)

    return _write(lines(), _ROW_CELLS, lambda: _ROWS.format(base=above, once=_ONCE if keyed else ""), Path(path))


def read_log(path: Path | str) -> Iterator[Event]:
    """The events of a log in the order of the file. Raises Fault."""
    place = str(path)
    if not is_own(path):
        missing = [name for name in COLUMNS if name not in columns_of(path)]
        raise Fault("log-columns-missing", place=place, columns=", ".join(missing))
    for row in ask([path], f"SELECT {_PLAIN} FROM log"):
        yield _event(row, place)


def read_stories(paths: Sequence[Path], kind: str) -> Iterator[tuple[str, list[Event]]]:
    """The subjects of one kind, each with its events, corrections among them. Raises Fault."""
    rows = ask(
        paths,
        f"""SELECT subject, {_PLAIN} FROM (SELECT *, unnest(list_distinct(about)) AS subject FROM log)
        WHERE starts_with(subject, {_literal(kind + ":")}) ORDER BY subject, happened, id""",
    )
    place = str(paths[0]) if len(paths) == 1 else "log"
    for subject, told in groupby(rows, lambda row: str(row[0])):
        yield subject, [_event(row[1:], place) for row in told]


def read_table(path: Path, columns: Sequence[str] | None) -> Iterator[tuple[int, RawRow]]:
    """The wanted columns (None: all) of another system's Parquet as text, its rows numbered from 1. Raises Fault."""
    found = columns_of(path)
    wanted = found if columns is None else columns
    for name in wanted:
        if name not in found:
            raise Fault("log-column-missing", place=str(path), column=name, columns=", ".join(found))
    cells = ", ".join(f'CAST("{name.replace(chr(34), chr(34) * 2)}" AS VARCHAR)' for name in wanted)
    for number, row in enumerate(ask([path], f"SELECT {cells} FROM log"), 1):
        yield number, dict(zip(wanted, row, strict=True))


def columns_of(path: Path | str) -> list[str]:
    """The names of a Parquet file's columns. Raises Fault."""
    return [str(row[0]) for row in ask([path], "DESCRIBE log")]


def is_own(path: Path | str) -> bool:
    """Whether a Parquet file is a log of our form. Raises Fault."""
    return set(COLUMNS) <= set(columns_of(path))


def merge_logs(paths: Sequence[Path], path: Path) -> int:
    """Write the events of several logs to one, as they are; returns how many there are. Raises Fault."""
    names = ", ".join(COLUMNS)
    with _made(path) as (folder, made):
        copy = f"COPY (SELECT {names} FROM log) TO {_literal(made)} (FORMAT parquet, COMPRESSION zstd)"
        ((written,),) = ask(paths, copy, folder=folder)
    return int(written)


def ask(
    paths: Sequence[Path | str], sql: str, *, folder: str | None = None, named: bool = False
) -> Iterator[tuple[Any, ...]]:
    """What a question to some Parquet files, called `log` together, is answered; `named` gives it a column `filename`.

    Raises Fault.
    """
    for place in map(str, paths):
        if not os.path.isfile(place):
            raise Fault("log-unreadable", place=place, why="no such file")
    place = str(paths[0])
    settings = _SETTINGS if folder is None else {"temp_directory": folder, **_SETTINGS}
    with duckdb.connect(config=settings) as connection:
        try:
            connection.execute("SET TimeZone = 'UTC'")
            files = ", ".join(_path(str(path)) for path in paths)
            connection.execute(
                f"CREATE VIEW log AS SELECT * FROM read_parquet([{files}], hive_partitioning = false,"
                f" filename = {'true' if named else 'false'}, union_by_name = {'true' if len(paths) > 1 else 'false'})"
            )
            found = connection.execute(sql)
            while rows := found.fetchmany(_CHUNK):
                yield from rows
        except duckdb.Error as error:
            raise Fault("log-unreadable", place=place, why=_first_line(error)) from None


def _event(row: tuple[Any, ...], place: str) -> Event:
    number, about, word, at, noted_at, site, by, grade, data, corrects, correction = row
    try:
        return Event(
            id=number, about=tuple(about or ()), word=word, at=at, noted_at=noted_at, site=site, by=by, grade=grade,
            data=_data(data), corrects=corrects, correction=_correction(correction),
        )  # fmt: skip
    except Fault as fault:
        raise fault.at(place) from None
    except (TypeError, ValueError, KeyError):
        raise Fault("log-event-broken", place=f"{place}: event {number}") from None


def _data(text: str | None) -> Mapping[str, Value]:
    data = {} if text is None or text == "{}" else json.loads(text)
    if not isinstance(data, dict):
        raise TypeError
    return data


def _correction(text: str | None) -> Correction | None:
    return None if text is None else correction_of(json.loads(text))


@contextmanager
def _made(path: Path) -> Iterator[tuple[str, str]]:
    """A folder to work in and the file to make there, which comes to `path` once it is whole. Raises Fault."""
    try:
        with TemporaryDirectory(prefix=f".{path.name[:40]}.", dir=path.parent) as folder:
            made = os.path.join(folder, "log.parquet")
            yield folder, made
            os.replace(made, path)
    except (duckdb.Error, OSError) as error:
        raise Fault("log-unwritable", place=str(path), why=_first_line(error)) from None


def _write(lines: Iterator[str], cells: Mapping[str, str], select: Callable[[], str], path: Path) -> int:
    """By way of a CSV file, the quickest way into DuckDB there is without another library."""
    with _made(path) as (folder, made):
        table = os.path.join(folder, "cells.csv")
        longest = _write_cells(lines, table)
        with duckdb.connect(config={"temp_directory": folder, **_SETTINGS}) as connection:
            row = connection.execute(
                f"""COPY (WITH cells AS (SELECT * FROM read_csv({_path(table)}, columns = {dict(cells)},
                    auto_detect = false, header = false, delim = ',', quote = '"', escape = '"', new_line = '\\n',
                    parallel = false, hive_partitioning = false, max_line_size = {max(longest, 2_000_000)}))
                {select()}) TO {_literal(made)} (FORMAT parquet, COMPRESSION zstd)"""
            ).fetchone()
    assert row is not None
    return int(row[0])


def _write_cells(lines: Iterator[str], table: str) -> int:
    """How many bytes the longest line may have."""
    longest = 0
    with open(table, "w", encoding="utf-8", newline="") as file:
        while chunk := list(islice(lines, _CHUNK)):
            longest = max(longest, 4 * max(map(len, chunk)))
            try:
                file.write("".join(chunk))
            except UnicodeEncodeError as error:
                text = error.object[max(error.start - 60, 0) : error.end + 20]
                raise Fault("log-text-broken", text=ascii(text)) from None
    return longest


def _event_line(event: Event) -> str:
    correction = event.correction
    said = "" if correction is None else _quote(correction_text(correction, event.id))
    return (
        f"{event.id},{_quote('[' + ','.join(map(encode_basestring, event.about)) + ']')},{_quote(event.word)},"
        f"{event.at},{event.noted_at},{_quote(event.site)},{_quote(event.by)},{_quote(event.grade)},"
        f"{_quote(data_text(event.data, event.id))},{'' if event.corrects is None else event.corrects},{said}\n"
    )


def _row_line(row: Row, line: int) -> str:
    micros, subject, word, by, site, grade, data, key = row
    return (
        f"{line},{micros},{_quote(subject)},{_quote(word)},{_quote(site)},{_quote(by)},{_quote(grade)},"
        f"{_quote(data_text(data, line, what='row'))},{_quote(key) if key else ''}\n"
    )


def _quote(text: str) -> str:
    return '"' + text.replace('"', '""') + '"'


def _path(path: str) -> str:
    """A path as DuckDB's readers take it, to which * ? and [ are patterns."""
    return _literal(escape(path))


def _literal(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def _first_line(error: Exception) -> str:
    return (str(error).splitlines() or ["?"])[0]
