"""Carriers: how a notice reaches a person who is not looking at the page. E-mail is the first (mail.py).

A notice waits until its hour (`send_after`). What waits for a person goes out together, at most once a minute. What
could not be sent is tried again after pauses that grow, within the hours the standard gives, and given up after
`TRIES`; the notice then says what went wrong. A process that ends between sending and noting it sends once more:
better twice than not.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterable, Sequence
from contextlib import AbstractContextManager
from typing import Protocol

from django.conf import settings
from django.db import close_old_connections, connection
from django.db.models import F, QuerySet

from shouwen.operation.ledger import clock, models
from shouwen.operation.ledger.notice_hours import send_from
from shouwen.operation.ledger.notice_texts import mail_of
from shouwen.operation.ledger.writing import writing
from shouwen.operation.people import scope
from shouwen.operation.people.duty import answers_for, away
from shouwen.operation.people.models import Staff
from shouwen.wording import Language, language_of
from shouwen.worktime import Instant

AT_ONCE = 500
"""Notices that are taken in hand together."""

APART = 60
"""Seconds between two messages to one person."""

TRIES = 8
PAUSES = (60, 300, 900, 3_600, 7_200, 14_400, 28_800)
"""Seconds until the next attempt, by how many there were."""

IN_HAND = 900
"""Seconds after which what a process took in hand, and said no more of, is taken again."""

TICK = 2.0

Send = Callable[[Staff, str, str], None]
"""Sends a person a subject and a text. Raises whatever goes wrong."""

log = logging.getLogger("shouwen.carriers")


class Down(Exception):
    """The carrier itself cannot be reached: no use to go on with the other messages now."""


class Carrier(Protocol):
    """A way to reach people."""

    name: str

    def reaches(self, staff: Staff) -> bool:
        """Whether it can reach this person at all."""
        ...

    def open(self) -> AbstractContextManager[Send]:
        """What sends, for one batch of messages: one connection."""
        ...


_carriers: list[Carrier] = []


def add(carrier: Carrier) -> None:
    """Adds a carrier; a person is reached by the first that can. Once a name: the last one of a name counts."""
    _carriers[:] = [*(other for other in _carriers if other.name != carrier.name), carrier]


def carrier_for(staff: Staff) -> Carrier | None:
    """The carrier that reaches this person; None: they have their page."""
    return next((carrier for carrier in _carriers if staff.is_active and carrier.reaches(staff)), None)


def deliver_once() -> int:
    """Sends what is due; how many people were written to, or tried."""
    with scope.everywhere():
        messages = _take_in_hand()
        for carrier in _carriers:
            mine = [(person, notices) for person, notices in messages if carrier_for(person) is carrier]
            if mine:
                _send(carrier, mine)
    return len(messages)


def given_up(*, most: int = 100) -> list[models.Notice]:
    """The notices that no carrier could send and that are not tried any more, the latest first."""
    return list(unsent().select_related("staff", "event", "case").order_by("-pk")[:most])


def unsent() -> QuerySet[models.Notice]:
    """All of these that the person has not read on their page meanwhile."""
    rows = models.Notice.objects.filter(sent_at__isnull=True, send_after__isnull=True, attempts__gte=TRIES)
    return rows.filter(read_at__isnull=True)


def run(stop: threading.Event) -> None:
    """Sends until `stop` is set."""
    while not stop.is_set():
        sent = 0
        try:
            sent = deliver_once()
        except Exception:
            log.exception("sending notices failed; it is tried again")
            close_old_connections()
        if not sent:
            stop.wait(TICK)


def _take_in_hand() -> list[tuple[Staff, list[models.Notice]]]:
    """What is due and nobody else has in hand, by person; marked before it is sent, so that nothing is held long."""
    now = clock.now()
    due = models.Notice.objects.filter(sent_at__isnull=True, send_after__lte=now)
    if not due.exists():
        return []
    with writing():
        if not _alone():
            return []
        waiting: dict[int, list[models.Notice]] = {}
        rows = due.select_related("staff", "event", "case", "case__arose_from").order_by("send_after", "pk")[:AT_ONCE]
        for notice in rows:
            waiting.setdefault(notice.staff_id, []).append(notice)
        busy = _busy(waiting, now)
        found = []
        for key, notices in waiting.items():
            if key in busy:
                _put_off(notices, busy[key])
                continue
            ready = _ready(notices, now)
            if ready:
                numbers = [notice.pk for notice in ready]
                models.Notice.objects.filter(pk__in=numbers).update(
                    attempts=F("attempts") + 1, send_after=now + IN_HAND
                )
                found.append((ready[0].staff, ready))
    return found


def _ready(notices: Sequence[models.Notice], now: Instant) -> list[models.Notice]:
    """Those of one person that may go out now. What is read, or the person cannot get, is not sent at all."""
    person = notices[0].staff
    gone = away(person, now)
    ready = []
    for notice in notices:
        if notice.read_at is not None or gone or carrier_for(person) is None:
            models.Notice.objects.filter(pk=notice.pk).update(send_after=None)
            if notice.read_at is None and gone:
                _to_who_answers(notice, now)
        elif (opens := send_from(notice.event.unit_id, now)) > now:
            _put_off([notice], opens)
        else:
            ready.append(notice)
    return ready


def _to_who_answers(notice: models.Notice, now: Instant) -> None:
    """The person went away before the mail did: who answers for them is told."""
    other = answers_for(notice.staff, now)
    if other.pk != notice.staff_id and not away(other, now):
        when = now if carrier_for(other) is not None else None
        row = models.Notice(staff=other, case=notice.case, event=notice.event, made_at=notice.made_at, send_after=when)
        models.Notice.objects.bulk_create([row], ignore_conflicts=True)


def _busy(people: Iterable[int], now: Instant) -> dict[int, Instant]:
    """Who may not be written to yet, and until when: they were just now, or an attempt waits to be made again."""
    rows = models.Notice.objects.filter(staff__in=list(people))
    sent = rows.filter(sent_at__gt=now - APART).values_list("staff", "sent_at")
    tried = rows.filter(sent_at__isnull=True, send_after__gt=now, attempts__gt=0).values_list("staff", "send_after")
    busy: dict[int, Instant] = {}
    for staff, until in [
        *((staff, at + APART) for staff, at in sent if at),
        *((staff, at) for staff, at in tried if at),
    ]:
        busy[staff] = max(busy.get(staff, 0), until)
    return busy


def _send(carrier: Carrier, messages: Sequence[tuple[Staff, list[models.Notice]]]) -> None:
    left = list(messages)
    try:
        with carrier.open() as send:
            while left:
                person, notices = left[0]
                subject, text = mail_of(notices, language_for(person))
                try:
                    send(person, subject, text)
                except Down:
                    raise
                except Exception as error:
                    _failed(carrier, notices, error)
                else:
                    _sent(carrier, notices)
                del left[0]
    except Exception as error:
        # What was not tried waits as well; what was sent is noted already.
        for _person, notices in left:
            _failed(carrier, notices, error)


def language_for(staff: Staff) -> Language:
    """The language in which a person is written to."""
    return language_of(staff.language or settings.LANGUAGE_CODE)


def _sent(carrier: Carrier, notices: Sequence[models.Notice]) -> None:
    rows = models.Notice.objects.filter(pk__in=[notice.pk for notice in notices])
    with writing():
        rows.update(sent_at=clock.now(), carrier=carrier.name, trouble="")


def _failed(carrier: Carrier, notices: Sequence[models.Notice], error: Exception) -> None:
    """Notes the attempt. What an error says may hold an address: only its kind is kept."""
    cause = error.__cause__ if isinstance(error, Down) and error.__cause__ is not None else error
    now, kind = clock.now(), type(cause).__name__[:120]
    log.warning("%s could not send %d notices: %s", carrier.name, len(notices), kind)
    with writing():
        for notice in notices:
            attempts = notice.attempts + 1
            after = None if attempts >= TRIES else send_from(notice.event.unit_id, now + PAUSES[attempts - 1])
            models.Notice.objects.filter(pk=notice.pk).update(send_after=after, carrier=carrier.name, trouble=kind)
            if after is None:
                log.error("notice %d is given up after %d attempts", notice.pk, attempts)


def _put_off(notices: Sequence[models.Notice], until: Instant) -> None:
    models.Notice.objects.filter(pk__in=[notice.pk for notice in notices]).update(send_after=until)


def _alone() -> bool:
    """Whether no other process takes notices in hand just now; it stays so until the transaction ends."""
    models.Follower.objects.get_or_create(name="carriers")
    rows = models.Follower.objects.select_for_update(skip_locked=connection.features.has_select_for_update_skip_locked)
    return rows.filter(pk="carriers").exists()
