"""POST /events: devices and other systems report what has happened, as CloudEvents 1.0 over HTTP.

    application/cloudevents+json         one event, structured
    application/cloudevents-batch+json   an array of events: read as it comes, never whole in memory
    any other JSON with ce-… headers     one event, binary mode

One event that is refused is a problem, under the problem's own status. A batch is answered with what became of each
row: 200 where none was refused, 207 otherwise; one bad row spoils no other.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import unquote

from django.conf import settings
from django.http import HttpRequest, RawPostDataException, UnreadablePostError
from ninja import Status
from pydantic import BaseModel, Field

from shouwen.events.formats.cloudevents import Object, checked, read_cloudevents
from shouwen.events.formats.own import parse
from shouwen.fault import Fault
from shouwen.operation.web.api import acting, answers, api, needs
from shouwen.operation.web.api_problems import Problem, problem_of, why_no_json
from shouwen.operation.web.api_reports import LARGEST, Outcome, Row, take_in, tally

ONE = "application/cloudevents+json"
BATCH = "application/cloudevents-batch+json"
PLAIN = "application/json"
_ONE_AT_MOST = 8 * LARGEST  # bytes


class RowSeen(BaseModel):
    """What became of one row."""

    row: int = Field(description="Its number in the batch, from 1.")
    id: str
    outcome: Outcome
    event: int | None = Field(None, description="Its number in the log.")
    late: int | None = Field(None, description="Seconds after it happened, where it was noted late.")
    out_of_turn: bool = Field(False, description="It does not follow in its story; it was appended, and is marked.")
    problem: Problem | None = None


class Report(BaseModel):
    """What became of each row. `broken`: from where on nothing was read; what came before is in."""

    accepted: int
    late: int
    known: int
    refused: int
    rows: list[RowSeen]
    broken: Problem | None = None


_TEXT = {"type": "string", "minLength": 1}
_EVENT: dict[str, Any] = {
    "type": "object",
    "title": "CloudEvent",
    "required": ["specversion", "id", "source", "type"],
    "properties": {
        "specversion": {"const": "1.0"},
        "id": _TEXT,
        "source": _TEXT,
        "type": {**_TEXT, "description": "The word, by our name or one it is heard as."},
        "subject": {**_TEXT, "description": "kind:name"},
        "time": {"type": "string", "format": "date-time"},
        "site": {**_TEXT, "description": "The unit's code, where the token is of several."},
        "about": {**_TEXT, "description": "Further subjects, a JSON array of texts."},
        "data": {"type": "object", "additionalProperties": {"type": ["string", "number", "boolean", "null"]}},
    },
}
_BODY = {
    "requestBody": {
        "required": True,
        "content": {
            ONE: {"schema": _EVENT},
            BATCH: {"schema": {"type": "array", "items": _EVENT, "maxItems": 10_000}},
        },
    }
}


@api.post(
    "/events", auth=needs("ingest"), tags=["events"], summary="Report what has happened", openapi_extra=_BODY,
    response={207: Report, **answers(Report, 200, 404, 409, 413, 415)},
)  # fmt: skip
def ingest(request: HttpRequest) -> Status[Report]:
    """Takes reports as CloudEvents. A delivery that is repeated (same source and id) is known, and changes nothing."""
    by = acting(request)
    kind = (request.content_type or "").lower()
    if kind == BATCH:
        found, broken = _batch(request)
        return _answer([*_until_broken(take_in(found, by), broken)], broken)
    event = _structured(request) if kind == ONE else _binary(request, kind)
    if isinstance(event, Fault):
        event.place = ""
        raise event
    rows = list(take_in([(1, event)], by))
    if rows[0].fault is not None:
        raise rows[0].fault
    return _answer(rows, [])


def _batch(request: HttpRequest) -> tuple[Iterator[tuple[int, Object | Fault]], list[Fault]]:
    """The rows as they come, and a list that holds the Fault with which they broke off, once they have."""
    broken: list[Fault] = []
    file = io.BufferedReader(_Body(request), 65_536)
    first = file.peek(64).removeprefix(b"\xef\xbb\xbf").lstrip()[:1]
    if first != b"[":
        raise Fault("api-json", why="an array was expected")

    def rows() -> Iterator[tuple[int, Object | Fault]]:
        try:
            for number, value in read_cloudevents(file, place="body"):
                if number > settings.API_ROWS:
                    raise Fault("api-rows", place=f"row {number}", most=settings.API_ROWS)
                yield number, value
        except Fault as fault:
            broken.append(fault)

    return rows(), broken


def _until_broken(rows: Iterator[Row], broken: list[Fault]) -> Iterator[Row]:
    """The rows; where the batch is broken before its first, its Fault is raised as that of the whole."""
    came = False
    for row in rows:
        came = True
        yield row
    if broken and not came:
        raise Fault("api-json", why=broken[0].say("en")[:120])


def _structured(request: HttpRequest) -> Object | Fault:
    try:
        return checked(parse(_whole(request).decode("utf-8-sig")), 1)
    except (ValueError, RecursionError) as error:
        raise Fault("api-json", why=why_no_json(error)) from None


def _binary(request: HttpRequest, kind: str) -> Object | Fault:
    """Attributes in the headers, percent-encoded or in quotes (HTTP binding, 3.1.3.2); the body is the data."""
    if "ce-specversion" not in request.headers or not (kind in ("", PLAIN) or kind.endswith("+json")):
        raise Fault("api-media-type", given=kind[:60] or "-", kinds=f"{ONE}, {BATCH}")
    event: dict[str, Any] = {}
    for name, value in request.headers.items():
        if name.lower().startswith("ce-"):
            try:
                event[name.lower()[3:]] = unquote(_unquoted(value), errors="strict")
            except UnicodeDecodeError:
                raise Fault("api-characters", place=name[:40]) from None
    body = _whole(request)
    try:
        if body.strip():
            event["data"] = parse(body.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise Fault("api-json", why=why_no_json(error)) from None
    return checked(event, 1)


def _unquoted(value: str) -> str:
    """A header's value, without the quotation marks around it (RFC 9110, 5.6.4)."""
    if len(value) > 1 and value[0] == value[-1] == '"':
        return re.sub(r"\\(.)", r"\1", value[1:-1])
    return value


def _whole(request: HttpRequest) -> bytes:
    body = request.read(_ONE_AT_MOST + 1)
    if len(body) > _ONE_AT_MOST:
        raise Fault("api-too-large", most=_ONE_AT_MOST)
    return body


class _Body(io.RawIOBase):
    """The request's body, read as it comes."""

    def __init__(self, request: HttpRequest) -> None:
        self._request = request

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        try:
            data = self._request.read(len(buffer))
        except (UnreadablePostError, RawPostDataException):
            raise Fault("api-json", why="the body broke off") from None
        buffer[: len(data)] = data
        return len(data)


def _answer(rows: list[Row], broken: list[Fault]) -> Status[Report]:
    counted = tally(rows)
    report = Report(
        accepted=counted["accepted"] + counted["accepted-late"], late=counted["accepted-late"],
        known=counted["known"], refused=counted["refused"],
        rows=[
            RowSeen(
                row=row.row, id=row.id, outcome=row.outcome, event=row.event, late=row.late,
                out_of_turn=row.out_of_turn, problem=None if row.fault is None else problem_of(row.fault),
            )
            for row in rows
        ],
        broken=problem_of(broken[0]) if broken else None,
    )  # fmt: skip
    return Status(207 if counted["refused"] or broken else 200, report)
