"""My work, for other systems: what is handed to me, my cases, my notices, to whom a case may go. As on the pages."""

from __future__ import annotations

from typing import Annotated

from django.db.models import prefetch_related_objects
from django.http import HttpRequest
from ninja import Query
from pydantic import BaseModel, Field

from shouwen.operation.ledger import notice, read
from shouwen.operation.web import handing_over
from shouwen.operation.web.api import acting, answers, api, needs
from shouwen.operation.web.api_reading import Subject
from shouwen.operation.web.api_types import CaseSeen, Key, Taken, Text, Time, case_seen
from shouwen.operation.web.notices import told_to
from shouwen.operation.web.offered import offers_to
from shouwen.operation.web.page import language

READ, ACT = needs("read"), needs("act")


class Few(Taken):
    """How many, at most."""

    limit: Annotated[int, Field(ge=1, le=100)] = 50


class OfferSeen(BaseModel):
    """A hand-over that waits for an answer: why, since when, and when the case next owes something."""

    case: CaseSeen
    reason: str
    since: Time | None
    due: Time | None


class Offers(BaseModel):
    """Hand-overs, that of the oldest case first."""

    offers: list[OfferSeen]


class CaseMine(CaseSeen):
    """An open case of mine; `covering`: I answer for its owner while they are away."""

    covering: bool


class MyCases(BaseModel):
    """Open cases, the oldest first."""

    cases: list[CaseMine]


class ReceiverSeen(BaseModel):
    """Somebody, or a desk, to whom a case may be handed. `to`: as handover.offered names them."""

    to: str
    name: str
    unit: str = Field(description="The names of their units.")
    roles: list[str]
    here: bool = Field(description="Clocked in now.")
    away: bool
    desk: bool


class Receivers(BaseModel):
    """To whom a case may be handed: people, those at work first, then desks; a dozen of each."""

    receivers: list[ReceiverSeen]


class ReceiverSought(Taken):
    """A part of a name; without one those at the case's unit and the desks near it."""

    find: Text = ""


class NoticesAsked(Few):
    """Which of them."""

    before: Key | None = Field(None, description="Only those before this one: what the last answer gave.")


class NoticeSeen(BaseModel):
    """A notice in words, of which nothing tells who a customer is; null in `read_at`: not read."""

    number: int
    text: str
    word: str
    case: str
    at: Time
    read_at: Time | None


class Notices(BaseModel):
    """A page of notices, the latest first. `before`: what to ask for next; null: there are no more."""

    notices: list[NoticeSeen]
    unread: int
    before: int | None


class NoticesRead(Taken):
    """Which notices were read; null: all of them."""

    notices: list[Key] | None = Field(None, max_length=500)


class Unread(BaseModel):
    """How many were not read before and are now, and how many are not read yet."""

    marked: int
    unread: int


@api.get("/me/offers", auth=READ, response=answers(Offers), tags=["me"], summary="What is handed to me")
def my_offers(request: HttpRequest) -> Offers:
    """The hand-overs that wait for who asks, or for a desk of theirs: answered by handover.accepted or .refused."""
    found = offers_to(acting(request))
    prefetch_related_objects([one.case for one in found], "customer__key", "arose_from")
    return Offers(
        offers=[
            OfferSeen(
                case=case_seen(one.case), reason=one.reason, since=one.since,
                due=None if one.next is None else one.next.due,
            )
            for one in found
        ]
    )  # fmt: skip


@api.get("/me/cases", auth=READ, response=answers(MyCases), tags=["me"], summary="My open cases")
def my_cases(request: HttpRequest, asked: Query[Few]) -> MyCases:
    """The open cases of who asks, and those of whom they answer for meanwhile."""
    by = acting(request)
    rows = read.owned_by(by, most=asked.limit)
    prefetch_related_objects(rows, "customer__key", "arose_from")
    return MyCases(cases=[CaseMine(**dict(case_seen(row)), covering=row.owner_id != by.staff) for row in rows])


@api.post(
    "/cases/{subject}/receivers", auth=READ, response=answers(Receivers, 200, 404), tags=["cases"],
    summary="To whom a case may be handed",
)  # fmt: skip
def receivers(request: HttpRequest, subject: Subject, given: ReceiverSought) -> Receivers:
    """People and desks by a part of their names, which comes in the body, never in an address."""
    found = handing_over.receivers(read.case_called(subject), given.find)
    seen = [
        ReceiverSeen(
            to=one.value, name=one.name, unit=one.unit, roles=[role.say(language()) for role in one.roles],
            here=one.here, away=one.away, desk=one.desk,
        )
        for one in found
    ]  # fmt: skip
    return Receivers(receivers=seen)


@api.get("/me/notices", auth=READ, response=answers(Notices), tags=["me"], summary="My notices")
def my_notices(request: HttpRequest, asked: Query[NoticesAsked]) -> Notices:
    """What the log says that who asks must know. Asking for them leaves them unread."""
    by = acting(request)
    told, before = told_to(by, most=asked.limit, before=asked.before)
    seen = [
        NoticeSeen(
            number=row.pk, text=text, word=row.event.word, case=row.case.subject, at=row.made_at, read_at=row.read_at
        )
        for row, text in told
    ]  # fmt: skip
    return Notices(notices=seen, unread=notice.unread(by), before=before)


@api.post("/me/notices/read", auth=ACT, response=answers(Unread), tags=["me"], summary="Mark notices as read")
def read_notices(request: HttpRequest, given: NoticesRead) -> Unread:
    """One's own alone. No mail goes out for them then."""
    by = acting(request)
    marked = notice.mark_read(by, given.notices)
    return Unread(marked=marked, unread=notice.unread(by))
