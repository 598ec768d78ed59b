"""The counter console: opening and pausing a counter, the line, calling; in three languages."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from django.test import Client
from tests.operation.channels.hall.conftest import Time
from tests.operation.channels.hall.console.console_desk import Desk, data_of, same_as_the_log, told
from tests.operation.people_of_the_tests import Cast

from shouwen.operation.channels.hall import story
from shouwen.operation.channels.hall.models import CounterDay, Visit
from shouwen.operation.people.models import Staff
from shouwen.operation.people.rights import Acting

pytestmark = pytest.mark.django_db
By = Callable[[Staff], Acting]
Take = Callable[..., Visit]
LogIn = Callable[[Staff], Client]

# ── opening, pausing, closing ──


def test_free_counters_are_offered_with_who_waits_for_them_and_taken_ones_are_not(
    halls: Cast, lin: Desk, zhaos: CounterDay, take: Take
) -> None:
    take("payment"), take("payment"), take("consult")
    page = lin.look()
    assert re.findall(r'name="counter" value="(\w+)"', page) == ["1", "3"]
    assert "赵敏 在用" in page
    assert re.findall(r"(\d) 人等候", page) == ["2", "1"]


def test_a_clerk_opens_a_counter_for_the_lines_they_have_the_skill_for(halls: Cast, lin: Desk) -> None:
    lin.send("open", counter="2", line=["advice"])
    opened = CounterDay._base_manager.get()
    assert (opened.code, opened.lines, opened.staff_id, opened.state) == ("2", ["advice"], halls.lin.pk, "open")
    assert "2 号台席" in lin.text
    assert same_as_the_log()


def test_a_counter_that_somebody_took_meanwhile_is_refused_on_the_page(
    halls: Cast, lin: Desk, zhaos: CounterDay
) -> None:
    lin.send("open", counter="2", line=["business"])
    assert lin.status == 422
    assert "2 号台席有人在用" in lin.text
    assert CounterDay._base_manager.count() == 1


def test_a_pause_has_a_reason_of_the_standards_and_counts_to_its_limit(
    halls: Cast, lin: Desk, lins: CounterDay, time: Time
) -> None:
    lin.do("pause", reason="boredom")
    assert (lin.status, CounterDay._base_manager.get().state) == (422, "open")
    time.passes(30)
    lin.do("pause", reason="meal")
    assert "用餐" in lin.text
    assert f'data-due="{time.now + 15 * 60}"' in lin.text
    lin.do("work-on")
    assert CounterDay._base_manager.get().state == "open"
    lin.do("close")
    assert CounterDay._base_manager.get().state == "closed"
    assert 'name="counter" value="1"' in lin.text


# ── the line ──


def test_who_waits_is_counted_down_to_the_limit_of_the_clause_in_force(
    halls: Cast, lin: Desk, lins: CounterDay, take: Take, time: Time
) -> None:
    first, _second = take(), take()
    time.passes(300)
    page = lin.look()
    assert f'data-due="{(first.taken_at or 0) + 600}"' in page
    assert "hall.called" in page
    assert "等十分钟以内叫到" in page
    assert re.search(r'rest-count"><span class="numbers">2<', page)


def test_calling_again_waits_for_its_time_and_not_here_for_enough_calls(
    halls: Cast, lin: Desk, lins: CounterDay, take: Take, time: Time
) -> None:
    visit = take()
    lin.do("call")
    assert f'data-ready-at="{time.now + 60}"' in lin.text
    assert "再叫 2 次才能作过号" in lin.text
    lin.do("recall", visit)
    assert (lin.status, told(visit)) == (422, [story.TAKEN, story.CALLED])
    for _ in range(2):
        time.passes(60)
        lin.do("recall", visit)
    time.passes(60)
    lin.do("no-show", visit)
    assert told(visit) == [story.TAKEN, story.CALLED, story.RECALLED, story.RECALLED, story.NO_SHOW]
    assert f"让 {visit.number}" not in lin.text
    lin.do("come-back", visit)
    assert Visit._base_manager.get().state == story.WAITING
    assert same_as_the_log()


def test_who_is_set_aside_stands_in_a_list_with_the_reason_and_goes_on_before_others(
    halls: Cast, lin: Desk, lins: CounterDay, take: Take
) -> None:
    visit, _other = take(), take()
    lin.do("call")
    lin.do("aside", visit, reason="document")
    assert "回去取证件或资料" in lin.text
    lin.do("go-on", visit)
    assert Visit._base_manager.get(pk=visit.pk).state == story.AT_COUNTER
    assert data_of(visit, story.CALLED)["out_of_order"] == "resumed"


def test_a_call_out_of_order_needs_a_number_that_waits_and_a_reason_the_standard_knows(
    halls: Cast, lin: Desk, lins: CounterDay, take: Take
) -> None:
    _first, second = take(), take()
    for given in ({"number": "A009", "reason": "other"}, {"number": "x", "reason": "other"}, {"number": second.number}):
        lin.do("call-out-of-order", **given)
        assert lin.status == 422
    assert told(second) == [story.TAKEN]
    lin.do("call-out-of-order", number=f" {second.number.lower()} ", reason="special-care")
    assert data_of(second, story.CALLED)["out_of_order"] == "special-care"


def test_who_is_sent_to_another_line_waits_there_at_their_old_place(
    halls: Cast, lin: Desk, lins: CounterDay, take: Take
) -> None:
    visit = take()
    lin.do("call")
    lin.do("transfer", visit, service="consult")
    moved = Visit._base_manager.get()
    assert (moved.state, moved.service, moved.line, moved.since) == ("waiting", "consult", "advice", visit.since)
