"""Rows follow from the log: the rows of cases, worked out from their events alone, to hold against what is there."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import models as django

from shouwen.operation.ledger import clock, models, owing
from shouwen.operation.ledger.batch import CASE_FIELDS
from shouwen.operation.ledger.channel import REGISTER
from shouwen.operation.ledger.editions import working_at
from shouwen.operation.ledger.guarding import owner_of
from shouwen.operation.ledger.stories import stories
from shouwen.operation.ledger.story_state import refold
from shouwen.operation.people import scope
from shouwen.worktime import Instant

_WORKED_OUT = [name for name in CASE_FIELDS if name not in ("next_change", "revision")]


def differences(cases: Iterable[models.Case], *, at: Instant | None = None) -> list[str]:
    """Where the rows of these cases are not what their events make of them; empty where all are.

    Obligations are held against what is owed at `at` (None: now): where the watch has not looked yet, they differ.
    """
    found: list[str] = []
    with scope.everywhere():
        rows = list(cases)
        told = stories([case.pk for case in rows])
        for case in rows:
            table = REGISTER.kind(case.kind).row
            there = None if table is None else table._base_manager.get(pk=case.pk)
            made = None if table is None else table(pk=case.pk)
            fresh = models.Case(subject=case.subject, kind=case.kind, unit_id=case.unit_id, pk=case.pk)
            fresh.arose_from_id = case.arose_from_id
            events = told[case.pk]
            if not events:
                found.append(f"{case.subject}: no events")
                continue
            refold(fresh, events, made)
            fresh.noted_at = max(event.noted_at for event in events)
            found += _unlike(case.subject, _fields(case, _WORKED_OUT), _fields(fresh, _WORKED_OUT))
            if there is not None and made is not None:
                names = [one.attname for one in there._meta.concrete_fields]
                found += _unlike(case.subject, _fields(there, names), _fields(made, names))
            found += _unlike(case.subject, _owed(case), _owed_afresh(case, fresh, events, at))
    return found


def _owed(case: models.Case) -> dict[str, Any]:
    return {_key(row): _fields(row, OBLIGATION_FIELDS) for row in models.Obligation.objects.filter(case=case)}


def _owed_afresh(case: models.Case, fresh: models.Case, events: list[Any], at: Instant | None) -> dict[str, Any]:
    difference = owing.Difference()
    works_by = working_at(case.unit_id)
    owing.work_out(
        fresh, events, {}, works_by, at=max(at or clock.now(), fresh.noted_at), owner=owner_of(fresh), into=difference
    )
    return {_key(row): _fields(row, OBLIGATION_FIELDS) for row in difference.new}


OBLIGATION_FIELDS = [
    "opened_at",
    "state",
    "reason",
    "due",
    "warn",
    "settled_by",
    "margin",
    "grade",
    "evidence",
    "owner_id",
    "unit_id",
]


def _key(row: models.Obligation) -> str:
    return f"{row.clause} {row.opened_by} {row.period}"


def _fields(row: django.Model, names: Iterable[str]) -> dict[str, Any]:
    return {name: getattr(row, name) for name in names}


def _unlike(subject: str, there: dict[str, Any], made: dict[str, Any]) -> list[str]:
    return [
        f"{subject} {name}: {there.get(name)!r}, but its events make {made.get(name)!r}"
        for name in sorted({*there, *made})
        if there.get(name) != made.get(name)
    ]
