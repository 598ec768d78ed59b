"""What happens to places, machines and supplies: one function for each step, through the one door (ledger/act.py)."""

from __future__ import annotations

import re
from collections.abc import Mapping

from shouwen.events.event import Value
from shouwen.fault import Fault
from shouwen.operation.channels.hall import helping
from shouwen.operation.channels.hall.held import held, left_by, row_of
from shouwen.operation.channels.hall.models import Facility
from shouwen.operation.channels.hall.upkeep import story
from shouwen.operation.channels.hall.waiting import queue
from shouwen.operation.ledger import clock
from shouwen.operation.ledger.act import NewCase, act, begin, done_before
from shouwen.operation.ledger.editions import settings_now
from shouwen.operation.ledger.models import Case
from shouwen.operation.ledger.writing import writing
from shouwen.operation.people import scope
from shouwen.operation.people.models import Unit
from shouwen.operation.people.rights import Acting
from shouwen.worktime import Instant

_CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9-]{0,23}", re.ASCII)
LONGEST_WHY = 200


def put_in_use(unit: Unit, item: str, code: str, name: str = "", *, by: Acting, once: str = "") -> Facility:
    """A place, a machine or a supply is looked after from now on. 1. facility.in-use; of a water dispenser
    device.in-service as well.

    `item`: of the standard's hall.facilities or hall.supplies; `code`: its own at the hall. Raises Fault:
    "hall-unknown", "facility-item-unknown", "facility-code", "facility-there-already".
    """
    settings = settings_now(unit.pk)
    places, supplies = settings.choices("hall.facilities"), settings.choices("hall.supplies")
    if item not in places and item not in supplies:
        raise Fault("facility-item-unknown", item=item[:40], items=", ".join([*places, *supplies]))
    if not _CODE.fullmatch(code):
        raise Fault("facility-code", name=code[:24])
    named = f"{unit.code}-{code}"
    with queue.holding(unit.pk):
        if (before := done_before(by, once)) is not None:
            return left_by(Facility, before, story.IN_USE)
        data: dict[str, Value] = {
            "item": item, "code": code, "name": name.strip()[:80] or None, "supply": item in supplies or None,
        }  # fmt: skip
        found = Case._base_manager.filter(subject=f"{story.FACILITY}:{named}").first()
        if found is None:
            new = NewCase(kind=story.FACILITY, unit=unit, name=named)
            row = row_of(Facility, begin(new, story.IN_USE, by=by, data=data, once=once).pk)
        else:
            row = row_of(Facility, found.pk)
            if row.state != story.AWAY:
                raise Fault("facility-there-already", name=code)
            row = _act(row, story.IN_USE, data, by=by, once=once)
        _of_water(row, story.IN_USE, {}, by=by, once=once)
        return row


def inspect(facility: Facility, *, passed: bool, by: Acting, once: str = "") -> Facility:
    """Somebody looked: it is in order, or not. 1. facility.inspected; of a water dispenser device.inspected as well.

    Raises Fault("facility-out") where it is out of use or taken away.
    """
    with writing(), scope.everywhere():
        row = held(facility)
        if (before := done_before(by, once)) is not None:
            return left_by(Facility, before, story.INSPECTED)
        row = _act(row, story.INSPECTED, {"item": row.item, "passed": passed}, by=by, once=once)
        _of_water(row, story.INSPECTED, {"passed": passed}, by=by, once=once)
        return row


def look_around(unit: Unit, item: str, *, passed: bool, by: Acting, once: str = "") -> None:
    """Something of the hall as a whole was looked at. 1. facility.inspected, in the day's story.

    `item`: one that a clause of the standard judges. Raises Fault: "hall-unknown", and as `act` does.
    """
    with queue.holding(unit.pk):
        today = helping.day_of(unit)
        data: dict[str, Value] = {"item": item, "passed": passed}
        if isinstance(today, NewCase):
            begin(today, story.INSPECTED, by=by, data=data, once=once)
        else:
            act(today, story.INSPECTED, by=by, data=data, once=once)


def report_fault(
    facility: Facility, what: str, *, by: Acting, since: Instant | None = None, why: str = "", once: str = ""
) -> Facility:
    """Something is out of order: a person saw it, or a machine tells it itself. 1. facility.faulted.

    A device that tells again what stands already changes nothing. `what`: of the standard's hall.faults. Raises Fault:
    "facility-fault-unknown", "facility-since" for a time to come, "may-not-follow" where it is reported already.
    """
    known = settings_now(facility.unit_id).choices("hall.faults")
    if what not in known:
        raise Fault("facility-fault-unknown", what=what[:40], known=", ".join(known))
    if since is not None and since > clock.now():
        raise Fault("facility-since")
    with writing(), scope.everywhere():
        row = held(facility)
        if by.staff is None and row.state == story.FAULTY and row.fault == what:
            return row
        data: dict[str, Value] = {"what": what, "since": since, "why": why.strip()[:LONGEST_WHY] or None}
        return _act(row, story.FAULTED, data, by=by, once=once)


def works_again(facility: Facility, *, by: Acting, once: str = "") -> Facility:
    """It was repaired, or is in use again. 1. facility.repaired. A device that works already changes nothing."""
    with writing(), scope.everywhere():
        row = held(facility)
        if by.staff is None and row.state == story.IN_ORDER:
            return row
        return _act(row, story.REPAIRED, {"item": row.item}, by=by, once=once)


def put_out_of_use(facility: Facility, why: str = "", *, by: Acting, once: str = "") -> Facility:
    """Nobody is to use it for now. 1. facility.out-of-use: no look at it is due."""
    return _act(facility, story.OUT_OF_USE, {"why": why.strip()[:LONGEST_WHY] or None}, by=by, once=once)


def retire(facility: Facility, *, by: Acting, once: str = "") -> Facility:
    """It is taken away for good. 1. facility.retired; of a water dispenser device.retired as well."""
    with writing(), scope.everywhere():
        row = _act(facility, story.RETIRED, {}, by=by, once=once)
        _of_water(row, story.RETIRED, {}, by=by, once=once)
        return row


def tell_level(facility: Facility, level: str, *, by: Acting, once: str = "") -> Facility:
    """How much of a supply is left. 1. supply.told. `level`: of the standard's hall.supply-levels.

    Raises Fault: "facility-level-unknown", "facility-no-supply", "facility-out".
    """
    known = settings_now(facility.unit_id).choices("hall.supply-levels")
    if level not in known:
        raise Fault("facility-level-unknown", level=level[:40], known=", ".join(known))
    return _act(facility, story.TOLD, {"level": level}, by=by, once=once)


def ask_refill(facility: Facility, *, by: Acting, once: str = "") -> Facility:
    """Somebody asks for more of a supply. 1. supply.asked. Raises Fault: "facility-no-supply", "facility-out"."""
    return _act(facility, story.ASKED, {}, by=by, once=once)


def refill(facility: Facility, *, by: Acting, once: str = "") -> Facility:
    """There is enough of it again. 1. supply.refilled. Raises Fault: "facility-no-supply", "facility-out"."""
    return _act(facility, story.REFILLED, {}, by=by, once=once)


def _of_water(row: Facility, word: str, data: Mapping[str, Value], *, by: Acting, once: str) -> None:
    """Says it of the water dispenser as the hall's standard speaks of it."""
    if row.item != story.WATER:
        return
    name, once = row.case.subject.partition(":")[2], once and f"{once}-water"
    found = Case._base_manager.filter(subject=f"{story.DEVICE}:{name}").first()
    if found is None:
        begin(NewCase(kind=story.DEVICE, unit=row.unit, name=name), story.OF_WATER[word], by=by, data=data, once=once)
    else:
        act(found, story.OF_WATER[word], by=by, data=data, once=once)


def _act(row: Facility, word: str, data: Mapping[str, Value], *, by: Acting, once: str) -> Facility:
    case = Case._base_manager.get(pk=row.pk)
    event = act(case, word, by=by, data=data, once=once)
    if event.word != word or event.about[0] != case.subject:
        raise Fault("api-once-differs", word=event.word, case=event.about[0])
    return row_of(Facility, row.pk)
