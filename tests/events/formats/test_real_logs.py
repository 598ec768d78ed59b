"""Real organisations' logs, read whole. Nothing of them is kept here; SHOUWEN_EVENTLOGS names their folder."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from shouwen.events.formats.heard import Heard
from shouwen.events.formats.parquet import import_log, read_log
from shouwen.events.formats.reading import read_any
from shouwen.events.vocabulary import Field, Vocabulary, Word
from shouwen.wording import Wording

LOGS = [("helpdesk.xes.gz", 21_348, 4_580, 14), ("receipt.csv", 8_577, 1_434, 27)]
HEARD = Heard(kind="case", subject="case:concept:name", word="concept:name", at="time:timestamp", by="org:resource")


def path_of(name: str) -> Path:
    folder = os.environ.get("SHOUWEN_EVENTLOGS")
    if not folder:
        pytest.fail("Set SHOUWEN_EVENTLOGS to the folder that holds " + ", ".join(log[0] for log in LOGS))
    path = Path(folder) / name
    if not path.is_file():
        pytest.fail(f"{path} is missing")
    return path


@pytest.mark.real
@pytest.mark.parametrize(("name", "events", "cases", "activities"), LOGS)
def test_a_real_log_is_read_to_the_last_event(
    name: str, events: int, cases: int, activities: int, tmp_path: Path
) -> None:
    path = path_of(name)
    deaf = read_any(path, HEARD, Vocabulary({}))
    assert list(deaf) == []
    assert (len(deaf.unheard), deaf.unheard.total(), deaf.bad_count) == (activities, events, 0)

    words = {f"word-{number}": theirs for number, theirs in enumerate(sorted(deaf.unheard))}
    vocabulary = Vocabulary({ours: Word(ours, Wording.of(theirs), {}, (), (theirs,)) for ours, theirs in words.items()})
    read = read_any(path, HEARD, vocabulary)
    rows = list(read)
    assert (read.rows, read.bad, read.unheard.total()) == (events, [], 0)
    assert (len({row.subject for row in rows}), len({row.word for row in rows})) == (cases, activities)

    assert import_log(rows, tmp_path / "log.parquet") == events
    in_order = sorted(enumerate(rows), key=lambda numbered: (numbered[1].micros, numbered[0]))
    expected = [(row.subject, row.word, row.by, row.micros // 1_000_000) for _, row in in_order]
    told = list(read_log(tmp_path / "log.parquet"))
    assert [(one.about[0], one.word, one.by, one.at) for one in told] == expected
    assert [one.id for one in told] == list(range(1, events + 1))


@pytest.mark.real
def test_deadlines_of_a_real_log_are_read_as_times_where_they_are_filled() -> None:
    fields = {"deadline": Field("deadline", "time", Wording.of("deadline"))}
    vocabulary = Vocabulary(
        {"received": Word("received", Wording.of("received"), fields, (), ("Confirmation of receipt",))}
    )
    heard = Heard(
        kind="case", subject=HEARD.subject, word=HEARD.word, at=HEARD.at, fields={"deadline": "case:deadline"}
    )
    read = read_any(path_of("receipt.csv"), heard, vocabulary)
    rows = list(read)
    assert (len(rows), read.bad_count, len(read.unheard)) == (1_434, 0, 26)
    assert all(isinstance(row.data.get("deadline", 0), int) for row in rows)
    assert any("deadline" in row.data for row in rows)
