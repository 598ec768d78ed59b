"""Keys to the API. The secret is shown once, to whom it is made for; only its digest is kept."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections.abc import Sequence
from typing import Final

from shouwen.fault import Fault
from shouwen.operation.people import statements
from shouwen.operation.people.models import Staff, Token, Unit
from shouwen.operation.people.posts import require
from shouwen.operation.people.rights import Acting

PREFIX: Final = "swt_"
"""So that a secret that got into the open is known for what it is."""

SCOPES: Final = ("read", "act", "personal", "ingest", "export")
LONGEST: Final = 366 * 86400  # seconds that a token may last
USED_EVERY: Final = 60  # seconds between two notes of its use
GRADES: Final = ("device", "customer", "transcript", "self-reported")


def make(
    *,
    label: str,
    scopes: Sequence[str],
    ends_at: int,
    by: Acting,
    at: int,
    staff: Staff | None = None,
    unit: Unit | None = None,
    device: str = "",
    grade: str = "device",
) -> tuple[Token, str]:
    """A new token of `staff`, with their posts' rights within `scopes`, or of a `device` at `unit`; and its secret.

    A person makes their own; others' and devices' are made by the security administrator. Raises Fault.
    """
    if (staff is None) == (unit is None) or (unit is not None and not device):
        raise Fault("token-of-nobody")
    if not scopes or (unknown := [name for name in scopes if name not in SCOPES]):
        raise Fault("token-scopes", scopes=", ".join(SCOPES), given=", ".join(unknown) if scopes else "—")
    if not at < ends_at <= at + LONGEST:
        raise Fault("token-time", days=LONGEST // 86400)
    if grade not in GRADES:
        raise Fault("grade-unknown", grade=grade[:32], grades=", ".join(GRADES))
    if staff is None or by.staff != staff.pk:
        require(by, "security-admin", unit=unit)
    secret = PREFIX + secrets.token_urlsafe(32)
    token = Token.objects.create(
        label=label,
        digest=_digest(secret),
        staff=staff,
        unit=unit,
        device=device,
        grade=grade,
        scopes=sorted(set(scopes)),
        made_at=at,
        ends_at=ends_at,
    )
    return token, secret


def check(secret: str, *, at: int) -> Token:
    """The token of that secret, good at `at`. Raises Fault("token-unknown"), ("token-ended") or ("token-revoked")."""
    if not secret.startswith(PREFIX):
        raise Fault("token-unknown")
    return check_known(_digest(secret), at=at)


def check_known(digest: bytes, *, at: int) -> Token:
    """As `check`, for whoever proved to know the secret before and keeps its digest, signed. Raises the same."""
    token = next(iter(statements.read(Token, "digest = %s", [digest])), None)
    if token is not None and token.staff_id is not None:
        (token.staff,) = statements.read(Staff, "id = %s", [token.staff_id])
    if token is None or not hmac.compare_digest(bytes(token.digest), digest):
        raise Fault("token-unknown")
    if token.revoked_at is not None and token.revoked_at <= at:
        raise Fault("token-revoked")
    if token.ends_at <= at or (token.staff is not None and not token.staff.is_active):
        raise Fault("token-ended")
    if token.used_at is None or not 0 <= at - token.used_at < USED_EVERY:
        Token.objects.filter(pk=token.pk).update(used_at=at)
    return token


def revoke(token: Token, *, by: Acting, at: int) -> None:
    """Ends the token now. A person revokes their own; the security administrator any. Raises Fault("not-for-you")."""
    if token.staff_id is None or by.staff != token.staff_id:
        require(by, "security-admin", unit=token.unit)
    if token.revoked_at is None:
        token.revoked_at = at
        token.save(update_fields=["revoked_at"])


def _digest(secret: str) -> bytes:
    return hashlib.sha256(secret.encode()).digest()
