"""Our log in any format, by the suffix: there whole or not at all."""

from __future__ import annotations

import csv
import gzip
import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from io import TextIOWrapper
from itertools import chain, islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import BinaryIO, cast

from shouwen.events.event import Event
from shouwen.events.formats import cloudevents, own_csv
from shouwen.events.formats.parquet import ask, merge_logs, read_log, read_stories
from shouwen.events.formats.reading import SUFFIXES, form_of
from shouwen.events.formats.xes_writing import xes_of
from shouwen.fault import Fault

_CHUNK = 2_000
_PACE = 10_000
_PACKING = 6

Progress = Callable[[float], None]
"""Told now and then the share of the events that is written."""


def check_target(path: Path) -> None:
    """Raises Fault for a name that says no format, a folder, and a folder to write to that is not there."""
    try:
        form_of(path)
    except Fault:
        raise Fault("log-suffix-out", place=str(path), suffixes=", ".join(SUFFIXES)) from None
    if path.is_dir():
        raise Fault("log-is-folder", place=str(path))
    if not path.parent.is_dir():
        raise Fault("log-unwritable", place=str(path), why="no such folder")


def write_any(
    parquets: Sequence[Path], path: Path, *, of: str | None = None, on_progress: Progress = lambda share: None
) -> int:
    """Write logs of our form to one of the format that the suffix says; returns how many events were written.

    XES has a trace for each subject of the kind `of`. Raises Fault.
    """
    check_target(path)
    form = form_of(path)
    if form == "parquet":
        return merge_logs(parquets, path)
    ((size,),) = ask(parquets, "SELECT count(*) FROM log")
    count = _Count(max(int(size), 1), on_progress)
    if form == "xes":
        stories = read_stories(parquets, of or _only_kind(parquets, path))
        _write(path, xes_of(count.stories(stories)))
        return count.written
    events = count.events(chain.from_iterable(map(read_log, parquets)))
    if form == "csv":
        with _whole(path) as file:
            # The mark at the start tells spreadsheets that this is UTF-8.
            text = TextIOWrapper(file, encoding="utf-8-sig", newline="")
            table = csv.writer(text, lineterminator="\r\n")
            table.writerow(own_csv.HEADER)
            table.writerows(own_csv.rows_of(events))
            text.flush()
            text.detach()
    elif path.name.lower().removesuffix(".gz").endswith(".json"):
        _write(path, cloudevents.batch_of(events))
    else:
        _write(path, cloudevents.lines_of(events))
    return count.written


class _Count:
    def __init__(self, size: int, tell: Progress) -> None:
        self.written = 0
        self._size = size
        self._tell = tell

    def events(self, events: Iterable[Event]) -> Iterator[Event]:
        for event in events:
            self.written += 1
            if self.written % _PACE == 0:
                self._tell(min(self.written / self._size, 1.0))
            yield event

    def stories(self, stories: Iterable[tuple[str, list[Event]]]) -> Iterator[tuple[str, list[Event]]]:
        for subject, events in stories:
            yield subject, list(self.events(events))


def _only_kind(parquets: Sequence[Path], path: Path) -> str:
    kinds = [
        str(row[0])
        for row in ask(
            parquets,
            "SELECT DISTINCT split_part(subject, ':', 1) AS kind FROM (SELECT unnest(about) AS subject FROM log) "
            "ORDER BY kind LIMIT 20",
        )
    ]
    if len(kinds) > 1:
        raise Fault("log-kind-needed", place=str(path), kinds=", ".join(kinds))
    return kinds[0] if kinds else "-"


def _write(path: Path, texts: Iterator[str]) -> None:
    with _whole(path) as file:
        while chunk := "".join(islice(texts, _CHUNK)):
            file.write(chunk.encode())


@contextmanager
def _whole(path: Path) -> Iterator[BinaryIO]:
    """A file to write to, which comes to `path` once it is whole; packed where the name says so."""
    try:
        with TemporaryDirectory(prefix=f".{path.name[:40]}.", dir=path.parent) as folder:
            made = os.path.join(folder, "log")
            with open(made, "wb") as file:
                if path.name.lower().endswith(".gz"):
                    with gzip.GzipFile(filename="", fileobj=file, mode="wb", compresslevel=_PACKING, mtime=0) as packed:
                        yield cast(BinaryIO, packed)
                else:
                    yield file
            os.replace(made, path)
    except OSError as error:
        raise Fault("log-unwritable", place=str(path), why=error.strerror or error) from None
