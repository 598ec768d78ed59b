"""The trial room's own row of a concern."""

from __future__ import annotations

from django.db import models

from shouwen.operation.ledger.models import Case


class Concern(models.Model):
    case = models.OneToOneField(Case, models.PROTECT, primary_key=True, related_name="+")
    state = models.CharField(max_length=16, default="new")
    answers = models.IntegerField(default=0)
    topic = models.CharField(max_length=100, blank=True)
    last_at = models.BigIntegerField(null=True)
