"""What changes in the organisation itself is an event too: of the unit it concerns, by whoever changed it."""

from __future__ import annotations

from dataclasses import replace

from shouwen.operation.ledger import models, words
from shouwen.operation.ledger.act import begin
from shouwen.operation.ledger.acts import NewCase
from shouwen.operation.people.models import Unit
from shouwen.operation.people.rights import Acting


def note_change(unit: Unit, what: str, text: str = "", *, by: Acting) -> models.Case:
    """Notes in the log what was changed at a unit, and by whom: `what` is a dotted name, `text` holds no personal data.

    Whether they may change it, the action that changes it has asked. Administrators see no customer's rows, but the unit
    that they look after they may name.
    """
    acting = by if by.system else replace(by, units=by.units | {unit.pk})
    data = {"what": what, "text": text or None}
    return begin(NewCase(kind="unit", unit=unit, name=unit.code), words.CHANGED, by=acting, data=data)
