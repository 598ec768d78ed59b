"""What the door does with a batch of acts: locks and reads all stories at once, takes each act, writes all at once."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from django.db import models as django

from shouwen.events.event import Correction, Event, Value
from shouwen.events.story import Known, Story
from shouwen.events.vocabulary import nearest
from shouwen.fault import Fault
from shouwen.operation.ledger import clock, models, owing, stories
from shouwen.operation.ledger.acts import Act, Done, NewCase, once_name
from shouwen.operation.ledger.channel import REGISTER
from shouwen.operation.ledger.editions import Working, working_at
from shouwen.operation.ledger.facts import FRESH, stamps
from shouwen.operation.ledger.guarding import check_clauses, check_right, check_room, in_sight
from shouwen.operation.ledger.handing_over import check_handover, check_receiver
from shouwen.operation.ledger.holding import hold
from shouwen.operation.ledger.story_state import comes_last, fold, refold
from shouwen.operation.people import statements
from shouwen.operation.people.models import Unit
from shouwen.operation.people.units import manager_of

AHEAD = 300
"""Seconds that a report's clock may be ahead of ours; further is refused."""

_NOT_YET = 2**62  # numbers of events that are not written yet begin here
_LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


@dataclass(slots=True)
class Thread:
    """A case in hand: its row, the room's row (and what that held), its events in the order of their numbers."""

    case: models.Case
    events: list[Event]
    row: django.Model | None
    new: bool
    touched: bool = False
    owner_before: int | None = None
    row_before: Mapping[str, object] = field(default_factory=dict)

    @property
    def row_changed(self) -> bool:
        """Whether the room's row is not as it was read."""
        return self.row is not None and any(self.row.__dict__[name] != held for name, held in self.row_before.items())


class Batch:
    """Acts on their way through the door. Used inside a transaction."""

    def __init__(
        self, acts: Sequence[Act] = (), *, cases: Sequence[models.Case] = (), origins: Sequence[models.Case] = ()
    ) -> None:
        """Holds what the acts are about (holding.py); `cases`, and their `origins`, are held already."""
        self._now = clock.now()
        self._threads: dict[str, Thread] = {}
        self._new: dict[int, str] = {}
        self._events: list[tuple[models.Event, Event, list[Thread]]] = []
        about = [each for one in acts for each in one.about]
        names = {name for each in about if (name := _subject(each)) is not None}
        found = hold(names, [each.arose_from for each in about if isinstance(each, NewCase)])
        self._held = {case.pk: case for case in (*cases, *origins, *found.cases, *found.origins)}
        self._load([*cases, *found.cases], [_once(one) for one in acts if one.once])

    def _load(self, cases: Sequence[models.Case], once: Sequence[str]) -> None:
        """Asks for all that is known of the cases, and for what was done before under the names `once`."""
        of_table: dict[type[django.Model], list[int]] = {}
        for case in cases:
            if (table := REGISTER.kind(case.kind).row) is not None:
                of_table.setdefault(table, []).append(case.pk)
        keys = [case.pk for case in cases]
        questions = [statements.reading(models.Event, f"once IN ({statements.marks(once)})", once)] if once else []
        questions += [stories.asking(keys), owing.asking(keys)] if keys else []
        for table, some in of_table.items():
            questions.append(statements.reading(table, f"case_id IN ({statements.marks(some)})", some))
        answers = iter(statements.ask_all(questions))
        self._done_before = {row.once: row for row in statements.made(models.Event, next(answers))} if once else {}
        told = stories.told_in(keys, next(answers)) if keys else {}
        self._stored = owing.stored(keys, next(answers)) if keys else {}
        found = {row.pk: row for table in of_table for row in statements.made(table, next(answers))}
        for case in cases:
            row = found.get(case.pk)
            before = (
                {} if row is None else {one.attname: row.__dict__[one.attname] for one in row._meta.concrete_fields}
            )
            self._threads[case.subject] = Thread(
                case, told[case.pk], row, False, owner_before=case.owner_id, row_before=before
            )

    def take(self, one: Act) -> Done:
        """Steps 2 to 5 for one act, in memory. Raises Fault; then nothing of the act stays."""
        if one.once and (before := self._done_before.get(_once(one))) is not None:
            return Done(before, self._case_of(before), repeated=True)
        begun = [each for each in one.about if isinstance(each, NewCase) and id(each) not in self._new]
        known: dict[str, Thread] = {}  # each subject once
        try:
            for each in one.about:
                thread = self._thread(each, one)
                known[thread.case.subject] = thread
            return self._take(one, list(known.values()))
        except Fault:
            for thread in known.values():
                if thread.new and not thread.events:
                    del self._threads[thread.case.subject]
            for each in begun:
                self._new.pop(id(each), None)
            raise

    def _take(self, one: Act, threads: list[Thread]) -> Done:
        main = threads[0].case
        noted = max(one.noted_at or self._now, *(thread.case.noted_at for thread in threads))
        at = noted if one.at is None else one.at
        if at > noted + AHEAD:
            raise Fault("report-from-the-future", place=main.subject, minutes=(at - noted) // 60)
        works_by = self._working(main.unit_id)
        event = Event(
            id=_NOT_YET + len(self._events),
            about=tuple(thread.case.subject for thread in threads),
            word=one.word,
            at=min(at, noted),
            noted_at=noted,
            site=stories.code_of(main.unit_id),
            by=one.by.reference,
            grade=one.grade or one.by.grade,
            data=self._data(one, threads, works_by, at=min(at, noted)),
            corrects=None if one.corrects is None else one.corrects.pk,
            correction=self._correction(one, works_by),
        )
        event = self._checked(one, event, threads, works_by)
        for thread in threads:
            self._tell(thread, event)
        row = _row(event, main.unit_id, _once(one) if one.once else None)
        self._events.append((row, event, threads))
        if row.once is not None:
            self._done_before[row.once] = row
        return Done(row, main)

    def _checked(self, one: Act, event: Event, threads: list[Thread], works_by: Working) -> Event:
        """The event, where it may be said; a report that does not follow is marked. Raises Fault."""
        if one.word not in (known := works_by.vocabulary.words):
            raise Fault("word-not-registered", word=one.word, near=nearest(one.word, known))
        works_by.vocabulary.check(event)
        corrected = None
        if event.corrects is not None:
            corrected = next((each for each in threads[0].events if each.id == event.corrects), None)
            if corrected is None or corrected.corrects is not None:
                raise Fault("case-unknown", case=f"event {event.corrects}")
        for number, thread in enumerate(threads):
            owner = self._owner(thread.case)
            # Who may say it of one case may not thereby say it of another that somebody else answers for.
            if number == 0 or (corrected is None and owner is not None and thread.events):
                check_right(thread.case, event, one.by, works_by, corrected, owner=owner)
            check_room(thread.case.kind, thread.row, event, one.by)
        check_receiver(event)
        if corrected is not None:
            return event
        if one.at is None:
            for thread in threads:
                check_handover(thread.case, event)
                self._follow(thread, event)
                check_clauses(Story(thread.case.subject, thread.events), event, works_by)
            return event
        try:
            for thread in threads:
                check_handover(thread.case, event)
                self._follow(thread, event)
        except Fault:
            return replace(event, data={**event.data, "out_of_turn": True})
        return event

    def _follow(self, thread: Thread, event: Event) -> None:
        table = REGISTER.kind(thread.case.kind).follow
        if table is None:
            return
        known = Story(thread.case.subject, thread.events).known(event.noted_at)
        before = [each for each in known.events if each.at <= event.at]
        table.refuse(Known(known.subject, before, event.at), event.word)

    def _tell(self, thread: Thread, event: Event) -> None:
        """The story goes on by the event, and the rows follow."""
        in_order = comes_last(event, thread.events)
        thread.events.append(event)
        thread.touched = True
        thread.case.noted_at = event.noted_at
        if in_order:
            fold(thread.case, event, thread.row)
        else:
            refold(thread.case, thread.events, thread.row)

    def _data(self, one: Act, threads: list[Thread], works_by: Working, *, at: int) -> dict[str, Value]:
        data: dict[str, Value] = {name: value for name, value in one.data.items() if value is not None}
        if one.corrects is not None:
            return data
        facts = stamps(threads[0].case.unit_id, works_by, at=at, late=self._now - at > FRESH)
        data |= {name: value for name, value in facts.items() if name not in data}
        begun = [thread.case for thread in threads if thread.new and not thread.events]
        begun.sort(key=lambda case: not REGISTER.kind(case.kind).concern)  # whose owner it is that rides on the event
        if len(begun) > 1 and REGISTER.kind(begun[1].kind).concern:
            raise ValueError("an act begins one concern at most")
        for case in begun[:1]:
            if case.owner_id is not None:
                data["owner"] = f"staff:{case.owner_id}"
            if case.customer is not None:
                data["customer"] = case.customer.subject
            if case.arose_from is not None:
                data["arose_from"] = case.arose_from.subject
        return data

    def _correction(self, one: Act, works_by: Working) -> Correction | None:
        """The correction asked for. The facts that ride on the event were not noted by anybody: they stay."""
        if one.corrects is None or one.correction is None or one.correction.data is None:
            return one.correction
        word = works_by.vocabulary.words.get(one.word)
        own = word.fields if word is not None else {}
        facts = {
            name: value
            for name, value in one.corrects.data.items()
            if name in works_by.vocabulary.facts and name not in own
        }
        return replace(one.correction, data={**facts, **one.correction.data})

    def _thread(self, each: models.Case | NewCase | str, one: Act) -> Thread:
        """The case in hand. Raises Fault("case-unknown" | "owner-missing")."""
        subject = _subject(each) or ""
        if isinstance(each, NewCase):
            subject = self._new.get(id(each), subject)
            if subject not in self._threads:
                return self._begin(each, one)
        thread = self._threads.get(subject)
        if thread is None:
            kind, _, name = subject.partition(":")
            if not name or REGISTER.kind(kind).concern or isinstance(each, models.Case):
                raise Fault("case-unknown", case=subject)
            first = one.about[0]
            if first is each:
                raise Fault("case-unknown", case=subject)
            unit = Unit(pk=self._thread(first, one).case.unit_id)
            return self._begin(NewCase(kind=kind, unit=unit, name=name), one)
        if not in_sight(thread.case, one.by) and not self._arose_here(thread, one):
            raise Fault("case-unknown", case=subject)
        return thread

    def _owner(self, case: models.Case) -> int | None:
        """Who answers for it, as this batch leaves it."""
        if REGISTER.kind(case.kind).concern:
            return case.owner_id
        origin = self._held.get(case.arose_from_id or 0) or case.arose_from
        return None if origin is None else origin.owner_id

    def _arose_here(self, thread: Thread, one: Act) -> bool:
        """Whether it is a promise, or the like, of the case that the act is about, which is in sight."""
        first = _subject(one.about[0])
        main = self._threads.get(first or "")
        return main is not None and thread.case.arose_from_id == main.case.pk and in_sight(main.case, one.by)

    def _begin(self, new: NewCase, one: Act) -> Thread:
        kind = REGISTER.kind(new.kind)
        origin = self._thread(one.about[0], one).case if kind.arises and one.about[0] is not new else new.arose_from
        if not one.by.system and new.unit.pk not in one.by.units and not kind.arises:
            raise Fault("case-unknown", case=new.unit.code or new.kind)
        noted = one.noted_at or self._now
        at = min(one.at if one.at is not None else noted, noted)
        owner = new.owner
        if kind.concern and owner is None:
            owner = manager_of(new.unit.pk, at)
            if owner is None:
                raise Fault("owner-missing", unit=new.unit.name)
        case = models.Case(
            subject=f"{new.kind}:{new.name or _new_name()}",
            kind=new.kind,
            unit_id=origin.unit_id if origin is not None and kind.arises else new.unit.pk,
            owner_id=owner.pk if owner is not None and kind.concern else None,
            customer=new.customer,
            arose_from=origin,
            opened_at=at,
            noted_at=0,
        )
        thread = Thread(case, [], kind.row() if kind.row is not None else None, True)
        self._threads[case.subject] = thread
        self._new[id(new)] = case.subject
        return thread

    def _case_of(self, row: models.Event) -> models.Case:
        thread = self._threads.get(row.about[0])
        return thread.case if thread is not None else models.Case._base_manager.get(subject=row.about[0])

    def _working(self, unit: int) -> Working:
        return working_at(unit)

    def write(self) -> None:
        """Writes the events, the rows, and (step 6) the difference in what is owed, with its notices."""
        self._write_events()
        difference = owing.Difference()
        threads = [thread for thread in self._threads.values() if thread.touched]
        for thread in threads:
            case = thread.case
            owing.work_out(
                case,
                thread.events,
                self._stored.get(case.pk, {}),
                self._working(case.unit_id),
                at=max(self._now, case.noted_at),
                owner=self._owner(case),
                into=difference,
            )
        for case, *_ in difference.notices:
            case.noted_at = max(self._now, case.noted_at)
        later: list[statements.Question] = []
        self._write_cases(threads, later)
        lines = [
            models.Told(case_id=thread.case.pk, event_id=row.pk) for row, _, told in self._events for thread in told
        ]
        lines += self._write_notices(difference)
        statements.add(models.Told, lines, later=later)
        owing.store(difference, later)
        statements.do_all(later)
        owing.owner_passes(one.case for one in threads if not one.new and one.owner_before != one.case.owner_id)

    def look(self) -> None:
        """Works out what is owed in all cases in hand, though nothing was said: time passed, or a standard changed."""
        for thread in self._threads.values():
            thread.touched = True
        self.write()

    def _write_events(self) -> None:
        statements.add(models.Event, [row for row, _, _ in self._events])
        numbers = {event.id: row.pk for row, event, _ in self._events}
        for thread in self._threads.values():
            if thread.touched:
                thread.events = [
                    replace(event, id=numbers[event.id]) if event.id >= _NOT_YET else event for event in thread.events
                ]

    def _write_notices(self, difference: owing.Difference) -> list[models.Told]:
        notices = []
        for case, word, at, data in difference.notices:
            noted = max(self._now, case.noted_at)
            row = models.Event(
                word=word, at=min(at, noted), noted_at=noted, unit_id=case.unit_id, grade="system",
                about=[case.subject], data=data,
            )  # fmt: skip
            notices.append((case, row))
        statements.add(models.Event, [row for _, row in notices])
        return [models.Told(case_id=case.pk, event_id=row.pk) for case, row in notices]

    def _write_cases(self, threads: list[Thread], later: list[statements.Question]) -> None:
        # In the order of their names: of two that begin the same at once, one waits, and not each for the other.
        new_cases = sorted((thread.case for thread in threads if thread.new), key=lambda case: case.subject)
        for arises in (False, True):  # first that from which others arise
            some = [case for case in new_cases if REGISTER.kind(case.kind).arises is arises]
            for case in some:
                if case.arose_from is not None:
                    case.arose_from_id = case.arose_from.pk
            statements.add(models.Case, some)
        statements.change(models.Case, [thread.case for thread in threads if not thread.new], CASE_FIELDS, later=later)
        tables: dict[type[django.Model], tuple[list[django.Model], list[django.Model]]] = {}
        for thread in threads:
            if thread.row is not None:
                new, changed = tables.setdefault(type(thread.row), ([], []))
                thread.row.pk = thread.case.pk
                if thread.new:
                    new.append(thread.row)
                elif thread.row_changed:
                    changed.append(thread.row)
        for table, (new, changed) in tables.items():
            statements.add(table, new, later=later)
            names = [one.attname for one in table._meta.concrete_fields if not one.primary_key]
            statements.change(table, changed, names, later=later)


CASE_FIELDS = [
    "owner_id", "offered_to_id", "offered_desk_id", "closed_at", "noted_at", "next_change", "revision",
]  # fmt: skip


def _row(event: Event, unit: int, once: str | None) -> models.Event:
    return models.Event(
        word=event.word, at=event.at, noted_at=event.noted_at, unit_id=unit, by=event.by, grade=event.grade,
        about=list(event.about), data=dict(event.data), corrects_id=event.corrects,
        correction=stories.kept(event.correction), once=once,
    )  # fmt: skip


def _subject(each: models.Case | NewCase | str) -> str | None:
    if isinstance(each, NewCase):
        return f"{each.kind}:{each.name}" if each.name else None
    return each.subject if isinstance(each, models.Case) else each


def _once(one: Act) -> str:
    return once_name(one.by, one.once)


def _new_name() -> str:
    return "".join(secrets.choice(_LETTERS) for _ in range(10))
