"""Notices: what the log says that somebody must know, as lines for the right people. A follower makes them (follow.py).

    warned                who answers for the case; of a site's day, a device and the like, whoever is on duty there
    broken                the same, and the manager of the unit
    not broken after all  everyone who was told that it was
    hand-over offered     the person, or everyone on duty at the desk; nobody there: its manager
    accepted, refused     who offered it, and who owned the case
    taken back            everyone to whom it was offered
    taken over            who owned the case
    begun                 its owner, where somebody else noted it
    asked for             the person, with a word of a room that tells somebody (`Channel.notices`)

Nobody is told of what they did themselves, or twice of one event. Who is away has it on their page when they are back,
and who answers for them is told meanwhile, by mail as well; who has left is told nothing. What mail says, carriers.py
sends.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

from shouwen.operation.ledger import carriers, clock, models, words
from shouwen.operation.ledger.channel import REGISTER
from shouwen.operation.ledger.follow import Following
from shouwen.operation.ledger.notice_hours import send_from
from shouwen.operation.ledger.story_state import number_in
from shouwen.operation.people.duty import answers_for, away, on_duty
from shouwen.operation.people.models import Staff
from shouwen.operation.people.rights import Acting
from shouwen.operation.people.units import manager_of
from shouwen.worktime import Instant

STALE = 7 * 86_400
"""Seconds after which what happened is no news any more: it stands in the thread, and nobody is told of it."""

MAIL_STALE = 86_400
"""Seconds after its noting from which an event is told on the page alone."""

Told = dict[int, bool]
"""Number of a person → whether mail may go to them."""


class Duty:
    """Who is away, who answers for whom, who manages: asked once each for all events of a turn."""

    def __init__(self, now: Instant) -> None:
        self.now = now
        self._answering: dict[int, Told] = {}
        self._managers: dict[int, Told] = {}
        self._here: dict[int, Told] = {}

    def answering(self, key: int) -> Told:
        """Who answers for what is this person's: themselves, or while they are away somebody else."""
        if key not in self._answering:
            person = answers_for(Staff(pk=key), self.now)
            self._answering[key] = {person.pk: not away(person, self.now)}
        return self._answering[key]

    def person(self, key: int) -> Told:
        """The person; while they are away, on their page alone, and by mail who answers for them."""
        return {key: False} | self.answering(key)

    def manager(self, unit: int) -> Told:
        """The manager of the unit, if there is one."""
        if unit not in self._managers:
            manager = manager_of(unit, self.now)
            self._managers[unit] = {} if manager is None else self.person(manager.pk)
        return self._managers[unit]

    def here(self, unit: int) -> Told:
        """Everyone on duty at the unit; where nobody is, its manager."""
        if unit not in self._here:
            self._here[unit] = {person.pk: not away(person, self.now) for person in on_duty(unit)}
        return self._here[unit] or self.manager(unit)


def notify(rows: Sequence[models.Event]) -> None:
    """Makes the notices of these events: what the follower `notices` does."""
    now = clock.now()
    news = [row for row in rows if row.corrects_id is None and _who(row) is not None and now - row.at <= STALE]
    if not news:
        return
    names = {row.about[0] for row in news}
    known = models.Case._base_manager.filter(subject__in=names).select_related("arose_from")
    cases = {case.subject: case for case in known}
    duty, found = Duty(now), list[tuple[models.Event, models.Case, Told]]()
    for row in news:
        who, case = _who(row), cases.get(row.about[0])
        if who is None or case is None:
            continue
        if row.word in _AS_BEFORE:
            _write(found, now)
            found.clear()
        found.append((row, case, who(case, row, duty)))
    _write(found, now)


def notices_of(acting: Acting, *, most: int = 50, before: int | None = None) -> list[models.Notice]:
    """A person's notices, the latest first, from before the notice with the number `before`; say them with texts_of."""
    rows = models.Notice.objects.filter(staff=acting.staff).select_related("event", "case", "case__arose_from")
    rows = rows if before is None else rows.filter(pk__lt=before)
    return list(rows.order_by("-pk")[:most])


def unread(acting: Acting) -> int:
    """How many notices a person has not read."""
    return models.Notice.objects.filter(staff=acting.staff, read_at__isnull=True).count()


def mark_read(acting: Acting, numbers: Iterable[int] | None = None) -> int:
    """Marks a person's own notices as read, these or all; how many were not yet. No mail goes out for them then."""
    rows = models.Notice.objects.filter(staff=acting.staff, read_at__isnull=True)
    rows = rows if numbers is None else rows.filter(pk__in=list(numbers))
    return rows.update(read_at=clock.now())


def _write(found: Sequence[tuple[models.Event, models.Case, Told]], now: Instant) -> None:
    people = Staff.objects.filter(is_active=True).in_bulk({key for _row, _case, told in found for key in told})
    notices = [
        _notice(row, case, people[key], mail=mail, now=now)
        for row, case, told in found
        for key, mail in told.items()
        if key in people and people[key].reference != row.by
    ]
    models.Notice.objects.bulk_create(notices, ignore_conflicts=True)


def _notice(row: models.Event, case: models.Case, staff: Staff, *, mail: bool, now: Instant) -> models.Notice:
    sent = mail and now - row.noted_at <= MAIL_STALE and carriers.carrier_for(staff) is not None
    after = send_from(row.unit_id, now) if sent else None
    return models.Notice(staff=staff, case=case, event=row, made_at=row.noted_at, send_after=after)


def _owner(case: models.Case) -> int | None:
    """Who answers for what is owed in the case; of a staff member's own story, they themselves."""
    if case.owner_id is None and case.arose_from is not None:
        return case.arose_from.owner_id
    return case.owner_id or number_in(case.subject, "staff")


def _warned(case: models.Case, row: models.Event, duty: Duty) -> Told:
    owner = _owner(case)
    return duty.here(row.unit_id) if owner is None else duty.answering(owner)


def _broken(case: models.Case, row: models.Event, duty: Duty) -> Told:
    owner = _owner(case)
    told = duty.here(row.unit_id) if owner is None else duty.person(owner)
    return _both(told, duty.manager(row.unit_id))


def _withdrawn(case: models.Case, row: models.Event, duty: Duty) -> Told:
    same = {name: row.data[name] for name in ("clause", "opened_by") if name in row.data}
    if "opened_by" not in same:  # a period: its due time tells which
        same["due"] = row.data.get("due")
    broken = [
        earlier
        for earlier in _before(case, row, words.BROKEN)
        if all(earlier.data.get(name) == value for name, value in same.items())
    ]
    return _told_of(broken[:1], duty)


def _offered(case: models.Case, row: models.Event, duty: Duty) -> Told:
    staff, desk = number_in(row.data.get("to"), "staff"), number_in(row.data.get("to"), "unit")
    if staff is not None:
        return duty.person(staff)
    return {} if desk is None else duty.here(desk)


def _answered(case: models.Case, row: models.Event, duty: Duty) -> Told:
    offers = _before(case, row, words.OFFER)[:1]
    offered_by = [staff for offer in offers if (staff := number_in(offer.by, "staff")) is not None]
    told: Told = {}
    for person in (*offered_by, *_owner_before(case, row)):
        told = _both(told, duty.person(person))
    return told


def _taken_back(case: models.Case, row: models.Event, duty: Duty) -> Told:
    return _told_of(_before(case, row, words.OFFER)[:1], duty)


def _taken_over(case: models.Case, row: models.Event, duty: Duty) -> Told:
    told: Told = {}
    for person in _owner_before(case, row):
        told = _both(told, duty.person(person))
    return told


def _named(case: models.Case, row: models.Event, duty: Duty) -> Told:
    staff = number_in(row.data.get("staff"), "staff")
    return {} if staff is None else duty.person(staff)


def _begun(case: models.Case, row: models.Event, duty: Duty) -> Told:
    owner = number_in(row.data.get("owner"), "staff")
    return duty.person(owner) if owner is not None else {}


Who = Callable[[models.Case, models.Event, Duty], Told]

_WHO: Mapping[str, Who] = {
    words.WARNED: _warned,
    words.BROKEN: _broken,
    words.WITHDRAWN: _withdrawn,
    words.OFFER: _offered,
    words.ACCEPT: _answered,
    words.REFUSE: _answered,
    words.TAKE_BACK: _taken_back,
    words.TAKE: _taken_over,
}
_AS_BEFORE = frozenset({words.WITHDRAWN, words.TAKE_BACK})
"""Told to whom an earlier event was told: the notices of that one are written first."""


def _who(row: models.Event) -> Who | None:
    """Who is to be told of the event; None: nobody."""
    found = _named if row.word in REGISTER.notices else _WHO.get(row.word)
    if found is None and row.data.get("owner") not in (None, row.by):  # the first of a story names its owner
        return _begun
    return found


def _both(told: Told, other: Told) -> Told:
    return {key: told.get(key, False) or other.get(key, False) for key in (*told, *other)}


def _told_of(rows: Sequence[models.Event], duty: Duty) -> Told:
    people = Staff.objects.filter(notices__event__in=[row.pk for row in rows])
    return {person.pk: not away(person, duty.now) for person in people}


def _before(case: models.Case, row: models.Event, *several: str) -> list[models.Event]:
    """The events of the case with one of these words that were noted before this one, the latest first."""
    rows = models.Event._base_manager.filter(told__case=case, word__in=several, corrects__isnull=True, pk__lt=row.pk)
    return list(rows.order_by("-at", "-pk"))


def _owner_before(case: models.Case, row: models.Event) -> list[int]:
    """Who owned the case before this event, if anybody did."""
    taken = _before(case, row, words.ACCEPT, words.TAKE)
    if taken:
        owner = number_in(taken[0].by, "staff")
    else:
        first = models.Event._base_manager.filter(told__case=case).order_by("pk").first()
        owner = None if first is None else number_in(first.data.get("owner"), "staff")
    return [] if owner is None else [owner]


NOTICES = Following(name="notices", handle=notify, begin="end")
