"""What a person sees when something cannot be done: which page, what is wrong, and what to do next.

Middleware `Failures` turns a Fault that a view lets out into a message (a fragment for htmx, else a page of its own,
status 422) and a log-in that has run out into a jump to the log-in page. The handlers are named in project/urls.py:

    handler400 = "shouwen.operation.web.failures.bad_request"      handler403 = "….permission_denied"
    handler404 = "….page_not_found"                                handler500 = "….server_error"
"""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlencode, urlsplit

from django.conf import settings
from django.core.exceptions import DisallowedHost
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render, resolve_url
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from shouwen.fault import Fault
from shouwen.operation.web.api_problems import answer
from shouwen.operation.web.page import language

API = "/api/"
"""What goes wrong there is a problem (api_problems.py), and never a page."""


class Failures:
    """Middleware. Stands outside `Asking`, so that it also sees log-ins that ran out there."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """The answer; for htmx a jump of the whole page where a fragment would have been the log-in page."""
        response = self.get_response(request)
        if not getattr(request, "htmx", False) or response.status_code != 302:
            return response
        login = resolve_url(settings.LOGIN_URL)
        if urlsplit(response.headers["Location"]).path != login:
            return response
        page = urlsplit(request.headers.get("HX-Current-URL", ""))
        back = page.path + (f"?{page.query}" if page.query else "")
        return HttpResponse(status=401, headers={"HX-Redirect": f"{login}?{urlencode({'next': back or '/'})}"})

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """A Fault said to the person. Anything else goes its way."""
        if not isinstance(error, Fault) or request.path.startswith(API):
            return None
        return fault_response(request, error)


def fault_response(request: HttpRequest, fault: Fault) -> HttpResponse:
    """The fault as a page, or for htmx as a fragment that shell.js puts into the nearest `[data-faults]`; 422."""
    context = {"text": fault.say(language())}
    if getattr(request, "htmx", False):
        return HttpResponse(render_to_string("web/parts/fault.html", context), status=422, headers={"HX-Fault": "1"})
    return render(request, "web/failures/fault.html", context, status=422)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """400: the request could not be read."""
    if request.path.startswith(API):
        return answer(
            request, Fault("api-host") if isinstance(exception, DisallowedHost) else Fault("api-json", why="-")
        )
    return _page(
        request,
        400,
        title=_("This request could not be read"),
        text=_("Something in the address or in the form is not as it should be."),
        cure=_("Go back, reload the page, and try again. Large files may have to be made smaller first."),
    )


def permission_denied(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """403: not for this person."""
    return _page(
        request,
        403,
        title=_("This is not open to you"),
        text=_("None of your posts allows you to see or do this."),
        cure=_("If it belongs to your work, ask your manager for the post that goes with it."),
    )


def page_not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404: nothing there, or nothing that this person may see."""
    return _page(
        request,
        404,
        title=_("There is no such page"),
        text=_("It may have been moved, or it belongs to a unit that is not yours."),
        cure=_("Check the address, or begin again from the start page."),
    )


def server_error(request: HttpRequest) -> HttpResponse:
    """500: our fault. Asks nothing of anything that may be broken."""
    if request.path.startswith(API):
        return answer(request, Fault("api-failed"))
    return _page(
        request,
        500,
        title=_("Something went wrong on our side"),
        text=_("What you were doing may not have been saved."),
        cure=_("Wait a moment, reload the page and look. If it happens again, tell your administrator the time."),
        bare=True,
    )


def csrf_failed(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403 of the protection against forged requests: nearly always a page that lay open for too long."""
    return _page(
        request,
        403,
        title=_("This page was open for too long"),
        text=_("To protect you, nothing was sent."),
        cure=_("Go back, reload the page, and enter it again. Cookies must be allowed for this site."),
    )


def _page(request: HttpRequest, status: int, *, title: str, text: str, cure: str, bare: bool = False) -> HttpResponse:
    context = {"title": title, "text": text, "cure": cure, "status": status}
    if getattr(request, "htmx", False):
        fragment = {"text": f"{title}: {text} {cure}" if language() == "en" else f"{title}。{text}{cure}"}
        content = render_to_string("web/parts/fault.html", fragment)
        return HttpResponse(content, status=status, headers={"HX-Fault": "1"})
    content = render_to_string("web/failures/failure.html", context, request=None if bare else request)
    return HttpResponse(content, status=status)
