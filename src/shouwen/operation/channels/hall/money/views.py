"""A receipt's page: what it says, paper, the tax invoice, taking it back. For clerks and managers of its hall."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from shouwen.fault import Fault
from shouwen.operation.channels.hall import story
from shouwen.operation.channels.hall.models import Receipt
from shouwen.operation.channels.hall.money import fees, invoices, paper, receipts, shown
from shouwen.operation.channels.hall.money.forms import InvoiceForm, PaperForm, ReverseForm
from shouwen.operation.channels.hall.money.left import left_of, red_entries
from shouwen.operation.channels.hall.waiting import opening
from shouwen.operation.ledger import clock
from shouwen.operation.ledger.editions import settings_now, working_at
from shouwen.operation.people.rights import Acting
from shouwen.operation.web import page
from shouwen.operation.web.once import new_once
from shouwen.operation.web.who import acting_in


@require_GET
@login_required
@never_cache
def of_day(request: HttpRequest) -> HttpResponse:
    """The receipts of a day at the unit this person works at, and what each way of payment comes to; or, by a number
    (`number`) as it stands on paper, that receipt's page."""
    unit, by = page.unit_of(request), acting_in(request)
    if unit is None or not _may_print(unit.pk, by):
        raise PermissionDenied
    number = request.GET.get("number", "").strip()[:24]
    rows = Receipt.objects.filter(unit=unit).select_related("case")
    if number and (found := rows.filter(number=number).first()) is not None:
        return redirect("hall_receipt", found.case.subject)
    today = opening.day_of(unit.pk, clock.now())
    day = request.GET.get("day", "")
    day = day if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", day) else today
    listed = list(rows.filter(day=day).order_by("-serial"))
    context = {
        "unit": unit,
        "day": day,
        "today": today,
        "number": number,
        "receipts": [(one, shown.invoice_of(one)) for one in listed],
        "totals": shown.totals(unit.pk, listed),
    }
    return render(request, "hall/receipts.html", context)


@require_GET
@login_required
@never_cache
def whole(request: HttpRequest, subject: str) -> HttpResponse:
    """The page."""
    return _page(request, _found(request, subject)[0], {})


@require_POST
@login_required
@never_cache
def to_paper(request: HttpRequest, subject: str) -> HttpResponse:
    """The receipt as a file to print, or as a page that the browser prints. It is an event; the second is a copy."""
    receipt, by = _found(request, subject)
    form = PaperForm(request.POST)
    if form.is_valid():
        given = form.cleaned_data
        with page.faults_into(form):
            copy = receipts.print_receipt(receipt, given["form"], by=by, once=given["once"])
            return _on_paper(request, paper.paper_of(receipt, copy=copy), given["form"], given["width"])
    return _page(request, receipt, {"paper_form": form})


@require_POST
@login_required
@never_cache
def invoice(request: HttpRequest, subject: str) -> HttpResponse:
    """A tax invoice is asked for."""
    receipt, by = _found(request, subject)
    form = InvoiceForm(request.POST)
    if form.is_valid():
        given = dict(form.cleaned_data)
        once = given.pop("once")
        with page.faults_into(form, lambda fault: InvoiceForm.FIELDS.get(fault.code)):
            invoices.ask(receipt, invoices.read_buyer(**given), by=by, once=once)
            page.said_and_done(request, _("The invoice was asked for. Its number appears here."))
            return redirect("hall_receipt", subject)
    return _page(request, receipt, {"invoice_form": form})


@require_POST
@login_required
@never_cache
def reverse(request: HttpRequest, subject: str) -> HttpResponse:
    """The receipt is taken back; or the red letter that was refused is asked for once more."""
    receipt, by = _found(request, subject)
    if receipt.invoice == "red-failed":
        try:
            invoices.reverse_again(receipt, by=by, once=request.POST.get("once", "")[:64])
        except Fault as fault:
            page.say_fault(request, fault)
        return redirect("hall_receipt", subject)
    form = ReverseForm(request.POST, reasons=_reasons(receipt), left=left_of(receipt))
    if form.is_valid():
        given = form.cleaned_data
        with page.faults_into(form, lambda fault: ReverseForm.FIELDS.get(fault.code)):
            red = receipts.reverse(
                receipt, given["reason"], chosen=given["chosen"], amount=given["cents"], by=by, once=given["once"]
            )
            page.said_and_done(request, _("Receipt {number} takes it back.").format(number=red.number))
            return redirect("hall_receipt", red.case.subject)
    return _page(request, receipt, {"reverse_form": form})


def _found(request: HttpRequest, subject: str) -> tuple[Receipt, Acting]:
    """A receipt in sight of somebody who may print one there. Raises Http404, PermissionDenied."""
    by = acting_in(request)
    receipt = Receipt.objects.select_related("case__arose_from", "unit").filter(case__subject=subject).first()
    if receipt is None:
        raise Http404
    if not _may_print(receipt.unit_id, by):
        raise PermissionDenied
    return receipt, by


def _may_print(unit: int, by: Acting) -> bool:
    may = working_at(unit).may_at(clock.now()).get(story.RECEIPT_PRINTED, ())
    return bool(set(may) & by.roles_at(unit))


def _page(request: HttpRequest, receipt: Receipt, bound: dict[str, forms.Form]) -> HttpResponse:
    reasons, left = _reasons(receipt), left_of(receipt)
    context: dict[str, Any] = {
        "receipt": receipt,
        "paper": paper.paper_of(receipt, copy=False),
        "invoice": shown.invoice_of(receipt),
        "printed": receipt.printed,
        "stands": not receipt.of and not receipt.reversed_by,
        "may_ask": shown.may_ask(receipt),
        "no_service": not shown.has_service(),
        "under_way": receipt.invoice in ("asked", "red-asked"),
        "paper_form": PaperForm(initial={"once": new_once()}),
        "invoice_form": InvoiceForm(initial={"once": new_once(), "kind": "company"}),
        "reverse_form": ReverseForm(initial={"once": new_once()}, reasons=reasons, left=left) if reasons else None,
        "left": left,
        "red_entries": red_entries(receipt) if not receipt.of else [],
        "red_failed": receipt.invoice == "red-failed",
        "lines": fees.lines_in(receipt.lines),
        "once": new_once(),
        **bound,
    }
    wrong = any(form.errors for form in bound.values())
    return render(request, "hall/receipt.html", context, status=422 if wrong else 200)


def _reasons(receipt: Receipt) -> list[tuple[str, str]]:
    settings = settings_now(receipt.unit_id)
    known = settings.choices(receipts.REASONS) if receipts.REASONS in settings else {}
    return [(name, label.say(page.language())) for name, label in known.items()]


def _on_paper(request: HttpRequest, told: paper.Paper, form: str, width: int) -> HttpResponse:
    if form == "browser":
        return render(request, "hall/receipt_paper.html", {"paper": told, "width": width})
    ending = "pdf" if form == "pdf" else "bin"
    content = paper.pdf_of(told, width) if form == "pdf" else paper.written(told, width)
    answer = HttpResponse(content, content_type="application/pdf" if form == "pdf" else "application/octet-stream")
    answer.headers["Content-Disposition"] = f'attachment; filename="{told.number}.{ending}"'
    return answer
