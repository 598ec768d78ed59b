"""What comes and goes as a file: the attachments of cases, and the log."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path as File
from typing import Any

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from ninja import File as Sent
from ninja import Path, Query, Status, UploadedFile
from pydantic import BaseModel, Field

from shouwen.fault import Fault
from shouwen.operation.ledger import read
from shouwen.operation.ledger.attaching import FILE, Kept, attach, check_size, files_of, open_file
from shouwen.operation.ledger.export import export
from shouwen.operation.people.rights import Acting
from shouwen.operation.web.api import Once, acting, answers, api, needs
from shouwen.operation.web.api_reading import READ, Subject
from shouwen.operation.web.api_saying import unit_in_sight
from shouwen.operation.web.api_types import Asked, Name, Taken, Time
from shouwen.operation.web.attachments import handed_out

PARQUET = "application/vnd.apache.parquet"
ANY_FILE = "application/octet-stream"
_PIECE = 64 * 1024


class AttachmentSeen(BaseModel):
    """A file of a case. `title` is null once the customer was erased."""

    name: str = Field(description="By which it is fetched: /attachments/{name}.")
    title: str | None
    kind: str = Field(description="The media type, told by what is in it.")
    size: int
    added_at: Time


class Attachments(BaseModel):
    """The files of a case, the oldest first."""

    attachments: list[AttachmentSeen]


class FilesWanted(Taken):
    """Which part of the log."""

    unit: Name | None = Field(None, description="A unit's code: it and all below it.")
    since: Asked | None = Field(None, description="What happened from here on.")
    until: Asked | None = Field(None, description="What happened before then.")


def _as_file(kind: str, said: str) -> dict[str, Any]:
    content = {kind: {"schema": {"type": "string", "format": "binary"}}}
    return {"responses": {200: {"description": said, "content": content}}}


def _problems(*statuses: int) -> dict[Any, Any]:
    return {status: model for status, model in answers(None, 200, *statuses).items() if status != 200}


@api.post(
    "/cases/{subject}/attachments", auth=needs("act"), tags=["cases"], summary="Add a file to a case",
    response={201: AttachmentSeen, **answers(AttachmentSeen, 200, 404, 409, 413, 415)},
)  # fmt: skip
def add(request: HttpRequest, subject: Subject, file: Sent[UploadedFile], once: Once = None) -> Status[AttachmentSeen]:
    """Seals a file under the customer's key and adds it. What kind it is, its bytes say; what it is called does not."""
    case = read.case_called(subject)
    try:
        check_size(file.size or 0)
        event = attach(case, file.name or "", file.read(), by=acting(request), once=once or "")
    except Fault as fault:
        fault.place = fault.place or "file"
        raise
    kept = files_of(case).get(str(event.data.get("text")))
    if kept is None:  # another word was said under this key before
        raise Fault("api-once-differs", word=event.word, case=event.about[0])
    return Status(201, _seen(kept))


@api.get(
    "/cases/{subject}/attachments", auth=READ, response=answers(Attachments, 200, 404), tags=["cases"],
    summary="The files of a case",
)  # fmt: skip
def listed(request: HttpRequest, subject: Subject) -> Attachments:
    """What was added to a case in sight."""
    return Attachments(attachments=[_seen(one) for one in files_of(read.case_called(subject)).values()])


@api.get(
    "/attachments/{name}", auth=READ, response=_problems(404, 409), tags=["cases"], summary="Fetch a file",
    openapi_extra=_as_file(ANY_FILE, "The file."),
)  # fmt: skip
def fetch(request: HttpRequest, name: Path[Name]) -> HttpResponse:
    """A file of a case in sight, as it was added."""
    return handed_out(*open_file(name.removeprefix(FILE)), kind=ANY_FILE)


@api.get(
    "/export", auth=needs("export"), response=_problems(404), tags=["events"], summary="Take the log out",
    openapi_extra=_as_file(PARQUET, "The log, as `shouwen audit` reads it."),
)  # fmt: skip
def take_out(request: HttpRequest, asked: Query[FilesWanted]) -> StreamingHttpResponse:
    """The events in sight as a Parquet file, in the order of their numbers. Texts stand as references here.

    Corrections go with the events they correct.
    """
    by = acting(request)
    unit = unit_in_sight(asked.unit, by).code if asked.unit is not None else ""
    pieces = _taken_out(by, asked, unit)
    next(pieces)  # what can go wrong has, before the answer begins
    response = StreamingHttpResponse(pieces, content_type=PARQUET)
    response["Content-Disposition"] = 'attachment; filename="log.parquet"'
    return response


def _taken_out(by: Acting, asked: FilesWanted, unit: str) -> Iterator[bytes]:
    """The file in pieces, the first of them empty. It is gone as soon as the last was taken, or nobody wants them."""
    folder = File(tempfile.mkdtemp(prefix="shouwen-"))
    try:
        out = folder / "log.parquet"
        export(by, out, since=asked.since, until=asked.until, unit=unit)
        yield b""
        with out.open("rb") as file:
            while piece := file.read(_PIECE):
                yield piece
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _seen(kept: Kept) -> AttachmentSeen:
    return AttachmentSeen(
        name=kept.name, title=kept.title, kind=kept.kind, size=kept.size, added_at=kept.added_at
    )  # fmt: skip
