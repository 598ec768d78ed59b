"""What goes on longer than a day: complaints, which wait over nights and weekends, and key accounts."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random

from shouwen.demonstration.notebook import Notebook
from shouwen.demonstration.people import Hall
from shouwen.demonstration.serving import Outcome
from shouwen.demonstration.siteday import DAY, HOUR, MINUTE, SiteDay
from shouwen.worktime import Calendar, Instant

QUARTER = 91 * DAY


def complain(book: Notebook, random: Random, day: SiteDay, outcomes: Sequence[Outcome], office: Calendar) -> None:
    """Who waited long or was badly served complains sooner: in the hall, at home in the evening, next morning."""
    number = 0
    for outcome in outcomes:
        chance = 0.018 + 0.06 * (outcome.score <= 2) + 0.05 * (outcome.waited > 15 * MINUTE)
        if random.random() >= (chance if day.hall.kind == "own" else 2 * chance):
            continue
        number += 1
        subject = day.id("complaint", number)
        channel = random.choice(("hall", "phone", "online"))
        later = {"hall": 2 * MINUTE, "phone": random.uniform(1, 20) * HOUR, "online": random.uniform(0.2, 9) * HOUR}
        received = outcome.left + later[channel]
        by, grade = ("hotline", "system") if channel == "phone" else ("complaint-page", "customer")
        if channel == "hall":
            by, grade = day.manager, "self-reported"
        data = {"channel": channel}
        book.note("complaint.received", received, subject, outcome.visit, by=by, grade=grade, data=data)
        if random.random() < 0.04:
            gone = received + random.uniform(0.05, 8) * HOUR
            book.note("complaint.withdrawn", gone, subject, by="complaint-page", grade="customer")
        elif day.hall.kind == "own":
            _work_on(book, random, day, subject, received, office)
        else:
            _answer_from_partner(book, random, day, subject, received)


def _work_on(book: Notebook, random: Random, day: SiteDay, subject: str, received: float, office: Calendar) -> None:
    """In office hours. Some have to wait for what only the customer can add, over night and over the weekend."""
    clock = office.clock("hours")
    owner = f"owner-{random.randint(1, 3)}"

    def after(time: float, seconds: float) -> float:
        found = clock.when(clock.read(int(time)) + max(1, int(seconds)))
        return time + seconds if found is None else found

    work = random.lognormvariate(3.8, 0.75) * MINUTE
    done = received
    if random.random() < 0.4:
        part = random.uniform(0.1, 0.7)
        waits = after(received, work * part)
        done = after(waits, random.uniform(0.5, 14) * HOUR)
        book.note("complaint.waits", waits, subject, by=owner, grade="self-reported")
        book.note("complaint.resumed", done, subject, by=owner, grade="self-reported")
        work *= 1 - part
    answered = after(done, work)
    if random.random() < 0.02:
        return  # lost
    if random.random() > 0.06:
        book.note("complaint.answered", answered, subject, by=owner, grade="system")
        return
    # Noted by hand, and an hour too early; put right next morning.
    noted_at = answered + random.uniform(1, 30) * MINUTE
    typed = max(received, answered - HOUR)
    note = book.note("complaint.answered", typed, subject, by=owner, grade="self-reported", noted_at=noted_at)
    book.correct(note, after(noted_at, 4 * HOUR), "mistyped", by=day.manager, at=answered)


def _answer_from_partner(book: Notebook, random: Random, day: SiteDay, subject: str, received: float) -> None:
    """When the partner comes to it, by day."""
    if random.random() < 0.03:
        return  # lost
    answered = received + random.lognormvariate(3.2, 0.65) * HOUR
    into_day = (answered - day.opens) % DAY
    if into_day > 9 * HOUR:
        answered += DAY - into_day + random.uniform(5, 90) * MINUTE
    # The partner's paper is copied a little later.
    noted_at = answered + random.uniform(0, 2) * HOUR
    book.note("complaint.answered", answered, subject, by=day.manager, grade="self-reported", noted_at=noted_at)


def look_after_accounts(book: Notebook, random: Random, hall: Hall, begins: Instant) -> None:
    """Key accounts of a hall. Their duties are older than the month: some began half a year before."""
    manager = f"{hall.name}-account-manager"
    for number in range(1, hall.accounts + 1):
        account = f"account:{hall.name}-{number:02}"
        since = begins + int(random.uniform(-2.2 * QUARTER, -0.2 * QUARTER)) // DAY * DAY + 10 * HOUR
        tier = random.choice(("diamond", "gold", "gold", "silver"))
        book.note("account.tier-set", since, account, by="area-manager", grade="system", data={"tier": tier})
        for quarter in range(4):
            # Most are contacted well before three months are over; some are put off until it is too late.
            part = random.uniform(0.3, 0.95) if random.random() > 0.14 else random.uniform(1.0, 1.2)
            contacted = since + int((quarter + part) * QUARTER) // DAY * DAY + random.uniform(0, 8) * HOUR
            manner = random.choice(("call", "call", "visit"))
            grade = "device" if manner == "call" else "self-reported"
            noted_at = None if manner == "call" else contacted + random.uniform(1, 9) * HOUR
            data = {"manner": manner}
            book.note("account.contacted", contacted, account, by=manager, grade=grade, noted_at=noted_at, data=data)
        if tier != "silver" and random.random() < 0.1:
            leaves = begins + random.uniform(1, 28) * DAY
            book.note("account.tier-set", leaves, account, by="area-manager", grade="system", data={"tier": "silver"})
