"""The tree of units: looked at, added to, changed. For the system administrator."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from shouwen.operation.ledger import administering as book
from shouwen.operation.ledger import clock
from shouwen.operation.ledger.editions import standard_now
from shouwen.operation.people.models import Unit
from shouwen.operation.people.rights import Acting
from shouwen.operation.people.units import standards_of, subtree, tree, zone_of
from shouwen.operation.web import page
from shouwen.operation.web.administration.allowed import for_roles, units_with
from shouwen.operation.web.administration.forms import Form, MomentField, UnitField, done, form_page, one_click
from shouwen.operation.web.once import new_once
from shouwen.operation.web.who import acting_in
from shouwen.wording import Wording

ADMIN = "system-admin"

FIELD_OF = {
    "unit-code-form": "code", "unit-code-taken": "code", "calendar-zone-unknown": "zone", "unit-closed": "under",
    "unit-below-itself": "under", "unit-standard-unknown": "standard", "unit-standard-since": "since",
    "text-too-long": "name", "text-hidden-characters": "name",
}  # fmt: skip


class UnitForm(Form):
    """What a unit is. Its code is asked once, and never again."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=book.LONGEST_NAME)
    kind = forms.ChoiceField(label=gettext_lazy("Kind"), choices=Unit.Kind.choices)
    size = forms.ChoiceField(label=gettext_lazy("Size class"), required=False, choices=[("", "—"), *Unit.Size.choices])
    standard = forms.ChoiceField(
        label=gettext_lazy("Standard"),
        required=False,
        choices=lambda: [("", _("As the unit above")), *((name, name) for name in book.standards())],
        help_text=gettext_lazy("It judges what begins from then on; what has begun, the standard of its time judges."),
    )
    zone = forms.CharField(
        label=gettext_lazy("Time zone"),
        required=False,
        max_length=40,
        help_text=gettext_lazy("A name such as Asia/Shanghai. Empty: as the unit above."),
    )


class NewUnitForm(UnitForm):
    """A new one, with its code and the unit above it."""

    code = forms.CharField(
        label=pgettext_lazy("a unit", "Code"),
        max_length=32,
        help_text=gettext_lazy("Small letters, digits, hyphens. Records name the unit by it: it can never be changed."),
        widget=forms.TextInput(attrs={"autocapitalize": "none", "spellcheck": "false"}),
    )
    under = UnitField(label=gettext_lazy("Below"))
    field_order = ("code", "name", "under", "kind", "size", "standard", "zone")


class ChangeForm(UnitForm):
    """Other than it was; by another standard from a time on."""

    since = MomentField(
        label=gettext_lazy("Standard in force from"),
        required=False,
        help_text=gettext_lazy("Empty: as soon as can be."),
    )
    field_order = ("name", "kind", "size", "standard", "since", "zone")


class MoveForm(Form):
    """Below which unit."""

    under = UnitField(label=gettext_lazy("Below"))


@dataclass(frozen=True, slots=True)
class Row:
    """A unit in the tree."""

    unit: Unit
    depth: int
    standard: str
    title: Wording
    inherited: bool


@require_GET
@for_roles(ADMIN)
def units(request: HttpRequest) -> HttpResponse:
    """The tree."""
    acting = acting_in(request)
    context = {"rows": _rows(acting)}
    return render(request, "web/administration/units.html", context)


@require_http_methods(["GET", "POST"])
@for_roles(ADMIN)
def add(request: HttpRequest) -> HttpResponse:
    """A new unit."""
    acting = acting_in(request)
    form = NewUnitForm(request.POST or None, initial={"under": request.GET.get("under", "")[:32]})
    form.fields["under"].offer(units_with(acting, ADMIN))  # type: ignore[attr-defined]
    if done(form, lambda: book.add_unit(**form.given(), by=acting, once=form.sent_as), FIELD_OF):
        page.said_and_done(request, _("The unit was added."))
        return redirect("administration_units")
    return form_page(request, form, title=_("Add a unit"), back=reverse("administration_units"))


@require_http_methods(["GET", "POST"])
@for_roles(ADMIN)
def unit(request: HttpRequest, code: str) -> HttpResponse:
    """One unit: changed, moved, closed."""
    acting, row = acting_in(request), _unit_or_404(request, code)
    initial = {name: getattr(row, name) for name in ("name", "kind", "size", "standard", "zone")}
    form = ChangeForm(request.POST or None, initial=initial)
    if done(form, lambda: book.change_unit(row, **form.given(), by=acting, once=form.sent_as), FIELD_OF):
        page.said_and_done(request)
        return redirect("administration_unit", code=code)
    return _page(request, row, form=form)


@require_POST
@for_roles(ADMIN)
def move(request: HttpRequest, code: str) -> HttpResponse:
    """Hangs the unit under another."""
    acting, row = acting_in(request), _unit_or_404(request, code)
    form = _move_form(acting, row, request.POST)
    if done(form, lambda: book.move_unit(row, **form.given(), by=acting, once=form.sent_as), FIELD_OF):
        page.said_and_done(request, _("The unit was moved."))
        return redirect("administration_unit", code=code)
    return _page(request, _unit_or_404(request, code), move=form)


@require_POST
@for_roles(ADMIN)
def close(request: HttpRequest, code: str) -> HttpResponse:
    """Closes the unit, or opens it again where it is closed."""
    acting, row = acting_in(request), _unit_or_404(request, code)
    act = book.close_unit if row.closed_at is None else book.reopen_unit
    return one_click(request, lambda once: act(row, by=acting, once=once), to="administration_unit", code=code)


def _page(
    request: HttpRequest, row: Unit, *, form: ChangeForm | None = None, move: MoveForm | None = None
) -> HttpResponse:
    initial = {name: getattr(row, name) for name in ("name", "kind", "size", "standard", "zone")}
    shown = move or _move_form(acting_in(request), row, None)
    context: dict[str, Any] = {
        "row": row,
        "form": form or ChangeForm(initial=initial),
        "move": shown,
        "once": new_once(),
        "standard": standard_now(row.pk),
        "coming": [(at, name) for at, name in standards_of(row.pk) if at > clock.now()],
        "zone": zone_of(row.pk),
        "below": len(subtree(row.pk)) - 1,
    }
    wrong = any(page.form_status(one) == 422 for one in (context["form"], shown))
    return render(request, "web/administration/unit.html", context, status=422 if wrong else 200)


def _move_form(acting: Acting, row: Unit, data: Any) -> MoveForm:
    form = MoveForm(data, initial={"under": row.parent.code if row.parent is not None else ""}, prefix="move")
    form.fields["under"].offer(units_with(acting, ADMIN))  # type: ignore[attr-defined]
    return form


def _unit_or_404(request: HttpRequest, code: str) -> Unit:
    row = Unit.objects.select_related("parent").filter(code=code).first()
    if row is None or ADMIN not in acting_in(request).roles_at(row.pk):
        raise Http404
    return row


def _rows(acting: Acting) -> list[Row]:
    """The units they look after, each after the one above it, in the order of their names."""
    places = tree()
    mine = {key for key in places if ADMIN in acting.roles_at(key)}
    found = {row.pk: row for row in Unit.objects.filter(pk__in=mine)}

    def way(key: int) -> list[tuple[str, int]]:
        return [(places[one].name, one) for one in reversed(places[key].path) if one in places]

    return [
        Row(found[key], len(places[key].path) - 1, standard, book.title_of(standard), not places[key].standard)
        for key in sorted(found, key=way)
        for standard in [standard_now(key)]
    ]
