"""Clauses of one standard that cannot be kept together, and clauses that another makes void.

Two clauses are weighed against each other where they are judged on the same kind of story and in force at one time.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations, permutations

from shouwen.checks.avoids import Avoids
from shouwen.checks.check import Check
from shouwen.checks.every import Every, Rolling
from shouwen.checks.limit import Limit
from shouwen.checks.measure import Count, Measure
from shouwen.checks.never import Never
from shouwen.checks.order import Order
from shouwen.checks.pattern import Pattern
from shouwen.checks.says import Says
from shouwen.checks.share import Share
from shouwen.checks.steps import Steps
from shouwen.checks.within import Within
from shouwen.events.vocabulary import Vocabulary
from shouwen.fault import Fault
from shouwen.standard.clause import Clause, Standard
from shouwen.standard.finding import said
from shouwen.standard.possible import Tests, covers, implies, in_range, overlap, possible


def contradictions(standard: Standard, places: Mapping[str, str]) -> list[Fault]:
    """What is wrong between clauses; each fault at the place of the later one, naming the other."""
    found = list(_circles(standard.clauses, places))
    grave = {severity.name: rank for rank, severity in enumerate(standard.severities)}
    void: set[str] = set()
    for first, second in combinations(standard.clauses, 2):
        if first.of != second.of:
            continue
        place = f"{places[second.id]} {second.check.name}"
        if first.check == second.check:
            found.append(Fault("review-same-check", place=place, other=first.id))
            continue
        found += _between(first, second, place)
        for one, other in permutations((first, second)):
            here = f"{places[one.id]} {one.check.name}"
            found += _forbidden(one, other, here, standard.vocabulary)
            graver = grave.get(one.severity, -1) > grave.get(other.severity, -1)
            if one.id not in void and not graver and _is_void(one, other):
                void.add(one.id)
                found.append(Fault("review-void", place=here, other=other.id))
    return found


# ── one asks for what the other forbids ──


def asked_for(check: Check) -> list[Pattern]:
    """The events without which a check is never kept."""
    match check:
        case Within():
            return [check.then]
        case Order():
            return list(check.first)
        case Steps():
            return [step.last for step in check.steps if step.required]
        case Every() | Rolling():
            return [check.what]
        case Count():
            return [check.what] if check.range.low else []
    return []


def _forbidden(one: Clause, other: Clause, place: str, vocabulary: Vocabulary) -> Iterator[Fault]:
    """`one` asks for events all of which `other` forbids."""
    ban = other.check
    if not isinstance(ban, Never) or ban.unless is not None or isinstance(one.check, Never):
        return
    for wanted in asked_for(one.check):
        if _bans(ban, wanted):
            yield Fault("review-asks-forbidden", place=place, event=said(wanted, vocabulary), other=other.id)


def _bans(ban: Never, pattern: Pattern) -> bool:
    """Whether each event of the pattern breaks the ban."""
    if not covers(ban.what, pattern):
        return False
    return not possible(pattern.tests, ban.where) if ban.allowed else implies(pattern.tests, ban.where)


# ── two that exclude each other ──


def _between(first: Clause, second: Clause, place: str) -> Iterator[Fault]:
    one, other = first.check, second.check
    if isinstance(one, Never) and isinstance(other, Never):
        yield from _nothing_left(one, other, first.id, place)
    elif isinstance(one, Measure) and isinstance(other, Measure):
        same = one.field == other.field and overlap(one.on, other.on)
        if same and not possible(in_range(one.field, one.range), in_range(other.field, other.range)):
            yield Fault("review-ranges-apart", place=place, other=first.id)
    elif isinstance(one, Count) and isinstance(other, Count):
        same = one.what == other.what and one.end == other.end and overlap(one.start, other.start)
        if same and not possible(in_range("", one.range), in_range("", other.range)):
            yield Fault("review-ranges-apart", place=place, other=first.id)
    elif isinstance(one, Share) and isinstance(other, Share):
        same = one.of == other.of and one.grid == other.grid and one.close == other.close
        if same and one.at_least + other.at_least > 100 and not possible(one.of.tests, one.good, other.good):
            yield Fault("review-shares-over", place=place, other=first.id)
    elif isinstance(one, Says) and isinstance(other, Avoids):
        yield from _says_what_is_avoided(one, other, first.id, place)
    elif isinstance(one, Avoids) and isinstance(other, Says):
        yield from _says_what_is_avoided(other, one, first.id, place)
    for steps, against in ((one, other), (other, one)):
        if isinstance(steps, Steps) and not steps.any_order:
            backwards = list(_backwards(steps, against, first.id, place))
            if backwards:
                yield backwards[0]
                return


def _nothing_left(one: Never, other: Never, name: str, place: str) -> Iterator[Fault]:
    """A permission, and a ban or another permission, that together allow nothing."""
    if one.unless is not None or other.unless is not None:
        return
    permission, second = (one, other) if one.allowed else (other, one)
    if not permission.allowed or not overlap(permission.what, second.what):
        return
    allowed = permission.what.also(permission.where)
    if possible(allowed.tests) and _bans(second, allowed):
        yield Fault("review-nothing-allowed", place=place, other=name)


def _says_what_is_avoided(says: Says, avoids: Avoids, name: str, place: str) -> Iterator[Fault]:
    """Phrases that are asked for hold what is banned at any moment, or at the very same."""
    if (avoids.on is not None or avoids.moment.en) and (avoids.on, avoids.moment) != (says.on, says.moment):
        return
    banned = [phrase for phrase in says.phrases if _holds_banned(phrase.zh_hans, avoids)]
    if banned and (says.mode in ("all", "in order") or len(banned) == len(says.phrases)):
        yield Fault("review-says-banned", place=place, phrase=banned[0], other=name)


def _holds_banned(phrase: str, avoids: Avoids) -> bool:
    for fine in avoids.exceptions:
        phrase = phrase.replace(fine.zh_hans, "\n")
    return any(banned.zh_hans in phrase for banned in avoids.phrases)


def _backwards(steps: Steps, other: Check, name: str, place: str) -> Iterator[Fault]:
    """Two steps that another order, or the same procedure elsewhere, wants the other way round."""
    required = [step.do for step in steps.steps if step.required]
    for earlier, later in combinations(required, 2):
        if (
            isinstance(other, Order)
            and covers(other.then, earlier)
            and any(covers(later, first) for first in other.first)
        ):
            yield Fault("review-steps-backwards", place=place, other=name)
            return
        if isinstance(other, Steps) and not other.any_order and (other.start, other.end) == (steps.start, steps.end):
            order = [step.do for step in other.steps if step.required]
            if earlier in order and later in order and order.index(later) < order.index(earlier):
                yield Fault("review-steps-backwards", place=place, other=name)
                return


# ── orders that run in a circle ──


def _circles(clauses: Sequence[Clause], places: Mapping[str, str]) -> Iterator[Fault]:
    """Orders in which each waits for the next and the last for the first, so that none can ever begin."""
    orders = [(clause, clause.check) for clause in clauses if isinstance(clause.check, Order)]
    waits: dict[str, list[str]] = {}
    for clause, order in orders:
        waits[clause.id] = [
            other.id
            for other, needed in orders
            if other is not clause
            and other.of == clause.of
            and any(covers(needed.then, first) for first in order.first)
        ]
    told: set[frozenset[str]] = set()
    for clause, _ in orders:
        circle = _circle(clause.id, waits)
        if circle and frozenset(circle) not in told:
            told.add(frozenset(circle))
            last = max(circle, key=list(waits).index)
            others = ", ".join(name for name in circle if name != last)
            yield Fault("review-order-circle", place=f"{places[last]} order", others=others)


def _circle(start: str, waits: Mapping[str, list[str]]) -> list[str]:
    """The shortest way from a clause back to itself; empty if there is none."""
    ways = [[start]]
    seen: set[str] = set()
    for way in ways:
        for following in waits[way[-1]]:
            if following == start:
                return way
            if following not in seen:
                seen.add(following)
                ways.append([*way, following])
    return []


# ── one that another makes void ──


def _is_void(one: Clause, other: Clause) -> bool:
    """Whether each occasion of `one` is one of `other` too, which asks for the same sooner.

    A graver clause with a longer limit is not void: it says from when on being late is worse.
    """
    loose, strict = one.check, other.check
    if not isinstance(loose, Within) or not isinstance(strict, Within) or not loose.limits:
        return False
    if strict.first or not covers(loose.then, strict.then) or not covers(strict.after, loose.after):
        return False
    return loose.turns.key == strict.turns.key and all(
        _sooner(strict, loose.after.tests + case.where.tests, case.limit) for case in loose.limits
    )


def _sooner(strict: Within, tests: Tests, limit: Limit) -> bool:
    """Whether the strict clause gives each event that fulfils the tests less time, on the same clock."""
    for case in strict.limits:
        if implies(tests, case.where.tests):
            own = case.limit
            return (own.measure, own.calendar) == (limit.measure, limit.calendar) and own.amount < limit.amount
        if possible(tests, case.where.tests):
            return False  # some of them get this limit, others another
    return False
