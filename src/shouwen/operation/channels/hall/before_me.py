"""Who is at a clerk's counter, held while something is done with them; a visit in sight, by its name."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from shouwen.fault import Fault
from shouwen.operation.channels.hall import story
from shouwen.operation.channels.hall.models import CounterDay, Visit
from shouwen.operation.ledger.models import Case
from shouwen.operation.ledger.read import case_alone
from shouwen.operation.ledger.writing import writing
from shouwen.operation.people import scope, statements
from shouwen.operation.people.rights import Acting


@contextmanager
def before_me(visit: Visit, by: Acting, *, states: tuple[str, ...] = story.STATES_AT_COUNTER) -> Iterator[Visit]:
    """The visit as it is now, with its case, unit and customer; within, nothing else happens to it.

    Raises Fault("visit-not-at-your-counter") unless it is in one of the states at the counter where `by` works.
    """
    with writing(), scope.everywhere():
        statements.read(Case, "id = %s", [visit.pk], lock=True)
        found = Visit._base_manager.select_related("case__unit", "case__customer__key").get(pk=visit.pk)
        mine = CounterDay._base_manager.filter(unit=found.unit_id, code=found.counter, staff=by.staff)
        if by.staff is None or found.state not in states or not mine.exclude(state="closed").exists():
            raise Fault("visit-not-at-your-counter", number=found.number)
        yield found


def in_sight(subject: str) -> Visit:
    """The visit of this name, with or without its kind. Raises Fault("case-unknown")."""
    case = case_alone(subject if ":" in subject else f"{story.VISIT}:{subject}")
    found = Visit._base_manager.select_related("case").filter(pk=case.pk).first()
    if found is None:
        raise Fault("case-unknown", case=subject[:60])
    return found
