"""What a review of a standard finds beyond what reading refuses."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from shouwen.checks.avoids import Avoids
from shouwen.checks.check import Check
from shouwen.checks.every import Every, Rolling
from shouwen.checks.inspect import Inspect
from shouwen.checks.measure import Count, Measure
from shouwen.checks.never import Never
from shouwen.checks.order import Order
from shouwen.checks.pattern import Pattern, say_tests
from shouwen.checks.record import Record
from shouwen.checks.says import Says
from shouwen.checks.share import Share
from shouwen.checks.steps import Steps
from shouwen.checks.within import Within
from shouwen.events.vocabulary import Vocabulary
from shouwen.fault import Fault
from shouwen.standard.possible import Tests
from shouwen.wording import Wording

Gravity = Literal["fault", "hint"]


@dataclass(frozen=True, slots=True)
class Finding:
    """A fault that a standard must not have, or a hint that it may want to take up."""

    gravity: Gravity
    what: Fault


def said(pattern: Pattern, vocabulary: Vocabulary) -> Wording:
    """Events in words, in all languages."""
    return Wording(*(pattern.say(language, vocabulary) for language in ("zh-Hans", "zh-Hant", "en")))


def said_tests(tests: Tests, words: tuple[str, ...], vocabulary: Vocabulary) -> Wording:
    """Conditions in words, in all languages."""
    return Wording(*(say_tests(tests, language, vocabulary, words) for language in ("zh-Hans", "zh-Hant", "en")))


def patterns(check: Check) -> Iterator[tuple[str, Pattern]]:
    """The events that a check speaks of, with the key under which a standard names them."""
    found: list[tuple[str, Pattern | None]] = []
    match check:
        case Within():
            turns = check.turns
            found = [("after", check.after), ("then", check.then), ("pause", turns.pause), ("resume", turns.resume)]
            found += [("close", turns.close), ("reopen", turns.reopen)]
        case Order():
            found = [*(("first", pattern) for pattern in check.first), ("then", check.then), ("anew", check.anew)]
        case Steps():
            found = [("from", check.start), ("to", check.end), ("dropped", check.dropped)]
            found += [("steps", step.last) for step in check.steps]
        case Never():
            found = [("what", check.what), ("unless", check.unless)]
        case Every() | Rolling():
            found = [("what", check.what), ("from", check.recurrence.start), ("until", check.recurrence.until)]
        case Record() | Measure():
            found = [("on", check.on)]
        case Share():
            found = [("of", check.of), ("close", check.close)]
        case Count():
            found = [("count", check.what), ("from", check.start), ("to", check.end)]
        case Inspect():
            found = [("on", check.on)]
            if check.recurrence is not None:
                found += [("from", check.recurrence.start), ("until", check.recurrence.until)]
        case Says() | Avoids():
            found = [("on", check.on)]
    for key, pattern in found:
        if pattern is not None:
            yield key, pattern
