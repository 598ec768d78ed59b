"""A standard looked over: clauses that can never be kept, broken or judged, and what is declared in vain.

Reading refuses what cannot be understood; this is about what can be understood and still cannot be meant.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from shouwen.checks.every import Every
from shouwen.checks.inspect import Inspect
from shouwen.checks.measure import Count, Measure
from shouwen.checks.never import Never
from shouwen.checks.order import Order
from shouwen.checks.pattern import Test
from shouwen.checks.record import Record
from shouwen.checks.share import Share
from shouwen.checks.steps import Steps
from shouwen.checks.within import Within
from shouwen.events.vocabulary import Vocabulary
from shouwen.fault import Fault
from shouwen.standard.clause import Clause
from shouwen.standard.contradictions import contradictions
from shouwen.standard.finding import Finding, patterns, said, said_tests
from shouwen.standard.possible import Tests, covers, implies, in_range, overlap, possible
from shouwen.standard.reading import Reading
from shouwen.standard.setting_reading import looks_like_a_length


def review(reading: Reading) -> list[Finding]:
    """All that is found beyond the faults of reading: first faults by clause, then hints."""
    standard = reading.standard
    found = [
        Finding("fault", fault)
        for clause in standard.clauses
        for fault in impossible(clause, standard.vocabulary, reading.places[clause.id])
    ]
    found += [Finding("fault", fault) for fault in contradictions(standard, reading.places)]
    return found + [Finding("hint", fault) for fault in _hints(reading)]


def impossible(clause: Clause, vocabulary: Vocabulary, place: str) -> list[Fault]:
    """Why the clause can never be judged, or only ever be judged one way."""
    check = clause.check
    here = f"{place} {check.name}"
    found = [
        Fault("review-conditions-exclude", place=f"{here} {key}", event=said(pattern, vocabulary))
        for key, pattern in patterns(check)
        if not possible(pattern.tests)
    ]
    if found:
        return found
    return list(_KINDS[type(check)](check, vocabulary, here)) if type(check) in _KINDS else []


def _within(check: Within, vocabulary: Vocabulary, place: str) -> Iterator[Fault]:
    earlier: list[Tests] = []
    for case in check.limits:
        tests = case.where.tests
        words = said_tests(tests, check.after.words, vocabulary)
        if not possible(check.after.tests, tests):
            yield Fault("review-limit-never", place=place, tests=words)
        elif any(implies(check.after.tests + tests, other) for other in earlier):
            if tests:
                yield Fault("review-limit-hidden", place=place, tests=words)
            else:
                yield Fault("review-limit-general-hidden", place=place)
        earlier.append(tests)
    turns = check.turns
    for turn, back in ((turns.pause, turns.resume), (turns.close, turns.reopen)):
        if turn is not None and back is not None and covers(turn, back):
            yield Fault("review-never-resumes", place=place, event=said(back, vocabulary))
    if check.limits and turns.close is not None and turns.reopen is None and covers(turns.close, check.after):
        yield Fault("review-opens-closed", place=place, event=said(check.after, vocabulary))


def _order(check: Order, vocabulary: Vocabulary, place: str) -> Iterator[Fault]:
    for first in check.first:
        if covers(check.then, first):
            yield Fault("review-order-itself", place=place, event=said(first, vocabulary))
        elif check.anew is not None and covers(check.anew, first):
            yield Fault("review-order-anew", place=place, event=said(first, vocabulary))


def _steps(check: Steps, vocabulary: Vocabulary, place: str) -> Iterator[Fault]:
    required = [step for step in check.steps if step.required]
    for step in required:
        if check.dropped is not None and covers(check.dropped, step.last):
            yield Fault("review-step-drops", place=place, step=said(step.last, vocabulary))
    if check.any_order:
        return
    for number, step in enumerate(required):
        for earlier in required[:number]:
            if overlap(earlier.do, step.do):
                continue
            if covers(check.end, earlier.do) and not overlap(check.start, earlier.do):
                slots = {"step": said(step.last, vocabulary), "earlier": said(earlier.do, vocabulary)}
                yield Fault("review-step-after-end", place=place, **slots)
            elif covers(step.do, check.start) and not overlap(earlier.do, check.start):
                slots = {"step": said(step.do, vocabulary), "earlier": said(earlier.do, vocabulary)}
                yield Fault("review-step-at-start", place=place, **slots)


def _never(check: Never, vocabulary: Vocabulary, place: str) -> Iterator[Fault]:
    what, where = check.what, check.where
    words = said_tests(where, what.words, vocabulary)
    if check.allowed:
        if not possible(what.tests, where):
            yield Fault("review-never-kept", place=place, tests=words)
        elif implies(what.tests, where):
            yield Fault("review-always-kept", place=place, tests=words)
    elif not possible(what.tests, where):
        yield Fault("review-forbids-nothing", place=place, tests=words)


def _one_way(
    given: Tests, wanted: Tests, words: tuple[str, ...], vocabulary: Vocabulary, place: str
) -> Iterator[Fault]:
    """Where what is wanted of an event is excluded by, or lies in, the very conditions on which it is looked at."""
    told = said_tests(wanted, words, vocabulary)
    if not possible(given, wanted):
        yield Fault("review-never-kept", place=place, tests=told)
    elif implies(given, wanted):
        yield Fault("review-always-kept", place=place, tests=told)


def _every(check: Every, vocabulary: Vocabulary, place: str) -> Iterator[Fault]:
    for kind in check.kinds:
        if not possible(check.what.tests, kind.tests):
            told = said_tests(kind.tests, check.what.words, vocabulary)
            yield Fault("review-never-kept", place=place, tests=told)


def _record(check: Record, vocabulary: Vocabulary, place: str) -> Iterator[Fault]:
    filled = tuple(Test(name, kind, "filled", True) for name, kind in check.fields)
    yield from _one_way(check.on.tests, filled, check.on.words, vocabulary, place)


def _share(check: Share, vocabulary: Vocabulary, place: str) -> Iterator[Fault]:
    yield from _one_way(check.of.tests, check.good, check.of.words, vocabulary, place)


def _measure(check: Measure, vocabulary: Vocabulary, place: str) -> Iterator[Fault]:
    yield from _one_way(check.on.tests, in_range(check.field, check.range), check.on.words, vocabulary, place)


def _count(check: Count, vocabulary: Vocabulary, place: str) -> Iterator[Fault]:
    if not check.range.low and check.range.high is None:
        yield Fault("review-count-any", place=place)
    if check.range.high == 0 and covers(check.what, check.end):
        yield Fault("review-count-end", place=place, event=said(check.end, vocabulary))


def _inspect(check: Inspect, vocabulary: Vocabulary, place: str) -> Iterator[Fault]:
    passed = (Test(check.passed, "flag", "is", True),)
    yield from _one_way(check.on.tests, passed, check.on.words, vocabulary, place)


_KINDS: Mapping[type, Callable[[Any, Vocabulary, str], Iterator[Fault]]] = {
    Within: _within, Order: _order, Steps: _steps, Never: _never, Every: _every, Record: _record, Share: _share,
    Measure: _measure, Count: _count, Inspect: _inspect,
}  # fmt: skip


def _hints(reading: Reading) -> Iterator[Fault]:
    """What the file itself declares in vain, and what its clauses lack."""
    standard = reading.standard
    clauses = (*standard.clauses, *standard.unchosen)
    roles = {clause.answerable.role for clause in clauses}
    roles |= {role for word in standard.vocabulary.words.values() for role in word.may}
    used = {
        "words": frozenset[str]().union(*(clause.check.words for clause in clauses)),
        "severities": {clause.severity for clause in clauses},
        "chapters": {clause.chapter for clause in clauses},
        "roles": roles,
    }
    # A clause that could not be read may use what no other does; words alone are there to be built on.
    sound = not reading.faults and bool(clauses)
    empty = {chapter.name for chapter in standard.chapters if chapter.empty}
    for (section, name), place in reading.own.items():
        if sound and section in used and name not in used[section] and name not in empty:
            yield Fault(_UNUSED[section], place=place, name=name)
    for clause in clauses:
        place = reading.places[clause.id]
        if ("clauses", clause.id) in reading.own and not clause.sources:
            yield Fault("review-without-source", place=place)
        if ("clauses", clause.id) in reading.lacking:
            languages = ", ".join(reading.lacking["clauses", clause.id])
            yield Fault("review-without-language", place=place, languages=languages)
    for setting in standard.settings.values():
        if ("settings", setting.name) not in reading.own:
            continue
        if looks_like_a_length(setting.value):
            yield Fault("review-setting-text", place=setting.place, given=setting.value)
        if not setting.sources and not setting.ours:
            yield Fault("review-setting-unfounded", place=setting.place)
        if ("settings", setting.name) in reading.lacking:
            languages = ", ".join(reading.lacking["settings", setting.name])
            yield Fault("review-setting-without-language", place=setting.place, languages=languages)


_UNUSED = {
    "words": "review-word-unused", "severities": "review-severity-unused", "chapters": "review-chapter-unused",
    "roles": "review-role-unused",
}  # fmt: skip
