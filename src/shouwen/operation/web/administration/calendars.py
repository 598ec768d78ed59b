"""The calendars of standards: looked at by the month, and left otherwise than they are, with what that would move."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import yaml
from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext
from django.views.decorators.http import require_GET, require_http_methods

from shouwen.fault import Fault
from shouwen.operation.ledger import administering, standards
from shouwen.operation.people.units import tree
from shouwen.operation.web import page
from shouwen.operation.web.administration.allowed import for_roles
from shouwen.operation.web.administration.calendar_month import clock, month_of
from shouwen.operation.web.administration.forms import Form, done
from shouwen.operation.web.administration.shifts import WEEKDAYS
from shouwen.operation.web.who import acting_in
from shouwen.wording import Wording
from shouwen.worktime import Calendar

ROLES = standards.CALENDAR_ROLES
KEYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
SPECIAL = 20_000  # characters
SHOWN = 50


@dataclass(frozen=True, slots=True)
class Shelf:
    """A standard with its calendars."""

    name: str
    title: Wording
    units: list[str]
    kept: list[standards.Kept]


class CalendarForm(Form):
    """Opening hours, holidays, single days. `text` writes it as a standard does."""

    zone = forms.CharField(label=gettext_lazy("Time zone"), max_length=40)
    holidays = forms.ChoiceField(
        label=gettext_lazy("Public holidays"),
        choices=[("none", gettext_lazy("none")), ("china", gettext_lazy("China"))],
    )
    make_up = forms.ChoiceField(
        label=gettext_lazy("Hours of a make-up workday"),
        required=False,
        choices=[("", gettext_lazy("as the first open day of the week")), *zip(KEYS, WEEKDAYS, strict=True)],
        help_text=gettext_lazy("For a day that is closed by its weekday, and worked because of a holiday."),
    )
    days = forms.CharField(
        label=gettext_lazy("Single days that differ"),
        required=False,
        max_length=SPECIAL,
        widget=forms.Textarea(attrs={"rows": 5, "spellcheck": "false"}),
        help_text=gettext_lazy("A line each: 2026-02-16 closed, 2026-10-01/2026-10-03 10:00-15:00"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for key, name in zip(KEYS, WEEKDAYS, strict=True):
            self.fields[key] = forms.CharField(
                label=name,
                required=False,
                max_length=200,
                widget=forms.TextInput(attrs={"placeholder": pgettext("a day", "closed")}),
            )

    @property
    def week(self) -> list[Any]:
        """The fields of the weekdays."""
        return [self[key] for key in KEYS]

    def text(self) -> str:
        """The calendar as it is written under `calendars:`."""
        given = self.cleaned_data
        data: dict[str, Any] = {
            "zone": given["zone"].strip(),
            "open": {key: _windows(given[key]) for key in KEYS},
            "holidays": given["holidays"],
        }
        if given["make_up"]:
            data["make_up"] = given["make_up"]
        if days := _single(given["days"]):
            data["days"] = days
        return yaml.safe_dump(data, allow_unicode=True, sort_keys=False)

    def clean_days(self) -> str:
        """Each line has a day and what it is. Raises ValidationError."""
        text = str(self.cleaned_data["days"])
        lines = [line.split() for line in text.splitlines() if line.strip()]
        wrong = [" ".join(parts)[:60] for parts in lines if len(parts) < 2]
        twice = {parts[0] for parts in lines if sum(other[0] == parts[0] for other in lines) > 1}
        if wrong or twice:
            said = _("Write a day and its hours, or “closed”, each day once: %(line)s")
            raise forms.ValidationError(said % {"line": (wrong or sorted(twice))[0]})
        return text


@require_GET
@for_roles(*ROLES)
def calendars(request: HttpRequest) -> HttpResponse:
    """The standards by which the units of who asks work, with their calendars."""
    places = tree()
    shelves = [
        Shelf(
            name,
            administering.title_of(name),
            [places[unit].name for unit in administering.working_by(name)],
            standards.calendars_of(name),
        )
        for name in administering.standards()
        if standards.may_see(name, ROLES, acting_in(request))
    ]
    return render(request, "web/administration/calendars.html", {"shelves": shelves})


@require_GET
@for_roles(*ROLES)
def calendar(request: HttpRequest, standard: str, name: str) -> HttpResponse:
    """A month of it, and how it came to be as it is."""
    kept = _kept_or_404(request, standard, name)
    year, month = _month(request.GET.get("month", ""))
    context: dict[str, Any] = {
        "standard": standard,
        "title": administering.title_of(standard),
        "kept": kept,
        "weekdays": WEEKDAYS,
        "weeks": month_of(kept.calendar, year, month),
        "month": date(year, month, 1),
        "before": _shifted(year, month, -1),
        "after": _shifted(year, month, 1),
        "history": standards.history_of(standard, name)[:SHOWN],
        "may": _may_change(request, standard),
    }
    return render(request, "web/administration/calendar.html", context)


@require_http_methods(["GET", "POST"])
@for_roles(*ROLES)
def change(request: HttpRequest, standard: str, name: str) -> HttpResponse:
    """Leaves it otherwise: first looked at, with what would move, then kept."""
    kept, acting = _kept_or_404(request, standard, name), acting_in(request)
    form = CalendarForm(request.POST or None, initial=_initial(kept))
    keeps = request.POST.get("do") == "keep"
    if keeps and done(
        form, lambda: standards.leave_calendar(standard, name, form.text(), by=acting, once=form.sent_as)
    ):
        page.said_and_done(request, _("The calendar is changed. What is open is worked out afresh within moments."))
        return redirect("administration_calendar", standard=standard, name=name)
    preview = _preview(request, form, kept, standard) if request.method == "POST" and not form.errors else None
    context: dict[str, Any] = {
        "form": form,
        "standard": standard,
        "kept": kept,
        "preview": preview,
        "weekdays": WEEKDAYS,
        "may": _may_change(request, standard),
    }
    return render(request, "web/administration/calendar_change.html", context, status=page.form_status(form))


def _preview(request: HttpRequest, form: CalendarForm, kept: standards.Kept, standard: str) -> dict[str, Any] | None:
    """The months in which days would differ, and the due times that would move; None where the form is refused."""
    if not form.is_valid():
        return None
    with page.faults_into(form):
        text = form.text()
        new = standards.calendar_written(standard, kept.name, text)
        moves = standards.what_would_move(standard, kept.name, text)
        places = tree()
        lines = [(move, places[move.unit].name if move.unit in places else "") for move in moves.moves[:SHOWN]]
        return {"months": _months(new, kept.calendar), "moves": moves, "lines": lines, "text": text}
    return None


def _months(new: Calendar, old: Calendar) -> list[tuple[date, Any]]:
    """The months, of this one and the next fifteen, in which a day would be otherwise; two at the most."""
    today = timezone.localdate()
    found = []
    for step in range(16):
        first = _shifted(today.year, today.month, step)
        weeks = month_of(new, first.year, first.month, other=old)
        if any(day.changed and day.inside for week in weeks for day in week):
            found.append((first, weeks))
    return found[:2]


def _initial(kept: standards.Kept) -> dict[str, Any]:
    week = {key: " ".join(_said(windows)) for key, windows in zip(KEYS, kept.calendar.week, strict=True)}
    days = [f"{day} {' '.join(_said(windows)) or 'closed'}" for day, windows in sorted(kept.calendar.days.items())]
    make_up = KEYS[kept.calendar.make_up] if kept.calendar.make_up is not None else ""
    holidays = kept.data.get("holidays")
    return {
        "zone": kept.calendar.zone.name,
        "holidays": holidays if isinstance(holidays, str) else "none",
        "make_up": make_up,
        "days": "\n".join(days),
        **week,
    }


def _said(windows: tuple[tuple[int, int], ...]) -> list[str]:
    return [f"{clock(begin)}-{clock(end)}" for begin, end in windows]


def _windows(text: str) -> list[str] | str:
    parts = text.replace(",", " ").replace("，", " ").replace("、", " ").split()
    return "closed" if not parts or parts in (["closed"], ["休息"]) else parts


def _single(text: str) -> Mapping[str, list[str] | str]:
    lines = [line.split(maxsplit=1) for line in text.splitlines() if line.strip()]
    return {day: _windows(rest) for day, rest in lines}


def _may_change(request: HttpRequest, standard: str) -> bool:
    try:
        standards.check_reach(standard, ROLES, acting_in(request))
    except Fault:
        return False
    return True


def _kept_or_404(request: HttpRequest, standard: str, name: str) -> standards.Kept:
    if not standards.may_see(standard, ROLES, acting_in(request)):
        raise Http404
    found = next((one for one in standards.calendars_of(standard) if one.name == name), None)
    if found is None:
        raise Http404
    return found


def _month(text: str) -> tuple[int, int]:
    today = timezone.localdate()
    try:
        asked = datetime.strptime(text, "%Y-%m").date()
    except ValueError:
        asked = today
    return (asked.year, asked.month) if 1970 <= asked.year < 2199 else (today.year, today.month)


def _shifted(year: int, month: int, by: int) -> date:
    months = year * 12 + month - 1 + by
    return date(months // 12, months % 12 + 1, 1)
