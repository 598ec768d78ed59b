"""The customer's pad at a counter: what it shows, and what the customer answers there."""

from __future__ import annotations

from typing import Any, cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET, require_POST

from shouwen.fault import Fault
from shouwen.operation.channels.hall import naming, screens, story
from shouwen.operation.channels.hall.answers import pad, rating, rating_views, signing
from shouwen.operation.channels.hall.display.views import WAY
from shouwen.operation.channels.hall.models import Visit
from shouwen.operation.channels.hall.screens import PAD, Screen
from shouwen.operation.people.units import zone_of
from shouwen.operation.web import stream
from shouwen.operation.web.asking import Asked
from shouwen.operation.web.once import new_once
from shouwen.operation.web.page import language

WORDS = {"agree": story.CONFIRMED, "decline": story.NOT_AGREED, "not-sign": story.NOT_SIGNED}
"""What a button says → the word."""


@require_GET
@screens.needs(PAD)
def page(request: HttpRequest, screen: Screen) -> HttpResponse:
    """The pad, as things are now; the script keeps it so."""
    context = {
        "way": WAY,
        "zone": zone_of(screen.unit.pk),
        "position": stream.written(stream.here()),  # first where the log is, then what stands in it: nothing is missed
        **_shown(screen),
    }
    return render(request, "hall/pad.html", context)


@require_GET
@screens.needs(PAD)
def now(request: HttpRequest, screen: Screen) -> HttpResponse:
    """What the pad shows, as a fragment; nothing (204) where it shows that already: who is signing is not disturbed."""
    context = _shown(screen)
    if request.GET.get("showing") == context["shown"].version:
        return HttpResponse(status=204)
    return render(request, "hall/pad_now.html", context)


@require_POST
@screens.needs(PAD)
def answer(request: HttpRequest, screen: Screen) -> HttpResponse:
    """What the customer at this counter answers. Of no other counter, whatever is sent."""
    fault = ""
    try:
        _answer(request, screen)
    except Fault as refused:
        fault = refused.say(language())
    context = {**_shown(screen), "fault": fault}
    return render(request, "hall/pad_now.html", context, status=422 if fault else 200)


def _answer(request: HttpRequest, screen: Screen) -> None:
    given = request.POST
    if cast(Asked, request).acting is not None:
        raise Fault("pad-staff-logged-in")
    visit = pad.visit_before(screen.unit.pk, screen.counter)
    ask, once, said = given.get("ask", ""), given.get("once", "")[:64], given.get("answer", "")
    if visit is None or not ask.isascii() or not ask.isdigit() or len(ask) > 18:
        raise Fault("pad-asked-nothing")
    if said == "rate":
        _check_asked(visit, screen, int(ask))
        rating.rate(visit, given, by=screen.acting, **(rating_views.said(request) | {"pressed": None}))
    elif said == "sign":
        signing.sign(visit, int(ask), given.get("drawn", ""), by=screen.acting, once=once)
    elif said in WORDS:
        pad.answer(visit, int(ask), WORDS[said], by=screen.acting, once=once)
    else:
        raise Fault("pad-asked-nothing")


def _check_asked(visit: Visit, screen: Screen, ask: int) -> None:
    shown = pad.shown(screen.unit.pk, screen.counter)
    if (shown.kind, shown.ask) != ("rating", ask) and not visit.rated:
        raise Fault("pad-asked-nothing")


def _shown(screen: Screen) -> dict[str, Any]:
    shown = pad.shown(screen.unit.pk, screen.counter)
    context: dict[str, Any] = {
        "shown": shown,
        "place": screen.unit.name,
        "counter": screen.counter,
        "once": new_once(),
        "fault": "",
    }
    if shown.visit is not None:
        context["service"] = naming.service_name(naming.services_of(screen.unit.pk), shown.visit.service)
    if shown.kind == "rating" and shown.visit is not None:
        context["asked"] = rating.asked(shown.visit)
    return context
