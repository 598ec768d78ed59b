"""My work: what I owe, what is handed to me, my open cases; and for who manages a unit, what the unit owes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from shouwen.fault import Fault
from shouwen.operation.ledger import clock, models, read
from shouwen.operation.ledger.editions import working_at
from shouwen.operation.ledger.shifts import begin_shift, end_shift
from shouwen.operation.people import units
from shouwen.operation.people.models import Shift
from shouwen.operation.people.rights import Acting
from shouwen.operation.people.roles import MANAGERS
from shouwen.operation.web import page
from shouwen.operation.web.case_acts import ACTS, Step, form_of
from shouwen.operation.web.case_address import address_of, concern_of, kind_label, number_of
from shouwen.operation.web.case_parts import beginnings
from shouwen.operation.web.customers_shown import Masked, masked_of
from shouwen.operation.web.offered import Offer, offers_to
from shouwen.operation.web.who import acting_in, staff_in
from shouwen.standard.clause import Clause
from shouwen.wording import Wording

MOST = 50
"""Lines of a list; the most urgent of them, so that the rest is reached by settling these."""


@dataclass(frozen=True, slots=True)
class Owed:
    """A line of what is owed. `then`: what would settle it; `owner`: for whom, where it is not the one who looks;
    `zone`: of the unit whose case it is."""

    key: int
    address: str
    number: str
    kind: Wording
    says: Wording
    then: Wording | None
    due: int | None
    warn: int | None
    stage: str
    owner: str
    covering: bool
    customer: Masked | None
    zone: str


@dataclass(frozen=True, slots=True)
class Waiting:
    """A hand-over that waits for an answer. due, warn: of what the case owes next."""

    case: models.Case
    address: str
    number: str
    kind: Wording
    desk: bool
    reason: str
    since: int | None
    due: int | None
    warn: int | None
    zone: str
    customer: Masked | None
    accept: Step
    refuse: Step


@dataclass(frozen=True, slots=True)
class Mine:
    """An open case of mine, or of somebody I cover: then `owner` says of whom."""

    case: models.Case
    address: str
    number: str
    kind: Wording
    offered: bool
    owner: str
    customer: Masked | None


@login_required
@require_GET
def home(request: HttpRequest) -> HttpResponse:
    """My work; asked for by htmx, only what changes of it."""
    acting = acting_in(request)
    owes = _timed(read.owed_by(acting, most=MOST))
    offered = offers_to(acting)
    mine = read.owned_by(acting, most=MOST)
    people = masked_of([*(concern_of(one.case) for one in owes), *(one.case for one in offered), *mine])
    context = {
        "owed": [_owed(one, people, acting) for one in owes],
        "waiting": _waiting(offered, people),
        "mine": [_mine(case, people, acting) for case in mine],
        "most": MOST,
        "nothing": not (owes or offered or mine),
    }
    return _page(request, "web/work/mine", context)


@login_required
@require_GET
def unit(request: HttpRequest) -> HttpResponse:
    """What the units that this person manages owe, and what breaks next."""
    acting = acting_in(request)
    managed = managed_units(acting)
    if not managed:
        return redirect("home")
    owes = _timed(read.owed_at(sorted(managed), most=MOST))
    people = masked_of(concern_of(one.case) for one in owes)
    lines = [_owed(one, people, acting, everyone=True) for one in owes]
    context = {"owed": lines, "most": MOST, "whole_unit": True}
    return _page(request, "web/work/unit", context)


def _page(request: HttpRequest, template: str, context: Mapping[str, Any]) -> HttpResponse:
    if getattr(request, "htmx", False):
        return render(request, f"{template}_part.html", context)
    acting = acting_in(request)
    shift = Shift.objects.filter(staff=acting.staff, clocked_in__isnull=False, clocked_out__isnull=True).first()
    frame = {
        "manages": bool(managed_units(acting)),
        "shift": shift,
        "may_clock": bool(acting.posts),
        "beginnings": beginnings(acting),
    }
    return render(request, f"{template}.html", {**context, **frame})


def managed_units(acting: Acting) -> frozenset[int]:
    """The units that this person manages, and all below them."""
    return frozenset().union(*(units.subtree(at) for at, role in acting.posts if role in MANAGERS))


def _timed(owes: Sequence[read.Owes]) -> list[read.Owes]:
    """Without what has no time by which something is to be done: "not more than three times" asks for nothing now."""
    return [one for one in owes if one.row.due is not None or one.row.reason == "paused"]


def _owed(one: read.Owes, people: Mapping[int, Masked], acting: Acting, *, everyone: bool = False) -> Owed:
    row, case = one.row, concern_of(one.case)
    now = clock.now()
    late = row.due is not None and row.due < now
    soon = row.warn is not None and row.warn <= now
    owner = row.owner.name if row.owner is not None and (everyone or one.covering) else ""
    return Owed(
        key=row.pk,
        address=address_of(case),
        number=number_of(case),
        kind=kind_label(case),
        says=one.clause.says if one.clause is not None else Wording.of(row.clause),
        then=settled_by(one.clause, row.unit_id),
        due=row.due,
        warn=row.warn,
        stage="late" if late else "soon" if soon else "far",
        owner=owner,
        covering=one.covering,
        customer=people.get(case.customer_id or 0),
        zone=units.zone_of(row.unit_id),
    )


def settled_by(clause: Clause | None, unit: int) -> Wording | None:
    """What the clause waits for, in words; None where that is not one thing."""
    waits = getattr(clause.check, "then", None) if clause is not None else None
    names: Sequence[str] = getattr(waits, "words", ())
    known = working_at(unit).vocabulary.words
    labels = [known[name].label for name in names if name in known]
    if not labels or len(labels) > 2:
        return None
    return Wording(*(sign.join(texts) for sign, texts in _joined(labels)))


def _joined(labels: Sequence[Wording]) -> Iterable[tuple[str, list[str]]]:
    yield "、", [label.zh_hans for label in labels]
    yield "、", [label.zh_hant for label in labels]
    yield ", ", [label.en for label in labels]


def _waiting(offers: Sequence[Offer], people: Mapping[int, Masked]) -> list[Waiting]:
    return [
        Waiting(
            case=one.case,
            address=address_of(one.case),
            number=number_of(one.case),
            kind=kind_label(one.case),
            desk=one.case.offered_desk_id is not None,
            reason=one.reason,
            since=one.since,
            due=one.next.due if one.next is not None else None,
            warn=one.next.warn if one.next is not None else None,
            zone=units.zone_of(one.case.unit_id),
            customer=people.get(one.case.customer_id or 0),
            accept=_step("accept", one.case),
            refuse=_step("refuse", one.case),
        )
        for one in offers
    ]


def _step(name: str, case: models.Case) -> Step:
    one = next(each for each in ACTS if each.name == name)
    return Step(one, case, form_of(one, case))


def _mine(case: models.Case, people: Mapping[int, Masked], acting: Acting) -> Mine:
    return Mine(
        case=case,
        address=address_of(case),
        number=number_of(case),
        kind=kind_label(case),
        offered=case.offered_to_id is not None or case.offered_desk_id is not None,
        owner=case.owner.name if case.owner is not None and case.owner_id != acting.staff else "",
        customer=people.get(case.customer_id or 0),
    )


@login_required
@require_POST
def clock_in(request: HttpRequest) -> HttpResponse:
    """The person is at work from now on, at the unit they chose."""
    acting, here = acting_in(request), page.unit_of(request)
    try:
        if here is None:
            raise Fault("no-post-at-unit", unit="-")
        begin_shift(staff_in(request), here, by=acting)
    except Fault as fault:
        page.say_fault(request, fault)
    else:
        page.said_and_done(request, _("You are clocked in. Have a good shift."))
    return redirect(page.back_to(request, reverse("home")))


@login_required
@require_POST
def clock_out(request: HttpRequest) -> HttpResponse:
    """The person leaves now."""
    acting = acting_in(request)
    try:
        end_shift(staff_in(request), by=acting)
    except Fault as fault:
        page.say_fault(request, fault)
    else:
        page.said_and_done(request, _("You are clocked out. Thank you for today."))
    return redirect(page.back_to(request, reverse("home")))
