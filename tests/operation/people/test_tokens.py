"""Tokens of the API: shown once, good for what they are for, until they end."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from tests.operation.conftest import Cast

from shouwen.fault import Fault
from shouwen.operation.people import tokens
from shouwen.operation.people.models import Post, Token
from shouwen.operation.people.rights import SYSTEM, acting_of, acting_of_token

NOW = 1_800_000_000
DAY = 86_400

pytestmark = pytest.mark.django_db


def _refused(ask: Callable[[], object]) -> str:
    with pytest.raises(Fault) as refused:
        ask()
    return refused.value.code


def _of_lin(cast: Cast, *, scopes: tuple[str, ...] = ("read",), ends_at: int = NOW + DAY) -> tuple[Token, str]:
    by = acting_of(cast.lin, NOW)
    return tokens.make(label="mine", scopes=scopes, ends_at=ends_at, by=by, at=NOW, staff=cast.lin)


def test_a_token_speaks_for_its_person_within_its_scopes(cast: Cast) -> None:
    _, secret = _of_lin(cast, scopes=("read", "export"))
    acting = acting_of_token(tokens.check(secret, at=NOW), NOW)
    person = acting_of(cast.lin, NOW)
    assert (acting.reference, acting.staff, acting.posts, acting.units) == (
        person.reference,
        person.staff,
        person.posts,
        person.units,
    )
    assert [name for name in tokens.SCOPES if acting.lets(name)] == ["read", "export"]


def test_a_token_loses_the_rights_that_its_person_loses(cast: Cast) -> None:
    _, secret = _of_lin(cast)
    Post.objects.filter(staff=cast.lin).update(until=NOW + 10)
    assert acting_of_token(tokens.check(secret, at=NOW + 10), NOW + 10).units == frozenset()
    cast.lin.is_active = False
    cast.lin.save()
    assert _refused(lambda: tokens.check(secret, at=NOW)) == "token-ended"


def test_the_secret_stands_nowhere(cast: Cast) -> None:
    token, secret = _of_lin(cast)
    row = Token.objects.filter(pk=token.pk).values().get()
    assert secret.startswith("swt_")
    assert [value for value in row.values() if secret in str(value) or secret.encode() in _bytes(value)] == []


def test_a_token_of_a_device_knows_its_unit_alone_and_tells_in_its_own_grade(cast: Cast) -> None:
    _, secret = tokens.make(
        label="door", scopes=["ingest"], ends_at=NOW + DAY, by=SYSTEM, at=NOW, unit=cast.east, device="door-3"
    )
    acting = acting_of_token(tokens.check(secret, at=NOW), NOW)
    assert (acting.reference, acting.staff, acting.grade) == ("device:door-3", None, "device")
    assert (acting.units, acting.roles_at(cast.east.pk)) == ({cast.east.pk}, {"device"})
    assert acting.roles_at(cast.area.pk) == frozenset()


def test_what_is_no_token_has_ended_or_was_revoked_is_told_apart(cast: Cast) -> None:
    token, secret = _of_lin(cast)
    for wrong in ("", "swt_", secret[:-1], secret + "x", secret.removeprefix("swt_"), "swt_" + "é" * 43):
        assert _refused(lambda wrong=wrong: tokens.check(wrong, at=NOW)) == "token-unknown"
    assert _refused(lambda: tokens.check(secret, at=NOW + DAY)) == "token-ended"
    tokens.revoke(token, by=acting_of(cast.lin, NOW), at=NOW)
    assert _refused(lambda: tokens.check(secret, at=NOW)) == "token-revoked"


def test_the_last_use_is_written_at_most_once_a_minute(cast: Cast) -> None:
    token, secret = _of_lin(cast)
    used = []
    for at in (NOW, NOW + 59, NOW + 60, NOW + 61):
        tokens.check(secret, at=at)
        token.refresh_from_db()
        used.append(token.used_at)
    assert used == [NOW, NOW, NOW + 60, NOW + 60]


def test_anothers_and_a_devices_token_are_made_and_ended_by_the_security_administrator(cast: Cast) -> None:
    def make(by_whom: str) -> tuple[Token, str]:
        by = acting_of(getattr(cast, by_whom), NOW)
        return tokens.make(label="x", scopes=["act"], ends_at=NOW + DAY, by=by, at=NOW, staff=cast.lin)

    for other in ("zhao", "gu", "shi"):
        assert _refused(lambda other=other: make(other)) == "not-for-you"
    token, secret = make("an")
    assert _refused(lambda: tokens.revoke(token, by=acting_of(cast.zhao, NOW), at=NOW)) == "not-for-you"
    tokens.revoke(token, by=acting_of(cast.an, NOW), at=NOW)
    assert _refused(lambda: tokens.check(secret, at=NOW)) == "token-revoked"


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"scopes": []}, "token-scopes"),
        ({"scopes": ["read", "everything"]}, "token-scopes"),
        ({"ends_at": NOW}, "token-time"),
        ({"ends_at": NOW + 400 * DAY}, "token-time"),
        ({"staff": None}, "token-of-nobody"),
        ({"grade": "golden"}, "grade-unknown"),
    ],
)
def test_a_token_that_makes_no_sense_is_refused(cast: Cast, fields: dict[str, object], code: str) -> None:
    asked: dict[str, object] = {"label": "x", "scopes": ["read"], "ends_at": NOW + DAY, "staff": cast.lin, **fields}
    assert _refused(lambda: tokens.make(by=SYSTEM, at=NOW, **asked)) == code  # type: ignore[arg-type]


def _bytes(value: object) -> bytes:
    return bytes(value) if isinstance(value, bytes | memoryview) else b""
