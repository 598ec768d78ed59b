"""Accounts: who makes them, what becomes of them."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from tests.operation.conftest import Cast

from shouwen.fault import Fault
from shouwen.operation.people import staff as accounts
from shouwen.operation.people import tokens
from shouwen.operation.people.models import Post, Staff
from shouwen.operation.people.rights import SYSTEM, acting_of

NOW = 1_800_000_000

pytestmark = pytest.mark.django_db


def _refused(ask: Callable[[], object]) -> str:
    with pytest.raises(Fault) as refused:
        ask()
    return refused.value.code


def test_a_new_person_has_a_password_to_change_and_no_rights(cast: Cast) -> None:
    person, password = accounts.add_staff(username=" 2001 ", name="周 杰", by=acting_of(cast.shi, NOW))
    stored = Staff.objects.get(username="2001")
    assert (stored, stored.name, stored.must_change_password) == (person, "周 杰", True)
    assert stored.check_password(password)
    assert acting_of(stored, NOW).posts == ()


def test_only_the_system_administrator_makes_accounts(cast: Cast) -> None:
    for other in (cast.an, cast.cha, cast.gu, cast.bai):
        by = acting_of(other, NOW)
        assert _refused(lambda by=by: accounts.add_staff(username="2001", name="周", by=by)) == "not-for-you"


@pytest.mark.parametrize(
    ("username", "name", "language", "code"),
    [
        ("1001", "周", "", "work-number-taken"),
        ("", "周", "", "work-number-form"),
        ("a b", "周", "", "work-number-form"),
        ("x" * 33, "周", "", "work-number-form"),
        ("../etc", "周", "", "work-number-form"),
        ("2001", "", "", "name-empty"),
        ("2001", "周\u202e", "", "text-hidden-characters"),
        ("2001", "周", "de", "language-unknown"),
    ],
)
def test_an_account_that_cannot_be_is_refused(cast: Cast, username: str, name: str, language: str, code: str) -> None:
    assert _refused(lambda: accounts.add_staff(username=username, name=name, language=language, by=SYSTEM)) == code


def test_a_work_number_is_taken_in_capitals_too(cast: Cast) -> None:
    accounts.add_staff(username="ab-1", name="周", by=SYSTEM)
    assert _refused(lambda: accounts.add_staff(username="AB-1", name="周", by=SYSTEM)) == "work-number-taken"


def test_a_lost_password_is_replaced_by_the_security_administrator(cast: Cast) -> None:
    assert _refused(lambda: accounts.give_password(cast.lin, by=acting_of(cast.shi, NOW))) == "not-for-you"
    password = accounts.give_password(cast.lin, by=acting_of(cast.an, NOW))
    stored = Staff.objects.get(pk=cast.lin.pk)
    assert (stored.check_password(password), stored.must_change_password) == (True, True)


def test_who_leaves_loses_login_posts_and_tokens_and_has_a_successor(cast: Cast) -> None:
    _, secret = tokens.make(
        label="x", scopes=["read"], ends_at=NOW + 9, by=acting_of(cast.lin, NOW), at=NOW, staff=cast.lin
    )
    Post.objects.create(staff=cast.lin, unit=cast.west, role="clerk", since=NOW + 5)
    accounts.let_go(cast.lin, successor=cast.zhao, by=acting_of(cast.shi, NOW), at=NOW)
    stored = Staff.objects.get(pk=cast.lin.pk)
    assert (stored.is_active, stored.backup) == (False, cast.zhao)
    assert list(stored.posts.values_list("unit", "until")) == [(cast.east.pk, NOW)]
    assert _refused(lambda: tokens.check(secret, at=NOW)) == "token-revoked"


def test_a_person_chooses_language_and_backup(cast: Cast) -> None:
    accounts.choose_language(cast.lin, "zh-hant")
    accounts.choose_backup(cast.lin, cast.zhao)
    stored = Staff.objects.get(pk=cast.lin.pk)
    assert (stored.language, stored.backup) == ("zh-hant", cast.zhao)
    assert _refused(lambda: accounts.choose_language(cast.lin, "tlh")) == "language-unknown"
    assert _refused(lambda: accounts.choose_backup(cast.lin, cast.lin)) == "backup-is-oneself"
