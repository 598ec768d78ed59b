"""江城 as administrators find it: a standard with a calendar, and a customer's case that they must not see."""

from __future__ import annotations

import pytest
from tests.operation.people_of_the_tests import Cast
from tests.operation.web.administration.city import City, open_city

from shouwen.operation.ledger import editions, standards


@pytest.fixture
def city(cast: Cast) -> City:
    """The city, in which the request of Chen is open at the east hall."""
    editions.forget()
    standards._standard_in.cache_clear()  # the number of an edition that a test before had is given anew
    return open_city(cast)
