"""An identity that another system's counter has checked, as JSON: POST /api/v1/visits/{subject}/identity."""

from __future__ import annotations

from typing import Literal

from django.http import HttpRequest
from ninja import Path, Status
from pydantic import Field

from shouwen.operation.channels.hall.api import ACT, ONE, visits
from shouwen.operation.channels.hall.api_types import VisitSeen, visit_seen
from shouwen.operation.channels.hall.before_me import in_sight
from shouwen.operation.channels.hall.identity.checking import Shown, check_identity
from shouwen.operation.web import api_problems
from shouwen.operation.web.api import Once, acting
from shouwen.operation.web.api_types import Name, Taken, Text

__all__ = ["visits"]  # with this operation among them; wiring.py mounts it

api_problems.register(409, "identity-minor", "document-out-of-date", "document-of-the-same")


class Document(Taken):
    """A document that was shown. Its number is held against its rule and not kept."""

    document: Name = Field(description="A name of the standard's hall.documents.")
    number: Text = Field("", description="Empty: it was only looked at.")


class Checked(Taken):
    """Whose identity was checked, and for whom they act."""

    own: Document = Field(description="Of who is there.")
    party: Literal["self", "agent", "guardian"] = "self"
    principal: Document | None = Field(None, description="Of the customer, where another acts for them.")
    authority: Text = Field("", description="A name of the standard's hall.authorities, where another acts.")


@visits.post("/{subject}/identity", auth=ACT, response=ONE, summary="Notes that an identity was checked")
def check(request: HttpRequest, subject: Path[Name], given: Checked, once: Once = None) -> Status[VisitSeen]:
    """By the clerk at whose counter they are. It counts as self-reported: what a reader reads, the console sends."""
    visit, principal = in_sight(subject), given.principal
    check_identity(
        visit,
        Shown(given.own.document, given.own.number),
        by=acting(request),
        party=given.party,
        principal=None if principal is None else Shown(principal.document, principal.number),
        authority=given.authority,
        once=once or "",
    )
    return Status(201, visit_seen(in_sight(subject)))
