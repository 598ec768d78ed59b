"""What changes in the organisation itself is an event too: of the unit it concerns, by whoever changed it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from shouwen.fault import Fault
from shouwen.operation.ledger import models, words
from shouwen.operation.ledger.act import act_many
from shouwen.operation.ledger.acts import Act, NewCase
from shouwen.operation.ledger.writing import writing
from shouwen.operation.people.models import Unit
from shouwen.operation.people.rights import Acting


def note_change(unit: Unit, what: str, text: str = "", *, by: Acting, once: str = "") -> models.Case:
    """Notes in the log what was changed at a unit, and by whom: `what` is a dotted name, `text` holds no personal data.

    Whether they may change it, the action that changes it has asked: what it asks differs from change to change, and
    administrators see no customer's rows. `once`: the name under which the change was asked for.
    Raises Fault("done-already") where this person's change of that name is noted: it must not be made a second time.
    """
    return note_changes(unit, [(what, text)], by=by, once=once)


def note_changes(unit: Unit, changes: Sequence[tuple[str, str]], *, by: Acting, once: str = "") -> models.Case:
    """Notes several changes, at least one, as `note_change` does, all of them or none: the unit's story is read once.
    `once`: the name under which they were asked for together."""
    acting = replace(by, system=True)
    new = NewCase(kind="unit", unit=unit, name=unit.code)
    acts = [
        Act(about=(new,), word=words.CHANGED, by=acting, data={"what": what, "text": text or None})
        for what, text in changes
    ]
    with writing():
        first, *_others = act_many([replace(acts[0], once=once), *acts[1:]])
        if isinstance(first, Fault):
            raise first
        if first.repeated:
            raise Fault("done-already")
    return first.case
