"""What stands in one cell: read from whatever a spreadsheet or a form holds there, and written so that it is read again
as the same. Pure.

A kind knows four ways: `read` (a cell → a value; raises Fault), `say` (a value → the text a person would write),
`put` (a value → what a spreadsheet keeps) and `shape` (the spreadsheet's number format). Full-width digits and signs
count as the narrow ones.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal, InvalidOperation
from typing import Final

from shouwen.fault import Fault
from shouwen.operation.people.names import clean
from shouwen.wording import Language, Wording

Value = str | int | bool | date | time | tuple[str, ...] | None
"""What a cell means. Money is whole fen."""


@dataclass(frozen=True, slots=True)
class Unread:
    """A cell that says nothing by itself: a formula, or what came out of one that failed."""

    text: str


Given = str | int | float | bool | datetime | date | time | timedelta | Unread | None
"""What a file holds in a cell."""


@dataclass(frozen=True, slots=True)
class Kind:
    """How a sort of cell is read and written. `how`: what is to be written there, for who fills it in."""

    read: Callable[[Given], Value]
    say: Callable[[Value, Language], str]
    put: Callable[[Value, Language], object]
    how: Wording
    shape: str = "@"
    right: bool = False  # figures stand at the right


CODE_LENGTH: Final = 40
NAME_LENGTH: Final = 80
MOST_MONEY: Final = 10**11  # fen: a thousand million yuan
MOST_PLACES: Final = 32_000

NAME: Final = Wording("名称", "名稱", "name")
YES: Final = Wording("是", "是", "yes")
NO: Final = Wording("否", "否", "no")

_CODE = re.compile(r"(?=.*\w)[\w.+-]+")
_PREFIX = re.compile(r"[A-Z]{1,3}")
_AMOUNT = re.compile(r"(\d+|\d{1,3}(?:,\d{3})+)(?:\.(\d*))?|\.(\d+)")
_DAY = re.compile(
    r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?(?:[ T]00:00(?::00)?)?|(\d{4})(\d\d)(\d\d)"
)
_TIME = re.compile(r"(\d{1,2})\s*[:.时時点點]\s*(?:(\d\d)\s*分?(?::00)?)?")
_APART = re.compile(r"[\s,、;；，/|]+")
_YES = frozenset({"是", "yes", "y", "true", "1", "√", "✓", "有", "on"})
_NO = frozenset({"否", "no", "n", "false", "0", "×", "✗", "x", "无", "無", "off"})
_WIDE = {wide: wide - 0xFEE0 for wide in range(0xFF01, 0xFF5F)} | {0x3000: 0x20, 0x3002: 0x2E}
_FIRST_DAY = date(1899, 12, 30)  # of the days that a spreadsheet counts
_DAYS = range(20_000, 80_000)  # those from 1954 to 2119


def narrow(text: str) -> str:
    """The text with full-width letters, digits and signs as narrow ones, and no blanks around it."""
    return text.translate(_WIDE).strip()


def plain(given: Given) -> str:
    """The cell as a text. Raises Fault("setup-formula")."""
    if isinstance(given, Unread):
        raise Fault("setup-formula", given=given.text[:40])
    if given is None:
        return ""
    if isinstance(given, bool):
        return "1" if given else "0"
    if isinstance(given, float):
        return str(int(given)) if given.is_integer() and abs(given) < 1e15 else repr(given)
    return str(given)


def _code(given: Given, most: int = CODE_LENGTH) -> str:
    if isinstance(given, (datetime, date, time, timedelta)):
        raise Fault("setup-code-date")
    text = narrow(plain(given))
    if len(text) > most or not _CODE.fullmatch(text):
        raise Fault("setup-code-form", given=text[:60], most=most)
    return text


def _prefix(given: Given) -> str:
    text = narrow(plain(given)).upper()
    if not _PREFIX.fullmatch(text):
        raise Fault("setup-prefix-form", given=text[:20])
    return text


def _codes(given: Given) -> tuple[str, ...]:
    """Several codes in one cell, in their order, none twice."""
    if isinstance(given, (datetime, date, time, timedelta)):
        raise Fault("setup-code-date")
    parts = [part for part in _APART.split(narrow(plain(given))) if part]
    return tuple(dict.fromkeys(_code(part) for part in parts))


def _name(given: Given) -> str:
    return clean(plain(given), field=NAME, longest=NAME_LENGTH)


def _whole(least: int, most: int) -> Callable[[Given], int]:
    def read(given: Given) -> int:
        text = narrow(plain(given))
        found = _AMOUNT.fullmatch(text)
        if isinstance(given, bool) or found is None or found[1] is None or (found[2] or "").strip("0"):
            raise Fault("setup-whole-form", given=text[:40], least=least, most=most)
        number = found[1].replace(",", "")
        if len(number) > 12 or not least <= int(number) <= most:
            raise Fault("setup-whole-form", given=text[:40], least=least, most=most)
        return int(number)

    return read


def _money(given: Given) -> int:
    """Yuan → fen, exactly: 12.5, "12.50", "１，２３４.５０", "¥ 12", "12.5元"."""
    text = narrow(plain(given)).removesuffix("元").lstrip("¥￥").strip()
    wrong = Fault("setup-money-form", given=text[:40], most=MOST_MONEY // 100)
    if isinstance(given, bool) or (not isinstance(given, float) and not _AMOUNT.fullmatch(text)):
        raise wrong
    try:
        amount = Decimal(text.replace(",", "")) * 100
    except InvalidOperation:
        raise wrong from None
    fen = round(amount) if amount.is_finite() and abs(amount) <= MOST_MONEY else -1
    # A spreadsheet counts in binary fractions: 0.1 + 0.2 is 0.30000000000000004 there, and means 0.30.
    if fen < 0 or abs(amount - fen) > (Decimal("1e-6") if isinstance(given, float) else 0):
        raise wrong
    return fen


def _flag(given: Given) -> bool:
    text = narrow(plain(given)).lower()
    if text in _YES or text in _NO:
        return text in _YES
    raise Fault("setup-flag-form", given=text[:40])


def _day(given: Given) -> date:
    if isinstance(given, datetime):
        return given.date()
    if isinstance(given, date):
        return given
    text = narrow(plain(given))
    if isinstance(given, (int, float)) and text.isdecimal() and int(text) in _DAYS:
        return _FIRST_DAY + timedelta(int(text))
    found = _DAY.fullmatch(text)
    try:
        year, month, day = (int(one) for one in found.groups() if one) if found else (0, 0, 0)
        return date(year, month, day)
    except ValueError:
        raise Fault("setup-day-form", given=text[:40]) from None


def _time(given: Given) -> time:
    """A time of day, to the minute; 24:00 is midnight."""
    if isinstance(given, (datetime, time)):
        seconds = given.hour * 3600 + given.minute * 60 + given.second
    elif isinstance(given, timedelta):
        seconds = round(given.total_seconds())
    elif isinstance(given, float) and 0 <= given <= 1:
        seconds = round(given * 86400)
    else:
        text = narrow(plain(given))
        found = _TIME.fullmatch(text) or re.fullmatch(r"(\d\d)(\d\d)", text)
        hour, minute = (int(found[1]), int(found[2] or 0)) if found else (99, 0)
        seconds = hour * 3600 + minute * 60 if minute < 60 else -1
    if seconds % 60 or not 0 <= seconds <= 86400:
        raise Fault("setup-time-form", given=str(given)[:40])
    return time(seconds // 3600 % 24, seconds // 60 % 60)


def money_said(value: Value) -> str:
    """Fen as yuan with two decimals: 1250 → "12.50"."""
    fen = value if isinstance(value, int) else 0
    return f"{fen // 100}.{fen % 100:02}"


def _text(value: Value, language: Language) -> str:
    return "" if value is None else str(value)


def _lines(value: Value, language: Language) -> str:
    return ", ".join(value) if isinstance(value, tuple) else ""


def _said_flag(value: Value, language: Language) -> str:
    return (YES if value else NO).say(language)


_CODE_HOW = Wording(
    "字母、数字和 . _ + -，不含空格；记录用它来指称，定下后不再更改",
    "字母、數字和 . _ + -，不含空格；記錄用它來指稱，定下後不再更改",
    "letters, digits and . _ + -, no blanks; records name it so, and it never changes",
)
CODE = Kind(_code, _text, _text, _CODE_HOW)
SHORT_CODE = Kind(lambda given: _code(given, 12), _text, _text, _CODE_HOW)
LINE = Kind(
    _code,
    _text,
    _text,
    Wording(
        "所排队列的代码；同一队列的业务写同一代码",
        "所排佇列的代碼；同一佇列的業務寫同一代碼",
        "code of the line in which customers wait; services of one line have the same",
    ),
)
CODES = Kind(
    _codes,
    _lines,
    _lines,
    Wording("队列的代码，用逗号分开", "佇列的代碼，用逗號分開", "codes of lines, with commas between them"),
)
REFERENCE = Kind(
    _code,
    _text,
    _text,
    Wording(
        "业务的代码；留空：与哪项业务都可一起收取",
        "業務的代碼；留空：與哪項業務都可一起收取",
        "code of a service; empty: charged with any",
    ),
)
PREFIX = Kind(
    _prefix,
    _text,
    _text,
    Wording(
        "一至三个字母 A–Z，排在号码前面", "一至三個字母 A–Z，排在號碼前面", "one to three letters A–Z before the number"
    ),
)
TEXT = Kind(
    _name,
    _text,
    _text,
    Wording(
        "客户看到的名称；三种语言至少写一种",
        "客戶看到的名稱；三種語言至少寫一種",
        "what customers read; in at least one of the three languages",
    ),
)
INFORMATION = Kind(
    lambda given: " ".join(plain(given).split()),
    _text,
    _text,
    Wording("只供核对，可以留空", "只供核對，可以留空", "to check by; may be left empty"),
)
PERSON = Kind(
    lambda given: narrow(plain(given))[:64],
    _text,
    _text,
    Wording("在本厅任职的人员的工号", "在本廳任職的人員的工號", "of somebody with a post here"),
)


def whole(least: int, most: int, how: Wording = NAME) -> Kind:
    """Whole numbers within bounds."""
    return Kind(_whole(least, most), _text, lambda value, language: value, how, "0", right=True)


PLACE = whole(
    0,
    MOST_PLACES,
    Wording(
        "整数，小的在前；留空：排在上一行之后",
        "整數，小的在前；留空：排在上一行之後",
        "a whole number, the smallest first; empty: after the row above",
    ),
)
MONEY = Kind(
    _money,
    lambda value, language: money_said(value),
    lambda value, language: Decimal(value if isinstance(value, int) else 0) / 100,
    Wording("元，最多两位小数", "元，最多兩位小數", "yuan, with at most two decimals"),
    "#,##0.00",
    right=True,
)
FLAG = Kind(_flag, _said_flag, _said_flag, Wording("是 或 否", "是 或 否", "yes or no"))
DAY = Kind(
    _day,
    lambda value, language: value.isoformat() if isinstance(value, date) else "",
    lambda value, language: value,
    Wording("日期，如 2026-05-06", "日期，如 2026-05-06", "a date such as 2026-05-06"),
    "yyyy-mm-dd",
)
TIME = Kind(
    _time,
    lambda value, language: f"{value:%H:%M}" if isinstance(value, time) else "",
    lambda value, language: value,
    Wording("时间，如 09:00", "時間，如 09:00", "a time such as 09:00"),
    "hh:mm",
)
UNTIL = Kind(
    _time,
    TIME.say,
    TIME.put,
    Wording(
        "时间，如 17:30；早于开始时间即到次日",
        "時間，如 17:30；早於開始時間即到次日",
        "a time such as 17:30; earlier than it begins: on the next day",
    ),
    TIME.shape,
)
