"""The audit administrator reads who changed what, who looked at customers' data, and never whom it was about."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse
from tests.operation.web.administration.city import City, acting
from tests.operation.web.east_hall import leaks

from shouwen.operation.ledger import administering, clock, customers, models
from shouwen.operation.ledger.act import correct
from shouwen.operation.ledger.seal import AGE, seal_once
from shouwen.operation.people import scope
from shouwen.operation.people.models import Staff

pytestmark = pytest.mark.django_db

LoggedIn = Callable[[Staff], Client]
LOG = "/administration/log/"


@pytest.fixture
def busy(city: City) -> City:
    """A password given, Chen's data looked at, her request corrected."""
    lin = acting(city.cast.lin)
    administering.give_password(city.cast.wu, by=acting(city.cast.an))
    with scope.of(lin.seen):
        customers.unmask(city.customer, "other", "她来电话问账单", by=lin)
        correct(models.Event.objects.get(word="request.noted"), by=lin, reason="写错了", at=clock.now() - 60)
    return city


def test_the_log_says_who_and_what_and_nothing_of_the_customer(busy: City, logged_in: LoggedIn) -> None:
    page = logged_in(busy.cast.cha).get(LOG)
    told = [(line.kind, line.by and line.by.username) for line, _what in page.context["lines"]]
    assert told == [("corrections", "1001"), ("unmasked", "1001"), ("changes", "1010"), ("changes", None)]
    assert leaks(page, "她来电话问账单", busy.customer.name, busy.case.subject, "写错了") == []


@pytest.mark.parametrize(
    ("asked", "kinds"),
    [
        ({"kind": "changes"}, ["changes", "changes"]),
        ({"kind": "unmasked"}, ["unmasked"]),
        ({"kind": "corrections"}, ["corrections"]),
        ({"kind": "erased"}, []),
        ({"by": "1010"}, ["changes"]),
        ({"since": "2199-01-01"}, []),
        ({"until": "1999-01-01"}, []),
    ],
)
def test_the_log_is_filtered(busy: City, logged_in: LoggedIn, asked: dict[str, str], kinds: list[str]) -> None:
    page = logged_in(busy.cast.cha).get(LOG, asked)
    assert [line.kind for line, _what in page.context["lines"]] == kinds


def test_a_filter_that_cannot_be_is_said(busy: City, logged_in: LoggedIn) -> None:
    page = logged_in(busy.cast.cha).get(LOG, {"by": "9999", "since": "yesterday", "before": "x" * 30})
    assert (sorted(page.context["form"].errors), page.context["lines"]) == (["by", "since"], [])


def test_a_long_log_goes_on_page_by_page(busy: City, logged_in: LoggedIn) -> None:
    for _time in range(55):
        administering.give_password(busy.cast.wu, by=acting(busy.cast.an))
    cha = logged_in(busy.cast.cha)
    first = cha.get(LOG)
    second = cha.get(LOG, {"before": first.context["older"]})
    numbers = [line.number for page in (first, second) for line, _what in page.context["lines"]]
    assert (len(numbers), numbers == sorted(set(numbers), reverse=True), second.context["older"]) == (59, True, None)


@pytest.mark.django_db(transaction=True)  # only what has ended is sealed
def test_the_seal_is_shown_and_holds_until_somebody_writes_past_the_door(busy: City, logged_in: LoggedIn) -> None:
    cha = logged_in(busy.cast.cha)
    with clock.standing(clock.now() + AGE + 1):
        assert seal_once() > 0
    last = models.Seal.objects.get()
    page = cha.get(reverse("administration_seal"))
    assert (page.context["sealed"].head, page.context["sealed"].unsealed) == (bytes(last.hash).hex(), 0)
    assert cha.post(reverse("administration_verify")).context["report"].count == 0
    changed = models.Event._base_manager.get(word="request.noted", corrects=None)
    models.Event._base_manager.filter(pk=changed.pk).update(by="staff:999")
    report = cha.post(reverse("administration_verify"))
    assert [one.event for one in report.context["report"].findings] == [changed.pk]
    assert f"事件 {changed.pk} 封存后被改动" in report.content.decode()


def test_log_ins_that_failed_are_listed_without_what_was_typed(busy: City, logged_in: LoggedIn, client: Client) -> None:
    for typed in ("1001", "my-Secret-9"):
        client.post("/account/login/", {"login": typed, "password": "Other-secret-8"})
    page = logged_in(busy.cast.cha).get(reverse("administration_seal"))
    assert [one.person and one.person.username for one in page.context["failures"]] == [None, "1001"]
    assert leaks(page, "my-Secret-9", "my-secret-9", "Other-secret-8") == []
