"""The second factor from end to end in a real browser: switched on, kept codes, logged in with, switched off."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.core.cache import cache
from playwright.sync_api import Page, expect

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.urls("tests.operation.web.shell_pages")]

WORDS = {
    "zh-CN": ("工号", "密码", "登录", "启用", "恢复码", "退出登录", "我的账号", "验证器应用"),
    "zh-TW": ("工號", "密碼", "登入", "啟用", "復原碼", "登出", "我的帳號", "驗證器應用程式"),
    "en-GB": (
        "Work number",
        "Password",
        "Log in",
        "Activate",
        "Recovery",
        "Log out",
        "My account",
        "Authenticator App",
    ),
}


def _code(secret: str) -> str:
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30))


@pytest.mark.parametrize("language", list(WORDS))
def test_the_second_factor_is_switched_on_and_asked_for(
    open_page: Callable[..., Page], cast: Any, settings: Any, language: str, seen_by_axe: Callable[[Page], list[str]]
) -> None:
    number, password, login, activate, recovery, logout, account, app = WORDS[language]
    settings.MFA_TOTP_TOLERANCE = 1  # half a minute may end between the clicks
    cast.lin.set_password("long-enough-9")
    cast.lin.save()
    page = open_page(language=language, width=390)
    found = []

    def log_in() -> None:
        page.goto("/account/login/")
        page.get_by_label(number).fill("1001")
        page.get_by_label(password, exact=True).fill("long-enough-9")
        page.get_by_role("button", name=login).click()

    log_in()
    page.wait_for_url("**/")
    page.goto("/account/2fa/")
    expect(page.get_by_role("heading", level=2, name=app)).to_be_visible()
    page.get_by_role("link", name=activate).click()
    page.wait_for_url("**/reauthenticate/**")
    found += seen_by_axe(page)
    page.get_by_label(password, exact=True).fill("long-enough-9")
    page.locator("main form .btn-primary").click()
    secret = page.locator("#authenticator_secret").input_value()
    found += seen_by_axe(page)
    page.locator("#id_code").fill(_code(secret))
    page.get_by_role("button", name=activate).click()
    expect(page.locator("h1")).to_contain_text(recovery)
    expect(page.locator("#recovery_codes")).not_to_be_empty()
    found += seen_by_axe(page)
    page.get_by_label(account).click()
    page.get_by_role("button", name=logout).click()
    log_in()
    page.wait_for_url("**/2fa/authenticate/")
    found += seen_by_axe(page)
    page.locator("#id_code").fill("000000")
    page.locator("main form .btn-primary").click()
    expect(page.locator("#id_code_error")).to_be_visible()
    cache.clear()  # a code counts once, and the next comes in half a minute
    page.locator("#id_code").fill(_code(secret))
    page.locator("main form .btn-primary").click()
    expect(page.locator("h1")).to_have_text("我的工作")
    assert found == []
