"""Verdict rows as columns: the occasions of one clause over many stories, and what they rest on."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any, get_args

import numpy as np

from shouwen.checks.columns import NONE, Flags, Floats, Numbers, Small
from shouwen.checks.obligation import REASONS, State
from shouwen.checks.told import Told, spread
from shouwen.events.event import GRADES

STATES: tuple[State, ...] = get_args(State)
KEPT, BROKEN, OPEN, NOT_JUDGED = (np.int8(code) for code in range(4))

NO_REASON = np.int8(0)
REASON = {name: np.int8(code) for code, name in enumerate(REASONS, 1)}
"""Codes of reasons; 0 is none."""


_COLUMNS = ("opened", "state", "reason", "settled", "due", "margin", "period", "grade")


@dataclass(frozen=True)
class Stretch:
    """Evidence that stands side by side: for each occasion `those[lo:hi]`."""

    those: Numbers
    lo: Numbers
    hi: Numbers

    def spread(self) -> tuple[Numbers, Numbers]:
        """Number of the occasion, and position of the event, for each piece of evidence."""
        row, place = spread(np.maximum(self.hi - self.lo, 0))
        return row, self.those[self.lo[row] + place]


@dataclass(frozen=True)
class Occasions:
    """One row an occasion, as obligation.Obligation has it; positions are places in `Told`, -1 where there is none.

    It rests on `opened`, on `settled` (unless `settled_aside`), on each of `rests_on`, and on `stretch`.
    `grade` is that of the weakest of them, unless given. Times are NONE and margins NaN where there is none.
    """

    opened: Numbers
    state: Small
    reason: Small
    settled: Numbers
    due: Numbers
    margin: Floats
    period: Numbers
    rests_on: tuple[Numbers, ...] = ()
    stretch: tuple[Stretch, ...] = ()
    settled_aside: bool = False
    grade: Small = field(default_factory=lambda: np.zeros(0, np.int8))

    @property
    def by_periods(self) -> bool:
        """Whether any of them is judged by a period."""
        return bool((self.period != NONE).any())

    def __len__(self) -> int:
        return len(self.opened)

    def where(self, chosen: Flags | Numbers) -> Occasions:
        """Those that are chosen, by a flag for each or by place."""
        return replace(
            self,
            **{name: getattr(self, name)[chosen] for name in _COLUMNS},
            rests_on=tuple(one[chosen] for one in self.rests_on),
            stretch=tuple(Stretch(one.those, one.lo[chosen], one.hi[chosen]) for one in self.stretch),
        )


def occasions(
    told: Told,
    opened: Numbers,
    state: Small,
    reason: Small | np.int8 = NO_REASON,
    *,
    settled: Numbers | None = None,
    due: Numbers | None = None,
    margin: Numbers | Floats | None = None,
    period: Numbers | None = None,
    rests_on: tuple[Numbers, ...] = (),
    stretch: tuple[Stretch, ...] = (),
    settled_aside: bool = False,
    grade: Small | None = None,
) -> Occasions:
    """The columns of `Occasions`, what is left out filled with nothing, and the grade worked out."""
    count = len(opened)
    nowhere = np.full(count, -1, np.int64)
    settled = nowhere if settled is None else settled
    if grade is None:
        grade = told.grade[opened]
        for positions in (*(() if settled_aside else (settled,)), *rests_on):
            grade = _weakest(grade, told, positions)
        for one in stretch:
            row, position = one.spread()
            grade = grade.copy()
            np.minimum.at(grade, row, told.grade[position])
    return Occasions(
        opened=opened,
        state=state.astype(np.int8),
        reason=np.broadcast_to(reason, (count,)).astype(np.int8),
        settled=settled,
        due=np.full(count, NONE, np.int64) if due is None else due,
        margin=np.full(count, np.nan) if margin is None else margin.astype(np.float64),
        period=np.full(count, NONE, np.int64) if period is None else period,
        rests_on=rests_on,
        stretch=stretch,
        settled_aside=settled_aside,
        grade=grade,
    )


def _weakest(grade: Small, told: Told, positions: Numbers) -> Small:
    if not len(told.grade):
        return grade
    return np.minimum(grade, np.where(positions >= 0, told.grade[positions], np.int8(len(GRADES))))


def on_the_spot_columns(
    told: Told,
    here: Numbers,
    state: Small,
    reason: Small | np.int8 = NO_REASON,
    *,
    rests_on: tuple[Numbers, ...] = (),
    margin: Floats | None = None,
) -> Occasions:
    """Occasions that are decided by the event which opens them."""
    return occasions(told, here, state, reason, settled=here, rests_on=rests_on, margin=margin)


def together(all_of: list[Occasions]) -> Occasions:
    """Occasions of several kinds as one. They must rest on nothing but what opened and settled them."""
    assert all(not one.rests_on and not one.stretch and not one.settled_aside for one in all_of)
    columns: dict[str, Any] = {name: np.concatenate([getattr(one, name) for one in all_of]) for name in _COLUMNS}
    return replace(all_of[0], **columns)
