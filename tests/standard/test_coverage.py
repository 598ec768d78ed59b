"""Which clauses can be judged with the rooms there are, and where an entry of the manuals' catalogue is met."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner
from tests.standard.written import says

from shouwen.command import main
from shouwen.command.standard_rooms import rooms
from shouwen.fault import Fault
from shouwen.standard.clause import Chapter, Clause
from shouwen.standard.coverage import Covered, Room, by_domain, by_manual, coverage, load_rooms, summed, sums
from shouwen.standard.reading import read_standard
from shouwen.standard.tracing import own_clauses, shipped, trace, traces
from shouwen.wording import Wording

TEXT = """\
standard: small
words: {came: {}, greeted: {}, left: {}, asked: {fields: {ok: flag}}, seen: {fields: {ok: flag}}}
clauses:
- {id: greeted, says: a, covers: hall.greet, source: [{manual: One}],
   check: {within: {after: came, then: greeted, limit: 1 minute, close: left}}}
- {id: ordered, says: b, covers: [hall.order, counter.order], source: [{manual: One}, {manual: Two}],
   check: {order: {first: [asked, came], then: greeted}}}
- {id: either, says: c, check: {never: {what: [asked, came]}}}
- {id: smile, says: d, covers: hall.smile, check: {inspect: {on: seen, item: smile, passed: ok}}}
- {id: hello, says: e, check: {says: {on: greeted, phrases: [Hello]}}}
- {id: bye, says: f, check: {says: {phrases: [Bye]}}}
- {id: steps, says: g, check: {steps: {from: came, to: greeted, steps: [came, {do: seen, required: false}, greeted]}}}
"""
CLAUSES = read_standard(TEXT, place="small").clauses
HALL = Room("hall", Wording.of("hall"), {"came": ("device", "self-reported"), "greeted": ("self-reported",)})
DESK = Room("desk", Wording.of("desk"), {"greeted": ("customer",)})


def found(*told: Room) -> dict[str, tuple[str, str | None, tuple[str, ...]]]:
    return {one.clause.id: (one.state, one.grade, one.lacking) for one in coverage(CLAUSES, told)}


def test_a_clause_is_judged_where_each_event_that_it_needs_is_told_by_some_room() -> None:
    assert found(HALL) == {
        "greeted": ("judged", "self-reported", ()),  # what closes it need never come
        "ordered": ("unseen", None, ("asked",)),
        "either": ("judged", "device", ()),  # of a list of words one is enough
        "smile": ("unseen", None, ("seen",)),
        "hello": ("guided", None, ()),
        "bye": ("words", None, ()),
        "steps": ("judged", "self-reported", ()),  # an optional step need not be told
    }


def test_the_grade_is_that_of_the_weakest_event_each_at_its_best() -> None:
    assert found(HALL, DESK)["greeted"] == ("judged", "customer", ())


def test_without_rooms_nothing_is_judged() -> None:
    assert {state for state, _, _ in found().values()} == {"unseen", "words"}


def test_sums_count_a_clause_under_each_of_its_names_and_once_in_all() -> None:
    covered = coverage(CLAUSES, [HALL])
    assert [
        (one.name, one.clauses, one.states["judged"], one.states["unseen"]) for one in sums(covered, by_domain)
    ] == [
        ("", 4, 2, 0),
        ("counter", 1, 0, 1),
        ("hall", 3, 1, 2),
    ]
    assert [(one.name, one.clauses) for one in sums(covered, by_manual)] == [("", 5), ("One", 2), ("Two", 1)]
    whole = summed("all", covered)
    assert (whole.clauses, dict(whole.states)) == (7, {"judged": 3, "guided": 1, "unseen": 2, "words": 1})
    assert whole.grades["device"] == 1
    assert sum(whole.grades.values()) == whole.states["judged"]


def test_a_room_s_file_is_read_best_grade_first(tmp_path: Path) -> None:
    (tmp_path / "hall").mkdir()
    file = tmp_path / "hall" / "told.yaml"
    told = "room: hall\nlabel: Hall\ntells: {came: [self-reported, device], left: customer}\n"
    file.write_text(told, encoding="utf-8")
    assert load_rooms(tmp_path) == (
        Room("hall", Wording.of("Hall"), {"came": ("device", "self-reported"), "left": ("customer",)}),
    )
    file.write_text(told.replace("device", "devise"), encoding="utf-8")
    with pytest.raises(Fault) as raised:
        load_rooms(tmp_path)
    says(raised.value, "grade-unknown", f"{file}:3 came", "devise", "device")


# ── this product's rooms and standards ──


def test_the_rooms_of_the_product_say_words_that_the_standards_know() -> None:
    known = {word for _, reading in shipped() for word in reading.standard.vocabulary.words}
    assert [room.name for room in rooms()] == ["hall", "requests", "ledger"]
    assert {word for room in rooms() for word in room.told} <= known


def test_an_entry_is_met_by_a_clause_a_setting_or_an_empty_chapter() -> None:
    (greeted,) = trace("hall.time.greet")
    assert isinstance(greeted.by, Clause)
    assert (greeted.pack, greeted.by.id) == ("own-hall", "hall.greeted")
    (heading,) = trace("device-sales.own-hall.items-1-10")
    assert isinstance(heading.by, Chapter)
    assert heading.by.empty
    with pytest.raises(Fault) as raised:
        trace("hall.time.great")
    says(raised.value, "entry-not-traced", "", "hall.time.great", "hall.time.greet")


def test_what_a_layer_changes_is_still_the_clause_below_it() -> None:
    covering = [trace.pack for trace in trace("counter.time.sim") if not trace.further]
    assert covering == ["own-hall"]  # pack:partner-hall changes it


def test_no_entry_is_traced_that_no_clause_says() -> None:
    written = {entry for _, reading in shipped() for clause in own_clauses(reading) for entry in clause.covers}
    assert written <= set(traces())


def _run(*arguments: str) -> str:
    result = CliRunner().invoke(main, ["--lang", "en", "standard", *arguments])
    assert result.exit_code == 0, result.output
    return result.output


def test_the_command_tells_each_clause_and_the_sums() -> None:
    told = json.loads(_run("coverage", "pack:first-asked", "--json"))
    assert told["all"]["clauses"] == len(told["clauses"]) == 25
    assert {clause["state"] for clause in told["clauses"]} == {"judged"}
    assert {clause["grade"] for clause in told["clauses"]} == {"self-reported"}
    assert sum(one["states"]["judged"] for one in told["manuals"]) >= 25
    text = _run("coverage", "pack:first-asked")
    assert "asked.owned" in text
    assert text.rstrip().endswith("Chapters to be written: 0")


def test_the_command_tells_where_an_entry_is_met() -> None:
    text = _run("trace", "hall.time.greet")
    assert text.splitlines()[0] == "hall.greeted  own-hall (Service standard of an own hall)"
    assert "an example that keeps it: 05-06 09:00:00 visit.entered; 09:01:00 visit.greeted" in " ".join(text.split())


def test_what_is_covered_is_told_of_every_clause_once() -> None:
    clauses = [clause for _, reading in shipped() for clause in own_clauses(reading)]
    covered: list[Covered] = coverage(clauses, rooms())
    assert len(covered) == len(clauses)
    assert all((one.state == "judged") == (one.grade is not None) for one in covered)
    assert all(one.lacking == () for one in covered if one.state == "judged")
