"""What changed from one standard, or edition of it, to another."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass
from typing import Any, Literal, TypeVar

from shouwen.checks.check import Check
from shouwen.events.vocabulary import Field, Vocabulary, Word
from shouwen.standard import plain
from shouwen.standard.clause import Clause, Standard
from shouwen.standard.setting import Setting
from shouwen.wording import LANGUAGES, Wording
from shouwen.worktime import Calendar

Section = Literal[
    "standard", "clause", "word", "fact", "calendar", "severity", "chapter", "role", "place", "occasion", "setting"
]
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that is not as it was.

    section, name  what it is about
    key            which key of it; "" where the whole came or went
    before, after  in words; None: it was not there, it is no longer there
    """

    section: Section
    name: str
    key: str
    before: Wording | None
    after: Wording | None


def differences(old: Standard, new: Standard) -> list[Change]:
    """All changes: of the standard itself, its clauses in the order of the old and then the new, and the rest.

    Checks are compared by what they mean. A word that is only called otherwise, or a calendar that keeps other hours,
    is a change of its own and none of the clauses that name it.
    """
    changes = list(_of("standard", old.name, _head(old), _head(new)))
    changes += _each("clause", _clauses(old), _clauses(new), lambda clause: clause.says, _clause_changes(old, new))
    words = old.vocabulary.words, new.vocabulary.words
    changes += _each("word", *words, lambda word: word.label, _by_keys("word", _word))
    facts = old.vocabulary.facts, new.vocabulary.facts
    changes += _each("fact", *facts, plain.field, _by_keys("fact", _field))
    calendars = old.calendars, new.calendars
    changes += _each("calendar", *calendars, lambda one: Wording.of(one.zone.name), _by_keys("calendar", _calendar))
    for section, before, after in (
        ("severity", old.severities, new.severities),
        ("chapter", old.chapters, new.chapters),
        ("role", old.roles, new.roles),
        ("place", old.places, new.places),
        ("occasion", old.occasions, new.occasions),
    ):
        named: tuple[dict[str, Any], dict[str, Any]] = (
            {one.name: one for one in before},
            {one.name: one for one in after},
        )
        changes += _each(section, *named, lambda one: one.label, _by_keys(section, _labelled))  # type: ignore[arg-type]
    settings = old.settings, new.settings
    changes += _each("setting", *settings, lambda one: plain.setting(one.value), _by_keys("setting", _setting))
    return changes


def _clauses(standard: Standard) -> dict[str, Clause]:
    """The clauses by id; of several editions, by id and the date from which they count."""
    names = [clause.id for clause in standard.clauses]
    return {
        clause.id
        if names.count(clause.id) == 1
        else f"{clause.id} @{plain.local_date(clause.since, standard.zone) or '-'}": clause
        for clause in standard.clauses
    }


def _each(
    section: Section,
    old: Mapping[str, T],
    new: Mapping[str, T],
    label: Callable[[T], Wording],
    changed: Callable[[str, T, T], Iterator[Change]],
) -> Iterator[Change]:
    for name, before in old.items():
        if name in new:
            yield from changed(name, before, new[name])
        else:
            yield Change(section, name, "", label(before), None)
    for name, after in new.items():
        if name not in old:
            yield Change(section, name, "", None, label(after))


def _of(
    section: Section, name: str, before: Mapping[str, Wording | None], after: Mapping[str, Wording | None]
) -> Iterator[Change]:
    for key in (*before, *(key for key in after if key not in before)):
        if before.get(key) != after.get(key):
            yield Change(section, name, key, before.get(key), after.get(key))


def _by_keys(section: Section, keys: Callable[[Any], Mapping[str, Wording | None]]) -> Callable[..., Iterator[Change]]:
    return lambda name, before, after: _of(section, name, keys(before), keys(after))


def _head(standard: Standard) -> dict[str, Wording | None]:
    force = standard.since is not None or standard.until is not None
    return {
        "standard": Wording.of(standard.name),
        "title": standard.title,
        "edition": Wording.of(standard.edition) if standard.edition else None,
        "in_force": plain.in_force(standard.since, standard.until, standard.zone) if force else None,
        "calendar": Wording.of(standard.calendar) if standard.calendar else None,
        "notices": Wording.of(standard.notice_hours) if standard.notice_hours else None,
    }


def _clause_changes(old: Standard, new: Standard) -> Callable[[str, Clause, Clause], Iterator[Change]]:
    def changed(name: str, before: Clause, after: Clause) -> Iterator[Change]:
        yield from _of("clause", name, _clause(before, old), _clause(after, new))
        yield from _check_changes(name, before.check, after.check, old.vocabulary, new.vocabulary)

    return changed


def _clause(clause: Clause, standard: Standard) -> dict[str, Wording | None]:
    return {
        "of": Wording.of(clause.of),
        "chapter": Wording.of(clause.chapter) if clause.chapter else None,
        "says": clause.says,
        "severity": Wording.of(clause.severity) if clause.severity else None,
        "weight": Wording.of(plain.number(clause.weight)),
        "answerable": plain.answerable(clause.answerable, standard),
        "guard": plain.flag(clause.guards),
        "if": _joined("; ", (plain.choice(choice) for choice in clause.choices)),
        "evidence": _joined(", ", clause.evidence),
        "covers": _joined(", ", clause.covers),
        "part_of": _joined(", ", clause.part_of),
        "source": _joined("; ", map(plain.source, clause.sources)),
    }


def _joined(between: str, texts: Iterable[str]) -> Wording | None:
    joined = between.join(texts)
    return Wording.of(joined) if joined else None


def _check_changes(name: str, before: Check, after: Check, old: Vocabulary, new: Vocabulary) -> Iterator[Change]:
    if same(before, after):
        return
    said = _said(before, old), _said(after, new)
    if said[0] != said[1] or type(before) is not type(after):
        yield Change("clause", name, "check", *said)
        return
    # The sentence does not mention what differs: say which part of the check it is.
    for field in fields(before):  # type: ignore[arg-type]
        parts = getattr(before, field.name), getattr(after, field.name)
        if not same(*parts):
            texts = (_part(part, words) for part, words in zip(parts, (old, new), strict=True))
            yield Change("clause", name, f"check {field.name}", *texts)


def _said(check: Check, vocabulary: Vocabulary) -> Wording:
    return Wording(*(f"{check.name}: {check.say(language, vocabulary)}" for language in LANGUAGES))


def _part(value: object, vocabulary: Vocabulary) -> Wording:
    return Wording(*(plain.anything(value, vocabulary, language) for language in LANGUAGES))


def same(one: object, other: object) -> bool:
    """Whether two parts of checks mean the same, calendars told apart by their names alone."""
    if isinstance(one, Calendar) and isinstance(other, Calendar):
        return one.name == other.name
    if isinstance(one, tuple) and isinstance(other, tuple):
        return len(one) == len(other) and all(same(*pair) for pair in zip(one, other, strict=True))
    if is_dataclass(one) and type(one) is type(other):
        return all(same(getattr(one, part.name), getattr(other, part.name)) for part in fields(one) if part.compare)
    return one == other


def _word(word: Word) -> dict[str, Wording | None]:
    listed: dict[str, Wording | None] = {
        "label": word.label,
        "may": Wording.of(", ".join(word.may)) if word.may else None,
        "heard_as": Wording.of(", ".join(word.heard_as)) if word.heard_as else None,
    }
    return listed | {f"field {name}": plain.field(field) for name, field in word.fields.items()}


def _field(field: Field) -> dict[str, Wording | None]:
    values: dict[str, Wording | None] = {f"value {value}": label for value, label in field.values.items()}
    return {"kind": Wording.of(field.kind), "label": field.label, **values}


def _calendar(calendar: Calendar) -> dict[str, Wording | None]:
    return {key: Wording.of(text) for key, text in plain.calendar(calendar).items()}


def _setting(setting: Setting) -> dict[str, Wording | None]:
    sources = _joined("; ", map(plain.source, setting.sources))
    instead = (
        f"{plain.setting(one.value).en} ({'; '.join(map(plain.source, one.sources))})" for one in setting.instead
    )
    return {
        "value": plain.setting(setting.value),
        "label": setting.label,
        "why": setting.why,
        "source": sources,
        "ours": plain.flag(setting.ours),
        "instead": _joined("; ", instead),
    }


def _labelled(one: Any) -> dict[str, Wording | None]:
    weight = getattr(one, "weight", None)
    return {"label": one.label, "weight": None if weight is None else Wording.of(plain.number(weight))}
