"""A month of a company's halls as a log of events: made up, but as such months are. The same seed, the same log."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from functools import cache
from pathlib import Path
from random import Random

from shouwen.demonstration import siteday
from shouwen.demonstration.concerns import complain, look_after_accounts
from shouwen.demonstration.notebook import Notebook, bind
from shouwen.demonstration.people import HALLS, Hall, Team, hire
from shouwen.demonstration.siteday import DAY, HOUR, MINUTE, Desk, Shift, SiteDay
from shouwen.demonstration.visits import arrivals, receive
from shouwen.events.event import Event
from shouwen.fault import Fault
from shouwen.standard.clause import Standard
from shouwen.standard.reading import load_standard
from shouwen.worktime import Calendar

STANDARD_FILE = Path(__file__).with_name("hall.yaml")

WEEKDAYS = (1.12, 0.95, 0.9, 0.95, 1.05, 1.1, 0.85)
"""How busy a weekday is, Monday first."""

_EPOCH = date(1970, 1, 1).toordinal()


@cache
def hall_standard() -> Standard:
    """The standard that the halls promise to keep."""
    return load_standard(STANDARD_FILE)


def hall_month(
    *, seed: int, halls: Sequence[Hall] = HALLS, month: str = "2026-09", visits_per_day: int = 60
) -> Iterator[Event]:
    """The log of a month, in the order of noting: all that was noted before the month ended.

    Opening hours and holidays are those of the standard. A hall has `visits_per_day` visitors on an ordinary day,
    times its own share; with more of them the same counters make longer waits. What the month inherits (key accounts,
    the plan for its first day) was noted before it. Raises Fault if `month` is not of the form 2026-09.
    """
    first, last = _days_of(month)
    calendars = hall_standard().calendars
    hours = calendars["hall"]
    begins, ends = hours.zone.instant(first * DAY), hours.zone.instant(last * DAY)
    books = []
    for hall in halls:
        random = Random(f"{seed} {hall.name}")
        book = Notebook(hall.name, hall.kind)
        team = hire(hall, random)
        look_after_accounts(book, random, hall, begins)
        device = f"device:{hall.name}-water"
        book.note("device.in-service", begins + 8 * HOUR, device, by=f"{hall.name}-manager", grade="system")
        for number in range(first, last):
            if hours.windows(number):
                _tell_day(book, random, _site_day(hall, hours, number), team, number, visits_per_day, device)
        books.append(book)
    return bind(books, ends)


def _tell_day(
    book: Notebook, random: Random, day: SiteDay, team: Team, number: int, visits_per_day: int, device: str
) -> None:
    guide, clerks = team.rota(number)
    shifts = siteday.go_on_duty(book, random, day, guide, clerks)
    siteday.open_doors(book, random, day)
    times = arrivals(random, day, visits_per_day * day.hall.visitors)
    crowd, outcomes = receive(book, random, day, times, guide, _desks(day, shifts[1:]))
    complain(book, random, day, outcomes, hall_standard().calendars["office"])
    siteday.keep_clean(book, random, day, crowd)
    siteday.take_air(book, random, day, crowd)
    siteday.look_at_water(book, random, day, device, guide)
    last_left = crowd.went[-1] if crowd.went else day.opens
    siteday.close_doors(book, random, day, last_left)
    siteday.go_home(book, random, day, shifts, last_left)


def _desks(day: SiteDay, shifts: Sequence[Shift]) -> list[Desk]:
    """A counter for each clerk who has come. They lunch in two turns; a lone clerk makes it short."""
    noon = day.opens + (day.closes - day.opens) * 0.37
    length = (45 if len(shifts) > 1 else 25) * MINUTE
    return [
        Desk(
            name=f"{turn + 1}",
            clerk=shift.person,
            shift=shift.subject,
            rests=(noon + turn % 2 * length, noon + (turn % 2 + 1) * length),
            free=max(day.opens, shift.arrived + MINUTE),
        )
        for turn, shift in enumerate(shifts)
    ]


def _site_day(hall: Hall, hours: Calendar, number: int) -> SiteDay:
    windows = hours.windows(number)
    busy = WEEKDAYS[(number + 3) % 7]
    if not hours.windows(number - 1):
        busy *= 1.3  # what the holiday held up
    elif not hours.windows(number + 1):
        busy *= 1.15
    midnight, opens, closes = (
        hours.zone.instant(number * DAY + second) for second in (0, windows[0][0], windows[-1][1])
    )
    return SiteDay(hall, f"{date.fromordinal(_EPOCH + number):%Y%m%d}", midnight, opens, closes, busy)


def _days_of(month: str) -> tuple[int, int]:
    """The first day of the month and the first after it, in days since 1970."""
    try:
        first = date.fromisoformat(f"{month}-01")
    except ValueError:
        raise Fault("calendar-date-form", place="month", day=month) from None
    following = date(first.year + first.month // 12, first.month % 12 + 1, 1)
    return first.toordinal() - _EPOCH, following.toordinal() - _EPOCH
