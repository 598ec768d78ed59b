"""Where the page of a case is, and what a case is called."""

from __future__ import annotations

from django.urls import NoReverseMatch, reverse

from shouwen.operation.ledger.channel import REGISTER
from shouwen.operation.ledger.models import Case
from shouwen.wording import Wording


def number_of(case: Case) -> str:
    """The case's number as people say it: its name without its kind."""
    return case.subject.partition(":")[2]


def kind_label(case: Case) -> Wording:
    """What its kind is called."""
    return REGISTER.kind(case.kind).label


def concern_of(case: Case) -> Case:
    """The case itself; of a promise, which has no page of its own, the case in which it was made (`arose_from`)."""
    return case.arose_from if case.kind == "promise" and case.arose_from is not None else case


def address_of(case: Case) -> str:
    """The address of its page: its room's, or the one that all cases have."""
    shown = concern_of(case)
    page = REGISTER.kind(shown.kind).page
    if page is not None:
        try:
            return reverse(page, args=[number_of(shown)])
        except NoReverseMatch:
            pass
    return reverse("case", args=[shown.subject])
