"""The slip with a number: what stands on it, and that it is printed once. How it is drawn: slip_pdf.py, slip_bytes.py.

A machine prints a slip once. Asked again it says so; only a member of staff prints it again, and either is an event.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext as _

from shouwen.events.event import Value
from shouwen.fault import Fault
from shouwen.operation.channels.hall import naming, story
from shouwen.operation.channels.hall.models import Visit
from shouwen.operation.channels.hall.waiting import estimate, queue
from shouwen.operation.ledger.act import act, done_before
from shouwen.operation.ledger.models import Case
from shouwen.operation.people.rights import Acting
from shouwen.operation.web.page import language
from shouwen.operation.web.tags import clock_time, when
from shouwen.standard.plain import LIST
from shouwen.worktime import Instant

FORMS: Final = ("browser", "pdf", "escpos")
"""How a slip is brought to paper."""

WIDTHS: Final = (58, 80)
"""Of the paper, in millimetres."""


@dataclass(frozen=True, slots=True)
class Slip:
    """What stands on a slip, from above, in the language it was asked for. `address`: of the customer's own page."""

    hall: str
    title: str
    number: str
    service: str
    lines: tuple[str, ...]
    address: str
    invitation: str
    foot: str
    language: str


def slip_of(visit: Visit, address: str) -> Slip:
    """The slip of a visit, in the language and by the clocks of the page that asks."""
    services = naming.services_of(visit.unit_id)
    service, *then = (naming.service_name(services, code).say(language()) for code in (visit.service, *visit.more))
    after = (_("Then: {services}").format(services=LIST.say(language()).join(then)),) if then else ()
    return Slip(
        hall=visit.unit.name,
        title=_("Your number"),
        number=visit.number,
        service=service,
        lines=(
            *after,
            before_said(estimate.before(visit)),
            likely_said(visit.likely_from, visit.likely_to),
            _("Taken: {time}").format(time=when(visit.taken_at)),
        ),
        address=address,
        invitation=_("Follow your number on your phone"),
        foot=_("Please listen for your number. If you miss it, tell our staff: your place is kept."),
        language=language(),
    )


def print_slip(visit: Visit, form: str, *, by: Acting, once: str = "") -> Visit:
    """The slip goes to paper. 1. ticket.printed. Whoever asks then sends what is to be printed.

    form  browser, pdf or escpos
    Raises Fault: "slip-printed" where it was printed before and no member of staff asks; "slip-form".
    """
    if form not in FORMS:
        raise Fault("slip-form", form=form[:20], forms=", ".join(FORMS))
    with queue.holding(visit.unit_id):
        if done_before(by, once) is None:
            visit = Visit._base_manager.get(pk=visit.pk)
            if visit.printed and by.staff is None:
                raise Fault("slip-printed", number=visit.number)
            data: dict[str, Value] = {"form": form, "again": bool(visit.printed)}
            act(Case._base_manager.get(pk=visit.pk), story.PRINTED, by=by, data=data, once=once)
        return Visit._base_manager.select_related("unit", "case").get(pk=visit.pk)


def before_said(number: int) -> str:
    """How many wait before."""
    return _("Waiting before you: {number}").format(number=number) if number else _("You are next")


def likely_said(begin: Instant | None, end: Instant | None) -> str:
    """Between when a call is likely, by the clock of the hall."""
    if begin is None or end is None:
        return _("When you are called: not known yet")
    return _("Likely called between {begin} and {end}").format(begin=clock_time(begin), end=clock_time(end))
