"""At the counter: what customers want, and how a clerk does it, step by step."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate
from random import Random

from shouwen.demonstration.notebook import Note, Notebook
from shouwen.demonstration.people import Person
from shouwen.demonstration.siteday import HOUR, MINUTE, Desk, SiteDay
from shouwen.events.event import Value


@dataclass(frozen=True, slots=True)
class Service:
    """Something customers want.

    own, partner  how often, in proportion, in an own and in a partner hall
    seconds       what entering it, or talking it over, takes
    identity      whether the customer's identity matters; signed: whether there is an agreement; price: paid at once
    reserved      whether a partner hall needs authority for it
    """

    name: str
    own: float
    partner: float
    seconds: float
    identity: bool = True
    signed: bool = False
    price: float | None = None
    reserved: bool = False


SERVICES = (
    Service("payment", 26, 40, 75, identity=False, price=100),
    Service("change", 17, 16, 95),
    Service("suspend", 6, 4, 85),
    Service("sim-loss", 4, 3, 175),
    Service("sim-replacement", 9, 4, 185, price=10, reserved=True),
    Service("new-line", 8, 14, 300, signed=True, price=50),
    Service("contract", 7, 6, 260, signed=True),
    Service("closing", 4, 2, 100, reserved=True),
    Service("refund", 3, 2, 95, reserved=True),
    Service("points", 5, 3, 75, reserved=True),
    Service("consult", 11, 6, 150, identity=False),
)
_SHARES = {
    "own": list(accumulate(service.own for service in SERVICES)),
    "partner": list(accumulate(service.partner for service in SERVICES)),
}


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a visit went: when it ended, how long the wait was, and the score the customer would give."""

    visit: str
    left: float
    waited: float
    score: int


def wanted(random: Random, hall_kind: str) -> tuple[Service, ...]:
    """What a customer has come for: one thing, sometimes two."""
    count = 2 if random.random() < 0.1 else 1
    return tuple(random.choices(SERVICES, cum_weights=_SHARES[hall_kind], k=count))


@dataclass(slots=True)
class _Counter:
    """A visit at a counter, with its own clock."""

    book: Notebook
    random: Random
    day: SiteDay
    desk: Desk
    visit: str
    customer: str
    at: float
    identified: bool = False

    @property
    def clerk(self) -> Person:
        return self.desk.clerk

    def work(self, seconds: float) -> None:
        """Time that a piece of work takes this clerk today."""
        self.at += max(1.0, seconds * self.clerk.pace * self.random.lognormvariate(0, 0.3))

    def slip(self, often: float = 1.0) -> bool:
        """Whether a step is forgotten."""
        return self.random.random() < self.clerk.slips * often

    def note(self, word: str, grade: str, data: Mapping[str, Value] | None = None, *, at: float | None = None) -> Note:
        """Note what the clerk does: now, or at `at`."""
        about = (self.visit, self.desk.shift) if word.startswith("service.") else (self.visit,)
        time = self.at if at is None else at
        return self.book.note(word, time, *about, by=self.clerk.name, grade=grade, data=data)


def serve(
    book: Notebook,
    random: Random,
    day: SiteDay,
    desk: Desk,
    visit: str,
    services: Sequence[Service],
    begun: float,
    waited: float,
) -> tuple[Outcome, float]:
    """All that a customer came for, the farewell and the rating. Also returns when the counter is free again."""
    customer = f"customer-{random.randrange(10_000, 100_000)}"
    counter = _Counter(book, random, day, desk, visit, customer, begun)
    for service in services:
        _handle(counter, service)
        counter.at += random.uniform(2, 8)
    ended = counter.at
    if not counter.slip(1.2):
        # Who is in a hurry hands the things over before the system says that all is done.
        early = counter.slip(0.5)
        counter.note("visit.handed-over", "self-reported", at=ended - 9 if early else ended + random.uniform(3, 12))
    counter.at = ended + 13
    score = _score(random, waited, ended - begun)
    if random.random() < 0.45:
        _rate(counter, score)
    left = counter.at + random.uniform(15, 80)
    book.note("visit.left", left, visit, by="door", grade="device")
    return Outcome(visit, left, waited, score), counter.at + random.uniform(6, 30)


def _handle(counter: _Counter, service: Service) -> None:
    counter.note("service.begun", "system", {"service": service.name})
    counter.work(8)
    if service.name == "consult":
        counter.work(service.seconds)
    elif counter.day.hall.kind == "own" or not service.reserved or _may(counter, service):
        _transact(counter, service)
    counter.work(6)
    if not counter.slip(0.1):
        counter.note("service.ended", "system", {"service": service.name})


def _may(counter: _Counter, service: Service) -> bool:
    """In a partner hall: authority is asked for, some customers are sent to an own hall, some orders slip through."""
    chance = counter.random.random()
    if chance < 0.6:
        counter.work(25)
        counter.book.note("authority.granted", counter.at, counter.visit, by="area-manager", grade="system")
    return chance < 0.75


def _transact(counter: _Counter, service: Service) -> None:
    random = counter.random
    forgotten = service.identity and not counter.identified and counter.slip()
    if service.identity and not counter.identified and not forgotten:
        _identify(counter)
    if service.signed:
        explained_late = counter.slip()
        if not explained_late:
            counter.work(70)
            counter.note("terms.explained", "self-reported")
        counter.work(45)
        counter.book.note("agreement.signed", counter.at, counter.visit, by=counter.customer, grade="customer")
        if explained_late and random.random() < 0.5:
            counter.work(30)
            counter.note("terms.explained", "self-reported")
    counter.work(service.seconds)
    order = counter.note("order.entered", "system", {"service": service.name})
    if random.random() < 0.002:
        # Entered twice by mistake, and taken back.
        twin = counter.note("order.entered", "system", {"service": service.name}, at=counter.at + 2)
        counter.book.correct(twin, counter.at + random.uniform(1, 20) * MINUTE, "entered-twice", by=order.by, void=True)
    if forgotten and random.random() < 0.5:
        _identify(counter)
    if service.price is not None:
        _take_money(counter, service.price)


def _identify(counter: _Counter) -> None:
    """By the card reader as a rule, by eye where it does not read."""
    counter.work(17)
    read = counter.random.random() < (0.94 if counter.day.hall.kind == "own" else 0.7)
    document = "id-card" if counter.random.random() < 0.93 else "passport"
    counter.note("identity.checked", "device" if read else "self-reported", {"document": document})
    counter.identified = True


def _take_money(counter: _Counter, price: float) -> None:
    """The receipt's number and way of payment are filled in by hand where the printer fails; or forgotten."""
    random = counter.random
    counter.work(20)
    amount = price * random.choice((0.5, 1, 1, 1, 2))
    number = f"R{random.randrange(10**7, 10**8)}"
    paid_by = random.choice(("cash", "card", "phone", "phone", "phone"))
    filled: dict[str, Value] = {"number": number, "amount": amount, "paid_by": paid_by}
    if random.random() > 0.02:
        counter.note("receipt.issued", "device", filled)
        return
    lacking = random.choice(("number", "paid_by"))
    note = counter.note("receipt.issued", "self-reported", {**filled, lacking: None})
    if random.random() < 0.4:
        found = counter.day.closes + random.uniform(0.2, 1) * HOUR
        counter.book.correct(note, found, "left-blank", by=counter.day.manager, data=filled)


def _rate(counter: _Counter, score: int) -> None:
    """On the pad at the counter. Whether somebody asked for a good score is a question that not all answer."""
    random = counter.random
    counter.at += random.uniform(5, 25)
    pressed = random.random() < counter.clerk.pushy * (1 if counter.day.hall.kind == "own" else 2)
    data: dict[str, Value] = {"score": 5 if pressed else score}
    if random.random() > 0.08:
        data["pressed"] = pressed
    counter.book.note("rating.given", counter.at, counter.visit, by=counter.customer, grade="customer", data=data)


def _score(random: Random, waited: float, served: float) -> int:
    """From 1 to 5: long waits and slow service cost points."""
    too_long = max(0.0, waited - 6 * MINUTE) / (9 * MINUTE) + max(0.0, served - 10 * MINUTE) / HOUR
    return max(1, 5 - int(random.expovariate(2.2) + too_long))
