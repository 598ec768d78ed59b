"""The addresses of the API: no log-in counts there, only a token. What is at none of them is a problem as well."""

from __future__ import annotations

from contextlib import AbstractContextManager, nullcontext
from typing import Any, cast

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import URLPattern, URLResolver, path, re_path
from django.utils import translation
from django.views.decorators.csrf import csrf_exempt

from shouwen.fault import Fault
from shouwen.operation.web import (
    api_absences,
    api_acting,
    api_correcting,
    api_customers,
    api_document,
    api_files,
    api_ingest,
    api_personal,
    api_reading,
    api_shifts,
    api_work,
)
from shouwen.operation.web.api import api
from shouwen.operation.web.api_problems import answer
from shouwen.operation.web.asking import Asked

OPERATIONS = (
    api_absences, api_acting, api_correcting, api_customers, api_files, api_ingest, api_personal, api_reading,
    api_shifts, api_work,
)  # fmt: skip
"""The rooms of the API itself: imported, they are registered."""


@csrf_exempt
@login_not_required
def nothing_here(request: HttpRequest, **_: Any) -> HttpResponse:
    """What is asked for at no address."""
    return answer(request, Fault("api-nothing-here"))


def _by_problem(pattern: URLPattern | URLResolver) -> URLPattern | URLResolver:
    """The address, with a problem where the method is not taken."""
    if not isinstance(pattern, URLPattern):
        return pattern
    view = nothing_here if pattern.name == "api-root" else pattern.callback

    @csrf_exempt
    @login_not_required
    def asked(request: HttpRequest, *args: Any, **named: Any) -> HttpResponseBase:
        with _language_of(request):
            response = _answered(request, *args, **named)
        response.setdefault("Cache-Control", "no-store")
        return response

    def _answered(request: HttpRequest, *args: Any, **named: Any) -> HttpResponseBase:
        response: HttpResponseBase = view(request, *args, **named)
        if response.status_code != 405:
            return response
        allowed = ", ".join(sorted(response.headers["Allow"].split(", ")))
        return answer(request, Fault("api-method", method=str(request.method)[:20], allowed=allowed))

    pattern.callback = asked
    return pattern


def _language_of(request: HttpRequest) -> AbstractContextManager[None]:
    """That of Accept-Language; where none is asked for, that of the person."""
    by = cast(Asked, request).acting
    if by is None or request.headers.get("Accept-Language"):
        return nullcontext()
    return translation.override(by.language.lower())


_urls, _app, _namespace = api.urls

urlpatterns = [
    path("", api_document.reference, name="api_reference"),
    path("openapi.json", api_document.document_view, name="api_document"),
    path("v1/", ([_by_problem(pattern) for pattern in _urls], _app, _namespace)),
    re_path(r"^.*$", nothing_here),
]
