"""What a process does in which four clerks serve and a machine gives numbers, until it is killed
(tests/operation/killing.py).

It says at once what it was answered: "number VISIT A001", "called VISIT COUNTER", "twice"; and "failed", with what
nobody expects. Each process has its own opinion of the time, and changes it now and then.
"""

from __future__ import annotations

import os
import threading
import time
import traceback
import uuid
from collections.abc import Callable
from functools import partial
from random import Random
from typing import Any

from django.db import connection
from tests.operation.channels.hall.conftest import MORNING
from tests.operation.killing import say

from shouwen.fault import Fault
from shouwen.operation.channels.hall import actions, counters, story
from shouwen.operation.channels.hall.models import CounterDay, Visit
from shouwen.operation.ledger import clock
from shouwen.operation.people import scope
from shouwen.operation.people.models import Staff, Unit
from shouwen.operation.people.rights import Acting, acting_of

CLERKS_OF = 4  # clerks of a process
BEGUN = float(os.environ.get("SHOUWEN_TEST_BEGUN", "0"))  # when the test began


def twice(random: Random, do: Callable[[], Any]) -> Any:
    """What comes of it; now and then it is asked for twice at the same time, and both are answered the same."""
    if random.random() > 0.3:
        return do()
    answers: list[Any] = []

    def one() -> None:
        try:
            with scope.everywhere():
                answers.append(do())
        except Fault as fault:
            answers.append(fault)
        finally:
            connection.close()

    other = threading.Thread(target=one)
    other.start()
    try:
        mine = do()
    finally:
        other.join()
    theirs = answers[0]
    if isinstance(theirs, Fault):
        raise theirs
    if mine is not None and theirs is not None:
        if mine.pk != theirs.pk:
            say("failed", "one asking, two answers:", mine.pk, theirs.pk)
        say("twice")
    return mine if mine is not None else theirs


def by_machine(east: Unit, machine: Acting, random: Random) -> None:
    """Somebody comes, takes a number, comes back, is ready again."""
    dice, once = random.randrange(10), uuid.uuid4().hex
    service = random.choice(["payment", "change", "consult"])
    priority = "elderly" if random.random() < 0.3 else ""
    if dice < 6:
        visit = twice(random, lambda: actions.take_number(east, service, by=machine, priority=priority, once=once))
        say("number", visit.pk, visit.number)
    elif dice < 8:
        visit = actions.enter(east, by=machine, noticed_by="door")
        visit = actions.take_number(east, service, by=machine, visit=visit, once=once)
        say("number", visit.pk, visit.number)
    else:
        missed = Visit.objects.filter(state=story.MISSED).order_by("?").first()
        if missed is not None:
            actions.come_back(missed, by=machine)


def by_clerk(east: Unit, staff: Staff, code: str, random: Random) -> None:
    """A clerk does whatever is possible at the counter now."""
    by, once = acting_of(staff, clock.now()), uuid.uuid4().hex
    day = counters.of_staff(staff.pk) or counters.open_counter(east, code, by=by)
    there, dice = counters.visit_at(day), random.random()
    if there is None:
        _call(random, day, by, dice, once)
        return
    wanted = random.choice(["payment", "consult"])
    moves: list[Callable[[], object]] = {
        story.AT_COUNTER: [
            *[lambda: twice(random, lambda: actions.begin_service(there, by=by, once=once))] * 4,
            lambda: actions.recall(there, by=by),
            lambda: actions.no_show(there, by=by),
            lambda: actions.set_aside(there, "", by=by),
            lambda: actions.transfer(there, wanted, by=by),
            lambda: actions.abandon(there, by=by),
        ],
        story.SERVED: [
            *[lambda: twice(random, lambda: actions.end_service(there, by=by, once=once))] * 4,
            lambda: actions.give_up(there, by=by),
            lambda: actions.set_aside(there, "", by=by),
        ],
        story.DONE: [
            *[lambda: twice(random, lambda: actions.leave(there, by=by, once=once))] * 4,
            lambda: actions.begin_service(there, "change", by=by),
            lambda: actions.transfer(there, wanted, by=by),
        ],
    }[there.state]
    random.choice(moves)()


def _call(random: Random, day: CounterDay, by: Acting, dice: float, once: str) -> None:
    called: Visit | None = None
    if dice < 0.05:
        counters.close_counter(day, by=by)
    elif dice < 0.15:
        counters.work_on(day, by=by) if day.state == "paused" else counters.pause(day, "rest", by=by)
    elif dice < 0.25:
        aside = Visit.objects.filter(state=story.ASIDE).order_by("?").first()
        if aside is not None:
            actions.resume(aside, by=by)
    elif dice < 0.35:
        visit = Visit.objects.filter(state=story.WAITING).order_by("?").first()
        if visit is not None:
            called = twice(random, lambda: actions.call_out_of_order(visit, day, "special-care", by=by, once=once))
    else:
        if day.state == "paused":
            counters.work_on(day, by=by)
        called = twice(random, lambda: actions.call_next(day, by=by, once=once))
    if called is not None:
        say("called", called.pk, day.code)


def live(what: str, seed: int) -> None:
    """Four clerks, those of the place that `what` is the number of, and a machine, for ever."""
    place, wrong = int(what), Random(seed)
    ahead = [wrong.randrange(-200, 200)]
    clock.now = lambda: MORNING + int(time.time() - BEGUN) + ahead[0]
    with scope.everywhere():
        east = Unit.objects.get(code="hall-east")
        staff = list(Staff.objects.filter(username__startswith="30").order_by("username"))
    connection.close()
    machine = Acting(
        reference=f"device:machine-{place}", posts=((east.pk, "device"),), units=frozenset({east.pk}), grade="device"
    )

    def for_ever(do: Callable[[Random], None], number: int) -> None:
        random = Random(seed * 100 + number)
        with scope.everywhere():
            while True:
                try:
                    do(random)
                except Fault:
                    pass  # refusals are no news
                except BaseException:
                    say("failed", traceback.format_exc().replace("\n", " | "))
                    os._exit(1)
                time.sleep(random.uniform(0, 0.05))
                if random.random() < 0.02:
                    ahead[0] = random.randrange(-200, 200)

    mine = range(place * CLERKS_OF, (place + 1) * CLERKS_OF)
    doings: list[Callable[[Random], None]] = [partial(by_machine, east, machine)]
    doings += [partial(by_clerk, east, staff[who], str(who + 1)) for who in mine]
    threads = [threading.Thread(target=for_ever, args=(do, number)) for number, do in enumerate(doings)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
