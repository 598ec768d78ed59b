"""The page of a person, with the form that gives them a post."""

from __future__ import annotations

from typing import Any

from allauth.mfa.models import Authenticator
from axes.models import AccessAttempt
from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy

from shouwen.operation.ledger import administered, clock
from shouwen.operation.people.models import Absence, Shift, Staff
from shouwen.operation.people.rights import Acting
from shouwen.operation.people.roles import ROLES
from shouwen.operation.web import page
from shouwen.operation.web.administration.allowed import units_with
from shouwen.operation.web.administration.forms import Form, MomentField, UnitField, said_choices
from shouwen.operation.web.once import new_once
from shouwen.operation.web.who import acting_in

SYSTEM, SECURITY = "system-admin", "security-admin"


class PostForm(Form):
    """Which role, where, from when to when."""

    role = forms.ChoiceField(label=gettext_lazy("Role"), choices=said_choices(ROLES))
    unit = UnitField(label=gettext_lazy("Unit"), help_text=gettext_lazy("A post counts there and at every unit below."))
    since = MomentField(label=gettext_lazy("From"), required=False, help_text=gettext_lazy("Empty: from now."))
    until = MomentField(label=gettext_lazy("Until"), required=False, help_text=gettext_lazy("Empty: open."))


def post_form(acting: Acting, data: Any = None) -> PostForm:
    """The form, with the units that they look after."""
    form = PostForm(data)
    form.fields["unit"].offer(units_with(acting, SECURITY))  # type: ignore[attr-defined]
    return form


def show(request: HttpRequest, row: Staff, *, post: PostForm | None = None) -> HttpResponse:
    """The page of a person; `post`: a form that was refused."""
    acting, now = acting_in(request), clock.now()
    posts = list(row.posts.select_related("unit").order_by("-since", "-pk")[:100])
    form = post or post_form(acting)
    name = row.username.casefold()
    context: dict[str, Any] = {
        "row": row,
        "held": [one for one in posts if one.until is None or one.until > now],
        "past": [one for one in posts if one.until is not None and one.until <= now],
        "absences": Absence.objects.filter(staff=row, ends__gt=now).select_related("backup").order_by("begins"),
        "shifts": Shift.objects.filter(staff=row, ends__gt=now).select_related("unit").order_by("begins")[:14],
        "answers": administered.answers_for(row),
        "form": form,
        "once": new_once(),
        "system": SYSTEM in acting.roles,
        "security": SECURITY in acting.roles,
        "failures": sum(AccessAttempt.objects.filter(username=name).values_list("failures_since_start", flat=True)),
        "second_factor": Authenticator.objects.filter(user=row).exists(),
        "oneself": acting.staff == row.pk,
    }
    return render(request, "web/administration/person.html", context, status=page.form_status(form))
