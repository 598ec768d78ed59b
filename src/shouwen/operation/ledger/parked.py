"""What was tried in vain and waits for somebody to look: events a follower has given up, notices no carrier could send.

For the system administrator of the unit concerned, who sees no customer's rows: which word, when, where, what kind of
error, and of a notice for whom it was. Trying again and letting be are events of the unit, the second with a reason.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from shouwen.fault import Fault
from shouwen.operation.ledger import carriers, clock, follow, models
from shouwen.operation.ledger.channel import REGISTER
from shouwen.operation.ledger.notice_hours import send_from
from shouwen.operation.ledger.organisation import note_change
from shouwen.operation.ledger.writing import writing
from shouwen.operation.people import scope
from shouwen.operation.people.models import Staff, Unit
from shouwen.operation.people.names import clean
from shouwen.operation.people.posts import require
from shouwen.operation.people.rights import Acting
from shouwen.operation.people.units import tree
from shouwen.wording import Wording

ADMIN = "system-admin"
LONGEST_REASON = 200
REASON = Wording("原因", "原因", "reason")

Kind = Literal["event", "mail"]


@dataclass(frozen=True, slots=True)
class Parked:
    """One of them. `by`: the follower, or the carrier; `to`: of a notice, for whom; why: the kind of error."""

    kind: Kind
    number: int
    event: int
    word: Wording
    at: int
    unit: str
    by: str
    to: Staff | None
    tries: int
    why: str


def parked(by: Acting, *, most: int = 100) -> list[Parked]:
    """What waits for this administrator: events, then notices, each the oldest first."""
    places = tree()
    mine = [unit for unit in places if ADMIN in by.roles_at(unit)]
    with scope.everywhere():
        events = models.Aside.objects.filter(try_after__isnull=True, event__unit__in=mine)
        notices = carriers.unsent().filter(event__unit__in=mine)
        return [
            *(_event(row) for row in events.select_related("event").order_by("event_id")[:most]),
            *(_mail(row) for row in notices.select_related("event", "staff").order_by("pk")[:most]),
        ]


def being_tried() -> int:
    """How many events were laid aside and are tried again by themselves."""
    return models.Aside.objects.filter(try_after__isnull=False).count()


def try_again(kind: str, number: int, *, by: Acting, once: str = "") -> None:
    """Has it tried once more, at the next turn. Raises Fault: "parked-gone", "not-for-you", "done-already"."""
    with writing(), scope.everywhere():
        row = _held(kind, number, by)
        note_change(_unit(row), f"{kind}.tried-again", _said(row), by=by, once=once)
        if isinstance(row, models.Aside):
            follow.try_again([row])
        else:
            after = send_from(row.event.unit_id, clock.now())
            models.Notice.objects.filter(pk=row.pk).update(send_after=after, attempts=carriers.TRIES - 1)


def let_be(kind: str, number: int, reason: str, *, by: Acting, once: str = "") -> None:
    """Lets it be, for a reason that names nobody: a notice stays on the person's page.

    Raises Fault: "parked-reason", "text-too-long", "parked-gone", "not-for-you", "done-already".
    """
    if not reason.strip():
        raise Fault("parked-reason")
    why = clean(reason, field=REASON, longest=LONGEST_REASON)
    with writing(), scope.everywhere():
        row = _held(kind, number, by)
        note_change(_unit(row), f"{kind}.let-be", f"{_said(row)}: {why}", by=by, once=once)
        if isinstance(row, models.Aside):
            row.delete()
        else:
            models.Notice.objects.filter(pk=row.pk).update(attempts=0)


def _held(kind: str, number: int, by: Acting) -> models.Aside | models.Notice:
    """The row, held, where it still waits. Raises Fault: "parked-gone", "not-for-you"."""
    rows = models.Aside.objects.filter(try_after__isnull=True) if kind == "event" else carriers.unsent()
    row = rows.select_for_update(of=("self",)).select_related("event__unit").filter(pk=number).first()
    if row is None:
        raise Fault("parked-gone")
    require(by, ADMIN, unit=_unit(row))
    return row


def _unit(row: models.Aside | models.Notice) -> Unit:
    return row.event.unit


def _said(row: models.Aside | models.Notice) -> str:
    who = row.follower if isinstance(row, models.Aside) else f"notice {row.pk}"
    return f"{who}, {row.event.word}, {row.event_id}"


def _event(row: models.Aside) -> Parked:
    return Parked(
        kind="event", number=row.pk, event=row.event_id, word=_word(row.event), at=row.event.noted_at,
        unit=tree()[row.event.unit_id].name, by=row.follower, to=None, tries=row.tries, why=row.why,
    )  # fmt: skip


def _mail(row: models.Notice) -> Parked:
    return Parked(
        kind="mail", number=row.pk, event=row.event_id, word=_word(row.event), at=row.made_at,
        unit=tree()[row.event.unit_id].name, by=row.carrier, to=row.staff, tries=row.attempts, why=row.trouble,
    )  # fmt: skip


def _word(event: models.Event) -> Wording:
    known = REGISTER.words.get(event.word)
    return known.label if known is not None else Wording.of(event.word)
