"""Looking after standards: who may, what an edition says, and what a calendar would move. All of it before it is done.

A standard belongs to all units that work by it: who publishes an edition of it or changes a calendar of it must have
the role at each of them, or above. So no hall's manager changes another hall's hours.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import Any, Final

import yaml
from django.db.models import F, QuerySet

from shouwen.engine.live import owed
from shouwen.events.story import Story
from shouwen.fault import Fault
from shouwen.operation.ledger import clock, editions, models, publishing
from shouwen.operation.ledger.administering import working_by
from shouwen.operation.ledger.stories import stories
from shouwen.operation.ledger.writing import writing
from shouwen.operation.people import scope
from shouwen.operation.people.models import Unit
from shouwen.operation.people.posts import require_any
from shouwen.operation.people.rights import Acting
from shouwen.operation.people.roles import MANAGERS
from shouwen.operation.people.units import tree
from shouwen.standard.clause import Clause, Standard
from shouwen.standard.editions import unite
from shouwen.standard.finding import Finding
from shouwen.standard.layers import PACK, Layer, pack_names
from shouwen.standard.page import read_page
from shouwen.standard.review import review
from shouwen.worktime import Calendar, Instant

LONGEST: Final = 400_000
"""Characters of a standard, a calendar."""

MOST_PARTS: Final = 200_000
"""Parts of a page when every alias is written out: a small text must not grow without end."""

CALENDAR_ROLES: Final = ("author", *MANAGERS, "system-admin")


def may_see(standard: str, roles: Collection[str], by: Acting) -> bool:
    """Whether they have one of the roles at some unit that works by the standard; or anywhere where none does."""
    found = working_by(standard)
    return any(by.roles_at(unit) & set(roles) for unit in found) if found else bool(by.roles & set(roles))


def check_reach(standard: str, roles: Collection[str], by: Acting) -> Unit:
    """The unit of theirs at which they look after it. Raises Fault("not-for-you" | "standard-of-others")."""
    held = [unit for unit, role in by.posts if role in roles]
    if not held:
        require_any(by, roles)
    others = [unit for unit in working_by(standard) if not by.roles_at(unit) & set(roles)]
    if others and not by.system:
        places = tree()
        named = ", ".join(places[unit].name for unit in others[:3])
        raise Fault("standard-of-others", standard=standard, units=named, count=len(others))
    return Unit.objects.get(pk=held[0]) if held else Unit.objects.order_by("pk")[:1].get()


# Editions


@dataclass(frozen=True, slots=True)
class Looked:
    """What was found in a text: `layers` and `standard` are None where it cannot be read at all."""

    layers: tuple[Layer, ...] | None
    standard: Standard | None
    faults: tuple[Fault, ...]
    hints: tuple[Fault, ...]


def look_at(text: str, *, place: str) -> Looked:
    """All that is wrong with a written standard, with the lines, and what its author may want to look at again."""
    try:
        refuse_too_large(text, place=place)
        layers = publishing.layers_written(text, place=place)
        reading = publishing.look_over(layers)
    except Fault as fault:
        return Looked(None, None, (fault,), ())
    found: list[Finding] = review(reading)
    faults = [*reading.faults, *(one.what for one in found if one.gravity == "fault")]
    hints = [one.what for one in found if one.gravity == "hint"]
    return Looked(layers, reading.standard, tuple(faults), tuple(hints))


def publish(looked: Looked, *, by: Acting, since: Instant | None, once: str = "") -> models.Edition:
    """Publishes what was looked at. Raises Fault: its first, "standard-of-others", as publishing.publish does."""
    for fault in looked.faults:
        raise fault
    if looked.layers is None or looked.standard is None:
        raise ValueError("nothing that was read")
    at = check_reach(looked.standard.name, ("author",), by)
    return publishing.publish(looked.layers, at=at, by=by, since=since, once=once)


def withdraw(edition: models.Edition, *, by: Acting, once: str = "") -> None:
    """Takes an edition back before it is in force. Raises Fault: as publishing.withdraw, "standard-of-others"."""
    at = check_reach(edition.standard, ("author",), by)
    publishing.withdraw(edition, at=at, by=by, once=once)


@dataclass(frozen=True, slots=True)
class Standing:
    """An edition, until when it is in force, and how it stands: to-come, in-force, past, withdrawn."""

    row: models.Edition
    until: Instant | None
    state: str


def standings(standard: str) -> list[Standing]:
    """The editions of a standard, the newest first."""
    now = clock.now()
    rows = list(models.Edition.objects.filter(standard=standard).select_related("by").order_by("since", "pk"))
    kept = [row for row in rows if row.withdrawn_at is None]
    ends = {earlier.pk: later.since for earlier, later in pairwise(kept)}

    def state(row: models.Edition) -> str:
        if row.withdrawn_at is not None:
            return "withdrawn"
        return "to-come" if row.since > now else "past" if ends.get(row.pk, now + 1) <= now else "in-force"

    return [Standing(row, ends.get(row.pk), state(row)) for row in reversed(rows)]


def standard_in(row: models.Edition) -> Standard:
    """The standard as this edition has it, with the calendars of now."""
    return _standard_in(row.pk, editions.revision())


@lru_cache(maxsize=16)
def _standard_in(edition: int, _revision: int) -> Standard:
    row = models.Edition.objects.get(pk=edition)
    calendars = models.Calendar.objects.filter(standard=row.standard)
    return unite(editions.written([row], calendars))


# Calendars


@dataclass(frozen=True, slots=True)
class Kept:
    """A calendar as it is now: what is written, the calendar that makes, and who left it so (None: the standard)."""

    name: str
    data: Mapping[str, Any]
    calendar: Calendar
    row: models.Calendar | None


def calendars_of(standard: str) -> list[Kept]:
    """The calendars that the editions of a standard declare, as they are now."""
    rows = list(models.Edition.objects.filter(standard=standard, withdrawn_at__isnull=True))
    declared = editions.calendar_texts(rows)
    newest = {
        row.name: row for row in models.Calendar.objects.filter(standard=standard).select_related("by").order_by("pk")
    }
    known = editions.working(standard).standard
    found = []
    for name, data in declared.items():
        row = newest.get(name)
        written = read_page(row.text, place=name) if row is not None else data
        if known is not None and name in known.calendars and isinstance(written, Mapping):
            found.append(Kept(name, written, known.calendars[name], row))
    return found


def history_of(standard: str, name: str) -> QuerySet[models.Calendar]:
    """How a calendar was left, the latest first."""
    return models.Calendar.objects.filter(standard=standard, name=name).select_related("by").order_by("-pk")


def calendar_written(standard: str, name: str, text: str) -> Calendar:
    """The calendar that a text would make. Raises Fault: what is wrong with it."""
    return _with_calendar(standard, name, text).calendars[name]


def leave_calendar(standard: str, name: str, text: str, *, by: Acting, once: str = "") -> models.Calendar:
    """Leaves a calendar as `text` has it. Raises Fault: as publishing.leave_calendar, "standard-of-others",
    "calendar-unchanged"."""
    at = check_reach(standard, CALENDAR_ROLES, by)
    known = editions.working(standard).standard
    same = known is not None and known.calendars.get(name) == calendar_written(standard, name, text)
    with writing():
        row = publishing.leave_calendar(standard, name, text, at=at, by=by, once=once)
        if same:
            raise Fault("calendar-unchanged")
    return row


@dataclass(frozen=True, slots=True)
class Move:
    """An open obligation that would be due at another time."""

    clause: Clause | None
    unit: int
    before: Instant | None
    after: Instant | None


@dataclass(frozen=True, slots=True)
class Moves:
    """What a calendar would move. `looked`: of the `open` obligations so many were tried, those due soonest first."""

    open: int
    looked: int
    moves: Sequence[Move]


def what_would_move(standard: str, name: str, text: str, *, most: int = 200) -> Moves:
    """Which due times of what is open would change if the calendar were as `text` has it. Nothing is written.

    Raises Fault: what is wrong with the text.
    """
    changed = _with_calendar(standard, name, text)
    clauses: dict[str, list[Clause]] = {}
    for clause in changed.clauses:
        clauses.setdefault(clause.of, []).append(clause)
    now = clock.now()
    with scope.everywhere():
        rows = models.Obligation.objects.filter(state="open", unit__in=working_by(standard)).select_related("case")
        count = rows.count()
        some = list(rows.order_by(F("due").asc(nulls_last=True), "pk")[:most])
    told = stories({row.case_id for row in some})
    then: dict[tuple[int, str, int, int], Instant | None] = {}
    for case in {row.case_id: row.case for row in some}.values():
        for one in owed(clauses.get(case.kind, ()), Story(case.subject, told[case.pk]), now).obligations:
            then[case.pk, one.clause, one.opened_by or 0, one.period or 0] = one.due
    moves = []
    for row in some:
        after = then.get((row.case_id, row.clause, row.opened_by, row.period), row.due)
        if after != row.due:
            named = [one for one in clauses.get(row.case.kind, ()) if one.id == row.clause]
            moves.append(Move(named[-1] if named else None, row.unit_id, row.due, after))
    return Moves(count, len(some), moves)


def _with_calendar(standard: str, name: str, text: str) -> Standard:
    refuse_too_large(text, place=name)
    rows = list(models.Edition.objects.filter(standard=standard, withdrawn_at__isnull=True))
    declared = editions.calendar_texts(rows)
    if name not in declared:
        raise Fault("calendar-not-declared", calendar=name[:64], near=", ".join(sorted(declared)) or "-")
    row = models.Calendar(standard=standard, name=name, text=text)
    return unite(editions.written(rows, [*models.Calendar.objects.filter(standard=standard), row]))


def refuse_too_large(text: str, *, place: str) -> None:
    """Refuses a text that is too long, or that its aliases would blow up. Raises Fault("edition-too-large")."""
    if len(text) > LONGEST:
        raise Fault("edition-too-large", place=place, most=LONGEST)
    try:
        root = yaml.compose(text, Loader=yaml.SafeLoader)
        parts = _parts(root, {}) if root is not None else 0
    except (yaml.YAMLError, RecursionError, ValueError):
        return  # what is wrong with it, its reader says better
    if parts > MOST_PARTS:
        raise Fault("edition-too-large", place=place, most=LONGEST)


def _parts(node: yaml.Node, known: dict[int, int]) -> int:
    """How many parts there are below a node with all aliases written out; endless where it holds itself."""
    if id(node) in known:
        return known[id(node)]
    known[id(node)] = MOST_PARTS + 1  # met again before it is counted: it holds itself
    known[id(node)] = count = 1 + sum(_parts(child, known) for child in _children(node))
    return count


def _children(node: yaml.Node) -> Iterator[yaml.Node]:
    for one in node.value if isinstance(node, yaml.CollectionNode) else ():
        yield from one if isinstance(one, tuple) else (one,)


def packs() -> list[str]:
    """What an edition may build on."""
    return [f"{PACK}{name}" for name in pack_names()]
