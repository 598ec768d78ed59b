"""A clause as its layers leave it → the clause. Each of its faults is told, not only the first."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import cast, get_args

from shouwen.events.event import GRADES
from shouwen.events.vocabulary import nearest
from shouwen.fault import Fault
from shouwen.standard.check_reading import read_check
from shouwen.standard.clause import (
    Answerable,
    Chapter,
    Choice,
    Clause,
    Example,
    Person,
    Role,
    Severity,
    Way,
)
from shouwen.standard.event_reading import Context
from shouwen.standard.layers import ClauseEntry
from shouwen.standard.page import Part
from shouwen.standard.section_reading import read_sources
from shouwen.standard.setting import Settings, said_kind
from shouwen.standard.setting_reading import filled_in
from shouwen.wording import Wording
from shouwen.worktime import Instant

CLAUSE_KEYS = (
    "id", "of", "chapter", "if", "says", "severity", "weight", "answerable", "evidence", "guard", "when", "covers",
    "part_of", "source", "check", "examples",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Around:
    """What clauses may name besides events, and from when until when they are in force."""

    severities: Mapping[str, Severity]
    chapters: Mapping[str, Chapter]
    roles: Mapping[str, Role]
    settings: Settings
    since: Instant | None = None
    until: Instant | None = None


def read_clause(entry: ClauseEntry, context: Context, around: Around) -> Clause | None:
    """The clause; None where it has faults, which are added to the context's."""
    faults = context.faults
    before = faults.count
    try:
        part = Part(entry.data, entry.place, shape="{id: …, of: …, says: …, check: {…}}")
        name = part.text("id")
    except Fault as fault:
        faults.add(fault)
        return None
    home = f"{entry.place} clause {name}"
    places = {key: f"{place} clause {name}" for key, place in entry.places.items()}
    part.moved(home, places)
    kind = faults.attempt(lambda: _kind(part), "case")
    says = faults.attempt(lambda: part.wording("says"), Wording.of(name))
    severity = faults.attempt(lambda: _severity(part, around), None)
    guards = faults.attempt(lambda: part.flag("guard"), False)
    when = part.take("when")
    sources = faults.attempt(lambda: read_sources(part), ())
    chapter = faults.attempt(lambda: _chapter(part, around), "")
    weight = faults.attempt(lambda: part.weight(severity.weight if severity else 1), 1)
    answerable = faults.attempt(lambda: _answerable(part, around), Answerable())
    evidence = faults.attempt(lambda: _evidence(part), ())
    covers = faults.attempt(lambda: part.texts("covers"), ())
    part_of = faults.attempt(lambda: part.texts("part_of"), ())
    choices = faults.attempt(lambda: _choices(part, around.settings), ())
    examples = faults.attempt(lambda: _examples(part), ())
    data = faults.attempt(lambda: part.need("check"), None)
    for unknown in part.unknown():
        faults.add(unknown)
    here = places.get("check", home)
    data, when = faults.attempt(lambda: filled_in([data, when], around.settings, here), (None, None))
    check = faults.attempt(lambda: read_check(data, when, context, here), None) if data is not None else None
    if check is not None and guards and "guard" not in check.readings:
        faults.add(Fault("clause-cannot-guard", place=places.get("guard", here), kind=check.name))
    if check is None or faults.count > before:
        return None
    return Clause(
        id=name, of=kind, says=says, check=check, severity=severity.name if severity else "", guards=guards,
        sources=sources, chapter=chapter, weight=weight, answerable=answerable, evidence=evidence, covers=covers,
        part_of=part_of, choices=choices, examples=examples, since=around.since, until=around.until,
    )  # fmt: skip


def known_role(role: str, roles: Mapping[str, Role], place: str) -> None:
    """Where the standard names its roles, this must be one. Raises Fault("role-unknown")."""
    if roles and role not in roles:
        raise Fault("role-unknown", place=place, role=role, near=nearest(role, roles))


def is_chosen(clause: Clause, settings: Settings) -> bool:
    """Whether the settings make the clause one of the standard."""
    return all(settings[choice.setting].written in choice.values for choice in clause.choices)


def _kind(part: Part) -> str:
    kind = part.text("of", "case")
    if not kind.isidentifier():
        raise Fault("clause-of", place=part.place, kind=kind)
    return kind


def _severity(part: Part, around: Around) -> Severity | None:
    name = part.text("severity", "")
    if not name:
        return None
    if name not in around.severities:
        known = ", ".join(sorted(around.severities)) or "-"
        raise Fault("severity-unknown", place=part.place, severity=name, severities=known)
    return around.severities[name]


def _chapter(part: Part, around: Around) -> str:
    name = part.text("chapter", "")
    if name and name not in around.chapters:
        raise Fault("chapter-unknown", place=part.place, chapter=name, near=nearest(name, around.chapters))
    return name


def _answerable(part: Part, around: Around) -> Answerable:
    given = part.take("answerable")
    if given is None:
        return Answerable()
    if isinstance(given, str):
        given = {"role": given}
    own = Part(given, f"{part.place} answerable", shape="answerable: {role: …, person: settled}")
    role, person = own.text("role"), own.one_of("person", ("settled", "opened"), "settled")
    own.done()
    known_role(role, around.roles, part.place)
    return Answerable(role, cast(Person, person))


def _evidence(part: Part) -> tuple[str, ...]:
    grades = part.texts("evidence")
    for grade in grades:
        if grade not in GRADES:
            raise Fault("grade-unknown", place=part.place, grade=grade, grades=", ".join(GRADES))
    return grades


def _choices(part: Part, settings: Settings) -> tuple[Choice, ...]:
    found = []
    for name, given in part.parts("if"):
        if name not in settings:
            raise Fault("setting-unknown", place=part.place, setting=name, near=nearest(name, settings))
        values = tuple(given) if isinstance(given, list) else (given,)
        if any(type(value) is not type(settings[name].written) for value in values):
            kind = said_kind(settings[name].value)
            raise Fault("choice-kind", place=part.place, setting=name, kind=kind, given=str(given)[:40])
        found.append(Choice(name, values))
    return tuple(found)


def _examples(part: Part) -> tuple[Example, ...]:
    own = Part(part.take("examples", {}), f"{part.place} examples", shape="{kept: …, broken: …, silent: …}")
    found = [Example(way, own.text(way, "")) for way in get_args(Way)]
    own.done()
    return tuple(example for example in found if example.story)
