"""What a clerk sees at the counter: the customer there, the steps that the standard asks for, the times that run."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from shouwen.checks.within import Within
from shouwen.events.story import Story
from shouwen.fault import Fault
from shouwen.operation.channels.hall import counters, guidance, naming, story
from shouwen.operation.channels.hall.console import forms, own_forms
from shouwen.operation.channels.hall.models import CounterDay, Visit
from shouwen.operation.channels.hall.money import fees
from shouwen.operation.channels.hall.money import shown as receipts
from shouwen.operation.ledger import clock, read, stories, words
from shouwen.operation.ledger.editions import Working, settings_now, working_at
from shouwen.operation.people.rights import Acting
from shouwen.operation.web import page
from shouwen.standard.clause import Clause
from shouwen.wording import Language, Wording

NOTHING = Wording("", "", "")


@dataclass(frozen=True, slots=True)
class Running:
    """A time that runs: since when, until when, and the clause that sets the limit."""

    clause: Clause
    since: int
    due: int
    warn: int | None

    @property
    def limit(self) -> int:
        """Seconds that the standard gives."""
        return self.due - self.since


@dataclass(frozen=True, slots=True)
class ShownStep:
    """A step as the page shows it.

    now      whether it can be taken now; next: whether it is the one that the key takes
    says     the wording, its slots filled
    running  the time in which it is to be done
    wanted   whether the standard, or a time that runs, asks for it; otherwise it is free
    passed   whether it was left out, and it is too late now
    """

    step: guidance.Step
    form: forms.StepForm | forms.OwnForm
    now: bool
    next: bool
    says: tuple[str, ...]
    running: Running | None
    wanted: bool
    passed: bool

    @property
    def id(self) -> str:
        """Of its part of the page."""
        return f"step-{self.step.word.replace('.', '-')}"


def moment_of(visit: Visit | None, unit: int, acting: Acting, *, service: str = "") -> guidance.Moment:
    """What the standard in force is asked of at this unit, for this visit or for nobody yet."""
    works_by, now = working_at(unit), clock.now()
    told = Story("visit:nobody")
    if visit is not None:
        told = Story(visit.case.subject, stories.stories([visit.pk])[visit.pk])
    service = service or (visit.service if visit is not None else "")
    return guidance.Moment(
        clauses=in_force(works_by, story.VISIT, now),
        vocabulary=works_by.vocabulary,
        may=works_by.may_at(now),
        roles=acting.roles_at(unit),
        story=told,
        at=now,
        service=service,
        charges=fees.steps_of(unit, service, told) if visit is not None else {},
    )


def in_force(works_by: Working, kind: str, at: int) -> tuple[Clause, ...]:
    """The clauses about subjects of this kind that count at `at`."""
    clauses = works_by.clauses.get(kind, ())
    return tuple(one for one in clauses if (one.since or 0) <= at and (one.until is None or at < one.until))


def times(visit: Visit) -> dict[str, Running]:
    """The times that run in this visit, by the word that would stop them; of several, the one that is over first."""
    found: dict[str, Running] = {}
    for row, clause in read.due_in([visit.case]):
        if isinstance(clause.check, Within) and row.due is not None:
            for word in clause.check.then.words:
                found.setdefault(word, Running(clause, row.opened_at, row.due, row.warn))
    return found


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """What the page shows of the counter and who is at it. `version` changes when anything of it does.

    more  the services that the customer wants besides, and whether this counter does them
    """

    counter: CounterDay
    visit: Visit | None
    version: str
    subject: str = ""
    steps: tuple[ShownStep, ...] = ()
    running: Running | None = None
    service: Wording = NOTHING
    priority: Wording | None = None
    waited: int = 0
    recall_at: int = 0
    calls_left: int = 0
    forbidden: Clause | None = None
    choices: tuple[tuple[str, Wording], ...] = ()
    papers: tuple[receipts.Shown, ...] = ()
    more: tuple[tuple[str, Wording, bool], ...] = ()

    @property
    def state(self) -> str:
        """Which page of the console it is: paused, ready, called, served, done."""
        if self.visit is None:
            return "paused" if self.counter.state == "paused" else "ready"
        return str(self.visit.state)


def shown(counter: CounterDay, acting: Acting, language: Language, given: Mapping[str, Any] | None = None) -> Shown:
    """The counter as it is now. `given`: a step's form that came back with something to mend."""
    visit = counters.visit_at(counter)
    if visit is None:
        return Shown(counter=counter, visit=None, version=f"{counter.state}-{counter.since}")
    services = naming.services_of(counter.unit_id)
    moment = moment_of(visit, counter.unit_id, acting)
    running = times(visit)
    ban = guidance.forbidden(moment, visit.service)
    settings = settings_now(counter.unit_id)
    classes = settings.choices("hall.priority-classes") if visit.priority else {}
    return Shown(
        counter=counter,
        visit=visit,
        version=version_of(moment),
        subject=moment.story.subject,
        steps=tuple(_steps(moment, visit, counter, running, ban, language, services, given)),
        running=running.get(story.ENDED),
        service=naming.service_name(services, visit.service),
        priority=classes.get(visit.priority),
        waited=max(0, (visit.called_at or 0) - (visit.since or visit.called_at or 0)),
        recall_at=(visit.called_at or 0) + settings.seconds("hall.no-show-wait"),
        calls_left=max(0, settings.whole("hall.recall-limit") - visit.recalls - 1),
        forbidden=ban,
        papers=tuple(receipts.of_visit(moment.story.subject)),
        choices=tuple(
            (code, naming.named(one.names, code))
            for code, one in services.items()
            if one.offered and guidance.forbidden(moment, code) is None
        ),
        more=tuple(
            (code, naming.service_name(services, code), code in services and services[code].line in counter.lines)
            for code in visit.more
        ),
    )


def version_of(moment: guidance.Moment) -> str:
    """Of the visit: the number of the last thing that happened in it; what the book only notices left out."""
    happened = [event.id for event in moment.story.events if event.word not in words.NOTICES]
    return str(max(happened, default=0))


def _steps(
    moment: guidance.Moment,
    visit: Visit,
    counter: CounterDay,
    running: Mapping[str, Running],
    ban: Clause | None,
    language: Language,
    services: Mapping[str, Any],
    given: Mapping[str, Any] | None,
) -> list[ShownStep]:
    planned = guidance.steps(moment)
    order = [step.word for step in planned]
    ended = order.index(story.ENDED)
    possible = {
        story.AT_COUNTER: {story.BEGUN},
        story.SERVED: set(order[1 : ended + 1]),
        story.DONE: set(order[ended + 1 :]),
    }.get(visit.state, set())
    open_ones = [
        step
        for step in planned
        if step.word in possible and step.done is None and not (ban is not None and step.word == story.BEGUN)
    ]
    asked = given.get("word") if given else None
    wanted = [step.word for step in open_ones if step.needed or step.word in running]
    first = asked if asked in order else next(iter(wanted or [step.word for step in open_ones]), None)
    slots = {
        "number": visit.number,
        "counter": counter.code,
        "service": naming.service_name(services, visit.service).say(language),
    }
    return [
        ShownStep(
            step=step,
            form=own_forms.form_of(visit, moment, step, given if step.word == asked else None)
            if step in open_ones
            else forms.form_of(step, counter.unit_id),
            now=step in open_ones,
            next=step.word == first,
            says=tuple(phrase for check in step.says for phrase in filled(check.phrases, slots, counter.unit_id)),
            running=running.get(step.word),
            wanted=step.word in wanted or step.needed,
            passed=visit.state == story.DONE and step.done is None and order.index(step.word) < ended,
        )
        for step in planned
    ]


class _Slots(dict[str, str]):
    """The slots of a wording. What is not the visit's own, the standard may have as a setting: hall.hotline."""

    def __init__(self, own: Mapping[str, str], unit: int) -> None:
        super().__init__(own)
        self._settings = settings_now(unit)

    def __missing__(self, slot: str) -> str:
        try:
            return self._settings.text(f"hall.{slot}")
        except Fault:
            return f"{{{slot}}}"  # left as it is: the clerk knows what belongs there


def filled(phrases: Iterable[Wording], slots: Mapping[str, str], unit: int) -> list[str]:
    """The phrases in the language of the page, with their slots filled."""
    known = _Slots(slots, unit)
    found = []
    for phrase in (wording.say(page.language()) for wording in phrases):
        try:
            found.append(phrase.format_map(known))
        except (ValueError, AttributeError, IndexError):  # a brace that is no slot
            found.append(phrase)
    return found
