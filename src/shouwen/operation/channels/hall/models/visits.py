"""Rows of visits and of counters' days, folded from their events alone."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from shouwen.operation.channels.hall import story
from shouwen.operation.ledger.models import Case
from shouwen.operation.people import scope
from shouwen.operation.people.models import Staff, Unit
from shouwen.operation.people.scope import Scoped, Seen


class Visit(models.Model):
    """A customer's stay in a hall.

    prefix, serial, day   of the number, and the date of the hall on which it was given
    taken_at      when the number was given, never before an earlier number of the day
    since         when waiting began; `sequence` orders those who began at once
    line          where they wait, or last waited; `lines`: those of the counter that called them first
    counter       where they are, or last were; empty before
    called_at     when they were last called; recalls: calls after the first, since they last waited
    done          services that were ended, in order; more: those that were wanted besides and are not begun yet
    rated         whether the customer has rated the service that was last begun
    greeted_at, need, special   when somebody greeted them, what they came for, the group that is given more care
    escort        "", or "needed", "begun", "ended"
    seated_at     since when they sit in the rest area; None: they do not
    likely_from, likely_to   between when a call was expected, as the customer was told last; None: not known, or over
    printed       slips that were printed
    """

    case = models.OneToOneField(Case, models.PROTECT, primary_key=True, related_name="visit")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    state = models.CharField(max_length=8, default=story.IN_HALL)
    prefix = models.CharField(max_length=3, blank=True)
    serial = models.IntegerField(default=0)
    day = models.CharField(max_length=10, blank=True)
    service = models.CharField(max_length=40, blank=True)
    line = models.CharField(max_length=40, blank=True)
    priority = models.CharField(max_length=24, blank=True)
    entered_at = models.BigIntegerField(null=True)
    taken_at = models.BigIntegerField(null=True)
    since = models.BigIntegerField(null=True)
    sequence = models.IntegerField(default=0)
    called_at = models.BigIntegerField(null=True)
    begun_at = models.BigIntegerField(null=True)
    ended_at = models.BigIntegerField(null=True)
    counter = models.CharField(max_length=12, blank=True)
    lines = models.JSONField(default=list)
    recalls = models.SmallIntegerField(default=0)
    done = models.JSONField(default=list)
    more = models.JSONField(default=list)
    rated = models.BooleanField(default=False)
    greeted_at = models.BigIntegerField(null=True)
    need = models.CharField(max_length=24, blank=True)
    special = models.CharField(max_length=24, blank=True)
    escort = models.CharField(max_length=8, blank=True)
    seated_at = models.BigIntegerField(null=True)
    likely_from = models.BigIntegerField(null=True)
    likely_to = models.BigIntegerField(null=True)
    printed = models.SmallIntegerField(default=0)

    objects = Scoped("visit")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["unit", "day", "prefix", "serial"], condition=~Q(day=""), name="no_number_twice_a_day"
            ),
            models.UniqueConstraint(
                fields=["unit", "counter"],
                condition=Q(state__in=[story.AT_COUNTER, story.SERVED]),
                name="one_customer_at_a_counter",
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["unit", "line", "since", "sequence"],
                name="visit_next",
                condition=Q(state=story.WAITING, priority=""),
            ),
            models.Index(
                fields=["unit", "line", "since", "sequence"],
                name="visit_next_priority",
                condition=Q(state=story.WAITING) & ~Q(priority=""),
            ),
            models.Index(
                fields=["unit", "since", "sequence"],
                name="visit_passed",
                condition=Q(called_at__isnull=False) & ~Q(priority=""),
            ),
            models.Index(fields=["unit", "day", "sequence"], name="visit_of_day"),
            models.Index(
                fields=["unit", "counter"],
                name="visit_at_counter",
                condition=Q(state__in=[story.AT_COUNTER, story.SERVED, story.DONE]),
            ),
            models.Index(
                fields=["unit", "state"],
                name="visit_here",
                condition=~Q(state__in=[story.DONE, story.GONE]),
            ),
        ]

    def __str__(self) -> str:
        return self.number or f"visit {self.pk}"

    @property
    def number(self) -> str:
        """As it is called and printed: "A012"; empty before one was given."""
        return story.label_of(self.prefix, self.serial) if self.day else ""


class CounterDay(models.Model):
    """A counter's day: who works there, since when, and why they do not just now."""

    case = models.OneToOneField(Case, models.PROTECT, primary_key=True, related_name="counter_day")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    code = models.CharField(max_length=12)
    day = models.CharField(max_length=10)
    state = models.CharField(max_length=8, default="closed")
    staff = models.ForeignKey(Staff, models.PROTECT, null=True, related_name="+")
    lines = models.JSONField(default=list)
    since = models.BigIntegerField(null=True)
    reason = models.CharField(max_length=40, blank=True)

    objects = Scoped("counter-day")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["staff"], condition=~Q(state="closed") & Q(staff__isnull=False), name="a_clerk_at_one_counter"
            ),
            models.UniqueConstraint(fields=["unit", "code"], condition=~Q(state="closed"), name="a_counter_open_once"),
        ]

    def __str__(self) -> str:
        return f"{self.code} on {self.day}"


@scope.rule("visit")
def _seen_with_its_case(seen: Seen) -> Q:
    return Q(unit__in=seen.units) | Q(case__in=Case._base_manager.filter(scope.condition("case", seen)).values("pk"))


@scope.rule("counter-day")
def _seen_at_the_hall(seen: Seen) -> Q:
    return Q(unit__in=seen.units)
