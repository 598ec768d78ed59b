"""Reading the log in the order in which it became visible, so that a reader who says where they are misses nothing.

A message tells that something happened, when, where and to what; never what an event holds. Whoever is told asks for
the page again, and gets of it what they may see.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property

from django.core.serializers.json import DjangoJSONEncoder
from django.utils.encoding import force_bytes

from shouwen.fault import Fault
from shouwen.operation.ledger.models import Told
from shouwen.operation.ledger.position import Position
from shouwen.operation.ledger.stream_reading import beyond, here
from shouwen.operation.people import scope
from shouwen.operation.people.scope import Seen

_POSITION = re.compile(r"(-?\d{1,18})-(\d{1,18})", re.ASCII)
_json = DjangoJSONEncoder(ensure_ascii=False, separators=(",", ":"))

__all__ = ["News", "Reading", "after", "asked", "here", "read", "written"]

BATCH = 500
FURTHEST_BEHIND = 5_000
"""Events that a reader may be behind; who is further is told to begin anew: asking for the page again is quicker."""


@dataclass(frozen=True)
class News:
    """An event as a stream tells it. `units` and `staff` are those whose it is: who sees one of the units, or is one of
    the staff, is told."""

    position: Position
    word: str
    at: int
    unit: int
    about: tuple[str, ...]
    units: frozenset[int]
    staff: frozenset[int]

    def is_for(self, seen: Seen, words: frozenset[str] | None = None) -> bool:
        """Whether who sees `seen` is told; `words`: of these words alone."""
        if words is not None and self.word not in words:
            return False
        return not self.staff.isdisjoint(seen.people) or not self.units.isdisjoint(seen.units)

    @cached_property
    def told(self) -> dict[str, object]:
        """What is told of it."""
        return {
            "event": self.position.event,
            "word": self.word,
            "at": self.at,
            "unit": self.unit,
            "about": list(self.about),
        }

    @cached_property
    def message(self) -> bytes:
        """It, as a server-sent event."""
        return force_bytes(f"id: {written(self.position)}\ndata: {_json.encode(self.told)}\n\n")

    @cached_property
    def word_alone(self) -> bytes:
        """As `message`, for who is not to know to whom it happened."""
        return force_bytes(f"id: {written(self.position)}\ndata: {_json.encode({'word': self.word})}\n\n")


@dataclass(frozen=True)
class Reading:
    """What a reader gets: the news for them, where they are now, and whether they must begin anew."""

    news: tuple[News, ...]
    position: Position
    begin_anew: bool = False


def written(position: Position) -> str:
    """The position as text, “transaction-event”."""
    return f"{position.transaction}-{position.event}"


def read(text: str) -> Position:
    """The position that `written` wrote. Raises Fault "stream-position"."""
    match = _POSITION.fullmatch(text)
    if match is None:
        raise Fault("stream-position", text=text[:40])
    return Position(int(match[1]), int(match[2]))


def after(position: Position, *, limit: int = BATCH) -> list[News]:
    """The events after `position`, at most `limit`, in the stream's order.

    An event whose transaction may still be overtaken is left for the next reading. Costs two or three queries.
    """
    with scope.everywhere():
        rows = list(
            beyond(position).values_list("transaction", "id", "word", "at", "unit_id", "about")[:limit],
        )
        units, staff = _whose([event for _, event, *_ in rows])
    return [
        News(
            position=Position(transaction, event),
            word=word,
            at=at,
            unit=unit,
            about=tuple(about),
            units=frozenset({unit, *units.get(event, ())}),
            staff=frozenset(staff.get(event, ())),
        )
        for transaction, event, word, at, unit, about in rows
    ]


def asked(position: Position, seen: Seen, words: frozenset[str] | None = None) -> Reading:
    """What is new after `position` for who sees `seen`; `words`: of these words alone.

    Who is ahead of the log (it was restored from a copy) or further behind than FURTHEST_BEHIND begins anew at its end.
    """
    end = here()
    if position > end:
        return Reading((), end, begin_anew=True)
    found: list[News] = []
    for _ in range(FURTHEST_BEHIND // BATCH):
        batch = after(position)
        position = batch[-1].position if batch else position
        found += [news for news in batch if news.is_for(seen, words)]
        if len(batch) < BATCH:
            return Reading(tuple(found), position)
    return Reading((), end, begin_anew=True)


def _whose(events: list[int]) -> tuple[dict[int, set[int]], dict[int, set[int]]]:
    units: dict[int, set[int]] = defaultdict(set)
    staff: dict[int, set[int]] = defaultdict(set)
    cases = Told.objects.filter(event__in=events).values_list(
        "event_id", "case__unit_id", "case__owner_id", "case__offered_to_id", "case__offered_desk_id"
    )
    for event, unit, owner, offered_to, offered_desk in cases if events else ():
        units[event] |= {each for each in (unit, offered_desk) if each}
        staff[event] |= {each for each in (owner, offered_to) if each}
    return units, staff
