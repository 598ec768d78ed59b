"""A small room for tests of the book: who is asked at a desk answers within two hours, and keeps what was promised."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

from tests.operation.people_of_the_tests import Cast

from shouwen.events.vocabulary import Word
from shouwen.operation.ledger import editions, models
from shouwen.operation.ledger.act import NewCase, begin
from shouwen.operation.ledger.channel import REGISTER, Channel, Kind
from shouwen.operation.ledger.publishing import layers_written, publish
from shouwen.operation.people.models import Customer, Staff
from shouwen.operation.people.rights import SYSTEM, acting_of
from shouwen.wording import Wording

MONDAY_10 = int(datetime(2026, 11, 30, 2, tzinfo=UTC).timestamp())
"""Monday, 10 o'clock in 江城."""

HOUR = 3600
ASKED, ANSWERED = "desk.asked", "desk.answered"
STANDARD = """
standard: desk
title: {en: The desk, zh-Hans: 服务台, zh-Hant: 服務臺}
calendars:
  talk: {zone: Asia/Shanghai, open: {mon-fri: ["09:00-18:00"]}}
notices: {hours: talk}
words:
  desk.asked: {label: {en: asked, zh-Hans: 提问, zh-Hant: 提問}}
  desk.answered: {label: {en: answered, zh-Hans: 答复, zh-Hant: 答覆}}
  promise.made: {label: {en: promised, zh-Hans: 答应, zh-Hant: 答應}, fields: {until: {kind: time, label: {en: until}}}}
  promise.kept: {label: {en: kept, zh-Hans: 兑现, zh-Hant: 兌現}}
clauses:
- id: desk.first-answer
  of: desk
  says: {en: Answered within two hours, zh-Hans: 两小时内答复, zh-Hant: 兩小時內答覆}
  check: {within: {after: desk.asked, then: desk.answered, limit: 2 hours, warn: 50%}}
- id: desk.promise
  of: promise
  says: {en: Promises are kept, zh-Hans: 答应的事做到, zh-Hant: 答應的事做到}
  check: {within: {after: promise.made, then: promise.kept, by: until}}
"""

ROOM = Channel(
    name="desk",
    label=Wording("服务台", "服務臺", "desk"),
    words=(Word(ASKED, Wording.of("asked")), Word(ANSWERED, Wording.of("answered"))),
    kinds=(Kind(name="desk", label=Wording("咨询", "諮詢", "question"), concern=True, closes=frozenset({ANSWERED})),),
)


@contextmanager
def desk_room(people: Cast, standard: str = STANDARD) -> Iterator[None]:
    """The room is registered, and the whole organisation works by its standard."""
    names = ("channels", "words", "kinds", "facts")
    before = {name: dict(getattr(REGISTER, name)) for name in names}
    if ROOM.name not in REGISTER.channels:
        REGISTER.add(ROOM)
    people.organisation.standard = "desk"
    people.organisation.save()
    editions.forget()
    publish(layers_written(standard, place="desk.yaml"), at=people.organisation, by=SYSTEM)
    editions.forget()
    try:
        yield
    finally:
        for name in names:
            getattr(REGISTER, name).clear()
            getattr(REGISTER, name).update(before[name])
        editions.forget()


def ask(
    people: Cast, owner: Staff, at: int, *, by: Staff | None = None, customer: Customer | None = None
) -> models.Case:
    """Somebody asks at the east hall; `owner` looks after it, and noted it unless `by` did."""
    new = NewCase(kind="desk", unit=people.east, owner=owner, customer=customer)
    return begin(new, ASKED, by=acting_of(by or owner, at))
