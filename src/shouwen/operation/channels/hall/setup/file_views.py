"""The tables and the roster out to a spreadsheet and in again: a file is looked at first, then done, whole or not.

What was looked at goes along in the page, signed: a file that was read is not kept. When it is to be done, it is held
against the hall as it is then; where that gives other changes, they are shown anew.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any, Final
from urllib.parse import urlencode

from django.core import signing
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from shouwen.fault import Fault
from shouwen.operation.channels.hall.setup import changing, files_in, files_out, readiness, roster, tables
from shouwen.operation.channels.hall.setup.forms import PeriodForm
from shouwen.operation.channels.hall.setup.places import Place, for_setting_up
from shouwen.operation.channels.hall.setup.roster import PLANNERS, Period
from shouwen.operation.channels.hall.setup.sheet import Column, Headed, Line, Preview, Values
from shouwen.operation.channels.hall.setup.tables import TABLES
from shouwen.operation.channels.hall.setup.views import address
from shouwen.operation.channels.hall.waiting.opening import calendar_of
from shouwen.operation.ledger import clock
from shouwen.operation.ledger.file_kinds import XLSX
from shouwen.operation.web import page
from shouwen.operation.web.once import new_once
from shouwen.wording import Wording

FOR_LOOKING: Final = 3600  # seconds that a preview may be looked at before it is done
WEEKS: Final = 4
SHOWN: Final = 200
SALT: Final = "hall.setup"


class Sheet:
    """One of the tables, or the roster of a period: what the pages ask of it."""

    def __init__(self, place: Place, name: str, period: Period | None) -> None:
        self.place, self.name, self.period = place, name, period
        self.table = TABLES.get(name)
        self.columns: tuple[Column, ...] = self.table.columns if self.table else roster.COLUMNS
        self.title: Wording = self.table.title if self.table else roster.TITLE

    @property
    def back(self) -> str:
        """The page it belongs to."""
        if self.period is None:
            return address("hall_setup_table", self.place, table=self.name)
        days = {"first": self.period.first.isoformat(), "last": self.period.last.isoformat()}
        return f"{address('hall_setup_roster', self.place)}&{urlencode(days)}"

    @property
    def query(self) -> str:
        """What an address says to mean this sheet of this hall."""
        return self.back.partition("?")[2]

    def rows(self) -> list[Values]:
        """The rows that are there."""
        if self.table is not None:
            found = tables.rows_of(self.table, self.place.unit).values()
            return [tables.values_of(self.table, row) for row in found]
        assert self.period is not None
        return roster.rows_of(self.place.unit, self.period)

    def compare(self, headed: Headed) -> Preview:
        """What a file would change."""
        if self.table is not None:
            return tables.compare(self.table, self.place.unit, headed, page.language())
        assert self.period is not None
        return roster.compare(self.place.unit, self.period, headed, page.language())

    def apply(self, headed: Headed, seen: str, once: str) -> Preview:
        """Does it. Raises Fault."""
        place, by = self.place, self.place.acting
        if self.table is not None:
            return changing.apply_file(self.table, place.unit, headed, seen=seen, by=by, once=once)
        assert self.period is not None
        return roster.apply_file(place.unit, self.period, headed, seen=seen, by=by, once=once)

    def sign(self, preview: Preview) -> str:
        """The rows that were looked at, as they go along in the page."""
        rows = [
            [number, {one.name: one.kind.say(values[one.name], "en") for one in self.columns}]
            for number, values in preview.rows
        ]
        return signing.dumps([self._whose, preview.mark, rows], salt=SALT, compress=True)

    def unsign(self, text: str) -> tuple[str, Headed]:
        """The mark of what was looked at, and its rows. Raises Fault("setup-preview-old")."""
        try:
            whose, mark, rows = signing.loads(text, salt=SALT, max_age=FOR_LOOKING)
        except signing.BadSignature:
            raise Fault("setup-preview-old") from None
        if whose != self._whose:
            raise Fault("setup-preview-old")
        letters = {column.name: "" for column in self.columns}
        return mark, Headed([Line(number, cells) for number, cells in rows], letters)

    @property
    def _whose(self) -> str:
        return f"{self.place.acting.reference} {self.name} {self.query}"


@require_GET
@for_setting_up(PLANNERS)
def roster_page(request: HttpRequest, place: Place) -> HttpResponse:
    """The roster of a period: who is planned on each day, and the ways in and out of Excel."""
    if place.hall is None:
        raise Http404
    try:
        sheet = _sheet(request, place, roster.NAME)
    except Fault as fault:
        page.say_fault(request, fault)
        return redirect(address("hall_setup_roster", place))
    assert sheet.period is not None
    days = {"first": sheet.period.first, "last": sheet.period.last}
    context = {"place": place, "sheet": sheet, "form": PeriodForm(initial=days), "days": _days(place, sheet.period)}
    return render(request, "hall/setup_roster.html", context)


@require_GET
@for_setting_up(PLANNERS)
def download(request: HttpRequest, place: Place, table: str) -> HttpResponse:
    """The rows that are there, as a workbook; `as=csv`: as CSV."""
    sheet = _asked(request, place, table)
    language = page.language()
    as_text = request.GET.get("as") == "csv"
    data = (
        files_out.text(sheet.columns, sheet.rows(), language)
        if as_text
        else files_out.workbook(sheet.title.say(language), sheet.columns, sheet.rows(), language)
    )
    response = HttpResponse(data, content_type=files_out.CSV if as_text else XLSX)
    name = f"{place.unit.code}-{sheet.title.say(language)}.{'csv' if as_text else 'xlsx'}"
    response["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    response["X-Content-Type-Options"] = "nosniff"
    return response


@require_POST
@for_setting_up(PLANNERS)
def upload(request: HttpRequest, place: Place, table: str) -> HttpResponse:
    """What a file would change, or what is wrong in it, row by row. Nothing is written."""
    sheet = _asked(request, place, table)
    sent: Any = request.FILES.get("file")
    try:
        if sent is None:
            raise Fault("setup-file-none")
        if sent.size > files_in.MOST_BYTES:
            raise Fault("setup-file-big", most=files_in.MOST_BYTES // 1024 // 1024)
        headed = files_in.read(sent.read(), sheet.columns)
        return _look(request, sheet, headed, file=str(sent.name)[:80])
    except Fault as fault:
        return _look(request, sheet, None, fault=fault)


@require_POST
@for_setting_up(PLANNERS)
def apply(request: HttpRequest, place: Place, table: str) -> HttpResponse:
    """Does what was looked at, all of it or nothing."""
    sheet, headed = _asked(request, place, table), None
    try:
        seen, headed = sheet.unsign(request.POST.get("rows", ""))
        done = sheet.apply(headed, seen, request.POST.get("once", "")[:64])
    except Fault as fault:
        if fault.code != "done-already":
            return _look(request, sheet, headed, fault=fault)
        page.said_and_done(request)
    else:
        said = {"new": len(done.of("new")), "changed": len(done.of("changed")), "gone": len(done.of("gone"))}
        page.said_and_done(request, _("Done: %(new)s new, %(changed)s changed, %(gone)s taken away.") % said)
    return redirect(sheet.back)


def _look(
    request: HttpRequest, sheet: Sheet, headed: Headed | None, *, file: str = "", fault: Fault | None = None
) -> HttpResponse:
    preview = Preview() if headed is None else sheet.compare(headed)
    context = {
        "place": sheet.place,
        "sheet": sheet,
        "file": file,
        "fault": fault and fault.say(page.language()),
        "read": headed is not None,
        "wrong": [(one, one.fault.say(page.language())) for one in preview.wrong[:SHOWN]],
        "wrongs": len(preview.wrong),
        "strange": headed.strange if headed is not None else (),
        "doubts": [one.say(page.language()) for one in preview.doubts],
        "kinds": [(what, preview.of(what)) for what in ("new", "changed", "gone") if preview.of(what)],
        "changes": len(preview.changes),
        "shown": SHOWN,
        "same": preview.same,
        "rows": sheet.sign(preview) if preview.changes else "",
        "once": new_once(),
    }
    bad = fault is not None or bool(preview.wrong)
    return render(request, "hall/setup_file.html", context, status=422 if bad else 200)


def _asked(request: HttpRequest, place: Place, name: str) -> Sheet:
    """The sheet that is asked for: the tables' for managers alone. Raises Http404."""
    if place.hall is None or (name != roster.NAME and not (place.manages and name in TABLES)):
        raise Http404
    try:
        return _sheet(request, place, name)
    except Fault:
        raise Http404 from None


def _sheet(request: HttpRequest, place: Place, name: str) -> Sheet:
    """Raises Fault("setup-period")."""
    if name != roster.NAME:
        return Sheet(place, name, None)
    today = roster.today_at(place.unit.pk)
    first = _day(request.GET.get("first", "")) or today - timedelta(today.weekday())
    last = _day(request.GET.get("last", "")) or first + timedelta(7 * WEEKS - 1)
    return Sheet(place, name, Period.of(place.unit.pk, first, last))


def _day(text: str) -> date | None:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if date(1971, 1, 1) <= day <= date(2199, 1, 1) else None


def _days(place: Place, period: Period) -> list[dict[str, Any]]:
    """Each day: who is planned, and when the hall is open."""
    assert place.hall is not None
    calendar = calendar_of(place.hall)
    by_day: dict[date, list[Any]] = {}
    for shift in roster.shifts_of(place.unit, period):
        by_day.setdefault(period.local(shift.begins)[0], []).append(shift)
    found = []
    for day in period.days:
        shifts = by_day.get(day, [])
        open_at = readiness.windows_of(calendar, period, day) if calendar is not None else []
        people = {shift.staff.username: shift.staff.name for shift in shifts}
        found.append(
            {
                "day": day,
                "noon": period.instant(day, readiness.NOON),
                "open": open_at,
                "people": list(people.values()),
                "begins": min((shift.begins for shift in shifts), default=None),
                "ends": max((shift.ends for shift in shifts), default=None),
                "bare": bool(open_at) and not shifts and open_at[-1][1] > clock.now(),
            }
        )
    return found
