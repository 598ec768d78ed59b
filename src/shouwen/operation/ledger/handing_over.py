"""Hand-overs: an owner offers a case to a person or a desk, and stays the owner until a named person accepts."""

from __future__ import annotations

from shouwen.events.event import Event
from shouwen.fault import Fault
from shouwen.operation.ledger import models, words
from shouwen.operation.ledger.story_state import number_in
from shouwen.operation.people.models import Staff, Unit

_WHILE_OPEN = frozenset({words.OFFER, words.ACCEPT, words.REFUSE, words.TAKE_BACK, words.TAKE})
_ANSWERS = frozenset({words.ACCEPT, words.REFUSE, words.TAKE_BACK})


def check_handover(case: models.Case, event: Event) -> None:
    """Whether a word about the owner may follow now. Raises Fault("may-not-follow" | "handover-to-nobody")."""
    if event.word not in _WHILE_OPEN:
        return
    offered = case.offered_to_id is not None or case.offered_desk_id is not None
    closed = case.closed_at is not None and case.closed_at <= event.at
    possible = [] if closed else [words.TAKE_BACK, words.ACCEPT, words.REFUSE] if offered else [words.OFFER]
    if closed or ((event.word in _ANSWERS) is not offered and event.word != words.TAKE):
        last = "-" if not closed else "…"
        raise Fault(
            "may-not-follow", place=case.subject, word=event.word, last=last, possible=", ".join(possible) or "-"
        )
    if event.word == words.OFFER:
        to = event.data.get("to")
        staff, unit = number_in(to, "staff"), number_in(to, "unit")
        if staff is not None and staff != case.owner_id and Staff.objects.filter(pk=staff, is_active=True).exists():
            return
        if unit is not None and Unit.objects.filter(pk=unit, closed_at__isnull=True).exists():
            return
        raise Fault("handover-to-nobody", place=case.subject, to=str(to or "-"))


def check_receiver(event: Event) -> None:
    """Whether there is, or was, a person or unit such as an offer names, or a correction of one; asked of reports too.

    Raises Fault("handover-to-nobody").
    """
    data = event.data if event.correction is None else event.correction.data
    if event.word != words.OFFER or data is None:
        return
    to = data.get("to")
    staff, unit = number_in(to, "staff"), number_in(to, "unit")
    if staff is not None and Staff.objects.filter(pk=staff).exists():
        return
    if unit is not None and Unit.objects.filter(pk=unit).exists():
        return
    raise Fault("handover-to-nobody", place=event.about[0], to=str(to or "-"))
