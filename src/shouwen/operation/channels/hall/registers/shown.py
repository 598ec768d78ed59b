"""What the pages of the registers show: who holds what now, what waits for whom, the history of one thing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db.models import QuerySet

from shouwen.operation.channels.hall import counters
from shouwen.operation.channels.hall.models import Items, Visit
from shouwen.operation.channels.hall.registers import story
from shouwen.operation.ledger import models
from shouwen.operation.ledger.editions import settings_now
from shouwen.operation.ledger.story_state import number_in
from shouwen.operation.people.models import Staff
from shouwen.operation.people.rights import Acting
from shouwen.wording import Wording

FINISHED_SHOWN = 20
"""Of what is used up, how many lots are shown."""


@dataclass(frozen=True, slots=True)
class Part:
    """Numbers of one lot that are in the same place. who: with whom, or who did it."""

    items: Items
    first: str
    last: str
    number: int
    place: str
    who: Staff | None

    @property
    def label(self) -> Wording:
        """What the place is called."""
        return story.PLACES[self.place]

    @property
    def numbers(self) -> str:
        """As they are written."""
        return self.first if self.first == self.last else f"{self.first}–{self.last}"


@dataclass(frozen=True, slots=True)
class Lot:
    """One lot as a page lists it. due: until when it is to be counted; None: it need not be."""

    items: Items
    sort: Wording
    parts: tuple[Part, ...]
    due: int | None
    warn: int | None

    @property
    def name(self) -> str:
        """The name of its page."""
        return self.items.case.subject.partition(":")[2]

    @property
    def numbers(self) -> str:
        """Its numbers, as they are written."""
        return self.items.first if self.items.size == 1 else f"{self.items.first}–{self.items.last}"

    def count(self, *places: str) -> int:
        """How many numbers are in these places."""
        return sum(part.number for part in self.parts if part.place in places)

    @property
    def stored(self) -> int:
        """How many are in the hall's keeping."""
        return self.count(story.STORE)

    @property
    def held(self) -> tuple[Part, ...]:
        """Those that are with somebody."""
        return tuple(part for part in self.parts if part.place == story.HELD)

    @property
    def lacking(self) -> int:
        """How many were not there when they were counted."""
        return self.count(story.MISSING, story.LOST)

    @property
    def used(self) -> int:
        """How many cannot be used again."""
        return self.count(story.GONE, story.SPOILED)


@dataclass(frozen=True, slots=True)
class Asked:
    """Numbers that somebody was asked to take over."""

    lot: Lot
    first: str
    last: str
    numbers: str
    giver: Staff | None


@dataclass(frozen=True, slots=True)
class Registers:
    """The registers of a hall as one person sees them: what they hold, what they are asked, what must be explained."""

    lots: tuple[Lot, ...]
    finished: tuple[Lot, ...]
    mine: tuple[tuple[Lot, Part], ...]
    asked: tuple[Asked, ...]
    to_count: tuple[Lot, ...]
    differing: tuple[Lot, ...]
    visit: Visit | None


def registers_of(unit: int, acting: Acting) -> Registers:
    """What is shown of a hall. Within the scope of who asks."""
    open_rows = _rows(unit).filter(finished=False).order_by("sort", "name", "pk")
    lots = lots_of(open_rows)
    ended = lots_of(_rows(unit).filter(finished=True).order_by("-pk")[:FINISHED_SHOWN])
    people = _people(one.items for one in lots)
    counter = counters.of_staff(acting.staff) if acting.staff is not None else None
    return Registers(
        lots=lots,
        finished=ended,
        mine=tuple(
            (lot, part) for lot in lots for part in lot.held if part.who is not None and part.who.pk == acting.staff
        ),
        asked=tuple(
            _asked(lot, low, high, people.get(giver))
            for lot in lots
            for low, high, giver, taker in lot.items.offers
            if taker == acting.staff
        ),
        to_count=tuple(lot for lot in lots if number_in(lot.items.counting.get("staff"), "staff") == acting.staff),
        differing=tuple(lot for lot in lots if lot.items.differed_at is not None),
        visit=counters.visit_at(counter) if counter is not None and counter.unit_id == unit else None,
    )


def lots_of(rows: Iterable[Items]) -> tuple[Lot, ...]:
    """The rows as pages list them. Three queries."""
    found = list(rows)
    people = _people(found)
    owed = models.Obligation.objects.filter(case__in=[one.pk for one in found], state="open", due__isnull=False)
    due = {row.case_id: row for row in owed.order_by("-due") if row.clause.startswith("registers.counted")}
    return tuple(
        Lot(
            one,
            sorts_at(one.unit_id).get(one.sort, Wording.of(one.sort)),
            tuple(_part(one, span, people) for span in one.spans),
            due[one.pk].due if one.pk in due else None,
            due[one.pk].warn if one.pk in due else None,
        )
        for one in found
    )


def lot_called(name: str) -> Lot | None:
    """The lot of this name, where it is in sight."""
    if "\0" in name:  # a character no database takes
        return None
    rows = Items.objects.select_related("case", "unit").filter(case__subject=f"{story.ITEMS}:{name}")
    return next(iter(lots_of(rows[:1])), None)


def sorts_at(unit: int) -> Mapping[str, Wording]:
    """What is kept by number, by the standard in force; nothing where it says nothing of it."""
    settings = settings_now(unit)
    return settings.choices("hall.register-sorts") if "hall.register-sorts" in settings else {}


def _rows(unit: int) -> QuerySet[Items]:
    return Items.objects.filter(unit=unit).select_related("case", "unit")


def _part(row: Items, span: story.Span, people: Mapping[int, Staff]) -> Part:
    low, high, place, who = span
    first, last = story.number_at(row.first, low), story.number_at(row.first, high)
    return Part(row, first, last, high - low + 1, place, people.get(who or 0))


def _asked(lot: Lot, low: int, high: int, giver: Staff | None) -> Asked:
    first, last = story.number_at(lot.items.first, low), story.number_at(lot.items.first, high)
    return Asked(lot, first, last, first if first == last else f"{first}–{last}", giver)


def _people(rows: Iterable[Items]) -> dict[int, Staff]:
    rows = list(rows)
    keys = {who for row in rows for *_rest, who in row.spans if who}
    keys |= {key for row in rows for one in row.offers for key in one[2:] if key}
    return {person.pk: person for person in Staff.objects.filter(pk__in=keys)}
