"""The page of who sells devices: the customers, one of them turn by turn, and whom to contact. Made for a phone."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any
from zoneinfo import ZoneInfo

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from shouwen.fault import Fault
from shouwen.operation.channels.hall import story as visits
from shouwen.operation.channels.hall.models import Hall, Sale, Visit
from shouwen.operation.channels.hall.sales import actions, selling, story, turns
from shouwen.operation.channels.hall.sales.forms import TurnForm
from shouwen.operation.channels.hall.waiting import opening
from shouwen.operation.ledger import clock
from shouwen.operation.ledger.act import done_before
from shouwen.operation.ledger.editions import settings_now
from shouwen.operation.people.models import Unit
from shouwen.operation.people.rights import Acting
from shouwen.operation.people.roles import MANAGERS
from shouwen.operation.people.units import zone_of
from shouwen.operation.web import page
from shouwen.operation.web.once import new_once
from shouwen.operation.web.who import acting_in

View = Callable[..., HttpResponse]
WORDS = frozenset(turn.word for turn in (*story.TURNS, *story.BESIDE))


def _of_sellers(view: View) -> View:
    """For who sells devices at the unit they work at now. Raises PermissionDenied for others."""

    @login_required
    @never_cache
    @wraps(view)
    def asked(request: HttpRequest) -> HttpResponse:
        acting, unit = acting_in(request), page.unit_of(request)
        if unit is None or not selling.of_sellers(unit.pk, acting):
            raise PermissionDenied
        return view(request, acting, unit)

    return asked


def _of_a_sale(view: View) -> View:
    """A view of a sale in sight, for who sells devices where it is, by the clocks there."""

    @login_required
    @never_cache
    @wraps(view)
    def asked(request: HttpRequest, name: str, **named: str) -> HttpResponse:
        acting, sale = acting_in(request), selling.sale_called(name)
        if sale is None:
            raise Http404
        if not selling.of_sellers(sale.unit_id, acting):
            raise PermissionDenied
        with timezone.override(ZoneInfo(zone_of(sale.unit_id))):
            return view(request, acting, sale, **named)

    return asked


@require_safe
@_of_sellers
def listed(request: HttpRequest, acting: Acting, unit: Unit) -> HttpResponse:
    """The customers who are here, and whom to contact."""
    settings = settings_now(unit.pk)
    context: dict[str, Any] = {
        "hall": unit,
        "is_hall": Hall._base_manager.filter(pk=unit.pk).exists(),
        "once": new_once(),
        "places": selling.choices(settings, "hall.sale-places").items(),
        "manners": selling.choices(settings, "hall.contact-manners").items(),
        "lines": selling.here(unit.pk, acting),
        "contacts": selling.contacts_due(acting),
    }
    return render(request, "hall/sales.html", context)


@require_POST
@_of_sellers
def new(request: HttpRequest, acting: Acting, unit: Unit) -> HttpResponse:
    """A customer came: field `place`; `number` where they have one in the line."""
    try:
        visit = _visit(unit, request.POST.get("number", ""))
        sale = actions.notice(unit, request.POST.get("place", ""), by=acting, visit=visit, once=_once(request))
    except Fault as fault:
        page.say_fault(request, fault)
        return redirect("hall_sales")
    return redirect("hall_sale", selling.name_of(sale))


@require_safe
@_of_a_sale
def one(request: HttpRequest, acting: Acting, sale: Sale) -> HttpResponse:
    """A customer: what is next, what to say, what else may be done."""
    return render(request, "hall/sale.html", _context(acting, sale))


@require_POST
@_of_a_sale
def turn(request: HttpRequest, acting: Acting, sale: Sale, word: str) -> HttpResponse:
    """A turn of the sale: its form, until it is right and the standard lets it happen."""
    if word not in WORDS:
        raise Http404
    moment = selling.moment_of(sale, acting)
    if done_before(acting, _once(request)) is not None:
        return redirect("hall_sale", selling.name_of(sale))
    planned = next((one.step for one in turns.turns(moment, sale.state, {}) if one.step.word == word), None)
    if planned is None:
        page.say_fault(request, Fault("sale-moved-on"))
        return redirect("hall_sale", selling.name_of(sale))
    form = TurnForm(request.POST, planned, settings_now(sale.unit_id))
    if form.is_valid():
        with page.faults_into(form, lambda fault: _place(form, fault)):
            _take(sale, word, form, acting, _once(request))
            return redirect("hall_sales") if word == story.LEFT else redirect("hall_sale", selling.name_of(sale))
    given = {**request.POST.dict(), "word": word}
    fault = " ".join(str(one) for one in form.non_field_errors())
    context = _context(acting, sale, given) | {"fault_word": word, "fault": fault, "wrong": form}
    return render(request, "hall/sale.html", context, status=422)


@require_POST
@_of_a_sale
def place(request: HttpRequest, acting: Acting, sale: Sale) -> HttpResponse:
    """They went over to another place."""
    return _done(
        request, sale, lambda: actions.at_place(sale, request.POST.get("place", ""), by=acting, once=_once(request))
    )


@require_POST
@_of_a_sale
def contact(request: HttpRequest, acting: Acting, sale: Sale) -> HttpResponse:
    """The buyer was contacted."""
    manner = request.POST.get("manner", "")
    return _done(
        request, sale, lambda: actions.contact(sale, manner, by=acting, once=_once(request)), after=_("Noted.")
    )


@require_POST
@_of_a_sale
def release(request: HttpRequest, acting: Acting, sale: Sale) -> HttpResponse:
    """The buyer wants no more contacts."""
    return _done(request, sale, lambda: actions.release(sale, by=acting, once=_once(request)))


def _take(sale: Sale, word: str, form: TurnForm, by: Acting, once: str) -> None:
    data = form.data_given()
    if word == story.PROMISED:
        given = form.cleaned_data
        actions.promise_contacts(sale, given["name"], given["phone"], str(data.get("manner") or ""), by=by, once=once)
    elif word == story.LEFT:
        actions.leave(sale, by=by, once=once)
    else:
        actions.say(sale, word, by=by, data=data, once=once)


def _place(form: TurnForm, fault: Fault) -> str | None:
    """The field of the form that the fault is about."""
    name = fault.code.partition("-")[0]
    return name if name in form.fields else None


def _done(request: HttpRequest, sale: Sale, act: Callable[[], Sale], *, after: str = "") -> HttpResponse:
    try:
        act()
    except Fault as fault:
        page.say_fault(request, fault)
    else:
        if after:
            page.said_and_done(request, after)
    return redirect(page.back_to(request, reverse("hall_sale", args=[selling.name_of(sale)])))


def _context(acting: Acting, sale: Sale, given: dict[str, Any] | None = None) -> dict[str, Any]:
    settings = settings_now(sale.unit_id)
    return selling.shown(sale, acting, given) | {
        "once": new_once(),
        "manners": selling.choices(settings, "hall.contact-manners").items(),
        "may_release": bool(set(MANAGERS) & acting.roles_at(sale.unit_id)),
    }


def _visit(unit: Unit, number: str) -> Visit | None:
    """Whose number that is today; None where none was typed. Raises Fault("console-number-unknown")."""
    typed = number.strip().upper()
    if not typed:
        return None
    digits = typed.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
    if not digits.isdecimal() or len(digits) > 6:
        raise Fault("console-number-unknown", number=typed[:6])
    rows = Visit.objects.filter(unit=unit, day=opening.day_of(unit.pk, clock.now())).exclude(state=visits.GONE)
    found = rows.select_related("case").filter(prefix=typed[: len(typed) - len(digits)], serial=int(digits)).first()
    if found is None:
        raise Fault("console-number-unknown", number=typed[:6])
    return found


def _once(request: HttpRequest) -> str:
    return request.POST.get("once", "")[:64]
