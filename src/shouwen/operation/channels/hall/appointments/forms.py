"""Who books: name and telephone. What is wrong with them, the people's own reading says."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from shouwen.operation.web.once import new_once


class WhoForm(forms.Form):
    """By whom a customer is known at the hall, and reached."""

    once = forms.CharField(widget=forms.HiddenInput, initial=new_once, max_length=64, required=False)
    service = forms.CharField(widget=forms.HiddenInput, max_length=40)
    at = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=2**40)
    name = forms.CharField(
        label=_("Name"), max_length=80, widget=forms.TextInput(attrs={"autocomplete": "name", "class": "form-control"})
    )
    phone = forms.CharField(
        label=_("Telephone"),
        max_length=40,
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "tel", "class": "form-control"}),
    )


def place_of(code: str) -> str | None:
    """The field that a fault with this code is about; None: the form as a whole."""
    head = code.partition("-")[0]
    return head if head in ("name", "phone") else None
