"""The east hall by the whole standard, with what it keeps and keeps up."""

from __future__ import annotations

from tests.operation.people_of_the_tests import Cast

from shouwen.operation.channels.hall import models as tables
from shouwen.operation.ledger import editions, models, rebuild
from shouwen.operation.ledger.publishing import publish_pack
from shouwen.operation.people.models import Post, Staff
from shouwen.operation.people.rights import SYSTEM


def whole_standard(cast: Cast) -> None:
    """The own halls and the partner hall work by what ships for them."""
    editions.forget()
    for unit, pack in ((cast.organisation, "own-hall-whole"), (cast.partner, "partner-hall-whole")):
        unit.standard = pack
        unit.save()
        publish_pack(f"pack:{pack}", at=unit, by=SYSTEM)
    for unit in (cast.east, cast.west, cast.partner):
        tables.Hall._base_manager.create(unit=unit)


def guide_of(cast: Cast) -> Staff:
    """Dao, a guide of the east hall."""
    staff = Staff.objects.create_user("1020", name="导小花")
    Post.objects.create(staff=staff, unit=cast.east, role="guide")
    return staff


def unlike_the_log(at: int) -> list[str]:
    """Where rows are not what their events make of them."""
    return rebuild.differences(models.Case._base_manager.all(), at=at)
