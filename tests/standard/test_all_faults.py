"""Reading goes on behind a fault: all are found, and none that only follows from another."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.standard.written import BASE, faults_of, write

from shouwen.standard.reading import examine

MANY = """\
standard: probe
calendars:
  office: {zone: Asia/Shanghia, open: {mon-fri: ["09:00-18:00"]}}
calendar: office
severities: {slip: {label: {de: x}}}
units: {ring: 5 moons}
facts: {size: string}
words:
  asked: {fields: {kind: txt}}
  answered: {lable: x}
  rated: {fields: {score: number}}
claused: []
clauses:
- id: one
  says: x
  severity: slip
  check: {within: {after: asked, then: answered, limit: 2 working hours}}
- id: two
  when: {size: big}
  says: {de: x}
  weight: -1
  chapter: desk
  check: {never: {what: rated, where: {scroe: 3}}}
- id: three
  says: x
  check: {order: {first: [ratde, rated], then: ratet}}
- id: four
  of: care visit
  says: x
  check: {within: {after: rated, then: rated, limt: 3 rings}}
- id: five
  says: x
  check: {within: {after: rated, then: rated, limit: 3 rings}}
- id: five
  says: x
  check: {record: {on: rated, fields: [size, score]}}
- says: x
"""


def test_every_fault_of_a_file_is_found_and_none_that_follows_from_another(tmp_path: Path) -> None:
    found = [(fault.code, fault.place) for fault in faults_of(tmp_path, probe=MANY)]
    assert found == [
        ("calendar-zone-unknown", "probe.yaml:3 calendar office"),
        ("limit-form", "probe.yaml:6 unit ring"),
        ("page-languages", "probe.yaml:5 severity slip"),
        ("page-choice", "probe.yaml:7 facts field size"),
        ("page-choice", "probe.yaml:9 word asked field kind"),
        ("page-key-unknown", "probe.yaml:10 word answered"),
        ("page-key-unknown", "probe.yaml:12"),
        ("clause-twice", "probe.yaml:34"),
        ("page-languages", "probe.yaml:18 clause two"),
        ("chapter-unknown", "probe.yaml:18 clause two"),
        ("weight-negative", "probe.yaml:18 clause two"),
        ("field-unknown", "probe.yaml:18 clause two never"),
        ("word-unknown", "probe.yaml:24 clause three order first"),
        ("word-unknown", "probe.yaml:24 clause three order then"),
        ("clause-of", "probe.yaml:27 clause four"),
        ("page-key-unknown", "probe.yaml:27 clause four within"),
        ("page-key-missing", "probe.yaml:37"),
    ]


@pytest.mark.parametrize(
    ("check", "codes"),
    [
        ("order: {first: askd, then: anwered}", ["word-unknown", "word-unknown"]),
        ("within: {after: askd, then: answered, by: until}", ["word-unknown"]),
        ("record: {on: askd, fields: [a, b]}", ["word-unknown"]),
        ("steps: {from: askd, to: answrd, steps: [aksed, ansd]}", ["word-unknown"] * 4),
        ("never: {what: asked, whre: {n: 3}, unles: asked}", ["page-key-unknown", "page-key-unknown"]),
        ("within: {after: asked, then: answered, limt: 1 day}", ["within-without-end", "page-key-unknown"]),
        ("share: {of: asked, good: {n: 3}, at_least: 0, each: case, m: 3}", ["page-not-a-share", "page-key-unknown"]),
        (
            "share: {of: asked, good: {m: 3, n: x}, at_least: 9, each: case, close: asked}",
            ["field-unknown", "test-value"],
        ),
    ],
)  # fmt: skip
def test_every_fault_of_a_check_is_found(tmp_path: Path, check: str, codes: list[str]) -> None:
    head = "standard: p\nwords: {asked: {fields: {n: number}}, answered: {}}\nclauses:\n- id: one\n  says: x\n"
    text = f"{head}  check: {{{check}}}\n"
    assert [fault.code for fault in faults_of(tmp_path, p=text)] == codes


def test_a_clause_with_a_fault_is_left_out_and_the_others_are_read(tmp_path: Path) -> None:
    reading = examine(write(tmp_path, base=BASE.replace("limit: 2 working hours", "limit: 2 moons")))
    assert [clause.id for clause in reading.standard.clauses] == ["two"]
    assert len(reading.faults) == 1
