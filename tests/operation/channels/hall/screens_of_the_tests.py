"""Screens for the tests: a token of a device, and a browser in which its secret was typed in."""

from __future__ import annotations

from django.test import Client
from tests.operation.people_of_the_tests import Cast

from shouwen.operation.ledger import clock
from shouwen.operation.people import tokens
from shouwen.operation.people.models import Token, Unit
from shouwen.operation.people.rights import acting_of


def token_of(cast: Cast, unit: Unit, device: str = "machine", *, lasts: int = 86400) -> tuple[Token, str]:
    """A token of a device at the unit, and its secret."""
    now = clock.now()
    return tokens.make(
        label=f"{device} at {unit.code}",
        scopes=["read", "act"],
        ends_at=now + lasts,
        by=acting_of(cast.an, now),
        at=now,
        unit=unit,
        device=device,
    )


def screen_browser(cast: Cast, unit: Unit, device: str = "machine") -> Client:
    """A browser in which the secret of such a device was typed in."""
    browser = Client()
    browser.post("/hall/screen/", {"secret": token_of(cast, unit, device)[1]})
    return browser
