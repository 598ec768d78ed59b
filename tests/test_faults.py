"""The texts of the faults and of the checks: well formed, and each language in its own characters and punctuation."""

from __future__ import annotations

import importlib
import pkgutil
import re
from collections.abc import Iterator, Mapping
from string import Formatter

import pytest

import shouwen.checks
from shouwen.fault import Fault
from shouwen.fault_texts import TEXTS
from shouwen.wording import LANGUAGES, Wording

# A character set of one script refuses most characters of the other; these it holds although only the other uses them.
SIMPLIFIED_IN_BIG5 = "万与么于价优体党几划厂后听坏复宁并庄异怀愿扰机极构柜气洁离种筑网胜虫触赶适里"
TRADITIONAL_IN_GB2312 = "於後乾徵麽"

CHINESE = "\u4e00-\u9fff"
HALF_WIDTH = re.compile(rf"[{CHINESE}“”「」『』，；：。（）][,;()!?]|[,;()!?][{CHINESE}“”「」『』，；：。（）]")
FULL_WIDTH = re.compile(rf"[{CHINESE}「」『』，；：。（）、]")
LEFT_OPEN = re.compile(r"\{\w*\}")


def _wordings() -> Iterator[tuple[str, Wording]]:
    """Every Wording that stands in a module of shouwen.checks, alone or in a mapping, by its name."""
    for found in pkgutil.iter_modules(shouwen.checks.__path__):
        module = importlib.import_module(f"shouwen.checks.{found.name}")
        for name, value in vars(module).items():
            if isinstance(value, Wording):
                yield f"{found.name}.{name}", value
            elif isinstance(value, Mapping):
                yield from (
                    (f"{found.name}.{name} {key}", one) for key, one in value.items() if isinstance(one, Wording)
                )


CHECKS = dict(_wordings())
ALL = {**TEXTS, **CHECKS}


def test_the_texts_of_the_checks_are_found() -> None:
    found = {"within.LIMITED", "says.JOINS any", "pattern._SAY is", "limit._UNIT_NAMES month"}
    assert found - set(CHECKS) == set()


@pytest.mark.parametrize("code", TEXTS)
def test_a_fault_can_be_said_with_all_its_slots_filled(code: str) -> None:
    slots = {slot: f"<{slot}>" for slot, _, _ in _slots(TEXTS[code].en)}
    fault = Fault(code, place="a.yaml:3", **slots)
    for language in LANGUAGES:
        assert [(form, turn) for _, form, turn in _slots(TEXTS[code].say(language)) if form or turn] == []
        said = fault.say(language)
        assert [filler for filler in slots.values() if filler not in said] == []
        assert LEFT_OPEN.findall(said) == []
        assert said.count("{") == said.count("}")
        assert said.startswith("a.yaml:3: ")
        assert said.endswith("." if language == "en" else "。")


def test_a_fault_without_slots_has_no_braces() -> None:
    bare = {code: "".join(_texts(wording)) for code, wording in TEXTS.items() if not _slots(wording.en)}
    assert {code: text for code, text in bare.items() if "{" in text or "}" in text} == {}


def test_a_check_says_the_same_in_every_language() -> None:
    slots = {name: [sorted(_slots(text)) for text in _texts(wording)] for name, wording in CHECKS.items()}
    assert {
        name: (hans, hant, english) for name, (hans, hant, english) in slots.items() if not hans == hant == english
    } == {}


def test_simplified_chinese_holds_nothing_traditional() -> None:
    found = {
        name: _foreign(wording.zh_hans, "gb2312", TRADITIONAL_IN_GB2312 + "「」『』") for name, wording in ALL.items()
    }
    assert {name: characters for name, characters in found.items() if characters} == {}


def test_traditional_chinese_holds_nothing_simplified() -> None:
    found = {name: _foreign(wording.zh_hant, "big5", SIMPLIFIED_IN_BIG5 + "“”‘’") for name, wording in ALL.items()}
    assert {name: characters for name, characters in found.items() if characters} == {}


def test_chinese_has_its_own_punctuation() -> None:
    found = {name: HALF_WIDTH.findall(f"{wording.zh_hans}\n{wording.zh_hant}") for name, wording in ALL.items()}
    assert {name: marks for name, marks in found.items() if marks} == {}


def test_what_a_check_says_in_chinese_has_no_half_width_punctuation_at_all() -> None:
    found = {name: re.findall("[,;:()]", wording.zh_hans + wording.zh_hant) for name, wording in CHECKS.items()}
    assert {name: marks for name, marks in found.items() if marks} == {}


def test_english_has_nothing_chinese() -> None:
    found = {name: FULL_WIDTH.findall(wording.en) for name, wording in ALL.items()}
    assert {name: characters for name, characters in found.items() if characters} == {}


@pytest.mark.parametrize("character", "请写个时为这与条们来开对号错误么没检后")
def test_a_simplified_character_is_found(character: str) -> None:
    assert _foreign(f"請{character}。", "big5", SIMPLIFIED_IN_BIG5) == [character]


@pytest.mark.parametrize("character", "請寫個時為這與條們來開對號錯誤麼沒檢後於")
def test_a_traditional_character_is_found(character: str) -> None:
    assert _foreign(f"请{character}。", "gb2312", TRADITIONAL_IN_GB2312) == [character]


@pytest.mark.parametrize("text", ["时间,请", "时间 ;请", "1970;请", "“甲”(乙)", "甲, 乙"])
def test_half_width_punctuation_is_found(text: str) -> None:
    assert HALF_WIDTH.search(text) is not None


def _texts(wording: Wording) -> tuple[str, str, str]:
    return wording.zh_hans, wording.zh_hant, wording.en


def _slots(text: str) -> list[tuple[str, str, str]]:
    """Each slot of a text: its name, and the format and the conversion it asks for ("" where none)."""
    return [(slot, form or "", turn or "") for _, slot, form, turn in Formatter().parse(text) if slot is not None]


def _foreign(text: str, character_set: str, others: str) -> list[str]:
    """The characters of `text` that are Chinese and not in the set, or among the others."""
    return [
        character
        for character in text
        if character in others or (re.match(f"[{CHINESE}]", character) and not _holds(character_set, character))
    ]


def _holds(character_set: str, character: str) -> bool:
    try:
        character.encode(character_set)
    except UnicodeEncodeError:
        return False
    return True
