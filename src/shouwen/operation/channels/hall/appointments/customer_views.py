"""The page on which a customer books a time at a hall, and the page of what they booked. Nobody logs in here.

Name and telephone come in the body alone, never in an address. Whoever has the key of an appointment is its customer;
what the key does not fit says nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, Final
from zoneinfo import ZoneInfo

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from shouwen.fault import Fault
from shouwen.operation.channels.hall import keys, naming
from shouwen.operation.channels.hall.appointments import actions, booking, codes, story, times
from shouwen.operation.channels.hall.appointments.forms import WhoForm, place_of
from shouwen.operation.channels.hall.models import Appointment, Hall
from shouwen.operation.channels.hall.screens import too_often
from shouwen.operation.ledger import clock
from shouwen.operation.people import scope
from shouwen.operation.people.units import zone_of
from shouwen.operation.web import page
from shouwen.operation.web.api_access import Allowance
from shouwen.operation.web.once import new_once

SEEN: Final = 120
BOOKED: Final = 6
WRONG: Final = 30
"""Requests a minute from one address: pages, bookings and changes, wrong keys."""

SHOWN_FOR: Final = 86400
"""Seconds for which an appointment's page is shown after its time."""

seen = Allowance()
booked = Allowance()
guessed = Allowance()

_View = Callable[..., HttpResponse]


def _too_often(wait: float) -> HttpResponse:
    return HttpResponse(status=429, headers={"Retry-After": str(max(1, round(wait + 0.5)))})


def _of_hall(view: _View) -> _View:
    """A view of a hall that takes appointments, by its clocks; not too often from one address."""

    @login_not_required
    @never_cache
    @wraps(view)
    def answer(request: HttpRequest, hall: str) -> HttpResponse:
        if wait := too_often(request, seen, a_minute=SEEN):
            return _too_often(wait)
        if request.method == "POST" and (wait := too_often(request, booked, a_minute=BOOKED)):
            return _too_often(wait)
        with scope.everywhere():
            place = Hall._base_manager.select_related("unit").filter(
                unit__code=hall[:32].replace("\0", ""), unit__closed_at__isnull=True
            ).first()  # fmt: skip
            if place is None or not times.offers(place.pk):
                raise Http404
            with timezone.override(ZoneInfo(zone_of(place.pk))):
                return view(request, place)

    return answer


def _of_key(view: _View) -> _View:
    """A view of the appointment that the key fits: never kept, never indexed, by the clocks of its hall."""

    @login_not_required
    @never_cache
    @wraps(view)
    def answer(request: HttpRequest, hall: str, key: str) -> HttpResponse:
        found = codes.of_key(key)
        if found is None or found.unit.code != hall or found.due + SHOWN_FOR < clock.now():
            if wait := too_often(request, guessed, a_minute=WRONG):
                return _too_often(wait)
            raise Http404
        if wait := too_often(request, seen, a_minute=SEEN, name=key):
            return _too_often(wait)
        if request.method == "POST" and (wait := too_often(request, booked, a_minute=BOOKED, name=key)):
            return _too_often(wait)
        with scope.everywhere(), timezone.override(ZoneInfo(zone_of(found.unit_id))):
            response = view(request, found)
        response.headers["X-Robots-Tag"] = "noindex, nofollow"
        return response

    return answer


@require_http_methods(["GET", "HEAD", "POST"])
@_of_hall
def book(request: HttpRequest, hall: Hall) -> HttpResponse:
    """A service, a time, then who: one after the other, each on a page of its own."""
    choice = booking.choice_of(request, hall)
    form = WhoForm(request.POST if request.method == "POST" else None, initial={"service": choice.service,
                                                                               "at": choice.at})  # fmt: skip
    if form.is_bound and form.is_valid():
        given = form.cleaned_data
        with page.faults_into(form, lambda fault: place_of(fault.code)):
            made = actions.book(
                hall.unit, given["service"], given["at"], name=given["name"], phone=given["phone"],
                by=actions.on_phone(hall.pk), once=given["once"],
            )  # fmt: skip
            return redirect("hall_book_kept", hall.unit.code, codes.key_of(made))
    context = _choosing(choice, hall) | {"form": form, "asks": form.is_bound or choice.at is not None}
    if form.is_bound:
        context["at"] = form.cleaned_data.get("at") or choice.at
    return render(request, "hall/book.html", context, status=page.form_status(form))


@require_safe
@_of_key
def kept(request: HttpRequest, appointment: Appointment) -> HttpResponse:
    """What was booked: when, for what, the code for the number machine."""
    address = codes.address_of(request, appointment)
    code = codes.code_of(appointment)
    return render(
        request,
        "hall/book_kept.html",
        _shown(appointment) | {"code": codes.spaced(code), "picture": keys.picture_of(address)},
    )


@require_http_methods(["GET", "HEAD", "POST"])
@_of_key
def change(request: HttpRequest, appointment: Appointment) -> HttpResponse:
    """Another time, or another service."""
    hall = Hall._base_manager.select_related("unit").get(pk=appointment.unit_id)
    if appointment.state != story.BOOKED:
        return _back(appointment)
    if request.method == "POST":
        at = request.POST.get("at", "")
        return _do(
            request,
            appointment,
            lambda once: actions.change(
                appointment,
                request.POST.get("service", "")[:40],
                int(at) if at.isascii() and at.isdecimal() and len(at) < 12 else 0,
                by=actions.on_phone(hall.pk),
                once=once,
            ),
        )
    choice = booking.choice_of(request, hall, but=appointment)
    return render(request, "hall/book_change.html", _shown(appointment) | _choosing(choice, hall))


@require_http_methods(["GET", "HEAD", "POST"])
@_of_key
def cancel(request: HttpRequest, appointment: Appointment) -> HttpResponse:
    """Giving it up: asks first."""
    if appointment.state != story.BOOKED:
        return _back(appointment)
    if request.method != "POST":
        return render(request, "hall/book_cancel.html", _shown(appointment))
    by = actions.on_phone(appointment.unit_id)
    return _do(request, appointment, lambda once: actions.cancel(appointment, by=by, once=once))


def _do(request: HttpRequest, appointment: Appointment, act: Callable[[str], object]) -> HttpResponse:
    once = request.POST.get("once", "")[:40]
    try:
        act(f"{appointment.case.subject} {once}" if once else "")
    except Fault as fault:
        page.say_fault(request, fault)
    return _back(appointment)


def _back(appointment: Appointment) -> HttpResponse:
    return redirect("hall_book_kept", appointment.unit.code, codes.key_of(appointment))


def _choosing(choice: booking.Choice, hall: Hall) -> dict[str, Any]:
    return {"choice": choice, "hall": hall.unit, "at": choice.at, "once": new_once()}


def _shown(appointment: Appointment) -> dict[str, Any]:
    return {
        "appointment": appointment,
        "hall": appointment.unit,
        "key": codes.key_of(appointment),
        "state": story.STATES[appointment.state],
        "service": naming.service_name(naming.services_of(appointment.unit_id), appointment.service),
        "once": new_once(),
    }
