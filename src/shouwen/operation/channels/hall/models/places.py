"""What is offered where: halls, their services, counters and tariffs. Configuration, which the set-up pages change."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from shouwen.operation.people import scope
from shouwen.operation.people.models import Unit
from shouwen.operation.people.scope import Scoped, Seen


class Hall(models.Model):
    """A unit that customers come to. Its row is held while a number is given or somebody is called.

    calendar  of the standard, by which it opens and closes; empty: the standard's own
    capacity  customers who may wait at once; None: as many as come
    """

    unit = models.OneToOneField(Unit, models.PROTECT, primary_key=True, related_name="hall")
    calendar = models.CharField(max_length=64, blank=True)
    capacity = models.PositiveIntegerField(null=True)

    objects = Scoped("hall")

    def __str__(self) -> str:
        return f"hall at {self.pk}"


class Service(models.Model):
    """What a hall does for customers: its code is what events name.

    line    the queue in which those who want it wait
    prefix  the letters before its numbers
    """

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    code = models.CharField(max_length=40)
    names = models.JSONField()  # language → name
    line = models.CharField(max_length=40)
    prefix = models.CharField(max_length=3)
    position = models.SmallIntegerField(default=0)  # on the number machine
    offered = models.BooleanField(default=True)

    objects = Scoped("hall")

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["unit", "code"], name="one_service_of_a_code")]
        ordering: ClassVar = ["position", "code"]

    def __str__(self) -> str:
        return self.code


class Counter(models.Model):
    """A place where customers are served, and the lines it serves."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    code = models.CharField(max_length=12)
    lines = models.JSONField(default=list)
    in_use = models.BooleanField(default=True)

    objects = Scoped("hall")

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["unit", "code"], name="one_counter_of_a_code")]
        ordering: ClassVar = ["code"]

    def __str__(self) -> str:
        return self.code


class Tariff(models.Model):
    """What something costs at a hall. `service`: with which it is charged; empty: with any. `amount`: in cents."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    code = models.CharField(max_length=40)
    names = models.JSONField()  # language → name
    service = models.CharField(max_length=40, blank=True)
    amount = models.BigIntegerField()
    position = models.SmallIntegerField(default=0)
    in_use = models.BooleanField(default=True)

    objects = Scoped("hall")

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["unit", "code"], name="one_tariff_of_a_code")]
        ordering: ClassVar = ["position", "code"]

    def __str__(self) -> str:
        return self.code


@scope.rule("hall")
def _seen_at_its_unit(seen: Seen) -> Q:
    return Q(unit__in=seen.units)
