"""How long somebody is likely to wait. Pure: no database, no clock.

Whoever waits is called when a counter of their line has become free once more often than there are people before them.
How long a counter is taken by one customer is known from those it served lately. From the mean and the spread of these
follows a range into which at least eight of ten waits should fall. Where too little is known there is no range: none is
better than a guess.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from math import ceil, sqrt
from typing import Final, NamedTuple

from shouwen.worktime import Instant

ENOUGH: Final = 8
"""Customers who must have been served lately before anything is said."""

BREAK: Final = 180
"""Seconds between two customers beyond which the counter was not free for the next one: it stood still."""

_OF_ALL: Final = 4  # customers of all services that weigh as much as what is known of the one in question
_SPREADS: Final = 1.28  # of a normal distribution: eight of ten lie within as many standard deviations
_FINE, _COARSE, _FINE_UP_TO = 60, 300, 20 * 60  # seconds: what is said in whole minutes, and what in fives


class Served(NamedTuple):
    """One customer at one counter on one day. `since`: from when on they had waited."""

    day: str
    counter: str
    since: Instant
    called_at: Instant
    ended_at: Instant
    service: str
    priority: bool


@dataclass(frozen=True, slots=True)
class Pace:
    """How long customers lately took a counter, in seconds.

    known     how many these were
    mean      of all; `variance`: about the mean of their services
    services  the mean by service, drawn towards the mean of all where few are known
    priority  the share of priority tickets
    """

    known: int
    mean: float
    variance: float
    services: Mapping[str, float] = field(default_factory=dict)
    priority: float = 0.0

    def of(self, service: str) -> float:
        """The mean of a service; of all, where it was not asked for lately."""
        return self.services.get(service, self.mean)


class Range(NamedTuple):
    """From how many to how many seconds."""

    least: int
    most: int


def pace(served: Iterable[Served]) -> Pace | None:
    """What those served lately tell; None where they are too few."""
    took: dict[str, list[float]] = defaultdict(list)
    ordered = sorted(served, key=lambda one: (one.day, one.counter, one.called_at))
    for one, following in zip(ordered, [*ordered[1:], None], strict=False):
        took[one.service].append(_taken(one, following))
    known = len(ordered)
    if known < ENOUGH:
        return None
    mean = sum(map(sum, took.values())) / known
    services = {name: (sum(times) + _OF_ALL * mean) / (len(times) + _OF_ALL) for name, times in took.items()}
    squares = sum((time - services[name]) ** 2 for name, times in took.items() for time in times)
    return Pace(known, mean, squares / (known - 1), services, sum(one.priority for one in ordered) / known)


def _taken(one: Served, following: Served | None) -> int:
    """How long the counter was taken: until the next call where somebody waited for it, else until the end."""
    end = one.ended_at
    if following is not None and (following.day, following.counter) == (one.day, one.counter):
        waited_for_it = following.since <= end <= following.called_at
        if waited_for_it and following.called_at - end <= BREAK:
            end = following.called_at
    return max(0, end - one.called_at)


def wait(
    pace: Pace, before: Sequence[tuple[str, float]], *, counters: int, free: int = 0, passing: float = 0.0
) -> Range:
    """How long it is likely to take until a call, counted from now.

    before    service → how many of those who are called before want it; parts of one, where they may go elsewhere
    counters  that serve the line and are open, at least one; `free`: of these, with nobody at them
    passing   how many with priority are expected to come and be called before
    """
    ahead = sum(count for _service, count in before) + passing
    if ahead < free:
        return said(0, _FINE)
    mean = (sum(count * pace.of(service) for service, count in before) + (passing + 1) * pace.mean) / (ahead + 1)
    turns = ahead - free + 1  # how often a counter must become free; the first time it is on average half done
    middle = (turns - 0.5) * mean / counters
    unsure = turns * pace.variance / counters**2 + (mean / counters) ** 2 / 3 + middle**2 * _doubt(pace)
    return said(middle - _SPREADS * sqrt(unsure), middle + _SPREADS * sqrt(unsure))


def said(least: float, most: float) -> Range:
    """A range as it is told: in whole minutes, of long ones in fives, never from and to the same."""
    step = _COARSE if most > _FINE_UP_TO else _FINE
    begin = int(max(0.0, least) // step) * step
    return Range(begin, max(ceil(most / step) * step, begin + step))


def _doubt(pace: Pace) -> float:
    """The squared relative error of a mean of so few."""
    return pace.variance / pace.mean**2 / pace.known if pace.mean else 0.0
