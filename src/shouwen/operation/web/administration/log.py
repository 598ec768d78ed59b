"""The log of administration, the seal, and log-ins that failed. For the audit administrator, who sees no customer."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING, Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from shouwen.operation.ledger import administered
from shouwen.operation.ledger.verify import verify as hold_against_seal
from shouwen.operation.web import page
from shouwen.operation.web.administration.allowed import for_roles
from shouwen.operation.web.administration.forms import StaffField, day_field

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise

ADMIN = "audit-admin"
EACH_PAGE = 50
BLOCKS = 10
"""Blocks that the button looks at: ten thousand events at most, a matter of a second."""

KINDS = (
    ("", gettext_lazy("All")),
    ("changes", gettext_lazy("Changes of the organisation")),
    ("unmasked", gettext_lazy("Customer data shown")),
    ("erased", gettext_lazy("Customer data erased")),
    ("corrections", gettext_lazy("Corrections")),
)

CHANGES: dict[str, _StrOrPromise] = {
    "unit.added": gettext_lazy("Unit added"),
    "unit.changed": gettext_lazy("Unit changed"),
    "unit.moved": gettext_lazy("Unit moved"),
    "unit.closed": gettext_lazy("Unit closed"),
    "unit.reopened": gettext_lazy("Unit opened again"),
    "staff.added": gettext_lazy("Person added"),
    "staff.changed": gettext_lazy("Name or e-mail changed"),
    "staff.let-go": gettext_lazy("Person has left"),
    "staff.password-given": gettext_lazy("Password given"),
    "staff.unlocked": gettext_lazy("Lock-out ended"),
    "staff.second-factor-dropped": gettext_lazy("Second factor dropped"),
    "staff.backup-chosen": gettext_lazy("Backup chosen"),
    "post.given": gettext_lazy("Post given"),
    "post.ended": gettext_lazy("Post ended"),
    "shift.planned": gettext_lazy("Shifts planned"),
    "shift.taken-away": gettext_lazy("Shift taken away"),
    "absence.planned": gettext_lazy("Absence noted"),
    "absence.ended": gettext_lazy("Absence ended"),
    "token.made": gettext_lazy("Key made"),
    "token.revoked": gettext_lazy("Key revoked"),
    "edition.published": gettext_lazy("Edition published"),
    "edition.withdrawn": gettext_lazy("Edition withdrawn"),
    "calendar.changed": gettext_lazy("Calendar changed"),
    "event.tried-again": gettext_lazy("Set aside, tried again"),
    "event.let-be": gettext_lazy("Set aside, let be"),
    "mail.tried-again": gettext_lazy("Mail tried again"),
    "mail.let-be": gettext_lazy("Mail let be"),
}
"""What the changes are called, by what their events name them. One that is not here is shown as it is."""


def name_changes(names: Mapping[str, _StrOrPromise]) -> None:
    """What a room calls the changes that it notes itself."""
    CHANGES.update(names)


class FilterForm(forms.Form):
    """Which lines."""

    kind = forms.ChoiceField(label=gettext_lazy("Kind"), required=False, choices=KINDS)
    by = StaffField(label=gettext_lazy("Work number"), required=False)
    since = day_field(label=gettext_lazy("From"), required=False)
    until = day_field(label=gettext_lazy("Until and with"), required=False)

    def asked(self) -> dict[str, Any]:
        """What was given, as administered.log takes it."""
        given = self.cleaned_data
        since, until = given["since"], given["until"]
        return {
            "kind": given["kind"],
            "by": given["by"],
            "since": None if since is None else _midnight(since),
            "until": None if until is None else _midnight(until + timedelta(1)),
        }


@require_GET
@for_roles(ADMIN)
def log(request: HttpRequest) -> HttpResponse:
    """The lines, the newest first."""
    form = FilterForm(request.GET or None)
    asked: dict[str, Any] = form.asked() if form.is_bound and form.is_valid() else {}
    number = request.GET.get("before", "")
    before = int(number) if number.isdecimal() and len(number) < 19 else None
    lines = [] if form.errors else administered.log(**asked, before=before, most=EACH_PAGE + 1)
    context = {
        "form": form,
        "lines": [(line, CHANGES.get(str(line.what), line.what)) for line in lines[:EACH_PAGE]],
        "older": lines[EACH_PAGE - 1].number if len(lines) > EACH_PAGE else None,
    }
    return render(request, "web/administration/log.html", context, status=page.form_status(form))


@require_GET
@for_roles(ADMIN)
def seal(request: HttpRequest) -> HttpResponse:
    """How far the log is sealed, and the log-ins that failed."""
    return _seal_page(request, None)


@require_POST
@for_roles(ADMIN)
def verify(request: HttpRequest) -> HttpResponse:
    """Holds the last blocks against the seal."""
    report = hold_against_seal(start=administered.block_back(BLOCKS))
    return _seal_page(request, report)


def _seal_page(request: HttpRequest, report: Any) -> HttpResponse:
    context = {
        "sealed": administered.sealed(),
        "failures": administered.failures(),
        "report": report,
        "findings": [one.say(page.language()) for one in report.findings[:50]] if report is not None else [],
        "blocks": BLOCKS,
    }
    return render(request, "web/administration/seal.html", context)


def _midnight(day: Any) -> int:
    return int(timezone.make_aware(datetime.combine(day, time())).timestamp())
