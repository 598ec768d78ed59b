"""What a customer pays: reckoned from the hall's tariff, told, shown on the pad, paid. Amounts are in cents.

All of it stands in the visit's story: fee.told with what is charged, fee.paid with how it was paid and the change. A
fee that was told wrongly is taken back (fee.taken-back) and told anew; nothing is changed.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from shouwen.checks.never import Never
from shouwen.events.event import Event, Value
from shouwen.events.story import Story
from shouwen.fault import Fault
from shouwen.operation.channels.hall import story
from shouwen.operation.channels.hall.before_me import before_me
from shouwen.operation.channels.hall.models import Tariff, Visit
from shouwen.operation.channels.hall.naming import named
from shouwen.operation.ledger import clock
from shouwen.operation.ledger.act import act, done_before
from shouwen.operation.ledger.editions import settings_now, working_at
from shouwen.operation.ledger.stories import stories
from shouwen.operation.people import statements
from shouwen.operation.people.rights import Acting
from shouwen.wording import Wording

WAYS: Final = "hall.payment-ways"
CASH: Final = "cash"
MOST: Final = 99  # of one item
LARGEST: Final = 10_000_000_00  # cents

BILL: Final = Wording("账单金额", "帳單金額", "amount of the bill")
"""What is charged as the billing system shows it, and stands in no tariff. Its code is empty."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a receipt: what, how many, and what one costs, in cents."""

    code: str
    names: Mapping[str, str]
    quantity: int
    amount: int

    @property
    def label(self) -> Wording:
        """What it is called."""
        return named(self.names, self.code) if self.code else BILL

    @property
    def total(self) -> int:
        """In cents."""
        return self.quantity * self.amount

    @property
    def yuan(self) -> float:
        """The same in yuan, for showing."""
        return self.total / 100

    @property
    def one_yuan(self) -> float:
        """What one costs, in yuan, for showing."""
        return self.amount / 100


def offered(unit: int, service: str) -> list[Tariff]:
    """What may be charged with a service, in order."""
    return list(Tariff._base_manager.filter(unit=unit, service__in=("", service), in_use=True))


def steps_of(unit: int, service: str, told: Story) -> Mapping[str, bool]:
    """The steps of the fee at this hall, and whether each is needed; none where it has no tariff for the service: then
    what another system charged is noted as the standard has it."""
    tariffs = statements.read(Tariff, "unit_id = %s AND service IN ('', %s) AND in_use = %s", [unit, service, True])
    kinds = {tariff.service for tariff in tariffs}
    if not kinds:
        return {}
    events = _since_begun(told.known(clock.now()).events)
    owed, got = due(events), paid(events)
    return {
        story.FEE_TOLD: bool(service) and service in kinds,
        story.FEE_PAID: owed is not None,
        story.RECEIPT: got is not None,
    }


def tell(
    visit: Visit, chosen: Mapping[str, int], *, billed: int = 0, as_billed: bool = False, by: Acting, once: str = ""
) -> None:
    """Reckons the fee of who is at this clerk's counter, and shows it to them.

    1. The sum, from the tariff as it is now. 2. What could have no receipt is not told: the clause that would refuse
    the receipt refuses this. 3. fee.told, with what is charged: the pad shows it.

    chosen     code of a tariff → how many
    billed     cents beside the tariff; as_billed: the billing system shows just this
    Raises Fault: "fee-nothing-chosen", "fee-wrong", "fee-due-already", "refused-by-clause",
    "visit-not-at-your-counter".
    """
    with before_me(visit, by, states=(story.SERVED,)) as visit:
        if done_before(by, once) is not None:
            return
        told = story_of(visit)
        if due(told.known(clock.now()).events) is not None:
            raise Fault("fee-due-already")
        lines = _lines(visit, chosen, billed)
        amount = sum(line.total for line in lines)
        by_list = not billed or as_billed
        _check_receipt(told, visit, amount, by_list)
        data: dict[str, Value] = {"amount": amount / 100, "items": written(lines), "by_list": by_list}
        act(visit.case, story.FEE_TOLD, by=by, data=data, once=once)


def pay(visit: Visit, paid_by: str, given: int | None = None, *, by: Acting, once: str = "") -> None:
    """The customer pays what they were told. 1. fee.paid, with the way; of cash also what was given, and the change.

    Raises Fault: "fee-nothing-due", "fee-way-unknown", "fee-too-little", "visit-not-at-your-counter".
    """
    with before_me(visit, by, states=(story.SERVED,)) as visit:
        if done_before(by, once) is not None:
            return
        told = due(events_of(visit))
        if told is None:
            raise Fault("fee-nothing-due")
        ways = settings_now(visit.unit_id).choices(WAYS)
        if paid_by not in ways:
            raise Fault("fee-way-unknown", ways=", ".join(ways))
        amount = cents(told.data.get("amount"))
        data: dict[str, Value] = {"amount": amount / 100, "paid_by": paid_by}
        if paid_by == CASH:
            given = amount if given is None else given
            if given < amount:
                raise Fault("fee-too-little", amount=f"{amount / 100:.2f}", given=f"{given / 100:.2f}")
            data |= {"given": given / 100, "change": (given - amount) / 100}
        act(visit.case, story.FEE_PAID, by=by, data=data, once=once)


def due(events: Iterable[Event]) -> Event | None:
    """The fee that the customer was told and has not paid, in the service that goes on; None where there is none."""
    found: Event | None = None
    for event in _since_begun(events):
        if event.word == story.FEE_TOLD:
            found = event
        elif event.word in (story.FEE_BACK, story.FEE_PAID, story.RECEIPT):
            found = None
    return found


def paid(events: Iterable[Event]) -> tuple[Event, Event] | None:
    """What was told and paid, and has no receipt yet, in the service that goes on; None where there is nothing."""
    told: Event | None = None
    found: tuple[Event, Event] | None = None
    for event in _since_begun(events):
        if event.word == story.FEE_TOLD:
            told = event
        elif event.word == story.FEE_PAID and told is not None and event.data.get("paid_by"):
            found = (told, event)
        elif event.word == story.RECEIPT:
            told = found = None
    return found


def events_of(visit: Visit) -> tuple[Event, ...]:
    """The visit's events as they are known now."""
    return tuple(story_of(visit).known(clock.now()).events)


def story_of(visit: Visit) -> Story:
    """The visit's story."""
    return Story(visit.case.subject, stories([visit.pk])[visit.pk])


def written(lines: Iterable[Line]) -> str:
    """The lines as an event holds them."""
    return json.dumps(as_row(lines), ensure_ascii=False, separators=(",", ":"))


def as_row(lines: Iterable[Line]) -> list[dict[str, Any]]:
    """The lines as a row holds them."""
    return [
        {"code": one.code, "names": dict(one.names), "quantity": one.quantity, "amount": one.amount} for one in lines
    ]


def read_lines(text: object) -> list[Line]:
    """What `written` wrote; nothing where it is no such text."""
    try:
        return lines_in(json.loads(str(text or "[]")))
    except ValueError:
        return []


def lines_in(told: Any) -> list[Line]:
    """The lines as a row holds them. Raises ValueError."""
    try:
        return [Line(str(one["code"]), dict(one["names"]), int(one["quantity"]), int(one["amount"])) for one in told]
    except (KeyError, TypeError):
        raise ValueError("no lines") from None


def cents(yuan: object) -> int:
    """An amount of an event, which holds yuan, in cents."""
    return round(yuan * 100) if isinstance(yuan, int | float) and not isinstance(yuan, bool) else 0


def _lines(visit: Visit, chosen: Mapping[str, int], billed: int) -> list[Line]:
    known = {one.code: one for one in offered(visit.unit_id, visit.service)}
    lines = []
    for code, quantity in chosen.items():
        if code not in known or not 1 <= quantity <= MOST:
            raise Fault("fee-wrong", given=f"{code[:12]} × {quantity}")
        lines.append(Line(code, known[code].names, quantity, known[code].amount))
    if billed:
        lines.append(Line("", {}, 1, billed))
    if not lines:
        raise Fault("fee-nothing-chosen")
    if billed < 0 or sum(line.total for line in lines) > LARGEST:
        raise Fault("fee-wrong", given=f"{billed / 100:.2f}")
    return lines


def _check_receipt(told: Story, visit: Visit, amount: int, by_list: bool) -> None:
    """Raises Fault("refused-by-clause") where no receipt of this may ever be issued here."""
    works_by, now = working_at(visit.unit_id), clock.now()
    events = told.known(now).events
    data: dict[str, Value] = {
        name: value for name, value in (events[-1].data if events else {}).items() if name in works_by.vocabulary.facts
    }
    data |= {"number": "-", "amount": amount / 100, "paid_by": CASH, "by_list": by_list}
    number = max((event.id for event in events), default=0) + 1
    receipt = Event(id=number, about=(told.subject,), word=story.RECEIPT, at=now, noted_at=now, data=data)
    for clause in works_by.clauses.get(story.VISIT, ()):
        begins, ends = clause.since or 0, clause.until
        in_force = begins <= now and (ends is None or now < ends)
        if in_force and isinstance(clause.check, Never) and clause.refuses(told, receipt) is not None:
            raise Fault("refused-by-clause", clause=clause.id, says=clause.says)


def _since_begun(events: Iterable[Event]) -> list[Event]:
    found: list[Event] = []
    for event in events:
        found = [] if event.word == story.BEGUN else [*found, event]
    return found
