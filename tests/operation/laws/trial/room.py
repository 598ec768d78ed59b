"""The trial room: a small channel with all that a channel may have, and a standard with every way of owing something.

Concerns are noted, answered, put off, closed and opened again. Machines are installed, checked and retired: nobody owns
them, and time alone makes something owed of them.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests.operation.laws.trial.models import Concern

from shouwen.events.event import Event
from shouwen.events.story import START, Follow
from shouwen.events.vocabulary import Field, Word
from shouwen.operation.ledger import editions, words
from shouwen.operation.ledger.channel import OWNER, REGISTER, Channel, Kind
from shouwen.operation.ledger.models import Edition
from shouwen.operation.ledger.publishing import layers_written, publish
from shouwen.operation.people.models import Unit
from shouwen.operation.people.rights import SYSTEM
from shouwen.wording import Wording
from shouwen.worktime import Instant

TEXT = Path(__file__).with_name("standard.yaml").read_text(encoding="utf-8")

NOTED, ANSWERED, WAITS = "concern.noted", "concern.answered", "concern.waits"
RESUMED, CLOSED, REOPENED = "concern.resumed", "concern.closed", "concern.reopened"
INSTALLED, CHECKED, RETIRED = "machine.installed", "machine.checked", "machine.retired"


def apply(row: Any, event: Event) -> None:
    match event.word:
        case "concern.noted":
            row.state, row.topic = "new", str(event.data.get("topic") or "")
        case "concern.answered":
            row.state = "answered"
            row.answers += 1
        case "concern.closed":
            row.state = "closed"
        case "concern.reopened":
            row.state = "open again"
    if event.word.startswith("concern."):
        row.last_at = event.at


def _word(name: str, label: Wording, *may: str, **fields: Any) -> Word:
    return Word(name, label, {field: Field(field, kind, Wording.of(field)) for field, kind in fields.items()}, may)


_UNDER_WAY = frozenset({NOTED, ANSWERED, RESUMED, REOPENED})

ROOM = Channel(
    name="trial",
    label=Wording.of("the trial room"),
    words=(
        _word(NOTED, Wording("登记", "登記", "noted"), topic="text"),
        _word(ANSWERED, Wording("答复", "答覆", "answered"), OWNER, "manager", how="text"),
        _word(WAITS, Wording("等待", "等待", "waits"), OWNER, "manager"),
        _word(RESUMED, Wording("继续", "繼續", "resumed"), OWNER, "manager"),
        _word(CLOSED, Wording("办结", "辦結", "closed"), OWNER, "manager"),
        _word(REOPENED, Wording("重开", "重開", "opened again"), "clerk", "manager", "area-manager"),
        _word(INSTALLED, Wording.of("installed"), "manager", "area-manager"),
        _word(CHECKED, Wording.of("checked"), passed="flag"),
        _word(RETIRED, Wording.of("retired"), "manager", "area-manager"),
    ),
    kinds=(
        Kind(
            name="concern",
            label=Wording("事项", "事項", "concern"),
            concern=True,
            follow=Follow(
                {
                    NOTED: frozenset({START}),
                    ANSWERED: _UNDER_WAY,
                    WAITS: _UNDER_WAY,
                    RESUMED: frozenset({WAITS}),
                    CLOSED: _UNDER_WAY | {WAITS},
                    REOPENED: frozenset({CLOSED}),
                }
            ),
            closes=frozenset({CLOSED}),
            reopens=frozenset({REOPENED}),
            row=Concern,
            apply=apply,
        ),
        Kind(name="machine", label=Wording.of("machine"), closes=frozenset({RETIRED})),
    ),
)


@contextmanager
def registered() -> Iterator[None]:
    """Within, the trial room is one of the house's."""
    before = [dict(table) for table in (REGISTER.channels, REGISTER.words, REGISTER.kinds, REGISTER.facts)]
    REGISTER.add(ROOM)
    editions.forget()
    try:
        yield
    finally:
        REGISTER.channels, REGISTER.words, REGISTER.kinds, REGISTER.facts = before
        editions.forget()


def publish_trial(organisation: Unit, text: str = TEXT, *, since: Instant | None = None) -> Edition:
    """The organisation works by the trial standard; once more: a later edition of it."""
    if organisation.standard != "trial":
        organisation.standard = "trial"
        organisation.save()
    return publish(layers_written(text, place="trial.yaml"), at=organisation, by=SYSTEM, since=since)


NOTICES = sorted(words.NOTICES)
