"""A log brought to the audit by DuckDB: read once, sorted story by story, cut into batches that fit the memory.

One of the two files that speak DuckDB.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import cached_property
from glob import escape
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa

from shouwen.audit.field_sql import field_sql, literal, quoted
from shouwen.audit.source import OTHERS, Batch, Names
from shouwen.checks.told import Column, Needs, Told
from shouwen.events.event import GRADES, LONGEST_NAME
from shouwen.events.formats.parquet import COLUMNS
from shouwen.events.story import LONGEST_STORY
from shouwen.events.vocabulary import OWN_FIELDS, Kind
from shouwen.fault import Fault
from shouwen.worktime import Instant

MEMORY = "600MB"
"""What DuckDB may keep in memory; the rest goes to its temporary folder."""

BATCH_BYTES = 64 * 2**20
"""What the columns of one batch may take. Judging them takes a few times as much; small batches stay near the cores."""

MOST_NAMES = 20_000
"""Sites, and people, that are told apart by name: the most frequent. All others go under OTHERS."""

MOST_CONTENTS = 50_000
"""Up to so many different contents of events, fields are read once for each of them, not for each event."""


class Log:
    """The audit's Source for a log of our form: Parquet files, or a connection that has a table `log` of the same
    columns, its times in whole seconds.

    `raw` is the log as it is stored, `log` has whole seconds, `known` what was known at the time that is asked for.
    """

    def __init__(self, source: Sequence[Path] | duckdb.DuckDBPyConnection, *, folder: Path | None = None) -> None:
        if isinstance(source, duckdb.DuckDBPyConnection):
            self._connection = source
            self._connection.execute("CREATE OR REPLACE TEMP VIEW raw AS SELECT * FROM log")
            self._place = "log"
        else:
            self._place = ", ".join(map(str, source))
            self._connection = _connect(source, self._place, folder)

    @cached_property
    def span(self) -> tuple[Instant, Instant]:
        """When the first event happened and when the last was noted; (0, 0) for an empty log."""
        first, last = self._one("SELECT min(happened), max(noted) FROM raw")
        return _instant(first), _instant(last)

    @cached_property
    def size(self) -> int:
        """How many events it holds."""
        return int(self._one("SELECT count(*) FROM raw")[0])

    @cached_property
    def sites(self) -> list[str]:
        """The names of sites: "" first, then OTHERS, then the most frequent."""
        return self._name_type("site", "site_names")

    @cached_property
    def people(self) -> list[str]:
        """The names of people, likewise."""
        return self._name_type("by_whom", "people_names")

    def know(self, at: Instant) -> None:
        """Make ready what was known at `at`. Raises Fault where the live reading would."""
        with _faults(self._place):
            self._check(at)
            self._connection.execute(f"CREATE OR REPLACE TEMP VIEW known AS {self._known(at)}")

    def events(self, ids: Iterable[int]) -> dict[int, tuple[str, Instant, str, int]]:
        """Events by id, as they were known: word, when they happened, by whom, place of the grade in GRADES."""
        rows = self._connection.execute(
            "SELECT id, word, happened, by_whom, grade FROM known WHERE id IN (SELECT unnest(?))", [list(ids)]
        ).fetchall()
        return {row[0]: (row[1], row[2], row[3], GRADES.index(row[4])) for row in rows}

    # ── batches ──

    def batches(self, kind: str, needs: Needs, at: Instant, *, names: Names = "none") -> Iterator[Batch]:
        """The stories of one kind of subject, as `needs` asks for them; after `know`."""
        if needs.words:
            with _faults(self._place):
                yield from self._batches(kind, needs, at, names)

    def _batches(self, kind: str, needs: Needs, at: Instant, names: Names) -> Iterator[Batch]:
        self._enum("word_codes", list(needs.words))
        self._enum("grade_codes", GRADES)
        source = self._events(needs)
        columns, contents = self._columns(needs, source)
        # Stories are numbered by name, not by hash: names that are alike have been seen to share one.
        self._connection.execute(
            f"""CREATE OR REPLACE TEMP TABLE stories AS
            SELECT subject, row_number() OVER ({"ORDER BY subject" if names == "in order" else ""}) - 1 AS story
            FROM (SELECT DISTINCT subject FROM {source}) WHERE starts_with(subject, {literal(kind + ":")})"""
        )
        stories = int(self._one("SELECT count(*) FROM stories")[0])
        parts = min(1 + self.size * _width(needs) // BATCH_BYTES, max(stories, 1))
        # The join keeps to the kind. No filter besides: DuckDB reads a name once for all its events only without one.
        chosen = f"SELECT story, {', '.join(columns)} FROM {source} JOIN stories USING (subject)"
        if parts > 1:
            self._connection.execute(f"CREATE OR REPLACE TEMP TABLE narrow AS {chosen}")
            chosen = "SELECT * FROM narrow"
        for part in range(parts):
            within = f"WHERE story >= {stories * part // parts} AND story < {stories * (part + 1) // parts}"
            text = f"SELECT * FROM ({chosen}) {within if parts > 1 else ''} ORDER BY story, happened, id"
            found = self._connection.execute(text).fetchnumpy()
            if len(found["id"]):
                yield self._batch(found, contents, needs, at, _NO_NAMES if names == "none" else self._names(within))
        self._connection.execute("DROP TABLE stories; DROP TABLE IF EXISTS narrow")

    def _batch(
        self, found: Mapping[str, Any], contents: Mapping[str, Column], needs: Needs, at: Instant, names: pa.Array
    ) -> Batch:
        fields = {
            key: contents[name][found["content"]] if (name := _name(*key)) in contents else found[name]
            for key in needs.fields
        }
        told = Told(
            at,
            needs,
            subject=found["story"] - found["story"][0],
            happened=found["happened"],
            ids=found["id"],
            word=found["word"],
            grade=found["grade"].astype("int8"),
            fields=fields,
        )
        lengths = told.end - told.first
        if lengths.max() > LONGEST_STORY:
            longest = int(told.ids[told.first[lengths.argmax()]])
            subject = self._one("SELECT coalesce(about[1], '') FROM known WHERE id = ?", [longest])[0]
            raise Fault("story-too-long", place=subject, events=int(lengths.max()), most=LONGEST_STORY)
        return Batch(told, found["site"], found["by"], names)

    def _events(self, needs: Needs) -> str:
        """The events of the words that matter, once for each subject."""
        words = ", ".join(literal(word) for word in needs.words)
        subject = "about[1]" if self._widest[0] <= 1 else "unnest(list_distinct(about))"
        return f"(SELECT *, {subject} AS subject FROM known WHERE word IN ({words}))"

    def _columns(self, needs: Needs, source: str) -> tuple[list[str], dict[str, Column]]:
        """What to read of each event; and fields by the number of its content, where contents are few."""
        _ = self.sites, self.people  # they make the types that the codes are of
        columns = [
            "happened",
            "id",
            "enum_code(CAST(word AS word_codes)) AS word",
            "enum_code(CAST(grade AS grade_codes)) AS grade",
            f"enum_code(coalesce(TRY_CAST(site AS site_names), CAST('{OTHERS}' AS site_names))) AS site",
            f"enum_code(coalesce(TRY_CAST(by_whom AS people_names), CAST('{OTHERS}' AS people_names))) AS by",
        ]
        own = [_field(key, needs) for key in needs.fields if key[0] in OWN_FIELDS]
        held = [_field(key, needs) for key in needs.fields if key[0] not in OWN_FIELDS]
        if not held or not self._few_contents(source):
            return columns + own + held, {}
        columns.append("enum_code(CAST(coalesce(data, '{}') AS contents)) AS content")
        text = f"SELECT {', '.join(held)} FROM contents_seen ORDER BY enum_code(CAST(data AS contents))"
        return columns + own, self._connection.execute(text).fetchnumpy()

    def _few_contents(self, source: str) -> bool:
        """Whether the contents of events are few; then the type `contents` and the table `contents_seen` hold them."""
        sample = f"SELECT approx_count_distinct(data) FROM (SELECT data FROM {source} LIMIT {10 * MOST_CONTENTS})"
        if int(self._one(sample)[0]) > MOST_CONTENTS:
            return False
        self._connection.execute(
            f"""DROP TYPE IF EXISTS contents;
            CREATE OR REPLACE TEMP TABLE contents_seen AS
            SELECT * FROM (SELECT DISTINCT coalesce(data, '{{}}') AS data FROM {source}) LIMIT {MOST_CONTENTS + 1}"""
        )
        if int(self._one("SELECT count(*) FROM contents_seen")[0]) > MOST_CONTENTS:
            return False
        self._connection.execute("CREATE TYPE contents AS ENUM (SELECT data FROM contents_seen)")
        return True

    def _names(self, within: str) -> pa.Array:
        """What the stories are called, in their order."""
        text = f"SELECT subject FROM stories {within} ORDER BY story"
        return self._connection.sql(text).to_arrow_table().column(0).combine_chunks()

    def _name_type(self, column: str, name: str) -> list[str]:
        found = self._connection.execute(
            f"""SELECT {column} FROM raw WHERE {column} NOT IN ('', '{OTHERS}') GROUP BY 1 ORDER BY count(*) DESC, 1
            LIMIT {MOST_NAMES}"""
        ).fetchall()
        names = ["", OTHERS, *(row[0] for row in found)]
        self._enum(name, names)
        return names

    def _enum(self, name: str, values: Sequence[str]) -> None:
        self._connection.execute(f"DROP TYPE IF EXISTS {name}")
        self._connection.execute(f"CREATE TYPE {name} AS ENUM ({', '.join(map(literal, values))})")

    # ── what was known ──

    def _known(self, at: Instant) -> str:
        """The events as they were known, corrections in place (events/story.py, rulings 13 and 14)."""
        if not self._corrected:
            known = "" if at >= self.span[1] else f"WHERE noted <= {at}"
            return f"SELECT id, about, word, site, by_whom, grade, happened, data FROM log {known}"
        return f"""
        WITH corrected AS (
            SELECT corrects, max_by(correction, (noted, id)) AS correction
            FROM log WHERE corrects IS NOT NULL AND noted <= {at} GROUP BY corrects),
        laid AS (
            SELECT l.id, l.about, l.word, l.site, l.by_whom, l.grade,
                coalesce(CAST(json_extract_string(c.correction, '$.at') AS BIGINT), l.happened) AS happened,
                CASE WHEN json_type(c.correction, '$.data') = 'OBJECT'
                    THEN CAST(json_extract(c.correction, '$.data') AS VARCHAR) ELSE l.data END AS data,
                coalesce(json_extract_string(c.correction, '$.void'), 'false') = 'true' AS void
            FROM log AS l LEFT JOIN corrected AS c ON c.corrects = l.id
            WHERE l.corrects IS NULL AND l.noted <= {at})
        SELECT * EXCLUDE (void) FROM laid WHERE NOT void AND happened <= {at}"""

    @cached_property
    def _corrected(self) -> bool:
        """Whether any event corrects another."""
        return int(self._one("SELECT count(corrects) FROM raw")[0]) > 0

    @cached_property
    def _widest(self) -> tuple[int, int, bool]:
        """How many subjects an event is about, and how many bytes the first of them has, at the most; and whether any
        event was noted before it happened."""
        many, length, early = self._one(
            """SELECT coalesce(max(len(about)), 0), coalesce(max(strlen(about[1])), 0),
                coalesce(bool_or(happened > noted), FALSE) FROM raw"""
        )
        return int(many), int(length), bool(early)

    def _check(self, at: Instant) -> None:
        """Refuse what the live reading would refuse: impossible times, unknown grades, names without end."""
        strange = next((grade for (grade,) in self._all("SELECT DISTINCT grade FROM raw") if grade not in GRADES), "")
        if strange != "":
            event = self._one("SELECT id FROM raw WHERE grade IS NOT DISTINCT FROM ? LIMIT 1", [strange])[0]
            raise Fault("grade-unknown", place=f"event {event}", grade=str(strange)[:40], grades=", ".join(GRADES))
        if self._widest[2]:
            event, happened, noted = self._one("SELECT id, happened, noted FROM log WHERE happened > noted LIMIT 1")
            raise Fault("noted-before-it-happened", place=f"event {event}", at=happened, noted=noted)
        if self.span[0] < 0:
            event, happened = self._one("SELECT id, happened FROM log WHERE happened < 0 LIMIT 1")
            raise Fault("time-before-1970", place=f"event {event}", time=happened)
        if self._widest[0] > 1 or self._widest[1] > LONGEST_NAME:
            row = self._found(
                f"""SELECT id, subject, length(subject) FROM (SELECT id, unnest(about) AS subject FROM raw)
                WHERE length(subject) > {LONGEST_NAME}"""
            )
            if row is not None:
                name = f"{row[1][:37]}…"
                raise Fault("name-too-long", place=f"event {row[0]}", name=name, length=row[2], most=LONGEST_NAME)
        row = None if not self._corrected else self._found(
            f"""SELECT c.id, c.corrects FROM log AS c JOIN log AS l ON l.id = c.corrects
            WHERE c.noted <= {at} AND list_sort(list_distinct(c.about)) <> list_sort(list_distinct(l.about))"""
        )  # fmt: skip
        if row is not None:
            raise Fault("correction-other-subjects", place=f"event {row[0]}", corrects=row[1])

    def _found(self, sql: str) -> tuple[Any, ...] | None:
        return self._connection.execute(f"{sql} LIMIT 1").fetchone()

    def _all(self, sql: str) -> list[tuple[Any, ...]]:
        return self._connection.execute(sql).fetchall()

    def _one(self, sql: str, values: Sequence[Any] = ()) -> tuple[Any, ...]:
        row = self._connection.execute(sql, list(values)).fetchone()
        assert row is not None
        return row


_NO_NAMES = pa.array([], pa.string())


@contextmanager
def _faults(place: str) -> Iterator[None]:
    """What DuckDB says of a file that is broken inside, or of a disk that is full, as a Fault."""
    try:
        yield
    except duckdb.Error as error:
        why = str(error).splitlines()[0]
        full = isinstance(error, duckdb.OutOfMemoryException) or "space left" in why
        raise Fault("audit-without-room" if full else "log-unreadable", place=place, why=why) from None


def _connect(paths: Sequence[Path], place: str, folder: Path | None) -> duckdb.DuckDBPyConnection:
    """A connection that sees Parquet logs. Raises Fault("log-unreadable" | "log-columns-missing")."""
    settings: dict[str, str | bool | int | float | list[str]] = {
        "memory_limit": MEMORY, "threads": os.cpu_count() or 1, "preserve_insertion_order": False,
    }  # fmt: skip
    if folder is not None:
        settings["temp_directory"] = str(folder)
    connection = duckdb.connect(config=settings)
    listed = ", ".join(literal(escape(str(path))) for path in paths)
    with _faults(place):
        connection.execute(
            f"""CREATE VIEW raw AS SELECT * FROM read_parquet([{listed}], hive_partitioning = false);
            CREATE VIEW log AS SELECT * REPLACE (
                epoch_us(happened) // 1000000 AS happened, epoch_us(noted) // 1000000 AS noted) FROM raw"""
        )
        names = {row[0] for row in connection.execute("DESCRIBE log").fetchall()}
    missing = [name for name in COLUMNS if name not in names]
    if missing:
        raise Fault("log-columns-missing", place=place, columns=", ".join(missing))
    return connection


def _field(key: tuple[str, Kind], needs: Needs) -> str:
    return f"{field_sql(*key, needs.fields[key])} AS {quoted(_name(*key))}"


def _name(field: str, kind: Kind) -> str:
    return f"{kind} {field}"


def _width(needs: Needs) -> int:
    """Bytes that a row of a batch takes."""
    return 44 + sum(4 if kind == "text" else 8 for _, kind in needs.fields)


def _instant(time: Any) -> Instant:
    """Whole seconds since 1970 of what DuckDB gives: a timestamp, seconds, or nothing (0)."""
    if time is None:
        return 0
    return int(time.replace(tzinfo=UTC).timestamp() // 1) if isinstance(time, datetime) else int(time)
