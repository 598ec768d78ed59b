"""What the clerk holds, beside the customer at their counter: which number was used for this customer, by one press.

The console shows it where it includes hall/register_counter_here.html, which fetches it.
"""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from shouwen.fault import Fault
from shouwen.operation.channels.hall.models import Visit
from shouwen.operation.channels.hall.registers import actions, shown, story
from shouwen.operation.channels.hall.registers.views import for_holders
from shouwen.operation.ledger import models
from shouwen.operation.ledger.stories import told
from shouwen.operation.people.models import Unit
from shouwen.operation.people.rights import Acting
from shouwen.operation.web import page
from shouwen.operation.web.once import new_once
from shouwen.wording import Wording


@require_http_methods(["GET", "HEAD", "POST"])
@for_holders
def at_counter(request: HttpRequest, acting: Acting, unit: Unit) -> HttpResponse:
    """What is held and was used for the customer at the counter; a POST notes that a number (`first`) was used."""
    registers, fault = shown.registers_of(unit.pk, acting), None
    given = request.POST
    if request.method == "POST":
        try:
            _use(registers, acting, given.get("lot", ""), given.get("first", "").strip(), given.get("visit", ""),
                 given.get("once", "")[:64])  # fmt: skip
            registers = shown.registers_of(unit.pk, acting)
        except Fault as refused:
            fault = refused.say(page.language())
    context = {
        "hall": unit,
        "visit": registers.visit,
        "mine": list({lot.name: (lot, part) for lot, part in reversed(registers.mine)}.values())[::-1],
        "used": _used(registers, registers.visit) if registers.visit is not None else [],
        "once": new_once(),
        "fault": fault,
        "typed": (given.get("lot", ""), given.get("first", "")),
    }
    return render(request, "hall/register_counter.html", context, status=422 if fault else 200)


def _use(registers: shown.Registers, acting: Acting, lot: str, first: str, visit: str, once: str) -> None:
    """Raises Fault: "item-visit" where another customer is at the counter now, "item-not-yours", and as `use` does."""
    here = registers.visit
    if here is None or here.case.subject != visit:
        raise Fault("item-visit")
    found = next((one for one in registers.lots if one.name == lot), None)
    if found is None:
        raise Fault("item-not-yours", number=first[: story.LONGEST])
    actions.use(found.items, first, by=acting, visit=here, once=once)


def _used(registers: shown.Registers, visit: Visit) -> list[tuple[Wording, str, str]]:
    """What was used for this customer: of what sort, called what, which numbers; the oldest first."""
    lots = {one.items.case.subject: one for one in (*registers.lots, *registers.finished)}
    rows = models.Event.objects.filter(told__case=visit.pk, word=story.USED).order_by("at", "pk")
    found = []
    for event in map(told, rows):
        lot = next((lots[subject] for subject in event.about if subject in lots), None)
        first, last = str(event.data.get("first") or ""), str(event.data.get("last") or "")
        if lot is not None:
            found.append((lot.sort, lot.items.name, first if last in ("", first) else f"{first}–{last}"))
    return found
