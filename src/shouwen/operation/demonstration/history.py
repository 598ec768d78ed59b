"""Weeks that have passed, filled in through the door; and the day that goes on.

What was planned for a time that has passed is told as it happened then; what lies ahead happens when its time comes.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import islice
from random import Random

from shouwen.events.event import Value
from shouwen.fault import Fault
from shouwen.operation.demonstration.customers import CARE, names, phone
from shouwen.operation.demonstration.journeys import HOUR, Journey, Step, day_of
from shouwen.operation.demonstration.organisation import ZONE, Organisation, days, roster
from shouwen.operation.ledger import clock, models, words
from shouwen.operation.ledger.act import act_many
from shouwen.operation.ledger.acts import Act, NewCase
from shouwen.operation.ledger.customers import set_tier
from shouwen.operation.ledger.writing import writing
from shouwen.operation.people import scope
from shouwen.operation.people.models import Customer, Shift
from shouwen.operation.people.personal import read_personal
from shouwen.operation.people.privacy import find_by_phone, keep_text, meet
from shouwen.operation.people.rights import SYSTEM, Acting, acting_of
from shouwen.worktime import Instant

CUSTOMERS = 240
AT_ONCE = 25
"""Journeys that are written in one transaction: short enough that a page's write need not wait for long."""

log = logging.getLogger("shouwen.demonstration")


@dataclass(slots=True)
class Teller:
    """Tells journeys to the book."""

    organisation: Organisation
    seed: int
    customers: dict[int, Customer] = field(default_factory=dict)
    posts: dict[int, Acting] = field(default_factory=dict)  # of the past: nobody changes posts in it

    def past(self, *, since: Instant, until: Instant) -> Iterator[int]:
        """Tells all that was said between two instants, a batch at a time; yields the journeys told so far.

        What a run that was broken off had told already is not told again.
        """
        told = 0
        for day in days(since, until):
            random = Random(f"{self.seed} {day}")
            shifts = list(roster(self.organisation, day, random, now=until))
            with writing():
                if not Shift.objects.filter(staff=shifts[0].staff_id, begins=shifts[0].begins).exists():
                    Shift.objects.bulk_create(shifts)
            journeys = day_of(self.organisation, day, random, customers=CUSTOMERS)
            while batch := list(islice(journeys, AT_ONCE)):
                self._tell(batch, until=until)
                told += len(batch)
                yield told

    def go_on(self, *, since: Instant, speed: float, stop: threading.Event) -> None:
        """From `since` on, what was planned happens at its time, `speed` times as fast; nights are passed over."""
        begun, planned = time.monotonic(), since
        for at, journey, step in self._ahead(since):
            if at - planned > HOUR:  # nobody comes: the night, or a quiet hour
                planned = at - 60
                begun = time.monotonic() - (planned - since) / speed
            while (left := (at - since) / speed - (time.monotonic() - begun)) > 0:
                if stop.wait(min(left, 1.0)):
                    return
            planned = at
            self._happen(journey, step, shift=clock.now() - at)
            if stop.is_set():
                return

    def _ahead(self, since: Instant) -> Iterator[tuple[Instant, Journey, Step]]:
        """All steps after `since`, in order: of the journeys of the days before it as of those to come."""
        day = datetime.fromtimestamp(since, ZONE).date() - timedelta(days=4)
        waiting: list[tuple[Instant, int, Journey, Step]] = []
        count = 0
        while True:
            random = Random(f"{self.seed} {day}")
            list(roster(self.organisation, day, random, now=since))  # the same seed, the same day
            for journey in day_of(self.organisation, day, random, customers=CUSTOMERS):
                for step in journey.steps:
                    if step.at > since:
                        waiting.append((step.at, count, journey, step))
                        count += 1
            day += timedelta(days=1)
            tomorrow = int(datetime(day.year, day.month, day.day, tzinfo=ZONE).timestamp())
            waiting.sort(key=lambda one: one[:2])
            while waiting and waiting[0][0] < tomorrow:
                at, _, journey, step = waiting.pop(0)
                yield at, journey, step

    def _tell(self, journeys: Sequence[Journey], *, until: Instant) -> None:
        """Tells the steps of these journeys up to `until`, as they happened then."""
        acts: list[Act] = []
        with scope.everywhere(), writing():
            names = [f"request:{journey.name}" for journey in journeys]
            there = set(models.Case.objects.filter(subject__in=names).values_list("subject", flat=True))
            for journey in (one for one, name in zip(journeys, names, strict=True) if name not in there):
                acts += self._acts([step for step in journey.steps if step.at <= until], journey, passed=True)
            if not acts:
                return
            last = max(one.noted_at or 0 for one in acts)
            with clock.standing(last):
                results = act_many(acts, refusals=True)
        refused = [fault for fault in results if isinstance(fault, Fault)]
        if refused:  # what the standard forbids was not done, and what would have followed neither
            log.debug("%d of %d were refused: %s", len(refused), len(results), refused[0].code)

    def _happen(self, journey: Journey, step: Step, *, shift: int) -> None:
        """One step happens now. Where a visitor has taken the case another way, it is left to them."""
        data = {name: value + shift if name == "until" else value for name, value in step.data.items()}  # type: ignore[operator]
        moved = Step(step.at, step.word, step.by, step.texts, data)
        try:
            with scope.everywhere(), writing():
                act_many(list(self._acts([moved], journey, passed=False, first=step is journey.steps[0])))
        except Fault as fault:
            log.debug("left to others: %s", fault.code)

    def _acts(self, steps: Iterable[Step], journey: Journey, *, passed: bool, first: bool = True) -> Iterator[Act]:
        subject: NewCase | str = f"request:{journey.name}"
        promise = f"promise:{journey.name}"
        for step in steps:
            by = self._past_acting(step) if passed else acting_of(step.by, clock.now())
            customer = self._customer(journey, step.at if passed else clock.now())
            data: dict[str, Value] = dict(step.data)
            data |= {name: keep_text(customer, text) for name, text in step.texts.items()}
            about: list[models.Case | NewCase | str] = [subject]
            if first and step is journey.steps[0]:
                about = [
                    NewCase(kind="request", unit=journey.unit, owner=step.by, customer=customer, name=journey.name)
                ]
            if step.word == words.PROMISE:
                about.append(NewCase(kind="promise", unit=journey.unit, name=journey.name))
            elif step.word == words.KEEP:
                about.append(promise)
            yield Act(about=about, word=step.word, by=by, data=data, noted_at=step.at if passed else None)

    def _past_acting(self, step: Step) -> Acting:
        found = self.posts.get(step.by.pk)
        if found is None:
            found = self.posts[step.by.pk] = acting_of(step.by, step.at)
        return found

    def _customer(self, journey: Journey, at: Instant) -> Customer:
        """The customer of a journey; met at `at` if they never came before."""
        found = self.customers.get(journey.customer)
        if found is None and (known := find_by_phone(phone(journey.customer))):
            found = self.customers[journey.customer] = Customer.objects.get(pk=known[0].customer)
        if found is None:
            random = Random(f"{self.seed} customer {journey.customer}")
            care = [random.choice(CARE)] if random.random() < 0.12 else []
            personal = read_personal(name=next(names(random)), phones=[phone(journey.customer)], care=care)
            found = self.customers[journey.customer] = meet(journey.unit, personal)
            if tier := random.choices(("", "silver", "gold"), (0.8, 0.14, 0.06))[0]:
                with clock.standing(at):
                    set_tier(found, tier, by=SYSTEM)
        return found


def plan_ahead(organisation: Organisation, *, since: Instant, seed: int, ahead: int = 14) -> None:
    """The shifts of the days to come."""
    first = datetime.fromtimestamp(since, ZONE).date() + timedelta(days=1)
    for number in range(ahead):
        day: date = first + timedelta(days=number)
        shifts = list(roster(organisation, day, Random(f"{seed} {day}"), now=since))
        with writing():
            if not Shift.objects.filter(begins=shifts[0].begins).exists():
                Shift.objects.bulk_create(shifts)
