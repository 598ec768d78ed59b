"""What of a hall is due to be looked at, out of order or low, as its page shows it.

What is due, and until when, is what the engine owes by the clauses in force (the kind `facility`); which things of the
hall as a whole are looked at, the clauses on facility.inspected of a day say.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import QuerySet

from shouwen.checks.inspect import Inspect
from shouwen.checks.within import Within
from shouwen.operation.channels.hall import story as hall
from shouwen.operation.channels.hall.console import console
from shouwen.operation.channels.hall.models import Facility
from shouwen.operation.channels.hall.upkeep import story
from shouwen.operation.channels.hall.upkeep.photos import photos_now
from shouwen.operation.channels.hall.waiting import opening
from shouwen.operation.ledger import clock, models
from shouwen.operation.ledger.editions import settings_now, working_at
from shouwen.operation.people.models import Unit
from shouwen.standard.clause import Clause
from shouwen.wording import Wording


@dataclass(frozen=True, slots=True)
class Owed:
    """What is owed of one thing: by which clause, until when; `word`: what would do it."""

    clause: Clause
    due: int
    warn: int | None
    late: bool
    word: str


@dataclass(frozen=True, slots=True)
class Thing:
    """A place, machine or supply as the page lists it. look: when it is due to be looked at; other: what else is;
    photos: how many there are of what is wrong with it now."""

    row: Facility
    label: Wording
    state: Wording
    fault: Wording | None
    level: Wording | None
    look: Owed | None
    other: Owed | None
    photos: int = 0

    @property
    def name(self) -> str:
        """The name of its story, without the kind."""
        return self.row.case.subject.partition(":")[2]


@dataclass(frozen=True, slots=True)
class Round:
    """Something of the hall as a whole; passed: as it was looked at last today, at `at`; None: not yet."""

    item: str
    label: Wording
    clause: Clause
    passed: bool | None
    at: int | None


@dataclass(frozen=True, slots=True)
class Upkeep:
    """What a hall keeps up: looks that are due, soonest first; what is out of order; supplies; all the rest."""

    due: tuple[Thing, ...]
    faulty: tuple[Thing, ...]
    supplies: tuple[Thing, ...]
    others: tuple[Thing, ...]
    rounds: tuple[Round, ...]

    @property
    def late(self) -> int:
        """How many looks are overdue."""
        return sum(thing.look is not None and thing.look.late for thing in self.due)


def upkeep_of(unit: Unit) -> Upkeep:
    """What is shown of a hall. Within the scope of who asks."""
    things = things_of(unit.pk)
    working = [one for one in things if one.row.state == story.IN_ORDER and not one.row.supply]
    due = sorted(
        (one for one in working if one.look is not None), key=lambda one: one.look.due if one.look is not None else 0
    )
    return Upkeep(
        due=tuple(due),
        faulty=tuple(one for one in things if one.row.state in story.NOT_WORKING),
        supplies=tuple(one for one in things if one.row.supply and one.row.state == story.IN_ORDER),
        others=tuple(one for one in working if one.look is None),
        rounds=rounds_of(unit),
    )


def things_of(unit: int) -> list[Thing]:
    """All that stands in the hall and is kept up. Three queries."""
    return _shown(unit, Facility.objects.filter(unit=unit).exclude(state=story.AWAY).order_by("code"))


def thing_called(unit: int, name: str) -> Thing | None:
    """The thing with this name, taken away or not; None where the hall has none so called."""
    found = _shown(unit, Facility.objects.filter(unit=unit, case__subject=f"{story.FACILITY}:{name}"))
    return found[0] if found else None


def _shown(unit: int, asked: QuerySet[Facility]) -> list[Thing]:
    rows = list(asked.select_related("case", "unit"))
    owed = _owed(unit, [row.pk for row in rows])
    photos = photos_now(row for row in rows if row.state in story.NOT_WORKING)
    settings = settings_now(unit)

    def named(setting: str, value: str) -> Wording | None:
        if not value:
            return None
        return (settings.choices(setting) if setting in settings else {}).get(value, Wording.of(value))

    return [
        Thing(
            row,
            named("hall.supplies" if row.supply else "hall.facilities", row.item) or Wording.of(row.code),
            story.STATES[row.state],
            named("hall.faults", row.fault),
            named("hall.supply-levels", row.level),
            owed.get((row.pk, story.INSPECTED)),
            next((one for (key, word), one in owed.items() if key == row.pk and word != story.INSPECTED), None),
            photos.get(row.pk, 0),
        )
        for row in rows
    ]


def rounds_of(unit: Unit) -> tuple[Round, ...]:
    """What the clauses in force judge of a day whenever somebody looks, and how it was found last today."""
    events = models.Event.objects.filter(
        told__case__subject=f"{hall.SITE_DAY}:{unit.code}-{opening.day_of(unit.pk, clock.now())}", word=story.INSPECTED
    ).order_by("at", "pk")
    last = {str(row.data.get("item")): row for row in events}
    found: dict[str, Round] = {}
    for clause in console.in_force(working_at(unit.pk), hall.SITE_DAY, clock.now()):
        check = clause.check
        if not isinstance(check, Inspect) or story.INSPECTED not in check.on.words or not _of_size(check, unit):
            continue
        for item in _items(check):
            row = last.get(item)
            passed = row.data.get("passed") if row is not None else None
            found.setdefault(
                item,
                Round(item, check.item, clause, passed if isinstance(passed, bool) else None, row.at if row else None),
            )
    return tuple(found.values())


def _items(check: Inspect) -> list[str]:
    """The items of which the check speaks: those it asks the field `item` for."""
    found: list[str] = []
    for test in check.on.tests:
        if test.field == "item":
            found += [str(one) for one in (test.value if isinstance(test.value, tuple) else (test.value,))]
    return found


def _of_size(check: Inspect, unit: Unit) -> bool:
    """Whether it speaks of halls of this size."""
    return all(test.field != "size_class" or test.value == unit.size for test in check.on.tests)


def _owed(unit: int, cases: list[int]) -> Mapping[tuple[int, str], Owed]:
    """(case, what would do it) → what is owed soonest."""
    clauses = {clause.id: clause for clause in console.in_force(working_at(unit), story.FACILITY, clock.now())}
    rows = models.Obligation.objects.filter(models.STILL_OWED, case__in=cases, due__isnull=False).order_by("-due")
    found: dict[tuple[int, str], Owed] = {}
    for row in rows:
        clause = clauses.get(row.clause)
        if clause is None or not isinstance(clause.check, Within) or row.due is None:
            continue
        word = clause.check.then.words[0]
        found[row.case_id, word] = Owed(clause, row.due, row.warn, row.due < clock.now(), word)
    return found
