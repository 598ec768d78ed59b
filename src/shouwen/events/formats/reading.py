"""A log, whatever its format, read into Rows of another system or Events of ours; what is bad is counted and told."""

from __future__ import annotations

import gzip
import zlib
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from io import BufferedReader
from pathlib import Path
from typing import BinaryIO, Literal, TypeVar, cast

from shouwen.events.event import Event
from shouwen.events.formats import cloudevents, own_csv, parquet
from shouwen.events.formats.csv import header_of, read_csv
from shouwen.events.formats.heard import Heard, RawRow, Row
from shouwen.events.formats.hearing import DATA, Hearings
from shouwen.events.formats.xes import read_xes
from shouwen.events.story import LONGEST_STORY
from shouwen.events.vocabulary import Vocabulary
from shouwen.fault import Fault

Form = Literal["parquet", "xes", "csv", "cloudevents"]
T = TypeVar("T")

PACKED = ".gz"
FORMS: dict[str, Form] = {
    ".parquet": "parquet", ".xes": "xes", ".csv": "csv",
    ".jsonl": "cloudevents", ".ndjson": "cloudevents", ".json": "cloudevents",
}  # fmt: skip
SUFFIXES = tuple(suffix + packed for suffix in FORMS for packed in ("", PACKED) if suffix + packed != ".parquet.gz")

MOST_KEPT = 100
"""Bad rows whose faults are kept; all are counted."""

_PACE = 10_000

Progress = Callable[[int, float], None]
"""Told now and then: rows read so far, good or bad, and the share of the file that is behind us (0 to 1)."""


def form_of(path: Path | str) -> Form:
    """The format by the suffix. Raises Fault("log-suffix")."""
    name = str(path).lower()
    if name.endswith(SUFFIXES):
        return FORMS["." + name.removesuffix(PACKED).rpartition(".")[2]]
    raise Fault("log-suffix", place=str(path), suffixes=", ".join(SUFFIXES))


def is_own(path: Path) -> bool:
    """Whether a log was written by us, so that it needs no mapping. Raises Fault."""
    form = form_of(path)
    if form == "parquet":
        return parquet.is_own(path)
    if form == "xes":
        return False
    with opened(path) as file:
        if form == "csv":
            return set(own_csv.HEADER) <= set(header_of(file.plain, own_csv.HEADER, place=str(path)))
        for number, event in cloudevents.read_cloudevents(file.plain, place=str(path)):
            if not isinstance(event, Fault):
                return bool(event["source"] == cloudevents.OURS)
            if number > MOST_KEPT:
                break
    return False


def read_any(
    path: Path | str, heard: Heard | None, vocabulary: Vocabulary | None, *, on_progress: Progress | None = None
) -> Reading:
    """Another system's log by its suffix, any of SUFFIXES. Only CloudEvents can do without a mapping.

    Without a vocabulary each word is heard as it is. Raises Fault for another suffix, and for a mapping that does not
    fit the vocabulary.
    """
    form = form_of(path)
    if form == "cloudevents":
        heard = _hears_events(heard, vocabulary)
    if heard is None:
        raise Fault("log-not-mapped", place=str(path))
    return Reading(Path(path), heard, vocabulary, on_progress=on_progress)


def _hears_events(heard: Heard | None, vocabulary: Vocabulary | None) -> Heard:
    """A mapping that speaks of a CloudEvent's attributes; otherwise what CloudEvents themselves say."""
    if heard is not None and all(one.at == "time" or one.at.startswith(DATA) for one in heard.each()):
        return heard
    fields: dict[str, str] = {}
    if vocabulary is not None:
        for word in vocabulary.words.values():
            fields.update({name: DATA + name for name in (*vocabulary.facts, *word.fields)})
    return Heard(kind="", subject="subject", word="type", at="time", by="by", site="site", fields=fields)


class Told:
    """What was found on the way through a file, once it has been gone through:

    rows       how many good ones there were
    bad        the faults of the first 100 bad rows; bad_count counts them all
    """

    def __init__(self, path: Path, *, on_progress: Progress | None) -> None:
        self.path = path
        self._tell = on_progress or (lambda rows, share: None)
        self.rows = self.bad_count = 0
        self.bad: list[Fault] = []

    def _keep(self, fault: Fault) -> None:
        self.bad_count += 1
        if len(self.bad) < MOST_KEPT:
            self.bad.append(fault.at(str(self.path)))


class Reading(Told):
    """The Rows of one file of another system, in file order. `unheard`: words that nobody knows → how often."""

    def __init__(
        self, path: Path, heard: Heard, vocabulary: Vocabulary | None, *, on_progress: Progress | None
    ) -> None:
        super().__init__(path, on_progress=on_progress)
        self._heard = heard
        self._vocabulary = vocabulary
        self._begin()

    def _begin(self) -> Hearings:
        hearings = Hearings(self._heard, self._vocabulary)
        self.rows = self.bad_count = 0
        self.bad = []
        self.unheard: Counter[str] = hearings.unheard
        return hearings

    def __iter__(self) -> Iterator[Row]:
        """Raises Fault for what spoils the whole file: broken, a column missing, mixed zones, a subject too wide."""
        hearings = self._begin()
        lengths: dict[str, int] = {}
        for number, raw, key in self._raw_rows():
            if isinstance(raw, Fault):
                self._keep(raw)
                continue
            try:
                for row in hearings.rows(raw, number, key=key):
                    if isinstance(row, Fault):
                        self._keep(row)
                        continue
                    length = lengths[row.subject] = lengths.get(row.subject, 0) + 1
                    if length > LONGEST_STORY:
                        raise Fault("log-subject-too-wide", subject=row.subject, most=LONGEST_STORY)
                    self.rows += 1
                    yield row
            except Fault as fault:
                raise fault.at(str(self.path)) from None

    def _raw_rows(self) -> Iterator[tuple[int, RawRow | Fault, str]]:
        """The rows as they are written, and of CloudEvents what tells one event from another."""
        form, place = form_of(self.path), str(self.path)
        if form == "parquet":
            size = max(next(parquet.ask([self.path], "SELECT count(*) FROM log"))[0], 1)
            found = parquet.read_table(self.path, self._heard.columns())
            for number, raw in _paced(found, self._tell, Opened(None, lambda number: number / size)):
                yield number, raw, ""
            return
        with opened(self.path) as file:
            if form == "cloudevents":
                events = cloudevents.read_cloudevents(file.plain, place=place)
                for number, event in _paced(events, self._tell, file):
                    if isinstance(event, Fault):
                        yield number, event, ""
                    elif event["source"] == cloudevents.OURS:
                        yield number, Fault("log-ce-mixed", place=f"row {number}", source=cloudevents.OURS), ""
                    else:
                        yield number, cloudevents.raw_row(event), f"{event['source']}\n{event['id']}"
                return
            rows: Iterator[tuple[int, RawRow | Fault]]
            if form == "xes":
                rows = read_xes(file.plain, place=place)
            else:
                rows = read_csv(file.plain, self._heard.columns(), place=place)
            for number, row in _paced(rows, self._tell, file):
                yield number, row, ""


class OwnReading(Told):
    """The Events of one CSV or JSON file that we wrote. `repeated`: how many stood there again and were passed over."""

    repeated = 0

    def __init__(self, path: Path, *, on_progress: Progress | None = None) -> None:
        super().__init__(path, on_progress=on_progress)
        self._seen: dict[int, int] = {}

    def __iter__(self) -> Iterator[Event]:
        """Raises Fault for what spoils the whole file."""
        with opened(self.path) as file:
            events = self._events(file.plain)
            for _, event in _paced(events, self._tell, file):
                if isinstance(event, Fault):
                    self._keep(event)
                elif self._again(event.id):
                    self.repeated += 1
                else:
                    self.rows += 1
                    yield event

    def _events(self, plain: BinaryIO) -> Iterator[tuple[int, Event | Fault]]:
        place = str(self.path)
        if form_of(self.path) == "csv":
            for number, raw in read_csv(plain, own_csv.HEADER, place=place):
                yield number, _attempt(own_csv.event_of, raw, number)
            return
        for number, event in cloudevents.read_cloudevents(plain, place=place):
            if not isinstance(event, Fault) and event["source"] != cloudevents.OURS:
                yield number, Fault("log-ce-mixed", place=f"row {number}", source=str(event["source"])[:80])
            else:
                yield number, _attempt(cloudevents.event_of, event, number)

    def _again(self, number: int) -> bool:
        """Whether the number came before; of a thousand neighbours each takes a bit."""
        block, bit = number >> 10, 1 << (number & 1023)
        seen = self._seen.get(block, 0)
        self._seen[block] = seen | bit
        return bool(seen & bit)


def _attempt(read: Callable[[T, int], Event], raw: T | Fault, number: int) -> Event | Fault:
    if isinstance(raw, Fault):
        return raw
    try:
        return read(raw, number)
    except Fault as fault:
        return fault


def _paced(rows: Iterator[tuple[int, T]], tell: Progress, opened: Opened) -> Iterator[tuple[int, T]]:
    """The rows, while `tell` is told now and then how far they are."""
    read = 0
    for number, row in rows:
        read += 1
        if read % _PACE == 0:
            tell(read, opened.share(number))
        opened.row = number
        yield number, row
    tell(read, 1.0)


class Opened:
    """A file that is open: as it was before gzip, how much of it is behind us at a row, and the last row read."""

    def __init__(self, plain: BinaryIO | None, share: Callable[[int], float]) -> None:
        self.share = share
        self.row = 0
        self._plain = plain

    @property
    def plain(self) -> BinaryIO:
        """What is in it."""
        assert self._plain is not None
        return self._plain


@contextmanager
def opened(path: Path) -> Iterator[Opened]:
    """The file, unpacked whatever its name says. What fails while it is read becomes a Fault."""
    place, found = str(path), Opened(None, lambda number: 0.0)
    try:
        with path.open("rb") as file, _unpacked(file) as plain:
            size = max(path.stat().st_size, 1)
            found = Opened(plain, lambda number: min(file.tell() / size, 1.0))
            yield found
    except IsADirectoryError:
        raise Fault("log-is-folder", place=place) from None
    except (EOFError, zlib.error, gzip.BadGzipFile):
        raise Fault("log-gzip-broken", place=f"{place}: row {found.row + 1}") from None
    except OSError as error:
        raise Fault("log-unreadable", place=place, why=error.strerror or error) from None


def _unpacked(file: BinaryIO) -> BinaryIO:
    packed = file.read(2) == b"\x1f\x8b"
    file.seek(0)
    if not packed:
        return file
    # What is unpacked is read through a buffer: line by line, gzip alone takes three times as long.
    return cast(BinaryIO, BufferedReader(cast("BufferedReader", gzip.GzipFile(fileobj=file)), 2**17))
