"""Screens of the east hall: their tokens, and browsers in which they are set up."""

from __future__ import annotations

from django.test import Client
from tests.operation.people_of_the_tests import Cast

from shouwen.operation.ledger import clock
from shouwen.operation.people import tokens
from shouwen.operation.people.models import Unit
from shouwen.operation.people.rights import acting_of


def secret_of(cast: Cast, device: str, *, unit: Unit | None = None, grade: str = "device") -> str:
    """The secret of a new token of this device, at the east hall or at `unit`."""
    now = clock.now()
    _token, secret = tokens.make(
        label=device,
        scopes=("read", "act"),
        ends_at=now + 30 * 86400,
        by=acting_of(cast.an, now),
        at=now,
        unit=unit or cast.east,
        device=device,
        grade=grade,
    )
    return secret


def screen(cast: Cast, device: str, *, unit: Unit | None = None) -> Client:
    """A browser in which this screen is set up."""
    browser = Client()
    answer = browser.post("/hall/screen/", {"secret": secret_of(cast, device, unit=unit)})
    assert answer.status_code == 302, answer.content.decode()
    return browser
