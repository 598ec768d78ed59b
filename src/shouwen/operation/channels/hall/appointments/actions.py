"""What can be done with an appointment: one function for each step. Each goes through the one door.

The hall is held meanwhile, as for a number: no more are booked at once than its standard allows, and nobody is told as
missing who is just being given a number.
"""

from __future__ import annotations

from collections.abc import Callable

from shouwen.fault import Fault
from shouwen.operation.channels.hall import actions
from shouwen.operation.channels.hall.appointments import story, times
from shouwen.operation.channels.hall.models import Appointment, Hall, Service, Visit
from shouwen.operation.channels.hall.waiting import queue
from shouwen.operation.ledger import clock
from shouwen.operation.ledger.act import NewCase, act, begin, done_before
from shouwen.operation.ledger.editions import settings_now
from shouwen.operation.people import privacy
from shouwen.operation.people.models import Unit
from shouwen.operation.people.personal import read_personal
from shouwen.operation.people.rights import DEVICE, SYSTEM, Acting
from shouwen.worktime import Instant

BY_PHONE = "device:booking"
"""So the book names a customer who books without logging in."""


def on_phone(unit: int) -> Acting:
    """A customer before the page for booking."""
    return Acting(reference=BY_PHONE, posts=((unit, DEVICE),), units=frozenset({unit}), grade="customer")


def book(unit: Unit, service: str, due: Instant, *, name: str, phone: str, by: Acting, once: str = "") -> Appointment:
    """Books a time. 1. The hall is held. 2. The time is offered and not full. 3. Name and number are sealed under a
    customer's key of their own: whoever books is not known to be whom they name. 4. appointment.booked.

    Raises Fault: "hall-unknown", "hall-service-unknown", "appointment-none-here", "appointment-not-offered",
    "appointment-full", "appointment-too-many", those of `read_personal`, and as `begin` does.
    """
    with queue.holding(unit.pk) as hall:
        if (before := _before(by, once, story.BOOK)) is not None:
            return before
        _check(hall, service, due)
        personal = read_personal(name=name, phones=[phone])
        _few(unit.pk, phone)
        customer = privacy.meet(unit, personal)
        new = NewCase(kind=story.APPOINTMENT, unit=unit, customer=customer)
        return _row(begin(new, story.BOOK, by=by, data={"service": service, "due": due}, once=once).pk)


def change(appointment: Appointment, service: str, due: Instant, *, by: Acting, once: str = "") -> Appointment:
    """Moves it to another time or service. 1. appointment.changed. Raises Fault as `book`, "appointment-over"."""

    def checked(hall: Hall, now: Appointment) -> None:
        if (service, due) != (now.service, now.due):
            _check(hall, service, due, but=now)

    return _say(appointment, story.CHANGE, by=by, once=once, data={"service": service, "due": due}, check=checked)


def cancel(appointment: Appointment, *, by: Acting, once: str = "") -> Appointment:
    """It is given up. 1. appointment.cancelled: the time is free again. Raises Fault("appointment-over")."""
    return _say(appointment, story.CANCEL, by=by, once=once)


def arrive(appointment: Appointment, *, by: Acting, once: str = "") -> Visit:
    """The customer is at the hall. 1. A number, with the time of the appointment. 2. appointment.kept.

    Who comes later than the standard's hall.appointment-grace has a number like everybody else's, and the appointment
    is told as missed. Raises Fault: "appointment-other-day", "appointment-over", and as `take_number` does.
    """
    with queue.holding(appointment.unit_id):
        event = done_before(by, once)
        if event is not None:
            found = Visit._base_manager.select_related("case", "unit").filter(case__subject=event.about[0]).first()
            if found is None:
                raise Fault("api-once-differs", word=event.word, case=event.about[0])
            return found
        row, now = _row(appointment.pk), clock.now()
        if row.state not in (story.BOOKED, story.MISSED):
            raise Fault("appointment-over", state=story.STATES[row.state])
        if times.day_of(row.unit_id, row.due) != times.day_of(row.unit_id, now):
            raise Fault("appointment-other-day")
        late = row.due + settings_now(row.unit_id).seconds("hall.appointment-grace") < now
        if row.state == story.BOOKED and late:
            act(row.case, story.MISS, by=SYSTEM, grade="system")
        kept = row.state == story.BOOKED and not late
        visit = actions.take_number(row.unit, row.service, by=by, appointed=row.due if kept else None, once=once)
        if kept:
            act(row.case, story.KEEP, by=by, also=[visit.case])
        return visit


def tell_missed(unit: int) -> int:
    """Tells each appointment at the hall that nobody kept as missed, once its grace is over; how many there were.

    Raises Fault where the hall's standard has no such setting.
    """
    over = clock.now() - settings_now(unit).seconds("hall.appointment-grace")
    with queue.holding(unit):
        rows = Appointment._base_manager.select_related("case").filter(unit=unit, state=story.BOOKED, due__lt=over)
        found = list(rows.order_by("due"))
        for row in found:
            act(row.case, story.MISS, by=SYSTEM, grade="system")
        return len(found)


def _check(hall: Hall, service: str, due: Instant, *, but: Appointment | None = None) -> None:
    """Whether the time may be booked. Raises Fault."""
    if not times.offers(hall.pk):
        raise Fault("appointment-none-here")
    if not Service._base_manager.filter(unit=hall.pk, code=service, offered=True).exists():
        known = Service._base_manager.filter(unit=hall.pk, offered=True).values_list("code", flat=True)
        raise Fault("hall-service-unknown", service=service[:40], services=", ".join(known) or "-")
    left = times.left_at(hall, service, due, but=but)
    if left is None:
        raise Fault("appointment-not-offered")
    if left < 1:
        raise Fault("appointment-full")


def _few(unit: int, phone: str) -> None:
    """Whether this number may book once more. Raises Fault("appointment-too-many")."""
    most = settings_now(unit).whole("hall.appointments-each")
    customers = privacy.keys_with_phone(phone)
    held = Appointment._base_manager.filter(state=story.BOOKED, case__customer__in=customers).count()
    if held >= most:
        raise Fault("appointment-too-many", most=most)


def _say(
    appointment: Appointment,
    word: str,
    *,
    by: Acting,
    once: str,
    data: dict[str, str | int] | None = None,
    check: Callable[[Hall, Appointment], None] | None = None,
) -> Appointment:
    with queue.holding(appointment.unit_id) as hall:
        if (before := _before(by, once, word, appointment)) is not None:
            return before
        now = _row(appointment.pk)
        if now.state != story.BOOKED:
            raise Fault("appointment-over", state=story.STATES[now.state])
        if check is not None:
            check(hall, now)
        act(now.case, word, by=by, data=data, once=once)
        return _row(appointment.pk)


def _before(by: Acting, once: str, word: str, appointment: Appointment | None = None) -> Appointment | None:
    """What came of this very asking before; None where it is new. Raises Fault("api-once-differs")."""
    event = done_before(by, once)
    if event is None:
        return None
    rows = Appointment._base_manager.select_related("case", "unit")
    found = rows.filter(case__subject=event.about[0]).first()
    if event.word != word or found is None or (appointment is not None and found.pk != appointment.pk):
        raise Fault("api-once-differs", word=event.word, case=event.about[0])
    return found


def _row(key: int) -> Appointment:
    return Appointment._base_manager.select_related("case__customer__key", "unit").get(pk=key)
