"""The halls' packs on the demonstration's month: what is judged there, and what nobody fills in."""

from __future__ import annotations

import pytest
from tests.law.stories import batch

from shouwen.demonstration.hall_month import hall_month
from shouwen.standard.reading import load_standard

HALLS = {name: load_standard(f"pack:{name}") for name in ("own-hall", "partner-hall", "device-sales")}

NOT_TICKED = {
    "counter.need-confirmed", "counter.customer-signs", "counter.fee-by-list", "counter.cash-counted",
    "delivery.items-counted", "delivery.cautions-told",
}  # fmt: skip
"""Clauses on a field that the demonstration's events do not fill: not judged, and never counted as kept."""

JUDGED_IN_THE_MONTH = {
    "hall.greeted", "hall.called", "hall.steps", "rest-area.water", "counter.procedure", "counter.identity-first",
    "counter.explained-first", "counter.terms-confirmed", "counter.agreement-first", "counter.receipt",
    "counter.time.suspend", "counter.time.sim", "counter.time.change", "counter.time.single",
    "delivery.result-confirmed", "hall.rating-free", "hall.rating-recorded", "complaint.answered",
}  # fmt: skip


@pytest.mark.parametrize("pack", HALLS)
def test_the_demonstration_is_judged_wherever_it_has_the_words(pack: str) -> None:
    partner = pack == "partner-hall"
    events = [
        event
        for event in hall_month(seed=1, month="2026-09", visits_per_day=12)
        if (event.site == "oldtown") == partner
    ]
    judged = [clause for clause in HALLS[pack].clauses if "owe" in clause.check.readings]
    states: dict[str, set[str]] = {}
    for row in batch(judged, {"": events}, max(event.noted_at for event in events) + 1):
        states.setdefault(row.clause, set()).add(row.state)
    expected = JUDGED_IN_THE_MONTH | ({"partner.services"} if partner else set())
    assert set(states) == expected | NOT_TICKED
    assert {name for name, found in states.items() if found & {"kept", "broken"}} == expected
    assert {name for name, found in states.items() if found == {"not_judged"}} == NOT_TICKED
