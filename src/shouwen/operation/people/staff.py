"""Those who work here: their accounts. Made by the system administrator, who gives no rights (posts.py)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from allauth.mfa.models import Authenticator
from axes.handlers.proxy import AxesProxyHandler
from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.db import transaction
from django.db.models import Q

from shouwen.fault import Fault
from shouwen.operation.people.login import fresh_password
from shouwen.operation.people.models import Post, Staff, Token
from shouwen.operation.people.names import read_name
from shouwen.operation.people.posts import require, require_any

if TYPE_CHECKING:
    from shouwen.operation.people.rights import Acting

LONGEST_NUMBER: Final = 32


def add_staff(
    *, username: str, name: str, by: Acting, email: str = "", language: str = "", password: str | None = None
) -> tuple[Staff, str]:
    """A new person without any post, and the password to be given to them, who must then choose their own.

    `password`: for a demonstration, given instead of a fresh one and not to be changed.
    Raises Fault: "not-for-you", "work-number-form", "work-number-taken", "language-unknown", those of `read_name`.
    """
    require(by, "system-admin")
    number = _work_number(username)
    _known_language(language)
    given = password or fresh_password()
    with transaction.atomic():
        if Staff.objects.filter(username__iexact=number).exists():
            raise Fault("work-number-taken", number=number)
        staff = Staff.objects.create_user(
            number, given, name=read_name(name), email=email, language=language, must_change_password=password is None
        )
    return staff, given


def change_staff(staff: Staff, *, name: str, email: str, by: Acting) -> None:
    """Mends name and e-mail. Raises Fault: "not-for-you", those of `read_name`."""
    require(by, "system-admin")
    staff.name, staff.email = read_name(name), email
    staff.save(update_fields=["name", "email"])


def give_password(staff: Staff, *, by: Acting) -> str:
    """A fresh password for who has lost theirs, to be changed at the next login. Ends a lock-out and every session.

    For the security administrator. Raises Fault("not-for-you").
    """
    require(by, "security-admin")
    password = fresh_password()
    validate_password(password, staff)
    staff.set_password(password)
    staff.must_change_password = True
    staff.save(update_fields=["password", "must_change_password"])
    unlock(staff, by=by)
    return password


def unlock(staff: Staff, *, by: Acting) -> None:
    """Lets a person who was locked out try again. For the security administrator. Raises Fault("not-for-you")."""
    require(by, "security-admin")
    AxesProxyHandler.reset_attempts(username=staff.username.casefold())


def drop_second_factor(staff: Staff, *, by: Acting) -> None:
    """For who has lost their telephone: they log in by password alone until they set up another. Raises Fault."""
    require(by, "security-admin")
    Authenticator.objects.filter(user=staff).delete()


def let_go(staff: Staff, *, successor: Staff, by: Acting, at: int) -> None:
    """The person has left: no login, no posts, no tokens; the successor answers for what is still theirs.

    For the system administrator. Raises Fault: "not-for-you", "backup-is-oneself".
    """
    require_any(by, ("system-admin", "security-admin"))
    if successor.pk == staff.pk:
        raise Fault("backup-is-oneself")
    with transaction.atomic():
        staff.is_active, staff.backup = False, successor
        staff.save(update_fields=["is_active", "backup"])
        still = Post.objects.filter(Q(until__isnull=True) | Q(until__gt=at), staff=staff)
        still.filter(since__gt=at).delete()
        still.update(until=at)
        Token.objects.filter(staff=staff, revoked_at__isnull=True).update(revoked_at=at)


def choose_language(staff: Staff, language: str) -> None:
    """The person's own choice for pages and notices; "": as the browser has it. Raises Fault("language-unknown")."""
    _known_language(language)
    staff.language = language
    staff.save(update_fields=["language"])


def choose_backup(staff: Staff, backup: Staff | None) -> None:
    """Who answers while the person is away. Raises Fault("backup-is-oneself")."""
    if backup is not None and backup.pk == staff.pk:
        raise Fault("backup-is-oneself")
    staff.backup = backup
    staff.save(update_fields=["backup"])


def _work_number(text: str) -> str:
    number = text.strip()
    if not re.fullmatch(rf"[A-Za-z0-9._-]{{1,{LONGEST_NUMBER}}}", number):
        raise Fault("work-number-form", most=LONGEST_NUMBER)
    return number


def _known_language(language: str) -> None:
    if language and language not in dict(settings.LANGUAGES):
        raise Fault("language-unknown")
