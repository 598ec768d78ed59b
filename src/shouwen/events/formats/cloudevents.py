"""Logs as CloudEvents 1.0 in JSON: one event a line, or a batch in one array; in and out."""

from __future__ import annotations

import json
from codecs import getincrementaldecoder
from collections.abc import Iterable, Iterator, Mapping
from json.encoder import encode_basestring, encode_basestring_ascii
from typing import Any, BinaryIO

from shouwen.events.event import Event
from shouwen.events.formats.own import (
    DECODER,
    about_of,
    about_text,
    correction_of,
    correction_text,
    data_of,
    data_text,
    parse,
)  # fmt: skip
from shouwen.events.formats.written_time import instant, written
from shouwen.fault import Fault

OURS = "urn:shouwen:log"
"""The source of our own events; in such a file an event's id is its number."""

LONGEST = 10_000_000
"""Bytes of one event; a longer one is a bad row."""

_CHUNK = 2**18
_NEEDED = ("id", "source", "type")
_TEXTS = ("id", "source", "type", "subject", "time")
_DEEPEST = 8

Object = dict[str, Any]


def read_cloudevents(file: BinaryIO, *, place: str) -> Iterator[tuple[int, Object | Fault]]:
    """The events as JSON objects, each with its line, or its number in the batch, from 1. A bad one comes as its Fault.

    Raises Fault for a batch that is broken, from where on nothing can be told apart.
    """
    first = file.peek(64) if hasattr(file, "peek") else b""
    if first.removeprefix(b"\xef\xbb\xbf").lstrip()[:1] == b"[":
        found: Iterator[tuple[int, Any]] = _batch(file, place)
    else:
        found = _lines(file)
    for number, value in found:
        yield number, value if isinstance(value, Fault) else checked(value, number)


def raw_row(event: Object) -> dict[str, str | None]:
    """The attributes as text, and what the data hold as "data.NAME", "data.NAME.NAME"."""
    raw: dict[str, str | None] = {}
    for name, value in event.items():
        if isinstance(value, str):
            raw[name] = value
        elif name == "data" and isinstance(value, dict):
            _flatten(value, "data.", raw, 1)
        else:
            raw[name] = _said(value)
    return raw


def event_of(event: Object, number: int) -> Event:
    """One of our own. Raises Fault, which names the row."""
    part = "id"
    try:
        own = int(event["id"])
        part = "time"
        at = instant(event["time"])
        part = "noted"
        noted = instant(event["noted"]) if "noted" in event else at
        part = "about"
        about = about_of(event["about"]) if "about" in event else (event["subject"],)
        part = "data"
        data = data_of(event.get("data", {}))
        part = "correction"
        correction = correction_of(parse(event["correction"])) if "correction" in event else None
        part = "corrects"
        corrects = int(event["corrects"]) if "corrects" in event else None
        part = "site, by, grade"
        site, by, grade = event.get("site", ""), event.get("by", ""), event.get("grade", "system")
        if not (isinstance(site, str) and isinstance(by, str) and isinstance(grade, str)):
            raise TypeError
    except (KeyError, ValueError, TypeError, RecursionError):
        raise Fault("log-own-row", place=f"row {number}", column=part, given=_short(event.get(part))) from None
    try:
        return Event(
            id=own, about=about, word=event["type"], at=at, noted_at=noted, site=site, by=by, grade=grade,
            data=data, corrects=corrects, correction=correction,
        )  # fmt: skip
    except Fault as fault:
        raise fault.at(f"row {number}") from None


def lines_of(events: Iterable[Event]) -> Iterator[str]:
    """Each event as a line of JSON. What our events have and CloudEvents have not is an extension attribute."""
    for event in events:
        parts = [
            f'{{"specversion":"1.0","id":"{event.id}","source":"{OURS}","type":{encode_basestring(event.word)},'
            f'"subject":{encode_basestring(event.about[0])},"time":"{written(event.at)}Z"'
        ]
        if len(event.about) > 1:
            parts.append(f'"about":{encode_basestring(about_text(event.about))}')
        if event.noted_at != event.at:
            parts.append(f'"noted":"{written(event.noted_at)}Z"')
        if event.site:
            parts.append(f'"site":{encode_basestring(event.site)}')
        if event.by:
            parts.append(f'"by":{encode_basestring(event.by)}')
        parts.append(f'"grade":"{event.grade}"')
        if event.corrects is not None and event.correction is not None:
            parts.append(f'"corrects":"{event.corrects}"')
            parts.append(f'"correction":{encode_basestring(correction_text(event.correction, event.id))}')
        parts.append(f'"datacontenttype":"application/json","data":{data_text(event.data, event.id)}}}\n')
        yield ",".join(parts)


def batch_of(events: Iterable[Event]) -> Iterator[str]:
    """The events as one array, application/cloudevents-batch+json."""
    yield "["
    before = "\n"
    for line in lines_of(events):
        yield before + line[:-1]
        before = ",\n"
    yield "\n]\n"


def _lines(file: BinaryIO) -> Iterator[tuple[int, Any]]:
    number = 0
    while line := file.readline(LONGEST + 1):
        number += 1
        if len(line) > LONGEST:
            while line and not line.endswith(b"\n"):
                line = file.readline(LONGEST)
            yield number, Fault("log-json-too-long", place=f"row {number}", most=LONGEST)
            continue
        if number == 1:
            line = line.removeprefix(b"\xef\xbb\xbf")
        try:
            text = line.decode()
        except UnicodeDecodeError:
            yield number, Fault("log-json-utf8", place=f"row {number}")
            continue
        if not text.strip():
            continue
        try:
            yield number, _whole_text(parse(text), text)
        except (ValueError, RecursionError) as error:
            yield number, Fault("log-json-row", place=f"row {number}", why=_why(error))


def _batch(file: BinaryIO, place: str) -> Iterator[tuple[int, Any]]:
    """The elements of an array, with no more of it in memory than an event may have."""
    decode = getincrementaldecoder("utf-8-sig")().decode
    buffer, at, number, ended = "", 0, 0, False

    def more() -> None:
        nonlocal buffer, at, ended
        # The longer an event is already, the more is read at once: going over it again costs no more than twice.
        data = file.read(max(_CHUNK, len(buffer) - at))
        ended = not data
        try:
            buffer, at = buffer[at:] + decode(data, final=ended), 0
        except UnicodeDecodeError:
            raise Fault("log-json-utf8", place=f"{place}: row {number + 1}") from None

    def sign() -> str:
        nonlocal at
        while True:
            while at < len(buffer) and buffer[at] in " \t\r\n":
                at += 1
            if at < len(buffer):
                return buffer[at]
            if ended:
                return ""
            more()

    def broken(why: object) -> Fault:
        return Fault("log-json-broken", place=f"{place}: row {number + 1}", why=why)

    sign()
    at += 1  # the bracket that was seen already
    if sign() == "]":
        return
    while True:
        sign()
        while True:
            try:
                value, end = DECODER.raw_decode(buffer, at)
            except (ValueError, RecursionError) as error:
                if ended or isinstance(error, RecursionError):
                    raise broken(_why(error)) from None
                if len(buffer) - at > LONGEST:
                    raise Fault("log-json-too-long", place=f"{place}: row {number + 1}", most=LONGEST) from None
                more()
            else:
                break
        number += 1
        try:
            yield number, _whole_text(value, buffer[at:end])
        except ValueError as error:
            yield number, Fault("log-json-row", place=f"row {number}", why=_why(error))
        at = end
        after = sign()
        at += 1
        if after == "]":
            return
        if after != ",":
            raise broken("the end of the array is missing" if not after else f"{after} instead of a comma")


def checked(value: Any, number: int) -> Object | Fault:
    """The value, where it is an event by CloudEvents 1.0 with the attributes we need; else its Fault."""
    place = f"row {number}"
    if not isinstance(value, dict):
        return Fault("log-json-row", place=place, why="no object")
    if value.get("specversion") != "1.0":
        return Fault("log-ce-version", place=place, given=_short(value.get("specversion", "-")))
    for name in _TEXTS:
        text = value.get(name)
        if isinstance(text, str) and text:
            continue
        if text is None and name not in _NEEDED:
            value.pop(name, None)
        else:
            return Fault("log-ce-attribute", place=place, name=name, given=_short("-" if text is None else text))
    return value


def _flatten(data: Mapping[str, Any], before: str, raw: dict[str, str | None], depth: int) -> None:
    for name, value in data.items():
        if isinstance(value, str):
            raw[before + name] = value
        elif isinstance(value, dict) and depth < _DEEPEST:
            _flatten(value, f"{before}{name}.", raw, depth + 1)
        else:
            raw[before + name] = _said(value)


def _said(value: Any) -> str | None:
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return repr(value)
    return json.dumps(value, ensure_ascii=False)


def _whole_text(value: Any, text: str) -> Any:
    """The value. Raises ValueError where an escape left half a character in it."""
    if "\\u" in text:
        try:
            json.dumps(value, ensure_ascii=False).encode()
        except UnicodeEncodeError as error:
            raise ValueError(f"half a character: {error.object[error.start]!a}") from None
    return value


def _why(error: Exception) -> str:
    if isinstance(error, RecursionError):
        return "nested too deep"
    return encode_basestring_ascii(str(error).partition(": line")[0])[1:-1][:120]


def _short(value: object) -> str:
    text = str(value)
    return text if len(text) <= 40 else text[:37] + "…"
