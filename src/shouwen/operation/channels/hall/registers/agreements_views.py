"""The archive of agreements: a day's list, and one document for who asks for it, which is noted."""

from __future__ import annotations

from datetime import date

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from shouwen.fault import Fault
from shouwen.operation.channels.hall import who_may
from shouwen.operation.channels.hall.registers import agreements, story
from shouwen.operation.channels.hall.waiting import opening
from shouwen.operation.ledger import clock
from shouwen.operation.people.models import Unit
from shouwen.operation.people.rights import Acting
from shouwen.operation.web import page
from shouwen.operation.web.attachments import handed_out

who_looks = who_may.say(story.LOOKED_AT)


@require_GET
@who_looks
def whole(request: HttpRequest, acting: Acting, unit: Unit) -> HttpResponse:
    """The agreements of a day (`day`), or of one number of it (`number`)."""
    today = date.fromisoformat(opening.day_of(unit.pk, clock.now()))
    try:
        day = date.fromisoformat(request.GET.get("day", ""))
    except ValueError:
        day = today
    if not date(1971, 1, 1) <= day <= date(2200, 1, 1):
        day = today
    number = request.GET.get("number", "").replace("\0", "")[:12]
    context = {
        "hall": unit,
        "halls": who_may.halls_of(acting, story.LOOKED_AT),
        "day": day.isoformat(),
        "number": number,
        "found": agreements.agreements_of(unit.pk, day, number),
    }
    return render(request, "hall/agreements.html", context)


@require_POST
@who_looks
def look(request: HttpRequest, acting: Acting, unit: Unit, name: str) -> HttpResponse:
    """One document as a download; that it was asked for is noted first."""
    try:
        kept, data = agreements.look_at(name, by=acting)
    except Fault as fault:
        if fault.code in ("case-unknown", "not-yours"):
            raise Http404 from None
        page.say_fault(request, fault)
        return redirect(f"{reverse('hall_agreements')}?hall={unit.code}")
    return handed_out(kept, data, kind=kept.kind)
