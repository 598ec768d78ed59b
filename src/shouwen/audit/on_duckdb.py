"""The audit on DuckDB: what the clauses need is prepared once, then each clause's own SQL runs over it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import duckdb

from shouwen.checks.obligation import COLUMNS, Obligation
from shouwen.checks.preparation import STORY, Preparation, literal, quoted
from shouwen.events.event import GRADES, LATEST, LONGEST_NAME
from shouwen.events.formats.parquet import COLUMNS as LOG
from shouwen.events.story import LONGEST_STORY
from shouwen.events.vocabulary import LARGEST, Kind
from shouwen.fault import Fault
from shouwen.standard.clause import Clause
from shouwen.worktime import NATURAL, Clock, Instant

_MOST: Mapping[Kind, int | float] = {"time": LATEST, "number": LARGEST}
"""What is beyond is no value of the kind (events/vocabulary.of_kind)."""


class DuckDB:
    """The words of preparation.Dialect as DuckDB says them."""

    def row(self, columns: Mapping[str, str]) -> str:
        """A struct."""
        return "{" + ", ".join(f"'{name}': {value}" for name, value in columns.items()) + "}"

    def before(self, value: str, where: str, window: str = STORY) -> str:
        """The nearest earlier one."""
        return f"lag(CASE WHEN {where} THEN {value} END IGNORE NULLS) OVER ({window})"

    def after(self, value: str, where: str, window: str = STORY) -> str:
        """The nearest later one."""
        return f"lead(CASE WHEN {where} THEN {value} END IGNORE NULLS) OVER ({window})"

    def asof(self, table: str, alias: str, on: str, *, equal: str = "") -> str:
        """An ASOF join."""
        return f"ASOF LEFT JOIN {table} AS {alias} ON {equal + ' AND ' if equal else ''}{on}"

    def ids(self, *values: str) -> str:
        """Distinct, sorted, without NULL."""
        return f"list_sort(list_distinct([{', '.join(values)}]))"

    def union_ids(self, ids: str, more: str) -> str:
        """One more."""
        return f"list_sort(list_distinct(list_concat({ids}, [{more}])))"

    def concat(self, ids: str, more: str) -> str:
        """Both lists."""
        return f"list_concat({ids}, {more})"

    def collect(self, value: str, where: str = "TRUE") -> str:
        """A list aggregate; NULL (which list_concat takes for empty) where there is none."""
        return f"list({value} ORDER BY {value}) FILTER (WHERE {where})"

    def numbers(self, count: str, name: str) -> str:
        """A lateral unnest."""
        return f"CROSS JOIN LATERAL (SELECT unnest(range({count})) AS {name}) AS counting"

    def extract(self, field: str, kind: Kind) -> str:
        """By JSON type, so that a value of another kind counts as missing."""
        path = literal("$." + quoted(field))
        types, cast = {
            "text": ("'VARCHAR'", "VARCHAR"),
            "number": ("'UBIGINT', 'BIGINT', 'HUGEINT', 'DOUBLE'", "DOUBLE"),
            "time": ("'UBIGINT', 'BIGINT'", "BIGINT"),
            "flag": ("'BOOLEAN'", "BOOLEAN"),
        }[kind]
        found = f"json_extract_string(data, {path})"
        value = f"CASE WHEN json_type(data, {path}) IN ({types}) THEN CAST({found} AS {cast}) END"
        if kind not in _MOST:
            return value
        value, most = value.replace("CAST(", "TRY_CAST("), _MOST[kind]
        return f"CASE WHEN {value} BETWEEN {literal(-most)} AND {literal(most)} THEN {value} END"

    def months_later(self, local: str, months: str) -> str:
        """By an interval, which clips to the month's last day."""
        moved = f"make_timestamp(CAST({local} AS BIGINT) * 1000000) + to_months(CAST({months} AS INTEGER))"
        return f"CAST(epoch({moved}) AS BIGINT)"

    def month_index(self, local: str) -> str:
        """Year and month of the timestamp."""
        stamp = f"make_timestamp(CAST({local} AS BIGINT) * 1000000)"
        return f"((year({stamp}) - 1970) * 12 + month({stamp}) - 1)"

    def divide(self, dividend: str, divisor: str) -> str:
        """`//` rounds towards nought: what is left over is taken off first, so that it rounds down below it too."""
        return f"((({dividend}) - ((({dividend}) % ({divisor}) + ({divisor})) % ({divisor}))) // ({divisor}))"

    def least(self, values: Iterable[str]) -> str:
        """LEAST passes over NULL."""
        return f"least({', '.join(values)})"

    def greatest(self, values: Iterable[str]) -> str:
        """GREATEST passes over NULL."""
        return f"greatest({', '.join(values)})"


class Verdicts:
    """The verdict rows of an audit, kept in the database until they are read."""

    def __init__(self, connection: duckdb.DuckDBPyConnection, clauses: Sequence[Clause]) -> None:
        self._connection = connection
        self._clauses = clauses

    def __iter__(self) -> Iterator[Obligation]:
        """By clause, subject and order of opening."""
        order = " ".join(f"WHEN {literal(clause.id)} THEN {number}" for number, clause in enumerate(self._clauses))
        # A cursor of its own, so that the evidence can be looked up on the way.
        found = self._connection.cursor().execute(
            f"""SELECT {", ".join(COLUMNS)} FROM verdicts
            ORDER BY CASE clause {order or "WHEN '' THEN 0"} END, subject, opened_at, opened_by, period NULLS FIRST"""
        )
        while rows := found.fetchmany(10_000):
            for row in rows:
                values = dict(zip(COLUMNS, row, strict=True))
                yield Obligation(**{**values, "evidence": tuple(values["evidence"])})

    def size(self) -> int:
        """How many events the log holds."""
        row = self._connection.execute("SELECT count(*) FROM log").fetchone()
        return int(row[0]) if row is not None else 0

    def counts(self) -> list[tuple[str, str, str | None, int, int]]:
        """How many there are of each clause, state, reason and grade of evidence."""
        return self._connection.execute(
            "SELECT clause, state, reason, grade, count(*) FROM verdicts GROUP BY ALL ORDER BY ALL"
        ).fetchall()

    def events(self, ids: Iterable[int]) -> dict[int, tuple[str, Instant, str, int]]:
        """Events by id, as they were known: word, when they happened, by whom, place of the grade in GRADES."""
        rows = self._connection.execute(
            "SELECT id, word, happened, by_whom, grade FROM known WHERE id IN (SELECT unnest(?))", [list(ids)]
        ).fetchall()
        return {row[0]: row[1:] for row in rows}


def audit(
    clauses: Sequence[Clause],
    log: Path | str | duckdb.DuckDBPyConnection,
    at: Instant,
    *,
    on_progress: Callable[[str, float], None] = lambda clause, share: None,
) -> Verdicts:
    """The verdicts of all clauses over a log, as known at `at`.

    `log` is a Parquet file of the form of events/formats/parquet.py, or a connection that has a table `log` of its
    columns, times as whole seconds. Clauses without an audit reading give no rows. `on_progress` is told the clause
    at work and the share of clauses that is done. Raises Fault where the log cannot be read.
    """
    connection = connect(log) if isinstance(log, Path | str) else log
    _check(connection, at)
    _know(connection, at)
    judged = [clause for clause in clauses if "audit" in clause.check.readings]
    connection.execute(f"CREATE OR REPLACE TABLE verdicts AS {_no_verdicts()}")
    done = 0
    for kind in dict.fromkeys(clause.of for clause in judged):
        preparation = Preparation(kind, at, DuckDB())
        texts = {clause.id: clause.check.audit(clause.id, preparation) for clause in judged if clause.of == kind}
        _prepare(connection, preparation)
        for name, text in texts.items():
            on_progress(name, done / len(judged))
            connection.execute(f"INSERT INTO verdicts BY NAME {text}")
            done += 1
    connection.execute("UPDATE verdicts SET opened_at = k.happened FROM known AS k WHERE k.id = opened_by")
    return Verdicts(connection, clauses)


def span(log: Path | str) -> tuple[Instant, Instant]:
    """When the first event of a log happened and when the last was noted; (0, 0) for an empty one. Raises Fault."""
    row = connect(log).execute("SELECT coalesce(min(happened), 0), coalesce(max(noted), 0) FROM log").fetchone()
    assert row is not None
    return int(row[0]), int(row[1])


def connect(log: Path | str) -> duckdb.DuckDBPyConnection:
    """A connection that sees a Parquet log as `log`, its times as whole seconds. Raises Fault("log-unreadable")."""
    connection = duckdb.connect()
    path = str(log)
    try:
        connection.execute(
            f"""CREATE VIEW log AS SELECT * REPLACE (
                CAST(floor(epoch(happened)) AS BIGINT) AS happened, CAST(floor(epoch(noted)) AS BIGINT) AS noted)
            FROM read_parquet({literal(path)})"""
        )
        names = {row[0] for row in connection.execute("DESCRIBE log").fetchall()}
    except duckdb.Error as error:
        raise Fault("log-unreadable", place=path, why=str(error).splitlines()[0]) from None
    missing = [name for name in LOG if name not in names]
    if missing:
        raise Fault("log-columns-missing", place=path, columns=", ".join(missing))
    return connection


def _check(connection: duckdb.DuckDBPyConnection, at: Instant) -> None:
    """Refuse what the live reading would refuse: names without end, a story too long, impossible times."""
    row = connection.execute(
        f"""SELECT id, subject, length(subject) FROM (SELECT id, unnest(about) AS subject FROM log)
        WHERE length(subject) > {LONGEST_NAME} LIMIT 1"""
    ).fetchone()
    if row is not None:
        name = f"{row[1][:37]}…"
        raise Fault("name-too-long", place=f"event {row[0]}", name=name, length=row[2], most=LONGEST_NAME)
    row = connection.execute(
        "SELECT id, happened, noted FROM log WHERE happened < 0 OR happened > noted LIMIT 1"
    ).fetchone()
    if row is not None and row[1] < 0:
        raise Fault("time-before-1970", place=f"event {row[0]}", time=row[1])
    if row is not None:
        raise Fault("noted-before-it-happened", place=f"event {row[0]}", at=row[1], noted=row[2])
    row = connection.execute(
        f"""SELECT c.id, c.corrects FROM log AS c JOIN log AS l ON l.id = c.corrects
        WHERE c.noted <= {at} AND list_sort(list_distinct(c.about)) <> list_sort(list_distinct(l.about)) LIMIT 1"""
    ).fetchone()
    if row is not None:
        raise Fault("correction-other-subjects", place=f"event {row[0]}", corrects=row[1])
    row = connection.execute(
        f"""SELECT subject, count(*) FROM (SELECT unnest(list_distinct(about)) AS subject FROM log WHERE noted <= {at})
        GROUP BY subject HAVING count(*) > {LONGEST_STORY} LIMIT 1"""
    ).fetchone()
    if row is not None:
        raise Fault("story-too-long", place=row[0], events=row[1], most=LONGEST_STORY)


def _know(connection: duckdb.DuckDBPyConnection, at: Instant) -> None:
    """The events as they were known, corrections in place: the view `known` (events/story.py, rulings 13 and 14)."""
    grades = " ".join(f"WHEN {literal(grade)} THEN {rank}" for rank, grade in enumerate(GRADES))
    connection.execute(
        f"""CREATE OR REPLACE TEMP VIEW known AS
        WITH corrected AS (
            SELECT corrects, max_by(correction, (noted, id)) AS correction
            FROM log WHERE corrects IS NOT NULL AND noted <= {at} GROUP BY corrects),
        laid AS (
            SELECT l.id, l.about, l.word, l.site, l.by_whom, CASE l.grade {grades} END AS grade,
                coalesce(CAST(json_extract_string(c.correction, '$.at') AS BIGINT), l.happened) AS happened,
                CASE WHEN json_type(c.correction, '$.data') = 'OBJECT' THEN json_extract(c.correction, '$.data')
                    ELSE l.data END AS data,
                coalesce(json_extract_string(c.correction, '$.void'), 'false') = 'true' AS void
            FROM log AS l LEFT JOIN corrected AS c ON c.corrects = l.id
            WHERE l.corrects IS NULL AND l.noted <= {at})
        SELECT * EXCLUDE (void) FROM laid WHERE NOT void AND happened <= {at}"""
    )


def _prepare(connection: duckdb.DuckDBPyConnection, preparation: Preparation) -> None:
    """Make the tables that the clauses of one kind of subject asked for."""
    _load_zones(connection, preparation)
    words = ", ".join(literal(word) for word in sorted(preparation.words)) or "NULL"
    fields = "".join(
        f", {DuckDB().extract(field, kind)} AS {quoted(name)}" for name, (field, kind) in preparation.columns.items()
    )
    at = preparation.at
    connection.execute(
        f"""CREATE OR REPLACE TEMP TABLE told_plain AS
        SELECT subject, row_number() OVER (PARTITION BY subject ORDER BY happened, id) AS n,
            id, happened, word, site, by_whom, grade{fields}
        FROM (SELECT *, unnest(list_distinct(about)) AS subject FROM known WHERE word IN ({words}))
        WHERE starts_with(subject, {literal(preparation.kind + ":")})"""
    )
    source = "told_plain"
    for clock in preparation.clocks.values():
        _load_clock(connection, clock, preparation.most[clock.name], at)
        name = clock.name
        connection.execute(
            f"""CREATE OR REPLACE TEMP TABLE told_{name} AS
            SELECT t.*, CASE WHEN s.runs THEN s.w0 + (t.happened - s.start_at) ELSE s.w0 END AS w_{name},
                s.dark_span AS dark_{name}, s.extra AS extra_{name}
            FROM {source} AS t ASOF LEFT JOIN clock_{name} AS s ON s.start_at <= t.happened"""
        )
        source = f"told_{name}"
    connection.execute(f"CREATE OR REPLACE TEMP TABLE {preparation.told} AS SELECT * FROM {source}")
    for table, sql in preparation.tracks.values():
        connection.execute(f"CREATE OR REPLACE TEMP TABLE {table} AS {sql}")


def _load_clock(connection: duckdb.DuckDBPyConnection, clock: Clock, most: int, at: Instant) -> None:
    """The clock's reading as two tables: by instant, and by what it shows (only rows that show something new)."""
    if clock is NATURAL:
        return
    row = connection.execute("SELECT min(happened) FROM told_plain").fetchone()
    first = row[0] if row is not None and row[0] is not None else at
    spans = clock.spans(first, at, most)
    _load(
        connection,
        f"clock_{clock.name}",
        {
            "start_at": "BIGINT",
            "w0": "BIGINT",
            "w1": "BIGINT",
            "runs": "BOOLEAN",
            "dark_span": "BOOLEAN",
            "extra": "BIGINT",
        },
        spans,
    )
    connection.execute(
        f"""CREATE OR REPLACE TEMP TABLE when_{clock.name} AS
        SELECT * FROM (SELECT *, max(w1) OVER (
                ORDER BY start_at ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS shown
            FROM clock_{clock.name})
        WHERE shown IS NULL OR w1 > shown"""
    )


def _load_zones(connection: duckdb.DuckDBPyConnection, preparation: Preparation) -> None:
    row = connection.execute("SELECT min(happened) FROM log").fetchone()
    first = row[0] if row is not None and row[0] is not None else preparation.at
    for zone in preparation.zones.values():
        # A period may begin a year before the first event, and end a hundred years (the longest span) after the last.
        offsets = zone.offsets(min(first, preparation.at) - 366 * 86400, preparation.at + 101 * 366 * 86400)
        columns = {"start_at": "BIGINT", "local_start": "BIGINT", "seconds": "BIGINT"}
        _load(connection, preparation.zone(zone), columns, offsets)


def _load(connection: duckdb.DuckDBPyConnection, table: str, columns: Mapping[str, str], rows: Sequence[Any]) -> None:
    connection.execute(f"CREATE OR REPLACE TEMP TABLE {table} ({', '.join(f'{n} {t}' for n, t in columns.items())})")
    if rows:
        lists = [list(column) for column in zip(*(_values(row) for row in rows), strict=True)]
        marks = ", ".join("unnest(?)" for _ in lists)
        connection.execute(f"INSERT INTO {table} SELECT {marks}", lists)


def _values(row: Any) -> tuple[Any, ...]:
    return tuple(getattr(row, name) for name in type(row).__slots__)


def _no_verdicts() -> str:
    types = {"clause": "VARCHAR", "subject": "VARCHAR", "state": "VARCHAR", "reason": "VARCHAR", "margin": "DOUBLE",
             "evidence": "BIGINT[]"}  # fmt: skip
    columns = ", ".join(f"CAST(NULL AS {types.get(name, 'BIGINT')}) AS {name}" for name in COLUMNS)
    return f"SELECT {columns}, CAST(NULL AS BIGINT) AS opened_at WHERE FALSE"
