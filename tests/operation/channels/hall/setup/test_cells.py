"""What a cell means, however it was typed; and that what is written is read again as the same."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

import pytest

from shouwen.fault import Fault
from shouwen.operation.channels.hall.setup import cells
from shouwen.operation.channels.hall.setup.cells import Given, Kind, Unread, Value


@pytest.mark.parametrize(
    ("kind", "given", "meant"),
    [
        (cells.CODE, "01", "01"),
        (cells.CODE, " ０１ ", "01"),
        (cells.CODE, 1, "1"),
        (cells.CODE, 1001.0, "1001"),
        (cells.CODE, "-10", "-10"),
        (cells.CODE, "缴费", "缴费"),
        (cells.PREFIX, "ａb", "AB"),
        (cells.CODES, "business，advice、sales\nvip business", ("business", "advice", "sales", "vip")),
        (cells.MONEY, "12.50", 1250),
        (cells.MONEY, "１２．５０", 1250),
        (cells.MONEY, "1,234.5", 123450),
        (cells.MONEY, "１，２３４．５元", 123450),
        (cells.MONEY, "¥ 12", 1200),
        (cells.MONEY, 12.5, 1250),
        (cells.MONEY, 0.1 + 0.2, 30),
        (cells.MONEY, 0, 0),
        (cells.PLACE, "1,200", 1200),
        (cells.PLACE, 3.0, 3),
        (cells.FLAG, "是", True),
        (cells.FLAG, "No", False),
        (cells.FLAG, True, True),
        (cells.FLAG, 0, False),
        (cells.DAY, "2026-5-6", date(2026, 5, 6)),
        (cells.DAY, "2026年5月6日", date(2026, 5, 6)),
        (cells.DAY, "２０２６／０５／０６", date(2026, 5, 6)),
        (cells.DAY, "20260506", date(2026, 5, 6)),
        (cells.DAY, datetime(2026, 5, 6), date(2026, 5, 6)),
        (cells.DAY, 46148, date(2026, 5, 6)),
        (cells.TIME, "9：00", time(9)),
        (cells.TIME, "9:00:00", time(9)),
        (cells.TIME, "9点30分", time(9, 30)),
        (cells.TIME, "0930", time(9, 30)),
        (cells.TIME, 0.375, time(9)),
        (cells.TIME, time(9), time(9)),
        (cells.TIME, timedelta(hours=17, minutes=30), time(17, 30)),
        (cells.TIME, "24:00", time(0)),
    ],
)
def test_a_cell_is_read_as_it_was_meant(kind: Kind, given: Given, meant: Value) -> None:
    assert kind.read(given) == meant


@pytest.mark.parametrize(
    ("kind", "given", "code"),
    [
        (cells.CODE, "a b", "setup-code-form"),
        (cells.CODE, "..", "setup-code-form"),
        (cells.CODE, "a/b", "setup-code-form"),
        (cells.CODE, "x" * 41, "setup-code-form"),
        (cells.CODE, datetime(2026, 1, 2), "setup-code-date"),
        (cells.PREFIX, "A1", "setup-prefix-form"),
        (cells.PREFIX, "ABCD", "setup-prefix-form"),
        (cells.MONEY, "12,50", "setup-money-form"),
        (cells.MONEY, "12.505", "setup-money-form"),
        (cells.MONEY, 12.505, "setup-money-form"),
        (cells.MONEY, -1, "setup-money-form"),
        (cells.MONEY, -1.5, "setup-money-form"),
        (cells.MONEY, "1e3", "setup-money-form"),
        (cells.MONEY, float("nan"), "setup-money-form"),
        (cells.MONEY, float("inf"), "setup-money-form"),
        (cells.MONEY, "9" * 30, "setup-money-form"),
        (cells.MONEY, True, "setup-money-form"),
        (cells.PLACE, "1.5", "setup-whole-form"),
        (cells.PLACE, "-1", "setup-whole-form"),
        (cells.FLAG, "maybe", "setup-flag-form"),
        (cells.DAY, "6/5/2026", "setup-day-form"),
        (cells.DAY, "2026-02-30", "setup-day-form"),
        (cells.DAY, 5, "setup-day-form"),
        (cells.TIME, "25:00", "setup-time-form"),
        (cells.TIME, "9:75", "setup-time-form"),
        (cells.TIME, 9, "setup-time-form"),
        (cells.CODE, Unread("=A1"), "setup-formula"),
        (cells.MONEY, Unread("#N/A"), "setup-formula"),
        (cells.DAY, Unread("=TODAY()"), "setup-formula"),
        (cells.TIME, Unread("=NOW()"), "setup-formula"),
    ],
)
def test_what_cannot_be_meant_is_refused(kind: Kind, given: Given, code: str) -> None:
    with pytest.raises(Fault) as refused:
        kind.read(given)
    assert refused.value.code == code


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        (cells.CODE, "-10"),
        (cells.CODES, ("business", "advice")),
        (cells.MONEY, 123456),
        (cells.MONEY, 5),
        (cells.FLAG, False),
        (cells.DAY, date(2026, 5, 6)),
        (cells.TIME, time(0, 5)),
        (cells.PLACE, 0),
    ],
)
@pytest.mark.parametrize("language", ["zh-Hans", "zh-Hant", "en"])
def test_what_is_written_is_read_again_as_the_same(kind: Kind, value: Value, language: str) -> None:
    assert kind.read(kind.say(value, language)) == value
