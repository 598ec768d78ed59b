"""Which working hours an organisation's own verdict counts: `.venv/bin/python tools/infer_calendar.py`.

Reads the incident log in $SHOUWEN_EVENTLOGS. A candidate is a stretch of the day, on some days of the week, with or
without the holidays that the log shows; the time it counts from an incident's opening to its closing is compared with
the verdict. For each candidate the best limit is found, and what it gets wrong. The best of all is sought on the
incidents opened before April and tried on those opened later. docs/real-logs.md says what was found.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from itertools import product
from pathlib import Path
from typing import Any, NamedTuple

import duckdb
import numpy as np

LOG = "servicenow_incident_event_log.parquet"
EPOCH = "2016-02-28"  # a Sunday before the log begins
DAY, DAYS = 1440, 420
APRIL = 33 * DAY
WEEKS = {"mon-fri": range(1, 6), "mon-sat": range(1, 7), "mon-sun": range(7)}

INCIDENTS = f"""
SELECT number, arg_max(priority, row) AS priority, arg_max(made_sla, row) AS kept,
       date_diff('minute', TIMESTAMP '{EPOCH}', any_value(opened_at)) AS opened,
       date_diff('minute', TIMESTAMP '{EPOCH}', min(sys_updated_at) FILTER (incident_state = 'Closed')) AS closed,
       date_diff('minute', TIMESTAMP '{EPOCH}', any_value(resolved_at)) AS resolved
FROM (SELECT *, file_row_number AS row FROM read_parquet(?, file_row_number = true))
GROUP BY number HAVING closed IS NOT NULL
"""

WAITS = f"""
WITH rows AS (
    SELECT *, lead(sys_updated_at) OVER story AS until, max(incident_state = 'Closed') OVER story AS over
    FROM (SELECT *, file_row_number AS row FROM read_parquet(?, file_row_number = true))
    WINDOW story AS (PARTITION BY number ORDER BY row)
)
SELECT number, incident_state = 'Awaiting User Info' AS for_user,
       date_diff('minute', TIMESTAMP '{EPOCH}', sys_updated_at) AS since,
       date_diff('minute', TIMESTAMP '{EPOCH}', until) AS until
FROM rows WHERE incident_state LIKE 'Awaiting%' AND until > sys_updated_at AND NOT over
"""

CHANGES = f"""
SELECT date_diff('day', TIMESTAMP '{EPOCH}', sys_updated_at) AS day, hour(sys_updated_at) AS hour, count(*) AS n
FROM read_parquet(?) WHERE incident_state <> 'Closed' AND sys_updated_at < TIMESTAMP '2016-06-04' GROUP BY ALL
"""


class Fit(NamedTuple):
    """The limits, in hours, between which a measure agrees best with the verdict, and how many it then gets wrong."""

    wrong: int
    low: float
    high: float


def best(minutes: Any, kept: Any) -> Fit:
    """The best limit on a measure: kept if and only if no more minutes than that."""
    order = np.argsort(minutes, kind="stable")
    minutes, kept = minutes[order], kept[order].astype(int)
    wrong = np.cumsum(1 - kept) + kept.sum() - np.cumsum(kept)
    wrong[:-1][minutes[1:] == minutes[:-1]] = len(kept)
    at = np.flatnonzero(wrong == wrong.min())
    return Fit(int(wrong.min()), minutes[at[0]] / 60, minutes[min(at[-1] + 1, len(minutes) - 1)] / 60)


def clock(opens: float, hours: float, week: str, closed: frozenset[int]) -> Any:
    """What a clock shows at each minute: how many of the minutes before it were working ones."""
    working = np.zeros((DAYS + 2) * DAY, bool)
    for day in range(DAYS):
        if day % 7 in WEEKS[week] and day not in closed:
            working[int(day * DAY + opens * 60) : int(day * DAY + (opens + hours) * 60)] = True
    return np.concatenate([[0], np.cumsum(working, dtype=np.int32)])


class Candidate(NamedTuple):
    """A calendar that may be the one."""

    opens: float
    hours: float
    week: str
    closed: frozenset[int]

    def __str__(self) -> str:
        ends = self.opens + self.hours
        return f"{_clock_time(self.opens)}-{_clock_time(ends if ends == 24 else ends % 24)}, {self.week}, " + (
            "holidays free" if self.closed else "no holidays"
        )


def candidates(closed: frozenset[int]) -> Iterator[Candidate]:
    for week, free in product(WEEKS, (frozenset[int](), closed)):
        yield Candidate(0, 24, week, free)
        for opens, hours in product(np.arange(0, 24, 0.5), np.arange(6, 12.5, 0.5)):
            yield Candidate(float(opens), float(hours), week, free)


WORK = Candidate(8, 10, "mon-fri", frozenset())
VERDICT = Candidate(14, 9, "mon-fri", frozenset())
LIMITS = {"3 - Moderate": (62, 63), "4 - Low": (134, 135)}


def holidays(rows: list[tuple[int, int, int]]) -> frozenset[int]:
    """Weekdays with less than a third of what the same weekday has a week before and after."""
    n = dict.fromkeys(range(DAYS), 0)
    for day, _, count in rows:
        n[day] += count
    near = {
        day: [n[other] for other in (day - 7, day + 7) if n.get(other)] for day in n if n[day] and 1 <= day % 7 <= 5
    }
    return frozenset(day for day, others in near.items() if len(others) == 2 and n[day] < min(others) / 3)


def _clock_time(hours: float) -> str:
    return f"{int(hours):02d}:{int(hours * 60) % 60:02d}"


def _print_plain(name: str, told: Any, of: Any, waits: Any) -> None:
    """What single measures get wrong, each with its best limit."""
    number, opened, closed, kept = (np.asarray(told[column])[of] for column in ("number", "opened", "closed", "kept"))
    resolved = np.ma.asarray(told["resolved"])[of]
    done = ~np.ma.getmaskarray(resolved)
    resolved = np.ma.filled(resolved, 0)
    print(f"{name}: {len(kept)} incidents, {kept.sum()} kept; {min(kept.sum(), (~kept).sum())} wrong if all are alike")
    for what, at in (
        ("natural time", np.arange((DAYS + 2) * DAY)),
        (str(WORK), clock(*WORK)),
        (VERDICT, clock(*VERDICT)),
    ):
        minutes = at[closed] - at[opened]
        waited = {states: np.zeros(len(kept), int) for states in ("Awaiting User Info", "all that awaits")}
        place = {one: index for index, one in enumerate(number)}
        for one, for_user, since, until in waits:
            if one in place:
                waited["all that awaits"][place[one]] += at[until] - at[since]
                waited["Awaiting User Info"][place[one]] += (at[until] - at[since]) * for_user
        to_resolution = np.where(done, at[resolved] - at[opened], 10**6)
        measures = {"to resolution": to_resolution, "to closing": minutes}
        measures |= {f"to closing without {states}": minutes - less for states, less in waited.items()}
        for measure, taken in measures.items():
            wrong, low, high = best(taken, kept)
            print(f"  {wrong} wrong by {what} {measure}, limit {low:.2f}-{high:.2f} hours")
    for limit in LIMITS.get(name, ()):
        print(f"  {((minutes <= limit * 60) != kept).sum()} wrong by {VERDICT}, limit {limit} hours")


def main() -> int:
    folder = os.environ.get("SHOUWEN_EVENTLOGS")
    if not folder:
        print("Set SHOUWEN_EVENTLOGS to the folder with the real logs.", file=sys.stderr)
        return 1
    log = str(Path(folder) / LOG)
    with duckdb.connect() as connection:
        told = connection.execute(INCIDENTS, [log]).fetchnumpy()
        changes = connection.execute(CHANGES, [log]).fetchall()
        waits = connection.execute(WAITS, [log]).fetchall()
    free = holidays(changes)
    print("Changes of records by hour, closings left out")
    for number, name in enumerate(("sun", "mon", "tue", "wed", "thu", "fri", "sat")):
        hours = [sum(n for day, hour, n in changes if day % 7 == number and hour == at) for at in range(24)]
        print(f"  {name}", *(f"{count:5d}" for count in hours))
    print("Quiet weekdays:", *(str(np.datetime64(EPOCH) + np.timedelta64(day, "D")) for day in sorted(free)))
    groups = {}
    for name in np.unique(np.array(told["priority"], dtype=str)):
        of = np.array(told["priority"], dtype=str) == name
        groups[name] = tuple(np.asarray(told[column])[of] for column in ("opened", "closed", "kept"))
        _print_plain(name, told, of, waits)
    tried: dict[str, list[tuple[Fit, Fit, Candidate]]] = {name: [] for name in groups}
    for candidate in candidates(free):
        at = clock(*candidate)
        for name, (opened, closed, kept) in groups.items():
            minutes, early = at[closed] - at[opened], opened < APRIL
            tried[name].append((best(minutes, kept), best(minutes[early], kept[early]), candidate))
    for name, fits in tried.items():
        print(f"\n{name}")
        for (wrong, low, high), _, candidate in sorted(fits, key=lambda fit: fit[0].wrong)[:4]:
            print(f"  {wrong} wrong by {candidate}, limit {low:.2f}-{high:.2f} hours")
        opened, closed, kept = groups[name]
        fewest = min(sought.wrong for _, sought, _ in fits)
        equal = [(sought, candidate) for _, sought, candidate in fits if sought.wrong == fewest]
        later = opened >= APRIL
        wrongs = []
        for sought, candidate in equal:
            at = clock(*candidate)
            wrongs.append(int(((at[closed] - at[opened] <= sought.low * 60) != kept)[later].sum()))
        print(f"  sought before April: {fewest} of {(~later).sum()} wrong by {len(equal)} calendars alike;", end=" ")
        print(f"of {later.sum()} opened later these get {min(wrongs)} to {max(wrongs)} wrong")
    return 0


if __name__ == "__main__":
    sys.exit(main())
