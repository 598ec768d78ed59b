"""When a calendar is open, in words. A standard gives its calendars names for its own use, and no label."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import groupby
from operator import itemgetter
from typing import NamedTuple

from django.utils.translation import gettext as _

from shouwen.operation.web.administration.calendar_month import clock
from shouwen.operation.web.administration.shifts import WEEKDAYS
from shouwen.worktime import Calendar

WHOLE_DAY = ((0, 86_400),)


class Hours(NamedTuple):
    """Days that are alike, and their hours: "Mon–Fri", "08:30–18:00". Of what never closes there are no hours."""

    days: str
    hours: str


def hours_of(calendar: Calendar) -> Sequence[Hours]:
    """A calendar's week, without its closed days. Holidays and single days are not told."""
    week = zip(calendar.week, map(str, WEEKDAYS), strict=True)
    alike = [(windows, [day for _same, day in days]) for windows, days in groupby(week, key=itemgetter(0))]
    if alike[0][0] == WHOLE_DAY and len(alike) == 1:
        return [Hours(_("Day and night"), "")]
    return [Hours(_days(days), _times(windows)) for windows, days in alike if windows]


def names_of(calendars: Mapping[str, Calendar]) -> dict[str, str]:
    """What to call each of a standard's calendars: its hours, and its name too where two have the same."""
    said = {
        name: " · ".join(" ".join(filter(None, one)) for one in hours_of(calendar))
        for name, calendar in sorted(calendars.items())
    }
    often = Counter(said.values())
    return {name: text if often[text] == 1 else f"{text} ({name})" for name, text in said.items()}


def _days(days: list[str]) -> str:
    if len(days) == len(WEEKDAYS):
        return _("Every day")
    return days[0] if len(days) == 1 else _("%(first)s–%(last)s") % {"first": days[0], "last": days[-1]}


def _times(windows: tuple[tuple[int, int], ...]) -> str:
    return ", ".join(f"{clock(begin)}–{clock(end)}" for begin, end in windows)
