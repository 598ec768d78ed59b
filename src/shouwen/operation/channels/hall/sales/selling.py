"""What who sells devices sees: their customers, one of them with its turns, and whom to contact."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from shouwen.checks.every import Every
from shouwen.checks.within import Within
from shouwen.events.story import Story
from shouwen.operation.channels.hall.console.console import filled, in_force
from shouwen.operation.channels.hall.guidance import Moment
from shouwen.operation.channels.hall.guide.guide import day_begins
from shouwen.operation.channels.hall.models import Sale
from shouwen.operation.channels.hall.sales import story, turns
from shouwen.operation.channels.hall.sales.forms import TurnForm
from shouwen.operation.channels.hall.sales.turns import ShownTurn
from shouwen.operation.ledger import clock, models, read, stories
from shouwen.operation.ledger.editions import settings_now, working_at
from shouwen.operation.people.rights import Acting
from shouwen.operation.people.roles import MANAGERS
from shouwen.operation.web.customers_shown import Masked, masked_of
from shouwen.standard.clause import Clause
from shouwen.standard.setting import Settings
from shouwen.wording import Wording
from shouwen.worktime import Instant

SHOWN: Final = 40
"""Customers, and contacts that are due, that are shown at most."""

LATELY: Final = 8


@dataclass(frozen=True, slots=True)
class Running:
    """A time that runs in a sale, and the clause that sets it."""

    clause: Clause
    words: tuple[str, ...]
    due: Instant
    warn: Instant | None


@dataclass(frozen=True, slots=True)
class Line:
    """A customer in the list. running: the time that is over first."""

    sale: Sale
    name: str
    state: Wording
    place: Wording
    running: Running | None

    @property
    def second(self) -> str:
        """Of when they were noticed, the seconds: what tells apart those of the same minute."""
        return f":{(self.sale.noticed_at or 0) % 60:02}"


@dataclass(frozen=True, slots=True)
class Contact:
    """A buyer whom this person is to contact: until when, and by which clause."""

    sale: Sale
    name: str
    customer: Masked | None
    manner: Wording | None
    due: Instant | None
    warn: Instant | None
    clause: Clause | None


@dataclass(frozen=True, slots=True)
class Said:
    """A turn as the page shows it: with its form, and the wording to say."""

    turn: ShownTurn
    form: TurnForm
    says: tuple[str, ...]
    running: Running | None


def name_of(sale: Sale) -> str:
    """The name of the sale in addresses."""
    return sale.case.subject.partition(":")[2]


def here(unit: int, acting: Acting) -> list[Line]:
    """The customers for a device who are in the hall today: one's own, a manager's all; the last noticed first."""
    rows = Sale.objects.filter(unit=unit, noticed_at__gte=day_begins(unit)).exclude(state=story.GONE)
    if not set(MANAGERS) & acting.roles_at(unit):
        rows = rows.filter(case__owner=acting.staff)
    found = list(rows.select_related("case").order_by("-noticed_at")[:SHOWN])
    owed = running_in([sale.pk for sale in found])
    places = choices(settings_now(unit), "hall.sale-places")
    return [
        Line(
            sale,
            name_of(sale),
            story.STATES[sale.state],
            places.get(sale.place, Wording.of(sale.place)),
            next(iter(owed.get(sale.pk, [])), None),
        )
        for sale in found
    ]


def contacts_due(acting: Acting) -> list[Contact]:
    """Whom this person, or for whom they answer, is to contact, the first due first."""
    open_ones = models.Obligation.objects.filter(
        models.STILL_OWED, state="open", case__kind=story.SALE, owner__in=acting.seen.people, due__isnull=False
    ).select_related("case__customer")
    rows = [(row, clause) for row in open_ones.order_by("due", "id")[: SHOWN * 2] if (clause := _contact_clause(row))]
    sales = {
        sale.pk: sale
        for sale in Sale.objects.filter(pk__in=[row.case_id for row, _clause in rows]).select_related("case")
    }
    people = masked_of([row.case for row, _clause in rows])
    found = []
    for row, clause in rows[:SHOWN]:
        sale = sales.get(row.case_id)
        if sale is not None:
            who = people.get(row.case.customer_id or 0)
            manners = choices(settings_now(sale.unit_id), "hall.contact-manners")
            found.append(Contact(sale, name_of(sale), who, manners.get(sale.manner), row.due, row.warn, clause))
    return found


def _contact_clause(row: models.Obligation) -> Clause | None:
    clause = read.clause_of(row)
    if clause is None or not isinstance(clause.check, Every) or story.CONTACTED not in clause.check.words:
        return None
    return clause


def running_in(cases: list[int]) -> dict[int, list[Running]]:
    """The times that run in these sales, the one that is over first first."""
    rows = models.Obligation.objects.filter(models.STILL_OWED, case__in=cases, due__isnull=False)
    found: dict[int, list[Running]] = {}
    for row in rows.select_related("case").order_by("due", "id"):
        clause = read.clause_of(row)
        if clause is not None and isinstance(clause.check, Within) and row.due is not None:
            found.setdefault(row.case_id, []).append(Running(clause, clause.check.then.words, row.due, row.warn))
    return found


def moment_of(sale: Sale, acting: Acting) -> Moment:
    """What the standard in force is asked of for this sale. Who sells at the hall stands for a device clerk."""
    works_by, now = working_at(sale.unit_id), clock.now()
    return Moment(
        clauses=in_force(works_by, story.SALE, now),
        vocabulary=works_by.vocabulary,
        may=works_by.may_at(now),
        roles=acting.roles_at(sale.unit_id) | {turns.SELLER},
        story=Story(sale.case.subject, stories.stories([sale.pk])[sale.pk]),
        at=now,
        service="",
    )


def shown(sale: Sale, acting: Acting, given: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """What the page of a sale shows. `given`: a turn's form that came back with something to mend."""
    moment, settings = moment_of(sale, acting), settings_now(sale.unit_id)
    owed = running_in([sale.pk]).get(sale.pk, [])
    first: dict[str, Running] = {}
    for one in reversed(owed):
        first |= dict.fromkeys(one.words, one)
    found = turns.turns(moment, sale.state, {word: (one.due, one.warn) for word, one in first.items()})
    asked = given.get("word") if given else None
    brands = choices(settings, "hall.brands")
    slots = {"model": sale.model}
    known = {"model": sale.model, "brand": sale.brand}
    said = [
        Said(
            turn,
            TurnForm(given if turn.step.word == asked else None, turn.step, settings, known),
            tuple(phrase for one in turn.step.says for phrase in filled(one.phrases, slots, sale.unit_id)),
            first.get(turn.step.word),
        )
        for turn in found
    ]
    beside = {turn.word for turn in story.BESIDE}
    places = choices(settings, "hall.sale-places")
    vocabulary = moment.vocabulary.words
    return {
        "sale": sale,
        "name": name_of(sale),
        "state": story.STATES[sale.state],
        "place": places.get(sale.place, Wording.of(sale.place)),
        "elsewhere": [(code, label) for code, label in places.items() if code != sale.place],
        "brand": brands.get(sale.brand),
        "for_brand": brands.get(sale.for_brand),
        "unfit": bool(sale.brand and sale.for_brand and sale.brand != sale.for_brand),
        "referred": choices(settings, "hall.referral-places").get(sale.referred),
        "owed": [(vocabulary[one.words[0]].label, one) for one in owed if one.words[0] in vocabulary],
        "turns": [one for one in said if one.turn.step.word not in beside and (one.turn.now or one.turn.step.done)],
        "beside": [one for one in said if one.turn.step.word in beside and one.turn.now],
        "lately": [
            (vocabulary[event.word].label, event)
            for event in reversed(moment.known.events[-LATELY:])
            if event.word in vocabulary
        ],
        "customer": masked_of([sale.case]).get(sale.case.customer_id or 0),
    }


def choices(settings: Settings, name: str) -> Mapping[str, Wording]:
    """The choices of a setting; none where the standard names none."""
    return settings.choices(name) if name in settings else {}


def sale_called(name: str) -> Sale | None:
    """The sale of that name, where it is in sight."""
    if "\0" in name or len(name) > 60:
        return None
    rows = Sale.objects.select_related("case__customer__key", "case__unit", "unit")
    return rows.filter(case__subject=f"{story.SALE}:{name}").first()


def of_sellers(unit: int, acting: Acting) -> bool:
    """Whether this person sells devices at the unit, or manages those who do."""
    may = working_at(unit).may_at(clock.now()).get(story.GREETED, ())
    return not may or bool({*may, *MANAGERS} & acting.roles_at(unit))
