"""Holding cases while something happens to them, so that nobody else acts on them meanwhile.

All are held in the order of their numbers, so that of two who want the same one waits, and not each for the other; and
with each, that from which it arose, whose owner answers for it. Their keys stay as they are: who only names such a case
in a row of their own need not wait.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import NamedTuple

from django.db import connection
from django.db.models import Q, QuerySet

from shouwen.operation.ledger.channel import REGISTER
from shouwen.operation.ledger.models import Case


class Held(NamedTuple):
    """Cases that are held, and those from which they arose, held as well."""

    cases: list[Case]
    origins: list[Case]


def hold(names: Collection[str], origins: Iterable[Case | None]) -> Held:
    """Waits for the cases of these names, for those from which they arose, and for `origins`, and holds them."""
    which = Q(subject__in=names)
    numbers = [case.pk for case in origins if case is not None]
    if not names and not numbers:
        return Held([], [])
    if any(not REGISTER.kind(name.partition(":")[0]).concern for name in names):
        arisen = Case._base_manager.filter(subject__in=names, arose_from__isnull=False)
        which |= Q(pk__in=arisen.values("arose_from"))
    if numbers:
        which |= Q(pk__in=numbers)
    rows = Case._base_manager.select_for_update(no_key=True).filter(which).order_by("id")
    found: tuple[list[Case], list[Case]] = ([], [])
    for case in rows:
        found[case.subject not in names].append(case)
    return Held(*found)


def hold_free(cases: QuerySet[Case]) -> Held:
    """Holds those of the cases that nobody else holds, nor that from which they arose. Waits for nobody."""
    found = sorted(_free(cases), key=lambda case: case.pk)
    mine = {case.pk for case in found}
    arose = {case.arose_from_id for case in found if case.arose_from_id and not REGISTER.kind(case.kind).concern}
    origins = list(_free(Case._base_manager.filter(pk__in=arose - mine))) if arose - mine else []
    held_by_others = arose - mine - {case.pk for case in origins}
    return Held([case for case in found if case.arose_from_id not in held_by_others], origins)


def _free(cases: QuerySet[Case]) -> QuerySet[Case]:
    return cases.select_for_update(no_key=True, skip_locked=connection.features.has_select_for_update_skip_locked)
