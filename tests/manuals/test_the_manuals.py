"""The shipped standards beside the catalogue of the five manuals: ids, kinds, figures, differences; and no sentence
copied. The catalogue is no part of the project: its folder is named by SHOUWEN_MANUALS (`make test-manuals`)."""

from __future__ import annotations

import os
import re
from collections import Counter
from collections.abc import Iterator
from difflib import SequenceMatcher
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from shouwen.standard.clause import Chapter, Clause
from shouwen.standard.layers import PACKS, pack_names
from shouwen.standard.reading import load_standard
from shouwen.standard.setting import Setting
from shouwen.standard.tracing import Trace, traces

pytestmark = pytest.mark.manuals

KINDS = {
    "within": {"within"},
    "cadence": {"every", "within", "inspect"},
    "before": {"order", "within", "steps"},
    "notify": {"within", "order", "record", "every"},
    "permission": {"permission", "never"},
    "measure": {"measure", "share", "inspect"},
    "steps": {"steps", "within", "order", "permission", "inspect"},
    "record": {"record", "within", "inspect"},
    "never": {"never", "inspect", "avoids", "permission", "order", "record"},
    "avoids": {"avoids", "inspect"},
    "says": {"says", "steps", "record", "order", "within", "inspect"},
    "inspect": {"inspect", "within", "record", "share", "measure", "every", "steps"},
}
"""What each way of checking in the catalogue may become (docs/checks.md, "From the catalogue to the checks")."""

PROFILES = ("telecom-own-hall", "telecom-partner-hall", "repair-centre", "key-account-team", "company")

LONGEST_RUN = 8
"""Characters in a row that a sentence of ours may share with the catalogue's, outside quoted wording."""

GRAVITY = (
    ("应", "duty"), ("要", "duty"), ("需", "duty"), ("可 ", "option"), ("宜", "aim"), ("原则上", "aim"),
    ("尽量", "aim"), ("不要", "avoid"), ("不宜", "avoid"), ("不应", "avoid"), ("避免", "avoid"), ("须", "must"),
    ("必", "must"), ("严格", "must"), ("务必", "must"), ("不", "ban"), ("切忌", "ban"), ("忌", "ban"), ("杜绝", "ban"),
    ("十忌", "forbidden"), ("五禁止", "forbidden"), ("服务禁语", "forbidden"), ("禁止", "forbidden"),
    ("服务天条", "absolute"), ("严禁", "absolute"), ("决不", "absolute"), ("切不可", "absolute"),
    ("任何情况", "absolute"),
)  # fmt: skip
"""The manuals' words for how strictly they mean it, by their beginning, and the step of the packs' scale."""

DIGITS = {"一": 1, "两": 2, "二": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9, "十": 10, "半": 0.5}
WORDS = {"one": 1, "once": 1, "two": 2, "both": 2, "twice": 2, "three": 3, "four": 4, "five": 5, "ten": 10}


@cache
def catalogue() -> dict[str, dict[str, Any]]:
    """The catalogue's entries by id."""
    path = Path(os.environ["SHOUWEN_MANUALS"]) / "clauses.yaml"
    return {entry["id"]: entry for entry in yaml.load(path.read_text(encoding="utf-8"), yaml.CSafeLoader)}


@cache
def pages() -> dict[str, dict[str, Any]]:
    """The packs as they are written."""
    read = {name: (PACKS / f"{name}.yaml").read_text(encoding="utf-8") for name in pack_names()}
    return {name: yaml.load(text, yaml.CSafeLoader) for name, text in read.items()}


@cache
def written() -> dict[tuple[str, str], dict[str, Any]]:
    """The clauses as they are written, by pack and id."""
    return {(name, one["id"]): one for name, page in pages().items() for one in page.get("clauses") or []}


@cache
def _traces() -> dict[str, list[Trace]]:
    return traces()


def met(entry: str) -> list[Trace]:
    return _traces().get(entry, [])


# ── ids ──


def test_there_are_529_entries_and_each_is_covered_by_one_clause_or_one_empty_chapter() -> None:
    assert len(catalogue()) == 529
    covering = {entry: [trace for trace in met(entry) if not trace.further] for entry in catalogue()}
    assert {entry: len(found) for entry, found in covering.items() if len(found) != 1} == {}
    kinds = Counter(type(found[0].by) for found in covering.values())
    assert kinds == {Clause: 509, Chapter: 20}


def test_what_the_manuals_only_name_is_an_empty_chapter() -> None:
    headings = {entry for entry, told in catalogue().items() if told.get("heading_only")}
    empty = {entry for entry in catalogue() if isinstance(met(entry)[0].by, Chapter)}
    assert empty == headings
    assert all(trace.by.empty for entry in empty for trace in met(entry) if isinstance(trace.by, Chapter))


def test_every_entry_counts_in_one_of_the_ready_profiles() -> None:
    standards = [load_standard(f"pack:{name}") for name in PROFILES]
    in_force = {clause.id for standard in standards for clause in standard.clauses}
    covering = {entry: met(entry)[0].by for entry in catalogue()}
    assert [entry for entry, by in covering.items() if isinstance(by, Clause) and by.id not in in_force] == []


def test_nothing_is_said_to_be_covered_that_there_is_not() -> None:
    strange = set(traces()) - set(catalogue())
    assert {entry for entry in strange if not re.match(r"difference\.5\.[12]\.|time-word\.", entry)} == set()


# ── kinds and figures ──


def test_an_entry_is_checked_in_a_way_that_its_kind_allows() -> None:
    wrong = {}
    for entry, told in catalogue().items():
        covering = met(entry)[0]
        if isinstance(covering.by, Clause):
            # As the page writes it: a permission is a never that says what is allowed.
            kind = str(next(iter(written()[covering.pack, covering.by.id]["check"])))
            if kind not in KINDS[told["check"]]:
                wrong[entry] = (told["check"], kind)
    assert wrong == {}


def test_every_figure_of_an_entry_stands_in_its_clauses() -> None:
    lacking = {}
    for entry, told in catalogue().items():
        if told.get("heading_only"):
            continue
        wanted = set(_numbers(told.get("params") or {}))
        found = _figures(entry)
        if not wanted <= found:
            lacking[entry] = sorted(wanted - found)
    assert lacking == {}


def _numbers(part: object) -> Iterator[float]:
    if isinstance(part, bool):
        return
    if isinstance(part, int | float):
        yield float(part)
    elif isinstance(part, dict):
        for value in part.values():
            yield from _numbers(value)
    elif isinstance(part, list):
        for value in part:
            yield from _numbers(value)


def _figures(entry: str) -> set[float]:
    """All numbers, in digits or Chinese characters, in what is written of the clauses that say the entry."""
    texts = []
    for trace in met(entry):
        settings = pages()[trace.pack].get("settings") or {}
        if isinstance(trace.by, Clause) and (trace.pack, trace.by.id) in written():
            text = str(written()[trace.pack, trace.by.id])
            texts += [text, *(str(settings[name]) for name in settings if name in text)]
    said = " ".join(texts)
    found = {float(number) for number in re.findall(r"\d+(?:\.\d+)?", said)}
    for tens, ones in re.findall(r"([一二三四五六七八九]?)十([一二三四五六七八九]?)", said):
        found.add(float(DIGITS.get(tens, 1) * 10 + DIGITS.get(ones, 0)))
    words = {
        "one": 1,
        "two": 2,
        "both": 2,
        "three": 3,
        "four": 4,
        "five": 5,
        "once": 1,
        "twice": 2,
        "ten": 10,
        "single": 1,
    }
    found |= {float(value) for word, value in words.items() if re.search(rf"\b{word}\b", said, re.IGNORECASE)}
    return found | {float(value) for sign, value in DIGITS.items() if sign in said}


def test_a_clause_is_as_grave_as_the_manual_s_own_word() -> None:
    milder = {}
    for entry, told in catalogue().items():
        word = str(told.get("penalty_hint") or "")
        grave = next((name for begins, name in GRAVITY if word.startswith(begins)), None)
        clauses = [(trace, trace.by) for trace in met(entry) if isinstance(trace.by, Clause)]
        if not word or not clauses:
            continue
        assert grave is not None, word
        weights = {severity.name: severity.weight for severity in clauses[0][0].standard.severities}
        if max(weights[clause.severity] for _trace, clause in clauses) < weights[grave]:
            milder[entry] = (word, clauses[0][1].id)
    assert milder == {}


# ── where the manuals disagree or give no figure ──


def test_every_difference_and_every_time_word_is_a_visible_setting_with_a_reason() -> None:
    wanted = {f"difference.5.1.{number}" for number in range(1, 51)}
    wanted |= {f"difference.5.2.{letter}" for letter in "abcdefghijklmnopq"}
    wanted |= {f"time-word.{number}" for number in range(1, 17)}
    lacking = {name for name in wanted if not any(isinstance(trace.by, Setting) for trace in met(name))}
    assert lacking == set()
    for name in wanted:
        for trace in met(name):
            if isinstance(trace.by, Setting):
                assert trace.by.why is not None, trace.by.name


def test_a_figure_that_no_manual_gives_is_marked_as_ours() -> None:
    for number in range(1, 17):
        settings = [trace.by for trace in met(f"time-word.{number}") if isinstance(trace.by, Setting)]
        assert all(setting.ours for setting in settings), number


# ── wording ──

QUOTED = re.compile(r"[“「\"'‘][^”」\"'’]*[”」\"'’]")


def test_no_sentence_is_copied() -> None:
    copied = {}
    for entry, told in catalogue().items():
        theirs = QUOTED.sub("|", told["zh"])
        for trace in met(entry):
            if not isinstance(trace.by, Clause):
                continue
            ours = QUOTED.sub("¦", trace.by.says.zh_hans)
            run = SequenceMatcher(None, theirs, ours, autojunk=False).find_longest_match()
            if run.size > LONGEST_RUN:
                copied[entry] = theirs[run.a : run.a + run.size]
    assert copied == {}


def test_no_file_of_the_manuals_is_named() -> None:
    files = {entry["source"]["file"].partition("_")[0] + "_" for entry in catalogue().values()}
    texts = [(PACKS / f"{name}.yaml").read_text(encoding="utf-8") for name in pack_names()]
    assert [file for file in files for text in texts if file in text] == []
    assert [text for text in texts if ".txt" in text] == []
