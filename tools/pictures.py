"""The pictures that the documents show: docs/pages/*.png, taken of the demonstration in a real browser.

    .venv/bin/python tools/pictures.py             all of them (make pictures); some ten minutes
    .venv/bin/python tools/pictures.py case work   those whose names begin so

The demonstration runs in a folder that is thrown away, on a free port, from its usual seed. What is on the pictures
moves with the day on which they are taken, and with nothing else.
"""

from __future__ import annotations

import io
import json
import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import numpy as np
from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

from pictures_hall import HALL
from pictures_page import Picture
from pictures_standard import STANDARD

ROOT = Path(__file__).resolve().parents[1]
PAGES = ROOT / "docs/pages"
CHROMIUM = next(
    (found for name in ("chromium", "chromium-browser", "google-chrome") if (found := shutil.which(name))), ""
)
COLOURS = 256
LARGEST = 150_000  # bytes
FILLED = ("the weeks behind it are in the book", "the halls' days behind it are in the book")
LANGUAGES = {"en": "en-GB", "zh-Hans": "zh-CN", "zh-Hant": "zh-TW"}

Passwords = dict[str, tuple[str, str]]
"""Work number and password by the person's name."""

CLERK, MANAGER, AUTHOR, SYSTEM = "林晓岚", "顾平", "戚文", "谢安"


def _note(page: Page) -> None:
    page.get_by_role("textbox").first.fill("14000000017")
    page.keyboard.press("Tab")
    page.locator("#who .choice-group").wait_for()
    page.locator("textarea").fill("下个月搬家，想问新地址能不能装宽带。")


def _hand_over(page: Page) -> None:
    page.get_by_role("button", name=re.compile("Hand over|移交")).first.click()
    page.locator("dialog[open]").wait_for()


BOTH = (
    Picture("case", CLERK, "{case}", whole=True),
    Picture("work", CLERK, "/", height=880),
    Picture("requests", CLERK, "/requests/", height=860),
    Picture("phone", CLERK, "/", width=390, height=844),
    Picture("phone-customer", "", "{status}", width=390, height=844),
    Picture("dark", CLERK, "{case}", height=1000, dark=True),
)
"""Taken in English, and as name.zh-Hans.png in Chinese."""

PICTURES = (
    *BOTH,
    *(replace(one, name=f"{one.name}.zh-Hans", language="zh-Hans") for one in BOTH),
    Picture("note", CLERK, "/requests/new", height=820, prepare=_note),
    Picture("hand-over", CLERK, "{case}", height=900, prepare=_hand_over),
    Picture("unit-work", MANAGER, "/work/unit", height=860),
    Picture("customer", CLERK, "{customer}", height=640),
    Picture("notices", MANAGER, "/notices/", height=860),
    Picture("login", "", "/account/login/", height=720),
    Picture("units", SYSTEM, "/administration/units/", height=700),
    Picture("people", SYSTEM, "/administration/people/", height=800),
    Picture("shifts", MANAGER, "/administration/shifts/", height=860),
    Picture("calendar", AUTHOR, "{calendar}", height=860),
    Picture("editions", AUTHOR, "{edition}", height=900),
    *HALL,
    *STANDARD,
)


def main(wanted: list[str]) -> int:
    """Takes the pictures whose names begin with one of these; without any, all. 1 where one is too large."""
    chosen = [one for one in PICTURES if not wanted or one.name.startswith(tuple(wanted))]
    PAGES.mkdir(parents=True, exist_ok=True)
    with _demonstration() as (address, passwords, staged), sync_playwright() as driver:
        found = staged | _look_around(driver.chromium.launch(**_how("en")), address, passwords)
        browsers = {one: driver.chromium.launch(**_how(one)) for one in LANGUAGES}  # date fields speak it too
        for one in chosen:
            _take(browsers[one.language], one, address, passwords, found)
        for browser in browsers.values():
            browser.close()
    sizes = {one.name: (PAGES / f"{one.name}.png").stat().st_size for one in chosen}
    for name, size in sizes.items():
        print(f"{name:<24} {size // 1000:>4} kB{'   too large' if size > LARGEST else ''}")
    return int(any(size > LARGEST for size in sizes.values()))


@contextmanager
def _demonstration() -> Iterator[tuple[str, Passwords, dict[str, str]]]:
    """One that runs, filled in: its address, each person's work number and password by their name, and what was staged
    in a hall of it (pictures_stage.py)."""
    with tempfile.TemporaryDirectory(prefix="shouwen-pictures-") as home, socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
        probe.close()
        log = Path(home, "log")
        command = [".venv/bin/shouwen", "demo", "--home", home, "--port", str(port), "--weeks", "2", "--speed", "0"]
        settings = {name: value for name, value in os.environ.items() if not name.startswith("SHOUWEN_")}
        with log.open("wb") as out:
            served = subprocess.Popen(
                command, cwd=ROOT, env={**settings, "PYTHONUNBUFFERED": "1"}, stdout=out, stderr=subprocess.STDOUT
            )
        try:
            for filled in FILLED:
                said = _wait_for(filled, log, served)
            rows = re.findall(r"^  (\d{4})  (\S+) +(\S+)", said, flags=re.MULTILINE)
            passwords = {name: (number, password) for number, password, name in rows}
            stage = [sys.executable, "tools/pictures_stage.py"]
            staged = subprocess.run(
                stage, cwd=ROOT, env={**settings, "SHOUWEN_HOME": home}, check=True, stdout=subprocess.PIPE
            )
            yield f"http://127.0.0.1:{port}", passwords, json.loads(staged.stdout)
        finally:
            served.terminate()
            served.wait(30)


def _wait_for(text: str, log: Path, served: subprocess.Popen[bytes], seconds: int = 300) -> str:
    for _ in range(seconds):
        said = log.read_text(encoding="utf-8")
        if text in said:
            return said
        if served.poll() is not None:
            break
        time.sleep(1)
    raise SystemExit(f"The demonstration did not get ready:\n{said[-2000:]}")


def _how(language: str) -> dict[str, object]:
    tag = LANGUAGES[language]
    return {
        "executable_path": CHROMIUM,
        "args": ["--no-sandbox", "--force-color-profile=srgb", "--font-render-hinting=none", f"--lang={tag}"],
        "env": {**os.environ, "LANGUAGE": tag.replace("-", "_"), "LANG": f"{tag.replace('-', '_')}.UTF-8"},
    }


def _page(
    browser: Browser,
    one: Picture,
    address: str,
    passwords: Passwords,
    found: dict[str, str] | None = None,
) -> Page:
    context = browser.new_context(
        base_url=address,
        locale=LANGUAGES[one.language],
        viewport={"width": one.width, "height": one.height},
        color_scheme="dark" if one.dark else "light",
        timezone_id="Asia/Shanghai",
        reduced_motion="reduce",
    )
    page = context.new_page()
    if one.screen:
        _open(page, "/hall/screen/")
        page.locator("[name=secret]").fill(found[one.screen])
        page.locator("main form .btn-primary").click()
        page.wait_for_load_state()
    elif one.who:
        number, password = passwords[one.who]
        _open(page, "/account/login/")
        page.locator("[name=login]").fill(number)
        page.locator("[name=password]").fill(password)
        page.locator("main form .btn-primary").click()
        page.wait_for_url(lambda url: "/account/login/" not in url)
    return page


def _open(page: Page, address: str) -> None:
    answer = page.goto(address)
    if answer is None or not answer.ok:
        raise SystemExit(f"{address}: {answer.status if answer else 'no answer'}")


def _look_around(browser: Browser, address: str, passwords: Passwords) -> dict[str, str]:
    """Looks at the clerk's own open cases for the one with the most to see, and for where the rest is."""
    page = _page(browser, Picture("", CLERK, "/"), address, passwords)
    _open(page, "/")
    addresses = page.locator("a[id^=case-]").evaluate_all("links => links.map(one => one.getAttribute('href'))")
    case = max(addresses, key=lambda one: _worth(page, one))
    _open(page, case)
    customer = page.locator(".case-side a[href^='/customers/']").first.get_attribute("href")
    _open(page, "/requests/?state=answered")
    answered = page.locator("#requests th a").first.get_attribute("href") or ""
    _open(page, answered)
    _open(page, page.locator("a[href$='/link']").first.get_attribute("href") or "")
    status = page.locator(".secret a").get_attribute("href") or ""
    author = _page(browser, Picture("", AUTHOR, "/"), address, passwords)
    _open(author, "/administration/calendars/")
    calendar = author.locator("main a.line").first.get_attribute("href")
    _open(author, "/administration/editions/")
    edition = author.locator("main th a").first.get_attribute("href")
    browser.close()
    return {
        "case": case, "customer": customer or "", "status": status.removeprefix(address), "calendar": calendar or "",
        "edition": edition or "",
    }  # fmt: skip


def _worth(page: Page, address: str) -> tuple[int, int, int]:
    """How much there is to see: a promise, hand-overs, what happened."""
    _open(page, address)
    counting = page.locator(".case-rest .countdown:not(.is-over)").count()
    return page.locator("#promises-name").count(), counting, page.locator(".moment").count()


def _take(browser: Browser, one: Picture, address: str, passwords: Passwords, found: dict[str, str]) -> None:
    page = _page(browser, one, address, passwords, found)
    _open(page, one.address.format(**found))
    if one.prepare:
        one.prepare(page)
    quiet = not one.who and not one.screen  # a stream never falls idle
    page.wait_for_load_state("networkidle") if quiet else page.wait_for_timeout(500)
    page.evaluate("document.activeElement?.blur(), scrollTo(0, 0)")
    picture = Image.open(io.BytesIO(page.screenshot(full_page=one.whole))).convert("RGB")
    _small(picture).save(PAGES / f"{one.name}.png", optimize=True)
    page.context.close()


def _small(picture: Image.Image) -> Image.Image:
    """The same in its most frequent colours: a page's own stay as they are, and shades at the edges of letters meet."""
    parts = np.asarray(picture).astype(np.int32)
    packed = parts[..., 0] << 16 | parts[..., 1] << 8 | parts[..., 2]
    colours, place, count = np.unique(packed, return_inverse=True, return_counts=True)
    apart = np.stack([colours >> 16, colours >> 8 & 255, colours & 255], axis=1)
    kept = apart[np.argsort(-count)[:COLOURS]]
    nearest = ((apart[:, None] - kept[None]) ** 2).sum(axis=2).argmin(axis=1)
    small = Image.fromarray(nearest[place].reshape(packed.shape).astype(np.uint8), "P")
    small.putpalette(kept.astype(np.uint8).tobytes())
    return small


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
