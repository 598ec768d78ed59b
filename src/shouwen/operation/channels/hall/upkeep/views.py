"""The upkeep of a hall: what is due to be looked at, what is out of order, what runs low. One tap each."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from shouwen.fault import Fault
from shouwen.operation.channels.hall import refusing, who_may
from shouwen.operation.channels.hall.models import Facility
from shouwen.operation.channels.hall.upkeep import actions, due, photos, story
from shouwen.operation.channels.hall.upkeep.thing_views import sent_with
from shouwen.operation.ledger.editions import settings_now
from shouwen.operation.ledger.writing import writing
from shouwen.operation.people.models import Unit
from shouwen.operation.people.rights import Acting
from shouwen.operation.web import page
from shouwen.operation.web.once import new_once
from shouwen.wording import Wording

FOLLOWS = " ".join(sorted((*story.STATE_AFTER, story.INSPECTED, story.TOLD, story.ASKED, story.REFILLED)))
NOTHING_NEW = 204

who_looks = who_may.say(story.INSPECTED, story.REFILLED)


@require_GET
@who_looks
def whole(request: HttpRequest, acting: Acting, unit: Unit) -> HttpResponse:
    """The page."""
    return render(request, "hall/upkeep.html", _context(unit, acting))


@require_GET
@who_looks
def part(request: HttpRequest, acting: Acting, unit: Unit) -> HttpResponse:
    """The same as a fragment, as it is now."""
    return render(request, "hall/upkeep_now.html", _context(unit, acting))


@require_POST
@who_looks
def do(request: HttpRequest, acting: Acting, unit: Unit, name: str, verb: str) -> HttpResponse:
    """One of the verbs, for one thing of the hall."""
    known = VERBS.get(verb)
    row = Facility.objects.filter(unit=unit, case__subject=f"{story.FACILITY}:{name}").first()
    if known is None or row is None:
        raise Http404
    return _tried(request, acting, unit, lambda: known(Tap(row, request.POST, acting, request)), typed=verb in TYPED)


@require_POST
@who_looks
def look_around(request: HttpRequest, acting: Acting, unit: Unit) -> HttpResponse:
    """Something of the hall as a whole was looked at."""
    item, given = request.POST.get("item", ""), request.POST
    if item not in {one.item for one in due.rounds_of(unit)}:
        raise Http404
    return _tried(
        request,
        acting,
        unit,
        lambda: actions.look_around(
            unit, item, passed=given.get("passed") == "yes", by=acting, once=given.get("once", "")[:64]
        ),
    )


@require_POST
@who_may.say(story.IN_USE)
def add(request: HttpRequest, acting: Acting, unit: Unit) -> HttpResponse:
    """Something new is looked after."""
    given = request.POST
    back = f"{reverse('hall_upkeep')}?hall={unit.code}"
    try:
        actions.put_in_use(
            unit, given.get("item", ""), given.get("code", "").strip(), given.get("name", ""),
            by=acting, once=given.get("once", "")[:64],
        )  # fmt: skip
    except Fault as fault:
        return refusing.refused(request, fault, back, FIELDS)
    return refusing.done(request, back)


@dataclass(frozen=True, slots=True)
class Tap:
    """Who taps what of which thing."""

    row: Facility
    given: QueryDict
    by: Acting
    request: HttpRequest

    @property
    def once(self) -> str:
        """The name of this tap."""
        return self.given.get("once", "")[:64]

    def since(self) -> int | None:
        """Since when, by the hall's clock; None: not said. Raises Fault("facility-since")."""
        text = self.given.get("since", "")
        if not text:
            return None
        try:
            at = datetime.fromisoformat(text)
            return int((timezone.make_aware(at) if at.tzinfo is None else at).timestamp())
        except (ValueError, OverflowError):
            raise Fault("facility-since") from None


def _not_in_order(tap: Tap) -> object:
    """It was looked at and is not in order: that it was looked at counts, and what is wrong with it."""
    sent = _photos(tap)
    with writing():
        actions.inspect(tap.row, passed=False, by=tap.by, once=tap.once and f"{tap.once}-look")
        row = _reported(tap)
    return photos.add(row, sent, by=tap.by, once=tap.once)


def _fault(tap: Tap) -> object:
    sent = _photos(tap)
    return photos.add(_reported(tap), sent, by=tap.by, once=tap.once)


def _photos(tap: Tap) -> Sequence[photos.Photo]:
    """What was sent with it, looked at before anything is reported."""
    sent = sent_with(tap.request)
    photos.check(sent)
    return sent


def _reported(tap: Tap) -> Facility:
    why, what = tap.given.get("why", ""), tap.given.get("what", "")
    return actions.report_fault(tap.row, what, by=tap.by, since=tap.since(), why=why, once=tap.once)


VERBS: Mapping[str, Callable[[Tap], object]] = {
    "in-order": lambda tap: actions.inspect(tap.row, passed=True, by=tap.by, once=tap.once),
    "not-in-order": _not_in_order,
    "fault": _fault,
    "works": lambda tap: actions.works_again(tap.row, by=tap.by, once=tap.once),
    "out": lambda tap: actions.put_out_of_use(tap.row, tap.given.get("why", ""), by=tap.by, once=tap.once),
    "retire": lambda tap: actions.retire(tap.row, by=tap.by, once=tap.once),
    "level": lambda tap: actions.tell_level(tap.row, tap.given.get("level", ""), by=tap.by, once=tap.once),
    "ask": lambda tap: actions.ask_refill(tap.row, by=tap.by, once=tap.once),
    "refill": lambda tap: actions.refill(tap.row, by=tap.by, once=tap.once),
}


TYPED = frozenset({"fault", "not-in-order"})
"""Verbs of forms in which something is typed."""

FIELDS: Mapping[str, str] = {
    "facility-item-unknown": "item", "facility-code": "code", "facility-there-already": "code",
    "facility-since": "since", "facility-fault-unknown": "what",
    **dict.fromkeys(
        (
            "facility-photos-many", "facility-photo-kind", "attachment-too-large", "attachment-empty",
            "attachment-name", "text-too-long", "text-hidden-characters",
        ),
        "photos",
    ),
}  # fmt: skip
"""Code of a fault → the field that is to be mended."""


def _tried(
    request: HttpRequest, acting: Acting, unit: Unit, take: Callable[[], object], *, typed: bool = False
) -> HttpResponse:
    fault, back = None, f"{reverse('hall_upkeep')}?hall={unit.code}"
    try:
        take()
    except Fault as refused:
        if typed:
            return refusing.refused(request, refused, back, FIELDS)
        fault = refused
    if not getattr(request, "htmx", False):
        if fault is not None:
            page.say_fault(request, fault)
        return redirect(back)
    context = _context(unit, acting) | {"fault": fault and fault.say(page.language())}
    return render(request, "hall/upkeep_now.html", context, status=422 if fault else 200)


def _context(unit: Unit, acting: Acting) -> dict[str, object]:
    settings = settings_now(unit.pk)

    def choices(name: str) -> Mapping[str, Wording]:
        return settings.choices(name) if name in settings else {}

    return {
        "hall": unit,
        "halls": who_may.halls_of(acting, story.INSPECTED, story.REFILLED),
        "may": who_may.said_by(acting, unit.pk),
        "now": due.upkeep_of(unit),
        "faults": choices("hall.faults"),
        "levels": choices("hall.supply-levels"),
        "items": choices("hall.facilities"),
        "supplies": choices("hall.supplies"),
        "follows": FOLLOWS,
        "most": photos.MOST,
        "once": new_once(),
    }
