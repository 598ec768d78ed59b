"""The manager's board: who waits against which limit, who is asked for help, what was kept and how that is known."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests.operation.channels.hall.conftest import Time
from tests.operation.people_of_the_tests import Cast

from shouwen.fault import Fault
from shouwen.operation.channels.hall import actions, counters, helping, story
from shouwen.operation.channels.hall.board import board, clauses
from shouwen.operation.channels.hall.models import CounterDay, Visit
from shouwen.operation.channels.hall.waiting import opening
from shouwen.operation.ledger import models
from shouwen.operation.ledger.notice import notify
from shouwen.operation.ledger.notice_texts import text_of
from shouwen.operation.ledger.watch import look_once
from shouwen.operation.people import duty
from shouwen.operation.people.models import Post, Staff
from shouwen.operation.people.rights import Acting

pytestmark = pytest.mark.django_db
By = Callable[[Staff], Acting]
Take = Callable[..., Visit]
LogIn = Callable[[Staff], Client]


def seen_by(halls: Cast, logged_in: LogIn, path: str = "/hall/board/") -> str:
    answer = logged_in(halls.gu).get(path)
    assert answer.status_code == 200
    return answer.content.decode()


def test_each_line_shows_its_longest_wait_against_the_limit_and_who_is_over(
    halls: Cast, take: Take, lins: CounterDay, time: Time
) -> None:
    first = take()
    take()
    take("consult")
    time.passes(590)
    lines = {line.code: line for line in board.board_of(halls.east).lines}
    business, advice = lines["business"], lines["advice"]
    assert (business.count, business.since, business.due, business.stage) == (
        2,
        first.since,
        (first.since or 0) + 600,
        "soon",
    )
    assert (advice.count, advice.open, advice.stage) == (1, (), "none")
    time.passes(30)
    look_once()
    now = board.board_of(halls.east)
    assert ([line.over for line in now.lines], now.over, now.waiting) == ([2, 1], 3, 3)


def test_what_breaks_next_is_named_with_its_customer_soonest_first(
    halls: Cast, machine: Acting, take: Take, lins: CounterDay, time: Time
) -> None:
    take()
    time.passes(60)
    actions.enter(halls.east, by=machine, noticed_by="door")
    found = board.board_of(halls.east).next
    assert [(one.clause.id, one.number) for one in found] == [("hall.greeted", ""), ("hall.called", "A001")]


def test_a_free_clerk_is_asked_to_open_a_closed_counter_and_has_a_notice(
    halls: Cast, take: Take, by: By, logged_in: LogIn, time: Time
) -> None:
    duty.clock_in(halls.zhao, halls.east, time.now)
    take()
    helps = next(line for line in board.board_of(halls.east).lines if line.code == "business").helps
    assert [(one.what, one.staff, one.counter) for one in helps] == [(helping.OPEN, halls.zhao, "1")]
    page = logged_in(halls.gu).post(
        "/hall/board/ask",
        {"what": "open", "staff": halls.zhao.pk, "counter": "1", "line": "business", "once": "one"},
        headers={"hx-request": "true"},
    )
    assert "10:00 已请赵敏" in page.content.decode()
    notify(list(models.Event._base_manager.filter(word=story.HELP_ASKED)))
    notice = models.Notice.objects.select_related("event", "case").get(staff=halls.zhao)
    assert text_of(notice, "zh-Hans") == "经理请您开 1 号台席：缴费、变更"
    assert text_of(notice, "en") == "Please open counter 1: payment, change"
    assert not models.Notice.objects.exclude(staff=halls.zhao).exists()


def test_a_clerk_whose_counter_is_free_is_asked_to_change_where_nobody_else_is(
    halls: Cast, take: Take, lins: CounterDay, time: Time
) -> None:
    duty.clock_in(halls.lin, halls.east, time.now)
    take("consult")
    helps = {line.code: line.helps for line in board.board_of(halls.east).lines}
    assert [(one.what, one.staff, one.counter) for one in helps["advice"]] == [(helping.MOVE, halls.lin, "2")]
    assert helps["business"] == ()


def test_a_pause_past_its_limit_stands_out_and_its_clerk_is_asked_back(
    halls: Cast, lins: CounterDay, by: By, time: Time
) -> None:
    duty.clock_in(halls.lin, halls.east, time.now)
    counters.pause(lins, "rest", by=by(halls.lin))
    place = board.board_of(halls.east).places[0]
    assert (place.state, place.until, place.reason and place.reason.en) == ("paused", time.now + 900, "rest")
    time.passes(901)
    place = board.board_of(halls.east).places[0]
    assert (place.state, place.back and (place.back.what, place.back.staff)) == ("over", (helping.BACK, halls.lin))


def test_a_guide_on_duty_is_called_where_somebody_is_not_greeted(halls: Cast, machine: Acting, time: Time) -> None:
    guide = Staff.objects.create_user("1020", name="导小花")
    Post.objects.create(staff=guide, unit=halls.east, role="guide")
    actions.enter(halls.east, by=machine, noticed_by="door")
    assert board.board_of(halls.east).next[0].help is None
    duty.clock_in(guide, halls.east, time.now)
    help_ = board.board_of(halls.east).next[0].help
    assert help_ is not None
    assert (help_.what, help_.staff) == (helping.GUIDE, guide)


def test_who_is_not_on_duty_or_whom_a_clerk_would_ask_is_asked_nothing(halls: Cast, by: By, time: Time) -> None:
    duty.clock_in(halls.zhao, halls.east, time.now)
    for staff, asks, code in ((halls.qian, halls.gu, "help-not-here"), (halls.zhao, halls.lin, "not-yours")):
        with pytest.raises(Fault) as refused:
            helping.ask(halls.east, helping.OPEN, staff.pk, by=by(asks), counter="1")
        assert refused.value.code == code
    with pytest.raises(Fault) as refused:
        helping.ask(halls.east, "dance", halls.zhao.pk, by=by(halls.gu))
    assert refused.value.code == "help-unknown"
    assert not models.Event._base_manager.filter(word=story.HELP_ASKED).exists()


def test_what_was_measured_stands_apart_from_what_was_reported_and_leads_to_its_cases(
    halls: Cast, machine: Acting, by: By, logged_in: LogIn, time: Time
) -> None:
    greeted = actions.enter(halls.east, by=machine, noticed_by="door")
    missed = actions.enter(halls.east, by=machine, noticed_by="door")
    actions.say(greeted, story.GREETED, by=by(halls.lin))
    time.passes(61)
    look_once()
    tally = next(one for one in clauses.day_of(halls.east).tallies if one.clause == "hall.greeted")
    assert (tally.measured, tally.reported, tally.share, tally.measured_of) == ({"broken": 1}, {"kept": 1}, 0, (1, 2))
    page = seen_by(halls, logged_in, "/hall/board/day")
    assert "state=broken&amp;kind=measured" in page
    broken = seen_by(halls, logged_in, "/hall/board/cases/hall.greeted/?state=broken&kind=measured")
    assert (missed.case.subject in broken, greeted.case.subject in broken) == (True, False)
    kept = seen_by(halls, logged_in, "/hall/board/cases/hall.greeted/?state=kept&kind=reported")
    assert (missed.case.subject in kept, greeted.case.subject in kept) == (False, True)


def test_a_clause_that_was_broken_once_in_a_thousand_is_not_shown_as_all_kept() -> None:
    assert clauses._share({"kept": 999, "broken": 1}) == 99
    assert clauses._share({}) is None


def waits(halls: Cast, count: int, now: int) -> None:
    """So many wait, in both lines, each with a time in which to be called."""
    day = opening.day_of(halls.east.pk, now)
    before = Visit._base_manager.count()
    cases = models.Case._base_manager.bulk_create(
        models.Case(
            subject=f"visit:{before + number}",
            kind="visit",
            unit=halls.east,
            owner=halls.gu,
            opened_at=now,
            noted_at=now,
        )
        for number in range(count)
    )
    Visit._base_manager.bulk_create(
        Visit(
            case=case, unit=halls.east, state=story.WAITING, prefix="A", serial=before + number + 1, day=day,
            service="payment", line="advice" if number % 4 == 0 else "business", taken_at=now, since=now,
            sequence=before + number + 1, entered_at=now,
        )
        for number, case in enumerate(cases)
    )  # fmt: skip
    models.Obligation._base_manager.bulk_create(
        models.Obligation(
            case=case, clause="hall.called", opened_by=number + 1, opened_at=now, state="open", due=now + 600,
            warn=now + 480, grade=5, owner=halls.gu, unit=halls.east,
        )
        for number, case in enumerate(cases)
    )  # fmt: skip


KEPT_IN_MEMORY = ("people_unit", "people_unitpast", "ledger_revision")
"""What a process reads again once a second, and in a test's transaction each time."""


def test_two_thousand_who_wait_cost_as_many_questions_as_fifty(
    halls: Cast, lins: CounterDay, logged_in: LogIn, time: Time
) -> None:
    browser = logged_in(halls.gu)
    asked: dict[int, list[list[str]]] = {}
    for more, total in ((50, 50), (1950, 2000)):
        waits(halls, more, time.now)
        asked[total] = []
        for path in ("/hall/board/", "/hall/board/day", "/hall/guide/"):
            browser.get(path)  # what is read once a process
            with CaptureQueriesContext(connection) as found:
                assert browser.get(path).status_code == 200
            of = [query["sql"].partition(" FROM ")[2].split(" ")[0].strip('"') for query in found]
            asked[total].append([table for table in of if table not in KEPT_IN_MEMORY])
        now = board.board_of(halls.east)
        assert (now.waiting, sum(line.count for line in now.lines)) == (total, total)
    assert asked[2000] == asked[50]
    assert all(len(several) <= most for several, most in zip(asked[50], (20, 12, 16), strict=True)), asked


def test_a_manager_of_another_hall_and_the_clerks_have_no_board(halls: Cast, take: Take, logged_in: LogIn) -> None:
    take()
    for staff in (halls.lin, halls.qian, halls.an, halls.bai, halls.he):
        assert logged_in(staff).get("/hall/board/").status_code == 403
    sun = logged_in(halls.sun)
    for path in ("", "part", "day", "cases/hall.called/"):
        assert sun.get(f"/hall/board/{path}?hall=hall-east").status_code == 403, path
    assert sun.post("/hall/board/ask", {"hall": "hall-east", "what": "open", "staff": halls.lin.pk}).status_code == 403
    assert "A001" not in sun.get("/hall/board/").content.decode()


def test_an_area_manager_chooses_among_the_halls(halls: Cast, take: Take, logged_in: LogIn) -> None:
    take()
    browser = logged_in(halls.han)
    page = browser.get("/hall/board/?hall=hall-west").content.decode()
    assert all(name in page for name in ("东门营业厅", "西站营业厅", "河口合作厅"))
    assert browser.get("/hall/board/?hall=desk").status_code == 403
