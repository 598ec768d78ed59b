"""How another system's log says what our vocabulary says: the mapping, as a standard's section `log` writes it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, NamedTuple

from shouwen.events.event import GRADES, Value
from shouwen.events.vocabulary import BLANK, nearest
from shouwen.fault import Fault
from shouwen.worktime import zone_of

RawRow = Mapping[str, str | None]
"""One event as another system wrote it: column or attribute → text. An attribute of an XES trace is "case:NAME",
what the data of a CloudEvent hold is "data.NAME"."""

_NEEDED = ("kind", "subject", "word", "at")
_OPTIONAL = ("by", "site", "grade", "zone", "dayfirst", "when", "first", "fields")
_PLACE = re.compile(r" log(: \d+)?$|: \d+$")  # how a place goes on behind the file
_NAMES = ("kind", "subject", "at", "by", "site", "grade", "zone")
_FLAGS = ("dayfirst", "first")


class Row(NamedTuple):
    """One event of another system's log in our words, not numbered yet. `micros` is the original time, since 1970.

    Rows of one `key` tell the same event (a CloudEvent sent twice); a row without a key is like no other.
    """

    micros: int
    subject: str
    word: str
    by: str
    site: str
    grade: str
    data: dict[str, Value]
    key: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """Where another system's log keeps what an event needs: names of columns or attributes.

    kind      kind of subject, such as ticket: the subject of an event is "ticket:" and what `subject` holds;
              with the kind "" the column holds the whole subject
    word      the column of the word; or "", and each row tells of our word `always`, where its time is filled
    at        when it happened; `zone` is that of times without an offset (None: they are UTC),
              `dayfirst` reads 28/01/2025 as the 28th of January
    by, site  nobody and nowhere if None
    grade     how good this system's word is as evidence
    when      column → the texts it may hold; other rows are passed over
    first     rows that tell the same word of the same subject at the same time are one event, as the first tells it
    fields    our field → its column; no others are read
    also      further mappings over the same rows: one row may tell of several events
    place     where the mapping is written, for faults found later
    """

    kind: str
    subject: str
    word: str
    at: str
    always: str = ""
    by: str | None = None
    site: str | None = None
    grade: str = "system"
    zone: str | None = None
    dayfirst: bool = False
    when: Mapping[str, frozenset[str]] = field(default_factory=dict)
    first: bool = False
    fields: Mapping[str, str] = field(default_factory=dict)
    also: tuple[Heard, ...] = ()
    place: str = field(default="", compare=False)

    @classmethod
    def of(cls, data: object, *, place: str) -> Heard:
        """From the section `log` of a standard, or a file of its own: one mapping or a list of them. Raises Fault.

        Where the page knows its lines, the fault names the line.
        """
        if not isinstance(data, list):
            return _heard(data, place)
        if not data:
            raise Fault("log-section-form", place=place)
        first, *others = [_heard(one, f"{place}: {number}") for number, one in enumerate(data, 1)]
        return replace(first, also=tuple(others))

    def each(self) -> tuple[Heard, ...]:
        """This mapping and those beside it."""
        return (self, *self.also)

    def columns(self) -> tuple[str, ...]:
        """Every column that is read, each once."""
        found: dict[str, None] = {}
        for one in self.each():
            own = (one.subject, one.word or None, one.at, one.by, one.site)
            found.update(dict.fromkeys(column for column in (*own, *one.fields.values(), *one.when) if column))
        return tuple(found)


def _heard(data: object, place: str) -> Heard:
    here = _line(data, None, place)
    if not isinstance(data, Mapping):
        raise Fault("log-section-form", place=here)
    keys = dict.fromkeys((*_NEEDED, *_OPTIONAL))
    for key in data:
        if key not in keys:
            raise Fault("log-key-unknown", place=_line(data, key, place), key=_short(key), near=nearest(str(key), keys))
    for key in _NEEDED:
        if data.get(key) is None:
            raise Fault("log-key-missing", place=here, key=key, keys=", ".join(_NEEDED))
    places = {key: f"{_line(data, key, place)}: {key}" for key in keys}
    given: dict[str, Any] = {key: _text(data[key], places[key]) for key in _NAMES if data.get(key) is not None}
    for key in _FLAGS:
        if data.get(key) is not None:
            given[key] = _flag(data[key], places[key])
    if not given["kind"].isidentifier():
        raise Fault("log-kind-form", place=_line(data, "kind", place), kind=_short(given["kind"]))
    if given.get("grade", GRADES[0]) not in GRADES:
        grades = ", ".join(GRADES)
        raise Fault("grade-unknown", place=_line(data, "grade", place), grade=_short(given["grade"]), grades=grades)
    if "zone" in given:
        zone_of(given["zone"], place=_line(data, "zone", place))
    word, always = _word(data["word"], places["word"])
    fields = data.get("fields") or {}
    if not isinstance(fields, Mapping):
        raise Fault("log-fields-form", place=places["fields"])
    columns = {str(name): _text(column, f"{places['fields']}: {name}") for name, column in fields.items()}
    when = _when(data.get("when"), places["when"])
    return Heard(**given, word=word, always=always, when=when, fields=columns, place=here)


def _word(value: object, place: str) -> tuple[str, str]:
    """The column of the word, or the word that each row tells of."""
    if not isinstance(value, Mapping):
        return _text(value, place), ""
    if list(value) != ["always"]:
        raise Fault("log-always-form", place=place)
    return "", _text(value["always"], f"{place}: always")


def _when(value: object, place: str) -> dict[str, frozenset[str]]:
    if value is None:
        return {}
    if not isinstance(value, Mapping) or not value:
        raise Fault("log-when-form", place=place)
    when: dict[str, frozenset[str]] = {}
    for column, wanted in value.items():
        texts: set[str] = set()
        for one in wanted if isinstance(wanted, list) else [wanted]:
            if isinstance(one, Mapping | Sequence) and not isinstance(one, str):
                raise Fault("log-when-form", place=f"{place}: {column}")
            texts |= _written(one)
        when[str(column)] = frozenset(texts)
    return when


def _written(value: object) -> set[str]:
    """How a cell may write a value of the page."""
    if isinstance(value, bool):
        return {str(value), str(value).lower(), str(value).upper()}
    if value is None:
        return {""}
    return {str(getattr(value, "text", value)).strip(BLANK)}


def _line(data: object, key: object, place: str) -> str:
    """`place` with the line of the section, or of a key of it, where the page knows it (standard/page.py)."""
    line = getattr(data, "line", 0)
    if key is not None:
        line = getattr(data, "lines", {}).get(str(key), line)
    if not line:
        return place
    file = _PLACE.sub("", place)
    return f"{file}:{line}{' log' if place[len(file) :].startswith(' log') else ''}"


def _text(value: object, place: str) -> str:
    if not isinstance(value, str) or not value.strip(BLANK):
        raise Fault("log-name-form", place=place, given=_short(value))
    return value


def _flag(value: object, place: str) -> bool:
    if not isinstance(value, bool):
        raise Fault("log-switch-form", place=place, given=_short(value))
    return value


def _short(value: object) -> str:
    text = str(value)
    return text if len(text) <= 40 else text[:37] + "…"
