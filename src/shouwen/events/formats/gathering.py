"""Any number of logs of any format, gathered into Parquet files of our form: what the audit reads."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from shouwen.events.formats.heard import Heard, Row
from shouwen.events.formats.parquet import ask, import_log, write_log
from shouwen.events.formats.reading import MOST_KEPT, SUFFIXES, OwnReading, Reading, Told, form_of, is_own, read_any
from shouwen.events.vocabulary import Vocabulary
from shouwen.fault import Fault

Progress = Callable[[str, float], None]
"""Told now and then: which file is at work, and the share of the bytes of all files that is behind us."""


@dataclass(frozen=True, kw_only=True)
class Gathered:
    """What became of the files.

    parquets       the logs, all of our form, ids of their own
    rows           how many events were read from files that were not Parquet of our form
    bad, bad_count the faults of the first hundred rows that could not be read, and how many there were
    unheard        words that the vocabulary does not know → how often
    repeated       events that were told again (CloudEvents of the same source and id) and passed over
    """

    parquets: tuple[Path, ...]
    rows: int = 0
    bad: list[Fault] = field(default_factory=list)
    bad_count: int = 0
    unheard: Mapping[str, int] = field(default_factory=dict)
    repeated: int = 0


def gather(
    paths: Sequence[Path],
    *,
    heard: Heard | None,
    vocabulary: Vocabulary | None,
    folder: Path,
    on_progress: Progress = lambda file, share: None,
) -> Gathered:
    """Read the files; a folder stands for the logs in it. Parquet of our form is used as it is.

    Files that we wrote in another format become a Parquet file each in `folder`; those of other systems become one
    together, numbered by time over all of them, from the highest number of our own on. Without a vocabulary each word
    is heard as it is. Raises Fault for what spoils a whole file, and for our own files that share numbers.
    """
    files = _files(paths)
    own = [path for path in files if is_own(path)]
    meter = _Meter(files, on_progress)
    readings: list[Told] = []
    parquets: list[tuple[Path, Path]] = []
    rows = repeated = 0
    for number, path in enumerate(own):
        if form_of(path) == "parquet":
            parquets.append((path, path))
            meter.done(path)
            continue
        reading = OwnReading(path, on_progress=meter.of(path))
        made = folder / f"own-{number}.parquet"
        rows += write_log(reading, made)
        repeated += reading.repeated
        readings.append(reading)
        parquets.append((path, made))
        meter.done(path)
    highest = _own_numbers(parquets)
    foreign = [read_any(path, heard, vocabulary, on_progress=meter.of(path)) for path in files if path not in set(own)]
    unheard = Counter[str]()
    if foreign:
        made = folder / "imported.parquet"
        written = import_log(_rows(foreign, unheard, meter), made, above=highest)
        rows += written
        repeated += sum(reading.rows for reading in foreign) - written
        readings += foreign
        parquets.append((made, made))
    bad = [fault for reading in readings for fault in reading.bad]
    return Gathered(
        parquets=tuple(made for _, made in parquets),
        rows=rows,
        bad=bad[:MOST_KEPT],
        bad_count=sum(reading.bad_count for reading in readings),
        unheard=dict(unheard.most_common()),
        repeated=repeated,
    )


def _files(paths: Sequence[Path]) -> list[Path]:
    found: dict[Path, None] = {}
    for path in paths:
        if path.is_dir():
            logs = sorted(one for one in path.iterdir() if one.is_file() and one.name.lower().endswith(SUFFIXES))
            if not logs:
                raise Fault("log-folder-empty", place=str(path), suffixes=", ".join(SUFFIXES))
            found.update(dict.fromkeys(logs))
        elif path.is_file():
            found[path] = None
        else:
            raise Fault("file-unreadable", place=str(path), why="no such file")
    return list(found)


def _rows(readings: Sequence[Reading], unheard: Counter[str], meter: _Meter) -> Iterator[Row]:
    """All rows of all files; a key is of its kind in all of them."""
    for reading in readings:
        yield from reading
        unheard.update(reading.unheard)
        meter.done(reading.path)


def _own_numbers(logs: Sequence[tuple[Path, Path]]) -> int:
    """The highest number of our own events. Raises Fault where two files have one in common."""
    ranges: list[tuple[int, int, Path, Path]] = []
    for path, parquet in logs:
        ((lowest, highest),) = ask([parquet], "SELECT min(id), max(id) FROM log")
        if lowest is None:
            continue
        for other_lowest, other_highest, other, other_parquet in ranges:
            if lowest <= other_highest and other_lowest <= highest:
                _refuse_shared(path, parquet, other, other_parquet)
        ranges.append((int(lowest), int(highest), path, parquet))
    return max((highest for _, highest, _, _ in ranges), default=0)


def _refuse_shared(path: Path, parquet: Path, other: Path, other_parquet: Path) -> None:
    sql = """SELECT id FROM (SELECT DISTINCT id, filename FROM log) GROUP BY id HAVING count(*) > 1
        ORDER BY id LIMIT 1"""
    for (shared,) in ask([parquet, other_parquet], sql, named=True):
        raise Fault("log-id-shared", place=str(path), id=shared, other=str(other))


class _Meter:
    """How much of the bytes of all files is behind us."""

    def __init__(self, files: Sequence[Path], tell: Progress) -> None:
        self._sizes = {path: _size(path) for path in files}
        self._all = max(sum(self._sizes.values()), 1)
        self._behind = 0
        self._tell = tell

    def of(self, path: Path) -> Callable[[int, float], None]:
        return lambda rows, share: self._tell(path.name, (self._behind + share * self._sizes[path]) / self._all)

    def done(self, path: Path) -> None:
        self._behind += self._sizes[path]
        self._tell(path.name, self._behind / self._all)


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError as error:
        raise Fault("log-unreadable", place=str(path), why=error.strerror or error) from None
