"""What happens to a visit: one function for each step. Each goes through the one door (ledger/act.py).

Where a step moves somebody in the line, the hall is held meanwhile (queue.py): one number, one call at a time; at the
counter the visit alone is. `once` is a name for this very asking: asked again, nothing happens, and the answer is what
came of it the first time; asked for something else under the same name: Fault("api-once-differs").
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager

from shouwen.events.event import Value
from shouwen.fault import Fault
from shouwen.operation.channels.hall import counters, story
from shouwen.operation.channels.hall.models import CounterDay, Hall, Service, Visit
from shouwen.operation.channels.hall.waiting import estimate, line, opening, queue
from shouwen.operation.ledger import clock
from shouwen.operation.ledger.act import Act, NewCase, act, begin, done_before
from shouwen.operation.ledger.editions import settings_now
from shouwen.operation.ledger.models import Case
from shouwen.operation.ledger.writing import writing
from shouwen.operation.people import scope, statements
from shouwen.operation.people.models import Unit
from shouwen.operation.people.rights import Acting
from shouwen.operation.people.roles import MANAGERS
from shouwen.worktime import Instant

BY_THE_LINE = "device"
"""The grade of what the line itself measures: who was called, when. A clerk cannot call without its being noted."""


def enter(
    unit: Unit, *, by: Acting, noticed_by: str = story.BY_GUIDE, at: Instant | None = None, once: str = ""
) -> Visit:
    """A customer comes in. 1. visit.entered begins the visit; the manager on duty answers for it until anyone is asked.

    `noticed_by`: door (a counter at the door), scan (the customer's own), guide. Raises Fault: "hall-unknown",
    "visit-noticed-by-device" where a person tells what only a device measures, and as `begin` does.
    """
    if not Hall._base_manager.filter(pk=unit.pk).exists():
        raise Fault("hall-unknown")
    if (before := _before(by, once, story.ENTERED)) is not None:
        return before
    new = NewCase(kind=story.VISIT, unit=unit)
    return _row(begin(new, story.ENTERED, by=by, data={"noticed_by": noticed_by}, at=at, once=once))


def take_number(
    unit: Unit,
    service: str,
    *,
    by: Acting,
    visit: Visit | None = None,
    priority: str = "",
    appointed: Instant | None = None,
    more: Sequence[str] = (),
    once: str = "",
) -> Visit:
    """Gives a number for a service. `more`: what is to be done after it, under the same number.

    1. The hall is held. 2. It is open, has room, and offers the service. 3. The next number of the day with the
    service's prefix. 4. ticket.taken, in the visit's story or as the beginning of one, with the wait to be expected. An
    appointment counts within the standard's hall.appointment-grace; a full hall has kept a place for it.

    Raises Fault: "hall-unknown", "hall-closed", "hall-full", "hall-service-unknown", "hall-priority-unknown", and as
    `act` does.
    """
    with queue.holding(unit.pk) as hall:
        if (before := _before(by, once, story.TAKEN, visit)) is not None:
            return before
        if visit is not None and visit.unit_id != unit.pk:
            raise Fault("case-unknown", case=_case(visit).subject)
        now = clock.now()
        if appointed is not None and appointed < now - settings_now(unit.pk).seconds("hall.appointment-grace"):
            appointed = None
        wanted = _checked(hall, service, priority, kept=appointed is not None)
        day = opening.day_of(unit.pk, now)
        serial = queue.last_serial(unit.pk, day, wanted.prefix) + 1
        last, last_at = queue.last_given(unit.pk, day)
        data: dict[str, Value] = {
            "service": service,
            "line": wanted.line,
            "prefix": wanted.prefix,
            "number": story.label_of(wanted.prefix, serial),
            "day": day,
            "sequence": last + 1,
            "since": last_at if last_at > now else None,  # the clock was put back: nobody gets before who was there
            "priority": priority or None,
            "appointed": appointed,
            "more": ",".join(_service(hall.pk, one).code for one in dict.fromkeys(more) if one != service) or None,
        }
        since = line.waits_since(now, entered=visit.entered_at if visit is not None else None, due=appointed)
        data |= estimate.for_new(unit.pk, wanted.line, since, priority=bool(priority)).data
        if visit is None:
            return _row(begin(NewCase(kind=story.VISIT, unit=unit), story.TAKEN, by=by, data=data, once=once))
        return _say(visit, story.TAKEN, by=by, data=data, once=once)


def call_next(counter: CounterDay, *, by: Acting, once: str = "") -> Visit | None:
    """Calls who is next to the counter; None where nobody waits in its lines.

    1. The hall is held. 2. The counter is this clerk's, open, and nobody is at it who is not done. 3. Who is next
    (line.py). 4. visit.left of who is done there. 5. ticket.called: the clerk answers for the customer from now on.

    Raises Fault: "counter-not-yours", "counter-not-open", "counter-busy", "counter-more-wanted".
    """
    with queue.holding(counter.unit_id):
        if (before := _before(by, once, story.CALLED)) is not None:
            return before
        counter, done = counters.free(counter, by=by)
        key = queue.next_at(counter.unit_id, counter.lines)
        if key is None:
            return None
        return _call(_now(key), counter, done, by=by, once=once)


def call_out_of_order(visit: Visit, counter: CounterDay, reason: str, *, by: Acting, once: str = "") -> Visit:
    """Calls this customer before others who have waited longer. Effects as `call_next`, and the reason stays.

    `reason`: a name of the standard's hall.out-of-order-reasons. Raises Fault as `call_next`, and
    "hall-reason-unknown", "visit-not-waiting".
    """
    with queue.holding(counter.unit_id):
        if (before := _before(by, once, story.CALLED, visit)) is not None:
            return before
        counter, done = counters.free(counter, by=by)
        _known_reason(counter.unit_id, "hall.out-of-order-reasons", reason)
        visit = _now(visit.pk)
        if visit.unit_id != counter.unit_id or visit.state not in (story.WAITING, story.ASIDE):
            raise Fault("visit-not-waiting", number=visit.number)
        if visit.pk == queue.next_at(counter.unit_id, counter.lines):
            reason = ""  # it is their turn
        return _call(visit, counter, done, by=by, once=once, reason=reason)


def recall(visit: Visit, *, by: Acting, once: str = "") -> Visit:
    """Calls somebody again who did not come. 1. ticket.recalled.

    Raises Fault: "visit-called-just-now" before the standard's hall.no-show-wait is over.
    """
    with queue.holding(visit.unit_id):
        if (before := _before(by, once, story.RECALLED, visit)) is not None:
            return before
        visit = _at_counter(visit, by)
        _waited_for(visit)
        data: dict[str, Value] = {"counter": visit.counter}
        return _say(visit, story.RECALLED, by=by, data=data, grade=BY_THE_LINE, once=once)


def no_show(visit: Visit, *, by: Acting, once: str = "") -> Visit:
    """Gives up waiting for somebody who was called. 1. ticket.no-show: the counter is free.

    Raises Fault: "visit-called-too-little" before as many calls as the standard's hall.recall-limit.
    """
    with queue.holding(visit.unit_id):
        if (before := _before(by, once, story.NO_SHOW, visit)) is not None:
            return before
        visit = _at_counter(visit, by)
        most = settings_now(visit.unit_id).whole("hall.recall-limit")
        if visit.recalls + 1 < most:
            raise Fault("visit-called-too-little", number=visit.number, called=visit.recalls + 1, most=most)
        _waited_for(visit)
        return _say(visit, story.NO_SHOW, by=by, once=once)


def come_back(visit: Visit, *, by: Acting, once: str = "") -> Visit:
    """Somebody who missed their call is there after all. 1. ticket.returned: they wait again, at their old place."""
    return _in_line(visit, story.RETURNED, by=by, once=once)


def set_aside(visit: Visit, reason: str, *, by: Acting, once: str = "") -> Visit:
    """The customer has to fetch or fill in something. 1. ticket.parked: the counter is free; their place is kept.

    Raises Fault("visit-not-at-your-counter").
    """
    with queue.holding(visit.unit_id):
        if (before := _before(by, once, story.PARKED, visit)) is not None:
            return before
        visit = _at_counter(visit, by, states=(story.AT_COUNTER, story.SERVED))
        return _say(visit, story.PARKED, by=by, once=once, data={"reason": reason or None})


def resume(visit: Visit, *, by: Acting, once: str = "") -> Visit:
    """Who was set aside is ready. 1. ticket.resumed: they wait again, at their old place."""
    return _in_line(visit, story.RESUMED, by=by, once=once)


def transfer(visit: Visit, service: str, *, by: Acting, once: str = "") -> Visit:
    """Another service is wanted, at another counter. 1. ticket.transferred: they wait in its line, at their old place.

    Who is at a counter is sent on by its clerk or a manager. Raises Fault: "hall-service-unknown",
    "visit-not-at-your-counter".
    """
    with queue.holding(visit.unit_id):
        if (before := _before(by, once, story.TRANSFERRED, visit)) is not None:
            return before
        visit = _now(visit.pk)
        if visit.state in story.STATES_AT_COUNTER and not set(MANAGERS) & by.roles_at(visit.unit_id):
            visit = _at_counter(visit, by, states=story.STATES_AT_COUNTER)
        data: dict[str, Value] = {"service": service, "line": _service(visit.unit_id, service).line}
        return _say(visit, story.TRANSFERRED, by=by, once=once, data=data)


def abandon(visit: Visit, reason: str = "", *, by: Acting, once: str = "") -> Visit:
    """The customer gives their number up. 1. ticket.abandoned: the visit is over."""
    return _in_line(visit, story.ABANDONED, by=by, once=once, data={"reason": reason or None})


def begin_service(
    visit: Visit, service: str = "", *, by: Acting, need_confirmed: bool | None = None, once: str = ""
) -> Visit:
    """The service begins: that for which the number was taken, or another one. 1. service.begun: its clock runs.

    Raises Fault: "visit-not-at-your-counter", "hall-service-unknown".
    """
    with _holding(visit):
        if (before := _before(by, once, story.BEGUN, visit)) is not None:
            return before
        visit = _at_counter(visit, by, states=(story.AT_COUNTER, story.DONE))
        if service not in ("", visit.service):
            _service(visit.unit_id, service)
        data: dict[str, Value] = {"service": service or visit.service, "need_confirmed": need_confirmed}
        return _say(visit, story.BEGUN, by=by, data=data, once=once)


def end_service(visit: Visit, *, by: Acting, once: str = "") -> Visit:
    """The service is done. 1. service.ended: its clock stops. Raises Fault("visit-not-at-your-counter")."""
    return _stop(visit, story.ENDED, by=by, once=once)


def give_up(visit: Visit, *, by: Acting, once: str = "") -> Visit:
    """The customer does not want the service after all. 1. service.given-up. Raises Fault as `end_service`."""
    return _stop(visit, story.GIVEN_UP, by=by, once=once)


def hand_over(
    visit: Visit, *, by: Acting, counted: bool | None = None, cautions_told: bool | None = None, once: str = ""
) -> Visit:
    """Everything is handed to the customer. 1. visit.handed-over, with what was counted and told.

    Raises Fault("visit-not-at-your-counter").
    """
    with _holding(visit):
        if (before := _before(by, once, story.HANDED_OVER, visit)) is not None:
            return before
        visit = _at_counter(visit, by, states=(story.DONE,))
        data: dict[str, Value] = {"counted": counted, "cautions_told": cautions_told}
        return _say(visit, story.HANDED_OVER, by=by, data=data, once=once)


def leave(visit: Visit, *, by: Acting, once: str = "") -> Visit:
    """The customer goes. 1. visit.left: the visit is over."""
    return _say(visit, story.LEFT, by=by, once=once)


def line_works(visit: Visit, *, by: Acting, at: Instant | None = None, once: str = "") -> Visit:
    """The business system tells that what was bought works. 1. line.active.

    Raises Fault("line-active-by-system") where a person tells it.
    """
    return _say(visit, story.LINE_ACTIVE, by=by, at=at, once=once)


def say(visit: Visit, word: str, *, by: Acting, data: Mapping[str, Value] | None = None, once: str = "") -> Visit:
    """Notes what moves nobody in the line: a greeting, a glass of water, an identity checked. Raises Fault."""
    if word in story.FOLLOW.after:
        raise ValueError(f"{word} has a function of its own")
    return _say(visit, word, by=by, data=data, once=once)


def _call(
    visit: Visit, counter: CounterDay, done: Sequence[Visit], *, by: Acting, once: str, reason: str = ""
) -> Visit:
    data: dict[str, Value] = {
        "counter": counter.code,
        "waited": max(0, clock.now() - (visit.since or clock.now())),
        "line": visit.line,
        "lines": ",".join(counter.lines),
        "out_of_order": reason or None,
    }
    case = _case(visit)
    call = Act(about=(case,), word=story.CALLED, by=by, data=data, grade=BY_THE_LINE, once=once)
    counters.go_on(counter, done, call)
    return _row(case)


def _stop(visit: Visit, word: str, *, by: Acting, once: str) -> Visit:
    """The service that was begun is over."""
    with _holding(visit):
        if (before := _before(by, once, word, visit)) is not None:
            return before
        visit = _at_counter(visit, by, states=(story.SERVED,))
        return _say(visit, word, by=by, data={"service": visit.service}, once=once)


@contextmanager
def _holding(visit: Visit) -> Iterator[None]:
    """Within, nothing else happens to this visit."""
    with writing(), scope.everywhere():
        statements.read(Case, "id = %s", [visit.pk], lock=True)
        yield


def _before(by: Acting, once: str, word: str, visit: Visit | None = None) -> Visit | None:
    """What came of this very asking before; None where it is new. Raises Fault("api-once-differs")."""
    event = done_before(by, once)
    if event is None:
        return None
    found = Visit._base_manager.filter(case__subject=event.about[0]).first()
    if event.word != word or found is None or (visit is not None and found.pk != visit.pk):
        raise Fault("api-once-differs", word=event.word, case=event.about[0])
    return found


def _in_line(visit: Visit, word: str, *, by: Acting, once: str, data: Mapping[str, Value] | None = None) -> Visit:
    """Says a word that moves somebody in the line."""
    with queue.holding(visit.unit_id):
        return _say(visit, word, by=by, data=data, once=once)


def _say(
    visit: Visit,
    word: str,
    *,
    by: Acting,
    data: Mapping[str, Value] | None = None,
    at: Instant | None = None,
    grade: str | None = None,
    once: str = "",
) -> Visit:
    case = _case(visit)
    event = act(case, word, by=by, data=data, at=at, grade=grade, once=once)
    if event.word != word or event.about[0] != case.subject:
        raise Fault("api-once-differs", word=event.word, case=event.about[0])
    return _row(case)


def _case(visit: Visit) -> Case:
    (case,) = statements.read(Case, "id = %s", [visit.pk])
    return case


def _row(case: Case) -> Visit:
    found = _now(case.pk)
    found.case = case
    return found


def _now(key: int) -> Visit:
    """The visit as it is now."""
    (row,) = statements.read(Visit, "case_id = %s", [key])
    return row


def _checked(hall: Hall, service: str, priority: str, *, kept: bool) -> Service:
    """The service for which a number may be given now; `kept`: to somebody with an appointment. Raises Fault."""
    if not opening.gives_numbers(hall, clock.now()):
        raise Fault("hall-closed")
    if not kept and opening.is_full(hall):
        raise Fault("hall-full", most=hall.capacity or 0)
    if priority:
        classes = settings_now(hall.pk).choices("hall.priority-classes")
        if priority not in classes:
            raise Fault("hall-priority-unknown", priority=priority[:40], classes=", ".join(classes))
    return _service(hall.pk, service)


def _service(unit: int, code: str) -> Service:
    found = statements.read(Service, "unit_id = %s AND code = %s AND offered = %s", [unit, code, True])
    if not found:
        known = Service._base_manager.filter(unit=unit, offered=True).values_list("code", flat=True)
        raise Fault("hall-service-unknown", service=code[:40], services=", ".join(known) or "-")
    return found[0]


def _at_counter(visit: Visit, by: Acting, *, states: tuple[str, ...] = (story.AT_COUNTER,)) -> Visit:
    """The visit as it is now, at the counter of who asks. Raises Fault("visit-not-at-your-counter")."""
    visit = _now(visit.pk)
    mine = statements.read(CounterDay, _MINE, [visit.unit_id, visit.counter, by.staff])
    if visit.state not in states or by.staff is None or not mine:
        raise Fault("visit-not-at-your-counter", number=visit.number)
    return visit


_MINE = "unit_id = %s AND code = %s AND staff_id = %s AND state <> 'closed'"


def _known_reason(unit: int, setting: str, reason: str) -> None:
    known = settings_now(unit).choices(setting)
    if reason not in known:
        raise Fault("hall-reason-unknown", reason=reason[:40], reasons=", ".join(known))


def _waited_for(visit: Visit) -> None:
    """Raises Fault where the last call was too short ago for anybody to have walked over."""
    wait = settings_now(visit.unit_id).seconds("hall.no-show-wait")
    left = (visit.called_at or 0) + wait - clock.now()
    if 0 < left <= wait:  # more than that: the clock was put back since, and tells nothing
        raise Fault("visit-called-just-now", number=visit.number, seconds=left)
