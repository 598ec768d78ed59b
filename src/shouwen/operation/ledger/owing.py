"""The sixth step of the door: what is owed now, worked out afresh. Only the difference is stored, and noticed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from shouwen.checks.obligation import Obligation
from shouwen.engine.live import Owed, owed
from shouwen.events.event import Event
from shouwen.events.story import Story
from shouwen.operation.ledger import models, words
from shouwen.operation.ledger.channel import REGISTER
from shouwen.operation.ledger.editions import Working
from shouwen.operation.people import statements
from shouwen.worktime import Instant

SETTLED = 2**62
"""The revision of a case that is closed and owes nothing any more: no later revision has anything to say of it."""

Key = tuple[str, int, int]
"""Clause, number of the opening event, beginning of the period: what makes an obligation of a case this one."""


@dataclass(slots=True)
class Difference:
    """What changes in the book because of what is owed now."""

    new: list[models.Obligation] = field(default_factory=list)
    changed: list[models.Obligation] = field(default_factory=list)
    gone: list[models.Obligation] = field(default_factory=list)
    notices: list[tuple[models.Case, str, Instant, dict[str, object]]] = field(default_factory=list)


def asking(cases: Sequence[int]) -> statements.Question:
    """The statement that asks for the obligations of these cases; `stored` sorts its answer."""
    return statements.reading(models.Obligation, f"case_id IN ({statements.marks(cases)})", cases)


def stored(cases: Sequence[int], answer: Sequence[Sequence[object]]) -> dict[int, dict[Key, models.Obligation]]:
    """The obligations of each case as they stand in the book."""
    found: dict[int, dict[Key, models.Obligation]] = {case: {} for case in cases}
    for row in statements.made(models.Obligation, answer):
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

    A clause that is broken, warned of, or not broken after all is noticed once: `notices` are (case, word, the second
    it was due and not that of noticing, data).
    """
    clauses = working.clauses.get(case.kind, ())
    story = Story(case.subject, events)
    now_owed = owed(clauses, story, at) if clauses else Owed((), None)
    case.next_change = now_owed.next_change
    waits = case.closed_at is None or case.next_change is not None
    waits = waits or any(obligation.state == "open" for obligation in now_owed.obligations)
    case.revision = working.revision if waits else SETTLED
    left = dict(before)
    corrected = any(event.corrects is not None for event in events)
    happened = {event.id: event.at for event in (story.known(at).events if corrected else events)}
    for obligation in now_owed.obligations:
        key = (obligation.clause, obligation.opened_by or 0, obligation.period or 0)
        row = left.pop(key, None)
        known = row is not None
        row = row or models.Obligation(case=case, clause=key[0], opened_by=key[1], period=key[2])
        changed = _set(row, obligation, owner, case.unit_id, opened_at=max(happened.get(key[1], 0), key[2]))
        changed |= _notice(case, row, at, happened.get(obligation.settled_by or 0, at), into)
        if not known:
            into.new.append(row)
        elif changed:
            into.changed.append(row)
    for row in left.values():
        if row.noticed == "broken":
            into.notices.append((case, words.WITHDRAWN, at, _said(row)))
        into.gone.append(row)


def _set(row: models.Obligation, owes: Obligation, owner: int | None, unit: int, *, opened_at: Instant) -> bool:
    """Sets the row's fields; whether any changed."""
    values = {
        "opened_at": opened_at,
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
    held = row.__dict__
    changed = any(held[name] != value for name, value in values.items())
    if changed:
        held.update(values)
    return changed


def _notice(case: models.Case, row: models.Obligation, at: Instant, settled: Instant, into: Difference) -> bool:
    """Adds the notice that is due for the row, if any; whether there was one. `settled`: when it was decided."""
    if row.state == "broken" and row.noticed != "broken":
        overdue = row.due + 1 if row.due is not None and row.due < at else settled
        into.notices.append((case, words.BROKEN, overdue, _said(row)))
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
    if row.period:
        said["period"] = row.period
    if row.due is not None:
        said["due"] = row.due
    return said


_FIELDS = [
    "opened_at",
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


def store(difference: Difference, later: list[statements.Question]) -> None:
    """Writes the difference; a few rows' statements are put into `later`."""
    if difference.gone:
        models.Obligation._base_manager.filter(pk__in=[row.pk for row in difference.gone]).delete()
    for row in difference.new:
        row.case_id = row.case.pk
    statements.add(models.Obligation, difference.new, later=later)
    statements.change(models.Obligation, difference.changed, _FIELDS, later=later)


def owner_passes(cases: Iterable[models.Case]) -> None:
    """What arose from these cases and has no owner of its own (a promise) is answered for by their owner of now."""
    for case in cases:
        if REGISTER.kind(case.kind).concern:
            arisen = models.Obligation._base_manager.filter(case__arose_from=case, case__owner__isnull=True)
            arisen.update(owner=case.owner_id)
