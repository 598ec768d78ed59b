"""Letting people in: allauth's accounts and second factor as this house has them, and axes' lock-out.

Accounts are made by the system administrator (staff.py); nobody signs up and nothing is sent by mail. After five wrong
passwords a person is locked out from that address for a quarter of an hour, and told when it ends. Wrong codes of the
second factor are counted by allauth (ACCOUNT_RATE_LIMITS).
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.auth_backends import AuthenticationBackend
from axes.attempts import get_cool_off_threshold
from axes.handlers.proxy import AxesProxyHandler
from axes.helpers import get_cool_off
from axes.models import AccessAttempt
from django.conf import settings
from django.contrib.auth.hashers import check_password
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from shouwen.operation.people import statements
from shouwen.operation.people.models import Staff

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

LOCKED: Final = "locked_out"
"""The code of the error on the form."""

_CONSONANTS = "bdfghjkmnprstvz"
_VOWELS = "aeiou"


class Backend(AuthenticationBackend):  # type: ignore[misc]
    """allauth's. Every request asks for its person: by a statement composed once (statements.py)."""

    def get_user(self, user_id: int) -> Staff | None:
        """The person with this key, where they may log in."""
        found = statements.read(Staff, "id = %s", [user_id])
        return found[0] if found and self.user_can_authenticate(found[0]) else None


class Accounts(DefaultAccountAdapter):  # type: ignore[misc]
    """How allauth asks this house about accounts."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Never: accounts are given."""
        return False

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Tells a person who is locked out until when, before any password is looked at. Raises ValidationError."""
        _refuse_if_locked(request, credentials)

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        """Tells the person whose last chance this was. Raises ValidationError."""
        _refuse_if_locked(request, credentials)

    def set_password(self, user: Staff, password: str) -> None:
        """The person's own choice: what was given to them is over."""
        user.must_change_password = False
        super().set_password(user, password)

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        """Back to work."""
        address: str = self.get_login_redirect_url(request)
        return address


class TwoKinds:
    """A password rule: letters alone, or digits alone, will not do."""

    def validate(self, password: str, user: Staff | None = None) -> None:
        """Raises ValidationError."""
        kinds = (str.isalpha, str.isdigit, lambda character: not character.isalnum())
        if sum(any(kind(character) for character in password) for kind in kinds) < 2:
            raise ValidationError(self.get_help_text(), code="password_one_kind")

    def get_help_text(self) -> str:
        """The rule, for the person."""
        return _("Use at least two of: letters, digits, other characters.")


class NotTheWorkNumber:
    """A password rule: the work number is on every badge."""

    def validate(self, password: str, user: Staff | None = None) -> None:
        """Raises ValidationError."""
        number, given = (user.username if user else "").casefold(), password.casefold()
        if number and (given == number or (len(number) >= 4 and number in given)):
            raise ValidationError(self.get_help_text(), code="password_work_number")

    def get_help_text(self) -> str:
        """The rule, for the person."""
        return _("The work number must not stand in it.")


class NotTheSame:
    """A password rule: a new one is new."""

    def validate(self, password: str, user: Staff | None = None) -> None:
        """Raises ValidationError."""
        if user is not None and user.pk and user.has_usable_password() and check_password(password, user.password):
            raise ValidationError(self.get_help_text(), code="password_same")

    def get_help_text(self) -> str:
        """The rule, for the person."""
        return _("Choose another one than the present.")


def fresh_password() -> str:
    """A password that can be read out over the telephone: seven syllables and three digits (54 bits)."""
    syllables = [secrets.choice(_CONSONANTS) + secrets.choice(_VOWELS) for _syllable in range(7)]
    return f"{''.join(syllables[:4])}-{''.join(syllables[4:])}-{secrets.randbelow(900) + 100}"


def name_of(request: HttpRequest, credentials: Mapping[str, Any] | None = None) -> str | None:
    """Whom axes counts: the work number, however the form or Django calls it, in one case. (AXES_USERNAME_CALLABLE)"""
    given = credentials or {}
    username = given.get("username") or given.get("login") or request.POST.get("login")
    return str(username).casefold()[:255] if username else None


def locked_until(request: HttpRequest, credentials: Mapping[str, Any]) -> datetime | None:
    """When the person may try again from this address; None where they may now."""
    if AxesProxyHandler.is_allowed(request, dict(credentials)):
        return None
    cool_off = get_cool_off(request)
    attempts = AccessAttempt.objects.filter(
        username=name_of(request, credentials),
        ip_address=request.axes_ip_address,  # type: ignore[attr-defined]
        attempt_time__gte=get_cool_off_threshold(request),
    ).order_by("attempt_time")
    failures = sum(attempt.failures_since_start for attempt in attempts)
    for attempt in attempts:
        failures -= attempt.failures_since_start
        if failures < settings.AXES_FAILURE_LIMIT:
            ends: datetime = attempt.attempt_time + cool_off
            return ends
    return None


def locked_out(request: HttpRequest, response: HttpResponse, credentials: object) -> HttpResponse:
    """The page with the form that says so, told apart for machines. (AXES_LOCKOUT_CALLABLE)"""
    if response.status_code == 200:
        response.status_code = 429
    return response


def _refuse_if_locked(request: HttpRequest, credentials: Mapping[str, Any]) -> None:
    ends = locked_until(request, credentials)
    if ends is not None:
        request.axes_locked_out = True  # type: ignore[attr-defined]
        said = _("Too many wrong passwords. You can try again at %(time)s.")
        raise ValidationError(said % {"time": timezone.localtime(ends).strftime("%H:%M:%S")}, code=LOCKED)
