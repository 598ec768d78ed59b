"""What a pad at a counter shows its customer, and what they answer: terms, an agreement to sign, the fee, the rating.

What is asked follows from the visit's story alone: the last thing that the clerk put before the customer, until it is
answered or something else takes its place. Each answer names what it answers; a late one is refused.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Final

from shouwen.events.event import Event
from shouwen.events.story import Story
from shouwen.fault import Fault
from shouwen.operation.channels.hall import story
from shouwen.operation.channels.hall.answers import answering
from shouwen.operation.channels.hall.models import Visit
from shouwen.operation.channels.hall.money import fees
from shouwen.operation.ledger import clock
from shouwen.operation.ledger.act import act, done_before
from shouwen.operation.ledger.models import Case
from shouwen.operation.ledger.stories import stories
from shouwen.operation.ledger.writing import writing
from shouwen.operation.people import privacy, scope
from shouwen.operation.people.rights import Acting

LEFT_FOR: Final = 120
"""Seconds after which a customer who has left is asked nothing more: somebody else may sit there."""

_ANSWERS = {
    story.EXPLAINED: frozenset({story.CONFIRMED, story.NOT_AGREED}),
    story.SHOWN: frozenset({story.SIGNED, story.NOT_SIGNED}),
    story.FEE_TOLD: frozenset({story.FEE_PAID, story.FEE_BACK, story.RECEIPT}),
}
_RATING = frozenset({story.RATING_INVITED, story.HANDED_OVER, story.LEFT})
"""With one of these the customer may be asked how it was."""


@dataclass(frozen=True, slots=True)
class Shown:
    """What the pad shows.

    kind     idle, called, served, terms, agreement, fee, rating or thanks
    ask      the number of the event that is to be answered; 0 where nothing is
    text     the terms, the agreement, what the fee is for; "" where there is none, or it was erased
    lines    of a fee by the tariff: what is charged
    version  changes when anything of it does
    """

    kind: str
    visit: Visit | None = None
    ask: int = 0
    title: str = ""
    text: str = ""
    amount: float = 0
    agreement: str = ""
    lines: tuple[fees.Line, ...] = ()

    @property
    def version(self) -> str:
        """By which the pad knows that it shows this already."""
        number = self.visit.number if self.visit is not None else ""
        return f"{self.kind}-{number}-{self.ask}"


def shown(unit: int, counter: str) -> Shown:
    """What the pad of this counter shows now."""
    visit = visit_before(unit, counter)
    if visit is None:
        return Shown("idle")
    event = asked_of(_story(visit))
    now = clock.now()
    gone = visit.state == story.GONE
    if event is not None and event.word in _ANSWERS and not gone:
        return _put_before(visit, event)
    if event is not None and event.word in _RATING:
        if answering.may_be_rated(visit, now) and not (gone and now > _left_at(visit) + LEFT_FOR):
            return Shown("rating", visit, event.id)
        if visit.rated and not gone:
            return Shown("thanks", visit)
    if gone:
        return Shown("idle")
    return Shown("called" if visit.state == story.AT_COUNTER else "served", visit)


def visit_before(unit: int, counter: str) -> Visit | None:
    """Whose pad it is now: who was called to the counter last, if they are still there or have just left."""
    called = Visit._base_manager.filter(unit=unit, counter=counter, called_at__isnull=False)
    last = called.select_related("case").order_by("-called_at", "-pk").first()
    return last if last is not None and answering.is_before(last, counter) else None


def asked_of(events: Iterable[Event]) -> Event | None:
    """What the customer is asked now; None where nothing is."""
    asked: Event | None = None
    for event in events:
        if event.word in _ANSWERS or event.word in _RATING:
            asked = event
        elif event.word in (story.BEGUN, story.CALLED) or (asked and event.word in _ANSWERS.get(asked.word, ())):
            asked = None
    return asked


def answer(visit: Visit, ask: int, word: str, *, by: Acting, once: str = "") -> None:
    """The customer agrees to the terms, or does not; or does not sign. 1. the word, as the customer's own.

    Raises Fault: "pad-asked-nothing" where this is not what is asked, and as `act` does.
    """
    with writing(), scope.everywhere():
        if done_before(by, once) is not None:
            return
        shown_to = asked(visit, ask, word)
        also = [agreement_of(shown_to)] if word == story.NOT_SIGNED else []
        act(visit.case, word, by=replace(by, grade="customer"), also=also, once=once)


def asked(visit: Visit, ask: int, word: str) -> Event:
    """The event that this word answers. Raises Fault("pad-asked-nothing")."""
    event = asked_of(_story(visit))
    if event is None or event.id != ask or word not in _ANSWERS.get(event.word, ()):
        raise Fault("pad-asked-nothing")
    return event


def agreement_of(event: Event) -> Case:
    """The agreement that was shown with this event."""
    subject = next(one for one in event.about if one.startswith(f"{story.AGREEMENT}:"))
    return Case._base_manager.select_related("customer__key").get(subject=subject)


def words_of(event: Event) -> str:
    """The text that an event holds or names; "" where it was erased."""
    text = str(event.data.get("text") or "")
    return (privacy.read_text(text) or "") if text.startswith(privacy.TEXT) else text


def _put_before(visit: Visit, event: Event) -> Shown:
    kind = {story.EXPLAINED: "terms", story.SHOWN: "agreement", story.FEE_TOLD: "fee"}[event.word]
    title, amount = str(event.data.get("title") or ""), event.data.get("amount")
    return Shown(
        kind,
        visit,
        event.id,
        title=title,
        text=words_of(event),
        amount=float(amount) if isinstance(amount, int | float) else 0,
        agreement=str(event.data.get("digest") or ""),
        lines=tuple(fees.read_lines(event.data.get("items"))),
    )


def _story(visit: Visit) -> list[Event]:
    """The visit's events as they are known now."""
    return list(Story(visit.case.subject, stories([visit.pk])[visit.pk]).known(clock.now()).events)


def _left_at(visit: Visit) -> int:
    return visit.case.closed_at or 0
