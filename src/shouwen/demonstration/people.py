"""The halls of the demonstration and who works in them. Everybody is a reference; nobody has a name."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random


@dataclass(frozen=True, slots=True)
class Hall:
    """A hall: its id, its kind (own or partner), and how it is built and staffed.

    visitors  its part of the visitors: 1 is as many as the average hall has
    counters  counters open on an ordinary day
    accounts  key accounts that its manager looks after
    """

    name: str
    kind: str
    visitors: float
    counters: int
    accounts: int


HALLS = (
    Hall("lakeside", "own", visitors=1.4, counters=3, accounts=30),
    Hall("northgate", "own", visitors=1.0, counters=2, accounts=22),
    Hall("oldtown", "partner", visitors=0.6, counters=1, accounts=0),
)


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody on the staff, and how he or she works.

    pace   how long a piece of work takes: 1 as usual, more for who is slower
    slips  the chance that a step is skipped
    early  seconds that he or she comes before the shift starts, as a rule
    pushy  the chance of asking a customer for a good rating
    """

    name: str
    pace: float
    slips: float
    early: float
    pushy: float


@dataclass(frozen=True, slots=True)
class Team:
    """The people of a hall."""

    clerks: tuple[Person, ...]
    guides: tuple[Person, ...]

    def rota(self, day: int) -> tuple[Person, list[Person]]:
        """The guide of a day, and the clerks in the order in which they are asked to work; the last have it off."""
        turn = day % len(self.clerks)
        return self.guides[day // 3 % len(self.guides)], [*self.clerks[turn:], *self.clerks[:turn]]


def hire(hall: Hall, random: Random) -> Team:
    """The people of a hall: two clerks more than counters, for the days off, and two guides."""
    return Team(
        clerks=tuple(_person(f"{hall.name}-clerk-{number}", random) for number in range(1, hall.counters + 3)),
        guides=tuple(_person(f"{hall.name}-guide-{number}", random) for number in range(1, 3)),
    )


def _person(name: str, random: Random) -> Person:
    return Person(
        name,
        pace=random.lognormvariate(0, 0.14),
        slips=random.uniform(0.01, 0.05),
        early=random.gauss(10 * 60, 100),
        pushy=random.choice((0.005, 0.01, 0.01, 0.06)),
    )
