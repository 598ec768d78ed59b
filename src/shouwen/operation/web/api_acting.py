"""What other systems may do in a case: begin one, say a word of one. The same door as the pages'."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from ninja import Status
from pydantic import BaseModel, Field

from shouwen.operation.ledger import models, read
from shouwen.operation.ledger.acts import Done
from shouwen.operation.web import api_saying as saying
from shouwen.operation.web.api import Once, acting, answers, api, needs
from shouwen.operation.web.api_reading import Subject
from shouwen.operation.web.api_types import (
    Asked,
    CaseSeen,
    Data,
    EventSeen,
    Name,
    ObligationSeen,
    Taken,
    case_seen,
    event_seen,
    obligation_seen,
)

ACT = needs("act")

_SAID = "What an event holds. The fields `text` and `reason` are sealed; the event holds a reference."
_AT = "When it happened, for a report of something past; without it, it happens now."


class CaseBegun(Taken):
    """A customer's concern that begins."""

    kind: Name = Field(description="A kind of concern, of those in /words.")
    unit: Name = Field(description="The unit's code.")
    word: Name = Field(description="The word with which the story begins.")
    data: Data = Field(default_factory=dict, description=_SAID)
    customer: Name | None = Field(None, description="customer:…, in sight; without one the customer stays unnamed.")
    at: Asked | None = Field(None, description=_AT)


class WordSaid(Taken):
    """A word that is said of a case."""

    word: Name
    data: Data = Field(default_factory=dict, description=_SAID)
    at: Asked | None = Field(None, description=_AT)


class Happened(BaseModel):
    """The event, its case (null where it is out of sight now), and what is owed in it now."""

    event: EventSeen
    case: CaseSeen | None
    owed: list[ObligationSeen]
    repeated: bool = Field(description="It had been asked for before under this key; nothing happened this time.")


def happened(done: Done) -> Status[Happened]:
    """What came of an act, as an answer: 201, or 200 where it was known already."""
    event = models.Event.objects.filter(pk=done.event.pk).first() or done.event
    rows = models.Case.objects.select_related("unit", "owner", "customer__key", "arose_from")
    row = rows.filter(subject=done.case.subject).first()
    owed = [] if row is None else [one for one in read.owed_in(row) if one.row.state == "open"]
    seen = Happened(
        event=event_seen(event), case=None if row is None else case_seen(row),
        owed=[obligation_seen(one) for one in owed], repeated=done.repeated,
    )  # fmt: skip
    return Status(200 if done.repeated else 201, seen)


_ANSWERS: dict[Any, Any] = {201: Happened, **answers(Happened, 200, 404, 409, 413)}


@api.post("/cases", auth=ACT, response=_ANSWERS, tags=["cases"], summary="Begin a case")
def begin(request: HttpRequest, given: CaseBegun, once: Once = None) -> Status[Happened]:
    """Begins a customer's concern. Who asks owns it; where a device does, the manager on duty at the unit."""
    done = saying.begin(
        given.kind, given.unit, given.word, given.data,
        by=acting(request), customer=given.customer or "", at=given.at, once=once or "",
    )  # fmt: skip
    return happened(done)


@api.post("/cases/{subject}/events", auth=ACT, response=_ANSWERS, tags=["cases"], summary="Say a word of a case")
def say(request: HttpRequest, subject: Subject, given: WordSaid, once: Once = None) -> Status[Happened]:
    """Makes something happen in a case: whatever word the register and the standard in force know (/words).

    Hand-overs are words as well (handover.offered, …), and promises: promise.made in a case, promise.kept in the
    promise. A clause of the standard may refuse it, and so may what has happened before: 409.
    """
    case = read.case_called(subject)
    done = saying.say(case, given.word, given.data, by=acting(request), at=given.at, once=once or "")
    return happened(done)
