"""Reports of what has happened, as other systems send them (CloudEvents 1.0) → acts, and what became of each.

    type     → the word, by our name or one that the standard says it is heard as
    subject  → whose story it is; further subjects in the extension `about`, a JSON array
    time     → when it happened; without it, when it was received
    data     → the word's fields, flat
    site     → an extension: the code of the unit, where a token is of more than one
    source, id  → by which a repeated delivery is known again, within the unit

Who says it, and how well it is known, is the token's alone. A report is never asked for now: no clause and no
follow-table refuses it; what does not follow is marked (ledger/act.py). Rows go through the door some hundreds
at a time.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import islice
from typing import Any, Literal

from django.conf import settings
from django.db import DataError, IntegrityError

from shouwen.events.event import LONGEST_NAME, Value
from shouwen.events.formats.cloudevents import Object
from shouwen.events.formats.own import about_of, data_of
from shouwen.events.story import START
from shouwen.fault import Fault
from shouwen.operation.ledger import clock, models
from shouwen.operation.ledger.act import act_many
from shouwen.operation.ledger.acts import Act, Done, NewCase
from shouwen.operation.ledger.channel import REGISTER
from shouwen.operation.ledger.editions import Working, working_at
from shouwen.operation.ledger.words import LEDGER
from shouwen.operation.ledger.writing import writing
from shouwen.operation.people import privacy
from shouwen.operation.people.models import Customer, PersonalText, Unit
from shouwen.operation.people.personal import PersonalData
from shouwen.operation.people.rights import Acting
from shouwen.operation.people.units import tree
from shouwen.operation.web.api_saying import SEALED, check_facts, check_word, sealed, unit_in_sight
from shouwen.operation.web.api_types import LONGEST_TEXT, read_time, with_times

Outcome = Literal["accepted", "accepted-late", "known", "refused"]

AT_ONCE = 500
"""Rows that go through the door together."""

LARGEST = 65_536
"""Characters of one row."""

_OF_THE_BOOK = frozenset(kind.name for kind in LEDGER.kinds) - {"device", "site-day"}
"""Kinds whose stories no report begins."""


@dataclass(frozen=True, slots=True)
class Row:
    """What became of one row.

    late         seconds between what happened and its noting, where that is more than settings.API_LATE
    out_of_turn  it does not follow in its story, and is marked
    """

    row: int
    id: str
    outcome: Outcome
    event: int | None = None
    late: int | None = None
    out_of_turn: bool = False
    fault: Fault | None = None


def take_in(rows: Iterable[tuple[int, Object | Fault]], by: Acting) -> Iterator[Row]:
    """Brings the rows in, and tells of each, in order. A Fault that `rows` raises ends it; what came before is in."""
    source = iter(rows)
    while chunk := list(islice(source, AT_ONCE)):
        yield from _chunk(chunk, by)


def tally(rows: Iterable[Row]) -> Counter[str]:
    """How many rows had each outcome."""
    return Counter(row.outcome for row in rows)


def _chunk(chunk: Sequence[tuple[int, Object | Fault]], by: Acting) -> list[Row]:
    acts: dict[int, Act] = {}
    faults: dict[int, Fault] = {}
    units: dict[str, Unit] = {}
    for place, (_number, value) in enumerate(chunk):
        try:
            if isinstance(value, Fault):
                raise value
            acts[place] = _act(value, by, units)
        except Fault as fault:
            faults[place] = fault
    results: dict[int, Done | Fault] = dict(zip(acts, _through(list(acts.values())), strict=True)) if acts else {}
    return [_row(number, value, results.get(place) or faults[place]) for place, (number, value) in enumerate(chunk)]


@dataclass(frozen=True, slots=True)
class _Ready:
    """An act with its free texts sealed; which texts and which customer were kept for it alone."""

    act: Act | Fault
    texts: tuple[str, ...] = ()
    met: Customer | None = None


def _through(acts: list[Act]) -> list[Done | Fault]:
    """Through the door together; where the database refuses them so, one by one."""
    try:
        with writing():
            ready = _ready(acts)
            done = iter(act_many([one.act for one in ready if isinstance(one.act, Act)], refusals=True))
            found = [next(done) if isinstance(one.act, Act) else one.act for one in ready]
            _clear(ready, found)
            return found
    except (IntegrityError, DataError):
        if len(acts) == 1:
            return [Fault("api-busy")]
    return [result for one in acts for result in _through([one])]


def _ready(acts: Sequence[Act]) -> list[_Ready]:
    """The acts as they may go through the door. A concern that begins has a customer, if an unnamed one."""
    subjects = {_subject(one) for one in acts if _begins_concern(one) or any(one.data.get(name) for name in SEALED)}
    rows = models.Case.objects.select_related("customer__key", "arose_from__customer__key").filter(subject__in=subjects)
    cases = list(rows) if subjects else []
    whose = {case.subject: case.customer or (case.arose_from.customer if case.arose_from else None) for case in cases}
    ready = []
    for one in acts:
        subject, met = _subject(one), None
        first = one.about[0]
        if isinstance(first, NewCase) and _begins_concern(one) and subject not in whose:
            met = whose[subject] = privacy.meet(first.unit, PersonalData(name=""))
            one = replace(one, about=[replace(first, customer=met), *one.about[1:]])  # noqa: PLW2901
        try:
            data = sealed(one.data, partial(whose.get, subject))
        except Fault as fault:
            ready.append(_Ready(fault, met=met))
            continue
        texts = [str(data[name]) for name in SEALED if data.get(name) != one.data.get(name)]
        ready.append(_Ready(replace(one, data=data), tuple(text.removeprefix(privacy.TEXT) for text in texts), met))
    return ready


def _clear(ready: Sequence[_Ready], found: Sequence[Done | Fault]) -> None:
    """What was kept for an act that was refused, or was known already, is kept no longer."""
    unused = [one for one, came in zip(ready, found, strict=True) if isinstance(came, Fault) or came.repeated]
    texts = [text for one in unused for text in one.texts]
    if texts:
        PersonalText.objects.filter(name__in=texts).delete()
    for one in unused:
        if one.met is not None and not models.Case._base_manager.filter(customer=one.met).exists():
            Customer._base_manager.filter(pk=one.met.pk).delete()


def _begins_concern(one: Act) -> bool:
    first = one.about[0]
    return isinstance(first, NewCase) and REGISTER.kind(first.kind).concern


def _act(value: Object, by: Acting, units: dict[str, Unit]) -> Act:
    """One report as an act. Raises Fault."""
    _check_characters(value)
    unit = _unit(value.get("site"), by, units)
    works_by = working_at(unit.pk)
    if "corrects" in value or "correction" in value:
        raise Fault("api-no-corrections")
    word = str(works_by.vocabulary.heard().get(value["type"], value["type"]))
    check_word(word)
    at = read_time(value["time"]) if "time" in value else clock.now()
    data = _data(value)
    check_facts(data, word, works_by)
    data = with_times(data, word, works_by)
    about = [_about(subject, word, unit, works_by, first=place == 0) for place, subject in enumerate(_subjects(value))]
    once = f"{unit.pk}\n{value['source']}\n{value['id']}"
    return Act(about=about, word=word, by=by, data=data, at=at, once=once)


def _about(subject: str, word: str, unit: Unit, works_by: Working, *, first: bool) -> str | NewCase:
    """The subject; where its story may begin with this word, one that begins if it is not there.

    A customer's concern begins with a word that its follow-table has at the start. Other kinds (a device, a day at a
    site) begin with any word, where a room brought them or a clause speaks of them.
    """
    kind, colon, name = subject.partition(":")
    if not (kind and colon and name) or len(subject) > LONGEST_NAME:
        raise Fault("subject-form", subject=subject[:40])
    known = REGISTER.kinds.get(kind)
    if known is None and kind not in works_by.clauses:
        raise Fault("api-kind", kind=kind[:40], kinds=", ".join(sorted(set(REGISTER.kinds) | set(works_by.clauses))))
    if kind in _OF_THE_BOOK or not first:
        return subject
    if known is not None and known.concern:
        starts = known.follow is not None and START in known.follow.after.get(word, ())
        return NewCase(kind=kind, unit=unit, name=name) if starts else subject
    return NewCase(kind=kind, unit=unit, name=name)


def _subjects(value: Object) -> tuple[str, ...]:
    about = value.get("about")
    try:
        named = about_of(about) if isinstance(about, str) and about else ()
    except (ValueError, TypeError, RecursionError):
        raise Fault("subject-form", subject=str(about)[:40]) from None
    subject = value.get("subject")
    subjects = tuple(dict.fromkeys([subject, *named] if subject else named))
    if not subjects:
        raise Fault("event-about-nothing")
    return subjects


def _data(value: Object) -> dict[str, Value]:
    if "data_base64" in value:
        raise Fault("api-data")
    try:
        return data_of({} if value.get("data") is None else value["data"])
    except TypeError:
        raise Fault("api-data") from None


def _unit(code: Any, by: Acting, units: dict[str, Unit]) -> Unit:
    """The unit that is named, or the only one that the token is of. Raises Fault."""
    own = {at for at, _ in by.posts if at in by.units}
    if code is None:
        if len(own) != 1:
            raise Fault("api-unit-needed")
        code = tree()[next(iter(own))].code
    named = str(code)
    if named not in units:
        units[named] = unit_in_sight(named, by)
    return units[named]


def _check_characters(value: Object) -> None:
    texts = list(_texts(value))
    if sum(map(len, texts)) > LARGEST:
        raise Fault("api-too-large", most=LARGEST)
    for text in texts:
        if "\0" in text or any("\ud800" <= sign <= "\udfff" for sign in text if sign >= "\ud800"):
            raise Fault("api-characters")
    data = value.get("data")
    for name, text in data.items() if isinstance(data, dict) else ():
        if isinstance(text, str) and len(text) > LONGEST_TEXT:
            raise Fault("api-too-large", place=name[:40], most=LONGEST_TEXT)


def _texts(value: Any) -> Iterator[str]:
    """Every text of the attributes and of flat data; deeper there may be none."""
    for name, held in value.items():
        yield name
        if isinstance(held, str):
            yield held
        elif name == "data" and isinstance(held, dict):
            yield from held
            yield from (text for text in held.values() if isinstance(text, str))


def _subject(one: Act) -> str:
    first = one.about[0]
    return f"{first.kind}:{first.name}" if isinstance(first, NewCase) else str(first)


def _row(number: int, value: Object | Fault, result: Done | Fault) -> Row:
    named = "" if isinstance(value, Fault) else str(value["id"])[:LONGEST_NAME]
    if isinstance(result, Fault):
        return Row(number, named.encode("utf-8", "replace").decode(), "refused", fault=result)
    event = result.event
    if result.repeated:
        return Row(number, named, "known", event=event.pk)
    out_of_turn = event.data.get("out_of_turn") is True
    behind = event.noted_at - event.at
    late = behind if behind > settings.API_LATE else None
    outcome: Outcome = "accepted-late" if late is not None or out_of_turn else "accepted"
    return Row(number, named, outcome, event=event.pk, late=late, out_of_turn=out_of_turn)
