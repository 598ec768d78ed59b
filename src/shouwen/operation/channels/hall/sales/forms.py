"""The forms of a sale's turns: what the standard in force, and a sale itself, ask for with each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final

from django import forms
from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _

from shouwen.operation.channels.hall import guidance
from shouwen.operation.channels.hall.console.forms import LARGEST, LONGEST, StepForm
from shouwen.operation.channels.hall.sales import story
from shouwen.operation.channels.hall.sales.actions import CHOSEN
from shouwen.operation.web.once import new_once
from shouwen.operation.web.page import language
from shouwen.standard.setting import Settings
from shouwen.wording import Wording

FILLED: Final = frozenset({(story.GREETED, "place"), (story.RECOMMENDED, "model"), (story.SOLD, "model")})
"""What the sale itself knows."""

NEEDED: Final = frozenset(
    {
        (story.ASKED_ABOUT, "model"), (story.CUSTOM, "model"), (story.CUSTOM, "brand"), (story.REFERRED, "counter"),
        (story.CARD, "number"), (story.PROMISED, "manner"), (story.CONTACTED, "manner"),
    }
)  # fmt: skip
"""What says nothing without it, whatever the standard asks for."""


class TurnForm(StepForm):
    """What a turn asks for. Of contacts that are promised, also whom: that goes to the customer's own data."""

    def __init__(
        self,
        given: Mapping[str, Any] | None,
        step: guidance.Step,
        settings: Settings,
        known: Mapping[str, str] | None = None,
    ) -> None:
        forms.Form.__init__(
            self, given, auto_id=f"{step.word.replace('.', '-')}_%s", initial={"once": new_once(), **(known or {})}
        )
        fields = [one for one in step.fields if (step.word, one.name) not in FILLED]
        self.asked = {one.name: _required(one, step.word) for one in fields}
        self.options = {
            one.name: found
            for one in fields
            if (found := guidance.options_of(settings, CHOSEN.get((step.word, one.name)))) is not None
        }
        for one in self.asked.values():
            self.fields[one.name] = _field(one, self.options.get(one.name))
        self.personal = step.word == story.PROMISED
        if self.personal:
            self.fields["name"] = forms.CharField(label=_("Customer’s name"), max_length=80, widget=_typed("off"))
            self.fields["phone"] = forms.CharField(label=_("Telephone"), max_length=40, widget=_typed("off", "tel"))


def _typed(complete: str, mode: str = "text") -> forms.TextInput:
    return forms.TextInput(attrs={"autocomplete": complete, "inputmode": mode, "class": "form-control"})


def _required(asked: guidance.Asked, word: str) -> guidance.Asked:
    return replace(asked, required=asked.required or (word, asked.name) in NEEDED)


def _field(asked: guidance.Asked, options: Mapping[str, Wording] | None) -> forms.Field:
    if asked.kind == "flag":
        return forms.BooleanField(required=False)
    label = lazy(lambda: asked.label.say(language()), str)()
    missing = {"required": _("Fill in: %(field)s.") % {"field": label}}
    if options is not None:
        chosen = {"required": _("Choose: %(field)s.") % {"field": label}}
        return forms.ChoiceField(
            choices=[(name, name) for name in options], required=asked.required, error_messages=chosen
        )
    if asked.kind == "number":
        return forms.DecimalField(
            min_value=0, max_value=LARGEST, decimal_places=2, required=asked.required, error_messages=missing
        )
    return forms.CharField(max_length=LONGEST, required=asked.required, error_messages=missing)
