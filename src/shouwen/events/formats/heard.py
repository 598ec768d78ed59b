"""How another system's log says what our vocabulary says, and its raw rows heard so."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from math import isfinite
from typing import NamedTuple

from shouwen.events.event import GRADES, LONGEST_NAME, Value
from shouwen.events.vocabulary import BLANK, Kind, Vocabulary, nearest
from shouwen.fault import Fault
from shouwen.worktime import zone_of

RawRow = Mapping[str, str | None]
"""One event as another system wrote it: column or attribute → text. An attribute of an XES trace is "case:NAME"."""

MOST_UNHEARD = 1_000
"""Names of unheard words that are told apart; further ones are counted together as OTHERS."""

OTHERS = "…"

_NEEDED = ("kind", "subject", "word", "at")
_OPTIONAL = ("by", "site", "grade", "zone", "fields")

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
_SECOND = 1_000_000

# As people and spreadsheets write it: 2024/1/5 9:03, 2024.1.5, 2024年1月5日 9:03:00.5 +08:00
_LOOSE_TIME = re.compile(
    r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?"
    r"(?:[ T]+(\d{1,2}):(\d\d)(?::(\d\d)(?:[.,](\d+))?)?)?\s*(Z|[+-]\d\d:?\d\d)?"
)
_NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?", re.ASCII)
_MOST_EXACT = 2**53
_FLAGS = {
    **dict.fromkeys(("true", "t", "yes", "y", "1", "是"), True),
    **dict.fromkeys(("false", "f", "no", "n", "0", "否"), False),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """Where another system's log keeps what an event needs: names of columns or attributes.

    kind     kind of subject, such as ticket: the subject of an event is "ticket:" and what `subject` holds
    at       when it happened; `zone` is that of times without an offset (None: they are UTC)
    by, site nobody and nowhere if None
    grade    how good this system's word is as evidence
    fields   our field → its column; no others are read
    """

    kind: str
    subject: str
    word: str
    at: str
    by: str | None = None
    site: str | None = None
    grade: str = "system"
    zone: str | None = None
    fields: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, data: Mapping[str, object], *, place: str) -> Heard:
        """From the `log:` section of a standard's file. Raises Fault."""
        if not isinstance(data, Mapping):
            raise Fault("log-section-form", place=place)
        keys = dict.fromkeys((*_NEEDED, *_OPTIONAL))
        for key in data:
            if key not in keys:
                raise Fault("log-key-unknown", place=place, key=_short(key), near=nearest(str(key), keys))
        for key in _NEEDED:
            if data.get(key) is None:
                raise Fault("log-key-missing", place=place, key=key, keys=", ".join(_NEEDED))
        fields = data.get("fields") or {}
        if not isinstance(fields, Mapping):
            raise Fault("log-fields-form", place=f"{place}: fields")
        given = [(key, value) for key, value in data.items() if key != "fields" and value is not None]
        texts = {key: _text(value, f"{place}: {key}") for key, value in given}
        columns = {str(name): _text(column, f"{place}: fields: {name}") for name, column in fields.items()}
        if not texts["kind"].isidentifier():
            raise Fault("log-kind-form", place=place, kind=_short(texts["kind"]))
        if texts.get("grade", GRADES[0]) not in GRADES:
            raise Fault("grade-unknown", place=place, grade=_short(texts["grade"]), grades=", ".join(GRADES))
        if "zone" in texts:
            zone_of(texts["zone"], place=place)
        return cls(**texts, fields=columns)

    def columns(self) -> tuple[str, ...]:
        """Every column that is read, each once."""
        own = (self.subject, self.word, self.at, self.by, self.site)
        return tuple(dict.fromkeys(column for column in (*own, *self.fields.values()) if column is not None))


class Row(NamedTuple):
    """One event of another system's log in our words, not numbered yet. `micros` is the original time, since 1970."""

    micros: int
    subject: str
    word: str
    by: str
    site: str
    grade: str
    data: dict[str, Value]


class Hearing:
    """Turns the raw rows of one file into Rows, and counts the words that the vocabulary does not know."""

    def __init__(self, heard: Heard, vocabulary: Vocabulary) -> None:
        """Raises Fault for a field that neither a word nor the facts declare."""
        self.unheard: Counter[str] = Counter()
        self._heard = heard
        self._zone = None if heard.zone is None else zone_of(heard.zone)
        self._with_offset = self._without_offset = ""
        declared = {**vocabulary.facts}
        for word in vocabulary.words.values():
            declared.update(word.fields)
        for name in heard.fields:
            if name not in declared:
                raise Fault("log-field-unknown", field=_short(name), near=nearest(name, declared))
        plans: dict[str, list[tuple[str, str, Kind]]] = {}
        for word in vocabulary.words.values():
            fields = {**vocabulary.facts, **word.fields}
            plans[word.name] = [
                (name, column, fields[name].kind) for name, column in heard.fields.items() if name in fields
            ]
        self._words = {theirs: (ours, plans[ours]) for theirs, ours in vocabulary.heard().items()}

    def row(self, raw: RawRow, number: int) -> Row | None:
        """The row in our words; None where its word is unheard. Raises Fault, which names the row.

        Fault("log-mixed-zones") speaks of the whole file, every other one of this row alone.
        """
        heard = self._heard
        theirs = self._need(raw, heard.word, number)
        found = self._words.get(theirs)
        if found is None:
            self._count(theirs)
            return None
        word, plan = found
        subject = f"{heard.kind}:{self._need(raw, heard.subject, number)}"
        by = (raw.get(heard.by) or "").strip(BLANK) if heard.by is not None else ""
        site = (raw.get(heard.site) or "").strip(BLANK) if heard.site is not None else ""
        for name in (subject, by, site):
            if len(name) > LONGEST_NAME:
                length, most = len(name), LONGEST_NAME
                raise Fault("name-too-long", place=f"row {number}", name=_short(name), length=length, most=most)
        text = self._need(raw, heard.at, number)
        micros = self._micros(text, heard.at, number)
        if micros < 0:
            raise Fault("time-before-1970", place=f"row {number}", time=_short(text))
        data: dict[str, Value] = {}
        for name, column, kind in plan:
            value = raw.get(column)
            if value is not None and (bare := value.strip(BLANK)):
                data[name] = value if kind == "text" else self._convert(bare, kind, column, number)
        return Row(micros, subject, word, by, site, heard.grade, data)

    def _need(self, raw: RawRow, column: str, number: int) -> str:
        text = (raw.get(column) or "").strip(BLANK)
        if text:
            return text
        filled = [_short(name) for name, value in raw.items() if value]
        raise Fault("log-value-missing", place=f"row {number}", column=column, filled=", ".join(filled[:20]) or "-")

    def _count(self, word: str) -> None:
        name = word[:LONGEST_NAME]
        known = name in self.unheard or len(self.unheard) < MOST_UNHEARD
        self.unheard[name if known else OTHERS] += 1

    def _convert(self, text: str, kind: Kind, column: str, number: int) -> Value:
        if kind == "time":
            return self._micros(text, column, number) // _SECOND
        if kind == "flag":
            flag = _FLAGS.get(text.lower())
            if flag is None:
                raise Fault("log-flag-form", place=f"row {number}", column=column, text=_short(text))
            return flag
        value = float(text) if _NUMBER.fullmatch(text) else float("nan")
        if not isfinite(value):
            raise Fault("log-number-form", place=f"row {number}", column=column, text=_short(text))
        return int(value) if value.is_integer() and abs(value) < _MOST_EXACT else value

    def _micros(self, text: str, column: str, number: int) -> int:
        """The microseconds since 1970 of a time as written."""
        try:
            moment = datetime.fromisoformat(text)
        except ValueError:
            moment = _loose(text, column, number)
        if moment.tzinfo is not None:
            if not self._with_offset:
                self._with_offset = f"row {number} ({column}: {_short(text)})"
                self._check_zones()
            return (moment - _EPOCH) // _MICROSECOND
        if not self._without_offset:
            self._without_offset = f"row {number} ({column}: {_short(text)})"
            self._check_zones()
        local = (moment.replace(tzinfo=UTC) - _EPOCH) // _MICROSECOND
        if self._zone is None:
            return local
        return self._zone.instant(local // _SECOND) * _SECOND + local % _SECOND

    def _check_zones(self) -> None:
        if self._zone is None and self._with_offset and self._without_offset:
            raise Fault("log-mixed-zones", having=self._with_offset, lacking=self._without_offset)


def _loose(text: str, column: str, number: int) -> datetime:
    match = _LOOSE_TIME.fullmatch(text)
    try:
        if match is None:
            raise ValueError
        year, month, day, hour, minute, second, fraction, offset = match.groups(default="")
        moment = datetime(int(year), int(month), int(day), int(hour or 0), int(minute or 0), int(second or 0))
        zone = datetime.fromisoformat(f"2000-01-01T00:00{offset}").tzinfo
    except ValueError:
        raise Fault("log-time-form", place=f"row {number}", column=column, text=_short(text)) from None
    return moment.replace(microsecond=int(fraction[:6].ljust(6, "0")), tzinfo=zone)


def _text(value: object, place: str) -> str:
    if not isinstance(value, str) or not value.strip(BLANK):
        raise Fault("log-name-form", place=place, given=_short(value))
    return value


def _short(value: object) -> str:
    text = str(value)
    return text if len(text) <= 40 else text[:37] + "…"
