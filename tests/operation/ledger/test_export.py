"""The exported log: all of it or what one person may see, and judged as the book itself judges."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest
from tests.operation.ledger.desk_room import ANSWERED, ASKED, HOUR, MONDAY_10, ask, desk_room
from tests.operation.people_of_the_tests import Cast, make_cast

from shouwen.audit.judge import verdicts_of
from shouwen.audit.on_duckdb import Log
from shouwen.events.formats.parquet import read_log
from shouwen.fault import Fault
from shouwen.operation.channels.requests import story
from shouwen.operation.ledger import clock, editions, models, words
from shouwen.operation.ledger.act import NewCase, act, begin, correct
from shouwen.operation.ledger.editions import working
from shouwen.operation.ledger.export import export
from shouwen.operation.ledger.promises import keep, promise
from shouwen.operation.ledger.publishing import publish_pack
from shouwen.operation.ledger.stories import told
from shouwen.operation.ledger.watch import look_once
from shouwen.operation.people import scope
from shouwen.operation.people.rights import SYSTEM, Acting, acting_of

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def people() -> Iterator[Cast]:
    """The cast, under the standard of the first asked, with a desk besides."""
    people = make_cast()
    with scope.everywhere(), desk_room(people):
        yield people


def acting(person: object) -> Acting:
    return acting_of(person, MONDAY_10)  # type: ignore[arg-type]


def numbers(path: Path) -> list[int]:
    return [event.id for event in read_log(path)]


def of_events(**chosen: object) -> list[int]:
    return list(models.Event.objects.filter(**chosen).order_by("pk").values_list("pk", flat=True))


def test_the_file_holds_every_event_as_it_was_noted(people: Cast, tmp_path: Path) -> None:
    with clock.standing(MONDAY_10):
        case = ask(people, people.lin, MONDAY_10)
        answered = act(case, ANSWERED, by=acting(people.lin), at=MONDAY_10 - 60)
        promise(case, MONDAY_10 + HOUR, by=acting(people.lin))
        correct(answered, by=acting(people.lin), reason="误记", at=MONDAY_10 - 30)
    out = tmp_path / "log.parquet"
    assert export(SYSTEM, out) == models.Event.objects.count()
    assert list(read_log(out)) == [told(row) for row in models.Event.objects.order_by("pk")]


def test_a_person_s_export_holds_what_they_may_see_and_nothing_else(people: Cast, tmp_path: Path) -> None:
    with clock.standing(MONDAY_10):
        ask(people, people.lin, MONDAY_10)
        west = begin(NewCase(kind="desk", unit=people.west, owner=people.qian), ASKED, by=acting(people.qian))
    out = tmp_path / "log.parquet"
    at_west = of_events(about=[west.subject])
    assert (export(acting(people.qian), out), numbers(out)) == (1, at_west)
    assert (export(acting(people.zhao), out), numbers(out)) == (1, of_events(unit=people.east))
    assert (export(acting(people.han), out), len(numbers(out))) == (2, 2)
    for nobody in (people.bai, people.shi, people.an, people.cha):
        assert (export(acting(nobody), out), numbers(out)) == (0, [])


def test_a_unit_goes_with_those_below_it(people: Cast, tmp_path: Path) -> None:
    with clock.standing(MONDAY_10):
        ask(people, people.lin, MONDAY_10)
        begin(NewCase(kind="desk", unit=people.repair, owner=people.wu), ASKED, by=acting(people.wu))
    out = tmp_path / "log.parquet"
    assert (export(SYSTEM, out, unit="north"), numbers(out)) == (1, of_events(unit=people.east))
    assert (export(SYSTEM, out, unit="repair"), numbers(out)) == (1, of_events(unit=people.repair))
    with pytest.raises(Fault) as refused:
        export(SYSTEM, out, unit="nowhere")
    assert refused.value.code == "unit-unknown"


def test_corrections_go_with_the_events_they_correct(people: Cast, tmp_path: Path) -> None:
    with clock.standing(MONDAY_10):
        first = ask(people, people.lin, MONDAY_10)
    with clock.standing(MONDAY_10 + HOUR):
        ask(people, people.lin, MONDAY_10)
    asked = models.Event.objects.get(about=[first.subject])
    with clock.standing(MONDAY_10 + 9 * HOUR):
        void = correct(asked, by=SYSTEM, reason="误记", void=True)
    out = tmp_path / "log.parquet"
    export(SYSTEM, out, since=MONDAY_10, until=MONDAY_10 + HOUR)
    assert numbers(out) == [asked.pk, void.pk]
    export(SYSTEM, out, since=MONDAY_10 + 1, until=MONDAY_10 + 2 * HOUR)
    assert len(numbers(out)) == 1


def test_another_kind_of_file_is_refused_and_nothing_is_written(people: Cast, tmp_path: Path) -> None:
    with pytest.raises(Fault) as refused:
        export(SYSTEM, tmp_path / "log.csv")
    assert (refused.value.code, list(tmp_path.iterdir())) == ("export-suffix", [])


TOLD = [
    story.TOLD, story.ANSWERED, story.CLOSED, story.REOPENED, story.WITHDRAWN, words.OFFER, words.ACCEPT, words.REFUSE,
    words.TAKE_BACK, words.NOTE,
]  # fmt: skip
PAUSES = [0, 1, 60, 600, HOUR, 3 * HOUR, 9 * HOUR, 30 * HOUR, 100 * HOUR]


def wander(random: Random, people: Cast, steps: int) -> int:
    """Requests on their way, with hand-overs, promises, late reports and corrections; what the time is in the end."""
    now, cases = MONDAY_10, [begin_request(people, MONDAY_10)]
    zhao = acting_of(people.zhao, now)
    for _ in range(steps):
        now += random.choice(PAUSES)
        with clock.standing(now):
            try:
                _step(random, people, cases, now, zhao)
            except Fault:
                continue  # it may not follow, and nothing happened
        if random.random() < 0.3:
            with clock.standing(now):
                look_once()
    return now


def begin_request(people: Cast, now: int) -> models.Case:
    with clock.standing(now):
        new = NewCase(kind="request", unit=people.east, owner=people.lin)
        return begin(new, story.NOTED, by=acting_of(people.lin, now), data={"topic": "enquiry", "text": "何时能办"})


def _step(random: Random, people: Cast, cases: list[models.Case], now: int, zhao: Acting) -> None:
    case = random.choice(cases)
    kind = random.random()
    at = None if random.random() < 0.7 else now - random.choice(PAUSES)
    if kind < 0.15:
        cases.append(begin_request(people, now))
    elif kind < 0.3:
        promise(case, now + random.choice(PAUSES), by=SYSTEM)
    elif kind < 0.4:
        made = list(models.Case.objects.filter(kind="promise").select_related("arose_from"))
        if made:
            keep(random.choice(made), by=SYSTEM)
    elif kind < 0.5:
        events = list(
            models.Event.objects.filter(told__case=case, corrects__isnull=True).exclude(word__in=words.NOTICES)
        )
        moved = random.choice([None, now - random.choice(PAUSES)])
        correct(random.choice(events), by=SYSTEM, reason="误记", void=random.random() < 0.3, at=moved)
    else:
        word = random.choice(TOLD)
        data = {
            words.OFFER: {"to": zhao.reference, "reason": "更熟悉"},
            words.REFUSE: {"reason": "不在班"},
            story.CLOSED: {"result": "settled"},
        }.get(word, {"text": "详情"} if word not in (words.ACCEPT, words.TAKE_BACK) else {})
        act(case, word, by=SYSTEM if word != words.ACCEPT else zhao, data=data, at=at)


@pytest.mark.parametrize("seed", range(12))
def test_the_audit_of_the_exported_log_gives_what_the_book_says_is_owed(seed: int, tmp_path: Path) -> None:
    people = make_cast()
    people.organisation.standard = "first-asked"
    people.organisation.save()
    editions.forget()
    with scope.everywhere():
        publish_pack("pack:first-asked", at=people.organisation, by=SYSTEM)
        editions.forget()
        now = wander(Random(seed), people, 60)
        with clock.standing(now):
            while look_once():
                pass
        out = tmp_path / "log.parquet"
        export(SYSTEM, out)
        standard = working("first-asked").standard
        assert standard is not None
        live = {
            (row.clause, row.case.subject, row.opened_by or None, row.period or None): (
                row.state, row.reason or None, row.due, row.settled_by, row.margin, tuple(row.evidence), row.grade,
            )
            for row in models.Obligation.objects.select_related("case")
        }  # fmt: skip
        judged = {one.key: one[4:11] for one in verdicts_of(standard.clauses, Log([out], folder=tmp_path), now)}
    assert len({state for state, *_ in live.values()}) >= 2
    assert {key: (live.get(key), judged.get(key)) for key in {*live, *judged} if live.get(key) != judged.get(key)} == {}
