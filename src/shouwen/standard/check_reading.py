"""A clause's check as its file writes it → the check. One function per kind; docs/checks.md shows each form."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import cast

from shouwen.checks.avoids import Avoids
from shouwen.checks.check import Check
from shouwen.checks.every import Every, Kind, Rolling
from shouwen.checks.inspect import Inspect, Item
from shouwen.checks.limit import Limit, read_limit, read_span
from shouwen.checks.measure import Count, Measure, Range, Taken
from shouwen.checks.never import Never
from shouwen.checks.order import Order
from shouwen.checks.pattern import Pattern
from shouwen.checks.periods import Grid
from shouwen.checks.record import Record
from shouwen.checks.says import Mode, Says
from shouwen.checks.share import Share
from shouwen.checks.steps import Step, Steps
from shouwen.checks.track import Turns
from shouwen.checks.within import LimitWhere, Within
from shouwen.events import vocabulary as words
from shouwen.fault import Fault
from shouwen.standard.event_reading import (
    Context,
    ToldBefore,
    field_of,
    maybe,
    named_of,
    pattern_of,
    read_tests,
    recurrence_of,
    try_pattern,
)
from shouwen.standard.page import Part
from shouwen.standard.schema import check_keys
from shouwen.worktime import Calendar


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
    except ToldBefore:
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


def _limit(text: object, part: Part, context: Context, calendar: Calendar | None, same: bool) -> Limit:
    return read_limit(text, place=part.place, calendar=calendar, units=context.units, same_clock_time=same)


def _within(part: Part, when: object, context: Context) -> Check:
    after, then = pattern_of(part, "after", context, when), pattern_of(part, "then", context)
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
    turns = Turns(*(maybe(part, key, context) for key in ("pause", "resume", "close", "reopen")))
    grace, ahead = part.take("grace"), part.take("ahead")
    shift = 0
    if by is None and (grace is not None or ahead is not None):
        raise Fault("within-shift-without-by", place=part.place)
    if by is not None:
        if limits or turns.pause or turns.resume or (grace is not None and ahead is not None):
            raise Fault("within-by-alone", place=part.place)
        if field_of(by, after.words, context, part.place).kind != "time":
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
        try_pattern(one, context, f"{part.place} first") for one in (first if isinstance(first, list) else [first])
    ]
    if not patterns:
        raise Fault("page-key-missing", place=part.place, key="first")
    return Order(tuple(patterns), pattern_of(part, "then", context, when), maybe(part, "anew", context))


def _steps(part: Part, when: object, context: Context) -> Check:
    start, end = pattern_of(part, "from", context, when), pattern_of(part, "to", context)
    steps = []
    for number, one in enumerate(part.items("steps"), 1):
        place = f"{part.place} step {number}"
        if isinstance(one, Mapping) and "do" in one:
            own = Part(one, place, shape="{do: …, required: …, until: {…}}")
            do = pattern_of(own, "do", context)
            until = read_tests(own.take("until"), do.words, context, place)
            steps.append(Step(do, own.flag("required", True), until))
            own.done()
        else:
            steps.append(Step(try_pattern(one, context, place)))
    if not any(step.required for step in steps):
        raise Fault("steps-none-required", place=part.place)
    read = [step.do for step in steps if step.do.words]
    if len(set(read)) < len(read):
        raise Fault("steps-twice", place=part.place)
    return Steps(start, end, tuple(steps), part.flag("any_order"), maybe(part, "dropped", context))


def _never(part: Part, when: object, context: Context) -> Check:
    what = pattern_of(part, "what", context, when)
    where = read_tests(part.take("where"), what.words, context, part.place)
    return Never(what, where, False, maybe(part, "unless", context))


def _permission(part: Part, when: object, context: Context) -> Check:
    what = pattern_of(part, "what", context, when)
    where = read_tests(part.need("only_where"), what.words, context, part.place)
    return Never(what, where, True, maybe(part, "unless", context))


def _every(part: Part, when: object, context: Context) -> Check:
    counted = part.one_of("counted", ("anchored", "calendar", "rolling"), "anchored")
    recurrence = recurrence_of(part, when, context, "per", counted)
    what = pattern_of(part, "what", context)
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
    on = pattern_of(part, "on", context, when)
    names = part.texts("fields")
    if not names:
        raise Fault("page-key-missing", place=part.place, key="fields")
    return Record(on, tuple((name, field_of(name, on.words, context, part.place).kind) for name in names))


def _share(part: Part, when: object, context: Context) -> Check:
    of = pattern_of(part, "of", context, when)
    written = part.need("good")
    good = read_tests(written, of.words, context, part.place)
    if not written:
        raise Fault("page-key-missing", place=part.place, key="good")
    at_least, each, close = part.percent("at_least"), part.need("each"), maybe(part, "close", context)
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
            pattern_of(part, "count", context),
            pattern_of(part, "from", context, when),
            pattern_of(part, "to", context),
        )
        if any(bound is not None and (bound < 0 or bound != int(bound)) for bound in (bounds.low, bounds.high)):
            raise Fault("measure-count-bounds", place=part.place)
        return Count(what, start, end, bounds)
    on, value = pattern_of(part, "on", context, when), part.text("value")
    if field_of(value, on.words, context, part.place).kind != "number":
        raise Fault("measure-kind", place=part.place, field=value)
    return Measure(on, value, bounds, cast(Taken, part.one_of("taken", ("entered", "sensed"), "entered")))


def _inspect(part: Part, when: object, context: Context) -> Check:
    on, item, passed = pattern_of(part, "on", context, when), part.wording("item"), part.text("passed", "passed")
    if field_of(passed, on.words, context, part.place).kind != "flag":
        raise Fault("inspect-kind", place=part.place, field=passed)
    passes, fails = (part.wording(key) if key in part else None for key in ("pass", "fail"))
    roles, places, occasions = (named_of(part, key, context) for key in ("roles", "places", "occasions"))
    listed = Item(passes, fails, roles, places, occasions)
    if "each" not in part:
        return Inspect(on, item, passed, listed=listed)
    counted = part.one_of("counted", ("anchored", "calendar"), "anchored")
    return Inspect(on, item, passed, recurrence_of(part, None, context, "each", counted), listed)


def _moment(part: Part, when: object, context: Context) -> Pattern | None:
    if "on" not in part and when is not None:
        raise Fault("when-without-event", place=part.place)
    return pattern_of(part, "on", context, when) if "on" in part else None


def _says(part: Part, when: object, context: Context) -> Check:
    phrases, elements, moment = part.wordings("phrases"), part.wordings("elements"), part.wording("moment", "")
    if bool(phrases) == bool(elements):
        raise Fault("says-phrases-or-elements", place=part.place)
    mode = cast(Mode, part.one_of("mode", ("any", "all", "in order", "sample"), "all" if elements else "any"))
    return Says(phrases, moment, mode, _moment(part, when, context), elements, named_of(part, "roles", context))


def _avoids(part: Part, when: object, context: Context) -> Check:
    phrases, moment = part.wordings("phrases"), part.wording("moment", "")
    if not phrases:
        raise Fault("page-key-missing", place=part.place, key="phrases")
    on, fine = _moment(part, when, context), part.wordings("except")
    return Avoids(phrases, moment, fine, on, named_of(part, "roles", context))


KINDS: Mapping[str, Callable[[Part, object, Context], Check]] = {
    "within": _within, "order": _order, "steps": _steps, "never": _never, "permission": _permission,
    "every": _every, "record": _record, "share": _share, "measure": _measure, "inspect": _inspect,
    "says": _says, "avoids": _avoids,
}  # fmt: skip
"""The kinds of check by the name a standard writes."""
