"""How long the live reading takes: `make bench`. Prints a table; every ratio is of figures of this one run."""

from __future__ import annotations

import gc
import statistics
import sys
from collections.abc import Callable, Sequence
from time import perf_counter

from rich.console import Console
from rich.table import Table

from shouwen.engine.live import owed
from shouwen.events.event import Event
from shouwen.events.story import Story
from shouwen.standard.clause import Clause
from shouwen.standard.reading import read_standard

HEAD = """
standard: bench
calendars: {office: {zone: Asia/Shanghai, open: {mon-fri: ["09:00-12:00", "13:00-18:00"]}, holidays: china}}
calendar: office
words:
  asked: {fields: {kind: text, n: number}}
  answered: {fields: {kind: text}}
  done: {fields: {kind: text}}
  noted: {}
  waits: {}
  resumed: {}
  closed: {}
  reopened: {}
clauses:
"""
PAUSED = "within: {after: asked, then: answered, limit: %d working hours, pause: waits, resume: resumed, " \
    "close: closed, reopen: reopened}"  # fmt: skip
MIXED = [
    ("within: {after: asked, then: answered, limit: %d minutes}", 10),
    ("within: {after: done, then: answered, limit: %d working days}", 5),
    ("order: {first: asked, then: answered}", 5),
    ("steps: {from: asked, to: closed, steps: [done, answered]}", 5),
    ("never: {what: done, where: {kind: x}}", 5),
    ("record: {on: asked, fields: [kind, n]}", 5),
    ("every: {what: answered, per: 1 month, from: asked, until: closed}", 3),
    ("share: {of: answered, good: {kind: x}, at_least: 50%, each: 1 day}", 2),
]
WORDS = ["asked", "done", "waits", "resumed", "answered", "asked", "done", "waits", "resumed", "answered"]
WORDS += ["noted", "closed"]
TARGET = 1.0
"""Milliseconds that fifty clauses, ten of them with pauses, may take on a story of twelve events."""


def clauses(checks: Sequence[str]) -> tuple[Clause, ...]:
    """Clauses with these checks."""
    lines = [f"- {{id: c{number}, says: x, check: {{{check}}}}}" for number, check in enumerate(checks)]
    return read_standard(HEAD + "\n".join(lines), place="bench").clauses


def story() -> Story:
    """Twelve events of one subject, ten minutes apart on a Wednesday morning."""
    start = 1_756_861_200  # 2025-09-03 09:00 in Shanghai
    events = [
        Event(
            id=number + 1, about=("case:1",), word=word, at=start + 600 * number, noted_at=start + 600 * number,
            grade="device", data={"kind": "x", "n": 2} if word == "asked" else {},
        )
        for number, word in enumerate(WORDS)
    ]  # fmt: skip
    return Story("case:1", events)


def milliseconds(work: Callable[[], object], runs: int = 400) -> list[float]:
    """How long `work` took in each of some runs, after a warm-up, with the collector at rest."""
    for _ in range(20):
        work()
    gc.collect()
    gc.disable()
    taken = []
    for _ in range(runs):
        begin = perf_counter()
        work()
        taken.append((perf_counter() - begin) * 1000)
    gc.enable()
    return taken


def main() -> int:
    paused = [PAUSED % (number + 1) for number in range(10)]
    mixed = [check % (number + 1) if "%d" in check else check for check, count in MIXED for number in range(count)]
    told = story()
    at = told.events[-1].at + 3600
    tried = {
        "50 clauses, 10 of them with pauses": clauses(paused + mixed),
        "50 clauses, all with pauses": clauses([PAUSED % (number + 1) for number in range(50)]),
        "1 clause with pauses": clauses(paused[:1]),
    }
    figures = {name: milliseconds(lambda some=some: owed(some, told, at)) for name, some in tried.items()}
    first = tried["50 clauses, 10 of them with pauses"]
    figures["the same 50, the story read anew for each"] = milliseconds(
        lambda: [owed([clause], told, at) for clause in first], 100
    )
    base = statistics.median(next(iter(figures.values())))
    table = Table(title=f"owed(clauses, story of {len(WORDS)} events, at), milliseconds", title_justify="left")
    for column in ("", "least", "median", "times the first row"):
        table.add_column(column, justify="left" if not column else "right")
    for name, taken in figures.items():
        median = statistics.median(taken)
        table.add_row(name, f"{min(taken):.3f}", f"{median:.3f}", f"{median / base:.2f}")
    Console().print(table)
    Console().print(f"target: under {TARGET} ms at the median: {'met' if base < TARGET else 'NOT met'} ({base:.3f} ms)")
    return 0 if base < TARGET else 1


if __name__ == "__main__":
    sys.exit(main())
