"""Verdicts as a Parquet file: a row an occasion, with the ids of the events it rests on."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from threading import Lock
from types import TracebackType
from typing import Self

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from shouwen.audit.source import Batch
from shouwen.audit.tally import Labels
from shouwen.checks.columns import NONE, Numbers
from shouwen.checks.obligation import REASONS
from shouwen.checks.occasions import STATES, Occasions
from shouwen.checks.told import Column, Told, first_of_each
from shouwen.events.event import GRADES

_NAME = pa.dictionary(pa.int32(), pa.string())
_TIME = pa.timestamp("s", "UTC")

SCHEMA = pa.schema(
    [
        ("clause", _NAME), ("subject", _NAME), ("opened_by", pa.int64()), ("opened_at", _TIME), ("period", _TIME),
        ("state", _NAME), ("reason", _NAME), ("due", _TIME), ("settled_by", pa.int64()), ("margin", pa.float64()),
        ("evidence", pa.list_(pa.int64())), ("grade", _NAME), ("site", _NAME), ("person", _NAME),
    ]
)  # fmt: skip
"""The columns of checks.obligation.Obligation, and with them when the occasion opened, its site, who is answerable."""


# How each column is packed: numbers that hardly repeat are quicker and smaller as differences than in a dictionary.
_NAMES = [column.name for column in SCHEMA if column.type == _NAME]
_NUMBERS = dict.fromkeys(
    ("opened_by", "opened_at", "period", "due", "settled_by", "evidence.list.element"), "DELTA_BINARY_PACKED"
)


class VerdictFile:
    """A Parquet file that grows clause by clause; several threads may add to it."""

    def __init__(self, path: Path, clauses: Sequence[str], sites: list[str], people: list[str]) -> None:
        self._lock = Lock()
        self._writer = pq.ParquetWriter(
            path, SCHEMA, compression="snappy", use_dictionary=_NAMES, column_encoding=_NUMBERS,
            write_statistics=["clause", "state", "site"],
        )  # fmt: skip
        self._clauses = pa.array(clauses, pa.string())
        self._names = {"site": pa.array(sites, pa.string()), "person": pa.array(people, pa.string())}

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._writer.close()

    def add(self, clause: int, found: Occasions, by: Labels, batch: Batch) -> None:
        """Add one clause's occasions."""
        if not len(found):
            return
        told = batch.told
        columns = {
            "clause": _named(np.full(len(found), clause), self._clauses),
            "subject": _named(told.subject[found.opened], batch.names),
            "opened_by": pa.array(told.ids[found.opened]),
            "opened_at": pa.array(told.happened[found.opened]).cast(_TIME),
            "period": _times(found.period),
            "state": _named(found.state, pa.array(STATES)),
            "reason": _named(found.reason.astype(np.int32) - 1, pa.array(REASONS)),
            "due": _times(found.due),
            "settled_by": pa.array(told.ids[found.settled], mask=found.settled < 0),
            "margin": pa.array(found.margin, mask=np.isnan(found.margin)),
            "evidence": evidence(found, told),
            "grade": _named(found.grade, pa.array(GRADES)),
            "site": _named(by.site, self._names["site"]),
            "person": _named(by.person, self._names["person"]),
        }
        table = pa.table(columns, schema=SCHEMA)
        with self._lock:
            self._writer.write_table(table)


def evidence(found: Occasions, told: Told) -> pa.ListArray:
    """The ids of the events that each occasion rests on, ascending, each once."""
    columns = [found.opened, *(() if found.settled_aside else (found.settled,)), *found.rests_on]
    ids = np.stack([np.where(column >= 0, told.ids[column], NONE) for column in columns], axis=1)
    ids.sort(axis=1)
    once = np.concatenate((ids[:, :1] != NONE, (ids[:, 1:] != ids[:, :-1])), axis=1)
    counts = once.sum(axis=1)
    flat = ids[once]
    if found.stretch:
        rows, more = np.repeat(np.arange(len(found)), counts), [flat]
        all_rows = [rows]
        for one in found.stretch:
            row, position = one.spread()
            all_rows.append(row)
            more.append(told.ids[position])
        row, flat = np.concatenate(all_rows), np.concatenate(more)
        order = np.lexsort((flat, row))
        row, flat = row[order], flat[order]
        once = first_of_each(row) | first_of_each(flat)
        row, flat = row[once], flat[once]
        counts = np.bincount(row, minlength=len(found))
    offsets = np.concatenate(([0], np.cumsum(counts))).astype(np.int32)
    return pa.ListArray.from_arrays(pa.array(offsets), pa.array(flat))


def _named(codes: Column, names: pa.Array) -> pa.DictionaryArray:
    codes = codes.astype(np.int32)
    return pa.DictionaryArray.from_arrays(pa.array(codes, mask=codes < 0), names)


def _times(times: Numbers) -> pa.Array:
    return pa.array(times, mask=times == NONE).cast(_TIME)
