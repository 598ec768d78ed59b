"""Begets processes that act in loops, or watch, until they are killed:  python -m tests.operation.postgres.actor

Reads lines "acts|watches SEED FILE", and answers each with the number of a process that it has begotten: set up
already, so that it is killed while it acts and not while it starts. It tells in FILE at once what it was answered:
"begun case", "done event". Refusals are no news.
"""

from __future__ import annotations

import os
import signal
import sys
import threading
import traceback
from random import Random

import django

os.environ["DJANGO_SETTINGS_MODULE"] = "tests.operation.settings"

from django.conf import settings

settings.DATABASES["default"]["NAME"] = os.environ["SHOUWEN_TEST_NAME"]
django.setup()

from tests.operation.laws.trial.room import (  # noqa: E402
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

from shouwen.fault import Fault  # noqa: E402
from shouwen.operation.ledger import clock, watch, words  # noqa: E402
from shouwen.operation.ledger.act import Act, Done, NewCase, act, act_many, begin, correct  # noqa: E402
from shouwen.operation.ledger.channel import REGISTER  # noqa: E402
from shouwen.operation.ledger.models import Case, Event  # noqa: E402
from shouwen.operation.ledger.promises import keep, promise  # noqa: E402
from shouwen.operation.people import scope  # noqa: E402
from shouwen.operation.people.models import Staff, Unit  # noqa: E402
from shouwen.operation.people.rights import SYSTEM, Acting, acting_of  # noqa: E402

SAID = (ANSWERED, ANSWERED, WAITS, RESUMED, CLOSED, REOPENED, words.NOTE, words.TAKE, words.TAKE_BACK, words.ACCEPT)
HOT = 12


def say(*what: object) -> None:
    """One line, whole or not at all."""
    os.write(1, (" ".join(map(str, what)) + "\n").encode())


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


def main() -> None:
    """Begets whom it is told to beget, until nobody tells it anything."""
    REGISTER.add(ROOM)
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # whoever is killed is gone
    for line in sys.stdin:
        what, seed, file = line.split()
        child = os.fork()
        if not child:
            out = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
            os.dup2(out, 1)
            try:
                live(what, int(seed))
            finally:
                traceback.print_exc()
                os._exit(1)
        say(child)


if __name__ == "__main__":
    main()
