"""What the room of requests brings to the book."""

from __future__ import annotations

from shouwen.events.event import Event
from shouwen.operation.channels.requests import story
from shouwen.operation.channels.requests.models import Request
from shouwen.operation.ledger import words
from shouwen.operation.ledger.channel import Channel, Kind
from shouwen.wording import Wording


def apply(row: Request, event: Event) -> None:
    """Folds one more event, the latest, into the row of its request."""
    row.state = story.STATE_AFTER.get(event.word, row.state)
    match event.word:
        case story.NOTED:
            row.topic = str(event.data.get("topic") or "")
            row.text = str(event.data.get("text") or "")
        case story.TOLD:
            row.heard_at = event.at
        case story.ANSWERED:
            row.answer = str(event.data.get("text") or "")
            row.heard_at = row.answered_at = event.at
        case story.CLOSED:
            row.result = str(event.data.get("result") or "")
        case story.REOPENED:
            row.result = ""
            row.answered_at = None
        case words.PROMISE:
            row.heard_at = event.at
            row.promises = {**row.promises, story.promise_in(event): event.data.get("until")}
        case words.KEEP | words.RELEASE:
            kept = story.promise_in(event)
            row.promises = {promise: until for promise, until in row.promises.items() if promise != kept}
    row.promised_until = min((until for until in row.promises.values() if until is not None), default=None)


REQUESTS = Channel(
    name="requests",
    label=Wording("诉求", "訴求", "requests"),
    words=story.WORDS,
    kinds=(
        Kind(
            name=story.REQUEST,
            label=Wording("诉求", "訴求", "request"),
            concern=True,
            follow=story.FOLLOW,
            closes=frozenset({story.CLOSED, story.WITHDRAWN}),
            reopens=frozenset({story.REOPENED}),
            row=Request,
            apply=apply,
        ),
    ),
)
