"""Standards written down for tests, and what a fault of theirs must say."""

from __future__ import annotations

from pathlib import Path

import pytest

from shouwen.fault import Fault
from shouwen.standard.reading import Reading, examine, load_standard
from shouwen.wording import LANGUAGES

ORDER = "{order: {first: asked, then: answered}}"
BASE = """\
standard: base
title: {en: The base, zh-Hans: 基础}
calendar: office
calendars: {office: {zone: Asia/Shanghai, open: {mon-fri: ["09:00-18:00"]}, holidays: none}}
severities: {slip: slip, breach: {label: {en: breach}, weight: 3}}
chapters: {desk: {en: The desk, zh-Hans: 台席}, hall: The hall}
roles: {clerk: {en: clerk, zh-Hans: 营业员}, manager: manager}
facts: {size: text}
words:
  asked: {fields: {kind: text, n: number}, may: clerk}
  answered: {}
clauses:
- id: one
  chapter: desk
  severity: breach
  says: x
  check: {within: {after: asked, then: answered, limit: 2 working hours}}
- id: two
  says: y
  check: {order: {first: asked, then: answered}}
"""


def write(folder: Path, **files: str) -> Path:
    """The files, each by its name without .yaml; the path of the last."""
    path = folder
    for name, text in files.items():
        path = folder / f"{name}.yaml"
        path.write_text(text, encoding="utf-8")
    return path


def faults_of(folder: Path, **files: str) -> list[Fault]:
    """All faults of the last file, their places relative to the folder."""
    found = examine(write(folder, **files)).faults
    return [Fault(fault.code, place=near(fault.place, folder), **fault.slots) for fault in found]


def fault_of(folder: Path, **files: str) -> Fault:
    """The fault at which the last file is refused, its place relative to the folder."""
    with pytest.raises(Fault) as raised:
        load_standard(write(folder, **files))
    fault = raised.value
    return Fault(fault.code, place=near(fault.place, folder), **fault.slots)


def near(place: str, folder: Path) -> str:
    """A place without the folder."""
    return place.replace(f"{folder}/", "")


def says(fault: Fault, code: str, place: str, *tokens: str) -> None:
    """The fault is this one, here, and its text in each language holds all that helps to mend it."""
    assert (fault.code, fault.place) == (code, place)
    said = {language: fault.say(language) for language in LANGUAGES}
    assert len(set(said.values())) == 3
    lacking = {language: [token for token in tokens if token not in text] for language, text in said.items()}
    assert lacking == {language: [] for language in LANGUAGES}


def read(folder: Path, **files: str) -> Reading:
    """The last file, in which reading finds no fault."""
    found = examine(write(folder, **files))
    assert [fault.say("en") for fault in found.faults] == []
    return found
