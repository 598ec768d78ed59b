"""The log as Parquet, one event a row: what the audit reads. One of the two files that speak DuckDB."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator, Mapping
from glob import escape
from itertools import count, islice
from json.encoder import encode_basestring
from math import isfinite
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import duckdb

from shouwen.events.event import Correction, Event, Value
from shouwen.events.formats.heard import Row
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
_SETTINGS: dict[str, str | int] = {"memory_limit": "1GB", "threads": 1}

_CONSTANTS = {None: "null", True: "true", False: "false"}

# How the CSV on the way to DuckDB is laid out, which reads an empty cell as NULL.
_EVENT_CELLS = {
    "id": "BIGINT", "about": "VARCHAR", "word": "VARCHAR", "happened": "BIGINT", "noted": "BIGINT", "site": "VARCHAR",
    "by_whom": "VARCHAR", "grade": "VARCHAR", "data": "VARCHAR", "corrects": "BIGINT", "correction": "VARCHAR",
}  # fmt: skip
_ROW_CELLS = {
    "line": "BIGINT", "micros": "BIGINT", "subject": "VARCHAR", "word": "VARCHAR", "site": "VARCHAR",
    "by_whom": "VARCHAR", "grade": "VARCHAR", "data": "VARCHAR",
}  # fmt: skip
_EVENTS = """SELECT id, from_json(about, '["VARCHAR"]') AS about, coalesce(word, '') AS word,
    make_timestamp(happened * 1000000) AS happened, make_timestamp(noted * 1000000) AS noted,
    coalesce(site, '') AS site, coalesce(by_whom, '') AS by_whom, grade, data, corrects, correction FROM cells"""
_ROWS = """SELECT row_number() OVER () AS id, [subject] AS about, word,
    make_timestamp(micros - micros % 1000000) AS happened, happened AS noted,
    coalesce(site, '') AS site, coalesce(by_whom, '') AS by_whom, grade, data,
    CAST(NULL AS BIGINT) AS corrects, CAST(NULL AS VARCHAR) AS correction
    FROM (SELECT * FROM cells ORDER BY micros, line)"""


def write_log(events: Iterable[Event], path: Path | str) -> int:
    """Write events in the order given; returns how many. The file is there whole or not at all. Raises Fault."""
    return _write(map(_event_line, events), _EVENT_CELLS, _EVENTS, Path(path))


def import_log(rows: Iterable[Row], path: Path | str) -> int:
    """Write another system's rows as events; returns how many. The file is there whole or not at all.

    Numbered from 1 by original time, then by file order; then times become whole seconds. Noted when they happened.
    """
    return _write(map(_row_line, rows, count(1)), _ROW_CELLS, _ROWS, Path(path))


def read_log(path: Path | str) -> Iterator[Event]:
    """The events of a log in the order of the file. Raises Fault."""
    place = str(path)
    if not os.path.isfile(place):
        raise Fault("log-unreadable", place=place, why="no such file")
    with duckdb.connect() as connection:
        try:
            source = f"read_parquet({_path(place)}, hive_partitioning = false)"
            names = {row[0] for row in connection.execute(f"DESCRIBE SELECT * FROM {source}").fetchall()}
            missing = [name for name in COLUMNS if name not in names]
            if missing:
                raise Fault("log-columns-missing", place=place, columns=", ".join(missing))
            found = connection.execute(
                f"""SELECT id, about, coalesce(word, ''), CAST(floor(epoch(happened)) AS BIGINT),
                    CAST(floor(epoch(noted)) AS BIGINT), coalesce(site, ''), coalesce(by_whom, ''), grade, data,
                    corrects, correction FROM {source}"""
            )
            while rows := found.fetchmany(_CHUNK):
                for row in rows:
                    yield _event(row, place)
        except duckdb.Error as error:
            raise Fault("log-unreadable", place=place, why=_first_line(error)) from None


def _event(row: tuple[Any, ...], place: str) -> Event:
    number, about, word, at, noted_at, site, by, grade, data, corrects, correction = row
    try:
        return Event(
            id=number, about=tuple(about or ()), word=word, at=at, noted_at=noted_at, site=site, by=by, grade=grade,
            data=_data(data), corrects=corrects, correction=None if correction is None else _correction(correction),
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


def _correction(text: str) -> Correction:
    said = json.loads(text)
    data = said["data"]
    if not isinstance(said["void"], bool) or not isinstance(data, dict | None):
        raise TypeError
    return Correction(void=said["void"], at=said["at"], data=data)


def _write(lines: Iterator[str], cells: Mapping[str, str], select: str, path: Path) -> int:
    """By way of a CSV file, the quickest way into DuckDB there is without another library."""
    try:
        with TemporaryDirectory(prefix=f".{path.name[:40]}.", dir=path.parent) as folder:
            table, made = os.path.join(folder, "cells.csv"), os.path.join(folder, "log.parquet")
            written, longest = _write_cells(lines, table)
            with duckdb.connect(config={"temp_directory": folder, **_SETTINGS}) as connection:
                connection.execute(
                    f"""COPY (WITH cells AS (SELECT * FROM read_csv({_path(table)}, columns = {dict(cells)},
                        auto_detect = false, header = false, delim = ',', quote = '"', escape = '"', new_line = '\\n',
                        parallel = false, hive_partitioning = false, max_line_size = {max(longest, 2_000_000)}))
                    {select}) TO {_literal(made)} (FORMAT parquet, COMPRESSION zstd)"""
                )
            os.replace(made, path)
    except (duckdb.Error, OSError) as error:
        raise Fault("log-unwritable", place=str(path), why=_first_line(error)) from None
    return written


def _write_cells(lines: Iterator[str], table: str) -> tuple[int, int]:
    """How many lines, and how many bytes the longest may have."""
    written = longest = 0
    with open(table, "w", encoding="utf-8", newline="") as file:
        while chunk := list(islice(lines, _CHUNK)):
            written += len(chunk)
            longest = max(longest, 4 * max(map(len, chunk)))
            try:
                file.write("".join(chunk))
            except UnicodeEncodeError as error:
                text = error.object[max(error.start - 60, 0) : error.end + 20]
                raise Fault("log-text-broken", text=ascii(text)) from None
    return written, longest


def _event_line(event: Event) -> str:
    correction = event.correction
    said = "" if correction is None else _quote(_correction_json(correction, event.id))
    return (
        f"{event.id},{_quote('[' + ','.join(map(encode_basestring, event.about)) + ']')},{_quote(event.word)},"
        f"{event.at},{event.noted_at},{_quote(event.site)},{_quote(event.by)},{_quote(event.grade)},"
        f"{_quote(_json(event.data, 'event', event.id))},{'' if event.corrects is None else event.corrects},{said}\n"
    )


def _row_line(row: Row, line: int) -> str:
    micros, subject, word, by, site, grade, data = row
    return (
        f"{line},{micros},{_quote(subject)},{_quote(word)},{_quote(site)},{_quote(by)},{_quote(grade)},"
        f"{_quote(_json(data, 'row', line))}\n"
    )


def _quote(text: str) -> str:
    return '"' + text.replace('"', '""') + '"'


def _correction_json(correction: Correction, number: int) -> str:
    at = "null" if correction.at is None else correction.at
    data = "null" if correction.data is None else _json(correction.data, "event", number)
    return f'{{"void":{"true" if correction.void else "false"},"at":{at},"data":{data}}}'


def _json(data: Mapping[str, Value], what: str, number: int) -> str:
    """A flat JSON object: more than twice as quick as json.dumps, which is made for trees."""
    if not data:
        return "{}"
    parts = []
    for name, value in data.items():
        if isinstance(value, str):
            text = encode_basestring(value)
        elif value is None or isinstance(value, bool):
            text = _CONSTANTS[value]
        elif isinstance(value, int | float) and isfinite(value):
            text = repr(value)
        else:
            raise Fault("log-value-form", place=f"{what} {number}", field=name, value=str(value)[:40])
        parts.append(f"{encode_basestring(name)}:{text}")
    return "{" + ",".join(parts) + "}"


def _path(path: str) -> str:
    """A path as DuckDB's readers take it, to which * ? and [ are patterns."""
    return _literal(escape(path))


def _literal(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def _first_line(error: Exception) -> str:
    return (str(error).splitlines() or ["?"])[0]
