"""The words: which kinds of event there are, what each holds, and who may say it."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, get_args

from shouwen.events.event import LATEST, Event, Value
from shouwen.fault import Fault
from shouwen.wording import Wording

Kind = Literal["text", "number", "flag", "time"]
KINDS: tuple[Kind, ...] = get_args(Kind)

OWN_FIELDS: Mapping[str, Kind] = {"site": "text", "by": "text"}
"""What every event has and a condition may ask for by name; no word may declare a field so called."""

LARGEST = sys.float_info.max
"""Numbers are kept as floating point; what is larger is none."""

BLANK = " \t\r\n\u00a0\u3000"
"""Characters that fill nothing: a text of these alone is not filled."""


@dataclass(frozen=True, slots=True)
class Field:
    """A field of a word: its name, the kind of value it holds, its label; what some of its values are called.

    Values without a name stand for themselves: any text may be held.
    """

    name: str
    kind: Kind
    label: Wording
    values: Mapping[str, Wording] = field(default_factory=dict, hash=False)

    def holds(self, value: Value) -> bool:
        """Whether `value` is of this field's kind. A time is whole seconds since 1970 UTC."""
        return of_kind(value, self.kind)


@dataclass(frozen=True, slots=True)
class Word:
    """A kind of event. `may` names the roles that may say it (empty: anyone may);
    `heard_as` are the names that another system's log has for it."""

    name: str
    label: Wording
    fields: Mapping[str, Field] = field(default_factory=dict)
    may: tuple[str, ...] = ()
    heard_as: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """All words of a standard, and the facts of the place that may ride on any event."""

    words: Mapping[str, Word]
    facts: Mapping[str, Field] = field(default_factory=dict)

    def word(self, name: str) -> Word:
        """The word called `name`. Raises Fault("word-unknown")."""
        word = self.words.get(name)
        if word is None:
            raise Fault("word-unknown", word=name, near=nearest(name, self.words))
        return word

    def field(self, word: str, name: str) -> Field:
        """The field `name` of `word`, a fact, or what every event has. Raises Fault("field-unknown")."""
        fields = self.word(word).fields
        found = fields.get(name) or self.facts.get(name)
        if found is not None:
            return found
        if name in OWN_FIELDS:
            return Field(name, OWN_FIELDS[name], Wording.of(name))
        raise Fault("field-unknown", word=word, field=name, near=nearest(name, {**fields, **self.facts, **OWN_FIELDS}))

    def check(self, event: Event, *, role: str | None = None) -> None:
        """Refuse an event whose word or fields are unknown, whose values are of the wrong kind,
        or whose word `role` may not say (None: not asked). Raises Fault."""
        place = f"event {event.id}"
        try:
            word = self.word(event.word)
            data = event.correction.data or {} if event.correction is not None else event.data
            for name, value in data.items():
                if name in OWN_FIELDS:
                    raise Fault("field-reserved", word=event.word, field=name)
                expected = self.field(event.word, name)
                if value is not None and not expected.holds(value):
                    raise Fault("field-of-wrong-kind", word=event.word, field=name, kind=expected.kind)
        except Fault as fault:
            raise fault.at(place) from None
        if role is not None and word.may and role not in word.may:
            raise Fault("word-not-yours", place=place, word=event.word, role=role, roles=", ".join(word.may))

    def heard(self) -> dict[str, str]:
        """Another system's name for a word → our word. A word is also heard by its own name."""
        names = {name: name for name in self.words}
        for word in self.words.values():
            names.update(dict.fromkeys(word.heard_as, word.name))
        return names


def of_kind(value: Value, kind: Kind) -> bool:
    """Whether `value` is a text, a number, a flag or a time."""
    match kind:
        case "text":
            return isinstance(value, str)
        case "flag":
            return isinstance(value, bool)
        case "time":
            return isinstance(value, int) and not isinstance(value, bool) and -LATEST <= value <= LATEST
        case "number":
            return isinstance(value, int | float) and not isinstance(value, bool) and abs(value) <= LARGEST


def nearest(name: str, names: Mapping[str, object]) -> str:
    """The names most like `name`, for a message that helps; all of them when few."""
    from difflib import get_close_matches

    near = get_close_matches(name, names, n=3, cutoff=0.5) or sorted(names)[:5]
    return ", ".join(near) or "-"
