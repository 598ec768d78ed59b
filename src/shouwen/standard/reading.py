"""A standard's file, with the layers it builds on → the standard. A fault names file, line and clause, and the cure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from shouwen.events.vocabulary import nearest
from shouwen.fault import Fault
from shouwen.standard.clause import Clause, Standard
from shouwen.standard.clause_reading import Around, is_chosen, read_clause
from shouwen.standard.event_reading import Context
from shouwen.standard.faults import Faults
from shouwen.standard.layers import (
    ClauseEntry,
    Entry,
    Layer,
    clause_entries,
    highest,
    layers_of,
    layers_of_text,
    section,
)
from shouwen.standard.page import Part, lacking, place_in
from shouwen.standard.section_reading import (
    read_calendars,
    read_chapters,
    read_in_force,
    read_occasions,
    read_places,
    read_roles,
    read_severities,
    read_units,
)
from shouwen.standard.setting_reading import lacking_in, named_in, read_settings
from shouwen.standard.word_reading import read_vocabulary
from shouwen.wording import Language, Wording
from shouwen.worktime import Calendar, zone_of

FILE_KEYS = (
    "standard", "title", "edition", "in_force", "builds_on", "calendar", "calendars", "units", "severities", "chapters",
    "roles", "places", "occasions", "facts", "words", "log", "notices", "settings", "removes", "changes", "clauses",
)  # fmt: skip

SECTIONS = (
    "calendars", "units", "severities", "chapters", "roles", "places", "occasions", "facts", "words", "settings",
)  # fmt: skip
"""The sections whose entries a layer inherits by name."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What became of a file.

    standard  what could be read of it
    faults    all that could not
    places    by clause id: file, line and clause
    own       by section and name: the place of what the file itself declares, not the layers below it
    lacking   by section and name: the languages in which a clause or setting of the file itself is not worded
    written   how many clauses there are, also those with faults, which `standard` lacks
    builds_on the files it builds on, as it names them
    """

    standard: Standard
    faults: tuple[Fault, ...]
    places: Mapping[str, str]
    own: Mapping[tuple[str, str], str]
    lacking: Mapping[tuple[str, str], tuple[Language, ...]]
    written: int
    builds_on: tuple[str, ...] = ()


def load_standard(path: str | Path) -> Standard:
    """The standard in a file, or in `pack:NAME`. Raises Fault: the first there is."""
    return _sound(examine(path))


def read_standard(text: str, *, place: str, folder: Path | None = None) -> Standard:
    """The standard that a text writes; files that it names are looked for in `folder`. Raises Fault: the first."""
    return _sound(read_layers(layers_of_text(text, place=place, folder=folder or Path())))


def examine(path: str | Path, *, renamed: Mapping[str, str] = MappingProxyType({})) -> Reading:
    """The standard in a file with all its faults. Raises Fault where a file cannot be read as a page at all.

    `renamed` gives calendars other names than the file does: two editions may each have their own.
    """
    return read_layers(layers_of(path), renamed=renamed)


def load_log_section(path: str | Path) -> object:
    """The section of a standard that says how another system's log says it; None if no layer has one."""
    found = highest(layers_of(path), "log")
    return None if found is None else found.data


def read_layers(layers: tuple[Layer, ...], *, renamed: Mapping[str, str] = MappingProxyType({})) -> Reading:
    """The standard that the layers make together, and all their faults.

    `renamed` gives calendars other names than the layers do: two editions may each have their own.
    """
    faults, top = Faults(), layers[-1]
    part = Part(top.page, top.place, shape="standard: …")
    name = faults.attempt(lambda: part.text("standard"), "")
    title = faults.attempt(lambda: part.wording("title", name), Wording.of(name))
    edition = faults.attempt(lambda: part.text("edition", ""), "")
    sections = {key: section(layers, key, faults) for key in SECTIONS}
    calendars = read_calendars(sections["calendars"], renamed, faults)
    units = read_units(sections["units"], faults)
    severities = read_severities(sections["severities"], faults)
    chapters, roles = read_chapters(sections["chapters"], faults), read_roles(sections["roles"], faults)
    places, occasions = read_places(sections["places"], faults), read_occasions(sections["occasions"], faults)
    vocabulary = read_vocabulary(sections["facts"], sections["words"], roles, faults)
    default = _default_calendar(layers, calendars, faults)
    zone = calendars[default].zone if default in calendars else zone_of("UTC")
    since, until = faults.attempt(lambda: read_in_force(part, zone), (None, None))
    notice_hours = _notice_hours(layers, calendars, faults)
    settings = read_settings(layers, calendars.get(default or ""), units, faults)
    _unknown_keys(layers, faults)
    before = faults.count
    entries = clause_entries(layers, faults)
    words_alone = bool(sections["words"]) and not any("clauses" in layer.page for layer in layers)
    if not entries and faults.count == before and not words_alone:  # words alone are there to be built on
        faults.add(Fault("standard-without-clauses", place=top.place))
    named: dict[str, Mapping[str, object]] = {"roles": roles, "places": places, "occasions": occasions}
    context = Context(vocabulary, calendars, default, units, faults, named)
    around = Around(severities, chapters, roles, settings, since, until)
    own = {
        (key, one): entry.place for key, held in sections.items() for one, entry in held.items() if entry.layer is top
    }
    clauses: list[Clause] = []
    unchosen: list[Clause] = []
    standing: dict[str, str] = {}
    missing = {
        ("settings", one): lacking_in(entry.data)
        for one, entry in sections["settings"].items()
        if entry.layer is top and one in settings and lacking_in(entry.data)
    }
    for entry in entries:
        told = len(faults.found)
        clause = read_clause(entry, context, around)
        if clause is None:
            faults.found[told:] = [_blamed(fault, entry, sections, layers) for fault in faults.found[told:]]
            continue
        changed = next((place for place in entry.places.values() if place.startswith(f"{top.place}:")), None)
        standing[clause.id] = f"{changed or entry.place} clause {clause.id}"
        (clauses if is_chosen(clause, settings) else unchosen).append(clause)
        if entry.layer is top or changed:
            own["clauses", clause.id] = standing[clause.id]
        if entry.layer is top and lacking(entry.data["says"]):
            missing["clauses", clause.id] = lacking(entry.data["says"])
    below = top.page.get("builds_on") or []
    builds_on = tuple(below) if isinstance(below, list) else (str(below),)
    standard = Standard(
        name, title, vocabulary, calendars, tuple(severities.values()), tuple(clauses), edition, since, until,
        tuple(chapters.values()), tuple(roles.values()), default if default in calendars else None,
        notice_hours, settings, tuple(places.values()), tuple(occasions.values()), tuple(unchosen),
    )  # fmt: skip
    return Reading(standard, tuple(faults.found), standing, own, missing, len(entries), builds_on)


def _default_calendar(layers: tuple[Layer, ...], calendars: Mapping[str, Calendar], faults: Faults) -> str | None:
    """The name of the calendar that counts where a check names none."""
    entry = highest(layers, "calendar")
    if entry is None:
        return None
    name = str(entry.data)
    if not isinstance(entry.data, str) or name not in calendars:
        near = nearest(name, calendars)
        faults.add(Fault("calendar-not-declared", place=entry.place, calendar=name, near=near))
        faults.broken("calendar", name)
    return name


def _notice_hours(layers: tuple[Layer, ...], calendars: Mapping[str, Calendar], faults: Faults) -> str | None:
    """The name of the calendar in whose hours notices may be sent to people."""
    entry = highest(layers, "notices")
    if entry is None:
        return None
    with faults.catching():
        part = Part(entry.data, entry.place, shape="notices: {hours: CALENDAR}")
        name = part.text("hours")
        place = part.place
        part.done()
        if name in calendars:
            return name
        raise Fault("calendar-not-declared", place=place, calendar=name, near=nearest(name, calendars))
    return None


def _unknown_keys(layers: tuple[Layer, ...], faults: Faults) -> None:
    for layer in layers:
        for key in (key for key in layer.page if key not in FILE_KEYS):
            near = nearest(key, dict.fromkeys(FILE_KEYS))
            faults.add(Fault("page-key-unknown", place=place_in(layer.page, key, layer.place), key=key, near=near))


def _sound(reading: Reading) -> Standard:
    for fault in reading.faults:
        raise fault
    return reading.standard


def _blamed(
    fault: Fault, entry: ClauseEntry, sections: Mapping[str, Mapping[str, Entry]], layers: tuple[Layer, ...]
) -> Fault:
    """The fault of a clause; where a layer above it declares its word, fact or setting anew, seen from there."""
    ranks = {id(layer): rank for rank, layer in enumerate(layers)}
    spoken_of = [("words", fault.slots.get("word")), ("facts", fault.slots.get("field"))]
    for key, name in [*spoken_of, *(("settings", name) for name in named_in(entry.data))]:
        declared = sections[key].get(str(name))
        if declared is not None and not entry.places and ranks[id(declared.layer)] > ranks[id(entry.layer)]:
            return fault.at(f"{declared.place} {key.removesuffix('s')} {name}")
    return fault
