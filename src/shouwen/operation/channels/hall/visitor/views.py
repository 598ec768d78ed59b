"""A customer's own page of their visit, on their phone: nobody logs in, and whoever has the key is the customer.

It holds nothing of who they are. It asks for news by itself every few seconds (htmx), without a stream, which browsers
within apps lack. What the key does not fit says nothing: not whether there ever was such a visit.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from shouwen.fault import Fault
from shouwen.operation.channels.hall import actions, keys, naming, story
from shouwen.operation.channels.hall.answers import answering, rating
from shouwen.operation.channels.hall.by_key import of_key
from shouwen.operation.channels.hall.models import Visit
from shouwen.operation.channels.hall.waiting import estimate
from shouwen.operation.web import page
from shouwen.operation.web.once import new_once

EVERY: Final = 5
"""Seconds after which the page asks again."""

MAY_LEAVE: Final = frozenset({story.WAITING, story.AT_COUNTER, story.ASIDE, story.MISSED})


@require_safe
@of_key
def visit_page(request: HttpRequest, visit: Visit) -> HttpResponse:
    """How the visit stands."""
    return render(request, "hall/visitor.html", _shown(visit) | {"every": EVERY})


@require_safe
@of_key
def news(request: HttpRequest, visit: Visit) -> HttpResponse:
    """The part that changes; 204 where the page has it already (`seen`)."""
    context = _shown(visit)
    if request.GET.get("seen") == context["mark"]:
        return HttpResponse(status=204)
    return render(request, "hall/visitor_now.html", context)


@require_POST
@of_key
def estimate_anew(request: HttpRequest, visit: Visit) -> HttpResponse:
    """What was told of the wait is wrong by now: it is told anew, and kept."""
    visit = _again(estimate.tell_anew(visit))
    return render(request, "hall/visitor_now.html", _shown(visit))


@require_http_methods(["GET", "HEAD", "POST"])
@of_key
def leave(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Giving the number up: asks first."""
    key = keys.key_of(visit)
    if visit.state not in MAY_LEAVE:
        return redirect("hall_visit", key)
    if request.method != "POST":
        return render(request, "hall/visitor_leave.html", {"visit": visit, "key": key, "once": new_once()})
    return _do(request, visit, actions.abandon)


@require_POST
@of_key
def come_back(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Who missed their call is there after all, and has their old place again."""
    if visit.state != story.MISSED:
        return redirect("hall_visit", keys.key_of(visit))
    return _do(request, visit, actions.come_back)


def _do(request: HttpRequest, visit: Visit, act: Callable[..., Visit]) -> HttpResponse:
    once = request.POST.get("once", "")[:64]
    try:
        act(visit, by=answering.on_phone(visit), once=f"{visit.case.subject} {once}" if once else "")
    except Fault as fault:
        if fault.code != "may-not-follow":  # it stands otherwise by now, and the page shows how
            page.say_fault(request, fault)
    return redirect("hall_visit", keys.key_of(visit))


def _again(visit: Visit) -> Visit:
    return Visit._base_manager.select_related("case", "unit").get(pk=visit.pk)


def _shown(visit: Visit) -> dict[str, Any]:
    """What the page shows, and the mark by which it is known again."""
    waits = visit.state == story.WAITING
    expected = estimate.for_visit(visit) if waits else None
    services = naming.services_of(visit.unit_id)
    context: dict[str, Any] = {
        "visit": visit,
        "key": keys.key_of(visit),
        "once": new_once(),
        "state": visit.state,
        "service": naming.service_name(services, visit.service),
        "then": [naming.service_name(services, code) for code in visit.more],
        "rate": rating.may_be_rated(visit),
        "before": expected.before if expected is not None else 0,
        "anew": expected is not None and estimate.is_outdated(visit, expected),
        "unknown": expected.unknown if expected is not None and visit.likely_to is None else "",
    }
    facts = (
        visit.state,
        visit.counter,
        visit.recalls,
        visit.called_at,
        visit.likely_from,
        visit.likely_to,
        visit.service,
        visit.more,
    )
    told = (page.language(), facts, context["before"], context["anew"], context["unknown"], context["rate"])
    return context | {"mark": hashlib.sha256(repr(told).encode()).hexdigest()[:16]}
