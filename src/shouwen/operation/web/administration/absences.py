"""Who is away, and who answers meanwhile. For managers of the units where the person works: nobody notes their own."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django import forms
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from shouwen.operation.ledger import administered, clock, models
from shouwen.operation.ledger import administering as book
from shouwen.operation.people.models import Absence, Post, Staff
from shouwen.operation.people.rights import Acting
from shouwen.operation.people.roles import MANAGERS
from shouwen.operation.people.units import subtree
from shouwen.operation.web import page
from shouwen.operation.web.administration.allowed import for_roles
from shouwen.operation.web.administration.forms import Form, MomentField, StaffField, done, one_click
from shouwen.operation.web.case_address import address_of, kind_label, number_of
from shouwen.operation.web.once import new_once
from shouwen.operation.web.who import acting_in
from shouwen.wording import Wording

FIELD_OF = {"absence-times": "ends", "backup-is-oneself": "backup", "successor-left": "backup"}
CASES = 50
MOST = 200


class AbsenceForm(Form):
    """Who, from when to when, and who answers."""

    person = forms.ChoiceField(label=gettext_lazy("Who is away"))
    begins = MomentField(label=gettext_lazy("From"))
    ends = MomentField(label=gettext_lazy("Until"))
    backup = StaffField(
        label=gettext_lazy("Work number of who answers meanwhile"),
        required=False,
        help_text=gettext_lazy("Empty: their usual backup, or else the manager."),
    )


@dataclass(frozen=True, slots=True)
class Unowned:
    """An open case whose owner is away or has left, and who answers for it now."""

    case: models.Case
    address: str
    number: str
    kind: Wording
    answers: Staff


@require_GET
@for_roles(*MANAGERS)
def absences(request: HttpRequest) -> HttpResponse:
    """Who is or will be away, and whose open cases somebody else answers for."""
    return _page(request, None)


@require_http_methods(["POST"])
@for_roles(*MANAGERS)
def plan(request: HttpRequest) -> HttpResponse:
    """Notes an absence."""
    acting = acting_in(request)
    form = _form(acting, request.POST)

    def do() -> None:
        given = form.given()
        person = Staff.objects.get(username=given["person"])
        book.plan_absence(person, given["begins"], given["ends"], backup=given["backup"], by=acting, once=form.sent_as)

    if done(form, do, FIELD_OF):
        page.said_and_done(request, _("The absence is noted."))
        return redirect("administration_absences")
    return _page(request, form)


@require_POST
@for_roles(*MANAGERS)
def end(request: HttpRequest, absence: int) -> HttpResponse:
    """The person is back, or does not go after all."""
    acting = acting_in(request)
    row = Absence.objects.select_related("staff").filter(pk=absence, staff__in=managed_people(acting)).first()
    if row is None:
        raise Http404
    act = lambda once: book.end_absence(row, by=acting, once=once)  # noqa: E731
    return one_click(request, act, to="administration_absences")


def _page(request: HttpRequest, form: AbsenceForm | None) -> HttpResponse:
    acting = acting_in(request)
    shown = form or _form(acting, None)
    context: dict[str, Any] = {
        "form": shown,
        "rows": absences_managed(acting),
        "cases": _unowned(),
        "most": CASES,
        "once": new_once(),
    }
    return render(request, "web/administration/absences.html", context, status=page.form_status(shown))


def absences_managed(acting: Acting) -> list[Absence]:
    """Who of the people this person manages is or will be away, the soonest first."""
    rows = Absence.objects.filter(staff__in=managed_people(acting), ends__gt=clock.now())
    return list(rows.select_related("staff", "staff__backup", "backup").order_by("begins", "pk")[:MOST])


def _unowned() -> list[Unowned]:
    """The open cases in sight whose owner has left or is away, the oldest first: a manager may take them over."""
    now = clock.now()
    away = Absence.objects.filter(begins__lte=now, ends__gt=now).values("staff")
    rows = models.Case.objects.filter(Q(owner__is_active=False) | Q(owner__in=away), closed_at__isnull=True)
    found = list(rows.select_related("unit", "owner").order_by("opened_at")[:CASES])
    answers = {case.owner_id: administered.answers_for(case.owner) for case in found if case.owner is not None}
    return [
        Unowned(case, address_of(case), number_of(case), kind_label(case), answers[case.owner_id])
        for case in found
        if case.owner_id in answers
    ]


def managed_people(acting: Acting) -> list[int]:
    """The keys of those who have a post, now or to come, at a unit that this person manages."""
    managed = frozenset[int]().union(*(subtree(unit) for unit, role in acting.posts if role in MANAGERS))
    held = Post.objects.filter(
        Q(until__isnull=True) | Q(until__gt=clock.now()), unit__in=managed, staff__is_active=True
    )
    return sorted(set(held.values_list("staff", flat=True)))


def _form(acting: Acting, data: Any) -> AbsenceForm:
    form = AbsenceForm(data)
    people = Staff.objects.filter(pk__in=managed_people(acting)).order_by("username")
    form.fields["person"].choices = [(one.username, f"{one.name} ({one.username})") for one in people]  # type: ignore[attr-defined]
    return form
