"""The row of a device sale, folded from its events alone."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from shouwen.operation.channels.hall.sales import story
from shouwen.operation.ledger.models import Case
from shouwen.operation.people import scope
from shouwen.operation.people.models import Unit
from shouwen.operation.people.scope import Scoped, Seen


class Sale(models.Model):
    """A customer who came for a device.

    place         where they are met: a name of the standard's hall.sale-places
    noticed_at    when they were last seen to come there; greeted_at: when they were greeted since
    brand         of the customer, as far as they said
    model         that was last spoken of
    for_brand, prepaid   of the custom model that was offered last: whose it is, and what is prepaid for it, in cents
    sold          devices that were sold; sold_at: the last of them
    card          whether the warranty card of the last one is filled in
    manner        how they are to be contacted; contacted_at: when they last were
    referred      where a question of theirs was referred to
    """

    case = models.OneToOneField(Case, models.PROTECT, primary_key=True, related_name="sale")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    state = models.CharField(max_length=8, default=story.LOOKING)
    place = models.CharField(max_length=24, blank=True)
    noticed_at = models.BigIntegerField(null=True)
    greeted_at = models.BigIntegerField(null=True)
    brand = models.CharField(max_length=24, blank=True)
    model = models.CharField(max_length=80, blank=True)
    for_brand = models.CharField(max_length=24, blank=True)
    prepaid = models.BigIntegerField(null=True)
    sold = models.SmallIntegerField(default=0)
    sold_at = models.BigIntegerField(null=True)
    card = models.BooleanField(default=False)
    manner = models.CharField(max_length=24, blank=True)
    contacted_at = models.BigIntegerField(null=True)
    referred = models.CharField(max_length=40, blank=True)

    objects = Scoped("sale")

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["unit", "noticed_at"], name="sale_here", condition=~Q(state=story.GONE)),
        ]

    def __str__(self) -> str:
        return f"sale {self.pk}"


@scope.rule("sale")
def _seen_with_its_case(seen: Seen) -> Q:
    return Q(unit__in=seen.units) | Q(case__in=Case._base_manager.filter(scope.condition("case", seen)).values("pk"))
