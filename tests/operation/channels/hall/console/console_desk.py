"""A clerk before the counter console, as the page sends what they press; and what came of it."""

from __future__ import annotations

import itertools
import re
from typing import Any

from django.test import Client

from shouwen.operation.channels.hall.models import Visit
from shouwen.operation.ledger import models, words
from shouwen.operation.ledger.rebuild import differences
from shouwen.operation.ledger.watch import look_once

CONSOLE = "/hall/console/"
_sendings = itertools.count()


class Desk:
    """A clerk at the console, as the page sends it."""

    def __init__(self, browser: Client) -> None:
        self.browser = browser
        self.status = 0
        self.text = ""

    def look(self, language: str = "zh-hans") -> str:
        """The whole page."""
        return self._read(self.browser.get(CONSOLE, headers={"accept-language": language}))

    def send(self, address: str, **given: Any) -> str:
        """What comes of a press, as a fragment."""
        data = {"once": f"press {next(_sendings)}", **given}
        return self._read(self.browser.post(f"{CONSOLE}{address}", data, headers={"HX-Request": "true"}))

    def do(self, verb: str, visit: Visit | None = None, **given: Any) -> str:
        """A verb."""
        return self.send(f"do/{verb}", **_about(visit), **given)

    def step(self, word: str, visit: Visit, **given: Any) -> str:
        """A step of the service."""
        return self.send(f"step/{word}", **_about(visit), **given)

    def _read(self, answer: Any) -> str:
        self.status, self.text = answer.status_code, answer.content.decode()
        return self.text


def _about(visit: Visit | None) -> dict[str, str]:
    return {} if visit is None else {"visit": subject(visit)}


def subject(visit: Visit) -> str:
    return str(models.Case._base_manager.values_list("subject", flat=True).get(pk=visit.pk))


def told(visit: Visit) -> list[str]:
    """The words of the visit's story, what the book only notices left out."""
    rows = models.Event._base_manager.filter(told__case=visit.pk).exclude(word__in=words.NOTICES)
    return [row.word for row in rows.order_by("at", "id")]


def data_of(visit: Visit, word: str) -> dict[str, Any]:
    row = models.Event._base_manager.filter(told__case=visit.pk, word=word).order_by("-id").first()
    assert row is not None
    return dict(row.data)


def steps_shown(text: str) -> list[str]:
    """The steps that can be taken now, in the order of the page."""
    return re.findall(r'data-step="([^"]+)"', text)


def open_step(text: str) -> str:
    found = re.findall(r'data-step="([^"]+)" open', text)
    assert len(found) == 1
    return str(found[0])


def same_as_the_log() -> bool:
    look_once()
    return differences(list(models.Case._base_manager.exclude(kind="unit"))) == []
