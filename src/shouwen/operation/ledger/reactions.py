"""What rooms do once a word is in the log: each event once, in a transaction of its own (channel.Channel.reactions)."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from shouwen.events.event import Event
from shouwen.operation.ledger import models
from shouwen.operation.ledger.channel import REGISTER
from shouwen.operation.ledger.follow import Following
from shouwen.operation.ledger.stories import told


def react(rows: Sequence[models.Event]) -> None:
    """Does what each room does at these events. A correction is no new happening: nobody reacts to it."""
    for row in rows:
        if row.corrects_id is None:
            event = told(row)
            for reaction in _reactions(row.word):
                reaction(event)


def _reactions(word: str) -> list[Callable[[Event], None]]:
    return [room.reactions[word] for room in REGISTER.channels.values() if word in room.reactions]


def _somebody_reacts(word: str) -> bool:
    return bool(_reactions(word))


REACTIONS = Following(name="reactions", handle=react, begin="start", wants=_somebody_reacts, one=True)
