"""What is said and what is not: checks that only say themselves, and openly have no other reading.

And that every kind of check says itself to a person, not to a programmer.
"""

from __future__ import annotations

import re
from typing import get_args

import pytest
from tests.checks.telling import both, clause, tell
from tests.law.stories import STANDARD

from shouwen.checks.check import Reading
from shouwen.checks.told import Needs, Told
from shouwen.standard.reading import read_standard
from shouwen.wording import LANGUAGES, Language

MOMENT = "moment: {zh-Hans: 客户进门时, zh-Hant: 客戶進門時, en: on arrival}"
SAYS = f"says: {{phrases: [您好, 早上好], on: a, {MOMENT}}}"
AVOIDS = "avoids: {phrases: [不知道, 不清楚], on: [a, b], moment: {zh-Hans: 答话时, zh-Hant: 答話時, en: in answer}}"
EXCEPT = AVOIDS.replace("}}", "}, except: [听不清楚]}")


def said(check: str) -> list[str]:
    return [clause(check).check.say(language, STANDARD.vocabulary) for language in LANGUAGES]


# Which readings there are.


@pytest.mark.parametrize("check", [SAYS, AVOIDS])
def test_a_check_of_wording_has_no_reading_but_to_say_itself_and_says_so(check: str) -> None:
    assert clause(check).check.readings == {"say"}


@pytest.mark.parametrize("check", [SAYS, AVOIDS])
def test_it_owes_nothing_live_and_the_audit_passes_over_it(check: str) -> None:
    assert both(check, tell("04-01 09:00 a; 09:01 b"), "04-01 10:00") == []


@pytest.mark.parametrize("check", [SAYS, AVOIDS])
def test_whoever_asks_for_its_audit_all_the_same_is_told_that_there_is_none(check: str) -> None:
    with pytest.raises(NotImplementedError, match="has no audit reading"):
        clause(check).check.audit(Told.empty(0, Needs()))


def test_it_knows_the_words_that_mark_its_moment() -> None:
    assert clause(SAYS).check.words == {"a"}
    assert clause(AVOIDS).check.words == {"a", "b"}
    assert clause("avoids: {phrases: 不知道, moment: 答话时}").check.words == set()


def test_every_other_kind_of_check_is_owed_and_audited_and_those_that_guard_are_named() -> None:
    readings = {one.check.name: one.check.readings for one in STANDARD.clauses if one.check.name != "measure"}
    judged = {name for name, has in readings.items() if {"owe", "audit"} <= has}
    assert set(readings) - judged == {"says", "avoids"}
    assert {name for name, has in readings.items() if "guard" in has} == {
        "order", "never", "permission", "record", "steps",
    }  # fmt: skip
    assert clause("measure: {on: a, value: n, at_least: 1}").check.readings == {"say", "owe", "audit"}
    assert clause("measure: {count: a, from: a, to: b, at_least: 1}").check.readings == set(get_args(Reading))


# What they say.


def test_any_of_the_phrases_will_do() -> None:
    assert said(SAYS) == [
        "客户进门时说：“您好”或“早上好”",
        "客戶進門時說：「您好」或「早上好」",
        "on arrival, say “您好” or “早上好”",
    ]


def test_all_of_the_phrases_are_to_be_said() -> None:
    assert said(f"says: {{phrases: [甲, 乙, 丙], mode: all, {MOMENT}}}") == [
        "客户进门时说：“甲”和“乙”和“丙”",
        "客戶進門時說：「甲」和「乙」和「丙」",
        "on arrival, say “甲” and “乙” and “丙”",
    ]


def test_the_phrases_are_to_be_said_in_order() -> None:
    assert said(f"says: {{phrases: [甲, 乙, 丙], mode: in order, {MOMENT}}}") == [
        "客户进门时说：“甲”，然后“乙”，然后“丙”",
        "客戶進門時說：「甲」，然後「乙」，然後「丙」",
        "on arrival, say “甲”, then “乙”, then “丙”",
    ]


def test_a_sample_shows_what_it_may_sound_like() -> None:
    assert said(f"says: {{phrases: [甲, 乙], mode: sample, {MOMENT}}}") == [
        "客户进门时说：例如“甲”、“乙”",
        "客戶進門時說：例如「甲」、「乙」",
        "on arrival, say for example “甲”, “乙”",
    ]


@pytest.mark.parametrize("mode", ["any", "all", "in order", "sample"])
def test_one_phrase_stands_alone(mode: str) -> None:
    hans, _, english = said(f"says: {{phrases: 您好, mode: {mode}, {MOMENT}}}")
    assert hans.endswith("“您好”")
    assert english.count("“") == 1


def test_a_slot_and_a_brace_in_a_phrase_stay_as_they_are() -> None:
    assert said(f"says: {{phrases: ['{{brand}}欢迎您', '{{}}'], {MOMENT}}}")[0] == (
        "客户进门时说：“{brand}欢迎您”或“{}”"
    )


def test_a_moment_in_one_language_stands_for_the_others() -> None:
    assert said("says: {phrases: 您好, moment: {zh-Hans: 进门时}}") == [
        "进门时说：“您好”",
        "进门时說：「您好」",
        "进门时, say “您好”",
    ]


def test_without_a_moment_the_sentence_does_not_begin_with_its_comma() -> None:
    assert [text[0] for text in said("says: {phrases: 您好}")] == ["说", "說", "s"]


def test_what_is_avoided_is_named_and_what_is_fine_in_brackets() -> None:
    assert said(AVOIDS) == [
        "答话时不说：“不知道”或“不清楚”",
        "答話時不說：「不知道」或「不清楚」",
        "in answer, do not say “不知道” or “不清楚”",
    ]
    assert said(EXCEPT) == [
        "答话时不说：“不知道”或“不清楚”（不含：“听不清楚”）",
        "答話時不說：「不知道」或「不清楚」（不含：「听不清楚」）",
        "in answer, do not say “不知道” or “不清楚” (but “听不清楚” is fine)",
    ]


# How the other checks say themselves.

LABELLED = """
standard: told
words:
  filed: {label: {zh-Hans: 投诉登记, zh-Hant: 投訴登記, en: complaint filed}, fields: {
    level: {kind: text, label: {zh-Hans: 级别, zh-Hant: 級別, en: level}},
    urgent: {kind: flag, label: {zh-Hans: 紧急, zh-Hant: 緊急, en: urgent}},
    score: {kind: number, label: {zh-Hans: 评分, zh-Hant: 評分, en: score}}}}
  answered: {label: {zh-Hans: 答复, zh-Hant: 答覆, en: answer}}
clauses:
- {id: c, says: x, check: {CHECK}}
"""


def in_words(check: str) -> list[str]:
    standard = read_standard(LABELLED.replace("CHECK", check), place="told.yaml")
    return [standard.clauses[0].check.say(language, standard.vocabulary) for language in LANGUAGES]


@pytest.mark.parametrize(
    ("check", "sentences"),
    [
        (
            "order: {first: filed, then: answered}",
            ["“答复”之前必须先“投诉登记”", "「答覆」之前必須先「投訴登記」", "“complaint filed” before “answer”"],
        ),
        (
            "never: {what: filed, where: {level: [一般, 轻微]}, unless: answered}",
            [
                "“投诉登记”：级别为一般或轻微之一的，不允许，除非事先有“答复”",
                "「投訴登記」：級別為一般或轻微之一的，不允許，除非事先有「答覆」",
                "“complaint filed”: never where level is one of 一般 or 轻微, unless there was “answer” before",
            ],
        ),
        (
            "record: {on: filed, fields: [level, score]}",
            [
                "“投诉登记”时须填写：级别、评分",
                "「投訴登記」時須填寫：級別、評分",
                "“complaint filed” states level, score",
            ],
        ),
        (
            "measure: {on: filed, value: score, at_least: 1, at_most: 5, unit: 分}",
            [
                "“投诉登记”的评分在1至5分之间（填报）",
                "「投訴登記」的評分在1至5分之間（填報）",
                "score of “complaint filed” between 1 and 5 分 (entered)",
            ],
        ),
        (
            "within: {after: filed, then: answered, limit: 30 minutes}",
            [
                "“投诉登记”后，30 分钟内“答复”",
                "「投訴登記」後，30 分鐘內「答覆」",
                "“answer” within 30 minutes of “complaint filed”",
            ],
        ),
    ],
)
def test_a_check_says_itself_with_the_labels_of_its_words_and_fields(check: str, sentences: list[str]) -> None:
    assert in_words(check) == sentences


def test_a_number_and_a_flag_are_said_as_a_person_would() -> None:
    numbers = in_words("never: {what: filed, where: {score: {under: 3}}}")
    assert numbers[2] == "“complaint filed”: never where score is under 3"
    flags = in_words("never: {what: filed, where: {urgent: true}}")
    assert [text for text in flags if "True" in text] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_sentence_shows_a_value_as_the_program_holds_it(language: Language) -> None:
    sentences = {one.id: one.check.say(language, STANDARD.vocabulary) for one in STANDARD.clauses}
    assert {name: text for name, text in sentences.items() if re.search(r"True|False|None|\d\.0(?!\d)|\{", text)} == {}
