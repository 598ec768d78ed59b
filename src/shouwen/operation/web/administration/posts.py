"""Giving posts and ending them. For the security administrator, who has no other post."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from shouwen.operation.ledger import administering as book
from shouwen.operation.ledger import clock
from shouwen.operation.people.models import Post, Staff
from shouwen.operation.people.rights import Acting
from shouwen.operation.people.roles import ROLES
from shouwen.operation.web import page
from shouwen.operation.web.administration.allowed import for_roles, units_with
from shouwen.operation.web.administration.forms import Form, MomentField, UnitField, done, one_click, said_choices
from shouwen.operation.web.who import acting_in

ADMIN = "security-admin"

FIELD_OF = {
    "post-times": "until", "administrators-apart": "role", "post-twice": "role", "role-unknown": "role",
    "unit-closed": "unit",
}  # fmt: skip


class PostForm(Form):
    """Which role, where, from when to when."""

    role = forms.ChoiceField(label=gettext_lazy("Role"), choices=said_choices(ROLES))
    unit = UnitField(label=gettext_lazy("Unit"), help_text=gettext_lazy("A post counts there and at every unit below."))
    since = MomentField(label=gettext_lazy("From"), required=False, help_text=gettext_lazy("Empty: from now."))
    until = MomentField(label=gettext_lazy("Until"), required=False, help_text=gettext_lazy("Empty: open."))


def post_form(acting: Acting, data: Any = None) -> PostForm:
    """The form, with the units that they look after."""
    form = PostForm(data)
    form.fields["unit"].offer(units_with(acting, ADMIN))  # type: ignore[attr-defined]
    return form


@require_POST
@for_roles(ADMIN)
def give(request: HttpRequest, number: str) -> HttpResponse:
    """Gives the person a post."""
    from shouwen.operation.web.administration.people import show

    acting = acting_in(request)
    row = Staff.objects.select_related("backup").filter(username=number).first()
    if row is None:
        raise Http404
    form = post_form(acting, request.POST)
    if done(form, lambda: _give(row, form, acting), FIELD_OF):
        page.said_and_done(request, _("The post was given."))
        return redirect("administration_person", number=number)
    return show(request, row, post=form)


def _give(row: Staff, form: PostForm, acting: Acting) -> None:
    given = form.given()
    since = given["since"] if given["since"] is not None else clock.now()
    book.give_post(row, given["unit"], given["role"], by=acting, since=since, until=given["until"], once=form.name)


@require_POST
@for_roles(ADMIN)
def end(request: HttpRequest, post: int) -> HttpResponse:
    """Ends a post now."""
    acting = acting_in(request)
    row = Post.objects.select_related("staff", "unit").filter(pk=post).first()
    if row is None or ADMIN not in acting.roles_at(row.unit_id):
        raise Http404
    act = lambda once: book.end_post(row, by=acting, once=once)  # noqa: E731
    said = _("The post was ended.")
    return one_click(request, act, said=said, to="administration_person", number=row.staff.username)
