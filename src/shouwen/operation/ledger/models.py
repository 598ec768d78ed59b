"""The book's tables. Times are whole seconds since 1970 UTC; what is owed is never typed in."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from shouwen.operation.ledger.position import ThisTransaction
from shouwen.operation.people.models import Customer, Staff, Unit
from shouwen.operation.people.scope import Scoped


class Case(models.Model):
    """Whose story events tell: a customer's concern, and every other subject that a clause may be about.

    subject      "kind:name", as events name it; the name of a concern says nothing and cannot be guessed
    owner        who answers for it: always somebody where it is a concern, nobody where it is not
    offered_to   to whom a hand-over is offered and not yet accepted; or `offered_desk`, where any of a unit may accept
    noted_at     of its last event: a clock stepping back reorders nothing
    next_change  when time alone changes what is owed, for the watch
    revision     of the standards and calendars under which what is owed was last worked out; owing.SETTLED where it is
                 closed and owes nothing any more
    """

    subject = models.CharField(max_length=256, unique=True)
    kind = models.CharField(max_length=64)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    owner = models.ForeignKey(Staff, models.PROTECT, null=True, related_name="+")
    offered_to = models.ForeignKey(Staff, models.PROTECT, null=True, related_name="+")
    offered_desk = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+")
    customer = models.ForeignKey(Customer, models.PROTECT, null=True, related_name="cases")
    arose_from = models.ForeignKey("self", models.PROTECT, null=True, related_name="arisen")
    opened_at = models.BigIntegerField()
    closed_at = models.BigIntegerField(null=True)
    noted_at = models.BigIntegerField()
    next_change = models.BigIntegerField(null=True)
    revision = models.BigIntegerField(default=0)

    objects = Scoped("case")

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["owner", "opened_at"], name="case_open_of_owner", condition=Q(closed_at__isnull=True)),
            models.Index(fields=["unit", "opened_at"], name="case_open_at_unit", condition=Q(closed_at__isnull=True)),
            models.Index(fields=["unit", "kind", "-opened_at"], name="case_at_unit"),
            models.Index(fields=["offered_to"], name="case_offered", condition=Q(offered_to__isnull=False)),
            models.Index(fields=["offered_desk"], name="case_offered_desk", condition=Q(offered_desk__isnull=False)),
            models.Index(fields=["next_change"], name="case_next_change", condition=Q(next_change__isnull=False)),
            models.Index(fields=["revision"], name="case_revision"),
        ]

    def __str__(self) -> str:
        return self.subject


class Event(models.Model):
    """A row of the log, as `events.event.Event` has it. Made in act.py alone; never changed, never deleted.

    once         a name by which a repeated request or delivery is known again
    transaction  of the database, where transactions end in another order than they number events (position.py)
    """

    word = models.CharField(max_length=256)
    at = models.BigIntegerField()
    noted_at = models.BigIntegerField()
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    by = models.CharField(max_length=256, blank=True)
    grade = models.CharField(max_length=16)
    about = models.JSONField()
    data = models.JSONField(default=dict)
    corrects = models.ForeignKey("self", models.PROTECT, null=True, related_name="+")
    correction = models.JSONField(null=True)
    once = models.CharField(max_length=64, null=True, unique=True)
    transaction = models.BigIntegerField(db_default=ThisTransaction())

    objects = Scoped("event")

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["transaction", "id"], name="event_in_stream"),
            models.Index(fields=["unit", "at"], name="event_at_unit"),
            models.Index(
                fields=["id"],
                name="event_of_administration",
                condition=Q(word__in=["organisation.changed", "data.unmasked", "customer.erased"])
                | Q(corrects__isnull=False),
            ),
        ]


class Told(models.Model):
    """Which events are in whose story."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="told")
    event = models.ForeignKey(Event, models.PROTECT, related_name="told")

    objects = Scoped("told")

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["case", "event"], name="told_once")]


STILL_OWED = Q(state="open") | Q(state="broken", settled_by__isnull=True, period=0)
"""What somebody can still do: what is open, and what is overdue and not answered yet. A period that is over is over."""


class Obligation(models.Model):
    """What a clause owes in a story: the row of `checks.obligation.Obligation` as it stood when last worked out.

    noticed  the last notice that stands in the log for it: nothing, warned, broken
    owner    who answers for it while it is open: the owner of the case, or of the case from which it arose
    """

    case = models.ForeignKey(Case, models.PROTECT, related_name="obligations")
    clause = models.CharField(max_length=128)
    opened_by = models.BigIntegerField(default=0)  # 0: no event
    period = models.BigIntegerField(default=0)  # 0: none
    opened_at = models.BigIntegerField()  # when the event that opened it happened, or its period began
    state = models.CharField(max_length=10)
    reason = models.CharField(max_length=16, blank=True)
    due = models.BigIntegerField(null=True)
    warn = models.BigIntegerField(null=True)
    settled_by = models.BigIntegerField(null=True)
    margin = models.FloatField(null=True)
    grade = models.SmallIntegerField()
    evidence = models.JSONField(default=list)
    noticed = models.CharField(max_length=8, blank=True)
    owner = models.ForeignKey(Staff, models.PROTECT, null=True, related_name="+")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")

    objects = Scoped("obligation")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["case", "clause", "opened_by", "period"], name="owed_once"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["owner", "due"], name="owed_by_person", condition=STILL_OWED),
            models.Index(fields=["unit", "due"], name="owed_at_unit", condition=STILL_OWED),
            models.Index(fields=["unit", "state", "due"], name="owed_broken", condition=Q(state="broken")),
        ]


class Edition(models.Model):
    """One edition of a standard, with the texts of the layers it was built from, the lowest first: [[place, text], …].

    In force from `since` until the next of the same standard is. Never changed once in force.
    """

    standard = models.CharField(max_length=64)
    edition = models.CharField(max_length=64, blank=True)
    since = models.BigIntegerField()
    layers = models.JSONField()
    published_at = models.BigIntegerField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    withdrawn_at = models.BigIntegerField(null=True)  # before it came into force

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["standard", "since"], condition=Q(withdrawn_at__isnull=True), name="one_edition_at_a_time"
            ),
        ]


class Calendar(models.Model):
    """A calendar as an administrator left it; it takes the place of the standard's of that name. The newest counts."""

    standard = models.CharField(max_length=64)
    name = models.CharField(max_length=64)
    text = models.TextField()  # YAML, as under `calendars:` of a standard
    made_at = models.BigIntegerField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")


class Revision(models.Model):
    """One row: counts the changes of editions, calendars and holidays, so that every process sees that one was."""

    number = models.BigIntegerField(default=0)
    holidays = models.CharField(max_length=64, blank=True)  # digest of the holiday data last worked with


class Follower(models.Model):
    """How far a reader of the log has come."""

    name = models.CharField(max_length=64, primary_key=True)
    transaction = models.BigIntegerField(default=0)
    event = models.BigIntegerField(default=0)


class Aside(models.Model):
    """An event that a follower could not deal with, and laid aside so that it holds up no other.

    try_after  when it is tried again; None: given up, until somebody sees to it (follow.try_again)
    why        the kind of error, and no more: what an error says may hold what must not lie open
    """

    follower = models.CharField(max_length=64)
    event = models.ForeignKey(Event, models.PROTECT, related_name="+")
    tries = models.SmallIntegerField(default=1)
    try_after = models.BigIntegerField(null=True)
    why = models.CharField(max_length=120)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["follower", "event"], name="laid_aside_once")]


class Seal(models.Model):
    """A block of events, chained by hash. `digests` holds one SHA-256 for each event, so that a changed row is named.

    `transaction`, `event`: the position of the block's last event in the stream. No two blocks follow the same one.
    """

    previous = models.BinaryField(unique=True)
    hash = models.BinaryField()
    events = models.JSONField()  # numbers of the events, in the order of the stream
    digests = models.BinaryField()
    transaction = models.BigIntegerField()
    event = models.BigIntegerField()
    sealed_at = models.BigIntegerField()


class Notice(models.Model):
    """A line for a person, and what became of its mail. The text is made when it is read, in their language.

    Sent by a carrier where `sent_at` is set, waiting where `send_after` is; given up where neither is after `attempts`.
    """

    staff = models.ForeignKey(Staff, models.CASCADE, related_name="notices")
    case = models.ForeignKey(Case, models.PROTECT, related_name="+")
    event = models.ForeignKey(Event, models.PROTECT, related_name="+")
    made_at = models.BigIntegerField()
    read_at = models.BigIntegerField(null=True)
    send_after = models.BigIntegerField(null=True)  # not before; None: not by any carrier
    sent_at = models.BigIntegerField(null=True)
    attempts = models.SmallIntegerField(default=0)
    carrier = models.CharField(max_length=16, blank=True)  # which one sent it, or tried last
    trouble = models.CharField(max_length=120, blank=True)  # the kind of error of the last attempt that failed

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["staff", "event"], name="told_a_person_once")]
        indexes: ClassVar = [
            models.Index(fields=["staff", "-made_at"], name="notice_unread", condition=Q(read_at__isnull=True)),
            models.Index(
                fields=["send_after"],
                name="notice_to_send",
                condition=Q(sent_at__isnull=True, send_after__isnull=False),
            ),
        ]


class Attachment(models.Model):
    """A file that belongs to a case, encrypted under the customer's key, or under the unit's where it is no customer's;
    events name it by the digest of that."""

    name = models.CharField(max_length=64, primary_key=True)
    case = models.ForeignKey(Case, models.PROTECT, related_name="attachments")
    customer = models.ForeignKey(Customer, models.PROTECT, null=True, related_name="+")
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+")
    sealed_title = models.BinaryField()
    kind = models.CharField(max_length=100)  # media type, as its bytes show
    size = models.BigIntegerField()
    added_at = models.BigIntegerField()

    objects = Scoped("attachment")

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(customer__isnull=True, unit__isnull=False) | Q(customer__isnull=False, unit__isnull=True),
                name="a_file_is_one_owners",
            ),
        ]
