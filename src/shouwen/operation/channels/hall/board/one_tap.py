"""Who could help where customers wait too long, and what they would be asked: see helping.py for the asking itself."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from django.db.models import Q

from shouwen.operation.channels.hall import helping, story
from shouwen.operation.channels.hall.models import Counter, CounterDay
from shouwen.operation.ledger import clock, models
from shouwen.operation.ledger.editions import working_at
from shouwen.operation.people import duty, units
from shouwen.operation.people.models import Post, Staff, Unit

ASKED_FOR: Final = 10 * 60
"""Seconds for which whoever was asked is not asked for the same again."""

OFFERED: Final = 2
"""Ways to help that are offered for a line."""


@dataclass(frozen=True, slots=True)
class Help:
    """Somebody who can be asked for something. asked_at: when they last were; None: not lately."""

    what: str
    staff: Staff
    counter: str = ""
    line: str = ""
    asked_at: int | None = None


@dataclass(frozen=True, slots=True)
class People:
    """Who is on duty at the hall: clerks without a counter, clerks at a free one, guides; and what they were asked."""

    free: tuple[Staff, ...]
    idle: tuple[tuple[Staff, str], ...]
    guides: tuple[Staff, ...]
    here: frozenset[int]
    asked: Mapping[tuple[str, str], int]

    def help(self, what: str, staff: Staff, counter: str = "", line: str = "") -> Help:
        """This person, asked for this."""
        return Help(what, staff, counter, line, self.asked.get((what, staff.reference)))

    @property
    def version(self) -> str:
        """Changes with who is there and what was asked of them."""
        people = [*self.free, *(staff for staff, _code in self.idle), *self.guides]
        return ".".join([*(str(one.pk) for one in people), str(max(self.asked.values(), default=0))])


def people_of(unit: Unit, days: Mapping[str, CounterDay], taken: set[str]) -> People:
    """Who is on duty. `days`: the counters that are open or paused, by code; `taken`: where somebody is."""
    now = clock.now()
    present = duty.on_duty(unit.pk, now)
    held = Post.objects.filter(
        Q(until__isnull=True) | Q(until__gt=now), staff__in=present, unit__in=units.path_up(unit.pk), since__lte=now
    )
    roles: dict[int, set[str]] = {}
    for staff, role in held.values_list("staff_id", "role"):
        roles.setdefault(staff, set()).add(role)
    may = working_at(unit.pk).may_at(now)
    opens, greets = set(may.get(story.OPENED, ())), set(may.get(story.GREETED, ()))
    at = {day.staff_id: day for day in days.values() if day.staff_id is not None}
    clerks = [one for one in present if roles.get(one.pk, set()) & opens]
    return People(
        free=tuple(one for one in clerks if one.pk not in at),
        idle=tuple(
            (one, at[one.pk].code)
            for one in clerks
            if one.pk in at and at[one.pk].state == "open" and at[one.pk].code not in taken
        ),
        guides=tuple(one for one in present if roles.get(one.pk, set()) & (greets - opens - {"manager"})),
        here=frozenset(one.pk for one in present),
        asked=_asked(unit, now),
    )


def for_line(line: str, places: Sequence[Counter], days: Mapping[str, CounterDay], people: People) -> tuple[Help, ...]:
    """What can be done for those who wait in this line, the quickest first."""
    found = [
        people.help(helping.BACK, day.staff, day.code, line)
        for day in days.values()
        if day.state == "paused" and line in day.lines and day.staff is not None and day.staff_id in people.here
    ]
    closed = [place.code for place in places if place.code not in days and line in place.lines]
    found += [people.help(helping.OPEN, staff, code, line) for staff, code in zip(people.free, closed, strict=False)]
    if len(closed) > len(people.free):
        elsewhere = [staff for staff, code in people.idle if line not in days[code].lines]
        left = closed[len(people.free) :]
        found += [people.help(helping.MOVE, staff, code, line) for staff, code in zip(elsewhere, left, strict=False)]
    return tuple(found[:OFFERED])


def back(day: CounterDay, people: People) -> Help | None:
    """The clerk of a counter that stands still, asked to come back; None where they are no longer on duty."""
    if day.staff is None or day.staff_id not in people.here:
        return None
    return people.help(helping.BACK, day.staff, day.code)


def to_the_door(people: People) -> Help | None:
    """A guide, asked to receive customers; None where none is on duty."""
    return next((people.help(helping.GUIDE, one) for one in people.guides), None)


def _asked(unit: Unit, now: int) -> dict[tuple[str, str], int]:
    """What was asked of whom lately, and when. One query."""
    today = helping.day_name(unit)
    rows = models.Event._base_manager.filter(told__case__subject=today, word=story.HELP_ASKED, at__gte=now - ASKED_FOR)
    return {
        (str(data.get("what")), str(data.get("staff"))): at
        for data, at in rows.order_by("at").values_list("data", "at")
    }
