"""Things that are kept by number: seals, blank vouchers, SIM cards, handsets. Pure: no database, no clock.

What came in together is one story, a seal alone or a book of vouchers from 0001 to 0500; each event speaks of some of
its numbers, from the first to the last. Where each one is, is a list of spans: [from, to, place, holder], counted from
the first number, in order and without a gap.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

from shouwen.events.story import START, Follow
from shouwen.fault import Fault
from shouwen.wording import Wording

ITEMS: Final = "items"
"""The kind of subject."""

RECEIVED = "item.received"
ISSUED = "item.issued"
USED = "item.used"
SPOILT = "item.spoilt"
RETURNED = "item.returned"
OFFERED = "item.offered"
ACCEPTED = "item.accepted"
DECLINED = "item.declined"
COUNTED = "item.counted"
CONFIRMED = "item.count-confirmed"
DIFFERED = "item.differed"
EXPLAINED = "item.explained"
FINISHED = "item.finished"
LOOKED_AT = "agreement.looked-at"

_GOES_ON = frozenset(
    {ISSUED, USED, SPOILT, RETURNED, OFFERED, ACCEPTED, DECLINED, COUNTED, CONFIRMED, DIFFERED, EXPLAINED}
)
FOLLOW = Follow(
    {RECEIVED: frozenset({START}), FINISHED: _GOES_ON, **dict.fromkeys(_GOES_ON, _GOES_ON | {RECEIVED})},
)

STORE, HELD, GONE, SPOILED, MISSING, LOST = "store", "held", "used", "spoilt", "missing", "lost"
"""Where a number is: with the manager, with somebody, used, spoilt; not there when it was counted; never found."""

PLACES: Mapping[str, Wording] = {
    STORE: Wording("在库", "在庫", "in the hall’s keeping"),
    HELD: Wording("领用中", "領用中", "with a person"),
    GONE: Wording("已使用", "已使用", "used"),
    SPOILED: Wording("已作废", "已作廢", "spoilt"),
    MISSING: Wording("缺失", "缺失", "missing"),
    LOST: Wording("遗失", "遺失", "lost"),
}

Span = list[Any]
"""[from, to, place, holder]: whole numbers from 0; the holder is a key of Staff, or None."""

MOST: Final = 1000
"""Numbers that come in as one."""

LONGEST: Final = 32
"""Characters of a number."""

_NUMBER = re.compile(r"([A-Za-z0-9-]*?)([0-9]{1,20})", re.ASCII)


def read_number(text: str) -> tuple[str, int, int]:
    """What stands before the counting digits, how many digits these are, what they count. Raises Fault."""
    found = _NUMBER.fullmatch(text.strip())
    if found is None or len(text) > LONGEST:
        raise Fault("item-number", number=text[:LONGEST])
    return found[1], len(found[2]), int(found[2])


def size_of(first: str, last: str) -> int:
    """How many numbers from the first to the last. Raises Fault: "item-number", "item-range", "item-too-many"."""
    before, digits, begin = read_number(first)
    same, width, end = read_number(last)
    if (before, digits) != (same, width) or end < begin:
        raise Fault("item-range", first=first[:LONGEST], last=last[:LONGEST])
    if end - begin >= MOST:
        raise Fault("item-too-many", most=MOST)
    return end - begin + 1


def number_at(first: str, place: int) -> str:
    """The number that comes `place` after the first."""
    before, digits, begin = read_number(first)
    return f"{before}{begin + place:0{digits}d}"


def place_of(first: str, size: int, number: str) -> int:
    """The opposite. Raises Fault: "item-number", "item-not-here" where it is none of these."""
    before, digits, begin = read_number(first)
    same, width, value = read_number(number)
    if (before, digits) != (same, width) or not begin <= value < begin + size:
        raise Fault("item-not-here", number=number[:LONGEST], first=first, last=number_at(first, size - 1))
    return value - begin


def numbers_in(first: str, size: int, written: str) -> list[tuple[int, int]]:
    """Numbers as somebody wrote them, "0007, 0010-0012", as pairs of places. Raises Fault as `place_of` does."""
    found = []
    for part in re.split(r"[,，、;；\s]+", written.strip()):
        if not part:
            continue
        try:
            place = place_of(first, size, part)
            found.append((place, place))
        except Fault:
            begin, dash, end = part.rpartition("-")
            if not dash:
                raise
            found.append((place_of(first, size, begin), place_of(first, size, end)))
    return found


def within(spans: Iterable[Span], begin: int, end: int) -> Iterator[Span]:
    """The spans between the two places, cut to them."""
    for low, high, place, holder in spans:
        if low <= end and high >= begin:
            yield [max(low, begin), min(high, end), place, holder]


def moved(spans: list[Span], begin: int, end: int, place: str, holder: int | None = None) -> list[Span]:
    """The spans after all from `begin` to `end` have come to this place."""
    if not spans or begin > end:
        return spans
    begin, end = max(begin, spans[0][0]), min(end, spans[-1][1])
    parts = [*within(spans, 0, begin - 1), [begin, end, place, holder], *within(spans, end + 1, spans[-1][1])]
    joined: list[Span] = []
    for part in parts:
        if part[0] > part[1]:
            continue
        if joined and joined[-1][2:] == part[2:] and joined[-1][1] + 1 == part[0]:
            joined[-1] = [joined[-1][0], *part[1:]]
        else:
            joined.append(part)
    return joined


def is_used_up(spans: Iterable[Span]) -> bool:
    """Whether none is left that could be used, counted, or found again."""
    return count(spans, STORE, HELD, MISSING) == 0


def count(spans: Iterable[Span], *places: str, holder: int | None = None) -> int:
    """How many numbers are in these places, with this person."""
    return sum(
        high - low + 1 for low, high, place, who in spans if place in places and (holder is None or who == holder)
    )
