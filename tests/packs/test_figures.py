"""The figures of the halls' packs: each limit is the manuals' or known to be ours; and what the layers change."""

from __future__ import annotations

from tests.checks.telling import tell

from shouwen.checks.every import Every
from shouwen.checks.measure import Measure
from shouwen.checks.never import Never
from shouwen.checks.record import Record
from shouwen.checks.share import Share
from shouwen.checks.within import Within
from shouwen.events.story import Story
from shouwen.standard.clause import Clause
from shouwen.standard.reading import load_standard

OWN, PARTNER = load_standard("pack:own-hall"), load_standard("pack:partner-hall")
SALES, UPKEEP = load_standard("pack:device-sales"), load_standard("pack:hall-upkeep")
PACKS = {"own-hall": OWN, "partner-hall": PARTNER, "device-sales": SALES, "hall-upkeep": UPKEEP}

CHANGED = ("counter.procedure", "counter.time.sim", "complaint.answered")
"""What the partner's layer says of clauses that it inherits."""

MANUAL_SECONDS = {
    "hall.greeted": 60,
    "hall.called": 600,
    "hall.advised": 600,
    "counter.time.suspend": 180,
    "counter.time.sim": 300,
    "counter.time.change": 180,
    "counter.time.single": 180,
    "complaint.answered": 48 * 3600,  # in a partner hall; an own hall's is ours
}
OUR_SECONDS = {
    "hall.hesitant-approached": 30,
    "rest-area.water-offered": 300,
    "rest-area.novelty-introduced": 600,
    "counter.receipt-prompt": 120,
    "counter.time.activation": 60,
    "device.greeted-in-area": 30,
    "device.greeted-at-counter": 15,
    "device.shown": 300,
    "device.custom-alternative": 300,
    "device.warranty-card": 1800,
    "complaint.recorded": 1800,
    "complaint.reported": 7200,
}


def _clause(pack: str, name: str) -> Clause:
    return next(clause for clause in PACKS[pack].clauses if clause.id == name)


def _own_part(pack: str) -> list[Clause]:
    """The clauses that the pack itself has or changes: not those that it inherits as they are."""
    inherited = {clause.id: clause for clause in OWN.clauses} if pack != "own-hall" else {}
    return [clause for clause in PACKS[pack].clauses if clause != inherited.get(clause.id)]


def test_every_limit_is_the_manuals_or_known_to_be_ours() -> None:
    own = {clause.id: _seconds(clause) for clause in OWN.clauses if clause.id != "complaint.answered"}
    sold = [clause for clause in _own_part("device-sales") if clause.of == "sale"]
    partner = {clause.id: _seconds(clause) for clause in (*sold, *PARTNER.clauses)}
    expected = MANUAL_SECONDS | OUR_SECONDS
    assert {name: seconds for name, seconds in partner.items() if seconds is not None} == expected
    assert {name: seconds for name, seconds in own.items() if seconds is not None}.items() <= expected.items()


def _seconds(clause: Clause) -> int | None:
    """The limit of a clause, in seconds of the day's own length; None if it has none."""
    check = clause.check
    if not isinstance(check, Within) or not check.limits:
        return None
    assert len(check.limits) == 1
    assert check.limits[0].limit.measure == "natural"
    return check.limits[0].limit.amount


def test_other_figures_and_lists() -> None:
    answered = _clause("own-hall", "complaint.answered").check
    assert isinstance(answered, Within)
    assert (answered.limits[0].limit.measure, answered.limits[0].limit.amount) == ("hours", 7200)
    share = _clause("own-hall", "consult.small-matters").check
    assert isinstance(share, Share)
    assert (share.at_least, share.minimum) == (50, 4)
    measure = _clause("partner-hall", "complaint.satisfied").check
    assert isinstance(measure, Measure)
    assert measure.range.low == 3
    again = _clause("device-sales", "device.buyer-contacted").check
    assert isinstance(again, Every)
    assert again.recurrence.span.months == 3
    denied = _clause("partner-hall", "partner.services").check
    assert isinstance(denied, Never)
    assert denied.where[0].value == ("closing", "refund", "sim-replacement", "points")
    limits = {
        clause.id: (clause.check.limits[0].limit.measure, clause.check.limits[0].limit.amount)
        for clause in UPKEEP.clauses
        if isinstance(clause.check, Within)
    }
    assert limits == {
        "registers.handed-over-by-two": ("hours", 14400),
        "registers.counted": ("days", 5),
        "registers.difference-explained": ("days", 1),
        "upkeep.places-cleaned": ("hours", 10800),
        "upkeep.machines-checked": ("days", 1),
        "upkeep.fault-repaired": ("hours", 28800),
        "upkeep.supply-refilled": ("hours", 7200),
    }
    receipt = _clause("own-hall", "counter.receipt").check
    assert isinstance(receipt, Record)
    assert [name for name, _ in receipt.fields] == ["number", "amount", "paid_by"]


# ── the layer ──


def test_a_partner_hall_inherits_all_but_what_the_layer_changes() -> None:
    own = {clause.id: clause for clause in OWN.clauses}
    partner = {clause.id: clause for clause in PARTNER.clauses}
    assert set(own) <= set(partner)
    assert tuple(name for name in own if own[name] != partner[name]) == CHANGED


def test_a_partner_hall_refuses_what_an_own_hall_does() -> None:
    replace_card = tell("05-06 09:00 identity.checked; 09:01 order.entered service=sim-replacement", subject="visit:1")
    story = Story("visit:1", replace_card[:1])
    assert [clause.id for clause in OWN.clauses if clause.refuses(story, replace_card[1])] == []
    assert [clause.id for clause in PARTNER.clauses if clause.refuses(story, replace_card[1])] == ["partner.services"]


def test_what_must_be_refused_at_the_counter_is_guarded() -> None:
    guarded = [clause.id for clause in PARTNER.clauses if clause.guards]
    assert guarded == [
        "counter.identity-first",
        "counter.vouchers-first",
        "counter.explained-first",
        "counter.terms-confirmed",
        "counter.agreement-first",
        "counter.customer-signs",
        "counter.fee-by-list",
        "counter.receipt",
        "hall.rating-invited",
        "partner.services",
        "partner.customer-data",
        "complaint.not-sent-on",
    ]
    assert [clause.id for clause in _own_part("device-sales") if clause.guards] == ["device.warranty-first"]
