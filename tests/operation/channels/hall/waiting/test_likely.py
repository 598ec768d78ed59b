"""How long somebody is likely to wait: what follows from those served lately, held against made-up halls."""

from __future__ import annotations

import heapq
import random

import pytest

from shouwen.operation.channels.hall.waiting import likely
from shouwen.operation.channels.hall.waiting.likely import Pace, Range, Served

DAY = "2025-05-06"


def served(*times: tuple[int, int, int], counter: str = "1", service: str = "payment") -> list[Served]:
    """Those served at one counter: since when they waited, called at, ended at."""
    return [Served(DAY, counter, *each, service, False) for each in times]


def every(seconds: int, number: int = 10, service: str = "payment") -> list[Served]:
    """So many, each served as long, with nobody waiting."""
    return served(*((at, at, at + seconds) for at in range(0, number * 1000, 1000)), service=service)


def test_of_fewer_than_enough_nothing_is_said() -> None:
    assert likely.pace(every(60, likely.ENOUGH - 1)) is None
    assert likely.pace(every(60, likely.ENOUGH)) is not None


def test_a_counter_is_taken_until_the_next_call_where_somebody_waited_for_it() -> None:
    waited = [(0, at, at + 100) for at in range(0, 1200, 120)]  # each called 20 s after the one before had ended
    pace = likely.pace(served(*waited))
    assert pace is not None
    assert pace.mean == pytest.approx((9 * 120 + 100) / 10)  # nobody came after the last


def test_a_counter_that_stood_still_was_not_taken() -> None:
    pace = likely.pace(served(*[(0, at, at + 100) for at in range(0, 10_000, 1000)]))
    assert pace is not None
    assert pace.mean == 100


def test_each_service_has_its_own_mean_and_a_rare_one_leans_on_all() -> None:
    pace = likely.pace(every(60, 20) + served((50_000, 50_000, 50_600), service="contract"))
    assert pace is not None
    assert pace.of("payment") < pace.mean < pace.of("contract") < 600
    assert pace.of("never asked for") == pace.mean


def test_where_a_counter_is_free_the_call_comes_at_once() -> None:
    pace = Pace(50, 180.0, 900.0)
    assert likely.wait(pace, [], counters=2, free=1) == Range(0, 60)
    assert likely.wait(pace, [("payment", 1)], counters=3, free=2) == Range(0, 60)


def test_more_before_is_longer_and_more_counters_shorter() -> None:
    pace = Pace(50, 180.0, 900.0)
    one = likely.wait(pace, [("payment", 5)], counters=1)
    assert one.least < likely.wait(pace, [("payment", 9)], counters=1).least
    assert one.most > likely.wait(pace, [("payment", 5)], counters=3).most
    assert one.most < likely.wait(pace, [("payment", 5)], counters=1, passing=2).most


def test_it_is_told_in_whole_minutes_and_long_ones_in_fives() -> None:
    assert likely.said(61, 119) == Range(60, 120)
    assert likely.said(-30, 1) == Range(0, 60)
    assert likely.said(130, 130) == Range(120, 180)
    assert likely.said(1000, 1300) == Range(900, 1500)


@pytest.mark.parametrize(("counters", "spread"), [(1, 0.5), (3, 0.5), (3, 1.0), (8, 0.7)])
def test_about_eight_of_ten_waits_fall_within_the_range(counters: int, spread: float) -> None:
    chance = random.Random(counters)
    within = told = 0
    for _ in range(40):  # mornings
        for wait, (least, most) in a_morning(chance, counters, spread):
            told += 1
            within += least <= wait <= most
    assert told > 500
    assert 0.72 <= within / told <= 0.97


def a_morning(chance: random.Random, counters: int, spread: float) -> list[tuple[float, Range]]:
    """A hall in which somewhat more come than can be served at once: each wait, and what was told of it."""
    free_at = [0.0] * counters
    heapq.heapify(free_at)
    done: list[tuple[float, Served]] = []
    begins: list[float] = []
    found = []
    at = 0.0
    for _ in range(80):
        at += chance.expovariate(counters / 175)
        before = sum(begin > at for begin in begins)
        free = sum(end <= at for end in free_at)
        pace = likely.pace(one for end, one in done if end <= at)
        called = max(at, heapq.heappop(free_at))
        end = called + 180 * chance.gammavariate(1 / spread**2, spread**2)
        heapq.heappush(free_at, end)
        begins.append(called)
        done.append((end, Served(DAY, str(len(done) % counters), int(at), int(called), int(end), "payment", False)))
        if pace is not None:
            work = [("payment", before)]
            found.append((called - at, likely.wait(pace, work, counters=counters, free=0 if before else free)))
    return found
