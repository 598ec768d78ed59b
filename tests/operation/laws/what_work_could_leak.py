"""What is there of the east hall's own work: shifts planned, absences, hand-overs, notices; and how the API is asked
for it, for customers by their numbers, and to correct."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from tests.operation.web.east_hall import IDENTITY, PHONE, Hall, acting

from shouwen.operation.ledger import administering, clock, models, notice, words
from shouwen.operation.people.models import Absence, Shift
from shouwen.operation.people.scope import everywhere

DAY = 86400


def left_behind(hall: Hall) -> None:
    """Lin is to work next week, Zhao will be away then; whoever must know of what was offered was told."""
    cast, gu = hall.cast, acting(hall.cast.gu)
    begins = clock.now() + 7 * DAY
    with everywhere():
        administering.plan_shifts(cast.lin, cast.east, [(begins, begins + 8 * 3600)], by=gu)
        administering.plan_absence(cast.zhao, begins, begins + DAY, backup=cast.lin, by=gu)
        notice.notify(list(models.Event.objects.filter(word=words.OFFER)))


def names() -> dict[str, str]:
    """What the names in the paths stand for: the shift, the absence, a person."""
    shift, absence = Shift.objects.earliest("pk"), Absence.objects.earliest("pk")
    return {"shift": str(shift.pk), "absence": str(absence.pk), "number": "1001"}


ASKED: Mapping[str, list[dict[str, str]]] = {
    "/absences": [{}],
    "/customers/{name}/cases": [{}],
    "/me/cases": [{}, {"limit": "100"}],
    "/me/notices": [{}, {"limit": "100"}],
    "/me/offers": [{}],
    "/requests/{subject}/link": [{}],
    "/units/{code}/shifts": [{"since": "2025-04-01T00:00:00Z", "until": "2025-05-31T00:00:00Z"}],
}
"""Path of what is read by the API → with which queries it is asked."""

READ: Mapping[str, Callable[[Any, str], list[Any]]] = {
    "/cases/{subject}/receivers": lambda known, me: [{}, {"find": "林"}],
    "/customers/search": lambda known, me: [
        {"kind": "phone", "number": PHONE}, {"kind": "resident", "number": IDENTITY},
    ],
}  # fmt: skip
"""Path of what is read as well, by what comes in the body: names and numbers stand in no address."""

SHOWN: Mapping[str, Callable[[Any, str], list[Any]]] = {
    "/customers/{name}/unmask": lambda known, me: [{"reason": "visit"}, {"reason": "other", "text": "x"}],
}
"""Path of what shows a customer's data."""

SENT: Mapping[str, Callable[[Any, str], list[Any]]] = {
    **READ,
    **SHOWN,
    "/absences": lambda known, me: [
        {"staff": "1001", "begins": "2025-06-01T00:00:00Z", "ends": "2025-06-02T00:00:00Z", "backup": "1004"},
    ],
    "/absences/{absence}/end": lambda known, me: [{}],
    "/cases/{subject}/events/{event}/correction": lambda known, me: [
        {"reason": "x", "void": True}, {"reason": "x", "at": "2025-04-21T01:00:00Z"},
    ],
    "/customers/{name}/change": lambda known, me: [{"ground": "asked", "care": ["elderly"]}],
    "/me/notices/read": lambda known, me: [{}],
    "/shifts/{shift}/take-away": lambda known, me: [{}],
    "/staff/{number}/backup": lambda known, me: [{"backup": "1004"}],
    "/units/{code}/shifts": lambda known, me: [
        {"staff": "1001", "spans": [{"begins": "2025-06-01T00:00:00Z", "ends": "2025-06-01T08:00:00Z"}]},
    ],
}  # fmt: skip
"""Path of what is done by the API → what is sent to it."""


def planned() -> list[tuple[str, int, int]]:
    """What is planned at the east hall and of its people: nobody else may change it."""
    shifts = [("shift", one.staff_id, one.begins) for one in Shift.objects.filter(unit__code="hall-east")]
    return shifts + [("absence", one.staff_id, one.ends) for one in Absence.objects.order_by("pk")]
