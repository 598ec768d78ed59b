"""The page on which a customer rates a service on their own phone. The pad's is pad_views.py; both ask the same."""

from __future__ import annotations

from typing import Any, cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from shouwen.fault import Fault
from shouwen.operation.channels.hall import keys, naming
from shouwen.operation.channels.hall.answers import answering, rating
from shouwen.operation.channels.hall.by_key import of_key
from shouwen.operation.channels.hall.models import Visit
from shouwen.operation.web import page
from shouwen.operation.web.asking import Asked
from shouwen.operation.web.once import new_once


@require_http_methods(["GET", "HEAD", "POST"])
@of_key
def on_phone(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Rates the service that is over; refused in a browser in which a member of staff is logged in."""
    refuse_staff(request)
    fault = ""
    if request.method == "POST":
        try:
            rating.rate(visit, request.POST, by=answering.on_phone(visit), **said(request))
            return redirect(request.path)
        except Fault as refused:
            fault = refused.say(page.language())
            visit.refresh_from_db()
    context = {"visit": visit, "key": keys.key_of(visit), "place": visit.unit.name, "fault": fault, **form_of(visit)}
    return render(request, "hall/rating.html", context, status=422 if fault else 200)


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
