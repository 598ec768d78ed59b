"""Screens without a person: number machines, wall displays, customers' pads. Each is a device with a token of its hall.

    @screens.needs("machine")
    def start(request: HttpRequest, screen: Screen) -> HttpResponse: …

The security administrator makes the token, its device called "machine", "display", "display:silent" or "pad:<counter>".
Whoever sets the screen up types its secret in once, at /hall/screen/; the browser keeps a signed cookie with the
secret's digest, never the secret itself. At each request the token is looked at again: an ended or revoked one shows
nothing.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any, Concatenate, Final, ParamSpec
from zoneinfo import ZoneInfo

from django import forms
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core import signing
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from shouwen.fault import Fault
from shouwen.operation.ledger import clock
from shouwen.operation.people import scope, tokens
from shouwen.operation.people.models import Token, Unit
from shouwen.operation.people.rights import Acting, acting_of_token
from shouwen.operation.people.units import zone_of
from shouwen.operation.web import page
from shouwen.operation.web.api_access import Allowance

MACHINE, DISPLAY, PAD = "machine", "display", "pad"

SILENT: Final = "silent"
"""Of a display that shows and does not speak, where another one is near."""

NAMES: Final = {MACHINE: _("Number machine"), DISPLAY: _("Wall display"), PAD: _("Customer's pad")}
PAGES: Final = {MACHINE: "hall_machine", DISPLAY: "hall_display", PAD: "hall_pad"}
"""The name of the address of each kind's page."""

COOKIE: Final = "screen"
TRIES: Final = 10
"""Wrong secrets that are looked at a minute from one address."""

_SIGNER = signing.Signer(salt="shouwen.hall.screen", sep=":")
_P = ParamSpec("_P")

allowance = Allowance()


@dataclass(frozen=True, slots=True)
class Screen:
    """A screen that was set up. `kind`: machine, display or pad; `counter`: of a pad, else empty."""

    unit: Unit
    kind: str
    counter: str
    acting: Acting
    name: str
    silent: bool = False


def screen_of(request: HttpRequest) -> Screen:
    """Which screen asks. Raises Fault: "screen-unknown", "token-unknown", "token-ended", "token-revoked"."""
    try:
        digest = bytes.fromhex(_SIGNER.unsign(request.COOKIES.get(COOKIE, "")))
    except (signing.BadSignature, ValueError):
        raise Fault("screen-unknown") from None
    now = clock.now()
    return _screen(tokens.check_known(digest, at=now), now)


def needs(kind: str) -> Callable[[Callable[Concatenate[HttpRequest, Screen, _P], HttpResponse]], Callable[..., Any]]:
    """A view for a screen of this kind: it runs within the sight and the time zone of its hall, and is never kept.

    Whatever asks without being such a screen gets the page that says so, status 403; a script, status 401.
    """

    def wrap(view: Callable[Concatenate[HttpRequest, Screen, _P], HttpResponse]) -> Callable[..., Any]:
        @login_not_required
        @never_cache
        @wraps(view)
        def answer(request: HttpRequest, *args: _P.args, **kwargs: _P.kwargs) -> HttpResponse:
            try:
                screen = screen_of(request)
                if screen.kind != kind:
                    raise Fault("screen-other", kind=str(NAMES[screen.kind]))
            except Fault as fault:
                return _refused(request, fault)
            with scope.of(screen.acting.seen), timezone.override(ZoneInfo(zone_of(screen.unit.pk))):
                return view(request, screen, *args, **kwargs)

        return answer

    return wrap


class SecretForm(forms.Form):
    """The secret of a screen's token."""

    secret = forms.CharField(
        label=_("Secret of the screen"),
        max_length=100,
        widget=forms.PasswordInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def set_up(request: HttpRequest) -> HttpResponse:
    """Where a screen is told its secret, once; and which screen this is."""
    form = SecretForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        with page.faults_into(form, lambda _fault: "secret"):
            return _enrolled(request, form.cleaned_data["secret"].strip())
    screen, fault = None, ""
    try:
        screen = screen_of(request)
    except Fault as refused:
        fault = refused.say(page.language()) if refused.code != "screen-unknown" else ""
    context: dict[str, Any] = {"form": form, "screen": screen, "fault": fault}
    if screen is not None:
        context |= {"address": _page_of(screen), "kind": NAMES[screen.kind]}
    return render(request, "hall/screen.html", context, status=page.form_status(form))


def too_often(request: HttpRequest, allowance: Allowance, *, a_minute: int, name: str = "") -> float:
    """0, or the seconds until this address (or whoever has this name) may ask again."""
    return allowance.take(name or request.META.get("REMOTE_ADDR", ""), a_minute=a_minute, now=time.monotonic())


def _enrolled(request: HttpRequest, secret: str) -> HttpResponse:
    """Keeps in the browser which screen it is. Raises Fault as `screen_of` does, and "screen-too-often"."""
    now = clock.now()
    try:
        token = tokens.check(secret, at=now)
    except Fault:
        wait = too_often(request, allowance, a_minute=TRIES)
        if wait:
            raise Fault("screen-too-often", seconds=max(1, round(wait + 0.5))) from None
        raise
    screen = _screen(token, now)
    answer = redirect(_page_of(screen) or reverse("hall_screen"))
    answer.set_cookie(
        COOKIE,
        _SIGNER.sign(bytes(token.digest).hex()),
        max_age=token.ends_at - now,
        httponly=True,
        secure=settings.HTTPS,
        samesite="Strict",
    )
    return answer


def _screen(token: Token, now: int) -> Screen:
    kind, _colon, which = token.device.partition(":")
    silent = kind == DISPLAY and which == SILENT
    if token.unit is None or kind not in NAMES or (bool(which) != (kind == PAD) and not silent):
        raise Fault("screen-no-device")
    return Screen(token.unit, kind, "" if silent else which, acting_of_token(token, now), token.label, silent)


def _page_of(screen: Screen) -> str:
    try:
        return reverse(PAGES[screen.kind])
    except NoReverseMatch:
        return ""


def _refused(request: HttpRequest, fault: Fault) -> HttpResponse:
    if getattr(request, "htmx", False):
        return HttpResponse(status=401, headers={"HX-Refresh": "true"})
    if "application/json" in request.headers.get("Accept", ""):
        return JsonResponse({"fault": fault.say(page.language())}, status=401)
    return render(request, "hall/screen_unknown.html", {"text": fault.say(page.language())}, status=403)
