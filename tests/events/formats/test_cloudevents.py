"""CloudEvents 1.0 of another system: lines and batches, what is heard of them, and what is bad."""

from __future__ import annotations

import json
from io import BufferedReader, BytesIO
from pathlib import Path
from typing import Any

import pytest

from shouwen.events.formats.cloudevents import LONGEST, read_cloudevents
from shouwen.events.formats.heard import Heard
from shouwen.events.formats.parquet import import_log, read_log
from shouwen.events.formats.reading import Reading, read_any
from shouwen.events.vocabulary import Field, Vocabulary, Word
from shouwen.fault import Fault
from shouwen.wording import Wording

FIELDS: dict[str, Field] = {
    name: Field(name, kind, Wording.of(name))
    for name, kind in (("fee", "number"), ("vip", "flag"), ("due", "time"), ("note", "text"))
}  # type: ignore[misc]
VOCABULARY = Vocabulary({"visit.called": Word("visit.called", Wording.of("called"), FIELDS, (), ("crm.called",))})
EVENT: dict[str, Any] = {
    "specversion": "1.0", "id": "a-1", "source": "/crm", "type": "crm.called", "subject": "visit:7",
    "time": "2024-05-06T09:00:00.25+08:00", "by": "li", "site": "H1",
    "data": {"fee": 2.5, "vip": True, "due": "2024-05-06T10:00:00+08:00", "note": "好", "other": {"x": 1}, "no": None},
}  # fmt: skip
NINE = 1_714_957_200


def lines(*events: object) -> bytes:
    return "\n".join(json.dumps(one, ensure_ascii=False) for one in events).encode()


def reading(path: Path, data: bytes, heard: Heard | None = None, vocabulary: Vocabulary | None = VOCABULARY) -> Reading:
    path.write_bytes(data)
    return read_any(path, heard, vocabulary)


def bad(path: Path, data: bytes) -> list[str]:
    read = reading(path, data)
    list(read)
    assert read.bad_count == len(read.bad)
    return [str(fault).removeprefix(f"{path}: ") for fault in read.bad]


@pytest.mark.parametrize("name", ["log.jsonl", "log.ndjson", "log.json"])
@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
def test_events_are_heard_through_the_vocabulary_with_the_fields_their_word_declares(
    tmp_path: Path, name: str, mark: bytes
) -> None:
    data = json.dumps([EVENT], indent=1).encode() if name == "log.json" else lines(EVENT)
    (row,) = reading(tmp_path / name, mark + data)
    assert (row.subject, row.word, row.by, row.site, row.grade) == ("visit:7", "visit.called", "li", "H1", "system")
    assert row.micros == NINE * 1_000_000 + 250_000
    assert row.data == {"fee": 2.5, "vip": True, "due": NINE + 3600, "note": "好"}


def test_a_mapping_may_say_where_the_subject_stands_and_what_data_hold(tmp_path: Path) -> None:
    heard = Heard(kind="visit", subject="data.no", word="type", at="data.at.began", fields={"fee": "data.fee"})
    event = EVENT | {"subject": "x", "data": {"no": 7, "at": {"began": "2024-05-06T01:00:00Z"}, "fee": 3}}
    (row,) = reading(tmp_path / "log.jsonl", lines(event), heard)
    assert (row.subject, row.micros, row.data) == ("visit:7", NINE * 1_000_000, {"fee": 3})


def test_a_mapping_of_a_table_does_not_concern_cloudevents(tmp_path: Path) -> None:
    heard = Heard(kind="visit", subject="ticket", word="what", at="when")
    (row,) = reading(tmp_path / "log.jsonl", lines(EVENT), heard)
    assert row.subject == "visit:7"


def test_without_a_vocabulary_words_are_heard_as_they_are(tmp_path: Path) -> None:
    (row,) = reading(tmp_path / "log.jsonl", lines(EVENT), vocabulary=None)
    assert (row.word, row.data["fee"], row.data["other.x"]) == ("crm.called", "2.5", "1")


def test_the_same_source_and_id_twice_is_one_event_and_the_first_counts(tmp_path: Path) -> None:
    others = [EVENT | {"id": "a-2"}, EVENT | {"source": "/other"}, EVENT | {"by": "wang"}]
    read = reading(tmp_path / "log.jsonl", lines(EVENT, *others))
    assert import_log(read, tmp_path / "log.parquet") == 3
    assert read.rows == 4
    assert [one.by for one in read_log(tmp_path / "log.parquet")] == ["li", "li", "li"]


def test_events_are_numbered_by_time_and_then_as_the_file_has_them(tmp_path: Path) -> None:
    events = [EVENT | {"id": f"{number}", "time": f"2024-05-06T09:00:0{second}Z", "subject": f"visit:{number}"}
              for number, second in enumerate((3, 1, 1, 2))]  # fmt: skip
    import_log(reading(tmp_path / "log.jsonl", lines(*events)), tmp_path / "log.parquet")
    assert [(one.id, one.about[0]) for one in read_log(tmp_path / "log.parquet")] == [
        (1, "visit:1"), (2, "visit:2"), (3, "visit:3"), (4, "visit:0"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"specversion": "0.3"}, "specversion is 0.3; only CloudEvents 1.0"),
        ({"specversion": None}, "specversion is None"),
        ({"id": ""}, "attribute id should be a text"),
        ({"id": 7}, "attribute id should be a text that is not empty, and is 7"),
        ({"source": None}, "attribute source should be"),
        ({"type": ["x"]}, "attribute type should be"),
        ({"subject": {"a": 1}}, "attribute subject should be"),
        ({"time": 1714957200}, "attribute time should be"),
        ({"time": "soon"}, "soon in time is no time"),
        ({"time": "1969-12-31T00:00:00Z"}, "lies before 1970"),
        ({"time": None}, "time is empty"),
        ({"subject": None}, "subject is empty"),
        ({"subject": "7"}, "cannot read the subject 7"),
        ({"subject": "visit:" + "x" * 10_000}, "has 10006 characters"),
        ({"data": {"fee": "dear"}}, "dear in data.fee is no number"),
        ({"source": "urn:shouwen:log"}, "comes from urn:shouwen:log, unlike the first"),
    ],
)
def test_a_bad_event_is_told_with_file_and_row_and_the_others_are_read(
    tmp_path: Path, change: dict[str, object], said: str
) -> None:
    (fault,) = bad(tmp_path / "log.jsonl", lines(EVENT, EVENT | change, EVENT))
    assert fault.startswith("row 2: ")
    assert said in fault


@pytest.mark.parametrize(
    ("line", "said"),
    [
        (b"{", "is no JSON"),
        (b"7", "is no JSON (no object)"),
        (b"\xff\xfe", "no text in UTF-8"),
        (b'{"a": NaN}', "NaN is no JSON"),
        (b'{"specversion": "1.0", "id": "\\ud800"}', "half a character"),
        (b'{"a":' + b"[" * 100_000 + b"]" * 100_000 + b"}", "nested too deep"),
        (b'{"a": ' + b"9" * 5000 + b"}", "is no JSON"),
        (b'{"a":"' + b"x" * LONGEST + b'"}', f"more than {LONGEST} bytes"),
    ],
)
def test_a_line_that_is_no_event_is_bad_and_the_others_are_read(tmp_path: Path, line: bytes, said: str) -> None:
    (fault,) = bad(tmp_path / "log.jsonl", lines(EVENT) + b"\n" + line + b"\n\n" + lines(EVENT))
    assert fault.startswith("row 2: ")
    assert said in fault
    assert len(fault) < 300


def batch(data: bytes) -> list[tuple[int, Any]]:
    return list(read_cloudevents(BufferedReader(BytesIO(data)), place="a.json"))  # type: ignore[arg-type]


@pytest.mark.parametrize("chunk", [1, 7, 100, 2**18])
@pytest.mark.parametrize("indent", [None, 2])
def test_a_batch_is_read_piece_by_piece(monkeypatch: pytest.MonkeyPatch, chunk: int, indent: int | None) -> None:
    monkeypatch.setattr("shouwen.events.formats.cloudevents._CHUNK", chunk)
    events = [EVENT | {"id": f"{number}", "subject": 'visit:] , ["好\\'} for number in range(20)]
    text = json.dumps(events, indent=indent, ensure_ascii=False).encode()
    assert batch(b" " + text + b"\n") == list(enumerate(events, 1))
    assert batch(b"[ ]") == []


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"[{}, {", r"a\.json: row 2: from here on this is broken JSON"),
        (b"[{} {}]", "row 2: .*instead of a comma"),
        (b"[{}", "the end of the array is missing"),
        (b"[", "row 1: .*broken JSON"),
        (b"[" + b"[" * 100_000, "row 1: .*broken JSON .nested too deep"),
        (b'["\xff"]', "row 1: this is no text in UTF-8"),
        (b'["' + b"x" * (2 * LONGEST), f"more than {LONGEST} bytes"),
    ],
)
def test_a_broken_batch_is_a_fault_that_names_where(data: bytes, said: str) -> None:
    with pytest.raises(Fault, match=said):
        batch(data)
