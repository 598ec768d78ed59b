"""What a hall offers is changed: each change with its event in the log, both or neither.

The hall is held meanwhile, so that nobody takes a number or is called between the old and the new. Changes that would
leave somebody in the lurch are refused: a counter goes out of use when it is closed, a line is served while somebody
waits in it. `once` is the name under which a form was sent: what is sent twice happens once, and the second time
Fault("done-already") is raised.
"""

from __future__ import annotations

from collections.abc import Iterable

from shouwen.fault import Fault
from shouwen.operation.channels.hall.models import Counter, CounterDay, Hall
from shouwen.operation.channels.hall.setup.sheet import Change, Headed, Preview, Values
from shouwen.operation.channels.hall.setup.tables import (
    COUNTERS,
    Table,
    change_of,
    check_row,
    compare,
    known_at,
    put,
    rows_of,
    values_of,
)
from shouwen.operation.channels.hall.waiting import opening, queue
from shouwen.operation.ledger.editions import working_at
from shouwen.operation.ledger.organisation import note_change, note_changes
from shouwen.operation.ledger.writing import writing
from shouwen.operation.people.models import Unit
from shouwen.operation.people.posts import require_any
from shouwen.operation.people.rights import Acting
from shouwen.operation.people.roles import MANAGERS

KINDS = (Unit.Kind.OWN_HALL, Unit.Kind.PARTNER_HALL)
"""Of what kind a unit is that can be made a hall."""


def calendars_of(unit: int) -> list[str]:
    """The calendars of the standard in force at a unit, by name."""
    standard = working_at(unit).standard
    return sorted(standard.calendars) if standard is not None else []


def change_hall(unit: Unit, *, calendar: str, capacity: int | None, by: Acting, once: str = "") -> Hall:
    """By which calendar a hall opens ("": the standard's own), and how many may wait in it (None: as many as come).

    A unit that is no hall yet becomes one. Raises Fault: "not-for-you", "hall-unknown" where it is no such unit,
    "calendar-unknown", "done-already".
    """
    require_any(by, MANAGERS, unit=unit)
    with writing():
        row = Hall._base_manager.select_for_update().filter(pk=unit.pk).first()
        if row is None and unit.kind not in KINDS:
            raise Fault("hall-unknown")
        was = Hall(unit=unit) if row is None else row
        if calendar and calendar != was.calendar and calendar not in calendars_of(unit.pk):
            raise Fault("setup-calendar-unknown", given=calendar[:40], known=", ".join(calendars_of(unit.pk)) or "-")
        said = [
            f"{name}: {'-' if before in (None, '') else before} → {'-' if after in (None, '') else after}"
            for name, before, after in (("calendar", was.calendar, calendar), ("capacity", was.capacity, capacity))
            if before != after
        ]
        if row is None or said:
            what = "hall.set-up" if row is None else "hall.changed"
            note_change(unit, what, "; ".join([unit.code, *said]), by=by, once=once)
            was.calendar, was.capacity = calendar, capacity
            was.save(force_insert=row is None)
    return was


def save_row(table: Table, unit: Unit, values: Values, *, new: bool, by: Acting, once: str = "") -> Change | None:
    """Adds a row to a table of the hall, or changes the one of that code; None where nothing changes.

    Raises Fault: "not-for-you", "hall-unknown", "setup-code-taken", "setup-code-gone", those of a row (tables.py),
    "setup-counter-open", "setup-line-waited-in", "done-already".
    """
    require_any(by, MANAGERS, unit=unit)
    with queue.holding(unit.pk):
        code, known = str(values["code"]), known_at(unit)
        row = rows_of(table, unit).get(code)
        if new and row is not None:
            raise Fault("setup-code-taken", given=code)
        if not new and row is None:
            raise Fault("setup-code-gone", given=code)
        for column in table.columns:
            known.check(column, values[column.name])
        check_row(table, values)
        change = change_of(table, None if row is None else values_of(table, row), values, "en")
        if change is not None:
            _write(table, unit, [change], by=by, once=once)
    return change


def apply_file(table: Table, unit: Unit, headed: Headed, *, seen: str, by: Acting, once: str = "") -> Preview:
    """Does all that a file changes, or nothing. `seen`: the mark of the preview that was looked at.

    Raises Fault: "not-for-you", "hall-unknown", "setup-moved-on" where the changes are others by now; as `save_row`.
    """
    require_any(by, MANAGERS, unit=unit)
    with queue.holding(unit.pk):
        preview = compare(table, unit, headed, "en")
        if preview.wrong or preview.mark != seen:
            raise Fault("setup-moved-on")
        _write(table, unit, preview.changes, by=by, once=once)
    return preview


def _write(table: Table, unit: Unit, changes: Iterable[Change], *, by: Acting, once: str) -> None:
    """Each row with its event. The hall is held."""
    rows = rows_of(table, unit)
    done = [(change, change.after) for change in changes if change.after is not None]
    if not done:
        return
    note_changes(unit, [(_what(table, change), _said(change)) for change, _after in done], by=by, once=once)
    for change, after in done:
        row = rows.get(change.key)
        row = table.model(unit=unit) if row is None else row
        put(table, row, after)
        row.save()
    if table is COUNTERS:
        _none_open_is_gone(unit)
    _none_waits_in_vain(unit)


def _what(table: Table, change: Change) -> str:
    return f"{table.one}.{'added' if change.what == 'new' else 'changed'}"


def _said(change: Change) -> str:
    """A change as its event says it."""
    parts = [
        f"{head.en}: {after or '-'}" if change.before is None else f"{head.en}: {before or '-'} → {after or '-'}"
        for head, before, after in change.said
    ]
    return f"{change.key}: {'; '.join(parts)}"


def _none_open_is_gone(unit: Unit) -> None:
    """A counter at which somebody works stays in use. Raises Fault("setup-counter-open")."""
    working = CounterDay._base_manager.filter(unit=unit).exclude(state="closed").values("code")
    gone = Counter._base_manager.filter(unit=unit, in_use=False, code__in=working).first()
    if gone is not None:
        raise Fault("setup-counter-open", counter=gone.code)


def _none_waits_in_vain(unit: Unit) -> None:
    """A line in which somebody waits is served by a counter in use. Raises Fault("setup-line-waited-in")."""
    served = {
        line
        for lines in Counter._base_manager.filter(unit=unit, in_use=True).values_list("lines", flat=True)
        for line in lines
    }
    waiting = opening.waiting(unit.pk).exclude(line__in=served)
    first = waiting.order_by("sequence").first()
    if first is not None:
        raise Fault("setup-line-waited-in", line=first.line, waiting=waiting.filter(line=first.line).count())
