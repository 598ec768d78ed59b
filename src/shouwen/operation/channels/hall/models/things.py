"""Rows of what a hall keeps by number and of what it keeps up, folded from their events alone."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from shouwen.operation.channels.hall.registers import story as registers
from shouwen.operation.channels.hall.upkeep import story as upkeep
from shouwen.operation.ledger.models import Case
from shouwen.operation.people import scope
from shouwen.operation.people.models import Unit
from shouwen.operation.people.scope import Scoped, Seen


class Items(models.Model):
    """Things of one sort that came in together, by their numbers.

    sort      of the standard's hall.register-sorts; name: which seal, what voucher
    lasting   still there after it was used: `uses` counts how often
    first, size   the lowest number, and how many there are
    spans     where each number is (registers/story.py)
    offers    what somebody was asked to take over: [[from, to, giver, taker], …], keys of Staff
    counting  the count that waits for the second person: {by, staff, expected, counted, missing}; empty: none does
    expected, counted   of the last count of two; differed_at: since when its difference waits to be explained
    """

    case = models.OneToOneField(Case, models.PROTECT, primary_key=True, related_name="items")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    sort = models.CharField(max_length=40, blank=True)
    name = models.CharField(max_length=80, blank=True)
    lasting = models.BooleanField(default=False)
    first = models.CharField(max_length=32, blank=True)
    size = models.IntegerField(default=0)
    spans = models.JSONField(default=list)
    offers = models.JSONField(default=list)
    counting = models.JSONField(default=dict)
    uses = models.IntegerField(default=0)
    counted_at = models.BigIntegerField(null=True)
    differed_at = models.BigIntegerField(null=True)
    expected = models.IntegerField(default=0)
    counted = models.IntegerField(default=0)
    finished = models.BooleanField(default=False)

    objects = Scoped("items")

    class Meta:
        indexes: ClassVar = [models.Index(fields=["unit", "finished", "sort"], name="items_at_hall")]

    def __str__(self) -> str:
        return f"{self.sort} {self.first}"

    @property
    def last(self) -> str:
        """The highest number."""
        return registers.number_at(self.first, self.size - 1) if self.size else ""

    @property
    def present(self) -> int:
        """How many should be in the hall now: kept, or with somebody."""
        return registers.count(self.spans, registers.STORE, registers.HELD)


class Facility(models.Model):
    """A place, a machine or a supply of a hall.

    item        of the standard's hall.facilities, or hall.supplies where it is a `supply`
    state       in-order, faulty, out-of-use, retired; since: when it came to that
    fault       of hall.faults; fault_since: since when, as was told
    checked_at, passed   when it was last looked at, and whether it was in order
    level       of hall.supply-levels, as told last; asked_at: when a refill was asked for
    """

    case = models.OneToOneField(Case, models.PROTECT, primary_key=True, related_name="facility")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    item = models.CharField(max_length=40, blank=True)
    code = models.CharField(max_length=24, blank=True)
    name = models.CharField(max_length=80, blank=True)
    supply = models.BooleanField(default=False)
    state = models.CharField(max_length=10, default=upkeep.IN_ORDER)
    since = models.BigIntegerField(null=True)
    fault = models.CharField(max_length=40, blank=True)
    fault_since = models.BigIntegerField(null=True)
    checked_at = models.BigIntegerField(null=True)
    passed = models.BooleanField(null=True)
    level = models.CharField(max_length=24, blank=True)
    asked_at = models.BigIntegerField(null=True)
    refilled_at = models.BigIntegerField(null=True)

    objects = Scoped("facility")

    class Meta:
        indexes: ClassVar = [models.Index(fields=["unit", "state"], name="facility_at_hall")]

    def __str__(self) -> str:
        return self.code


@scope.rule("items")
def _items_of_the_hall(seen: Seen) -> Q:
    return Q(unit__in=seen.units)


@scope.rule("facility")
def _facilities_of_the_hall(seen: Seen) -> Q:
    return Q(unit__in=seen.units)
