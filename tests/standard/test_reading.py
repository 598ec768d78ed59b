"""A standard's file: what is right is read; a fault names file, line, clause and cure, in three languages."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from shouwen.checks.never import Never
from shouwen.checks.within import Within
from shouwen.fault import Fault
from shouwen.standard.clause import Standard
from shouwen.standard.reading import load_standard, read_standard
from shouwen.standard.source import Source
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


def within(more: str) -> str:
    return clause(f"{{within: {{after: asked, then: answered, {more}}}}}")


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
    lacking = {language: [token for token in tokens if token not in one] for language, one in said.items()}
    assert lacking == {language: [] for language in LANGUAGES}


# What is written right.


def test_a_standard_is_read_with_all_it_says() -> None:
    more = "  of: account\n  severity: breach\n  guard: true\n  when: {n: 3}\n"
    more += "  source: [{manual: M, section: '3.10'}]\n"
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
        check = read(clause(f"{{never: {{what: asked, where: {{kind: {word}}}}}}}")).clauses[1].check
        assert isinstance(check, Never)
        assert check.where[0].value == word


def test_a_holiday_file_is_looked_for_beside_the_standard(tmp_path: Path) -> None:
    file = tmp_path / "probe.yaml"
    file.write_text(HEAD.replace("holidays: none", "holidays: far.yaml"), encoding="utf-8")
    with pytest.raises(Fault) as raised:
        load_standard(file)
    assert raised.value.code == "file-unreadable"
    assert f"{tmp_path / 'far.yaml'}" in raised.value.place
    (tmp_path / "far.yaml").write_text("2025: {off: [2025-01-01], work: []}\n", encoding="utf-8")
    assert load_standard(file).calendars["office"].holidays is not None


@pytest.mark.parametrize(
    ("limit", "measure", "amount"),
    [
        ("1 second", "natural", 1), ("3 rings", "natural", 15), ("1 ring", "natural", 5), ("48小时", "natural", 172800),
        ("半小时", "natural", 1800), ("half an hour", "natural", 1800), ("an hour", "natural", 3600),
        ("1.5 hours", "natural", 5400), ("1.1 hours", "natural", 3960), ("2.3 minutes", "natural", 138),
        ("1 week", "natural", 604800), ("36600 days", "natural", 36600 * 86400),
        ("90 working minutes", "hours", 5400), ("2 working days", "days", 2), ("2 个工作日", "days", 2),
    ],
)  # fmt: skip
def test_a_limit_is_read_as_people_write_it(limit: str, measure: str, amount: int) -> None:
    check = read(within(f"limit: {limit}")).clauses[1].check
    assert isinstance(check, Within)
    assert (check.limits[0].limit.measure, check.limits[0].limit.amount) == (measure, amount)


@pytest.mark.parametrize(
    ("written", "share"), [("80%", 80), ("80", 80), ("66.6%", 66.6), ("' 80 % '", 80), ("100%", 100), ("0.5%", 0.5)]
)
def test_a_percentage_is_read_with_and_without_its_sign(written: str, share: float) -> None:
    check = read(within(f"limit: 1 hour, warn: {written}")).clauses[1].check
    assert isinstance(check, Within)
    assert check.warn == share / 100


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
        (HEAD.replace("facts: {size: text}", "facts: {1: text, '1': flag}"), 7),
    ],
)
def test_a_key_written_twice_names_the_line_of_the_second(text: str, line: int) -> None:
    fault = fault_of(text)
    assert fault.code == "page-twice"
    assert re.fullmatch(rf"probe\.yaml:(?: line )?{line}", fault.place)


@pytest.mark.parametrize("key", ["[a, b]", "{a: b}", "!!set {a, b}"])
def test_a_list_cannot_be_a_key(key: str) -> None:
    assert fault_of(f"{HEAD}? {key}\n: 1\n").code == "page-key"


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
        (f"- id: one\n  says: y\n  check: {ORDER}", "clause-twice", "", ["one", "id"]),
        (f"- says: y\n  check: {ORDER}", "page-key-missing", "", ["id"]),
        (f"- id: 5\n  says: y\n  check: {ORDER}", "page-not-a-text", "", ["5", 'id: "']),
        (f"- id: two\n  check: {ORDER}", "page-key-missing", " clause two", ["says"]),
        ("- id: two\n  says: y", "page-key-missing", " clause two", ["check"]),
        (f"- id: two\n  says: {{de: y}}\n  check: {ORDER}", "page-languages", " clause two", ["zh-Hans, zh-Hant, en"]),
        (f"- id: two\n  says: 5\n  check: {ORDER}", "page-not-a-text", " clause two", ["says", "5"]),
    ],
)  # fmt: skip
def test_a_clause_has_its_own_name_a_text_and_a_check(text: str, code: str, place: str, tokens: list[str]) -> None:
    names(f"{HEAD}{text}\n", code, f"probe.yaml:15{place}", *tokens)


@pytest.mark.parametrize(
    ("more", "code", "place", "tokens"),
    [
        ("gaurd: true", "page-key-unknown", "", ["gaurd", "guard"]),
        ("guard: yes", "page-not-a-flag", "", ["yes", "true", "false"]),
        ("severity: brech", "severity-unknown", "", ["brech", "breach, slip"]),
        ("of: care visit", "clause-of", "", ["care visit", "of: account"]),
        ("when: {ok: true}", "field-unknown", " order then", ["answered", "ok"]),
        ("source: [{manual: M, page: '3'}]", "page-key-unknown", " source", ["page", "manual"]),
        ("source: [M]", "page-not-a-mapping", " source", ["{manual: …, section: …}"]),
    ],
)
def test_a_fault_of_what_a_clause_says_besides(more: str, code: str, place: str, tokens: list[str]) -> None:
    names(clause(ORDER, f"  {more}\n"), code, f"{TWO}{place}", *tokens)


def test_a_standard_without_clauses_is_refused() -> None:
    names("standard: x\nclauses: []\n", "standard-without-clauses", "probe.yaml", "clauses", "- id:")


# Around the clauses.


def head(before: str, after: str) -> str:
    assert before in HEAD
    return HEAD.replace(before, after)


@pytest.mark.parametrize(
    ("text", "code", "line", "tokens"),
    [
        (f"{HEAD}claused: []\n", "page-key-unknown", "", ["claused", "clauses"]),
        (f"{HEAD}- 5\n", "page-not-a-mapping", "", ["{id: …, of: …, says: …, check: {…}}"]),
        (head("standard: probe", "standard: 2025"), "page-not-a-text", "", ['standard: "']),
        (head("{ring: 5 seconds}", "{ring: 5 rings}"), "limit-form", "", ["5 rings"]),
        (head("slip: slip", "slip: 3"), "page-not-a-text", "", ["3"]),
        (head("{size: text}", "{site: text}"), "field-reserved", "", ["site"]),
        (head("{size: text}", "{size: string}"), "page-choice", "", ["string", "text, number, flag, time"]),
        (head("{size: text}", "{kind: text}"), "field-is-a-fact", "9", ["kind", "facts"]),
        (head("{fields: {n: text}}", "{fields: {n: text}, lable: x}"), "page-key-unknown", "10", ["lable", "label"]),
        (head("{fields: {n: text}}", "{fields: {n: txt}}"), "page-choice", "10", ["txt", "text, number, flag, time"]),
        (head("{fields: {n: text}}", "{may: 5}"), "page-not-a-text", "10", ["may"]),
        (head("{fields: {n: text}}", "word"), "page-not-a-mapping", "", ["{label: …, fields: {…}}"]),
        (head("{zone: Asia", "{zoen: Asia"), "calendar-key-unknown", "6", ["zoen", "zone, open"]),
        (head("Asia/Shanghai", "Asia/Shangai"), "calendar-zone-unknown", "6", ["Asia/Shangai", "zone: Asia/Shanghai"]),
        (head("holidays: none", "holidays: chnia"), "calendar-holidays-unknown", "6", ["chnia", "china"]),
    ],
)  # fmt: skip
def test_a_fault_around_the_clauses(text: str, code: str, line: str, tokens: list[str]) -> None:
    fault = fault_of(text)
    assert fault.code == code
    names(text, code, fault.place, *tokens)
    assert re.match(rf"probe\.yaml:{line or r'[0-9]+'}\b", fault.place), f"no line in {fault.place}"


def test_a_calendar_of_the_standard_that_is_not_there_is_named_even_if_no_clause_needs_it() -> None:
    fault = fault_of(head("calendar: office", "calendar: ofice"))
    assert (fault.code, fault.slots["near"]) == ("calendar-not-declared", "office")


# The checks.

# Each line: the fault, where in the clause, what its text must name, and the check that is wrong.
CHECKS = """
check-unknown | | ordr & within, order, steps | ordr: {first: asked, then: answered}
check-one-kind | | within, order | order: {first: asked, then: answered}, never: {what: asked}
word-unknown | order first | askd & asked | order: {first: askd, then: answered}
page-key-unknown | order first | when | order: {first: {word: asked, whn: {}}, then: answered}
page-key-unknown | order | frist & first | order: {frist: asked, first: asked, then: answered}
page-key-missing | order | first | order: {first: [], then: answered}
pattern-form | order first | {word: …, when: {…}} | order: {first: 5, then: answered}
field-unknown | record | asked & knd & kind | record: {on: asked, fields: [kind, knd]}
page-not-a-text | record | 5 | record: {on: asked, fields: 5}
page-not-a-list | steps | steps | steps: {from: asked, to: answered, steps: asked}
steps-none-required | steps | required: false | steps: {from: asked, to: asked, steps: [{do: asked, required: false}]}
word-unknown | steps step 2 do | askd | steps: {from: asked, to: answered, steps: [asked, {do: askd}]}
measure-range | measure | at_least & at_most | measure: {on: asked, value: n, at_least: 3, at_most: 2}
measure-kind | measure | kind: number | measure: {on: asked, value: kind, at_least: 3}
measure-count-bounds | measure | at_most: 2 | measure: {count: asked, from: asked, to: answered, at_least: 1.5}
page-not-a-text | says | phrases | says: {phrases: [a, 5], moment: x}
share-close | share | close | share: {of: asked, good: {ok: true}, at_least: 50%, each: 1 day, close: answered}
share-span | share | 30 minutes | share: {of: asked, good: {ok: true}, at_least: 50%, each: 7 hours}
span-form | every | 3 fortnights & 3 months | every: {what: answered, from: asked, per: 3 fortnights}
span-impossible | every | 1.5 months & 36 hours | every: {what: answered, from: asked, per: 1.5 months}
page-not-a-count | every | two & at_least: 4 | every: {what: answered, from: asked, per: 1 month, at_least: two}
every-calendar-span | every | counted: calendar | every: {what: asked, from: asked, per: 5 months, counted: calendar}
every-rolling-once | every | of_these | every: {what: asked, from: asked, per: 1 day, counted: rolling, at_least: 2}
limit-form | within | 1 fortnight & 2 working days | within: {after: asked, then: answered, limit: 1 fortnight}
limit-impossible | within | 0 seconds | within: {after: asked, then: answered, limit: 0 seconds}
limit-impossible | within | 36601 days | within: {after: asked, then: answered, limit: 36601 days}
limit-impossible | within | 4 working hours | within: {after: asked, then: answered, limit: half a working day}
calendar-not-declared | within | ofice & office | within: {after: asked, then: asked, limit: 1 hour, calendar: ofice}
within-clocks-differ | within | | within: {after: asked, then: asked, limit: 1 day, limits: [{LIMIT}]}
within-clocks-differ | within | | within: {after: asked, then: asked, limit: 1 working hour, limits: [{LIMIT}]}
page-key-missing | within limits | when | within: {after: asked, then: answered, limits: [{limit: 1 hour}]}
within-without-end | within | limit: 2 working days | within: {after: asked, then: answered}
within-by-alone | within | by | within: {after: asked, then: answered, limit: 1 hour, by: until}
within-by-kind | within | kind: time | within: {after: asked, then: answered, by: n}
within-shift-natural | within | 1 working hour | within: {after: asked, then: asked, by: until, grace: 1 working hour}
within-turns | within | resume | within: {after: asked, then: answered, limit: 1 hour, pause: asked}
"""


@pytest.mark.parametrize("line", CHECKS.strip().splitlines())
def test_a_fault_of_a_check(line: str) -> None:
    code, place, tokens, check = (part.strip() for part in line.split("|", 3))
    check = check.replace("LIMIT", "when: {n: 1}, limit: 1 working day")
    names(clause(f"{{{check}}}"), code, f"{TWO} {place}".strip(), *filter(None, tokens.split(" & ")))


def test_working_time_without_a_calendar_and_days_without_a_zone_ask_for_one() -> None:
    hours = within("limit: 2 working hours").replace("calendar: office\n", "", 1)
    names(hours, "limit-needs-calendar", "probe.yaml:14 clause two within", "2 working hours", "calendar:")
    months = clause("{every: {what: answered, from: asked, per: 3 months}}").replace("calendar: office\n", "", 1)
    names(months, "zone-missing", "probe.yaml:14 clause two every", "zone: Asia/Shanghai", "calendar:")


@pytest.mark.parametrize("share", ["0", "0%", "101%", "-5%", "eighty", "true", "[80]", "nan", "inf", "80%%"])
def test_a_share_is_over_nothing_and_at_most_all(share: str) -> None:
    names(within(f"limit: 1 hour, warn: {share}"), "page-not-a-share", f"{TWO} within", "warn: 80%")


@pytest.mark.parametrize(
    "check",
    [
        "within: {after: asked, then: answered, limit: 1 hour}", "every: {what: asked, from: asked, per: 1 month}",
        "measure: {on: asked, value: n, at_least: 1}", "inspect: {on: asked, item: tidy, passed: ok}",
        "share: {of: asked, good: {ok: true}, at_least: 50%, each: 1 day}",
        "says: {phrases: [a]}", "avoids: {phrases: [a], moment: x}",
    ],
)  # fmt: skip
def test_a_check_that_cannot_guard_is_not_told_to(check: str) -> None:
    kind = check.partition(":")[0]
    names(clause(f"{{{check}}}", "  guard: true\n"), "clause-cannot-guard", TWO, kind, "guard: true")


@pytest.mark.parametrize(
    ("where", "code", "tokens"),
    [
        ("{kidn: x}", "field-unknown", ["kidn", "kind"]), ("{on: x}", "field-unknown", ["on"]),
        ("kind", "page-not-a-mapping", ["{field: value}"]), ("{kind: {filled: yes}}", "page-not-a-flag", ["filled"]),
        ("{n: {above: 3}}", "test-unknown", ["above", "not, over, under, at_least, at_most, filled"]),
        ("{kind: {over: x}}", "test-order", ["over", "kind"]), ("{n: {over: [3]}}", "test-order", ["over", "n"]),
        ("{ok: {at_least: true}}", "test-order", ["at_least", "ok"]), ("{n: true}", "test-value", ["n"]),
        ("{n: three}", "test-value", ["n", "three"]), ("{kind: [x, 3]}", "test-value", ["kind"]),
        ("{kind: 3}", "test-value", ["kind", "3"]), ("{kind: []}", "test-value", ["kind"]),
        ("{kind: }", "test-value", ["kind"]), ("{ok: yes}", "test-value", ["ok", "yes", "true"]),
        ("{until: tomorrow}", "test-value", ["until", "2025-01-28T09:00:00+08:00"]),
        ("{until: 2025-01-28}", "test-value", ["until", "2025-01-28T09:00:00+08:00"]),
    ],
)  # fmt: skip
def test_a_condition_that_cannot_be_told_is_refused(where: str, code: str, tokens: list[str]) -> None:
    names(clause(f"{{never: {{what: asked, where: {where}}}}}"), code, f"{TWO} never", *tokens)


def test_a_field_of_two_kinds_cannot_be_tested_in_both() -> None:
    text = clause("{never: {what: [asked, answered], where: {n: 3}}}")
    names(text, "field-kinds-differ", f"{TWO} never", "asked, answered")


# Whatever is written is read or is a fault: it never stops the program, and never passes unnoticed.

NONSENSE = """
within: {after: asked, then: answered, limit: 2 working hours, calendar: [office]}
within: {after: asked, then: answered, by: [until]}
every: {what: answered, from: asked, per: 1 month, of_these: 5}
every: {what: answered, from: asked, per: 1 month, of_these: {when: {n: x}}}
never: {what: asked, where: {n: .nan}}
never: {what: asked, where: {kind: {}}}
share: {of: asked, good: {}, at_least: 50%, each: 1 day}
measure: {on: asked, value: n, at_least: .nan}
measure: {count: asked, from: asked, to: answered, at_most: .inf}
inspect: {on: asked, item: {en: 5}, passed: ok}
says: {moment: x}
"""


@pytest.mark.parametrize("check", NONSENSE.strip().splitlines())
def test_a_check_that_makes_no_sense_is_a_fault_of_its_clause(check: str) -> None:
    assert fault_of(clause(f"{{{check}}}")).place.startswith(TWO)


@pytest.mark.parametrize("more", ["source: 5", "source: {manual: M}", "says: {en: [x]}", "says: ''", "id: ''"])
def test_a_clause_that_makes_no_sense_is_a_fault(more: str) -> None:
    own = {"id": "id: two", "says": "says: x", "source": "source: []"}
    own[more.split(":", maxsplit=1)[0]] = more
    text = f"{HEAD}- {own['id']}\n  {own['says']}\n  {own['source']}\n  check: {ORDER}\n"
    assert fault_of(text).place.startswith("probe.yaml:15")


@pytest.mark.parametrize("word", ["2025-02-30", "2025-02-30T09:00:00+08:00"])
def test_a_day_that_no_calendar_has_is_a_fault(word: str) -> None:
    assert fault_of(clause(f"{{never: {{what: asked, where: {{until: {word}}}}}}}")).place.startswith("probe.yaml")


def test_a_section_keeps_its_digits() -> None:
    # 3.10 is the section after 3.9, not the number 3.1. (To refuse it, with the cure to quote it, would do as well.)
    text = clause(ORDER, "  source: [{manual: M, section: 3.10}]\n")
    assert read(text).clauses[1].sources == (Source("M", "3.10"),)


def test_a_unit_is_found_in_the_plural_in_which_it_was_named() -> None:
    check = read(within("limit: 3 rings").replace("{ring: 5", "{rings: 5")).clauses[1].check
    assert isinstance(check, Within)
    assert check.limits[0].limit.amount == 15
