"""Hand-overs: the owner stays until a named person accepts; a desk accepts through one; the manager may take over."""

from __future__ import annotations

import pytest
from tests.operation.laws.trial.asking import fresh, owed
from tests.operation.laws.trial.fixtures import MONDAY
from tests.operation.laws.trial.room import ANSWERED, CLOSED, NOTED
from tests.operation.people_of_the_tests import Cast

from shouwen.fault import Fault
from shouwen.operation.ledger import clock, words
from shouwen.operation.ledger.act import NewCase, act, begin, correct
from shouwen.operation.ledger.editions import working
from shouwen.operation.ledger.guarding import may_say
from shouwen.operation.ledger.models import Case, Obligation
from shouwen.operation.ledger.promises import promise
from shouwen.operation.ledger.rebuild import differences
from shouwen.operation.people.models import Staff
from shouwen.operation.people.rights import Acting, acting_of


def as_of(person: Staff) -> Acting:
    return acting_of(person, clock.now())


@pytest.fixture
def case(trial: Cast) -> Case:
    new = NewCase(kind="concern", unit=trial.east, owner=trial.lin)
    return begin(new, NOTED, by=as_of(trial.lin), data={"topic": "bill"})


def offered(case: Case, by: Staff, to: str) -> None:
    act(case, words.OFFER, by=as_of(by), data={"to": to})


def refused(case: Case, word: str, by: Staff, **data: str) -> str:
    with pytest.raises(Fault) as found:
        act(case, word, by=as_of(by), data=data)
    return found.value.code


def test_the_owner_stays_until_the_one_who_was_named_accepts(trial: Cast, case: Case) -> None:
    offered(case, trial.lin, trial.zhao.reference)
    assert (fresh(case).owner_id, fresh(case).offered_to_id) == (trial.lin.pk, trial.zhao.pk)
    act(case, words.ACCEPT, by=as_of(trial.zhao))
    assert (fresh(case).owner_id, fresh(case).offered_to_id) == (trial.zhao.pk, None)
    assert set(Obligation.objects.filter(case=case).values_list("owner", flat=True)) == {trial.zhao.pk}


def test_who_refuses_leaves_it_with_the_owner(trial: Cast, case: Case) -> None:
    offered(case, trial.lin, trial.zhao.reference)
    act(case, words.REFUSE, by=as_of(trial.zhao))
    assert (fresh(case).owner_id, fresh(case).offered_to_id) == (trial.lin.pk, None)
    assert refused(case, words.ACCEPT, trial.zhao) == "not-yours"


def test_the_owner_takes_an_offer_back(trial: Cast, case: Case) -> None:
    offered(case, trial.lin, trial.zhao.reference)
    assert refused(case, words.TAKE_BACK, trial.zhao) == "not-yours"
    act(case, words.TAKE_BACK, by=as_of(trial.lin))
    assert refused(case, words.ACCEPT, trial.zhao) == "not-yours"
    assert refused(case, words.TAKE_BACK, trial.lin) == "may-not-follow"


def test_an_offer_that_waits_is_offered_to_nobody_else(trial: Cast, case: Case) -> None:
    offered(case, trial.lin, trial.zhao.reference)
    assert refused(case, words.OFFER, trial.lin, to=trial.gu.reference) == "may-not-follow"
    assert refused(case, words.ACCEPT, trial.gu) == "not-yours"


def test_it_is_offered_to_somebody_who_is_there_and_to_nobody_else(trial: Cast, case: Case) -> None:
    trial.bai.is_active = False
    trial.bai.save()
    trial.repair.closed_at = MONDAY
    trial.repair.save()
    nobody = [
        trial.lin.reference, trial.bai.reference, f"unit:{trial.repair.pk}", "staff:999999", "unit:999999",
        "staff:" + "9" * 40, "staff:²", "staff:", "Zhao", "",
    ]  # fmt: skip
    for to in nobody:
        assert refused(case, words.OFFER, trial.lin, to=to) == "handover-to-nobody"
    assert fresh(case).offered_to_id is None


def test_neither_a_report_nor_a_correction_offers_it_to_somebody_who_never_was(trial: Cast, case: Case) -> None:
    with pytest.raises(Fault) as found:
        act(case, words.OFFER, by=as_of(trial.lin), data={"to": "staff:999999"}, at=MONDAY)
    assert found.value.code == "handover-to-nobody"
    event = act(case, words.OFFER, by=as_of(trial.lin), data={"to": trial.zhao.reference})
    with pytest.raises(Fault) as found:
        correct(event, by=as_of(trial.lin), reason="a slip", data={"to": "unit:999999"})
    assert found.value.code == "handover-to-nobody"
    correct(event, by=as_of(trial.lin), reason="a slip", data={"to": trial.gu.reference})
    assert fresh(case).offered_to_id == trial.gu.pk


def test_a_desk_accepts_through_a_named_person_who_works_there(trial: Cast, case: Case) -> None:
    offered(case, trial.lin, f"unit:{trial.desk.pk}")
    assert refused(case, words.ACCEPT, trial.qian) == "case-unknown"
    assert refused(case, words.ACCEPT, trial.zhao) == "not-yours"
    assert fresh(case).owner_id == trial.lin.pk
    act(case, words.ACCEPT, by=as_of(trial.he))
    assert (fresh(case).owner_id, fresh(case).offered_desk_id) == (trial.he.pk, None)


def test_an_administrator_neither_sees_nor_accepts_what_a_desk_below_is_offered(trial: Cast, case: Case) -> None:
    offered(case, trial.lin, f"unit:{trial.desk.pk}")
    for administrator in (trial.shi, trial.an, trial.cha):
        assert refused(case, words.ACCEPT, administrator) == "case-unknown"
        assert not may_say(fresh(case), words.ACCEPT, as_of(administrator), working("trial"))


def test_who_was_handed_a_case_of_another_site_sees_it_and_acts_on_it(trial: Cast, case: Case) -> None:
    assert refused(case, ANSWERED, trial.qian) == "case-unknown"
    offered(case, trial.lin, trial.qian.reference)
    assert refused(case, ANSWERED, trial.qian) == "not-yours"
    act(case, words.ACCEPT, by=as_of(trial.qian))
    act(case, ANSWERED, by=as_of(trial.qian))
    assert fresh(case).unit_id == trial.east.pk


def test_the_manager_takes_over_and_an_offer_ends(trial: Cast, case: Case) -> None:
    offered(case, trial.lin, trial.zhao.reference)
    assert refused(case, words.TAKE, trial.zhao) == "not-yours"
    assert refused(case, words.TAKE, trial.sun) == "case-unknown"
    act(case, words.TAKE, by=as_of(trial.gu))
    assert (fresh(case).owner_id, fresh(case).offered_to_id) == (trial.gu.pk, None)
    assert refused(case, words.ACCEPT, trial.zhao) == "not-yours"


def test_what_is_closed_is_not_handed_over_and_a_late_report_of_an_offer_opens_none(trial: Cast, case: Case) -> None:
    act(case, ANSWERED, by=as_of(trial.lin))
    act(case, CLOSED, by=as_of(trial.lin))
    assert refused(case, words.OFFER, trial.lin, to=trial.zhao.reference) == "may-not-follow"
    assert refused(case, words.TAKE, trial.gu) == "may-not-follow"
    with clock.standing(MONDAY + 100):
        event = act(case, words.OFFER, by=as_of(trial.lin), data={"to": trial.zhao.reference}, at=MONDAY + 50)
    assert event.data["out_of_turn"] is True
    assert fresh(case).offered_to_id is None


def test_whoever_owned_it_first_does_when_the_acceptance_never_was(trial: Cast, case: Case) -> None:
    offered(case, trial.lin, trial.zhao.reference)
    accepted = act(case, words.ACCEPT, by=as_of(trial.zhao))
    correct(accepted, by=as_of(trial.zhao), reason="another case was meant", void=True)
    assert (fresh(case).owner_id, fresh(case).offered_to_id) == (trial.lin.pk, trial.zhao.pk)
    assert differences([fresh(case)]) == []


def test_promises_pass_to_the_new_owner_those_that_are_kept_too(trial: Cast, case: Case) -> None:
    from shouwen.operation.ledger.promises import keep

    promise(case, MONDAY + 3600, by=as_of(trial.lin))
    promise(case, MONDAY + 7200, by=as_of(trial.lin))
    first, second = Case.objects.filter(kind="promise").order_by("pk")
    keep(first, by=as_of(trial.lin))
    offered(case, trial.lin, trial.zhao.reference)
    act(case, words.ACCEPT, by=as_of(trial.zhao))
    owners = Obligation.objects.filter(case__in=[first, second]).values_list("owner", flat=True)
    assert list(owners) == [trial.zhao.pk] * 2
    assert differences(Case.objects.exclude(kind="unit")) == []
    with pytest.raises(Fault) as found:
        keep(second, by=as_of(trial.lin))
    assert found.value.code == "not-yours"
    keep(second, by=as_of(trial.zhao))
    assert owed(second) == [("promise.in-time", "kept", MONDAY + 7200)]
