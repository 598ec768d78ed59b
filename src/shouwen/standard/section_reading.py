"""What a standard's file declares around its clauses, section by section. Faults are gathered, and reading goes on."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path

from shouwen.calendar_reading import Zone
from shouwen.checks.limit import read_limit
from shouwen.fault import Fault
from shouwen.standard.clause import Chapter, Occasion, Place, Role, Severity
from shouwen.standard.faults import Faults
from shouwen.standard.layers import Entry, load_text
from shouwen.standard.page import Part, Written
from shouwen.standard.source import Source
from shouwen.wording import Wording
from shouwen.worktime import Calendar, Holidays, Instant, holidays_of, read_holidays

_EPOCH = date(1970, 1, 1)


def read_calendars(entries: Mapping[str, Entry], renamed: Mapping[str, str], faults: Faults) -> dict[str, Calendar]:
    """The calendars by the names that the file gives them; `renamed` is what they are to be called instead."""
    calendars = {}
    for called, entry in entries.items():
        folder = entry.layer.folder

        def holidays(name: str, folder: Path = folder) -> Holidays:
            if not name.endswith((".yaml", ".yml")):
                return holidays_of(name)
            return read_holidays(load_text(folder / name), place=str(folder / name))

        with faults.catching():
            if not isinstance(entry.data, Mapping):
                shape = "calendars: {name: {zone: …}}"
                raise Fault("page-not-a-mapping", place=entry.place, given=str(entry.data)[:40], shape=shape)
            place = f"{entry.place} calendar {called}"
            calendars[called] = Calendar.of(renamed.get(called, called), entry.data, place=place, holidays=holidays)
        if called not in calendars:
            faults.broken("calendar", called)
    return calendars


def read_units(entries: Mapping[str, Entry], faults: Faults) -> dict[str, int]:
    """The standard's own units, in seconds."""
    units = {}
    for unit, entry in entries.items():
        units[unit] = 1  # stands in for a length that has a fault, so that only the fault itself is told
        with faults.catching():
            units[unit] = read_limit(entry.data, place=f"{entry.place} unit {unit}", calendar=None).amount
    return units


def read_severities(entries: Mapping[str, Entry], faults: Faults) -> dict[str, Severity]:
    """The scale, the mildest first."""
    severities = {}
    for name, entry in entries.items():
        severity = Severity(name, Wording.of(name))
        with faults.catching():
            whole = isinstance(entry.data, Mapping) and ("label" in entry.data or "weight" in entry.data)
            data = entry.data if whole else {"label": entry.data}
            part = Part(data, f"{entry.place} severity {name}", shape="{label: …, weight: …}")
            severity = Severity(name, part.wording("label"), part.weight(1))
            part.done()
        severities[name] = severity
    return severities


def read_chapters(entries: Mapping[str, Entry], faults: Faults) -> dict[str, Chapter]:
    """The chapters, in order."""
    chapters = {}
    for name, entry in entries.items():
        if not isinstance(entry.data, Mapping) or "label" not in entry.data:
            chapters[name] = Chapter(name, _label(name, entry, "chapter", faults))
            continue
        chapters[name] = Chapter(name, Wording.of(name))
        with faults.catching():
            part = Part(entry.data, f"{entry.place} chapter {name}", shape="{label: …, empty: true}")
            label, empty = part.wording("label"), part.flag("empty")
            chapters[name] = Chapter(name, label, empty, part.texts("covers"), read_sources(part))
            part.done()
    return chapters


def read_roles(entries: Mapping[str, Entry], faults: Faults) -> dict[str, Role]:
    """The roles."""
    return {name: Role(name, _label(name, entry, "role", faults)) for name, entry in entries.items()}


def read_places(entries: Mapping[str, Entry], faults: Faults) -> dict[str, Place]:
    """The places."""
    return {name: Place(name, _label(name, entry, "place", faults)) for name, entry in entries.items()}


def read_occasions(entries: Mapping[str, Entry], faults: Faults) -> dict[str, Occasion]:
    """The occasions."""
    return {name: Occasion(name, _label(name, entry, "occasion", faults)) for name, entry in entries.items()}


def read_sources(part: Part) -> tuple[Source, ...]:
    """What stands under `source`. Raises Fault."""
    sources = []
    for source in part.items("source"):
        own = Part(source, f"{part.place} source", shape="{manual: …, section: …}")
        section = own.take("section", "")
        sources.append(Source(own.text("manual"), section.text if isinstance(section, Written) else str(section)))
        own.done()
    return tuple(sources)


def _label(name: str, entry: Entry, kind: str, faults: Faults) -> Wording:
    part = Part({"label": entry.data}, f"{entry.place} {kind} {name}", shape="")
    return faults.attempt(lambda: part.wording("label"), Wording.of(name))


def read_in_force(part: Part, zone: Zone) -> tuple[Instant | None, Instant | None]:
    """First second, and first second after it (None: open); the dates are those of the zone. Raises Fault."""
    given = part.take("in_force")
    if given is None:
        return None, None
    own = Part(given, f"{part.place} in_force", shape="in_force: {from: 2026-01-01, until: 2027-01-01}")
    since, until = _midnight(own, "from", zone), _midnight(own, "until", zone)
    own.done()
    if since is not None and until is not None and since >= until:
        raise Fault("in-force-empty", place=own.place)
    return since, until


def _midnight(part: Part, key: str, zone: Zone) -> Instant | None:
    given = part.take(key)
    if given is None:
        return None
    try:
        day = date.fromisoformat(given) if isinstance(given, str) else given
    except ValueError:
        day = None
    if not isinstance(day, date) or isinstance(day, datetime):
        raise Fault("in-force-date", place=part.place, key=key, given=str(given)[:40])
    return zone.instant((day - _EPOCH).days * 86400)
