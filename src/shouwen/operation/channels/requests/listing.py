"""What the list of requests asks of the database: narrowed, paged, and what each line shows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet

from shouwen.operation.channels.requests import story
from shouwen.operation.channels.requests.models import Request
from shouwen.operation.ledger import models
from shouwen.operation.people import privacy, units
from shouwen.operation.people.models import Staff, Unit
from shouwen.operation.people.rights import Acting
from shouwen.operation.web.case_address import address_of
from shouwen.operation.web.customers_shown import Masked, masked
from shouwen.wording import Wording

OWNERS = 200
"""Names in the list of owners at most."""


@dataclass(frozen=True, slots=True)
class Line:
    """A request in the list. The concern is shortened; the customer is masked."""

    row: Request
    case: models.Case
    number: str
    concern: str
    topic: Wording
    state: Wording
    customer: Masked | None
    address: str


def rows(unit: Unit | None, acting: Acting, wanted: Mapping[str, Any]) -> QuerySet[Request]:
    """Requests of the unit and below it, and whatever the person owns or is offered; the newest first."""
    found = Request.objects.select_related("case__unit", "case__owner", "case__customer__key")
    mine = Q(case__owner=acting.staff) | Q(case__offered_to=acting.staff)
    found = found.filter(Q(case__unit__in=units.subtree(unit.pk)) | mine if unit is not None else mine)
    state, topic, owner = (str(wanted.get(name) or "") for name in ("state", "topic", "owner"))
    if not state:
        found = found.filter(case__closed_at__isnull=True)
    elif state != "all":
        found = found.filter(state=state)
    if topic:
        found = found.filter(topic=topic)
    if owner == "me":
        found = found.filter(case__owner=acting.staff)
    elif owner:
        found = found.filter(case__owner=int(owner))
    return found.order_by("-case__opened_at", "-case_id")


def before(found: QuerySet[Request], case: models.Case) -> QuerySet[Request]:
    """Of these, those that were noted before this case."""
    older = Q(case__opened_at__lt=case.opened_at) | Q(case__opened_at=case.opened_at, case__lt=case.pk)
    return found.filter(older)


def called(number: str) -> models.Case | None:
    """The request of this number, where it is in sight."""
    return models.Case.objects.filter(kind=story.REQUEST, subject=f"{story.REQUEST}:{number}").first()


def owners(unit: Unit | None, acting: Acting) -> list[tuple[str, str]]:
    """Whose requests there may be to choose from: everybody with a post at the unit or below it, but who asks."""
    if unit is None or acting.staff is None or not acting.units:
        return []
    places = units.subtree(unit.pk) & acting.units
    people = Staff.objects.filter(posts__unit__in=places, is_active=True).exclude(pk=acting.staff).distinct()
    return [(str(one.pk), one.name) for one in people.order_by("name")[:OWNERS]]


def lines(found: list[Request], topics: Mapping[str, Wording]) -> list[Line]:
    """What the list shows of these requests. Two queries, however many they are."""
    texts = privacy.read_texts([row.text for row in found])
    return [
        Line(
            row=row,
            case=row.case,
            number=story.number_of(row.case.subject),
            concern=shortened(texts.get(row.text)),
            topic=topics.get(row.topic) or story.topic_label(row.topic),
            state=story.STATES[row.state],
            customer=None if row.case.customer is None else masked(row.case.customer),
            address=address_of(row.case),
        )
        for row in found
    ]


def shortened(text: str | None, most: int = 60) -> str:
    """The beginning of a text in one line; "" where it was erased."""
    line = " ".join((text or "").split())
    return line if len(line) <= most else f"{line[: most - 1]}…"
