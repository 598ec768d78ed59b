"""What the API takes and gives: names, times, values; cases, events, obligations as JSON.

A time is RFC 3339 with its offset; it is given in UTC. In an event's `data` a field of the kind "time" is whole seconds
since 1970, as the book keeps it; a time as RFC 3339 is taken there as well.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Annotated, Any

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    PlainSerializer,
    StrictBool,
    StrictInt,
    StringConstraints,
    WithJsonSchema,
)
from pydantic_core import PydanticCustomError

from shouwen.events.event import LATEST, LONGEST_NAME
from shouwen.events.formats.written_time import written
from shouwen.events.vocabulary import Field as WordField
from shouwen.fault import Fault
from shouwen.operation.ledger import models
from shouwen.operation.ledger.editions import Working, working_at
from shouwen.operation.ledger.guarding import label
from shouwen.operation.ledger.read import Line, Owes
from shouwen.operation.ledger.stories import code_of
from shouwen.operation.people import privacy
from shouwen.operation.people.models import Customer, Staff
from shouwen.operation.web.page import language
from shouwen.worktime import Instant

LONGEST_TEXT = 10_000
"""Characters of one value."""

_RFC3339 = re.compile(
    r"\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d:\d\d(?:\.\d+)?(?:[Zz]|[+-]\d\d:\d\d)",
    re.ASCII,
)


def read_time(text: str) -> Instant:
    """The second in which a time as RFC 3339 writes it lies. Raises Fault("api-time")."""
    short = Fault("api-time", text=text[:40].encode("utf-8", "replace").decode())
    if not _RFC3339.fullmatch(text):
        raise short
    fraction = re.search(r"\.\d+", text)
    whole = text if fraction is None else text.replace(fraction[0], "", 1)
    try:
        at = int(datetime.fromisoformat(whole.upper()).timestamp())
    except (ValueError, OverflowError):
        raise short from None
    if not 0 <= at <= LATEST:
        raise short
    return at


def said_time(at: Instant) -> str:
    """A time as the API gives it."""
    return f"{written(at)}Z"


def plain(text: str) -> str:
    """The text, where a database can keep it. Raises PydanticCustomError."""
    if "\0" in text:
        raise PydanticCustomError("characters", "characters", {"fault": "api-characters"})
    return text


def _time(value: Any) -> Instant:
    if isinstance(value, str):
        try:
            return read_time(value)
        except Fault as fault:
            raise PydanticCustomError("time", "time", {"fault": fault.code, "text": fault.slots["text"]}) from None
    raise PydanticCustomError("time", "time", {"fault": "api-time", "text": "-"})


_DATE_TIME = {"type": "string", "format": "date-time"}
Asked = Annotated[int, BeforeValidator(_time), WithJsonSchema(_DATE_TIME)]
"""A time that is given to us."""
Time = Annotated[int, PlainSerializer(said_time, return_type=str), WithJsonSchema(_DATE_TIME, mode="serialization")]
"""A time that we give."""

_BARE = r"^[^\x00]+$"
Name = Annotated[
    str, StringConstraints(strict=True, min_length=1, max_length=LONGEST_NAME, pattern=_BARE), AfterValidator(plain)
]
"""A name: of a subject, a word, a unit, a field."""
BARE = r"^[^\x00]*$"
"""A pattern for texts: without the character that no database keeps."""
Text = Annotated[str, StringConstraints(strict=True, max_length=LONGEST_TEXT, pattern=BARE)]
Key = Annotated[int, Field(ge=1, le=2**62)]
"""The number of a row: of an event, a notice, a shift."""
Number = Annotated[float, Field(strict=True, allow_inf_nan=False)]
Value = StrictBool | StrictInt | Number | Text | None
Data = Annotated[dict[Name, Value], Field(max_length=200)]
"""What an event holds: field → text, number, flag, or null."""


class Taken(BaseModel):
    """What a request brings; a field that is not named here is refused."""

    model_config = ConfigDict(extra="forbid")


class Person(BaseModel):
    """A member of staff."""

    reference: str
    name: str


class CustomerSeen(BaseModel):
    """A customer, masked: what tells who it is, the page shows on its own, and says in an event to whom and why."""

    reference: str
    name: str
    phones: list[str] = []
    care: list[str] = []
    tier: str = ""
    erased: bool = False


class CaseSeen(BaseModel):
    """A subject's row: who answers for it, whose it is, since when."""

    subject: str
    kind: str
    unit: str = Field(description="The unit's code.")
    owner: Person | None = None
    offered_to: str | None = Field(None, description="staff:… or unit:…, while a hand-over waits to be accepted.")
    customer: CustomerSeen | None = None
    arose_from: str | None = None
    opened_at: Time
    closed_at: Time | None = None


class CorrectionSeen(BaseModel):
    """What a correcting event says of the one it corrects."""

    void: bool
    at: Time | None = None
    data: dict[str, Any] | None = None


class EventSeen(BaseModel):
    """An event of the log. What stands in `data` as "text:…" is in `texts`, where it may be read; null once erased."""

    id: int
    word: str
    label: str
    about: list[str]
    at: Time
    noted_at: Time
    unit: str
    by: str
    grade: str
    data: dict[str, Any]
    texts: dict[str, str | None] = {}
    corrects: int | None = None
    correction: CorrectionSeen | None = None
    corrected: bool = False
    void: bool = False


class ObligationSeen(BaseModel):
    """What a clause owes in a case: open until it is met or broken, or withdrawn."""

    case: str
    clause: str
    says: str
    state: str
    reason: str = ""
    due: Time | None = None
    warn: Time | None = None
    overdue: bool = False
    opened_at: Time
    opened_by: int | None = None
    settled_by: int | None = None
    owner: Person | None = None
    unit: str
    covering: bool = Field(False, description="It is answered for somebody who is away.")


def person(staff: Staff | None) -> Person | None:
    """A member of staff."""
    return None if staff is None else Person(reference=staff.reference, name=staff.name)


def customer_seen(customer: Customer | None) -> CustomerSeen | None:
    """A customer, always masked."""
    if customer is None:
        return None
    shown = privacy.show_masked(customer)
    return CustomerSeen(
        reference=customer.subject, name=shown.name, phones=list(shown.phones), care=sorted(shown.care),
        tier=customer.tier, erased=customer.erased_at is not None,
    )  # fmt: skip


def case_seen(case: models.Case) -> CaseSeen:
    """A case's row; ask for it with its owner, customer and origin."""
    offered = f"staff:{case.offered_to_id}" if case.offered_to_id is not None else None
    if case.offered_desk_id is not None:
        offered = f"unit:{case.offered_desk_id}"
    return CaseSeen(
        subject=case.subject, kind=case.kind, unit=code_of(case.unit_id), owner=person(case.owner), offered_to=offered,
        customer=customer_seen(case.customer), arose_from=case.arose_from.subject if case.arose_from else None,
        opened_at=case.opened_at, closed_at=case.closed_at,
    )  # fmt: skip


def event_seen(row: models.Event) -> EventSeen:
    """An event as it was noted, with references in the place of texts."""
    works_by = working_at(row.unit_id)
    correction = None if row.correction is None else CorrectionSeen(**row.correction)
    return EventSeen(
        id=row.pk, word=row.word, label=label(row.word, works_by).say(language()), about=row.about, at=row.at,
        noted_at=row.noted_at, unit=code_of(row.unit_id), by=row.by, grade=row.grade, data=row.data,
        corrects=row.corrects_id, correction=correction,
    )  # fmt: skip


def thread_seen(lines: Iterable[Line]) -> list[EventSeen]:
    """The lines of a thread of a case in sight: as known now, with their texts. One query for all texts."""
    found = []
    for line in lines:
        seen = event_seen(line.row)
        seen.at, seen.data = line.event.at, dict(line.event.data)
        seen.corrected, seen.void = line.corrected, line.void
        found.append(seen)
    texts = privacy.read_texts(value for one in found for value in one.data.values() if isinstance(value, str))
    for one in found:
        one.texts = {name: texts[value] for name, value in one.data.items() if value in texts}
    return found


def obligation_seen(owes: Owes) -> ObligationSeen:
    """An obligation, with what its clause says."""
    row = owes.row
    return ObligationSeen(
        case=owes.case.subject, clause=row.clause, says=owes.clause.says.say(language()) if owes.clause else row.clause,
        state=row.state, reason=row.reason, due=row.due, warn=row.warn,
        overdue=owes.overdue and row.settled_by is None, opened_at=row.opened_at, opened_by=row.opened_by or None,
        settled_by=row.settled_by, owner=person(row.owner), unit=code_of(row.unit_id), covering=owes.covering,
    )  # fmt: skip


def with_times(data: Mapping[str, Any], word: str, works_by: Working) -> dict[str, Any]:
    """The data, where a field of the kind "time" that is given as RFC 3339 has become seconds. Raises Fault."""
    known = works_by.vocabulary.words.get(word)
    fields: Mapping[str, WordField] = known.fields if known is not None else {}
    return {
        name: read_time(value)
        if isinstance(value, str) and (field := fields.get(name) or works_by.vocabulary.facts.get(name)) is not None
        and field.kind == "time"
        else value
        for name, value in data.items()
    }  # fmt: skip
