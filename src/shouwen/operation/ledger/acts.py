"""What may be asked of the door: an act, a story that begins with it; and what comes of it."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from shouwen.events.event import Correction, Value
from shouwen.operation.ledger import models
from shouwen.operation.people.models import Customer, Staff, Unit
from shouwen.operation.people.rights import Acting
from shouwen.worktime import Instant


@dataclass(frozen=True, slots=True, kw_only=True)
class NewCase:
    """A subject whose story begins with the act.

    owner  who was asked first; None: the manager on duty at the unit, where the kind is a concern
    name   its name after "kind:"; empty: one that cannot be guessed
    """

    kind: str
    unit: Unit
    owner: Staff | None = None
    customer: Customer | None = None
    arose_from: models.Case | None = None
    name: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """One thing to make happen, or, where `at` is given, a report of what happened already.

    about     the subjects, the case first: rows, "kind:name", or a story that begins here
    once      a name by which a repeated request or delivery of this person is known: the second time nothing happens,
              and the event of the first is the answer
    noted_at  when it was noted, for history told as it happened (the demonstration); None: now
    """

    about: Sequence[models.Case | NewCase | str]
    word: str
    by: Acting
    data: Mapping[str, Value] = field(default_factory=dict)
    at: Instant | None = None
    noted_at: Instant | None = None
    grade: str | None = None
    once: str = ""
    corrects: models.Event | None = None
    correction: Correction | None = None


@dataclass(frozen=True, slots=True)
class Done:
    """What came of an act: its event and its case; `repeated`: it was known already, and nothing happened."""

    event: models.Event
    case: models.Case
    repeated: bool = False


def once_name(by: Acting, once: str) -> str:
    """The name under which the book knows what somebody asked for once, whoever else uses the same word."""
    return hashlib.sha256(f"{by.reference}\n{once}".encode()).hexdigest()
