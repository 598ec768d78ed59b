"""What the page of a case shows of a sale: how it stands, and the way to its own page."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest

from shouwen.operation.channels.hall.models import Sale
from shouwen.operation.channels.hall.sales import selling, story
from shouwen.operation.ledger.models import Case
from shouwen.operation.web.case_parts import CasePart
from shouwen.operation.web.who import acting_in


def part(request: HttpRequest, case: Case) -> Mapping[str, Any]:
    """How the sale stands."""
    sale = Sale.objects.select_related("case").get(pk=case.pk)
    may = selling.of_sellers(sale.unit_id, acting_in(request))
    return {"sale": sale, "name": selling.name_of(sale), "state": story.STATES[sale.state], "may_sell": may}


PART = CasePart(
    template="hall/sale_part.html",
    context=part,
    says=frozenset(turn.word for turn in (*story.TURNS, *story.BESIDE)) | {story.CONTACTED, story.RELEASED},
)
