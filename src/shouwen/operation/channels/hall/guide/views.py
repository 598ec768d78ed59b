"""The guide's tablet: the customers at one side, the one who is looked after at the other; it follows the log."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from shouwen.fault import Fault
from shouwen.operation.channels.hall import actions, helping, story, who_may
from shouwen.operation.channels.hall.guide import acts, guide
from shouwen.operation.channels.hall.guide.acts import Tap
from shouwen.operation.channels.hall.models import Hall, Visit
from shouwen.operation.ledger import models, notice, stories
from shouwen.operation.ledger.act import done_before
from shouwen.operation.people.models import Unit
from shouwen.operation.people.rights import Acting
from shouwen.operation.web import page
from shouwen.operation.web.once import new_once
from shouwen.wording import Wording

NOTHING_NEW = 204
FOLLOWS = " ".join(
    sorted({story.ENTERED, story.GREETED, story.HELP_ASKED, *story.STATE_AFTER, *guide.SAID, story.SEATED,
            story.NEED_TOLD, story.SPECIAL_NOTED, story.HESITATED})
)  # fmt: skip

of_guides = who_may.say_here(story.GREETED)


@require_GET
@of_guides
def whole(request: HttpRequest, acting: Acting, unit: Unit) -> HttpResponse:
    """The page; with `visit` the customer who is looked after."""
    return render(request, "hall/guide.html", _context(acting, unit, _visit(unit, request.GET.get("visit", ""))))


@require_GET
@of_guides
def part(request: HttpRequest, acting: Acting, unit: Unit) -> HttpResponse:
    """The same as a fragment; nothing where the page has it already (`has`)."""
    context = _context(acting, unit, _visit(unit, request.GET.get("visit", "")))
    if request.GET.get("has") == context["version"]:
        return HttpResponse(status=NOTHING_NEW)
    return render(request, "hall/guide_main.html", context)


@require_POST
@of_guides
def new(request: HttpRequest, acting: Acting, unit: Unit) -> HttpResponse:
    """Somebody came in, as the guide saw."""
    try:
        visit = actions.enter(unit, by=acting, once=request.POST.get("once", "")[:64])
    except Fault as refused:
        return _answer(request, acting, unit, None, refused)
    return _answer(request, acting, unit, _with_case(visit), None)


@require_POST
@of_guides
def do(request: HttpRequest, acting: Acting, unit: Unit, verb: str) -> HttpResponse:
    """One of the verbs (acts.VERBS), for the customer of the field `visit`."""
    known = acts.VERBS.get(verb)
    if known is None:
        raise Http404
    visit = _visit(unit, request.POST.get("visit", ""))
    if visit is None:
        return _answer(request, acting, unit, None, Fault("guide-moved-on"))
    tap, fault = Tap(visit, request.POST, acting), None
    try:
        if done_before(acting, tap.once) is None:
            visit = _with_case(known(tap))
    except Fault as refused:
        fault = refused
    return _answer(request, acting, unit, None if verb == "left" and fault is None else visit, fault)


@require_POST
@of_guides
def seen(request: HttpRequest, acting: Acting, unit: Unit) -> HttpResponse:
    """The guide has seen what they were asked for."""
    asked = request.POST.get("notice", "")
    if asked.isdecimal() and len(asked) < 19:
        notice.mark_read(acting, [int(asked)])
    return _answer(request, acting, unit, _visit(unit, request.POST.get("visit", "")), None)


def _answer(request: HttpRequest, acting: Acting, unit: Unit, visit: Visit | None, fault: Fault | None) -> HttpResponse:
    if not getattr(request, "htmx", False):
        if fault is not None:
            page.say_fault(request, fault)
        return redirect(reverse("hall_guide") + (f"?visit={visit.case.subject}" if visit is not None else ""))
    context = _context(acting, unit, visit) | {"fault": fault and fault.say(page.language())}
    answer = render(request, "hall/guide_main.html", context, status=422 if fault else 200)
    address = reverse("hall_guide")
    answer["HX-Replace-Url"] = f"{address}?visit={visit.case.subject}" if visit is not None else address
    return answer


def _context(acting: Acting, unit: Unit, visit: Visit | None) -> dict[str, Any]:
    if not Hall._base_manager.filter(pk=unit.pk).exists():
        return {"hall": unit, "is_hall": False, "version": "no-hall", "once": new_once()}
    floor = guide.floor_of(unit.pk)
    care = guide.care_for(floor, visit, acting) if visit is not None and visit.case.closed_at is None else None
    asked = _asked(acting)
    return {
        "hall": unit,
        "is_hall": True,
        "floor": floor,
        "care": care,
        "asked": asked,
        "once": new_once(),
        "follows": FOLLOWS,
        "subject": care.customer.subject if care else "",
        "version": f"{floor.version}~{care.version if care else ''}~{'-'.join(str(key) for key, _text in asked)}",
    }


def _asked(acting: Acting) -> list[tuple[int, Wording]]:
    """What the manager has asked this person for and they have not seen yet."""
    rows = models.Notice.objects.filter(staff=acting.staff, read_at__isnull=True, event__word=story.HELP_ASKED)
    return [(row.pk, helping.text_of(stories.told(row.event))) for row in rows.select_related("event").order_by("pk")]


def _visit(unit: Unit, subject: str) -> Visit | None:
    """A visit to this hall; None where there is none of that name."""
    if not subject or "\0" in subject:
        return None
    return Visit.objects.select_related("case", "unit").filter(unit=unit, case__subject=subject).first()


def _with_case(visit: Visit) -> Visit:
    return Visit._base_manager.select_related("case", "unit").get(pk=visit.pk)
