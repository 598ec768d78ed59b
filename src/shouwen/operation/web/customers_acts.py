"""What is noted of a customer with one click on their page: the tier, to what they agree."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from shouwen.fault import Fault
from shouwen.operation.ledger import customers as book
from shouwen.operation.people.personal import PersonalData
from shouwen.operation.web import page
from shouwen.operation.web.customers_shown import customer_or_404
from shouwen.operation.web.once import new_once
from shouwen.operation.web.who import acting_in
from shouwen.wording import Wording


@dataclass(frozen=True, slots=True)
class Agreed:
    """Something a customer may agree to; since when they do, None where they do not. `once`: of the button's form."""

    name: str
    says: Wording
    since: int | None
    once: str


def consents(shown: PersonalData) -> list[Agreed]:
    """All that a customer may agree to."""
    since = {one.what: one.at for one in book.consents_of(shown)}
    return [Agreed(name, says, since.get(name), new_once()) for name, says in book.PURPOSES.items()]


@login_required
@never_cache
@require_POST
def tier(request: HttpRequest, name: str) -> HttpResponse:
    """Sets the tier."""
    row, once = customer_or_404(name), request.POST.get("once", "")[:64]
    try:
        book.set_tier(row, request.POST.get("tier", ""), by=acting_in(request), once=once)
        page.said_and_done(request)
    except Fault as fault:
        page.say_fault(request, fault)
    return redirect("customer", name=name)


@login_required
@never_cache
@require_POST
def consent(request: HttpRequest, name: str) -> HttpResponse:
    """Notes that the customer agrees to something, or no longer does."""
    row, once = customer_or_404(name), request.POST.get("once", "")[:64]
    purpose, given = request.POST.get("what", "")[:32], request.POST.get("given") == "1"
    try:
        book.note_consent(row, purpose, given=given, by=acting_in(request), once=once)
        page.said_and_done(request)
    except Fault as fault:
        page.say_fault(request, fault)
    return redirect("customer", name=name)
