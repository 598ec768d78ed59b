"""What happens in a device sale: one function for each step that is more than a word. Each goes through the one door.

`once` is a name for this very asking: asked again, nothing happens, and the answer is what came of it the first time;
asked for something else under the same name: Fault("api-once-differs").
"""

from __future__ import annotations

from collections.abc import Mapping

from shouwen.events.event import Value
from shouwen.fault import Fault
from shouwen.operation.channels.hall.models import Hall, Sale, Visit
from shouwen.operation.channels.hall.sales import story
from shouwen.operation.ledger import customers
from shouwen.operation.ledger.act import Act, NewCase, act_many, begin, done_before
from shouwen.operation.ledger.editions import settings_now
from shouwen.operation.ledger.models import Case, Event
from shouwen.operation.ledger.writing import writing
from shouwen.operation.people import privacy, scope
from shouwen.operation.people.models import Staff, Unit
from shouwen.operation.people.personal import PersonalData
from shouwen.operation.people.rights import Acting
from shouwen.worktime import Instant

CHOSEN: Mapping[tuple[str, str], str] = {
    (story.NOTICED, "place"): "hall.sale-places",
    (story.GREETED, "place"): "hall.sale-places",
    (story.NEED_ASKED, "brand"): "hall.brands",
    (story.CUSTOM, "brand"): "hall.brands",
    (story.REFERRED, "counter"): "hall.referral-places",
    (story.PROMISED, "manner"): "hall.contact-manners",
    (story.CONTACTED, "manner"): "hall.contact-manners",
}
"""(word, field) → the setting of the standard that names what may be said."""


def notice(
    unit: Unit,
    place: str,
    *,
    by: Acting,
    visit: Visit | None = None,
    at: Instant | None = None,
    once: str = "",
) -> Sale:
    """A customer comes for a device. 1. The customer stays unnamed until they say who they are. 2. sale.noticed begins
    the sale; who notices it owns it, of a device the manager on duty. `visit`: beside which it arises.

    Raises Fault: "hall-unknown", "sale-choice-unknown", "case-unknown" for a visit to another hall, and as `begin`.
    """
    if not Hall._base_manager.filter(pk=unit.pk).exists():
        raise Fault("hall-unknown")
    if visit is not None and visit.unit_id != unit.pk:
        raise Fault("case-unknown", case=visit.case.subject)
    data = _checked(unit.pk, story.NOTICED, {"place": place})
    with writing(), scope.everywhere():
        if (before := _before(by, once, story.NOTICED)) is not None:
            return before
        new = NewCase(
            kind=story.SALE,
            unit=unit,
            owner=None if by.staff is None else Staff.objects.get(pk=by.staff),
            customer=privacy.meet(unit, PersonalData(name="")),
            arose_from=None if visit is None else Case._base_manager.get(pk=visit.pk),
        )
        return _row(begin(new, story.NOTICED, by=by, data=data, at=at, once=once).pk)


def at_place(sale: Sale, place: str, *, by: Acting, once: str = "") -> Sale:
    """They come to another place: from the area to the counter. 1. sale.noticed, there. Raises Fault as `say` does."""
    return say(sale, story.NOTICED, by=by, data={"place": place}, once=once)


def say(sale: Sale, word: str, *, by: Acting, data: Mapping[str, Value] | None = None, once: str = "") -> Sale:
    """Notes a step of the sale. A greeting is noted where they are.

    Of a custom model for another brand than the customer's, brand.mismatched is noted with it: they are owed one that
    fits. Raises Fault: "sale-choice-unknown", "api-once-differs", and as `act` does.
    """
    with writing(), scope.everywhere():
        if (before := _before(by, once, word, sale)) is not None:
            return before
        Case._base_manager.select_for_update().get(pk=sale.pk)
        now = _row(sale.pk)
        given: dict[str, Value] = {**(data or {})}
        if word == story.GREETED:
            given.setdefault("place", now.place or None)
        if word in (story.SOLD, story.RECOMMENDED) and not given.get("model"):
            given["model"] = now.model or None
        acts = [Act(about=[now.case], word=word, by=by, data=_checked(now.unit_id, word, given), once=once)]
        if word == story.CUSTOM and now.brand and given.get("brand") not in (None, now.brand):
            acts.append(Act(about=[now.case], word=story.MISMATCHED, by=by))
        act_many(acts)
        return _row(sale.pk)


def promise_contacts(sale: Sale, name: str, phone: str, manner: str, *, by: Acting, once: str = "") -> Sale:
    """The buyer agrees to be contacted. 1. contacts.promised, with the manner alone. 2. Name and number are sealed
    under the customer's key. 3. It is noted that they agree to follow-ups.

    Raises Fault: "phone-…", "name-empty", "customer-erased", and as `say` does.
    """
    with writing(), scope.everywhere():
        if (before := _before(by, once, story.PROMISED, sale)) is not None:
            return before
        said = say(sale, story.PROMISED, by=by, data={"manner": manner}, once=once)
        customer = said.case.customer
        if customer is None:
            raise Fault("customer-erased")
        customers.change(customer, by=by, consent="agreed", name=name, phones=[phone])
        customers.note_consent(customer, "follow-up", given=True, by=by)
        return said


def leave(sale: Sale, *, by: Acting, once: str = "") -> Sale:
    """The customer goes, with a farewell. 1. sale.left: the sale is over; contacts that are owed stay owed."""
    return say(sale, story.LEFT, by=by, once=once)


def contact(sale: Sale, manner: str, *, by: Acting, once: str = "") -> Sale:
    """A buyer was contacted. 1. buyer.contacted. Raises Fault("sale-nothing-sold"), and as `say` does."""
    if not _row(sale.pk).sold:
        raise Fault("sale-nothing-sold")
    return say(sale, story.CONTACTED, by=by, data={"manner": manner}, once=once)


def release(sale: Sale, *, by: Acting, once: str = "") -> Sale:
    """The buyer wants no more contacts. 1. buyer.released: none is owed. For managers. Raises Fault as `contact`."""
    if not _row(sale.pk).sold:
        raise Fault("sale-nothing-sold")
    return say(sale, story.RELEASED, by=by, once=once)


def _checked(unit: int, word: str, data: Mapping[str, Value]) -> dict[str, Value]:
    """The data, where the standard knows what was chosen. Raises Fault("sale-choice-unknown")."""
    for (of, field), setting in CHOSEN.items():
        value = data.get(field)
        if of != word or value is None or setting not in settings_now(unit):
            continue
        known = settings_now(unit).choices(setting)
        if value not in known:
            raise Fault("sale-choice-unknown", given=str(value)[:24] or "-", known=", ".join(known))
    return dict(data)


def _before(by: Acting, once: str, word: str, sale: Sale | None = None) -> Sale | None:
    """What came of this very asking before; None where it is new. Raises Fault("api-once-differs")."""
    event: Event | None = done_before(by, once)
    if event is None:
        return None
    found = Sale._base_manager.select_related("case").filter(case__subject=event.about[0]).first()
    if event.word != word or found is None or (sale is not None and found.pk != sale.pk):
        raise Fault("api-once-differs", word=event.word, case=event.about[0])
    return found


def _row(key: int) -> Sale:
    return Sale._base_manager.select_related("case__customer__key", "case__unit", "unit").get(pk=key)
