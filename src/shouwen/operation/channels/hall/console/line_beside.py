"""Beside the counter: who waits in its lines, who was set aside, who missed the call; and which counters are free."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db.models import Count, QuerySet

from shouwen.checks.within import Within
from shouwen.operation.channels.hall import naming, story
from shouwen.operation.channels.hall.models import Counter, CounterDay, Visit
from shouwen.operation.channels.hall.waiting import opening
from shouwen.operation.ledger import clock, models, read
from shouwen.operation.ledger.editions import settings_now
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
    here = Visit._base_manager.filter(unit=unit, line__in=lines)
    waiting = here.filter(state=story.WAITING)
    heads = [
        visit
        for line in lines
        for priority in (False, True)
        for visit in _first(unit, line, priority).select_related("case")[:SHOWN]
    ]
    heads = sorted(heads, key=lambda visit: (visit.since or 0, visit.sequence))[:SHOWN]
    today = here.filter(day=opening.day_of(unit, clock.now())).select_related("case")
    aside = list(today.filter(state=story.ASIDE).order_by("since", "sequence")[: 2 * SHOWN])
    missed = list(today.filter(state=story.MISSED).order_by("-called_at")[:SHOWN])
    services = {code: naming.named(one.names, code) for code, one in naming.services_of(unit).items()}
    due = _due([visit.pk for visit in heads])
    reasons = _reasons(unit, aside)
    shown = [_shown(visit, services, due, {}) for visit in heads]
    count = waiting.count()
    version = f"{count}-{'-'.join(str(visit.pk) for visit in (*heads, *aside, *missed))}"
    return Line(
        count=count,
        waiting=tuple(shown),
        aside=tuple(_shown(visit, services, {}, reasons) for visit in aside),
        missed=tuple(_shown(visit, services, {}, {}) for visit in missed),
        version=version,
    )


def _first(unit: int, line: str, priority: bool) -> QuerySet[Visit]:
    waiting = Visit._base_manager.filter(unit=unit, line=line, state=story.WAITING)
    return (waiting.exclude(priority="") if priority else waiting.filter(priority="")).order_by("since", "sequence")


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


def _due(cases: list[int]) -> dict[int, tuple[models.Obligation, Clause]]:
    """Until when each of these is to be called: by the clause whose time is over first."""
    rows = models.Obligation.objects.filter(models.STILL_OWED, case__in=cases, due__isnull=False)
    found: dict[int, tuple[models.Obligation, Clause]] = {}
    for row in rows.select_related("case").order_by("due", "id"):
        clause = read.clause_of(row)
        if clause is not None and isinstance(clause.check, Within) and story.CALLED in clause.check.then.words:
            found.setdefault(row.case_id, (row, clause))
    return found


def _reasons(unit: int, aside: Iterable[Visit]) -> dict[int, Wording]:
    """Why each was set aside, where the standard knows the reason."""
    settings = settings_now(unit)
    names = settings.choices("hall.aside-reasons") if "hall.aside-reasons" in settings else {}
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
