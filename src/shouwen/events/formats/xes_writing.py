"""Our log in the XES standard (IEEE 1849): a trace for each subject of one kind, its events as known at last."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from xml.sax.saxutils import escape

from shouwen.events.event import LATEST, Event, Value
from shouwen.events.formats.written_time import written
from shouwen.events.story import Story
from shouwen.fault import Fault

_HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<log xes.version="1849-2016" xes.features="" xmlns="http://www.xes-standard.org/">
<extension name="Concept" prefix="concept" uri="http://www.xes-standard.org/concept.xesext"/>
<extension name="Time" prefix="time" uri="http://www.xes-standard.org/time.xesext"/>
<extension name="Organizational" prefix="org" uri="http://www.xes-standard.org/org.xesext"/>
<global scope="trace"><string key="concept:name" value=""/></global>
<global scope="event"><string key="concept:name" value=""/>\
<date key="time:timestamp" value="1970-01-01T00:00:00+00:00"/></global>
<classifier name="Word" scope="event" keys="concept:name"/>
"""
_QUOTED = {'"': "&quot;", "\n": "&#10;", "\r": "&#13;", "\t": "&#9;"}
_FORBIDDEN = {chr(code) for code in range(32)} - {"\t", "\n", "\r"} | {"\ufffe", "\uffff"}
_OWN = ("id", "noted", "site", "grade")


def xes_of(stories: Iterable[tuple[str, list[Event]]]) -> Iterator[str]:
    """The log, a trace at a time. XES knows no corrections: they are laid in place, and what is void is left out.

    Where a field of an event is called as an attribute of ours is (id, noted, site, grade), it is written as data:NAME.
    """
    yield _HEAD
    for subject, events in stories:
        known = Story(subject, events).known(LATEST).events
        if known:
            parts = [f"<trace>{_string('concept:name', subject.partition(':')[2], known[0].id)}\n"]
            parts += [_event(event) for event in known]
            yield "".join([*parts, "</trace>\n"])
    yield "</log>\n"


def _event(event: Event) -> str:
    number = event.id
    parts = [
        f'<event>{_string("concept:name", event.word, number)}<date key="time:timestamp" '
        f'value="{written(event.at)}+00:00"/><int key="id" value="{number}"/>'
        f'<date key="noted" value="{written(event.noted_at)}+00:00"/>{_string("grade", event.grade, number)}'
    ]
    if event.by:
        parts.append(_string("org:resource", event.by, number))
    if event.site:
        parts.append(_string("site", event.site, number))
    parts += _fields(event.data, number)
    return "".join([*parts, "</event>\n"])


def _fields(data: Mapping[str, Value], number: int) -> Iterator[str]:
    for name, value in data.items():
        key = f"data:{name}" if name in _OWN or ":" in name else name
        if isinstance(value, bool):
            yield f'<boolean key="{_text(key, number)}" value="{str(value).lower()}"/>'
        elif isinstance(value, int) and -(2**63) <= value < 2**63:
            yield f'<int key="{_text(key, number)}" value="{value}"/>'
        elif isinstance(value, int | float):
            yield f'<float key="{_text(key, number)}" value="{float(value)!r}"/>'
        elif value is not None:
            yield _string(key, value, number)


def _string(key: str, value: str, number: int) -> str:
    return f'<string key="{_text(key, number)}" value="{_text(value, number)}"/>'


def _text(text: str, number: int) -> str:
    if text.isalnum():
        return text
    if not _FORBIDDEN.isdisjoint(text):
        raise Fault("log-xes-text", id=number)
    return escape(text, _QUOTED)
