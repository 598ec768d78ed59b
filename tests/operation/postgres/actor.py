"""What a process does that acts in loops, or watches, until it is killed (tests/operation/killing.py).

It says at once what it was answered: "begun case", "done event". Refusals are no news.
"""

from __future__ import annotations

import threading
from random import Random

from tests.operation.killing import say
from tests.operation.laws.trial.room import (
    ANSWERED,
    CHECKED,
    CLOSED,
    INSTALLED,
    NOTED,
    REOPENED,
    RESUMED,
    ROOM,
    WAITS,
)

from shouwen.fault import Fault
from shouwen.operation.ledger import clock, watch, words
from shouwen.operation.ledger.act import Act, Done, NewCase, act, act_many, begin, correct
from shouwen.operation.ledger.channel import REGISTER
from shouwen.operation.ledger.models import Case, Event
from shouwen.operation.ledger.promises import keep, promise
from shouwen.operation.people import scope
from shouwen.operation.people.models import Staff, Unit
from shouwen.operation.people.rights import SYSTEM, Acting, acting_of

SAID = (ANSWERED, ANSWERED, WAITS, RESUMED, CLOSED, REOPENED, words.NOTE, words.TAKE, words.TAKE_BACK, words.ACCEPT)
HOT = 12


def something(random: Random, east: Unit, people: dict[str, Acting], staff: dict[str, Staff]) -> Event | None:
    """One thing happens; its event."""
    by = people[random.choice(list(people))]
    dice = random.randrange(20)
    cases = list(Case.objects.filter(kind="concern").order_by("-pk")[:HOT])
    if dice < 2 or len(cases) < HOT:
        case = begin(NewCase(kind="concern", unit=east, owner=staff["1001"]), NOTED, by=by, data={"topic": "x"})
        say("begun", case.pk)
        return None
    case = random.choice(cases)
    if dice < 9:
        return act(case, random.choice(SAID), by=by)
    if dice < 11:
        return act(case, words.OFFER, by=by, data={"to": random.choice(list(staff.values())).reference})
    if dice < 13:
        return act(case, random.choice(SAID), by=SYSTEM, grade="system", at=clock.now() - random.randrange(10_000))
    if dice < 14:
        return promise(case, clock.now() + random.randrange(1, 4), by=by)
    if dice < 15:
        promised = Case.objects.filter(kind="promise").order_by("-pk")[:HOT]
        return keep(random.choice(list(promised)), by=by) if promised else None
    if dice < 16:
        name = f"m{random.randrange(3)}"
        machine = NewCase(kind="machine", unit=east, name=name)
        begin(machine, random.choice([INSTALLED, CHECKED]), by=SYSTEM, at=clock.now() - random.randrange(40 * 86400))
        return None
    if dice < 18:
        some = random.sample(cases, 3)
        done = act_many([Act(about=[one, "site-day:today"], word=words.NOTE, by=by) for one in some])
        return done[-1].event if isinstance(done[-1], Done) else None
    event = Event.objects.filter(word__in=SAID, corrects=None).order_by("-pk").first()
    return None if event is None else correct(event, by=SYSTEM, reason="a slip", void=dice == 18, at=event.at - 60)


def live(what: str, seed: int) -> None:
    """Acts or watches, for ever."""
    REGISTER.add(ROOM)
    if what == "watches":
        watch.run(threading.Event())
    random = Random(seed)
    with scope.everywhere():
        east = Unit.objects.get(code="hall-east")
        staff = {person.username: person for person in Staff.objects.filter(username__in=["1001", "1002", "1003"])}
        people = {name: acting_of(person, clock.now()) for name, person in staff.items()}
        while True:
            try:
                event = something(random, east, people, staff)
            except Fault:
                continue
            if event is not None:
                say("done", event.pk)
