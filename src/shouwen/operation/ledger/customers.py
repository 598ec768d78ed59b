"""What the book notes about customers' data: who looked at all of it and why, and what was changed. Never the data."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from shouwen.fault import Fault
from shouwen.operation.ledger import clock, models, words
from shouwen.operation.ledger.act import begin
from shouwen.operation.ledger.acts import NewCase
from shouwen.operation.ledger.writing import writing
from shouwen.operation.people import privacy
from shouwen.operation.people.models import Customer
from shouwen.operation.people.personal import PersonalData, read_personal
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


def unmask(customer: Customer, reason: str, text: str = "", *, by: Acting, once: str = "") -> PersonalData:
    """All of a customer's data, for this once: it is noted who asked and why before anything is shown.

    `reason`: a key of REASONS; `text` says more, and must where the reason is "other".
    Raises Fault: "reason-missing", "customer-erased"; what `act` raises.
    """
    if reason not in REASONS or (reason == "other" and not text.strip()):
        raise Fault("reason-missing")
    with writing():
        why = privacy.keep_text(customer, text) if text.strip() else None
        data = {"what": reason, "reason": why}
        begin(_story_of(customer), words.SHOWN, by=_beside(customer, by), data=data, once=once)
    return privacy.show(customer)


def change(
    customer: Customer,
    *,
    by: Acting,
    consent: str,
    care: Iterable[str],
    name: str = "",
    phones: Iterable[str] = (),
    documents: Iterable[tuple[str, str]] = (),
    address: Mapping[str, str] | None = None,
    once: str = "",
) -> models.Case:
    """Changes a customer's data; what is left empty stays as it is, without anybody seeing it. `care` is as given.

    `consent`: a key of CONSENTS; it is kept with the data. The event says which fields changed, and nothing of them.
    Raises Fault: "consent-missing", those of `read_personal`, "customer-erased", what `act` raises.
    """
    if consent not in CONSENTS:
        raise Fault("consent-missing")
    with writing():
        before = privacy.show(customer)
        given = read_personal(
            name=name or before.name,
            phones=list(phones) or before.phones,
            documents=list(documents) or [(one.kind, one.number) for one in before.documents],
            address=address,
            care=care,
            consent=[*((one.what, one.at) for one in before.consent), (f"change:{consent}", clock.now())][-20:],
        )
        after = given if address is not None else replace(given, address=before.address)
        changed = [field for field in FIELDS if getattr(before, field) != getattr(after, field)]
        data = {"what": ", ".join(changed) or "-"}
        case = begin(_story_of(customer), words.KNOWN, by=_beside(customer, by), data=data, once=once)
        privacy.keep(customer, after)
        return case


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
