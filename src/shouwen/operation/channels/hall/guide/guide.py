"""What a guide sees: who was not greeted yet, whom they look after, who sits in the rest area, and what is next.

What a guide taps is self-reported, and the page says so; what a counter at the door or a customer's own scan tells is
measured. Groups, needs and places, limits and wording are those of the standard in force.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Final
from zoneinfo import ZoneInfo

from django.db.models import Q

from shouwen.checks.inspect import Inspect
from shouwen.checks.never import Never
from shouwen.checks.says import Says
from shouwen.checks.within import Within
from shouwen.events.event import Event
from shouwen.operation.channels.hall import guidance, naming, story
from shouwen.operation.channels.hall.console import console
from shouwen.operation.channels.hall.console.console import Running
from shouwen.operation.channels.hall.models import Visit
from shouwen.operation.channels.hall.waiting import opening
from shouwen.operation.ledger import clock, models, read
from shouwen.operation.ledger.editions import settings_now, working_at
from shouwen.operation.people.rights import Acting
from shouwen.operation.people.units import zone_of
from shouwen.standard.clause import Clause
from shouwen.standard.setting import Settings
from shouwen.wording import Wording

SHOWN: Final = 60
"""Of those in the hall, how many are shown."""

LATELY: Final = 6
"""Of what happened, how much is shown."""

SAID: Final = frozenset(
    {
        story.GREETED, story.APPROACHED, story.GUIDED, story.SOLVED, story.ESCORT_BEGUN, story.ESCORT_ENDED,
        story.CONSULT_BEGUN, story.WATER_OFFERED, story.NOVELTY,
    }
)  # fmt: skip
"""What the times on this page wait for."""

TAPS: Final[Mapping[str, str]] = {
    story.APPROACHED: "approached",
    story.ESCORT_BEGUN: "escort",
    story.ESCORT_ENDED: "escort-ended",
    story.WATER_OFFERED: "water",
    story.NOVELTY: "novelty",
}


@dataclass(frozen=True, slots=True)
class Customer:
    """Somebody in the hall.

    grade      of who told that they came in; "": nobody did
    running    the time that is over first of what a guide can do; `then`: what would stop it
    """

    visit: Visit
    subject: str
    state: Wording
    service: Wording
    need: Wording | None
    special: Wording | None
    grade: str
    running: Running | None
    then: str

    @property
    def since(self) -> int:
        """When they came in, or took their number."""
        return int(self.visit.entered_at or self.visit.taken_at or self.visit.case.opened_at)

    @property
    def second(self) -> str:
        """Of `since`, the seconds: what tells apart those who came in the same minute."""
        return f":{self.since % 60:02}"


@dataclass(frozen=True, slots=True)
class Floor:
    """The hall as a guide sees it. waiting: how many wait for a call."""

    new: tuple[Customer, ...]
    cared_for: tuple[Customer, ...]
    seated: tuple[Customer, ...]
    escorted: tuple[Customer, ...]
    waiting: int
    greeting: Clause | None

    @property
    def groups(self) -> tuple[tuple[str, tuple[Customer, ...]], ...]:
        """Those who were greeted, by where they are."""
        return (("cared-for", self.cared_for), ("seated", self.seated), ("escorted", self.escorted))

    @property
    def version(self) -> str:
        """Changes when anything shown does."""
        everybody = (*self.new, *self.cared_for, *self.seated, *self.escorted)
        return "-".join([str(self.waiting), *(f"{one.visit.pk}.{one.visit.case.noted_at}" for one in everybody)])


def floor_of(unit: int) -> Floor:
    """Who is in the hall today and concerns a guide, the most urgent first."""
    here = Visit.objects.filter(
        Q(state__in=[story.IN_HALL, story.DONE, story.WAITING, story.ASIDE], greeted_at=None, entered_at__isnull=False)
        | Q(state=story.IN_HALL)
        | Q(state=story.DONE, day="")
        | Q(seated_at__isnull=False)
        | Q(escort__in=["needed", "begun"]),
        unit=unit,
        case__closed_at__isnull=True,
        case__opened_at__gte=day_begins(unit),
    )
    rows = list(here.select_related("case").order_by("-case__opened_at")[:SHOWN])
    times, told = _times(rows), _told(rows)
    settings, services = settings_now(unit), naming.services_of(unit)
    needs, groups = choices(settings, "hall.needs"), choices(settings, "hall.special-groups")
    shown = []
    for visit in rows:
        running, then = times.get(visit.pk, (None, ""))
        shown.append(
            Customer(
                visit=visit,
                subject=visit.case.subject,
                state=story.STATES[visit.state],
                service=naming.service_name(services, visit.service) if visit.service else console.NOTHING,
                need=needs.get(visit.need) if visit.need else None,
                special=groups.get(visit.special) if visit.special else None,
                grade=told.get(visit.pk, ""),
                running=running,
                then=then,
            )
        )
    shown.sort(key=lambda one: (one.running.due if one.running else 2**60, one.since))
    new = [one for one in shown if one.visit.greeted_at is None and one.visit.entered_at is not None
           and one.visit.state in (story.IN_HALL, story.WAITING, story.ASIDE)]  # fmt: skip
    seated = [one for one in shown if one not in new and one.visit.seated_at is not None]
    rest = [one for one in shown if one not in new and one not in seated]
    cared_for = [one for one in rest if one.visit.state == story.IN_HALL or not one.visit.day]
    return Floor(
        new=tuple(new),
        cared_for=tuple(cared_for),
        seated=tuple(seated),
        escorted=tuple(one for one in rest if one not in cared_for),
        waiting=opening.waiting(unit).count(),
        greeting=clause_within(unit, story.GREETED),
    )


def day_begins(unit: int) -> int:
    """Midnight at the hall."""
    return int(
        datetime.combine(date.fromisoformat(opening.day_of(unit, clock.now())), time.min, _zone(unit)).timestamp()
    )


def clause_within(unit: int, word: str) -> Clause | None:
    """The clause in force that gives a time in which visitors are to have this; of several the first."""
    for clause in console.in_force(working_at(unit), story.VISIT, clock.now()):
        if isinstance(clause.check, Within) and word in clause.check.then.words:
            return clause
    return None


def choices(settings: Settings, name: str) -> Mapping[str, Wording]:
    """What the standard has to choose from; nothing where it says nothing of it."""
    return settings.choices(name) if name in settings else {}


@dataclass(frozen=True, slots=True)
class Choice:
    """Something to tap. against: the clause that this would not keep."""

    value: str
    label: Wording
    against: Clause | None = None


@dataclass(frozen=True, slots=True)
class Owed:
    """A time that runs; what stops it, and its tap (a verb of guide_acts.py) where one is enough."""

    label: Wording
    running: Running
    tap: str


@dataclass(frozen=True, slots=True)
class Care:
    """One customer, and what a guide can do for them.

    next      what is asked for now: greet, need, place, number, advice, advised (advice goes on), or nothing
    phrases   what the standard gives to say with it; `leaving`: before turning away
    owed      the times that run
    told      the story so far, the latest first
    introduced  what is ticked when advice ends; may: the words this person may say
    """

    customer: Customer
    next: str
    phrases: tuple[str, ...]
    leaving: tuple[str, ...]
    owed: tuple[Owed, ...]
    told: tuple[tuple[Wording, Event], ...]
    needs: tuple[Choice, ...]
    places: tuple[Choice, ...]
    groups: tuple[Choice, ...]
    matters: tuple[Choice, ...]
    services: tuple[Choice, ...]
    priority: str
    introduced: Wording
    may: frozenset[str]
    yes_no: tuple[str, str] = ("yes", "no")

    @property
    def against(self) -> tuple[Clause, ...]:
        """The clauses that one place or another would not keep."""
        return tuple({one.against.id: one.against for one in self.places if one.against is not None}.values())

    @property
    def lately(self) -> tuple[tuple[Wording, Event], ...]:
        """What happened last."""
        return self.told[:LATELY]

    @property
    def taps(self) -> frozenset[str]:
        """What is tapped beside its time."""
        return frozenset(one.tap for one in self.owed)

    @property
    def hesitates(self) -> bool:
        """Whether the customer looked lost and nobody has walked up to them since."""
        told = [event.word for _label, event in self.told if event.word in (story.HESITATED, story.APPROACHED)]
        return told[:1] == [story.HESITATED]

    @property
    def leaves(self) -> bool:
        """Whether they may go without giving up a number: nobody waits for them, and they for nobody."""
        return self.customer.visit.state in (story.IN_HALL, story.DONE, story.MISSED)

    @property
    def version(self) -> str:
        """Changes with what happened to the customer."""
        return str(max((event.id for _label, event in self.told), default=0))


def care_for(floor: Floor, visit: Visit, acting: Acting) -> Care:
    """This customer as a guide looks after them."""
    moment = console.moment_of(visit, visit.unit_id, acting)
    settings = settings_now(visit.unit_id)
    everybody = (*floor.new, *floor.cared_for, *floor.seated, *floor.escorted)
    customer = next((one for one in everybody if one.visit.pk == visit.pk), None) or _alone(visit)
    said = [event.word for event in moment.known.events]
    owed = tuple((then, one) for then, one in console.times(visit).items() if then in SAID)
    next_one = _next(visit, said, {then for then, _one in owed})
    word = {"greet": story.GREETED, "place": story.GUIDED}.get(next_one, "")
    groups = choices(settings, "hall.special-groups")
    priorities = choices(settings, "hall.priority-classes")
    labels = {name: one.label for name, one in moment.vocabulary.words.items()}
    lines = [(labels[one.word], one) for one in reversed(moment.known.events) if one.word in labels]
    return Care(
        customer=customer,
        next=next_one,
        phrases=_phrases(moment, word, visit),
        leaving=_phrases(moment, story.GUIDED, visit),
        owed=tuple(Owed(labels[then], one, TAPS.get(then, "")) for then, one in owed),
        told=tuple(lines),
        needs=_choices(choices(settings, "hall.needs")),
        places=tuple(
            Choice(code, label, _against(moment, visit, code))
            for code, label in choices(settings, "hall.places").items()
        ),
        groups=_choices(groups),
        matters=_choices(choices(settings, "hall.small-matters")),
        services=tuple(
            Choice(code, naming.named(one.names, code))
            for code, one in naming.services_of(visit.unit_id).items()
            if one.offered and guidance.forbidden(moment, code) is None
        ),
        priority=visit.special if visit.special in priorities else "",
        introduced=_looked_at(moment, story.CONSULT_ENDED, "introduced"),
        may=frozenset(name for name, roles in moment.may.items() if not roles or set(roles) & moment.roles),
    )


def _next(visit: Visit, said: list[str], owed: set[str]) -> str:
    """What comes next in looking after somebody."""
    if visit.greeted_at is None and visit.entered_at is not None:
        return "greet"
    if visit.day or visit.state == story.DONE:
        return ""
    if story.NEED_TOLD not in said:
        return "need"
    since = said[len(said) - said[::-1].index(story.NEED_TOLD) :]
    if story.GUIDED not in since:
        return "place"
    if said.count(story.CONSULT_BEGUN) > said.count(story.CONSULT_ENDED):
        return "advised"
    if story.CONSULT_BEGUN in owed:
        return "advice"
    return "" if story.CONSULT_ENDED in since or visit.seated_at is not None else "number"


def _against(moment: guidance.Moment, visit: Visit, place: str) -> Clause | None:
    """The clause that showing the customer to this place would not keep."""
    act = guidance.trial(moment, story.GUIDED)
    act = Event(
        id=act.id, about=act.about, word=act.word, at=act.at, noted_at=act.noted_at,
        data={**act.data, "need": visit.need or None, "to": place},
    )  # fmt: skip
    known = moment.story.told(act).known(moment.at)
    for clause in moment.clauses:
        if not isinstance(clause.check, Never) or story.GUIDED not in clause.check.what.words:
            continue
        rows = clause.check.owe(clause.id, known, act.at)
        if any(row.opened_by == act.id and row.state == "broken" for row in rows):
            return clause
    return None


def _phrases(moment: guidance.Moment, word: str, visit: Visit) -> tuple[str, ...]:
    found = [
        phrase
        for clause in moment.clauses
        if isinstance(clause.check, Says) and clause.check.on is not None and word in clause.check.on.words
        for phrase in clause.check.phrases
    ]
    return tuple(console.filled(found, {"number": visit.number}, visit.unit_id))


def _looked_at(moment: guidance.Moment, word: str, field: str) -> Wording:
    """What a tick says: what the standard has to be looked at, else the field's own name."""
    for clause in moment.clauses:
        if isinstance(clause.check, Inspect) and clause.check.passed == field and word in clause.check.on.words:
            return clause.check.item
    known = moment.vocabulary.words.get(word)
    return known.fields[field].label if known is not None and field in known.fields else Wording.of(field)


def _choices(labels: Mapping[str, Wording]) -> tuple[Choice, ...]:
    return tuple(Choice(code, label) for code, label in labels.items())


def _alone(visit: Visit) -> Customer:
    """Somebody whom a guide does not look after now: they were called, say."""
    services = naming.services_of(visit.unit_id)
    service = naming.service_name(services, visit.service) if visit.service else console.NOTHING
    settings = settings_now(visit.unit_id)
    need, group = choices(settings, "hall.needs"), choices(settings, "hall.special-groups")
    return Customer(
        visit, visit.case.subject, story.STATES[visit.state], service, need.get(visit.need), group.get(visit.special),
        _told([visit]).get(visit.pk, ""), None, "",
    )  # fmt: skip


def _times(rows: Iterable[Visit]) -> dict[int, tuple[Running, str]]:
    """For each visit, of the times that a guide's doing would stop, the one that is over first. One query."""
    owed = models.Obligation.objects.filter(models.STILL_OWED, case__in=[row.pk for row in rows], due__isnull=False)
    found: dict[int, tuple[Running, str]] = {}
    for row in owed.select_related("case").order_by("due", "id"):
        clause = read.clause_of(row)
        if clause is None or not isinstance(clause.check, Within) or row.due is None:
            continue
        then = next((word for word in clause.check.then.words if word in SAID), "")
        if then:
            found.setdefault(row.case_id, (Running(clause, row.opened_at, row.due, row.warn), then))
    return found


def _told(rows: Iterable[Visit]) -> dict[int, str]:
    """The grade of what is known of each one's coming in. One query."""
    told = models.Told._base_manager.filter(case__in=[row.pk for row in rows], event__word=story.ENTERED)
    return dict(told.values_list("case_id", "event__grade"))


def _zone(unit: int) -> ZoneInfo:
    return ZoneInfo(zone_of(unit))
