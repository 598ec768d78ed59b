"""江城 as administrators find it: a standard with a calendar, shifts, an absence, and a customer's case they must not see."""

from __future__ import annotations

import pytest
from tests.operation.people_of_the_tests import Cast
from tests.operation.web.administration.city import STANDARD, City, open_city

from shouwen.operation.ledger import editions


@pytest.fixture
def city(cast: Cast) -> City:
    """The city, in which the request of Chen is open at the east hall."""
    editions.forget()
    return open_city(cast)


@pytest.fixture
def standard() -> str:
    """The text of the standard by which it works."""
    return STANDARD
