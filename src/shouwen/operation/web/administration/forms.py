"""What the forms of administration share: each is sent under a name of its own, so that sent twice it happens once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from shouwen.fault import Fault
from shouwen.operation.people.models import Staff, Unit
from shouwen.operation.web import page
from shouwen.operation.web.once import new_once
from shouwen.wording import Wording


class Form(forms.Form):
    """A form with the hidden field `once`."""

    once = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["initial"] = {"once": new_once(), **(kwargs.get("initial") or {})}
        super().__init__(*args, **kwargs)

    def given(self) -> dict[str, Any]:
        """What was given, without `once`."""
        return {name: value for name, value in self.cleaned_data.items() if name != "once"}

    @property
    def sent_as(self) -> str:
        """The name under which it was sent."""
        return str(self.cleaned_data["once"])


class StaffField(forms.CharField):
    """A person by their work number."""

    default_error_messages = {"unknown": _("Nobody here has this work number. Check it, or search under People.")}  # noqa: RUF012

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", 32)
        kwargs.setdefault("widget", forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}))
        super().__init__(**kwargs)

    def clean(self, value: Any) -> Staff | None:
        """The person. Raises ValidationError."""
        number = super().clean(value)
        if not number:
            return None
        found = Staff.objects.filter(username__iexact=number).first()
        if found is None:
            raise forms.ValidationError(self.error_messages["unknown"])
        return found


class UnitField(forms.ChoiceField):
    """One of some units, by its code."""

    def __init__(self, **kwargs: Any) -> None:
        self.units: dict[str, Unit] = {}
        super().__init__(**kwargs)

    def offer(self, units: Iterable[Unit], *, blank: bool = False) -> None:
        """The units there are to choose from."""
        self.units = {unit.code: unit for unit in units}
        self.choices = [*([("", "—")] if blank else []), *((code, unit.name) for code, unit in self.units.items())]

    def clean(self, value: Any) -> Unit | None:
        """The unit. Raises ValidationError."""
        return self.units.get(super().clean(value))


class MomentField(forms.DateTimeField):
    """Day and time of day in the zone of the page, as whole seconds since 1970."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"))
        super().__init__(**kwargs)

    def clean(self, value: Any) -> int | None:
        """The instant. Raises ValidationError."""
        moment: datetime | None = super().clean(value)
        return None if moment is None else int(moment.timestamp())


def day_field(**kwargs: Any) -> forms.DateField:
    """A day."""
    return forms.DateField(widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), **kwargs)


def said_choices(of: Mapping[str, Wording], *, blank: str = "") -> Callable[[], list[tuple[str, str]]]:
    """Names and their words in the language of the page, settled when the form is shown."""
    return lambda: [*([("", blank)] if blank else []), *((name, one.say(page.language())) for name, one in of.items())]


def done(
    form: forms.Form, act: Callable[[], object], field: Callable[[Fault], str | None] | Mapping[str, str] | None = None
) -> bool:
    """Does it where the form is good; whether it is done. What is refused becomes an error of the form.

    What was done already, by the first of two clicks, is done. `field`: the field that a fault's code is about.
    """
    if not form.is_bound or not form.is_valid():
        return False
    try:
        act()
    except Fault as fault:
        if fault.code == "done-already":
            return True
        name = field.get(fault.code) if isinstance(field, Mapping) else field(fault) if field else None
        form.add_error(name, fault.say(page.language()))
        return False
    return True


def one_click(
    request: HttpRequest, act: Callable[[str], object], *, to: str, said: str = "", **named: Any
) -> HttpResponse:
    """Does what a single button asks for, says so or why not, and goes to the page named `to`."""
    address = reverse(to, kwargs=named)
    try:
        act(request.POST.get("once", "")[:64])
    except Fault as fault:
        if fault.code != "done-already":
            page.say_fault(request, fault)
            return HttpResponseRedirect(address)
    page.said_and_done(request, said)
    return HttpResponseRedirect(address)


def form_page(request: HttpRequest, form: forms.Form, *, title: str, back: str, **more: Any) -> HttpResponse:
    """A page with one form. `back`: where its Cancel leads."""
    context = {"form": form, "title": title, "back": back, **more}
    return render(request, "web/administration/form.html", context, status=page.form_status(form))
