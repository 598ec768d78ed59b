"""What a clause hangs on besides: settings it counts with, what could show it, examples; checklists and wording."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.standard.written import BASE, ORDER, faults_of, read, says, write

from shouwen.checks.avoids import Avoids
from shouwen.checks.inspect import Inspect, Item
from shouwen.checks.says import Says
from shouwen.engine.trial import tried
from shouwen.standard.clause import Choice, Example
from shouwen.standard.examples import examples_of
from shouwen.standard.reading import load_standard
from shouwen.standard.review import review
from shouwen.wording import Wording

LINE = BASE.count("\n") + 1
NAMED = BASE.replace("words:", "places: {counter: the counter}\noccasions: {serving: while serving}\nwords:")
SEEN = NAMED.replace("words:", "words:\n  seen: {fields: {ok: flag}}")
CALLS = f"""\
settings:
  calls:
    value: urgent
    label: private calls
    ours: true
    instead: [{{value: banned, source: [{{manual: The hall manual, section: "8"}}]}}]
    covers: difference.9
{NAMED}\
- {{id: none, if: {{calls: banned}}, says: none, check: {{never: {{what: asked}}}}}}
- {{id: few, if: {{calls: [urgent, short]}}, says: few, check: {ORDER}}}
"""


def clause(more: str, check: str = ORDER) -> str:
    """The base with one more clause, on LINE."""
    return f"{BASE}- id: three\n  says: z\n  {more}\n  check: {check}\n"


# ── settings that choose ──


def test_a_clause_counts_only_where_its_setting_has_the_value(tmp_path: Path) -> None:
    standard = load_standard(write(tmp_path, base=CALLS))
    assert [one.id for one in standard.clauses] == ["one", "two", "few"]
    assert [one.id for one in standard.unchosen] == ["none"]
    assert standard.unchosen[0].choices == (Choice("calls", ("banned",)),)


def test_a_layer_that_sets_it_otherwise_has_the_other_clause(tmp_path: Path) -> None:
    top = "standard: top\nbuilds_on: base.yaml\nsettings: {calls: {value: banned, ours: true}}\n"
    standard = load_standard(write(tmp_path, base=CALLS, top=top))
    assert [one.id for one in standard.clauses] == ["one", "two", "none"]
    assert [one.id for one in standard.unchosen] == ["few"]


def test_a_clause_that_is_left_out_is_read_all_the_same(tmp_path: Path) -> None:
    (fault,) = faults_of(tmp_path, base=CALLS.replace("{never: {what: asked}}", "{never: {what: askt}}"))
    assert fault.code == "word-unknown"


def test_what_other_manuals_say_stays_with_a_layer_s_other_value(tmp_path: Path) -> None:
    top = "standard: top\nbuilds_on: base.yaml\nsettings: {calls: {value: banned, ours: true}}\n"
    setting = load_standard(write(tmp_path, base=CALLS, top=top)).settings["calls"]
    assert [(one.value, one.sources[0].manual) for one in setting.instead] == [("banned", "The hall manual")]
    assert setting.covers == ("difference.9",)


@pytest.mark.parametrize(
    ("old", "new", "code", "tokens"),
    [
        ("if: {calls: banned}", "if: {cals: banned}", "setting-unknown", ["cals", "calls"]),
        ("if: {calls: banned}", "if: {calls: 3}", "choice-kind", ["calls", "3"]),
        ("{value: banned, source", "{value: 3, source", "setting-kind-differs", ["calls"]),
        ("{value: banned, source", "{valeu: banned, source", "page-key-missing", ["value"]),
    ],
)
def test_a_choice_that_cannot_be_is_refused(tmp_path: Path, old: str, new: str, code: str, tokens: list[str]) -> None:
    fault = faults_of(tmp_path, base=CALLS.replace(old, new))[0]
    says(fault, code, fault.place, *tokens)
    assert fault.place.startswith("base.yaml:")


# ── what could show it, what it covers ──


def test_a_clause_says_what_could_show_it_and_which_entries_it_covers(tmp_path: Path) -> None:
    more = "evidence: [device, self-reported]\n  covers: [hall.time.greet, hall.welcome]"
    three = load_standard(write(tmp_path, base=clause(more))).clauses[2]
    assert three.evidence == ("device", "self-reported")
    assert three.covers == ("hall.time.greet", "hall.welcome")


def test_a_grade_that_there_is_not_is_told_with_those_there_are(tmp_path: Path) -> None:
    (fault,) = faults_of(tmp_path, base=clause("evidence: devise"))
    says(fault, "grade-unknown", f"base.yaml:{LINE} clause three", "devise", "device")


def test_a_chapter_may_be_there_to_be_filled_in(tmp_path: Path) -> None:
    text = BASE.replace("hall: The hall", "hall: {label: The hall, empty: true, covers: hall.heading}")
    reading = read(tmp_path, base=text)
    desk, hall = reading.standard.chapters
    assert (desk.empty, hall.empty, hall.label.en, hall.covers) == (False, True, "The hall", ("hall.heading",))
    assert "review-chapter-unused" not in [finding.what.code for finding in review(reading)]


# ── examples ──

TOLD = "examples:\n    kept: 05-06 09:00 asked; 09:30 answered\n    broken: 05-06 09:00 answered; 09:30 asked"


def _tried(folder: Path, text: str) -> list[str]:
    standard = read(folder, base=text).standard
    return [fault.code for fault in tried(standard, standard.clauses[2], "here")]


def test_examples_that_come_out_as_they_say_are_fine(tmp_path: Path) -> None:
    assert _tried(tmp_path, clause(TOLD)) == []
    assert examples_of(load_standard(tmp_path / "base.yaml").clauses[2]) == (
        Example("kept", "05-06 09:00 asked; 09:30 answered"),
        Example("broken", "05-06 09:00 answered; 09:30 asked"),
    )


@pytest.mark.parametrize(
    ("example", "code"),
    [
        ("kept: 05-06 09:00 answered", "example-not-so"),
        ("kept: 05-06 09:00 asked", "example-not-so"),  # nothing is owed: it keeps nothing
        ("broken: 05-06 09:00 answered; 09:01 answered", "example-not-so"),  # twice
        ("silent: 05-06 09:00 answered", "example-not-so"),
        ("kept: 05-06 9 asked", "example-unreadable"),
        ("kept: 05-06 09:00", "example-unreadable"),
        ("kept: 05-06 09:00 askt", "word-unknown"),
        ("kept: 05-06 09:00 asked n=many; 09:30 answered", "field-of-wrong-kind"),
    ],
)
def test_an_example_that_does_not_is_told(tmp_path: Path, example: str, code: str) -> None:
    way, _, story = example.partition(": ")
    assert _tried(tmp_path, clause(f"examples: {{{way}: '{story}'}}")) == [code]


def test_an_example_of_another_kind_is_refused(tmp_path: Path) -> None:
    (fault,) = faults_of(tmp_path, base=clause("examples: {keeps: 05-06 09:00 asked}"))
    says(fault, "page-key-unknown", f"base.yaml:{LINE} clause three examples", "keeps", "kept")


# ── items of checklists, wording ──


def test_an_item_of_a_checklist_says_what_is_seen_of_whom_where_and_when(tmp_path: Path) -> None:
    check = (
        "{inspect: {on: seen, item: smile, passed: ok, pass: smiles, fail: frowns, roles: clerk, places: [counter], "
    )
    text = f"{SEEN}- {{id: three, says: z, check: {check}occasions: serving}}}}}}\n"
    standard = load_standard(write(tmp_path, base=text))
    three = standard.clauses[2]
    assert isinstance(three.check, Inspect)
    assert three.check.listed == Item(
        Wording.of("smiles"), Wording.of("frowns"), ("clerk",), ("counter",), ("serving",)
    )
    assert [example.story for example in examples_of(three)] == ["05-06 10:00 seen ok=yes", "05-06 10:00 seen ok=no"]
    assert list(tried(standard, three, "here")) == []


@pytest.mark.parametrize(("key", "name", "near"), [("roles", "clrek", "clerk"), ("places", "countre", "counter")])
def test_a_role_or_place_that_nobody_declared_is_told(tmp_path: Path, key: str, name: str, near: str) -> None:
    check = f"{{inspect: {{on: seen, item: smile, passed: ok, {key}: {name}}}}}"
    (fault,) = faults_of(tmp_path, base=f"{SEEN}- {{id: three, says: z, check: {check}}}\n")
    assert (fault.code, fault.slots["name"], near in str(fault.slots["near"])) == ("name-unknown", name, True)


def test_wording_may_be_given_by_language_and_what_is_told_without_wording(tmp_path: Path) -> None:
    checks = (
        "{says: {phrases: [{zh-Hans: 您好, en: Hello}, Bye], roles: clerk}}",
        "{says: {elements: [{zh-Hans: 带什么, en: what to bring}, {zh-Hans: 几点, en: the hours}], moment: later}}",
        "{avoids: {phrases: [{zh-Hans: 不知道, en: no idea}], except: [{zh-Hans: 不知道您, en: whether you}]}}",
    )
    more = "".join(f"- {{id: c{number}, says: z, check: {check}}}\n" for number, check in enumerate(checks))
    standard = load_standard(write(tmp_path, base=BASE + more))
    phrases, elements, avoided = (one.check for one in standard.clauses[2:])
    assert isinstance(phrases, Says)
    assert isinstance(elements, Says)
    assert isinstance(avoided, Avoids)
    assert phrases.phrases[0] == Wording("您好", "您好", "Hello")
    assert phrases.roles == ("clerk",)
    assert phrases.say("en", standard.vocabulary) == "say “Hello” or “Bye”"
    assert elements.say("en", standard.vocabulary) == "later, mention what to bring; the hours"
    assert elements.say("zh-Hans", standard.vocabulary) == "later讲到：带什么、几点"
    assert avoided.say("zh-Hans", standard.vocabulary) == "不说：“不知道”（不含：“不知道您”）"


def test_a_wording_is_phrases_or_elements_and_not_both(tmp_path: Path) -> None:
    for body in ("{phrases: [a], elements: [b]}", "{moment: at the end}"):
        (fault,) = faults_of(tmp_path, base=clause("of: case", f"{{says: {body}}}"))
        says(fault, "says-phrases-or-elements", f"base.yaml:{LINE} clause three says", "phrases", "elements")


def test_phrases_may_be_a_setting(tmp_path: Path) -> None:
    text = f"settings: {{hello: {{value: [Hello, Hi], label: x, ours: true}}}}\n{BASE}"
    text += "- {id: three, says: z, check: {says: {phrases: {setting: hello}}}}\n"
    check = load_standard(write(tmp_path, base=text)).clauses[2].check
    assert isinstance(check, Says)
    assert check.phrases == (Wording.of("Hello"), Wording.of("Hi"))


def test_a_condition_says_a_value_as_its_field_calls_it(tmp_path: Path) -> None:
    field = "{kind: text, label: {zh-Hans: 类别, en: sort}, values: {oral: {zh-Hans: 口头, en: by word of mouth}}}"
    text = BASE.replace("fields: {kind: text,", f"fields: {{kind: {field},")
    text += "- {id: three, says: z, check: {never: {what: {word: asked, when: {kind: [oral, letter]}}}}}\n"
    standard = read(tmp_path, base=text).standard
    said = standard.clauses[2].check.say("zh-Hans", standard.vocabulary)
    assert "类别为口头或letter之一" in said
    assert "sort is one of by word of mouth or letter" in standard.clauses[2].check.say("en", standard.vocabulary)


def test_only_texts_have_named_values(tmp_path: Path) -> None:
    text = BASE.replace("n: number}", "n: {kind: number, values: {one: first}}}")
    (fault,) = faults_of(tmp_path, base=text)
    says(fault, "field-values-text", "base.yaml:10 word asked field n", "number", "text")
