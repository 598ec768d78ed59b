"""The row of what a hall keeps: as it is now, held while something happens to it, or as an earlier asking left it."""

from __future__ import annotations

from typing import TypeVar

from shouwen.events.event import Event as Told
from shouwen.fault import Fault
from shouwen.operation.channels.hall.models import Facility, Items
from shouwen.operation.ledger.models import Case, Event
from shouwen.operation.people import statements

Row = TypeVar("Row", Items, Facility)


def row_of(table: type[Row], key: int) -> Row:
    """The row as it is now."""
    return table._base_manager.select_related("case", "unit").get(pk=key)


def held(row: Row) -> Row:
    """The row as it is now; nothing else happens to it until this transaction ends."""
    statements.read(Case, "id = %s", [row.pk], lock=True)
    return row_of(type(row), row.pk)


def left_by(table: type[Row], event: Event | Told, word: str) -> Row:
    """What came of this very asking before. Raises Fault("api-once-differs") where it was another one."""
    found = table._base_manager.select_related("case", "unit").filter(case__subject=event.about[0]).first()
    if event.word != word or found is None:
        raise Fault("api-once-differs", word=event.word, case=event.about[0])
    return found
