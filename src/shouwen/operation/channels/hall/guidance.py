"""What the standard in force asks for at a counter: which steps, in what order, what to say and what to tick. Pure.

The steps are the words of clauses about a visit for which somebody at a counter is answerable, and which they may say.
Of a service that begins, the standard is asked as it is of one that has begun: by an event that has not happened (a
trial), which holds the service and the facts of the place.

    steps   their words in their order              order     what must have come before one of the steps
    within  what must have come before a step's time is counted; inspect, never, record, says: what a step asks for

Begin, end and farewell belong to every visit, whatever the standard says.
"""

from __future__ import annotations

import heapq
import itertools
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import TypeVar

from shouwen.checks.check import Check
from shouwen.checks.inspect import Inspect
from shouwen.checks.never import Never
from shouwen.checks.order import Order
from shouwen.checks.pattern import Pattern
from shouwen.checks.record import Record
from shouwen.checks.says import Says
from shouwen.checks.steps import Steps
from shouwen.checks.within import Within
from shouwen.events.event import Event, Value
from shouwen.events.story import Known, Story
from shouwen.events.vocabulary import Kind, Vocabulary
from shouwen.operation.channels.hall import story
from shouwen.standard.clause import Clause
from shouwen.standard.setting import Settings
from shouwen.wording import Wording
from shouwen.worktime import Instant

SERVICE = "service"
FILLED = frozenset({SERVICE})
"""Fields that nobody is asked for: the hall knows them."""

TAKEN_BY_ACTIONS: Mapping[str, frozenset[str]] = {
    story.BEGUN: frozenset({"need_confirmed"}),
    story.ENDED: frozenset(),
    story.HANDED_OVER: frozenset({"counted", "cautions_told"}),
    story.LEFT: frozenset(),
}
"""Steps that move the visit on, and the fields that their functions (actions.py) take."""

THE_CUSTOMERS = frozenset({story.RATED})
"""What nobody at a counter says for a customer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """What the standard is asked of.

    clauses   of visits, in force now       roles   of who serves
    may       who may say which word        story   the visit's, as it was noted; none before anybody came
    service   that is being served, or is to begin
    charges   the steps of a fee at this hall, in their order, and whether each is needed; none where it has no tariff
    """

    clauses: tuple[Clause, ...]
    vocabulary: Vocabulary
    may: Mapping[str, tuple[str, ...]]
    roles: frozenset[str]
    story: Story
    at: Instant
    service: str
    charges: Mapping[str, bool] = field(default_factory=dict)
    known: Known = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "known", self.story.known(self.at))


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A field that a step asks for.

    label     of the field; of a tick, what is to be looked at
    clause    that asks for it; None: it is only offered
    tick      judged by it: not ticked, it is not judged
    required  without it the step is refused
    """

    name: str
    kind: Kind
    label: Wording
    clause: Clause | None = None
    tick: bool = False
    required: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """A step at the counter.

    needed   the standard asks for it in this service; otherwise it is free
    done     the event by which it was done; None: not yet
    refused  the clause by which it would be refused just now
    why      the clauses for whose sake it comes where it comes
    says     what the standard gives to say with it
    undo     a word after which it is to be done again
    """

    word: str
    label: Wording
    needed: bool
    done: Event | None
    refused: Clause | None
    why: tuple[Clause, ...]
    says: tuple[Says, ...]
    fields: tuple[Asked, ...]
    undo: str = ""


def steps(moment: Moment) -> list[Step]:
    """The steps of this service, from its beginning to the farewell."""
    plan = _plan(moment)
    return [_step(moment, word, needed, plan) for word, needed in plan.items()]


def forbidden(moment: Moment, service: str) -> Clause | None:
    """The clause by which this hall may not do this service for this customer; None where it may."""
    for clause, check in _checks(moment, Never):
        for word in check.what.words:
            known = moment.vocabulary.words.get(word)
            if known is None or SERVICE not in known.fields:
                continue
            if clause.refuses(moment.story, trial(moment, word, service=service)) is not None:
                return clause
    return None


def step_of(moment: Moment, word: str, *, anew: frozenset[str], needed: bool) -> Step:
    """One step by itself, for a story that has an order of its own (sales/turns.py): to be done again after `anew`."""
    found = _step(moment, word, needed, {word: needed})
    events = moment.known.events
    after = max((place for place, event in enumerate(events) if event.word in anew), default=-1)
    done = next((event for event in reversed(events[after + 1 :]) if event.word == word), None)
    return replace(found, done=done, refused=None if done else _refused(moment, word))


def trial(moment: Moment, word: str, *, service: str = "") -> Event:
    """The event of this word as it would be if it happened now, with what the hall knows of it."""
    last = moment.known.events[-1] if moment.known.events else None
    data: dict[str, Value] = {
        name: value for name, value in (last.data if last else {}).items() if name in moment.vocabulary.facts
    }
    if word in moment.vocabulary.words and SERVICE in moment.vocabulary.words[word].fields:
        data[SERVICE] = service or moment.service
    number = max((event.id for event in moment.story.events), default=0) + 1
    return Event(id=number, about=(moment.story.subject,), word=word, at=moment.at, noted_at=moment.at, data=data)


def _plan(moment: Moment) -> dict[str, bool]:
    """The words in their order, and whether each is needed."""
    needed = {story.BEGUN: True, story.ENDED: True, story.LEFT: True}
    before: list[tuple[str, str]] = []
    for _clause, procedure in _checks(moment, Steps):
        if not _begun(moment, procedure.start):
            continue
        chain = [one.do.words for one in procedure.steps]
        for step in procedure.steps:
            for word in step.do.words:
                needed[word] = needed.get(word, False) or step.required
        if not procedure.any_order:
            ordered = [procedure.start.words, *chain, procedure.end.words]
            before += [(a, b) for first, then in _pairs(ordered) for a in first for b in then]
    orders = [(order, _applies(moment, order.then)) for _clause, order in _checks(moment, Order)]
    for order, applies in _until_settled(needed, orders):
        need = applies is True and any(needed.get(word) for word in order.then.words)
        for pattern in order.first:
            for word in pattern.words:
                needed[word] = needed.get(word, False) or (need and len(pattern.words) == 1)
            before += [(word, then) for word in pattern.words for then in order.then.words]
    for _clause, within in _checks(moment, Within):
        if set(within.then.words) & needed.keys():
            before += [(word, then) for word in within.after.words for then in within.then.words]
            for word in within.after.words:
                needed.setdefault(word, False)
    for word, need in moment.charges.items():
        needed[word] = needed.get(word, False) or need
    before += itertools.pairwise(moment.charges)
    if any(story.RATING_INVITED in clause.check.words for clause in moment.clauses):
        needed.setdefault(story.RATING_INVITED, False)
    wanted = {word: need for word, need in needed.items() if _is_step(moment, word)}
    return {word: wanted[word] for word in _in_order(moment, set(wanted), before)}


def _until_settled(
    needed: Mapping[str, bool], orders: list[tuple[Order, bool | None]]
) -> Iterator[tuple[Order, bool | None]]:
    """The orders that speak of what is to be done, again and again: what one of them needs may need another."""
    while True:
        before = dict(needed)
        for order, applies in orders:
            if applies is not False and set(order.then.words) & needed.keys():
                yield order, applies
        if before == needed:
            return


def _is_step(moment: Moment, word: str) -> bool:
    """Whether it is a step of a counter, which these people may take."""
    if word in THE_CUSTOMERS or (word in story.FOLLOW.after and word not in TAKEN_BY_ACTIONS):
        return False
    return word in moment.vocabulary.words and may_say(moment, word)


def may_say(moment: Moment, word: str) -> bool:
    """Whether one of these people may say it."""
    may = moment.may.get(word, ())
    return not may or bool(set(may) & moment.roles)


def _in_order(moment: Moment, words: set[str], before: Iterable[tuple[str, str]]) -> list[str]:
    """The words so that each comes after those before it; what nothing orders stands as in the vocabulary."""
    place = {word: number for number, word in enumerate(moment.vocabulary.words)}
    after: dict[str, set[str]] = {word: set() for word in words}
    for first, then in before:
        if first in words and then in words and first != then:
            after[first].add(then)
    frame = {story.BEGUN, story.ENDED, story.HANDED_OVER, story.RATING_INVITED, story.LEFT}
    later = _reached(after, story.ENDED)
    for word in words - frame - later:
        after[story.BEGUN].add(word)
        after[word].add(story.ENDED)
    for word in words & (frame | later) - {story.BEGUN, story.ENDED, story.LEFT}:
        after[story.ENDED].add(word)
        after[word].add(story.LEFT)
    after[story.BEGUN].add(story.ENDED)
    after[story.ENDED].add(story.LEFT)
    waits = dict.fromkeys(words, 0)
    for thens in after.values():
        for then in thens:
            waits[then] += 1
    ready = [(place[word], word) for word, count in waits.items() if count == 0]
    heapq.heapify(ready)
    found: list[str] = []
    while ready:
        _place, word = heapq.heappop(ready)
        found.append(word)
        for then in after[word]:
            waits[then] -= 1
            if waits[then] == 0:
                heapq.heappush(ready, (place[then], then))
    return found + sorted(words - set(found), key=place.__getitem__)  # of clauses that contradict one another


def _reached(after: Mapping[str, set[str]], start: str) -> set[str]:
    found: set[str] = set()
    waiting = [start]
    while waiting:
        for then in after.get(waiting.pop(), set()) - found:
            found.add(then)
            waiting.append(then)
    return found


def _step(moment: Moment, word: str, needed: bool, plan: Mapping[str, bool]) -> Step:
    orders = [(clause, order) for clause, order in _checks(moment, Order) if _applies(moment, order.then) is not False]
    firsts = [(clause, order) for clause, order in orders if _names(order.first, word)]
    others = {one for _c, order in firsts for pattern in order.first if word in pattern.words for one in pattern.words}
    done = _done(moment, word, [order for _clause, order in firsts])
    alternatives = [_done(moment, one, [order for _c, order in firsts]) for one in others - {word}]
    undo = {one for _c, order in firsts if order.anew for one in order.anew.words} - set(plan)
    if word == story.FEE_TOLD and moment.charges and not _done(moment, story.FEE_PAID, ()):
        undo.add(story.FEE_BACK)
    said = [check for _c, check in _checks(moment, Says) if check.on and word in check.on.words]
    return Step(
        word=word,
        label=moment.vocabulary.words[word].label,
        needed=needed or bool(others - {word} and not any(alternatives) and not done),
        done=done,
        refused=None if done else _refused(moment, word),
        why=tuple(clause for clause, _order in firsts),
        says=tuple(check for check in said if check.on and _applies(moment, check.on, word) is not False),
        fields=tuple(_fields(moment, word)),
        undo=next((one for one in sorted(undo) if may_say(moment, one)), "") if done else "",
    )


def options_of(settings: Settings, setting: str | None) -> Mapping[str, Wording] | None:
    """What may be chosen where a field is of this setting; None where it is of none, or the standard names nothing."""
    return settings.choices(setting) if setting is not None and setting in settings else None


def _done(moment: Moment, word: str, orders: Iterable[Order]) -> Event | None:
    """The last event of the word since it had to be done anew: for a service, and since the customer was called."""
    anew: set[str] = set()
    asked = list(orders)
    for order in asked:
        anew |= set(order.anew.words) if order.anew else set()
    if not asked or story.BEGUN in anew:
        anew |= {story.BEGUN, story.CALLED}
    if word == story.BEGUN:
        anew = {story.CALLED}
    if word in moment.charges:
        anew |= {story.REVERSED} | ({story.FEE_BACK} if word == story.FEE_TOLD else set())
    for event in reversed(moment.known.events):
        if event.word == word:
            return event
        if event.word in anew and not event.data.get("left"):  # a red entry over a part begins nothing anew
            return None
    return None


def _refused(moment: Moment, word: str) -> Clause | None:
    act = trial(moment, word)
    for clause in moment.clauses:
        if isinstance(clause.check, Order | Never) and clause.refuses(moment.story, act) is not None:
            return clause
    return None


def _fields(moment: Moment, word: str) -> Iterator[Asked]:
    taken = TAKEN_BY_ACTIONS.get(word)
    looked_at = {check.passed: (clause, check.item) for clause, check in _on(moment, Inspect, word)}
    recorded = {name: clause for clause, check in _on(moment, Record, word) for name, _kind in check.fields}
    forbids = {test.field: (clause, test.value) for clause, check in _checks(moment, Never)
               if word in check.what.words and not check.allowed for test in check.where if len(check.where) == 1
               and test.kind == "flag" and test.operator == "is"}  # fmt: skip
    for name, one in moment.vocabulary.words[word].fields.items():
        if name in FILLED or (taken is not None and name not in taken) or one.kind == "time":
            continue
        if one.kind != "flag":
            yield Asked(name=name, kind=one.kind, label=one.label, clause=recorded.get(name), required=name in recorded)
        elif name in forbids:
            clause, value = forbids[name]
            if value is False:  # what must not be "yes" nobody is asked
                yield Asked(name=name, kind="flag", label=one.label, clause=clause, required=True)
        elif name in looked_at:
            clause, item = looked_at[name]
            yield Asked(name=name, kind="flag", label=item, clause=clause, tick=True)
        else:
            yield Asked(name=name, kind="flag", label=one.label)


C = TypeVar("C", bound=Check)
On = TypeVar("On", Inspect, Record)


def _checks(moment: Moment, kind: type[C]) -> Iterator[tuple[Clause, C]]:
    """The clauses with this kind of check that these people are answerable for."""
    for clause in moment.clauses:
        if isinstance(clause.check, kind) and clause.answerable.role in ("", *moment.roles):
            yield clause, clause.check


def _on(moment: Moment, kind: type[On], word: str) -> Iterator[tuple[Clause, On]]:
    for clause, check in _checks(moment, kind):
        if word in check.on.words and _applies(moment, check.on, word) is not False:
            yield clause, check


def _applies(moment: Moment, pattern: Pattern, word: str = "") -> bool | None:
    """Whether the pattern would speak of the event were it to happen now; None where that depends on what is given."""
    answers = [pattern.fulfils(trial(moment, one)) for one in ([word] if word else pattern.words)]
    return True if True in answers else None if None in answers else False


def _begun(moment: Moment, start: Pattern) -> bool:
    """Whether the procedure runs, or will with the service."""
    if story.BEGUN in start.words:
        return _applies(moment, start, story.BEGUN) is not False
    return any(start.matches(event) for event in moment.known.events)


def _names(patterns: Iterable[Pattern], word: str) -> bool:
    return any(word in pattern.words for pattern in patterns)


def _pairs(chain: list[tuple[str, ...]]) -> Iterator[tuple[tuple[str, ...], tuple[str, ...]]]:
    for number, first in enumerate(chain):
        for then in chain[number + 1 :]:
            yield first, then
