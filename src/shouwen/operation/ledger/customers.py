"""What the book notes about customers' data: who looked at all of it and why, and what was changed. Never the data."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from shouwen.events.story import Story
from shouwen.fault import Fault
from shouwen.operation.ledger import clock, models, words
from shouwen.operation.ledger.act import begin, done_before
from shouwen.operation.ledger.acts import NewCase
from shouwen.operation.ledger.editions import working_at
from shouwen.operation.ledger.follow import Following
from shouwen.operation.ledger.stories import stories
from shouwen.operation.ledger.writing import writing
from shouwen.operation.people import privacy
from shouwen.operation.people.models import Customer
from shouwen.operation.people.names import clean
from shouwen.operation.people.personal import MOST, Consent, PersonalData, read_personal
from shouwen.operation.people.rights import Acting
from shouwen.wording import Wording

REASONS: Mapping[str, Wording] = {
    "call-back": Wording("联系客户", "聯繫客戶", "to contact the customer"),
    "check-identity": Wording("核对身份", "核對身份", "to check who it is"),
    "visit": Wording("上门服务", "上門服務", "for a visit"),
    "correct": Wording("核对或更正资料", "核對或更正資料", "to check or correct the data"),
    "complaint": Wording("处理投诉", "處理投訴", "to handle a complaint"),
    "other": Wording("其他（请写明）", "其他（請寫明）", "something else (say what)"),
}
"""Why somebody may look at all of a customer's data, by the name that stands in the event."""

CONSENTS: Mapping[str, Wording] = {
    "asked": Wording("客户本人要求更改", "客戶本人要求更改", "the customer asked for it"),
    "agreed": Wording("已向客户说明并获同意", "已向客戶說明並獲同意", "explained to the customer, who agreed"),
}
"""On what ground a customer's data were changed."""

AGAIN = 60
"""Seconds within which the same request, sent again, is shown the data without being noted a second time."""


def unmask(customer: Customer, reason: str, text: str = "", *, by: Acting, once: str = "") -> PersonalData:
    """All of a customer's data, for this once: it is noted who asked and why before anything is shown.

    `reason`: a key of REASONS; `text` says more, and must where the reason is "other". `once` spares a click that was
    doubled its second event; after AGAIN seconds it is a look of its own, and noted.
    Raises Fault: "reason-missing", "customer-erased", "api-once-differs"; what `act` raises.
    """
    if reason not in REASONS or (reason == "other" and not text.strip()):
        raise Fault("reason-missing")
    with writing():
        first = _asked_before(customer, words.SHOWN, {"what": reason}, by=by, once=once)
        if first is None or clock.now() - first.noted_at > AGAIN:
            why = privacy.keep_text(customer, text) if text.strip() else None
            name = once if first is None else ""
            data = {"what": reason, "reason": why}
            begin(_story_of(customer), words.SHOWN, by=_beside(customer, by), data=data, once=name)
    return privacy.show(customer)


def change(
    customer: Customer,
    *,
    by: Acting,
    consent: str,
    care: Iterable[str] | None = None,
    name: str = "",
    phones: Iterable[str] = (),
    documents: Iterable[tuple[str, str]] = (),
    address: Mapping[str, str] | None = None,
    once: str = "",
) -> models.Case:
    """Changes a customer's data; what is left empty stays as it is, without anybody seeing it. `care` is as given, or
    None.

    `consent`: a key of CONSENTS; it is kept with the data. The event says which fields changed, and nothing of them.
    Raises Fault: "consent-missing", those of `read_personal`, "customer-erased", "api-once-differs", what `act` raises.
    """
    if consent not in CONSENTS:
        raise Fault("consent-missing")

    def changed(before: PersonalData) -> PersonalData:
        given = read_personal(
            name=name or before.name,
            phones=list(phones) or before.phones,
            documents=list(documents) or [(one.kind, one.number) for one in before.documents],
            address=address,
            care=before.care if care is None else care,
            consent=[*((one.what, one.at) for one in before.consent), (f"change:{consent}", clock.now())][-MOST:],
        )
        return given if address is not None else replace(given, address=before.address)

    with writing():
        Customer._base_manager.select_for_update().get(pk=customer.pk)  # of two at once the second finds the first
        if _asked_before(customer, words.KNOWN, {}, by=by, once=once) is not None:
            return models.Case._base_manager.get(subject=customer.subject)
        before, after = privacy.amend(customer, changed)
        fields = [field for field in FIELDS if getattr(before, field) != getattr(after, field)]
        data = {"what": ", ".join(fields) or "-"}
        return begin(_story_of(customer), words.KNOWN, by=_beside(customer, by), data=data, once=once)


def set_tier(customer: Customer, tier: str, *, by: Acting, once: str = "") -> models.Case:
    """Sets the customer's tier, a name of the standard's; "": none. For managers and account managers of the unit where
    the customer was first met, unless the standard permits it to others.

    Raises Fault: "text-too-long", "text-hidden-characters", "customer-erased", what `act` raises.
    """
    cleaned = clean(tier, field=TIER, longest=LONGEST_TIER) if tier.strip() else ""
    return _said(customer, words.TIER, {"tier": cleaned}, by=by, once=once)


def note_consent(customer: Customer, purpose: str, *, given: bool, by: Acting, once: str = "") -> models.Case:
    """Notes that the customer agrees to something (a key of PURPOSES), or no longer does. For who sees the customer.

    Raises Fault: "purpose-unknown", "customer-erased", what `act` raises.
    """
    if purpose not in PURPOSES:
        raise Fault("purpose-unknown", purposes=", ".join(PURPOSES))
    return _said(customer, words.AGREED if given else words.NO_LONGER, {"what": purpose}, by=by, once=once)


def may_set_tier(customer: Customer, by: Acting) -> bool:
    """Whether a page should offer it."""
    may = working_at(customer.unit_id).may_at(clock.now()).get(words.TIER, ())
    return not may or not by.roles_at(customer.unit_id).isdisjoint(may)


def consents_of(shown: PersonalData) -> list[Consent]:
    """To which of PURPOSES a customer agrees, and since when."""
    return [one for one in shown.consent if one.what in PURPOSES]


def _said(customer: Customer, word: str, data: Mapping[str, str], *, by: Acting, once: str) -> models.Case:
    with writing():
        if Customer._base_manager.select_for_update().get(pk=customer.pk).erased_at is not None:
            raise Fault("customer-erased")
        _asked_before(customer, word, data, by=by, once=once)
        case = begin(_story_of(customer), word, by=_beside(customer, by), data=data, once=once)
        customer.tier = _follow_story(case)
        return case


def _asked_before(
    customer: Customer, word: str, data: Mapping[str, str], *, by: Acting, once: str
) -> models.Event | None:
    """What was noted when this was asked for before under the same name; None where it was not.

    Raises Fault("api-once-differs") where something else was: it would seem done, and would be nowhere in the log.
    """
    first = done_before(by, once)
    if first is None:
        return None
    same = first.word == word and first.about == [customer.subject] and first.corrects_id is None
    if not same or any(first.data.get(name) != value for name, value in data.items()):
        raise Fault("api-once-differs", word=first.word, case=first.about[0])
    return first


def _follow_story(case: models.Case) -> str:
    """Sets tier and consents as the customer's story leaves them, corrections in place; the tier.

    Of what the story never spoke, it takes nothing away.
    """
    customer = Customer._base_manager.select_for_update().get(name=case.subject.partition(":")[2])
    if customer.erased_at is not None:
        return customer.tier
    told = stories([case.pk])[case.pk]
    known = Story(case.subject, told).known(clock.now()).events
    if any(event.word == words.TIER for event in told):
        tiers = [str(event.data.get("tier") or "") for event in known if event.word == words.TIER]
        customer.tier = tiers[-1] if tiers else ""
        Customer._base_manager.filter(pk=customer.pk).update(tier=customer.tier)
    spoken = {event.data.get("what") for event in (*told, *known) if event.word in _CONSENTS}
    if spoken:
        last = {event.data.get("what"): event for event in known if event.word in _CONSENTS}
        now = [Consent(str(what), event.at) for what, event in last.items() if event.word == words.AGREED]

        def consenting(before: PersonalData) -> PersonalData:
            others = [one for one in before.consent if one.what not in spoken]
            return replace(before, consent=(*others[-(MOST - len(now)) :], *now))

        privacy.amend(customer, consenting)
    return customer.tier


_CONSENTS = frozenset({words.AGREED, words.NO_LONGER})


def _corrected(rows: Sequence[models.Event]) -> None:
    for name in dict.fromkeys(row.about[0] for row in rows if row.corrects_id is not None):
        _follow_story(models.Case._base_manager.get(subject=name))


CUSTOMERS = Following(
    name="customers",
    handle=_corrected,
    begin="start",
    wants=(_CONSENTS | {words.TIER}).__contains__,
    one=True,
)
"""Has tier and consents follow from the log where what was noted of them is corrected."""

PURPOSES: Mapping[str, Wording] = {
    "follow-up": Wording("回访和满意度调查", "回訪和滿意度調查", "follow-up calls and surveys"),
    "offers": Wording("推介产品和优惠", "推介產品和優惠", "offers and news"),
    "recording": Wording("录音录像", "錄音錄影", "recording"),
    "identity-copy": Wording("留存证件影像", "留存證件影像", "keeping a copy of the document"),
    "partners": Wording("向合作方提供资料", "向合作方提供資料", "passing data on to partners"),
}
"""To what a customer may agree, by the name that stands in the event."""

LONGEST_TIER = 32
TIER = Wording("客户等级", "客戶等級", "tier")


FIELDS: Mapping[str, Wording] = {
    "name": Wording("姓名", "姓名", "name"),
    "phones": Wording("电话", "電話", "telephone"),
    "documents": Wording("证件", "證件", "document"),
    "address": Wording("地址", "地址", "address"),
    "care": Wording("特别关照", "特別關照", "special care"),
}
"""What the fields that events name are called."""


def _story_of(customer: Customer) -> NewCase:
    return NewCase(kind="customer", unit=customer.unit, customer=customer, name=customer.name)


def _beside(customer: Customer, by: Acting) -> Acting:
    """Whoever sees a customer may add to the customer's story, though it is kept at the unit where they first met."""
    return by if by.system else replace(by, units=by.units | {customer.unit_id})
