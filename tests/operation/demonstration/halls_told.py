"""What tests of the demonstration's halls share: a hall's events in the order in which they were noted."""

from __future__ import annotations

from django.db.models import QuerySet

from shouwen.operation.channels.hall import story
from shouwen.operation.ledger import models, words


def happened() -> QuerySet[models.Event]:
    return models.Event._base_manager.exclude(word__in=words.NOTICES)


def in_order(code: str, *, live_from: int = 2**62) -> list[models.Event]:
    """A hall's events: those of the past, which were told visit by visit, as they were noted; then as they came."""
    rows = list(happened().filter(unit__code=code).order_by("id"))
    past = [row for row in rows if row.pk < live_from]
    past.sort(key=lambda row: (row.noted_at, row.word == story.CALLED, row.data.get("sequence", 0), row.pk))
    return past + rows[len(past) :]
