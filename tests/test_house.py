"""What the import contracts cannot see: file lengths and names, clocks, and the texts of faults."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from string import Formatter

import pytest

from shouwen.fault_texts import TEXTS
from shouwen.wording import LANGUAGES

ROOT = Path(__file__).resolve().parent.parent
FILES = sorted(path for folder in ("src", "tests", "tools") for path in (ROOT / folder).rglob("*.py"))

PACKAGE = ROOT / "src" / "shouwen"
OUTSIDE_THE_CORE = ("__main__", "command", "demonstration", "operation")
CORE = [
    path
    for path in FILES
    if path.is_relative_to(PACKAGE) and path.relative_to(PACKAGE).parts[0].removesuffix(".py") not in OUTSIDE_THE_CORE
]

LONGEST_FILE = 400
NAMES_THAT_SAY_NOTHING = {"util", "utils", "helper", "helpers", "common", "misc", "service", "services", "signals"}

CLOCKS = {
    *(f"time.{name}" for name in ("time", "time_ns", "monotonic", "monotonic_ns", "localtime", "gmtime", "ctime")),
    *(f"datetime.datetime.{name}" for name in ("now", "utcnow", "today")),
    "datetime.date.today",
}
CLOCKS_IN_SQL = re.compile(
    r"\b(current_(date|time|timestamp|localtime|localtimestamp)\b|(get_current_timestamp|now|today)\s*\(\s*\))",
    re.IGNORECASE,
)


def test_there_is_a_house_to_look_at() -> None:
    assert PACKAGE / "wording.py" in CORE
    assert Path(__file__).resolve() in FILES


def test_no_file_passes_400_lines() -> None:
    lengths = {_name(path): len(path.read_text(encoding="utf-8").splitlines()) for path in FILES}
    assert {name: length for name, length in lengths.items() if length > LONGEST_FILE} == {}


def test_no_file_or_folder_has_a_name_that_says_nothing() -> None:
    assert [_name(path) for path in FILES if NAMES_THAT_SAY_NOTHING & set(_words(path))] == []


def test_the_core_reads_no_clock() -> None:
    assert {_name(path): found for path in CORE if (found := _clocks(path.read_text(encoding="utf-8")))} == {}


@pytest.mark.parametrize(
    ("source", "clock"),
    [
        ("import time\ntime.time()", "time.time"),
        ("import time as t\nt.monotonic()", "time.monotonic"),
        ("from time import time_ns as at\nread(clock=at)", "time.time_ns"),
        ("import datetime\ndatetime.datetime.utcnow()", "datetime.datetime.utcnow"),
        ("import datetime as d\nd.date.today()", "datetime.date.today"),
        ("from datetime import UTC, datetime\ndatetime.now(UTC)", "datetime.datetime.now"),
        ("def f():\n    from datetime import date\n    return date.today()", "datetime.date.today"),
        ("sql = f'SELECT {x} WHERE happened < now()'", "now()"),
        ("sql = 'SELECT CURRENT_TIMESTAMP'", "CURRENT_TIMESTAMP"),
    ],
)
def test_a_clock_is_found_however_it_is_written(source: str, clock: str) -> None:
    assert _clocks(source) == [clock]


@pytest.mark.parametrize(
    "source",
    [
        '"""Never calls now()."""',
        "from datetime import datetime\ndatetime.fromtimestamp(at, zone)",
        "import time\ntime.struct_time",
        "story.now(); today = period.today",
    ],
)
def test_what_reads_no_clock_is_let_through(source: str) -> None:
    assert _clocks(source) == []


def test_a_fault_says_the_same_in_every_language() -> None:
    texts = {code: {language: wording.say(language) for language in LANGUAGES} for code, wording in TEXTS.items()}
    assert [code for code, said in texts.items() if not all(text.strip() for text in said.values())] == []
    slots = {code: {language: _slots(text) for language, text in said.items()} for code, said in texts.items()}
    assert {code: said for code, said in slots.items() if not said["zh-Hans"] == said["zh-Hant"] == said["en"]} == {}


def test_a_fault_has_a_text_and_fills_its_slots() -> None:
    wrong = []
    for path in (path for path in FILES if path.is_relative_to(PACKAGE)):
        for line, code, given in _faults(path.read_text(encoding="utf-8")):
            if code not in TEXTS:
                wrong.append(f"{_name(path)}:{line} no text for {code!r}")
            elif given is not None and (missing := _slots(TEXTS[code].en) - given):
                wrong.append(f"{_name(path)}:{line} {code!r} lacks {sorted(missing)}")
    assert wrong == []


def _name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def _words(path: Path) -> list[str]:
    return [part.removesuffix(".py").removeprefix("test_") for part in path.relative_to(ROOT).parts]


def _clocks(source: str) -> list[str]:
    """Every clock that `source` names, in Python or in a string of SQL, in the order of the text."""
    tree = ast.parse(source)
    imported = dict(_imported(tree))
    prose = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    found: list[tuple[int, str]] = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Name | ast.Attribute):
            full_name = _full_name(node, imported)
            if full_name in CLOCKS:
                found.append((node.lineno, full_name))
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in prose:
            found += [(node.lineno, match.group()) for match in CLOCKS_IN_SQL.finditer(node.value)]
    return [clock for _, clock in sorted(found)]


def _imported(tree: ast.AST) -> Iterator[tuple[str, str]]:
    """Each imported name as the file calls it, with its full name."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield (alias.asname, alias.name) if alias.asname else (alias.name, alias.name)
        elif isinstance(node, ast.ImportFrom):
            for alias in node.names:
                yield alias.asname or alias.name, f"{node.module}.{alias.name}"


def _full_name(node: ast.expr, imported: dict[str, str]) -> str:
    if isinstance(node, ast.Name):
        return imported.get(node.id, "")
    if isinstance(node, ast.Attribute) and (owner := _full_name(node.value, imported)):
        return f"{owner}.{node.attr}"
    return ""


def _slots(text: str) -> set[str]:
    return {slot for _, slot, _, _ in Formatter().parse(text) if slot is not None}


def _faults(source: str) -> Iterator[tuple[int, str, set[str] | None]]:
    """Each `Fault("code", …)`: its line, its code, and the slots given; None where `**` hides them."""
    for call in ast.walk(ast.parse(source)):
        match call:
            case ast.Call(func=ast.Name(id="Fault"), args=[ast.Constant(value=str(code))], keywords=keywords):
                given = {keyword.arg for keyword in keywords if keyword.arg}
                yield call.lineno, code, given - {"place"} if len(given) == len(keywords) else None
