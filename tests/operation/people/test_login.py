"""Logging in: passwords, lock-out, second factor. Through the pages."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth as totp
from axes.models import AccessAttempt
from django.contrib.auth.password_validation import validate_password
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import get_resolver, reverse
from django.utils import timezone
from tests.operation.conftest import Cast

from shouwen.operation.people import staff as accounts
from shouwen.operation.people.login import fresh_password
from shouwen.operation.people.models import Remembered, Staff
from shouwen.operation.people.rights import SYSTEM

PASSWORD = "tidal-lamp-17"

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _no_tries_of_other_tests() -> None:
    cache.clear()


@pytest.fixture
def lin(cast: Cast) -> Staff:
    """Lin, with a password of her own."""
    cast.lin.set_password(PASSWORD)
    cast.lin.save()
    return cast.lin


def _try(browser: Client, username: str, password: str, language: str = "en", address: str = "10.0.0.1") -> str | None:
    """Who is logged in after trying; else the errors of the form are in `browser.said`."""
    response = browser.post(
        reverse("account_login"),
        {"login": username, "password": password},
        headers={"Accept-Language": language},
        REMOTE_ADDR=address,
    )
    form = response.context["form"] if response.context and "form" in response.context else None
    browser.said = form.errors.as_text() if form is not None else ""  # type: ignore[attr-defined]
    browser.status = response.status_code  # type: ignore[attr-defined]
    return browser.session.get("_auth_user_id")


def test_a_person_logs_in_with_work_number_and_password(lin: Staff) -> None:
    assert _try(Client(), "1001", PASSWORD) == str(lin.pk)
    assert _try(Client(), "1001", PASSWORD + "x") is None
    assert _try(Client(), "9999", PASSWORD) is None


def test_who_has_left_does_not_log_in(lin: Staff, cast: Cast) -> None:
    accounts.let_go(lin, successor=cast.zhao, by=SYSTEM, at=1)
    assert _try(Client(), "1001", PASSWORD) is None


UNUSED = (
    "signup/", "signup/passkey/", "email/", "confirm-email/", "confirm-email/MQ:1abc/", "password/set/",
    "password/reset/", "password/reset/done/", "password/reset/key/1-abc/", "password/reset/key/done/",
    "login/code/", "login/code/confirm/", "phone/verify/", "phone/change/", "2fa/trust/", "2fa/webauthn/",
    "2fa/webauthn/login/", "3rdparty/", "sessions/", "",
)  # fmt: skip
"""Addresses of the library that this product does not use."""


@pytest.mark.parametrize("address", UNUSED)
def test_nobody_signs_up_or_resets_anything_there_is_no_such_address(
    lin: Staff, logged_in: Callable[[Staff], Client], address: str
) -> None:
    browsers = (Client(), logged_in(lin))
    before = list(Staff.objects.order_by("pk").values())
    given = {"username": "x", "email": "x@example.org", "login": "1001", "password1": PASSWORD, "password2": PASSWORD}
    for browser in browsers:
        answers = [browser.get(f"/account/{address}"), browser.post(f"/account/{address}", given)]
        assert [answer.status_code for answer in answers] == [404, 404]
    assert list(Staff.objects.order_by("pk").values()) == before


def test_of_the_librarys_addresses_those_are_there_that_somebody_uses() -> None:
    found = {str(name) for name in get_resolver().reverse_dict if str(name).startswith(("account_", "mfa_"))}
    assert found == {
        "account_login", "account_logout", "account_inactive", "account_reauthenticate", "account_change_password",
        "mfa_index", "mfa_authenticate", "mfa_reauthenticate", "mfa_activate_totp", "mfa_deactivate_totp",
        "mfa_view_recovery_codes", "mfa_generate_recovery_codes", "mfa_download_recovery_codes",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("language", "words"),
    [("en", "Too many wrong passwords"), ("zh-hans", "密码错误次数过多"), ("zh-hant", "密碼錯誤次數過多")],
)
def test_five_wrong_passwords_lock_out_and_the_message_names_when_it_ends(
    lin: Staff, language: str, words: str
) -> None:
    browser = Client()
    for _attempt in range(4):
        _try(browser, "1001", "wrong", language)
        assert not re.search(r"\d\d:\d\d:\d\d", browser.said)  # type: ignore[attr-defined]
    for password in ("wrong", PASSWORD):  # the fifth, and then even the right one
        assert _try(browser, "1001", password, language) is None
        assert browser.status == 429  # type: ignore[attr-defined]
        named = re.search(r"\d\d:\d\d:\d\d", browser.said)  # type: ignore[attr-defined]
        assert named is not None
        ends = timezone.localtime(AccessAttempt.objects.get().attempt_time + timedelta(minutes=15))
        assert named[0] == f"{ends:%H:%M:%S}"
        assert words in browser.said  # type: ignore[attr-defined]


def test_a_lock_out_ends_when_it_was_said_to_however_often_one_tries_meanwhile(lin: Staff) -> None:
    browser = Client()
    for _attempt in range(8):
        _try(browser, "1001", "wrong")
    attempt = AccessAttempt.objects.get()
    assert attempt.failures_since_start == 5
    AccessAttempt.objects.update(attempt_time=attempt.attempt_time - timedelta(minutes=15, seconds=1))
    assert _try(browser, "1001", PASSWORD) == str(lin.pk)


def test_a_lock_out_is_of_one_person_at_one_address_in_any_case(cast: Cast) -> None:
    for person in (cast.lin, cast.zhao):
        person.set_password(PASSWORD)
        person.save()
    Staff.objects.filter(pk=cast.lin.pk).update(username="Lin.X")
    for name in ("lin.x", "LIN.X", "Lin.X", "lin.X", "LIN.x"):
        _try(Client(), name, "wrong")
    assert _try(Client(), "Lin.X", PASSWORD) is None
    assert _try(Client(), "Lin.X", PASSWORD, address="10.0.0.2") == str(cast.lin.pk)
    assert _try(Client(), "1002", PASSWORD) == str(cast.zhao.pk)


def test_the_right_password_forgets_the_wrong_ones_before_it(lin: Staff) -> None:
    for _round in range(3):
        for _attempt in range(4):
            _try(Client(), "1001", "wrong")
        assert _try(Client(), "1001", PASSWORD) == str(lin.pk)


def test_the_security_administrator_ends_a_lock_out(lin: Staff) -> None:
    for _attempt in range(5):
        _try(Client(), "1001", "wrong")
    accounts.unlock(lin, by=SYSTEM)
    assert _try(Client(), "1001", PASSWORD) == str(lin.pk)


def test_no_password_stands_in_the_record_of_attempts(lin: Staff) -> None:
    _try(Client(), "1001", "my-secret-of-home")
    (row,) = AccessAttempt.objects.values()
    assert [value for value in row.values() if "my-secret-of-home" in str(value)] == []


def _with_second_factor(staff: Staff) -> str:
    secret = totp.generate_totp_secret()
    totp.TOTP.activate(staff, secret)
    return secret


def _code(secret: str, steps: int = 0) -> str:
    return totp.format_hotp_value(totp.hotp_value(secret, int(time.time()) // 30 + steps))


def test_who_has_a_second_factor_is_in_only_after_a_real_code(lin: Staff) -> None:
    secret = _with_second_factor(lin)
    browser = Client()
    assert _try(browser, "1001", PASSWORD) is None
    address = reverse("mfa_authenticate")
    right = _code(secret)
    wrong = f"{(int(right) + 1) % 1_000_000:06}"
    browser.post(address, {"code": wrong})
    assert browser.session.get("_auth_user_id") is None
    browser.post(address, {"code": right})
    assert browser.session.get("_auth_user_id") == str(lin.pk)


def _goes_in(staff: Staff, code: str) -> bool:
    """Whether the person is in with the right password and this code."""
    browser = Client()
    _try(browser, staff.username, PASSWORD)
    browser.post(reverse("mfa_authenticate"), {"code": code})
    return bool(browser.session.get("_auth_user_id") == str(staff.pk))


def test_the_code_before_and_the_one_after_count_and_none_further_away(lin: Staff) -> None:
    secret = _with_second_factor(lin)
    while time.time() % 30 > 25:  # so that the period does not end in between
        time.sleep(0.2)
    assert [steps for steps in (-3, -2, -1, 0, 1, 2, 3) if _goes_in(lin, _code(secret, steps))] == [-1, 0, 1]


@pytest.mark.parametrize("steps", [0, 1])
def test_a_code_counts_once_as_long_as_it_is_good(lin: Staff, steps: int) -> None:
    code = _code(_with_second_factor(lin), steps)
    assert _goes_in(lin, code)
    for spelt in (code, f"{code[:3]} {code[3:]}", f"{code[:3]}-{code[3:]}"):
        assert not _goes_in(lin, spelt)
    Remembered.objects.filter(cache_key__contains="allauth").delete()  # the library has forgotten it after one period
    assert not _goes_in(lin, code)


def test_what_was_tried_is_remembered_by_all_page_processes_together(lin: Staff) -> None:
    secret = _with_second_factor(lin)
    browser = Client()
    _try(browser, "1001", PASSWORD)
    right = _code(secret)
    wrong = [f"{(int(right) + 10 + number) % 1_000_000:06}" for number in range(6)]
    for code in wrong:
        browser.post(reverse("mfa_authenticate"), {"code": code})
    assert not _goes_in(lin, right)
    Remembered.objects.all().delete()  # it stands in the database alone, where every process looks
    assert _goes_in(lin, right)


def test_codes_cannot_be_tried_out(lin: Staff) -> None:
    secret = _with_second_factor(lin)
    browser = Client()
    _try(browser, "1001", PASSWORD)
    right = _code(secret)
    for number in range(6):
        browser.post(reverse("mfa_authenticate"), {"code": f"{(int(right) + 1 + number) % 1_000_000:06}"})
    browser.post(reverse("mfa_authenticate"), {"code": right})
    assert browser.session.get("_auth_user_id") is None


def test_who_has_lost_the_telephone_gets_in_again_through_the_security_administrator(lin: Staff) -> None:
    _with_second_factor(lin)
    accounts.drop_second_factor(lin, by=SYSTEM)
    assert Authenticator.objects.count() == 0
    assert _try(Client(), "1001", PASSWORD) == str(lin.pk)


@pytest.mark.parametrize(
    ("password", "code"),
    [
        ("short-1", "password_too_short"),
        ("password123", "password_too_common"),
        ("abcdefghijkl", "password_one_kind"),
        ("8675309867530", "password_one_kind"),
        ("the-1001-of-us", "password_work_number"),
        (PASSWORD, "password_same"),
    ],
)
def test_a_weak_password_is_refused_by_name(lin: Staff, password: str, code: str) -> None:
    with pytest.raises(ValidationError) as weak:
        validate_password(password, lin)
    assert [error.code for error in weak.value.error_list] == [code]


def test_a_fresh_password_passes_the_rules_and_is_never_the_same(lin: Staff) -> None:
    fresh = {fresh_password() for _one in range(200)}
    assert len(fresh) == 200
    for password in fresh:
        validate_password(password, lin)
        assert re.fullmatch(r"([a-z][aeiou]){4}-([a-z][aeiou]){3}-[1-9]\d\d", password)


def test_a_changed_password_is_the_persons_own_and_ends_other_sessions(cast: Cast) -> None:
    given = accounts.give_password(cast.lin, by=SYSTEM)
    browser, other = Client(), Client()
    assert _try(browser, "1001", given) == _try(other, "1001", given) == str(cast.lin.pk)
    browser.post(
        reverse("account_change_password"),
        {"oldpassword": given, "password1": PASSWORD, "password2": PASSWORD},
    )
    stored = Staff.objects.get(pk=cast.lin.pk)
    assert (stored.check_password(PASSWORD), stored.must_change_password) == (True, False)
    assert browser.get(reverse("account_change_password")).context["user"] == stored
    assert other.get(reverse("account_login")).context["user"].is_anonymous
