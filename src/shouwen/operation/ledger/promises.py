"""Promises: what a customer was promised, until when. Each is a story of its own: keeping one keeps no other."""

from __future__ import annotations

from collections.abc import Mapping

from shouwen.events.event import Value
from shouwen.operation.ledger import models, words
from shouwen.operation.ledger.act import act
from shouwen.operation.ledger.acts import NewCase
from shouwen.operation.people.rights import Acting
from shouwen.worktime import Instant


def promise(
    case: models.Case, until: Instant, *, by: Acting, data: Mapping[str, Value] | None = None, once: str = ""
) -> models.Event:
    """Promises the customer of a case something until then. Raises Fault as `act` does."""
    new = NewCase(kind="promise", unit=case.unit)
    return act(case, words.PROMISE, by=by, also=[new], data={**(data or {}), "until": until}, once=once)


def keep(promised: models.Case, *, by: Acting, data: Mapping[str, Value] | None = None, once: str = "") -> models.Event:
    """Notes that a promise was kept. Raises Fault."""
    return act(_origin(promised), words.KEEP, by=by, also=[promised], data=data, once=once)


def release(promised: models.Case, *, by: Acting, data: Mapping[str, Value], once: str = "") -> models.Event:
    """Notes that the customer has released us from a promise, and why. Raises Fault."""
    return act(_origin(promised), words.RELEASE, by=by, also=[promised], data=data, once=once)


def _origin(promised: models.Case) -> models.Case:
    if promised.arose_from is None:
        raise ValueError("a promise arises from a case")
    return promised.arose_from
