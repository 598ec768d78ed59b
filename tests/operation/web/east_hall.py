"""The east hall at work: requests of a customer, Chen, whom nobody at the west hall may learn anything of."""

from __future__ import annotations

from dataclasses import dataclass

from shouwen.operation.channels.requests import actions
from shouwen.operation.channels.requests.story import REQUEST
from shouwen.operation.ledger import clock, editions, models
from shouwen.operation.ledger.publishing import publish_pack
from shouwen.operation.people import privacy, scope
from shouwen.operation.people.models import Customer, Staff
from shouwen.operation.people.personal import read_personal
from shouwen.operation.people.rights import SYSTEM, Acting, acting_of
from tests.operation.people_of_the_tests import Cast

PHONE = "13800138000"
NAME = "陈桂兰"
CONCERN = "宽带账单多收了三十元，请尽快核对"
IDENTITY = "11010519491231002X"


@dataclass(frozen=True)
class Hall:
    """The customer, and one open request of hers, owned by Lin."""

    cast: Cast
    customer: Customer
    case: models.Case

    @property
    def address(self) -> str:
        """Of the case's page."""
        return f"/cases/{self.case.subject}/"


def acting(staff: Staff) -> Acting:
    """The person as they are now."""
    return acting_of(staff, clock.now())


def open_hall(cast: Cast) -> Hall:
    """The organisation works by the pack of the first-asked; Chen has come with a concern."""
    editions.forget()
    cast.organisation.standard = "first-asked"
    cast.organisation.save()
    publish_pack("pack:first-asked", at=cast.organisation, by=SYSTEM)
    chen = read_personal(
        name=NAME,
        phones=[PHONE],
        documents=[("resident", IDENTITY)],
        address={"province": "湖北省", "city": "江城市", "district": "东区", "line": "梅园路 3 号"},
        care=["elderly"],
    )
    customer = privacy.meet(cast.east, chen)
    return Hall(cast, customer, note(cast, customer))


def note(cast: Cast, customer: Customer, text: str = CONCERN, *, by: Staff | None = None) -> models.Case:
    """One more request of the customer, noted by Lin or `by`."""
    who = acting(by or cast.lin)
    with scope.of(who.seen):
        return actions.note(cast.east, "enquiry", text, by=who, customer=customer.subject)


__all__ = ["CONCERN", "IDENTITY", "NAME", "PHONE", "REQUEST", "Hall", "acting", "note", "open_hall"]
