"""Facts of the place that ride on an event, as a condition may ask for them: those that the standard declares."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from shouwen.events.event import Value
from shouwen.operation.ledger.channel import REGISTER
from shouwen.operation.ledger.editions import Working
from shouwen.operation.people.duty import number_on_duty
from shouwen.operation.people.units import tree
from shouwen.worktime import Instant

_KINDS = {"own-hall": "own", "partner-hall": "partner"}

PLACE: Mapping[str, Callable[[int, Instant], Value]] = {
    "site_kind": lambda unit, _at: _KINDS.get(tree()[unit].kind, tree()[unit].kind),
    "size_class": lambda unit, _at: tree()[unit].size or None,
    "on_shift": number_on_duty,
}
"""Name of the fact → its value at a unit at a time."""

FRESH = 60
"""Seconds after which a report is a late one: what a room counts now (people waiting) was another number then."""


def stamps(unit: int, working: Working, *, at: Instant, late: bool) -> dict[str, Value]:
    """The facts that the standard declares, as they are at the unit at `at`. Of what happened earlier, a `late` report,
    a room cannot tell them any more: rather none than a wrong one."""
    if working.standard is None:
        return {}
    found: dict[str, Value] = {}
    for name in working.standard.vocabulary.facts:
        value: Value | None = None
        if name in PLACE:
            value = PLACE[name](unit, at)
        elif name in REGISTER.facts and not late:
            value = REGISTER.facts[name][1](unit)
        if value is not None:
            found[name] = value
    return found
