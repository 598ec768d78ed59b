"""Card readers: a challenge for the one at the clerk's counter; and where a manager pairs readers with counters."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from shouwen.fault import Fault
from shouwen.operation.channels.hall import counters, who_may
from shouwen.operation.channels.hall.identity import pairing
from shouwen.operation.channels.hall.identity.protocol import PORT, READ
from shouwen.operation.channels.hall.models import CardReader, Counter, Visit
from shouwen.operation.people.models import Unit
from shouwen.operation.people.rights import Acting
from shouwen.operation.web import page
from shouwen.operation.web.once import new_once
from shouwen.operation.web.who import acting_in


@require_POST
@login_required
@never_cache
def challenge(request: HttpRequest) -> HttpResponse:
    """What the page sends to the reader beside it; JSON: address, challenge, proof, or fault (409)."""
    by, part = acting_in(request), request.POST.get("part", "")
    try:
        visit = _visit_of(by, request.POST.get("visit", ""))
        if part not in (pairing.CUSTOMER, pairing.PRINCIPAL):
            raise Fault("console-moved-on")
        port, made, proof = pairing.challenge(visit, part, by=by)
    except Fault as fault:
        return JsonResponse({"fault": fault.say(page.language())}, status=409)
    return JsonResponse({"address": f"http://127.0.0.1:{port}{READ}", "challenge": made, "proof": proof})


@require_http_methods(["GET", "HEAD", "POST"])
@who_may.manage
def readers(request: HttpRequest, acting: Acting, unit: Unit) -> HttpResponse:
    """The counters of the hall and their readers. A new pairing's secret is shown this once."""
    secret = paired = ""
    if request.method == "POST":
        counter, once = request.POST.get("counter", "")[:12], request.POST.get("once", "")[:64]
        try:
            if request.POST.get("do") == "end":
                pairing.unpair(unit, counter, by=acting, once=once)
                page.said_and_done(request)
                return redirect("hall_readers")
            port = request.POST.get("port", "")
            given = int(port) if port.isascii() and port.isdigit() and len(port) < 6 else 0
            secret, paired = pairing.pair(unit, counter, given, by=acting, once=once), counter
            page.said_and_done(request, _("Paired. Give the secret to the program beside the reader."))
        except Fault as fault:
            page.say_fault(request, fault)
            return redirect("hall_readers")
    known = {one.counter: one for one in CardReader.objects.filter(unit=unit, in_use=True)}
    rows: list[dict[str, Any]] = [
        {"code": one.code, "reader": known.get(one.code), "once": new_once()}
        for one in Counter.objects.filter(unit=unit)
    ]
    origin = request.build_absolute_uri("/").rstrip("/")
    context = {"unit": unit, "rows": rows, "secret": secret, "paired": paired, "port": PORT, "origin": origin}
    return render(request, "hall/readers.html", context)


def _visit_of(by: Acting, subject: str) -> Visit:
    """Who is at the counter at which `by` works, if that is whom the page is about. Raises Fault."""
    counter = counters.of_staff(by.staff) if by.staff is not None else None
    visit = counters.visit_at(counter) if counter is not None else None
    if visit is None:
        raise Fault("console-moved-on")
    found = Visit._base_manager.select_related("case").get(pk=visit.pk)
    if found.case.subject != subject:
        raise Fault("console-moved-on")
    return found
