"""A receipt on paper: what stands on it, as bytes for a receipt printer, as PDF; copies say that they are."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.utils import translation
from tests.operation.channels.hall.money.till_of_the_tests import paid, set_prices
from tests.operation.people_of_the_tests import Cast

from shouwen.operation.channels.hall.models import Receipt, Visit
from shouwen.operation.channels.hall.money import paper, receipts
from shouwen.operation.people.models import Staff
from shouwen.operation.people.rights import Acting

pytestmark = pytest.mark.django_db
By = Callable[[Staff], Acting]


@pytest.fixture
def receipt(halls: Cast, begun: Callable[..., Visit], by: By) -> Receipt:
    set_prices(halls.east)
    return paid(begun("change"), by(halls.lin), card=1, list=2)


def lines(written: bytes) -> list[str]:
    """What the printer prints, commands left out."""
    for command in (b"\x1b@", b"\x1c&", b"\x1ba\x00", b"\x1ba\x01", b"\x1bE\x01", b"\x1bE\x00", b"\x1bd\x01",
                    b"\x1dV\x42\x03"):  # fmt: skip
        written = written.replace(command, b"")
    return written.decode("gb18030").splitlines()


def test_what_was_charged_paid_and_given_back_stands_on_it(receipt: Receipt) -> None:
    with translation.override("zh-hans"):
        told = paper.paper_of(receipt, copy=False)
    assert (told.hall, told.title, told.mark, told.number) == ("东门营业厅", "收据", "", "20250506-0001")
    assert told.rows == (("手机卡工本费", "¥20.00"), ("详单打印 × 2", "¥3.00"))
    assert told.total == ("合计", "¥23.00")
    assert dict(told.facts)["找零"] == "¥27.00"
    assert "不是发票" in told.foot


def test_a_copy_and_a_red_entry_say_so(halls: Cast, receipt: Receipt, by: By) -> None:
    lin = by(halls.lin)
    assert [receipts.print_receipt(receipt, "pdf", by=lin) for _again in range(3)] == [False, True, True]
    red = receipts.reverse(receipt, "wrong", by=lin)
    with translation.override("en"):
        assert paper.paper_of(receipt, copy=True).mark == "COPY"
        told = paper.paper_of(red, copy=True)
    assert (told.mark, told.total) == ("COPY · RED ENTRY", ("Total", "-¥23.00"))
    assert ("Takes back receipt", "20250506-0001") in told.facts


@pytest.mark.parametrize(("width", "columns"), [(58, 32), (80, 48)])
def test_a_receipt_printer_gets_lines_that_fit_with_the_amounts_at_the_right(
    receipt: Receipt, width: int, columns: int
) -> None:
    with translation.override("zh-hans"):
        written = lines(paper.written(paper.paper_of(receipt, copy=True), width))
    wide = [sum(map(paper.width_of, line)) for line in written]
    assert max(wide) == columns
    card = next(line for line in written if line.startswith("手机卡工本费"))
    assert (card.split(), sum(map(paper.width_of, card))) == (["手机卡工本费", "￥20.00"], columns)
    assert "副本" in written


def test_a_long_name_goes_over_several_lines(receipt: Receipt) -> None:
    receipt.lines = [{"code": "x", "names": {"zh-hans": "国际漫游数据流量套餐" * 4}, "quantity": 1, "amount": 1}]
    with translation.override("zh-hans"):
        written = lines(paper.written(paper.paper_of(receipt, copy=False), 58))
    assert max(sum(map(paper.width_of, line)) for line in written) == 32
    assert "".join(written[4:8]).replace("￥0.01", "").replace(" ", "").strip("-") == "国际漫游数据流量套餐" * 4


@pytest.mark.parametrize("language", ["zh-hans", "zh-hant", "en"])
@pytest.mark.parametrize("width", [58, 80])
def test_a_pdf_is_as_wide_as_the_paper(receipt: Receipt, language: str, width: int) -> None:
    with translation.override(language):
        pdf = paper.pdf_of(paper.paper_of(receipt, copy=True), width)
    assert (pdf.startswith(b"%PDF-"), pdf.count(b"NotoSans") > 0) == (True, True)  # the text is there, and not boxes
    assert f"/MediaBox [0 0 {width / 25.4 * 72:.3f}"[:20].encode() in pdf.replace(b"/MediaBox[", b"/MediaBox [")


def test_what_is_drawn_is_never_read_as_markup(receipt: Receipt) -> None:
    for text in ("#panic()", "*x", "$", "\\", "]", '"', '#read("/etc/passwd")'):
        receipt.lines = [{"code": "x", "names": {"en": text}, "quantity": 1, "amount": 1}]
        assert paper.pdf_of(paper.paper_of(receipt, copy=False), 80).startswith(b"%PDF-")


def test_amounts_are_written_alike() -> None:
    assert [paper.money(one) for one in (0, 5, 100, -2300, 123456789)] == [
        "¥0.00",
        "¥0.05",
        "¥1.00",
        "-¥23.00",
        "¥1,234,567.89",
    ]
