"""Asking the book: a case's thread, what a person owes, what a site owes. All of it within the scope of who asks."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import F, Q, QuerySet

from shouwen.events.event import Event
from shouwen.events.story import Story
from shouwen.fault import Fault
from shouwen.operation.ledger import clock, models, words
from shouwen.operation.ledger.channel import REGISTER
from shouwen.operation.ledger.editions import working_at
from shouwen.operation.ledger.guarding import shows
from shouwen.operation.ledger.stories import told
from shouwen.operation.people import statements
from shouwen.operation.people.models import Staff
from shouwen.operation.people.rights import Acting
from shouwen.operation.people.scope import Seen, current, rule
from shouwen.operation.people.units import zone_of
from shouwen.standard.clause import Clause
from shouwen.wording import Wording
from shouwen.worktime import Instant


@rule("case")
def _case_seen(seen: Seen) -> Q:
    """Cases of the units in sight; and what a person answers for or is asked to accept, wherever it is."""
    of_units = Q(unit__in=seen.units)
    return of_units if seen.staff is None else of_units | _theirs(seen) | _arisen(seen)


def _theirs(seen: Seen) -> Q:
    """What they own, or those for whom they answer; what is offered to one of these, or to a desk of theirs."""
    return Q(owner__in=seen.people) | Q(offered_to__in=seen.people) | Q(offered_desk__in=seen.units)


def _arisen(seen: Seen) -> Q:
    """What arose from such a case and has no owner of its own: its promises."""
    origins = models.Case._base_manager.filter(_theirs(seen)).values("pk")
    return Q(owner__isnull=True, arose_from__in=origins)


def _cases_of(seen: Seen) -> QuerySet[models.Case]:
    return models.Case._base_manager.filter(_theirs(seen) | _arisen(seen))


@rule("event")
def _event_seen(seen: Seen) -> Q:
    of_units = Q(unit__in=seen.units)
    if seen.staff is None:
        return of_units & ~_withheld(seen)
    told = models.Told._base_manager.filter(case__in=_cases_of(seen))
    return (of_units | Q(pk__in=told.values_list("event_id", flat=True))) & ~_withheld(seen)


def _withheld(seen: Seen) -> Q:
    """What is shown to nobody before its day is over. Of several zones the one whose day began first counts: nothing is
    shown too early."""
    now = clock.now()
    zones = {zone_of(unit) for unit in seen.units} or {settings.TIME_ZONE}
    here = [datetime.fromtimestamp(now, ZoneInfo(zone)) for zone in zones]
    began = min(int(one.replace(hour=0, minute=0, second=0).timestamp()) for one in here)
    return Q(word__in=REGISTER.withheld, at__gte=began)


@rule("told")
@rule("attachment")
def _of_case(seen: Seen) -> Q:
    return Q(case__in=models.Case._base_manager.filter(_case_seen(seen)).values("pk"))


@rule("obligation")
def _obligation_seen(seen: Seen) -> Q:
    """Those of the units in sight, and of the cases that are seen wherever they are: whoever is to answer for a case,
    or to accept it, must know what it owes."""
    of_units = Q(unit__in=seen.units)
    return of_units if seen.staff is None else of_units | Q(owner__in=seen.people) | Q(case__in=_cases_of(seen))


def case_called(subject: str) -> models.Case:
    """The case with this name, where it is in sight. Raises Fault("case-unknown")."""
    rows = models.Case.objects.select_related("unit", "owner", "customer", "arose_from")
    found = rows.filter(subject=subject).first() if "\0" not in subject else None  # a character no database takes
    if found is None:
        raise Fault("case-unknown", case=subject[:60])
    return found


def case_alone(subject: str) -> models.Case:
    """As `case_called`, without the unit and the people it names: they are asked for where they are needed."""
    seen = current()
    for found in statements.read(models.Case, "subject = %s", [subject]) if "\0" not in subject else ():
        if seen is None or shows(seen, found):
            return found
    raise Fault("case-unknown", case=subject[:60])


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a case's thread.

    event      as it is known now; `row` as it was noted; label what its word is called
    corrected  whether a correction was laid on it; void: whether it never happened
    by         who said it, where that is a person
    """

    event: Event
    row: models.Event
    label: Wording
    by: Staff | None
    corrected: bool = False
    void: bool = False


def thread(case: models.Case) -> list[Line]:
    """All that was noted in a case's story, the oldest first; what was corrected as it is known now, and marked."""
    # In two steps: in one, PostgreSQL looks at all events in sight before it looks which are of this case.
    numbers = list(models.Told._base_manager.filter(case=case).values_list("event", flat=True))
    rows = list(models.Event.objects.filter(pk__in=numbers).order_by("at", "id"))
    events = [told(row) for row in rows]
    known = {event.id: event for event in Story(case.subject, events).known(clock.now()).events}
    corrected = {event.corrects for event in events if event.corrects is not None}
    people = people_named(row.by for row in rows)
    vocabulary = working_at(case.unit_id).vocabulary.words
    lines = []
    for row, event in zip(rows, events, strict=True):
        word = vocabulary.get(row.word)
        label = word.label if word is not None else Wording.of(row.word)
        void = event.corrects is None and row.pk in corrected and row.pk not in known
        now_known = known.get(row.pk, event)
        lines.append(Line(now_known, row, label, people.get(row.by), row.pk in corrected, void))
    return lines


def people_named(references: Iterable[str]) -> dict[str, Staff]:
    """The people whom these references ("staff:12") name. One query."""
    numbers = {reference.removeprefix("staff:") for reference in references if reference.startswith("staff:")}
    found = Staff.objects.filter(pk__in=[number for number in numbers if number.isdigit()])
    return {person.reference: person for person in found}


@dataclass(frozen=True, slots=True)
class Owes:
    """An obligation with what a person must know of it: the clause it rests on, the case, for whom it is answered."""

    row: models.Obligation
    clause: Clause | None
    case: models.Case
    covering: bool

    @property
    def overdue(self) -> bool:
        """Whether its time is over."""
        return self.row.due is not None and self.row.due < clock.now()


def owed_by(acting: Acting, *, most: int = 100) -> list[Owes]:
    """What this person owes, the most urgent first; with what those owe whom they answer for while they are away.

    What is overdue and not answered yet comes first: it is broken, and the customer still waits.
    """
    if acting.staff is None:
        return []
    rows = _open().filter(owner__in=acting.seen.people)[:most]
    return [_owes(row, row.owner_id != acting.staff) for row in rows]


def owed_at(units: Sequence[int], *, most: int = 200) -> list[Owes]:
    """What is owed at these units, the most urgent first."""
    return [_owes(row, False) for row in _open().filter(unit__in=units)[:most]]


def owed_in(case: models.Case) -> list[Owes]:
    """All that a case, and the promises made in it, ever owed: what is open first, then the latest."""
    promises = models.Case._base_manager.filter(arose_from=case, kind="promise").values_list("pk", flat=True)
    rows = models.Obligation.objects.filter(case__in=[case.pk, *promises])
    rows = rows.select_related("case", "case__arose_from", "owner")
    found = [_owes(row, False) for row in rows]
    return sorted(found, key=lambda one: (one.row.state != "open", one.row.due or _LAST, -one.row.opened_by))


def offered_to(acting: Acting) -> list[models.Case]:
    """The hand-overs that wait for this person, or for a desk of theirs, the oldest first."""
    desks = {unit for unit, _ in acting.posts}
    waiting = Q(offered_to=acting.staff) | Q(offered_desk__in=desks)
    rows = models.Case.objects.filter(waiting, closed_at__isnull=True)
    return list(rows.select_related("unit", "owner", "customer").order_by("opened_at")[:100])


def owned_by(acting: Acting, *, most: int = 100) -> list[models.Case]:
    """The open cases that this person owns, and those of whom they answer for meanwhile, the oldest first."""
    rows = models.Case.objects.filter(owner__in=acting.seen.people, closed_at__isnull=True)
    return list(rows.select_related("unit", "owner", "customer").order_by("opened_at")[:most])


def next_due(cases: Iterable[models.Case]) -> dict[int, models.Obligation]:
    """What each of these cases owes next, its promises apart, by the case's key. One query."""
    rows = models.Obligation.objects.filter(models.STILL_OWED, case__in=[case.pk for case in cases], due__isnull=False)
    found: dict[int, models.Obligation] = {}
    for row in rows.order_by("due", "id"):
        found.setdefault(row.case_id, row)
    return found


def kinds() -> Mapping[str, Wording]:
    """What each registered kind of subject is called."""
    return {name: kind.label for name, kind in REGISTER.kinds.items()}


def is_notice(row: models.Event) -> bool:
    """Whether an event is only a notice of what is owed."""
    return row.word in words.NOTICES


_LAST: Instant = 2**62


def _open() -> QuerySet[models.Obligation]:
    in_hand = Q(state="open") | Q(case__closed_at__isnull=True)  # what was closed unanswered nobody can mend
    rows = models.Obligation.objects.filter(models.STILL_OWED, in_hand)
    rows = rows.select_related("case", "case__arose_from", "owner")
    return rows.order_by(F("due").asc(nulls_last=True), "id")


def _owes(row: models.Obligation, covering: bool) -> Owes:
    return Owes(row, clause_of(row), row.case, covering)


_OWED = "due IS NOT NULL AND (state = 'open' OR (state = 'broken' AND settled_by IS NULL AND period = 0))"


def due_in(cases: Sequence[models.Case]) -> list[tuple[models.Obligation, Clause]]:
    """What somebody can still do in these cases (models.STILL_OWED) and by when, the soonest first, with its clause.

    Of cases that whoever asks has in hand: it asks for no scope.
    """
    held = {case.pk: case for case in cases}
    if not held:
        return []
    condition = f"case_id IN ({statements.marks(held)}) AND {_OWED}"
    found = []
    for row in statements.read(models.Obligation, condition, [*held], order="due, id"):
        row.case = held[row.case_id]
        clause = clause_of(row)
        if clause is not None:
            found.append((row, clause))
    return found


def clause_of(row: models.Obligation) -> Clause | None:
    """The clause of an obligation, of the edition in force when it opened; None where there is none of this name."""
    clauses = working_at(row.unit_id).clauses.get(row.case.kind, ())
    found = [clause for clause in clauses if clause.id == row.clause and (clause.since or 0) <= row.opened_at]
    return found[-1] if found else None
