"""The row of a request: only what must be fast to ask. Folded from its events by `apply` (channel.py) alone."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from shouwen.operation.ledger.models import Case
from shouwen.operation.people import scope
from shouwen.operation.people.scope import Scoped, Seen


class Request(models.Model):
    """What lists of requests ask of each.

    state           a name of story.STATES
    text, answer    references to the concern and the last answer (people/privacy.py)
    result          with what it was closed: a name of story.RESULTS
    heard_at        when the customer last heard from us
    promises        open promises: subject → promised until when; `promised_until` is the earliest of them
    """

    case = models.OneToOneField(Case, models.PROTECT, primary_key=True, related_name="request")
    topic = models.CharField(max_length=64)
    state = models.CharField(max_length=10, default="open")
    text = models.CharField(max_length=80, blank=True)
    answer = models.CharField(max_length=80, blank=True)
    result = models.CharField(max_length=64, blank=True)
    heard_at = models.BigIntegerField(null=True)
    answered_at = models.BigIntegerField(null=True)
    promises = models.JSONField(default=dict)
    promised_until = models.BigIntegerField(null=True)

    objects = Scoped("request")

    def __str__(self) -> str:
        return f"request of case {self.pk}"


@scope.rule("request")
def _seen_with_its_case(seen: Seen) -> Q:
    return Q(case__in=Case._base_manager.filter(scope.condition("case", seen)).values("pk"))


class Guess(models.Model):
    """Wrong guesses at the digits that show a request's answer to its customer, and until when no more are taken."""

    case = models.OneToOneField(Case, models.CASCADE, primary_key=True, related_name="+")
    wrong = models.IntegerField(default=0)
    closed_until = models.BigIntegerField(default=0)

    def __str__(self) -> str:
        return f"guesses at case {self.pk}"
