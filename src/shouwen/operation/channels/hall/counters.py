"""A counter's day: it opens, pauses, works on, closes. One function for each step, through the one door.

A customer who is done and whom nobody saw leave keeps no counter busy: what the counter does next ends the visit first.
"""

from __future__ import annotations

from collections.abc import Sequence

from shouwen.events.event import Value
from shouwen.fault import Fault
from shouwen.operation.channels.hall import story
from shouwen.operation.channels.hall.models import Counter, CounterDay, Visit
from shouwen.operation.channels.hall.waiting import opening, queue
from shouwen.operation.ledger import clock
from shouwen.operation.ledger.act import Act, Done, NewCase, act, act_many, begin, done_before
from shouwen.operation.ledger.editions import settings_now
from shouwen.operation.ledger.models import Case
from shouwen.operation.people import statements
from shouwen.operation.people.models import Unit
from shouwen.operation.people.rights import Acting
from shouwen.operation.people.roles import MANAGERS


def open_counter(unit: Unit, code: str, *, by: Acting, lines: list[str] | None = None, once: str = "") -> CounterDay:
    """A clerk opens a counter. 1. The hall is held. 2. counter.opened begins the counter's day or goes on with it.

    `lines`: fewer than the counter serves, where the clerk has not all its skills. Raises Fault: "counter-unknown",
    "counter-taken" (naming nobody), "counter-yours-elsewhere", "counter-line-unknown".
    """
    with queue.holding(unit.pk):
        if (before := _before(by, once, story.OPENED)) is not None:
            return before
        place = Counter._base_manager.filter(unit=unit, code=code, in_use=True).first()
        if place is None:
            raise Fault("counter-unknown", counter=code[:12])
        served = place.lines if lines is None else lines
        if not served or set(served) - set(place.lines):
            raise Fault("counter-line-unknown", counter=code, lines=", ".join(place.lines) or "-")
        mine = CounterDay._base_manager.filter(staff=by.staff).exclude(state="closed").first()
        if mine is not None:
            raise Fault("counter-yours-elsewhere", counter=mine.code)
        if CounterDay._base_manager.filter(unit=unit, code=code).exclude(state="closed").exists():
            raise Fault("counter-taken", counter=code)
        day = opening.day_of(unit.pk, clock.now())
        data: dict[str, Value] = {"counter": code, "day": day, "lines": ",".join(served)}
        name = f"{unit.code}-{code}-{day}"
        before_today = Case._base_manager.filter(subject=f"{story.COUNTER}:{name}").first()
        if before_today is not None:
            act(before_today, story.OPENED, by=by, data=data, once=once)
            return CounterDay._base_manager.get(pk=before_today.pk)
        new = NewCase(kind=story.COUNTER, unit=unit, name=name)
        return CounterDay._base_manager.get(pk=begin(new, story.OPENED, by=by, data=data, once=once).pk)


def pause(counter: CounterDay, reason: str, *, by: Acting, once: str = "") -> CounterDay:
    """The clerk leaves the counter for a while. 1. Who is done there is gone. 2. counter.paused: nobody is called.

    `reason`: a name of the standard's hall.pause-reasons. A manager may do it for the clerk. Raises Fault:
    "hall-reason-unknown", "counter-not-yours", "counter-busy".
    """
    known = settings_now(counter.unit_id).choices("hall.pause-reasons")
    if reason not in known:
        raise Fault("hall-reason-unknown", reason=reason[:40], reasons=", ".join(known))
    return _say(counter, story.PAUSED, by=by, once=once, data={"reason": reason})


def work_on(counter: CounterDay, *, by: Acting, once: str = "") -> CounterDay:
    """The clerk is back. 1. counter.works-on."""
    return _say(counter, story.WORKS_ON, by=by, once=once)


def close_counter(counter: CounterDay, *, by: Acting, once: str = "") -> CounterDay:
    """The counter closes. 1. Who is done there is gone. 2. counter.closed: it is nobody's. A manager may do it for the
    clerk.

    Raises Fault: "counter-not-yours", "counter-busy" with a customer at it who is not done.
    """
    return _say(counter, story.SHUT, by=by, once=once)


def free(counter: CounterDay, *, by: Acting) -> tuple[CounterDay, list[Visit]]:
    """The counter as it is now, ready to call, and who is done there and was not seen leaving.

    Raises Fault: "counter-not-yours", "counter-not-open", "counter-busy", "counter-more-wanted".
    """
    counter = now_of(counter)
    if counter.staff_id is None or counter.staff_id != by.staff:
        raise Fault("counter-not-yours", counter=counter.code)
    if counter.state != "open":
        raise Fault("counter-not-open", counter=counter.code)
    return counter, done_at(counter)


def done_at(counter: CounterDay) -> list[Visit]:
    """Who is done at the counter and was not seen leaving. Raises Fault: "counter-busy" while somebody is not done,
    "counter-more-wanted" while somebody has more to be done under their number.
    """
    here = statements.read(Visit, _AT_COUNTER, [counter.unit_id, counter.code])
    for visit in here:
        if visit.state != story.DONE:
            raise Fault("counter-busy", counter=counter.code, number=visit.number)
        if visit.more:
            raise Fault("counter-more-wanted", counter=counter.code, number=visit.number)
    return here


def go_on(counter: CounterDay, done: Sequence[Visit], act: Act) -> None:
    """One act: the visits of those who are done at the counter end, seen by nobody, and `act` happens.

    Their cases and that of `act` are held in one order, so that two never wait for each other. Raises Fault:
    "counter-busy" where one of them is served again meanwhile, "api-once-differs", and as `act_many` does.
    """
    case, ends = act.about[0], []
    if done and isinstance(case, Case):
        keys = [*{case.pk, *(visit.pk for visit in done)}]
        held = statements.read(Case, f"id IN ({statements.marks(keys)})", keys, order="id", lock=True)
        cases = {one.pk: one for one in held}
        here = [cases[visit.pk] for visit in done_at(counter) if visit.pk in cases]
        ends = [left_unseen(one, by=act.by, noticed_by=story.BY_COUNTER) for one in here]
    said = act_many([*ends, act])[-1]
    if isinstance(said, Done) and (said.event.word, said.case.pk) != (act.word, getattr(case, "pk", None)):
        raise Fault("api-once-differs", word=said.event.word, case=said.event.about[0])


def left_unseen(case: Case, *, by: Acting, noticed_by: str) -> Act:
    """The end of a visit whose customer nobody saw leave.

    Of the weakest grade, whoever says it: no verdict that rests on it counts as measured.
    """
    return Act(about=(case,), word=story.LEFT, by=by, data={"noticed_by": noticed_by}, grade=story.UNSEEN)


def of_staff(staff: int) -> CounterDay | None:
    """The counter at which this person works now, with its unit."""
    for row in statements.read(CounterDay, "staff_id = %s AND state <> 'closed'", [staff]):
        (row.unit,) = statements.read(Unit, "id = %s", [row.unit_id])
        return row
    return None


def visit_at(counter: CounterDay) -> Visit | None:
    """Who is at the counter, with the case: called or being served, or else served and not yet gone."""
    here = statements.read(Visit, _AT_COUNTER, [counter.unit_id, counter.code])
    visit = min(here, key=lambda one: one.state == story.DONE, default=None)
    if visit is not None:
        (visit.case,) = statements.read(Case, "id = %s", [visit.pk])
    return visit


def now_of(counter: CounterDay) -> CounterDay:
    """The counter's row as it is now."""
    (row,) = statements.read(CounterDay, "case_id = %s", [counter.pk])
    return row


_AT_COUNTER = "unit_id = %s AND counter = %s AND state IN ('called', 'served', 'done')"


def _say(counter: CounterDay, word: str, *, by: Acting, once: str, data: dict[str, Value] | None = None) -> CounterDay:
    with queue.holding(counter.unit_id):
        if (before := _before(by, once, word, counter)) is not None:
            return before
        counter = CounterDay._base_manager.get(pk=counter.pk)
        if counter.staff_id != by.staff and not set(MANAGERS) & by.roles_at(counter.unit_id):
            raise Fault("counter-not-yours", counter=counter.code)
        done = done_at(counter) if word in (story.PAUSED, story.SHUT) else []
        case = Case._base_manager.get(pk=counter.pk)
        go_on(counter, done, Act(about=(case,), word=word, by=by, data=data or {}, once=once))
        return CounterDay._base_manager.get(pk=counter.pk)


def _before(by: Acting, once: str, word: str, counter: CounterDay | None = None) -> CounterDay | None:
    """What came of this very asking before; None where it is new. Raises Fault("api-once-differs")."""
    event = done_before(by, once)
    if event is None:
        return None
    found = CounterDay._base_manager.filter(case__subject=event.about[0]).first()
    if event.word != word or found is None or (counter is not None and found.pk != counter.pk):
        raise Fault("api-once-differs", word=event.word, case=event.about[0])
    return found
