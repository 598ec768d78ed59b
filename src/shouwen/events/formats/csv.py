"""Logs as tables of text: CSV, as other systems and spreadsheets write it."""

from __future__ import annotations

import csv
from codecs import getincrementaldecoder
from collections.abc import Iterator, Sequence
from io import TextIOWrapper
from itertools import chain
from typing import BinaryIO

from shouwen.events.formats.heard import RawRow
from shouwen.events.vocabulary import BLANK
from shouwen.fault import Fault

DELIMITERS = ",;\t"

LONGEST_LINE = 10_000_000
"""Characters of one line; more than this is no table."""

_LONGEST_CELL = 2**20
_HEAD = 2**20


def read_csv(file: BinaryIO, wanted: Sequence[str], *, place: str) -> Iterator[tuple[int, RawRow | Fault]]:
    """The wanted columns of each row, numbered as a spreadsheet does: the header is row 1.

    A bad row comes as its Fault. The delimiter is the one that finds most of the wanted columns. The text is UTF-8 or,
    where the first megabyte is not, GB18030; a byte order mark is passed over. `file` must be able to go back to its
    start. Raises Fault for a column that is missing, and for what is no text.
    """
    text = TextIOWrapper(file, encoding=_encoding(file, place), newline="")
    number = 1
    csv.field_size_limit(_LONGEST_CELL)
    try:
        lines = _lines(text, place)
        first = next(lines, "")
        rows = csv.reader(chain([first], lines), delimiter=_delimiter(first, wanted), strict=True)
        header = _header(rows, place)
        picked = [(name, _position(name, header, place)) for name in wanted]
        while True:
            number += 1
            try:
                cells = next(rows)
            except StopIteration:
                return
            except csv.Error as error:
                yield number, Fault("log-row-quotes", place=f"row {number}", why=error)
                continue
            if len(cells) == len(header):
                yield number, {name: cells[position] for name, position in picked}
            elif cells:
                yield number, Fault("log-row-cells", place=f"row {number}", cells=len(cells), columns=len(header))
    except UnicodeError:
        raise Fault("log-encoding", place=f"{place}: row {number}") from None
    finally:
        if not file.closed:
            text.detach()


def header_of(file: BinaryIO, wanted: Sequence[str], *, place: str) -> list[str]:
    """The names of the columns; of the delimiters, the one that finds most of the wanted. Raises Fault."""
    text = TextIOWrapper(file, encoding=_encoding(file, place), newline="")
    try:
        lines = _lines(text, place)
        first = next(lines, "")
        return _header(csv.reader(chain([first], lines), delimiter=_delimiter(first, wanted), strict=True), place)
    except UnicodeError:
        raise Fault("log-encoding", place=f"{place}: row 1") from None
    finally:
        if not file.closed:
            text.detach()


def _encoding(file: BinaryIO, place: str) -> str:
    head = file.read(_HEAD)
    file.seek(0)
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16"
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            getincrementaldecoder(encoding)().decode(head, final=len(head) < _HEAD)
        except UnicodeDecodeError:
            continue
        return encoding
    raise Fault("log-encoding", place=place)


def _lines(text: TextIOWrapper, place: str) -> Iterator[str]:
    while line := text.readline(LONGEST_LINE):
        if len(line) == LONGEST_LINE:
            raise Fault("log-line-too-long", place=place, most=LONGEST_LINE)
        yield line


def _delimiter(line: str, wanted: Sequence[str]) -> str:
    """What splits a first line into most of the wanted columns; of several, what splits it into most columns."""

    def found(delimiter: str) -> tuple[int, int]:
        names = _names(next(csv.reader([line], delimiter=delimiter), []))
        return len(set(names) & set(wanted)), len(names)

    return max(DELIMITERS, key=found)


def _header(rows: Iterator[list[str]], place: str) -> list[str]:
    try:
        return _names(next(rows, []))
    except csv.Error as error:
        raise Fault("log-row-quotes", place=f"{place}: row 1", why=error) from None


def _names(cells: list[str]) -> list[str]:
    return [cell.strip(BLANK) for cell in cells]


def _position(name: str, header: list[str], place: str) -> int:
    if name not in header:
        raise Fault("log-column-missing", place=place, column=name, columns=", ".join(header) or "-")
    if header.count(name) > 1:
        raise Fault("log-column-twice", place=place, column=name)
    return header.index(name)
