"""A hall's day is closed: who was left over in it, and the counters.

Who waits, was set aside or did not come has given the number up, for the reason that the hall closed. Who was done, or
only came in, has left, though nobody saw it: of the weakest grade, so that no verdict which rests on it counts as
measured. Counters close. Who is at a counter stays there unless that is asked for; then they have given it up.

Closing again does nothing, and two who close at once do it once: whoever is left is held, looked at once more, and then
something is said of them.
"""

from __future__ import annotations

from collections import Counter as Count
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.db.models import Q

from shouwen.fault import Fault
from shouwen.operation.channels.hall import counters, story
from shouwen.operation.channels.hall.models import CounterDay, Visit
from shouwen.operation.channels.hall.waiting import queue
from shouwen.operation.ledger.act import Act, act_many
from shouwen.operation.ledger.models import Case
from shouwen.operation.people import statements
from shouwen.operation.people.models import Unit
from shouwen.operation.people.rights import Acting

AT_ONCE = 50
"""Visits that end in one transaction: few enough that nobody waits long for the hall meanwhile."""

GIVE_UP = (story.WAITING, story.ASIDE, story.MISSED, story.AT_COUNTER)
"""The states in which somebody has a number that was not yet served."""


@dataclass(frozen=True, slots=True)
class LeftOver:
    """Who is in the hall still, in the order in which they came, and its counters that are not closed."""

    visits: tuple[Visit, ...]
    counters: tuple[CounterDay, ...]

    def of(self, *states: str) -> tuple[Visit, ...]:
        """Those in one of these states."""
        return tuple(visit for visit in self.visits if visit.state in states)

    @property
    def nothing(self) -> bool:
        """Whether nobody is there and every counter is closed."""
        return not self.visits and not self.counters


@dataclass(frozen=True, slots=True)
class Closed:
    """What closing did: numbers given up, visits that ended unseen, services broken off, counters closed."""

    given_up: int = 0
    left: int = 0
    broken_off: int = 0
    counters: int = 0

    @property
    def nothing(self) -> bool:
        """Whether there was nothing to do."""
        return not (self.given_up or self.left or self.broken_off or self.counters)


def left_over(unit: int) -> LeftOver:
    """What is left of the hall's day, and of days before it."""
    here = ~Q(state__in=[story.DONE, story.GONE]) | Q(state=story.DONE)
    visits = Visit._base_manager.filter(here, unit=unit).select_related("case").order_by("pk")
    days = CounterDay._base_manager.filter(unit=unit).exclude(state="closed").select_related("staff", "case")
    return LeftOver(tuple(visits), tuple(days.order_by("code")))


def by_hand(breaks_off: Iterable[str] = ()) -> Callable[[Visit], bool]:
    """Which visits end when somebody closes the day: all but those at a counter that are not named in `breaks_off`."""
    named = frozenset(breaks_off)
    return lambda visit: visit.state not in story.STATES_AT_COUNTER or visit.case.subject in named


def close_day(
    unit: Unit,
    *,
    by: Acting,
    ends: Callable[[Visit], bool],
    shuts: Callable[[CounterDay], bool] = lambda _day: True,
    grade: str | None = None,
) -> Closed:
    """Closes the hall's day. 1. Each visit for which `ends` holds ends. 2. Each counter for which `shuts` holds and at
    which nobody is closes.

    grade  of what is said; None: that of `by`. What the standard does not let `by` say is left as it is.
    Raises Fault("hall-unknown").
    """
    found, said = [visit for visit in left_over(unit.pk).visits if ends(visit)], Count[str]()
    for begin in range(0, len(found), AT_ONCE):
        some = found[begin : begin + AT_ONCE]
        with queue.holding(unit.pk):
            acts = [act for visit in _held(some) if ends(visit) for act in _end(visit, by=by, grade=grade)]
            said.update(_said(acts))
    shut = _shut(unit, by=by, shuts=shuts, grade=grade)
    return Closed(said[story.ABANDONED], said[story.LEFT], said[story.GIVEN_UP], shut)


def _said(acts: list[Act]) -> list[str]:
    """Says it; the words of what was not refused."""
    results = act_many(acts, refusals=True)
    return [act.word for act, result in zip(acts, results, strict=True) if not isinstance(result, Fault)]


def _held(visits: Iterable[Visit]) -> list[Visit]:
    """The visits as they are now; from here on nothing else happens to them."""
    keys = [visit.pk for visit in visits]
    cases = statements.read(Case, f"id IN ({statements.marks(keys)})", keys, order="id", lock=True)
    rows = {row.pk: row for row in Visit._base_manager.filter(pk__in=keys)}
    for case in cases:
        rows[case.pk].case = case
    return [rows[case.pk] for case in cases]


def _end(visit: Visit, *, by: Acting, grade: str | None) -> list[Act]:
    """What ends this visit."""
    if visit.state == story.GONE:
        return []
    about, left = (visit.case,), counters.left_unseen(visit.case, by=by, noticed_by=story.BY_CLOSING)
    if visit.state in GIVE_UP:
        return [Act(about=about, word=story.ABANDONED, by=by, data={"reason": story.BY_CLOSING}, grade=grade)]
    if visit.state == story.SERVED:
        data = {"service": visit.service, "reason": story.BY_CLOSING}
        return [Act(about=about, word=story.GIVEN_UP, by=by, data=data, grade=grade), left]
    return [left]


def _shut(unit: Unit, *, by: Acting, shuts: Callable[[CounterDay], bool], grade: str | None) -> int:
    """Closes the counters at which nobody is; how many there were."""
    if not any(shuts(day) for day in left_over(unit.pk).counters):
        return 0
    with queue.holding(unit.pk):
        days = [day for day in left_over(unit.pk).counters if shuts(day) and counters.visit_at(day) is None]
        return len(_said([Act(about=(day.case,), word=story.SHUT, by=by, grade=grade) for day in days]))
