"""The forms of the fee at the counter: what is charged, how it is paid, the receipt; and of a tax invoice."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from shouwen.operation.channels.hall import guidance
from shouwen.operation.channels.hall.console.forms import OwnForm
from shouwen.operation.channels.hall.models import Tariff, Visit
from shouwen.operation.channels.hall.money import fees, receipts
from shouwen.operation.channels.hall.money.fees import Line
from shouwen.operation.channels.hall.money.left import Left
from shouwen.operation.channels.hall.naming import named
from shouwen.operation.ledger.editions import settings_now
from shouwen.operation.people.rights import Acting
from shouwen.operation.web import page
from shouwen.wording import Wording

LARGEST = Decimal("9999999.99")


def _amount() -> forms.DecimalField:
    return forms.DecimalField(min_value=0, max_value=LARGEST, decimal_places=2, required=False)


class FeeForm(OwnForm):
    """What of the tariff is charged; or what the billing system shows."""

    template = "hall/console_fee.html"

    billed = _amount()
    as_billed = forms.BooleanField(required=False)

    def __init__(self, given: Mapping[str, Any] | None, step: guidance.Step, tariffs: list[Tariff]) -> None:
        super().__init__(given, step)
        self.tariffs = tariffs
        for place, _tariff in enumerate(tariffs):
            self.fields[f"item-{place}"] = forms.BooleanField(required=False)
            self.fields[f"quantity-{place}"] = forms.IntegerField(min_value=1, max_value=fees.MOST, required=False)

    def take(self, visit: Visit, *, by: Acting, once: str) -> None:
        """Tells the fee. Raises Fault as `fees.tell` does."""
        given = self.cleaned_data
        chosen = {
            one.code: given.get(f"quantity-{place}") or 1
            for place, one in enumerate(self.tariffs)
            if given.get(f"item-{place}")
        }
        billed = int((given.get("billed") or 0) * 100)
        fees.tell(visit, chosen, billed=billed, as_billed=bool(given.get("as_billed")), by=by, once=once)

    def items(self) -> list[dict[str, Any]]:
        """What may be charged, as the template draws it."""
        return [
            {
                "name": f"item-{place}",
                "quantity": f"quantity-{place}",
                "many": self[f"quantity-{place}"].value() or 1,
                "chosen": bool(self[f"item-{place}"].value()),
                "label": named(one.names, one.code),
                "yuan": one.amount / 100,
                "amount": one.amount,
                "key": str(place + 1) if place < 9 else "",
                "errors": self[f"quantity-{place}"].errors,
            }
            for place, one in enumerate(self.tariffs)
        ]


class PaidForm(OwnForm):
    """How the fee that was told is paid."""

    template = "hall/console_paid.html"

    given = _amount()

    def __init__(
        self, given: Mapping[str, Any] | None, step: guidance.Step, ways: Mapping[str, Wording], due: int
    ) -> None:
        super().__init__(given, step)
        self.ways, self.due, self.yuan = ways, due, due / 100
        missing = {"required": _("Choose how it is paid.")}
        self.fields["paid_by"] = forms.ChoiceField(choices=[(name, name) for name in ways], error_messages=missing)

    def take(self, visit: Visit, *, by: Acting, once: str) -> None:
        """Notes the payment. Raises Fault as `fees.pay` does."""
        given = self.cleaned_data.get("given")
        cash = None if given is None else int(given * 100)
        fees.pay(visit, self.cleaned_data["paid_by"], cash, by=by, once=once)

    def options(self) -> list[tuple[str, Wording, str, bool]]:
        """The ways, the key of each, and whether it is chosen."""
        chosen = self["paid_by"].value()
        return [(name, label, str(place), name == chosen) for place, (name, label) in enumerate(self.ways.items(), 1)]


class ReceiptForm(OwnForm):
    """The receipt of what was paid: it is written by itself. Cash is counted before the customer."""

    template = "hall/console_receipt.html"

    counted = forms.BooleanField(required=False)

    def __init__(self, given: Mapping[str, Any] | None, step: guidance.Step, lines: list[Line], paid: Mapping[str, Any],
                 way: Wording) -> None:  # fmt: skip
        super().__init__(given, step)
        self.lines, self.paid, self.way = lines, paid, way
        self.cash = paid.get("paid_by") == fees.CASH
        self.counting = next((one for one in step.fields if one.name == "counted"), None)

    def take(self, visit: Visit, *, by: Acting, once: str) -> None:
        """Issues it. Raises Fault as `receipts.issue` does."""
        counted = True if self.cleaned_data.get("counted") else None
        receipts.issue(visit, counted=counted, by=by, once=once)


class InvoiceForm(forms.Form):
    """Whom a tax invoice is made out to."""

    once = forms.CharField(widget=forms.HiddenInput, max_length=64)
    kind = forms.ChoiceField(
        label=_("Made out to"),
        choices=[("company", _("a company")), ("person", _("a person"))],
        widget=forms.RadioSelect,
    )
    title = forms.CharField(label=_("Title of the invoice"), max_length=100)
    tax_number = forms.CharField(
        label=_("Tax number"), max_length=24, required=False, help_text=_("Unified social credit code; of a company.")
    )
    email = forms.CharField(label=_("E-mail address (if wanted)"), max_length=100, required=False)

    FIELDS: Mapping[str, str] = {
        "tax-number-form": "tax_number",
        "tax-number-check": "tax_number",
        "email-form": "email",
        "invoice-title": "title",
        "text-hidden-characters": "title",
    }


class ReverseForm(forms.Form):
    """Why a receipt is taken back, and how much of it: all that is left, some lines, or an amount."""

    once = forms.CharField(widget=forms.HiddenInput, max_length=64)
    how = forms.ChoiceField(
        label=_("What is taken back"),
        choices=[("all", _("all of it")), ("lines", _("some lines")), ("amount", _("an amount"))],
        widget=forms.RadioSelect,
        initial="all",
    )
    amount = _amount()

    FIELDS: Mapping[str, str] = {"refund-too-much": "how"}

    def __init__(self, *args: Any, reasons: list[tuple[str, str]], left: Left, **named: Any) -> None:
        super().__init__(*args, **named)
        self.left = left
        self.fields["amount"].label = _("Amount in yuan")
        for place, line in enumerate(left.lines):
            self.fields[f"line-{place}"] = forms.IntegerField(
                min_value=0,
                max_value=line.quantity,
                required=False,
                label=line.label.say(page.language()),
                widget=forms.NumberInput(attrs={"class": "form-control numbers", "autocomplete": "off"}),
            )
        self.fields["reason"] = forms.ChoiceField(label=_("Reason"), choices=reasons, widget=forms.RadioSelect)

    def lines(self) -> list[tuple[forms.BoundField, Line]]:
        """The lines of which something is left, as the template draws them."""
        return [(self[f"line-{place}"], line) for place, line in enumerate(self.left.lines) if line.quantity]

    def clean(self) -> dict[str, Any]:
        """Settles `chosen`, code of a line → how many, and `cents`; each None where it is not asked for."""
        given = super().clean() or self.cleaned_data
        how, chosen, amount = given.get("how"), None, None
        if how == "lines":
            many = {line.code: given.get(f"line-{place}") or 0 for place, line in enumerate(self.left.lines)}
            chosen = {code: number for code, number in many.items() if number}
            if not chosen and not self.errors:
                self.add_error("how", _("Say how many of which line are taken back."))
        elif how == "amount":
            amount = int((given.get("amount") or 0) * 100)
            if not amount and "amount" not in self.errors:
                self.add_error("amount", _("Say how much is taken back."))
        return {**given, "chosen": chosen, "cents": amount}


class PaperForm(forms.Form):
    """For what paper, and how the receipt is brought there."""

    once = forms.CharField(widget=forms.HiddenInput, max_length=64)
    width = forms.TypedChoiceField(
        label=_("Width of the paper"),
        choices=[(width, f"{width} mm") for width in receipts.WIDTHS],
        coerce=int,
        initial=80,
    )
    form = forms.ChoiceField(
        label=_("Printer"),
        choices=[
            ("pdf", _("any (PDF)")),
            ("escpos", _("receipt printer (ESC/POS)")),
            ("browser", _("this browser's own printing")),
        ],
        initial="pdf",
    )


def fee_form(
    visit: Visit, moment: guidance.Moment, step: guidance.Step, given: Mapping[str, Any] | None
) -> FeeForm | None:
    """The tariff of the service; None where the hall has none."""
    return FeeForm(given, step, fees.offered(visit.unit_id, visit.service)) if moment.charges else None


def paid_form(
    visit: Visit, moment: guidance.Moment, step: guidance.Step, given: Mapping[str, Any] | None
) -> PaidForm | None:
    """The ways to pay what is due; None where the hall has no tariff: then the word alone is noted."""
    if not moment.charges:
        return None
    told = fees.due(moment.known.events)
    due = fees.cents(told.data.get("amount")) if told is not None else 0
    return PaidForm(given, step, settings_now(visit.unit_id).choices(fees.WAYS), due)


def receipt_form(
    visit: Visit, moment: guidance.Moment, step: guidance.Step, given: Mapping[str, Any] | None
) -> ReceiptForm | None:
    """The receipt of what was paid by the tariff; None where the hall has none: what another system wrote is noted."""
    if not moment.charges:
        return None
    found = fees.paid(moment.known.events)
    if found is None:
        return ReceiptForm(given, step, [], {}, Wording.of("-"))
    told, paid = found
    ways = settings_now(visit.unit_id).choices(fees.WAYS)
    way = ways.get(str(paid.data.get("paid_by")), Wording.of("-"))
    return ReceiptForm(given, step, fees.read_lines(told.data.get("items")), paid.data, way)
