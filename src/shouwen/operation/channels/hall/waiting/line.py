"""Who is next. Pure: the places of those who wait, and the rule by which priority passes.

Every service belongs to a line, every counter serves some lines. Within what a counter serves, whoever has waited
longest is next; a priority ticket may pass earlier ordinary ones, but none of them is passed by more than `most` later
priority tickets. How often one has been passed is counted and never stored: it is the number of priority tickets with
later places that were called by a counter that serves its line.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import NamedTuple

from shouwen.worktime import Instant


class Place(NamedTuple):
    """Where somebody stands: since when they wait; then the order in which numbers were given."""

    since: Instant
    sequence: int


class Waiting(NamedTuple):
    """Somebody who waits. `key` is the caller's own name for them."""

    place: Place
    key: int
    line: str
    priority: bool


def waits_since(taken: Instant, *, entered: Instant | None = None, due: Instant | None = None) -> Instant:
    """When waiting began: at the earliest of the arrival, the number, and an appointment that was due."""
    return min(at for at in (taken, entered, due) if at is not None)


def next_of(heads: Iterable[Waiting], *, passed: Callable[[Waiting], int], most: int) -> Waiting | None:
    """Who is called next by a counter; None where nobody waits.

    heads   of each line that the counter serves, the first ordinary and the first priority ticket
    passed  how many later priority tickets have passed this ordinary one, at counters that serve its line
    most    how many may

    Of an ordinary ticket behind another of its line no more have passed: it is enough to ask the first of each.
    """
    ordinary = sorted(one for one in heads if not one.priority)
    priority = min((one for one in heads if one.priority), default=None)
    if priority is None or not ordinary:
        return priority or (ordinary[0] if ordinary else None)
    waiting_longer = [one for one in ordinary if one.place < priority.place]
    if all(passed(one) < most for one in waiting_longer):
        return priority
    return ordinary[0]
