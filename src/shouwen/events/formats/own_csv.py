"""Our own log as a table that a spreadsheet opens: every event with all that was said of it, and back."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from shouwen.events.event import Event
from shouwen.events.formats.heard import RawRow
from shouwen.events.formats.own import about_of, about_text, correction_of, correction_text, data_of, data_text, parse
from shouwen.events.formats.written_time import instant, written
from shouwen.fault import Fault

HEADER = (
    "event", "subjects", "word", "happened", "noted", "site", "by", "grade", "data", "corrects event", "correction",
)  # fmt: skip
"""The columns. A table that has them all is ours. Times are ISO 8601 with their offset, data and correction JSON."""


def rows_of(events: Iterable[Event]) -> Iterator[tuple[object, ...]]:
    """The rows below the header."""
    for event in events:
        correction = "" if event.correction is None else correction_text(event.correction, event.id)
        at = written(event.at) + "+00:00"
        noted = at if event.noted_at == event.at else written(event.noted_at) + "+00:00"
        yield (
            event.id, about_text(event.about), event.word, at, noted, event.site, event.by, event.grade,
            data_text(event.data, event.id), "" if event.corrects is None else event.corrects, correction,
        )  # fmt: skip


def event_of(raw: RawRow, number: int) -> Event:
    """The event of a row. Raises Fault, which names the row."""
    cells = [raw.get(name) or "" for name in HEADER]
    own, about, word, at, noted, site, by, grade, data, corrects, correction = cells
    place = 0
    try:
        event_id = int(own)
        place = 1
        subjects = about_of(about)
        place = 3
        happened = instant(at)
        place = 4
        noted_at = happened if noted == at else instant(noted)
        place = 8
        fields = data_of(parse(data)) if data and data != "{}" else {}
        place = 9
        corrected = int(corrects) if corrects else None
        place = 10
        said = correction_of(parse(correction)) if correction else None
    except (ValueError, TypeError, KeyError, RecursionError):
        given = cells[place] if len(cells[place]) <= 40 else cells[place][:37] + "…"
        raise Fault("log-own-row", place=f"row {number}", column=HEADER[place], given=given or "-") from None
    try:
        return Event(
            id=event_id, about=subjects, word=word, at=happened, noted_at=noted_at, site=site, by=by, grade=grade,
            data=fields, corrects=corrected, correction=said,
        )  # fmt: skip
    except Fault as fault:
        raise fault.at(f"row {number}") from None
