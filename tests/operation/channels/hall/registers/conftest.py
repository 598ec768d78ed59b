"""The east hall, which keeps a seal and a book of vouchers."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from django.conf import settings
from tests.operation.channels.hall.conftest import Time
from tests.operation.channels.hall.things_of_the_tests import whole_standard
from tests.operation.people_of_the_tests import Cast

from shouwen.operation.channels.hall.models import Items
from shouwen.operation.channels.hall.registers import actions
from shouwen.operation.people import scope
from shouwen.operation.people.models import Staff
from shouwen.operation.people.rights import Acting

if settings.DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    collect_ignore = ["test_at_once.py"]  # what only several connections to PostgreSQL can show


@pytest.fixture
def halls(time: Time, cast: Cast) -> Iterator[Cast]:
    """The cast, whose halls work by the whole standards that ship."""
    whole_standard(cast)
    with scope.everywhere():
        yield cast


@pytest.fixture
def vouchers(halls: Cast, by: Callable[[Staff], Acting]) -> Items:
    """Vouchers 0001 to 0050, which came in just now."""
    return actions.receive(halls.east, "voucher", "收据", "0001", "0050", by=by(halls.gu))


@pytest.fixture
def seal(halls: Cast, by: Callable[[Staff], Acting]) -> Items:
    """The seal of the hall."""
    return actions.receive(halls.east, "seal", "业务专用章", "YZ-3", by=by(halls.gu))
