"""A sale and an appointment of Chen's at the east hall, and every way in which somebody may ask for them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from tests.operation.web.east_hall import MONDAY, NAME, PHONE, Hall, acting

from shouwen.operation.channels.hall.sales import actions
from shouwen.operation.ledger import models
from shouwen.operation.ledger.act import begin
from shouwen.operation.ledger.acts import NewCase
from shouwen.operation.people import scope

Arguments = Callable[[Any], list[tuple[object, ...]]]


def left_behind(hall: Hall) -> None:
    """Chen looks at a phone, says how she may be reached, and has a time for tomorrow."""
    east, lin = hall.cast.east, acting(hall.cast.lin)
    with scope.of(lin.seen):
        sale = actions.notice(east, "area", by=lin)
        actions.promise_contacts(sale, NAME, PHONE, "call", by=lin)
        booked = NewCase(kind="appointment", unit=east, customer=hall.customer)
        begin(booked, "appointment.booked", by=lin, data={"service": "payment", "due": MONDAY + 86400})


def subject_of(kind: str) -> str:
    """Chen's of this kind; by other ways more may have begun."""
    return models.Case._base_manager.filter(kind=kind).order_by("pk")[0].subject


def _name(kind: str) -> str:
    return subject_of(kind).partition(":")[2]


def _named(kind: str, *more: object) -> Arguments:
    return lambda _known: [(_name(kind), *more)]


ADDRESSES: Mapping[str, Arguments] = {
    **dict.fromkeys(
        ("hall_sales", "hall_sales_new", "hall_appointments", "hall_appointments_new", "hall_machine_appointment"),
        lambda _known: [()],
    ),
    **dict.fromkeys(("hall_sale", "hall_sale_place", "hall_sale_contact", "hall_sale_release"), _named("sale")),
    "hall_sale_turn": lambda _known: [(_name("sale"), word) for word in ("sale.greeted", "contacts.promised")],
    **dict.fromkeys(
        (
            "hall_appointment", "hall_appointment_change", "hall_appointment_cancel", "hall_appointment_arrive",
        ),
        _named("appointment"),
    ),
    "hall_book": lambda _known: [("hall-east",)],
    **dict.fromkeys(
        ("hall_book_kept", "hall_book_change", "hall_book_cancel"),
        lambda _known: [("hall-east", _name("appointment")), ("hall-east", f"{_name('appointment')}-{'x' * 20}")],
    ),
}  # fmt: skip
"""Name of an address → with what it is asked for."""

ASKED: Mapping[str, list[dict[str, str]]] = {
    "/sales": [{"unit": "hall-east"}],
    "/sales/{subject}": [{}],
    "/appointments": [{"unit": "hall-east"}, {"unit": "hall-east", "day": "2025-04-22"}],
    "/appointments/times": [{"unit": "hall-east", "service": "payment"}],
    "/appointments/{subject}": [{}],
}
"""Path of what is read by the API → with which queries it is asked."""

SENT: Mapping[str, Callable[[Any, str], list[Any]]] = {
    "/sales": lambda known, me: [
        {"unit": "hall-east", "place": "area"},
        {"unit": "hall-west", "place": "area", "visit": known.visit},
    ],
    "/sales/{subject}/place": lambda known, me: [{"place": "counter"}],
    "/sales/{subject}/turns": lambda known, me: [{"word": "sale.greeted"}, {"word": "device.wanted", "data": {}}],
    "/sales/{subject}/promise-contacts": lambda known, me: [{"name": "x", "phone": PHONE, "manner": "call"}],
    "/sales/{subject}/contact": lambda known, me: [{"manner": "call"}],
    "/sales/{subject}/release": lambda known, me: [{}],
    "/appointments": lambda known, me: [
        {"unit": "hall-east", "service": "payment", "due": "2025-04-22T02:00:00Z", "name": "x", "phone": PHONE}
    ],
    "/appointments/{subject}/change": lambda known, me: [{"service": "payment", "due": "2025-04-22T02:00:00Z"}],
    "/appointments/{subject}/cancel": lambda known, me: [{}],
    "/appointments/{subject}/arrive": lambda known, me: [{}],
}
"""Path of what is done by the API → what is sent to it."""
