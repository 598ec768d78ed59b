"""What a customer sees of their request, by a link that cannot be guessed, without logging in.

The link holds the request's number and its signature, and nothing of the customer. It shows how the request stands, and
to whoever knows the last four digits of the customer's number what we answered. After five wrong guesses it takes none
for a quarter of an hour, after five more for twice as long, and so on up to a day.
"""

from __future__ import annotations

import base64
import io
from dataclasses import dataclass
from typing import Final

import qrcode
import qrcode.constants
from django.core import signing
from django.db.models import F
from qrcode.image.svg import SvgPathImage

from shouwen.fault import Fault
from shouwen.operation.channels.requests import story
from shouwen.operation.channels.requests.models import Guess, Request
from shouwen.operation.ledger import clock, models
from shouwen.operation.ledger.writing import writing
from shouwen.operation.people import privacy, scope
from shouwen.operation.people.units import zone_of
from shouwen.wording import Wording
from shouwen.worktime import Instant

SHOWN_FOR: Final = 90 * 86400
"""Seconds that the link of a closed request still shows it."""

GUESSES: Final = 5
FIRST_WAIT: Final = 15 * 60  # seconds
LONGEST_WAIT: Final = 86400

_SIGNER = signing.Signer(salt="shouwen.requests.status", sep=":")


@dataclass(frozen=True, slots=True)
class Status:
    """How a request stands, as its customer may know it. Nothing in it tells who they are.

    number    by which to ask after it; state, topic, place
    until     what was promised, and when; the earliest of what is open
    heard_at  when we last told the customer something
    answered  whether there is an answer; `has_digits`: whether it can be shown here to who knows them
    zone      of the place: its times are told in it
    """

    number: str
    state: Wording
    name: str
    topic: Wording
    place: str
    noted_at: Instant
    until: Instant | None
    heard_at: Instant | None
    closed_at: Instant | None
    answered: bool
    has_digits: bool
    zone: str


def code_of(case: models.Case) -> str:
    """The code in the link of a request."""
    return _SIGNER.sign(story.number_of(case.subject))


def status_of(code: str) -> Status | None:
    """How the request of this code stands; None where there is none, or it was closed too long ago."""
    with scope.everywhere():
        row = _row_of(code)
        if row is None:
            return None
        case = row.case
        return Status(
            number=story.number_of(case.subject),
            state=story.STATES[row.state],
            name=row.state,
            topic=story.topic_label(row.topic),
            place=case.unit.name,
            noted_at=case.opened_at,
            until=row.promised_until if case.closed_at is None else None,
            heard_at=row.heard_at,
            closed_at=case.closed_at,
            answered=bool(row.answer),
            has_digits=case.customer is not None and privacy.has_digits(case.customer),
            zone=zone_of(case.unit_id),
        )


def read_answer(code: str, digits: str) -> str | None:
    """The answer, for who knows the last four digits of the customer's number; None where there is none to show.

    Raises Fault: "status-digits-wrong", "status-digits-closed".
    """
    now = clock.now()
    with scope.everywhere():
        row = _row_of(code)
        if row is None:
            return None
        with writing():
            right = _guess(row.case, digits, now)
        if not right:
            raise Fault("status-digits-wrong")
        return privacy.read_text(row.answer) if row.answer else None


def picture_of(address: str) -> str:
    """A link as a QR code: the address of a picture that holds all of it."""
    made = qrcode.make(address, image_factory=SvgPathImage, error_correction=qrcode.constants.ERROR_CORRECT_M, border=2)
    written = io.BytesIO()
    made.save(written)
    return f"data:image/svg+xml;base64,{base64.b64encode(written.getvalue()).decode()}"


def _row_of(code: str) -> Request | None:
    try:
        number = _SIGNER.unsign(code)
    except signing.BadSignature:
        return None
    rows = Request._base_manager.select_related("case__unit", "case__customer__key")
    row = rows.filter(case__subject=f"{story.REQUEST}:{number}").first()
    if row is None or (row.case.closed_at is not None and row.case.closed_at + SHOWN_FOR < clock.now()):
        return None
    return row


def _guess(case: models.Case, digits: str, now: Instant) -> bool:
    """Whether the digits are right; counts wrong ones. Raises Fault("status-digits-closed")."""
    Guess.objects.get_or_create(pk=case.pk)
    made = Guess.objects.select_for_update().get(pk=case.pk)
    if now < made.closed_until:
        raise Fault("status-digits-closed", minutes=-(-(made.closed_until - now) // 60))
    if case.customer is not None and privacy.knows_digits(case.customer, digits):
        Guess.objects.filter(pk=case.pk).update(wrong=0, closed_until=0)
        return True
    wrong = made.wrong + 1
    rounds = wrong // GUESSES
    closed_until = now + min(FIRST_WAIT * 2 ** (rounds - 1), LONGEST_WAIT) if rounds and wrong % GUESSES == 0 else 0
    Guess.objects.filter(pk=case.pk).update(wrong=F("wrong") + 1, closed_until=closed_until)
    return False
