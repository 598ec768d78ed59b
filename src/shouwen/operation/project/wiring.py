"""The one page where all rooms are named: what is registered with the book and the shell."""

from __future__ import annotations

from shouwen.operation.channels.hall import api as hall_api
from shouwen.operation.channels.hall import shown as hall
from shouwen.operation.channels.hall import visit_part as hall_visit_part
from shouwen.operation.channels.hall.appointments import api as hall_appointments
from shouwen.operation.channels.hall.channel import HALL
from shouwen.operation.channels.hall.display import views as hall_display
from shouwen.operation.channels.hall.identity import api as hall_identity
from shouwen.operation.channels.hall.money import api as hall_money
from shouwen.operation.channels.hall.registers import api as hall_registers
from shouwen.operation.channels.hall.sales import api as hall_sales
from shouwen.operation.channels.hall.sales import part as hall_sales_part
from shouwen.operation.channels.hall.upkeep import api as hall_upkeep
from shouwen.operation.channels.requests import shown as requests
from shouwen.operation.channels.requests.api import router as requests_router
from shouwen.operation.channels.requests.channel import REQUESTS
from shouwen.operation.ledger import carriers
from shouwen.operation.ledger.channel import REGISTER, Channel
from shouwen.operation.ledger.mail import MAIL
from shouwen.operation.ledger.words import LEDGER
from shouwen.operation.web import api, case_parts, entries, page, stream_person
from shouwen.operation.web.administration import log as administration_log
from shouwen.operation.web.administration.entries import MENU as ADMINISTRATION
from shouwen.operation.web.standards.entries import MENU as STANDARDS

CARRIERS: tuple[carriers.Carrier, ...] = (MAIL,)
CHANNELS: tuple[Channel, ...] = (LEDGER, REQUESTS, HALL)


def wire() -> None:
    """Registers every room. Called once a process, when Django has loaded the apps."""
    for channel in CHANNELS:
        if channel.name not in REGISTER.channels:
            REGISTER.add(channel)
    for carrier in CARRIERS:
        carriers.add(carrier)
    page.register(*entries.MENU, requests.MENU, *hall.MENU, *STANDARDS, *ADMINISTRATION)
    administration_log.name_changes(hall.CHANGES)
    case_parts.register_part("request", requests.PART)
    case_parts.register_part("sale", hall_sales_part.PART)
    case_parts.register_part("visit", hall_visit_part.PART)
    case_parts.register_beginning(requests.BEGINNING)
    api.mount("/requests", requests_router)
    api.mount("/halls", hall_api.halls)
    api.mount("/visits", hall_identity.visits)
    api.mount("/receipts", hall_money.router)
    api.mount("/items", hall_registers.items)
    api.mount("/facilities", hall_upkeep.facilities)
    api.mount("/sales", hall_sales.sales)
    api.mount("/appointments", hall_appointments.appointments)
    stream_person.register_way(hall_display.WAY, hall_display.follower)
