"""Our own log in every format, and back: the same events, corrections included."""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from shouwen.events.event import GRADES, LATEST, Correction, Event
from shouwen.events.formats.gathering import gather
from shouwen.events.formats.parquet import read_log, write_log
from shouwen.events.formats.reading import OwnReading
from shouwen.events.formats.writing import write_any
from shouwen.events.formats.xes_writing import xes_of
from shouwen.fault import Fault

texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
names = texts.filter(bool)
numbers = st.floats(allow_nan=False, allow_infinity=False) | st.integers(-(2**62), 2**62)
datas = st.dictionaries(texts, st.none() | st.booleans() | numbers | texts, max_size=4)
subjects = st.builds("{}:{}".format, st.sampled_from(["visit", "["]) | st.from_regex(r"[a-z]+", fullmatch=True), names)


@st.composite
def logs(draw: st.DrawFn) -> list[Event]:
    ids = draw(st.lists(st.integers(1, 2**62), min_size=1, max_size=6, unique=True))
    return [draw(_events(number)) for number in ids]


@st.composite
def _events(draw: st.DrawFn, number: int) -> Event:
    happened, noted = sorted((draw(st.integers(0, LATEST)), draw(st.integers(0, LATEST))))
    correction = None
    if draw(st.booleans()):
        moved = draw(st.none() | st.integers(0, noted))
        correction = Correction(void=draw(st.booleans()), at=moved, data=draw(st.none() | datas))
    return Event(
        id=number,
        about=tuple(draw(st.lists(subjects, min_size=1, max_size=3))),
        word=draw(names),
        at=happened,
        noted_at=noted,
        site=draw(texts),
        by=draw(texts),
        grade=draw(st.sampled_from(GRADES)),
        data=draw(datas),
        corrects=None if correction is None else draw(st.integers(1, 2**62)),
        correction=correction,
    )


@pytest.mark.parametrize("suffix", [".csv", ".csv.gz", ".jsonl", ".ndjson.gz", ".json", ".json.gz"])
@settings(deadline=None, max_examples=12)
@given(log=logs())
def test_what_is_written_is_read_back_the_same(suffix: str, log: list[Event]) -> None:
    with TemporaryDirectory() as name:
        folder = Path(name)
        write_log(log, folder / "log.parquet")
        assert write_any([folder / "log.parquet"], folder / f"out{suffix}") == len(log)
        reading = OwnReading(folder / f"out{suffix}")
        assert list(reading) == log
        assert reading.bad == []


@settings(deadline=None, max_examples=10)
@given(log=logs())
def test_gathered_from_any_format_the_log_is_the_same_again(log: list[Event]) -> None:
    with TemporaryDirectory() as name:
        folder = Path(name)
        write_log(log, folder / "log.parquet")
        write_any([folder / "log.parquet"], folder / "log.csv")
        write_any([folder / "log.parquet"], folder / "merged.parquet")
        found = gather([folder / "log.csv"], heard=None, vocabulary=None, folder=folder)
        assert list(read_log(found.parquets[0])) == list(read_log(folder / "merged.parquet")) == log


def event(number: int, *, about: str = "visit:1", at: int = 0, **fields: object) -> Event:
    given: dict[str, object] = {"word": "visit.called", "noted_at": 1000, **fields}
    return Event(id=number, about=(about, "account:8"), at=at, **given)  # type: ignore[arg-type]


LOG = [
    event(
        1, at=20, site="H1", by="li", data={"fee": 1.5, "n": 2, "ok": True, "site": "x", "none": None, "名": '"<&>\n'}
    ),
    event(2, at=10, about="visit:2"),
    event(3, at=5),
    event(4, at=30, corrects=3, correction=Correction(at=40)),
    event(5, at=31, about="visit:2", corrects=2, correction=Correction(void=True)),
]


def test_xes_has_a_trace_a_subject_with_the_events_as_known_at_last(tmp_path: Path) -> None:
    write_log(LOG, tmp_path / "log.parquet")
    assert write_any([tmp_path / "log.parquet"], tmp_path / "log.xes.gz", of="visit") == 5
    root = etree.fromstring(gzip.decompress((tmp_path / "log.xes.gz").read_bytes()))
    space = {"x": "http://www.xes-standard.org/"}
    assert [one.get("prefix") for one in root.findall("x:extension", space)] == ["concept", "time", "org"]
    (trace,) = root.findall("x:trace", space)  # the only event of the other visit is void
    assert trace[0].attrib == {"key": "concept:name", "value": "1"}
    told = [{a.get("key"): (etree.QName(a).localname, a.get("value")) for a in one} for one in trace[1:]]
    assert [(one["id"][1], one["time:timestamp"]) for one in told] == [
        ("1", ("date", "1970-01-01T00:00:20+00:00")),
        ("3", ("date", "1970-01-01T00:00:40+00:00")),
    ]
    assert told[0] == told[0] | {
        "concept:name": ("string", "visit.called"), "org:resource": ("string", "li"), "site": ("string", "H1"),
        "fee": ("float", "1.5"), "n": ("int", "2"), "ok": ("boolean", "true"), "data:site": ("string", "x"),
        "名": ("string", '"<&>\n'),
    }  # fmt: skip


@settings(deadline=None)
@given(log=logs())
def test_xes_is_well_formed_whatever_the_texts_or_names_the_event_it_cannot_write(log: list[Event]) -> None:
    stories = [(one.about[0], [one]) for one in log if one.correction is None]
    try:
        text = "".join(xes_of(stories))
    except Fault as fault:
        code = fault.code
    else:
        traces = etree.fromstring(text.encode()).findall("{*}trace")
        assert [trace[0].get("value") for trace in traces] == [name.partition(":")[2] for name, _ in stories]
        code = "log-xes-text"
    assert code == "log-xes-text"


def test_what_leaves_as_cloudevents_has_only_legal_attributes(tmp_path: Path) -> None:
    write_log(LOG, tmp_path / "log.parquet")
    write_any([tmp_path / "log.parquet"], tmp_path / "log.json")
    batch = json.loads((tmp_path / "log.json").read_text(encoding="utf-8"))
    assert batch[0] == {
        "specversion": "1.0", "id": "1", "source": "urn:shouwen:log", "type": "visit.called", "subject": "visit:1",
        "time": "1970-01-01T00:00:20Z", "about": '["visit:1","account:8"]', "noted": "1970-01-01T00:16:40Z",
        "site": "H1", "by": "li", "grade": "self-reported", "datacontenttype": "application/json",
        "data": LOG[0].data,
    }  # fmt: skip
    names = {name for one in batch for name in one}
    assert [name for name in names if not (name.isascii() and name.isalnum() and name == name.lower())] == []
    assert {type(value) for one in batch for name, value in one.items() if name != "data"} == {str}
