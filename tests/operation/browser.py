"""A real browser before the real pages.

page                 a page of headless Chromium (Chinese, 1280 × 900); after the test it must have kept the rules:
                     nothing against the content security policy, no error of a script, no request to another host
open_page(…)         another one, in its own browser session: language="en-GB", width=360, dark=True, staff=cast.lin;
                     also="127.0.0.1:1234": a host that it may ask as well, a card reader's program
seen_by_axe(page)    what axe finds that is serious or critical, as lines; must be []
scrolls_sideways(page)   whether the page is wider than the window
"""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.contrib.staticfiles.handlers import StaticFilesHandlerMixin
from django.test import Client
from playwright.sync_api import Browser, Page, expect, sync_playwright

from shouwen.operation.people.models import Staff

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from tools import frontend, translations  # noqa: E402

SLOWEST = 60_000
"""Milliseconds after which a page is given up, on a machine that has much else to do. No claim of speed."""

expect.set_options(timeout=SLOWEST / 2)

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or "/usr/bin/chromium"


@pytest.fixture(scope="session", autouse=True)
def _set_up() -> None:
    """What `make test` has done already; for who runs these tests by hand after a change."""
    translations.compile_into(translations.OPERATION / "locale")
    if not frontend.STAMP.is_file():
        frontend.main(anew=False)


@pytest.fixture(scope="session", autouse=True)
def _our_own_static_files() -> Iterator[None]:
    """The tests' server would serve static files by a way of Django's own that is not used outside tests."""
    patch = pytest.MonkeyPatch()
    patch.setattr(StaticFilesHandlerMixin, "_should_handle", lambda self, path: False)
    yield
    patch.undo()


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--force-color-profile=srgb"])
        yield browser
        browser.close()


OpenPage = Callable[..., Page]


@pytest.fixture
def open_page(chromium: Browser, live_server: Any, logged_in: Callable[[Staff], Client]) -> Iterator[OpenPage]:
    contexts = []
    broken: list[str] = []
    host = urlsplit(live_server.url).netloc

    def open_one(
        *,
        language: str = "zh-CN",
        width: int = 1280,
        height: int = 900,
        dark: bool = False,
        staff: Staff | None = None,
        also: str = "",
    ) -> Page:
        context = chromium.new_context(
            base_url=live_server.url,
            locale=language,
            viewport={"width": width, "height": height},
            color_scheme="dark" if dark else "light",
            timezone_id="Asia/Shanghai",
            reduced_motion="reduce",
        )
        context.set_default_timeout(SLOWEST)
        contexts.append(context)
        if staff is not None:
            key = logged_in(staff).cookies[settings.SESSION_COOKIE_NAME].value
            context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": key, "url": live_server.url}])
        page = context.new_page()
        page.on("console", lambda said: broken.append(said.text) if "Content Security Policy" in said.text else None)
        page.on("pageerror", lambda error: broken.append(str(error)))
        page.on("request", lambda asked: None if _allowed(asked.url, host, also) else broken.append(asked.url))
        return page

    yield open_one
    for context in contexts:
        context.close()
    assert broken == []


def _allowed(url: str, *hosts: str) -> bool:
    parts = urlsplit(url)
    return parts.scheme in ("data", "blob", "about") or parts.netloc in hosts


@pytest.fixture
def page(open_page: OpenPage) -> Page:
    return open_page()


@pytest.fixture(scope="session")
def seen_by_axe() -> Callable[[Page], list[str]]:
    def look(page: Page) -> list[str]:
        found = Axe().run(page).response["violations"]
        return [
            f"{one['id']}: {one['help']}: {node['html'][:200]} {node.get('failureSummary', '')[:300]}"
            for one in found
            if one["impact"] in ("serious", "critical")
            for node in one["nodes"]
        ]

    return look


@pytest.fixture(scope="session")
def scrolls_sideways() -> Callable[[Page], bool]:
    def look(page: Page) -> bool:
        return bool(page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"))

    return look
