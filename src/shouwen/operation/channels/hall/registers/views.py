"""The registers of a hall: what each person holds, hands over and counts; and one thing with its history."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from shouwen.fault import Fault
from shouwen.operation.channels.hall import refusing, who_may
from shouwen.operation.channels.hall.models import Items, Visit
from shouwen.operation.channels.hall.registers import actions, shown, story
from shouwen.operation.ledger import read
from shouwen.operation.people.models import Unit
from shouwen.operation.people.rights import Acting
from shouwen.operation.web import page
from shouwen.operation.web.once import new_once

FIELDS: Mapping[str, str] = {
    **dict.fromkeys(("item-range", "item-too-many"), "last first"),
    **dict.fromkeys(("item-number", "item-not-here"), "counted missing first"),
    **dict.fromkeys(("item-there-already", "item-held", "item-used", "item-not-yours", "item-not-offered"), "first"),
    "item-sort-unknown": "sort",
    "item-person": "staff",
    "item-why": "why",
    "item-count-missing": "missing",
    "item-counts-unlike": "counted",
}
"""Code of a fault → the form's fields of which one is to be mended, the likeliest first."""

WORDS = (story.USED, story.ISSUED, story.EXPLAINED)
for_holders = who_may.say(*WORDS)


@require_GET
@for_holders
def whole(request: HttpRequest, acting: Acting, unit: Unit) -> HttpResponse:
    """The page: what the person holds and is asked, and the registers of the hall."""
    return _page_of_all(request, acting, unit)


@require_GET
@for_holders
def one(request: HttpRequest, acting: Acting, unit: Unit, name: str) -> HttpResponse:
    """One lot: where each number is, its history, and what can be done with it."""
    return _page_of_one(request, acting, _lot(acting, name))


def _page_of_all(request: HttpRequest, acting: Acting, unit: Unit, refused: Refused | None = None) -> HttpResponse:
    context = {"now": shown.registers_of(unit.pk, acting)} | _kept(refused)
    return render(request, "hall/registers.html", _context(unit, acting) | context)


def _page_of_one(request: HttpRequest, acting: Acting, lot: shown.Lot, refused: Refused | None = None) -> HttpResponse:
    lines = [line for line in read.thread(lot.items.case) if not line.event.word.startswith("obligation.")]
    people = read.people_named(str(line.event.data.get("staff") or "") for line in lines)
    history = [
        {
            "line": line,
            "to": people.get(str(line.event.data.get("staff") or "")),
            "visit": next((subject for subject in line.event.about if subject.startswith("visit:")), ""),
        }
        for line in reversed(lines)
    ]
    stored = next((part for part in lot.parts if part.place == story.STORE), None)
    context = {"lot": lot, "history": history, "stored": stored} | _kept(refused)
    return render(request, "hall/register.html", _context(lot.items.unit, acting) | context)


@require_POST
@who_may.say(story.RECEIVED)
def receive(request: HttpRequest, acting: Acting, unit: Unit) -> HttpResponse:
    """Things come into the hall."""
    given = request.POST
    try:
        items = actions.receive(
            unit, given.get("sort", ""), given.get("name", ""), given.get("first", ""), given.get("last", ""),
            by=acting, once=given.get("once", "")[:64],
        )  # fmt: skip
    except Fault as fault:
        return refusing.refused(request, fault, _back(unit), FIELDS)
    page.said_and_done(request)
    return refusing.done(request, reverse("hall_register", args=[items.case.subject.partition(":")[2]]))


@require_POST
@for_holders
def do(request: HttpRequest, acting: Acting, unit: Unit, name: str, verb: str) -> HttpResponse:
    """One of the verbs, for numbers of the lot."""
    known = VERBS.get(verb)
    if known is None:
        raise Http404
    lot = _lot(acting, name)
    items = lot.items
    back = page.back_to(request, _back(items.unit))

    def again() -> HttpResponse:
        refused = Refused(name, verb, request.POST.get("once", "").partition("-more-")[2], request.POST.dict(), back)
        if back == reverse("hall_register", args=[name]):
            return _page_of_one(request, acting, lot, refused)
        return _page_of_all(request, acting, items.unit, refused)

    try:
        known(Asking(items, request.POST, acting))
    except Fault as fault:
        return refusing.refused(request, fault, back, FIELDS, again)
    page.said_and_done(request)
    return refusing.done(request, back)


@dataclass(frozen=True, slots=True)
class Refused:
    """A form that was refused where there are no scripts: of which lot, for what, with what typed in.

    part  the first number of the part of the lot it was for, where it was for one
    here  the page that is shown again, which has another address than the form's
    """

    lot: str
    verb: str
    part: str
    typed: Mapping[str, object]
    here: str


@dataclass(frozen=True, slots=True)
class Asking:
    """Who asks what for which lot."""

    items: Items
    given: QueryDict
    by: Acting

    def text(self, name: str) -> str:
        """What was written in a field."""
        return self.given.get(name, "")

    @property
    def span(self) -> tuple[str, str]:
        """The numbers that are asked for."""
        return self.text("first"), self.text("last")

    @property
    def once(self) -> str:
        """The name of this asking."""
        return self.text("once")[:64]

    @property
    def counted(self) -> int:
        """What was counted. Raises Fault("item-number")."""
        text = self.text("counted").strip()
        if not (text.isascii() and text.isdigit()) or len(text) > 6:
            raise Fault("item-number", number=text[: story.LONGEST])
        return int(text)

    def visit(self) -> Visit | None:
        """The customer for whom it is used. Raises Fault("item-visit")."""
        subject = self.text("visit")
        if not subject:
            return None
        found = Visit.objects.filter(case__subject=subject, unit=self.items.unit_id).first()
        if found is None:
            raise Fault("item-visit")
        return found


VERBS: Mapping[str, Callable[[Asking], Items]] = {
    "issue": lambda ask: actions.issue(ask.items, *ask.span, ask.text("staff"), by=ask.by, once=ask.once),
    "use": lambda ask: actions.use(ask.items, *ask.span, by=ask.by, visit=ask.visit(), once=ask.once),
    "spoil": lambda ask: actions.spoil(ask.items, *ask.span, ask.text("why"), by=ask.by, once=ask.once),
    "return": lambda ask: actions.give_back(ask.items, *ask.span, by=ask.by, once=ask.once),
    "offer": lambda ask: actions.offer(ask.items, *ask.span, ask.text("staff"), by=ask.by, once=ask.once),
    "accept": lambda ask: actions.accept(ask.items, *ask.span, ask.text("giver"), by=ask.by, once=ask.once),
    "decline": lambda ask: actions.decline(ask.items, *ask.span, ask.text("giver"), by=ask.by, once=ask.once),
    "count": lambda ask: actions.count(
        ask.items, ask.counted, ask.text("missing"), ask.text("staff"), by=ask.by, once=ask.once
    ),
    "confirm": lambda ask: actions.confirm_count(ask.items, ask.counted, by=ask.by, once=ask.once),
    "explain": lambda ask: actions.explain(
        ask.items, ask.text("why"), found=ask.text("found") == "yes", by=ask.by, once=ask.once
    ),
}


def _kept(refused: Refused | None) -> dict[str, object]:
    """What a page needs to show what was typed; the language is chosen for the page that is shown, not for the form."""
    return {} if refused is None else {"refused": refused, "here": refused.here}


def _context(unit: Unit, acting: Acting) -> dict[str, object]:
    people = actions.people_at(unit.pk)
    return {
        "hall": unit,
        "halls": who_may.halls_of(acting, *WORDS),
        "may": who_may.said_by(acting, unit.pk),
        "people": people,
        "others": [person for person in people if person.pk != acting.staff],
        "sorts": shown.sorts_at(unit.pk),
        "answers": ("accept", "decline"),
        "once": new_once(),
    }


def _lot(acting: Acting, name: str) -> shown.Lot:
    """The lot so called, of whichever hall of this person's. Raises Http404."""
    lot = shown.lot_called(name)
    if lot is None or not who_may.said_by(acting, lot.items.unit_id) & {*WORDS}:
        raise Http404
    return lot


def _back(unit: Unit) -> str:
    return f"{reverse('hall_registers')}?hall={unit.code}"
