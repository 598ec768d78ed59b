"""XES as a stream: attributes, namespaces, broken and hostile files, memory."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from itertools import islice
from mmap import PAGESIZE
from pathlib import Path
from typing import BinaryIO, cast

import pytest

from shouwen.events.formats.heard import RawRow
from shouwen.events.formats.xes import MOST_BETWEEN, read_xes
from shouwen.fault import Fault

MEMORY = Path("/proc/self/statm")

TWO_TRACES = b"""<?xml version="1.0" encoding="UTF-8"?>
<log xes.version="1.0" xmlns="http://www.xes-standard.org/">
  <extension name="Concept" prefix="concept" uri="http://www.xes-standard.org/concept.xesext"/>
  <global scope="event"><string key="concept:name" value="UNKNOWN"/></global>
  <string key="origin" value="nobody asks"/>
  <trace>
    <string key="concept:name" value="T1"/><int key="size" value="3"><string key="unit" value="inner"/></int>
    <event><string key="concept:name" value="Open"/><date key="time:timestamp" value="2024-05-06T09:00:00Z"/></event>
    <event><!-- said twice --><string key="concept:name" value="Close"/><list key="steps"><values/></list></event>
  </trace>
  <trace/>
  <trace><event><boolean key="ok" value="true"/></event></trace>
  <event><string key="concept:name" value="Stray"/></event>
</log>"""


def read(source: bytes | BinaryIO) -> list[tuple[int, RawRow]]:
    return list(read_xes(BytesIO(source) if isinstance(source, bytes) else source, place="a.xes"))


def log(*events: str, trace: str = "") -> bytes:
    return f"<log><trace>{trace}{''.join(f'<event>{event}</event>' for event in events)}</trace></log>".encode()


def test_events_come_with_the_attributes_of_their_trace_and_are_numbered_through() -> None:
    trace = {"case:concept:name": "T1", "case:size": "3"}
    assert read(TWO_TRACES) == [
        (1, {**trace, "concept:name": "Open", "time:timestamp": "2024-05-06T09:00:00Z"}),
        (2, {**trace, "concept:name": "Close", "steps": None}),
        (3, {"ok": "true"}),
        (4, {"concept:name": "Stray"}),
    ]


def test_a_log_is_read_with_a_prefix_and_without_a_namespace() -> None:
    event = '<x:event><x:string key="k" value="a&amp;b&#10;c"/></x:event>'
    prefixed = f'<x:log xmlns:x="http://www.xes-standard.org/"><x:trace>{event}</x:trace></x:log>'
    assert read(prefixed.encode()) == read(log('<string key="k" value="a&amp;b&#10;c"/>')) == [(1, {"k": "a&b\nc"})]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030"])
def test_the_encoding_is_the_one_the_file_declares(encoding: str) -> None:
    declared = encoding.removesuffix("-sig")
    text = f'<?xml version="1.0" encoding="{declared}"?>' + log('<string key="k" value="投诉"/>').decode()
    assert read(text.encode(encoding)) == [(1, {"k": "投诉"})]


def test_an_empty_log_has_no_rows() -> None:
    assert read(b"<log/>") == []


@pytest.mark.parametrize("end", [60, 600, 800, -3])
def test_a_file_that_ends_short_is_a_fault_that_names_file_row_and_line(end: int) -> None:
    with pytest.raises(Fault, match=r"^a\.xes: row \d+: from line \d+ on this is broken XML") as raised:
        read(TWO_TRACES[:end])
    assert raised.value.code == "log-xes-broken"


def test_what_stands_before_the_break_is_read_and_the_break_is_placed_after_it() -> None:
    # The parser is fed by the block; the first event lies in an earlier one than the break.
    source = log('<string key="k" value="1"/>', f'<string key="k" value="{"x" * 100_000}"/>', "<oops>")
    rows = read_xes(BytesIO(source), place="a.xes")
    assert next(rows) == (1, {"k": "1"})
    with pytest.raises(Fault, match=r"a\.xes: row 3: "):
        list(rows)


@pytest.mark.parametrize("source", [b"<html><body/></html>", b"<catalogue><event/></catalogue>"])
def test_xml_that_is_no_log_is_refused(source: bytes) -> None:
    with pytest.raises(Fault) as raised:
        read(source)
    assert raised.value.code == "log-not-xes"


@pytest.mark.parametrize("source", [b"", b"case,word\n1,open\n"])
def test_what_is_no_xml_is_refused(source: bytes) -> None:
    with pytest.raises(Fault) as raised:
        read(source)
    assert raised.value.code == "log-xes-broken"


def test_a_trace_attribute_after_the_events_is_refused_and_not_lost() -> None:
    with pytest.raises(Fault, match=r"row 1: the trace's attribute concept:name stands after its events"):
        read(b'<log><trace><event/><string key="concept:name" value="T1"/></trace></log>')


def test_entities_are_refused_whether_they_grow_or_fetch() -> None:
    grows = "".join(
        f'<!ENTITY {name} "{f"&{before};" * 10}">' for before, name in zip("abcdefgh", "bcdefghi", strict=True)
    )
    event = log('<string key="k" value="&i;"/>').decode()
    sources = {
        f'<!DOCTYPE log [<!ENTITY a "aaaaaaaaaa">{grows}]>{event}',
        '<!DOCTYPE log [<!ENTITY a SYSTEM "file:///etc/hostname">]><log><trace><event>&a;</event></trace></log>',
        '<!DOCTYPE log SYSTEM "http://127.0.0.1:9/log.dtd"><log><trace><event/></trace></log>',
    }
    refused = set()
    for source in sources:
        with pytest.raises(Fault) as raised:
            read(source.encode())
        refused.add(raised.value.code)
    assert refused == {"log-xes-broken", "log-xes-doctype"}


class _Endless:
    """A file that begins like XML and goes on for ever."""

    def __init__(self, begin: bytes, on: bytes) -> None:
        self._parts = self._endless(begin, on)
        self.given = 0

    def _endless(self, begin: bytes, on: bytes) -> Iterator[bytes]:
        yield begin
        while True:
            yield on * 100

    def read(self, size: int = -1) -> bytes:
        part = next(self._parts)
        self.given += len(part)
        return part


def test_endless_junk_is_given_up() -> None:
    junk = _Endless(b"<junk>", b'<a b="c"/>')
    with pytest.raises(Fault) as raised:
        read(cast(BinaryIO, junk))
    assert raised.value.code == "log-not-xes"
    assert junk.given < 2 * MOST_BETWEEN


@pytest.mark.skipif(not MEMORY.exists(), reason="needs Linux to tell how much memory is held")
@pytest.mark.parametrize("one_trace", [True, False])
def test_a_long_log_takes_no_more_memory_than_a_short_one(one_trace: bool) -> None:
    event = b'<event><string key="word" value="Open"/><string key="note" value="' + b"x" * 500 + b'"/></event>'
    source = _Endless(b"<log><trace>", event) if one_trace else _Endless(b"<log>", b"<trace>" + event + b"</trace>")
    rows = read_xes(cast(BinaryIO, source), place="endless")
    held = []
    for _ in range(2):
        assert sum(1 for _ in islice(rows, 60_000)) == 60_000
        held.append(int(MEMORY.read_text().split()[1]) * PAGESIZE)
    assert source.given > 60_000_000
    assert held[1] - held[0] < 10_000_000


def test_a_log_of_traces_without_events_is_read_to_its_end() -> None:
    trace = b'<trace><string key="concept:name" value="T1"/></trace>'
    assert read(b"<log>" + trace * (MOST_BETWEEN // len(trace) + 1_000) + b"</log>") == []
