"""What the page of a case shows of a visit: its number and how it stands; and in words what its events name."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest

from shouwen.operation.channels.hall import story
from shouwen.operation.channels.hall.models import Visit
from shouwen.operation.ledger.models import Case
from shouwen.operation.web.case_parts import CasePart


def part(request: HttpRequest, case: Case) -> Mapping[str, Any]:
    """How the visit stands."""
    visit = Visit.objects.get(pk=case.pk)
    return {"visit": visit, "state": story.STATES[visit.state]}


PART = CasePart(
    template="hall/visit_part.html",
    context=part,
    values={"noticed_by": story.NOTICED, "reason": story.REASONS},
)
