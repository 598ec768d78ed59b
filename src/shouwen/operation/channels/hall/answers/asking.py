"""What a clerk puts before the customer at their counter: terms, an agreement, the fee, the invitation to rate.

It appears on the counter's pad (pad.py); the customer's answer comes from there. Each step goes through the one door.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from decimal import Decimal, InvalidOperation

from shouwen.events.event import Event
from shouwen.events.story import Story
from shouwen.fault import Fault
from shouwen.operation.channels.hall import story
from shouwen.operation.channels.hall.answers import pad
from shouwen.operation.channels.hall.models import CounterDay, Visit
from shouwen.operation.ledger import clock, saying
from shouwen.operation.ledger.act import NewCase, act, done_before
from shouwen.operation.ledger.editions import settings_now
from shouwen.operation.ledger.models import Case
from shouwen.operation.ledger.stories import stories
from shouwen.operation.ledger.writing import writing
from shouwen.operation.people import privacy
from shouwen.operation.people.models import Customer
from shouwen.operation.people.personal import PersonalData
from shouwen.operation.people.rights import Acting
from shouwen.wording import Language, Wording


def explain(visit: Visit, text: str, *, by: Acting, once: str = "") -> None:
    """The clerk has explained the terms, and writes down what: the customer reads it and agrees or not.

    1. terms.explained, its text sealed where the customer is known. Raises Fault: "visit-not-at-your-counter".
    """
    saying.say(_here(visit, by), story.EXPLAINED, text.strip()[: saying.LONGEST], by=by, once=once)


def show_agreement(
    visit: Visit, name: str, language: Language, *, by: Acting, customer: Customer | None = None, once: str = ""
) -> None:
    """Puts an agreement of the standard (hall.agreements) before the customer, in their language.

    1. agreement.shown, in the visit's story and as the beginning of the agreement's own: its text, with what was
    explained, is sealed under the customer's key. A customer who is not known yet is met here, unnamed: what they sign
    needs a key of its own. Raises Fault: "visit-not-at-your-counter", "agreement-unknown".
    """
    known = agreements(visit.unit_id)
    if name not in known:
        raise Fault("agreement-unknown", agreement=name[:40], agreements=", ".join(known) or "-")
    case = _here(visit, by)
    title, _line, text = known[name].say(language).strip().partition("\n")
    text = "\n\n".join(part for part in (text.strip() or title, _explained(case)) if part)
    with writing():
        if done_before(by, once) is not None:
            return
        signer = customer or case.customer or privacy.meet(visit.unit, PersonalData(name=""))
        new = NewCase(kind=story.AGREEMENT, unit=visit.unit, customer=signer, arose_from=case)
        digest = hashlib.sha256(text.encode()).hexdigest()
        data = {"title": title, "text": privacy.keep_text(signer, text), "digest": digest}
        act(case, story.SHOWN, by=by, data=data, also=[new], once=once)


def tell_fee(visit: Visit, amount: str, text: str = "", *, by: Acting, once: str = "") -> None:
    """Shows the customer what they are to pay. 1. fee.told. Raises Fault: "visit-not-at-your-counter", "fee-wrong"."""
    data = {"amount": _amount(amount)}
    saying.say(_here(visit, by), story.FEE_TOLD, text.strip()[:200], by=by, data=data, once=once)


def invite(visit: Visit, *, by: Acting, once: str = "") -> None:
    """Asks the customer to rate the service, with no score in mind. 1. rating.invited."""
    act(_here(visit, by), story.RATING_INVITED, by=by, once=once)


def agreements(unit: int) -> Mapping[str, Wording]:
    """The agreements that the standard has: the first line is the title, the rest the text."""
    return settings_now(unit).choices("hall.agreements")


def _here(visit: Visit, by: Acting) -> Case:
    """The case of who is at this clerk's counter. Raises Fault("visit-not-at-your-counter")."""
    now = Visit._base_manager.get(pk=visit.pk)
    mine = CounterDay._base_manager.filter(unit=now.unit_id, staff=by.staff, code=now.counter).exclude(state="closed")
    if by.staff is None or now.state not in (*story.STATES_AT_COUNTER, story.DONE) or not mine.exists():
        raise Fault("visit-not-at-your-counter", number=now.number)
    return Case._base_manager.select_related("unit", "customer__key").get(pk=visit.pk)


def _explained(case: Case) -> str:
    """What was explained of the service that goes on."""
    said: list[Event] = []
    for event in Story(case.subject, stories([case.pk])[case.pk]).known(clock.now()).events:
        if event.word == story.BEGUN:
            said = []
        elif event.word == story.EXPLAINED:
            said.append(event)
    return "\n".join(filter(None, (pad.words_of(event) for event in said)))


def _amount(given: str) -> float:
    try:
        amount = Decimal(given.strip().replace("，", "").replace(",", "").lstrip("¥￥"))
    except InvalidOperation:
        raise Fault("fee-wrong", given=given[:20]) from None
    exponent = amount.as_tuple().exponent
    if not amount.is_finite() or not 0 <= amount < 10**9 or not isinstance(exponent, int) or exponent < -2:
        raise Fault("fee-wrong", given=given[:20])
    return float(amount)
