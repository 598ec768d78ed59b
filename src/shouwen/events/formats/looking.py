"""What is in a log: how many events, of which words and subjects, from when to when; or which columns a table has."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from shouwen.events.formats import parquet
from shouwen.events.formats.csv import header_of, read_csv
from shouwen.events.formats.heard import RawRow
from shouwen.events.formats.reading import form_of, opened
from shouwen.events.formats.xes import read_xes
from shouwen.fault import Fault
from shouwen.worktime import Instant

LOOKED_AT = 1_000
"""Rows of a table that are looked at for examples."""

EXAMPLES = 3

MOST_SHOWN = 50
"""Words, kinds and sites that are told by name: the most frequent."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """Of logs of our form.

    words, sites  the most frequent, with how many events there are
    kinds         kind of subject, how many subjects, how many events about them
    """

    events: int
    corrections: int
    first: Instant
    last: Instant
    noted: Instant
    words: tuple[tuple[str, int], ...]
    kinds: tuple[tuple[str, int, int], ...]
    sites: tuple[tuple[str, int], ...]
    grades: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class Column:
    """A column of another system's table: its name, the share of rows that fill it, values it holds."""

    name: str
    filled: float
    examples: tuple[str, ...]


def look(parquets: Sequence[Path]) -> Look:
    """What is in logs of our form. Raises Fault."""
    ((events, corrections, first, last, noted),) = parquet.ask(
        parquets,
        """SELECT count(*), count(corrects), coalesce(min(CAST(floor(epoch(happened)) AS BIGINT)), 0),
            coalesce(max(CAST(floor(epoch(happened)) AS BIGINT)), 0),
            coalesce(max(CAST(floor(epoch(noted)) AS BIGINT)), 0) FROM log""",
    )
    kinds = parquet.ask(
        parquets,
        f"""SELECT split_part(subject, ':', 1) AS kind, count(DISTINCT subject), count(*)
        FROM (SELECT unnest(about) AS subject FROM log) GROUP BY kind ORDER BY 3 DESC, 1 LIMIT {MOST_SHOWN}""",
    )
    return Look(
        events=events,
        corrections=corrections,
        first=first,
        last=last,
        noted=noted,
        words=_counts(parquets, "word"),
        kinds=tuple((str(kind), int(subjects), int(about)) for kind, subjects, about in kinds),
        sites=_counts(parquets, "coalesce(site, '')"),
        grades=_counts(parquets, "grade"),
    )


def columns(path: Path) -> list[Column]:
    """The columns or attributes of another system's log, from its first thousand rows. Raises Fault."""
    told = _raw(path)
    seen: dict[str, list[str]] = {name: [] for name in next(told)}
    filled: dict[str, int] = {}
    rows = 0
    for raw in islice(told, LOOKED_AT):
        rows += 1
        for name, value in raw.items():
            examples = seen.setdefault(name, [])
            if value is None or not value.strip():
                continue
            filled[name] = filled.get(name, 0) + 1
            if len(examples) < EXAMPLES and value not in examples:
                examples.append(value)
    return [Column(name, filled.get(name, 0) / max(rows, 1), tuple(examples)) for name, examples in seen.items()]


def _raw(path: Path) -> Iterator[RawRow]:
    """First a row that only says which columns there are, then those of the file."""
    form = form_of(path)
    if form == "parquet":
        yield dict.fromkeys(parquet.columns_of(path), None)
        for _, row in parquet.read_table(path, None):
            yield row
        return
    with opened(path) as file:
        if form == "xes":
            yield {}
            for _, row in read_xes(file.plain, place=str(path)):
                yield row
            return
        names = header_of(file.plain, (), place=str(path))
        file.plain.seek(0)
        wanted = [name for name in dict.fromkeys(names) if names.count(name) == 1]
        yield dict.fromkeys(wanted, None)
        for _, told in read_csv(file.plain, wanted, place=str(path)):
            if not isinstance(told, Fault):
                yield told


def _counts(parquets: Sequence[Path], by: str) -> tuple[tuple[str, int], ...]:
    found = parquet.ask(
        parquets, f"SELECT {by} AS name, count(*) FROM log GROUP BY name ORDER BY 2 DESC, 1 LIMIT {MOST_SHOWN}"
    )
    return tuple((str(name), int(count)) for name, count in found)
