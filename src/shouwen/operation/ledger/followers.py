"""The book's own followers, and the loop in which they go."""

from __future__ import annotations

import logging
import threading

from django.db import close_old_connections

from shouwen.operation.ledger.customers import CUSTOMERS
from shouwen.operation.ledger.follow import BATCH, Following, follow
from shouwen.operation.ledger.notice import NOTICES
from shouwen.operation.ledger.reactions import REACTIONS
from shouwen.operation.ledger.writing import listen

FOLLOWING: tuple[Following, ...] = (NOTICES, REACTIONS, CUSTOMERS)

TICK = 0.5
"""Seconds between two looks where nobody in this process has written."""

log = logging.getLogger("shouwen.follow")


def turn() -> int:
    """One turn of each follower; how many events the busiest has passed."""
    most = 0
    for following in FOLLOWING:
        try:
            most = max(most, follow(following))
        except Exception:
            log.exception("%s could not go on; it is tried again", following.name)
            close_old_connections()
    return most


def run(stop: threading.Event) -> None:
    """Follows until `stop` is set."""
    woken = threading.Event()
    deaf = listen(woken.set)
    try:
        while not stop.is_set():
            woken.clear()
            if turn() < BATCH:
                woken.wait(TICK)
    finally:
        deaf()
