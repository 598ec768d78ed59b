"""The pictures of a hall's pages, in the order in which they are taken: what one does the next shows.

The hall in the middle of its day is staged by pictures_stage.py. In Chinese as name.zh-Hans.png, some in English as
name.png too.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from playwright.sync_api import Page

from pictures_page import Picture

CLERK, GUIDE, SELLER, MANAGER = "林晓岚", "周婷", "吴佳", "顾平"
PHONE = {"width": 390, "height": 844}


def _take_number(page: Page) -> None:
    page.locator(".machine-services button").first.click()
    page.locator(".machine-number").wait_for()


def _serve(page: Page) -> None:
    """Calls whoever is next and begins, if nobody is at the counter yet."""
    for _press in range(2):
        page.locator("#console [data-key=n], #console-acts [data-key=n]").first.wait_for()
        if page.locator("[data-step='identity.checked']").count():
            break
        page.keyboard.press("n")
        page.wait_for_timeout(1200)


def _in_english(page: Page) -> None:
    page.get_by_text("English").click()
    page.wait_for_load_state()


def _some_lines(page: Page) -> None:
    page.locator("[name=how][value=lines]").check()


def _also_in_english(*pictures: Picture) -> Iterator[Picture]:
    for one in pictures:
        yield replace(one, name=f"{one.name}.zh-Hans", language="zh-Hans")
        if one.language == "en":
            yield one


def _hans(name: str, who: str, address: str, height: int = 800, width: int = 1280, **more: object) -> Picture:
    return Picture(name, who, address, language="zh-Hans", height=height, width=width, **more)


HALL = (
    *_also_in_english(
        _hans("hall-machine", "", "/hall/machine/", 1440, 1080, screen="machine"),
        _hans("hall-number", "", "/hall/machine/", 1440, 1080, screen="machine", prepare=_take_number),
        _hans("hall-visitor", "", "{visitor}", **PHONE),
        Picture("hall-console", CLERK, "/hall/console/", height=1000, prepare=_serve),
        _hans("hall-display", "", "/hall/display/", 1080, 1920, screen="display"),
        _hans("hall-pad", "", "/hall/pad/", 800, 1180, screen="pad:2"),
        Picture("hall-guide", GUIDE, "/hall/guide/", width=1024, height=760),
        _hans("hall-guide-phone", GUIDE, "/hall/guide/", **PHONE),
        Picture("hall-board", MANAGER, "/hall/board/", height=1100),
        _hans("hall-setup", MANAGER, "/hall/setup/", 780),
        _hans("hall-receipts", MANAGER, "/hall/receipts/", 640),
        _hans("hall-receipt", MANAGER, "{receipt}", 1340, prepare=_some_lines),
        _hans("hall-registers", CLERK, "/hall/registers/", 900),
        _hans("hall-register", MANAGER, "{lot}", 1000),
        _hans("hall-agreements", MANAGER, "/hall/agreements/", 640),
        _hans("hall-upkeep", MANAGER, "/hall/upkeep/", 1000),
        _hans("hall-fault", GUIDE, "{printer}", 900),
        _hans("hall-upkeep-phone", GUIDE, "/hall/upkeep/", **PHONE),
        _hans("hall-sale", SELLER, "{sale}", 900),
        _hans("hall-appointments", GUIDE, "/hall/appointments/", 760),
        _hans("hall-book", "", "/book/lakeside/", **PHONE),
        _hans("hall-booked", "", "{booked}", **PHONE),
        _hans("hall-reader", MANAGER, "/hall/reader/", 640),
        _hans("hall-closing", MANAGER, "/hall/closing/", 860),
    ),
    Picture("hall-machine", "", "/hall/machine/", screen="machine", width=1080, height=1440, prepare=_in_english),
)
