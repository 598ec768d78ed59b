"""A booking as a customer makes it on a phone."""

from __future__ import annotations

import pytest
from django.core.cache import cache
from django.test import Client
from tests.operation.channels.hall.conftest import MORNING

from shouwen.operation.channels.hall.appointments import customer_views, machine_views

ELEVEN = MORNING + 3600


@pytest.fixture(autouse=True)
def _nobody_has_asked_yet() -> None:
    """Each test begins with all it may ask for in a minute."""
    cache.clear()
    for allowance in (customer_views.seen, customer_views.booked, customer_views.guessed, machine_views.allowance):
        allowance.forget()


def book_by_page(client: Client, *, at: int = ELEVEN, phone: str = "13800138000", once: str = "a" * 32) -> str:
    """Books a time at the east hall; the address of its page."""
    given = {"service": "payment", "at": at, "name": "陈一", "phone": phone, "once": once}
    answer = client.post("/book/hall-east/", given)
    assert answer.status_code == 302, answer.content.decode()
    return str(answer["Location"])
