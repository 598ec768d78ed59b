"""The page on which a customer sees how their request stands. Nobody logs in here."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from shouwen.operation.channels.requests import forms, status
from shouwen.operation.web import page


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def status_page(request: HttpRequest, code: str) -> HttpResponse:
    """How the request stands; with the right digits what was answered."""
    found = status.status_of(code)
    if found is None:
        raise Http404
    form = forms.DigitsForm(request.POST if request.method == "POST" else None)
    answer = None
    if form.is_bound and form.is_valid():
        with page.faults_into(form, forms.place_of(form)):
            answer = status.read_answer(code, form.cleaned_data["digits"])
    with timezone.override(ZoneInfo(found.zone)):
        context = {"found": found, "form": form, "answer": answer}
        response = render(request, "requests/status.html", context, status=page.form_status(form))
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    return response
