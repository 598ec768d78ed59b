"""The pages of setting up a hall: the hall and whether it can open; services, counters and tariffs, row by row."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from shouwen.fault import Fault
from shouwen.operation.channels.hall.models import Hall
from shouwen.operation.channels.hall.setup import changing, readiness
from shouwen.operation.channels.hall.setup.forms import HallForm, RowForm
from shouwen.operation.channels.hall.setup.hours import hours_of
from shouwen.operation.channels.hall.setup.places import Place, for_setting_up
from shouwen.operation.channels.hall.setup.sheet import Column
from shouwen.operation.channels.hall.setup.tables import TABLES, Table, known_at, rows_of, values_of
from shouwen.operation.channels.hall.waiting.opening import calendar_of
from shouwen.operation.ledger.editions import working_at
from shouwen.operation.people.roles import MANAGERS
from shouwen.operation.web import page
from shouwen.operation.web.administration.forms import done

TITLES = {
    "services": gettext_lazy("Add a service"),
    "counters": gettext_lazy("Add a counter"),
    "tariffs": gettext_lazy("Add a tariff"),
}
FIELD_OF = {
    "setup-code-taken": "code",
    "setup-code-gone": None,
    "setup-name-none": "name_zh-hans",
    "setup-counter-open": "in_use",
    "setup-line-unknown": "lines",
    "setup-service-unknown": "service",
    "setup-calendar-unknown": "calendar",
}


def address(name: str, place: Place, **named: str) -> str:
    """An address of these pages, for this hall."""
    return f"{reverse(name, kwargs=named)}?{urlencode({'hall': place.unit.code})}"


@require_http_methods(["GET", "POST"])
@for_setting_up(MANAGERS)
def overview(request: HttpRequest, place: Place) -> HttpResponse:
    """The hall itself, what stands in the way of its opening, and the ways to its tables."""
    hall = place.hall or Hall(unit=place.unit)
    initial = {"calendar": hall.calendar, "capacity": "" if hall.capacity is None else hall.capacity}
    form = HallForm(request.POST or None, initial=initial)
    standard = working_at(place.unit.pk).standard
    calendars, own = ({}, "") if standard is None else (standard.calendars, standard.calendar or "")
    form.offer(calendars, own, hall.calendar)

    def do() -> None:
        changing.change_hall(place.unit, **form.given(), by=place.acting, once=form.sent_as)

    if done(form, do, _field_of(form)):
        page.said_and_done(request, "" if place.hall else _("This is a hall now. Next: its services and counters."))
        return redirect(address("hall_setup", place))
    context: dict[str, Any] = {"place": place, "form": form, "standard": standard}
    if place.hall is not None:
        opening = readiness.next_opening(place.hall)
        findings = readiness.findings_of(place.hall, opening)
        calendar = calendar_of(place.hall)
        context |= {
            "hours": hours_of(calendar) if calendar is not None else (),
            "tables": [_counted(table, place) for table in TABLES.values()],
            "opening": opening,
            "findings": findings,
            "stops": sum(one.stops for one in findings),
        }
    return render(request, "hall/setup.html", context, status=page.form_status(form))


@require_GET
@for_setting_up(MANAGERS)
def table(request: HttpRequest, place: Place, table: str) -> HttpResponse:
    """The rows of a table, and the ways in and out of Excel."""
    known = _table(place, table)
    rows = [_shown(known, row) for row in rows_of(known, place.unit).values()]
    context = {
        "place": place,
        "table": known,
        "columns": known.columns[1:],
        "rows": rows,
        "title": known.title.say(page.language()),
        "add": TITLES[known.name],
    }
    return render(request, "hall/setup_table.html", context)


@require_http_methods(["GET", "POST"])
@for_setting_up(MANAGERS)
def add(request: HttpRequest, place: Place, table: str) -> HttpResponse:
    """A new row."""
    known = _table(place, table)
    form = RowForm(known, known_at(place.unit), None, request.POST or None)
    return _row_page(request, place, known, form, new=True, title=str(TITLES[known.name]))


@require_http_methods(["GET", "POST"])
@for_setting_up(MANAGERS)
def change(request: HttpRequest, place: Place, table: str, code: str) -> HttpResponse:
    """A row other than it was; one that is no longer offered stays, since records name it."""
    known = _table(place, table)
    row = rows_of(known, place.unit).get(code)
    if row is None:
        raise Http404
    form = RowForm(known, known_at(place.unit), values_of(known, row), request.POST or None)
    return _row_page(
        request, place, known, form, new=False, title=f"{known.columns[0].heading.say(page.language())} {code}"
    )


def _row_page(
    request: HttpRequest, place: Place, table: Table, form: RowForm, *, new: bool, title: str
) -> HttpResponse:
    def do() -> None:
        values = form.values()
        if values.get("position", 0) is None:
            values["position"] = _last_place(table, place) + 1 if form.before is None else form.before["position"]
        changing.save_row(table, place.unit, values, new=new, by=place.acting, once=form.sent_as)

    if done(form, do, _field_of(form)):
        page.said_and_done(request)
        return redirect(address("hall_setup_table", place, table=table.name))
    context = {
        "form": form,
        "title": title,
        "back": address("hall_setup_table", place, table=table.name),
        "place": place,
        "table": table,
    }
    return render(request, "hall/setup_row.html", context, status=page.form_status(form))


def _field_of(form: Any) -> Any:
    """The field that a fault is about, where the form has it."""

    def field(fault: Fault) -> str | None:
        name = FIELD_OF.get(fault.code)
        return name if name in form.fields else None

    return field


def _table(place: Place, name: str) -> Table:
    if place.hall is None or name not in TABLES:
        raise Http404
    return TABLES[name]


def _last_place(table: Table, place: Place) -> int:
    return max((row.position for row in rows_of(table, place.unit).values()), default=-1)


def _counted(table: Table, place: Place) -> tuple[Table, int, int]:
    rows = rows_of(table, place.unit).values()
    return table, sum(getattr(row, table.ends) for row in rows), len(rows)


def _shown(table: Table, row: Any) -> tuple[str, bool, list[tuple[Column, str]]]:
    """A row of the page: its code, whether it is offered, and what its other columns say."""
    values, language = values_of(table, row), page.language()
    said = [(column, column.kind.say(values[column.name], language)) for column in table.columns[1:]]
    return row.code, bool(values[table.ends]), said
