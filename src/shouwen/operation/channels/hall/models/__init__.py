"""The hall's tables: what is offered where, and rows folded from events alone."""

from shouwen.operation.channels.hall.models.appointments import Appointment
from shouwen.operation.channels.hall.models.places import Counter, Hall, Service, Tariff
from shouwen.operation.channels.hall.models.receipts import CardReader, Receipt
from shouwen.operation.channels.hall.models.sales import Sale
from shouwen.operation.channels.hall.models.things import Facility, Items
from shouwen.operation.channels.hall.models.visits import CounterDay, Visit

__all__ = [
    "Appointment",
    "CardReader",
    "Counter",
    "CounterDay",
    "Facility",
    "Hall",
    "Items",
    "Receipt",
    "Sale",
    "Service",
    "Tariff",
    "Visit",
]
