"""What a review says of clauses, held against how they judge a thousand stories."""

from __future__ import annotations

from functools import cache
from random import Random

import pytest
from tests.standard.test_review import HEAD, SOUND, clause, table

from shouwen.checks.obligation import Obligation
from shouwen.engine.live import owed
from shouwen.events.event import Event, Value
from shouwen.events.story import Story
from shouwen.standard.clause import Standard
from shouwen.standard.reading import read_standard

START, LATER = 1_767_600_000, 1_800_000_000  # 2026-01-05, a Monday; a year on
NEVER_KEPT = (
    "review-never-kept", "review-order-anew", "review-step-drops", "review-step-after-end", "review-step-at-start",
)  # fmt: skip
NEVER_BROKEN = ("review-always-kept", "review-forbids-nothing", "review-count-any", "review-opens-closed")
NEVER_BOTH = ("review-asks-forbidden", "review-order-circle", "review-nothing-allowed", "review-ranges-apart")


def some_data(random: Random, at: int) -> dict[str, Value]:
    data: dict[str, Value] = {}
    if random.random() < 0.8:
        data["k"] = random.choice(["x", "y", "z"])
    if random.random() < 0.8:
        data["n"] = random.choice([0, 1, 2, 3, 4, 5, 6, 20])
    if random.random() < 0.8:
        data["ok"] = random.choice([True, False])
    return data


@cache
def stories() -> list[Story]:
    random = Random(7)
    made = []
    for number in range(1500):
        at, events = START, []
        for place in range(random.randint(1, 6)):
            at += random.choice([0, 60, 3600, 3600, 86400, 200_000])
            word = random.choice("aabbcd")
            events.append(
                Event(
                    id=place + 1, about=(f"case:{number}",), word=word, at=at, noted_at=at, data=some_data(random, at)
                )
            )
        made.append(Story(f"case:{number}", events))
    return made


def standard(*checks: str, more: str = "") -> Standard:
    named = zip(("one", "two", "three"), checks, strict=False)
    return read_standard(HEAD + "".join(clause(name, check, more) for name, check in named), place="probe.yaml")


def judged(read: Standard) -> list[list[Obligation]]:
    """What the clauses came to in each story, long after it."""
    return [list(owed(read.clauses, story, LATER).obligations) for story in stories()]


def lines(name: str, codes: tuple[str, ...]) -> list[tuple[str, list[str]]]:
    parts = [[part.strip() for part in line.split("|")] for line in table(name)]
    return [(code, checks) for code, _, _, *checks in parts if code in codes]


@pytest.mark.parametrize(("code", "checks"), lines("one_clause.txt", NEVER_KEPT))
def test_what_is_said_never_to_be_kept_never_is(code: str, checks: list[str]) -> None:
    states = {row.state for rows in judged(standard(*checks)) for row in rows}
    assert ("kept" in states, "broken" in states or "not_judged" in states) == (False, True)


@pytest.mark.parametrize(("code", "checks"), lines("one_clause.txt", NEVER_BROKEN))
def test_what_is_said_never_to_be_broken_never_is(code: str, checks: list[str]) -> None:
    states = {row.state for rows in judged(standard(*checks)) for row in rows}
    assert ("broken" in states, "kept" in states) == (False, True)


@pytest.mark.parametrize(("code", "checks"), lines("one_clause.txt", ("review-order-itself",)))
def test_an_order_that_waits_for_itself_is_broken_at_the_first(code: str, checks: list[str]) -> None:
    assert {rows[0].state for rows in judged(standard(*checks)) if rows} == {"broken"}


def test_a_count_that_its_own_end_breaks_is_broken_at_every_end() -> None:
    ((_, checks),) = lines("one_clause.txt", ("review-count-end",))
    read = standard(*checks)
    ends = {(story.subject, event.id) for story in stories() for event in story.events if event.word == "c"}
    ended = [row.state for rows in judged(read) for row in rows if (row.subject, row.settled_by) in ends]
    assert set(ended) == {"broken"}


@pytest.mark.parametrize(("code", "checks"), lines("two_clauses.txt", NEVER_BOTH))
def test_clauses_that_exclude_each_other_are_never_kept_together(code: str, checks: list[str]) -> None:
    read = standard(*checks)
    together = 0
    for rows in judged(read):
        kept = {row.clause for row in rows if row.state == "kept"}
        wrong = {row.clause for row in rows if row.state != "kept"}
        together += kept == {one.id for one in read.clauses} and not wrong
    assert together == 0


@pytest.mark.parametrize(("code", "checks"), lines("two_clauses.txt", ("review-void",)))
def test_where_a_void_clause_is_broken_the_one_that_makes_it_void_is_too(code: str, checks: list[str]) -> None:
    place = next(line for line in table("two_clauses.txt") if line.endswith(" | ".join(checks)))
    void, strict = place.split("|")[1].split()[0], place.split("|")[2].strip()
    rows = [row for found in judged(standard(*checks)) for row in found if row.state == "broken"]
    broken = {name: {(row.subject, row.opened_by) for row in rows if row.clause == name} for name in (void, strict)}
    assert broken[void] <= broken[strict]
    assert len(broken[void]) > 0


@pytest.mark.parametrize("check", [check for check in SOUND if not check.startswith("says")])
def test_what_the_review_leaves_alone_is_kept_in_one_story_and_broken_in_another(check: str) -> None:
    states = {row.state for rows in judged(standard(check)) for row in rows}
    assert {"kept", "broken"} - states == set()
