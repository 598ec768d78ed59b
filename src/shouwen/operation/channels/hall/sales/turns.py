"""What the standard in force asks for in a sale: which turns there are, which comes next, what to say with it. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from shouwen.checks.order import Order
from shouwen.checks.steps import Steps
from shouwen.operation.channels.hall import guidance
from shouwen.operation.channels.hall.guidance import Moment
from shouwen.operation.channels.hall.sales import story
from shouwen.operation.channels.hall.sales.story import Turn
from shouwen.worktime import Instant

SELLER = "device-clerk"
"""The role of which the clauses of sales speak: whoever sells stands in its place."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownTurn:
    """A turn as the sale has it now.

    step     as the standard asks for it
    due      until when, where a time runs for it; warn: when that is soon over
    now      whether it can be taken now; next: whether it is the one to take
    wanted   whether the standard asks for it; otherwise it is free
    """

    step: guidance.Step
    due: Instant | None
    warn: Instant | None
    now: bool
    next: bool
    wanted: bool


def turns(moment: Moment, state: str, running: Mapping[str, tuple[Instant, Instant | None]]) -> list[ShownTurn]:
    """The turns of the sale in their order, those that may come in between last.

    `running`: of a word for which a time runs, until when and when to warn. Next is what a time runs for, else what the
    standard asks for, else what comes next in a sale.
    """
    wanted = asked_for(moment)
    possible: list[tuple[Turn, guidance.Step]] = []
    steps: list[tuple[Turn, guidance.Step]] = []
    for turn in (*story.TURNS, *story.BESIDE):
        if turn.word not in moment.vocabulary.words or not guidance.may_say(moment, turn.word):
            continue
        step = guidance.step_of(moment, turn.word, anew=turn.anew, needed=turn.word in wanted)
        steps.append((turn, step))
        if state in turn.while_ and (turn.again or step.done is None):
            possible.append((turn, step))
    open_ones = [
        turn.word
        for turn, step in possible
        if step.done is None and turn not in story.BESIDE and state not in turn.aside
    ]
    first = next(
        iter(
            sorted((word for word in open_ones if word in running), key=lambda word: running[word][0])
            or [word for word in open_ones if word in wanted and not _refused(steps, word)]
            or [word for word in open_ones if not _refused(steps, word)]
        ),
        "",
    )
    words = {turn.word for turn, _step in possible}
    return [
        ShownTurn(
            step=step,
            due=running.get(turn.word, (None, None))[0],
            warn=running.get(turn.word, (None, None))[1],
            now=turn.word in words,
            next=turn.word == first,
            wanted=turn.word in wanted or turn.word in running,
        )
        for turn, step in steps
    ]


def asked_for(moment: Moment) -> set[str]:
    """The words that clauses ask for in every sale, or in this one as it is now."""
    found: set[str] = set()
    for clause in moment.clauses:
        match clause.check:
            case Order() as order:
                found |= {word for pattern in order.first for word in pattern.words}
            case Steps() as procedure if any(procedure.start.matches(event) for event in moment.known.events):
                found |= {word for one in procedure.steps if one.required for word in one.do.words}
    return found


def _refused(steps: list[tuple[Turn, guidance.Step]], word: str) -> bool:
    return any(step.refused is not None for _turn, step in steps if step.word == word)
