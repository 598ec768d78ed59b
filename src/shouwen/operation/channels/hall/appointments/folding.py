"""What an appointment's events make of its row."""

from __future__ import annotations

from shouwen.events.event import Event
from shouwen.operation.channels.hall.appointments import story
from shouwen.operation.channels.hall.models import Appointment


def apply(row: Appointment, event: Event) -> None:
    """Folds one more event, the latest, into the row of its appointment."""
    row.state = story.STATE_AFTER.get(event.word, row.state)
    if event.word in (story.BOOK, story.CHANGE):
        row.service = str(event.data.get("service") or row.service)[:40]
        due = event.data.get("due")
        row.due = due if isinstance(due, int) else row.due
