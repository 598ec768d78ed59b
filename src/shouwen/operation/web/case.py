"""The page of a case: its head, what it owes, its thread, and what the person may do about it now."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import nullcontext
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods
from django_htmx.http import HttpResponseClientRedirect

from shouwen.fault import Fault
from shouwen.operation.ledger import clock, models, read, words
from shouwen.operation.ledger.channel import REGISTER
from shouwen.operation.ledger.editions import Working, working_at
from shouwen.operation.ledger.saying import correct_with
from shouwen.operation.ledger.writing import writing
from shouwen.operation.people.duty import answers_for
from shouwen.operation.people.models import Staff
from shouwen.operation.people.rights import Acting
from shouwen.operation.people.units import zone_of
from shouwen.operation.web import case_acts, case_owed, case_story, page
from shouwen.operation.web.case_acts import Rights, State, Step
from shouwen.operation.web.case_address import address_of, kind_label, number_of
from shouwen.operation.web.case_forms import Correct
from shouwen.operation.web.case_parts import part_of
from shouwen.operation.web.customers_shown import Masked, masked_of
from shouwen.operation.web.once import new_once
from shouwen.operation.web.who import acting_in
from shouwen.wording import Wording


@dataclass(frozen=True, slots=True)
class Linked:
    """Another case that this one arose from, or that arose from it."""

    number: str
    kind: Wording
    address: str
    closed: bool


@login_required
@never_cache
@require_GET
def case(request: HttpRequest, subject: str) -> HttpResponse:
    """The page; asked for by htmx, all of it that changes."""
    found = case_or_404(subject)
    elsewhere = address_of(found)
    own_page = REGISTER.kind(found.kind).page is not None and elsewhere != request.path
    if own_page or found.kind == "promise":
        return redirect(elsewhere)
    return _show(request, found)


def _show(request: HttpRequest, found: models.Case) -> HttpResponse:
    with timezone.override(ZoneInfo(zone_of(found.unit_id))):
        template = "web/case/live.html" if getattr(request, "htmx", False) else "web/case/page.html"
        return render(request, template, _context(request, found))


def _context(request: HttpRequest, found: models.Case) -> dict[str, Any]:
    acting = acting_in(request)
    works_by = working_at(found.unit_id)
    lines = read.thread(found)
    owed = read.owed_in(found)
    moments = case_story.moments(found, lines, works_by, acting, owed)
    obligations = case_owed.shown(owed)
    everything = request.GET.get("all") == "1"
    promises = _promises(lines, moments)
    customer = masked_of([found]).get(found.customer_id or 0)
    steps = case_acts.steps(State(found, promises), Rights(found, acting, works_by))
    return {
        "case": found,
        "number": _called(found, customer),
        "kind": kind_label(found),
        "concern": REGISTER.kind(found.kind).concern,
        "customer": customer,
        "answers": _answers(found),
        "offered_to": _offered_to(found),
        "origin": _linked(found.arose_from) if found.arose_from is not None else None,
        "arisen": [_linked(one) for one in _arisen(found)],
        "owed": [one for one in obligations if not one.settled],
        "settled": [one for one in obligations if one.settled],
        "moments": moments if everything else moments[-case_story.MOST :],
        "hidden": 0 if everything else max(0, len(moments) - case_story.MOST),
        "follows": " ".join([found.subject, *(one.subject for one in promises)]),
        "first_steps": [one for one in steps if one.act.first],
        "promise_steps": [one for one in steps if one.promise is not None],
        "steps": [one for one in steps if not one.act.first and one.promise is None],
        "part_html": _part(request, found, acting),
    }


def _promises(lines: list[read.Line], moments: list[case_story.Moment]) -> list[case_acts.Promised]:
    said = {
        line.event.about[1]: str(fact.value)
        for line in lines
        if line.row.word == words.PROMISE and line.row.corrects_id is None and len(line.event.about) > 1
        for moment in moments
        if moment.id == line.row.pk
        for fact in moment.facts
        if fact.form == "text"
    }
    happened = [line.event for line in lines if not line.void and line.row.corrects_id is None]
    return case_acts.open_promises(happened, said)


def _part(request: HttpRequest, found: models.Case, acting: Acting) -> str:
    part = part_of(found.kind)
    if part is None:
        return ""
    shared = {"case": found, "acting": acting, "once": new_once()}
    return render_to_string(part.template, {**shared, **part.context(request, found)}, request)


def _called(found: models.Case, customer: Masked | None) -> str:
    """The case's number; of a customer's own story, whose name is no number to say, the customer, masked."""
    return f"{customer.name} {customer.phone}" if found.kind == "customer" and customer else number_of(found)


def _answers(found: models.Case) -> Staff | None:
    """Who answers while the owner is away; None where the owner does."""
    if found.owner is None or found.closed_at is not None:
        return None
    answers = answers_for(found.owner, clock.now())
    return answers if answers.pk != found.owner_id else None


def _offered_to(found: models.Case) -> str:
    if found.offered_to is not None:
        return found.offered_to.name
    return found.offered_desk.name if found.offered_desk is not None else ""


def _arisen(found: models.Case) -> list[models.Case]:
    rows = models.Case.objects.filter(arose_from=found).exclude(kind="promise")
    return list(rows.order_by("opened_at")[:20])


def _linked(other: models.Case) -> Linked:
    return Linked(number_of(other), kind_label(other), address_of(other), other.closed_at is not None)


def case_or_404(subject: str, called: Callable[[str], models.Case] = read.case_called) -> models.Case:
    """The case in sight with this name. Raises Http404."""
    try:
        return called(subject)
    except Fault:
        raise Http404 from None


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def do(request: HttpRequest, subject: str, name: str) -> HttpResponse:
    """Does one of ACTS. Its form is a dialog of the case's page, or a page of its own; it keeps what was typed."""
    found, acting = case_or_404(subject, read.case_alone), acting_in(request)
    one = case_acts.act_called(name)
    if one is None:
        raise Http404
    promise = _promise(found, request.GET.get("promise", "")) if one.about_promise else None
    with timezone.override(ZoneInfo(zone_of(found.unit_id))):
        data = (request.POST, request.FILES) if request.method == "POST" else ()
        form = case_acts.form_of(one, found, *data, about=promise.subject if promise is not None else "")
        if form.is_bound and form.is_valid():
            with page.faults_into(form, lambda fault: case_acts.field_of(fault, form)):
                # Texts that the standard's own fields ask for are kept with the event, or not at all.
                with writing() if form.asked else nullcontext():
                    one.do(found, {**form.cleaned_data, "promise": promise, "asked": form.answers()}, acting)
                return _done(request, found, str(one.done))
        told = case_acts.Promised(promise.subject, None, "") if promise is not None else None
        context = {
            "step": Step(one, found, form, told),
            "case": found,
            "number": number_of(found),
            "kind": kind_label(found),
            "back": address_of(found),
            "next": request.POST.get("next", ""),
        }
        template = "web/case/form.html" if getattr(request, "htmx", False) else "web/case/step.html"
        return render(request, template, context, status=page.form_status(form))


def _done(request: HttpRequest, found: models.Case, text: str) -> HttpResponse:
    """To the page it was asked from; to the first page where the case is no longer in sight."""
    page.said_and_done(request, text)
    in_sight = found.unit_id in acting_in(request).units  # and stays so, whoever owns it now
    try:
        goal = page.back_to(request, address_of(found if in_sight else read.case_alone(found.subject)))
    except Fault:
        goal = "/"
    return HttpResponseClientRedirect(goal) if getattr(request, "htmx", False) else redirect(goal)


def _promise(found: models.Case, subject: str) -> models.Case:
    """The promise of this case with that name. Raises Http404 for another's."""
    promise = models.Case.objects.filter(arose_from=found, kind="promise", subject=subject).first()
    if promise is None:
        raise Http404
    return promise


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def correct(request: HttpRequest, subject: str, event: int) -> HttpResponse:
    """Corrects an event of the case's story."""
    found, acting = case_or_404(subject), acting_in(request)
    works_by = working_at(found.unit_id)
    row = models.Event.objects.filter(told__case=found, pk=event, corrects__isnull=True).first()
    moment = _moment(found, works_by, acting, event)
    if row is None or moment is None or not moment.may_correct:
        raise Http404
    with timezone.override(ZoneInfo(zone_of(found.unit_id))):
        if request.method == "POST":
            form = Correct(request.POST, case=found, name="correct")
            if form.is_valid():
                with page.faults_into(form):
                    given = form.cleaned_data
                    correct_with(
                        row,
                        found,
                        given["reason"],
                        by=acting,
                        void=given["how"] == "void",
                        at=given["moved_to"],
                        once=given["once"],
                    )
            if not form.errors:
                page.said_and_done(request, _("Corrected. What was noted first stays visible."))
                return redirect(address_of(found))
        else:
            at = datetime.fromtimestamp(moment.shown_at, timezone.get_current_timezone())
            form = Correct(case=found, name="correct", initial={"at": at})
        context = {
            "case": found,
            "moment": moment,
            "form": form,
            "number": number_of(found),
            "kind": kind_label(found),
            "back": address_of(found),
        }
        return render(request, "web/case/correct.html", context, status=page.form_status(form))


def _moment(found: models.Case, works_by: Working, acting: Acting, event: int) -> case_story.Moment | None:
    told = case_story.moments(found, read.thread(found), works_by, acting, ())
    return next((one for one in told if one.id == event), None)
