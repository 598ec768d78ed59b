"""The line as the tables have it: who is next at a counter, who waits before whom. line.py has the rule."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from django.db.models import Q

from shouwen.fault import Fault
from shouwen.operation.channels.hall.models import Hall, Visit
from shouwen.operation.channels.hall.waiting import opening
from shouwen.operation.channels.hall.waiting.line import Place, Waiting, next_of
from shouwen.operation.ledger import clock
from shouwen.operation.ledger.editions import settings_now
from shouwen.operation.ledger.writing import writing
from shouwen.operation.people import scope, statements
from shouwen.worktime import Instant


@contextmanager
def holding(unit: int) -> Iterator[Hall]:
    """Within, nobody else gives a number, calls, or moves anybody in this hall's line.

    Raises Fault("hall-unknown") where the unit is no hall.
    """
    with writing(), scope.everywhere():
        for hall in statements.read(Hall, "unit_id = %s", [unit], lock=True):
            yield hall
            return
        raise Fault("hall-unknown")


def next_at(unit: int, lines: Iterable[str]) -> int | None:
    """The key of the visit that a counter serving these lines calls next; None where nobody waits in them."""
    day = opening.day_of(unit, clock.now())
    heads = [
        Waiting(Place(since, sequence), key, line, priority)
        for line in lines
        for priority, first in ((False, _FIRST_ORDINARY), (True, _FIRST_PRIORITY))
        for since, sequence, key in statements.ask(first, [unit, line, day])
    ]
    found = next_of(
        heads,
        passed=lambda one: passed(unit, one.place, one.line),
        most=settings_now(unit).whole("hall.priority-pass"),
    )
    return None if found is None else found.key


def passed(unit: int, place: Place, line: str) -> int:
    """How many later priority tickets counters that serve the line have called."""
    called = statements.ask(_CALLED_LATER, [unit, place.since, place.since, place.sequence])
    return sum(line in json.loads(lines) for (lines,) in called)


def ahead(visit: Visit) -> int:
    """How many who wait in the same line are before this one, were nobody to pass."""
    if visit.since is None:
        return 0
    before = Q(since__lt=visit.since) | Q(since=visit.since, sequence__lt=visit.sequence)
    return opening.waiting(visit.unit_id).filter(before, line=visit.line).count()


def last_serial(unit: int, day: str, prefix: str) -> int:
    """The last number of the day with this prefix; 0 where none was given."""
    return int(statements.ask(_LAST_SERIAL, [unit, day, prefix])[0][0] or 0)


def last_given(unit: int, day: str) -> tuple[int, Instant]:
    """The order of the last number given on that day, of whatever prefix, and when; zeros where none was."""
    sequence, at = next(iter(statements.ask(_LAST_GIVEN, [unit, day])), (0, 0))
    return sequence, at or 0


# As the tables' partial indexes have their conditions: word for word, or SQLite does not use them.
_FIRST = """SELECT since, sequence, case_id FROM hall_visit
WHERE unit_id = %s AND line = %s AND day = %s AND state = 'waiting' AND {} ORDER BY since, sequence LIMIT 1"""
_FIRST_ORDINARY = _FIRST.format("priority = ''")
_FIRST_PRIORITY = _FIRST.format("NOT (priority = '')")
_CALLED_LATER = """SELECT CAST(lines AS text) FROM hall_visit WHERE unit_id = %s AND called_at IS NOT NULL
AND NOT (priority = '') AND (since > %s OR (since = %s AND sequence > %s))"""
_LAST_SERIAL = "SELECT MAX(serial) FROM hall_visit WHERE unit_id = %s AND day = %s AND prefix = %s AND NOT (day = '')"
_LAST_GIVEN = """SELECT sequence, taken_at FROM hall_visit WHERE unit_id = %s AND day = %s
ORDER BY sequence DESC LIMIT 1"""
