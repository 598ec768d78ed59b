"""What tests of the book ask it, again and again."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from shouwen.operation.ledger import words
from shouwen.operation.ledger.models import Case, Event, Obligation
from shouwen.operation.ledger.watch import catch_up, look_once


def owed(case: Case, clause: str = "") -> list[Any]:
    """(clause, state, due) of what the book says a case owes; of one clause only (state, due)."""
    rows = Obligation._base_manager.filter(case=case).order_by("clause", "opened_by", "period")
    if clause:
        return [(row.state, row.due) for row in rows if row.clause == clause]
    return [(row.clause, row.state, row.due) for row in rows]


def story(case: Case) -> list[str]:
    """The words of a case's story, notices left out, as they were noted."""
    rows = Event._base_manager.filter(told__case=case).exclude(word__in=words.NOTICES).order_by("id")
    return [row.word for row in rows]


def notices(case: Case, clause: str) -> list[tuple[str, int]]:
    """(word, at) of the notices of a clause in a case's story."""
    rows = Event._base_manager.filter(told__case=case, word__in=words.NOTICES).order_by("id")
    return [(row.word.removeprefix("obligation."), row.at) for row in rows if row.data["clause"] == clause]


def fresh(case: Case) -> Case:
    """The case as the book has it now."""
    return Case._base_manager.get(pk=case.pk)


def watched() -> int:
    """Lets the watch look until nothing is left to look at; at how many cases it looked."""
    looked = 0
    while now := look_once() or catch_up():
        looked += now
        assert looked < 100_000, "the watch does not come to an end"
    return looked


def numbers(rows: Sequence[Event]) -> list[int]:
    return [row.pk for row in rows]
