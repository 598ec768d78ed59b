"""What is on a picture of the documents (pictures.py)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from playwright.sync_api import Page

Prepare = Callable[[Page], None]


@dataclass(frozen=True)
class Picture:
    """A person's page, or a screen's.

    who      "": nobody is logged in
    address  may name what was found in the demonstration
    screen   a device whose secret is typed in first
    whole    down to the page's end, not just the window
    prepare  what is done before
    """

    name: str
    who: str
    address: str
    language: str = "en"
    width: int = 1280
    height: int = 800
    dark: bool = False
    whole: bool = False
    prepare: Prepare | None = None
    screen: str = ""
