"""What is owed now: a pure function of the clauses, one subject's whole story, and the time."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from shouwen.checks.every import Every
from shouwen.checks.inspect import Inspect
from shouwen.checks.obligation import Obligation
from shouwen.events.event import kind_of
from shouwen.events.story import Known, Story
from shouwen.standard.clause import Clause
from shouwen.worktime import Instant


@dataclass(frozen=True, slots=True)
class Owed:
    """The obligations of one subject at a time, by clause and then in the order in which they opened.

    `next_change` is the first instant after it when time alone will change one of them or call for a warning.
    """

    obligations: tuple[Obligation, ...]
    next_change: Instant | None


def owed(clauses: Iterable[Clause], story: Story, at: Instant) -> Owed:
    """What the clauses that speak of this kind of subject owe in its story, as it was known at `at`.

    Asked afresh at each event: nothing is carried over, so late and corrected events need nothing special. An occasion
    is judged by the edition that was in force when it opened.
    Raises Fault("story-too-long").
    """
    known = story.known(at)
    kind = kind_of(story.subject)
    obligations: list[Obligation] = []
    openings: list[Instant | None] = []
    for clause in clauses:
        if clause.of == kind:
            rows = clause.check.owe(clause.id, known, at)
            if rows and (clause.since is not None or clause.until is not None):
                rows = _in_force(clause, rows, known)
            obligations += rows
            if isinstance(clause.check, Every | Inspect) and clause.check.recurrence is not None:
                openings.append(clause.check.recurrence.next_opening(known, at))
    changes = [change for obligation in obligations if (change := obligation.next_change(at)) is not None]
    changes += [opening for opening in openings if opening is not None]
    return Owed(tuple(obligations), min(changes, default=None))


def _in_force(clause: Clause, rows: list[Obligation], known: Known) -> list[Obligation]:
    """Those that opened while the clause's edition was in force: with their period, or with their opening event."""
    at_of = {event.id: event.at for event in known.events}
    chosen = []
    for row in rows:
        opened = max(at_of[row.opened_by or 0], row.period or 0)
        if (clause.since is None or opened >= clause.since) and (clause.until is None or opened < clause.until):
            chosen.append(row)
    return chosen
