"""Facts of the place that ride on an event, as a condition may ask for them: those that the standard declares."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from shouwen.events.event import Value
from shouwen.operation.ledger.channel import REGISTER
from shouwen.operation.ledger.editions import Working
from shouwen.operation.people.duty import on_duty
from shouwen.operation.people.units import tree

_KINDS = {"own-hall": "own", "partner-hall": "partner"}

PLACE: Mapping[str, Callable[[int], Value]] = {
    "site_kind": lambda unit: _KINDS.get(tree()[unit].kind, tree()[unit].kind),
    "size_class": lambda unit: tree()[unit].size or None,
    "on_shift": lambda unit: len(on_duty(unit)),
}
"""Name of the fact → its value at a unit."""


def stamps(unit: int, working: Working) -> dict[str, Value]:
    """The facts that the standard declares, as they are at the unit now."""
    if working.standard is None:
        return {}
    found: dict[str, Value] = {}
    for name in working.standard.vocabulary.facts:
        ask = PLACE.get(name) or (REGISTER.facts[name][1] if name in REGISTER.facts else None)
        if ask is not None and (value := ask(unit)) is not None:
            found[name] = value
    return found
