"""A customer's identity is checked: by the reader, by a number that is typed, or by eye; theirs alone, or also that of
who is acted for.

What is kept: that it was checked, how, the kind of document, and the end of its number, sealed under the customer's
key. Never the number, never an image. Read by the reader it is measured; typed or looked at, it is self-reported.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from shouwen.events.event import Value
from shouwen.fault import Fault
from shouwen.operation.channels.hall import story
from shouwen.operation.channels.hall.before_me import before_me
from shouwen.operation.channels.hall.identity import documents, pairing
from shouwen.operation.channels.hall.identity.pairing import CUSTOMER, PRINCIPAL, Sealed
from shouwen.operation.channels.hall.models import Visit
from shouwen.operation.ledger import clock
from shouwen.operation.ledger.act import act, done_before
from shouwen.operation.ledger.editions import settings_now
from shouwen.operation.people import privacy
from shouwen.operation.people.models import Customer
from shouwen.operation.people.personal import PersonalData
from shouwen.operation.people.rights import Acting
from shouwen.operation.people.units import zone_of

READ, TYPED, SEEN = "reader", "typed", "seen"
SELF, AGENT, GUARDIAN = "self", "agent", "guardian"

DOCUMENTS = "hall.documents"
AUTHORITIES = "hall.authorities"
ALONE_FROM = "hall.acts-alone-from"


@dataclass(frozen=True, slots=True)
class Shown:
    """A document as it was shown: its kind, what was typed of it, or what the reader says."""

    document: str = ""
    number: str = ""
    sealed: Sealed | None = None

    def __repr__(self) -> str:
        """Says nothing: a row in a log must not hold it."""
        return "Shown(…)"


@dataclass(frozen=True, slots=True)
class _Found:
    document: str
    how: str
    number: str


def check_identity(
    visit: Visit,
    own: Shown,
    *,
    by: Acting,
    party: str = SELF,
    principal: Shown | None = None,
    authority: str = "",
    once: str = "",
) -> None:
    """The identity of who is at this clerk's counter is checked.

    1. Readings are opened, numbers held against their rule. 2. Who acts for somebody shows both documents and what
    gives the authority; who is too young to act alone has a guardian there. 3. The ends of the numbers are sealed.
    4. identity.checked, graded as measured only where a reader read all of it.

    party  who is there: self, agent, guardian; `principal`: the document of who is acted for
    Raises Fault: "document-unknown", "document-missing", "document-of-the-same", "authority-unknown", "identity-minor",
    "document-out-of-date", "visit-not-at-your-counter", and as `documents.read_number` and `pairing.opened` do.
    """
    with before_me(visit, by) as visit:
        if done_before(by, once) is not None:
            return
        if party not in (SELF, AGENT, GUARDIAN):
            raise Fault("authority-unknown", authorities=", ".join((SELF, AGENT, GUARDIAN)))
        first = _found(visit, own, CUSTOMER, by)
        second = None if party == SELF else _found(visit, principal or Shown(), PRINCIPAL, by)
        if second is not None:
            _check_authority(visit.unit_id, authority)
            if first.number and (first.document, first.number) == (second.document, second.number):
                raise Fault("document-of-the-same")
        minor = _too_young(visit, first if second is None else second)
        if minor and party != GUARDIAN:
            raise Fault("identity-minor", age=settings_now(visit.unit_id).whole(ALONE_FROM))
        data: dict[str, Value] = {
            "document": first.document,
            "how": first.how,
            "party": party,
            "principal_document": None if second is None else second.document,
            "principal_how": None if second is None else second.how,
            "authority": None if second is None else authority,
            "minor": minor,
            "text": _kept(visit, first, second),
        }
        read = first.how == READ and (second is None or second.how == READ)
        act(visit.case, story.IDENTITY, by=by, data=data, grade="device" if read else None, once=once)


def _found(visit: Visit, shown: Shown, part: str, by: Acting) -> _Found:
    """A document that counts here, and its number in its one form; "" where nobody noted it."""
    document, number, how = shown.document, "", SEEN
    if shown.sealed is not None:
        reading = pairing.opened(shown.sealed, visit, part, by=by)
        document, number, how = reading.document, documents.read_number(reading.document, reading.number), READ
        if reading.valid_until and reading.valid_until < _today(visit).isoformat():
            raise Fault("document-out-of-date", until=reading.valid_until[:10])
    elif shown.number.strip():
        number, how = documents.read_number(document, shown.number), TYPED
    kinds = settings_now(visit.unit_id).choices(DOCUMENTS)
    if not document:
        raise Fault("document-missing")
    if document not in kinds:
        raise Fault("document-unknown", kinds=", ".join(kinds))
    return _Found(document, how, number)


def _check_authority(unit: int, authority: str) -> None:
    known = settings_now(unit).choices(AUTHORITIES)
    if authority not in known:
        raise Fault("authority-unknown", authorities=", ".join(known))


def _too_young(visit: Visit, found: _Found) -> bool | None:
    """Whether the customer is too young to act alone; None where no number tells, or the standard has no such age."""
    settings = settings_now(visit.unit_id)
    age = documents.age_of(found.document, found.number, _today(visit)) if found.number else None
    return None if age is None or ALONE_FROM not in settings else age < settings.whole(ALONE_FROM)


def _today(visit: Visit) -> date:
    return datetime.fromtimestamp(clock.now(), ZoneInfo(zone_of(visit.unit_id))).date()


def _kept(visit: Visit, first: _Found, second: _Found | None) -> str | None:
    """The ends of the numbers, sealed under the customer's key; None where no number was noted."""
    ends = [f"…{documents.end_of(one.number)}" for one in (second, first) if one is not None and one.number]
    if not ends:
        return None
    return privacy.keep_text(_customer(visit, second or first), " / ".join(ends))


def _customer(visit: Visit, found: _Found) -> Customer:
    """Under whose key it is sealed: the customer of the visit, or the one who is known by this very document, or one
    who is met here, unnamed."""
    if visit.case.customer is not None:
        return visit.case.customer
    known = {one.customer for kind in documents.kinds_of(found.document) for one in _by_document(kind, found.number)}
    if len(known) == 1:
        row = Customer._base_manager.select_related("key").get(pk=known.pop())
        if row.erased_at is None:
            return row
    return privacy.meet(visit.case.unit, PersonalData(name=""))


def _by_document(kind: str, number: str) -> list[privacy.Found]:
    try:
        return privacy.find_by_document(kind, number) if number else []
    except Fault:  # a number of another of the kinds
        return []
