"""The halls sell devices by the shipped standards; Wu sells them at the east hall."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from tests.operation.people_of_the_tests import Cast

from shouwen.operation.channels.hall.models import Sale
from shouwen.operation.channels.hall.sales import actions
from shouwen.operation.ledger import editions
from shouwen.operation.ledger.publishing import publish_pack
from shouwen.operation.people.models import Post, Staff
from shouwen.operation.people.rights import SYSTEM, Acting

By = Callable[[Staff], Acting]


@pytest.fixture
def shop(halls: Cast) -> Cast:
    """The cast, whose halls sell devices."""
    editions.forget()
    for unit, pack in ((halls.organisation, "own-hall-whole"), (halls.partner, "partner-hall-whole")):
        unit.standard = pack
        unit.save()
        publish_pack(f"pack:{pack}", at=unit, by=SYSTEM)
    return halls


@pytest.fixture
def wu(shop: Cast) -> Staff:
    """Wu Jia sells devices at the east hall."""
    staff = Staff.objects.create_user("1031", name="吴佳")
    Post.objects.create(staff=staff, unit=shop.east, role="device-clerk")
    return staff


@pytest.fixture
def looking(shop: Cast, wu: Staff, by: By) -> Sale:
    """Somebody has just come into the device area, as Wu saw."""
    return actions.notice(shop.east, "area", by=by(wu))
