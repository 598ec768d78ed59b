"""The hall's tables: what is offered where, and rows folded from events alone."""

from shouwen.operation.channels.hall.models.places import Counter, Hall, Service, Tariff
from shouwen.operation.channels.hall.models.visits import CounterDay, Visit

__all__ = ["Counter", "CounterDay", "Hall", "Service", "Tariff", "Visit"]
