"""What a sale's events make of its row."""

from __future__ import annotations

from shouwen.events.event import Event
from shouwen.operation.channels.hall.models import Sale
from shouwen.operation.channels.hall.sales import story


def apply(row: Sale, event: Event) -> None:
    """Folds one more event, the latest, into the row of its sale."""
    row.state = story.STATE_AFTER.get(event.word, row.state)
    data = event.data
    row.model = str(data.get("model") or row.model)[:80]
    match event.word:
        case story.NOTICED:
            row.place, row.noticed_at, row.greeted_at = str(data.get("place") or "")[:24], event.at, None
        case story.GREETED:
            row.greeted_at = row.greeted_at or event.at
        case story.NEED_ASKED:
            row.brand = str(data.get("brand") or "")[:24]
        case story.CUSTOM:
            row.for_brand = str(data.get("brand") or "")[:24]
            row.prepaid = _cents(data.get("prepaid"))
        case story.REFERRED:
            row.referred = str(data.get("counter") or "")[:40]
        case story.SOLD:
            row.sold, row.sold_at, row.card = row.sold + 1, event.at, False
        case story.CARD:
            row.card = True
        case story.PROMISED:
            row.manner = str(data.get("manner") or "")[:24]
        case story.CONTACTED:
            row.contacted_at = event.at


def _cents(value: object) -> int | None:
    return round(value * 100) if isinstance(value, int | float) else None
