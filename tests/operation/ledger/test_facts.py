"""Facts of the place ride on the event: as they were when it happened, those alone that the standard asks for."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.operation.people_of_the_tests import Cast

from shouwen.events.vocabulary import Field, Word
from shouwen.operation.ledger import clock, editions, models
from shouwen.operation.ledger.act import NewCase, act, begin, correct
from shouwen.operation.ledger.channel import REGISTER, Channel, Kind
from shouwen.operation.ledger.publishing import publish
from shouwen.operation.ledger.shifts import begin_shift, end_shift
from shouwen.operation.people import scope
from shouwen.operation.people.models import Staff, Unit
from shouwen.operation.people.rights import SYSTEM, Acting, acting_of
from shouwen.standard.layers import layers_of_text
from shouwen.wording import Wording

NOON = 1_746_504_000
HOUR = 3600
ASKED, TOLD = "errand.asked", "errand.told"
WAITING = {"number": 3}

ROOM = Channel(
    name="errands",
    label=Wording.of("errands"),
    words=(Word(ASKED, Wording.of(ASKED)), Word(TOLD, Wording.of(TOLD))),
    kinds=(Kind(name="errand", label=Wording.of("errand"), concern=True),),
    facts={"in_line": (Field("in_line", "number", Wording.of("in_line")), lambda _unit: WAITING["number"])},
)

STANDARD = """
standard: facts
title: facts
facts: {site_kind: text, size_class: text, on_shift: number, in_line: number}
words: {errand.asked: {}, errand.told: {}}
clauses:
- id: few
  of: errand
  says: few
  when: {in_line: {at_least: 10}}
  check: {within: {after: errand.asked, then: errand.told, limit: 1 hour}}
"""


@pytest.fixture(autouse=True)
def _working(cast: Cast) -> Iterator[None]:
    before = [dict(table) for table in (REGISTER.channels, REGISTER.words, REGISTER.kinds, REGISTER.facts)]
    REGISTER.add(ROOM)
    try:
        with scope.everywhere(), clock.standing(NOON):
            editions.forget()
            publish(layers_of_text(STANDARD, place="x.yaml", folder=Path()), at=cast.organisation, by=SYSTEM, since=0)
            cast.organisation.standard = "facts"
            cast.organisation.save()
            yield
    finally:
        REGISTER.channels, REGISTER.words, REGISTER.kinds, REGISTER.facts = before
        editions.forget()


def as_of(person: Staff) -> Acting:
    return acting_of(person, clock.now())


def asked_at(unit: Unit, owner: Staff, *, at: int | None = None) -> models.Event:
    case = begin(NewCase(kind="errand", unit=unit, owner=owner), ASKED, by=SYSTEM, at=at)
    return models.Event.objects.get(told__case=case)


def facts_of(event: models.Event) -> dict[str, object]:
    return {name: event.data.get(name) for name in ("site_kind", "size_class", "on_shift", "in_line")}


def test_kind_and_size_of_the_site_and_what_the_room_counts_ride_on_the_event(cast: Cast) -> None:
    found = {
        unit.code: facts_of(asked_at(unit, cast.lin)) for unit in (cast.east, cast.partner, cast.repair, cast.desk)
    }
    assert {code: tuple(facts.values()) for code, facts in found.items()} == {
        "hall-east": ("own", "large", 0, 3),
        "hall-partner": ("partner", "small", 0, 3),
        "repair": ("repair-centre", None, 0, 3),
        "desk": ("call-desk", None, 0, 3),
    }


def test_how_many_are_on_shift_is_of_the_time_at_which_it_happened(cast: Cast) -> None:
    begin_shift(cast.lin, cast.east, by=as_of(cast.lin))
    with clock.standing(NOON + HOUR):
        begin_shift(cast.zhao, cast.east, by=as_of(cast.zhao))
        assert facts_of(asked_at(cast.east, cast.lin))["on_shift"] == 2
    with clock.standing(NOON + 2 * HOUR):
        end_shift(cast.lin, by=as_of(cast.lin))
        on_shift = [
            facts_of(asked_at(cast.east, cast.lin, at=NOON + at))["on_shift"] for at in (-1, 60, HOUR, 2 * HOUR)
        ]
    assert on_shift == [0, 1, 2, 1]


def test_what_a_room_counts_now_is_not_told_of_what_happened_earlier(cast: Cast) -> None:
    assert facts_of(asked_at(cast.east, cast.lin, at=NOON - 60))["in_line"] == 3
    assert facts_of(asked_at(cast.east, cast.lin, at=NOON - 61))["in_line"] is None


def test_a_correction_leaves_the_facts_as_they_were(cast: Cast) -> None:
    event = asked_at(cast.east, cast.lin)
    WAITING["number"] = 12
    try:
        correct(event, by=as_of(cast.gu), reason="x", data={})
        case = models.Case.objects.get(kind="errand")
        act(case, TOLD, by=as_of(cast.lin))
        in_line = [row.data.get("in_line") for row in models.Event.objects.filter(told__case=case).order_by("pk")]
        assert in_line == [3, None, 12]
        corrected = models.Event.objects.get(corrects=event)
        assert corrected.correction["data"]["in_line"] == 3
    finally:
        WAITING["number"] = 3


def test_a_condition_is_judged_by_the_fact_that_was_stamped(cast: Cast) -> None:
    asked_at(cast.east, cast.lin)
    WAITING["number"] = 10
    try:
        asked_at(cast.west, cast.qian)
    finally:
        WAITING["number"] = 3
    assert [row.unit_id for row in models.Obligation.objects.all()] == [cast.west.pk]
