"""The second factor's forms: a code counts once, however long it is good for, and whichever process is asked.

allauth remembers a used code for one period; with a tolerance it is good for longer (settings.MFA_FORMS).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from allauth.mfa import app_settings
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base import forms
from django.core.cache import cache

if TYPE_CHECKING:
    from shouwen.operation.people.models import Staff


class AuthenticateForm(forms.AuthenticateForm):  # type: ignore[misc]
    """Asked for at log-in."""

    def clean_code(self) -> str:
        """The code, where it is right and was not used before. Raises ValidationError."""
        return _once(self.user, self.cleaned_data["code"], super().clean_code)


class ReauthenticateForm(forms.ReauthenticateForm):  # type: ignore[misc]
    """Asked for again, before the account is changed."""

    def clean_code(self) -> str:
        """As above."""
        return _once(self.user, self.cleaned_data["code"], super().clean_code)


def _once(user: Staff, code: str, clean: Callable[[], str]) -> str:
    bare = "".join(filter(str.isalnum, code))[:16]
    used = f"second-factor:{user.pk}:{bare}"
    if cache.get(used):  # before the try is counted: it tells nobody whether the code was right
        raise get_adapter().validation_error("incorrect_code")
    clean()
    cache.set(used, True, app_settings.TOTP_PERIOD * (2 * app_settings.TOTP_TOLERANCE + 1))
    return code
