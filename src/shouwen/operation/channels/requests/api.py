"""Requests for other systems: the same steps as the pages', as JSON. /api/v1/requests/…; conventions: web/api.py."""

from __future__ import annotations

from typing import Annotated

from django.http import HttpRequest
from django.urls import reverse
from ninja import Path, Query, Router, Status
from pydantic import BaseModel, Field, StringConstraints

from shouwen.fault import Fault
from shouwen.operation.channels.requests import actions, listing, status, story
from shouwen.operation.channels.requests.models import Request
from shouwen.operation.ledger import models, read
from shouwen.operation.people import privacy
from shouwen.operation.web.api import Once, acting, answers, needs
from shouwen.operation.web.api_saying import unit_in_sight
from shouwen.operation.web.api_types import (
    Asked,
    CaseSeen,
    EventSeen,
    Name,
    Taken,
    Text,
    Time,
    case_seen,
    event_seen,
)
from shouwen.operation.web.page import language

router = Router(tags=["requests"])

MOST = 200  # requests in one answer
Whose = Annotated[str, StringConstraints(strict=True, pattern=r"^(|me|staff:[0-9]{1,15})$")]


class RequestSeen(CaseSeen):
    """A request: its row, and what was said in it. A text is null once its customer was erased."""

    number: str
    topic: str
    topic_label: str
    state: str = Field(description="open, answered, closed or withdrawn.")
    text: str | None
    answer: str | None = None
    result: str = ""
    heard_at: Time | None = Field(None, description="When the customer last heard from us.")
    promised_until: Time | None = None
    promises: list[str] = Field([], description="Promises that are open: promise:….")


class Requests(BaseModel):
    """A page of requests. `before`: what to ask for next; null where there are no more."""

    requests: list[RequestSeen]
    before: str | None = None


class RequestsAsked(Taken):
    """What a list is narrowed to. `state`: open, answered, closed, withdrawn or all; empty: those not closed."""

    unit: Name = Field(description="The unit's code.")
    state: Text = ""
    topic: Text = ""
    owner: Whose = Field("", description='"me" or "staff:…"; empty: anyone.')
    before: Text = Field("", description="Only those noted before this one.")
    limit: int = Field(50, ge=1, le=MOST)


class CustomersLink(BaseModel):
    """Where the customer sees how their request stands."""

    address: str


class Noted(Taken):
    """A concern to be noted. `customer`: one in sight, or which of several with this number; "new": none of them."""

    unit: Name = Field(description="The unit's code.")
    topic: Name
    text: Text
    phone: Text = ""
    customer: Text = ""


class Said(Taken):
    """Words to or about the customer."""

    text: Text


class Closed(Taken):
    """With what a request ends."""

    result: Name


class Promised(Taken):
    """What is promised, and until when; `looked_into`: whether the matter was looked into first."""

    until: Asked
    text: Text
    looked_into: bool | None = None


class Reason(Taken):
    """Why."""

    reason: Text = ""


class Offered(Reason):
    """To whom it is offered: "staff:…" or "unit:…", and why."""

    to: Name


@router.get("", auth=needs("read"), response=answers(Requests, 200, 404), summary="Lists requests of a unit")
def listed(request: HttpRequest, asked: Query[RequestsAsked]) -> Requests:
    """Those of the unit and below it that who asks may see, the newest first."""
    by = acting(request)
    wanted = {"state": asked.state, "topic": asked.topic, "owner": asked.owner.removeprefix("staff:")}
    rows = listing.rows(unit_in_sight(asked.unit, by), by, wanted)
    if asked.before:
        rows = listing.before(rows, _case(asked.before))
    found = list(rows[: asked.limit + 1])
    more = len(found) > asked.limit
    seen = _seen(found[: asked.limit])
    return Requests(requests=seen, before=seen[-1].subject if more else None)


@router.post("", auth=needs("act"), response=answers(RequestSeen, 201, 404), summary="Notes a concern")
def note(request: HttpRequest, given: Noted, once: Once = None) -> Status[RequestSeen]:
    """Whoever notes it owns it."""
    unit = unit_in_sight(given.unit, acting(request))
    case = actions.note(
        unit, given.topic, given.text, by=acting(request), phone=given.phone, customer=given.customer, once=once or ""
    )
    return Status(201, _one(case.subject))


@router.get("/{subject}", auth=needs("read"), response=answers(RequestSeen, 200, 404), summary="Shows a request")
def show(request: HttpRequest, subject: Path[Name]) -> RequestSeen:
    """With its concern and its answer."""
    return _one(subject)


@router.get(
    "/{subject}/link", auth=needs("read"), response=answers(CustomersLink, 200, 404), summary="The customer's own page"
)
def link(request: HttpRequest, subject: Path[Name]) -> CustomersLink:
    """The address to give to the customer: how the request stands, for whoever has it."""
    address = reverse("requests_status", args=[status.code_of(_request(subject))])
    return CustomersLink(address=request.build_absolute_uri(address))


@router.post(
    "/{subject}/progress", auth=needs("act"), response=answers(EventSeen, 201, 404), summary="Tells how it goes"
)
def progress(request: HttpRequest, subject: Path[Name], given: Said, once: Once = None) -> Status[EventSeen]:
    """The customer was told how it goes."""
    return _done(actions.tell_progress(_case(subject), given.text, by=acting(request), once=once or ""))


@router.post("/{subject}/answer", auth=needs("act"), response=answers(EventSeen, 201, 404), summary="Answers")
def answer(request: HttpRequest, subject: Path[Name], given: Said, once: Once = None) -> Status[EventSeen]:
    """The customer was answered."""
    return _done(actions.answer(_case(subject), given.text, by=acting(request), once=once or ""))


@router.post("/{subject}/close", auth=needs("act"), response=answers(EventSeen, 201, 404), summary="Closes a request")
def close(request: HttpRequest, subject: Path[Name], given: Closed, once: Once = None) -> Status[EventSeen]:
    """Refused where the standard asks for something that is missing."""
    return _done(actions.close(_case(subject), given.result, by=acting(request), once=once or ""))


@router.post("/{subject}/reopen", auth=needs("act"), response=answers(EventSeen, 201, 404), summary="Opens it again")
def reopen(request: HttpRequest, subject: Path[Name], given: Said, once: Once = None) -> Status[EventSeen]:
    """It is not settled after all."""
    return _done(actions.reopen(_case(subject), given.text, by=acting(request), once=once or ""))


@router.post("/{subject}/withdraw", auth=needs("act"), response=answers(EventSeen, 201, 404), summary="Withdraws it")
def withdraw(request: HttpRequest, subject: Path[Name], given: Said, once: Once = None) -> Status[EventSeen]:
    """The customer no longer wants it."""
    return _done(actions.withdraw(_case(subject), given.text, by=acting(request), once=once or ""))


@router.post("/{subject}/promise", auth=needs("act"), response=answers(EventSeen, 201, 404), summary="Promises a time")
def promise(request: HttpRequest, subject: Path[Name], given: Promised, once: Once = None) -> Status[EventSeen]:
    """Begins a promise of its own; the event is about it too."""
    by, case = acting(request), _case(subject)
    return _done(actions.promise(case, given.until, given.text, by=by, looked_into=given.looked_into, once=once or ""))


@router.post("/promises/{subject}/keep", auth=needs("act"), response=answers(EventSeen, 201, 404), summary="Keeps it")
def keep(request: HttpRequest, subject: Path[Name], once: Once = None) -> Status[EventSeen]:
    """What was promised is done."""
    return _done(actions.keep_promise(_case(subject, "promise"), by=acting(request), once=once or ""))


@router.post(
    "/promises/{subject}/release", auth=needs("act"), response=answers(EventSeen, 201, 404), summary="Lets it be"
)
def release(request: HttpRequest, subject: Path[Name], given: Reason, once: Once = None) -> Status[EventSeen]:
    """The customer released us from the promise."""
    promised = _case(subject, "promise")
    return _done(actions.release_promise(promised, given.reason, by=acting(request), once=once or ""))


@router.post("/{subject}/offer", auth=needs("act"), response=answers(EventSeen, 201, 404), summary="Offers it")
def offer(request: HttpRequest, subject: Path[Name], given: Offered, once: Once = None) -> Status[EventSeen]:
    """A hand-over is offered; its owner stays its owner until it is accepted."""
    return _done(actions.offer(_case(subject), given.to, given.reason, by=acting(request), once=once or ""))


@router.post("/{subject}/accept", auth=needs("act"), response=answers(EventSeen, 201, 404), summary="Accepts it")
def accept(request: HttpRequest, subject: Path[Name], once: Once = None) -> Status[EventSeen]:
    """From now on it is theirs who accept."""
    return _done(actions.accept(_case(subject), by=acting(request), once=once or ""))


@router.post("/{subject}/refuse", auth=needs("act"), response=answers(EventSeen, 201, 404), summary="Refuses it")
def refuse(request: HttpRequest, subject: Path[Name], given: Reason, once: Once = None) -> Status[EventSeen]:
    """The hand-over is refused."""
    return _done(actions.refuse(_case(subject), given.reason, by=acting(request), once=once or ""))


@router.post("/{subject}/take-back", auth=needs("act"), response=answers(EventSeen, 201, 404), summary="Takes it back")
def take_back(request: HttpRequest, subject: Path[Name], once: Once = None) -> Status[EventSeen]:
    """The hand-over is no longer offered."""
    return _done(actions.take_back(_case(subject), by=acting(request), once=once or ""))


@router.post("/{subject}/take-over", auth=needs("act"), response=answers(EventSeen, 201, 404), summary="Takes it over")
def take_over(request: HttpRequest, subject: Path[Name], given: Reason, once: Once = None) -> Status[EventSeen]:
    """The manager takes it over."""
    return _done(actions.take_over(_case(subject), given.reason, by=acting(request), once=once or ""))


def _case(subject: str, kind: str = story.REQUEST) -> models.Case:
    """The request in sight; its number alone will do. Raises Fault("case-unknown")."""
    return read.case_called(subject if ":" in subject else f"{kind}:{subject}")


def _done(event: models.Event) -> Status[EventSeen]:
    return Status(201, event_seen(event))


def _request(subject: str) -> models.Case:
    case = _case(subject)
    if case.kind != story.REQUEST:
        raise Fault("case-unknown", case=subject[:60])
    return case


def _one(subject: str) -> RequestSeen:
    case = _request(subject)
    rows = Request.objects.select_related("case__unit", "case__owner", "case__customer__key", "case__arose_from")
    return _seen(list(rows.filter(case=case)))[0]


def _seen(rows: list[Request]) -> list[RequestSeen]:
    """Requests as JSON, with their texts. One query more, however many they are."""
    texts = privacy.read_texts([name for row in rows for name in (row.text, row.answer)])
    return [
        RequestSeen(
            **dict(case_seen(row.case)),
            number=story.number_of(row.case.subject),
            topic=row.topic,
            topic_label=story.topic_label(row.topic).say(language()),
            state=row.state,
            text=texts.get(row.text),
            answer=texts.get(row.answer),
            result=row.result,
            heard_at=row.heard_at,
            promised_until=row.promised_until,
            promises=sorted(row.promises),
        )
        for row in rows
    ]
