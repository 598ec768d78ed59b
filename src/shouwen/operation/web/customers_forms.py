"""The forms of customers' pages."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from shouwen.fault import Fault
from shouwen.operation.ledger.customers import CONSENTS, REASONS
from shouwen.operation.people.identity import KINDS
from shouwen.operation.people.personal import CARE
from shouwen.operation.web.once import new_once
from shouwen.operation.web.page import language

_LONG = 200  # characters that a field takes before the data's own rules look at it

_FIELDS = {
    "phone": "phones", "document": "document", "name": "name", "address": "line", "care": "care",
    "consent": "consent", "reason": "why",
}  # fmt: skip


def _choices(of: Any) -> Callable[[], list[tuple[str, str]]]:
    """Names and their words in the language of the page, settled when the form is shown."""
    return lambda: [(name, getattr(one, "label", one).say(language())) for name, one in of.items()]


class SearchForm(forms.Form):
    """A whole telephone number, or a whole document number."""

    kind = forms.ChoiceField(label=_("Find by"), choices=lambda: [("phone", _("Telephone")), *_choices(KINDS)()])
    number = forms.CharField(
        label=_("The whole number"),
        max_length=_LONG,
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off", "spellcheck": "false"}),
    )


class _Once(forms.Form):
    once = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, initial: dict[str, Any] | None = None) -> None:
        super().__init__(data, initial={"once": new_once(), **(initial or {})})


class UnmaskForm(_Once):
    """Why."""

    why = forms.ChoiceField(
        label=_("Why do you need all of the data?"),
        choices=_choices(REASONS),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose a reason.")},
    )
    text = forms.CharField(
        label=_("In a few words"), required=False, max_length=500, widget=forms.Textarea(attrs={"rows": 2})
    )


class ChangeForm(_Once):
    """New data; a field left empty leaves what is there."""

    name = forms.CharField(label=pgettext_lazy("person", "Name"), required=False, max_length=_LONG)
    phones = forms.CharField(
        label=_("Telephone"), required=False, max_length=_LONG * 4, widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("One number a line. They take the place of the former ones."),
    )  # fmt: skip
    document_kind = forms.ChoiceField(
        label=_("Document"), required=False, choices=lambda: [("", "—"), *_choices(KINDS)()]
    )
    document = forms.CharField(label=_("Number of the document"), required=False, max_length=_LONG)
    province = forms.CharField(label=_("Province"), required=False, max_length=_LONG)
    city = forms.CharField(label=_("City"), required=False, max_length=_LONG)
    district = forms.CharField(label=_("District"), required=False, max_length=_LONG)
    line = forms.CharField(label=_("Street and number"), required=False, max_length=_LONG * 2)
    care = forms.MultipleChoiceField(
        label=_("Special care"), required=False, choices=_choices(CARE), widget=forms.CheckboxSelectMultiple
    )
    consent = forms.ChoiceField(
        label=_("On what ground"),
        choices=_choices(CONSENTS),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose on what ground the data are changed.")},
    )

    def changes(self) -> dict[str, Any]:
        """What was given, as ledger/customers.change takes it."""
        given = self.cleaned_data
        address = {name: given[name] for name in ("province", "city", "district", "line")}
        document = (given["document_kind"], given["document"])
        return {
            "name": given["name"],
            "phones": [line for line in given["phones"].splitlines() if line.strip()],
            "documents": [document] if any(document) else [],
            "address": address if any(address.values()) else None,
            "care": given["care"],
        }


def field_of(form: forms.Form) -> Callable[[Fault], str | None]:
    """The form's field that a fault is about."""

    def find(fault: Fault) -> str | None:
        name = _FIELDS.get(fault.code.partition("-")[0])
        return name if name in form.fields else None

    return find
