"""The watch under measure: promises that fall due second by second, and when their notices stand in the log."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from statistics import quantiles

import psycopg

from bench_act_fill import AT_ONCE, subject_of

LOOK = 0.02  # seconds between two looks at the log
PROMISED = 4 * 3600  # seconds before they fall due


def promise(numbers: Sequence[int], *, begin: int, seconds: int) -> float:
    """Promises something in each of these cases, so that the promises are broken evenly from `begin` on; the seconds
    that it took. Raises SystemExit where they were not all told by then."""
    from shouwen.operation.ledger import models
    from shouwen.operation.ledger.act import act_many
    from shouwen.operation.ledger.acts import Act, NewCase
    from shouwen.operation.people import scope
    from shouwen.operation.people.rights import SYSTEM

    start = time.time()
    with scope.everywhere():
        for first in range(0, len(numbers), AT_ONCE):
            some = numbers[first : first + AT_ONCE]
            subjects = [subject_of(number) for number in some]
            units = {one.subject: one.unit for one in models.Case.objects.filter(subject__in=subjects)}
            acts = []
            for place, subject in enumerate(subjects, start=first):
                due = begin + place * seconds // len(numbers) - 1  # kept until the end of that second
                new = NewCase(kind="promise", unit=units[subject])
                data = {"until": due, "text": "text:0"}
                acts.append(Act(about=[subject, new], word="promise.made", by=SYSTEM, data=data, at=due - PROMISED))
            act_many(acts)
    if time.time() >= begin:
        raise SystemExit(f"{len(numbers)} promises took {time.time() - begin:.0f} seconds too long to tell.")
    return time.time() - start


@dataclass(slots=True)
class Seen:
    """What was seen of the watch: seconds from when each promise was broken until its notice could be read; and, once
    a second, how long the longest waiting case had been waiting to be looked at; and which promises they were."""

    delays: list[float] = field(default_factory=list)
    lags: list[float] = field(default_factory=list)
    promises: set[str] = field(default_factory=set)

    def each_once(self, count: int) -> bool:
        """Whether `count` promises were noticed, each once."""
        return len(self.delays) == len(self.promises) == count

    def delay(self, percent: int) -> float:
        """Seconds within which so many in a hundred of the notices were there."""
        return quantiles(self.delays, n=100)[percent - 1] if len(self.delays) > 1 else float("inf")


@contextmanager
def watching(address: str, *, begin: int, seconds: int) -> Iterator[Seen]:
    """Looks at the log from now until all that is broken from `begin` on for `seconds` must have been noticed."""
    seen = Seen()
    thread = threading.Thread(target=_look, args=(address, seen, begin, begin + seconds))
    thread.start()
    try:
        yield seen
    finally:
        thread.join()


def _look(address: str, seen: Seen, begin: int, end: int) -> None:
    known: set[int] = set()
    with psycopg.connect(address, autocommit=True) as line:
        newest = line.execute("SELECT max(id) FROM ledger_event").fetchone()
        last, lag_at = (newest or (0,))[0], float(begin)
        while time.time() < end + 15:
            now = time.time()
            rows = line.execute(
                "SELECT id, at, about->>0 FROM ledger_event WHERE id > %s AND word = 'obligation.broken'"
                " AND data->>'clause' = 'promises.kept' ORDER BY id",
                [last - 2000],  # some that were numbered earlier are seen later
                prepare=True,
            ).fetchall()
            for number, at, promise in rows:
                if number not in known and begin <= at < end:
                    known.add(number)
                    seen.delays.append(now - at)
                    seen.promises.add(promise)
                last = max(last, number)
            if lag_at <= now < end:
                due = line.execute(
                    "SELECT min(next_change) FROM ledger_case WHERE next_change IS NOT NULL", prepare=True
                ).fetchone()
                seen.lags.append(max(0.0, time.time() - due[0]) if due and due[0] else 0.0)
                lag_at += 1
            time.sleep(LOOK)
