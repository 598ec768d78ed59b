"""Sealing the log: blocks of events, chained by hash, so that `verify.py` finds whatever was changed or removed later.

An event is sealed as the UTF-8 of a JSON object with sorted keys, no spaces, and whole numbers written as such:

    {"about": […], "at": …, "by": "…", "correction": …, "corrects": …, "data": {…}, "grade": "…", "id": …,
     "noted_at": …, "site": "<code of the unit>", "word": "…"}

That is all that a check, a page or an export reads of it. Its place in the stream (`transaction`) is not part of what
happened, and is another one in a restored database; `once` only tells repeated requests apart. A block's hash is

    SHA-256( "shouwen block 1\\n" · hash of the block before (32 bytes, 0 for the first) · sealed_at (8 bytes)
             · for each event its number (8 bytes) and the SHA-256 of its text (32 bytes) )

with whole numbers in big-endian order. Who keeps the last block's hash elsewhere (on paper, with another authority) can
prove later that nothing before it was changed, even by somebody who may write to every table and seals anew.
"""

from __future__ import annotations

import hashlib
import json
import logging
import struct
import threading
from collections.abc import Mapping, Sequence
from typing import Any

from django.db import close_old_connections, connection

from shouwen.operation.ledger import clock, models
from shouwen.operation.ledger.position import Position
from shouwen.operation.ledger.stories import code_of
from shouwen.operation.ledger.stream_reading import BEFORE_ALL, beyond
from shouwen.operation.ledger.writing import writing
from shouwen.operation.people import scope

BLOCK = 1_000
"""Events of a block at the most."""

AGE = 60
"""Seconds after which an event is sealed, in however small a block."""

TICK = 5.0
FIRST = bytes(32)
"""What stands for the hash before the first block."""

COLUMNS = (
    "id", "about", "word", "at", "noted_at", "unit_id", "by", "grade", "data", "corrects_id", "correction",
)  # fmt: skip
"""What `digest` takes, in this order."""

_text = json.JSONEncoder(sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode
log = logging.getLogger("shouwen.seal")


def digest(row: Sequence[Any]) -> bytes:
    """The SHA-256 of an event, given as its COLUMNS."""
    number, about, word, at, noted_at, unit, by, grade, data, corrects, correction = row
    said = {
        "about": about,
        "at": at,
        "by": by,
        "correction": None if correction is None else _plain(correction),
        "corrects": corrects,
        "data": _plain(data),
        "grade": grade,
        "id": number,
        "noted_at": noted_at,
        "site": code_of(unit),
        "word": word,
    }
    return hashlib.sha256(_text(said).encode()).digest()


def block_hash(previous: bytes, sealed_at: int, numbers: Sequence[int], digests: bytes) -> bytes:
    """The hash of a block. `digests`: 32 bytes for each of the numbers."""
    summed = hashlib.sha256(b"shouwen block 1\n" + previous + struct.pack(">q", sealed_at))
    for place, number in enumerate(numbers):
        summed.update(struct.pack(">q", number) + digests[32 * place : 32 * place + 32])
    return summed.digest()


def seal_once() -> int:
    """Seals the next block, if it is full or its first event is `AGE` seconds old; how many events it holds."""
    with scope.everywhere():
        last = _last()
        rows = list(beyond(_end_of(last)).values_list(*COLUMNS, "transaction")[:BLOCK])
        now = clock.now()
        if not rows or (len(rows) < BLOCK and rows[0][4] > now - AGE):
            return 0
        digests = b"".join(digest(row[:-1]) for row in rows)
        numbers = [row[0] for row in rows]
        previous = FIRST if last is None else bytes(last.hash)
        with writing():
            if not _alone() or _last() != last:
                return 0  # another process seals
            models.Seal.objects.create(
                previous=previous,
                hash=block_hash(previous, now, numbers, digests),
                events=numbers,
                digests=digests,
                transaction=rows[-1][-1],
                event=numbers[-1],
                sealed_at=now,
            )
        return len(rows)


def run(stop: threading.Event) -> None:
    """Seals until `stop` is set."""
    while not stop.is_set():
        sealed = 0
        try:
            sealed = seal_once()
        except Exception:
            log.exception("sealing failed; it is tried again")
            close_old_connections()
        if sealed < BLOCK:
            stop.wait(TICK)


def _last() -> models.Seal | None:
    return models.Seal.objects.order_by("-pk").defer("events", "digests").first()


def _end_of(seal: models.Seal | None) -> Position:
    return BEFORE_ALL if seal is None else Position(seal.transaction, seal.event)


def _alone() -> bool:
    """Whether no other process seals just now; it stays so until the transaction ends."""
    models.Follower.objects.get_or_create(name="seal")
    rows = models.Follower.objects.select_for_update(skip_locked=connection.features.has_select_for_update_skip_locked)
    return rows.filter(pk="seal").exists()


def _plain(data: Mapping[str, Any]) -> dict[str, Any]:
    """The same with 2.0 as 2: a database may give back either."""
    return {name: _whole(value) for name, value in data.items()}


def _whole(value: Any) -> Any:
    if isinstance(value, float) and value.is_integer():
        return int(value)
    return _plain(value) if isinstance(value, dict) else value
