"""A day's customers: they come when they come, wait while all counters are busy, and are served by people.

Nothing here draws a waiting time. Customers come by the hour and the day of the week, counters are as many as there
are, clerks have their lunch when most customers come, and the line in between makes the waits.
"""

from __future__ import annotations

from bisect import insort
from collections.abc import Sequence
from dataclasses import dataclass
from random import Random

from shouwen.demonstration.notebook import Notebook
from shouwen.demonstration.people import Person
from shouwen.demonstration.serving import Outcome, Service, serve, wanted
from shouwen.demonstration.siteday import HOUR, MINUTE, Crowd, Desk, SiteDay
from shouwen.events.event import Value

HOURS = {8: 0.7, 9: 1.0, 10: 1.35, 11: 1.2, 12: 1.8, 13: 1.2, 14: 0.75, 15: 0.9, 16: 1.25, 17: 1.0}
"""How many come in an hour of the day, in proportion."""

SOLVED_ON_THE_FLOOR = 0.07
STAYS_AT_LEAST = 9 * MINUTE  # what anybody waits before giving up


@dataclass(frozen=True, slots=True)
class Ticket:
    """A number taken: when, by whose visit, for which services, the first named on it."""

    taken: float
    visit: str
    services: tuple[Service, ...]


def arrivals(random: Random, day: SiteDay, visitors: float) -> list[float]:
    """When customers come in, with so many of them on an ordinary day; the last a while before the doors close."""
    last = day.closes - 15 * MINUTE
    halves = [day.opens + number * HOUR / 2 for number in range(int((last - day.opens) // (HOUR / 2)) + 1)]
    weights = [HOURS.get(int(half - day.midnight) // HOUR, 0.5) for half in halves]
    mean = visitors * day.busy
    count = max(0, round(random.gauss(mean, mean**0.5)))
    times = [half + random.uniform(0, HOUR / 2) for half in random.choices(halves, weights, k=count)]
    return sorted(time for time in times if time < last)


def receive(
    book: Notebook, random: Random, day: SiteDay, times: Sequence[float], guide: Person, desks: Sequence[Desk]
) -> tuple[Crowd, list[Outcome]]:
    """Customers are greeted, take a number, wait, and are served or give up."""
    crowd = Crowd(came=list(times))
    tickets, outcomes = _greet_all(book, random, day, times, guide)
    line: list[float] = []  # when each one before left the line, in order
    for ticket in sorted(tickets, key=lambda ticket: ticket.taken):
        waiting = sum(1 for left in line if left > ticket.taken)
        data: dict[str, Value] = {"service": ticket.services[0].name, "waiting": waiting}
        book.note("ticket.taken", ticket.taken, ticket.visit, by="ticket-machine", grade="device", data=data)
        outcome, left_line = _wait(book, random, day, ticket, desks)
        insort(line, left_line)
        del line[: max(0, len(line) - 60)]
        outcomes.append(outcome)
    crowd.went = sorted(outcome.left for outcome in outcomes)
    return crowd, outcomes


def _greet_all(
    book: Notebook, random: Random, day: SiteDay, times: Sequence[float], guide: Person
) -> tuple[list[Ticket], list[Outcome]]:
    """One guide greets all, one after another. Whoever has to wait for it too long walks on to the machine."""
    tickets, outcomes = [], []
    free: float = day.opens
    lunch = day.opens + (day.closes - day.opens) * 0.42
    for number, entered in enumerate(times, 1):
        visit = day.id("visit", f"{number:03}")
        book.note("visit.entered", entered, visit, by="door", grade="device")
        # While the guide has lunch the manager stands in, with other things on hand.
        stands_in = lunch <= entered < lunch + 40 * MINUTE
        greeted = max(entered + random.uniform(3, 22), free + random.uniform(1, 6)) + random.uniform(0, 35) * stands_in
        ready = entered + random.uniform(25, 70)
        if greeted - entered < random.uniform(60, 170) and random.random() > guide.slips / 2:
            host = day.manager if stands_in else guide.name
            _greet(book, random, day, visit, greeted, host)
            escorted = random.random() < 0.06
            free = greeted + random.uniform(12, 55) * guide.pace * (3 if escorted else 1)
            ready = greeted + random.uniform(15, 45)
            if random.random() < SOLVED_ON_THE_FLOOR:
                done = greeted + random.uniform(60, 170)
                free = max(free, done)
                left = done + random.uniform(20, 90)
                book.note("visit.solved", done, visit, by=host, grade="self-reported")
                book.note("visit.left", left, visit, by="door", grade="device")
                outcomes.append(Outcome(visit, left, 0, 5))
                continue
        tickets.append(Ticket(ready, visit, wanted(random, day.hall.kind)))
    return tickets, outcomes


def _greet(book: Notebook, random: Random, day: SiteDay, visit: str, at: float, by: str) -> None:
    """The tap is sometimes made up for later, by the clock on the wall; and that is sometimes mistyped."""
    if random.random() > 0.05:
        book.note("visit.greeted", at, visit, by=by, grade="self-reported")
        return
    noted_at = at + random.uniform(5, 90) * MINUTE
    if random.random() > 0.15:
        book.note("visit.greeted", at, visit, by=by, grade="self-reported", noted_at=noted_at)
        return
    typed = at + random.choice((-10, -1, 1, 5)) * MINUTE
    note = book.note("visit.greeted", typed, visit, by=by, grade="self-reported", noted_at=noted_at)
    found = day.closes + random.uniform(5, 60) * MINUTE
    book.correct(note, max(found, noted_at), "mistyped", by=day.manager, at=at)


def _wait(book: Notebook, random: Random, day: SiteDay, ticket: Ticket, desks: Sequence[Desk]) -> tuple[Outcome, float]:
    """Wait for the counter that is free first; or give up. Also returns when the line was left."""
    patience = STAYS_AT_LEAST + random.lognormvariate(2.9, 0.7) * MINUTE
    start, desk = min(
        ((desk.next_free(ticket.taken + 4), desk) for desk in desks), key=lambda choice: (choice[0], choice[1].free)
    )
    if start - ticket.taken > patience:
        gone = ticket.taken + patience
        book.note("ticket.abandoned", gone, ticket.visit, by="ticket-page", grade="customer")
        left = gone + random.uniform(5, 60)
        book.note("visit.left", left, ticket.visit, by="door", grade="device")
        return Outcome(ticket.visit, left, patience, 2), gone
    called = start + random.uniform(1, 5)
    waited = int(called) - int(ticket.taken)
    data: dict[str, Value] = {"counter": desk.name, "waited": waited}
    about = (ticket.visit, day.id("siteday"))
    book.note("ticket.called", called, *about, by=desk.clerk.name, grade="device", data=data)
    begun = called + random.uniform(8, 40)
    outcome, desk.free = serve(book, random, day, desk, ticket.visit, ticket.services, begun, waited)
    return outcome, called
