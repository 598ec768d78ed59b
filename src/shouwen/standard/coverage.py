"""Which clauses can be judged with the rooms there are: what tells of them, and how well it is known.

A room is a part of the product that notes what happens. Its file `told.yaml` says which words it says, and at which
grades of evidence. A clause can be judged where, of each event that it needs, a room says one of the words; its grade
is then that of the weakest of them, each at its best. Another system may report any word besides: that is no room.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, get_args

from shouwen.checks.check import Check
from shouwen.checks.pattern import Pattern
from shouwen.checks.steps import Steps
from shouwen.events.event import GRADES, RANK
from shouwen.fault import Fault
from shouwen.standard.clause import Clause
from shouwen.standard.finding import patterns
from shouwen.standard.layers import load_text
from shouwen.standard.page import Part, read_page
from shouwen.wording import Wording

TOLD = "told.yaml"
NEEDED = ("after", "then", "first", "from", "to", "what", "on", "of", "count")
"""The events without which a check cannot be judged; what pauses, closes or lifts it may never come."""

State = Literal["judged", "guided", "unseen", "words"]
STATES: tuple[State, ...] = get_args(State)
STATE_LABELS: Mapping[State, Wording] = {
    "judged": Wording("可评判", "可評判", "judged"),
    "guided": Wording("只提示，不评判", "只提示，不評判", "shown, not judged"),
    "unseen": Wording("还没有环节记录", "還沒有環節記錄", "no room tells of it yet"),
    "words": Wording("要有通话或录音文字", "要有通話或錄音文字", "needs transcripts"),
}
"""
judged   rooms say all that it needs
guided   its wording is shown at the moment that a room knows; whether it is said, only a transcript can tell
unseen   some event that it needs is said by no room
words    it is about what is said, at no moment that a room knows
"""


@dataclass(frozen=True, slots=True)
class Room:
    """A room: its name, and the grades at which it says each of its words, the best first."""

    name: str
    label: Wording
    told: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Covered:
    """What there is for one clause.

    rooms    those that say a word which it needs
    grade    how well it can be known at best; None where it cannot be judged
    lacking  the words of events that no room says
    """

    clause: Clause
    state: State
    grade: str | None
    rooms: tuple[Room, ...]
    lacking: tuple[str, ...]


def load_rooms(folder: Path) -> tuple[Room, ...]:
    """The rooms below a folder, each by its file `told.yaml`. Raises Fault, with file and line."""
    return tuple(_room(path) for path in sorted(folder.rglob(TOLD)))


def _room(path: Path) -> Room:
    part = Part(read_page(load_text(path), place=str(path)), str(path), shape="room: …")
    name, label, told = part.text("room"), part.wording("label"), {}
    for word, given in part.parts("tells"):
        grades = tuple(given) if isinstance(given, list) else (given,)
        for grade in grades:
            if grade not in RANK:
                raise Fault("grade-unknown", place=f"{part.place} {word}", grade=grade, grades=", ".join(GRADES))
        told[word] = tuple(sorted(grades, key=lambda grade: -RANK[grade]))
    part.done()
    return Room(name, label, told)


def coverage(clauses: Iterable[Clause], rooms: Sequence[Room]) -> list[Covered]:
    """What the rooms can tell of each clause."""
    return [covered(clause, rooms) for clause in clauses]


def covered(clause: Clause, rooms: Sequence[Room]) -> Covered:
    """What the rooms can tell of one clause."""
    needed = list(_needed(clause.check))
    best = {word: _best(word, rooms) for pattern in needed for word in pattern.words}
    lacking = [pattern for pattern in needed if not any(best[word] for word in pattern.words)]
    telling = tuple(room for room in rooms if any(word in room.told for word in best))
    words = tuple(dict.fromkeys(word for pattern in lacking for word in pattern.words))
    if "owe" not in clause.check.readings:
        return Covered(clause, "guided" if needed and not lacking else "words", None, telling, words)
    if lacking:
        return Covered(clause, "unseen", None, telling, words)
    grades = [
        max((grade for word in pattern.words if (grade := best[word])), key=RANK.__getitem__) for pattern in needed
    ]
    return Covered(clause, "judged", min(grades, key=RANK.__getitem__), telling, ())


def _needed(check: Check) -> Iterator[Pattern]:
    if isinstance(check, Steps):
        yield from (check.start, check.end, *(step.last for step in check.steps if step.required))
        return
    yield from (pattern for key, pattern in patterns(check) if key in NEEDED)


def _best(word: str, rooms: Sequence[Room]) -> str | None:
    """The best grade at which any of the rooms says the word."""
    grades = [room.told[word][0] for room in rooms if word in room.told]
    return max(grades, key=RANK.__getitem__, default=None)


@dataclass(frozen=True, slots=True)
class Sum:
    """How many clauses there are under a name; in how many each state and, of those judged, each grade holds."""

    name: str
    clauses: int
    states: Mapping[State, int]
    grades: Mapping[str, int]


def by_domain(clause: Clause) -> set[str]:
    """The domains of the catalogue's entries that a clause says, such as `hall`; "" where it says none of them."""
    return {name.split(".")[0] for name in (*clause.covers, *clause.part_of)} or {""}


def by_manual(clause: Clause) -> set[str]:
    """The manuals that ask for a clause; "" where none does."""
    return {source.manual for source in clause.sources} or {""}


def sums(found: Iterable[Covered], by: Callable[[Clause], set[str]]) -> list[Sum]:
    """The sums under each name, by name. A clause that has two names counts under each."""
    under: dict[str, list[Covered]] = {}
    for one in found:
        for name in by(one.clause):
            under.setdefault(name, []).append(one)
    return [summed(name, under[name]) for name in sorted(under)]


def summed(name: str, found: Iterable[Covered]) -> Sum:
    """The sums of all."""
    every = list(found)
    states = Counter(one.state for one in every)
    grades = Counter(one.grade for one in every if one.grade is not None)
    return Sum(
        name,
        len(every),
        {state: states[state] for state in STATES},
        {grade: grades[grade] for grade in reversed(GRADES)},
    )
