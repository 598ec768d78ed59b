"""Files of any format gathered for the audit: numbers of their own, bad rows counted, a fault for what cannot be."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from shouwen.events.event import Event
from shouwen.events.formats.gathering import Gathered, gather
from shouwen.events.formats.heard import Heard
from shouwen.events.formats.parquet import read_log, write_log
from shouwen.events.formats.writing import write_any
from shouwen.events.vocabulary import Vocabulary, Word
from shouwen.fault import Fault
from shouwen.wording import Wording

VOCABULARY = Vocabulary({"opened": Word("opened", Wording.of("opened"), {}, (), ("Open",))})
HEARD = Heard(kind="ticket", subject="no", word="what", at="when")


def own(path: Path, *ids: int) -> Path:
    write_log(
        [Event(id=number, about=("ticket:0",), word="opened", at=number, noted_at=number) for number in ids], path
    )
    return path


def csv(path: Path, *times: str, no: str = "1", what: str = "Open") -> Path:
    path.write_text("no,what,when\n" + "".join(f"{no},{what},{time}\n" for time in times), encoding="utf-8")
    return path


def gathered(folder: Path, *paths: Path) -> Gathered:
    (folder / "made").mkdir(exist_ok=True)
    return gather(paths, heard=HEARD, vocabulary=VOCABULARY, folder=folder / "made")


def numbered(found: Gathered) -> list[tuple[int, str]]:
    return [(one.id, one.about[0]) for path in found.parquets for one in read_log(path)]


def test_our_parquet_is_used_as_it_is_and_others_are_numbered_by_time_after_it(tmp_path: Path) -> None:
    a = csv(tmp_path / "a.csv", "2024-01-01T00:00:02Z", "2024-01-01T00:00:04Z", no="a")
    b = csv(tmp_path / "b.csv", "2024-01-01T00:00:01Z", "2024-01-01T00:00:02Z", no="b")
    ours = own(tmp_path / "ours.parquet", 5, 9)
    found = gathered(tmp_path, a, ours, b)
    assert found.parquets[0] == ours
    assert numbered(found) == [
        (5, "ticket:0"), (9, "ticket:0"), (10, "ticket:b"), (11, "ticket:a"), (12, "ticket:b"), (13, "ticket:a"),
    ]  # fmt: skip
    assert (found.rows, found.bad_count, found.repeated) == (4, 0, 0)


@pytest.mark.parametrize("suffix", [".csv.gz", ".jsonl", ".json"])
def test_what_we_wrote_in_another_format_needs_no_mapping_and_keeps_its_numbers(tmp_path: Path, suffix: str) -> None:
    write_any([own(tmp_path / "ours.parquet", 3, 7)], tmp_path / f"log{suffix}")
    found = gather([tmp_path / f"log{suffix}"], heard=None, vocabulary=None, folder=tmp_path)
    assert numbered(found) == [(3, "ticket:0"), (7, "ticket:0")]


def test_two_of_ours_that_share_a_number_are_refused_naming_both_and_the_number(tmp_path: Path) -> None:
    first, second = own(tmp_path / "a.parquet", 1, 5, 9), own(tmp_path / "b.parquet", 2, 9)
    with pytest.raises(Fault, match=r"b\.parquet: the event number 9 is in .*a\.parquet too"):
        gathered(tmp_path, first, second)
    assert len(gathered(tmp_path, first, own(tmp_path / "b.parquet", 2, 8)).parquets) == 2


def test_a_file_named_twice_counts_once_and_a_folder_stands_for_its_logs(tmp_path: Path) -> None:
    folder = tmp_path / "logs"
    folder.mkdir()
    own(folder / "ours.parquet", 1)
    csv(folder / "b.csv", "2024-01-01T00:00:02Z")
    (folder / "readme.txt").write_text("no log", encoding="utf-8")
    assert len(numbered(gathered(tmp_path, folder, folder / "b.csv"))) == 2
    (tmp_path / "empty").mkdir()
    with pytest.raises(Fault, match="empty: the folder holds no log"):
        gathered(tmp_path, tmp_path / "empty")


def test_bad_rows_unheard_words_and_repetitions_of_all_files_are_counted(tmp_path: Path) -> None:
    a = csv(tmp_path / "a.csv", "soon", "2024-01-01T00:00:02Z")
    b = csv(tmp_path / "b.csv", "2024-01-01T00:00:02Z", what="Lunch")
    event = {"specversion": "1.0", "id": "1", "source": "/x", "type": "Open", "subject": "ticket:9",
             "time": "2024-01-01T00:00:00Z"}  # fmt: skip
    c, d = tmp_path / "c.jsonl", tmp_path / "d.json"
    c.write_text(json.dumps(event) + "\n{\n", encoding="utf-8")
    d.write_text(json.dumps([event]), encoding="utf-8")
    found = gathered(tmp_path, a, b, c, d)
    assert numbered(found) == [(1, "ticket:9"), (2, "ticket:1")]
    assert (found.rows, found.bad_count, found.unheard, found.repeated) == (2, 2, {"Lunch": 1}, 1)
    assert [fault.place for fault in found.bad] == [f"{a}: row 2", f"{c}: row 2"]


def test_a_bad_row_of_our_own_text_is_told_and_a_number_that_comes_again_counts_once(tmp_path: Path) -> None:
    write_any([own(tmp_path / "ours.parquet", 1, 2, 3)], tmp_path / "log.csv")
    lines = (tmp_path / "log.csv").read_text(encoding="utf-8-sig").splitlines()
    lines[2] = lines[2].replace("1970-01-01T00:00:02+00:00", "yesterday", 1)
    (tmp_path / "log.csv").write_text("\n".join([*lines, lines[1]]), encoding="utf-8")
    found = gather([tmp_path / "log.csv"], heard=None, vocabulary=None, folder=tmp_path)
    assert ([number for number, _ in numbered(found)], found.repeated) == ([1, 3], 1)
    assert str(found.bad[0]).endswith(
        "log.csv: row 3: happened is not as it was written (yesterday); put it back as it was, or export the log again."
    )


def test_a_foreign_table_needs_a_mapping(tmp_path: Path) -> None:
    with pytest.raises(Fault) as raised:
        gather([csv(tmp_path / "a.csv")], heard=None, vocabulary=VOCABULARY, folder=tmp_path)
    assert (raised.value.code, raised.value.place) == ("log-not-mapped", str(tmp_path / "a.csv"))


def test_progress_is_the_share_of_the_bytes_of_all_files(tmp_path: Path) -> None:
    paths = [csv(tmp_path / f"{name}.csv", *["2024-01-01T00:00:02Z"] * 12_000, no=name) for name in "ab"]
    told: list[tuple[str, float]] = []
    gather(paths, heard=HEARD, vocabulary=VOCABULARY, folder=tmp_path, on_progress=lambda *one: told.append(one))
    shares = [share for _, share in told]
    assert shares == sorted(shares)
    assert (shares[-1], [name for name, _ in told]) == (1.0, ["a.csv"] * 3 + ["b.csv"] * 3)
    assert 0.3 < shares[0] < 0.5
    assert shares[2] == 0.5
