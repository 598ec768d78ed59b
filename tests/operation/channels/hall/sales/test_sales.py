"""A device sale: what its steps make of it, what is owed for it and to whom, what is refused, what stays sealed."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from tests.operation.channels.hall.conftest import Time
from tests.operation.people_of_the_tests import Cast

from shouwen.fault import Fault
from shouwen.operation.channels.hall import actions as visits
from shouwen.operation.channels.hall.models import Sale
from shouwen.operation.channels.hall.sales import actions, selling, story
from shouwen.operation.ledger import models, read, rebuild
from shouwen.operation.ledger.watch import look_once
from shouwen.operation.people import privacy, scope
from shouwen.operation.people.models import Staff
from shouwen.operation.people.rights import Acting

pytestmark = pytest.mark.django_db
By = Callable[[Staff], Acting]

DAY = 86400


def owed(sale: Sale) -> dict[str, str]:
    """The state of each obligation of the sale, by clause."""
    return dict(models.Obligation._base_manager.filter(case=sale.pk).values_list("clause", "state"))


def sell(sale: Sale, by: Acting) -> Sale:
    """From looking to leaving with a phone, by the book."""
    actions.say(sale, story.GREETED, by=by)
    actions.say(sale, story.ASKED_ABOUT, by=by, data={"model": "X5"})
    actions.say(sale, story.SHOWN, by=by)
    actions.say(sale, story.PICKED, by=by, data={"model": "X5"})
    actions.say(sale, story.TRIED, by=by)
    actions.say(sale, story.RECOMMENDED, by=by, data={"brand_fits": True})
    for word in (story.WANTED, story.FETCHED, story.INSTALLED, story.DEMONSTRATED, story.WARRANTY, story.SOLD):
        actions.say(sale, word, by=by)
    actions.say(sale, story.CARD, by=by, data={"number": "W-17", "rules_told": True})
    actions.promise_contacts(sale, "陈一", "13800138000", "call", by=by)
    return actions.leave(sale, by=by)


def test_a_sale_by_the_book_keeps_every_clause_and_owes_a_contact(looking: Sale, wu: Staff, by: By) -> None:
    sale = sell(looking, by(wu))
    assert (sale.state, sale.sold, sale.model, sale.card, sale.manner) == ("gone", 1, "X5", True, "call")
    assert owed(sale) == {
        "device.greeted-in-area": "kept",
        "device.shown": "kept",
        "device.tried-and-recommended": "kept",
        "device.installed-and-shown": "kept",
        "device.warranty-first": "kept",
        "device.warranty-card": "kept",
        "device.after-sales-rules": "kept",
        "device.buyer-contacted": "open",
    }


def test_the_contact_is_owed_by_who_sold_and_stands_in_their_work(
    shop: Cast, looking: Sale, wu: Staff, by: By, time: Time
) -> None:
    sale = sell(looking, by(wu))
    with scope.of(by(wu).seen):
        found = [(one.case.subject, one.clause.id if one.clause else "") for one in read.owed_by(by(wu))]
        assert found == [(sale.case.subject, "device.buyer-contacted")]
        (due,) = selling.contacts_due(by(wu))
    assert (due.customer.name if due.customer else "", due.manner.en if due.manner else "") == ("陈*", "call")
    assert read.owed_by(by(shop.lin)) == []
    time.passes(60 * DAY)
    actions.contact(sale, "call", by=by(wu))
    assert owed(sale)["device.buyer-contacted"] == "kept"
    time.passes(35 * DAY)
    look_once()
    states = models.Obligation._base_manager.filter(case=sale.pk, clause="device.buyer-contacted")
    assert list(states.order_by("due").values_list("state", flat=True)) == ["kept", "open"]


def test_a_contact_that_is_not_made_is_a_promise_broken(looking: Sale, wu: Staff, by: By, time: Time) -> None:
    sale = sell(looking, by(wu))
    time.passes(100 * DAY)
    look_once()
    states = models.Obligation._base_manager.filter(case=sale.pk, clause="device.buyer-contacted")
    assert list(states.order_by("due").values_list("state", flat=True)) == ["broken", "open"]


def test_who_wants_no_contacts_is_owed_none(shop: Cast, looking: Sale, wu: Staff, by: By) -> None:
    sale = sell(looking, by(wu))
    with pytest.raises(Fault) as refused:
        actions.release(sale, by=by(wu))
    assert refused.value.code == "not-yours"
    actions.release(sale, by=by(shop.gu))
    assert "device.buyer-contacted" not in {name for name, state in owed(sale).items() if state == "open"}


def test_nobody_greets_for_half_a_minute(looking: Sale, wu: Staff, by: By, time: Time) -> None:
    time.passes(31)
    look_once()
    assert owed(looking) == {"device.greeted-in-area": "broken"}


def test_at_the_counter_they_are_greeted_anew(looking: Sale, wu: Staff, by: By) -> None:
    actions.say(looking, story.GREETED, by=by(wu))
    sale = actions.at_place(looking, "counter", by=by(wu))
    assert (sale.place, sale.greeted_at) == ("counter", None)
    assert owed(sale) == {"device.greeted-in-area": "kept", "device.greeted-at-counter": "open"}
    actions.say(sale, story.GREETED, by=by(wu))
    assert owed(sale)["device.greeted-at-counter"] == "kept"


def test_no_device_is_sold_before_the_warranty_is_explained(looking: Sale, wu: Staff, by: By) -> None:
    actions.say(looking, story.WANTED, by=by(wu))
    with pytest.raises(Fault) as refused:
        actions.say(looking, story.SOLD, by=by(wu))
    assert (refused.value.code, refused.value.slots["clause"]) == ("refused-by-clause", "device.warranty-first")


def test_a_custom_model_for_another_brand_is_matched_and_owes_one_that_fits(looking: Sale, wu: Staff, by: By) -> None:
    actions.say(looking, story.NEED_ASKED, by=by(wu), data={"brand": "prepaid"})
    data = {"model": "C1", "brand": "postpaid", "prepaid": 399.5, "conditions_told": True}
    sale = actions.say(looking, story.CUSTOM, by=by(wu), data=data)
    assert (sale.brand, sale.for_brand, sale.prepaid) == ("prepaid", "postpaid", 39950)
    assert owed(sale)["device.custom-alternative"] == "open"
    actions.say(sale, story.RECOMMENDED, by=by(wu), data={"model": "C2", "brand_fits": True})
    assert owed(sale)["device.custom-alternative"] == "kept"


def test_a_custom_model_for_their_own_brand_is_no_mismatch(looking: Sale, wu: Staff, by: By) -> None:
    actions.say(looking, story.NEED_ASKED, by=by(wu), data={"brand": "youth"})
    sale = actions.say(looking, story.CUSTOM, by=by(wu), data={"model": "C1", "brand": "youth"})
    assert "device.custom-alternative" not in owed(sale)


def test_a_question_is_referred_to_a_place_that_is_named(looking: Sale, wu: Staff, by: By) -> None:
    actions.say(looking, story.REFERRED, by=by(wu), data={"way_shown": True})
    assert owed(looking)["device.referral-named"] == "broken"
    sale = actions.say(looking, story.REFERRED, by=by(wu), data={"counter": "repair-desk", "way_shown": True})
    assert sale.referred == "repair-desk"
    with pytest.raises(Fault) as refused:
        actions.say(looking, story.REFERRED, by=by(wu), data={"counter": "moon"})
    assert refused.value.code == "sale-choice-unknown"


def test_a_sale_arises_beside_a_visit(shop: Cast, wu: Staff, by: By, take: Callable[..., object]) -> None:
    visit = visits.enter(shop.east, by=by(shop.lin))
    sale = actions.notice(shop.east, "counter", by=by(wu), visit=visit)
    assert (sale.case.arose_from_id, sale.case.owner_id) == (visit.pk, wu.pk)


def test_the_same_asking_twice_is_one_sale(shop: Cast, wu: Staff, by: By) -> None:
    one = actions.notice(shop.east, "area", by=by(wu), once="tap")
    assert actions.notice(shop.east, "area", by=by(wu), once="tap").pk == one.pk
    assert Sale._base_manager.count() == 1


def test_name_and_number_are_in_no_event(looking: Sale, wu: Staff, by: By) -> None:
    sale = sell(looking, by(wu))
    log = repr(list(models.Event._base_manager.values_list("data", flat=True)))
    assert "13800138000" not in log
    assert "陈一" not in log
    assert sale.case.customer is not None
    assert privacy.show_masked(sale.case.customer).phones == ("138****8000",)


def test_a_number_that_cannot_be_one_promises_nothing(looking: Sale, wu: Staff, by: By) -> None:
    with pytest.raises(Fault):
        actions.promise_contacts(looking, "陈一", "12", "call", by=by(wu))
    assert Sale._base_manager.get(pk=looking.pk).manner == ""
    assert not models.Event._base_manager.filter(word=story.PROMISED).exists()


def test_the_rows_follow_from_the_log(looking: Sale, wu: Staff, by: By, shop: Cast) -> None:
    sell(looking, by(wu))
    other = actions.notice(shop.east, "counter", by=by(wu))
    actions.say(other, story.CUSTOM, by=by(wu), data={"model": "C1", "brand": "youth", "prepaid": 100.0})
    actions.say(other, story.REFERRED, by=by(wu), data={"counter": "repair-desk"})
    assert rebuild.differences(models.Case._base_manager.all()) == []


# ── who sees it ──


def test_the_west_hall_sees_nothing_of_it(
    shop: Cast, looking: Sale, wu: Staff, by: By, logged_in: Callable[[Staff], Client]
) -> None:
    name = selling.name_of(looking)
    west = logged_in(shop.sun)
    assert west.get(f"/hall/sales/{name}/").status_code == 404
    assert west.post(f"/hall/sales/{name}/turn/sale.greeted", {"once": "x" * 20}).status_code == 404
    with scope.of(by(shop.sun).seen):
        assert list(Sale.objects.all()) == []


def test_who_sells_nothing_is_not_shown_the_page(shop: Cast, logged_in: Callable[[Staff], Client]) -> None:
    assert logged_in(shop.he).get("/hall/sales/").status_code == 403


# ── the page ──


def test_the_page_says_what_to_say_and_takes_the_step(
    shop: Cast, wu: Staff, logged_in: Callable[[Staff], Client]
) -> None:
    client = logged_in(wu)
    answer = client.post("/hall/sales/new", {"place": "area", "once": "a" * 20}, follow=True)
    sale = Sale._base_manager.get()
    address = f"/hall/sales/{selling.name_of(sale)}/"
    assert answer.redirect_chain[-1][0] == address
    assert "您好！欢迎看看" in answer.content.decode()
    client.post(f"{address}turn/sale.greeted", {"once": "b" * 20})
    client.post(f"{address}turn/model.asked-about", {"once": "c" * 20, "model": ""})
    assert Sale._base_manager.get().model == ""
    client.post(f"{address}turn/model.asked-about", {"once": "d" * 20, "model": "X5"})
    sale = Sale._base_manager.get()
    assert (sale.greeted_at is not None, sale.model) == (True, "X5")
    client.post(f"{address}turn/device.wanted", {"once": "e" * 20})
    refused = client.post(f"{address}turn/device.sold", {"once": "f" * 20})
    assert refused.status_code == 422
    assert "device.warranty-first" in refused.content.decode()


def test_the_promise_of_contacts_comes_back_where_the_number_is_wrong(
    shop: Cast, wu: Staff, by: By, looking: Sale, logged_in: Callable[[Staff], Client]
) -> None:
    for word in (story.WANTED, story.WARRANTY, story.SOLD):
        actions.say(looking, word, by=by(wu))
    client, address = logged_in(wu), f"/hall/sales/{selling.name_of(looking)}/turn/contacts.promised"
    given = {"once": "a" * 20, "name": "陈一", "phone": "12", "manner": "call"}
    assert client.post(address, given).status_code == 422
    assert client.post(address, given | {"phone": "13800138000"}).status_code == 302
    assert Sale._base_manager.get().manner == "call"


def test_a_hall_whose_standard_sells_nothing_says_so(halls: Cast, logged_in: Callable[[Staff], Client]) -> None:
    assert "device-sales" in logged_in(halls.gu).get("/hall/sales/").content.decode()


def test_the_page_of_the_case_leads_to_the_sale(
    shop: Cast, wu: Staff, looking: Sale, logged_in: Callable[[Staff], Client]
) -> None:
    shown = logged_in(wu).get(f"/cases/{looking.case.subject}", follow=True).content.decode()
    assert f"/hall/sales/{selling.name_of(looking)}/" in shown
