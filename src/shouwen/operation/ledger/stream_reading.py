"""Reading the log in the order in which it became visible: what stands after a position, and where the end is now.

Who keeps the position of the last event they were given, and asks for what stands after it, misses none (position.py).
"""

from __future__ import annotations

from django.db.models import Q, QuerySet

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
    if limit is None:
        return Event.objects.filter(id__gt=position.event).order_by("id")
    # The lower bound on the transaction alone says nothing new: by it the index is entered at the right place.
    transaction, event = position
    rows = Event.objects.filter(transaction__gte=transaction, transaction__lt=limit).order_by("transaction", "id")
    return rows.filter(Q(transaction__gt=transaction) | Q(id__gt=event))


def here() -> Position:
    """The position of the last event that may be read now: after it everything is still to be read."""
    with scope.everywhere():
        limit = horizon()
        if limit is None:
            event = Event.objects.order_by("-id").values_list("id", flat=True).first()
            return Position(0, event or 0)
        newest = Event.objects.filter(transaction__lt=limit).order_by("-transaction", "-id")
        return Position(*(newest.values_list("transaction", "id").first() or (0, 0)))
