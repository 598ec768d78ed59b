"""Where the manuals' catalogue is met: which clause, setting or empty chapter of the shipped standards says an entry.

An entry is known by the id that the catalogue gives it, such as `hall.time.greet`; a difference between the manuals as
`difference.5.1.9`, a time word without a figure as `time-word.3`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache

from shouwen.events.vocabulary import nearest
from shouwen.fault import Fault
from shouwen.standard.clause import Chapter, Clause, Standard
from shouwen.standard.layers import PACK, pack_names
from shouwen.standard.reading import Reading, examine
from shouwen.standard.setting import Setting


@dataclass(frozen=True, slots=True)
class Trace:
    """One place where an entry is met: in which pack, and by what. A clause may be one that a setting leaves out.

    further  it says a further part of the entry, which another clause covers
    """

    pack: str
    standard: Standard
    by: Clause | Setting | Chapter
    chosen: bool = True
    further: bool = False


@cache
def shipped() -> tuple[tuple[str, Reading], ...]:
    """The packs that ship, by name, as they are read."""
    return tuple((name, examine(f"{PACK}{name}")) for name in pack_names())


def traces() -> dict[str, list[Trace]]:
    """All entries that the packs that ship meet, by id; first what covers them, then what says a further part."""
    found: dict[str, list[Trace]] = {}
    further: list[tuple[str, Trace]] = []
    for name, reading in shipped():
        for trace in _own(name, reading):
            met = trace.by.covers
            if isinstance(trace.by, Clause):
                more = (*trace.by.part_of, *(met if trace.further else ()))
                further += [(entry, replace(trace, further=True)) for entry in more]
                met = () if trace.further else met
            for entry in met:
                found.setdefault(entry, []).append(trace)
    for entry, trace in further:
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
    standard, below = reading.standard, _below(reading)
    for clause in own_clauses(reading):  # what a layer only changes is the clause below it
        yield Trace(name, standard, clause, clause in standard.clauses, further=clause.id in below)
    for chapter in standard.chapters:
        if ("chapters", chapter.name) in reading.own:
            yield Trace(name, standard, chapter)
    for setting in standard.settings.values():
        if ("settings", setting.name) in reading.own:
            yield Trace(name, standard, setting)


def _below(reading: Reading) -> set[str]:
    """The ids of the clauses that the packs below have."""
    packs = dict(shipped())
    held = (packs[name.removeprefix(PACK)].standard for name in reading.builds_on)
    return {clause.id for standard in held for clause in (*standard.clauses, *standard.unchosen)}
