"""The forms of the counter's steps: what the standard in force asks for with each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from shouwen.events.event import Value
from shouwen.operation.channels.hall import guidance
from shouwen.operation.channels.hall.models import Visit
from shouwen.operation.ledger.editions import settings_now
from shouwen.operation.people.rights import Acting
from shouwen.operation.web.once import new_once
from shouwen.operation.web.page import language
from shouwen.standard.clause import Clause
from shouwen.standard.setting import Settings
from shouwen.wording import Wording

CHOICES: Mapping[tuple[str, str], str] = {
    ("identity.checked", "document"): "hall.documents",
    ("receipt.issued", "paid_by"): "hall.payment-ways",
    ("agreement.signed", "signer"): "hall.signers",
}
"""(word, field) → the setting that names what may be chosen. Without it the field is written."""

LONGEST = 80
LARGEST = 99_999_999


@dataclass(frozen=True, slots=True)
class Option:
    """Something to choose or tick, and the key that does it."""

    value: str
    label: Wording
    key: str
    chosen: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Control:
    """A field as a template shows it. kind: tick, choice, text, number."""

    name: str
    id: str
    kind: str
    label: Wording
    clause: Clause | None
    options: tuple[Option, ...]
    value: str
    errors: tuple[str, ...]


class StepForm(forms.Form):
    """What a step asks for. `template` draws its fields."""

    template = "hall/console_controls.html"

    once = forms.CharField(widget=forms.HiddenInput, max_length=64, required=False)

    def __init__(self, given: Mapping[str, Any] | None, step: guidance.Step, settings: Settings) -> None:
        super().__init__(given, auto_id=f"{step.word.replace('.', '-')}_%s", initial={"once": new_once()})
        self.asked = {one.name: one for one in step.fields}
        self.options = {
            one.name: found
            for one in step.fields
            if (found := guidance.options_of(settings, CHOICES.get((step.word, one.name))))
        }
        for one in list(self.asked.values()):
            if one.kind != "flag" and not one.required and one.name not in self.options:
                del self.asked[one.name]  # noted by others: a text that was shown, a file
                continue
            self.fields[one.name] = _field(one, self.options.get(one.name))

    def data_given(self) -> dict[str, Value]:
        """As the event holds it. A tick that nobody set says nothing; another flag that is not set says no."""
        data: dict[str, Value] = {}
        for name, one in self.asked.items():
            value = self.cleaned_data.get(name)
            if one.kind == "flag":
                data[name] = True if value else None if one.tick else False
            elif one.kind == "number":
                data[name] = None if value is None else float(value)
            else:
                data[name] = value or None
        return data

    def controls(self) -> list[Control]:
        """The fields in order; what can be ticked or chosen has the keys 1, 2, 3 …"""
        found: list[Control] = []
        count = 0
        for name, one in self.asked.items():
            bound = self[name]
            value = bound.value()
            choices = self.options.get(name) or ({"on": one.label} if one.kind == "flag" else {})
            options = []
            for code, label in choices.items():
                count += 1
                chosen = bool(value) if one.kind == "flag" else value == code
                options.append(Option(code, label, str(count) if count < 10 else "", chosen))
            kind = "tick" if one.kind == "flag" else "choice" if options else one.kind
            text = "" if value is None else str(value)
            errors = tuple(str(error) for error in bound.errors)
            found.append(
                Control(
                    name=name,
                    id=str(bound.auto_id),
                    kind=kind,
                    label=one.label,
                    clause=one.clause,
                    options=tuple(options),
                    value=text,
                    errors=errors,
                )
            )
        return found


class OwnForm(forms.Form):
    """The form of a step that does more than note what is given in it. `clean` may refuse; `take` does it."""

    template = ""

    once = forms.CharField(widget=forms.HiddenInput, max_length=64, required=False)

    def __init__(self, given: Mapping[str, Any] | None, step: guidance.Step) -> None:
        super().__init__(given, auto_id=f"{step.word.replace('.', '-')}_%s")

    def take(self, visit: Visit, *, by: Acting, once: str) -> None:
        """Takes the step. Raises Fault."""
        raise NotImplementedError


def form_of(step: guidance.Step, unit: int, given: Mapping[str, Any] | None = None) -> StepForm:
    """The form of a step at this unit."""
    return StepForm(given, step, settings_now(unit))


def _field(asked: guidance.Asked, options: Mapping[str, Wording] | None) -> forms.Field:
    if asked.kind == "flag":
        return forms.BooleanField(required=False)
    label = asked.label.say(language())
    missing = {"required": _("Fill in: %(field)s.") % {"field": label}}
    if options is not None:
        chosen = {"required": _("Choose: %(field)s.") % {"field": label}}
        return forms.ChoiceField(choices=[(name, name) for name in options], error_messages=chosen)
    if asked.kind == "number":
        return forms.DecimalField(min_value=0, max_value=LARGEST, decimal_places=2, error_messages=missing)
    return forms.CharField(max_length=LONGEST, error_messages=missing)
