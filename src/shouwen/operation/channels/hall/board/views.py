"""The hall manager's board: the hall now, which follows the log; the day so far; the cases behind each figure."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from shouwen.fault import Fault
from shouwen.operation.channels.hall import helping, story, who_may
from shouwen.operation.channels.hall.board import board, clauses
from shouwen.operation.ledger import words
from shouwen.operation.people.models import Unit
from shouwen.operation.people.rights import Acting
from shouwen.operation.web import page
from shouwen.operation.web.case_address import address_of, kind_label, number_of
from shouwen.operation.web.once import new_once

NOTHING_NEW = 204
FOLLOWS = " ".join(
    sorted({*story.STATE_AFTER, *story.COUNTER_STATE_AFTER, story.GREETED, story.HELP_ASKED, *words.NOTICES})
)


@require_GET
@who_may.manage
def whole(request: HttpRequest, acting: Acting, unit: Unit) -> HttpResponse:
    """The page."""
    return render(request, "hall/board.html", _context(unit) | {"halls": who_may.halls_managed(acting)})


@require_GET
@who_may.manage
def part(request: HttpRequest, acting: Acting, unit: Unit) -> HttpResponse:
    """The hall now; nothing where the page has it already (`has`)."""
    context = _context(unit)
    if request.GET.get("has") == context["version"]:
        return HttpResponse(status=NOTHING_NEW)
    return render(request, "hall/board_now.html", context)


@require_GET
@who_may.manage
def day(request: HttpRequest, acting: Acting, unit: Unit) -> HttpResponse:
    """The day so far; nothing where the page has it already (`has`)."""
    shown = clauses.day_of(unit)
    if request.GET.get("has") == shown.version:
        return HttpResponse(status=NOTHING_NEW)
    return render(request, "hall/board_day.html", {"hall": unit, "day": shown})


@require_GET
@who_may.manage
def cases(request: HttpRequest, acting: Acting, unit: Unit, clause: str) -> HttpResponse:
    """The cases of today behind a figure: of a clause, by `state` and by `kind` of evidence."""
    state, kind = request.GET.get("state", ""), request.GET.get("kind", "")
    known, found = clauses.cases_of(unit, clause, state, kind)
    lines = [
        {
            "row": one.row,
            "address": address_of(one.row.case),
            "name": one.name or number_of(one.row.case),
            "kind": kind_label(one.row.case),
        }
        for one in found
    ]
    context = {"hall": unit, "clause": known, "clause_id": clause, "lines": lines, "most": clauses.MOST}
    return render(request, "hall/board_cases.html", context)


@require_POST
@who_may.manage
def ask(request: HttpRequest, acting: Acting, unit: Unit) -> HttpResponse:
    """Asks somebody for help."""
    given, fault = request.POST, None
    staff = given.get("staff", "")
    try:
        if not staff.isdecimal() or len(staff) > 18:
            raise Fault("help-not-here")
        helping.ask(
            unit, given.get("what", ""), int(staff), by=acting, once=given.get("once", "")[:64],
            counter=given.get("counter", ""), line=given.get("line", ""),
        )  # fmt: skip
    except Fault as refused:
        fault = refused
    if not getattr(request, "htmx", False):
        if fault is not None:
            page.say_fault(request, fault)
        else:
            page.said_and_done(request, _("Asked. They have a notice."))
        return redirect(f"{reverse('hall_board')}?hall={unit.code}")
    context = _context(unit) | {"fault": fault and fault.say(page.language())}
    return render(request, "hall/board_now.html", context, status=422 if fault else 200)


def _context(unit: Unit) -> dict[str, Any]:
    now = board.board_of(unit)
    return {"hall": unit, "board": now, "version": now.version, "follows": FOLLOWS, "once": new_once()}
