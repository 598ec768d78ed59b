"""Files of a spreadsheet in and out: any writing, no formula either way, nothing too big, damaged files told."""

from __future__ import annotations

import csv
import io
import zipfile
from datetime import date, datetime, time
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook

from shouwen.fault import Fault
from shouwen.operation.channels.hall.setup import files_in, files_out
from shouwen.operation.channels.hall.setup.cells import Unread
from shouwen.operation.channels.hall.setup.roster import COLUMNS as ROSTER
from shouwen.operation.channels.hall.setup.sheet import Headed, Values
from shouwen.operation.channels.hall.setup.tables import COUNTERS, SERVICES, TARIFFS

DANGEROUS = ["=1+1", "+1", "-1", "@SUM(A1)", "'=1", "''-1", '=HYPERLINK("http://x")']


def service(code: str, name: str, **more: Any) -> Values:
    names = {"name_zh-hans": name, "name_zh-hant": "", "name_en": ""}
    return {"code": code, **names, "line": "business", "prefix": "A", "position": 1, "offered": True, **more}


def workbook(*rows: list[Any]) -> bytes:
    """A workbook as somebody else's program writes it."""
    book = Workbook()
    for row in rows:
        book.active.append(row)
    kept = io.BytesIO()
    book.save(kept)
    return kept.getvalue()


def cells_of(headed: Headed, name: str) -> list[Any]:
    return [line.cells.get(name) for line in headed.lines]


@pytest.mark.parametrize("language", ["zh-Hans", "zh-Hant", "en"])
@pytest.mark.parametrize("form", ["workbook", "csv"])
def test_what_is_written_is_read_again_in_any_language(language: Any, form: str) -> None:
    rows = [service("01", "缴费"), service("-10", "Advice, long", offered=False, position=7)]
    title, columns = "业务", SERVICES.columns
    data = (
        files_out.workbook(title, columns, rows, language)
        if form == "workbook"
        else files_out.text(columns, rows, language)
    )
    headed = files_in.read(data, columns)
    assert [{one.name: one.read(line.cells[one.name]) for one in columns} for line in headed.lines] == rows
    assert headed.strange == ()


@pytest.mark.parametrize("name", DANGEROUS)
@pytest.mark.parametrize("form", ["workbook", "csv"])
def test_a_text_that_looks_like_a_formula_stays_a_text(name: str, form: str) -> None:
    rows, columns = [service("a", name)], SERVICES.columns
    data = files_out.workbook("x", columns, rows, "en") if form == "workbook" else files_out.text(columns, rows, "en")
    assert cells_of(files_in.read(data, columns), "name_zh-hans") == [name]
    if form == "workbook":
        cell = load_workbook(io.BytesIO(data)).worksheets[0]["B2"]
        assert (cell.data_type, cell.number_format) == ("s", "@")
    else:
        (_head, row) = csv.reader(io.StringIO(data.decode("utf-8-sig")))
        assert row[1] == f"'{name}"


def test_no_cell_of_a_workbook_is_a_formula() -> None:
    rows = [service(f"code-{number}", name) for number, name in enumerate(DANGEROUS)]
    book = load_workbook(io.BytesIO(files_out.workbook("=x", SERVICES.columns, rows, "en")))
    kinds = {cell.data_type for sheet in book.worksheets for row in sheet.iter_rows() for cell in row}
    assert kinds == {"s", "n"}


def test_a_formula_in_a_file_is_not_worked_out() -> None:
    data = workbook(["Code", "Amount (yuan)"], ["a", "=6*7"], ["b", 42])
    assert cells_of(files_in.read(data, TARIFFS.columns), "amount") == [Unread("=6*7"), 42]


def test_money_is_a_figure_in_a_workbook_and_dates_are_dates() -> None:
    row = {"code": "a", "name_zh-hans": "x", "name_zh-hant": "", "name_en": "", "service": "", "amount": 123450,
           "position": 0, "in_use": True}  # fmt: skip
    sheet = load_workbook(io.BytesIO(files_out.workbook("x", TARIFFS.columns, [row], "en"))).worksheets[0]
    assert (sheet["F2"].value, sheet["F2"].number_format) == (1234.5, "#,##0.00")
    shift = {"day": date(2026, 5, 6), "person": "1001", "name": "林", "begins": time(9), "until": time(0)}
    sheet = load_workbook(io.BytesIO(files_out.workbook("x", ROSTER, [shift], "en"))).worksheets[0]
    assert [sheet.cell(2, place).value for place in range(1, 6)] == [
        datetime(2026, 5, 6), "1001", "林", time(9), time(0)
    ]  # fmt: skip


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("sign", [",", ";", "\t"])
def test_text_is_read_in_whatever_writing_it_is(encoding: str, sign: str) -> None:
    lines = [["代码", "简体名称", "队列", "号码前缀"], ["01", "缴费", "business", "A"]]
    data = "\r\n".join(sign.join(line) for line in lines).encode(encoding)
    headed = files_in.read(data, SERVICES.columns)
    assert (headed.lines[0].number, dict(headed.lines[0].cells)) == (
        2, {"code": "01", "name_zh-hans": "缴费", "line": "business", "prefix": "A"}
    )  # fmt: skip


def test_big5_is_told_from_gb18030_by_the_headings() -> None:
    data = "代碼,繁體名稱,佇列,號碼前綴\r\n01,繳費,business,A\r\n".encode("big5")
    assert cells_of(files_in.read(data, SERVICES.columns), "name_zh-hant") == ["繳費"]


def test_headings_are_found_below_a_title_and_strange_columns_are_told() -> None:
    data = workbook(
        ["东门营业厅台席"], [], ["台席号", "备注", " 服务 队列*"], ["01", "靠窗", "business"], [None, None, None]
    )
    headed = files_in.read(data, COUNTERS.columns)
    assert (headed.letters, headed.strange) == ({"code": "A", "lines": "C"}, ("备注",))
    assert [line.number for line in headed.lines] == [4]


def test_a_code_shown_with_zeros_keeps_them() -> None:
    book = Workbook()
    sheet: Any = book.active
    sheet.append(["Counter", "Lines"])
    sheet.append([1, "business"])
    sheet["A2"].number_format = "00"
    kept = io.BytesIO()
    book.save(kept)
    assert cells_of(files_in.read(kept.getvalue(), COUNTERS.columns), "code") == ["01"]


def bomb(size: int) -> bytes:
    """A workbook with an entry that unpacks to so many bytes."""
    kept = io.BytesIO(workbook(["Counter", "Lines"], ["1", "business"]))
    with zipfile.ZipFile(kept, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/media/x.xml", b"0" * size)
    return kept.getvalue()


def declared() -> bytes:
    """A workbook whose sheet declares names for texts of its own."""
    kept, made = io.BytesIO(), io.BytesIO(workbook(["Counter", "Lines"], ["1", "business"]))
    with zipfile.ZipFile(made) as old, zipfile.ZipFile(kept, "w") as new:
        for entry in old.infolist():
            data = old.read(entry)
            if entry.filename.endswith("sheet1.xml"):
                data = b'<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>' + data
            new.writestr(entry, data)
    return kept.getvalue()


HEAD = "Counter,Lines\n"


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "setup-headings"),
        (b"x" * (files_in.MOST_BYTES + 1), "setup-file-big"),
        (bomb(files_in.MOST_UNPACKED + 1), "setup-file-big"),
        (declared(), "setup-file-broken"),
        (workbook(["Counter", "Lines"], ["1", "a"])[:-200], "setup-file-kind"),
        (b"\xd0\xcf\x11\xe0" + b"\0" * 100, "setup-file-kind"),
        (b"%PDF-1.7\n\0\0", "setup-file-kind"),
        (b"\x81\xff\xff", "setup-file-kind"),
        (b"a,b\n1,2\n", "setup-headings"),
        ((HEAD + '"1,x\n').encode(), "setup-file-broken"),
        (HEAD.encode(), "setup-rows-none"),
        (b"Lines,In use\nbusiness,yes\n", "setup-column-missing"),
        (b"Counter,Lines,lines\n1,a,b\n", "setup-column-twice"),
        ((HEAD + "1,a\n" * (files_in.MOST_ROWS + 1)).encode(), "setup-rows-most"),
    ],
)
def test_what_cannot_be_read_is_said_to_be_so(data: bytes, code: str) -> None:
    with pytest.raises(Fault) as refused:
        files_in.read(data, COUNTERS.columns)
    assert refused.value.code == code


def test_a_row_far_below_the_others_is_not_passed_over() -> None:
    book = Workbook()
    sheet: Any = book.active
    sheet.append(["Counter", "Lines"])
    sheet.append(["1", "business"])
    sheet.cell(1_000_000, 1, "2")
    sheet.cell(1_048_576, 16_384, "far out")
    kept = io.BytesIO()
    book.save(kept)
    lines = files_in.read(kept.getvalue(), COUNTERS.columns).lines
    assert [(line.number, line.cells["code"]) for line in lines] == [(2, "1"), (1_000_000, "2")]
