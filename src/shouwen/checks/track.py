"""A clock that pauses: what it shows along a story, and when it will show a given value.

Rulings 5 to 10 of the meaning of the checks: at each event the clock advances in its old state before the event turns
it; the last of pause, close, resume and re-open decides; pauses do not nest.
"""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass, field
from typing import NamedTuple

from shouwen.checks.pattern import Pattern
from shouwen.checks.preparation import STORY, Preparation, literal
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


def track_table(turns: Turns, clock: Clock, most: int, preparation: Preparation) -> str:
    """The same as a table, shared likewise: the prepared rows with v, off (w - v), state_before, state_after, since.

    The instant that shows a target is when(target + the greatest off of the rows with the greatest v < target).
    `most` is the longest limit that will be read on it. Returns the table's name.
    """
    w, dark, _ = preparation.clock(clock, most)
    unknown = f"CASE WHEN lag({dark}) OVER ({STORY}) AND happened > lag(happened) OVER ({STORY}) THEN {JUMP} ELSE 0 END"
    cases = " ".join(f"WHEN {pattern.sql(preparation)} THEN {literal(state)}" for pattern, state in turns.states())
    before = preparation.dialect.before("turn", "turn IS NOT NULL")
    so_far = f"OVER ({STORY} ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW)"
    return preparation.track(
        f"{clock.name} {turns.key}",
        f"""
        WITH turned AS (SELECT *, CASE {cases} END AS turn FROM {preparation.told}),
        held AS (SELECT *, coalesce({before}, '{RUNS}') AS state_before FROM turned),
        stepped AS (
            SELECT *, coalesce(turn, state_before) AS state_after,
                CASE WHEN state_before = '{RUNS}' THEN {w} - lag({w}, 1, {w}) OVER ({STORY}) + {unknown} ELSE 0 END
                    AS step
            FROM held),
        summed AS (
            SELECT *,
                first_value({w}) {so_far} + sum(step) {so_far} AS v,
                max(CASE WHEN state_before <> state_after THEN happened END) {so_far} AS since
            FROM stepped)
        SELECT *, {w} - v AS off FROM summed""",
    )
