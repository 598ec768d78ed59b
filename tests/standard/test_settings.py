"""`settings:`: figures and choices that are no clause's limit, as a file writes them and as a room asks for them."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner
from tests.standard.test_schema import marked
from tests.standard.written import BASE, fault_of, faults_of, read, says, write

from shouwen.checks.within import Within
from shouwen.command import main
from shouwen.fault import Fault
from shouwen.standard.difference import differences
from shouwen.standard.editions import load_editions
from shouwen.standard.reading import examine, load_standard
from shouwen.standard.review import review
from shouwen.standard.setting import Settings
from shouwen.standard.source import Source
from shouwen.wording import Wording

SETTINGS = """\
settings:
  pass: {value: 2, label: {en: may pass, zh-Hans: 越过, zh-Hant: 越過}, ours: true}
  share: {value: 0.5, label: share}
  open: {value: false, label: open}
  period: {value: day, label: period}
  wait:
    value: 90 seconds
    label: {en: wait, zh-Hans: 等候}
    why: {en: as the manual says, zh-Hans: 依手册}
    source: [{manual: M, section: 3.10}]
  answer: {value: 2 working hours, label: answer}
  visit: {value: 3 months, label: visit}
  now: {value: 0 minutes, label: now}
  marks: {value: [1, 2.5], label: marks}
  names: {value: [a, b], label: names}
  none: {value: [], label: none}
  reasons: {value: {meal: {en: meal, zh-Hans: 用餐, zh-Hant: 用餐}, other: other}, label: reasons}
"""
WITH = BASE + SETTINGS
TOP = "standard: top\nbuilds_on: base.yaml\nsettings:\n"
FIGURE = BASE.replace("limit: 2 working hours", "limit: {setting: answer}") + SETTINGS


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return read(tmp_path, base=WITH).standard.settings


def test_a_room_asks_for_what_it_needs(settings: Settings) -> None:
    assert (settings.whole("pass"), settings.number("pass"), settings.number("share")) == (2, 2, 0.5)
    assert (settings.flag("open"), settings.text("period")) == (False, "day")
    assert (settings.seconds("wait"), settings.seconds("now")) == (90, 0)
    assert (settings.numbers("marks"), settings.texts("names"), settings.texts("none")) == ((1, 2.5), ("a", "b"), ())
    reasons = settings.choices("reasons")
    assert list(reasons.items()) == [("meal", Wording("用餐", "用餐", "meal")), ("other", Wording.of("other"))]


def test_a_setting_tells_why_it_is_so_and_whose_figure_it_is(settings: Settings) -> None:
    wait, passing = settings["wait"], settings["pass"]
    assert (wait.label.en, wait.why and wait.why.zh_hant) == ("wait", "依手册")
    assert (wait.sources, wait.ours) == ((Source("M", "3.10"),), False)
    assert (passing.sources, passing.ours, passing.why) == ((), True, None)


@pytest.mark.parametrize(
    ("ask", "name", "kind", "wanted"),
    [
        (Settings.whole, "share", "a number", "a whole number"),
        (Settings.whole, "period", "a text", "a whole number"),
        (Settings.number, "open", "yes or no", "a number"),
        (Settings.flag, "pass", "a number", "yes or no"),
        (Settings.text, "wait", "a length of time", "a text"),
        (Settings.seconds, "pass", "a number", "a length by the clock"),
        (Settings.seconds, "answer", "a length of time", "a length by the clock"),
        (Settings.seconds, "visit", "a length of time", "a length by the clock"),
        (Settings.choices, "names", "a list (each item: a text)", "choices with labels"),
        (Settings.texts, "marks", "a list (each item: a number)", "a list (each item: a text)"),
        (Settings.numbers, "reasons", "choices with labels", "a list (each item: a number)"),
    ],
)
def test_a_value_of_another_kind_is_one_clear_fault(
    tmp_path: Path, ask: Callable[[Settings, str], object], name: str, kind: str, wanted: str
) -> None:
    settings = read(tmp_path, base=WITH).standard.settings
    with pytest.raises(Fault) as raised:
        ask(settings, name)
    line = 1 + WITH.splitlines().index(next(line for line in WITH.splitlines() if line.startswith(f"  {name}:")))
    says(raised.value, "setting-kind", f"{tmp_path / 'base.yaml'}:{line} setting {name}", name)
    assert f"is {kind}, and where it is used {wanted}" in raised.value.say("en")


def test_a_setting_that_is_not_there_is_told_with_the_nearest(settings: Settings) -> None:
    with pytest.raises(Fault) as raised:
        settings.whole("pas")
    says(raised.value, "setting-unknown", "", "pas", "pass")
    assert "pas" not in settings


@pytest.mark.parametrize(
    ("given", "code", "tokens"),
    [
        ("{value: 2}", "setting-without-label", ["one"]),
        ("{label: x}", "page-key-missing", ["value"]),
        ("{value: null, label: x}", "page-key-missing", ["value"]),
        ("{value: 2, label: x, wy: y}", "page-key-unknown", ["wy", "why"]),
        ("{value: 2, label: {de: x}}", "page-languages", ["zh-Hant"]),
        ("{value: 2, label: x, ours: maybe}", "page-not-a-flag", ["ours", "maybe"]),
        ("{value: 2, label: x, source: M}", "page-not-a-list", ["source"]),
        ("{value: 2026-01-01, label: x}", "setting-value", ["one", "2026-01-01", "10 minutes"]),
        ("{value: .nan, label: x}", "setting-value", ["one", "nan"]),
        (f"{{value: {10**400}, label: x}}", "setting-value", ["one"]),
        ("{value: '', label: x}", "setting-value", ["one"]),
        ("{value: [1, a], label: x}", "setting-value", ["one", "[1, 'a']"]),
        ("{value: [[1]], label: x}", "setting-value", ["one", "[1]"]),
        ("{value: {en: x, zh-Hans: y}, label: x}", "setting-value", ["one"]),
        ("{value: {meal: 5}, label: x}", "page-not-a-text", ["meal", "5"]),
        ("{value: 200 years, label: x}", "span-impossible", ["200 years"]),
        ("{value: 0.5 seconds, label: x}", "limit-impossible", ["0.5 seconds"]),
        ("2", "page-not-a-mapping", ["value: …"]),
    ],
)
def test_what_is_wrong_is_named_with_its_line_and_the_cure(
    tmp_path: Path, given: str, code: str, tokens: list[str]
) -> None:
    (fault,) = faults_of(tmp_path, base=f"{BASE}settings:\n  one: {given}\n")
    place = f"base.yaml:{BASE.count(chr(10)) + 2} setting one"
    says(fault, code, place + (" value" if code == "page-not-a-text" else ""), *tokens)


def test_the_section_is_a_mapping_and_working_time_needs_a_calendar(tmp_path: Path) -> None:
    assert [fault.code for fault in faults_of(tmp_path, base=f"{BASE}settings: [a]\n")] == ["page-not-a-mapping"]
    bare = BASE.replace("calendar: office\n", "").replace("limit: 2 working hours", "limit: 2 hours")
    fault = fault_of(tmp_path, base=f"{bare}settings: {{one: {{value: 1 working day, label: x}}}}\n")
    assert fault.code == "limit-needs-calendar"


# Layers


def test_a_layer_gives_another_value_and_keeps_the_label(tmp_path: Path) -> None:
    top = load_standard(write(tmp_path, base=WITH, top=f"{TOP}  wait: {{value: 2 minutes}}\n  pass: {{why: so}}\n"))
    wait, passing = top.settings["wait"], top.settings["pass"]
    assert (top.settings.seconds("wait"), wait.label.en, list(top.settings)[:2]) == (120, "wait", ["pass", "share"])
    assert (top.settings.whole("pass"), passing.why and passing.why.en, passing.ours) == (2, "so", True)


def test_what_was_said_of_the_old_value_is_not_said_of_the_new_one(tmp_path: Path) -> None:
    more = "  wait: {value: 2 minutes}\n  pass: {value: 3, why: busy, source: [{manual: N}]}\n"
    top = load_standard(write(tmp_path, base=WITH, top=TOP + more))
    wait, passing = top.settings["wait"], top.settings["pass"]
    assert (wait.why, wait.sources, wait.ours) == (None, (), False)
    assert (passing.why and passing.why.en, passing.sources, passing.ours) == ("busy", (Source("N"),), False)


@pytest.mark.parametrize(
    ("more", "code", "tokens"),
    [
        ("  pass: {label: another, value: 3}", "setting-label-kept", ["pass", "value", "why"]),
        ("  pas: {value: 3}", "setting-without-label", ["pas", "pass"]),
        ("  pass: {value: 2 minutes}", "setting-kind-differs", ["pass"]),
        ("  names: {value: [1]}", "setting-kind-differs", ["names"]),
    ],
)
def test_a_layer_cannot_make_another_thing_of_a_setting(
    tmp_path: Path, more: str, code: str, tokens: list[str]
) -> None:
    (fault,) = faults_of(tmp_path, base=WITH, top=f"{TOP}{more}\n")
    says(fault, code, f"top.yaml:4 setting {more.strip().partition(':')[0]}", *tokens)


def test_the_same_label_may_be_written_again_and_an_empty_list_stands_for_any(tmp_path: Path) -> None:
    label = "{en: may pass, zh-Hans: 越过, zh-Hant: 越過}"
    top = f"{TOP}  pass: {{value: 2.5, label: {label}}}\n  names: {{value: []}}\n  none: {{value: [1]}}\n"
    read = load_standard(write(tmp_path, base=WITH, top=top)).settings
    assert (read.number("pass"), read.texts("names"), read.numbers("none")) == (2.5, (), (1,))


# Clauses that name a setting


def limit(standard: Path) -> tuple[int, str]:
    check = load_standard(standard).clauses[0].check
    assert isinstance(check, Within)
    return check.limits[0].limit.amount, check.limits[0].limit.measure


def test_a_clause_follows_the_setting_that_it_names_through_the_layers(tmp_path: Path) -> None:
    top = write(tmp_path, base=FIGURE, top=f"{TOP}  answer: {{value: 1 working day}}\n")
    assert (limit(tmp_path / "base.yaml"), limit(top)) == ((7200, "hours"), (1, "days"))


@pytest.mark.parametrize(
    ("figure", "check"),
    [
        ("2 minutes", "within: {after: asked, then: answered, limits: [{when: {n: 1}, limit: FIGURE}], limit: 1 hour}"),
        ("3", "never: {what: {word: asked, when: {n: {over: FIGURE}}}}"),
        ("3", "measure: {on: asked, value: n, at_most: FIGURE}"),
        ("3 months", "every: {what: answered, per: FIGURE, from: asked}"),
        ("80%", "share: {of: asked, good: {n: 1}, at_least: FIGURE, each: week}"),
    ],
)
def test_a_figure_is_read_as_though_it_stood_where_the_setting_is_named(
    tmp_path: Path, figure: str, check: str
) -> None:
    clause = "- {id: three, says: z, check: {CHECK}}\nsettings: {x: {value: FIGURE, label: x}}\n"
    written = BASE + clause.replace("CHECK", check).replace("FIGURE", figure)
    named = BASE + clause.replace("CHECK", check.replace("FIGURE", "{setting: x}")).replace("FIGURE", figure)
    assert read(tmp_path, written=written).standard.clauses == read(tmp_path, named=named).standard.clauses
    assert marked(named) == []


def test_conditions_outside_the_check_may_name_a_setting_and_a_field_may_be_called_so(tmp_path: Path) -> None:
    text = BASE.replace("fields: {kind: text, n: number}", "fields: {kind: text, n: number, setting: text}").replace(
        "check: {within: {after: asked,",
        "when: {n: {at_least: {setting: pass}}, setting: x}\n  check: {within: {after: asked,",
    )
    check = read(tmp_path, base=text + SETTINGS).standard.clauses[0].check
    assert isinstance(check, Within)
    assert [(test.field, test.value) for test in check.after.tests] == [("n", 2.0), ("setting", "x")]


def test_a_clause_that_names_no_setting_there_is_told_the_nearest(tmp_path: Path) -> None:
    (fault,) = faults_of(tmp_path, base=FIGURE.replace("{setting: answer}", "{setting: anwser}"))
    says(fault, "setting-unknown", "base.yaml:13 clause one", "anwser", "answer")
    broken = FIGURE.replace("answer: {value: 2 working hours", "answer: {value: {en: x}")
    assert [one.code for one in faults_of(tmp_path, base=broken)] == ["setting-value"]


def test_a_value_that_a_clause_cannot_have_is_told_where_the_layer_gives_it(tmp_path: Path) -> None:
    (fault,) = faults_of(tmp_path, base=FIGURE, top=f"{TOP}  answer: {{value: 3 months}}\n")
    says(fault, "limit-form", "top.yaml:4 setting answer: base.yaml:13 clause one within", "3 months")


# Editions, differences, book, review


def test_of_several_editions_the_newest_settings_count_and_all_are_of_one_kind(tmp_path: Path) -> None:
    old = write(tmp_path, old=WITH + "in_force: {until: 2026-01-01}\n")
    new = write(tmp_path, new=WITH.replace("value: 2,", "value: 4,") + "in_force: {from: 2026-01-01}\n")
    assert load_editions([new, old]).settings.whole("pass") == 4
    write(tmp_path, new=WITH.replace("value: 2,", "value: two,") + "in_force: {from: 2026-01-01}\n")
    with pytest.raises(Fault) as raised:
        load_editions([old, new])
    says(raised.value, "editions-setting-differs", str(new), "pass")


def test_settings_that_come_go_or_change_are_told(tmp_path: Path) -> None:
    changed = (
        WITH.replace("value: 90 seconds", "value: 2 minutes")
        .replace("en: as the manual says, zh-Hans: 依手册", "en: it was busy")
        .replace("meal: {en: meal, zh-Hans: 用餐, zh-Hant: 用餐}, ", "")
        .replace("ours: true", "ours: false")
        .replace("  open: {value: false, label: open}\n", "  shut: {value: true, label: shut}\n")
    )
    found = differences(read(tmp_path, old=WITH).standard, read(tmp_path, new=changed).standard)
    told = [(one.section, one.name, one.key, one.before and one.before.en, one.after and one.after.en) for one in found]
    assert told == [
        ("setting", "pass", "ours", "yes", "no"),
        ("setting", "open", "", "no", None),
        ("setting", "wait", "value", "90 seconds", "2 minutes"),
        ("setting", "wait", "why", "as the manual says", "it was busy"),
        ("setting", "reasons", "value", "meal: meal; other: other", "other: other"),
        ("setting", "shut", "", None, "yes"),
    ]


def run(*arguments: object) -> str:
    return CliRunner().invoke(main, list(map(str, arguments)), env={"COLUMNS": "200"}).stdout


@pytest.mark.parametrize(
    ("language", "lines"),
    [
        ("en", ["Settings", "pass", "may pass", "value: 2", "ours: no manual's figure, the standard's own"]),
        ("zh-Hans", ["设定", "pass", "越过", "取值: 2", "自定: 手册没有写明，由本标准自定"]),
        ("zh-Hant", ["設定", "pass", "越過", "取值: 2", "自定: 手冊沒有寫明，由本標準自定"]),
    ],
)
def test_show_has_a_chapter_of_the_settings(tmp_path: Path, language: str, lines: list[str]) -> None:
    shown = run("standard", "show", write(tmp_path, base=WITH), "--lang", language)
    told = [line.strip() for line in shown.splitlines() if line.strip()]
    at = told.index(lines[0])
    assert told[at : at + len(lines)] == lines
    assert lines[0] not in run("standard", "show", write(tmp_path, base=WITH), "--lang", language, "--clause", "one")


def test_diff_names_the_setting(tmp_path: Path) -> None:
    old, new = write(tmp_path, old=WITH), write(tmp_path, new=WITH.replace("value: 2,", "value: 3,"))
    assert run("--lang", "zh-Hans", "standard", "diff", old, new).splitlines() == ["~ 设定 pass", "    value: 2 → 3"]


def test_show_json_has_lengths_in_seconds_and_texts_by_language(tmp_path: Path) -> None:
    said = json.loads(run("standard", "show", write(tmp_path, base=WITH), "--json"))["settings"]
    values = {one["name"]: (one["kind"], one["value"]) for one in said}
    assert [values[name] for name in ("pass", "open", "wait", "answer", "marks")] == [
        ("number", 2), ("flag", False), ("length", 90), ("length", "2 working hours"), ("list", [1, 2.5]),
    ]  # fmt: skip
    assert values["reasons"][1]["meal"] == {"zh-Hans": "用餐", "zh-Hant": "用餐", "en": "meal"}
    wait = next(one for one in said if one["name"] == "wait")
    assert (wait["source"], wait["ours"], wait["why"]["en"]) == (
        [{"manual": "M", "section": "3.10"}], False, "as the manual says",
    )  # fmt: skip


def test_review_tells_what_a_setting_of_the_file_itself_lacks(tmp_path: Path) -> None:
    more = "  limit: {value: 10 minuts, label: {en: limit, zh-Hans: 限, zh-Hant: 限}, ours: true}\n"
    reading = read(tmp_path, base=WITH + more)
    hints = [finding.what for finding in review(reading) if finding.what.code.startswith("review-setting")]
    found = {(hint.place.rpartition(" ")[2], hint.code.removeprefix("review-setting-")) for hint in hints}
    assert {kind for name, kind in found if name == "pass"} == set()
    assert {kind for name, kind in found if name == "wait"} == {"without-language"}
    assert {kind for name, kind in found if name == "share"} == {"without-language", "unfounded"}
    assert {kind for name, kind in found if name == "limit"} == {"text"}
    assert {hint.slots["languages"] for hint in hints if hint.place.endswith("setting wait")} == {"zh-Hant"}
    above = examine(write(tmp_path, top="standard: top\nbuilds_on: base.yaml\n"))
    assert [one for one in review(above) if one.what.code.startswith("review-setting")] == []


# The packs


@pytest.mark.parametrize("pack", ["own-hall", "partner-hall"])
def test_the_hall_packs_have_what_a_hall_s_pages_go_by(pack: str) -> None:
    settings = load_standard(f"pack:{pack}").settings
    assert [settings.whole(f"hall.{name}") for name in ("priority-pass", "recall-limit")] == [2, 3]
    lengths = ("no-show-wait", "pause-limit", "closing-lead", "appointment-grace")
    assert [settings.seconds(f"hall.{name}") for name in lengths] == [60, 900, 600, 900]
    assert {name: list(settings.choices(f"hall.{name}")) for name in (
        "priority-classes", "pause-reasons", "out-of-order-reasons", "rating-dimensions",
    )} == {
        "priority-classes": ["elderly", "disabled", "pregnant", "gold"],
        "pause-reasons": ["rest", "meal", "training", "equipment", "other"],
        "out-of-order-reasons": ["special-care", "resumed", "told-by-manager", "other"],
        "rating-dimensions": ["attitude", "skill", "speed", "environment"],
    }  # fmt: skip
    assert [one.name for one in settings.values() if one.why is None or not (one.ours or one.sources)] == []


def test_a_setting_of_a_pack_lacks_no_language() -> None:
    found = [one.what for one in review(examine("pack:own-hall")) if one.what.code.startswith("review-setting")]
    assert [hint.say("en") for hint in found] == []
