"""A log judged batch by batch gives what its stories give one by one: rows, counts, the earliest broken, the file."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from random import Random

import pyarrow.parquet as pq
import pytest
from tests.checks.telling import SHANGHAI, both, clause, instant, row, tell
from tests.law.stories import STANDARD, connection, live, some_log, times

from shouwen.audit import on_duckdb
from shouwen.audit.judge import judge, verdicts_of
from shouwen.audit.on_duckdb import Log
from shouwen.checks.obligation import Obligation
from shouwen.events.event import GRADES, Event
from shouwen.events.formats.parquet import write_log
from shouwen.fault import Fault
from shouwen.standard.clause import Answerable, Clause
from shouwen.worktime import zone_of

TWO_HOURS = "within: {after: filed, then: answered, limit: 2 hours}"


@pytest.fixture(params=["one batch", "many batches"])
def batches(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """The stories at once, or a few at a time."""
    if request.param == "many batches":
        monkeypatch.setattr(on_duckdb, "BATCH_BYTES", 4_000)
    return request.param


@pytest.fixture(params=["few contents", "contents of every event"])
def contents(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """Fields read once for each different content, or for each event."""
    if request.param == "contents of every event":
        monkeypatch.setattr(on_duckdb, "MOST_CONTENTS", 0)
    return request.param


def a_log(seed: int) -> tuple[dict[str, list[Event]], int]:
    random = Random(seed)
    log = some_log(random, 60)
    return log, times(random, log, 1)[0]


def events_of(log: dict[str, list[Event]]) -> Iterator[Event]:
    yield from sorted((event for story in log.values() for event in story), key=lambda event: event.id)


def test_any_number_of_batches_gives_the_rows_of_the_stories(batches: str, contents: str) -> None:
    log, at = a_log(3)
    assert verdicts_of(STANDARD.clauses, Log(connection(events_of(log))), at) == live(STANDARD.clauses, log, at)


def test_the_order_of_a_file_s_rows_does_not_matter(tmp_path: Path) -> None:
    import duckdb

    log, at = a_log(6)
    write_log(events_of(log), tmp_path / "log.parquet")
    with duckdb.connect() as database:
        text = f"SELECT * FROM '{tmp_path / 'log.parquet'}' ORDER BY hash(id)"
        database.execute(f"COPY ({text}) TO '{tmp_path / 'mixed.parquet'}' (FORMAT parquet)")
    rows = live(STANDARD.clauses, log, at)
    assert verdicts_of(STANDARD.clauses, Log([tmp_path / "mixed.parquet"]), at) == rows


def test_a_log_in_several_files_is_one_log(tmp_path: Path) -> None:
    log, at = a_log(7)
    events = list(events_of(log))
    write_log(events[::2], tmp_path / "even.parquet")
    write_log(events[1::2], tmp_path / "odd.parquet")
    found = verdicts_of(STANDARD.clauses, Log([tmp_path / "odd.parquet", tmp_path / "even.parquet"]), at)
    assert found == live(STANDARD.clauses, log, at)


def test_the_counts_and_the_file_hold_each_row_once(batches: str, tmp_path: Path) -> None:
    log, at = a_log(4)
    write_log(events_of(log), tmp_path / "log.parquet")
    rows = live(STANDARD.clauses, log, at)

    found = judge(STANDARD.clauses, Log([tmp_path / "log.parquet"]), at, verdicts=tmp_path / "verdicts.parquet")

    counted: Counter[tuple[str, str, str | None, int]] = Counter()
    for count in found.tally:
        counted[count.clause, count.state, count.reason, count.grade] += count.count
    assert counted == Counter((one.clause, one.state, one.reason, one.grade) for one in rows)
    assert Counter(in_file(tmp_path / "verdicts.parquet")) == Counter(rows)


def in_file(path: Path) -> list[Obligation]:
    """The rows of a file of verdicts."""
    rows = []
    for one in pq.read_table(path).to_pylist():
        seconds = {
            name: None if one[name] is None else int(one[name].timestamp()) for name in ("period", "due", "opened_at")
        }
        rows.append(
            Obligation(
                one["clause"], one["subject"], one["opened_by"], seconds["period"], one["state"], one["reason"],
                seconds["due"], one["settled_by"], one["margin"], tuple(one["evidence"]), GRADES.index(one["grade"]),
            )
        )  # fmt: skip
    return rows


def test_the_earliest_broken_occasions_of_each_clause_are_kept(batches: str) -> None:
    log, at = a_log(5)
    at_of = {event.id: event for event in events_of(log)}
    found = judge(STANDARD.clauses, Log(connection(events_of(log))), at, examples=3)
    kept = Counter(one.clause for one in found.broken)
    broken = [one for one in live(STANDARD.clauses, log, at) if one.state == "broken"]
    assert kept == {name: min(3, number) for name, number in Counter(one.clause for one in broken).items()}
    assert set(found.broken) <= set(broken)
    assert len(at_of) > 100


def test_occasions_count_for_the_site_and_the_month_in_which_they_opened_and_for_who_settled_them() -> None:
    story = tell("""
        04-30 23:30 filed site=north by=anna
        05-01 00:10 answered site=south by=li
        05-31 23:30 filed site=south by=anna
    """)
    judged = [clause(TWO_HOURS)]
    found = judge(judged, Log(connection(story)), instant("06-03 10:00"), zone=zone_of(SHANGHAI))
    assert [count[1:6] + count[7:] for count in found.tally] == [
        ("north", "2025-04", "li", "kept", None, 1),
        ("south", "2025-05", "anna", "broken", None, 1),
    ]


def test_who_opened_an_occasion_is_answerable_where_the_clause_says_so() -> None:
    one = clause(TWO_HOURS)
    judged = Clause(one.id, one.of, one.says, one.check, answerable=Answerable("owner", "opened"))
    story = tell("04-30 10:00 filed by=anna; 11:00 answered by=li")
    found = judge([judged], Log(connection(story)), instant("05-03 10:00"))
    assert [count.person for count in found.tally] == ["anna"]


def test_names_that_are_alike_are_stories_of_their_own() -> None:
    # Their hashes in DuckDB have been seen to be the same.
    kinds, days = ("guide-1", "guide-2", "clerk-1", "clerk-2", "clerk-3"), range(1, 31)
    names = [f"case:lakeside-202609{day:02}-{kind}" for day in days for kind in kinds]
    story = [
        Event(id=number, about=(name,), word="filed", at=1_750_000_000, noted_at=1_750_000_000)
        for number, name in enumerate(names, 1)
    ]
    rows = verdicts_of([clause(TWO_HOURS)], Log(connection(story)), 1_750_000_001)
    assert [one.subject for one in rows] == sorted(names)


# Editions.


def in_force(check: str, since: str | None, until: str | None) -> Clause:
    one = clause(check)
    times = [None if text is None else instant(text) for text in (since, until)]
    return Clause(one.id, one.of, one.says, one.check, since=times[0], until=times[1])


STORY = tell("04-30 09:59:59 filed; 10:00 filed; 10:30 filed; 11:00 filed; 12:00 answered")


@pytest.mark.parametrize(
    ("since", "until", "opened"),
    [
        (None, None, [1, 2, 3, 4]),
        ("04-30 10:00", None, [2, 3, 4]),
        (None, "04-30 11:00", [1, 2, 3]),
        ("04-30 10:00", "04-30 11:00", [2, 3]),
        ("04-30 10:00:01", "04-30 10:30:01", [3]),
        ("05-01 10:00", None, []),
    ],
)
def test_an_occasion_is_judged_by_the_edition_in_force_when_it_opened(
    since: str | None, until: str | None, opened: list[int]
) -> None:
    rows = both(in_force(TWO_HOURS, since, until), STORY, "04-30 13:00")
    assert [one.opened_by for one in rows] == opened


def test_what_opened_under_an_edition_is_judged_by_it_to_the_end() -> None:
    story = tell("04-30 10:00 filed; 13:00 answered")
    rows = both(in_force(TWO_HOURS, None, "04-30 10:00:01"), story, "04-30 14:00")
    assert rows == [row(1, "broken", due="04-30 12:00", settled_by=2, margin=-3600)]


def test_a_period_is_judged_by_the_edition_in_force_when_the_period_began() -> None:
    check = "every: {what: b, per: 1 day, from: a, zone: Asia/Shanghai}"
    story = tell("04-28 10:00 a; 04-29 09:00 b; 04-30 11:00 b")
    rows = both(in_force(check, "04-29 10:00", "04-30 10:00"), story, "05-02 09:00")
    assert [(one.period, one.state) for one in rows] == [(instant("04-29 10:00"), "broken")]


# What the live reading would refuse.


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ("noted = happened - INTERVAL 1 SECOND", "noted-before-it-happened"),
        ("happened = TIMESTAMP '1969-12-31 23:59:59'", "time-before-1970"),
        ("grade = 'hearsay'", "grade-unknown"),
        ("grade = NULL", "grade-unknown"),
        ("about = ['case:' || repeat('x', 10000)]", "name-too-long"),
        ("about = ['case:1', 'case:' || repeat('x', 10000)]", "name-too-long"),
    ],
)
def test_a_file_that_no_event_could_have_made_is_refused_with_the_event(tmp_path: Path, wrong: str, code: str) -> None:
    import duckdb

    write_log(STORY, tmp_path / "log.parquet")
    with duckdb.connect() as database:
        database.execute(f"CREATE TABLE log AS SELECT * FROM '{tmp_path / 'log.parquet'}'")
        database.execute(f"UPDATE log SET {wrong} WHERE id = 3")
        database.execute(f"COPY log TO '{tmp_path / 'wrong.parquet'}' (FORMAT parquet)")
    with pytest.raises(Fault) as caught:
        verdicts_of([clause(TWO_HOURS)], Log([tmp_path / "wrong.parquet"]), instant("05-03 10:00"))
    assert (caught.value.code, caught.value.place) == (code, "event 3")


def test_a_case_with_too_many_events_is_refused_by_name() -> None:
    story = [
        Event(id=number, about=("case:wide",), word="filed", at=1_750_000_000, noted_at=1_750_000_000)
        for number in range(1, 100_002)
    ]
    with pytest.raises(Fault) as caught:
        verdicts_of([clause(TWO_HOURS)], Log(connection(story)), 1_750_000_001)
    assert (caught.value.code, caught.value.place) == ("story-too-long", "case:wide")


def test_a_file_that_is_broken_inside_is_said_to_be_so(tmp_path: Path) -> None:
    write_log(STORY, tmp_path / "log.parquet")
    whole = bytearray((tmp_path / "log.parquet").read_bytes())
    for position in range(8, 200):
        whole[position] ^= 0x5A
    (tmp_path / "broken.parquet").write_bytes(whole)
    with pytest.raises(Fault) as caught:
        verdicts_of([clause(TWO_HOURS)], Log([tmp_path / "broken.parquet"]), instant("05-03 10:00"))
    assert (caught.value.code, caught.value.place) == ("log-unreadable", str(tmp_path / "broken.parquet"))


def test_a_disk_without_room_for_sorting_is_said_to_be_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    random = Random(1)
    monkeypatch.setattr(on_duckdb, "MEMORY", "1MB")
    write_log(events_of(some_log(random, 400)), tmp_path / "log.parquet")
    log = Log([tmp_path / "log.parquet"], folder=tmp_path / "spill")
    log._connection.execute("SET max_temp_directory_size = '0KB'")
    with pytest.raises(Fault) as caught:
        verdicts_of(STANDARD.clauses, log, 2_000_000_000)
    assert caught.value.code == "audit-without-room"


def test_the_name_of_a_file_may_hold_what_is_a_pattern_elsewhere(tmp_path: Path) -> None:
    write_log(STORY, tmp_path / "a[1]*'?.parquet")
    rows = verdicts_of([clause(TWO_HOURS)], Log([tmp_path / "a[1]*'?.parquet"]), instant("05-03 10:00"))
    assert len(rows) == 4
