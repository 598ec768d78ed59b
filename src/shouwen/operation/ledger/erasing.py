"""Forgetting a customer: noted in the log, and then nothing opens what was kept about them. The seal still holds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from shouwen.fault import Fault
from shouwen.operation.ledger import clock, models, words
from shouwen.operation.ledger.act import begin
from shouwen.operation.ledger.acts import NewCase
from shouwen.operation.ledger.writing import writing
from shouwen.operation.people import privacy
from shouwen.operation.people.models import Customer
from shouwen.operation.people.posts import require_any
from shouwen.operation.people.rights import Acting
from shouwen.operation.people.roles import MANAGERS
from shouwen.wording import Wording

GROUNDS: Mapping[str, Wording] = {
    "asked": Wording("客户要求", "客戶要求", "the customer asked for it"),
    "consent-withdrawn": Wording("客户撤回同意", "客戶撤回同意", "consent was withdrawn"),
    "no-longer-needed": Wording("不再需要", "不再需要", "no longer needed"),
    "period-over": Wording("保存期已满", "保存期已滿", "the time for keeping is over"),
}
"""Why a customer may be erased, by the name that stands in the event: free words could say who it was."""


def erase_customer(customer: Customer, *, by: Acting, reason: str, once: str = "") -> models.Case:
    """Forgets who a customer is. For managers of the unit where the customer was first met.

    In order: the event `customer.erased` in the customer's own story; then the key and the marks go (privacy.erase):
    nothing opens texts and files any more. Both or neither. Cases go on under their numbers. `reason`: one of GROUNDS.
    Raises Fault: "erasing-reason", "not-for-you", "customer-erased".
    """
    if reason not in GROUNDS:
        raise Fault("erasing-reason", reasons=", ".join(GROUNDS))
    require_any(by, MANAGERS, unit=customer.unit)
    with writing():
        row = Customer._base_manager.select_for_update().get(pk=customer.pk)
        if row.erased_at is not None:
            raise Fault("customer-erased")
        story = NewCase(kind="customer", unit=customer.unit, customer=customer, name=customer.name)
        acting = by if by.system else replace(by, units=by.units | {customer.unit_id})
        case = begin(story, words.FORGOTTEN, by=acting, data={"reason": reason}, once=once)
        privacy.erase(customer, clock.now())
        return case
