"""Halls for other systems: the same steps as the pages', as JSON. /api/v1/halls/…, /api/v1/visits/…; conventions:
web/api.py.

A door counter and a number machine ask with a device's token of their hall, a counter with its clerk's.
"""

from __future__ import annotations

from typing import Literal

from django.http import HttpRequest
from ninja import Path, Query, Router, Status
from pydantic import Field

from shouwen.fault import Fault
from shouwen.operation.channels.hall import actions, counters, story
from shouwen.operation.channels.hall.api_types import (
    Called,
    CounterSeen,
    HallSeen,
    LineAsked,
    LineSeen,
    VisitSeen,
    counter_seen,
    hall_seen,
    line_seen,
    visit_seen,
)
from shouwen.operation.channels.hall.models import CounterDay, Visit
from shouwen.operation.ledger.read import case_alone
from shouwen.operation.people import statements
from shouwen.operation.people.rights import Acting
from shouwen.operation.web import api_problems
from shouwen.operation.web.api import Once, acting, answers, needs
from shouwen.operation.web.api_saying import unit_in_sight
from shouwen.operation.web.api_types import Asked, Name, Taken, Text

halls = Router(tags=["halls"])
visits = Router(tags=["visits"])

READ, ACT = needs("read"), needs("act")

api_problems.register(403, "counter-not-yours", "visit-noticed-by-device", "line-active-by-system")
api_problems.register(404, "hall-unknown", "counter-unknown")
api_problems.register(
    409, "hall-closed", "hall-full", "counter-taken", "counter-yours-elsewhere", "counter-not-open", "counter-busy",
    "counter-more-wanted",
    "visit-not-waiting", "visit-not-at-your-counter", "visit-called-just-now", "visit-called-too-little",
)  # fmt: skip

Code = Path[Name]
Subject = Path[Name]


class Arrived(Taken):
    """Somebody came in. `noticed_by`: door and scan are for devices alone."""

    noticed_by: Literal["door", "scan", "guide"]
    at: Asked | None = Field(None, description="When, for a report of something past; without it, now.")


class NumberWanted(Taken):
    """For what a number is taken."""

    service: Name
    visit: Text = Field("", description="visit:…, of a customer whose arrival was noticed; empty: nobody noticed it.")
    priority: Text = Field("", description="A class of the standard's hall.priority-classes.")
    appointed: Asked | None = Field(None, description="The time of an appointment.")
    more: list[Name] = Field([], max_length=20, description="Services to be done after it, under the same number.")


class Opened(Taken):
    """A counter opens. `lines`: fewer than the counter serves; null: all of them."""

    lines: list[Name] | None = Field(None, max_length=50)


class ReasonGiven(Taken):
    """Why: a name that the standard has for it."""

    reason: Text = ""


class CalledOut(Taken):
    """Who is called before others, and why."""

    visit: Name = Field(description="visit:…")
    reason: Text = Field(description="A name of the standard's hall.out-of-order-reasons.")


class Service(Taken):
    """Which service is wanted now."""

    service: Name


class Begun(Taken):
    """What is begun. `service` empty: what the number was taken for."""

    service: Text = ""
    need_confirmed: bool | None = None


class HandedOver(Taken):
    """What was done when everything was handed over."""

    counted: bool | None = None
    cautions_told: bool | None = None


class Since(Taken):
    """When it happened; without it, now."""

    at: Asked | None = None


ONE = answers(VisitSeen, 201, 404, 409)
DESK = answers(CounterSeen, 201, 404, 409)

# The hall -----------------------------------------------------------------------------------------------------------


@halls.get("/{code}", auth=READ, response=answers(HallSeen, 200, 404), summary="Shows a hall")
def hall(request: HttpRequest, code: Code) -> HallSeen:
    """Whether it gives numbers, how many wait in each line and how long, what each counter does and whom it serves."""
    return hall_seen(unit_in_sight(code, acting(request)))


@halls.get("/{code}/line", auth=READ, response=answers(LineSeen, 200, 404), summary="Shows who waits")
def line(request: HttpRequest, code: Code, asked: Query[LineAsked]) -> LineSeen:
    """Who is in the hall in this state, in the order of their places; in which order they are called is the rule's."""
    return line_seen(unit_in_sight(code, acting(request)), asked)


@halls.post("/{code}/arrivals", auth=ACT, response=ONE, summary="Notes that somebody came in")
def arrive(request: HttpRequest, code: Code, given: Arrived, once: Once = None) -> Status[VisitSeen]:
    """A visit begins; its waiting is counted from here."""
    by = acting(request)
    unit = unit_in_sight(code, by)
    return _done(actions.enter(unit, by=by, noticed_by=given.noticed_by, at=given.at, once=once or ""))


@halls.post("/{code}/tickets", auth=ACT, response=ONE, summary="Takes a number")
def take(request: HttpRequest, code: Code, given: NumberWanted, once: Once = None) -> Status[VisitSeen]:
    """The next number of the day for the service."""
    by = acting(request)
    unit = unit_in_sight(code, by)
    visit = _visit(given.visit) if given.visit else None
    return _done(
        actions.take_number(
            unit,
            given.service,
            by=by,
            visit=visit,
            priority=given.priority,
            appointed=given.appointed,
            more=given.more,
            once=once or "",
        )
    )


# Counters -----------------------------------------------------------------------------------------------------------


@halls.post("/{code}/counters/{counter}/open", auth=ACT, response=DESK, summary="Opens a counter")
def open_counter(
    request: HttpRequest, code: Code, counter: Path[Name], given: Opened, once: Once = None
) -> Status[CounterSeen]:
    """Who asks works there from now on."""
    by = acting(request)
    unit = unit_in_sight(code, by)
    return _desk(counters.open_counter(unit, counter, by=by, lines=given.lines, once=once or ""))


@halls.post("/{code}/counters/{counter}/pause", auth=ACT, response=DESK, summary="Pauses a counter")
def pause(
    request: HttpRequest, code: Code, counter: Path[Name], given: ReasonGiven, once: Once = None
) -> Status[CounterSeen]:
    """Nobody is called to it until it works on. A manager may do it for the clerk."""
    by = acting(request)
    return _desk(counters.pause(_counter(code, counter, by), given.reason, by=by, once=once or ""))


@halls.post("/{code}/counters/{counter}/work-on", auth=ACT, response=DESK, summary="Works on")
def work_on(request: HttpRequest, code: Code, counter: Path[Name], once: Once = None) -> Status[CounterSeen]:
    """The pause is over."""
    by = acting(request)
    return _desk(counters.work_on(_counter(code, counter, by), by=by, once=once or ""))


@halls.post("/{code}/counters/{counter}/close", auth=ACT, response=DESK, summary="Closes a counter")
def close_counter(request: HttpRequest, code: Code, counter: Path[Name], once: Once = None) -> Status[CounterSeen]:
    """It is nobody's from now on. A manager may do it for the clerk."""
    by = acting(request)
    return _desk(counters.close_counter(_counter(code, counter, by), by=by, once=once or ""))


@halls.post("/{code}/counters/{counter}/call-next", auth=ACT, response=answers(Called, 201, 404, 409), summary="Calls")
def call_next(request: HttpRequest, code: Code, counter: Path[Name], once: Once = None) -> Status[Called]:
    """Calls who is next to the counter of who asks; `visit` is null where nobody waits in its lines."""
    by = acting(request)
    visit = actions.call_next(_counter(code, counter, by), by=by, once=once or "")
    return Status(201, Called(visit=None if visit is None else visit_seen(visit)))


@halls.post("/{code}/counters/{counter}/call", auth=ACT, response=ONE, summary="Calls out of order")
def call(
    request: HttpRequest, code: Code, counter: Path[Name], given: CalledOut, once: Once = None
) -> Status[VisitSeen]:
    """Calls this customer before others, for a reason that stays in the log."""
    by = acting(request)
    there, visit = _counter(code, counter, by), _visit(given.visit)
    return _done(actions.call_out_of_order(visit, there, given.reason, by=by, once=once or ""))


# A customer's visit -------------------------------------------------------------------------------------------------


@visits.get("/{subject}", auth=READ, response=answers(VisitSeen, 200, 404), summary="Shows a visit")
def show(request: HttpRequest, subject: Subject) -> VisitSeen:
    """Where the customer is now."""
    return visit_seen(_visit(subject))


@visits.post("/{subject}/recall", auth=ACT, response=ONE, summary="Calls again")
def recall(request: HttpRequest, subject: Subject, once: Once = None) -> Status[VisitSeen]:
    """Refused until the standard's hall.no-show-wait is over."""
    return _done(actions.recall(_visit(subject), by=acting(request), once=once or ""))


@visits.post("/{subject}/no-show", auth=ACT, response=ONE, summary="Gives up waiting for them")
def no_show(request: HttpRequest, subject: Subject, once: Once = None) -> Status[VisitSeen]:
    """Refused before as many calls as the standard's hall.recall-limit."""
    return _done(actions.no_show(_visit(subject), by=acting(request), once=once or ""))


@visits.post("/{subject}/come-back", auth=ACT, response=ONE, summary="They are there after all")
def come_back(request: HttpRequest, subject: Subject, once: Once = None) -> Status[VisitSeen]:
    """They wait again, at their old place."""
    return _done(actions.come_back(_visit(subject), by=acting(request), once=once or ""))


@visits.post("/{subject}/set-aside", auth=ACT, response=ONE, summary="Sets them aside")
def set_aside(request: HttpRequest, subject: Subject, given: ReasonGiven, once: Once = None) -> Status[VisitSeen]:
    """The counter is free; their place is kept."""
    return _done(actions.set_aside(_visit(subject), given.reason, by=acting(request), once=once or ""))


@visits.post("/{subject}/resume", auth=ACT, response=ONE, summary="They are ready")
def resume(request: HttpRequest, subject: Subject, once: Once = None) -> Status[VisitSeen]:
    """They wait again, at their old place."""
    return _done(actions.resume(_visit(subject), by=acting(request), once=once or ""))


@visits.post("/{subject}/transfer", auth=ACT, response=ONE, summary="Sends them to another line")
def transfer(request: HttpRequest, subject: Subject, given: Service, once: Once = None) -> Status[VisitSeen]:
    """They wait for another service, at their old place."""
    return _done(actions.transfer(_visit(subject), given.service, by=acting(request), once=once or ""))


@visits.post("/{subject}/abandon", auth=ACT, response=ONE, summary="They give the number up")
def abandon(request: HttpRequest, subject: Subject, given: ReasonGiven, once: Once = None) -> Status[VisitSeen]:
    """The visit is over."""
    return _done(actions.abandon(_visit(subject), given.reason, by=acting(request), once=once or ""))


@visits.post("/{subject}/begin", auth=ACT, response=ONE, summary="Begins a service")
def begin(request: HttpRequest, subject: Subject, given: Begun, once: Once = None) -> Status[VisitSeen]:
    """Its clock runs."""
    visit = _visit(subject)
    return _done(
        actions.begin_service(
            visit, given.service, by=acting(request), need_confirmed=given.need_confirmed, once=once or ""
        )
    )


@visits.post("/{subject}/end", auth=ACT, response=ONE, summary="Ends a service")
def end(request: HttpRequest, subject: Subject, once: Once = None) -> Status[VisitSeen]:
    """Its clock stops."""
    return _done(actions.end_service(_visit(subject), by=acting(request), once=once or ""))


@visits.post("/{subject}/give-up", auth=ACT, response=ONE, summary="They do not want it after all")
def give_up(request: HttpRequest, subject: Subject, once: Once = None) -> Status[VisitSeen]:
    """The service is over and not done."""
    return _done(actions.give_up(_visit(subject), by=acting(request), once=once or ""))


@visits.post("/{subject}/hand-over", auth=ACT, response=ONE, summary="Hands everything over")
def hand_over(request: HttpRequest, subject: Subject, given: HandedOver, once: Once = None) -> Status[VisitSeen]:
    """The result is confirmed, and the customer has what is theirs."""
    visit = _visit(subject)
    return _done(
        actions.hand_over(
            visit, by=acting(request), counted=given.counted, cautions_told=given.cautions_told, once=once or ""
        )
    )


@visits.post("/{subject}/leave", auth=ACT, response=ONE, summary="They go")
def leave(request: HttpRequest, subject: Subject, once: Once = None) -> Status[VisitSeen]:
    """The visit is over."""
    return _done(actions.leave(_visit(subject), by=acting(request), once=once or ""))


@visits.post("/{subject}/line-active", auth=ACT, response=ONE, summary="The new line works")
def line_active(request: HttpRequest, subject: Subject, given: Since, once: Once = None) -> Status[VisitSeen]:
    """What was bought in this visit works: told by the business system alone, with a device's token of the hall."""
    return _done(actions.line_works(_visit(subject), by=acting(request), at=given.at, once=once or ""))


def _visit(subject: str) -> Visit:
    """The visit in sight; its name alone will do. Raises Fault("case-unknown")."""
    case = case_alone(subject if ":" in subject else f"{story.VISIT}:{subject}")
    for row in statements.read(Visit, "case_id = %s", [case.pk]):
        row.case = case
        return row
    raise Fault("case-unknown", case=subject[:60])


def _counter(hall: str, code: str, by: Acting) -> CounterDay:
    """The counter's latest day. Raises Fault: "unit-unknown", "counter-not-yours" where it never opened."""
    days = CounterDay.objects.filter(unit=unit_in_sight(hall, by), code=code)
    found = days.select_related("unit").order_by("-pk").first()
    if found is None:
        raise Fault("counter-not-yours", counter=code[:12])
    return found


def _done(visit: Visit) -> Status[VisitSeen]:
    return Status(201, visit_seen(visit))


def _desk(day: CounterDay) -> Status[CounterSeen]:
    return Status(201, counter_seen(day, counters.visit_at(day)))
