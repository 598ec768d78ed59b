"""What only a device or another system can tell: that somebody came through the door, that a line works.

The book asks `check` at every act (channel.py), so that it holds for pages, the API and reports alike: what a person
says of it would count as measured.
"""

from __future__ import annotations

from shouwen.events.event import Event
from shouwen.fault import Fault
from shouwen.operation.channels.hall import story
from shouwen.operation.people.rights import Acting


def check(event: Event, by: Acting) -> None:
    """Raises Fault: "visit-noticed-by-device", "line-active-by-system"."""
    if by.staff is None:
        return
    if event.word == story.ENTERED and event.data.get("noticed_by") in story.MEASURED:
        raise Fault("visit-noticed-by-device")
    if event.word == story.LINE_ACTIVE:
        raise Fault("line-active-by-system")
