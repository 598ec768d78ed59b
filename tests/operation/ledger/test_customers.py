"""A customer's tier, care and consent change by acts of the log alone, by who may; and the rows follow from it."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from tests.operation.people_of_the_tests import Cast

from shouwen.fault import Fault
from shouwen.operation.ledger import clock, customers, editions, models, words
from shouwen.operation.ledger.act import correct
from shouwen.operation.people import privacy, scope
from shouwen.operation.people.models import Customer, Post, Staff
from shouwen.operation.people.personal import Consent, read_personal
from shouwen.operation.people.rights import Acting, acting_of

NOON = 1_746_504_000


@pytest.fixture
def chen(cast: Cast) -> Iterator[Customer]:
    """A customer, first met at the east hall, who has agreed to something that is none of our purposes."""
    editions.forget()
    with scope.everywhere(), clock.standing(NOON):
        given = read_personal(name="陈桂兰", phones=["13800138000"], care=["elderly"], consent=[("sms", 1)])
        yield privacy.meet(cast.east, given)


def as_of(person: Staff) -> Acting:
    return acting_of(person, clock.now())


def refused(ask: Callable[[], object]) -> str:
    with pytest.raises(Fault) as found:
        ask()
    return found.value.code


def kept(customer: Customer) -> tuple[str, list[Consent], list[str]]:
    """Tier, consents and care as they are kept."""
    row = Customer._base_manager.get(pk=customer.pk)
    whole = privacy.show(row)
    return row.tier, list(whole.consent), sorted(whole.care)


def said(customer: Customer) -> list[tuple[str, dict[str, object], str]]:
    rows = models.Event.objects.filter(told__case__subject=customer.subject, corrects__isnull=True)
    return [(row.word, row.data, row.by) for row in rows.order_by("pk")]


def told_to_the_follower() -> None:
    """What the follower of customers' stories is told, at once: it reads what is committed, and here nothing is."""
    customers.CUSTOMERS.handle(
        [row for row in models.Event.objects.order_by("pk") if customers.CUSTOMERS.wants(row.word)]
    )


SMS = Consent("sms", 1)


def test_the_tier_is_set_by_the_manager_or_the_account_manager_and_by_nobody_else(cast: Cast, chen: Customer) -> None:
    for person in (cast.lin, cast.zhao):
        assert refused(lambda who=person: customers.set_tier(chen, "gold", by=as_of(who))) == "not-yours"
    assert kept(chen) == ("", [SMS], ["elderly"])
    customers.set_tier(chen, " gold ", by=as_of(cast.gu))
    Post.objects.create(staff=cast.zhao, unit=cast.east, role="account-manager")
    customers.set_tier(chen, "silver", by=as_of(cast.zhao))
    assert kept(chen) == ("silver", [SMS], ["elderly"])
    assert [(word, data["tier"], by) for word, data, by in said(chen)] == [
        (words.TIER, "gold", cast.gu.reference),
        (words.TIER, "silver", cast.zhao.reference),
    ]
    customers.set_tier(chen, "", by=as_of(cast.gu))
    assert kept(chen)[0] == ""
    assert refused(lambda: customers.set_tier(chen, "x" * 33, by=as_of(cast.gu))) == "text-too-long"


def test_consent_is_noted_by_whoever_serves_and_withdrawn_again(cast: Cast, chen: Customer) -> None:
    customers.note_consent(chen, "recording", given=True, by=as_of(cast.lin))
    with clock.standing(NOON + 60):
        customers.note_consent(chen, "offers", given=True, by=as_of(cast.zhao))
    assert kept(chen)[1] == [SMS, Consent("recording", NOON), Consent("offers", NOON + 60)]
    with clock.standing(NOON + 120):
        customers.note_consent(chen, "recording", given=False, by=as_of(cast.lin))
        assert kept(chen)[1] == [SMS, Consent("offers", NOON + 60)]
    shown = privacy.show_masked(Customer._base_manager.get(pk=chen.pk))
    assert customers.consents_of(shown) == [Consent("offers", NOON + 60)]
    assert [(word, data["what"]) for word, data, _by in said(chen)] == [
        (words.AGREED, "recording"), (words.AGREED, "offers"), (words.NO_LONGER, "recording")
    ]  # fmt: skip
    assert refused(lambda: customers.note_consent(chen, "sms", given=True, by=as_of(cast.lin))) == "purpose-unknown"


def test_care_changes_on_a_ground_and_the_event_does_not_say_to_what(cast: Cast, chen: Customer) -> None:
    customers.change(chen, care=["pregnant"], consent="asked", by=as_of(cast.lin))
    assert kept(chen)[2] == ["pregnant"]
    assert [(word, data["what"], by) for word, data, by in said(chen)] == [(words.KNOWN, "care", cast.lin.reference)]
    assert "pregnant" not in str(said(chen))
    assert refused(lambda: customers.change(chen, care=[], consent="", by=as_of(cast.lin))) == "consent-missing"


def test_what_is_corrected_in_the_log_is_corrected_in_the_row(cast: Cast, chen: Customer) -> None:
    customers.set_tier(chen, "silver", by=as_of(cast.gu))
    customers.set_tier(chen, "gold", by=as_of(cast.gu))
    customers.note_consent(chen, "offers", given=True, by=as_of(cast.lin))
    _silver, gold, offers = models.Event.objects.filter(told__case__subject=chen.subject).order_by("pk")
    correct(gold, by=as_of(cast.gu), reason="x", data={"tier": "diamond"})
    correct(offers, by=as_of(cast.lin), reason="x", void=True)
    told_to_the_follower()
    assert kept(chen) == ("diamond", [SMS], ["elderly"])
    correct(gold, by=as_of(cast.gu), reason="x", void=True)
    told_to_the_follower()
    assert kept(chen)[0] == "silver"


def test_of_who_was_erased_nothing_is_noted_any_more(cast: Cast, chen: Customer) -> None:
    customers.set_tier(chen, "gold", by=as_of(cast.gu))
    event = models.Event.objects.get(word=words.TIER)
    privacy.erase(chen, NOON)
    fresh = Customer._base_manager.select_related("unit").get(pk=chen.pk)
    assert refused(lambda: customers.set_tier(fresh, "silver", by=as_of(cast.gu))) == "customer-erased"
    given = refused(lambda: customers.note_consent(fresh, "offers", given=True, by=as_of(cast.lin)))
    assert given == "customer-erased"
    correct(event, by=as_of(cast.gu), reason="x", void=True)
    told_to_the_follower()


def test_asked_twice_it_happens_once(cast: Cast, chen: Customer) -> None:
    for _ in range(2):
        customers.set_tier(chen, "gold", by=as_of(cast.gu), once="a")
        customers.note_consent(chen, "offers", given=True, by=as_of(cast.gu), once="b")
    assert [word for word, _data, _by in said(chen)] == [words.TIER, words.AGREED]
