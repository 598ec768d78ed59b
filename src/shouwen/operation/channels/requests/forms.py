"""The forms of requests. They keep what was typed; what is wrong with it, the actions say."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _

from shouwen.fault import Fault
from shouwen.operation.channels.requests import story
from shouwen.operation.web import case_forms
from shouwen.operation.web.once import new_once
from shouwen.operation.web.page import language
from shouwen.wording import Wording


def said(wording: Wording) -> Any:
    """A wording in the language of the page that shows it."""
    return lazy(lambda: wording.say(language()), str)()


def choices(labels: Mapping[str, Wording]) -> list[tuple[str, Any]]:
    """The choices of a field."""
    return [(name, said(label)) for name, label in labels.items()]


class Once(forms.Form):
    """A form with the name of this sending in it."""

    once = forms.CharField(widget=forms.HiddenInput, initial=new_once, max_length=64, required=False)


def _text(label: Wording, rows: int = 4, *, first: bool = True) -> forms.CharField:
    """A free text; `first`: it has the focus when its dialog opens."""
    attributes: dict[str, Any] = {"rows": rows} | ({"autofocus": True} if first else {})
    widget = forms.Textarea(attrs=attributes)
    return forms.CharField(label=said(label), max_length=story.LONGEST_TEXT, widget=widget)


class NoteForm(Once):
    """A concern: who, what kind, what."""

    phone = forms.CharField(
        label=_("Phone of the customer"),
        max_length=40,
        required=False,
        help_text=_("Leave it empty where the customer does not want to say."),
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "off"}),
    )
    customer = forms.CharField(widget=forms.HiddenInput, max_length=64, required=False)
    topic = forms.ChoiceField(label=said(story.TOPIC), widget=forms.RadioSelect)
    text = _text(story.CONCERN, 5, first=False)

    def __init__(self, *given: Any, topics: Mapping[str, Wording], **named: Any) -> None:
        super().__init__(*given, **named)
        field = self.fields["topic"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices(topics)
        field.initial = next(iter(topics))


class ProgressForm(Once):
    """How it goes, told to the customer."""

    text = _text(story.PROGRESS)


class AnswerForm(Once):
    """The answer."""

    text = _text(story.ANSWER, 5)


class PromiseForm(case_forms.Promise):
    """Until when, what, and whether it was looked into: where the standard asks."""

    looked_into = forms.BooleanField(label=_("I have looked into the matter"), required=False)

    def __init__(self, *given: Any, asks: bool, **named: Any) -> None:
        super().__init__(*given, **named)
        if not asks:
            del self.fields["looked_into"]


class CloseForm(Once):
    """With what it ends."""

    result = forms.ChoiceField(label=said(story.RESULT), choices=choices(story.RESULTS), widget=forms.RadioSelect)


class ReopenForm(Once):
    """Why it is opened again."""

    text = _text(story.WHY_AGAIN)


class WithdrawForm(Once):
    """What the customer said."""

    text = _text(story.WHY_NOT)


class FilterForm(forms.Form):
    """What a list of requests is narrowed to."""

    number = forms.CharField(
        label=_("Request number"),
        required=False,
        max_length=40,
        widget=forms.TextInput(attrs={"type": "search", "class": "form-control"}),
    )
    state = forms.ChoiceField(label=_("State"), required=False)
    topic = forms.ChoiceField(label=said(story.TOPIC), required=False)
    owner = forms.ChoiceField(label=_("Owner"), required=False)

    def __init__(self, *given: Any, topics: Mapping[str, Wording], owners: list[tuple[str, str]], **named: Any) -> None:
        super().__init__(*given, **named)
        states = [("", _("Not closed")), *choices(story.STATES), ("all", _("All"))]
        for name, options in (
            ("state", states),
            ("topic", [("", _("All")), *choices(topics)]),
            ("owner", [("", _("All")), ("me", _("Mine")), *owners]),
        ):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = options
            field.widget.attrs |= {"data-submits": "", "class": "form-select"}


class DigitsForm(forms.Form):
    """The last four digits of the customer's number."""

    digits = forms.CharField(
        label=_("Last four digits of your phone number"),
        min_length=4,
        max_length=4,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off", "pattern": "[0-9]*"}),
    )


PLACES = {
    "phone-unreadable": "phone",
    "phone-area-code": "phone",
    "phone-mobile-length": "phone",
    "request-customer-other": "phone",
    "request-topic-unknown": "topic",
    "request-result-unknown": "result",
    "promise-past": "when",
    "promise-too-far": "when",
    "text-missing": "text",
    "text-too-long": "text",
    "status-digits-wrong": "digits",
    "status-digits-closed": "digits",
}


def place_of(form: forms.Form) -> Any:
    """Says which field of the form a fault belongs to, for page.faults_into."""

    def find(fault: Fault) -> str | None:
        name = PLACES.get(fault.code)
        return name if name in form.fields else None

    return find
