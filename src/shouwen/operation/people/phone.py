"""Telephone numbers as people in China write them, in one form.

    mobile             13800138000
    with extension     13800138000-1234     the numbers by which platforms hide a customer's own
    landline           010-82345678, 0755-12345678-12
    400, 800           4008001234
    short              95588, 96110, 10086
    abroad             +85221234567, +85221234567x12

Numbering: 电信网编号计划 (Ministry of Industry and Information Technology, 2017 edition). What is not assigned today is
let through where its form is right: numbers are given out faster than this file is read.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final

from shouwen.fault import Fault

LONGEST: Final = 40  # characters looked at

_EXTENSION = re.compile(r"(?:转接?|轉接?|分机|分機|extension|ext\.?|x|#|,|;)[:：]?\s*", re.IGNORECASE)
_DIGITS = re.compile(r"[0-9]+")
_AREA = re.compile(r"0(?:10|2[0-9]|[3-9][0-9]{2})")
_LANDLINE = re.compile(r"(010|02[0-9])([2-9][0-9]{7})|(0[3-9][0-9]{2})([2-9][0-9]{6,7})")
_MOBILE = re.compile(r"1[3-9][0-9]{9}")
_FREE = re.compile(r"[48]00[0-9]{7}")
_SHORT = re.compile(r"1[0-2][0-9]{3}|1[0-2][0-9]{1}|95[0-9]{3,6}|950[0-9]{7,12}|96[0-9]{3,4}")
_ABROAD = re.compile(r"\+[1-9][0-9]{6,14}")


def read_phone(text: str) -> str:
    """The number in its one form. Raises Fault: "phone-unreadable", "phone-area-code", "phone-mobile-length"."""
    if len(text) > LONGEST:
        raise Fault("phone-unreadable")
    plain = re.sub(r"[‐-―−ー－]", "-", unicodedata.normalize("NFKC", text)).strip()
    number, extension = _apart(plain)
    abroad = number.startswith(("+", "00"))
    digits = re.sub(r"[^0-9]", "", number)
    if re.search(r"[^0-9 .()+-]", number) or "+" in number[1:] or not digits:
        raise Fault("phone-unreadable")
    if abroad:
        digits = digits.removeprefix("00")
        if not digits.startswith("86"):
            number = _whole(_ABROAD, "+" + digits)
            return f"{number}x{extension}" if extension else number
        digits = _home(digits.removeprefix("86"))
    elif re.fullmatch(r"861[3-9][0-9]{9}", digits):
        digits = digits.removeprefix("86")
    national = _national(digits)
    if extension and len(national) < 5:
        raise Fault("phone-unreadable")
    return f"{national}-{extension}" if extension else national


def mask_phone(number: str) -> str:
    """A number in its one form with its middle hidden: at most seven of its digits are left, of an extension none."""
    base, extension = parted(number)
    if base.startswith("+"):
        shown = f"{base[:3]}****{base[-2:]}"
    elif _MOBILE.fullmatch(base):
        shown = f"{base[:3]}****{base[-4:]}"
    elif base.startswith("0"):
        area, _, local = base.partition("-")
        shown = f"{area}-****{local[-3:]}"
    else:
        shown = f"{base[:2]}****"
    return shown + ("-****" if extension else "")


def _apart(text: str) -> tuple[str, str]:
    """The number and its extension, as they stand in the text."""
    marker = _EXTENSION.search(text)
    if marker is not None:
        extension = text[marker.end() :].strip()
        if not re.fullmatch(r"[0-9]{1,6}", extension):
            raise Fault("phone-unreadable")
        return text[: marker.start()].strip(), extension
    groups = _DIGITS.findall(text)
    if len(groups) > 1 and "-" in text and len(groups[-1]) <= 6:
        before = "".join(groups[:-1])
        if before.startswith("86"):
            before = _home(before.removeprefix("86"))
        if re.fullmatch(r"0086.*", before):
            before = _home(before.removeprefix("0086"))
        cut = text.rstrip().rfind(groups[-1])
        whole = _MOBILE.fullmatch(before) or _FREE.fullmatch(before) or (len(before) > 3 and _SHORT.fullmatch(before))
        if text[:cut].rstrip().endswith("-") and (whole or _is_landline_apart(groups)):
            return text[:cut].rstrip(" -"), groups[-1]
    return text, ""


def _is_landline_apart(groups: list[str]) -> bool:
    """Whether all groups but the last are an area code and a whole local number."""
    front = groups[:-1]
    if front[0] in ("86", "0086"):
        front = ["0" + front[1].removeprefix("0"), *front[2:]] if len(front) > 1 else front
    return len(front) >= 2 and bool(_AREA.fullmatch(front[0])) and bool(_LANDLINE.fullmatch("".join(front)))


def _home(digits: str) -> str:
    """What followed +86, as it is dialled at home: a landline's area code gets its 0 back."""
    if digits.startswith("0") or _MOBILE.fullmatch(digits) or _FREE.fullmatch(digits):
        return digits
    return f"0{digits}" if _LANDLINE.fullmatch(f"0{digits}") else digits


def _national(digits: str) -> str:
    landline = _LANDLINE.fullmatch(digits)
    if landline is not None:
        area, local = landline[1] or landline[3], landline[2] or landline[4]
        return f"{area}-{local}"
    if _MOBILE.fullmatch(digits) or _FREE.fullmatch(digits) or _SHORT.fullmatch(digits):
        return digits
    if re.fullmatch(r"1[3-9][0-9]{7,11}", digits):
        raise Fault("phone-mobile-length", length=len(digits))
    if re.fullmatch(r"[2-9][0-9]{6,7}", digits):
        raise Fault("phone-area-code")
    raise Fault("phone-unreadable")


def _whole(form: re.Pattern[str], digits: str) -> str:
    if not form.fullmatch(digits):
        raise Fault("phone-unreadable")
    return digits


def parted(number: str) -> tuple[str, str]:
    """Of the one form: the number and its extension."""
    if number.startswith("+"):
        base, _, extension = number.partition("x")
        return base, extension
    parts = number.split("-")
    if number.startswith("0"):
        return "-".join(parts[:2]), "-".join(parts[2:])
    return parts[0], "-".join(parts[1:])
