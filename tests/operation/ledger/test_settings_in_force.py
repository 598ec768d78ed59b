"""The settings by which a unit works: those of the edition, and of the standard, that is in force."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.operation.people_of_the_tests import Cast

from shouwen.fault import Fault
from shouwen.operation.ledger import administering as book
from shouwen.operation.ledger import clock, editions
from shouwen.operation.ledger.publishing import publish
from shouwen.operation.people import scope
from shouwen.operation.people.rights import SYSTEM, acting_of
from shouwen.standard.layers import layers_of_text

pytestmark = pytest.mark.django_db

MONDAY = 1_745_200_800
MINUTE, DAY = 60, 86_400

STANDARD = """
standard: {name}
words: {{request.noted: , request.answered: }}
settings: {{recall: {{value: {recall}, label: recall}}}}
clauses:
- {{id: answer, of: request, says: x, check: {{order: {{first: request.noted, then: request.answered}}}}}}
"""


def publish_one(name: str, recall: int, cast: Cast, *, since: int) -> None:
    text = STANDARD.format(name=name, recall=recall)
    publish(layers_of_text(text, place=f"{name}.yaml", folder=Path()), at=cast.organisation, by=SYSTEM, since=since)


@pytest.fixture
def east(cast: Cast) -> Iterator[Cast]:
    """The organisation works by "calm"; "brisk" is there too."""
    try:
        with scope.everywhere(), clock.standing(MONDAY):
            editions.forget()
            publish_one("calm", 3, cast, since=0)
            publish_one("brisk", 7, cast, since=0)
            cast.organisation.standard = "calm"
            cast.organisation.save()
            editions.forget()
            yield cast
    finally:
        editions.forget()


def recall(cast: Cast, at: int) -> int:
    with clock.standing(at):
        return editions.settings_now(cast.east.pk).whole("recall")


def test_a_setting_is_that_of_the_edition_in_force(east: Cast) -> None:
    publish_one("calm", 5, east, since=MONDAY + DAY)
    editions.forget()
    assert [recall(east, MONDAY + at) for at in (0, DAY - 1, DAY, 9 * DAY)] == [3, 3, 5, 5]
    working = editions.working("calm")
    assert [working.settings_at(at).whole("recall") for at in (0, MONDAY + DAY)] == [3, 5]


def test_a_unit_that_comes_to_work_by_another_standard_goes_by_its_settings_from_then_on(east: Cast) -> None:
    publish_one("calm", 5, east, since=MONDAY + DAY)
    publish_one("brisk", 9, east, since=MONDAY + 3 * DAY)
    fields = {name: getattr(east.east, name) for name in ("name", "kind", "size", "zone")}
    by = acting_of(east.shi, clock.now())
    book.change_unit(east.east, **fields, standard="brisk", by=by, since=MONDAY + 2 * DAY)
    editions.forget()
    assert [recall(east, MONDAY + days * DAY) for days in range(5)] == [3, 5, 7, 9, 9]


def test_a_standard_without_the_setting_and_a_unit_without_a_standard_are_told_as_a_fault(east: Cast) -> None:
    with pytest.raises(Fault) as raised:
        editions.settings_now(east.east.pk).whole("recal")
    assert (raised.value.code, raised.value.slots["near"]) == ("setting-unknown", "recall")
    assert dict(editions.working("").settings_at(MONDAY)) == {}
