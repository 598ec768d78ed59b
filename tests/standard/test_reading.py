"""A standard's file: what is written right is read, and each fault names file, line, clause and cure in three languages."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from shouwen.checks.never import Never
from shouwen.checks.within import Within
from shouwen.fault import Fault
from shouwen.standard.clause import Source, Standard
from shouwen.standard.reading import load_standard, read_standard
from shouwen.wording import LANGUAGES, Wording

HEAD = """\
standard: probe
calendar: office
severities: {slip: slip, breach: {en: breach, zh-Hans: 违约}}
units: {ring: 5 seconds}
calendars:
  office: {zone: Asia/Shanghai, open: {mon-fri: ["09:00-18:00"]}, holidays: none}
facts: {size: text}
words:
  asked: {fields: {kind: text, n: number, until: time, ok: flag}}
  answered: {fields: {n: text}}
clauses:
- id: one
  says: x
  check: {order: {first: asked, then: answered}}
"""
TWO = "probe.yaml:15 clause two"
ORDER = "{order: {first: asked, then: answered}}"


def read(text: str) -> Standard:
    return read_standard(text, place="probe.yaml")


def clause(check: str, more: str = "") -> str:
    """The head and a second clause, on line 15."""
    return f"{HEAD}- id: two\n  says: x\n{more}  check: {check}\n"


def never(where: str) -> str:
    return clause(f"{{never: {{what: asked, where: {where}}}}}")


def within(more: str) -> str:
    return clause(f"{{within: {{after: asked, then: answered, {more}}}}}")


def every(more: str) -> str:
    return clause(f"{{every: {{what: answered, from: asked, {more}}}}}")


def fault_of(text: str) -> Fault:
    with pytest.raises(Fault) as raised:
        read(text)
    return raised.value


def names(text: str, code: str, place: str, *tokens: str) -> None:
    """The fault is this one, here, and its text in each language holds the place and all that helps to mend it."""
    fault = fault_of(text)
    assert (fault.code, fault.place) == (code, place)
    said = {language: fault.say(language) for language in LANGUAGES}
    assert len(set(said.values())) == 3
    assert all(one.startswith(f"{place}: ") for one in said.values())
    assert {language: [token for token in tokens if token not in one] for language, one in said.items()} == dict.fromkeys(
        LANGUAGES, []
    )


# What is written right.


def test_a_standard_is_read_with_all_it_says() -> None:
    more = "  of: account\n  severity: breach\n  guard: true\n  when: {n: 3}\n  source: [{manual: M, section: '3.10'}]\n"
    standard = read(clause("{never: {what: asked, where: {kind: x}}}", more))
    assert (standard.name, [one.id for one in standard.clauses]) == ("probe", ["one", "two"])
    assert [(one.name, one.label.en) for one in standard.severities] == [("slip", "slip"), ("breach", "breach")]
    assert standard.severities[1].label == Wording("违约", "违约", "breach")
    two = standard.clauses[1]
    assert (two.of, two.severity, two.guards, two.sources) == ("account", "breach", True, (Source("M", "3.10"),))
    check = two.check
    assert isinstance(check, Never)
    assert ([test.field for test in check.what.tests], [test.field for test in check.where]) == (["n"], ["kind"])
    one = standard.clauses[0]
    assert (one.of, one.severity, one.guards, one.sources) == ("case", "", False, ())


def test_on_off_yes_and_no_are_words_and_a_time_of_day_is_no_number() -> None:
    record = clause("{record: {on: asked, fields: [kind]}}")
    assert read(record).clauses[1].check.words == {"asked"}
    for word in ("on", "off", "yes", "no", "Yes", "18:00", "1_000", "0x10"):
        check = read(never(f"{{kind: {word}}}")).clauses[1].check
        assert isinstance(check, Never)
        assert check.where[0].value == word


def test_a_holiday_file_is_looked_for_beside_the_standard(tmp_path: Path) -> None:
    file = tmp_path / "probe.yaml"
    file.write_text(HEAD.replace("holidays: none", "holidays: far.yaml"), encoding="utf-8")
    with pytest.raises(Fault) as raised:
        load_standard(file)
    assert raised.value.code == "file-unreadable"
    assert f"{tmp_path / 'far.yaml'}" in raised.value.place
    (tmp_path / "far.yaml").write_text("2025: {off: [01-01], work: []}\n", encoding="utf-8")
    assert load_standard(file).calendars["office"].holidays is not None


@pytest.mark.parametrize(
    ("limit", "measure", "amount"),
    [
        ("1 second", "natural", 1),
        ("3 rings", "natural", 15),
        ("1 ring", "natural", 5),
        ("48 hours", "natural", 172800),
        ("48小时", "natural", 172800),
        ("半小时", "natural", 1800),
        ("half an hour", "natural", 1800),
        ("an hour", "natural", 3600),
        ("1.5 hours", "natural", 5400),
        ("1.1 hours", "natural", 3960),
        ("2.3 minutes", "natural", 138),
        ("1 week", "natural", 604800),
        ("36600 days", "natural", 36600 * 86400),
        ("90 working minutes", "hours", 5400),
        ("2 working days", "days", 2),
        ("2 个工作日", "days", 2),
    ],
)
def test_a_limit_is_read_as_people_write_it(limit: str, measure: str, amount: int) -> None:
    check = read(within(f"limit: {limit}")).clauses[1].check
    assert isinstance(check, Within)
    read_as = check.limits[0].limit
    assert (read_as.measure, read_as.amount) == (measure, amount)


@pytest.mark.parametrize(("written", "share"), [("80%", 80), ("80", 80), ("66.6%", 66.6), ("' 80 % '", 80), ("100%", 100)])
def test_a_percentage_is_read_with_and_without_its_sign(written: str, share: float) -> None:
    check = read(clause(f"{{share: {{of: asked, good: {{ok: true}}, at_least: {written}, each: 1 day}}}}")).clauses[1].check
    assert getattr(check, "at_least") == share  # noqa: B009
    warned = read(within(f"limit: 1 hour, warn: {written}")).clauses[1].check
    assert isinstance(warned, Within)
    assert warned.warn == share / 100


# The page.


def test_what_is_no_yaml_names_the_line() -> None:
    fault = fault_of("standard: x\nclauses:\n- id: [a\n  says: b\n")
    assert fault.code == "page-broken"
    assert re.fullmatch(r"probe\.yaml(:| line )4", fault.place)


@pytest.mark.parametrize("text", ["", "- a\n", "probe\n", "5\n"])
def test_what_is_no_page_of_names_and_contents_is_refused(text: str) -> None:
    names(text, "page-empty", "probe.yaml", "standard:")


@pytest.mark.parametrize(
    ("text", "line"),
    [
        (f"{HEAD}standard: again\n", 15),
        (HEAD.replace("  says: x\n", "  says: x\n  says: y\n"), 14),
        (HEAD.replace("facts: {size: text}", "facts: {size: text, size: flag}"), 7),
        (f"{HEAD}? 1\n: a\n? 1\n: b\n", 17),
    ],
)
def test_a_key_written_twice_names_the_line_of_the_second(text: str, line: int) -> None:
    fault = fault_of(text)
    assert fault.code == "page-twice"
    assert re.fullmatch(rf"probe\.yaml:(?: line )?{line}", fault.place)


def test_a_key_written_twice_in_two_spellings_is_written_twice() -> None:
    assert fault_of(HEAD.replace("facts: {size: text}", "facts: {1: text, '1': flag}")).code == "page-twice"


def test_a_list_cannot_be_a_key() -> None:
    assert fault_of(f"{HEAD}? [a, b]\n: 1\n").code == "page-key"


def test_a_file_that_cannot_be_read_or_is_no_text_is_named(tmp_path: Path) -> None:
    missing, binary = tmp_path / "missing.yaml", tmp_path / "binary.yaml"
    binary.write_bytes("standard: 投诉".encode("gbk"))
    for path, code in ((missing, "file-unreadable"), (tmp_path, "file-unreadable"), (binary, "file-not-text")):
        with pytest.raises(Fault) as raised:
            load_standard(path)
        assert (raised.value.code, raised.value.place) == (code, str(path))


# The clause.


@pytest.mark.parametrize(
    ("text", "code", "place", "tokens"),
    [
        (f"{HEAD}- id: one\n  says: y\n  check: {ORDER}\n", "clause-twice", "probe.yaml:15", ["one", "id"]),
        (f"{HEAD}- says: y\n  check: {ORDER}\n", "page-key-missing", "probe.yaml:15", ["id"]),
        (f"{HEAD}- id: 5\n  says: y\n  check: {ORDER}\n", "page-not-a-text", "probe.yaml:15", ["5", 'id: "']),
        (f"{HEAD}- id: two\n  check: {ORDER}\n", "page-key-missing", TWO, ["says"]),
        (f"{HEAD}- id: two\n  says: y\n", "page-key-missing", TWO, ["check"]),
        (f"{HEAD}- id: two\n  says: {{de: y}}\n  check: {ORDER}\n", "page-languages", TWO, ["zh-Hans, zh-Hant, en"]),
        (f"{HEAD}- id: two\n  says: {{en: ''}}\n  check: {ORDER}\n", "page-languages", TWO, ["zh-Hans, zh-Hant, en"]),
        (clause(ORDER, "  gaurd: true\n"), "page-key-unknown", TWO, ["gaurd", "guard"]),
        (clause(ORDER, "  guard: yes\n"), "page-not-a-flag", TWO, ["yes", "true", "false"]),
        (clause(ORDER, "  guard: 1\n"), "page-not-a-flag", TWO, ["1", "true", "false"]),
        (clause(ORDER, "  severity: brech\n"), "severity-unknown", TWO, ["brech", "breach, slip"]),
        (clause(ORDER, "  of: care visit\n"), "clause-of", TWO, ["care visit", "of: account"]),
        (clause(ORDER, "  of: 1st\n"), "clause-of", TWO, ["1st"]),
        (clause(ORDER, "  when: {n: x}\n").replace("n: text", "m: text"), "field-unknown", f"{TWO} order then", ["n", "m"]),
        (clause(ORDER, "  source: [{manual: M, page: '3'}]\n"), "page-key-unknown", f"{TWO} source", ["page", "manual"]),
        (clause(ORDER, "  source: [M]\n"), "page-not-a-mapping", f"{TWO} source", ["{manual: …, section: …}"]),
        (clause("{ordr: {first: asked, then: answered}}"), "check-unknown", TWO, ["ordr", "within, order, steps"]),
        (clause("{order: {first: asked, then: answered}, never: {what: asked}}"), "check-one-kind", TWO, ["never"]),
        (clause("order"), "check-one-kind", TWO, ["check: {within: {…}}"]),
        (clause("{order: x}"), "page-not-a-mapping", f"{TWO} order", ["order: {…}"]),
        (f"{HEAD}clauses2: []\n", "page-key-unknown", "probe.yaml", ["clauses2", "clauses"]),
        ("standard: x\nclauses: []\n", "standard-without-clauses", "probe.yaml", ["clauses", "- id:"]),
        ("standard: 2025\n", "page-not-a-text", "probe.yaml", ['standard: "']),
        (f"{HEAD}- 5\n", "page-not-a-mapping", "probe.yaml", ["{id: …, of: …, says: …, check: {…}}"]),
    ],
)  # fmt: skip
def test_a_fault_of_a_clause(text: str, code: str, place: str, tokens: list[str]) -> None:
    names(text, code, place, *tokens)
