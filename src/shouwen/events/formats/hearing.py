"""Another system's raw rows, heard in our words."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from math import isfinite

from shouwen.events.event import LATEST, LONGEST_NAME, Value
from shouwen.events.formats.heard import Heard, RawRow, Row
from shouwen.events.formats.written_time import SECOND, Times
from shouwen.events.vocabulary import BLANK, Kind, Vocabulary, nearest
from shouwen.fault import Fault

MOST_UNHEARD = 1_000
"""Names of unheard words that are told apart; further ones are counted together as OTHERS."""

OTHERS = "…"

DATA = "data."
"""What the columns of a CloudEvent's data begin with."""

_NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?", re.ASCII)
_MOST_EXACT = 2**53
_FLAGS = {
    **dict.fromkeys(("true", "t", "yes", "y", "1", "是"), True),
    **dict.fromkeys(("false", "f", "no", "n", "0", "否"), False),
}

_Plan = list[tuple[str, str, Kind]]


class Hearings:
    """All mappings over the rows of one file: one row may tell of several events, or of none."""

    def __init__(self, heard: Heard, vocabulary: Vocabulary | None) -> None:
        self.unheard: Counter[str] = Counter()
        self._all = [Hearing(one, vocabulary, unheard=self.unheard) for one in heard.each()]

    def rows(self, raw: RawRow, number: int, *, key: str = "") -> Iterator[Row | Fault]:
        """What the row tells, mapping by mapping; rows of one `key` tell the same. Raises Fault("log-mixed-zones")."""
        for place, hearing in enumerate(self._all):
            try:
                row = hearing.row(raw, number)
            except Fault as fault:
                if fault.code == "log-mixed-zones":
                    raise
                yield fault
                continue
            if row is not None:
                yield row._replace(key=f"{place} {key}") if key else row


class Hearing:
    """Turns raw rows into Rows by one mapping, and counts the words that the vocabulary does not know.

    Without a vocabulary every word is heard as it is, and fields are texts.
    """

    def __init__(self, heard: Heard, vocabulary: Vocabulary | None, *, unheard: Counter[str] | None = None) -> None:
        """Raises Fault for a field or a word that the vocabulary does not declare."""
        self.unheard: Counter[str] = Counter() if unheard is None else unheard
        self._heard = heard
        self._times = Times(zone=heard.zone, dayfirst=heard.dayfirst)
        self._told: set[tuple[str, str, int]] = set()
        self._words: dict[str, tuple[str, _Plan]] | None = None
        self._plain: _Plan = [(name, column, "text") for name, column in heard.fields.items()]
        if vocabulary is not None:
            self._words = _plans(heard, vocabulary)

    def row(self, raw: RawRow, number: int) -> Row | None:
        """The row in our words; None where its word is unheard, or it tells of nothing. Raises Fault, naming the row.

        Fault("log-mixed-zones") speaks of the whole file, every other one of this row alone.
        """
        heard = self._heard
        for column, wanted in heard.when.items():
            if (raw.get(column) or "").strip(BLANK) not in wanted:
                return None
        if heard.always:
            if not (raw.get(heard.at) or "").strip(BLANK):
                return None
            theirs = heard.always
        else:
            theirs = self._need(raw, heard.word, number)
        word, plan = theirs, self._plain
        if self._words is not None:
            found = self._words.get(theirs)
            if found is None:
                self._count(theirs)
                return None
            word, plan = found
        subject = self._subject(raw, number)
        by = (raw.get(heard.by) or "").strip(BLANK) if heard.by is not None else ""
        site = (raw.get(heard.site) or "").strip(BLANK) if heard.site is not None else ""
        for name in (subject, by, site, word):
            if len(name) > LONGEST_NAME:
                length, most = len(name), LONGEST_NAME
                raise Fault("name-too-long", place=f"row {number}", name=_short(name), length=length, most=most)
        text = self._need(raw, heard.at, number)
        micros = self._times.micros(text, heard.at, number)
        if micros < 0:
            raise Fault("time-before-1970", place=f"row {number}", time=_short(text))
        if micros >= (LATEST + 1) * SECOND:
            raise Fault("time-after-9999", place=f"row {number}", time=_short(text))
        data: dict[str, Value] = {}
        for name, column, kind in plan:
            value = raw.get(column)
            if value is not None and (bare := value.strip(BLANK)):
                data[name] = value if kind == "text" else self._convert(bare, kind, column, number)
        if self._words is None and not heard.kind:
            data = {name.removeprefix(DATA): value for name, value in raw.items() if name.startswith(DATA)}
        if heard.first:
            told = (word, subject, micros)
            if told in self._told:
                return None
            self._told.add(told)
        return Row(micros, subject, word, by, site, heard.grade, data)

    def _subject(self, raw: RawRow, number: int) -> str:
        heard = self._heard
        name = self._need(raw, heard.subject, number)
        if heard.kind:
            return f"{heard.kind}:{name}"
        kind, colon, rest = name.partition(":")
        if not (kind and colon and rest):
            raise Fault("subject-form", place=f"row {number}", subject=_short(name))
        return name

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
            return self._times.micros(text, column, number) // SECOND
        if kind == "flag":
            flag = _FLAGS.get(text.lower())
            if flag is None:
                raise Fault("log-flag-form", place=f"row {number}", column=column, text=_short(text))
            return flag
        value = float(text) if _NUMBER.fullmatch(text) else float("nan")
        if not isfinite(value):
            raise Fault("log-number-form", place=f"row {number}", column=column, text=_short(text))
        return int(value) if value.is_integer() and abs(value) < _MOST_EXACT else value


def _plans(heard: Heard, vocabulary: Vocabulary) -> dict[str, tuple[str, _Plan]]:
    """Their name of a word → ours, and which columns hold its fields, of which kind."""
    declared = {**vocabulary.facts}
    for word in vocabulary.words.values():
        declared.update(word.fields)
    for name in heard.fields:
        if name not in declared:
            raise Fault("log-field-unknown", place=heard.place, field=_short(name), near=nearest(name, declared))
    plans: dict[str, _Plan] = {}
    for word in vocabulary.words.values():
        fields = {**vocabulary.facts, **word.fields}
        plans[word.name] = [
            (name, column, fields[name].kind) for name, column in heard.fields.items() if name in fields
        ]
    if heard.always:
        if heard.always not in plans:
            near = nearest(heard.always, vocabulary.words)
            raise Fault("word-unknown", place=heard.place, word=_short(heard.always), near=near)
        return {heard.always: (heard.always, plans[heard.always])}
    return {theirs: (ours, plans[ours]) for theirs, ours in vocabulary.heard().items()}


def _short(value: object) -> str:
    text = str(value)
    return text if len(text) <= 40 else text[:37] + "…"
