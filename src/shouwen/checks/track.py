"""A clock that pauses: what it shows along a story, and when it will show a given value.

Rulings 5 to 10 of the meaning of the checks: at each event the clock advances in its old state before the event turns
it; the last of pause, close, resume and re-open decides; pauses do not nest.
"""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from shouwen.checks.columns import NONE, ClockColumn, Flags, Numbers, Small
from shouwen.checks.pattern import Pattern, all_positions
from shouwen.checks.told import Told
from shouwen.events.story import Known
from shouwen.worktime import JUMP, Clock, Instant

RUNS, PAUSED, CLOSED = "runs", "paused", "closed"


@dataclass(frozen=True, slots=True)
class Turns:
    """The words that turn a clock: pause and resume, close and re-open."""

    pause: Pattern | None = None
    resume: Pattern | None = None
    close: Pattern | None = None
    reopen: Pattern | None = None
    key: str = field(init=False, compare=False, default="")

    def __post_init__(self) -> None:
        patterns = (self.pause, self.resume, self.close, self.reopen)
        object.__setattr__(self, "key", repr(patterns) if any(pattern is not None for pattern in patterns) else "")

    def __bool__(self) -> bool:
        return self.key != ""

    def states(self) -> list[tuple[Pattern, str]]:
        """Each pattern with the state it turns to. An event that fulfils several takes the first."""
        pairs = ((self.pause, PAUSED), (self.close, CLOSED), (self.resume, RUNS), (self.reopen, RUNS))
        return [(pattern, state) for pattern, state in pairs if pattern is not None]

    def turned(self, known: Known) -> dict[int, str]:
        """Position in the story → the state that the event there turns the clock to."""
        turned: dict[int, str] = {}
        for pattern, state in reversed(self.states()):
            turned.update(dict.fromkeys(pattern.positions(known), state))
        return turned


class Track(NamedTuple):
    """A paused clock along a story; one entry per event.

    v       what it has counted when the event happens
    w       what the clock under it shows then
    before  its state up to the event; after: its state from the event on
    since   when the state after the event began
    """

    clock: Clock
    v: list[int]
    w: list[int]
    before: list[str]
    after: list[str]
    since: list[Instant]

    def when(self, target: int, last: int, *, settled: bool) -> tuple[bool, Instant | None]:
        """Whether the event at position `last` finds `target` shown, and the instant that shows it.

        If it does not, the instant is when it would be shown if nothing more happened, seen from just before that
        event (settled) or from just after it. None: the clock stands short of it, or no calendar data reach there.
        """
        found = bisect_left(self.v, target, 1, last + 1)
        if found <= last:
            return True, self.clock.when(self.w[found - 1] + target - self.v[found - 1])
        state = self.before[last] if settled else self.after[last]
        return False, None if state != RUNS else self.clock.when(self.w[last] + target - self.v[last])


def track(known: Known, turns: Turns, clock: Clock) -> Track:
    """The track of `turns` on `clock` along a story; made once per story for all checks that share both."""
    key = f"{clock.name} {turns.key}"
    kept = known.kept.get(key)
    if kept is None:
        kept = known.kept[key] = _make(known, turns, clock)
    return kept


def _make(known: Known, turns: Turns, clock: Clock) -> Track:
    turned = turns.turned(known)
    made = Track(clock, [], [], [], [], [])
    state, since, v, earlier, was_dark, before = RUNS, 0, 0, 0, False, 0
    for position, event in enumerate(known.events):
        w = clock.read(event.at)
        if position == 0:
            v = w
        elif state == RUNS:
            # A clock in the dark stands; had it run there, nobody knows how far.
            v += w - earlier + (JUMP if was_dark and event.at > before else 0)
        made.v.append(v)
        made.w.append(w)
        made.before.append(state)
        turn = turned.get(position, state)
        if turn != state:
            state, since = turn, event.at
        made.after.append(state)
        made.since.append(since)
        earlier, was_dark, before = w, clock.dark(event.at), event.at
    return made


STATE_CODES = {RUNS: 0, PAUSED: 1, CLOSED: 2}


class TrackColumns(NamedTuple):
    """The same along many stories: columns of `Track`, the states as codes (STATE_CODES)."""

    clock: ClockColumn
    v: Numbers
    w: Numbers
    before: Small
    after: Small
    since: Numbers

    def when(self, target: Numbers, opened: Numbers, last: Numbers, settled: Flags) -> tuple[Flags, Numbers]:
        """`Track.when` for many occasions: whether the target is shown by the event at `last`, and the instant."""
        reached = self.v[last] >= target
        state = np.where(settled, self.before[last], self.after[last])
        # The first row after the opening that shows the target; all such are looked for at once, by halving.
        low, high = opened[reached] + 1, last[reached]
        aim = target[reached]
        while len(low) and (low < high).any():
            middle = (low + high) // 2
            there = self.v[middle] >= aim
            low, high = np.where(there, low, middle + 1), np.where(there, middle, high)
        shows = self.w[last] + target - self.v[last]
        shows[reached] = self.w[low - 1] + aim - self.v[low - 1]
        due = self.clock.when(shows)
        return reached, np.where(reached | (state == STATE_CODES[RUNS]), due, NONE)


def all_tracks(turns: Turns, clock: Clock, most: int, told: Told) -> TrackColumns:
    """The tracks of all stories, for limits of up to `most`; made once for all checks that share turns and clock."""
    key = f"{clock.name} {turns.key}"
    kept: TrackColumns | None = told.kept.get(key)
    if kept is None or kept.clock.most < most:
        kept = told.kept[key] = _make_all(turns, told.clock(clock, most), told)
    return kept


def _make_all(turns: Turns, clock: ClockColumn, told: Told) -> TrackColumns:
    count = len(told.subject)
    places = np.arange(count)
    begins = np.zeros(count, bool)
    begins[told.first] = True
    first = np.repeat(told.first, told.end - told.first)

    turn = np.full(count, -1, np.int8)
    for pattern, state in reversed(turns.states()):
        turn[all_positions(pattern, told)] = STATE_CODES[state]
    latest = np.maximum.accumulate(np.where(turn >= 0, places, -1)) if count else places
    after = np.where(latest >= first, turn[latest], STATE_CODES[RUNS]).astype(np.int8)
    before = np.where(begins, STATE_CODES[RUNS], _earlier(after)).astype(np.int8)

    w, dark = clock.read(told.happened), clock.dark(told.happened)
    # A clock in the dark stands; had it run there, nobody knows how far.
    unknown = np.where(_earlier(dark) & (told.happened > _earlier(told.happened)), JUMP, 0)
    step = np.where((before == STATE_CODES[RUNS]) & ~begins, w - _earlier(w) + unknown, 0)
    total = np.cumsum(step)
    v = w[first] + total - total[first]

    changed = np.maximum.accumulate(np.where(before != after, places, -1)) if count else places
    since = np.where(changed >= first, told.happened[changed], 0)
    return TrackColumns(clock, v, w, before, after, since)


def _earlier(column: npt.NDArray[Any]) -> npt.NDArray[Any]:
    """Each row's predecessor; the first row's own value for it."""
    return np.concatenate((column[:1], column[:-1]))
