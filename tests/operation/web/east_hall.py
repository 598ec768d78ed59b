"""The east hall at work: requests of a customer, Chen, whom nobody at the west hall may learn anything of."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from django.http import HttpResponse
from tests.operation.people_of_the_tests import Cast

from shouwen.events.vocabulary import Word
from shouwen.operation.channels.requests import actions
from shouwen.operation.ledger import clock, editions, models
from shouwen.operation.ledger.act import begin
from shouwen.operation.ledger.acts import NewCase
from shouwen.operation.ledger.channel import REGISTER, Channel, Kind
from shouwen.operation.ledger.publishing import publish_pack
from shouwen.operation.people import privacy, scope, units
from shouwen.operation.people.models import Customer, Staff, Unit
from shouwen.operation.people.personal import read_personal
from shouwen.operation.people.rights import SYSTEM, Acting, acting_of
from shouwen.wording import Wording

PHONE = "13800138000"
NAME = "陈桂兰"
CONCERN = "宽带账单多收了三十元，请尽快核对"
IDENTITY = "11010519491231002X"
STREET = "梅园路 3 号"
HERS = (NAME, PHONE, CONCERN, IDENTITY, STREET, "陈**")
"""What of hers could leak, the masked name too."""

MONDAY = 1_745_200_800
"""Monday, 21 April 2025, 10:00 in Shanghai."""

ERRANDS = Channel(
    name="errands",
    label=Wording("跑腿", "跑腿", "errands"),
    words=(Word("errand.noted", Wording("登记跑腿", "登記跑腿", "errand noted")),),
    kinds=(Kind(name="errand", label=Wording("跑腿", "跑腿", "errand"), concern=True),),
)
"""A room that has no forms of its own: its cases are served by the page of any case alone."""


@dataclass(frozen=True)
class Hall:
    """The customer, and one open request of hers, owned by Lin."""

    cast: Cast
    customer: Customer
    case: models.Case

    @property
    def address(self) -> str:
        """Of the case's page."""
        return address(self.case)


def address(case: models.Case) -> str:
    """Of a case's page."""
    return f"/cases/{case.subject}/"


def acting(staff: Staff) -> Acting:
    """The person as they are now."""
    return acting_of(staff, clock.now())


def open_hall(cast: Cast) -> Hall:
    """The organisation works by the pack of the first-asked; Chen has come with a concern."""
    editions.forget()
    cast.organisation.standard = "first-asked"
    cast.organisation.save()
    publish_pack("pack:first-asked", at=cast.organisation, by=SYSTEM)
    customer = meet_chen(cast.east)
    return Hall(cast, customer, note(cast, customer))


@contextmanager
def at_work(cast: Cast) -> Iterator[Hall]:
    """It is Monday, ten o'clock, and the east hall is at work."""
    with clock.standing(MONDAY), errands():
        hall = open_hall(cast)
        units._thread.unsettled = False  # the test's transaction is all there is: its units are not read each time
        yield hall
        units.changed()


def meet_chen(unit: Unit) -> Customer:
    """Chen, first met at this unit."""
    chen = read_personal(
        name=NAME,
        phones=[PHONE],
        documents=[("resident", IDENTITY)],
        address={"province": "湖北省", "city": "江城市", "district": "东区", "line": STREET},
        care=["elderly"],
    )
    return privacy.meet(unit, chen)


def note(cast: Cast, customer: Customer, text: str = CONCERN, *, by: Staff | None = None) -> models.Case:
    """One more request of the customer, noted by Lin or `by`."""
    who = acting(by or cast.lin)
    with scope.of(who.seen):
        return actions.note(cast.east, "enquiry", text, by=who, customer=customer.subject)


@contextmanager
def errands() -> Iterator[None]:
    """Within, the room of errands is one of the house's."""
    before = [dict(table) for table in (REGISTER.channels, REGISTER.words, REGISTER.kinds, REGISTER.facts)]
    REGISTER.add(ERRANDS)
    editions.forget()
    try:
        yield
    finally:
        REGISTER.channels, REGISTER.words, REGISTER.kinds, REGISTER.facts = before
        editions.forget()


def errand(cast: Cast, customer: Customer | None) -> models.Case:
    """An errand at the east hall, owned by Lin."""
    new = NewCase(kind="errand", unit=cast.east, owner=cast.lin, customer=customer)
    return begin(new, "errand.noted", by=acting(cast.lin))


def fresh(case: models.Case) -> models.Case:
    """The case as the book has it now."""
    return models.Case._base_manager.get(pk=case.pk)


def story(case: models.Case) -> list[str]:
    """The words of a case's story, notices left out."""
    rows = models.Event._base_manager.filter(told__case=case).exclude(word__startswith="obligation.")
    return [row.word for row in rows.order_by("id")]


def text_of(response: HttpResponse) -> str:
    """What a page says."""
    return response.content.decode()


def leaks(response: HttpResponse, *more: str) -> list[str]:
    """What of Chen's stands in an answer."""
    text = text_of(response)
    return [one for one in (*HERS, *more) if one in text]
