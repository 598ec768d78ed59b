"""A log of another system, whatever its format, read into Rows; what could not be read is counted and told."""

from __future__ import annotations

import gzip
import zlib
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import BinaryIO, cast

from shouwen.events.formats.csv import read_csv
from shouwen.events.formats.heard import Heard, Hearing, RawRow, Row
from shouwen.events.formats.xes import read_xes
from shouwen.events.story import LONGEST_STORY
from shouwen.events.vocabulary import Vocabulary
from shouwen.fault import Fault

SUFFIXES = (".xes", ".xes.gz", ".csv", ".csv.gz")

MOST_KEPT = 100
"""Bad rows whose faults are kept; all are counted."""

_PACE = 10_000

Progress = Callable[[int, float], None]
"""Told now and then: rows read so far, good or bad, and the share of the file that is behind us (0 to 1)."""


def read_any(path: Path | str, heard: Heard, vocabulary: Vocabulary, *, on_progress: Progress | None = None) -> Reading:
    """A log by its suffix: .xes or .csv, either also .gz. A Parquet log is ours already, and is used as it is.

    Raises Fault for another suffix, and for a mapping that does not fit the vocabulary.
    """
    if not str(path).lower().endswith(SUFFIXES):
        raise Fault("log-suffix", place=str(path), suffixes=", ".join(SUFFIXES))
    return Reading(Path(path), heard, vocabulary, on_progress=on_progress)


class Reading:
    """The Rows of one file, in file order; once they have been gone through:

    rows       how many there were
    bad        the faults of the first 100 bad rows; bad_count counts them all
    unheard    words that the vocabulary does not know → how often
    """

    def __init__(self, path: Path, heard: Heard, vocabulary: Vocabulary, *, on_progress: Progress | None) -> None:
        self._path = path
        self._heard = heard
        self._vocabulary = vocabulary
        self._tell = on_progress or (lambda rows, share: None)
        self._begin()

    def _begin(self) -> Hearing:
        hearing = Hearing(self._heard, self._vocabulary)
        self._share: Callable[[], float] = lambda: 0.0
        self.rows = self.bad_count = 0
        self.bad: list[Fault] = []
        self.unheard: Counter[str] = hearing.unheard
        return hearing

    def __iter__(self) -> Iterator[Row]:
        """Raises Fault for what spoils the whole file: broken, a column missing, mixed zones, a subject too wide."""
        hearing = self._begin()
        lengths: dict[str, int] = {}
        read = 0
        for number, raw in self._raw_rows():
            read += 1
            if read % _PACE == 0:
                self._tell(read, self._share())
            if isinstance(raw, Fault):
                self._keep(raw)
                continue
            try:
                row = hearing.row(raw, number)
            except Fault as fault:
                if fault.code == "log-mixed-zones":
                    raise fault.at(str(self._path)) from None
                self._keep(fault)
                continue
            if row is None:
                continue
            length = lengths[row.subject] = lengths.get(row.subject, 0) + 1
            if length > LONGEST_STORY:
                raise Fault("log-subject-too-wide", place=str(self._path), subject=row.subject, most=LONGEST_STORY)
            self.rows += 1
            yield row
        self._tell(read, 1.0)

    def _keep(self, fault: Fault) -> None:
        self.bad_count += 1
        if len(self.bad) < MOST_KEPT:
            self.bad.append(fault.at(str(self._path)))

    def _raw_rows(self) -> Iterator[tuple[int, RawRow | Fault]]:
        place, number = str(self._path), 0
        try:
            with self._path.open("rb") as file, _unpacked(file) as plain:
                size = max(self._path.stat().st_size, 1)
                self._share = lambda: min(file.tell() / size, 1.0)
                for number, raw in self._rows_of(plain, place):
                    yield number, raw
        except (EOFError, zlib.error, gzip.BadGzipFile):
            raise Fault("log-gzip-broken", place=f"{place}: row {number + 1}") from None
        except OSError as error:
            raise Fault("log-unreadable", place=place, why=error.strerror or error) from None

    def _rows_of(self, plain: BinaryIO, place: str) -> Iterator[tuple[int, RawRow | Fault]]:
        if place.lower().removesuffix(".gz").endswith(".xes"):
            return read_xes(plain, place=place)
        return read_csv(plain, self._heard.columns(), place=place)


def _unpacked(file: BinaryIO) -> BinaryIO:
    """The file as it was before gzip, whatever its name says."""
    packed = file.read(2) == b"\x1f\x8b"
    file.seek(0)
    return cast(BinaryIO, gzip.GzipFile(fileobj=file)) if packed else file
