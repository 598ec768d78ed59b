"""Holding cases while something happens to them, so that nobody else acts on them meanwhile.

All are held in the order of their numbers, so that of two who want the same one waits, and not each for the other; and
with each, that from which it arose, whose owner answers for it. Their keys stay as they are: who only names such a case
in a row of their own need not wait.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import NamedTuple

from django.db import connection
from django.db.models import QuerySet

from shouwen.operation.ledger.channel import REGISTER
from shouwen.operation.ledger.models import Case
from shouwen.operation.people import statements


class Held(NamedTuple):
    """Cases that are held, and those from which they arose, held as well."""

    cases: list[Case]
    origins: list[Case]


def hold(names: Collection[str], origins: Iterable[Case | None]) -> Held:
    """Waits for the cases of these names, for those from which they arose, and for `origins`, and holds them."""
    subjects: list[object] = list(names)
    numbers = [case.pk for case in origins if case is not None]
    which, values = [], []
    if subjects:
        which.append(f"subject IN ({statements.marks(subjects)})")
        values += subjects
    if any(not REGISTER.kind(name.partition(":")[0]).concern for name in names):
        which.append(f"id IN (SELECT arose_from_id FROM ledger_case WHERE subject IN ({statements.marks(subjects)}))")
        values += subjects
    if numbers:
        which.append(f"id IN ({statements.marks(numbers)})")
        values += numbers
    found: tuple[list[Case], list[Case]] = ([], [])
    for case in statements.read(Case, " OR ".join(which), values, order="id", lock=True) if which else ():
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
