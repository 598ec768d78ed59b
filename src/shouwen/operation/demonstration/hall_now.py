"""The halls now: some days behind them, and today, which goes on by the same actions as everybody's."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Mapping
from datetime import datetime, timedelta

from django.db import close_old_connections, connection

from shouwen.events.event import Value
from shouwen.fault import Fault
from shouwen.operation.channels.hall import actions, counters, story
from shouwen.operation.channels.hall.answers import rating
from shouwen.operation.channels.hall.guide import floor
from shouwen.operation.channels.hall.models import CounterDay, Visit
from shouwen.operation.demonstration import organisation as there
from shouwen.operation.demonstration.furnishing import furnish
from shouwen.operation.demonstration.guests import ZONE, Guest
from shouwen.operation.demonstration.hall_day import Day, Desk, Here
from shouwen.operation.demonstration.hall_history import Past, day_at, tell
from shouwen.operation.demonstration.organisation import HALLS, Organisation
from shouwen.operation.ledger import clock
from shouwen.operation.people import scope
from shouwen.operation.people.models import Staff, Unit
from shouwen.operation.people.rights import Acting, acting_of
from shouwen.worktime import Instant

DAYS = 2
"""Days of the halls that are filled in, today apart."""

BREATH = 0.05
"""Seconds between two batches of the past, in which others write."""

PLAYED_OUT = 3600
"""Planned seconds that are passed over where nothing is planned for as long: the night."""

log = logging.getLogger("shouwen.demonstration")


class Now:
    """The real world, at the present second: `at` is only when it was planned. Others act in it as well."""

    def __init__(self, unit: Unit) -> None:
        self.unit = unit
        self._names: dict[str, str] = {}  # planned name → that of the visit in the book

    def enter(self, guest: Guest, at: Instant) -> None:
        visit = actions.enter(self.unit, by=self._device("door"), noticed_by=story.BY_DOOR)
        self._names[guest.name] = visit.case.subject.partition(":")[2]

    def note(self, name: str, word: str, data: Mapping[str, Value], by: Staff, at: Instant) -> None:
        actions.say(self._visit(name), word, by=_as(by), data=data)

    def take(self, guest: Guest, priority: str, at: Instant) -> None:
        visit = self._visit(guest.name)
        actions.take_number(self.unit, guest.service, by=self._device("machine"), visit=visit, priority=priority)

    def waits(self, name: str) -> bool:
        return self._visit(name).state == story.WAITING

    def give_up(self, name: str, at: Instant) -> None:
        actions.abandon(self._visit(name), by=self._device("machine"))

    def settle(self, name: str, kind: str, by: Staff, at: Instant) -> None:
        floor.settle_matter(self._visit(name), kind, solved=True, by=_as(by))

    def rate(self, name: str, score: int, at: Instant) -> None:
        visit = self._visit(name)
        rating.rate(visit, {rating.OVERALL: str(score)}, by=self._device(f"pad:{visit.counter}"))

    def leave(self, name: str, by: Staff, at: Instant) -> None:
        actions.leave(self._visit(name), by=_as(by))

    def open(self, desk: Desk, at: Instant) -> None:
        if self._counter(desk) is None:
            counters.open_counter(self.unit, desk.code, by=_as(desk.staff), lines=list(desk.lines))

    def pause(self, desk: Desk, at: Instant, *, over: bool) -> None:
        day = self._here(desk)
        if over:
            counters.work_on(day, by=_as(desk.staff))
        else:
            counters.pause(day, "rest", by=_as(desk.staff))

    def shut(self, desk: Desk, at: Instant) -> bool:
        return True  # the counter stays open: the planned night takes a second, and visitors may be waiting

    def here(self, desk: Desk) -> Here | None:
        visit = counters.visit_at(self._here(desk))
        return None if visit is None else self._seen(visit)

    def call(self, desk: Desk, at: Instant) -> Here | None:
        visit = actions.call_next(self._here(desk), by=_as(desk.staff))
        return None if visit is None else self._seen(visit)

    def do(self, desk: Desk, word: str, here: Here, data: Mapping[str, Value], at: Instant) -> None:
        visit, by = self._visit(here.name), _as(desk.staff)
        flags = {name: value for name, value in data.items() if isinstance(value, bool)}
        match word:
            case story.BEGUN:
                actions.begin_service(visit, "", by=by, once="", **flags)
            case story.ENDED:
                actions.end_service(visit, by=by)
            case story.HANDED_OVER:
                actions.hand_over(visit, by=by, once="", **flags)
            case story.RECALLED:
                actions.recall(visit, by=by)
            case story.NO_SHOW:
                actions.no_show(visit, by=by)

    def _seen(self, visit: Visit) -> Here:
        known = Visit._base_manager.select_related("case").get(pk=visit.pk)
        name = known.case.subject.partition(":")[2]
        planned = next((one for one, real in self._names.items() if real == name), name)
        return Here(planned, known.state, known.service)

    def _visit(self, name: str) -> Visit:
        """Raises Fault("case-unknown")."""
        subject = f"{story.VISIT}:{self._names.get(name, name)}"
        found = Visit._base_manager.select_related("case", "unit").filter(case__subject=subject).first()
        if found is None:
            raise Fault("case-unknown", case=subject)
        return found

    def _counter(self, desk: Desk) -> CounterDay | None:
        return counters.of_staff(desk.staff.pk)

    def _here(self, desk: Desk) -> CounterDay:
        """The counter at which the clerk works. Raises Fault("counter-not-open")."""
        found = self._counter(desk)
        if found is None or found.unit_id != self.unit.pk:
            raise Fault("counter-not-open", counter=desk.code)
        desk.code = found.code  # a visitor may have moved them
        return found

    def _device(self, name: str) -> Acting:
        return Past(self.unit, datetime.now(ZONE).date()).device(name)


def _as(staff: Staff) -> Acting:
    return acting_of(staff, clock.now())


def run(stop: threading.Event, *, seed: int, speed: float, days: int = DAYS) -> None:
    """Fills in today as far as it has gone, then the days behind it, once; and lets today go on until `stop` is set."""
    try:
        organisation, now = there.read(), clock.now()
        for code in HALLS:
            furnish(organisation.units[code], _manager(organisation, code), _with_role(organisation, code, "clerk"))
        halls = {code: today_of(organisation, code, seed=seed, now=now, stop=stop) for code in HALLS}
        for back in range(1, days + 1):
            for code in HALLS:
                fill(organisation, code, back, seed=seed, now=now, stop=stop)
        log.info("the halls' days behind it are in the book")
        if speed > 0:
            go_on(organisation, halls, seed=seed, since=now, speed=speed, stop=stop)
    except Exception:
        log.exception("the demonstration's halls stand still")
    finally:
        connection.close()


def today_of(organisation: Organisation, code: str, *, seed: int, now: Instant, stop: threading.Event) -> Day:
    """Tells a hall's today as far as it has gone; the rest of it."""
    day, past = day_at(organisation, code, datetime.fromtimestamp(now, ZONE).date(), seed=seed)
    day.until(now)
    _told(past, now, stop)
    return day


def fill(organisation: Organisation, code: str, back: int, *, seed: int, now: Instant, stop: threading.Event) -> None:
    """Tells a hall's day, so many days back, to its closing by the manager."""
    manager = _manager(organisation, code)
    date = datetime.fromtimestamp(now, ZONE).date() - timedelta(days=back)
    day, past = day_at(organisation, code, date, seed=seed)
    while day.next_at is not None:
        day.go()
    past.close(acting_of(manager, day.closes), day.closes + 1800)
    _told(past, now, stop)


def _told(past: Past, until: Instant, stop: threading.Event) -> None:
    for _ in tell(past, until=until, stop=stop):
        stop.wait(BREATH)


def go_on(
    organisation: Organisation, halls: dict[str, Day], *, seed: int, since: Instant, speed: float, stop: threading.Event
) -> None:
    """From `since` on, what is planned happens at its time, `speed` times as fast; nights are passed over."""
    begun, planned = time.monotonic(), since
    dates = dict.fromkeys(halls, datetime.fromtimestamp(since, ZONE).date())
    for code, day in halls.items():
        day.world = Now(organisation.units[code])
    while not stop.is_set():
        for code in [code for code, day in halls.items() if day.next_at is None]:  # its day is over
            dates[code] += timedelta(days=1)
            halls[code] = day_at(organisation, code, dates[code], seed=seed)[0]
            halls[code].world = Now(organisation.units[code])
        code, at = min(((code, day.next_at or 0) for code, day in halls.items()), key=lambda one: one[1])
        if at - planned > PLAYED_OUT:
            planned = at - 60
            begun = time.monotonic() - (planned - since) / speed
        while (left := (at - since) / speed - (time.monotonic() - begun)) > 0:
            if stop.wait(min(left, 1.0)):
                return
        planned = max(planned, at)
        try:
            with scope.everywhere():
                halls[code].go()
        except Exception:
            log.exception("something in %s did not happen", code)
            close_old_connections()


def _manager(organisation: Organisation, code: str) -> Staff:
    return _with_role(organisation, code, "manager")[0]


def _with_role(organisation: Organisation, code: str, role: str) -> list[Staff]:
    return [one for one in organisation.team[code] if any(post.role == role for post in one.posts.all())]
