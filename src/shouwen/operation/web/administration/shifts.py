"""The shifts of a unit, a week at a time. For its managers and planners."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from shouwen.fault import Fault
from shouwen.operation.ledger import administering as book
from shouwen.operation.ledger import clock
from shouwen.operation.ledger.shifts import begin_shift, end_shift
from shouwen.operation.people.duty import on_duty
from shouwen.operation.people.models import Post, Shift, Staff, Unit
from shouwen.operation.people.roles import ADMINISTRATORS, MANAGERS
from shouwen.operation.people.units import path_up, zone_of
from shouwen.operation.web import page
from shouwen.operation.web.administration.allowed import PLANNERS, for_roles, units_with
from shouwen.operation.web.administration.forms import Form, day_field, done
from shouwen.operation.web.once import new_once
from shouwen.operation.web.who import acting_in
from shouwen.worktime import Zone
from shouwen.worktime import zone_of as named_zone

WEEKDAYS = (
    gettext_lazy("Mon"), gettext_lazy("Tue"), gettext_lazy("Wed"), gettext_lazy("Thu"), gettext_lazy("Fri"),
    gettext_lazy("Sat"), gettext_lazy("Sun"),
)  # fmt: skip
MOST_WEEKS = 26
FIELD_OF = {"shift-times": "until", "no-post-at-unit": "person", "shift-none": "weekdays"}


class ShiftForm(Form):
    """Who, when, and whether it comes again."""

    person = forms.ChoiceField(label=gettext_lazy("Who"))
    day = day_field(label=gettext_lazy("Day"))
    begins = forms.TimeField(label=gettext_lazy("From"), widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"))
    until = forms.TimeField(
        label=gettext_lazy("Until"),
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        help_text=gettext_lazy("Earlier than it begins: on the next day."),
    )
    weekdays = forms.MultipleChoiceField(
        label=gettext_lazy("Again on"),
        required=False,
        choices=[(str(number), name) for number, name in enumerate(WEEKDAYS)],
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("None chosen: on that one day alone."),
    )
    weeks = forms.IntegerField(label=gettext_lazy("For how many weeks"), min_value=1, max_value=MOST_WEEKS, initial=1)

    def spans(self, zone: Zone) -> list[tuple[int, int]]:
        """From when to when each shift is."""
        given = self.cleaned_data
        days = [given["day"]]
        if given["weekdays"]:
            chosen = {int(one) for one in given["weekdays"]}
            following = (given["day"] + timedelta(step) for step in range(7 * given["weeks"]))
            days = [one for one in following if one.weekday() in chosen]
        overnight = given["until"] <= given["begins"]
        return [
            (_instant(zone, one, given["begins"]), _instant(zone, one + timedelta(overnight), given["until"]))
            for one in days
        ]


@dataclass(frozen=True, slots=True)
class Row:
    """A person's week: the shifts of each day; whether they are clocked in here now."""

    person: Staff
    days: Sequence[Sequence[Shift]]
    here: bool


@require_GET
@for_roles(*PLANNERS)
def shifts(request: HttpRequest) -> HttpResponse:
    """The week of a unit: who, when, and as it was clocked."""
    unit, monday = _asked(request)
    return _page(request, unit, monday, None)


@require_http_methods(["POST"])
@for_roles(*PLANNERS)
def plan(request: HttpRequest) -> HttpResponse:
    """Plans shifts: one, or the same on weekdays for some weeks. All of them or none."""
    acting = acting_in(request)
    unit, monday = _asked(request)
    form = _form(unit, monday, request.POST)
    zone = named_zone(zone_of(unit.pk))

    def do() -> None:
        person = Staff.objects.get(username=form.cleaned_data["person"])
        book.plan_shifts(person, unit, form.spans(zone), by=acting, once=form.sent_as)

    if done(form, do, FIELD_OF):
        page.said_and_done(request, _("The shifts are planned."))
        return redirect(_address(unit, _monday(form.cleaned_data["day"])))
    return _page(request, unit, monday, form)


@require_POST
@for_roles(*PLANNERS)
def take_away(request: HttpRequest, shift: int) -> HttpResponse:
    """Takes away a planned shift."""
    acting = acting_in(request)
    row = Shift.objects.select_related("unit", "staff").filter(pk=shift).first()
    if row is None or acting.roles_at(row.unit_id).isdisjoint(PLANNERS):
        raise Http404
    try:
        book.take_away_shift(row, by=acting, once=request.POST.get("once", "")[:64])
        page.said_and_done(request, _("The shift was taken away."))
    except Fault as fault:
        page.say_fault(request, fault)
    return redirect(_address(row.unit, _monday(_local_day(row.begins, named_zone(zone_of(row.unit_id))))))


@require_POST
@for_roles(*MANAGERS)
def clock_one(request: HttpRequest, number: str) -> HttpResponse:
    """A manager clocks one of their people in at the unit, or out where they are clocked in."""
    acting = acting_in(request)
    unit, monday = _asked(request)
    person = get_object_or_404(Staff, username__iexact=number)
    try:
        if request.POST.get("leaves"):
            end_shift(person, by=acting)
        else:
            begin_shift(person, unit, by=acting)
        page.said_and_done(request)
    except Fault as fault:
        page.say_fault(request, fault)
    return redirect(_address(unit, monday))


def _page(request: HttpRequest, unit: Unit, monday: date, form: ShiftForm | None) -> HttpResponse:
    zone = named_zone(zone_of(unit.pk))
    days = [monday + timedelta(step) for step in range(7)]
    shown = form or _form(unit, monday, None)
    context: dict[str, Any] = {
        "at": unit,
        "mine": units_with(acting_in(request), *PLANNERS),
        "days": [(one, name, _instant(zone, one, time(12))) for one, name in zip(days, WEEKDAYS, strict=True)],
        "rows": _rows(unit, days, zone),
        "form": shown,
        "week": monday.isoformat(),
        "first": _instant(zone, monday, time()),
        "before": _address(unit, monday - timedelta(7)),
        "after": _address(unit, monday + timedelta(7)),
        "this_week": _address(unit, _monday(_local_day(clock.now(), zone))),
        "once": new_once(),
        "manages": not acting_in(request).roles_at(unit.pk).isdisjoint(MANAGERS),
    }
    return render(request, "web/administration/shifts.html", context, status=page.form_status(shown))


def _rows(unit: Unit, days: Sequence[date], zone: Zone) -> list[Row]:
    first, last = _instant(zone, days[0], time()), _instant(zone, days[-1] + timedelta(1), time())
    people = {person.pk: person for person in staff_at(unit)}
    week: dict[int, list[list[Shift]]] = {key: [[] for _day in days] for key in people}
    found = Shift.objects.filter(unit=unit, begins__gte=first, begins__lt=last).select_related("staff")
    for shift in found.order_by("begins"):
        people.setdefault(shift.staff_id, shift.staff)
        lines = week.setdefault(shift.staff_id, [[] for _day in days])
        lines[(_local_day(shift.begins, zone) - days[0]).days].append(shift)
    here = {person.pk for person in on_duty(unit.pk)}
    return [Row(people[key], week[key], key in here) for key in sorted(people, key=lambda key: people[key].username)]


def staff_at(unit: Unit) -> list[Staff]:
    """Who has a post at the unit, or above it, now: they may be planned there. Administrators serve nobody."""
    now = clock.now()
    held = Post.objects.exclude(role__in=ADMINISTRATORS).filter(
        Q(until__isnull=True) | Q(until__gt=now), unit__in=path_up(unit.pk), since__lte=now
    )
    return list(Staff.objects.filter(pk__in=held.values("staff"), is_active=True).order_by("username"))


def _form(unit: Unit, monday: date, data: Any) -> ShiftForm:
    today = _local_day(clock.now(), named_zone(zone_of(unit.pk)))
    form = ShiftForm(data, initial={"day": max(monday, today) if monday + timedelta(7) > today else monday})
    people = [(person.username, f"{person.name} ({person.username})") for person in staff_at(unit)]
    form.fields["person"].choices = people  # type: ignore[attr-defined]
    return form


def _asked(request: HttpRequest) -> tuple[Unit, date]:
    """The unit and the week that are asked for: of who asks, and of now, unless it is said."""
    mine = units_with(acting_in(request), *PLANNERS)
    code = request.GET.get("unit", "")
    unit = next((one for one in mine if one.code == code), None)
    if (code and unit is None) or not mine:
        raise Http404
    unit = unit or next((one for one in mine if one == page.unit_of(request)), mine[0])
    try:
        day = date.fromisoformat(request.GET.get("week", ""))
    except ValueError:
        day = _local_day(clock.now(), named_zone(zone_of(unit.pk)))
    return unit, _monday(min(max(day, date(1971, 1, 1)), date(2199, 1, 1)))


def _address(unit: Unit, monday: date) -> str:
    return f"{reverse('administration_shifts')}?{urlencode({'unit': unit.code, 'week': monday.isoformat()})}"


def _monday(day: date) -> date:
    return day - timedelta(day.weekday())


def _local_day(at: int, zone: Zone) -> date:
    return date(1970, 1, 1) + timedelta(zone.local(at) // 86400)


def _instant(zone: Zone, day: date, at: time) -> int:
    local = datetime.combine(day, at) - datetime(1970, 1, 1)
    return zone.instant(int(local.total_seconds()))
