"""The number machine: a touch page of the hall. Choose a service, and there is the number.

One page of it gives one number: every tap on it is sent under the same `once`, and so is what is sent again because the
answer was lost (machine.js). Its language is in the address, so that with the next customer it begins anew.
"""

from __future__ import annotations

from collections import Counter
from typing import Final

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from shouwen.fault import Fault
from shouwen.operation.channels.hall import actions, keys, naming, story
from shouwen.operation.channels.hall.appointments.times import offers
from shouwen.operation.channels.hall.machine import frame, slip, slip_bytes, slip_pdf
from shouwen.operation.channels.hall.models import Hall, Service, Visit
from shouwen.operation.channels.hall.screens import MACHINE, Screen, needs
from shouwen.operation.channels.hall.waiting import estimate, opening
from shouwen.operation.ledger import clock
from shouwen.operation.ledger.editions import settings_now
from shouwen.operation.web import page
from shouwen.operation.web.once import new_once
from shouwen.worktime import Instant

SHOWN_FOR: Final = 120
"""Seconds for which the machine shows a number, and for which it asks again for an answer that was lost."""


@require_safe
@needs(MACHINE)
@frame.in_chosen_language
def start(request: HttpRequest, screen: Screen) -> HttpResponse:
    """The services; or, in a closed or a full hall, that there are no numbers now, and when there are."""
    hall, now = _hall(screen), clock.now()
    context = frame.context(request, screen) | {"once": new_once(), "sorry": "sorry" in request.GET}
    if not opening.gives_numbers(hall, now):
        closing = opening.is_open(hall, now)
        return render(request, "hall/machine_closed.html", context | {"closing": closing, "opens": _opens(hall, now)})
    context |= {"appointments": offers(screen.unit.pk), "appointment_url": frame.address("hall_machine_appointment")}
    if opening.is_full(hall):
        return render(request, "hall/machine_full.html", context)
    services = Service.objects.filter(unit=screen.unit, offered=True)
    waiting = Counter(opening.waiting(screen.unit.pk).values_list("line", flat=True))
    context["services"] = [(one.code, naming.named(one.names, one.code), waiting[one.line]) for one in services]
    context["classes"] = settings_now(screen.unit.pk).choices("hall.priority-classes")
    context |= {
        "several": "several" in request.GET,
        "several_url": frame.address("hall_machine", several="1"),
    }
    return render(request, "hall/machine.html", context)


@require_POST
@needs(MACHINE)
@frame.in_chosen_language
def take(request: HttpRequest, screen: Screen) -> HttpResponse:
    """A number for what was touched; asked again under the same `once`, the same one.

    Of several services the first is what the customer waits for; the others are done after it, under the same number.
    """
    once = request.POST.get("once", "")
    if not 16 <= len(once) <= 64:
        return frame.on(request, frame.start(sorry=True))
    wanted = list(dict.fromkeys(request.POST.getlist("service")))
    if not wanted:
        return frame.on(request, frame.address("hall_machine", several="none"))
    try:
        visit = actions.take_number(
            screen.unit,
            next(iter(wanted), ""),
            more=wanted[1:],
            by=screen.acting,
            priority=request.POST.get("priority", ""),
            once=once,
        )
    except Fault:
        return frame.on(request, frame.start(sorry=True))
    if not _just_taken(visit, screen):  # a page of long ago
        return frame.on(request, frame.start())
    return frame.on(request, frame.address("hall_machine_number", keys.key_of(visit)))


@require_safe
@needs(MACHINE)
@frame.in_chosen_language
def number(request: HttpRequest, screen: Screen, key: str) -> HttpResponse:
    """The number that was taken just now: how many wait before, how long it is likely to take, the way to the phone."""
    visit = keys.visit_of(key)
    if visit is None or not _just_taken(visit, screen):
        return redirect(frame.start())
    address, services = keys.address_of(request, visit), naming.services_of(visit.unit_id)
    context = frame.context(request, screen) | {
        "visit": visit,
        "key": key,
        "once": new_once(),
        "picture": keys.picture_of(address),
        "slip": slip.slip_of(visit, address),
        "before": estimate.before(visit),
        "wait": _minutes(visit),
        "then": [naming.service_name(services, code) for code in visit.more],
        "called": visit.state == story.AT_COUNTER,
        "at_once": settings_now(screen.unit.pk).flag("hall.machine-prints") and not visit.printed,
    }
    return render(request, "hall/machine_number.html", context)


@require_POST
@needs(MACHINE)
@frame.in_chosen_language
def print_slip(request: HttpRequest, screen: Screen, key: str) -> HttpResponse:
    """The slip for paper, once: for the browser's own printing, as PDF, or as bytes for a receipt printer."""
    visit = keys.visit_of(key)
    if visit is None or visit.unit_id != screen.unit.pk:
        return JsonResponse({"fault": ""}, status=404)
    form, width = request.POST.get("form", "browser"), request.POST.get("width", "80")
    once = request.POST.get("once", "")
    try:
        visit = slip.print_slip(visit, form, by=screen.acting, once=once)
    except Fault as fault:
        return JsonResponse({"fault": fault.say(page.language())}, status=409)
    return on_paper(request, visit, form, int(width) if width in ("58", "80") else 80)


def on_paper(request: HttpRequest, visit: Visit, form: str, width: int) -> HttpResponse:
    """The slip as it was asked for; for the browser's own printing nothing but that it may."""
    told = slip.slip_of(visit, keys.address_of(request, visit))
    if form == "pdf":
        return HttpResponse(slip_pdf.pdf_of(told, width), content_type="application/pdf")
    if form == "escpos":
        return HttpResponse(slip_bytes.written(told, width), content_type="application/octet-stream")
    return JsonResponse({"printed": True})


def _just_taken(visit: Visit, screen: Screen) -> bool:
    return visit.unit_id == screen.unit.pk and 0 <= clock.now() - (visit.taken_at or 0) <= SHOWN_FOR


def _minutes(visit: Visit) -> tuple[int, int] | None:
    """The wait that was told with the number, in minutes."""
    if visit.likely_from is None or visit.likely_to is None or visit.taken_at is None:
        return None
    return (visit.likely_from - visit.taken_at) // 60, (visit.likely_to - visit.taken_at) // 60


def _hall(screen: Screen) -> Hall:
    hall = Hall.objects.filter(pk=screen.unit.pk).first()
    if hall is None:
        raise Fault("hall-unknown")
    return hall


def _opens(hall: Hall, now: Instant) -> Instant | None:
    """When it opens next; None where no calendar tells."""
    calendar = opening.calendar_of(hall)
    if calendar is None or opening.is_open(hall, now):
        return None
    hours = calendar.clock("hours")
    first = hours.when(hours.read(now) + 1)
    return None if first is None else first - 1
