"""The hand-overs that wait for a person's answer, with what who offered them said: of the page and of the API."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from shouwen.operation.ledger import models, read, words
from shouwen.operation.people import privacy
from shouwen.operation.people.rights import Acting


@dataclass(frozen=True, slots=True)
class Offer:
    """One of them. `since`: when it was offered; `next`: what the case owes next."""

    case: models.Case
    reason: str
    since: int | None
    next: models.Obligation | None


def offers_to(acting: Acting) -> list[Offer]:
    """Those to the person or a desk of theirs, the oldest case first; what is theirs already is left out."""
    if acting.staff is None:
        return []
    cases = [case for case in read.offered_to(acting) if case.owner_id != acting.staff]
    told, owed = _told(cases), read.next_due(cases)
    reasons = {subject: str(row.data.get("reason") or "") for subject, row in told.items()}
    texts = privacy.read_texts(reasons.values())
    found = []
    for case in cases:
        reason, row = reasons.get(case.subject, ""), told.get(case.subject)
        said = (texts.get(reason) or "") if reason.startswith(privacy.TEXT) else reason
        found.append(Offer(case, said, None if row is None else row.at, owed.get(case.pk)))
    return found


def _told(cases: Sequence[models.Case]) -> dict[str, models.Event]:
    """The last offer of each case, by its subject. One query."""
    if not cases:
        return {}
    rows = models.Event.objects.filter(told__case__in=[case.pk for case in cases], word=words.OFFER)
    return {row.about[0]: row for row in rows.order_by("at", "id")}
