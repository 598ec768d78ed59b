"""Clocking in and out: the clock (people/duty.py) and the log together, so that what is asked of a shift is judged.

Who may clock whom, the words say (words.py), or the standard in their place: the door refuses, and nothing is clocked.
"""

from __future__ import annotations

from dataclasses import replace

from shouwen.events.event import Value
from shouwen.operation.ledger import clock, words
from shouwen.operation.ledger.act import begin
from shouwen.operation.ledger.acts import NewCase
from shouwen.operation.ledger.writing import writing
from shouwen.operation.people import duty
from shouwen.operation.people.models import Shift, Staff, Unit
from shouwen.operation.people.rights import Acting


def begin_shift(staff: Staff, unit: Unit, *, by: Acting, grade: str | None = None) -> Shift:
    """The person is here from now on. Raises Fault: "not-yours", "clocked-in-already", "no-post-at-unit".

    `grade`: of the evidence, where a reader at the door tells it and not the person.
    """
    with writing():
        shift = duty.clock_in(staff, unit, clock.now())
        _note(shift, words.SHIFT_BEGUN, shift.begins, by, grade)
        return shift


def end_shift(staff: Staff, *, by: Acting, grade: str | None = None) -> Shift:
    """The person leaves now. Raises Fault: "not-yours", "not-clocked-in"."""
    with writing():
        shift = duty.clock_out(staff, clock.now())
        _note(shift, words.SHIFT_ENDED, shift.ends, by, grade)
        return shift


def _note(shift: Shift, word: str, planned: int, by: Acting, grade: str | None) -> None:
    whose = shift.staff.reference
    data: dict[str, Value] = {"staff": whose, "planned": planned}
    # Whoever still stands clocked in where they have no post any more can leave all the same.
    acting = replace(by, units=by.units | {shift.unit_id}) if by.reference == whose else by
    begin(NewCase(kind="shift", unit=shift.unit, name=str(shift.pk)), word, by=acting, data=data, grade=grade)
