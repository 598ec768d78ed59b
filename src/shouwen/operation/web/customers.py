"""Customers: found by a whole number, shown masked; all of it only for a reason, once, and noted."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from shouwen.operation.ledger import customers as book
from shouwen.operation.ledger import models
from shouwen.operation.people import identity, privacy
from shouwen.operation.people.models import Customer
from shouwen.operation.people.personal import PersonalData
from shouwen.operation.people.units import tree
from shouwen.operation.web import page
from shouwen.operation.web.case_address import address_of, kind_label, number_of
from shouwen.operation.web.case_parts import beginnings
from shouwen.operation.web.customers_acts import consents
from shouwen.operation.web.customers_forms import ChangeForm, SearchForm, UnmaskForm, field_of
from shouwen.operation.web.customers_shown import Masked, care_of, customer_or_404, found_by, masked
from shouwen.operation.web.once import new_once
from shouwen.operation.web.who import acting_in
from shouwen.wording import Wording

CASES = 50
"""Cases of a customer that are shown, the latest."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A customer that was found; without an address where none of their cases is in sight."""

    shown: Masked
    unit: str


@dataclass(frozen=True, slots=True)
class Known:
    """A customer's data as a page shows them."""

    name: str
    phones: tuple[str, ...]
    documents: tuple[tuple[Wording, str], ...]
    address: str
    care: tuple[Wording, ...]
    whole: bool


@dataclass(frozen=True, slots=True)
class Theirs:
    """A case of the customer."""

    row: models.Case
    number: str
    kind: Wording
    address: str


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def customers(request: HttpRequest) -> HttpResponse:
    """The search. What is searched for comes in the body, never in an address."""
    acting = acting_in(request)
    form = SearchForm(request.POST) if request.method == "POST" else SearchForm()
    hits: list[Hit] | None = None
    if form.is_bound and form.is_valid():
        with page.faults_into(form, lambda fault: "number"):
            hits = _hits(found_by(form.cleaned_data["kind"], form.cleaned_data["number"], by=acting))
    context = {"form": form, "hits": hits, "beginnings": beginnings(acting)}
    return render(request, "web/customers/search.html", context, status=page.form_status(form))


def _hits(found: Sequence[tuple[privacy.Found, Customer | None]]) -> list[Hit]:
    places = tree()
    hits = []
    for one, row in found:
        shown = Masked(
            name=one.shown.name,
            phone=one.shown.phones[0] if one.shown.phones else "",
            care=care_of(one.shown),
            tier=row.tier if row is not None else "",
            address=reverse("customer", args=[row.name]) if row is not None else "",
            erased=False,
        )
        hits.append(Hit(shown, places[one.unit].name if one.unit in places else ""))
    return hits


@login_required
@never_cache
@require_http_methods(["GET"])
def customer(request: HttpRequest, name: str) -> HttpResponse:
    """A customer's page, masked."""
    return _page(request, customer_or_404(name), privacy.show_masked)


@login_required
@never_cache
@require_POST
def unmask(request: HttpRequest, name: str) -> HttpResponse:
    """Shows all of it, this once, after noting who asked and why."""
    row, acting = customer_or_404(name), acting_in(request)
    form = UnmaskForm(request.POST)
    if form.is_valid():
        with page.faults_into(form, field_of(form)):
            given = form.cleaned_data
            whole = book.unmask(row, given["why"], given["text"], by=acting, once=given["once"])
            return _page(request, row, lambda _row: whole)
    return _page(request, row, privacy.show_masked, unmasking=form)


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def change(request: HttpRequest, name: str) -> HttpResponse:
    """Changes a customer's data, at their wish or with their consent; what is left empty stays."""
    row, acting = customer_or_404(name), acting_in(request)
    shown = privacy.show_masked(row)
    if row.erased_at is not None:
        return redirect("customer", name=name)
    form = ChangeForm(request.POST or None, initial={"care": sorted(shown.care)})
    if form.is_bound and form.is_valid():
        with page.faults_into(form, field_of(form)):
            given = form.cleaned_data
            book.change(row, by=acting, **form.changes(), consent=given["consent"], once=given["once"])
            page.said_and_done(request, _("The data were changed; the log says which, and nothing of them."))
            return redirect("customer", name=name)
    context = {"form": form, "customer": masked(row), "known": _known(shown)}
    return render(request, "web/customers/change.html", context, status=page.form_status(form))


def _page(
    request: HttpRequest,
    row: Customer,
    data: Callable[[Customer], PersonalData],
    *,
    unmasking: UnmaskForm | None = None,
) -> HttpResponse:
    shown: PersonalData = data(row)
    places = tree()
    form = unmasking or UnmaskForm()
    context = {
        "customer": masked(row),
        "name": row.name,
        "known": _known(shown),
        "met_at": places[row.unit_id].name if row.unit_id in places else "",
        "erased_at": row.erased_at,
        "cases": [_theirs(one) for one in cases_of(row, most=CASES)],
        "unmasking": form,
        "beginnings": beginnings(acting_in(request)),
        "story": _story(row),
        "consents": consents(shown) if row.erased_at is None else [],
        "may_set_tier": book.may_set_tier(row, acting_in(request)),
        "longest_tier": book.LONGEST_TIER,
        "once": new_once(),
    }
    return render(request, "web/customers/page.html", context, status=page.form_status(form))


def cases_of(row: Customer, *, most: int) -> list[models.Case]:
    """The customer's cases in sight, the latest first; their own story and the promises made to them apart."""
    rows = models.Case.objects.filter(customer=row).exclude(kind__in=["customer", "promise"])
    return list(rows.select_related("unit", "owner").order_by("-opened_at")[:most])


def _story(row: Customer) -> str:
    """The address of their own story: who looked at their data, what was changed; "" where none is in sight."""
    found = models.Case.objects.filter(subject=row.subject).first()
    return reverse("case", args=[found.subject]) if found is not None else ""


def _known(shown: PersonalData) -> Known:
    address = shown.address
    parts = [] if address is None else [address.province, address.city, address.district, address.line]
    kinds = identity.KINDS
    return Known(
        name="" if shown.name == "*" else shown.name,
        phones=shown.phones,
        documents=tuple((kinds[one.kind].label, one.number) for one in shown.documents if one.kind in kinds),
        address=" ".join(part for part in parts if part),
        care=care_of(shown),
        whole=not shown.masked,
    )


def _theirs(case: models.Case) -> Theirs:
    return Theirs(case, number_of(case), kind_label(case), address_of(case))
