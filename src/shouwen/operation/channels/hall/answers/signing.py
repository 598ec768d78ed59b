"""A customer signs an agreement at the pad: the strokes as they were drawn, when, and the digest of all of it.

What is archived is one document that holds what was signed and how: the agreement's text and its digest, the number,
the counter, the times, and every stroke as points [x, y, milliseconds since the first]. Who changes a sign of it
changes its digest, which stands in the event agreement.signed.
"""

from __future__ import annotations

import hashlib
import json
import math
from dataclasses import replace
from typing import Any, Final

from shouwen.events.event import Event
from shouwen.fault import Fault
from shouwen.operation.channels.hall import story
from shouwen.operation.channels.hall.answers import pad
from shouwen.operation.channels.hall.models import Visit
from shouwen.operation.ledger import clock
from shouwen.operation.ledger.act import act, done_before
from shouwen.operation.ledger.attaching import attach
from shouwen.operation.ledger.writing import writing
from shouwen.operation.people import scope
from shouwen.operation.people.rights import Acting

FEWEST: Final = 8
"""Points of a signature: fewer are a touch by chance."""

MOST_STROKES: Final = 200
MOST_POINTS: Final = 20_000
LARGEST: Final = 10_000  # pixels


def sign(visit: Visit, ask: int, drawn: str, *, by: Acting, once: str = "") -> None:
    """The customer signs the agreement that is before them.

    1. The document is attached to the agreement, sealed under the customer's key. 2. agreement.signed, in the visit's
    story and the agreement's, with the digest of the document: the agreement is closed.

    drawn   JSON: {"width", "height", "strokes": [[[x, y, milliseconds], …], …]}
    Raises Fault: "pad-unsigned", "pad-signature-wrong", "pad-asked-nothing", and as `act` and `attach` do.
    """
    signature = read_signature(drawn)
    with writing(), scope.everywhere():
        if done_before(by, once) is not None:
            return
        shown = pad.asked(visit, ask, story.SIGNED)
        agreement = pad.agreement_of(shown)
        document = document_of(visit, shown, signature)
        customer = replace(by, grade="customer")
        title = f"{shown.data.get('title') or story.AGREEMENT}-{visit.number}"
        kept = attach(agreement, title, document, by=customer)
        data = {
            "signer": "customer",
            "digest": hashlib.sha256(document).hexdigest(),
            "file": kept.data["text"],
        }
        act(visit.case, story.SIGNED, by=customer, data=data, also=[agreement], once=once)


def document_of(visit: Visit, shown: Event, signature: dict[str, Any]) -> bytes:
    """What is archived, as UTF-8."""
    text = pad.words_of(shown)
    document = {
        "agreement": shown.data.get("title"),
        "text": text,
        "digest": hashlib.sha256(text.encode()).hexdigest(),
        "visit": visit.case.subject,
        "number": visit.number,
        "counter": visit.counter,
        "shown_at": shown.at,
        "signed_at": clock.now(),
        "signature": signature,
    }
    return json.dumps(document, ensure_ascii=False, indent=1).encode()


def read_signature(drawn: str) -> dict[str, Any]:
    """The strokes as they were drawn. Raises Fault: "pad-unsigned", "pad-signature-wrong"."""
    try:
        given = json.loads(drawn or "{}")
        strokes = [[_point(point) for point in stroke] for stroke in given.get("strokes", [])]
        size = {name: _whole(given[name]) for name in ("width", "height")} if strokes else {}
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        raise Fault("pad-signature-wrong") from None
    points = sum(len(stroke) for stroke in strokes)
    if points < FEWEST:
        raise Fault("pad-unsigned")
    if len(strokes) > MOST_STROKES or points > MOST_POINTS:
        raise Fault("pad-signature-wrong")
    return {**size, "strokes": strokes}


def _point(point: Any) -> list[int]:
    x, y, milliseconds = point
    return [_whole(x), _whole(y), _whole(milliseconds, most=86_400_000)]


def _whole(value: Any, *, most: int = LARGEST) -> int:
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        raise ValueError(value)
    if not -most <= value <= most:
        raise ValueError(value)
    return round(value)
