"""Followers: durable readers of the log, which deal with each event once, in the order of the stream.

How far a follower has come stands in its row. What it does and its next position are written in one transaction, so
that each event counts exactly once, whatever process ends when. Several processes may run the same follower: one of
them holds its row, the others pass on. An event that it cannot deal with is laid aside and tried again after pauses
that grow; after `TRIES` it waits for somebody to look (`given_up`, `try_again`). The others go on meanwhile.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

from django.db import connection

from shouwen.operation.ledger import clock, models
from shouwen.operation.ledger.position import Position
from shouwen.operation.ledger.stream_reading import BEFORE_ALL, beyond, here
from shouwen.operation.ledger.writing import writing
from shouwen.operation.people import scope

BATCH = 500
TRIES = 6
PAUSES = (10, 60, 300, 1_800, 7_200)
"""Seconds until an event that was laid aside is tried again, by how often it was tried."""

Handle = Callable[[Sequence[models.Event]], None]
"""Deals with some events, within a transaction of its own. It may write, and act; it sends nothing out."""

log = logging.getLogger("shouwen.follow")


@dataclass(frozen=True, slots=True, kw_only=True)
class Following:
    """A follower.

    name      of its row
    handle    what it does with events
    begin     where it begins when it is new: at the start of the log, or at its end
    wants     whether it wants an event with this word; None: every event
    one       whether it is given one event at a time, so that what it locks it does not hold for long
    """

    name: str
    handle: Handle
    begin: Literal["start", "end"] = "end"
    wants: Callable[[str], bool] | None = None
    one: bool = False


def follow(following: Following, *, limit: int = BATCH) -> int:
    """Deals with what is new, at most `limit` events, and with what was laid aside and is due; how many were passed."""
    with scope.everywhere():
        position = _position(following)
        rows = list(beyond(position)[:limit])
        passed = _go(following, position, rows) if rows else 0
        for number in _due(following.name):
            _once_more(following, number)
    return passed


def given_up(follower: str | None = None) -> list[models.Aside]:
    """The events that a follower (None: any) has given up, the oldest first."""
    rows = models.Aside.objects.filter(try_after__isnull=True)
    rows = rows if follower is None else rows.filter(follower=follower)
    return list(rows.order_by("event_id"))


def try_again(rows: Sequence[models.Aside]) -> None:
    """Has these tried once more, at the next turn."""
    numbers = [row.pk for row in rows]
    models.Aside.objects.filter(pk__in=numbers, try_after__isnull=True).update(try_after=0, tries=TRIES - 1)


def _go(following: Following, position: Position, rows: Sequence[models.Event]) -> int:
    """Takes the events, all at once or one by one, as far as no other process is at it; how many were passed."""
    if not following.one:
        try:
            return len(rows) if _take(following, position, rows) else 0
        except Exception:
            log.exception("%s: a batch of %d events failed; each is taken by itself", following.name, len(rows))
    passed = 0
    for group in _groups(following, rows):
        if not _take_one(following, position, group):
            break
        position = Position(group[-1].transaction, group[-1].pk)
        passed += len(group)
    return passed


def _groups(following: Following, rows: Sequence[models.Event]) -> list[list[models.Event]]:
    """The events in runs that end with one that is wanted: the others are passed in the same step."""
    groups: list[list[models.Event]] = [[]]
    for row in rows:
        groups[-1].append(row)
        if _wanted(following, row):
            groups.append([])
    return [group for group in groups if group]


def _take(following: Following, position: Position, rows: Sequence[models.Event]) -> bool:
    """One step: the events dealt with and passed, in one transaction. False where another process was quicker."""
    with writing():
        held = _held(following.name, position)
        if held is None:
            return False
        if wanted := [row for row in rows if _wanted(following, row)]:
            following.handle(wanted)
        _pass(held, rows[-1])
    return True


def _take_one(following: Following, position: Position, rows: Sequence[models.Event]) -> bool:
    """As `_take`, for a run with one wanted event at its end; where it fails, the event is laid aside and passed."""
    try:
        return _take(following, position, rows)
    except Exception as error:
        log.exception("%s could not deal with event %d; it is laid aside", following.name, rows[-1].pk)
        with writing():
            held = _held(following.name, position)
            if held is None:
                return False
            models.Aside.objects.create(
                follower=following.name, event=rows[-1], try_after=clock.now() + PAUSES[0], why=_kind(error)
            )
            _pass(held, rows[-1])
        return True


def _once_more(following: Following, number: int) -> None:
    """Tries an event that was laid aside, unless another process is at it."""
    try:
        with writing():
            row = _free_aside(number)
            if row is not None:
                following.handle([row.event])
                row.delete()
    except Exception as error:
        log.exception("%s could not deal with an event that was laid aside", following.name)
        with writing():
            row = _free_aside(number)
            if row is None:
                return
            row.tries += 1
            row.try_after = None if row.tries >= TRIES else clock.now() + PAUSES[row.tries - 1]
            row.why = _kind(error)
            row.save(update_fields=["tries", "try_after", "why"])
            if row.try_after is None:
                log.error("%s has given up event %d after %d tries", following.name, row.event_id, row.tries)


def _due(follower: str) -> list[int]:
    rows = models.Aside.objects.filter(follower=follower, try_after__lte=clock.now())
    return list(rows.order_by("event_id").values_list("pk", flat=True)[:50])


def _free_aside(number: int) -> models.Aside | None:
    rows = models.Aside.objects.select_for_update(of=("self",), skip_locked=_can_skip()).select_related("event")
    return rows.filter(pk=number, try_after__lte=clock.now()).first()


def _position(following: Following) -> Position:
    row = models.Follower.objects.filter(pk=following.name).first()
    if row is None:
        begin = BEFORE_ALL if following.begin == "start" else here()
        new = {"transaction": begin.transaction, "event": begin.event}
        row, _made = models.Follower.objects.get_or_create(name=following.name, defaults=new)
    return Position(row.transaction, row.event)


def _held(name: str, position: Position) -> models.Follower | None:
    """The follower's row, held until the transaction ends; None where another process holds it, or has gone on."""
    rows = models.Follower.objects.select_for_update(skip_locked=_can_skip())
    return rows.filter(pk=name, transaction=position.transaction, event=position.event).first()


def _pass(held: models.Follower, row: models.Event) -> None:
    held.transaction, held.event = row.transaction, row.pk
    held.save(update_fields=["transaction", "event"])


def _wanted(following: Following, row: models.Event) -> bool:
    return following.wants is None or following.wants(row.word)


def _can_skip() -> bool:
    return connection.features.has_select_for_update_skip_locked


def _kind(error: Exception) -> str:
    """What went wrong, without what the error says: that may hold what must not lie open."""
    code = getattr(error, "code", "")
    return f"{type(error).__name__} {code}".strip()[:120] if isinstance(code, str) else type(error).__name__
