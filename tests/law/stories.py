"""Stories to try the law on, and both readings of them side by side."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from pathlib import Path
from random import Random

import duckdb

from shouwen.audit.judge import verdicts_of
from shouwen.audit.on_duckdb import Log
from shouwen.checks.obligation import Obligation
from shouwen.engine.live import owed
from shouwen.events.event import GRADES, Correction, Event, Value
from shouwen.events.story import Story
from shouwen.standard.clause import Clause
from shouwen.standard.reading import load_standard

STANDARD = load_standard(Path(__file__).with_name("standard.yaml"))
WORDS = ("a", "a", "a", "b", "b", "b", "d", "d", "e", "p", "r", "c", "o")
STEPS = (0, 0, 0, 1, 1, 1800, 1800, 3600, 7200, 7200, 18000, 43200, 86400, 259200, 2_678_400)
STARTS = (
    1_745_982_000,  # 2025-04-30 11:00 in Shanghai: a holiday begins the next day
    1_741_417_200,  # 2025-03-08 02:00 in New York: summer time begins the night after
    1_761_966_000,  # 2025-10-31 23:00 in New York: it ends two nights later
    1_738_800_000,  # 2025-02-06 08:00 in Shanghai: make-up workdays ahead
    1_756_598_400,  # 2025-08-31 08:00 in Shanghai: months that have no 31st ahead
    1_798_500_000,  # 2026-12-29: two days before the last year with holiday data ends
    1_798_761_600,  # 2027-01-01 00:00 UTC: just after it
    86_400,  # 1970-01-02: before the first year with holiday data
)


def some_data(random: Random, word: str, at: int) -> dict[str, Value]:
    """Data for a word, with gaps and with values of the wrong kind, as real logs have them."""
    data: dict[str, Value] = {}
    if random.random() < 0.8:
        data["kind"] = random.choice(["x", "x", "y", "z", "", " \u3000", 3, True])
    if random.random() < 0.8:
        data["n"] = random.choice([0, 1, 2, 3, 2.5, 3.5, 4, -1, "two", False])
    if random.random() < 0.8:
        data["ok"] = random.choice([True, True, False, None, "yes", 1])
    if word in ("a", "b") and random.random() < 0.8:
        data["until"] = random.choice([at + 3600, at + 7200, at + 18000, at, max(at - 5, 0), at + 86400, "soon", 2.5])
    if random.random() < 0.7:
        data["site_kind"] = random.choice(["own", "partner", None])
    return data


def some_story(random: Random, subject: str, first_id: int, length: int, start: int) -> list[Event]:
    """A story of `length` events from `first_id` on, some noted late, some corrected."""
    at = start + random.choice([0, 0, 1, 3599, 40_000])
    events: list[Event] = []
    noted = at
    for number in range(length):
        at += random.choice(STEPS)
        noted = max(noted, at) + random.choice([0, 0, 0, 0, 1, 7200])
        about = (subject,) if random.random() < 0.9 else (subject, "shift:s1")
        plain = [event for event in events if event.corrects is None]
        corrects, correction = None, None
        if plain and random.random() < 0.12:
            corrected = random.choice(plain)
            corrects, about = corrected.id, corrected.about
            moved = random.choice([None, noted, max(0, at - random.choice(STEPS)), at])
            data = some_data(random, "a", at) if random.random() < 0.5 else None
            correction = Correction(void=random.random() < 0.3, at=moved, data=data)
        word = random.choice(WORDS)
        events.append(
            Event(
                id=first_id + number,
                about=about,
                word=word,
                at=at if corrects is None else noted,
                noted_at=noted,
                site=random.choice(["s1", "s2", ""]),
                by=random.choice(["li", "wang", ""]),
                grade=random.choice(GRADES),
                data=some_data(random, word, at),
                corrects=corrects,
                correction=correction,
            )
        )
    return events


def some_log(random: Random, stories: int, longest: int = 14) -> dict[str, list[Event]]:
    """Stories by subject, all around one of the interesting times."""
    log: dict[str, list[Event]] = {}
    start = random.choice(STARTS)
    number = 1
    for story in range(stories):
        subject = f"case:{story:03}"
        log[subject] = some_story(random, subject, number, random.randint(0, longest), start)
        number += len(log[subject]) + 1
    return log


def times(random: Random, log: dict[str, list[Event]], count: int) -> list[int]:
    """Times to ask at: at events, beside them, between them, long after."""
    instants = sorted({event.noted_at for events in log.values() for event in events}) or [1_745_982_000]
    asked = [random.choice(instants) + random.choice([-1, 0, 0, 1, 900, 7200, 86400, 5_000_000]) for _ in range(count)]
    return [max(0, at) for at in asked]


def connection(events: Iterable[Event]) -> duckdb.DuckDBPyConnection:
    """A database that holds the log."""
    made = duckdb.connect()
    rows = [
        (
            event.id,
            list(event.about),
            event.word,
            event.at,
            event.noted_at,
            event.site,
            event.by,
            event.grade,
            json.dumps(dict(event.data), ensure_ascii=False),
            event.corrects,
            None if event.correction is None else correction_json(event.correction),
        )
        for event in events
    ]
    made.execute(
        """CREATE TABLE log (id BIGINT, about VARCHAR[], word VARCHAR, happened BIGINT, noted BIGINT, site VARCHAR,
        by_whom VARCHAR, grade VARCHAR, data VARCHAR, corrects BIGINT, correction VARCHAR)"""
    )
    if rows:
        columns = [list(column) for column in zip(*rows, strict=True)]
        made.execute(f"INSERT INTO log SELECT {', '.join('unnest(?)' for _ in columns)}", columns)
    return made


def correction_json(correction: Correction) -> str:
    """A correction as the log's file writes it."""
    data = None if correction.data is None else dict(correction.data)
    return json.dumps({"void": correction.void, "at": correction.at, "data": data}, ensure_ascii=False)


def by_subject(log: dict[str, list[Event]]) -> dict[str, list[Event]]:
    """The events of a log by each subject that they are about."""
    found: dict[str, list[Event]] = {subject: [] for subject in log}
    for events in log.values():
        for event in events:
            for subject in event.about:
                found.setdefault(subject, []).append(event)
    return found


def live(clauses: Sequence[Clause], log: dict[str, list[Event]], at: int) -> list[Obligation]:
    """What `owed` gives for all stories, in the audit's order and without the warnings that only it has."""
    rows = []
    for subject, events in by_subject(log).items():
        rows += owed(clauses, Story(subject, events), at).obligations
    order = {clause.id: number for number, clause in enumerate(clauses)}
    rows.sort(key=lambda row: (order[row.clause], row.subject))
    return [row._replace(warn=None) for row in rows]


def batch(clauses: Sequence[Clause], log: dict[str, list[Event]], at: int) -> list[Obligation]:
    """What the audit gives for the same log."""
    return verdicts_of(clauses, Log(connection(event for events in log.values() for event in events)), at)


def differences(clauses: Sequence[Clause], log: dict[str, list[Event]], at: int) -> list[str]:
    """Where the readings differ, said so that it can be understood: the rows, and the first story that shows it."""
    left, right = live(clauses, log, at), batch(clauses, log, at)
    if left == right:
        return []
    said = [f"only owed:  {row}" for row in left if row not in right][:3]
    said += [f"only audit: {row}" for row in right if row not in left][:3]
    culprits = {row.subject for row in set(left) ^ set(right)}
    if culprits:
        stories = by_subject(log)
        subject = min(culprits, key=lambda name: len(stories.get(name, ())))
        said += [f"at {at}: {subject}", *(f"  {event}" for event in stories.get(subject, ()))]
    return said or ["the same rows in another order"]
