"""Receipts of a hall: rows folded from their events alone, numbered from 1 each day without a gap."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from shouwen.operation.ledger.models import Case
from shouwen.operation.people import scope
from shouwen.operation.people.models import Unit
from shouwen.operation.people.scope import Scoped, Seen

OPEN_INVOICES = ("asked", "red-asked")
"""States of an invoice in which the invoice service is still to answer."""


class Receipt(models.Model):
    """What a customer has on paper of what they paid. It is no tax invoice.

    day, serial  of the hall, and which of the day it is; `number` as it is printed
    amount       in cents; of a red entry below 0
    lines        what was charged: [{"code", "names", "quantity", "amount"}], amounts in cents
    given, change  cash that was given and handed back, in cents
    visit        the visit's name
    of           of a red entry: the number it takes back, all or in part
    reversed_by  the number of the red entry after which nothing of it is left (money/left.py: what is, before)
    printed      how often it went to paper
    invoice      "", or "asked", "issued", "failed", "red-asked", "red-failed", "red"
    invoice_text   whom it is made out to, sealed (invoices.SEALED)
    invoice_due    when the invoice service is asked next; None: it is not
    """

    case = models.OneToOneField(Case, models.PROTECT, primary_key=True, related_name="receipt")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    day = models.CharField(max_length=10)
    serial = models.IntegerField(default=0)
    number = models.CharField(max_length=24)
    amount = models.BigIntegerField(default=0)
    paid_by = models.CharField(max_length=24, blank=True)
    lines = models.JSONField(default=list)
    given = models.BigIntegerField(null=True)
    change = models.BigIntegerField(null=True)
    issued_at = models.BigIntegerField(default=0)
    visit = models.CharField(max_length=64, blank=True)
    of = models.CharField(max_length=24, blank=True)
    reversed_by = models.CharField(max_length=24, blank=True)
    printed = models.IntegerField(default=0)
    invoice = models.CharField(max_length=12, blank=True)
    invoice_text = models.CharField(max_length=80, blank=True)
    invoice_number = models.CharField(max_length=40, blank=True)
    invoice_red = models.CharField(max_length=40, blank=True)
    invoice_reason = models.CharField(max_length=40, blank=True)
    invoice_tries = models.SmallIntegerField(default=0)
    invoice_due = models.BigIntegerField(null=True)

    objects = Scoped("receipt")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["unit", "day", "serial"], name="no_receipt_number_twice_a_day"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["visit"], name="receipt_of_visit"),
            models.Index(
                fields=["invoice_due"], name="receipt_invoice_due", condition=Q(invoice__in=list(OPEN_INVOICES))
            ),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def yuan(self) -> float:
        """The amount in yuan, for showing."""
        return self.amount / 100


class CardReader(models.Model):
    """A reader of identity cards at a counter, paired with the program beside it. Configuration; its secret is worked
    out (identity/pairing.py) and kept nowhere.

    port    of the program on the clerk's own machine
    serial  which pairing it is: a new one ends the one before
    """

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    counter = models.CharField(max_length=12)
    port = models.IntegerField()
    serial = models.IntegerField(default=1)
    in_use = models.BooleanField(default=True)

    objects = Scoped("hall")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["unit", "counter"], name="one_card_reader_at_a_counter"),
        ]

    def __str__(self) -> str:
        return f"card reader at {self.counter}"


@scope.rule("receipt")
def _seen_at_the_hall(seen: Seen) -> Q:
    return Q(unit__in=seen.units)
