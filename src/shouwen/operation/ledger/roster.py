"""A roster changed at once: shifts taken away and others planned, each with its event in the log; whole or not."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from shouwen.fault import Fault
from shouwen.operation.ledger.organisation import note_changes
from shouwen.operation.ledger.writing import writing
from shouwen.operation.people import duty
from shouwen.operation.people.models import Shift, Staff, Unit
from shouwen.operation.people.posts import require_any
from shouwen.operation.people.rights import Acting
from shouwen.operation.people.roles import MANAGERS
from shouwen.operation.people.units import zone_of
from shouwen.worktime import Instant


def change_roster(
    unit: Unit,
    *,
    away: Sequence[Shift],
    planned: Mapping[Staff, Sequence[tuple[Instant, Instant]]],
    by: Acting,
    once: str = "",
) -> None:
    """Takes shifts of a unit away and then plans others: person → from when to when. Noted as administering.py does.

    Raises Fault: "not-for-you", "shift-clocked", "done-already", and as people.duty.plan.
    """
    require_any(by, (*MANAGERS, "planner"), unit=unit)
    if any(shift.clocked_in is not None for shift in away):
        raise Fault("shift-clocked")
    zone = ZoneInfo(zone_of(unit.pk))

    def said(at: Instant) -> str:
        return f"{datetime.fromtimestamp(at, zone):%Y-%m-%d %H:%M}"

    changes = [("shift.taken-away", f"{shift.staff.username}: {said(shift.begins)}") for shift in away]
    changes += [
        ("shift.planned", f"{staff.username}: {len(spans)}, {said(spans[0][0])}")
        for staff, spans in planned.items()
        if spans
    ]
    if not changes:
        return
    with writing():
        note_changes(unit, changes, by=by, once=once)
        duty.unplan_all(unit, away, by=by)
        duty.plan_all(unit, planned, by=by)
