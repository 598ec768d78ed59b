"""Who comes to a hall on a day, and what becomes of them as far as it lies with them: made up from a seed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from random import Random
from zoneinfo import ZoneInfo

from shouwen.events.event import Value
from shouwen.worktime import Instant

ZONE = ZoneInfo("Asia/Shanghai")
HOUR = 3600

AN_HOUR: Mapping[str, float] = {"lakeside": 8.5, "northgate": 9.0, "oldtown": 7.0}
"""Customers that a clerk has an hour, on average."""

RUSH: Sequence[float] = (0.7, 1.5, 1.6, 0.8, 0.6, 1.0, 1.5, 1.2, 0.5)
"""How many more or fewer come in each hour of the day than on average, from OPENS on."""

OPENS, CLOSES = 9, 17.6
"""Hours between which customers come."""

SERVICES: Mapping[str, tuple[float, tuple[float, float]]] = {
    "payment": (0.46, (45, 190)),
    "change": (0.27, (70, 215)),
    "sim-replacement": (0.12, (140, 330)),
    "consult": (0.15, (120, 420)),
}
"""Service → its share, and seconds that it takes, from and to."""

NOT_OF_PARTNERS = frozenset({"sim-replacement"})
GROUPS = ("elderly", "disabled", "pregnant", "child")
PRIORITY = ("elderly", "disabled", "pregnant")

Said = tuple[str, Mapping[str, Value]]
"""A word and what it holds."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Guest:
    """A customer who comes. Times are in seconds.

    greeted   after how long somebody greets them; None: nobody does
    on_floor  what the guide does with them instead of a number: advice, matter, or "" for neither
    walks     from coming in to the number; patience: how long they wait for a call before they go
    steps     what the clerk notes of the service between its beginning and its end
    handed    what is noted when everything is handed over; None: nothing is
    score     what they rate, at the pad; None: they do not
    seen      whether somebody sees them leave
    """

    name: str
    at: Instant
    greeted: int | None
    group: str
    on_floor: str
    service: str
    walks: int
    patience: int
    comes: bool
    confirmed: bool
    lasts: int
    steps: tuple[Said, ...]
    handed: Mapping[str, Value] | None
    score: int | None
    seen: bool


def guests_of(hall: str, day: date, random: Random, *, clerks: int, partner: bool) -> list[Guest]:
    """The customers of a day, in the order in which they come."""
    begin = datetime(day.year, day.month, day.day, OPENS, tzinfo=ZONE).timestamp()
    a_clerk = AN_HOUR.get(hall, 10.0) * (0.75 if day.weekday() >= 5 else 1.0)
    times: list[Instant] = []
    for hour, more in enumerate(RUSH):
        for _ in range(max(0, round(random.gauss(a_clerk * clerks * more, 2.0)))):
            at = begin + (hour + random.random()) * HOUR
            if at < begin + (CLOSES - OPENS) * HOUR:
                times.append(round(at))
    return [made_up(at, random, partner=partner) for at in sorted(times)]


def made_up(at: Instant, random: Random, *, partner: bool, service: str = "") -> Guest:
    """Somebody who comes at `at`; `service`: what they came for, where that is known."""
    possible = {name: share for name, (share, _) in SERVICES.items() if not (partner and name in NOT_OF_PARTNERS)}
    wanted = service or random.choices(list(possible), list(possible.values()))[0]
    _, span = SERVICES.get(wanted, SERVICES["payment"])
    slow = 1.6 if random.random() < 0.06 else 1.0
    return Guest(
        name="".join(random.choice("0123456789ABCDEFGHJKMNPQRSTVWXYZ") for _ in range(10)),
        at=at,
        greeted=None if random.random() < 0.06 else random.randint(5, 50 if random.random() < 0.9 else 150),
        group=random.choice(GROUPS) if random.random() < 0.1 else "",
        on_floor=random.choices(("", "advice", "matter"), (0.84, 0.09, 0.07))[0],
        service=wanted,
        walks=random.randint(60, 170),
        patience=random.randint(500, 900) if random.random() < 0.12 else 4 * HOUR,
        comes=random.random() > 0.02,
        confirmed=random.random() < 0.96,
        lasts=round(random.uniform(*span) * slow),
        steps=tuple(_steps(wanted, random)),
        handed=None if random.random() < 0.07 else {
            "counted": random.random() < 0.97 or None, "cautions_told": random.random() < 0.93 or None,
        },
        score=random.choices((5, 4, 3, 2, 1), (0.6, 0.25, 0.09, 0.04, 0.02))[0] if random.random() < 0.4 else None,
        seen=random.random() < 0.8,
    )  # fmt: skip


def _steps(service: str, random: Random) -> Iterator[Said]:
    """What the standard asks for within this service, in its order; now and then something is left out that may be."""
    if service == "consult":
        return
    if service != "payment":
        yield "identity.checked", {"document": random.choices(("resident", "passport"), (0.95, 0.05))[0]}
    yield "order.entered", {"service": service}
