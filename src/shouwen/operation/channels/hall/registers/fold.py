"""What events make of the row of things kept by number, and who may say them of it. The book asks both at every act."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from shouwen.events.event import Event
from shouwen.fault import Fault
from shouwen.operation.channels.hall.registers import story
from shouwen.operation.ledger import clock
from shouwen.operation.ledger.story_state import number_in
from shouwen.operation.people.models import Post
from shouwen.operation.people.rights import Acting
from shouwen.operation.people.units import path_up

if TYPE_CHECKING:
    from shouwen.operation.channels.hall.models import Items


def apply(row: Items, event: Event) -> None:
    """Folds one more event, the latest, into the row."""
    if event.word == story.RECEIVED:
        _received(row, event)
    elif event.word in _MOVES and (span := _span(row, event)) is not None:
        place, holder = _MOVES[event.word](event)
        if event.word == story.USED and row.lasting:
            row.uses += 1
        else:
            _move(row, span, place, holder)
    elif event.word in (story.OFFERED, story.DECLINED) and (span := _span(row, event)) is not None:
        _drop_offers(row, span)
        giver, taker = number_in(event.by, "staff"), number_in(event.data.get("staff"), "staff")
        if event.word == story.OFFERED:
            row.offers = [*row.offers, [*span, giver, taker]]
    else:
        _counting(row, event)


def check(row: Items, event: Event, by: Acting) -> None:
    """Whether this one may say it of these numbers as they are now.

    Raises Fault: "item-not-here", "item-used", "item-held", "item-not-yours", "item-not-offered", "item-person",
    "item-count-not-asked", "item-counts-unlike", "item-count-open", "item-no-difference", "item-not-finished".
    """
    if event.word in _NAMES_A_PERSON:
        _check_person(row.unit_id, str(event.data.get("staff") or ""), by, other=event.word != story.ISSUED)
    if event.word in _OF_HOLDERS:
        _check_holds(row, event, by)
    elif event.word == story.ISSUED:
        for low, _high, place, _who in _within(row, event):
            if place != story.STORE:
                code = "item-held" if place == story.HELD else "item-used"
                raise Fault(code, number=story.number_at(row.first, low))
    elif event.word in (story.ACCEPTED, story.DECLINED):
        asked = _span_asked(row, event)
        if [*asked, number_in(event.data.get("giver"), "staff"), by.staff] not in row.offers:
            raise Fault("item-not-offered", number=str(event.data.get("first")))
    else:
        _check_count(row, event, by)


_NAMES_A_PERSON = frozenset({story.ISSUED, story.OFFERED, story.COUNTED})


def _check_person(unit: int, reference: str, by: Acting, *, other: bool) -> None:
    """Raises Fault("item-person") unless somebody with a post at the hall, or above it, is so called; `other`: than who
    speaks."""
    now, key = clock.now(), number_in(reference, "staff")
    if key is None or (other and reference == by.reference):
        raise Fault("item-person")
    posts = Post.objects.filter(staff=key, staff__is_active=True, unit__in=path_up(unit), since__lte=now)
    if not posts.exclude(until__lte=now).exists():
        raise Fault("item-person")


def _check_count(row: Items, event: Event, by: Acting) -> None:
    data = event.data
    if event.word == story.CONFIRMED:
        if number_in(row.counting.get("staff"), "staff") != by.staff or by.staff is None:
            raise Fault("item-count-not-asked")
        if any(data.get(name) != row.counting.get(name) for name in ("counted", "expected")):
            raise Fault("item-counts-unlike")
    elif event.word == story.COUNTED:
        if row.differed_at is not None:
            raise Fault("item-count-open")
        if data.get("expected") != row.present:
            raise Fault("item-counts-unlike")
    elif event.word == story.DIFFERED:
        if row.differed_at is not None or row.expected == row.counted:
            raise Fault("item-no-difference")
    elif event.word == story.EXPLAINED:
        if row.differed_at is None:
            raise Fault("item-no-difference")
    elif event.word == story.FINISHED and not story.is_used_up(row.spans):
        raise Fault("item-not-finished")


_OF_HOLDERS = frozenset({story.USED, story.SPOILT, story.RETURNED, story.OFFERED})


def _check_holds(row: Items, event: Event, by: Acting) -> None:
    """All of these are with who speaks; what nobody has may be spoilt by who keeps it."""
    keeps = event.word == story.SPOILT and "manager" in by.roles_at(row.unit_id)
    for low, _high, place, who in _within(row, event):
        if place == story.HELD and who == by.staff and by.staff is not None:
            continue
        if place == story.STORE and keeps:
            continue
        gone = place not in (story.STORE, story.HELD)
        raise Fault("item-used" if gone else "item-not-yours", number=story.number_at(row.first, low))


Place = tuple[str, int | None]
_MOVES: Mapping[str, Callable[[Event], Place]] = {
    story.ISSUED: lambda event: (story.HELD, number_in(event.data.get("staff"), "staff")),
    story.ACCEPTED: lambda event: (story.HELD, number_in(event.by, "staff")),
    story.USED: lambda event: (story.GONE, number_in(event.by, "staff")),
    story.SPOILT: lambda event: (story.SPOILED, number_in(event.by, "staff")),
    story.RETURNED: lambda _event: (story.STORE, None),
}


def _received(row: Items, event: Event) -> None:
    data = event.data
    row.sort, row.name = str(data.get("sort") or "")[:40], str(data.get("name") or "")[:80]
    row.lasting = data.get("lasting") is True
    first, last = str(data.get("first") or ""), str(data.get("last") or "")
    try:
        row.size = story.size_of(first, last)
    except Fault:  # told by another system, of which nothing was asked
        return
    row.first, row.spans = first, [[0, row.size - 1, story.STORE, None]]


def _counting(row: Items, event: Event) -> None:
    data = event.data
    match event.word:
        case story.COUNTED:
            held = {name: data.get(name) for name in ("expected", "counted", "missing", "staff")}
            row.counting = {"by": event.by, **held}
        case story.CONFIRMED:
            for span in _missing(row):
                _move(row, span, story.MISSING)
            row.counted_at, row.counting = event.at, {}
            row.expected, row.counted = _whole(data.get("expected")), _whole(data.get("counted"))
        case story.DIFFERED:
            row.differed_at = event.at
        case story.EXPLAINED:
            row.differed_at, row.counted = None, row.expected
            place = story.STORE if data.get("found") is True else story.LOST
            for low, high, where, _who in list(row.spans):
                if where == story.MISSING:
                    _move(row, (low, high), place)
        case story.FINISHED:
            row.finished = True


def _move(row: Items, span: tuple[int, int], place: str, holder: int | None = None) -> None:
    row.spans = story.moved(row.spans, *span, place, holder)
    _drop_offers(row, span)


def _drop_offers(row: Items, span: tuple[int, int]) -> None:
    row.offers = [one for one in row.offers if one[1] < span[0] or one[0] > span[1]]


def _missing(row: Items) -> list[tuple[int, int]]:
    try:
        return story.numbers_in(row.first, row.size, str(row.counting.get("missing") or ""))
    except Fault:
        return []


def _within(row: Items, event: Event) -> list[Any]:
    return list(story.within(row.spans, *_span_asked(row, event)))


def _span_asked(row: Items, event: Event) -> tuple[int, int]:
    """The places of which the event speaks. Raises Fault: "item-number", "item-not-here", "item-range"."""
    first, last = str(event.data.get("first") or ""), str(event.data.get("last") or "")
    if not row.size:
        raise Fault("item-not-here", number=first[: story.LONGEST], first="-", last="-")
    begin, end = story.place_of(row.first, row.size, first), story.place_of(row.first, row.size, last)
    if begin > end:
        raise Fault("item-range", first=first, last=last)
    return begin, end


def _span(row: Items, event: Event) -> tuple[int, int] | None:
    try:
        return _span_asked(row, event)
    except Fault:
        return None


def _whole(value: object) -> int:
    return int(value) if isinstance(value, int | float) and not isinstance(value, bool) else 0
