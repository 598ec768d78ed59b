"""The events that a clause's check speaks of, as its file writes them → patterns, tests and periods."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, cast

from shouwen.checks.limit import read_span
from shouwen.checks.pattern import Pattern, Test
from shouwen.checks.periods import Recurrence
from shouwen.events import vocabulary as words
from shouwen.events.vocabulary import Vocabulary
from shouwen.fault import Fault
from shouwen.standard.faults import Faults
from shouwen.standard.page import Part, seconds_of
from shouwen.worktime import Calendar, Zone, zone_of

_OPERATORS = {"not": "is_not", "over": "over", "under": "under", "at_least": "at_least", "at_most": "at_most"}
_ORDERED = ("over", "under", "at_least", "at_most")


@dataclass(frozen=True)
class Context:
    """What a check may speak of: the words, the calendars, units of the standard's own (in seconds).

    `faults` takes what is wrong with single events of a check, so that its other faults are told too. `names` are the
    standard's roles, places and occasions by those keys.
    """

    vocabulary: Vocabulary
    calendars: Mapping[str, Calendar]
    calendar: str | None
    units: Mapping[str, int]
    faults: Faults
    names: Mapping[str, Mapping[str, object]]

    def calendar_of(self, part: Part) -> Calendar | None:
        """The calendar that the part names, or the standard's own."""
        name = part.take("calendar", self.calendar)
        if name is None:
            return None
        if not isinstance(name, str) or name not in self.calendars:
            near = words.nearest(str(name), self.calendars)
            raise Fault("calendar-not-declared", place=part.place, calendar=name, near=near)
        return self.calendars[name]

    def zone_of(self, part: Part) -> Zone:
        """The zone that the part names, or that of its calendar."""
        name = part.take("zone")
        calendar = self.calendar_of(part)
        if name is not None:
            return zone_of(name, place=part.place)
        if calendar is None:
            raise Fault("zone-missing", place=part.place)
        return calendar.zone


def named_of(part: Part, key: str, context: Context) -> tuple[str, ...]:
    """The roles, places or occasions that the part names. Raises Fault("name-unknown")."""
    found, known = part.texts(key), context.names.get(key, {})
    for name in found:
        if name not in known:
            raise Fault("name-unknown", place=part.place, key=key, name=name, near=words.nearest(name, known))
    return found


class ToldBefore(Exception):
    """What is asked for hangs on an event that could not be read, whose fault has been told."""


def read_pattern(data: object, context: Context, place: str, when: object = None) -> Pattern:
    """A word, a list of words (any of them), or {word: …, when: {field: value}}."""
    tests: tuple[Test, ...] = ()
    names: tuple[str, ...]
    if isinstance(data, Mapping):
        part = Part(data, place, shape="{word: …, when: {…}}")
        names, own = part.texts("word"), part.take("when")
        part.done()
    else:
        names, own = cast("tuple[str, ...]", tuple(data) if isinstance(data, list) else (data,)), None
    if not names or not all(isinstance(name, str) for name in names):
        raise Fault("pattern-form", place=place, given=str(data)[:40])
    for name in names:
        try:
            context.vocabulary.word(name)
        except Fault as fault:
            raise fault.at(place) from None
    for conditions in (own, when):
        tests += read_tests(conditions, names, context, place)
    return Pattern(names, tests)


def read_tests(data: object, names: tuple[str, ...], context: Context, place: str) -> tuple[Test, ...]:
    """Conditions on fields: {field: value | [any of] | {not | over | under | at_least | at_most | filled: …}}.

    Without those that have faults, which are added to the context's.
    """
    if data is None:
        return ()
    if not isinstance(data, Mapping):
        raise Fault("page-not-a-mapping", place=place, given=str(data)[:40], shape="{field: value}")
    tests = []
    for name, value in data.items():
        with context.faults.catching():
            field = field_of(name, names, context, place)
            pairs = list(value.items()) if isinstance(value, Mapping) else [("is", value)]
            if not pairs:
                raise Fault("page-not-a-mapping", place=place, given=name, shape=f"{name}: value")
            for operator, operand in pairs:
                tests.append(_test(field, operator, operand, place))
    return tuple(tests)


def field_of(name: str, names: tuple[str, ...], context: Context, place: str) -> words.Field:
    if not names:
        raise ToldBefore
    try:
        fields = [context.vocabulary.field(word, name) for word in names]
    except Fault as fault:
        raise fault.at(place) from None
    if len({field.kind for field in fields}) > 1:
        raise Fault("field-kinds-differ", place=place, field=name, words=", ".join(names))
    return fields[0]


def _test(field: words.Field, operator: str, operand: Any, place: str) -> Test:
    if operator == "filled":
        if not isinstance(operand, bool):
            raise Fault("page-not-a-flag", place=place, key="filled", given=operand)
        return Test(field.name, field.kind, "filled", operand)
    operator = _OPERATORS.get(operator, operator)
    if operator not in ("is", *_OPERATORS.values()):
        raise Fault("test-unknown", place=place, test=operator, tests=", ".join((*_OPERATORS, "filled")))
    many = isinstance(operand, list)
    values = operand if many else [operand]
    if field.kind == "time":
        values = [seconds_of(value) for value in values]
    if not values or not all(field.holds(value) and value == value for value in values):
        raise Fault("test-value", place=place, field=field.name, kind=field.kind, given=str(operand)[:40])
    if operator in _ORDERED and (many or field.kind not in ("number", "time")):
        raise Fault("test-order", place=place, field=field.name, test=operator)
    if field.kind == "number":
        values = [float(value) for value in values]
    if many:
        return Test(field.name, field.kind, "among" if operator == "is" else "not_among", tuple(values))
    return Test(field.name, field.kind, operator, values[0])


def pattern_of(part: Part, key: str, context: Context, when: object = None) -> Pattern:
    data = part.need(key)
    return try_pattern(data, context, f"{part.place} {key}", when)


def try_pattern(data: object, context: Context, place: str, when: object = None) -> Pattern:
    """A pattern; where it has a fault, the fault is told and a pattern without words stands in."""
    return context.faults.attempt(lambda: read_pattern(data, context, place, when), Pattern(()))


def maybe(part: Part, key: str, context: Context) -> Pattern | None:
    value = part.take(key)
    return None if value is None else try_pattern(value, context, f"{part.place} {key}")


def recurrence_of(part: Part, when: object, context: Context, key: str, counted: str) -> Recurrence:
    span = read_span(part.need(key), place=part.place)
    calendar = counted == "calendar"
    if calendar and (span.seconds or span.days not in (0, 1, 7) or (span.months and 12 % span.months)):
        raise Fault("every-calendar-span", place=part.place)
    zone = context.zone_of(part)
    return Recurrence(pattern_of(part, "from", context, when), maybe(part, "until", context), span, zone, calendar)
