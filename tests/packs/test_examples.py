"""The examples of the packs that ship: kept, broken, silent, by both readings; and what is refused at once."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.law.stories import differences
from tests.packs.shipped import WITH_CLAUSES, own

from shouwen.checks.inspect import Inspect
from shouwen.checks.within import Within
from shouwen.engine.live import owed
from shouwen.engine.trial import told, tried
from shouwen.events.event import Event
from shouwen.events.story import Story
from shouwen.standard.clause import Clause
from shouwen.standard.examples import examples_of, instant
from shouwen.standard.reading import Reading

JUDGED = [
    pytest.param(reading, clause, id=f"{name}:{clause.id}")
    for name, reading in WITH_CLAUSES.items()
    for clause in own(reading)
    if "owe" in clause.check.readings
]
LONG_AFTER = instant("2026-12-01 00:00", "Asia/Shanghai")
BANS = ("never", "permission")
LIMITED = [one for one in JUDGED if isinstance(one.values[1].check, Within) and one.values[1].check.limits]


@pytest.mark.parametrize(("reading", "clause"), JUDGED)
def test_a_judged_clause_has_a_story_that_keeps_it_and_one_that_breaks_it(reading: Reading, clause: Clause) -> None:
    ways = {example.way for example in examples_of(clause)}
    assert "broken" in ways
    assert "kept" in ways or clause.check.name in BANS  # of a ban there is an occasion only when it is broken


@pytest.mark.parametrize(("reading", "clause"), JUDGED)
def test_the_stories_come_out_as_they_say(reading: Reading, clause: Clause) -> None:
    assert [fault.say("en") for fault in tried(reading.standard, clause, clause.id)] == []


@pytest.mark.parametrize(
    ("reading", "clause"),
    [one for one in JUDGED if isinstance(one.values[1].check, Within) and one.values[1].check.limits],
)
def test_where_a_limit_counts_the_kept_one_is_kept_to_the_second(reading: Reading, clause: Clause) -> None:
    story = _stories(reading, clause)["kept"]
    assert owed([clause], Story(f"{clause.of}:1", story), LONG_AFTER).obligations[-1].margin == 0


@pytest.mark.parametrize("reading", WITH_CLAUSES.values(), ids=WITH_CLAUSES)
def test_live_and_audit_judge_the_stories_alike(reading: Reading) -> None:
    log: dict[str, list[Event]] = {}
    number = 0
    judged = [clause for clause in own(reading) if "owe" in clause.check.readings]
    for clause in judged:
        for way, story in _stories(reading, clause).items():
            subject = f"{clause.of}:{clause.id}/{way}"
            log[subject] = [
                replace(
                    event, id=number + event.id, about=(subject,),
                    corrects=None if event.corrects is None else number + event.corrects,
                )
                for event in story
            ]  # fmt: skip
            number += len(story)
    happened = sorted({event.at for events in log.values() for event in events})
    for at in (*happened[::15], LONG_AFTER):
        assert differences(judged, log, at) == []


@pytest.mark.parametrize(("reading", "clause"), [one for one in JUDGED if one.values[1].guards])
def test_a_guard_refuses_the_act_that_would_break_its_clause(reading: Reading, clause: Clause) -> None:
    subject = f"{clause.of}:1"
    for way, refused in (("kept", 0), ("broken", 1)):
        events = _stories(reading, clause).get(way, [])
        refusals = [clause.refuses(Story(subject, events[:place]), act) for place, act in enumerate(events)]
        assert sum(refusal is not None for refusal in refusals) == refused


def _stories(reading: Reading, clause: Clause) -> dict[str, list[Event]]:
    return {example.way: told(reading.standard, clause, example) for example in examples_of(clause)}


def test_an_observation_needs_no_story_of_its_own() -> None:
    for reading in WITH_CLAUSES.values():
        for clause in own(reading):
            if isinstance(clause.check, Inspect) and clause.check.recurrence is None:
                assert [example.way for example in examples_of(clause)][:2] == ["kept", "broken"]
