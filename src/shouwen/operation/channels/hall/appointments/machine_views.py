"""At the number machine: "I have an appointment". The code is typed or the address scanned, and there is the number."""

from __future__ import annotations

from typing import Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from shouwen.fault import Fault
from shouwen.operation.channels.hall import keys
from shouwen.operation.channels.hall.appointments import actions, codes, times
from shouwen.operation.channels.hall.machine import frame
from shouwen.operation.channels.hall.screens import MACHINE, Screen, needs, too_often
from shouwen.operation.ledger import clock
from shouwen.operation.web.api_access import Allowance
from shouwen.operation.web.once import new_once

TRIES: Final = 30
"""Codes that are looked at a minute from one machine, right ones and wrong ones."""

LONGEST: Final = 300

allowance = Allowance()


@require_http_methods(["GET", "HEAD", "POST"])
@needs(MACHINE)
@frame.in_chosen_language
def appointment(request: HttpRequest, screen: Screen) -> HttpResponse:
    """Asks for the code; with the right one the number is taken, in the place of the appointment."""
    if request.method != "POST":
        return _page(request, screen, request.GET.get("why", ""))
    once, typed = request.POST.get("once", ""), request.POST.get("code", "")[:LONGEST]
    day = times.day_of(screen.unit.pk, clock.now())
    if too_often(request, allowance, a_minute=TRIES, name=f"{screen.unit.pk} {screen.name}"):
        return _again(request, "often")
    found = codes.of_typed(screen.unit.pk, typed, day)
    if found is None or not 16 <= len(once) <= 64:
        return _again(request, "code")
    try:
        visit = actions.arrive(found, by=screen.acting, once=once)
    except Fault as fault:
        return _again(request, fault.code if fault.code in WHY else "other")
    return frame.on(request, frame.address("hall_machine_number", keys.key_of(visit)))


WHY: Final = frozenset({"appointment-other-day", "appointment-over", "hall-closed", "hall-full"})
"""Refusals that the page tells apart, by their codes."""


def _again(request: HttpRequest, why: str) -> HttpResponse:
    return frame.on(request, frame.address("hall_machine_appointment", why=why))


def _page(request: HttpRequest, screen: Screen, why: str) -> HttpResponse:
    context = frame.context(request, screen) | {"once": new_once(), "why": why, "digits": "1234567890"}
    return render(request, "hall/machine_appointment.html", context)
