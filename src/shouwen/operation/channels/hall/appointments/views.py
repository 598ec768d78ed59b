"""The pages of staff about appointments: who is due on a day; booking, changing, cancelling for a customer."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from functools import wraps
from typing import Any
from zoneinfo import ZoneInfo

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from shouwen.fault import Fault
from shouwen.operation.channels.hall import naming, who_may
from shouwen.operation.channels.hall import story as visits
from shouwen.operation.channels.hall.appointments import actions, booking, codes, story, times
from shouwen.operation.channels.hall.appointments.forms import WhoForm, place_of
from shouwen.operation.channels.hall.models import Appointment, Hall
from shouwen.operation.ledger import clock
from shouwen.operation.ledger.editions import settings_now
from shouwen.operation.people.models import Unit
from shouwen.operation.people.rights import Acting
from shouwen.operation.people.units import zone_of
from shouwen.operation.web import page
from shouwen.operation.web.customers_shown import masked_of
from shouwen.operation.web.once import new_once

View = Callable[..., HttpResponse]


def _of_the_floor(view: View) -> View:
    """For who meets customers at the hall they work at now, which it is given. Raises PermissionDenied for others."""

    @who_may.say_here(visits.GREETED)
    @wraps(view)
    def asked(request: HttpRequest, acting: Acting, unit: Unit, **named: str) -> HttpResponse:
        hall = Hall.objects.select_related("unit").filter(pk=unit.pk).first()
        if hall is None or not times.offers(hall.pk):
            return render(request, "hall/appointments_none.html", {"is_hall": hall is not None})
        with timezone.override(ZoneInfo(zone_of(hall.pk))):
            return view(request, acting, hall, **named)

    return asked


@require_safe
@_of_the_floor
def listed(request: HttpRequest, acting: Acting, hall: Hall) -> HttpResponse:
    """The appointments of a day (`day`: 2026-11-30; today without it), by time."""
    today = times.day_of(hall.pk, clock.now())
    day = _day(request.GET.get("day", "")) or today
    begins, ends = times.span(hall.pk, day)
    rows = list(
        Appointment.objects.filter(unit=hall.pk, due__gte=begins, due__lt=ends)
        .select_related("case__customer")
        .order_by("due", "pk")
    )
    people = masked_of([row.case for row in rows])
    services = naming.services_of(hall.pk)
    now, grace = clock.now(), settings_now(hall.pk).seconds("hall.appointment-grace")
    lines = [
        {
            "row": row,
            "name": row.case.subject.partition(":")[2],
            "who": people.get(row.case.customer_id or 0),
            "service": naming.service_name(services, row.service),
            "state": story.STATES[row.state],
            "late": row.state == story.BOOKED and row.due < now,
            "until": row.due + grace,
            "may_arrive": row.state in (story.BOOKED, story.MISSED) and day == today,
        }
        for row in rows
    ]
    context: dict[str, Any] = {
        "hall": hall.unit,
        "lines": lines,
        "at": begins + 43200,
        "is_today": day == today,
        "before": (day - timedelta(days=1)).isoformat(),
        "after": (day + timedelta(days=1)).isoformat(),
        "expected": sum(row.state == story.BOOKED for row in rows),
        "once": new_once(),
        "book": request.build_absolute_uri(f"/book/{hall.unit.code}/"),
    }
    return render(request, "hall/appointments.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@_of_the_floor
def new(request: HttpRequest, acting: Acting, hall: Hall) -> HttpResponse:
    """A time is booked for a customer who asks on the floor or on the telephone."""
    choice = booking.choice_of(request, hall)
    form = WhoForm(
        request.POST if request.method == "POST" else None, initial={"service": choice.service, "at": choice.at}
    )
    if form.is_bound and form.is_valid():
        given = form.cleaned_data
        with page.faults_into(form, lambda fault: place_of(fault.code)):
            made = actions.book(
                hall.unit, given["service"], given["at"], name=given["name"], phone=given["phone"], by=acting,
                once=given["once"],
            )  # fmt: skip
            return redirect("hall_appointment", made.case.subject.partition(":")[2])
    context = {"choice": choice, "hall": hall.unit, "at": choice.at, "form": form, "asks": form.is_bound or choice.at}
    return render(request, "hall/appointments_new.html", context, status=page.form_status(form))


@require_safe
@_of_the_floor
def one(request: HttpRequest, acting: Acting, hall: Hall, name: str) -> HttpResponse:
    """An appointment: the code that the customer is told, and what can be done with it."""
    row = _row_or_404(hall, name)
    return render(request, "hall/appointment.html", _shown(row, hall) | {"code": codes.spaced(codes.code_of(row))})


@require_http_methods(["GET", "HEAD", "POST"])
@_of_the_floor
def change(request: HttpRequest, acting: Acting, hall: Hall, name: str) -> HttpResponse:
    """Another time, or another service."""
    row = _row_or_404(hall, name)
    if request.method == "POST":
        at = request.POST.get("at", "")
        due = int(at) if at.isascii() and at.isdecimal() and len(at) < 12 else 0
        service = request.POST.get("service", "")[:40]
        return _done(request, name, lambda: actions.change(row, service, due, by=acting, once=_once(request)))
    choice = booking.choice_of(request, hall, but=row)
    context = _shown(row, hall) | {"choice": choice, "at": choice.at}
    return render(request, "hall/appointment_change.html", context)


@require_POST
@_of_the_floor
def cancel(request: HttpRequest, acting: Acting, hall: Hall, name: str) -> HttpResponse:
    """It is given up."""
    row = _row_or_404(hall, name)
    return _done(request, name, lambda: actions.cancel(row, by=acting, once=_once(request)))


@require_POST
@_of_the_floor
def arrive(request: HttpRequest, acting: Acting, hall: Hall, name: str) -> HttpResponse:
    """The customer is here, and is given a number."""
    row = _row_or_404(hall, name)
    try:
        visit = actions.arrive(row, by=acting, once=_once(request))
    except Fault as fault:
        page.say_fault(request, fault)
    else:
        page.said_and_done(request, _("The number is %(number)s.") % {"number": visit.number})
    return redirect("hall_appointments")


def _done(request: HttpRequest, name: str, act: Callable[[], object]) -> HttpResponse:
    try:
        act()
    except Fault as fault:
        page.say_fault(request, fault)
    else:
        page.said_and_done(request)
    return redirect("hall_appointment", name)


def _shown(row: Appointment, hall: Hall) -> dict[str, Any]:
    today = times.day_of(hall.pk, clock.now()) == times.day_of(hall.pk, row.due)
    return {
        "row": row,
        "name": row.case.subject.partition(":")[2],
        "hall": hall.unit,
        "who": masked_of([row.case]).get(row.case.customer_id or 0),
        "service": naming.service_name(naming.services_of(hall.pk), row.service),
        "state": story.STATES[row.state],
        "day": times.day_of(hall.pk, row.due).isoformat(),
        "may_change": row.state == story.BOOKED,
        "may_arrive": row.state in (story.BOOKED, story.MISSED) and today,
        "once": new_once(),
    }


def _row_or_404(hall: Hall, name: str) -> Appointment:
    rows = Appointment.objects.select_related("case__customer", "unit").filter(unit=hall.pk)
    found = rows.filter(case__subject=f"{story.APPOINTMENT}:{name[:60]}").first() if "\0" not in name else None
    if found is None:
        raise Http404
    return found


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _once(request: HttpRequest) -> str:
    return request.POST.get("once", "")[:64]
