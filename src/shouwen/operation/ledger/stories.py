"""Rows of the log → the core's events and stories."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from shouwen.events.event import Correction, Event
from shouwen.operation.ledger import models
from shouwen.operation.people.models import Unit
from shouwen.operation.people.statements import Question, ask, marks
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
    return told_in(numbers, ask(*asking(numbers))) if numbers else {}


def asking(cases: Collection[int]) -> Question:
    """The statement by which `stories` asks; `told_in` makes stories of its answer."""
    return f"{_TOLD} WHERE told.case_id IN ({marks(cases)}) ORDER BY told.event_id", list(cases)


def told_in(cases: Iterable[int], answer: Iterable[Sequence[Any]]) -> dict[int, list[Event]]:
    """The events of each case's story, of which `answer` holds the columns."""
    found: dict[int, list[Event]] = {number: [] for number in cases}
    events: dict[int, Event] = {}
    for case, number, about, word, at, noted_at, unit, by, grade, data, corrects, correction in answer:
        event = events.get(number)
        if event is None:
            event = events[number] = Event(
                id=number,
                about=tuple(json.loads(about)),
                word=word,
                at=at,
                noted_at=noted_at,
                site=code_of(unit),
                by=by,
                grade=grade,
                data=json.loads(data),
                corrects=corrects,
                correction=None if correction is None else Correction(**json.loads(correction)),
            )
        found[case].append(event)
    return found


_TOLD = """SELECT told.case_id, event.id, about, word, at, noted_at, unit_id, by, grade, data, corrects_id, correction
FROM ledger_told AS told JOIN ledger_event AS event ON event.id = told.event_id"""
