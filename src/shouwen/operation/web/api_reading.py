"""What other systems may ask: who they are, cases and threads, what is owed, words, standards, the log by pages."""

from __future__ import annotations

import base64
import binascii
import re
from typing import Annotated, Any, Literal

from django.db.models import Q
from django.http import HttpRequest
from ninja import Path, Query
from pydantic import BaseModel, Field

from shouwen.fault import Fault
from shouwen.operation.ledger import clock, models, read
from shouwen.operation.ledger.channel import REGISTER
from shouwen.operation.ledger.editions import standard_now, working, working_at
from shouwen.operation.ledger.position import Position
from shouwen.operation.ledger.stream_reading import BEFORE_ALL, beyond, here
from shouwen.operation.people.rights import Acting
from shouwen.operation.people.roles import ROLES
from shouwen.operation.people.units import subtree, tree
from shouwen.operation.web import stream
from shouwen.operation.web.api import acting, answers, api, needs
from shouwen.operation.web.api_saying import unit_in_sight
from shouwen.operation.web.api_types import (
    CaseSeen,
    EventSeen,
    Name,
    ObligationSeen,
    Taken,
    Time,
    case_seen,
    event_seen,
    obligation_seen,
    thread_seen,
)
from shouwen.operation.web.page import language
from shouwen.standard.clause import Clause
from shouwen.wording import Wording

Subject = Path[Annotated[Name, Field(description="kind:name", examples=["request:4T7K2M9QXA"])]]
Limit = Annotated[int, Field(ge=1, le=500)]
_CURSOR = re.compile(rb"(\d{1,15})\.(\d{1,18})")


class PostSeen(BaseModel):
    """A role at a unit."""

    unit: str
    role: str
    label: str


class Me(BaseModel):
    """Whom a token speaks for."""

    reference: str
    language: str
    grade: str = Field(description="The evidence grade of what is told with this token.")
    scopes: list[str]
    posts: list[PostSeen]


class UnitSeen(BaseModel):
    """A unit in sight."""

    code: str
    name: str
    kind: str
    size: str
    above: str | None
    standard: str = Field(description="The name of the standard it works by; empty: none.")


class FieldSeen(BaseModel):
    """A field of a word."""

    name: str
    kind: Literal["text", "number", "flag", "time"]
    label: str


class WordSeen(BaseModel):
    """A word of the vocabulary; `may`: who may say it, empty: anyone."""

    name: str
    label: str
    fields: list[FieldSeen]
    may: list[str]
    heard_as: list[str]


class KindSeen(BaseModel):
    """A kind of subject; whether it is a customer's concern, which has exactly one owner."""

    name: str
    label: str
    concern: bool


class Words(BaseModel):
    """The vocabulary at a unit: words, and the facts of the place that may ride on any event."""

    standard: str
    words: list[WordSeen]
    facts: list[FieldSeen]
    kinds: list[KindSeen]


class ClauseSeen(BaseModel):
    """A clause in words: `says` is the standard's own, `check` what is measured."""

    id: str
    of: str
    says: str
    check: str
    kind: str
    severity: str
    chapter: str
    guards: bool
    sources: list[str]
    since: Time | None
    until: Time | None


class StandardSeen(BaseModel):
    """A standard, with the clauses of all its editions: each in force from `since` until `until`."""

    name: str
    title: str
    clauses: list[ClauseSeen]


class Cases(BaseModel):
    """A page of cases, the latest first; `cursor` asks for the next, null: there is none."""

    cases: list[CaseSeen]
    cursor: str | None


class Thread(BaseModel):
    """All that was noted of a case, the oldest first."""

    case: CaseSeen
    events: list[EventSeen]


class Owed(BaseModel):
    """Obligations, the most urgent first."""

    obligations: list[ObligationSeen]


class Events(BaseModel):
    """A page of the log. `after`: ask for the next page with it, or later for what has come since."""

    events: list[EventSeen]
    after: str
    more: bool


class Most(Taken):
    """How many, at most."""

    limit: Limit = 100


class CasesAsked(Taken):
    """Which cases."""

    unit: Name | None = Field(None, description="A unit's code: it and all below it.")
    kind: Name | None = None
    open: bool | None = None
    owner: Literal["me"] | None = None
    cursor: Annotated[str, Field(max_length=80)] | None = None
    limit: Annotated[int, Field(ge=1, le=100)] = 50


class EventsAsked(Taken):
    """Which page of the log."""

    after: Annotated[str, Field(max_length=60)] | None = Field(
        None, description="The position that the last page gave; without it the log from its beginning."
    )
    limit: Limit = 100


READ = needs("read")


@api.get("/me", auth=READ, response=answers(Me), tags=["me"], summary="Whom this token speaks for")
def me(request: HttpRequest) -> Me:
    """Who asks: posts, scopes, and the grade of what they tell."""
    by = acting(request)
    posts = [
        PostSeen(unit=tree()[unit].code, role=role, label=_role(role).say(language()))
        for unit, role in by.posts
        if unit in tree()
    ]
    return Me(reference=by.reference, language=by.language, grade=by.grade, scopes=sorted(by.scopes or ()), posts=posts)


@api.get("/me/obligations", auth=READ, response=answers(Owed), tags=["me"], summary="What I owe")
def my_obligations(request: HttpRequest, asked: Query[Most]) -> Owed:
    """What who asks owes, with what those owe whom they answer for while they are away."""
    return Owed(obligations=[obligation_seen(one) for one in read.owed_by(acting(request), most=asked.limit)])


@api.get("/units", auth=READ, response=answers(list[UnitSeen]), tags=["organisation"], summary="Units in sight")
def units(request: HttpRequest) -> list[UnitSeen]:
    """The units that who asks may see."""
    places = tree()
    seen = [(key, places[key]) for key in acting(request).units if key in places]
    return [
        UnitSeen(
            code=place.code, name=place.name, kind=place.kind, size=place.size, standard=standard_now(key),
            above=places[place.path[1]].code if len(place.path) > 1 and place.path[1] in places else None,
        )
        for key, place in sorted(seen, key=lambda one: one[1].code)
    ]  # fmt: skip


@api.get(
    "/units/{code}/obligations", auth=READ, response=answers(Owed, 200, 404), tags=["organisation"],
    summary="What is owed at a unit",
)  # fmt: skip
def obligations_at(request: HttpRequest, code: Path[Name], asked: Query[Most]) -> Owed:
    """What is owed at a unit and below it."""
    by = acting(request)
    unit = unit_in_sight(code, by)
    rows = read.owed_at(sorted(subtree(unit.pk) & by.units), most=asked.limit)
    return Owed(obligations=[obligation_seen(one) for one in rows])


@api.get("/words", auth=READ, response=answers(Words, 200, 404), tags=["standards"], summary="The vocabulary")
def words(request: HttpRequest, unit: Query[Name | None] = None) -> Words:
    """The words known at a unit (without one: at that of the first post), with their fields and who may say them."""
    by = acting(request)
    key = unit_in_sight(unit, by).pk if unit is not None else next((at for at, _ in by.posts if at in by.units), None)
    name = standard_now(key) if key is not None else ""
    works_by = working_at(key) if key is not None else working(name)
    known = works_by.vocabulary
    lang, may = language(), works_by.may_at(clock.now())
    return Words(
        standard=name,
        words=[
            WordSeen(
                name=word.name, label=word.label.say(lang), fields=_fields(word.fields.values()),
                may=list(may.get(word.name, ())), heard_as=list(word.heard_as),
            )
            for word in sorted(known.words.values(), key=lambda one: one.name)
        ],
        facts=_fields(known.facts.values()),
        kinds=[
            KindSeen(name=kind.name, label=kind.label.say(lang), concern=kind.concern)
            for kind in sorted(REGISTER.kinds.values(), key=lambda one: one.name)
        ],
    )  # fmt: skip


@api.get(
    "/standards/{name}", auth=READ, response=answers(StandardSeen, 200, 404), tags=["standards"],
    summary="A standard in words",
)  # fmt: skip
def standard(request: HttpRequest, name: Path[Name]) -> StandardSeen:
    """The clauses of a standard that a unit in sight works by."""
    found = working(name).standard if name in {standard_now(unit) for unit in acting(request).units} else None
    if found is None:
        raise Fault("standard-unknown", name=name[:64])
    works_by = working(name)
    clauses = [_clause(one, works_by.vocabulary) for one in found.clauses]
    return StandardSeen(name=found.name, title=found.title.say(language()), clauses=clauses)


@api.get("/cases", auth=READ, response=answers(Cases, 200, 404), tags=["cases"], summary="Cases in sight")
def cases(request: HttpRequest, asked: Query[CasesAsked]) -> Cases:
    """The cases that who asks may see, the latest first, by pages."""
    by = acting(request)
    rows = models.Case.objects.filter(_wanted(asked, by)).order_by("-opened_at", "-id")
    if asked.cursor is not None:
        opened_at, number = _read_cursor(asked.cursor)
        rows = rows.filter(Q(opened_at__lt=opened_at) | Q(opened_at=opened_at, pk__lt=number))
    found = list(rows.select_related("owner", "customer__key", "arose_from")[: asked.limit + 1])
    page = found[: asked.limit]
    last = page[-1] if len(found) > asked.limit else None
    cursor = None if last is None else _cursor(last)
    return Cases(cases=[case_seen(case) for case in page], cursor=cursor)


@api.get("/cases/{subject}", auth=READ, response=answers(CaseSeen, 200, 404), tags=["cases"], summary="A case")
def case(request: HttpRequest, subject: Subject) -> CaseSeen:
    """One case in sight."""
    return case_seen(read.case_called(subject))


@api.get(
    "/cases/{subject}/thread", auth=READ, response=answers(Thread, 200, 404), tags=["cases"], summary="A case's thread"
)
def thread(request: HttpRequest, subject: Subject) -> Thread:
    """All that was noted in a case's story, as it is known now; what was corrected is marked."""
    row = read.case_called(subject)
    return Thread(case=case_seen(row), events=thread_seen(read.thread(row)))


@api.get(
    "/cases/{subject}/obligations", auth=READ, response=answers(Owed, 200, 404), tags=["cases"],
    summary="What is owed in a case",
)  # fmt: skip
def obligations(request: HttpRequest, subject: Subject) -> Owed:
    """All that a case, and the promises made in it, ever owed: what is open first."""
    return Owed(obligations=[obligation_seen(one) for one in read.owed_in(read.case_called(subject))])


@api.get("/events", auth=READ, response=answers(Events), tags=["events"], summary="The log by pages")
def events(request: HttpRequest, asked: Query[EventsAsked]) -> Events:
    """The events in sight after a position, in an order in which none is ever missed. Texts stand as references."""
    end = here()  # asked first: whatever stands up to it is among the rows, where it is in sight
    position = stream.read(asked.after) if asked.after is not None else BEFORE_ALL
    if position > end:  # of another log, or of this one before it was restored from an older copy
        raise Fault("stream-position", text=asked.after)
    rows = list(beyond(position)[: asked.limit + 1])
    page, more = rows[: asked.limit], len(rows) > asked.limit
    last = Position(page[-1].transaction, page[-1].pk) if page else position
    after = stream.written(last if more else max(last, end))
    return Events(events=[event_seen(row) for row in page], after=after, more=more)


def _wanted(asked: CasesAsked, by: Acting) -> Q:
    wanted = Q()
    if asked.unit is not None:
        wanted &= Q(unit__in=subtree(unit_in_sight(asked.unit, by).pk))
    if asked.kind is not None:
        wanted &= Q(kind=asked.kind)
    if asked.open is not None:
        wanted &= Q(closed_at__isnull=asked.open)
    if asked.owner is not None:
        wanted &= Q(owner=by.staff, owner__isnull=False)
    return wanted


def _cursor(case: models.Case) -> str:
    return base64.urlsafe_b64encode(f"{case.opened_at}.{case.pk}".encode()).decode().rstrip("=")


def _read_cursor(text: str) -> tuple[int, int]:
    try:
        bare = base64.b64decode(text.encode("ascii") + b"=" * (-len(text) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError):
        raise Fault("api-cursor") from None
    match = _CURSOR.fullmatch(bare)
    if match is None:
        raise Fault("api-cursor")
    return int(match[1]), int(match[2])


def _clause(clause: Clause, vocabulary: Any) -> ClauseSeen:
    lang = language()
    return ClauseSeen(
        id=clause.id, of=clause.of, says=clause.says.say(lang), check=clause.check.say(lang, vocabulary),
        kind=clause.check.name, severity=clause.severity, chapter=clause.chapter, guards=clause.guards,
        sources=[f"{one.manual} {one.section}".strip() for one in clause.sources],
        since=clause.since, until=clause.until,
    )  # fmt: skip


def _fields(fields: Any) -> list[FieldSeen]:
    return [FieldSeen(name=one.name, kind=one.kind, label=one.label.say(language())) for one in fields]


def _role(role: str) -> Wording:
    return ROLES.get(role) or Wording.of(role)
