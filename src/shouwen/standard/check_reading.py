"""A clause's check as its file writes it → the check. One function per kind; docs/checks.md shows each form."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, cast

from shouwen.checks.avoids import Avoids
from shouwen.checks.check import Check
from shouwen.checks.every import Every, Kind, Rolling
from shouwen.checks.inspect import Inspect
from shouwen.checks.limit import Limit, read_limit, read_span
from shouwen.checks.measure import Count, Measure, Range, Taken
from shouwen.checks.never import Never
from shouwen.checks.order import Order
from shouwen.checks.pattern import Pattern, Test
from shouwen.checks.periods import Grid, Recurrence
from shouwen.checks.record import Record
from shouwen.checks.says import Mode, Says
from shouwen.checks.share import Share
from shouwen.checks.steps import Step, Steps
from shouwen.checks.track import Turns
from shouwen.checks.within import LimitWhere, Within
from shouwen.events import vocabulary as words
from shouwen.events.vocabulary import Vocabulary
from shouwen.fault import Fault
from shouwen.standard.faults import Faults
from shouwen.standard.page import Part, seconds_of
from shouwen.standard.schema import check_keys
from shouwen.worktime import Calendar, Zone, zone_of

_OPERATORS = {"not": "is_not", "over": "over", "under": "under", "at_least": "at_least", "at_most": "at_most"}
_ORDERED = ("over", "under", "at_least", "at_most")


@dataclass(frozen=True)
class Context:
    """What a check may speak of: the words, the calendars, units of the standard's own (in seconds).

    `faults` takes what is wrong with single events of a check, so that its other faults are told too.
    """

    vocabulary: Vocabulary
    calendars: Mapping[str, Calendar]
    calendar: str | None
    units: Mapping[str, int]
    faults: Faults

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


class _ToldBefore(Exception):
    """What is asked for hangs on an event that could not be read, whose fault has been told."""


def read_check(data: object, when: object, context: Context, place: str) -> Check | None:
    """The check of a clause: a mapping with one kind as its key. `when` are further tests on the event that opens it.

    None where it has faults, which are added to the context's. Raises Fault where it is no such mapping.
    """
    if not isinstance(data, Mapping) or len(data) != 1:
        raise Fault("check-one-kind", place=place, kinds=", ".join(KINDS))
    name, body = next(iter(data.items()))
    if name not in KINDS:
        raise Fault("check-unknown", place=place, kind=name, kinds=", ".join(KINDS))
    part = Part(body, f"{place} {name}", shape=f"{name}: {{…}}")
    before = context.faults.count
    try:
        check = KINDS[name](part, when, context)
    except _ToldBefore:
        return None
    except Fault as fault:
        context.faults.add(fault)
        keys = check_keys(name)
        for key in (key for key in body if key not in keys):  # often the slip behind the fault
            near = words.nearest(key, dict.fromkeys(keys))
            context.faults.add(Fault("page-key-unknown", place=part.place, key=key, near=near))
        return None
    for unknown in part.unknown():
        context.faults.add(unknown)
    return check if context.faults.count == before else None


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
            field = _field(name, names, context, place)
            pairs = list(value.items()) if isinstance(value, Mapping) else [("is", value)]
            if not pairs:
                raise Fault("page-not-a-mapping", place=place, given=name, shape=f"{name}: value")
            for operator, operand in pairs:
                tests.append(_test(field, operator, operand, place))
    return tuple(tests)


def _field(name: str, names: tuple[str, ...], context: Context, place: str) -> words.Field:
    if not names:
        raise _ToldBefore
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


def _pattern(part: Part, key: str, context: Context, when: object = None) -> Pattern:
    data = part.need(key)
    return _try_pattern(data, context, f"{part.place} {key}", when)


def _try_pattern(data: object, context: Context, place: str, when: object = None) -> Pattern:
    """A pattern; where it has a fault, the fault is told and a pattern without words stands in."""
    return context.faults.attempt(lambda: read_pattern(data, context, place, when), Pattern(()))


def _maybe(part: Part, key: str, context: Context) -> Pattern | None:
    value = part.take(key)
    return None if value is None else _try_pattern(value, context, f"{part.place} {key}")


def _limit(text: object, part: Part, context: Context, calendar: Calendar | None, same: bool) -> Limit:
    return read_limit(text, place=part.place, calendar=calendar, units=context.units, same_clock_time=same)


def _within(part: Part, when: object, context: Context) -> Check:
    after, then = _pattern(part, "after", context, when), _pattern(part, "then", context)
    calendar, same = context.calendar_of(part), part.flag("same_clock_time")
    by, limit, limits = part.text("by") if "by" in part else None, part.take("limit"), []
    for case in part.items("limits"):
        own = Part(case, f"{part.place} limits", shape="{when: {…}, limit: …}")
        tests = read_tests(own.need("when"), after.words, context, own.place)
        limits.append(LimitWhere(Pattern((), tests), _limit(own.need("limit"), part, context, calendar, same)))
        own.done()
    if limit is not None:
        limits.append(LimitWhere(Pattern(()), _limit(limit, part, context, calendar, same)))
    # The specific beats the general; among equals the one written first.
    limits.sort(key=lambda case: -len(case.where.tests))
    turns = Turns(*(_maybe(part, key, context) for key in ("pause", "resume", "close", "reopen")))
    grace, ahead = part.take("grace"), part.take("ahead")
    shift = 0
    if by is None and (grace is not None or ahead is not None):
        raise Fault("within-shift-without-by", place=part.place)
    if by is not None:
        if limits or turns.pause or turns.resume or (grace is not None and ahead is not None):
            raise Fault("within-by-alone", place=part.place)
        if _field(by, after.words, context, part.place).kind != "time":
            raise Fault("within-by-kind", place=part.place, field=by)
        for text, sign in ((grace, 1), (ahead, -1)):
            if text is not None:
                length = _limit(text, part, context, calendar, same)
                if length.measure != "natural":
                    raise Fault("within-shift-natural", place=part.place, text=text)
                shift = sign * length.amount
    elif not limits and turns.close is None:
        raise Fault("within-without-end", place=part.place)
    if len({(case.limit.measure, case.limit.calendar) for case in limits}) > 1:
        raise Fault("within-clocks-differ", place=part.place)
    if (turns.pause is None) != (turns.resume is None) or (turns.reopen is not None and turns.close is None):
        raise Fault("within-turns", place=part.place)
    first = part.one_of("opens", ("each", "first"), "each") == "first"
    warn = part.percent("warn", "80%") / 100
    return Within(after, then, tuple(limits), by, shift, turns, first, warn)


def _order(part: Part, when: object, context: Context) -> Check:
    first = part.need("first")
    patterns = [
        _try_pattern(one, context, f"{part.place} first") for one in (first if isinstance(first, list) else [first])
    ]
    if not patterns:
        raise Fault("page-key-missing", place=part.place, key="first")
    return Order(tuple(patterns), _pattern(part, "then", context, when), _maybe(part, "anew", context))


def _steps(part: Part, when: object, context: Context) -> Check:
    start, end = _pattern(part, "from", context, when), _pattern(part, "to", context)
    steps = []
    for number, one in enumerate(part.items("steps"), 1):
        place = f"{part.place} step {number}"
        if isinstance(one, Mapping) and "do" in one:
            own = Part(one, place, shape="{do: …, required: …, until: {…}}")
            do = _pattern(own, "do", context)
            until = read_tests(own.take("until"), do.words, context, place)
            steps.append(Step(do, own.flag("required", True), until))
            own.done()
        else:
            steps.append(Step(_try_pattern(one, context, place)))
    if not any(step.required for step in steps):
        raise Fault("steps-none-required", place=part.place)
    read = [step.do for step in steps if step.do.words]
    if len(set(read)) < len(read):
        raise Fault("steps-twice", place=part.place)
    return Steps(start, end, tuple(steps), part.flag("any_order"), _maybe(part, "dropped", context))


def _never(part: Part, when: object, context: Context) -> Check:
    what = _pattern(part, "what", context, when)
    where = read_tests(part.take("where"), what.words, context, part.place)
    return Never(what, where, False, _maybe(part, "unless", context))


def _permission(part: Part, when: object, context: Context) -> Check:
    what = _pattern(part, "what", context, when)
    where = read_tests(part.need("only_where"), what.words, context, part.place)
    return Never(what, where, True, _maybe(part, "unless", context))


def _recurrence(part: Part, when: object, context: Context, key: str, counted: str) -> Recurrence:
    span = read_span(part.need(key), place=part.place)
    calendar = counted == "calendar"
    if calendar and (span.seconds or span.days not in (0, 1, 7) or (span.months and 12 % span.months)):
        raise Fault("every-calendar-span", place=part.place)
    zone = context.zone_of(part)
    return Recurrence(_pattern(part, "from", context, when), _maybe(part, "until", context), span, zone, calendar)


def _every(part: Part, when: object, context: Context) -> Check:
    counted = part.one_of("counted", ("anchored", "calendar", "rolling"), "anchored")
    recurrence = _recurrence(part, when, context, "per", counted)
    what = _pattern(part, "what", context)
    at_least, kinds = part.count("at_least", 1), []
    for one in part.items("of_these"):
        own = Part(one, f"{part.place} of_these", shape="{when: {…}, at_least: …}")
        kinds.append(Kind(read_tests(own.need("when"), what.words, context, own.place), own.count("at_least", 1)))
        own.done()
    if counted == "rolling":
        if at_least != 1 or kinds:
            raise Fault("every-rolling-once", place=part.place)
        return Rolling(what, recurrence)
    return Every(what, recurrence, at_least, tuple(kinds))


def _record(part: Part, when: object, context: Context) -> Check:
    on = _pattern(part, "on", context, when)
    names = part.texts("fields")
    if not names:
        raise Fault("page-key-missing", place=part.place, key="fields")
    return Record(on, tuple((name, _field(name, on.words, context, part.place).kind) for name in names))


def _share(part: Part, when: object, context: Context) -> Check:
    of = _pattern(part, "of", context, when)
    written = part.need("good")
    good = read_tests(written, of.words, context, part.place)
    if not written:
        raise Fault("page-key-missing", place=part.place, key="good")
    at_least, each, close = part.percent("at_least"), part.need("each"), _maybe(part, "close", context)
    grid = None
    if (each == "case") != (close is not None):
        raise Fault("share-close", place=part.place)
    if each != "case":
        span = read_span(each, place=part.place)
        if (span.months and 12 % span.months) or span.days not in (0, 1, 7) or (span.seconds and 86400 % span.seconds):
            raise Fault("share-span", place=part.place)
        grid = Grid(span, context.zone_of(part))
    return Share(of, good, at_least, grid, close, part.count("minimum", 1))


def _measure(part: Part, when: object, context: Context) -> Check:
    bounds = Range(part.number("at_least"), part.number("at_most"), part.text("unit", ""))
    if (bounds.low is None and bounds.high is None) or (
        bounds.low is not None and bounds.high is not None and bounds.low > bounds.high
    ):
        raise Fault("measure-range", place=part.place)
    if "count" in part:
        what, start, end = (
            _pattern(part, "count", context),
            _pattern(part, "from", context, when),
            _pattern(part, "to", context),
        )
        if any(bound is not None and (bound < 0 or bound != int(bound)) for bound in (bounds.low, bounds.high)):
            raise Fault("measure-count-bounds", place=part.place)
        return Count(what, start, end, bounds)
    on, value = _pattern(part, "on", context, when), part.text("value")
    if _field(value, on.words, context, part.place).kind != "number":
        raise Fault("measure-kind", place=part.place, field=value)
    return Measure(on, value, bounds, cast(Taken, part.one_of("taken", ("entered", "sensed"), "entered")))


def _inspect(part: Part, when: object, context: Context) -> Check:
    on, item, passed = _pattern(part, "on", context, when), part.wording("item"), part.text("passed", "passed")
    if _field(passed, on.words, context, part.place).kind != "flag":
        raise Fault("inspect-kind", place=part.place, field=passed)
    if "each" not in part:
        return Inspect(on, item, passed)
    counted = part.one_of("counted", ("anchored", "calendar"), "anchored")
    return Inspect(on, item, passed, _recurrence(part, None, context, "each", counted))


def _phrases(part: Part) -> tuple[str, ...]:
    phrases = part.texts("phrases")
    if not phrases:
        raise Fault("page-key-missing", place=part.place, key="phrases")
    return phrases


def _moment(part: Part, when: object, context: Context) -> Pattern | None:
    if "on" not in part and when is not None:
        raise Fault("when-without-event", place=part.place)
    return _pattern(part, "on", context, when) if "on" in part else None


def _says(part: Part, when: object, context: Context) -> Check:
    phrases, moment = _phrases(part), part.wording("moment", "")
    mode = cast(Mode, part.one_of("mode", ("any", "all", "in order", "sample"), "any"))
    return Says(phrases, moment, mode, _moment(part, when, context))


def _avoids(part: Part, when: object, context: Context) -> Check:
    phrases, moment = _phrases(part), part.wording("moment", "")
    return Avoids(phrases, moment, part.texts("except"), _moment(part, when, context))


KINDS: Mapping[str, Callable[[Part, object, Context], Check]] = {
    "within": _within, "order": _order, "steps": _steps, "never": _never, "permission": _permission,
    "every": _every, "record": _record, "share": _share, "measure": _measure, "inspect": _inspect,
    "says": _says, "avoids": _avoids,
}  # fmt: skip
"""The kinds of check by the name a standard writes."""
