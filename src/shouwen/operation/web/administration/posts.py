"""Giving posts and ending them. For the security administrator, who has no other post."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from shouwen.operation.ledger import administering as book
from shouwen.operation.ledger import clock
from shouwen.operation.people.models import Post, Staff
from shouwen.operation.people.rights import Acting
from shouwen.operation.web import page
from shouwen.operation.web.administration.allowed import for_roles
from shouwen.operation.web.administration.forms import done, one_click
from shouwen.operation.web.administration.person import SECURITY, PostForm, post_form, show
from shouwen.operation.web.who import acting_in

FIELD_OF = {
    "post-times": "until", "administrators-apart": "role", "post-twice": "role", "post-role-unknown": "role",
    "unit-closed": "unit",
}  # fmt: skip


@require_POST
@for_roles(SECURITY)
def give(request: HttpRequest, number: str) -> HttpResponse:
    """Gives the person a post."""
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
    book.give_post(row, given["unit"], given["role"], by=acting, since=since, until=given["until"], once=form.sent_as)


@require_POST
@for_roles(SECURITY)
def end(request: HttpRequest, post: int) -> HttpResponse:
    """Ends a post now."""
    acting = acting_in(request)
    row = Post.objects.select_related("staff", "unit").filter(pk=post).first()
    if row is None or SECURITY not in acting.roles_at(row.unit_id):
        raise Http404
    act = lambda once: book.end_post(row, by=acting, once=once)  # noqa: E731
    said = _("The post was ended.")
    return one_click(request, act, said=said, to="administration_person", number=row.staff.username)
