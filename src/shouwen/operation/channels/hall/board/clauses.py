"""The day so far, clause by clause: kept and broken, measured apart from what was only reported; and the waits.

A verdict is as good as the weakest event it rests on. What the person who is judged reported never counts as measured.
What could not be judged is counted as that, and never as kept.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _

from shouwen.checks.within import Within
from shouwen.events.event import RANK
from shouwen.operation.channels.hall import story
from shouwen.operation.channels.hall.board import board
from shouwen.operation.channels.hall.guide import guide
from shouwen.operation.channels.hall.models import Visit
from shouwen.operation.ledger import models
from shouwen.operation.ledger.editions import working_at
from shouwen.operation.people.models import Unit
from shouwen.operation.people.units import zone_of
from shouwen.standard.clause import Clause
from shouwen.wording import Wording

SELF: Final = RANK["self-reported"]
HALF_HOUR: Final = 1800
MOST: Final = 200
"""Cases of a clause that are shown."""

KINDS: Final = ("measured", "reported")
STATES: Final = ("kept", "broken", "not_judged", "open")


@dataclass(slots=True)
class Tally:
    """A clause today. By state, as measured or as reported: how many."""

    clause: str
    says: Wording
    chapter: Wording
    measured: dict[str, int] = field(default_factory=dict)
    reported: dict[str, int] = field(default_factory=dict)
    not_judged: int = 0
    open: int = 0

    @property
    def share(self) -> int | None:
        """Percent kept of what was measured; None where nothing was."""
        return _share(self.measured)

    @property
    def measured_of(self) -> tuple[int, int]:
        """How much was measured, and of how much in all."""
        measured = sum(self.measured.values())
        return measured, measured + sum(self.reported.values())

    @property
    def broken(self) -> int:
        """How often it was broken, however that is known."""
        return self.measured.get("broken", 0) + self.reported.get("broken", 0)


@dataclass(frozen=True, slots=True)
class Day:
    """The day so far.

    silent   clauses of which nothing was judged
    waits    the picture as JSON, empty where there is none; `waits_said`: the same in words
    """

    tallies: tuple[Tally, ...]
    silent: int
    waits: str
    waits_said: str
    version: str

    @property
    def sums(self) -> dict[str, int]:
        """Over all clauses: kept and broken, measured and only reported."""
        return {
            f"{kind}_{state}": sum(getattr(one, kind).get(state, 0) for one in self.tallies)
            for kind in KINDS
            for state in ("kept", "broken")
        }


def day_of(unit: Unit) -> Day:
    """The day so far at the hall, what was broken most first."""
    known = _clauses(unit.pk)
    labels = _chapters(unit.pk)
    found: dict[str, Tally] = {}
    for clause, state, reported, count in _counted(unit.pk):
        one = known.get(clause)
        says = one.says if one is not None else Wording.of(clause)
        chapter = labels.get(one.chapter, Wording.of("")) if one is not None else Wording.of("")
        tally = found.setdefault(clause, Tally(clause, says, chapter))
        if state in ("kept", "broken"):
            into = tally.reported if reported else tally.measured
            into[state] = into.get(state, 0) + count
        elif state == "not_judged":
            tally.not_judged += count
        else:
            tally.open += count
    tallies = sorted(
        found.values(), key=lambda one: (-one.broken, one.share if one.share is not None else 101, one.clause)
    )
    judged = {one.clause for one in tallies if one.measured or one.reported}
    waits, said = _waits(unit.pk)
    told = [f"{one.clause}{one.measured}{one.reported}{one.not_judged}{one.open}" for one in tallies]
    version = hashlib.sha256("".join(told).encode()).hexdigest()[:16]
    return Day(tuple(tallies), len(set(known) - judged), waits, said, version)


@dataclass(frozen=True, slots=True)
class Found:
    """A case in which a clause was kept or broken. `name`: its number, where it is a customer's."""

    row: models.Obligation
    name: str


def cases_of(unit: Unit, clause: str, state: str, kind: str) -> tuple[Clause | None, list[Found]]:
    """The cases of today in which the clause has this state, as measured or as reported; the latest first."""
    rows = _today(unit.pk).filter(clause=clause)
    if state in STATES:
        rows = rows.filter(state=state)
    if kind in KINDS:
        rows = rows.filter(grade=SELF) if kind == "reported" else rows.exclude(grade=SELF)
    shown = list(rows.select_related("case", "case__arose_from", "owner").order_by("-opened_at", "-id")[:MOST])
    visits = Visit._base_manager.in_bulk([row.case_id for row in shown])
    named = {key: visit.number for key, visit in visits.items()}
    return _clauses(unit.pk).get(clause), [Found(row, named.get(row.case_id, "")) for row in shown]


def _today(unit: int) -> QuerySet[models.Obligation]:
    """What was owed at the hall today: in cases that began today, and in those still open."""
    begins = guide.day_begins(unit)
    cases = models.Case._base_manager.filter(Q(opened_at__gte=begins) | Q(closed_at__isnull=True), unit=unit)
    return models.Obligation.objects.filter(case__in=cases.values("pk"), unit=unit, opened_at__gte=begins)


def _counted(unit: int) -> Iterator[tuple[str, str, bool, int]]:
    """(clause, state, whether only reported, how many). One query."""
    rows = _today(unit).order_by().values_list("clause", "state", "grade").annotate(Count("pk"))
    for clause, state, grade, count in rows:
        yield clause, state, grade == SELF, count


def _clauses(unit: int) -> dict[str, Clause]:
    """The clauses of the standard by name, of each the latest edition's."""
    return {one.id: one for several in working_at(unit).clauses.values() for one in several}


def _chapters(unit: int) -> dict[str, Wording]:
    standard = working_at(unit).standard
    return {one.name: one.label for one in standard.chapters} if standard is not None else {}


def _waits(unit: int) -> tuple[str, str]:
    """How many were called in time and how many later, by the half hour in which they took their number: a picture, and
    the same in words. One query."""
    clause = guide.clause_within(unit, story.CALLED)
    if clause is None or not isinstance(clause.check, Within):
        return "", ""
    rows = _today(unit).filter(clause__in=board.called_within(unit), state__in=["kept", "broken"])
    zone = ZoneInfo(zone_of(unit))
    counts: dict[int, list[int]] = {}
    for opened, state in rows.values_list("opened_at", "state"):
        counts.setdefault(opened - opened % HALF_HOUR, [0, 0])[state == "broken"] += 1
    if not counts:
        return "", ""
    slots = list(range(min(counts), max(counts) + 1, HALF_HOUR))
    early = [counts.get(slot, [0, 0])[0] for slot in slots]
    late = [counts.get(slot, [0, 0])[1] for slot in slots]
    bar = {"type": "bar", "stack": "called", "barMaxWidth": 40}
    option = {
        "legend": {"top": 0, "left": 0, "icon": "roundRect"},
        "grid": {"left": 8, "right": 8, "top": 40, "bottom": 8, "containLabel": True},
        "xAxis": {"type": "category", "data": [f"{datetime.fromtimestamp(slot, zone):%H:%M}" for slot in slots]},
        "yAxis": {"type": "value", "minInterval": 1},
        "series": [
            bar | {"name": _("called in time"), "data": early, "itemStyle": {"color": "#0e7c86"}},
            bar | {"name": _("past the limit"), "data": late,
                   "itemStyle": {"color": "#c2570c", "decal": {"symbol": "rect", "dashArrayX": [1, 0],
                                 "dashArrayY": [2, 4], "rotation": 0.8, "color": "rgba(255,255,255,0.35)"}}},
        ],
    }  # fmt: skip
    said = _("Of %(all)s customers %(early)s were called in time and %(late)s late.")
    return json.dumps(option), said % {"all": sum(early) + sum(late), "early": sum(early), "late": sum(late)}


def _share(counts: dict[str, int]) -> int | None:
    """Percent kept, rounded down: nothing that was broken once shows as a hundred."""
    judged = counts.get("kept", 0) + counts.get("broken", 0)
    return None if judged == 0 else 100 * counts.get("kept", 0) // judged
