"""What a review finds: clauses that can never be judged or only one way, clauses against each other, and hints."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.standard.written import near, read

from shouwen.fault import Fault
from shouwen.standard.finding import Finding
from shouwen.standard.reading import examine
from shouwen.standard.review import review
from shouwen.wording import LANGUAGES

HEAD = """\
standard: probe
calendar: office
calendars: {office: {zone: Asia/Shanghai, open: {mon-fri: ["09:00-18:00"]}, holidays: none}}
severities: {low: low, high: high}
words:
  a: {fields: {k: text, n: number, ok: flag, until: time}}
  b: {fields: {k: text, n: number, ok: flag}}
  c: {fields: {k: text}}
  d: {}
clauses:
"""
FIRST = HEAD.count("\n") + 1
SOURCE = "\n  source: [{manual: M}]"
SAYS = "\n  says: {zh-Hans: x, zh-Hant: x, en: x}"


def table(name: str) -> list[str]:
    """The lines of a table beside this file, without its heading."""
    return Path(__file__).with_name(name).read_text(encoding="utf-8").splitlines()[1:]


def clause(name: str, check: str, more: str = "") -> str:
    return f"- id: {name}{more}{SAYS}{SOURCE}\n  check: {{{check}}}\n"


def found(folder: Path, *checks: str, more: tuple[str, ...] = ()) -> list[Finding]:
    """What is found in a standard of these checks, called one, two and three, four lines each."""
    names = ("one", "two", "three")
    extra = (*more, "", "", "")
    clauses = [clause(names[number], check, extra[number]) for number, check in enumerate(checks)]
    return review(read(folder, probe=HEAD + "".join(clauses)))


def faults(folder: Path, *checks: str, more: tuple[str, ...] = ()) -> list[Fault]:
    return [finding.what for finding in found(folder, *checks, more=more) if finding.gravity == "fault"]


@pytest.mark.parametrize("line", table("one_clause.txt"))
def test_a_clause_that_can_never_be_judged_or_only_one_way_is_found(tmp_path: Path, line: str) -> None:
    code, place, token, check = (part.strip() for part in line.split("|", 3))
    more = ("\n  when: {k: x}",) if "within after" in place else ()
    found = faults(tmp_path, check, more=more)
    assert [fault.code for fault in found] == [code]
    expected = f"probe.yaml:{FIRST} clause one {place}"
    assert near(found[0].place, tmp_path) == expected
    assert token in found[0].say("en")
    assert len({found[0].say(language) for language in LANGUAGES}) == 3


SOUND = [
    "within: {after: a, then: a, limit: 1 day}", "within: {after: a, then: b, limit: 1 day, close: b}",
    "within: {after: a, then: b, limit: 1 day, close: [a, d], reopen: c}", "never: {what: a, unless: a}",
    "within: {after: a, then: b, limits: [{when: {k: x, n: 3}, limit: 1 day}, {when: {k: x}, limit: 2 days}]}",
    "steps: {from: a, to: d, steps: [a, b, d]}", "steps: {from: a, to: a, steps: [a, b]}",
    "steps: {from: a, to: d, steps: [b, d, {do: c, required: false}]}", "order: {first: [a, b], then: c, anew: d}",
    "steps: {from: a, to: d, steps: [d, a], any_order: true}", "permission: {what: a, only_where: {k: x}}",
    "record: {on: {word: a, when: {k: x}}, fields: [k, n]}", "measure: {count: b, from: a, to: c, at_most: 0}",
    "measure: {on: {word: a, when: {n: {over: 3}}}, value: n, at_least: 5}", "says: {phrases: [x]}",
    "every: {what: a, per: 1 month, from: a, until: a}", "inspect: {on: a, item: tidy, passed: ok}",
]  # fmt: skip


@pytest.mark.parametrize("check", SOUND)
def test_what_can_be_kept_and_broken_is_left_alone(tmp_path: Path, check: str) -> None:
    assert faults(tmp_path, check) == []


@pytest.mark.parametrize("line", table("two_clauses.txt"))
def test_clauses_that_contradict_each_other_are_found(tmp_path: Path, line: str) -> None:
    code, place, others, *checks = (part.strip() for part in line.split("|"))
    found = faults(tmp_path, *checks)
    assert [fault.code for fault in found] == [code]
    number = ("one", "two", "three").index(place.split()[0])
    assert near(found[0].place, tmp_path) == f"probe.yaml:{FIRST + 4 * number} clause {place}"
    assert all(f" {other}" in found[0].say("en") for other in others.split(", "))
    assert all(other in found[0].say("zh-Hans") for other in others.split(", "))


@pytest.mark.parametrize(
    "checks",
    [
        "within: {after: a, then: b, limit: 2 days} | within: {after: {word: a, when: {k: x}}, then: b, limit: 1 day}",
        "within: {after: a, then: b, limit: 2 days} | within: {after: a, then: b, limit: 1 working day}",
        "within: {after: a, then: b, limit: 2 days} | within: {after: a, then: [b, c], limit: 1 day}",
        "within: {after: a, then: b, limit: 2 days} | within: {after: a, then: b, limit: 1 day, opens: first}",
        "within: {after: a, then: b, limit: 2 days} | within: {after: a, then: b, limit: 1 day, close: c}",
        "order: {first: a, then: b} | order: {first: b, then: c}",
        "order: {first: {word: a, when: {k: x}}, then: b} | order: {first: b, then: {word: a, when: {k: y}}}",
        "within: {after: a, then: b, limit: 1 day} | never: {what: b, where: {k: x}}",
        "within: {after: a, then: b, limit: 1 day} | never: {what: b, unless: c}",
        "within: {after: a, then: [b, c], limit: 1 day} | never: {what: b}",
        "measure: {count: b, from: a, to: c, at_most: 1} | never: {what: b}",
        "permission: {what: b, only_where: {k: [x, y]}} | permission: {what: b, only_where: {k: y}}",
        "permission: {what: b, only_where: {k: x}} | never: {what: b, where: {k: x, n: 3}}",
        "permission: {what: b, only_where: {k: x}, unless: c} | permission: {what: b, only_where: {k: y}}",
        "measure: {on: a, value: n, at_most: 4} | measure: {on: a, value: n, at_least: 4}",
        "share: {of: a, good: {k: x}, at_least: 60, each: 1 day}"
        "| share: {of: a, good: {k: y}, at_least: 40, each: 1 day}",
        "order: {first: b, then: c} | steps: {from: a, to: d, steps: [b, c, d]}",
        "says: {phrases: [听不清楚], mode: all} | avoids: {phrases: [不清楚], except: [听不清楚]}",
        "says: {phrases: [不清楚, 好的]} | avoids: {phrases: [不清楚]}",
        "says: {phrases: [不清楚], moment: m} | avoids: {phrases: [不清楚], moment: o}",
    ],
)
def test_clauses_that_can_be_kept_together_are_left_alone(tmp_path: Path, checks: str) -> None:
    assert faults(tmp_path, *(check.strip() for check in checks.split("|"))) == []


def test_clauses_on_different_kinds_of_story_do_not_contradict_each_other(tmp_path: Path) -> None:
    checks = "within: {after: a, then: b, limit: 1 day}", "never: {what: b}"
    assert faults(tmp_path, *checks, more=("", "\n  of: call")) == []


def test_a_longer_limit_is_void_unless_being_that_late_is_graver(tmp_path: Path) -> None:
    checks = "within: {after: a, then: b, limit: 1 day}", "within: {after: a, then: b, limit: 3 days}"
    low, high = "\n  severity: low", "\n  severity: high"
    assert [fault.code for fault in faults(tmp_path, *checks, more=(high, low))] == ["review-void"]
    assert faults(tmp_path, *checks, more=(low, high)) == []


# Hints.

HINTED = """\
standard: probe
severities: {low: low, high: high}
chapters: {desk: desk, hall: hall}
roles: {clerk: clerk, guide: guide, inspector: inspector}
words: {a: {may: guide}, b: {}, c: {}}
clauses:
- id: one
  severity: low
  chapter: desk
  answerable: clerk
  says: {en: x}
  check: {order: {first: a, then: b}}
"""


def test_what_is_declared_in_vain_or_lacking_is_a_hint(tmp_path: Path) -> None:
    hints = [finding for finding in review(read(tmp_path, probe=HINTED)) if finding.gravity == "hint"]
    assert sorted((hint.what.code, near(hint.what.place, tmp_path)) for hint in hints) == [
        ("review-chapter-unused", "probe.yaml:3"),
        ("review-role-unused", "probe.yaml:4"),
        ("review-severity-unused", "probe.yaml:2"),
        ("review-without-language", "probe.yaml:7 clause one"),
        ("review-without-source", "probe.yaml:7 clause one"),
        ("review-word-unused", "probe.yaml:5"),
    ]
    said = {hint.what.code: hint.what.say("en") for hint in hints}
    assert "zh-Hans, zh-Hant" in said["review-without-language"]
    assert "inspector" in said["review-role-unused"]


def test_a_layer_gets_no_hints_about_what_lies_below_it(tmp_path: Path) -> None:
    top = "standard: top\nbuilds_on: probe.yaml\n"
    assert review(read(tmp_path, probe=HINTED, top=top)) == []


def test_a_fault_that_a_layer_brings_in_stands_at_the_layer(tmp_path: Path) -> None:
    base = HEAD + clause("one", "within: {after: a, then: b, limit: 1 day}")
    top = f"standard: top\nbuilds_on: base.yaml\nclauses:\n{clause('two', 'order: {first: a, then: a}')}"
    (finding,) = review(read(tmp_path, base=base, top=top))
    assert near(finding.what.place, tmp_path) == "top.yaml:4 clause two order"


@pytest.mark.parametrize("number", range(3))
def test_what_ships_and_the_examples_are_found_sound(number: int) -> None:
    root = Path(__file__).resolve().parents[2]
    files = [root / "src/shouwen/demonstration/hall.yaml", *sorted((root / "examples").glob("*.yaml"))]
    reading = examine(files[number])
    assert [finding.what.say("en") for finding in review(reading) if finding.gravity == "fault"] == []
