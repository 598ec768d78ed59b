"""What administrators may read of the book: changes of the organisation, who looked at customers' data, corrections.

They have no unit in sight. What is asked here is narrow on purpose: these words alone, by whom and when, and of a
customer nothing but that there is one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from axes.models import AccessFailureLog
from django.db.models import Q

from shouwen.operation.ledger import clock, models, words
from shouwen.operation.ledger.channel import REGISTER
from shouwen.operation.ledger.customers import REASONS
from shouwen.operation.people import duty, scope
from shouwen.operation.people.models import Staff
from shouwen.operation.people.units import tree
from shouwen.wording import Wording

KINDS: Final = {
    "changes": Q(word=words.CHANGED),
    "unmasked": Q(word=words.SHOWN),
    "erased": Q(word=words.FORGOTTEN),
    "corrections": Q(corrects__isnull=False),
}
"""Of which kinds of event the log of administration is made."""

ANY: Final = Q(word__in=[words.CHANGED, words.SHOWN, words.FORGOTTEN]) | Q(corrects__isnull=False)

HIDDEN: Final = "…"


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the log of administration. `by`: who; None: the system or a device, whose reference is `reference`.

    what, text  of a change: what it was, in code; of a look at data: why, as a wording; of a correction: the word
    about       whose story: of a customer's only the kind
    """

    number: int
    kind: str
    at: int
    unit: str
    by: Staff | None
    reference: str
    about: str
    what: str | Wording
    text: str


def log(
    *, kind: str = "", by: Staff | None = None, since: int | None = None, until: int | None = None,
    before: int | None = None, most: int = 50,
) -> list[Line]:  # fmt: skip
    """The latest lines, those of one kind, by one person, noted from `since` until before `until`, below a number."""
    with scope.everywhere():
        rows = models.Event.objects.filter(KINDS.get(kind, ANY))
        if by is not None:
            rows = rows.filter(by=by.reference)
        if since is not None:
            rows = rows.filter(noted_at__gte=since)
        if until is not None:
            rows = rows.filter(noted_at__lt=until)
        if before is not None:
            rows = rows.filter(pk__lt=before)
        found = list(rows.order_by("-pk")[:most])
    return _lines(found)


def _lines(rows: Sequence[models.Event]) -> list[Line]:
    keys = {int(row.by.removeprefix("staff:")) for row in rows if row.by.startswith("staff:")}
    people = {person.reference: person for person in Staff.objects.filter(pk__in=keys)}
    places = tree()
    return [
        Line(
            number=row.pk,
            kind=_kind(row),
            at=row.noted_at,
            unit=places[row.unit_id].name if row.unit_id in places else "",
            by=people.get(row.by),
            reference=row.by,
            about=_about(row),
            what=_what(row),
            text=str(row.data.get("text") or "") if row.word == words.CHANGED and row.corrects_id is None else "",
        )
        for row in rows
    ]


def _kind(row: models.Event) -> str:
    if row.corrects_id is not None:
        return "corrections"
    return {words.CHANGED: "changes", words.SHOWN: "unmasked"}.get(row.word, "erased")


def _about(row: models.Event) -> str:
    """Whose story it is in: a unit by its code; anything else by its kind and the end of its name."""
    kind, _, name = str(row.about[0]).partition(":")
    if kind == "unit":
        return name
    return f"{kind}:{HIDDEN}{name[-3:]}"


def _what(row: models.Event) -> str | Wording:
    if row.corrects_id is not None:
        known = REGISTER.words.get(row.word)
        return known.label if known is not None else row.word
    what = str(row.data.get("what") or "")
    return REASONS.get(what, what) if row.word == words.SHOWN else what


@dataclass(frozen=True, slots=True)
class LeftBehind:
    """An open concern of somebody who is to go: where it is, since when. Nothing of the customer, and no number."""

    kind: Wording
    unit: str
    since: int


def left_behind(person: Staff, *, most: int = 200) -> tuple[int, list[LeftBehind]]:
    """How many open concerns the person owns, and the oldest of them."""
    with scope.everywhere():
        rows = models.Case.objects.filter(owner=person, closed_at__isnull=True)
        count = rows.count()
        found = list(rows.select_related("unit").order_by("opened_at")[:most])
    return count, [LeftBehind(REGISTER.kind(row.kind).label, row.unit.name, row.opened_at) for row in found]


def answers_for(person: Staff) -> Staff:
    """Who answers now for what is this person's."""
    return duty.answers_for(person, clock.now())


@dataclass(frozen=True, slots=True)
class Failure:
    """A log-in that failed: when, from where, as whom (None: nobody's work number), whether it locked them out."""

    at: int
    address: str
    person: Staff | None
    locked: bool


def failures(*, most: int = 50) -> list[Failure]:
    """The last log-ins that failed. What was typed for a work number is shown only where it is one."""
    rows = list(AccessFailureLog.objects.order_by("-attempt_time", "-pk")[:most])
    typed = {row.username for row in rows if row.username}
    people = {person.username.casefold(): person for person in Staff.objects.filter(username__in=typed)}
    people |= {
        person.username.casefold(): person
        for one in typed - people.keys()
        for person in Staff.objects.filter(username__iexact=one)
    }
    return [
        Failure(int(row.attempt_time.timestamp()), row.ip_address or "", people.get(row.username or ""), row.locked_out)
        for row in rows
    ]


@dataclass(frozen=True, slots=True)
class Sealed:
    """How far the log is sealed."""

    block: int | None
    head: str
    at: int | None
    unsealed: int


def sealed() -> Sealed:
    """The last block of the seal, and how many events no block holds yet."""
    last = models.Seal.objects.order_by("-pk").defer("events", "digests").first()
    with scope.everywhere():
        after = models.Event.objects.all()
        if last is not None:
            after = after.filter(
                Q(transaction__gt=last.transaction) | Q(transaction=last.transaction, pk__gt=last.event)
            )
        count = after.count()
    if last is None:
        return Sealed(None, "", None, count)
    return Sealed(last.pk, bytes(last.hash).hex(), last.sealed_at, count)


def block_back(blocks: int) -> int | None:
    """The number of the block with which the last so many begin; None where that is the first of all."""
    numbers = list(models.Seal.objects.order_by("-pk").values_list("pk", flat=True)[: blocks + 1])
    return numbers[blocks - 1] if len(numbers) > blocks else None
