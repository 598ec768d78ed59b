"""What other systems may correct: an event of a case's story, as on the case's page."""

from __future__ import annotations

from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Path, Status
from pydantic import Field

from shouwen.fault import Fault
from shouwen.operation.ledger import models, read
from shouwen.operation.ledger.act import done_before
from shouwen.operation.ledger.acts import Done
from shouwen.operation.ledger.saying import correct_with
from shouwen.operation.web.api import Once, acting, answers, api, needs
from shouwen.operation.web.api_acting import Happened, happened
from shouwen.operation.web.api_reading import Subject
from shouwen.operation.web.api_types import Asked, Key, Taken, Text


class Mended(Taken):
    """How an event was noted wrongly: it did not happen, or it happened at another time; and why it is corrected."""

    reason: Text = Field(description="Sealed under the customer's key; the event holds a reference.")
    void: bool = Field(False, description="It did not happen.")
    at: Asked | None = Field(None, description="When it happened.")


_ANSWERS: dict[Any, Any] = {201: Happened, **answers(Happened, 200, 404, 409)}


@api.post(
    "/cases/{subject}/events/{event}/correction", auth=needs("act"), response=_ANSWERS, tags=["cases"],
    summary="Correct an event",
)  # fmt: skip
def correct(
    request: HttpRequest,
    subject: Subject,
    event: Path[Annotated[Key, Field(description="The event's id.")]],
    given: Mended,
    once: Once = None,
) -> Status[Happened]:
    """For whoever recorded it, and the managers of the unit. What was noted first stays; both are in the thread."""
    if given.void is (given.at is not None):
        raise Fault("api-correction")
    by, case = acting(request), read.case_called(subject)
    row = models.Event.objects.filter(told__case=case, pk=event, corrects__isnull=True).first()
    if row is None:
        raise Fault("case-unknown", case=f"event {event}")
    before = done_before(by, once or "")
    said = correct_with(row, case, given.reason, by=by, void=given.void, at=given.at, once=once or "")
    return happened(Done(said, case, repeated=before is not None))
