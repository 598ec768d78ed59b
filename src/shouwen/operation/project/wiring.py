"""The one page where all rooms are named: what is registered with the book and the shell."""

from __future__ import annotations

from shouwen.operation.channels.hall import api as hall_api
from shouwen.operation.channels.hall import shown as hall
from shouwen.operation.channels.hall.channel import HALL
from shouwen.operation.channels.hall.display import views as hall_display
from shouwen.operation.channels.requests import shown as requests
from shouwen.operation.channels.requests.api import router as requests_router
from shouwen.operation.channels.requests.channel import REQUESTS
from shouwen.operation.ledger import carriers
from shouwen.operation.ledger.channel import REGISTER, Channel
from shouwen.operation.ledger.mail import MAIL
from shouwen.operation.ledger.words import LEDGER
from shouwen.operation.web import api, case_parts, entries, page, stream_person
from shouwen.operation.web.administration.entries import MENU as ADMINISTRATION

CARRIERS: tuple[carriers.Carrier, ...] = (MAIL,)
CHANNELS: tuple[Channel, ...] = (LEDGER, REQUESTS, HALL)


def wire() -> None:
    """Registers every room. Called once a process, when Django has loaded the apps."""
    for channel in CHANNELS:
        if channel.name not in REGISTER.channels:
            REGISTER.add(channel)
    for carrier in CARRIERS:
        carriers.add(carrier)
    page.register(*entries.MENU, requests.MENU, *hall.MENU, *ADMINISTRATION)
    case_parts.register_part("request", requests.PART)
    case_parts.register_beginning(requests.BEGINNING)
    api.mount("/requests", requests_router)
    api.mount("/halls", hall_api.halls)
    api.mount("/visits", hall_api.visits)
    stream_person.register_way(hall_display.WAY, hall_display.follower)
