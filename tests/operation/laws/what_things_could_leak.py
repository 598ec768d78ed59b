"""What the east hall keeps by number and keeps up, and every way in which somebody may ask for it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from tests.operation.web.east_hall import Hall, acting

from shouwen.operation.channels.hall.registers.views import VERBS as REGISTER
from shouwen.operation.channels.hall.upkeep.views import VERBS as UPKEEP
from shouwen.operation.ledger import models
from shouwen.operation.ledger.act import NewCase, act, begin
from shouwen.operation.ledger.attaching import attach
from shouwen.operation.people import scope

SEAL = "YZ-70315"
"""The number of the hall's seal."""
FACILITY = "hall-east-nm-1"
PHOTO = b"\xff\xd8\xff\xe0" + b"\0" * 20


def left_behind(hall: Hall) -> None:
    """A seal and a number machine of the east hall."""
    gu, east = acting(hall.cast.gu), hall.cast.east
    with scope.of(gu.seen):
        numbers = {"sort": "seal", "first": SEAL, "last": SEAL}
        begin(NewCase(kind="items", unit=east), "item.received", by=gu, data=numbers)
        machine = {"item": "printer", "code": "nm-1"}
        case = begin(NewCase(kind="facility", unit=east, name=FACILITY), "facility.in-use", by=gu, data=machine)
        act(case, "facility.faulted", by=gu, data={"what": "jammed"})
        attach(case, "nm-1.jpg", PHOTO, by=gu)


def subject() -> str:
    """The name of the seal's story; by other ways more may have begun."""
    return models.Case._base_manager.filter(kind="items").order_by("pk")[0].subject


def photo() -> str:
    """The name of the photo of the number machine."""
    return models.Attachment._base_manager.get(case__subject=f"facility:{FACILITY}").name


def _name() -> str:
    return subject().partition(":")[2]


ADDRESSES: Mapping[str, Callable[[Any], list[tuple[object, ...]]]] = {
    **dict.fromkeys(
        (
            "hall_registers", "hall_registers_receive", "hall_agreements", "hall_upkeep", "hall_upkeep_part",
            "hall_upkeep_add", "hall_upkeep_round", "hall_register_counter",
        ),
        lambda _known: [()],
    ),
    "hall_register": lambda _known: [(_name(),)],
    "hall_register_do": lambda _known: [(_name(), verb) for verb in REGISTER],
    "hall_agreement_look": lambda known: [(known.visit.partition(":")[2],)],
    "hall_upkeep_do": lambda _known: [(FACILITY, verb) for verb in UPKEEP],
    "hall_upkeep_thing": lambda _known: [(FACILITY,)],
    "hall_upkeep_photos": lambda _known: [(FACILITY,)],
    "hall_upkeep_photo": lambda known: [(FACILITY, photo()), (FACILITY, known.file)],
}  # fmt: skip

QUERIES: Mapping[str, list[dict[str, str]]] = {
    page: [{"hall": "hall-east"}]
    for page in (
        "hall_registers",
        "hall_agreements",
        "hall_upkeep",
        "hall_upkeep_part",
        "hall_register_counter",
    )
}

ASKED: Mapping[str, list[dict[str, str]]] = {
    "/items": [{"hall": "hall-east"}, {"hall": "hall-west"}],
    "/items/{subject}": [{}],
    "/facilities/{code}": [{}],
}

_ONE = {"first": "YZ-1"}

SENT: Mapping[str, Callable[[Any, str], list[Any]]] = {
    "/items": lambda known, me: [{"hall": "hall-east", "sort": "seal", **_ONE}],
    **dict.fromkeys(
        (f"/items/{{subject}}/{name}" for name in ("issue", "offer")), lambda known, me: [{**_ONE, "staff": me}]
    ),
    **dict.fromkeys(
        (f"/items/{{subject}}/{name}" for name in ("accept", "decline")), lambda known, me: [{**_ONE, "giver": me}]
    ),
    "/items/{subject}/use": lambda known, me: [_ONE, {**_ONE, "visit": known.visit}],
    "/items/{subject}/spoil": lambda known, me: [{**_ONE, "why": "x"}],
    "/items/{subject}/return": lambda known, me: [_ONE],
    "/items/{subject}/count": lambda known, me: [{"counted": 1, "staff": me}],
    "/items/{subject}/confirm-count": lambda known, me: [{"counted": 1}],
    "/items/{subject}/explain": lambda known, me: [{"why": "x", "found": True}],
    "/facilities/{code}": lambda known, me: [{"item": "printer", "code": "p-9"}],
    "/facilities/{code}/{facility}/inspect": lambda known, me: [{"passed": True}],
    "/facilities/{code}/{facility}/fault": lambda known, me: [{"what": "jammed"}],
    "/facilities/{code}/{facility}/level": lambda known, me: [{"level": "low"}],
    **dict.fromkeys(
        (f"/facilities/{{code}}/{{facility}}/{name}" for name in ("works", "refill", "out-of-use")),
        lambda known, me: [{}],
    ),
}
