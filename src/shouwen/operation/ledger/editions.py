"""The standard that a unit works by now: its editions, with the calendars as they were last left, and all words.

Kept in each process, and looked at again once a second: a change takes effect by date, or is worked through by the
watch (watch.py), so that a second is soon enough.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path

from shouwen.events.vocabulary import Field, Vocabulary, Word
from shouwen.fault import Fault
from shouwen.operation.ledger import models
from shouwen.operation.ledger.channel import REGISTER
from shouwen.operation.ledger.words import FACTS
from shouwen.standard.clause import Clause, Standard
from shouwen.standard.editions import Written, unite
from shouwen.standard.layers import Layer
from shouwen.standard.page import Lined, read_page
from shouwen.standard.reading import read_layers
from shouwen.wording import Wording
from shouwen.worktime import Instant

LOOK_AGAIN = 1.0
"""Seconds after which a process asks whether anything has changed."""


@dataclass(frozen=True, slots=True)
class Working:
    """What is worked by.

    standard    None where no edition has been published
    clauses     of all editions, by the kind of subject they speak of
    vocabulary  the rooms' words and the standard's
    mays        (from when, word → who may say it; empty: anyone), the earliest edition first
    revision    of editions, calendars and holidays
    """

    standard: Standard | None
    clauses: Mapping[str, tuple[Clause, ...]]
    vocabulary: Vocabulary
    mays: tuple[tuple[Instant, Mapping[str, tuple[str, ...]]], ...]
    revision: int

    def may_at(self, at: Instant) -> Mapping[str, tuple[str, ...]]:
        """Who may say which word (empty: anyone) by the edition in force at `at`; before the first, by that one."""
        in_force = [may for since, may in self.mays if since <= at]
        return in_force[-1] if in_force else self.mays[0][1]


_LAST = 2**62
_kept: dict[str, Working] = {}
_looked = -LOOK_AGAIN
_revision = -1


def working(standard: str) -> Working:
    """What a unit works by whose standard has this name. A name without editions has the rooms' words alone."""
    global _looked, _revision
    if time.monotonic() - _looked >= LOOK_AGAIN:
        number = models.Revision.objects.values_list("number", flat=True).first() or 0
        if number != _revision:
            _kept.clear()
        _revision, _looked = number, time.monotonic()
    found = _kept.get(standard)
    if found is None or found.revision != _revision:  # another thread may have been slow to work out an earlier one
        found = _kept[standard] = _work_out(standard, _revision)
    return found


def forget() -> None:
    """Reads all anew at the next question."""
    global _looked, _revision
    _kept.clear()
    _looked, _revision = -LOOK_AGAIN, -1


def revision() -> int:
    """The number of the last change of editions, calendars or holidays, asked afresh.

    What was read before it is forgotten.
    """
    number = models.Revision.objects.values_list("number", flat=True).first() or 0
    if number != _revision:
        forget()
    return number


def written(editions: Iterable[models.Edition], calendars: Iterable[models.Calendar]) -> list[Written]:
    """The editions of one standard as the core reads them: each in force until the next, with the calendars of now."""
    rows = sorted(editions, key=lambda row: row.since)
    newest = {calendar.name: calendar for calendar in sorted(calendars, key=lambda row: row.pk or _LAST)}
    ends = [later.since for _, later in pairwise(rows)]
    found = []
    for row, until in zip(rows, [*ends, None][: len(rows)], strict=True):
        layers = tuple(_layer(place, text) for place, text in row.layers)
        top = layers[-1].page
        for calendar in newest.values():
            if any(calendar.name in (layer.page.get("calendars") or {}) for layer in layers):
                top.setdefault("calendars", Lined())[calendar.name] = read_page(calendar.text, place=calendar.name)
        found.append(Written(layers[-1].place, layers, (row.since, until)))
    return found


def calendar_texts(editions: Iterable[models.Edition]) -> dict[str, object]:
    """Each calendar that the editions of a standard declare, by name, as the newest of them writes it."""
    found: dict[str, object] = {}
    for row in sorted(editions, key=lambda row: row.since):
        for place, text in row.layers:
            found |= read_page(text, place=place).get("calendars") or {}
    return found


def _layer(place: str, text: str) -> Layer:
    return Layer(place, read_page(text, place=place), Path(), text)


def united_vocabulary(standard: Standard | None) -> Vocabulary:
    """The rooms' words, with what the standard adds to them, and its own. Raises Fault where they differ in a field."""
    words = dict(REGISTER.words)
    facts = {field.name: field for field in FACTS} | {name: field for name, (field, _) in REGISTER.facts.items()}
    if standard is None:
        return Vocabulary(words, facts)
    for name, word in standard.vocabulary.words.items():
        ours = words.get(name)
        if ours is None:
            words[name] = word
            continue
        words[name] = replace(word, label=_label(ours, word), fields=_fields(ours, word))
    for name, fact in standard.vocabulary.facts.items():
        if name in facts and facts[name].kind != fact.kind:
            raise Fault("edition-field-differs", field=name, word="facts", kind=facts[name].kind)
        facts[name] = fact
    return Vocabulary(words, facts)


def _fields(ours: Word, theirs: Word) -> dict[str, Field]:
    fields = dict(ours.fields)
    for name, field in theirs.fields.items():
        if name in fields and fields[name].kind != field.kind:
            raise Fault("edition-field-differs", field=name, word=ours.name, kind=fields[name].kind)
        fields[name] = replace(field, label=_label(fields.get(name, field), field))
    return fields


def _label(ours: Word | Field, theirs: Word | Field) -> Wording:
    """What the standard calls it, where it does; a word that it only speaks of is called as the room calls it."""
    return ours.label if theirs.label == Wording.of(theirs.name) else theirs.label


def _work_out(name: str, number: int) -> Working:
    rows = list(models.Edition.objects.filter(standard=name, withdrawn_at__isnull=True))
    texts = written(rows, models.Calendar.objects.filter(standard=name)) if rows else []
    standard = unite(texts) if rows else None
    vocabulary = united_vocabulary(standard)
    clauses: dict[str, list[Clause]] = {}
    for clause in standard.clauses if standard is not None else ():
        clauses.setdefault(clause.of, []).append(clause)
    mays = tuple(_may(text, vocabulary) for text in texts) or (_may(None, vocabulary),)
    return Working(standard, {kind: tuple(found) for kind, found in clauses.items()}, vocabulary, mays, number)


def _may(edition: Written | None, vocabulary: Vocabulary) -> tuple[Instant, Mapping[str, tuple[str, ...]]]:
    """From when an edition is in force, and who may say which word by it: what it says, else what the rooms say."""
    said = read_layers(edition.layers).standard.vocabulary.words if edition is not None else {}
    since = edition.times[0] if edition is not None and edition.times is not None else None
    rooms = REGISTER.words
    return since or 0, {
        name: (name in said and said[name].may) or (name in rooms and rooms[name].may) or ()
        for name in vocabulary.words
    }
