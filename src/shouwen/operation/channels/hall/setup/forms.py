"""The forms of setting up a hall. A row's form has the columns of its sheet, read as a file's cells are."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from shouwen.fault import Fault
from shouwen.operation.channels.hall.setup import cells
from shouwen.operation.channels.hall.setup.cells import Value
from shouwen.operation.channels.hall.setup.hours import names_of
from shouwen.operation.channels.hall.setup.sheet import Column, Values
from shouwen.operation.channels.hall.setup.tables import Known, Table
from shouwen.operation.web import page
from shouwen.operation.web.administration.forms import Form, day_field
from shouwen.worktime import Calendar


class HallForm(Form):
    """The hall itself."""

    calendar = forms.ChoiceField(
        label=gettext_lazy("Calendar"),
        required=False,
        help_text=gettext_lazy(
            "By which the hall opens and closes. What is in it, Administration shows under Calendars."
        ),
    )
    capacity = forms.CharField(
        label=gettext_lazy("Room for people waiting"),
        required=False,
        max_length=12,
        help_text=gettext_lazy("With so many waiting the machine gives no more numbers. Empty: as many as come."),
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )

    def offer(self, calendars: Mapping[str, Calendar], standards_own: str, now: str) -> None:
        """The calendars to choose from, by their hours; one that the standard has no longer by its name."""
        names = names_of(calendars)
        own = names.get(standards_own)
        first = _("None: always open") if own is None else _("%(hours)s (the standard's own)") % {"hours": own}
        field = self.fields["calendar"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", first), *names.items(), *([(now, now)] if now and now not in names else [])]

    def clean_capacity(self) -> int | None:
        """How many; None: no limit. Raises ValidationError."""
        given = self.cleaned_data["capacity"]
        capacity = _read(WAITING, given) if given.strip() else None
        assert capacity is None or isinstance(capacity, int)
        return capacity


WAITING = Column("capacity", cells.NAME, cells.whole(1, 9999))


class RowForm(Form):
    """A row of a table: its columns are the fields. Its code is asked once, and never again."""

    def __init__(self, table: Table, known: Known, values: Values | None, data: Any = None) -> None:
        self.table, self.known, self.before = table, known, values
        super().__init__(data, initial=_initial(table, values))
        for column in table.columns:
            if values is None or column.name != "code":
                self.fields[column.name] = _field(column, known)

    def clean(self) -> dict[str, Any]:
        """Each field as its column reads it."""
        for column in self.table.columns:
            if column.name not in self.cleaned_data:
                continue
            given = self.cleaned_data[column.name]
            try:
                self.cleaned_data[column.name] = _value(column, given, self.known)
            except Fault as fault:
                self.add_error(column.name, fault.say(page.language()))
        return self.cleaned_data

    def values(self) -> dict[str, Value]:
        """The row, as it is to be."""
        given = self.given()
        code = given.get("code", self.before["code"] if self.before else "")
        return {**given, "code": code}


class PeriodForm(forms.Form):
    """The days of a roster."""

    first = day_field(label=pgettext_lazy("roster", "From"))
    last = day_field(label=gettext_lazy("Until and with"))

    @property
    def days(self) -> tuple[date, date]:
        """The first and the last."""
        return self.cleaned_data["first"], self.cleaned_data["last"]


def _value(column: Column, given: Any, known: Known) -> Value:
    value: Value
    if column.kind is cells.FLAG:
        return bool(given)
    value = tuple(given) if column.kind is cells.CODES else column.read(given)
    known.check(column, value)
    return value


def _read(column: Column, given: str) -> Value:
    try:
        return column.read(given)
    except Fault as fault:
        raise forms.ValidationError(fault.say(page.language())) from None


def _initial(table: Table, values: Values | None) -> dict[str, Any]:
    if values is None:
        return {table.ends: True}
    return {
        column.name: values[column.name]
        if column.kind in (cells.FLAG, cells.CODES)
        else column.kind.say(values[column.name], page.language())
        for column in table.columns
    }


def _field(column: Column, known: Known) -> forms.Field:
    label, language = column.heading.say(page.language()), page.language()
    how = column.kind.how.say(language)
    if column.kind is cells.FLAG:
        return forms.BooleanField(label=label, required=False)
    if column.kind is cells.CODES:
        lines = [(line, line) for line in sorted(known.lines)]
        return forms.MultipleChoiceField(
            label=label, required=False, choices=lines, widget=forms.CheckboxSelectMultiple,
            help_text="" if lines else _("No service has a line yet: enter the services first."),
        )  # fmt: skip
    if column.kind is cells.REFERENCE:
        any_service = _("with any service")
        services = [("", any_service), *((code, code) for code in sorted(known.services))]
        return forms.ChoiceField(label=label, required=False, choices=services)
    if column.kind is cells.LINE and known.lines:
        how = _("Lines there are: %(lines)s. Another code makes a new one.") % {"lines": ", ".join(sorted(known.lines))}
    attributes = {"autocomplete": "off", "spellcheck": "false"}
    if column.kind in (cells.CODE, cells.SHORT_CODE, cells.LINE):
        attributes["autocapitalize"] = "none"
    if column.kind is cells.MONEY:
        attributes["inputmode"] = "decimal"
    if column.kind is cells.PLACE:
        attributes["inputmode"] = "numeric"
    return forms.CharField(
        label=label, required=column.needed, help_text=how, max_length=200, widget=forms.TextInput(attrs=attributes)
    )
