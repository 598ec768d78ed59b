"""Reading the log in the order in which it became visible: what stands after a position, and where the end is now.

Who keeps the position of the last event they were given, and asks for what stands after it, misses none (position.py).
"""

from __future__ import annotations

from django.db import connection
from django.db.models import BigIntegerField, F, Func, QuerySet, Value
from django.db.models.lookups import GreaterThan

from shouwen.operation.ledger.models import Event
from shouwen.operation.ledger.position import Position, horizon
from shouwen.operation.people import scope

BEFORE_ALL = Position(-(2**62), 0)
"""Before every event. A restored log has transactions below 0 (restored.py)."""


def beyond(position: Position) -> QuerySet[Event]:
    """The events after `position` that may be read now, in the stream's order, within the scope of who asks.

    An event whose transaction may still be overtaken is not among them: it is left for the next reading.
    """
    limit = horizon()
    return after(position) if limit is None else after(position).filter(transaction__lt=limit)


def after(position: Position) -> QuerySet[Event]:
    """All events after `position`, those too that no reader is shown yet."""
    if connection.vendor != "postgresql":
        return Event.objects.filter(id__gt=position.event).order_by("id")
    # One comparison of pairs: the index is entered at the very event, however many one transaction has written.
    later = GreaterThan(_pair(F("transaction"), F("id")), _pair(Value(position.transaction), Value(position.event)))
    return Event.objects.filter(later).order_by("transaction", "id")


def here() -> Position:
    """The position of the last event that may be read now: after it everything is still to be read."""
    with scope.everywhere():
        limit = horizon()
        if limit is None:
            event = Event.objects.order_by("-id").values_list("id", flat=True).first()
            return Position(0, event or 0)
        newest = Event.objects.filter(transaction__lt=limit).order_by("-transaction", "-id")
        return Position(*(newest.values_list("transaction", "id").first() or (0, 0)))


def _pair(*parts: F | Value) -> Func:
    return Func(*parts, template="(%(expressions)s)", output_field=BigIntegerField())
