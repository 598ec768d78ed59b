"""What cannot be mended in a visit's story: the number that was given. It is on a slip, and may have been called out.

Taken back, it would be given again on the same day. Whoever does not want it gives it up.
"""

from __future__ import annotations

from shouwen.events.event import Event
from shouwen.fault import Fault
from shouwen.operation.channels.hall import story
from shouwen.operation.channels.hall.models import Visit
from shouwen.operation.people.rights import Acting


def check(row: Visit, event: Event, by: Acting) -> None:
    """Raises Fault("ticket-stays") where a correction would take a number back, or change it."""
    how = event.correction
    if event.word != story.TAKEN or how is None:
        return
    given = {"number": row.number, "day": row.day, "prefix": row.prefix, "sequence": row.sequence}
    if how.void or (how.data is not None and any(how.data.get(name) != value for name, value in given.items())):
        raise Fault("ticket-stays", number=row.number)
