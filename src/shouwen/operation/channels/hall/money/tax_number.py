"""The number by which a firm pays taxes: the unified social credit code (GB 32100-2015), with its check character."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

from shouwen.fault import Fault

_CHARACTERS: Final = "0123456789ABCDEFGHJKLMNPQRTUWXY"
"""Digits and letters without I, O, S, V, Z, each worth its place."""

_WEIGHTS: Final = tuple(pow(3, place, 31) for place in range(17))
_FORM = re.compile(rf"[{_CHARACTERS}]{{2}}[0-9]{{6}}[{_CHARACTERS}]{{10}}")


def read_tax_number(typed: str) -> str:
    """The code in its one form: 18 characters, capitals, no blanks. Raises Fault: "tax-number-form",
    "tax-number-check"."""
    code = re.sub(r"[\s\-]", "", unicodedata.normalize("NFKC", typed[:60])).upper()
    if not _FORM.fullmatch(code):
        raise Fault("tax-number-form")
    if code[17] != check_character(code[:17]):
        raise Fault("tax-number-check")
    return code


def check_character(first_17: str) -> str:
    """The eighteenth character, from the seventeen before it: the weighted sum and it make 0 modulo 31."""
    total = sum(weight * _CHARACTERS.index(one) for weight, one in zip(_WEIGHTS, first_17, strict=True))
    return _CHARACTERS[(31 - total % 31) % 31]
