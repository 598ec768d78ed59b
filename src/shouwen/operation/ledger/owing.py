"""The sixth step of the door: what is owed now, worked out afresh; only the difference is stored, and noticed in the log."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from shouwen.checks.obligation import Obligation
from shouwen.engine.live import owed
from shouwen.events.event import Event
from shouwen.events.story import Story
from shouwen.operation.ledger import models, words
from shouwen.operation.ledger.channel import REGISTER
from shouwen.operation.ledger.editions import Working
from shouwen.worktime import Instant

Key = tuple[str, int, int]
"""Clause, number of the opening event, beginning of the period: what makes an obligation of a case this one."""


@dataclass(slots=True)
class Difference:
    """What changes in the book because of what is owed now."""

    new: list[models.Obligation] = field(default_factory=list)
    changed: list[models.Obligation] = field(default_factory=list)
    gone: list[models.Obligation] = field(default_factory=list)
    notices: list[tuple[models.Case, str, Instant, dict[str, object]]] = field(default_factory=list)


def stored(cases: Sequence[models.Case]) -> dict[int, dict[Key, models.Obligation]]:
    """The obligations of each case as they stand in the book. One query."""
    found: dict[int, dict[Key, models.Obligation]] = {case.pk: {} for case in cases}
    for row in models.Obligation._base_manager.filter(case__in=found):
        found[row.case_id][row.clause, row.opened_by, row.period] = row
    return found


def work_out(
    case: models.Case,
    events: Sequence[Event],
    before: dict[Key, models.Obligation],
    working: Working,
    *,
    at: Instant,
    owner: int | None,
    into: Difference,
) -> None:
    """Adds to `into` what must change so that the book holds what `case` owes at `at`; sets its next_change.

    A clause that is broken, warned of, or not broken after all is noticed once: `notices` are (case, word, the second it
    was due and not that of noticing, data).
    """
    clauses = working.clauses.get(case.kind, ())
    case.revision = working.revision
    if not clauses and not before:
        case.next_change = None
        return
    now_owed = owed(clauses, Story(case.subject, events), at)
    case.next_change = now_owed.next_change
    left = dict(before)
    last = events[-1].at if events else at
    happened = {event.id: event.at for event in events}
    for obligation in now_owed.obligations:
        key = (obligation.clause, obligation.opened_by or 0, obligation.period or 0)
        row = left.pop(key, None)
        if row is None:
            opened_at = max(happened.get(key[1], 0), key[2])
            row = models.Obligation(case=case, clause=key[0], opened_by=key[1], period=key[2], opened_at=opened_at)
            _set(row, obligation, owner, case.unit_id)
            into.new.append(row)
            _notice(case, row, at, last, into)
        elif _set(row, obligation, owner, case.unit_id) | _notice(case, row, at, last, into):
            into.changed.append(row)
    for row in left.values():
        if row.noticed == "broken":
            into.notices.append((case, words.WITHDRAWN, at, _said(row)))
        into.gone.append(row)


def _set(row: models.Obligation, owes: Obligation, owner: int | None, unit: int) -> bool:
    """Sets the row's fields; whether any changed."""
    values = {
        "state": owes.state,
        "reason": owes.reason or "",
        "due": owes.due,
        "warn": owes.warn,
        "settled_by": owes.settled_by,
        "margin": owes.margin,
        "grade": owes.grade,
        "evidence": list(owes.evidence),
        "owner_id": owner,
        "unit_id": unit,
    }
    changed = False
    for name, value in values.items():
        if getattr(row, name) != value:
            setattr(row, name, value)
            changed = True
    return changed


def _notice(case: models.Case, row: models.Obligation, at: Instant, last: Instant, into: Difference) -> bool:
    """Adds the notice that is due for the row, if any; whether there was one."""
    if row.state == "broken" and row.noticed != "broken":
        overdue = row.due is not None and row.due < at
        into.notices.append((case, words.BROKEN, row.due + 1 if overdue and row.due is not None else last, _said(row)))
        row.noticed = "broken"
    elif row.state != "broken" and row.noticed == "broken":
        into.notices.append((case, words.WITHDRAWN, at, _said(row)))
        row.noticed = ""
    elif row.state == "open" and not row.noticed and row.warn is not None and row.warn <= at:
        into.notices.append((case, words.WARNED, row.warn, _said(row)))
        row.noticed = "warned"
    else:
        return False
    return True


def _said(row: models.Obligation) -> dict[str, object]:
    said: dict[str, object] = {"clause": row.clause}
    if row.opened_by:
        said["opened_by"] = row.opened_by
    if row.due is not None:
        said["due"] = row.due
    return said


_FIELDS = [
    "state",
    "reason",
    "due",
    "warn",
    "settled_by",
    "margin",
    "grade",
    "evidence",
    "noticed",
    "owner_id",
    "unit_id",
]


def store(difference: Difference) -> None:
    """Writes the difference."""
    if difference.gone:
        models.Obligation._base_manager.filter(pk__in=[row.pk for row in difference.gone]).delete()
    if difference.new:
        models.Obligation._base_manager.bulk_create(difference.new)
    if len(difference.changed) == 1:
        difference.changed[0].save(update_fields=_FIELDS)
    elif difference.changed:
        models.Obligation._base_manager.bulk_create(
            difference.changed, update_conflicts=True, unique_fields=["id"], update_fields=_FIELDS
        )


def owner_passes(cases: Iterable[models.Case]) -> None:
    """What arose from these cases and has no owner of its own (a promise) is answered for by their owner of now."""
    for case in cases:
        if REGISTER.kind(case.kind).concern:
            arisen = models.Obligation._base_manager.filter(
                case__arose_from=case, case__owner__isnull=True, state="open"
            )
            arisen.update(owner=case.owner_id)
