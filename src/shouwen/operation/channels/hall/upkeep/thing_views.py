"""One place, machine or supply of a hall: what is wrong with it now, the photos of it, and its history."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from shouwen.fault import Fault
from shouwen.operation.channels.hall import refusing, who_may
from shouwen.operation.channels.hall.models import Facility
from shouwen.operation.channels.hall.upkeep import due, photos, story
from shouwen.operation.ledger import read, words
from shouwen.operation.ledger.attaching import check_size
from shouwen.operation.people.models import Unit
from shouwen.operation.people.rights import Acting
from shouwen.operation.web.attachments import handed_out
from shouwen.operation.web.once import new_once

HISTORY = 40
"""Moments that are shown."""

who_looks = who_may.say(story.INSPECTED, story.REFILLED)


@require_GET
@who_looks
def whole(request: HttpRequest, acting: Acting, unit: Unit, name: str) -> HttpResponse:
    """The page."""
    row = _row(acting, name)
    unit = row.unit
    thing = due.thing_called(unit.pk, name)
    if thing is None:
        raise Http404
    lines = [one for one in read.thread(row.case) if one.row.word not in words.NOTICES | {words.ATTACH}]
    broken = row.state in story.NOT_WORKING
    now, earlier = photos.photos_of(row)
    context = {
        "hall": unit,
        "thing": thing,
        "may_add": broken,
        "why": _why(lines) if broken else "",
        "photos": now,
        "earlier": earlier,
        "history": lines[::-1][:HISTORY],
        "most": photos.MOST,
        "once": new_once(),
    }
    return render(request, "hall/upkeep_thing.html", context)


@require_POST
@who_looks
def add_photos(request: HttpRequest, acting: Acting, unit: Unit, name: str) -> HttpResponse:
    """Photos of what is wrong."""
    row, here = _row(acting, name), reverse("hall_upkeep_thing", args=[name])
    try:
        sent = sent_with(request)
        if not sent:
            raise Fault("facility-photo-none")
        photos.add(row, sent, by=acting, once=request.POST.get("once", "")[:64])
    except Fault as fault:
        return refusing.refused(request, fault, here, dict.fromkeys([fault.code], "photos"))
    return refusing.done(request, here)


@require_GET
@who_looks
def photo(request: HttpRequest, acting: Acting, unit: Unit, name: str, file: str) -> HttpResponse:
    """A photo, to look at."""
    try:
        kept, data = photos.open_photo(_row(acting, name), file)
    except Fault as fault:
        if fault.code == "customer-data-damaged":
            raise
        raise Http404 from None
    return handed_out(kept, data, kind=kept.kind, to_look_at=True)


def sent_with(request: HttpRequest) -> list[photos.Photo]:
    """The photos that were sent with a form. Raises Fault: "attachment-too-large", "facility-photos-many"."""
    files = request.FILES.getlist("photos")
    if len(files) > photos.MOST:
        raise Fault("facility-photos-many", most=photos.MOST)
    for file in files:
        check_size(file.size or 0)
    return [photos.Photo(file.name or "", file.read()) for file in files]


def _why(lines: list[read.Line]) -> str:
    """What was written with the fault that stands."""
    told = [line for line in lines if line.row.word in (story.FAULTED, story.OUT_OF_USE) and not line.void]
    return str(told[-1].event.data.get("why") or "") if told else ""


def _row(acting: Acting, name: str) -> Facility:
    """The thing so called, of whichever hall of this person's. Raises Http404."""
    row = Facility.objects.select_related("case", "unit").filter(case__subject=f"{story.FACILITY}:{name}").first()
    if row is None or not who_may.said_by(acting, row.unit_id) & {story.INSPECTED, story.REFILLED}:
        raise Http404
    return row
