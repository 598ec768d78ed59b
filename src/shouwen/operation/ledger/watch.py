"""The watch: one plain loop over what has come due. It looks again at each case whose answer time alone changes.

What is found broken or due soon is noticed through the same door, stamped with the second it was due. Several watches
may run: a case that another one holds is passed over and taken at the next turn. A standard, a calendar or the
holidays that changed are worked through in the same way: every case that is open, or owes something, and was last
worked out under an earlier revision.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable

from django.db import close_old_connections
from django.db.models import Q

from shouwen.operation.ledger import clock, editions, models
from shouwen.operation.ledger.batch import Batch
from shouwen.operation.ledger.holding import hold_free
from shouwen.operation.ledger.writing import writing
from shouwen.operation.people import scope

TICK = 0.25
"""Seconds between two looks when nothing was due."""

AT_ONCE = 100
"""Cases that are looked at in one transaction: few enough that nobody waits long for a case they hold."""

PUT_OFF = 600
"""Seconds until a case that could not be worked out is tried again."""

log = logging.getLogger("shouwen.watch")


def look_once() -> int:
    """Looks again at the cases that have come due, at most `AT_ONCE`; how many there were."""
    return _look(Q(next_change__lte=clock.now()), order="next_change")


def catch_up() -> int:
    """Looks again at cases last worked out under an earlier revision, at most `AT_ONCE`; how many there were.

    Those that are closed and owe nothing are not among them (owing.SETTLED): what was judged is not judged anew.
    """
    number = editions.revision()
    return _look(Q(revision__lt=number), order="revision") if number else 0


def _look(which: Q, *, order: str) -> int:
    numbers: list[int] = []
    try:
        with writing(), scope.everywhere():
            found = hold_free(models.Case.objects.filter(which).order_by(order)[:AT_ONCE])
            numbers = [case.pk for case in found.cases]
            if numbers:
                Batch(cases=found.cases, origins=found.origins).look()
    except Exception:
        if not numbers:
            raise
        log.exception("a case among %d could not be worked out; each is looked at by itself", len(numbers))
        for number in numbers:
            _look_at_one(number)
    return len(numbers)


def _look_at_one(number: int) -> None:
    """Looks at one case; one that cannot be worked out is put off, so that it holds up no other."""
    try:
        with writing(), scope.everywhere():
            found = hold_free(models.Case.objects.filter(pk=number))
            Batch(cases=found.cases, origins=found.origins).look()
    except Exception:
        log.exception("case %d cannot be worked out; it is tried again in %d seconds", number, PUT_OFF)
        later = models.Case._base_manager.filter(pk=number)
        later.update(next_change=clock.now() + PUT_OFF, revision=editions.revision())


def run(stop: threading.Event, *, after: Callable[[int], None] = lambda _looked: None) -> None:
    """Looks until `stop` is set. What fails is logged and tried again: the watch itself does not end."""
    while not stop.is_set():
        looked = 0
        try:
            looked = look_once() or catch_up()
        except Exception:
            log.exception("looking at what has come due failed; it is tried again")
            close_old_connections()
            stop.wait(1)
        after(looked)
        if looked < AT_ONCE:
            stop.wait(TICK)
