"""The slip: what stands on it, as PDF and as bytes for a receipt printer; printed once, and again by staff alone."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest
import typst
from django.test import Client
from tests.operation.channels.hall.screens_of_the_tests import screen_browser
from tests.operation.people_of_the_tests import Cast

from shouwen.fault import Fault
from shouwen.operation.channels.hall import keys
from shouwen.operation.channels.hall.machine import slip, slip_bytes, slip_pdf
from shouwen.operation.channels.hall.machine.slip import Slip
from shouwen.operation.channels.hall.models import Visit
from shouwen.operation.ledger import models
from shouwen.operation.ledger.rebuild import differences
from shouwen.operation.people.models import Staff
from shouwen.operation.people.rights import Acting

Take = Callable[..., Visit]
By = Callable[[Staff], Acting]

ADDRESS = "https://hall.example.com/v/ABCDEFGHJK-abcdefghijklmnopqrst/"
SLIP = Slip(
    hall="东门营业厅",
    title="您的号码",
    number="A012",
    service="缴费与账单 #[1] *",
    lines=("前面等候：3 人", "预计 10:20–10:35 叫到您", "取号时间：今天 10:02 㙍"),
    address=ADDRESS,
    invitation="用手机查看叫号进度",
    foot="请留意叫号。过号了请告诉工作人员，您的位置会保留。",
    language="zh-Hans",
)


def read(printed: bytes) -> tuple[list[str], str]:
    """What a receipt printer makes of it: the lines, and what is in the QR code."""
    lines, code, rest = [""], "", printed
    lengths = {b"\x1b@": 2, b"\x1c&": 2, b"\x1ba": 3, b"\x1bE": 3, b"\x1bd": 3, b"\x1d!": 3, b"\x1dV": 4}
    while rest:
        if rest.startswith(b"\x1d(k"):
            length = int.from_bytes(rest[3:5], "little")
            if rest[5:8] == b"1P0":
                code = rest[8 : 5 + length].decode("ascii")
            rest = rest[5 + length :]
        elif rest[:2] in lengths:
            rest = rest[lengths[rest[:2]] :]
        elif rest[:1] == b"\n":
            lines.append("")
            rest = rest[1:]
        else:
            size = 1 if rest[0] < 0x80 else 4 if 0x30 <= rest[1] <= 0x39 else 2
            lines[-1] += rest[:size].decode("gb18030")
            rest = rest[size:]
    return [line for line in lines if line], code


@pytest.mark.parametrize("width", slip.WIDTHS)
def test_the_bytes_hold_every_word_within_the_paper_and_the_code(width: int) -> None:
    printed = slip_bytes.written(SLIP, width)
    lines, code = read(printed)
    assert "".join(lines).replace(" ", "") == "".join(
        (SLIP.hall, SLIP.title, SLIP.number, SLIP.service, *SLIP.lines, SLIP.invitation, SLIP.foot)
    ).replace(" ", "")
    assert code == ADDRESS
    assert max(len(line.encode("gb18030")) for line in lines if "㙍" not in line) <= slip_bytes.COLUMNS[width]
    assert (printed[:4], printed[-4:]) == (b"\x1b@\x1c&", b"\x1dV\x42\x03")


def test_lines_break_at_spaces_and_never_begin_with_a_closing_mark() -> None:
    assert list(slip_bytes.wrapped("Please listen for your number.", 16)) == ["Please listen", "for your number."]
    assert list(slip_bytes.wrapped("请告诉工作人员，您的位置会保留。", 14)) == [
        "请告诉工作人",
        "员，您的位置会",
        "保留。",
    ]
    assert list(slip_bytes.wrapped("x" * 40, 16)) == ["x" * 16, "x" * 16, "x" * 8]


def test_the_number_is_as_large_as_the_paper_lets_it_be() -> None:
    for number, size in (("A012", b"\x1d!\x55"), ("VIP1234", b"\x1d!\x33"), ("X" * 40, b"\x1d!\x00")):
        printed = slip_bytes.written(Slip(**{**vars_of(SLIP), "number": number}), 58)
        assert size + number[:32].encode() in printed, number


def vars_of(one: Slip) -> dict[str, object]:
    return {name: getattr(one, name) for name in Slip.__slots__}


@pytest.mark.parametrize("width", slip.WIDTHS)
@pytest.mark.parametrize("language", ["zh-Hans", "zh-Hant", "en"])
def test_the_pdf_is_of_one_page_as_wide_as_the_paper(width: int, language: str) -> None:
    pdf = slip_pdf.pdf_of(Slip(**{**vars_of(SLIP), "language": language}), width)
    assert pdf.startswith(b"%PDF-")
    assert pdf.count(b"NotoSans") > 0  # the text is there, and not boxes
    assert pdf.count(b"/Type /Page\n") + pdf.count(b"/Type/Page\n") <= 1
    assert f"/MediaBox [0 0 {width / 25.4 * 72:.3f}"[:20].encode() in pdf.replace(b"/MediaBox[", b"/MediaBox [")


def test_what_is_drawn_is_never_read_as_markup() -> None:
    for text in ("#panic()", "*x", "$", "\\", "]", '"', "`", '#read("/etc/passwd")'):
        assert slip_pdf.pdf_of(Slip(**{**vars_of(SLIP), "hall": text, "service": text}), 80).startswith(b"%PDF-")


def test_the_fonts_are_the_projects_own() -> None:
    names = {font.family for font in slip_pdf.fonts().fonts()}
    assert names == {"Noto Sans SC", "Noto Serif SC", "Noto Sans TC", "Noto Serif TC"}
    assert isinstance(slip_pdf.fonts(), typst.Fonts)


@pytest.mark.django_db
def test_a_slip_is_printed_once_and_again_by_staff_alone(halls: Cast, take: Take, machine: Acting, by: By) -> None:
    visit = take()
    for _ in range(2):  # the answer was lost
        assert slip.print_slip(visit, "escpos", by=machine, once="a").printed == 1
    with pytest.raises(Fault) as refused:
        slip.print_slip(visit, "pdf", by=machine, once="b")
    assert refused.value.code == "slip-printed"
    assert slip.print_slip(visit, "pdf", by=by(halls.gu)).printed == 2
    events = models.Event._base_manager.filter(word="ticket.printed").order_by("pk")
    assert [(event.by, event.data["form"], event.data["again"]) for event in events] == [
        ("device:number-machine", "escpos", False),
        (halls.gu.reference, "pdf", True),
    ]
    with pytest.raises(Fault) as refused:
        slip.print_slip(visit, "stone", by=by(halls.gu))
    assert refused.value.code == "slip-form"
    assert differences(list(models.Case._base_manager.filter(kind="visit"))) == []


@pytest.mark.django_db
def test_the_machine_is_sent_bytes_once_and_told_so_the_second_time(halls: Cast, take: Take) -> None:
    browser, visit = screen_browser(halls, halls.east), take()
    address = f"/hall/machine/number/{keys.key_of(visit)}/slip"
    fields = {"form": "escpos", "width": "58", "once": "c" * 32}
    first, again = (browser.post(address, fields) for _ in range(2))
    assert (first.content, first["Content-Type"]) == (again.content, "application/octet-stream")
    lines, code = read(first.content)
    assert (lines[:4], code.endswith(f"/v/{keys.key_of(visit)}/")) == (["东门营业厅", "您的号码", "A001", "缴费"], True)
    other = browser.post(address, fields | {"once": "d" * 32})
    assert (other.status_code, "已经打印过" in json.loads(other.content)["fault"]) == (409, True)


@pytest.mark.django_db
def test_staff_of_the_hall_print_it_again_and_others_find_nothing(
    halls: Cast, take: Take, logged_in: Callable[[Staff], Client]
) -> None:
    address = f"/hall/slip/{take().case.subject}"
    page = logged_in(halls.gu).get(address).content.decode()
    assert "补打 A001 的号单" in page
    answer = logged_in(halls.gu).post(address, {"form": "pdf", "width": "80", "once": "e" * 32})
    assert (answer["Content-Type"], answer.content[:5]) == ("application/pdf", b"%PDF-")
    assert logged_in(halls.sun).get(address).status_code == 404
    assert logged_in(halls.sun).post(address, {"form": "pdf", "width": "80", "once": "f" * 32}).status_code == 404
    assert Client().get(address)["Location"].startswith("/account/login/")
    assert Visit._base_manager.get().printed == 1
