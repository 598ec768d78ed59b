"""A member of staff prints a slip again, for somebody who lost it or whose machine had no paper."""

from __future__ import annotations

from django import forms
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from shouwen.operation.channels.hall.machine import slip
from shouwen.operation.channels.hall.machine.views import on_paper
from shouwen.operation.channels.hall.models import Visit
from shouwen.operation.web.once import new_once
from shouwen.operation.web.who import acting_in


class AgainForm(forms.Form):
    """For what paper, and how it is brought there."""

    once = forms.CharField(widget=forms.HiddenInput, max_length=64)
    width = forms.TypedChoiceField(
        label=_("Width of the paper"), choices=[(width, f"{width} mm") for width in slip.WIDTHS], coerce=int, initial=80
    )
    form = forms.ChoiceField(
        label=_("Printer"), choices=[("pdf", _("any (PDF)")), ("escpos", _("receipt printer (ESC/POS)"))], initial="pdf"
    )


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def print_again(request: HttpRequest, subject: str) -> HttpResponse:
    """The slip of a visit in sight, as a file to print. It is an event, with who asked for it."""
    rows = Visit.objects.select_related("case", "unit").exclude(day="")
    visit = rows.filter(case__subject=subject).first()
    if visit is None:
        raise Http404
    form = AgainForm(request.POST if request.method == "POST" else None, initial={"once": new_once()})
    if form.is_bound and form.is_valid():
        given = form.cleaned_data
        visit = slip.print_slip(visit, given["form"], by=acting_in(request), once=given["once"])
        answer = on_paper(request, visit, given["form"], given["width"])
        ending = "pdf" if given["form"] == "pdf" else "bin"
        answer.headers["Content-Disposition"] = f'attachment; filename="{visit.number}.{ending}"'
        return answer
    return render(request, "hall/slip_again.html", {"visit": visit, "form": form})
