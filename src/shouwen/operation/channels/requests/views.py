"""The pages of requests: the list, noting one, each step of one, and what the page of a case shows of it."""

from __future__ import annotations

from typing import Any
from zoneinfo import ZoneInfo

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST
from django_htmx.http import HttpResponseClientRedirect

from shouwen.fault import Fault
from shouwen.operation.channels.requests import actions, forms, listing, status, story
from shouwen.operation.channels.requests.models import Request
from shouwen.operation.channels.requests.steps import STEPS, Offered, offered
from shouwen.operation.ledger import models, read
from shouwen.operation.people import privacy
from shouwen.operation.people.models import Customer
from shouwen.operation.people.units import zone_of
from shouwen.operation.web import page
from shouwen.operation.web.case_address import address_of, number_of
from shouwen.operation.web.customers_shown import masked
from shouwen.operation.web.who import acting_in

PAGE = 50  # requests on a page of the list


@login_required
@require_GET
def listed(request: HttpRequest) -> HttpResponse:
    """The requests of the unit that is worked at, the newest first; by state, topic and owner, or one by its number."""
    acting, unit = acting_in(request), page.unit_of(request)
    topics = actions.topics_at(unit) if unit is not None else dict(story.TOPICS)
    form = forms.FilterForm(request.GET, topics=topics, owners=listing.owners(unit, acting))
    wanted = form.cleaned_data if form.is_valid() else {}
    number = story.number_of(wanted.get("number", "").strip()).upper()
    if number and (found := listing.called(number)) is not None:
        return redirect(address_of(found))
    rows = listing.rows(unit, acting, wanted) if not number else Request.objects.none()
    shown = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    lines = listing.lines(list(shown), topics)
    context = {"form": form, "page": shown, "lines": lines, "number": number, "beginning": bool(acting.units)}
    return render(request, "requests/list.html", context)


@login_required
@never_cache
def note(request: HttpRequest) -> HttpResponse:
    """A customer's concern is noted, on one page: who, what kind, what."""
    acting, unit = acting_in(request), page.unit_of(request)
    if unit is None or unit.pk not in acting.units:
        raise PermissionDenied
    topics = actions.topics_at(unit)
    given = request.GET.get("customer", "").removeprefix("customer:")
    known = Customer.objects.filter(name=given, erased_at__isnull=True).first() if given else None
    initial = {"customer": known.subject} if known is not None else {}
    form = forms.NoteForm(request.POST or None, topics=topics, initial=initial)
    if request.method == "POST" and form.is_valid():
        with page.faults_into(form, forms.place_of(form)):
            case = actions.note(unit, form.cleaned_data["topic"], form.cleaned_data["text"], by=acting, **_who(form))
            page.said_and_done(request, _("Noted. It is yours until it is settled or somebody accepts it."))
            return redirect(address_of(case))
    context = {"form": form, "known": None if known is None else masked(known), "found": _found(form)}
    return render(request, "requests/note.html", context, status=page.form_status(form))


def _who(form: forms.NoteForm) -> dict[str, str]:
    return {name: form.cleaned_data[name] for name in ("phone", "customer", "once")}


def _found(form: forms.NoteForm) -> list[privacy.Found]:
    """Who has the number that was typed, when the form comes back."""
    if not form.is_bound or not form.data.get("phone", "").strip():
        return []
    try:
        return privacy.find_by_phone(form.data["phone"])
    except Fault:
        return []


@login_required
@require_POST
@never_cache
def look_up(request: HttpRequest) -> HttpResponse:
    """Who has a number, masked: a fragment beside the field. The number comes in the body, never in an address."""
    acting = acting_in(request)
    if not acting.units:
        raise PermissionDenied
    typed = request.POST.get("phone", "").strip()
    context: dict[str, Any] = {"typed": bool(typed), "found": [], "chosen": request.POST.get("customer", "")}
    if typed:
        try:
            context["found"] = privacy.find_by_phone(typed)
        except Fault as fault:
            context["fault"] = fault.say(page.language())
    return render(request, "requests/customer.html", context)


@login_required
@never_cache
def do(request: HttpRequest, subject: str, verb: str) -> HttpResponse:
    """One step of a request: a page of its own, or for htmx the form alone, until it is right; then the case's page."""
    known = STEPS.get(verb)
    if known is None:
        raise Http404
    case = _request_or_404(subject)
    with timezone.override(ZoneInfo(zone_of(case.unit_id))):
        form = known.form(case, request.POST if request.method == "POST" else None)
        if form.is_bound and form.is_valid():
            with page.faults_into(form, forms.place_of(form)):
                known.do(case, form.cleaned_data, acting_in(request))
                page.said_and_done(request)
                goal = address_of(case)
                return HttpResponseClientRedirect(goal) if getattr(request, "htmx", False) else redirect(goal)
        context = {
            "step": Offered(known, case, form),
            "number": number_of(case),
            "back": address_of(case),
        }
        template = "requests/form.html" if getattr(request, "htmx", False) else "requests/step.html"
        return render(request, template, context, status=page.form_status(form))


@login_required
@require_GET
@never_cache
def link(request: HttpRequest, subject: str) -> HttpResponse:
    """The customer's own page of a request, as a link and a picture of it to be shown or printed."""
    case = _request_or_404(subject)
    address = request.build_absolute_uri(reverse("requests_status", args=[status.code_of(case)]))
    context = {"case": case, "number": number_of(case), "address": address}
    context |= {"picture": status.picture_of(address), "back": address_of(case)}
    return render(request, "requests/link.html", context)


def part(request: HttpRequest, case: models.Case) -> dict[str, Any]:
    """What a case's page shows of a request: the concern, the answer, open promises, and the steps one may take."""
    acting, row = acting_in(request), Request.objects.get(pk=case.pk)
    texts = privacy.read_texts([row.text, row.answer])
    return {
        "request_row": row,
        "number": number_of(case),
        "topic": story.topic_label(row.topic),
        "state": story.STATES[row.state],
        "text": texts.get(row.text),
        "answer": texts.get(row.answer),
        "result": story.RESULTS.get(row.result),
        "steps": offered(case, acting, row.state),
        "link": reverse("requests_link", args=[case.subject]),
    }


def _request_or_404(subject: str) -> models.Case:
    try:
        found = read.case_called(subject)
    except Fault:
        raise Http404 from None
    if found.kind != story.REQUEST:
        raise Http404
    return found
