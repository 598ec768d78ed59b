"""A standard's file → the standard. A fault names file, line and clause, and the cure."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any, cast

from shouwen.checks.limit import read_limit
from shouwen.events.vocabulary import KINDS, OWN_FIELDS, Field, Kind, Vocabulary, Word
from shouwen.fault import Fault
from shouwen.standard.check_reading import Context, read_check
from shouwen.standard.clause import Clause, Severity, Source, Standard
from shouwen.standard.page import Part, Written, place_in, place_of, read_page
from shouwen.worktime import Calendar, Holidays, holidays_of, read_holidays


def load_standard(path: Path) -> Standard:
    """The standard in a file. Raises Fault."""
    return read_standard(load_text(path), place=str(path), folder=path.parent)


def load_text(path: Path) -> str:
    """A text file. Raises Fault("file-unreadable" | "file-not-text")."""
    try:
        return path.read_text(encoding="utf-8")
    except OSError as error:
        raise Fault("file-unreadable", place=str(path), why=error.strerror or "") from None
    except UnicodeDecodeError:
        raise Fault("file-not-text", place=str(path)) from None


def read_standard(text: str, *, place: str, folder: Path | None = None) -> Standard:
    """The standard that a text writes; holiday files that it names are looked for in `folder`. Raises Fault."""
    page = read_page(text, place=place)
    part = Part(page, place, shape="standard: …")
    name, title = part.text("standard"), part.wording("title", page.get("standard", ""))

    def holidays(called: str) -> Holidays:
        if not called.endswith((".yaml", ".yml")):
            return holidays_of(called)
        file = (folder or Path()) / called
        return read_holidays(load_text(file), place=str(file))

    calendars = {
        called: Calendar.of(
            called, _mapping(data, place), place=f"{place_of(data, place)} calendar {called}", holidays=holidays
        )
        for called, data in part.parts("calendars")
    }
    lengths = page.get("units")
    units = {
        unit: read_limit(length, place=f"{place_in(lengths, unit, place)} unit {unit}", calendar=None).amount
        for unit, length in part.parts("units")
    }
    severities = tuple(
        _severity(called, label, place_in(page.get("severities"), called, place))
        for called, label in part.parts("severities")
    )
    default = part.take("calendar")
    context = Context(_vocabulary(part, page, place), calendars, default, units)
    if default is not None:
        context.calendar_of(Part({}, place_in(page, "calendar", place), shape=""))
    part.take("log")  # how another system's log says it: events/formats/heard.py reads it
    listed, here = part.take("clauses", []), place_in(page, "clauses", place)
    part.done()
    if not isinstance(listed, list) or not listed:
        raise Fault("standard-without-clauses", place=place)
    clauses: dict[str, Clause] = {}
    for data in listed:
        clause = _clause(
            data, context, {severity.name for severity in severities}, place if isinstance(data, Mapping) else here
        )
        if clause.id in clauses:
            raise Fault("clause-twice", place=place_of(data, place), clause=clause.id)
        clauses[clause.id] = clause
    return Standard(name, title, context.vocabulary, calendars, severities, tuple(clauses.values()))


def load_log_section(path: Path) -> object:
    """The section of a standard's file that says how another system's log says it; None if it has none."""
    return read_page(load_text(path), place=str(path)).get("log")


def _clause(data: object, context: Context, severities: set[str], place: str) -> Clause:
    here = place_of(data, place)
    part = Part(data, here, shape="{id: …, of: …, says: …, check: {…}}")
    name = part.text("id")
    part.place = here = f"{here} clause {name}"
    kind = part.text("of", "case")
    if not kind.isidentifier():
        raise Fault("clause-of", place=here, kind=kind)
    says, severity, guards, when = (
        part.wording("says"),
        part.text("severity", ""),
        part.flag("guard"),
        part.take("when"),
    )
    if severity and severity not in severities:
        raise Fault("severity-unknown", place=here, severity=severity, severities=", ".join(sorted(severities)) or "-")
    sources = []
    for source in part.items("source"):
        own = Part(source, f"{here} source", shape="{manual: …, section: …}")
        sources.append(Source(own.text("manual"), _section(own.take("section", ""))))
        own.done()
    check = read_check(part.need("check"), when, context, here)
    part.done()
    if guards and "guard" not in check.readings:
        raise Fault("clause-cannot-guard", place=here, kind=check.name)
    return Clause(name, kind, says, check, severity, guards, tuple(sources))


def _severity(name: str, label: object, place: str) -> Severity:
    return Severity(name, Part({"label": label}, f"{place} severity {name}", shape="").wording("label"))


def _section(value: object) -> str:
    return value.text if isinstance(value, Written) else str(value)


def _vocabulary(part: Part, page: Mapping[str, Any], place: str) -> Vocabulary:
    facts = _fields(part.parts("facts"), f"{place_in(page, 'facts', place)} facts")
    declared = {}
    for name, data in part.parts("words"):
        here = f"{place_in(page.get('words'), name, place)} word {name}"
        own = Part(data or {}, here, shape="{label: …, fields: {…}}")
        label, fields = own.wording("label", name), _fields(own.parts("fields"), here)
        declared[name] = Word(name, label, fields, own.texts("may"), own.texts("heard_as"))
        own.done()
        for field in fields:
            if field in facts:
                raise Fault("field-is-a-fact", place=here, field=field)
    return Vocabulary(declared, facts)


def _fields(entries: Any, place: str) -> dict[str, Field]:
    fields = {}
    for name, data in entries:
        if name in OWN_FIELDS:
            raise Fault("field-reserved", place=place, word=place, field=name)
        own = Part(
            {"kind": data} if isinstance(data, str) else data, f"{place} field {name}", shape="{kind: …, label: …}"
        )
        kind = cast(Kind, own.one_of("kind", KINDS))
        fields[name] = Field(name, kind, own.wording("label", name))
        own.done()
    return fields


def _mapping(data: object, place: str) -> Mapping[str, object]:
    if not isinstance(data, Mapping):
        raise Fault("page-not-a-mapping", place=place, given=str(data)[:40], shape="calendars: {name: {zone: …}}")
    return data
