"""The rows of a sheet → a file for a spreadsheet, from which the same rows are read again.

No cell can be taken for a formula. In a workbook a text is kept as a text, its cell marked as one, whatever it begins
with; in CSV, which has no texts, one that begins with = + - @, a tab or a line's end has an apostrophe before it.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence
from typing import Any, Final

from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from shouwen.operation.channels.hall.setup import cells
from shouwen.operation.channels.hall.setup.files_in import GUARDED
from shouwen.operation.channels.hall.setup.sheet import Column, Values
from shouwen.wording import Language, Wording

CSV: Final = "text/csv; charset=utf-8"

_FORMULA = re.compile(r"[=+\-@\t\r]")
_HOW: Final = Wording("填写说明", "填寫說明", "How to fill in")
_NEEDED: Final = Wording("必填", "必填", "needed")
_HEAD = PatternFill("solid", fgColor="E8EEF7")
_ROOM: Final = 500  # rows below the last that are shaped like the rest


def workbook(title: str, columns: Sequence[Column], rows: Iterable[Values], language: Language) -> bytes:
    """The rows as a workbook: headings that stay in sight, texts as texts, and a sheet that says how to fill it in."""
    book = Workbook()
    sheet: Any = book.active
    sheet.title = title[:31]
    for place, column in enumerate(columns, start=1):
        _write(sheet.cell(1, place), column.heading.say(language))
        sheet.cell(1, place).font, sheet.cell(1, place).fill = Font(bold=True), _HEAD
        dimension = sheet.column_dimensions[get_column_letter(place)]
        dimension.width, dimension.number_format = column.width, column.kind.shape
    last = 1
    for last, row in enumerate(rows, start=2):
        for place, column in enumerate(columns, start=1):
            cell = sheet.cell(last, place)
            _write(cell, column.kind.put(row[column.name], language))
            cell.number_format = column.kind.shape
    sheet.freeze_panes = "B2"
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(columns))}{last}"
    _choices(sheet, columns, last + _ROOM, language)
    _explain(book, columns, language)
    book.properties.creator = "Shouwen"
    kept = io.BytesIO()
    book.save(kept)
    return kept.getvalue()


def text(columns: Sequence[Column], rows: Iterable[Values], language: Language) -> bytes:
    """The rows as CSV, in UTF-8 with the byte order mark by which Excel knows it."""
    kept = io.StringIO(newline="")
    writer = csv.writer(kept)
    writer.writerow([column.heading.say(language) for column in columns])
    for row in rows:
        writer.writerow([_guarded(column.kind.say(row[column.name], language)) for column in columns])
    return kept.getvalue().encode("utf-8-sig")


def _guarded(said: str) -> str:
    return f"'{said}" if _FORMULA.match(said) or GUARDED.match(said) else said


def _write(cell: Any, value: object) -> None:
    if isinstance(value, str):
        said = ILLEGAL_CHARACTERS_RE.sub("", f"'{value}" if GUARDED.match(value) else value)
        if not said:
            return
        cell.value = said
        cell.data_type = "s"
        cell.quotePrefix = bool(_FORMULA.match(said))
    elif value is not None:
        cell.value = value


def _choices(sheet: Any, columns: Sequence[Column], last: int, language: Language) -> None:
    """Yes and no are chosen from a list."""
    words = f'"{cells.YES.say(language)},{cells.NO.say(language)}"'
    for place, column in enumerate(columns, start=1):
        if column.kind is cells.FLAG:
            choice = DataValidation(type="list", formula1=words, allow_blank=True)
            choice.add(f"{get_column_letter(place)}2:{get_column_letter(place)}{last}")
            sheet.add_data_validation(choice)


def _explain(book: Workbook, columns: Sequence[Column], language: Language) -> None:
    sheet: Any = book.create_sheet(_HOW.say(language))
    sheet.column_dimensions["A"].width, sheet.column_dimensions["B"].width = 28, 90
    for number, column in enumerate(columns, start=1):
        _write(sheet.cell(number, 1), column.heading.say(language))
        needed = f"{_NEEDED.say(language)} · " if column.needed else ""
        _write(sheet.cell(number, 2), needed + column.kind.how.say(language))
        sheet.cell(number, 2).alignment = Alignment(wrap_text=True)
