"""The log as a Parquet file of our form (events/formats/parquet.py), which `shouwen audit` and other tools read."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

from django.db.models import Q, QuerySet

from shouwen.events.event import Correction, Event
from shouwen.events.formats.parquet import write_log
from shouwen.fault import Fault
from shouwen.operation.ledger import models
from shouwen.operation.ledger.seal import COLUMNS
from shouwen.operation.ledger.stories import code_of
from shouwen.operation.people import scope, units
from shouwen.operation.people.rights import Acting
from shouwen.worktime import Instant

Progress = Callable[[float], None]
_CHUNK = 5_000


def export(
    acting: Acting,
    out: Path,
    *,
    since: Instant | None = None,
    until: Instant | None = None,
    unit: str = "",
    on_progress: Progress = lambda share: None,
) -> int:
    """Writes what this person may see of the log to a file, in the order of the events' numbers; how many there were.

    since, until  only what happened from here until just before there, with its corrections whenever they were made
    unit          the code of a unit: only events there, and at the units below it
    The file is there whole or not at all. Raises Fault: "unit-unknown", "export-suffix", "log-unwritable".
    """
    if out.suffix != ".parquet":
        raise Fault("export-suffix", name=out.name)
    with scope.of(acting.seen):
        rows = _chosen(since, until, unit)
        return write_log(_events(rows, on_progress), out)


def _chosen(since: Instant | None, until: Instant | None, unit: str) -> QuerySet[models.Event]:
    rows = models.Event.objects.order_by("id")
    if unit:
        rows = rows.filter(unit__in=units.subtree(units.unit_of_code(unit)))
    if since is not None:
        rows = rows.filter(Q(corrects__isnull=True, at__gte=since) | Q(corrects__at__gte=since))
    if until is not None:
        rows = rows.filter(Q(corrects__isnull=True, at__lt=until) | Q(corrects__at__lt=until))
    return rows


def _events(rows: QuerySet[models.Event], on_progress: Progress) -> Iterator[Event]:
    total = rows.count()
    for done, row in enumerate(rows.values_list(*COLUMNS).iterator(chunk_size=_CHUNK)):
        number, about, word, at, noted_at, unit, by, grade, data, corrects, correction = row
        yield Event(
            id=number,
            about=tuple(about),
            word=word,
            at=at,
            noted_at=noted_at,
            site=code_of(unit),
            by=by,
            grade=grade,
            data=data,
            corrects=corrects,
            correction=None if correction is None else Correction(**correction),
        )
        if done % _CHUNK == 0:
            on_progress(min(done / (total or 1), 1.0))
