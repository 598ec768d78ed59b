"""A unit comes to work by another standard: from a time on, and what opened before is judged by that of its time."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.operation.people_of_the_tests import Cast

from shouwen.events.vocabulary import Word
from shouwen.fault import Fault
from shouwen.operation.ledger import administering as book
from shouwen.operation.ledger import clock, editions, models, words
from shouwen.operation.ledger.act import NewCase, act, begin
from shouwen.operation.ledger.channel import REGISTER, Channel, Kind
from shouwen.operation.ledger.publishing import publish
from shouwen.operation.ledger.read import owed_in
from shouwen.operation.ledger.rebuild import differences
from shouwen.operation.ledger.watch import catch_up, look_once
from shouwen.operation.people import scope
from shouwen.operation.people.models import Staff, Unit
from shouwen.operation.people.rights import SYSTEM, Acting, acting_of
from shouwen.standard.layers import layers_of_text
from shouwen.wording import Wording

MONDAY = 1_745_200_800
MINUTE, HOUR, DAY = 60, 3600, 86_400
ASKED, TOLD = "errand.asked", "errand.told"

ROOM = Channel(
    name="errands",
    label=Wording.of("errands"),
    words=(Word(ASKED, Wording.of(ASKED)), Word(TOLD, Wording.of(TOLD), {}, ("@owner", "manager"))),
    kinds=(Kind(name="errand", label=Wording.of("errand"), concern=True),),
)

STANDARD = """
standard: {name}
title: {name}
words:
  errand.asked: {{}}
  errand.told: {{{may}}}
  {name}.checked: {{label: {{zh-Hans: 看过, zh-Hant: 看過, en: {name} looked}}}}
clauses:
- id: answer
  of: errand
  says: {name}
  check: {{within: {{after: errand.asked, then: errand.told, limit: {limit}}}}}
"""


def publish_one(name: str, limit: str, at: Unit, *, may: str = "") -> None:
    text = STANDARD.format(name=name, limit=limit, may=may)
    publish(layers_of_text(text, place=f"{name}.yaml", folder=Path()), at=at, by=SYSTEM, since=0)


@pytest.fixture
def east(cast: Cast) -> Iterator[Cast]:
    """The organisation works by "slow" (four hours); there is also "quick" (one), by which only a manager may tell."""
    before = [dict(table) for table in (REGISTER.channels, REGISTER.words, REGISTER.kinds, REGISTER.facts)]
    REGISTER.add(ROOM)
    try:
        with scope.everywhere(), clock.standing(MONDAY):
            editions.forget()
            publish_one("slow", "4 hours", cast.organisation)
            publish_one("quick", "1 hour", cast.organisation, may="may: [manager]")
            cast.organisation.standard = "slow"
            cast.organisation.save()
            yield cast
    finally:
        REGISTER.channels, REGISTER.words, REGISTER.kinds, REGISTER.facts = before
        editions.forget()


def as_of(person: Staff) -> Acting:
    return acting_of(person, clock.now())


def ask(cast: Cast) -> models.Case:
    return begin(NewCase(kind="errand", unit=cast.east, owner=cast.lin), ASKED, by=as_of(cast.lin))


def work_by(unit: Unit, standard: str, cast: Cast, *, since: int | None = None) -> None:
    """The system administrator has the unit work by this standard."""
    unit.refresh_from_db()
    fields = {name: getattr(unit, name) for name in ("name", "kind", "size", "zone")}
    book.change_unit(unit, **fields, standard=standard, by=as_of(cast.shi), since=since)
    editions.forget()


def everything_looked_at() -> None:
    while catch_up() or look_once():
        pass


def limit_of(case: models.Case) -> int:
    """How long the only obligation of the case lasts."""
    (row,) = models.Obligation.objects.filter(case=case)
    return (row.due or 0) - row.opened_at


def test_what_opened_before_is_judged_by_the_standard_of_its_time_and_what_opens_after_by_the_new(east: Cast) -> None:
    before = ask(east)
    work_by(east.east, "quick", east)
    meanwhile = ask(east)
    with clock.standing(MONDAY + MINUTE):
        after = ask(east)
        everything_looked_at()
        assert [limit_of(case) for case in (before, meanwhile, after)] == [4 * HOUR, 4 * HOUR, HOUR]
        says = [owed_in(case)[0].clause for case in (before, meanwhile, after)]
        assert [clause.says.say("en") if clause else "" for clause in says] == ["slow", "slow", "quick"]
    with clock.standing(MONDAY + 2 * HOUR):
        everything_looked_at()
        states = [models.Obligation.objects.get(case=case).state for case in (before, meanwhile, after)]
        assert states == ["open", "open", "broken"]
        assert differences(models.Case.objects.filter(kind="errand")) == []


def test_a_change_is_chosen_for_a_time_to_come_and_given_up_again(east: Cast) -> None:
    work_by(east.east, "quick", east, since=MONDAY + DAY)
    with clock.standing(MONDAY + DAY - 1):
        assert limit_of(ask(east)) == 4 * HOUR
    with clock.standing(MONDAY + DAY):
        assert limit_of(ask(east)) == HOUR
    work_by(east.east, "", east)
    with clock.standing(MONDAY + DAY):
        assert limit_of(ask(east)) == 4 * HOUR


def test_an_unchanged_past_is_what_a_late_report_is_judged_by(east: Cast) -> None:
    work_by(east.east, "quick", east)
    with clock.standing(MONDAY + DAY):
        late = begin(NewCase(kind="errand", unit=east.east, owner=east.lin), ASKED, by=as_of(east.lin), at=MONDAY)
        assert limit_of(late) == 4 * HOUR
        assert differences([late]) == []


def test_the_standard_of_a_unit_above_changes_those_below_and_a_move_changes_from_then_on(east: Cast) -> None:
    before = ask(east)
    work_by(east.area, "quick", east)
    with clock.standing(MONDAY + HOUR):
        under_the_area = ask(east)
        book.move_unit(east.east, under=east.organisation, by=as_of(east.shi))
        editions.forget()
    with clock.standing(MONDAY + HOUR + MINUTE):
        moved = ask(east)
        everything_looked_at()
        assert [limit_of(case) for case in (before, under_the_area, moved)] == [4 * HOUR, HOUR, 4 * HOUR]
        assert differences(models.Case.objects.filter(kind="errand")) == []


def test_who_may_say_what_is_the_standard_s_of_now(east: Cast) -> None:
    work_by(east.east, "quick", east)
    with clock.standing(MONDAY + MINUTE - 1):
        act(ask(east), TOLD, by=as_of(east.lin))
    with clock.standing(MONDAY + MINUTE):
        case = ask(east)
        with pytest.raises(Fault) as refused:
            act(case, TOLD, by=as_of(east.lin))
        assert refused.value.code == "not-yours"
        act(case, TOLD, by=as_of(east.gu))


def test_words_of_the_former_standard_keep_their_names(east: Cast) -> None:
    case = ask(east)
    act(case, "slow.checked", by=as_of(east.lin))
    work_by(east.east, "quick", east)
    with clock.standing(MONDAY + DAY):
        known = editions.working_at(east.east.pk).vocabulary.words
        assert known["slow.checked"].label.say("en") == "slow looked"
        assert editions.working_at(east.east.pk).standard is editions.working("quick").standard


def test_no_unit_works_by_another_standard_from_the_past(east: Cast) -> None:
    for since in (MONDAY - DAY, MONDAY + MINUTE - 1):
        with pytest.raises(Fault) as refused:
            work_by(east.east, "quick", east, since=since)
        assert refused.value.code == "unit-standard-since"
    assert limit_of(ask(east)) == 4 * HOUR


def test_the_log_says_from_when(east: Cast) -> None:
    work_by(east.east, "quick", east, since=MONDAY + DAY)
    said = models.Event.objects.filter(word=words.CHANGED).order_by("pk").last()
    assert said is not None
    assert said.data["text"] == "hall-east: standard: - → quick (2025-04-22 10:00)"
