"""People who work here: found, added, changed, let go; their passwords and locks.

The system administrator looks after accounts, the security administrator after passwords and posts: neither does
what is the other's.
"""

from __future__ import annotations

from django import forms
from django.conf import settings
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from shouwen.fault import Fault
from shouwen.operation.ledger import administered, clock
from shouwen.operation.ledger import administering as book
from shouwen.operation.people.models import Post, Staff
from shouwen.operation.web import page
from shouwen.operation.web.administration.allowed import for_roles
from shouwen.operation.web.administration.forms import Form, StaffField, done, form_page, one_click
from shouwen.operation.web.administration.person import SECURITY, SYSTEM, show
from shouwen.operation.web.who import acting_in

EACH_PAGE = 50

FIELD_OF = {
    "work-number-form": "username", "work-number-taken": "username", "name-empty": "name", "text-too-long": "name",
    "text-hidden-characters": "name", "backup-is-oneself": "successor", "successor-left": "successor",
}  # fmt: skip


class SearchForm(forms.Form):
    """By part of a name or work number."""

    q = forms.CharField(
        label=gettext_lazy("Name or work number"),
        required=False,
        max_length=100,
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
    )
    who = forms.ChoiceField(
        label=gettext_lazy("Who"),
        required=False,
        choices=[("", gettext_lazy("Who works here")), ("left", gettext_lazy("Who has left"))],
    )


class StaffForm(Form):
    """Name and e-mail."""

    name = forms.CharField(label=pgettext_lazy("person", "Name"), max_length=200)
    email = forms.EmailField(label=gettext_lazy("E-mail"), required=False, max_length=254)


class NewStaffForm(StaffForm):
    """A new person."""

    username = forms.CharField(
        label=gettext_lazy("Work number"),
        max_length=32,
        widget=forms.TextInput(attrs={"autocapitalize": "none", "autocomplete": "off", "spellcheck": "false"}),
    )
    language = forms.ChoiceField(
        label=gettext_lazy("Language"),
        required=False,
        choices=lambda: [("", _("As the browser has it")), *settings.LANGUAGES],
    )
    field_order = ("username", "name", "email", "language")


class LeaveForm(Form):
    """Who answers for what is left."""

    successor = StaffField(
        label=gettext_lazy("Work number of who answers from now on"),
        help_text=gettext_lazy("This colleague sees what is left among their own work, and answers for it."),
    )


class BackupForm(Form):
    """Who answers while the person is away."""

    backup = StaffField(
        label=gettext_lazy("Work number of the backup"),
        required=False,
        help_text=gettext_lazy("Empty: nobody of their own."),
    )


@require_GET
@for_roles(SYSTEM, SECURITY)
def people(request: HttpRequest) -> HttpResponse:
    """All of them, searched."""
    form = SearchForm(request.GET or None)
    rows = Staff.objects.order_by("name", "username")
    given = form.cleaned_data if form.is_bound and form.is_valid() else {"q": "", "who": ""}
    rows = rows.filter(is_active=given["who"] != "left")
    if given["q"]:
        rows = rows.filter(Q(name__icontains=given["q"]) | Q(username__icontains=given["q"]))
    shown = Paginator(rows, EACH_PAGE).get_page(request.GET.get("page"))
    lines = [(row, _posts_now(posts)) for row, posts in _with_posts(list(shown))]
    context = {"form": form, "page": shown, "lines": lines, "system": SYSTEM in acting_in(request).roles}
    return render(request, "web/administration/people.html", context)


@require_http_methods(["GET", "POST"])
@for_roles(SYSTEM)
def add(request: HttpRequest) -> HttpResponse:
    """A new person; the password is shown on the page that follows at once, and never again."""
    acting, made = acting_in(request), list[tuple[Staff, str]]()
    form = NewStaffForm(request.POST or None)
    if done(form, lambda: made.append(book.add_staff(**form.given(), by=acting, once=form.sent_as)), FIELD_OF):
        if not made:
            page.said_and_done(request, _("This person was added already. Their password is shown only once."))
            return redirect("administration_people")
        return _password_page(request, *made[0])
    return form_page(request, form, title=_("Add a person"), back=reverse("administration_people"))


@require_GET
@for_roles(SYSTEM, SECURITY)
def person(request: HttpRequest, number: str) -> HttpResponse:
    """A person: their posts, who answers for them, absences, shifts."""
    return show(request, _staff_or_404(number))


@require_http_methods(["GET", "POST"])
@for_roles(SYSTEM)
def change(request: HttpRequest, number: str) -> HttpResponse:
    """Name and e-mail."""
    acting, row = acting_in(request), _staff_or_404(number)
    form = StaffForm(request.POST or None, initial={"name": row.name, "email": row.email})
    if done(form, lambda: book.change_staff(row, **form.given(), by=acting, once=form.sent_as), FIELD_OF):
        page.said_and_done(request)
        return redirect("administration_person", number=number)
    return form_page(request, form, title=_("Change a person"), back=reverse("administration_person", args=[number]))


@require_http_methods(["GET", "POST"])
@for_roles(SYSTEM)
def leave(request: HttpRequest, number: str) -> HttpResponse:
    """The person has left: what they still own is listed, and who answers for it from then on."""
    acting, row = acting_in(request), _staff_or_404(number)
    initial = {"successor": row.backup.username if row.backup is not None else ""}
    form = LeaveForm(request.POST or None, initial=initial)
    if done(form, lambda: book.let_go(row, **form.given(), by=acting, once=form.sent_as), FIELD_OF):
        page.said_and_done(
            request, _("They can no longer log in. What is left stands among the work of who answers for it.")
        )
        return redirect("administration_person", number=number)
    count, cases = administered.left_behind(row)
    context = {"row": row, "form": form, "count": count, "cases": cases}
    return render(request, "web/administration/leave.html", context, status=page.form_status(form))


@require_http_methods(["GET", "POST"])
@for_roles(SYSTEM)
def backup(request: HttpRequest, number: str) -> HttpResponse:
    """Who answers while the person is away."""
    acting, row = acting_in(request), _staff_or_404(number)
    form = BackupForm(request.POST or None, initial={"backup": row.backup.username if row.backup is not None else ""})
    field = {"backup-is-oneself": "backup", "successor-left": "backup"}
    if done(form, lambda: book.choose_backup(row, **form.given(), by=acting, once=form.sent_as), field):
        page.said_and_done(request)
        return redirect("administration_person", number=number)
    return form_page(request, form, title=_("Choose a backup"), back=reverse("administration_person", args=[number]))


@require_POST
@for_roles(SECURITY)
def password(request: HttpRequest, number: str) -> HttpResponse:
    """A fresh password, shown at once and never again."""
    acting, row = acting_in(request), _staff_or_404(number)
    try:
        return _password_page(request, row, book.give_password(row, by=acting))
    except Fault as fault:
        page.say_fault(request, fault)
        return redirect("administration_person", number=number)


@require_POST
@for_roles(SECURITY)
def unlock(request: HttpRequest, number: str) -> HttpResponse:
    """Ends a lock-out."""
    acting, row = acting_in(request), _staff_or_404(number)
    said = _("They can try again now.")
    act = lambda once: book.unlock(row, by=acting, once=once)  # noqa: E731
    return one_click(request, act, said=said, to="administration_person", number=number)


@require_POST
@for_roles(SECURITY)
def second_factor(request: HttpRequest, number: str) -> HttpResponse:
    """Lets the person in by password alone."""
    acting, row = acting_in(request), _staff_or_404(number)
    said = _("They log in by password alone until they set up another second factor.")
    act = lambda once: book.drop_second_factor(row, by=acting, once=once)  # noqa: E731
    return one_click(request, act, said=said, to="administration_person", number=number)


def _password_page(request: HttpRequest, row: Staff, password: str) -> HttpResponse:
    return render(request, "web/administration/password.html", {"row": row, "password": password})


def _staff_or_404(number: str) -> Staff:
    row = Staff.objects.select_related("backup").filter(username=number).first()
    if row is None:
        raise Http404
    return row


def _with_posts(rows: list[Staff]) -> list[tuple[Staff, list[Post]]]:
    held: dict[int, list[Post]] = {row.pk: [] for row in rows}
    for post in Post.objects.filter(staff__in=rows).select_related("unit").order_by("pk"):
        held[post.staff_id].append(post)
    return [(row, held[row.pk]) for row in rows]


def _posts_now(posts: list[Post]) -> list[Post]:
    now = clock.now()
    return [post for post in posts if post.since <= now and (post.until is None or post.until > now)]
