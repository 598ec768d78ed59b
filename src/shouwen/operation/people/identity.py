"""Documents by which a customer shows who they are: the form of their numbers, and the check digit where there is one.

Resident identity card: GB 11643-1999, check digit by ISO 7064 MOD 11-2. The residence permit of Hong Kong, Macau and
Taiwan residents (2018) and the foreigner's permanent residence card (2023) follow the same rule; travel permits and
passports have no check digit in the number itself.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from shouwen.fault import Fault
from shouwen.operation.people.address import PROVINCES
from shouwen.wording import Wording

LONGEST: Final = 40  # characters looked at

_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECK_DIGITS = "10X98765432"


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of document. `one_form` gives a number (no blanks, capitals) its one form, or refuses it."""

    label: Wording
    example: str
    one_form: Callable[[str, Kind], str]


def read_document(kind: str, number: str) -> str:
    """The number of a document in its one form. `kind`: a key of KINDS.

    Raises Fault: "document-kind", "document-form", "document-check-digit", "document-date", "document-region",
    "document-old".
    """
    if kind not in KINDS:
        raise Fault("document-kind", kinds=", ".join(KINDS))
    known = KINDS[kind]
    if len(number) > LONGEST:
        raise _form(known)
    return known.one_form(re.sub(r"[\s\-()]", "", unicodedata.normalize("NFKC", number)).upper(), known)


def mask_document(number: str) -> str:
    """A number in its one form with at most five of its characters left."""
    last = 4 if len(number) >= 15 else 2
    return f"{number[:1]}{'*' * (len(number) - 1 - last)}{number[-last:]}"


def check_digit(first_17: str) -> str:
    """The eighteenth character of a number by GB 11643, from its first seventeen digits."""
    return _CHECK_DIGITS[sum(weight * int(digit) for weight, digit in zip(_WEIGHTS, first_17, strict=True)) % 11]


def _form(kind: Kind) -> Fault:
    return Fault("document-form", kind=kind.label, example=kind.example)


def _checked(number: str, kind: Kind, *, birth: slice) -> str:
    if number[17] != check_digit(number[:17]):
        raise Fault("document-check-digit", kind=kind.label)
    born = number[birth]
    try:
        date(int(born[:4]), int(born[4:6]), int(born[6:]))
    except ValueError:
        raise Fault("document-date", kind=kind.label) from None
    return number


def _resident(number: str, kind: Kind) -> str:
    if re.fullmatch(r"[0-9]{15}", number):
        raise Fault("document-old")
    if not re.fullmatch(r"[0-9]{6}(?:18|19|20)[0-9]{9}[0-9X]", number):
        raise _form(kind)
    if number[:2] not in PROVINCES:
        raise Fault("document-region", kind=kind.label)
    return _checked(number, kind, birth=slice(6, 14))


def _permit_of_residence(number: str, kind: Kind) -> str:
    if not re.fullmatch(r"8[123]0000(?:18|19|20)[0-9]{9}[0-9X]", number):
        raise _form(kind)
    return _checked(number, kind, birth=slice(6, 14))


def _permanent_residence(number: str, kind: Kind) -> str:
    if re.fullmatch(r"[A-Z]{3}[0-9]{12}", number):
        return number
    if not re.fullmatch(r"9[0-9]{5}(?:18|19|20)[0-9]{9}[0-9X]", number):
        raise _form(kind)
    return _checked(number, kind, birth=slice(6, 14))


def _hong_kong_macau(number: str, kind: Kind) -> str:
    """The two digits that count how often the booklet was renewed are left out: the person is the same."""
    if not re.fullmatch(r"[HM][0-9]{8}(?:[0-9]{2})?", number):
        raise _form(kind)
    return number[:9]


def _of(form: str) -> Callable[[str, Kind], str]:
    def one_form(number: str, kind: Kind) -> str:
        if not re.fullmatch(form, number):
            raise _form(kind)
        return number

    return one_form


KINDS: Final[Mapping[str, Kind]] = {
    "resident": Kind(Wording("居民身份证", "居民身份證", "resident identity card"), "11010519491231002X", _resident),
    "passport": Kind(Wording("护照", "護照", "passport"), "E12345678", _of(r"(?=.*[0-9])[A-Z0-9]{5,12}")),
    "hong-kong-macau": Kind(
        Wording("港澳居民来往内地通行证", "港澳居民來往內地通行證", "mainland travel permit of Hong Kong and Macau"),
        "H12345678",
        _hong_kong_macau,
    ),
    "taiwan": Kind(
        Wording("台湾居民来往大陆通行证", "臺灣居民來往大陸通行證", "mainland travel permit of Taiwan"),
        "12345678",
        _of(r"[0-9]{8}|[0-9]{10}[A-Z]?"),
    ),
    "residence-permit": Kind(
        Wording("港澳台居民居住证", "港澳臺居民居住證", "residence permit of Hong Kong, Macau and Taiwan"),
        "810000199408230021",
        _permit_of_residence,
    ),
    "permanent-residence": Kind(
        Wording("外国人永久居留身份证", "外國人永久居留身份證", "foreigner's permanent residence card"),
        "911124198108030024",
        _permanent_residence,
    ),
}
"""The kinds of documents, by the name they are kept under."""
