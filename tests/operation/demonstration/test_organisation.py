"""The demonstration: who works there, what has passed, and that it goes on."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime
from random import Random

import pytest
from django.test import Client

from shouwen.operation.demonstration import going_on, journeys, organisation
from shouwen.operation.demonstration.customers import names, phone
from shouwen.operation.demonstration.history import Teller
from shouwen.operation.demonstration.organisation import ZONE
from shouwen.operation.ledger import clock, models, words
from shouwen.operation.ledger.rebuild import differences
from shouwen.operation.ledger.watch import look_once
from shouwen.operation.people import scope
from shouwen.operation.people.models import Customer, Post, Shift
from shouwen.operation.people.phone import read_phone
from shouwen.operation.people.roles import ROLES

NOON = int(datetime(2026, 9, 16, 12, tzinfo=ZONE).timestamp())
A_DAY = 86_400


@pytest.fixture
def there(db: None) -> Iterator[organisation.Organisation]:
    """The organisation, as of a Wednesday noon."""
    with scope.everywhere(), clock.standing(NOON):
        organisation.build(since=NOON - 30 * A_DAY)
        yield organisation.read()


def test_there_is_somebody_for_each_role_and_nobody_holds_two(there: organisation.Organisation) -> None:
    posts = Counter(Post.objects.values_list("staff", flat=True))
    assert set(Post.objects.values_list("role", flat=True)) == set(ROLES)
    assert set(posts.values()) == {1}


def test_everybody_can_log_in_with_the_password_that_was_shown(db: None) -> None:
    passwords = going_on.prepare(weeks=1)
    assert len(passwords) == len(organisation.PEOPLE)
    for username, password in list(passwords.items())[:3]:
        answer = Client().post("/account/login/", {"login": username, "password": password})
        assert (answer.status_code, answer["Location"]) == (302, "/")
    assert going_on.prepare(weeks=1) == {}
    assert set(going_on.prepare(weeks=1, new_passwords=True)) == set(passwords)


def test_the_same_seed_makes_the_same_day(there: organisation.Organisation) -> None:
    def a_day(seed: str) -> list[journeys.Journey]:
        return list(journeys.day_of(there, date(2026, 9, 14), Random(seed), customers=50))

    assert a_day("1") == a_day("1")
    assert [one.name for one in a_day("1")] != [one.name for one in a_day("2")]


def test_customers_numbers_are_of_a_range_that_no_person_has_and_names_are_told_apart() -> None:
    assert read_phone(phone(7)) == "14000000007"
    first = names(Random(1))
    assert len({next(first) for _ in range(400)}) > 300


@pytest.fixture
def told(there: organisation.Organisation) -> Teller:
    """A day and a half of it is told."""
    teller = Teller(there, 1)
    for _ in teller.past(since=NOON - A_DAY, until=NOON):
        pass
    return teller


def test_what_has_passed_stands_in_the_book_as_its_events_make_it(told: Teller) -> None:
    requests = models.Case.objects.filter(kind="request")
    assert requests.count() > 80
    with clock.standing(NOON + 60):
        while look_once():
            pass
        assert differences(models.Case.objects.exclude(kind="unit").order_by("pk")[:60], at=NOON + 60) == []
    states = set(models.Obligation.objects.values_list("state", flat=True))
    assert {"kept", "broken", "open"} <= states
    assert not requests.filter(owner__isnull=True).exists()
    assert models.Event.objects.filter(word=words.ACCEPT).exists()
    assert models.Event.objects.filter(at__gt=NOON).count() == 0


def test_a_history_that_was_broken_off_is_taken_up_and_nothing_is_told_twice(there: organisation.Organisation) -> None:
    halfway = Teller(there, 1).past(since=NOON - A_DAY, until=NOON)
    next(halfway), next(halfway)
    before = models.Event.objects.count()
    for _ in Teller(there, 1).past(since=NOON - A_DAY, until=NOON):
        pass
    after = models.Event.objects.count()
    assert 0 < before < after
    for _ in Teller(there, 1).past(since=NOON - A_DAY, until=NOON):
        pass
    assert (models.Event.objects.count(), Shift.objects.values("staff", "begins").distinct().count()) == (
        after,
        Shift.objects.count(),
    )
    phones = Counter(Customer.objects.values_list("marks__digest", flat=True))
    assert max(phones.values()) == 1


class AfterSteps(threading.Event):
    """Is set once it was asked so many times: the day asks after each step."""

    def __init__(self, steps: int) -> None:
        super().__init__()
        self.left = steps

    def is_set(self) -> bool:
        self.left -= 1
        return self.left <= 0


def test_the_day_goes_on_by_what_was_planned_and_stops_when_told(told: Teller) -> None:
    before = models.Event.objects.exclude(word__in=words.NOTICES).count()
    told.go_on(since=NOON, speed=1_000_000, stop=AfterSteps(25))
    happened = models.Event.objects.exclude(word__in=words.NOTICES).count() - before
    assert 5 < happened <= 25  # what the standard refuses does not happen, nor what follows on days not told here
