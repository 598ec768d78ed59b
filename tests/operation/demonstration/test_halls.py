"""The demonstration's halls: made up from a seed, told once, and today goes on."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime
from random import Random

import pytest
from tests.operation.channels.hall.waiting.order_in_the_log import order_as_told
from tests.operation.demonstration.halls_told import happened, in_order

from shouwen.operation.channels.hall import story
from shouwen.operation.channels.hall.models import CounterDay, Facility, Hall, Items, Tariff
from shouwen.operation.demonstration import furnishing, guests, hall_history, hall_now, organisation
from shouwen.operation.demonstration.organisation import HALLS, ZONE
from shouwen.operation.ledger import clock, models
from shouwen.operation.ledger.rebuild import differences
from shouwen.operation.people import scope

TUESDAY = date(2026, 9, 15)
NOON = int(datetime(2026, 9, 16, 12, tzinfo=ZONE).timestamp())
A_DAY = 86_400


@pytest.fixture
def there(db: None) -> Iterator[organisation.Organisation]:
    """The organisation, as of a Wednesday noon."""
    with scope.everywhere(), clock.standing(NOON):
        organisation.build(since=NOON - 30 * A_DAY)
        yield organisation.read()


def test_the_same_seed_makes_the_same_guests(there: organisation.Organisation) -> None:
    def stories(seed: int) -> dict[str, list[tuple[str, int]]]:
        day, past = hall_history.day_at(there, "lakeside", TUESDAY, seed=seed)
        while day.next_at is not None:
            day.go()
        return {name: [(act.word, act.noted_at or 0) for act in acts] for name, acts in past.stories.items()}

    assert stories(1) == stories(1)
    assert set(stories(1)) != set(stories(2))


def test_a_partner_hall_does_not_do_what_it_may_not(there: organisation.Organisation) -> None:
    made = guests.guests_of("oldtown", TUESDAY, Random(1), clerks=2, partner=True)
    assert {one.service for one in made} == set(guests.SERVICES) - guests.NOT_OF_PARTNERS


def test_a_history_that_was_told_is_told_once(there: organisation.Organisation) -> None:
    stop = threading.Event()
    hall_now.fill(there, "oldtown", 1, seed=1, now=NOON, stop=stop)
    count = happened().count()
    hall_now.fill(there, "oldtown", 1, seed=1, now=NOON, stop=stop)
    assert happened().count() == count > 200


def test_each_hall_is_furnished_once_and_every_clerk_holds_numbers(there: organisation.Organisation) -> None:
    for _ in range(2):
        for code in HALLS:
            team = there.team[code]
            manager, *_ = [one for one in team if one.posts.filter(role="manager").exists()]
            clerks = [one for one in team if one.posts.filter(role="clerk").exists()]
            furnishing.furnish(there.units[code], manager, clerks)
    there_is = [list(table._base_manager.filter(unit=there.units["lakeside"])) for table in (Tariff, Facility, Items)]
    assert [len(rows) for rows in there_is] == [
        len(furnishing.TARIFFS), len(furnishing.FACILITIES), 1 + len(furnishing.RANGES),
    ]  # fmt: skip
    held = models.Event._base_manager.filter(word="item.issued", unit=there.units["lakeside"])
    assert held.count() == 1 + len(furnishing.RANGES) * 3
    assert differences(models.Case._base_manager.exclude(kind="unit")) == []


class Steps(threading.Event):
    """Is set once it was asked so many times."""

    def __init__(self, steps: int) -> None:
        super().__init__()
        self.left = steps

    def is_set(self) -> bool:
        self.left -= 1
        return self.left <= 0


def test_today_goes_on_with_customers_calls_and_services_and_leaves_a_counter_free(
    there: organisation.Organisation,
) -> None:
    halls = {code: hall_now.today_of(there, code, seed=1, now=NOON, stop=threading.Event()) for code in HALLS}
    last = models.Event._base_manager.order_by("-id").first()
    assert last is not None
    assert Hall._base_manager.filter(calendar="always").count() == len(HALLS)
    hall_now.go_on(there, halls, seed=1, since=NOON, speed=1_000_000, stop=Steps(500))
    new = Counter(happened().filter(pk__gt=last.pk).values_list("word", flat=True))
    assert min(new[word] for word in (story.ENTERED, story.TAKEN, story.CALLED, story.BEGUN, story.ENDED)) > 3
    assert differences(models.Case._base_manager.exclude(kind="unit")) == []
    assert [order_as_told(in_order(code, live_from=last.pk + 1)) for code in HALLS] == [[], [], []]
    spare = [team[0].pk for code, team in there.team.items() if code in HALLS]
    assert not CounterDay._base_manager.filter(staff__in=spare).exists()
