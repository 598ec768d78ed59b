"""Which events a check speaks of: words, and conditions on what the event holds."""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import numpy as np

from shouwen.checks.columns import NONE, Numbers, Small
from shouwen.checks.told import MISSING, Told
from shouwen.events.event import Event, Value
from shouwen.events.story import Known
from shouwen.events.vocabulary import BLANK, OWN_FIELDS, Field, Kind, Vocabulary, of_kind
from shouwen.wording import Language, Wording

_COMPARE: Mapping[str, Callable[[Any, Any], Any]] = {
    "is": operator.eq,
    "is_not": operator.ne,
    "over": operator.gt,
    "under": operator.lt,
    "at_least": operator.ge,
    "at_most": operator.le,
}
OPERATORS = (*_COMPARE, "among", "not_among", "filled")

_SAY: Mapping[str, Wording] = {
    "is": Wording("{field}为{value}", "{field}為{value}", "{field} is {value}"),
    "is_not": Wording("{field}不为{value}", "{field}不為{value}", "{field} is not {value}"),
    "over": Wording("{field}大于{value}", "{field}大於{value}", "{field} is over {value}"),
    "under": Wording("{field}小于{value}", "{field}小於{value}", "{field} is under {value}"),
    "at_least": Wording("{field}不低于{value}", "{field}不低於{value}", "{field} is at least {value}"),
    "at_most": Wording("{field}不超过{value}", "{field}不超過{value}", "{field} is at most {value}"),
    "among": Wording("{field}为{value}之一", "{field}為{value}之一", "{field} is one of {value}"),
    "not_among": Wording("{field}不在{value}之中", "{field}不在{value}之中", "{field} is none of {value}"),
    "filled": Wording("{field}已填写", "{field}已填寫", "{field} is filled"),
    "not_filled": Wording("{field}未填写", "{field}未填寫", "{field} is not filled"),
}
_NOTHING: Mapping[Kind, int] = {"time": NONE, "flag": -1}

YES, NO = Wording("是", "是", "yes"), Wording("否", "否", "no")
OR = Wording("或", "或", " or ")
AND = Wording("，且", "，且", " and ")
QUOTED = Wording("“{label}”", "「{label}」", "“{label}”")
WHERE = Wording("{labels}（{tests}）", "{labels}（{tests}）", "{labels} ({tests})")


@dataclass(frozen=True, slots=True)
class Test:
    """One condition on one field. A missing field fulfils nothing, and `is not` neither: the answer is None."""

    field: str
    kind: Kind
    operator: str
    value: Value | tuple[Value, ...]

    def holds(self, event: Event) -> bool | None:
        """True, False, or None where the field is missing or not of its kind."""
        value = value_of(event, self.field, self.kind)
        if self.operator == "filled":
            return is_filled(value) == self.value
        if value is None:
            return None
        if self.operator == "among":
            return value in self.value  # type: ignore[operator]
        if self.operator == "not_among":
            return value not in self.value  # type: ignore[operator]
        return bool(_COMPARE[self.operator](value, self.value))

    def answers(self, told: Told, here: Numbers) -> Small:
        """`holds` for many events: 1, 0, or -1 where it cannot be told."""
        if self.operator == "filled":
            return np.equal(told.filled(self.field, self.kind, here), bool(self.value)).astype(np.int8)
        values = told.field(self.field, self.kind, here)
        asked = self.value if isinstance(self.value, tuple) else (self.value,)
        if self.kind == "text":
            asked = tuple(told.needs.text(self.field, str(value)) for value in asked)
            known = values != MISSING
        else:
            known = ~np.isnan(values.astype(float)) if self.kind == "number" else values != _NOTHING[self.kind]
        if self.operator in ("among", "not_among"):
            holds = np.isin(values, np.array(asked, values.dtype), invert=self.operator == "not_among")
        else:
            holds = _COMPARE[self.operator](values, asked[0])
        return np.where(known, holds, -1).astype(np.int8)

    def say(self, language: Language, field: Field) -> str:
        """The condition in words, with the names that the vocabulary's field gives to itself and its values."""
        name = "not_filled" if self.operator == "filled" and not self.value else self.operator
        values = self.value if isinstance(self.value, tuple) else (self.value,)
        joined = OR.say(language).join(_named(value, field, language) for value in values)
        return _SAY[name].say(language, field=field.label.say(language), value=joined)


@dataclass(frozen=True, slots=True)
class Pattern:
    """Events of any of the words that fulfil all tests."""

    words: tuple[str, ...]
    tests: tuple[Test, ...] = ()

    def fulfils(self, event: Event) -> bool | None:
        """Whether all tests hold: False if one fails, None if none fails but one cannot be told."""
        answer: bool | None = True
        for test in self.tests:
            holds = test.holds(event)
            if holds is False:
                return False
            if holds is None:
                answer = None
        return answer

    def matches(self, event: Event) -> bool:
        """Whether the event is one of those spoken of."""
        return event.word in self.words and self.fulfils(event) is True

    def positions(self, known: Known) -> list[int]:
        """Where in the story they stand, ascending."""
        by_word = known.positions
        if len(self.words) == 1:
            found = by_word.get(self.words[0], [])
        else:
            found = sorted(position for word in self.words for position in by_word.get(word, ()))
        if not found or not self.tests:
            return found
        events = known.events
        return [position for position in found if self.fulfils(events[position])]

    def fulfilled(self, told: Told, here: Numbers) -> Small:
        """`fulfils` for many events: 1, 0, or -1 where it cannot be told."""
        answer = np.ones(len(here), np.int8)
        for test in self.tests:
            one = test.answers(told, here)
            answer = np.where((answer == 0) | (one == 0), 0, np.minimum(answer, one)).astype(np.int8)
        return answer

    def also(self, tests: tuple[Test, ...]) -> Pattern:
        """The same with further tests."""
        return Pattern(self.words, self.tests + tests) if tests else self

    def say(self, language: Language, vocabulary: Vocabulary) -> str:
        """The events in words: the labels of the words, and the conditions in brackets."""
        words = (vocabulary.word(word).label.say(language) for word in self.words)
        labels = OR.say(language).join(QUOTED.say(language, label=label) for label in words)
        tests = say_tests(self.tests, language, vocabulary, self.words)
        return WHERE.say(language, labels=labels, tests=tests) if tests else labels


def all_positions(pattern: Pattern | None, told: Told) -> Numbers:
    """`positions` in many stories: ascending; none for no pattern. Found once for all checks that speak of the same."""
    if pattern is None:
        return np.zeros(0, np.int64)
    found: Numbers | None = told.kept.get(pattern)
    if found is None:
        found = told.of_words(pattern.words)
        if pattern.tests:
            found = found[pattern.fulfilled(told, found) == 1]
        told.kept[pattern] = found
    return found


def say_tests(tests: tuple[Test, ...], language: Language, vocabulary: Vocabulary, words: tuple[str, ...]) -> str:
    """Conditions in words, joined by "and"."""
    said = [test.say(language, vocabulary.field(words[0], test.field)) for test in tests]
    return AND.say(language).join(said)


def _named(value: Value, field: Field, language: Language) -> str:
    """A value as its field calls it."""
    known = field.values.get(value) if isinstance(value, str) else None
    return known.say(language) if known is not None else say_value(value, field.kind, language)


def say_value(value: Value, kind: Kind, language: Language) -> str:
    """A value as a person writes it: 3 and not 3.0, yes and not True, a time as date and time."""
    if isinstance(value, bool):
        return (YES if value else NO).say(language)
    if isinstance(value, int | float):
        if kind == "time":
            return datetime.fromtimestamp(value, UTC).isoformat(sep=" ").replace("+00:00", "Z")
        return str(int(value)) if value == int(value) else str(value)
    return str(value)


def value_of(event: Event, field: str, kind: Kind) -> Value:
    """What the event holds in a field; None where it is missing or not of the kind that the vocabulary says."""
    if field in OWN_FIELDS:
        return (event.site if field == "site" else event.by) or None
    value = event.data.get(field)
    if value is None or not of_kind(value, kind):
        return None
    return float(value) if kind == "number" else value


def is_filled(value: Value) -> bool:
    """Whether a value fills its field: a text of blanks does not."""
    return value is not None and (not isinstance(value, str) or value.strip(BLANK) != "")
