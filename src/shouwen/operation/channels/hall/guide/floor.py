"""What a guide does before the counters that is more than a word: a function a step, each through the one door."""

from __future__ import annotations

from shouwen.fault import Fault
from shouwen.operation.channels.hall import helping, story
from shouwen.operation.channels.hall.models import Visit
from shouwen.operation.channels.hall.waiting import queue
from shouwen.operation.ledger.act import act, done_before
from shouwen.operation.ledger.editions import settings_now
from shouwen.operation.ledger.models import Case
from shouwen.operation.people.rights import Acting


def settle_matter(visit: Visit, kind: str, *, solved: bool, by: Acting, once: str = "") -> Visit:
    """A small matter is looked at before a number is taken.

    1. matter.looked-at, in the visit's story and the day's, by which the standard counts how many were settled.
    2. Where it is settled: visit.solved, the customer needs no number for it.

    `kind`: a name of the standard's hall.small-matters. Raises Fault: "guide-choice-unknown", "guide-moved-on" once the
    customer has a number, and as `act` does.
    """
    known = settings_now(visit.unit_id).choices("hall.small-matters")
    if kind not in known:
        raise Fault("guide-choice-unknown", given=kind[:24], known=", ".join(known))
    with queue.holding(visit.unit_id):
        visit = Visit._base_manager.select_related("case", "unit").get(pk=visit.pk)
        if done_before(by, once) is not None:
            return visit
        if visit.day:
            raise Fault("guide-moved-on")
        today = helping.day_of(visit.unit)
        act(visit.case, story.MATTER_LOOKED_AT, by=by, data={"kind": kind, "solved": solved}, also=[today], once=once)
        if solved and visit.state != story.DONE:
            act(Case._base_manager.get(pk=visit.pk), story.SOLVED, by=by, once=once and f"{once}-solved")
        return Visit._base_manager.get(pk=visit.pk)
