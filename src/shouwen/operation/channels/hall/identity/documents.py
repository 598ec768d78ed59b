"""Documents at the counter: the form of their numbers, what is kept of one, and how old its holder is.

The standard names the kinds that count (hall.documents); here stands which rule of people/identity.py a kind's number
follows. A kind that has no rule here takes any number of letters and digits.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from datetime import date
from typing import Final

from shouwen.fault import Fault
from shouwen.operation.channels.hall.money.tax_number import read_tax_number
from shouwen.operation.people.identity import KINDS, read_document

RULES: Final[Mapping[str, tuple[str, ...]]] = {
    **{kind: (kind,) for kind in KINDS},
    "permit": ("hong-kong-macau", "taiwan", "residence-permit", "permanent-residence"),
}
"""Kind of the standard → the kinds of people/identity.py that it may be."""

LICENCE: Final = "licence"
LAST: Final = 4
_FREE = re.compile(r"[A-Z0-9]{4,30}")
_BORN: Final = re.compile(r"[0-9]{6}((?:18|19|20)[0-9]{2})([0-9]{2})([0-9]{2})[0-9]{3}[0-9X]")


def read_number(document: str, typed: str) -> str:
    """The number in its one form. Raises Fault: "document-number", and as `read_document` and `read_tax_number` do."""
    if document == LICENCE:
        return read_tax_number(typed)
    kinds = RULES.get(document, ())
    for place, kind in enumerate(kinds):
        try:
            return read_document(kind, typed)
        except Fault:
            if place == len(kinds) - 1:
                raise
    plain = re.sub(r"[\s\-()]", "", unicodedata.normalize("NFKC", typed)).upper()
    if not _FREE.fullmatch(plain):
        raise Fault("document-number")
    return plain


def kinds_of(document: str) -> tuple[str, ...]:
    """The kinds under which a customer with this document may be known."""
    return RULES.get(document, ())


def age_of(document: str, number: str, today: date) -> int | None:
    """The age in years of who holds it; None where the number does not tell."""
    found = _BORN.fullmatch(number) if document in ("resident", "permit", "residence-permit") else None
    if found is None:
        return None
    year, month, day = (int(part) for part in found.groups())
    return today.year - year - ((today.month, today.day) < (month, day))


def end_of(number: str) -> str:
    """What is kept of a number."""
    return number[-LAST:]
