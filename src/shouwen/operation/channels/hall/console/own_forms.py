"""The steps that have a form of their own: an identity is read, a fee is reckoned. All others: forms.py."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from shouwen.operation.channels.hall import guidance, story
from shouwen.operation.channels.hall.console import forms
from shouwen.operation.channels.hall.console.forms import OwnForm, StepForm
from shouwen.operation.channels.hall.identity import form as identity
from shouwen.operation.channels.hall.models import Visit
from shouwen.operation.channels.hall.money import forms as money

Given = Mapping[str, Any] | None

OWN: Mapping[str, Callable[[Visit, guidance.Moment, guidance.Step, Given], OwnForm | None]] = {
    story.IDENTITY: lambda visit, _moment, step, given: identity.form_of(visit, step, given),
    story.FEE_TOLD: money.fee_form,
    story.FEE_PAID: money.paid_form,
    story.RECEIPT: money.receipt_form,
}
"""Word → its form for this visit; None where this hall has no use for it."""


def form_of(visit: Visit, moment: guidance.Moment, step: guidance.Step, given: Given = None) -> OwnForm | StepForm:
    """The form of a step, here and now."""
    own = OWN.get(step.word)
    found = own(visit, moment, step, given) if own is not None else None
    return found or forms.form_of(step, visit.unit_id, given)
