"""The row of an appointment, folded from its events alone."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from shouwen.operation.channels.hall.appointments import story
from shouwen.operation.ledger.models import Case
from shouwen.operation.people import scope
from shouwen.operation.people.models import Unit
from shouwen.operation.people.scope import Scoped, Seen


class Appointment(models.Model):
    """A time at a hall that a customer has been promised for a service. `due`: when it begins."""

    case = models.OneToOneField(Case, models.PROTECT, primary_key=True, related_name="appointment")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, default=story.BOOKED)
    service = models.CharField(max_length=40, blank=True)
    due = models.BigIntegerField(default=0)

    objects = Scoped("appointment")

    class Meta:
        indexes: ClassVar = [models.Index(fields=["unit", "due"], name="appointment_of_day")]

    def __str__(self) -> str:
        return f"appointment {self.pk}"


@scope.rule("appointment")
def _seen_at_the_hall(seen: Seen) -> Q:
    return Q(unit__in=seen.units)
