"""The standard that a unit works by now: its editions, with the calendars as they were last left, and all words.

Kept in each process, and looked at again once a second: a change takes effect by date, or is worked through by the
watch (watch.py), so that a second is soon enough.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path
from typing import TypeAlias, TypeVar

from shouwen.events.vocabulary import Field, Vocabulary, Word
from shouwen.fault import Fault
from shouwen.operation.ledger import clock, models
from shouwen.operation.ledger.channel import REGISTER
from shouwen.operation.ledger.words import FACTS
from shouwen.operation.people.units import standard_of, standards_of
from shouwen.standard.clause import Clause, Standard
from shouwen.standard.editions import Written, unite
from shouwen.standard.layers import Layer
from shouwen.standard.page import Lined, read_page
from shouwen.standard.reading import read_layers
from shouwen.standard.setting import Settings
from shouwen.wording import Wording
from shouwen.worktime import Instant

LOOK_AGAIN = 1.0
"""Seconds after which a process asks whether anything has changed."""


T = TypeVar("T")
Turns: TypeAlias = tuple[tuple[Instant, T], ...]
"""What counts, with the time from which it does until the next, the earliest first; there is always one."""


@dataclass(frozen=True, slots=True)
class Working:
    """What is worked by.

    standard    None where no edition has been published
    clauses     of all editions, by the kind of subject they speak of
    vocabulary  the rooms' words and the standard's
    mays        (from when, word → who may say it; empty: anyone), the earliest edition first
    settings    (from when, the settings), the earliest edition first
    revision    of editions, calendars and holidays
    """

    standard: Standard | None
    clauses: Mapping[str, tuple[Clause, ...]]
    vocabulary: Vocabulary
    mays: Turns[Mapping[str, tuple[str, ...]]]
    settings: Turns[Settings]
    revision: int

    def may_at(self, at: Instant) -> Mapping[str, tuple[str, ...]]:
        """Who may say which word (empty: anyone) by the edition in force at `at`; before the first, by that one."""
        return _at(self.mays, at)

    def settings_at(self, at: Instant) -> Settings:
        """The settings of the edition in force at `at`; before the first, of that one."""
        return _at(self.settings, at)


_LAST = 2**62
_kept: dict[object, Working] = {}  # by the name of the standard; of several that follow one another, by all of these
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


def working_at(unit: int) -> Working:
    """What a unit works by: of each standard that it has worked by, or is to work by, the clauses of that time.

    `standard` and, of what both have, the words are those of now.
    """
    spans = standards_of(unit) or ((0, ""),)
    if len(spans) == 1:
        return working(spans[0][1])
    parts = [working(name) for _since, name in spans]
    number = sum(since <= clock.now() for since, _name in spans) - 1
    revision = max(part.revision for part in parts)
    found = _kept.get((number, *spans))
    if found is None or found.revision != revision:
        found = _kept[number, *spans] = _join(parts, [since for since, _name in spans], number)
    return found


def standard_now(unit: int) -> str:
    """The name of the standard a unit works by now; "" where there is none."""
    return standard_of(unit, clock.now())


def settings_now(unit: int) -> Settings:
    """The settings by which a unit works now. Ask them for a value: a Fault tells what the standard lacks."""
    return working_at(unit).settings_at(clock.now())


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
    mays, settings = [(0, _may({}, vocabulary))], [(0, Settings())]
    if texts:
        read = [(text.times[0] or 0 if text.times else 0, read_layers(text.layers).standard) for text in texts]
        mays = [(since, _may(one.vocabulary.words, vocabulary)) for since, one in read]
        settings = [(since, one.settings) for since, one in read]
    found = {kind: tuple(several) for kind, several in clauses.items()}
    return Working(standard, found, vocabulary, tuple(mays), tuple(settings), number)


def _may(said: Mapping[str, Word], vocabulary: Vocabulary) -> Mapping[str, tuple[str, ...]]:
    """Who may say which word by an edition with these words: what it says, else what the rooms say."""
    rooms = REGISTER.words
    return {
        name: (name in said and said[name].may) or (name in rooms and rooms[name].may) or ()
        for name in vocabulary.words
    }


def _at(turns: Turns[T], at: Instant) -> T:
    """What counts at `at`; before the first turn, what it brings."""
    return next((one for since, one in reversed(turns) if since <= at), turns[0][1])


def _between(turns: Turns[T], begin: Instant, end: Instant | None) -> list[tuple[Instant, T]]:
    """What counts from `begin` until just before `end`."""
    later = [turn for turn in turns if turn[0] > begin and (end is None or turn[0] < end)]
    return [(begin, _at(turns, begin)), *later]


def _join(parts: Sequence[Working], since: Sequence[Instant], number: int) -> Working:
    """Several standards, each in force from its time until the next is; `number` is that of now."""
    clauses: dict[str, tuple[Clause, ...]] = {}
    mays: list[tuple[Instant, Mapping[str, tuple[str, ...]]]] = []
    settings: list[tuple[Instant, Settings]] = []
    others = {word: roles for part in parts for _since, may in part.mays for word, roles in may.items()}
    for part, begin, end in zip(parts, since, [*since[1:], None], strict=True):
        for kind, several in part.clauses.items():
            clauses[kind] = (*clauses.get(kind, ()), *_within(several, begin, end))
        mays += [(at, {**others, **may}) for at, may in _between(part.mays, begin, end)]
        settings += _between(part.settings, begin, end)
    now = parts[number]
    words, facts = dict[str, Word](), dict[str, Field]()
    for part in (*parts, now):
        words |= {
            name: replace(word, fields={**words[name].fields, **word.fields}) if name in words else word
            for name, word in part.vocabulary.words.items()
        }
        facts |= part.vocabulary.facts
    revision = max(part.revision for part in parts)
    return Working(now.standard, clauses, Vocabulary(words, facts), tuple(mays), tuple(settings), revision)


def _within(clauses: Iterable[Clause], begin: Instant, end: Instant | None) -> list[Clause]:
    """The clauses with the times of their editions, as far as these lie between the two."""
    found = []
    for clause in clauses:
        since = max(clause.since or 0, begin)
        until = min((at for at in (clause.until, end) if at is not None), default=None)
        if until is None or since < until:
            found.append(replace(clause, since=since, until=until))
    return found
