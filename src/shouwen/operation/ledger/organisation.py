"""What changes in the organisation itself is an event too: of the unit it concerns, by whoever changed it."""

from __future__ import annotations

from dataclasses import replace

from shouwen.fault import Fault
from shouwen.operation.ledger import models, words
from shouwen.operation.ledger.act import act_many
from shouwen.operation.ledger.acts import Act, NewCase
from shouwen.operation.people.models import Unit
from shouwen.operation.people.rights import Acting


def note_change(unit: Unit, what: str, text: str = "", *, by: Acting, once: str = "") -> models.Case:
    """Notes in the log what was changed at a unit, and by whom: `what` is a dotted name, `text` holds no personal data.

    Whether they may change it, the action that changes it has asked: what it asks differs from change to change, and
    administrators see no customer's rows. `once`: the name under which the change was asked for.
    Raises Fault("done-already") where this person's change of that name is noted: it must not be made a second time.
    """
    one = Act(
        about=(NewCase(kind="unit", unit=unit, name=unit.code),),
        word=words.CHANGED,
        by=replace(by, system=True),
        data={"what": what, "text": text or None},
        once=once,
    )
    done = act_many([one])[0]
    if isinstance(done, Fault):
        raise done
    if done.repeated:
        raise Fault("done-already")
    return done.case
