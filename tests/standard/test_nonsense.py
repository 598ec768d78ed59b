"""Whatever stands in a file, it is read or told as a fault with its place: nothing stops the program."""

from __future__ import annotations

from collections.abc import Iterator
from copy import deepcopy
from pathlib import Path
from random import Random
from typing import Any

import pytest
import yaml
from tests.standard.test_standard_page import FILES

from shouwen.fault import Fault
from shouwen.standard.difference import differences
from shouwen.standard.reading import examine
from shouwen.standard.review import review
from shouwen.wording import LANGUAGES

JUNK: list[Any] = [
    None, 5, "x", [], {}, [5], {"a": 5}, True, 1.5, -1, "2026-01-01", "pack:own-hall", [None], {"en": 5}, [["a"]],
    "order.entered", {"word": "visit.entered"}, {"word": []},
]  # fmt: skip


def paths(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """The way to everything inside."""
    inside = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, one in inside:
        yield (*path, key)
        yield from paths(one, (*path, key))


def spoil(page: Any, random: Random) -> None:
    """Put junk somewhere, or call a key something else."""
    *way, last = random.choice(list(paths(page)))
    for key in way:
        page = page[key]
    if isinstance(page, dict) and random.random() < 0.2:
        page["zzz"] = page.pop(last)
    else:
        page[last] = deepcopy(random.choice(JUNK))


def told(path: Path) -> list[Fault]:
    """All that there is to say against a file."""
    try:
        reading = examine(path)
    except Fault as fault:
        return [fault]
    return [*reading.faults, *(finding.what for finding in review(reading))]


def readable(found: list[Fault]) -> bool:
    return not {"file-unreadable", "page-not-a-text", "page-broken", "layers-circle"} & {fault.code for fault in found}


@pytest.mark.parametrize("name", FILES)
def test_a_spoiled_file_is_read_or_its_faults_are_told_with_their_place(tmp_path: Path, name: str) -> None:
    for other, text in FILES.items():
        (tmp_path / other).write_text(text, encoding="utf-8")
    sound = examine(tmp_path / name).standard
    random = Random(name)
    for _ in range(60):
        page = yaml.safe_load(FILES[name])
        for _ in range(random.choice([1, 1, 2, 3])):
            spoil(page, random)
        path = tmp_path / "spoiled.yaml"
        path.write_text(yaml.safe_dump(page, allow_unicode=True), encoding="utf-8")
        found = told(path)
        assert [fault.place for fault in found if str(tmp_path) not in fault.place] == []
        assert all(fault.say(language) for fault in found for language in LANGUAGES)
        changes = differences(sound, examine(path).standard) if readable(found) else []
        assert all(change.before != change.after for change in changes)
