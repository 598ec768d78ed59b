"""Beside the counter: who waits in its lines, who was set aside, who missed the call; and which counters are free."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import Count

from shouwen.checks.within import Within
from shouwen.operation.channels.hall import naming, story
from shouwen.operation.channels.hall.models import Counter, CounterDay, Visit
from shouwen.operation.channels.hall.waiting import opening
from shouwen.operation.ledger import clock, models, read
from shouwen.operation.ledger.editions import settings_now
from shouwen.operation.people import statements
from shouwen.operation.people.models import Staff
from shouwen.standard.clause import Clause
from shouwen.wording import Wording

SHOWN = 8
"""Of those who wait, how many are shown by number."""


@dataclass(frozen=True, slots=True)
class Somebody:
    """Who waits, was set aside or missed the call. due: until when they are to be called, by `clause`."""

    number: str
    subject: str
    service: Wording
    priority: Wording | None
    since: int
    due: int | None = None
    warn: int | None = None
    clause: Clause | None = None
    reason: Wording | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """What waits before a counter. count: all; waiting: the first of them."""

    count: int
    waiting: tuple[Somebody, ...]
    aside: tuple[Somebody, ...]
    missed: tuple[Somebody, ...]
    version: str

    @property
    def none(self) -> bool:
        """Whether nobody waits."""
        return self.count == 0

    @property
    def more(self) -> int:
        """How many wait besides those who are shown."""
        return max(0, self.count - len(self.waiting))

    @property
    def longest(self) -> Somebody | None:
        """Who has waited longest; where the standard sets a limit, whose time is over first."""
        return min(self.waiting, key=lambda one: (one.due or one.since + 10**9, one.since), default=None)


def line_of(counter: CounterDay) -> Line:
    """Who waits in the counter's lines, and who of them is somewhere else meanwhile."""
    unit, lines = counter.unit_id, list(counter.lines)
    heads, aside, missed, count = _here(unit, lines)
    services = {code: naming.named(one.names, code) for code, one in naming.services_of(unit).items()}
    due = _due(heads)
    reasons = _reasons(unit, aside)
    shown = [_shown(visit, services, due, {}) for visit in heads]
    version = f"{count}-{'-'.join(str(visit.pk) for visit in (*heads, *aside, *missed))}"
    return Line(
        count=count,
        waiting=tuple(shown),
        aside=tuple(_shown(visit, services, {}, reasons) for visit in aside),
        missed=tuple(_shown(visit, services, {}, {}) for visit in missed),
        version=version,
    )


def _here(unit: int, lines: list[str]) -> tuple[list[Visit], list[Visit], list[Visit], int]:
    """Who waits longest in these lines, who was set aside, who missed the call, with their cases; how many wait."""
    if not lines:
        return [], [], [], 0
    first = f"since, sequence LIMIT {SHOWN}"
    heads = [
        statements.reading(Visit, f"unit_id = %s AND line = %s AND {which}", [unit, line], order=first)
        for line in lines
        for which in ("state = 'waiting' AND priority = ''", "state = 'waiting' AND NOT priority = ''")
    ]
    here, values = f"unit_id = %s AND line IN ({statements.marks(lines)})", [unit, *lines]
    today, on_it = f"{here} AND day = %s AND state = %s", [*values, opening.day_of(unit, clock.now())]
    count, aside, missed, *waiting = statements.ask_all(
        [
            (f"SELECT count(*) FROM {Visit._meta.db_table} WHERE {here} AND state = 'waiting'", values),
            statements.reading(Visit, today, [*on_it, story.ASIDE], order=f"since, sequence LIMIT {2 * SHOWN}"),
            statements.reading(Visit, today, [*on_it, story.MISSED], order=f"called_at DESC LIMIT {SHOWN}"),
            *heads,
        ]
    )
    found = [visit for answer in waiting for visit in statements.made(Visit, answer)]
    found = sorted(found, key=lambda visit: (visit.since or 0, visit.sequence))[:SHOWN]
    others = statements.made(Visit, aside), statements.made(Visit, missed)
    named = [*found, *others[0], *others[1]]
    keys = [visit.pk for visit in named]
    cases = (
        {one.pk: one for one in statements.read(models.Case, f"id IN ({statements.marks(keys)})", keys)} if keys else {}
    )
    for visit in named:
        visit.case = cases[visit.pk]
    return found, *others, count[0][0]


def _shown(
    visit: Visit,
    services: Mapping[str, Wording],
    due: Mapping[int, tuple[models.Obligation, Clause]],
    reasons: Mapping[int, Wording],
) -> Somebody:
    owed = due.get(visit.pk)
    classes = settings_now(visit.unit_id).choices("hall.priority-classes") if visit.priority else {}
    return Somebody(
        number=visit.number,
        subject=visit.case.subject,
        service=services.get(visit.service, Wording.of(visit.service)),
        priority=classes.get(visit.priority, Wording.of(visit.priority)) if visit.priority else None,
        since=visit.since or 0,
        due=owed[0].due if owed else None,
        warn=owed[0].warn if owed else None,
        clause=owed[1] if owed else None,
        reason=reasons.get(visit.pk),
    )


def _due(heads: list[Visit]) -> dict[int, tuple[models.Obligation, Clause]]:
    """Until when each of these is to be called: by the clause whose time is over first."""
    found: dict[int, tuple[models.Obligation, Clause]] = {}
    for row, clause in read.due_in([visit.case for visit in heads]):
        if isinstance(clause.check, Within) and story.CALLED in clause.check.then.words:
            found.setdefault(row.case_id, (row, clause))
    return found


def _reasons(unit: int, aside: list[Visit]) -> dict[int, Wording]:
    """Why each was set aside, where the standard knows the reason."""
    settings = settings_now(unit)
    names = settings.choices("hall.aside-reasons") if "hall.aside-reasons" in settings else {}
    if not aside:
        return {}
    told = models.Told._base_manager.filter(case__in=[visit.pk for visit in aside], event__word=story.PARKED)
    given = told.order_by("event_id").values_list("case_id", "event__data")
    return {case: names[data["reason"]] for case, data in given if data.get("reason") in names}


@dataclass(frozen=True, slots=True)
class Place:
    """A counter one may open, or who has it. lines: code, name, how many wait in it."""

    code: str
    lines: tuple[tuple[str, Wording, int], ...]
    taken_by: Staff | None
    key: str

    @property
    def waiting(self) -> int:
        """How many wait for it."""
        return sum(count for _code, _name, count in self.lines)


def places(unit: int) -> list[Place]:
    """The counters of the hall, each with who works there."""
    open_now = CounterDay._base_manager.filter(unit=unit).exclude(state="closed").select_related("staff")
    taken = {row.code: row.staff for row in open_now}
    names = naming.lines_of(naming.services_of(unit).values())
    waiting = Visit._base_manager.filter(unit=unit, state=story.WAITING)
    counts = dict(waiting.order_by().values_list("line").annotate(Count("pk")))
    found: list[Place] = []
    free = 0
    for row in Counter._base_manager.filter(unit=unit, in_use=True):
        lines = tuple((line, names.get(line, Wording.of(line)), counts.get(line, 0)) for line in row.lines)
        free += row.code not in taken
        key = str(free) if row.code not in taken and free < 10 else ""
        found.append(Place(row.code, lines, taken.get(row.code), key))
    return found
