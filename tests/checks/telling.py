"""A short way to write a story and the rows that it should give, judged by both readings.

    STORY = tell('''
        04-30 17:00 filed kind=oral
        04-30 17:30 waits
        05-06 09:00 resumed; 10:00 answered grade=device
        05-06 11:10 correct 4 at=11:00
    ''')
    assert both("within: {after: filed, then: answered, limit: 2 hours}", STORY, "05-06 11:30") == [
        row(1, "broken", due="04-30 19:00", settled_by=4, margin=-489600),
    ]

How an event is written, standard/examples.py says; the clock is that of Shanghai.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from pathlib import Path

from tests.law.stories import connection

from shouwen.audit.judge import verdicts_of
from shouwen.audit.on_duckdb import Log
from shouwen.checks.obligation import Obligation, State
from shouwen.engine.live import owed
from shouwen.events.event import RANK, Event
from shouwen.events.story import Story
from shouwen.standard import examples
from shouwen.standard.clause import Clause
from shouwen.standard.reading import read_standard

SHANGHAI = "Asia/Shanghai"

# Shanghai's holidays are China's: in 2025 the 1st to 5th of May are off, Sunday 27 April is a make-up workday.
# `week` knows no holidays, `shop` is open over noon and into the night.
STANDARD = """
standard: told
calendar: office
units: {ring: 5 seconds}
calendars:
  office: {zone: Asia/Shanghai, open: {mon-fri: ["09:00-12:00", "13:00-18:00"]}, holidays: china}
  week: {zone: Asia/Shanghai, open: {mon-fri: ["09:00-12:00", "13:00-18:00"]}, holidays: none}
  shop: {zone: America/New_York, open: {mon-sat: ["08:30-20:00"], sun: ["00:00-03:00", "08:30-24:00"]}, holidays: none}
facts: {site_kind: text}
words:
"""
FIELDS = "{kind: text, other: text, n: number, until: time, ok: flag}"
WORDS = ("filed", "answered", "waits", "resumed", "closed", "reopened", "a", "b", "d", "e", "p", "r", "c", "o")


def instant(text: str, zone: str = SHANGHAI) -> int:
    """Seconds since 1970 of a wall-clock time such as "05-06 09:36" or "2024-02-29 09:36:01"."""
    return examples.instant(text, zone)


def tell(text: str, *, zone: str = SHANGHAI, subject: str = "case:1") -> list[Event]:
    """The events that the text writes, in the order in which it writes them."""
    return examples.tell(text, zone=zone, subject=subject)


def clause(check: str, *, of: str = "case", when: str = "", guard: bool = False) -> Clause:
    """A clause called "c" that makes one check, written as in a standard: "never: {what: a}"."""
    conditions = f"when: {when}, " if when else ""
    return _clause(f"{{id: c, of: {of}, says: x, guard: {str(guard).lower()}, {conditions}check: {{{check}}}}}")


def both(check: str | Clause, story: Sequence[Event], at: str | int) -> list[Obligation]:
    """What is owed at a time, by subject, after the audit has given the same rows (but for `warn`, which it lacks)."""
    judged = clause(check) if isinstance(check, str) else check
    asked = at if isinstance(at, int) else instant(at)
    rows: list[Obligation] = []
    for subject in sorted({subject for event in story for subject in event.about}):
        rows += owed([judged], Story(subject, [event for event in story if subject in event.about]), asked).obligations
    audited = verdicts_of([judged], Log(connection(story)), asked)
    assert [obligation._replace(warn=None) for obligation in rows] == audited, "the readings differ"
    return rows


def row(
    opened_by: int | None,
    state: State,
    reason: str | None = None,
    *,
    due: str | None = None,
    settled_by: int | None = None,
    margin: float | None = None,
    evidence: tuple[int, ...] | None = None,
    grade: str = "self-reported",
    warn: str | None = None,
    period: str | None = None,
    subject: str = "case:1",
    zone: str = SHANGHAI,
) -> Obligation:
    """A row as it is expected. It rests on what opened and what settled it, unless `evidence` says more."""
    if evidence is None:
        evidence = tuple(sorted({number for number in (opened_by, settled_by) if number is not None}))
    times = [None if text is None else instant(text, zone) for text in (period, due, warn)]
    return Obligation(
        "c", subject, opened_by, times[0], state, reason, times[1], settled_by, margin, evidence, RANK[grade], times[2]
    )


@cache
def _clause(text: str) -> Clause:
    words = "".join(f"  {word}: {{fields: {FIELDS}}}\n" for word in WORDS)
    standard = read_standard(f"{STANDARD}{words}clauses:\n- {text}\n", place="told.yaml", folder=Path(__file__).parent)
    return standard.clauses[0]
