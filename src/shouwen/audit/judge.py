"""Clauses judged over a log, batch by batch: counts, the earliest broken occasions, and every verdict if wanted."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import nullcontext
from dataclasses import dataclass
from pathlib import Path
from threading import Lock

import numpy as np

from shouwen.audit.source import Batch, Names, Source
from shouwen.audit.tally import Tally, labels, opened_at
from shouwen.audit.verdicts import VerdictFile, evidence
from shouwen.checks.columns import NONE, Numbers
from shouwen.checks.obligation import REASONS, Obligation
from shouwen.checks.occasions import BROKEN, STATES, Occasions
from shouwen.checks.told import Needs, Told
from shouwen.standard.clause import Clause
from shouwen.worktime import Instant, Zone

Progress = Callable[[str, float], None]

Work = tuple[Batch, list[int], Callable[[float], float]]
"""A batch, the clauses to judge on it (by place), and how far a share of these is of all there is to do."""


@dataclass(frozen=True)
class Judged:
    """What was found: the counts, and the earliest broken occasions of each clause."""

    tally: Tally
    broken: tuple[Obligation, ...]


def judge(
    clauses: Sequence[Clause],
    log: Source,
    at: Instant,
    *,
    zone: Zone | None = None,
    examples: int = 0,
    verdicts: Path | None = None,
    on_progress: Progress = lambda clause, share: None,
) -> Judged:
    """Judge all clauses over a log, as known at `at`, in one pass for each kind of subject.

    zone      in which months are counted (None: UTC)
    examples  how many broken occasions of each clause to keep, the earliest
    verdicts  a file for all verdicts (audit/verdicts.py)

    Clauses without an audit reading give no rows. Raises Fault where the log cannot be read.
    """
    log.know(at)
    tally = Tally(clauses, log.sites, log.people)
    kept = _Earliest(examples)
    writing = VerdictFile(verdicts, [clause.id for clause in clauses], log.sites, log.people) if verdicts else None
    with writing or nullcontext(), ThreadPoolExecutor(os.cpu_count()) as pool:

        def one(number: int, batch: Batch) -> None:
            clause = clauses[number]
            found = in_force(clause, clause.check.audit(batch.told), batch)
            by = labels(clause, found, batch, zone)
            tally.add(number, found, by)
            kept.add(number, clause.id, found, batch)
            if writing is not None:
                writing.add(number, found, by, batch)

        names: Names = "in order" if verdicts is not None else "any order" if examples else "none"
        for batch, numbers, share in _ahead(_batches(clauses, log, at, names=names)):
            for done, _ in enumerate(pool.map(one, numbers, [batch] * len(numbers))):
                on_progress(clauses[numbers[done]].id, share(done / len(numbers)))
    return Judged(tally, kept.rows())


def verdicts_of(clauses: Sequence[Clause], log: Source, at: Instant) -> list[Obligation]:
    """All verdicts as rows: by clause, subject and order of opening. For small logs, and to compare the readings."""
    log.know(at)
    rows: list[tuple[int, str, Instant, int, Instant, Obligation]] = []
    for batch, numbers, _ in _batches(clauses, log, at, names="in order"):
        for number in numbers:
            clause = clauses[number]
            found = in_force(clause, clause.check.audit(batch.told), batch)
            opened = batch.told.happened[found.opened].tolist()
            for row, when in zip(rows_of(clause.id, found, batch), opened, strict=True):
                rows.append((number, row.subject, when, row.opened_by or 0, row.period or 0, row))
    return [row[-1] for row in sorted(rows, key=lambda row: row[:-1])]


def in_force(clause: Clause, found: Occasions, batch: Batch) -> Occasions:
    """The occasions that opened while the clause's edition was in force."""
    if clause.since is None and clause.until is None:
        return found
    opened = opened_at(found, batch)
    chosen = np.ones(len(found), bool)
    if clause.since is not None:
        chosen &= opened >= clause.since
    if clause.until is not None:
        chosen &= opened < clause.until
    return found.where(chosen)


def rows_of(clause: str, found: Occasions, batch: Batch) -> Iterator[Obligation]:
    """Occasions as rows."""
    told = batch.told
    columns = zip(
        batch.names.take(told.subject[found.opened]).to_pylist(),
        told.ids[found.opened].tolist(),
        found.period.tolist(),
        found.state.tolist(),
        found.reason.tolist(),
        found.due.tolist(),
        np.where(found.settled >= 0, told.ids[found.settled] if len(told.ids) else 0, -1).tolist(),
        found.margin.tolist(),
        evidence(found, told).to_pylist(),
        found.grade.tolist(),
        strict=True,
    )
    for subject, opened, period, state, reason, due, settled, margin, ids, grade in columns:
        yield Obligation(
            clause,
            subject,
            opened,
            None if period == NONE else period,
            STATES[state],
            REASONS[reason - 1] if reason else None,
            None if due == NONE else due,
            None if settled < 0 else settled,
            None if margin != margin else margin,
            tuple(ids),
            grade,
        )


def _batches(clauses: Sequence[Clause], log: Source, at: Instant, *, names: Names) -> Iterator[Work]:
    """All there is to do, batch by batch."""
    judged = [number for number, clause in enumerate(clauses) if "audit" in clause.check.readings]
    kinds = list(dict.fromkeys(clauses[number].of for number in judged))
    for place, kind in enumerate(kinds):
        numbers = [number for number in judged if clauses[number].of == kind]
        needs = Needs()
        nothing = Told.empty(at, needs)
        for number in numbers:
            clauses[number].check.audit(nothing)
        seen = 0
        for batch in log.batches(kind, needs, at, names=names):
            behind, seen = seen, seen + len(batch.told.ids)

            def share(part: float, place: int = place, behind: int = behind, here: int = seen - behind) -> float:
                return min(1.0, (place + (behind + part * here) / max(log.size, 1)) / len(kinds))

            yield batch, numbers, share


def _ahead(work: Iterator[Work]) -> Iterator[Work]:
    """The same, the next batch brought while one is judged."""
    with ThreadPoolExecutor(1) as pool:
        coming = pool.submit(next, work, None)
        while (one := coming.result()) is not None:
            coming = pool.submit(next, work, None)
            yield one


class _Earliest:
    """The earliest broken occasions of each clause."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._kept: dict[int, list[tuple[Instant, int, Obligation]]] = {}
        self._lock = Lock()

    def add(self, number: int, clause: str, found: Occasions, batch: Batch) -> None:
        if not self._most:
            return
        broken = np.flatnonzero(found.state == BROKEN)
        opened: Numbers = batch.told.happened[found.opened[broken]]
        earliest = broken[np.argsort(opened, kind="stable")[: self._most]]
        chosen = found.where(earliest)  # by position
        times = batch.told.happened[chosen.opened].tolist()
        with self._lock:
            kept = self._kept.setdefault(number, [])
            for at, row in zip(times, rows_of(clause, chosen, batch), strict=True):
                kept.append((at, row.opened_by or 0, row))
            kept.sort(key=lambda one: one[:2])
            del kept[self._most :]

    def rows(self) -> tuple[Obligation, ...]:
        return tuple(row for number in sorted(self._kept) for _, _, row in self._kept[number])
