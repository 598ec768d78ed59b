"""A unit becomes a hall: what it does for customers, and the counters at which it does it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import transaction

from shouwen.operation.channels.hall.models import Counter, Hall, Service
from shouwen.operation.people.models import Unit
from shouwen.wording import Wording


@dataclass(frozen=True, slots=True)
class Offer:
    """A service: the line in which those wait who want it, and the letters before its numbers."""

    code: str
    name: Wording
    line: str
    prefix: str


def set_up(unit: Unit, offers: Iterable[Offer], counters: Iterable[tuple[str, tuple[str, ...]]]) -> Hall:
    """Makes the unit a hall with these services, in this order, and these counters with the lines they serve."""
    with transaction.atomic():
        hall = Hall._base_manager.create(unit=unit)
        for position, offer in enumerate(offers):
            names = {"zh-hans": offer.name.zh_hans, "zh-hant": offer.name.zh_hant, "en": offer.name.en}
            Service._base_manager.create(
                unit=unit, code=offer.code, names=names, line=offer.line, prefix=offer.prefix, position=position
            )
        for code, lines in counters:
            Counter._base_manager.create(unit=unit, code=code, lines=list(lines))
    return hall
