"""Forgetting a customer, and changing the key that keeps them all."""

from __future__ import annotations

import pytest
from tests.operation.people_of_the_tests import Cast

from shouwen.fault import Fault
from shouwen.operation.ledger import clock, models, saying, words
from shouwen.operation.ledger.act import NewCase, begin
from shouwen.operation.ledger.erasing import erase_customer
from shouwen.operation.people import privacy, scope
from shouwen.operation.people.models import Customer
from shouwen.operation.people.personal import read_personal
from shouwen.operation.people.rights import SYSTEM, acting_of


@pytest.fixture
def customer(cast: Cast) -> Customer:
    """A customer of the east hall who said something."""
    with scope.everywhere():
        met = privacy.meet(cast.east, read_personal(name="欧阳雨桐", phones=["13800138000"]))
        case = begin(NewCase(kind="request", unit=cast.east, owner=cast.gu, customer=met), words.NOTE, by=SYSTEM)
        saying.say(case, words.NOTE, "住在三号楼", by=SYSTEM)
    return met


def test_it_is_noted_who_erased_a_customer_and_why_and_then_nothing_opens(cast: Cast, customer: Customer) -> None:
    gu = acting_of(cast.gu, clock.now())
    with scope.everywhere():
        reference = str(models.Event.objects.get(data__has_key="text").data["text"])
        assert privacy.read_text(reference) == "住在三号楼"
        story = erase_customer(customer, by=gu, reason="asked")
        event = models.Event.objects.get(word=words.FORGOTTEN)
        assert (story.subject, event.about, event.by, event.data["reason"]) == (
            customer.subject, [customer.subject], gu.reference, "asked",
        )  # fmt: skip
        assert (privacy.read_text(reference), privacy.show_masked(customer), customer.erased_at) == (
            None, privacy.ERASED, event.at,
        )  # fmt: skip
    assert privacy.find_by_phone("13800138000") == []


def test_only_a_manager_of_where_the_customer_was_met_may(cast: Cast, customer: Customer) -> None:
    with scope.everywhere():
        for person in (cast.lin, cast.sun, cast.shi, cast.an, cast.cha, cast.bai):
            with pytest.raises(Fault) as refused:
                erase_customer(customer, by=acting_of(person, clock.now()), reason="asked")
            assert refused.value.code == "not-for-you"
        assert privacy.show(customer).phones == ("13800138000",)
        erase_customer(customer, by=acting_of(cast.han, clock.now()), reason="period-over")
        assert models.Event.objects.filter(word=words.FORGOTTEN).count() == 1


def test_a_reason_in_free_words_is_refused_and_nothing_happens(cast: Cast, customer: Customer) -> None:
    with scope.everywhere():
        with pytest.raises(Fault) as refused:
            erase_customer(customer, by=SYSTEM, reason="欧阳女士来电要求")
        assert (refused.value.code, "欧阳" in refused.value.say("zh-Hans")) == ("erasing-reason", False)
        assert privacy.show(customer).name == "欧阳雨桐"
        assert models.Event.objects.filter(word=words.FORGOTTEN).count() == 0


def test_nobody_is_erased_twice(cast: Cast, customer: Customer) -> None:
    with scope.everywhere():
        erase_customer(customer, by=SYSTEM, reason="asked")
        with pytest.raises(Fault) as refused:
            erase_customer(customer, by=SYSTEM, reason="asked")
        assert refused.value.code == "customer-erased"
        assert models.Event.objects.filter(word=words.FORGOTTEN).count() == 1
