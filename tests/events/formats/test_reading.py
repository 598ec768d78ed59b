"""A whole file of another system: formats, compression, bad rows, mixed zones, and the way to Parquet."""

from __future__ import annotations

import gzip
from collections.abc import Callable, Sequence
from hashlib import sha256
from pathlib import Path

import pytest

from shouwen.events.event import LONGEST_NAME
from shouwen.events.formats.heard import Heard
from shouwen.events.formats.parquet import import_log, read_log
from shouwen.events.formats.reading import MOST_KEPT, Reading, read_any
from shouwen.events.vocabulary import Field, Vocabulary, Word
from shouwen.fault import Fault
from shouwen.wording import Wording

VOCABULARY = Vocabulary(
    {
        "opened": Word("opened", Wording.of("opened"), heard_as=("Open",)),
        "closed": Word("closed", Wording.of("closed"), {"score": Field("score", "number", Wording.of("score"))}),
    }
)
HEARD = Heard(
    kind="ticket", subject="case:concept:name", word="concept:name", at="time:timestamp", fields={"score": "score"}
)
MORNING = "2024-05-06T09:00:00+08:00"

Told = tuple[str, str, str, str]
GOOD: Sequence[Told] = (
    ("1", "Open", "2024-05-06T09:00:00.900+08:00", ""),
    ("2", "Open", "2024-05-06T09:00:00.100+08:00", ""),
    ("1", "Lunch", "whenever", ""),
    ("1", "closed", "2024-05-06T09:30:00+08:00", "4.5"),
)


def as_csv(told: Sequence[Told]) -> bytes:
    lines = [",".join(one) for one in told]
    return "\n".join([f"{HEARD.subject},{HEARD.word},{HEARD.at},score", *lines, ""]).encode()


def as_xes(told: Sequence[Told]) -> bytes:
    traces = [
        f'<trace><string key="concept:name" value="{case}"/><event><string key="concept:name" value="{word}"/>'
        f'<date key="time:timestamp" value="{at}"/><float key="score" value="{score}"/></event></trace>'
        for case, word, at, score in told
    ]
    return f'<log xmlns="http://www.xes-standard.org/">{"".join(traces)}</log>'.encode()


def plain(data: bytes) -> bytes:
    return data


FORMATS = pytest.mark.parametrize(
    ("name", "write", "pack"),
    [
        ("log.csv", as_csv, plain),
        ("log.csv.gz", as_csv, gzip.compress),
        ("LOG.XES", as_xes, plain),
        ("log.xes.gz", as_xes, gzip.compress),
        ("packed.csv", as_csv, gzip.compress),
        ("unpacked.xes.gz", as_xes, plain),
    ],
)
Write = Callable[[Sequence[Told]], bytes]
Pack = Callable[[bytes], bytes]


def reading(path: Path, data: bytes, heard: Heard = HEARD) -> Reading:
    path.write_bytes(data)
    return read_any(path, heard, VOCABULARY)


def all_bad(path: Path, *told: Told) -> list[str]:
    """The faults of a file that has one good row in front, without its path."""
    read = reading(path, as_csv([GOOD[0], *told]))
    assert len(list(read)) == 1
    assert read.bad_count == len(read.bad)
    return [str(fault).removeprefix(f"{path}: ") for fault in read.bad]


@FORMATS
def test_a_log_is_read_whatever_its_format(tmp_path: Path, name: str, write: Write, pack: Pack) -> None:
    read = reading(tmp_path / name, pack(write(GOOD)))
    assert [(row.subject, row.word, row.data) for row in read] == [
        ("ticket:1", "opened", {}),
        ("ticket:2", "opened", {}),
        ("ticket:1", "closed", {"score": 4.5}),
    ]
    assert (read.rows, read.bad, read.bad_count, read.unheard) == (3, [], 0, {"Lunch": 1})


@FORMATS
def test_a_log_becomes_parquet_in_the_order_of_its_times(tmp_path: Path, name: str, write: Write, pack: Pack) -> None:
    read = reading(tmp_path / name, pack(write(GOOD)))
    assert import_log(read, tmp_path / "log.parquet") == read.rows == 3
    told = list(read_log(tmp_path / "log.parquet"))
    start = told[0].at
    assert [(one.id, one.about, one.word, one.at - start) for one in told] == [
        (1, ("ticket:2",), "opened", 0),
        (2, ("ticket:1",), "opened", 0),
        (3, ("ticket:1",), "closed", 1800),
    ]
    assert {one.grade for one in told} == {"system"}


def test_a_reading_can_be_gone_through_twice_and_counts_afresh(tmp_path: Path) -> None:
    read = reading(tmp_path / "log.csv", as_csv([*GOOD, ("", "Open", MORNING, "")]))
    assert list(read) == list(read)
    assert (read.rows, read.bad_count, read.unheard.total()) == (3, 1, 1)


@pytest.mark.parametrize("write", [as_csv, as_xes])
def test_a_packed_file_that_ends_short_is_a_fault_that_names_file_and_about_where(tmp_path: Path, write: Write) -> None:
    told = [(str(number), "Open", MORNING, str(number * 7919 % 100_003)) for number in range(50_000)]
    name = "log.csv.gz" if write is as_csv else "log.xes.gz"
    read = reading(tmp_path / name, gzip.compress(write(told))[:-20_000])
    with pytest.raises(Fault, match=rf"{name}: row \d+: the gzip file ends short") as raised:
        list(read)
    assert raised.value.code == "log-gzip-broken"
    assert 0 < read.rows < 50_000


def test_a_packed_file_that_is_damaged_is_a_fault(tmp_path: Path) -> None:
    packed = bytearray(gzip.compress(as_csv(GOOD * 1000)))
    packed[len(packed) // 2] ^= 0xFF
    for data in (bytes(packed), gzip.compress(as_csv(GOOD)) + b"and more"):
        with pytest.raises(Fault) as raised:
            list(reading(tmp_path / "log.csv.gz", data))
        assert raised.value.code in {"log-gzip-broken", "log-encoding"}


def test_a_file_that_is_not_there_is_a_fault(tmp_path: Path) -> None:
    with pytest.raises(Fault, match=r"no\.csv: cannot read the event log \(No such file or directory\)"):
        list(read_any(tmp_path / "no.csv", HEARD, VOCABULARY))


@pytest.mark.parametrize("name", ["log.parquet.gz", "log.xlsx", "log", "csv"])
def test_another_suffix_is_refused_naming_those_there_are(tmp_path: Path, name: str) -> None:
    with pytest.raises(Fault, match=r"\.parquet, \.xes, \.xes\.gz, \.csv, \.csv\.gz, \.jsonl"):
        read_any(tmp_path / name, HEARD, VOCABULARY)


def test_a_mapping_that_does_not_fit_the_vocabulary_is_refused_before_the_file_is_opened(tmp_path: Path) -> None:
    heard = Heard(kind="ticket", subject="a", word="b", at="c", fields={"colour": "d"})
    with pytest.raises(Fault, match="declares the field colour"):
        read_any(tmp_path / "no.csv", heard, VOCABULARY)


def test_bad_rows_are_told_with_file_and_row_and_the_others_are_read(tmp_path: Path) -> None:
    endless = "x" * 10_000
    assert all_bad(
        tmp_path / "log.csv",
        ("1", "Open", "1969-12-31 23:59:59+00:00", ""),
        (endless, "Open", MORNING, ""),
        ("1", "closed", MORNING, "abc"),
        ("1", "Open", "soon", ""),
        ("1", "Open", MORNING, ",,"),
        ("", "Open", MORNING, ""),
    ) == [
        "row 3: the time 1969-12-31 23:59:59+00:00 lies before 1970; check the time column or its zone.",
        f"row 4: the name ticket:{'x' * 30}… has 10007 characters; shorten it to {LONGEST_NAME} at most.",
        "row 5: abc in score is no number; write it like 1234.5, or declare the field a text.",
        "row 6: soon in time:timestamp is no time; write it like 2025-01-28T09:00:00+08:00, "
        "or where the day comes first (28/01/2025), write dayfirst: true under log.",
        "row 7: this row has 6 cells, the header has 4; check its delimiters and quotes.",
        "row 8: case:concept:name is empty; fill it, or correct the name under log. "
        "What this row has is: concept:name, time:timestamp.",
    ]


def test_of_many_bad_rows_the_first_are_kept_and_all_are_counted(tmp_path: Path) -> None:
    read = reading(tmp_path / "log.csv", as_csv([("1", "Open", "never", "")] * (MOST_KEPT + 50)))
    assert list(read) == []
    assert (len(read.bad), read.bad_count) == (MOST_KEPT, MOST_KEPT + 50)
    assert read.bad[-1].place.endswith(f"row {MOST_KEPT + 1}")


def test_a_subject_as_long_as_may_be_is_read(tmp_path: Path) -> None:
    name = "x" * (LONGEST_NAME - len("ticket:"))
    read = reading(tmp_path / "log.csv", as_csv([(name, "Open", MORNING, ""), (name + "x", "Open", MORNING, "")]))
    assert [row.subject for row in read] == [f"ticket:{name}"]
    assert read.bad_count == 1


@pytest.mark.parametrize("write", [as_csv, as_xes])
def test_mixed_zones_stop_the_reading_unless_a_zone_is_given(tmp_path: Path, write: Write) -> None:
    mixed = [("1", "Open", "2024-05-06T09:00:00+08:00", ""), ("2", "Open", "2024-05-06T09:00:00", "")]
    path = tmp_path / ("log.csv" if write is as_csv else "log.xes")
    with pytest.raises(Fault, match=r"log\.\w+: mixed zones: row \d .* row \d .*fix the export, or write the zone"):
        list(reading(path, write(mixed)))
    heard = Heard(kind="ticket", subject=HEARD.subject, word=HEARD.word, at=HEARD.at, zone="Asia/Shanghai")
    first, second = reading(path, write(mixed), heard)
    assert first.micros == second.micros


def test_a_missing_column_stops_the_reading(tmp_path: Path) -> None:
    with pytest.raises(Fault, match=r"log\.csv: there is no column case:concept:name; this file has: ticket, word"):
        list(reading(tmp_path / "log.csv", b"ticket,word\n1,Open\n"))


def test_a_subject_chosen_too_wide_stops_the_reading(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shouwen.events.formats.reading.LONGEST_STORY", 3)
    told = [("1", "Open", MORNING, ""), ("2", "Open", MORNING, "")] * 3
    assert len(list(reading(tmp_path / "log.csv", as_csv(told)))) == 6
    with pytest.raises(
        Fault, match=r"log\.csv: the subject ticket:1 has more than 3 events; .* pick a narrower subject"
    ):
        list(reading(tmp_path / "log.csv", as_csv([*told, told[0]])))


@pytest.mark.parametrize("pack", [plain, gzip.compress])
def test_progress_tells_the_rows_read_and_the_share_of_the_file(tmp_path: Path, pack: Pack) -> None:
    told: list[tuple[int, float]] = []
    path = tmp_path / "log.csv"
    path.write_bytes(pack(as_csv([(sha256(b"%d" % number).hexdigest(), *GOOD[0][1:]) for number in range(25_000)])))
    rows = list(read_any(path, HEARD, VOCABULARY, on_progress=lambda rows, share: told.append((rows, share))))
    assert len(rows) == 25_000
    assert [read for read, _ in told] == [10_000, 20_000, 25_000]
    shares = [share for _, share in told]
    assert 0 < shares[0] < 1
    assert shares[-1] == 1
    assert shares == sorted(shares)
