"""Several editions of one standard → one standard that holds the clauses of all, each with the time of its edition."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path
from types import MappingProxyType
from typing import TypeVar

from shouwen.events.vocabulary import Field, Vocabulary, Word
from shouwen.fault import Fault
from shouwen.standard.clause import Chapter, Occasion, Place, Role, Severity, Standard
from shouwen.standard.layers import Layer, layers_of
from shouwen.standard.reading import load_standard, read_layers
from shouwen.standard.setting import Setting, said_kind, same_kind
from shouwen.worktime import Calendar, Instant

_EVER = 2**60
Named = TypeVar("Named", Chapter, Role, Severity, Place, Occasion)


@dataclass(frozen=True, slots=True)
class Written:
    """One edition as it is written: its layers, and when it is in force, where that is settled outside them."""

    place: str
    layers: tuple[Layer, ...]
    times: tuple[Instant | None, Instant | None] | None = None


def load_editions(paths: Sequence[str | Path]) -> Standard:
    """The editions in some files of the same standard, as one (`unite`). Raises Fault."""
    if len(paths) == 1:
        return load_standard(paths[0])
    return unite([Written(str(path), layers_of(path)) for path in paths])


def unite(editions: Sequence[Written]) -> Standard:
    """Several editions of one standard as one: all clauses, oldest edition first, and all words.

    A clause's id may repeat, once in each edition: what tells the clauses apart is id and `since`. Where a word, a
    chapter, a role or a severity differs, the newest edition says how it is called. A calendar that differs from the
    newest edition's of that name goes by its name and its edition's (`hall@2025`).
    Raises Fault, also where two editions are in force at the same time.
    """
    read = sorted(((edition, _read(edition)) for edition in editions), key=lambda one: _begin(one[1]))
    newest = read[-1][1]
    for edition, standard in read:
        if standard.name != newest.name:
            raise Fault("editions-other-standard", place=edition.place, name=standard.name, other=newest.name)
    for (earlier, first), (later, second) in pairwise(read):
        if _end(first) > _begin(second):
            raise Fault("editions-overlap", place=later.place, other=earlier.place)
    calendars: dict[str, Calendar] = dict(newest.calendars)
    standards = []
    for number, (edition, standard) in enumerate(read):
        renamed = {
            name: f"{name}@{standard.edition or number + 1}"
            for name, calendar in standard.calendars.items()
            if newest.calendars.get(name, calendar) != calendar
        }
        one = _read(edition, renamed) if renamed else standard
        calendars |= {renamed.get(name, name): calendar for name, calendar in one.calendars.items()}
        standards.append(one)
    _settings(read)
    return replace(
        newest,
        vocabulary=_vocabulary([(one.place, standard) for (one, _), standard in zip(read, standards, strict=True)]),
        calendars=calendars,
        severities=_united(standard.severities for standard in reversed(standards)),
        chapters=_united(standard.chapters for standard in reversed(standards)),
        roles=_united(standard.roles for standard in reversed(standards)),
        places=_united(standard.places for standard in reversed(standards)),
        occasions=_united(standard.occasions for standard in reversed(standards)),
        clauses=tuple(clause for standard in standards for clause in standard.clauses),
        unchosen=tuple(clause for standard in standards for clause in standard.unchosen),
        since=standards[0].since,
    )


def _read(edition: Written, renamed: Mapping[str, str] = MappingProxyType({})) -> Standard:
    reading = read_layers(edition.layers, renamed=renamed)
    for fault in reading.faults:
        raise fault
    if edition.times is None:
        return reading.standard
    since, until = edition.times
    clauses = tuple(replace(clause, since=since, until=until) for clause in reading.standard.clauses)
    return replace(reading.standard, since=since, until=until, clauses=clauses)


def _begin(standard: Standard) -> Instant:
    return -_EVER if standard.since is None else standard.since


def _end(standard: Standard) -> Instant:
    return _EVER if standard.until is None else standard.until


def _vocabulary(editions: Sequence[tuple[str, Standard]]) -> Vocabulary:
    """All words and facts. A name means the same kind of field in every edition. Raises Fault."""
    words: dict[str, Word] = {}
    facts: dict[str, Field] = {}
    for place, standard in editions:
        facts = _fields(facts, standard.vocabulary.facts, "facts", place)
        for name, word in standard.vocabulary.words.items():
            known = words.get(name, word)
            heard = tuple(dict.fromkeys((*known.heard_as, *word.heard_as)))
            words[name] = replace(word, fields=_fields(known.fields, word.fields, name, place), heard_as=heard)
        for name, word in words.items():
            _fields(facts, word.fields, name, place)
    return Vocabulary(words, facts)


def _fields(known: Mapping[str, Field], new: Mapping[str, Field], word: str, place: str) -> dict[str, Field]:
    for name, field in new.items():
        if name in known and known[name].kind != field.kind:
            other = known[name].kind
            raise Fault("editions-field-differs", place=place, field=name, word=word, kind=field.kind, other=other)
    return {**known, **new}


def _settings(editions: Sequence[tuple[Written, Standard]]) -> None:
    """A name means the same kind of setting in every edition. Raises Fault."""
    known: dict[str, Setting] = {}
    for edition, standard in editions:
        for name, setting in standard.settings.items():
            other = known.setdefault(name, setting).value
            if not same_kind(setting.value, other):
                slots = {"setting": name, "kind": said_kind(setting.value), "other": said_kind(other)}
                raise Fault("editions-setting-differs", place=edition.place, **slots)


def _united(lists: Iterable[tuple[Named, ...]]) -> tuple[Named, ...]:
    """All of them, once a name: the first list's, then what the others add."""
    found: dict[str, Named] = {}
    for listed in lists:
        for one in listed:
            found.setdefault(one.name, one)
    return tuple(found.values())
