"""The clerk's side of the pad, for the console to hold: what the customer sees there now, and what to put before them.

The console fetches `hall_pad_clerk` into an element with hx-trigger="load, news" and data-follows; the fragment takes
its own place when something is put on the pad.
"""

from __future__ import annotations

from typing import cast

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods

from shouwen.fault import Fault
from shouwen.operation.channels.hall import counters, story
from shouwen.operation.channels.hall.answers import asking, pad
from shouwen.operation.channels.hall.models import CounterDay, Visit
from shouwen.operation.channels.hall.money import fees
from shouwen.operation.people.rights import Acting
from shouwen.operation.web.asking import Asked
from shouwen.operation.web.once import new_once
from shouwen.operation.web.page import language
from shouwen.wording import language_of


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def panel(request: HttpRequest) -> HttpResponse:
    """What is on the pad of the counter at which this person works; a POST puts something else there."""
    by = cast(Asked, request).acting
    counter = counters.of_staff(by.staff) if by is not None and by.staff is not None else None
    visit = counters.visit_at(counter) if counter is not None else None
    fault = ""
    if request.method == "POST" and by is not None:
        try:
            _put(request, visit, by)
        except Fault as refused:
            fault = refused.say(language())
    return render(request, "hall/pad_clerk.html", _context(counter, visit, fault), status=422 if fault else 200)


def _put(request: HttpRequest, visit: Visit | None, by: Acting) -> None:
    given = request.POST
    if visit is None or given.get("visit") != visit.case.subject:
        raise Fault("pad-asked-nothing")
    once, text = given.get("once", "")[:64], given.get("text", "")
    match given.get("put"):
        case "terms" if text.strip():
            asking.explain(visit, text, by=by, once=once)
        case "agreement":
            tongue = language_of(given.get("language", ""))
            asking.show_agreement(visit, given.get("agreement", ""), tongue, by=by, once=once)
        case "fee":
            asking.tell_fee(visit, given.get("amount", ""), text, by=by, once=once)
        case "rating":
            asking.invite(visit, by=by, once=once)
        case _:
            raise Fault("pad-asked-nothing")


def _context(counter: CounterDay | None, visit: Visit | None, fault: str) -> dict[str, object]:
    if counter is None or visit is None:
        return {"visit": None, "fault": fault}
    return {
        "visit": visit,
        "shown": pad.shown(counter.unit_id, counter.code),
        "served": visit.state == story.SERVED,
        "over": visit.ended_at is not None,
        "tariff": bool(fees.offered(counter.unit_id, visit.service)),
        "agreements": {
            name: one.say(language()).partition("\n")[0] for name, one in asking.agreements(counter.unit_id).items()
        },
        "now_in": get_language(),
        "once": new_once(),
        "fault": fault,
    }
