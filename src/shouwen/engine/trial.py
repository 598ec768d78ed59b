"""A standard's examples tried: whether each story comes to what the clause says of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime

from shouwen.engine.live import owed
from shouwen.events.event import Event
from shouwen.events.story import Story
from shouwen.fault import Fault
from shouwen.standard.clause import Clause, Example, Standard
from shouwen.standard.examples import examples_of, instant, tell


def tried(standard: Standard, clause: Clause, place: str) -> Iterator[Fault]:
    """The clause's examples that do not come out as it says: `kept`, all of it; `broken`, once; `silent`, nothing owed.

    They are judged on 1 December of the year after, so that nothing is open any more.
    """
    for example in examples_of(clause):
        try:
            story = told(standard, clause, example)
        except Fault as fault:
            yield fault.at(f"{place} examples {example.way}")
            continue
        year = datetime.fromtimestamp(max((event.at for event in story), default=0), UTC).year + 1
        rows = owed([clause], Story(f"{clause.of}:1", story), instant(f"{year}-12-01 00:00", standard.zone.name))
        states = Counter(row.state for row in rows.obligations)
        others = states.total() - states["kept"]
        wrong = {
            "kept": not states["kept"] or others > 0,
            "broken": states["broken"] != 1 or others > 1,
            "silent": states.total() > 0,
        }
        if wrong[example.way]:
            found = ", ".join(f"{state} {count}" for state, count in states.items()) or "-"
            yield Fault("example-not-so", place=f"{place} examples", way=example.way, found=found)


def told(standard: Standard, clause: Clause, example: Example) -> list[Event]:
    """The example's events, on the subject number 1. Raises Fault where they are not what the vocabulary knows."""
    story = tell(example.story, zone=standard.zone.name, subject=f"{clause.of}:1")
    for event in story:
        standard.vocabulary.check(event)
    return story
