"""Rows of the log → the core's events and stories."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from shouwen.events.event import Correction, Event
from shouwen.operation.ledger import models
from shouwen.operation.people.models import Unit
from shouwen.operation.people.units import tree


def code_of(unit: int) -> str:
    """The code of the unit with this number: what events call their site. It never changes."""
    place = tree().get(unit)  # which may be a second old, and not know a new one yet
    return place.code if place is not None else Unit.objects.values_list("code", flat=True).get(pk=unit)


def told(row: models.Event) -> Event:
    """The event that a row holds."""
    return Event(
        id=row.pk,
        about=tuple(row.about),
        word=row.word,
        at=row.at,
        noted_at=row.noted_at,
        site=code_of(row.unit_id),
        by=row.by,
        grade=row.grade,
        data=row.data,
        corrects=row.corrects_id,
        correction=None if row.correction is None else Correction(**row.correction),
    )


def kept(correction: Correction | None) -> dict[str, Any] | None:
    """A correction as a row holds it."""
    if correction is None:
        return None
    data: Mapping[str, Any] | None = correction.data
    return {"void": correction.void, "at": correction.at, "data": None if data is None else dict(data)}


def stories(cases: Iterable[int]) -> dict[int, list[Event]]:
    """The events of each case's story, in the order in which they were numbered. One query."""
    numbers = list(cases)
    found: dict[int, list[Event]] = {number: [] for number in numbers}
    rows = models.Told._base_manager.filter(case__in=numbers).select_related("event").order_by("event_id")
    events: dict[int, Event] = {}
    for row in rows:
        event = events.get(row.event_id)
        if event is None:
            event = events[row.event_id] = told(row.event)
        found[row.case_id].append(event)
    return found
