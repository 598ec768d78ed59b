"""A file of a spreadsheet → the rows of a sheet. Nothing in it is worked out, followed or run.

Taken are .xlsx and CSV (UTF-8 with or without a byte order mark, UTF-16 as Excel writes "Unicode text", GB18030, Big5;
comma, semicolon or tab). What kind it is, its bytes say; which characters, the headings do: the first reading in which
they are found is the right one. A formula is no value: whoever reads such a cell gets a fault (cells.Unread).
"""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Final

from openpyxl import load_workbook
from openpyxl.cell.read_only import EMPTY_CELL
from openpyxl.utils import get_column_letter

from shouwen.fault import Fault
from shouwen.operation.channels.hall.setup.cells import Given, Unread, narrow
from shouwen.operation.channels.hall.setup.sheet import Column, Headed, Line
from shouwen.operation.ledger.file_kinds import XLSX, kind_of
from shouwen.wording import Wording

MOST_BYTES: Final = 2 * 1024 * 1024
MOST_UNPACKED: Final = 24 * 1024 * 1024
MOST_ROWS: Final = 3000
MOST_COLUMNS: Final = 60
LONGEST_CELL: Final = 1000
HEADING_WITHIN: Final = 10
"""Rows within which the headings stand; a title may be above them."""

ENCODINGS: Final = ("utf-8-sig", "gb18030", "big5")
GUARDED: Final = re.compile(r"'+[=+\-@\t\r]")
"""A text that begins so was written with one apostrophe more than it has (files_out.py)."""

_ZEROS = re.compile(r"0+")
_DECLARES = re.compile(rb"<!(?:DOCTYPE|ENTITY)")

Row = Sequence[Given]


def read(data: bytes, columns: Sequence[Column]) -> Headed:
    """The rows of the file, by the columns of the sheet.

    Raises Fault: "setup-file-big", "setup-file-kind", "setup-file-broken", "setup-headings", "setup-column-missing",
    "setup-column-twice", "setup-rows-most", "setup-rows-none".
    """
    if len(data) > MOST_BYTES:
        raise Fault("setup-file-big", most=MOST_BYTES // 1024 // 1024)
    if kind_of(data) == XLSX:
        sheets: Iterable[Iterable[Row]] = _workbook(data)
    elif data[:4] in (b"PK\x03\x04", b"\xd0\xcf\x11\xe0") or (
        b"\0" in data and data[:2] not in (b"\xff\xfe", b"\xfe\xff")
    ):
        raise Fault("setup-file-kind")
    else:
        sheets = _texts(data)
    for rows in sheets:
        found = _headed(rows, columns)
        if found is not None:
            return found
    raise Fault("setup-headings", headings=_named(one for one in columns if one.needed))


def _headed(rows: Iterable[Row], columns: Sequence[Column]) -> Headed | None:
    """The rows under the headings; None where there are no such headings."""
    known = headings_of(columns)
    numbered = enumerate(rows, start=1)
    for number, row in numbered:
        if number > HEADING_WITHIN:
            return None
        names = [known.get(_heading(cell)) for cell in row]
        if len(set(names) - {None}) >= min(2, len(columns)):
            return _under(numbered, row, names, columns)
    return None


def _under(numbered: Iterator[tuple[int, Row]], row: Row, names: list[str | None], columns: Sequence[Column]) -> Headed:
    for column in columns:
        if names.count(column.name) > 1:
            raise Fault("setup-column-twice", heading=column.heading)
        if column.needed and column.name not in names:
            raise Fault("setup-column-missing", heading=column.heading)
    lines = list[Line]()
    for number, cells in numbered:
        line = {name: _checked(cell) for name, cell in zip(names, cells, strict=False) if name is not None}
        if all(cell is None or cell == "" for cell in line.values()):
            continue
        if len(lines) == MOST_ROWS:
            raise Fault("setup-rows-most", most=MOST_ROWS)
        lines.append(Line(number, line))
    if not lines:
        raise Fault("setup-rows-none")
    letters = {name: get_column_letter(place) for place, name in enumerate(names, start=1) if name is not None}
    strange = tuple(str(cell)[:40] for cell, name in zip(row, names, strict=False) if name is None and _heading(cell))
    return Headed(lines, letters, strange)


def headings_of(columns: Sequence[Column]) -> Mapping[str, str]:
    """Every heading by which a column is known, in any language → its name."""
    found: dict[str, str] = {}
    for column in columns:
        heading = column.heading
        for text in (*column.also, heading.zh_hant, heading.zh_hans, heading.en, column.name):
            found[_heading(text)] = column.name
    return found


def _heading(cell: Given) -> str:
    text = narrow(cell) if isinstance(cell, str) else ""
    return re.sub(r"[\s*:_\-]+", "", text).casefold()


def _checked(cell: Given) -> Given:
    """The cell, without the apostrophe that kept it from being a formula, and no longer than anything may be."""
    if not isinstance(cell, str):
        return cell
    text = cell.strip()
    if GUARDED.match(text):
        text = text[1:]
    return text if len(text) <= LONGEST_CELL else text[:LONGEST_CELL] + "…"


def _named(columns: Iterable[Column]) -> Wording:
    headings = [one.heading for one in columns]
    return Wording(
        "、".join(one.zh_hans for one in headings),
        "、".join(one.zh_hant for one in headings),
        ", ".join(one.en for one in headings),
    )


def _texts(data: bytes) -> Iterator[Iterator[Row]]:
    """The file as text, in each writing that it may be in."""
    writings = ("utf-16",) if data[:2] in (b"\xff\xfe", b"\xfe\xff") else ENCODINGS
    readable = False
    for writing in writings:
        try:
            text = data.decode(writing)
        except UnicodeDecodeError:
            continue
        readable = True
        yield _rows_of_text(text)
    if not readable:
        raise Fault("setup-file-kind")


def _rows_of_text(text: str) -> Iterator[Row]:
    first = text[:20_000].partition("\n")[0]
    sign = max(",;\t", key=first.count)
    try:
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=sign, strict=True):
            yield row[:MOST_COLUMNS]
    except csv.Error:
        raise Fault("setup-file-broken") from None


def _workbook(data: bytes) -> Iterator[Iterator[Row]]:
    """The sheets of a workbook, the first first."""
    _weigh(data)
    try:
        book = load_workbook(io.BytesIO(data), read_only=True, keep_links=False)
        sheets = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]
    except Exception:  # whatever openpyxl makes of a damaged file: it has no error of its own for it
        raise Fault("setup-file-broken") from None
    for sheet in sheets:
        yield _rows_of_sheet(sheet)


def _rows_of_sheet(sheet: Any) -> Iterator[Row]:
    """The rows, each with what its cells hold; of an empty one nothing: a sheet may claim a million of them."""
    rows, empty = sheet.iter_rows(max_col=MOST_COLUMNS), None
    while True:
        try:
            row = next(rows, None)
            if row is None:
                return
            if row is not empty and all(one is EMPTY_CELL for one in row):
                empty = row  # openpyxl gives the same one for each row that is not there
            cells = [] if row is empty else [_cell(one) for one in row]
        except Exception:  # as above: damaged in the middle
            raise Fault("setup-file-broken") from None
        yield cells


def _cell(cell: Any) -> Given:
    value = cell.value
    if value is None:
        return None
    if cell.data_type == "f":
        return Unread(str(getattr(value, "text", value)))
    if cell.data_type == "e":
        return Unread(str(value))
    shape = str(cell.number_format or "")
    if isinstance(value, int) and not isinstance(value, bool) and _ZEROS.fullmatch(shape) and value >= 0:
        return str(value).zfill(len(shape))  # it shows 01, and is kept as 1
    known: Given = value
    return known


def _weigh(data: bytes) -> None:
    """Refuses what unpacks to more than is read, and what declares names for texts of its own.

    No more of an entry is unpacked than it declares, so what is declared is what counts. Raises Fault.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            if sum(entry.file_size for entry in archive.infolist()) > MOST_UNPACKED:
                raise Fault("setup-file-big", most=MOST_BYTES // 1024 // 1024)
            for entry in archive.infolist():
                if _DECLARES.search(archive.read(entry).replace(b"\0", b"")):  # in UTF-16 every other byte is 0
                    raise Fault("setup-file-broken")
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError, RuntimeError, EOFError):
        raise Fault("setup-file-broken") from None
