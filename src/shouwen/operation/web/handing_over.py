"""To whom a case may be handed: people and desks, found by their names."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.contrib.auth.decorators import login_required
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST

from shouwen.fault import Fault
from shouwen.operation.ledger import clock, models, read
from shouwen.operation.people.models import Absence, Post, Shift, Staff, Unit
from shouwen.operation.people.roles import ADMINISTRATORS, ROLES
from shouwen.operation.people.units import path_up
from shouwen.wording import Wording

MOST = 12
"""People, and desks, that are shown at once; the search narrows them down."""

_LONGEST = 60  # characters of a name searched for


@dataclass(frozen=True, slots=True)
class Receiver:
    """Somebody, or a desk, to whom a case may be handed. `value`: how events name them."""

    value: str
    name: str
    unit: str
    roles: tuple[Wording, ...]
    here: bool
    away: bool
    desk: bool


def receivers(case: models.Case, text: str = "") -> list[Receiver]:
    """People and desks whose name holds `text`; without it those at the case's unit, and its neighbours' desks.

    The owner is left out, and who has no post but an administrator's. Five queries.
    """
    sought = text.replace("\0", "").strip()[:_LONGEST]
    at = clock.now()
    posts = Post.objects.filter(Q(until__isnull=True) | Q(until__gt=at), since__lte=at, staff__is_active=True)
    posts = posts.exclude(role__in=ADMINISTRATORS).exclude(staff=case.owner_id).select_related("staff", "unit")
    if sought:
        posts = posts.filter(Q(staff__name__icontains=sought) | Q(unit__name__icontains=sought))
    else:
        posts = posts.filter(unit__in=path_up(case.unit_id))
    by_person: dict[int, list[Post]] = {}
    for post in posts.order_by("staff__name", "pk")[: MOST * 4]:
        by_person.setdefault(post.staff_id, []).append(post)
    people = list(by_person)[:MOST]
    here, away = _here(people), _away(people, at)
    found = [_person(by_person[key], here, away) for key in people]
    found.sort(key=lambda one: (one.away, not one.here))
    return found + [_desk(unit) for unit in _desks(case, sought)]


def chosen(value: str) -> str:
    """The name of whom `value` names, "" where there is nobody of that name."""
    kind, _, number = value.partition(":")
    if not number.isdecimal() or len(number) > 18:
        return ""
    rows: Iterable[str] = (
        Staff.objects.filter(pk=number).values_list("name", flat=True)
        if kind == "staff"
        else Unit.objects.filter(pk=number).values_list("name", flat=True)
    )
    return next(iter(rows), "")


def _here(people: Iterable[int]) -> set[int]:
    rows = Shift.objects.filter(staff__in=people, clocked_in__isnull=False, clocked_out__isnull=True)
    return set(rows.values_list("staff", flat=True))


def _away(people: Iterable[int], at: int) -> set[int]:
    return set(Absence.objects.filter(staff__in=people, begins__lte=at, ends__gt=at).values_list("staff", flat=True))


def _person(posts: list[Post], here: set[int], away: set[int]) -> Receiver:
    staff = posts[0].staff
    roles: Mapping[str, Wording] = {post.role: ROLES.get(post.role, Wording.of(post.role)) for post in posts}
    units = dict.fromkeys(post.unit.name for post in posts)
    return Receiver(
        value=staff.reference,
        name=staff.name,
        unit="、".join(units),
        roles=tuple(roles.values()),
        here=staff.pk in here,
        away=staff.pk in away,
        desk=False,
    )


def _desks(case: models.Case, sought: str) -> list[Unit]:
    rows = Unit.objects.filter(closed_at__isnull=True).exclude(kind__in=[Unit.Kind.ORGANISATION, Unit.Kind.REGION])
    if sought:
        return list(rows.filter(name__icontains=sought).order_by("name")[:MOST])
    above = path_up(case.unit_id)[1:2]
    near = Q(pk=case.unit_id) | Q(parent__in=above)
    return sorted(rows.filter(near).order_by("name")[:MOST], key=lambda unit: unit.pk != case.unit_id)


def _desk(unit: Unit) -> Receiver:
    return Receiver(value=f"unit:{unit.pk}", name=unit.name, unit="", roles=(), here=False, away=False, desk=True)


@login_required
@require_POST
def find(request: HttpRequest) -> HttpResponse:
    """The choices for the name typed so far: a fragment. Names are sent in the body, never in an address."""
    try:
        case = read.case_called(request.POST.get("subject", ""))
    except Fault:
        raise Http404 from None
    context = {"receivers": receivers(case, request.POST.get("find", "")), "to": request.POST.get("to", "")}
    return render(request, "web/case/receivers.html", context)
