"""Whether a hall can open: what a manager would look over the evening before, found by itself."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from shouwen.operation.channels.hall.models import Counter, Hall, Service, Tariff
from shouwen.operation.channels.hall.naming import named
from shouwen.operation.channels.hall.screens import DISPLAY, MACHINE
from shouwen.operation.channels.hall.setup.roster import Period, shifts_of, today_at
from shouwen.operation.channels.hall.waiting.opening import calendar_of
from shouwen.operation.ledger import clock
from shouwen.operation.people.models import Shift, Token
from shouwen.operation.web import page
from shouwen.wording import LANGUAGES
from shouwen.worktime import Calendar

NOON: Final = time(12)
AHEAD: Final = 14
"""Days within which the next opening is looked for."""

_NAMES = {
    "zh-Hans": gettext_lazy("Simplified Chinese"),
    "zh-Hant": gettext_lazy("Traditional Chinese"),
    "en": gettext_lazy("English"),
}


@dataclass(frozen=True, slots=True)
class Finding:
    """What is missing or odd. `stops`: the hall cannot work so; `where`: the sheet in which it is mended, or ""."""

    text: str
    where: str
    stops: bool = False


@dataclass(frozen=True, slots=True)
class Opening:
    """The next day on which the hall opens, from when to when, and who is planned then. Seconds since 1970."""

    day: date
    windows: Sequence[tuple[int, int]]
    shifts: Sequence[Shift]

    @property
    def people(self) -> int:
        """How many people are planned."""
        return len({shift.staff_id for shift in self.shifts})


def findings_of(hall: Hall, opening: Opening | None) -> list[Finding]:
    """All that is found, what stops the hall first."""
    services = list(Service._base_manager.filter(unit=hall.pk, offered=True))
    counters = list(Counter._base_manager.filter(unit=hall.pk, in_use=True))
    found = [
        *_lines(services, counters),
        *_services(services),
        *_tariffs(hall, {service.code for service in services}),
        *_roster(hall, opening),
        *_screens(hall),
    ]
    return sorted(found, key=lambda one: not one.stops)


def next_opening(hall: Hall) -> Opening | None:
    """Today, unless it is over, or the next day on which the hall opens; None: there is none near, or no calendar."""
    calendar = calendar_of(hall)
    if calendar is None:
        return None
    today, now = today_at(hall.pk), clock.now()
    period = Period.of(hall.pk, today, today + timedelta(AHEAD))
    for day in period.days:
        windows = windows_of(calendar, period, day)
        if windows and windows[-1][1] > now:
            return Opening(day, windows, shifts_of(hall.unit, Period(day, day, period.zone)))
    return None


def windows_of(calendar: Calendar, period: Period, day: date) -> list[tuple[int, int]]:
    """From when to when the hall is open on a day, as instants."""
    begin = period.instant(day, time())
    number = (day - date(1970, 1, 1)).days
    return [
        (_at(period, day, opens, begin), _at(period, day, shuts, begin)) for opens, shuts in calendar.windows(number)
    ]


def _at(period: Period, day: date, second: int, begin: int) -> int:
    local = datetime.combine(day, time()) + timedelta(seconds=second)
    return period.instant(local.date(), local.time())


def _lines(services: Sequence[Service], counters: Sequence[Counter]) -> Iterator[Finding]:
    if not services:
        yield Finding(_("No service is offered: nobody can take a number."), "services", stops=True)
    if not counters:
        yield Finding(_("No counter is in use: nobody can be called."), "counters", stops=True)
    offered: dict[str, list[str]] = defaultdict(list)
    for service in services:
        offered[service.line].append(named(service.names, service.code).say(page.language()))
    served = {line for counter in counters for line in counter.lines}
    for line, names in offered.items():
        if counters and line not in served:
            said = {"line": line, "services": _listed(names)}
            yield Finding(
                _("No counter in use serves the line %(line)s (%(services)s).") % said, "counters", stops=True
            )
    idle = [counter.code for counter in counters if services and not set(counter.lines) & offered.keys()]
    if idle:
        text = _("Counters that serve no line in which somebody can wait: %(counters)s.") % {"counters": _listed(idle)}
        yield Finding(text, "counters")


def _services(services: Sequence[Service]) -> Iterator[Finding]:
    lines: dict[str, set[str]] = defaultdict(set)
    for service in services:
        lines[service.prefix].add(service.line)
    for prefix, several in sorted(lines.items()):
        if len(several) > 1:
            said = {"prefix": prefix, "lines": _listed(sorted(several))}
            text = _("Numbers with %(prefix)s are given in several lines (%(lines)s): they are not called in order.")
            yield Finding(text % said, "services")
    for language in LANGUAGES:
        nameless = [one.code for one in services if not _has_name(one.names, language)]
        if nameless:
            said = {"language": str(_NAMES[language]), "codes": _listed(nameless)}
            yield Finding(_("Services without a name in %(language)s: %(codes)s.") % said, "services")


def _tariffs(hall: Hall, offered: set[str]) -> Iterator[Finding]:
    tariffs = list(Tariff._base_manager.filter(unit=hall.pk, in_use=True))
    if not tariffs:
        yield Finding(_("No tariff is entered: no fee can be charged."), "tariffs")
    lost = [one.code for one in tariffs if one.service and one.service not in offered]
    if lost:
        yield Finding(_("Tariffs of services that are not offered: %(codes)s.") % {"codes": _listed(lost)}, "tariffs")


def _roster(hall: Hall, opening: Opening | None) -> Iterator[Finding]:
    if opening is None:
        if calendar_of(hall) is not None:
            yield Finding(
                ngettext(
                    "By its calendar the hall does not open within %(n)s day.",
                    "By its calendar the hall does not open within %(n)s days.",
                    AHEAD,
                ) % {"n": AHEAD}, "",
            )  # fmt: skip
        return
    if not opening.shifts:
        said = {"day": opening.day.isoformat()}
        yield Finding(_("Nobody is on the roster for the next opening (%(day)s).") % said, "roster", stops=True)
    elif gap := _uncovered(opening):
        said = {"day": opening.day.isoformat(), "times": gap}
        yield Finding(_("On %(day)s nobody is on the roster while the hall is open: %(times)s.") % said, "roster")


def _uncovered(opening: Opening) -> str:
    """The times of opening at which nobody is planned, as text."""
    gaps = []
    for opens, shuts in opening.windows:
        at = opens
        for shift in sorted(opening.shifts, key=lambda one: one.begins):
            if shift.begins >= shuts:
                break
            if shift.begins > at:
                gaps.append((at, shift.begins))
            at = max(at, shift.ends)
        if at < shuts:
            gaps.append((at, shuts))
    zone = Period.of(opening.shifts[0].unit_id, opening.day, opening.day)
    return _listed([f"{zone.local(begin)[1]:%H:%M}–{zone.local(end)[1]:%H:%M}" for begin, end in gaps])


def _screens(hall: Hall) -> Iterator[Finding]:
    keys = Token.objects.filter(unit=hall.pk, revoked_at__isnull=True, ends_at__gt=clock.now())
    devices = set(keys.values_list("device", flat=True))
    if MACHINE not in devices:
        yield Finding(_("No number machine has a key: the security administrator makes it."), "")
    if DISPLAY not in devices:
        yield Finding(_("No wall display has a key: the security administrator makes it."), "")


def _has_name(names: Mapping[str, str], language: str) -> bool:
    return any(tag.lower() == language.lower() and text for tag, text in names.items())


def _listed(several: Sequence[str]) -> str:
    return (", " if page.language() == "en" else "、").join(several)
