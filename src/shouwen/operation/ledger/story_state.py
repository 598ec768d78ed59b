"""What a case's story makes of its row: who owns it, to whom it is offered, whether it is closed. And the rooms' rows.

All of it is folded from the events in the order (at, id), with corrections in place; a row holds nothing else. So it
can be rebuilt from the log, and a correction or a late report only means folding afresh.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.db import models as django

from shouwen.events.event import Event
from shouwen.events.story import Story
from shouwen.operation.ledger import models, words
from shouwen.operation.ledger.channel import REGISTER, Kind


def number_in(reference: object, kind: str) -> int | None:
    """The number in a reference such as "staff:12"; None if it is no reference of this kind."""
    begin, colon, number = str(reference or "").partition(":")
    return int(number) if begin == kind and colon and number.isascii() and number.isdigit() else None


def fold_afresh(case: models.Case, events: Iterable[Event], row: django.Model | None, *, first: Event) -> None:
    """Sets the fields of `case` and of the room's `row` as the events, in order and corrected, leave them.

    `first` is the event with which the story began, as it was first noted: whoever was asked first was, corrected or
    not.
    """
    case.offered_to_id = case.offered_desk_id = case.closed_at = None
    if REGISTER.kind(case.kind).concern:
        case.owner_id = number_in(first.data.get("owner"), "staff")
    if row is not None:
        blank = type(row)()
        for field in row._meta.concrete_fields:
            if not field.primary_key:
                setattr(row, field.attname, getattr(blank, field.attname))
    for event in events:
        fold(case, event, row)


def refold(case: models.Case, events: Sequence[Event], row: django.Model | None) -> None:
    """Sets them as the whole story leaves them, as it is known at its last noting, corrections in place."""
    known = Story(case.subject, events).known(max(event.noted_at for event in events))
    fold_afresh(case, known.events, row, first=events[0])


def comes_last(event: Event, events: Iterable[Event]) -> bool:
    """Whether it happened after all that these say, wherever corrections have moved it; a correction never does."""
    return event.corrects is None and all(
        each.at <= event.at and (each.correction is None or (each.correction.at or 0) <= event.at) for each in events
    )


def fold(case: models.Case, event: Event, row: django.Model | None) -> None:
    """Sets the fields of `case` and of the room's `row` as one more event, the latest, leaves them."""
    kind = REGISTER.kind(case.kind)
    _fold_owner(case, event, kind)
    if event.word in kind.closes:
        case.closed_at = event.at
        case.offered_to_id = case.offered_desk_id = None
    elif event.word in kind.reopens:
        case.closed_at = None
    if row is not None and kind.apply is not None:
        if hasattr(row, "unit_id"):
            row.unit_id = case.unit_id
        kind.apply(row, event)


def _fold_owner(case: models.Case, event: Event, kind: Kind) -> None:
    if not kind.concern:
        return
    match event.word:
        case words.OFFER if case.closed_at is None:
            case.offered_to_id = number_in(event.data.get("to"), "staff")
            case.offered_desk_id = number_in(event.data.get("to"), "unit")
        case word if word in (words.ACCEPT, words.TAKE) or word in kind.takes:
            case.owner_id = number_in(event.by, "staff") or case.owner_id
            case.offered_to_id = case.offered_desk_id = None
        case words.REFUSE | words.TAKE_BACK:
            case.offered_to_id = case.offered_desk_id = None
