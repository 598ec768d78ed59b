"""An audit from end to end: a standard, logs of any form, a time → what was found, and what to know of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

from shouwen.audit.judge import judge
from shouwen.audit.on_duckdb import Log
from shouwen.audit.source import Source
from shouwen.audit.tally import Count
from shouwen.checks.limit import Limit
from shouwen.checks.obligation import Obligation
from shouwen.checks.within import Within
from shouwen.events.formats.gathering import gather
from shouwen.events.formats.heard import Heard
from shouwen.fault import Fault
from shouwen.standard.clause import Standard
from shouwen.worktime import Calendar, Instant

Progress = Callable[[str, float], None]
"""Told now and then: what is at work (a file, or a clause's id), and the share of it that is done."""


@dataclass(frozen=True)
class Audit:
    """What an audit found.

    at             as known when; first: when the first event happened
    log            where events are looked up, as they were known
    counts         occasions by clause, site, month, person, state, reason and grade
    broken         the earliest broken occasions of each clause
    verdicts       the file of all verdicts, if it was asked for
    bad, bad_count rows that could not be read: the first hundred faults, and how many there were
    repeated       events that the log told again, and that count once
    unheard        words of the log that the standard does not speak of → how often
    missing_years  calendar → local years of the log without holiday data, which leave due times unknown
    """

    standard: Standard
    at: Instant
    first: Instant
    log: Source
    counts: tuple[Count, ...]
    broken: tuple[Obligation, ...]
    verdicts: Path | None = None
    bad: list[Fault] = field(default_factory=list)
    bad_count: int = 0
    repeated: int = 0
    unheard: Mapping[str, int] = field(default_factory=dict)
    missing_years: Mapping[str, list[int]] = field(default_factory=dict)

    @property
    def events(self) -> int:
        """How many events the log holds."""
        return self.log.size


@contextmanager
def run(
    standard: Standard,
    logs: Sequence[Path],
    *,
    at: Instant | None = None,
    heard: Heard | None = None,
    examples: int = 10,
    verdicts: Path | None = None,
    on_progress: Progress = lambda what, share: None,
) -> Iterator[Audit]:
    """Judge logs by a standard, as known at `at` (default: when the last event was noted).

    Logs are files of any format, or folders of them; those of other systems are read as `heard` says. `examples` broken
    occasions are kept of each clause; `verdicts` is a file to write all verdicts to. What was found can be looked up as
    long as the context lasts. Raises Fault.
    """
    with TemporaryDirectory(prefix="shouwen.") as folder:
        gathered = gather(
            logs, heard=heard, vocabulary=standard.vocabulary, folder=Path(folder), on_progress=on_progress
        )
        log_read = Log(gathered.parquets, folder=Path(folder))
        first, last = log_read.span
        at = last if at is None else at
        found = judge(
            standard.clauses,
            log_read,
            at,
            zone=standard.zone,
            examples=examples,
            verdicts=verdicts,
            on_progress=on_progress,
        )
        missing = {calendar.name: calendar.missing_years(first, at) for calendar in _calendars(standard)}
        yield Audit(
            standard=standard,
            at=at,
            first=first,
            log=log_read,
            counts=tuple(found.tally),
            broken=found.broken,
            verdicts=verdicts,
            bad=gathered.bad,
            bad_count=gathered.bad_count,
            unheard=gathered.unheard,
            repeated=gathered.repeated,
            missing_years={name: years for name, years in missing.items() if years},
        )


def _calendars(standard: Standard) -> list[Calendar]:
    """The calendars that some limit is read on: only their missing years matter."""
    limits: list[Limit] = []
    for clause in standard.clauses:
        if isinstance(clause.check, Within):
            limits += [case.limit for case in clause.check.limits]
    return list({limit.calendar.name: limit.calendar for limit in limits if limit.calendar is not None}.values())
