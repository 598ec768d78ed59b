"""Where the manuals' catalogue is met: which clause, setting or empty chapter of the shipped standards says an entry.

An entry is known by the id that the catalogue gives it, such as `hall.time.greet`; a difference between the manuals as
`difference.5.1.9`, a time word without a figure as `time-word.3`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from shouwen.events.vocabulary import nearest
from shouwen.fault import Fault
from shouwen.standard.clause import Chapter, Clause, Standard
from shouwen.standard.layers import PACK, pack_names
from shouwen.standard.reading import Reading, examine
from shouwen.standard.setting import Setting


@dataclass(frozen=True, slots=True)
class Trace:
    """One place where an entry is met: in which pack, and by what. A clause may be one that a setting leaves out."""

    pack: str
    standard: Standard
    by: Clause | Setting | Chapter
    chosen: bool = True


@cache
def shipped() -> tuple[tuple[str, Reading], ...]:
    """The packs that ship, by name, as they are read."""
    return tuple((name, examine(f"{PACK}{name}")) for name in pack_names())


def traces() -> dict[str, list[Trace]]:
    """All entries that the packs that ship meet, by id."""
    found: dict[str, list[Trace]] = {}
    for name, reading in shipped():
        for trace in _own(name, reading):
            for entry in trace.by.covers:
                found.setdefault(entry, []).append(trace)
    return found


def trace(entry: str) -> list[Trace]:
    """Where an entry is met. Raises Fault("entry-not-traced"), with the nearest that are."""
    known = traces()
    if entry not in known:
        raise Fault("entry-not-traced", entry=entry, near=nearest(entry, known))
    return known[entry]


def own_clauses(reading: Reading) -> list[Clause]:
    """The clauses that a pack itself writes or changes, also those that a setting leaves out."""
    standard = reading.standard
    return [clause for clause in (*standard.clauses, *standard.unchosen) if ("clauses", clause.id) in reading.own]


def _own(name: str, reading: Reading) -> Iterator[Trace]:
    standard = reading.standard
    for clause in own_clauses(reading):
        yield Trace(name, standard, clause, clause in standard.clauses)
    for chapter in standard.chapters:
        if ("chapters", chapter.name) in reading.own:
            yield Trace(name, standard, chapter)
    for setting in standard.settings.values():
        if ("settings", setting.name) in reading.own:
            yield Trace(name, standard, setting)
