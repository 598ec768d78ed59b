"""An audit from end to end: a standard, a log of any form, a time → the verdicts and what to know of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

from shouwen.audit.on_duckdb import Verdicts, audit, span
from shouwen.checks.limit import Limit
from shouwen.checks.within import Within
from shouwen.events.formats.heard import Heard
from shouwen.events.formats.parquet import import_log
from shouwen.events.formats.reading import read_any
from shouwen.fault import Fault
from shouwen.standard.clause import Standard
from shouwen.worktime import Calendar, Instant

Progress = Callable[[str, float], None]
"""Told now and then: what is at work ("reading", or a clause's id), and the share that is done."""


@dataclass(frozen=True)
class Audit:
    """What an audit found.

    at             as known when
    events         how many events were judged
    bad, bad_count rows that could not be read: the first hundred faults, and how many there were
    unheard        words of the log that the standard does not speak of → how often
    missing_years  calendar → local years of the log without holiday data, which leave due times unknown
    """

    standard: Standard
    at: Instant
    verdicts: Verdicts
    events: int
    bad: list[Fault] = field(default_factory=list)
    bad_count: int = 0
    unheard: Mapping[str, int] = field(default_factory=dict)
    missing_years: Mapping[str, list[int]] = field(default_factory=dict)


@contextmanager
def run(
    standard: Standard,
    log: Path,
    *,
    at: Instant | None = None,
    heard: Heard | None = None,
    on_progress: Progress = lambda what, share: None,
) -> Iterator[Audit]:
    """Judge a log by a standard, as known at `at` (default: when its last event was noted).

    A Parquet log is ours; any other format is first read as `heard` says. The verdicts last as long as the context.
    Raises Fault.
    """
    if not log.is_file():
        raise Fault("file-unreadable", place=str(log), why="no such file")
    with TemporaryDirectory(prefix="shouwen.") as folder:
        bad: list[Fault] = []
        bad_count, unheard, parquet = 0, Counter[str](), log
        if log.suffix.lower() != ".parquet":
            if heard is None:
                raise Fault("log-not-mapped", place=str(log))
            reading = read_any(
                log, heard, standard.vocabulary, on_progress=lambda rows, share: on_progress("reading", share)
            )
            parquet = Path(folder) / "log.parquet"
            import_log(reading, parquet)
            bad, bad_count, unheard = reading.bad, reading.bad_count, reading.unheard
        first, last = span(parquet)
        at = last if at is None else at
        verdicts = audit(standard.clauses, parquet, at, on_progress=on_progress)
        missing = {calendar.name: calendar.missing_years(first, at) for calendar in _calendars(standard)}
        yield Audit(
            standard=standard,
            at=at,
            verdicts=verdicts,
            events=verdicts.size(),
            bad=bad,
            bad_count=bad_count,
            unheard=dict(unheard.most_common()),
            missing_years={name: years for name, years in missing.items() if years},
        )


def _calendars(standard: Standard) -> list[Calendar]:
    """The calendars that some limit is read on: only their missing years matter."""
    limits: list[Limit] = []
    for clause in standard.clauses:
        if isinstance(clause.check, Within):
            limits += [case.limit for case in clause.check.limits]
    return list({limit.calendar.name: limit.calendar for limit in limits if limit.calendar is not None}.values())
