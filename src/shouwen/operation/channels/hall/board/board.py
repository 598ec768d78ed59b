"""What the manager of a hall sees now: who waits how long against which limit, what breaks next, who could help.

Two thousand who wait cost as many questions to the database as fifty: counts and earliest times are asked for, and of
single customers only those whose time is over first.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from django.db.models import Count, Min, Q

from shouwen.checks.within import Within
from shouwen.operation.channels.hall import naming, story
from shouwen.operation.channels.hall.board import one_tap
from shouwen.operation.channels.hall.board.one_tap import Help, People
from shouwen.operation.channels.hall.console import console
from shouwen.operation.channels.hall.console.console import Running
from shouwen.operation.channels.hall.guide import guide
from shouwen.operation.channels.hall.models import Counter, CounterDay, Service, Visit
from shouwen.operation.channels.hall.waiting import opening
from shouwen.operation.ledger import clock, models, read
from shouwen.operation.ledger.editions import settings_now, working_at
from shouwen.operation.people.models import Unit
from shouwen.standard.clause import Clause
from shouwen.wording import Wording

SOONEST: Final = 8
"""Of what breaks next, how much is shown."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line, and who waits in it.

    since   of whom waits longest     due, warn   of whose time is over first      over   whose time is over
    open    the counters that call from it now; paused: those that do not just now
    """

    code: str
    name: Wording
    count: int
    since: int | None
    due: int | None
    warn: int | None
    over: int
    open: tuple[str, ...]
    paused: tuple[str, ...]
    helps: tuple[Help, ...] = ()

    @property
    def stage(self) -> str:
        """How it stands: over, soon, none (nobody calls from it), calm."""
        now = clock.now()
        if self.over:
            return "over"
        if self.count and not self.open:
            return "none"
        return "soon" if self.due is not None and self.warn is not None and self.warn <= now else "calm"


@dataclass(frozen=True, slots=True)
class Place:
    """A counter: closed, or who works at it and for whom. until: when its pause is too long."""

    code: str
    lines: tuple[Wording, ...]
    day: CounterDay | None
    visit: Visit | None
    service: Wording
    running: Running | None
    reason: Wording | None
    until: int | None
    back: Help | None

    @property
    def state(self) -> str:
        """closed, paused, over (paused for too long), free, or the customer's: called, served, done."""
        if self.day is None:
            return "closed"
        if self.day.state == "paused":
            return "over" if self.until is not None and self.until < clock.now() else "paused"
        return str(self.visit.state) if self.visit is not None else "free"


@dataclass(frozen=True, slots=True)
class Next:
    """What breaks next, unless somebody does something. help: what one tap can do about it."""

    row: models.Obligation
    clause: Clause
    what: Wording
    number: str
    help: Help | None


@dataclass(frozen=True, slots=True)
class Board:
    """The hall now."""

    lines: tuple[Line, ...]
    places: tuple[Place, ...]
    next: tuple[Next, ...]
    called: Clause | None
    version: str

    @property
    def waiting(self) -> int:
        """How many wait."""
        return sum(line.count for line in self.lines)

    @property
    def over(self) -> int:
        """How many of them longer than the standard gives."""
        return sum(line.over for line in self.lines)

    @property
    def longest(self) -> Line | None:
        """The line in which somebody waits longest."""
        return min((one for one in self.lines if one.since is not None), key=lambda one: one.since or 0, default=None)

    @property
    def working(self) -> int:
        """How many counters call or serve."""
        return sum(place.state not in ("closed", "paused", "over") for place in self.places)

    @property
    def too_long(self) -> tuple[Place, ...]:
        """The counters that stand still for longer than the standard gives."""
        return tuple(place for place in self.places if place.state == "over")


def board_of(unit: Unit) -> Board:
    """The hall as it is now."""
    services = naming.services_of(unit.pk)
    names = naming.lines_of(services.values())
    places = list(Counter._base_manager.filter(unit=unit, in_use=True))
    days = {row.code: row for row in _open(unit.pk)}
    here = _at_counters(unit.pk)
    people = one_tap.people_of(unit, days, set(here))
    lines = _lines(unit.pk, names, places, days, people)
    shown = tuple(_place(place, days.get(place.code), here.get(place.code), names, people) for place in places)
    shown = _with_times(shown, services)
    coming = _next(unit.pk, lines, people)
    return Board(
        lines, shown, coming, guide.clause_within(unit.pk, story.CALLED), _version(lines, shown, coming, people)
    )


def called_within(unit: int) -> list[str]:
    """The clauses that give a time in which a customer is to be called."""
    clauses = working_at(unit).clauses.get(story.VISIT, ())
    return [one.id for one in clauses if isinstance(one.check, Within) and story.CALLED in one.check.then.words]


def _open(unit: int) -> list[CounterDay]:
    return list(CounterDay._base_manager.filter(unit=unit).exclude(state="closed").select_related("staff"))


def _at_counters(unit: int) -> dict[str, Visit]:
    rows = Visit._base_manager.filter(unit=unit, state__in=[*story.STATES_AT_COUNTER, story.DONE]).exclude(counter="")
    return {row.counter: row for row in rows.order_by("called_at").select_related("case")}


def _lines(
    unit: int, names: Mapping[str, Wording], places: Sequence[Counter], days: Mapping[str, CounterDay], people: People
) -> tuple[Line, ...]:
    waiting = opening.waiting(unit).order_by().values_list("line")
    counts = {line: (count, since) for line, count, since in waiting.annotate(Count("pk"), Min("since"))}
    now = clock.now()
    owed = models.Obligation._base_manager.filter(
        models.STILL_OWED,
        unit=unit,
        clause__in=called_within(unit),
        case__visit__state=story.WAITING,
        case__visit__day=opening.day_of(unit, now),
    )
    over = Count("pk", filter=Q(due__lt=now))
    times = owed.order_by().values("case__visit__line").annotate(first=Min("due"), warned=Min("warn"), late=over)
    due = {row["case__visit__line"]: (row["first"], row["warned"], row["late"]) for row in times}
    found = []
    for code in dict.fromkeys([*names, *counts]):
        count, since = counts.get(code, (0, None))
        first, warn, late = due.get(code, (None, None, 0))
        serving = [day for day in days.values() if code in day.lines]
        line = Line(
            code=code,
            name=names.get(code, Wording.of(code)),
            count=count,
            since=since,
            due=first,
            warn=warn,
            over=late,
            open=tuple(sorted(day.code for day in serving if day.state == "open")),
            paused=tuple(sorted(day.code for day in serving if day.state == "paused")),
        )
        helps = one_tap.for_line(code, places, days, people) if line.stage != "calm" else ()
        found.append(_helped(line, helps))
    return tuple(found)


def _helped(line: Line, helps: tuple[Help, ...]) -> Line:
    return Line(
        line.code, line.name, line.count, line.since, line.due, line.warn, line.over, line.open, line.paused, helps
    )


def _place(
    place: Counter, day: CounterDay | None, visit: Visit | None, names: Mapping[str, Wording], people: People
) -> Place:
    lines = day.lines if day is not None else place.lines
    reason, until, back = None, None, None
    if day is not None and day.state == "paused":
        settings = settings_now(place.unit_id)
        reason = guide.choices(settings, "hall.pause-reasons").get(day.reason, Wording.of(day.reason))
        until = (day.since or clock.now()) + settings.seconds("hall.pause-limit")
        back = one_tap.back(day, people)
    shown = tuple(names.get(line, Wording.of(line)) for line in lines)
    here = visit if day is not None else None
    return Place(place.code, shown, day, here, console.NOTHING, None, reason, until, back)


def _with_times(places: Sequence[Place], services: Mapping[str, Service]) -> tuple[Place, ...]:
    """The counters with the service that goes on at each, and its limit."""
    served = [place.visit.pk for place in places if place.visit is not None]
    rows = models.Obligation._base_manager.filter(models.STILL_OWED, case__in=served, due__isnull=False)
    times: dict[int, Running] = {}
    for row in rows.select_related("case").order_by("due", "id"):
        clause = read.clause_of(row)
        if clause is None or not isinstance(clause.check, Within) or row.due is None:
            continue
        if story.ENDED in clause.check.then.words:
            times.setdefault(row.case_id, Running(clause, row.opened_at, row.due, row.warn))
    return tuple(
        place if place.visit is None else Place(
            place.code, place.lines, place.day, place.visit, naming.service_name(services, place.visit.service),
            times.get(place.visit.pk), place.reason, place.until, place.back,
        )
        for place in places
    )  # fmt: skip


def _next(unit: int, lines: Sequence[Line], people: People) -> tuple[Next, ...]:
    rows = models.Obligation.objects.filter(unit=unit, state="open", due__gte=clock.now())
    soonest = list(rows.select_related("case", "case__arose_from").order_by("due", "id")[:SOONEST])
    visits = {row.pk: row for row in Visit._base_manager.filter(pk__in=[one.case_id for one in soonest])}
    words = working_at(unit).vocabulary.words
    helps = {line.code: line.helps for line in lines}
    found = []
    for row in soonest:
        clause = read.clause_of(row)
        if clause is None:
            continue
        then = clause.check.then.words if isinstance(clause.check, Within) else ()
        visit = visits.get(row.case_id)
        help_ = None
        if story.CALLED in then and visit is not None:
            help_ = next(iter(helps.get(visit.line, ())), None)
        elif set(then) & guide.SAID:
            help_ = one_tap.to_the_door(people)
        what = words[then[0]].label if then and then[0] in words else clause.says
        number = visit.number if visit is not None else ""
        found.append(Next(row, clause, what, number, help_))
    return tuple(found)


def _version(lines: Sequence[Line], places: Sequence[Place], coming: Sequence[Next], people: People) -> str:
    parts = [f"{one.code}{one.count}.{one.since}.{one.due}.{one.over}" for one in lines]
    parts += [f"{one.code}{one.state}{one.visit.pk if one.visit else ''}" for one in places]
    parts += [str(one.row.pk) for one in coming]
    return "-".join([*parts, people.version])
