"""The hall's day is closed: nobody is left over, nothing that goes on is cut off, and nothing is measured from it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from tests.operation.channels.hall.conftest import MORNING, Time
from tests.operation.people_of_the_tests import Cast

from shouwen.checks.pattern import Pattern
from shouwen.operation.channels.hall import actions, counters, story
from shouwen.operation.channels.hall.closing import by_itself
from shouwen.operation.channels.hall.closing.closing import Closed, by_hand, close_day, left_over
from shouwen.operation.channels.hall.models import CounterDay, Hall, Visit
from shouwen.operation.ledger import models
from shouwen.operation.ledger.rebuild import differences
from shouwen.operation.ledger.watch import look_once
from shouwen.operation.people.models import Staff
from shouwen.operation.people.rights import Acting
from shouwen.standard.reading import load_standard

pytestmark = pytest.mark.django_db
By = Callable[[Staff], Acting]
Take = Callable[..., Visit]
LogIn = Callable[[Staff], Client]
HOUR = 3600
CLOSES = MORNING + 8 * HOUR  # 18:00


def states(hall: Cast) -> dict[str, str]:
    rows = Visit._base_manager.filter(unit=hall.east)
    return {row.number: row.state for row in rows}


def told(word: str) -> list[tuple[str, str, object]]:
    rows = models.Event._base_manager.filter(word=word).order_by("id")
    return [(row.by, row.grade, row.data.get("noticed_by") or row.data.get("reason")) for row in rows]


def same_as_the_log() -> bool:
    return differences(models.Case._base_manager.exclude(kind="unit")) == []


# ── a counter goes on ──


def test_who_is_done_and_was_not_seen_leaving_is_gone_when_the_next_is_called(
    halls: Cast, take: Take, lins: CounterDay, by: By, time: Time
) -> None:
    lin = by(halls.lin)
    first, second = take(), take()
    actions.call_next(lins, by=lin)
    actions.end_service(actions.begin_service(first, by=lin), by=lin)
    time.passes(30)
    called = actions.call_next(lins, by=lin, once="tap")
    assert called is not None
    assert called.pk == second.pk
    assert states(halls) == {"A001": story.GONE, "A002": story.AT_COUNTER}
    assert told(story.LEFT) == [(halls.lin.reference, "self-reported", "counter")]
    again = actions.call_next(lins, by=lin, once="tap")
    assert again is not None
    assert again.pk == second.pk
    assert same_as_the_log()


def test_who_is_done_stays_while_nobody_is_next(halls: Cast, take: Take, lins: CounterDay, by: By) -> None:
    lin, visit = by(halls.lin), take()
    actions.call_next(lins, by=lin)
    actions.end_service(actions.begin_service(visit, by=lin), by=lin)
    assert actions.call_next(lins, by=lin) is None
    assert states(halls) == {"A001": story.DONE}
    assert counters.visit_at(lins) is not None


@pytest.mark.parametrize("what", ["pause", "close"])
def test_a_counter_that_pauses_or_closes_leaves_nobody_behind_who_is_done(
    halls: Cast, take: Take, lins: CounterDay, by: By, what: str
) -> None:
    lin, visit = by(halls.lin), take()
    actions.call_next(lins, by=lin)
    actions.end_service(actions.begin_service(visit, by=lin), by=lin)
    done = counters.pause(lins, "rest", by=lin) if what == "pause" else counters.close_counter(lins, by=lin)
    assert (done.state, states(halls)) == ("paused" if what == "pause" else "closed", {"A001": story.GONE})
    assert same_as_the_log()


# ── by hand ──


def test_closing_by_hand_ends_what_waits_and_leaves_who_is_served(evening: Cast, by: By) -> None:
    assert states(evening) == {
        "": story.IN_HALL, "A001": story.DONE, "A002": story.SERVED, "A003": story.ASIDE, "A004": story.WAITING,
        "A005": story.WAITING, "C001": story.MISSED,
    }  # fmt: skip
    done = close_day(evening.east, by=by(evening.gu), ends=by_hand())
    assert done == Closed(given_up=4, left=2, broken_off=0, counters=1)
    gone = dict.fromkeys(["", "A001", "A003", "A004", "A005", "C001"], story.GONE)
    assert states(evening) == {**gone, "A002": story.SERVED}
    gu = evening.gu.reference
    assert told(story.LEFT) == [(gu, "self-reported", "closing")] * 2
    assert told(story.ABANDONED) == [(gu, "self-reported", "closing")] * 4
    left = left_over(evening.east.pk)
    assert ([one.number for one in left.visits], [one.code for one in left.counters]) == (["A002"], ["1"])
    assert same_as_the_log()


def test_closing_again_does_nothing_and_what_was_served_goes_on(evening: Cast, lins: CounterDay, by: By) -> None:
    close_day(evening.east, by=by(evening.gu), ends=by_hand())
    before = models.Event._base_manager.count()
    assert close_day(evening.east, by=by(evening.gu), ends=by_hand()).nothing
    assert models.Event._base_manager.count() == before
    served = counters.visit_at(lins)
    assert served is not None
    actions.end_service(served, by=by(evening.lin))
    assert close_day(evening.east, by=by(evening.gu), ends=by_hand()) == Closed(left=1, counters=1)
    assert left_over(evening.east.pk).nothing


def test_who_is_served_is_given_up_only_where_they_are_named(evening: Cast, lins: CounterDay, by: By) -> None:
    served = counters.visit_at(lins)
    assert served is not None
    subject = models.Case._base_manager.get(pk=served.pk).subject
    done = close_day(evening.east, by=by(evening.gu), ends=by_hand([subject]))
    assert done == Closed(given_up=4, left=3, broken_off=1, counters=2)
    assert told(story.GIVEN_UP) == [(evening.gu.reference, "self-reported", "closing")]
    assert left_over(evening.east.pk).nothing
    assert same_as_the_log()


def test_nothing_is_measured_from_a_leaving_that_nobody_saw(evening: Cast, by: By, time: Time) -> None:
    close_day(evening.east, by=by(evening.gu), ends=by_hand())
    time.passes(HOUR)
    while look_once():
        pass
    unseen = set(models.Event._base_manager.filter(word=story.LEFT).values_list("pk", flat=True))
    rests_on_it = [
        (row.clause, row.state, row.grade)
        for row in models.Obligation._base_manager.all()
        if unseen & set(row.evidence or ())
    ]
    assert {grade for _, _, grade in rests_on_it} == {0}  # self-reported: never measured
    assert {clause for clause, _, _ in rests_on_it} == {"hall.steps", "delivery.result-confirmed"}


@pytest.mark.parametrize("pack", ["own-hall-whole", "partner-hall-whole"])
def test_no_clause_of_the_packs_begins_with_what_closing_says_or_is_kept_by_it(pack: str) -> None:
    said = {story.LEFT, story.ABANDONED, story.GIVEN_UP, story.SHUT}
    ends = {"turns", "end", "dropped", "until"}  # parts of a check that say how an occasion ends
    found = []
    for clause in load_standard(f"pack:{pack}").clauses:
        if "owe" not in clause.check.readings or not said & set(clause.check.words):
            continue
        parts = {name: getattr(clause.check, name) for name in clause.check.__dataclass_fields__ if name not in ends}
        patterns = [part for part in parts.values() if isinstance(part, Pattern)]
        found += [clause.id for part in patterns if said & set(part.words)]
    assert found == []


# ── by the page ──


def test_the_manager_sees_first_who_is_left_and_then_closes(evening: Cast, logged_in: LogIn) -> None:
    gu = logged_in(evening.gu)
    page = gu.get("/hall/closing/").content.decode()
    for number in ("A001", "A002", "A003", "A004", "A005", "C001"):
        assert f">{number}<" in page
    assert f"2 · {evening.zhao.name}" in page
    assert f"1 · {evening.lin.name}" not in page  # somebody is served there
    answer = gu.post("/hall/closing/close", {"hall": "hall-east"})
    assert (answer.status_code, answer["Location"]) == (302, "/hall/closing/?hall=hall-east")
    assert [one.number for one in left_over(evening.east.pk).visits] == ["A002"]
    subject = left_over(evening.east.pk).visits[0].case.subject
    answer = gu.post("/hall/closing/close", {"hall": "hall-east", "breaks_off": subject})
    assert (answer["Location"], left_over(evening.east.pk).nothing) == ("/hall/board/?hall=hall-east", True)
    assert ">A002<" not in gu.get("/hall/closing/").content.decode()


def test_a_clerk_and_another_hall_s_manager_close_nothing(evening: Cast, logged_in: LogIn) -> None:
    before = models.Event._base_manager.count()
    for staff, hall in ((evening.lin, "hall-east"), (evening.sun, "hall-east"), (evening.bai, "hall-east")):
        client = logged_in(staff)
        assert client.get("/hall/closing/", {"hall": hall}).status_code == 403
        assert client.post("/hall/closing/close", {"hall": hall}).status_code == 403
    assert models.Event._base_manager.count() == before


# ── by itself ──


def test_a_day_that_nobody_closed_is_closed_by_itself_two_hours_after_the_hall(evening: Cast, time: Time) -> None:
    time.now = CLOSES + 2 * HOUR - 1
    assert by_itself.turn() == {}
    time.now += 1
    assert by_itself.turn() == {"hall-east": Closed(given_up=4, left=3, broken_off=1, counters=2)}
    assert by_itself.turn() == {}
    assert left_over(evening.east.pk).nothing
    assert {told(word)[0][:2] for word in (story.ABANDONED, story.GIVEN_UP, story.SHUT)} == {("", "system")}
    assert {grade for _, grade, _ in told(story.LEFT)} == {"self-reported"}
    assert same_as_the_log()


def test_who_is_served_late_is_left_alone_until_nothing_has_happened_for_as_long(
    halls: Cast, take: Take, lins: CounterDay, by: By, time: Time
) -> None:
    visit = take()
    time.now = CLOSES + 1800
    actions.call_next(lins, by=by(halls.lin))
    actions.begin_service(visit, by=by(halls.lin))
    time.passes(2 * HOUR - 1)
    assert by_itself.turn() == {}
    time.passes(1)
    assert by_itself.turn() == {"hall-east": Closed(left=1, broken_off=1, counters=1)}


def test_a_hall_that_never_closes_is_tidied_when_its_day_is_over(halls: Cast, take: Take, time: Time) -> None:
    Hall._base_manager.filter(pk=halls.east.pk).update(calendar="none")  # no such calendar: always open
    take()
    time.now = MORNING + 13 * HOUR
    assert by_itself.turn() == {}
    time.passes(2 * HOUR)
    assert by_itself.turn() == {"hall-east": Closed(given_up=1)}
