"""A case's thread as its page tells it: each event in words, with what was corrected, and notices set apart."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from shouwen.events.event import Event
from shouwen.events.vocabulary import Field
from shouwen.operation.ledger import customers, models, read, words
from shouwen.operation.ledger.attaching import FILE, Kept, files_of
from shouwen.operation.ledger.editions import Working
from shouwen.operation.ledger.story_state import number_in
from shouwen.operation.people import privacy
from shouwen.operation.people.rights import Acting
from shouwen.operation.people.roles import MANAGERS
from shouwen.operation.people.units import tree
from shouwen.operation.web.case_parts import part_of
from shouwen.wording import Wording

LATE = 120
"""Seconds between happening and noting from which on a page says that it was noted later."""

MOST = 200
"""Lines of a thread that are shown at once, the latest."""

_ICONS: Mapping[str, tuple[str, str]] = {
    words.OFFER: ("arrows-exchange", "blue"),
    words.ACCEPT: ("user-check", "accent"),
    words.REFUSE: ("arrow-back-up", "amber"),
    words.TAKE_BACK: ("arrow-back-up", "grey"),
    words.TAKE: ("user-check", "accent"),
    words.PROMISE: ("calendar-event", "blue"),
    words.KEEP: ("checks", "green"),
    words.RELEASE: ("calendar", "grey"),
    words.NOTE: ("note", "grey"),
    words.ATTACH: ("paperclip", "grey"),
    words.WARNED: ("clock-exclamation", "amber"),
    words.BROKEN: ("circle-x", "red"),
    words.WITHDRAWN: ("circle-check", "green"),
    words.SHOWN: ("eye", "amber"),
    words.KNOWN: ("id-badge-2", "grey"),
    words.FORGOTTEN: ("trash", "grey"),
    words.CHANGED: ("settings", "grey"),
    words.SHIFT_BEGUN: ("login", "accent"),
    words.SHIFT_ENDED: ("logout", "grey"),
}
_UNSAID = frozenset(
    {"opened_by", "customer", "out_of_turn", "site_kind", "size_class", "on_shift", "arose_from", "items", "kept"}
)
_VALUES: Mapping[str, Mapping[str, Wording]] = {words.SHOWN: customers.REASONS, words.KNOWN: customers.FIELDS}


@dataclass(frozen=True, slots=True)
class Fact:
    """A field of an event.

    form   how the value is shown: "text", "words", "name", "number", "time", "flag", "file", "gone" (erased)
    plain  what was said itself, which needs no label
    """

    label: Wording
    value: object
    form: str
    plain: bool = False


@dataclass(frozen=True, slots=True)
class Mended:
    """A correction: by whom, when, why; what it made of the event."""

    by: str
    at: int
    reason: str
    void: bool
    moved_to: int | None
    fields: tuple[Fact, ...]


@dataclass(frozen=True, slots=True)
class Moment:
    """A line of the thread. `was_at`: when it was first said to have happened, where that was corrected."""

    id: int
    at: int
    noted_at: int
    label: Wording
    icon: str
    tone: str
    by: str
    grade: str
    notice: bool
    facts: tuple[Fact, ...]
    mended: tuple[Mended, ...]
    void: bool
    out_of_turn: bool
    may_correct: bool

    @property
    def late(self) -> bool:
        """Whether it was noted well after it happened; a notice is stamped with the second it was due."""
        return not self.notice and self.noted_at - self.at > LATE

    @property
    def was_at(self) -> int | None:
        """The time that was corrected."""
        return next((self.at for one in self.mended if one.moved_to is not None), None)

    @property
    def shown_at(self) -> int:
        """When it happened, as is known now."""
        return next((one.moved_to for one in reversed(self.mended) if one.moved_to is not None), self.at)


@dataclass(slots=True)
class Told:
    """What the thread's events refer to, fetched at once: texts, files, people, clauses."""

    working: Working
    texts: Mapping[str, str | None] = field(default_factory=dict)
    files: Mapping[str, Kept] = field(default_factory=dict)
    people: Mapping[str, str] = field(default_factory=dict)
    clauses: Mapping[str, Wording] = field(default_factory=dict)
    values: Mapping[str, Mapping[str, Wording]] = field(default_factory=dict)


def moments(
    case: models.Case, lines: Sequence[read.Line], working: Working, acting: Acting, owed: Iterable[read.Owes]
) -> list[Moment]:
    """The thread, oldest first. A correction stands with what it corrects. Four queries at most, however long it is."""
    told = _told(case, lines, working, owed)
    mended: dict[int, list[Mended]] = {}
    for line in lines:
        if line.row.corrects_id is not None:
            mended.setdefault(line.row.corrects_id, []).append(_mended(line, told))
    part = part_of(case.kind)
    icons = {**_ICONS, **(part.icons if part is not None else {})}
    manages = acting.system or bool(set(MANAGERS) & acting.roles_at(case.unit_id))
    return [
        _moment(line, told, mended.get(line.row.pk, []), icons, manages, acting)
        for line in lines
        if line.row.corrects_id is None
    ]


def _moment(
    line: read.Line,
    told: Told,
    mended: Sequence[Mended],
    icons: Mapping[str, tuple[str, str]],
    manages: bool,
    acting: Acting,
) -> Moment:
    row = line.row
    icon, tone = icons.get(row.word, ("message-circle", "accent"))
    notice = read.is_notice(row)
    return Moment(
        id=row.pk,
        at=row.at,
        noted_at=row.noted_at,
        label=line.label,
        icon=icon,
        tone=tone,
        by=told.people.get(row.by, row.by.partition(":")[2] if row.by.startswith("device:") else ""),
        grade=row.grade,
        notice=notice,
        facts=_facts(row.word, line.event.data if not line.void else row.data, told),
        mended=tuple(mended),
        void=line.void,
        out_of_turn=row.data.get("out_of_turn") is True,
        may_correct=not notice and (manages or (row.by == acting.reference and bool(row.by))),
    )


def _mended(line: read.Line, told: Told) -> Mended:
    row = line.row
    correction = row.correction or {}
    reason = str(row.data.get("reason") or "")
    return Mended(
        by=told.people.get(row.by, ""),
        at=row.noted_at,
        reason=(told.texts.get(reason) or "") if reason.startswith(privacy.TEXT) else reason,
        void=bool(correction.get("void")),
        moved_to=correction.get("at"),
        fields=_facts(row.word, correction.get("data") or {}, told),
    )


def _told(case: models.Case, lines: Sequence[read.Line], working: Working, owed: Iterable[read.Owes]) -> Told:
    references = {str(value) for line in lines for value in _values(line.row) if isinstance(value, str)}
    named = {reference for reference in references if reference.startswith("staff:")}
    people = {line.row.by: line.by.name for line in lines if line.by is not None}
    missing = named - set(people)
    people |= {reference: staff.name for reference, staff in (read.people_named(missing) if missing else {}).items()}
    part = part_of(case.kind)
    texts = {reference for reference in references if reference.startswith(privacy.TEXT)}
    return Told(
        working=working,
        texts=privacy.read_texts(texts) if texts else {},
        files=files_of(case) if any(reference.startswith(FILE) for reference in references) else {},
        people=people,
        values=part.values if part is not None else {},
        clauses={one.row.clause: one.clause.says for one in owed if one.clause is not None},
    )


def _values(row: models.Event) -> Iterable[object]:
    yield from row.data.values()
    yield from ((row.correction or {}).get("data") or {}).values()


def _facts(word: str, data: Mapping[str, object], told: Told) -> tuple[Fact, ...]:
    known = told.working.vocabulary.words.get(word)
    fields: Mapping[str, Field] = known.fields if known is not None else {}
    facts = []
    for name, value in data.items():
        declared = fields.get(name) or told.working.vocabulary.facts.get(name)
        if name in _UNSAID or value is None or (declared is None and name not in fields):
            continue
        label = declared.label if declared is not None else Wording.of(name)
        facts.append(_fact(word, name, label, declared.kind if declared is not None else "text", value, told))
    return tuple(facts)


def _fact(word: str, name: str, label: Wording, kind: str, value: object, told: Told) -> Fact:
    text = str(value)
    if kind in ("time", "flag"):
        return Fact(label, value, kind)
    if name == "clause":
        return Fact(label, told.clauses.get(text, Wording.of(text)), "words")
    if name == "what" and word in _VALUES:
        return Fact(label, _all_of(text, _VALUES[word]), "words")
    if text in told.values.get(name, ()):
        return Fact(label, told.values[name][text], "words")
    if text.startswith(privacy.TEXT):
        read_text = told.texts.get(text)
        return Fact(label, read_text, "text" if read_text is not None else "gone", name == "text")
    if text.startswith(FILE):
        kept = told.files.get(text)
        return Fact(label, kept, "file" if kept is not None and kept.title is not None else "gone", True)
    if text.startswith("staff:"):
        return Fact(label, told.people.get(text, ""), "name")
    unit = number_in(text, "unit")
    if unit is not None:
        place = tree().get(unit)
        return Fact(label, place.name if place is not None else "", "name")
    if isinstance(value, float) and value.is_integer():
        text = str(int(value))
    return Fact(label, text, "text" if kind == "text" else "number", name == "text")


def _all_of(text: str, known: Mapping[str, Wording]) -> Wording:
    """Several names of a list, each in words."""
    found = [known.get(name) or Wording.of(name) for name in text.split(", ")]
    return Wording(
        "、".join(one.zh_hans for one in found),
        "、".join(one.zh_hant for one in found),
        ", ".join(one.en for one in found),
    )


def promised_until(event: Event) -> int | None:
    """The time that was promised."""
    until = event.data.get("until")
    return until if isinstance(until, int) else None
