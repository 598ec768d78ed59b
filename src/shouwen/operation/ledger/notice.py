"""Notices: what the log says that somebody must know, as lines for the right people. A follower makes them (follow.py).

    warned                who answers for the case; of a site's day, a device and the like, whoever is on duty there
    broken                the same, and the manager of the unit
    not broken after all  everyone who was told that it was
    hand-over offered     the person, or everyone on duty at the desk; nobody there: its manager
    accepted, refused     who offered it, and who owned the case
    taken back            everyone to whom it was offered
    taken over            who owned the case
    begun                 its owner, where somebody else noted it

Nobody is told of what they did themselves, or twice of one event. Who is away has it on their page when they are back, and
who answers for them is told meanwhile, by mail as well; who has left is told nothing. What mail says, carriers.py sends.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

from shouwen.operation.ledger import carriers, clock, models, words
from shouwen.operation.ledger.follow import Following
from shouwen.operation.ledger.guarding import owner_of
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


def notify(rows: Sequence[models.Event]) -> None:
    """Makes the notices of these events: what the follower `notices` does."""
    now = clock.now()
    news = [row for row in rows if row.corrects_id is None and _who(row) is not None and now - row.at <= STALE]
    names = {row.about[0] for row in news}
    cases = {case.subject: case for case in models.Case._base_manager.filter(subject__in=names)} if names else {}
    for row in news:
        who = _who(row)
        if who is not None and row.about[0] in cases:
            _write(row, cases[row.about[0]], who(cases[row.about[0]], row, now), now)


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


def row_for(row: models.Event, case: models.Case, staff: Staff, *, mail: bool, now: Instant) -> models.Notice:
    """A person's notice of an event, not saved yet."""
    sent = mail and now - row.noted_at <= MAIL_STALE and carriers.carrier_for(staff) is not None
    return models.Notice(
        staff=staff, case=case, event=row, made_at=row.noted_at, send_after=send_from(row.unit_id, now) if sent else None
    )


def _write(row: models.Event, case: models.Case, told: Told, now: Instant) -> None:
    told.pop(number_in(row.by, "staff") or 0, None)
    people = Staff.objects.filter(pk__in=told, is_active=True)
    notices = [row_for(row, case, person, mail=told[person.pk], now=now) for person in people]
    models.Notice.objects.bulk_create(notices, ignore_conflicts=True)


def _warned(case: models.Case, row: models.Event, now: Instant) -> Told:
    owner = owner_of(case) or number_in(case.subject, "staff")
    if owner is not None:
        return {person.pk: not away(person, now) for person in [answers_for(Staff(pk=owner), now)]}
    return {person.pk: True for person in on_duty(row.unit_id)} or _manager(row.unit_id, now)


def _broken(case: models.Case, row: models.Event, now: Instant) -> Told:
    owner = owner_of(case) or number_in(case.subject, "staff")
    told = _person(owner, now) if owner is not None else _warned(case, row, now)
    return _both(told, _manager(row.unit_id, now))


def _withdrawn(case: models.Case, row: models.Event, now: Instant) -> Told:
    same = {name: row.data[name] for name in ("clause", "opened_by") if name in row.data}
    if "opened_by" not in same:  # a period: its due time tells which
        same["due"] = row.data.get("due")
    broken = [
        earlier
        for earlier in _before(case, row, words.BROKEN)
        if all(earlier.data.get(name) == value for name, value in same.items())
    ]
    return _told_of(broken[:1], now)


def _offered(case: models.Case, row: models.Event, now: Instant) -> Told:
    staff, desk = number_in(row.data.get("to"), "staff"), number_in(row.data.get("to"), "unit")
    if staff is not None:
        return _person(staff, now)
    if desk is None:
        return {}
    return {person.pk: not away(person, now) for person in on_duty(desk)} or _manager(desk, now)


def _answered(case: models.Case, row: models.Event, now: Instant) -> Told:
    offers = _before(case, row, words.OFFER)[:1]
    offered_by = [staff for offer in offers if (staff := number_in(offer.by, "staff")) is not None]
    told: Told = {}
    for person in (*offered_by, *_owner_before(case, row)):
        told = _both(told, _person(person, now))
    return told


def _taken_back(case: models.Case, row: models.Event, now: Instant) -> Told:
    return _told_of(_before(case, row, words.OFFER)[:1], now)


def _taken_over(case: models.Case, row: models.Event, now: Instant) -> Told:
    told: Told = {}
    for person in _owner_before(case, row):
        told = _both(told, _person(person, now))
    return told


def _begun(case: models.Case, row: models.Event, now: Instant) -> Told:
    owner = number_in(row.data.get("owner"), "staff")
    return _person(owner, now) if owner is not None else {}


Who = Callable[[models.Case, models.Event, Instant], Told]

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


def _who(row: models.Event) -> Who | None:
    """Who is to be told of the event; None: nobody."""
    found = _WHO.get(row.word)
    if found is None and row.data.get("owner") not in (None, row.by):  # the first of a story names its owner
        return _begun
    return found


def _person(key: int, now: Instant) -> Told:
    """The person; while they are away, on their page alone, and by mail who answers for them."""
    answering = answers_for(Staff(pk=key), now)
    return {key: False, answering.pk: not away(answering, now)}


def _manager(unit: int, now: Instant) -> Told:
    manager = manager_of(unit, now)
    return {} if manager is None else _person(manager.pk, now)


def _both(told: Told, other: Told) -> Told:
    return {key: told.get(key, False) or other.get(key, False) for key in (*told, *other)}


def _told_of(rows: Sequence[models.Event], now: Instant) -> Told:
    people = Staff.objects.filter(notices__event__in=[row.pk for row in rows])
    return {person.pk: not away(person, now) for person in people}


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
