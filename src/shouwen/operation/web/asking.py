"""Who asks, and what the page may show them: the last thing settled before a view runs.

    request.acting   rights.Acting; None where nobody has logged in
    scope            scoped tables show what request.acting may see; without it they raise

Pages know a person by their session. Addresses under /api/ know only a token: a session's cookie counts for nothing
there, so that no other site can use it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from django.views.i18n import set_language
from django_htmx.http import HttpResponseClientRedirect

from shouwen.fault import Fault
from shouwen.operation.ledger import clock
from shouwen.operation.people import scope, tokens
from shouwen.operation.people.models import Staff
from shouwen.operation.people.rights import Acting, acting_of, acting_of_token
from shouwen.operation.people.staff import choose_language
from shouwen.operation.web.page import zone_here

API = "/api/"
BACKGROUND = ("/stream/",)
"""Asked for by the page itself: no sign that somebody is there."""

OPEN_BEFORE_A_NEW_PASSWORD = {"account_change_password", "account_logout", "set_language"}
WRITTEN_EVERY = 60  # seconds between two notes that somebody is there
ACTIVE_AT = "active_at"


class Asked(HttpRequest):
    """A request as this middleware leaves it.

    acting       None where nobody has logged in, or no good token came with it
    token_fault  why the token that came is no good
    """

    acting: Acting | None
    token_fault: Fault | None


class Asking:
    """Settles `request.acting`, the language and the scope; ends a session that nobody has used."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """The view's answer, made within the scope of who asks."""
        asked = cast(Asked, request)
        asked.token_fault = None
        asked.acting = _token_acting(asked) if request.path.startswith(API) else _session_acting(request)
        if asked.acting is None:
            return self.get_response(request)
        with scope.of(asked.acting.seen), timezone.override(zone_here(request)):
            return self.get_response(request)

    def process_view(self, request: HttpRequest, view: object, args: object, kwargs: object) -> HttpResponse | None:
        """A person whose password was given to them chooses their own before anything else."""
        if not _must_choose_password(request):
            return None
        address = reverse("account_change_password")
        return HttpResponseClientRedirect(address) if getattr(request, "htmx", None) else HttpResponseRedirect(address)


@login_not_required
@require_POST
def switch_language(request: HttpRequest) -> HttpResponseBase:
    """The switch on every page: for the browser, and as the person's own choice where one is logged in."""
    language = request.POST.get("language", "")
    if request.user.is_authenticated and language in dict(settings.LANGUAGES):
        choose_language(request.user, language)
    return set_language(request)


def _session_acting(request: HttpRequest) -> Acting | None:
    now = clock.now()
    if not request.user.is_authenticated or _left_alone(request, now):
        return None
    staff = request.user
    if staff.language:
        translation.activate(staff.language)
        cast(Any, request).LANGUAGE_CODE = translation.get_language()
    return acting_of(staff, now, language=translation.get_language() or "")


def _token_acting(request: Asked) -> Acting | None:
    kind, _space, secret = request.headers.get("Authorization", "").partition(" ")
    if kind.lower() != "bearer":
        return None
    now = clock.now()
    try:
        return acting_of_token(tokens.check(secret.strip(), at=now), now)
    except Fault as fault:
        request.token_fault = fault
        return None


def _left_alone(request: HttpRequest, now: int) -> bool:
    """Ends the session where nobody has used it for IDLE_LOGOUT seconds; otherwise notes that somebody is there."""
    active_at = request.session.get(ACTIVE_AT)
    if active_at is not None and now - active_at >= settings.IDLE_LOGOUT:
        logout(request)
        minutes = settings.IDLE_LOGOUT // 60
        said = _("You were logged out: nothing was done for %(minutes)s minutes.")
        messages.info(request, said % {"minutes": minutes})
        return True
    if active_at is None or not (request.path.startswith(BACKGROUND) or 0 <= now - active_at < WRITTEN_EVERY):
        request.session[ACTIVE_AT] = now
    return False


def _must_choose_password(request: HttpRequest) -> bool:
    if cast(Asked, request).acting is None or request.path.startswith(API):
        return False
    match = request.resolver_match
    open_to_them = match is not None and match.url_name in OPEN_BEFORE_A_NEW_PASSWORD
    return cast(Staff, request.user).must_change_password and not open_to_them
