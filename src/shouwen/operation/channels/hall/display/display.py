"""What the wall display of a hall shows: what was called where, how many wait, notices. No customer is in it.

All of it is asked of the rows each time: whatever a display missed while it was cut off, the next answer holds. Calls
are known by name, so that a display speaks each of them once; one is still to be spoken as long as the clerk waits.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Final

from django.db.models import Count, QuerySet
from django.templatetags.static import static

from shouwen.operation.channels.hall import naming, story
from shouwen.operation.channels.hall.display import spoken
from shouwen.operation.channels.hall.display.spoken import Tongue
from shouwen.operation.channels.hall.models import Hall, Visit
from shouwen.operation.channels.hall.waiting import opening
from shouwen.operation.ledger import clock
from shouwen.operation.ledger.editions import settings_now
from shouwen.standard.setting import Settings
from shouwen.wording import Wording
from shouwen.worktime import Instant

SHOWN: Final = 6
"""Calls on the wall, the latest first: more would have to be too small to be read from 8 metres."""

VOICE: Final = Path(__file__).parents[1] / "static/hall/voice/voice.json"

CLOSED = Wording("营业时间已过", "營業時間已過", "We are closed")
NO_MORE = Wording(
    "今天不再取号，已取号的照常办理", "今天不再取號，已取號的照常辦理", "No more numbers today; who has one is served"
)
FULL = Wording(
    "等候人数已满，请稍后再取号", "等候人數已滿，請稍後再取號", "The hall is full; please take a number a little later"
)


@dataclass(frozen=True, slots=True)
class Call:
    """A number and the counter to which it was called.

    name    of this very call: a number that is called again has another one
    there   whether the customer has come: nobody looks for it any more
    speak   whether it is still to be spoken
    """

    name: str
    number: str
    counter: str
    again: bool
    there: bool
    speak: bool


@dataclass(frozen=True, slots=True)
class Announcement:
    """A call as it is spoken: the sentence for a browser's voice, and the recordings, none where one is lacking."""

    name: str
    speak: bool
    sentences: Mapping[Tongue, str]
    recordings: Mapping[Tongue, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Waiting:
    """A line and how many wait in it."""

    name: Wording
    count: int


@dataclass(frozen=True, slots=True)
class Board:
    """All that a display shows."""

    calls: tuple[Call, ...]
    announcements: tuple[Announcement, ...]
    waiting: tuple[Waiting, ...]
    notices: tuple[Wording, ...]


def board_of(hall: Hall) -> Board:
    """What the displays of this hall show now. Four queries."""
    now, settings = clock.now(), settings_now(hall.pk)
    today = Visit._base_manager.filter(unit=hall.pk, day=opening.day_of(hall.pk, now))
    rows = _called(today, now, settings)
    calls = [_call(row, now, settings) for row in rows]
    phrases = settings.choices("hall.call-phrase")
    return Board(
        calls=tuple(calls[:SHOWN]),
        announcements=tuple(_announced(call, phrases) for call in reversed(calls)),
        waiting=_waiting(hall, today),
        notices=_notices(hall, now, settings),
    )


def _called(today: QuerySet[Visit], now: Instant, settings: Settings) -> list[Visit]:
    """The latest calls, the newest first: as many as are shown, and all that may still be spoken."""
    called = today.filter(called_at__isnull=False).order_by("-called_at", "-sequence")
    fresh = called.filter(called_at__gt=now - settings.seconds("hall.no-show-wait"), state=story.AT_COUNTER)
    rows = {row.pk: row for row in (*called[:SHOWN], *fresh)}
    return sorted(rows.values(), key=lambda row: (row.called_at or 0, row.sequence), reverse=True)


def _call(row: Visit, now: Instant, settings: Settings) -> Call:
    waited_for = row.state == story.AT_COUNTER
    age = now - (row.called_at or 0)
    return Call(
        name=f"{row.number}-{row.called_at}",
        number=row.number,
        counter=row.counter,
        again=row.recalls > 0,
        there=not waited_for,
        speak=waited_for and age < settings.seconds("hall.no-show-wait"),
    )


def _announced(call: Call, phrases: Mapping[str, Wording]) -> Announcement:
    phrase = phrases["again" if call.again and "again" in phrases else "call"]
    slots = {"number": call.number, "counter": call.counter}
    return Announcement(
        name=call.name,
        speak=call.speak,
        sentences={tongue: spoken.sentence(phrase, tongue, **slots) for tongue in spoken.TONGUES},
        recordings={tongue: _recorded(spoken.pieces(phrase, tongue, **slots), tongue) for tongue in spoken.TONGUES},
    )


def _recorded(pieces: list[str], tongue: Tongue) -> tuple[str, ...]:
    """Where each piece is to be fetched; empty where one was not recorded."""
    files = _voice().get(tongue, {})
    return tuple(static(f"hall/voice/{files[piece]}") for piece in pieces) if set(pieces) <= set(files) else ()


@lru_cache(maxsize=1)
def _voice() -> Mapping[str, Mapping[str, str]]:
    """The recordings that tools/voice.py made, by tongue and piece."""
    found: Mapping[str, Mapping[str, str]] = json.loads(VOICE.read_text(encoding="utf-8")) if VOICE.is_file() else {}
    return found


def _waiting(hall: Hall, today: QuerySet[Visit]) -> tuple[Waiting, ...]:
    lines = naming.lines_of(naming.services_of(hall.pk).values())
    counts = dict(today.filter(state=story.WAITING).values_list("line").annotate(Count("pk")).order_by())
    return tuple(Waiting(name, counts.get(line, 0)) for line, name in lines.items())


def _notices(hall: Hall, now: Instant, settings: Settings) -> tuple[Wording, ...]:
    shown = list(settings.choices("hall.display-notices").values())
    if not opening.is_open(hall, now):
        return (CLOSED, *shown)
    if not opening.gives_numbers(hall, now):
        return (NO_MORE, *shown)
    return (FULL, *shown) if opening.is_full(hall) else tuple(shown)
