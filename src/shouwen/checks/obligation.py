"""What is owed, until when, met or broken: the row that both readings of a check give."""

from __future__ import annotations

from typing import Literal, NamedTuple

from shouwen.worktime import Instant

State = Literal["kept", "broken", "open", "not_judged"]


class Obligation(NamedTuple):
    """One occasion on which a clause was owed, as it stood at a time. Never typed in: always worked out.

    clause      id of the clause
    subject     whose story it is judged on, "kind:id"
    opened_by   id of the event that opened it
    period      start of the period that is judged, where a clause counts by periods
    state       kept, broken, open, or not judged
    reason      why it is not judged, why its due time is not known, or what was wrong
    due         the last second at which it can be kept; None where there is none or it is not known
    settled_by  id of the event that decided it
    margin      what was left when it was decided, in the clause's own measure (seconds of its clock, closings,
                percentage points, units); negative: overdrawn; None: not known
    evidence    ids of the events it rests on, ascending
    grade       grade of the weakest of them, as its place in `events.event.GRADES`
    warn        when to warn the person who can still keep it (live only)
    """

    clause: str
    subject: str
    opened_by: int | None
    period: Instant | None
    state: State
    reason: str | None
    due: Instant | None
    settled_by: int | None
    margin: float | None
    evidence: tuple[int, ...]
    grade: int
    warn: Instant | None = None

    @property
    def key(self) -> tuple[str, str, int | None, Instant | None]:
        """What makes it this obligation and no other."""
        return self.clause, self.subject, self.opened_by, self.period

    def next_change(self, at: Instant) -> Instant | None:
        """The first instant after `at` when time alone changes the answer or calls for a warning; None if never."""
        if self.state != "open":
            return None
        times = [self.warn, None if self.due is None else self.due + 1]
        return min((time for time in times if time is not None and time > at), default=None)


COLUMNS = Obligation._fields[:-1]
"""The columns of a verdict row, in order; `warn` belongs to the live reading alone."""

REASONS = (
    "paused",  # the clock stands, so the due time is not known
    "calendar",  # a year without calendar data lies in the way
    "closed",  # the case closed before the due time
    "ended",  # the relation ended inside the period
    "dropped",  # the procedure was given up for a reason the clause accepts
    "no-time",  # the event does not hold the time it is to be judged by
    "not-measured",  # the field that would show it is not filled
    "not-observed",  # nobody looked
    "too-few",  # fewer occurrences than the clause asks for before it judges
    "missing",  # broken: something required was not done
    "out-of-order",  # broken: done, but not in the order asked for
)
