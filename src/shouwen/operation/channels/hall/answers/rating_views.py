"""The page on which a customer rates a service on their own phone. The pad's is pad_views.py; both ask the same."""

from __future__ import annotations

from typing import Any, cast
from zoneinfo import ZoneInfo

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from shouwen.fault import Fault
from shouwen.operation.channels.hall import keys, naming
from shouwen.operation.channels.hall.answers import answering, rating
from shouwen.operation.channels.hall.models import Visit
from shouwen.operation.people.units import zone_of
from shouwen.operation.web import page
from shouwen.operation.web.asking import Asked
from shouwen.operation.web.once import new_once


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def on_phone(request: HttpRequest, key: str) -> HttpResponse:
    """Rates the service that is over; refused in a browser in which a member of staff is logged in."""
    visit = keys.visit_of(key)
    if visit is None:
        raise Http404
    refuse_staff(request)
    fault = ""
    if request.method == "POST":
        try:
            rating.rate(visit, request.POST, by=answering.on_phone(visit), **said(request))
            return redirect(request.path)
        except Fault as refused:
            fault = refused.say(page.language())
            visit.refresh_from_db()
    with timezone.override(ZoneInfo(zone_of(visit.unit_id))):
        context = {"visit": visit, "key": key, "place": visit.unit.name, "fault": fault, **form_of(visit)}
        response = render(request, "hall/rating.html", context, status=422 if fault else 200)
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    return response


def refuse_staff(request: HttpRequest) -> None:
    """Raises Fault("rating-not-by-staff") where somebody is logged in."""
    if cast(Asked, request).acting is not None:
        raise Fault("rating-not-by-staff")


def form_of(visit: Visit) -> dict[str, Any]:
    """What the form shows: the questions, and the service they are about; None where nothing can be rated."""
    if not rating.may_be_rated(visit):
        return {"asked": None}
    service = naming.service_name(naming.services_of(visit.unit_id), visit.service)
    return {"asked": rating.asked(visit), "service": service, "once": new_once()}


def said(request: HttpRequest) -> dict[str, Any]:
    """What a form of a rating says beside the scores."""
    given = request.POST
    pressed = True if given.get("pressed") else None
    return {"text": given.get("text", ""), "pressed": pressed, "once": given.get("once", "")[:64]}
