"""What happens to things kept by number: one function for each step, through the one door (ledger/act.py).

Who may take a step is asked where the numbers are held (fold.check), so that of two who use the last voucher at once
one is refused. `once` is a name for this very asking: asked again, nothing happens.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from shouwen.events.event import Value
from shouwen.fault import Fault
from shouwen.operation.channels.hall.held import held, left_by, row_of
from shouwen.operation.channels.hall.models import Items, Visit
from shouwen.operation.channels.hall.registers import story
from shouwen.operation.channels.hall.waiting import queue
from shouwen.operation.ledger import clock
from shouwen.operation.ledger.act import NewCase, act, begin, done_before
from shouwen.operation.ledger.editions import settings_now
from shouwen.operation.ledger.models import Case
from shouwen.operation.ledger.writing import writing
from shouwen.operation.people import scope
from shouwen.operation.people.models import Post, Staff, Unit
from shouwen.operation.people.rights import Acting
from shouwen.operation.people.units import manager_of

LONGEST_WHY = 200


def receive(unit: Unit, sort: str, name: str, first: str, last: str = "", *, by: Acting, once: str = "") -> Items:
    """Things come into the hall. 1. The hall is held: no number of this sort is there twice. 2. item.received.

    `last` empty: a single thing. Raises Fault: "hall-unknown", "item-sort-unknown", "item-number", "item-range",
    "item-too-many", "item-there-already".
    """
    first, last = first.strip(), last.strip() or first.strip()
    size = story.size_of(first, last)
    settings = settings_now(unit.pk)
    known = settings.choices("hall.register-sorts")
    if sort not in known:
        raise Fault("item-sort-unknown", sort=sort[:40], sorts=", ".join(known))
    with queue.holding(unit.pk):
        if (before := done_before(by, once)) is not None:
            return left_by(Items, before, story.RECEIVED)
        _check_new(unit.pk, sort, name.strip(), first, size)
        data: dict[str, Value] = {
            "sort": sort,
            "name": name.strip()[:80] or None,
            "lasting": sort in settings.choices("hall.register-lasting"),
            "first": first,
            "last": last,
            "number": size,
        }
        case = begin(NewCase(kind=story.ITEMS, unit=unit), story.RECEIVED, by=by, data=data, once=once)
        return row_of(Items, case.pk)


def issue(items: Items, first: str, last: str, staff: str, *, by: Acting, once: str = "") -> Items:
    """A manager gives numbers to a person of the hall (a reference). 1. item.issued: they have a notice.

    Raises Fault: "item-person", "item-held", "item-used", "item-not-here".
    """
    return _say(items, story.ISSUED, first, last, by=by, once=once, data={"staff": staff})


def use(items: Items, first: str, last: str = "", *, by: Acting, visit: Visit | None = None, once: str = "") -> Items:
    """Numbers are used, for a customer where there is one. 1. item.used, in the visit's story as well.

    Raises Fault: "item-not-yours", "item-used", "item-not-here", "item-visit" where the customer is not of this hall
    or is gone.
    """
    also: list[Case] = []
    if visit is not None:
        case = Case._base_manager.get(pk=visit.pk)
        if case.unit_id != items.unit_id or (case.closed_at is not None and done_before(by, once) is None):
            raise Fault("item-visit")
        also = [case]
    return _say(items, story.USED, first, last, by=by, once=once, also=also)


def spoil(items: Items, first: str, last: str, why: str, *, by: Acting, once: str = "") -> Items:
    """Numbers cannot be used any more. 1. item.spoilt. Raises Fault: "item-why", and as `use`."""
    return _say(items, story.SPOILT, first, last, by=by, once=once, data={"why": _why(why)})


def give_back(items: Items, first: str, last: str, *, by: Acting, once: str = "") -> Items:
    """Who has them brings them back. 1. item.returned. Raises Fault: "item-not-yours", "item-not-here"."""
    return _say(items, story.RETURNED, first, last, by=by, once=once)


def offer(items: Items, first: str, last: str, staff: str, *, by: Acting, once: str = "") -> Items:
    """Who has them asks somebody to take them over. 1. item.offered: they have a notice; until they accept, nothing
    has changed hands. Raises Fault: "item-person", "item-not-yours"."""
    return _say(items, story.OFFERED, first, last, by=by, once=once, data={"staff": staff})


def accept(items: Items, first: str, last: str, giver: str, *, by: Acting, once: str = "") -> Items:
    """Whoever was asked takes them over. 1. item.accepted. Raises Fault("item-not-offered")."""
    return _say(items, story.ACCEPTED, first, last, by=by, once=once, data={"giver": giver})


def decline(items: Items, first: str, last: str, giver: str, *, by: Acting, once: str = "") -> Items:
    """Whoever was asked does not take them over. 1. item.declined. Raises Fault("item-not-offered")."""
    return _say(items, story.DECLINED, first, last, by=by, once=once, data={"giver": giver})


def count(items: Items, counted: int, missing: str, second: str, *, by: Acting, once: str = "") -> Items:
    """Somebody counts what should be there, and asks another to count again. 1. item.counted: they have a notice.

    `missing`: the numbers that are not there. Raises Fault: "item-person", "item-count-missing" where these are not as
    many as there are too few, "item-count-open" where an earlier difference is not explained, and as `place_of` does.
    """
    with writing(), scope.everywhere():
        items = held(items)
        if (before := done_before(by, once)) is not None:
            return left_by(Items, before, story.COUNTED)
        short = max(0, items.present - counted)
        if not missing.strip() and short == items.size:  # all of it is gone: its number need not be written
            missing = items.first if items.size == 1 else f"{items.first}-{items.last}"
        pairs = story.numbers_in(items.first, items.size, missing)
        named = sum(story.count(story.within(items.spans, *pair), story.STORE, story.HELD) for pair in pairs)
        if named != short:
            raise Fault("item-count-missing", short=short, named=named)
        data: dict[str, Value] = {
            "expected": items.present,
            "counted": counted,
            "missing": missing.strip()[:500] or None,
            "staff": second,
        }
        return _act(items, story.COUNTED, data, by=by, once=once)


def confirm_count(items: Items, counted: int, *, by: Acting, once: str = "") -> Items:
    """The second person counts to the same number. 1. item.count-confirmed. 2. Where it is not what should be there:
    item.differed, which the manager has to explain, and of which they have a notice.

    Raises Fault: "item-count-not-asked", "item-counts-unlike".
    """
    with writing(), scope.everywhere():
        items = held(items)
        if (before := done_before(by, once)) is not None:
            return left_by(Items, before, story.CONFIRMED)
        expected = items.counting.get("expected")
        data: dict[str, Value] = {"expected": expected, "counted": counted}
        items = _act(items, story.CONFIRMED, data, by=by, once=once)
        if counted != expected:
            manager = manager_of(items.unit_id, clock.now())
            found = {**data, "staff": manager.reference if manager is not None else None}
            items = _act(items, story.DIFFERED, found, by=by, once=once and f"{once}-differed")
        return items


def explain(items: Items, why: str, *, found: bool, by: Acting, once: str = "") -> Items:
    """The manager explains a difference. 1. item.explained: what was missing is back, or lost.

    Raises Fault: "item-why", "item-no-difference".
    """
    with writing(), scope.everywhere():
        items = held(items)
        data: dict[str, Value] = {"found": found, "why": _why(why)}
        return _finish(_act(items, story.EXPLAINED, data, by=by, once=once), by=by, once=once)


def people_at(unit: int) -> list[Staff]:
    """Who has a post at this very hall now: among whom things change hands."""
    now = clock.now()
    posts = Post.objects.filter(unit=unit, since__lte=now).exclude(until__lte=now)
    return list(Staff.objects.filter(pk__in=posts.values("staff"), is_active=True).order_by("name"))


def _say(
    items: Items,
    word: str,
    first: str,
    last: str,
    *,
    by: Acting,
    once: str,
    data: Mapping[str, Value] | None = None,
    also: Sequence[Case] = (),
) -> Items:
    first, last = first.strip(), last.strip() or first.strip()
    size = story.size_of(first, last)
    with writing(), scope.everywhere():
        given: dict[str, Value] = {"first": first, "last": last, "number": size, **(data or {})}
        return _finish(_act(items, word, given, by=by, once=once, also=also), by=by, once=once)


def _act(
    items: Items, word: str, data: Mapping[str, Value], *, by: Acting, once: str, also: Sequence[Case] = ()
) -> Items:
    case = Case._base_manager.get(pk=items.pk)
    event = act(case, word, by=by, data=data, also=also, once=once)
    if event.word != word or event.about[0] != case.subject:
        raise Fault("api-once-differs", word=event.word, case=event.about[0])
    return row_of(Items, items.pk)


def _finish(items: Items, *, by: Acting, once: str) -> Items:
    """Where nothing is left, the story ends."""
    if items.finished or items.differed_at is not None or not story.is_used_up(items.spans):
        return items
    return _act(items, story.FINISHED, {}, by=by, once=once and f"{once}-finished")


def _check_new(unit: int, sort: str, name: str, first: str, size: int) -> None:
    """Raises Fault("item-there-already") where one of the numbers is in the hall's registers."""
    before, digits, begin = story.read_number(first)
    for one in Items._base_manager.filter(unit=unit, sort=sort, name=name):
        if not one.size:
            continue
        same, width, start = story.read_number(one.first)
        if (before, digits) == (same, width) and begin < start + one.size and start < begin + size:
            raise Fault("item-there-already", number=story.number_at(first, max(0, start - begin)))


def _why(text: str) -> str:
    if not text.strip():
        raise Fault("item-why")
    return text.strip()[:LONGEST_WHY]
