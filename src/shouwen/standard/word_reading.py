"""The words and facts of a standard's file → the vocabulary."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, cast

from shouwen.events.vocabulary import KINDS, OWN_FIELDS, Field, Kind, Vocabulary, Word
from shouwen.fault import Fault
from shouwen.standard.clause import Role
from shouwen.standard.clause_reading import known_role
from shouwen.standard.faults import Faults
from shouwen.standard.layers import Entry
from shouwen.standard.page import Part
from shouwen.wording import Wording


def read_vocabulary(
    facts: Mapping[str, Entry], words: Mapping[str, Entry], roles: Mapping[str, Role], faults: Faults
) -> Vocabulary:
    """The vocabulary without what has faults, which are added to `faults`."""
    on_any: dict[str, Field] = {}
    for name, entry in facts.items():
        with faults.catching():
            on_any |= _fields([(name, entry.data)], f"{entry.place} facts")
        if name not in on_any:
            faults.broken("field", name)
    declared: dict[str, Word] = {}
    for name, entry in words.items():
        with faults.catching():
            declared[name] = _word(name, entry, on_any, roles)
        if name not in declared:
            faults.broken("word", name)
    return Vocabulary(declared, on_any)


def _word(name: str, entry: Entry, facts: Mapping[str, Field], roles: Mapping[str, Role]) -> Word:
    here = f"{entry.place} word {name}"
    own = Part({} if entry.data is None else entry.data, here, shape="{label: …, fields: {…}}")
    label, fields = own.wording("label", name), _fields(own.parts("fields"), here)
    word = Word(name, label, fields, own.texts("may"), own.texts("heard_as"))
    own.done()
    for field in fields:
        if field in facts:
            raise Fault("field-is-a-fact", place=here, field=field)
    for role in word.may:
        known_role(role, roles, here)
    return word


def _fields(entries: Iterable[tuple[str, Any]], place: str) -> dict[str, Field]:
    fields = {}
    for name, data in entries:
        if name in OWN_FIELDS:
            raise Fault("field-reserved", place=place, word=place, field=name)
        shape = "{kind: …, label: …, values: {…}}"
        own = Part({"kind": data} if isinstance(data, str) else data, f"{place} field {name}", shape=shape)
        kind = cast(Kind, own.one_of("kind", KINDS))
        label, values = own.wording("label", name), _values(own, kind)
        fields[name] = Field(name, kind, label, values)
        own.done()
    return fields


def _values(field: Part, kind: Kind) -> dict[str, Wording]:
    """What the values of a field are called. Raises Fault("field-values-text") where it holds no text."""
    given = dict(field.parts("values"))
    if given and kind != "text":
        raise Fault("field-values-text", place=field.place, kind=kind)
    part = Part(given, f"{field.place} values", shape="{value: label}")
    return {value: part.wording(value) for value in given}
