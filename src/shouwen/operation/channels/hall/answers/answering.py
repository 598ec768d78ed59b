"""Who may say what customers say themselves: that they agree, that they sign, how they were served.

A pad speaks for who is at its counter, and for nobody else; a rating comes from the customer alone, by whatever device,
once a service. The book asks `check` at every act, so that it holds for pages, the API and reports alike.
"""

from __future__ import annotations

from typing import Final

from shouwen.events.event import Event
from shouwen.fault import Fault
from shouwen.operation.channels.hall import story
from shouwen.operation.channels.hall.models import Visit
from shouwen.operation.ledger.editions import settings_now
from shouwen.operation.people.rights import DEVICE, Acting
from shouwen.worktime import Instant

PAD: Final = "device:pad:"
"""So the book names a pad; its counter's code follows."""

PHONE: Final = "device:phone"
"""So the book names a customer's own phone, which has the key of the visit's page."""


def on_phone(visit: Visit) -> Acting:
    """The customer of this visit, on their phone."""
    unit = visit.unit_id
    return Acting(reference=PHONE, posts=((unit, DEVICE),), units=frozenset({unit}), grade="customer")


def counter_of(by: Acting) -> str | None:
    """The counter of a pad; None where something else speaks."""
    return by.reference.removeprefix(PAD) if by.reference.startswith(PAD) else None


def check(row: Visit, event: Event, by: Acting) -> None:
    """Whether this one may say it of this visit.

    Raises Fault: "pad-of-another-counter", "rating-not-by-staff", and those of `check_may_be_rated`.
    """
    counter = counter_of(by)
    if counter is not None and not is_before(row, counter):
        raise Fault("pad-of-another-counter", counter=counter)
    if event.word != story.RATED:
        return
    if by.staff is not None:
        raise Fault("rating-not-by-staff")
    check_may_be_rated(row, event.at)


def check_may_be_rated(row: Visit, at: Instant) -> None:
    """Whether the service can be rated at this second. Raises Fault: "rating-too-early", "rating-given",
    "rating-too-late"."""
    if row.ended_at is None:
        raise Fault("rating-too-early")
    if row.rated:
        raise Fault("rating-given")
    if at > row.ended_at + settings_now(row.unit_id).seconds("hall.rating-until"):
        raise Fault("rating-too-late")


def may_be_rated(row: Visit, at: Instant) -> bool:
    """Whether a page should offer it."""
    try:
        check_may_be_rated(row, at)
    except Fault:
        return False
    return True


def is_before(row: Visit, counter: str) -> bool:
    """Whether the customer of this visit is before the pad of this counter: they are at it, or were the last there."""
    if row.counter != counter or row.state in (story.WAITING, story.ASIDE, story.MISSED):
        return False
    here = Visit._base_manager.filter(unit=row.unit_id, counter=counter).exclude(pk=row.pk)
    return not here.filter(called_at__gte=row.called_at or 0).exists()
