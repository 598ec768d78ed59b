"""Keys to the API: everybody's own, and devices' for the security administrator. A secret is shown once."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from shouwen.operation.ledger import administering as book
from shouwen.operation.ledger import clock
from shouwen.operation.people.models import Token
from shouwen.operation.people.rights import Acting
from shouwen.operation.web import page
from shouwen.operation.web.administration.allowed import for_roles, units_with
from shouwen.operation.web.administration.forms import Form, UnitField, done, one_click
from shouwen.operation.web.once import new_once
from shouwen.operation.web.who import acting_in, staff_in

ADMIN = "security-admin"
SHOWN = 200

SCOPES = (
    ("read", gettext_lazy("read: see what its owner sees")),
    ("act", gettext_lazy("act: do what its owner may do")),
    ("personal", gettext_lazy("personal: see all of a customer's data, each time for a reason")),
    ("ingest", gettext_lazy("ingest: report what happened")),
    ("export", gettext_lazy("export: take records out")),
)
LASTING = (
    (30, gettext_lazy("30 days")), (90, gettext_lazy("90 days")), (180, gettext_lazy("half a year")),
    (365, gettext_lazy("a year")),
)  # fmt: skip
GRADES = (
    ("device", gettext_lazy("measured by the device")),
    ("customer", gettext_lazy("said by the customer")),
    ("transcript", gettext_lazy("found in what was said")),
    ("self-reported", gettext_lazy("reported by staff")),
)


class TokenForm(Form):
    """What it is for, what it may do, how long."""

    label = forms.CharField(label=gettext_lazy("What it is for"), max_length=100)
    scopes = forms.MultipleChoiceField(
        label=gettext_lazy("What it may do"), choices=SCOPES, widget=forms.CheckboxSelectMultiple
    )
    days = forms.TypedChoiceField(label=gettext_lazy("How long"), choices=LASTING, coerce=int, initial=90)

    def asked(self) -> dict[str, Any]:
        """What was given, as administering.make_token takes it."""
        given = self.given()
        days = given.pop("days")
        return {**given, "ends_at": clock.now() + days * 86400}


class DeviceForm(TokenForm):
    """The same of a device."""

    device = forms.RegexField(
        r"^[a-z0-9][a-z0-9._-]*$",
        label=gettext_lazy("Name of the device"),
        max_length=64,
        help_text=gettext_lazy("Small letters, digits, dots, hyphens. Records name it so."),
        widget=forms.TextInput(attrs={"autocapitalize": "none", "spellcheck": "false"}),
    )
    unit = UnitField(label=gettext_lazy("Unit"))
    grade = forms.ChoiceField(label=gettext_lazy("What it reports is"), choices=GRADES)
    field_order = ("device", "unit", "label", "grade", "scopes", "days")


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def tokens(request: HttpRequest) -> HttpResponse:
    """One's own."""
    acting = acting_in(request)
    rows = Token.objects.filter(staff=acting.staff)
    form = TokenForm(request.POST or None)
    return _page(request, form, rows, "administration_tokens", person=staff_in(request))


@require_http_methods(["GET", "POST"])
@for_roles(ADMIN)
def devices(request: HttpRequest) -> HttpResponse:
    """Those of devices."""
    acting = acting_in(request)
    units = units_with(acting, ADMIN)
    form = DeviceForm(request.POST or None)
    form.fields["unit"].offer(units)  # type: ignore[attr-defined]
    return _page(request, form, Token.objects.filter(unit__in=units), "administration_devices")


@login_required
@never_cache
@require_POST
def revoke(request: HttpRequest, token: int) -> HttpResponse:
    """Ends one now."""
    acting = acting_in(request)
    row = Token.objects.select_related("staff", "unit").filter(pk=token).first()
    if row is None or not _theirs(row, acting):
        raise Http404
    to = "administration_devices" if row.staff is None else "administration_tokens"
    act = lambda once: book.revoke_token(row, by=acting, once=once)  # noqa: E731
    return one_click(request, act, said=_("The key no longer opens anything."), to=to)


def _page(request: HttpRequest, form: TokenForm, rows: Any, to: str, **owner: Any) -> HttpResponse:
    acting, made = acting_in(request), list[tuple[Token, str]]()
    if done(form, lambda: made.append(book.make_token(**form.asked(), **owner, by=acting, once=form.sent_as))):
        if made:
            return render(
                request, "web/administration/token.html", {"row": made[0][0], "secret": made[0][1], "back": to}
            )
        page.said_and_done(
            request, _("This key was made already, and its secret shown. Lost, revoke it and make another.")
        )
        return redirect(to)
    context = {
        "form": form,
        "rows": rows.select_related("unit").order_by("-made_at", "-pk")[:SHOWN],
        "now": clock.now(),
        "once": new_once(),
        "devices": to == "administration_devices",
    }
    return render(request, "web/administration/tokens.html", context, status=page.form_status(form))


def _theirs(row: Token, acting: Acting) -> bool:
    if row.staff_id is not None:
        return row.staff_id == acting.staff
    return row.unit_id is not None and ADMIN in acting.roles_at(row.unit_id)
