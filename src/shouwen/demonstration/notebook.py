"""What is noted while a month is made up: in any order, then as a log, numbered in the order of noting."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import chain

from shouwen.events.event import Correction, Event, Value
from shouwen.worktime import Instant


@dataclass(slots=True, eq=False)
class Note:
    """An event that has no number yet."""

    word: str
    at: Instant
    noted_at: Instant
    about: tuple[str, ...]
    site: str
    by: str
    grade: str
    data: Mapping[str, Value]
    corrects: Note | None = None
    correction: Correction | None = None


class Notebook:
    """The notes of one site. The kind of the site, a fact of the place, rides on each."""

    def __init__(self, site: str, site_kind: str) -> None:
        self.notes: list[Note] = []
        self._site = site
        self._site_kind = site_kind

    def note(
        self,
        word: str,
        at: float,
        *about: str,
        by: str,
        grade: str,
        noted_at: float | None = None,
        data: Mapping[str, Value] | None = None,
    ) -> Note:
        """Note that something happened: at once, or late, at `noted_at`."""
        facts: dict[str, Value] = {"site_kind": self._site_kind}
        happened = int(at)
        noted = happened if noted_at is None else max(happened, int(noted_at))
        note = Note(word, happened, noted, about, self._site, by, grade, {**facts, **data} if data else facts)
        self.notes.append(note)
        return note

    def correct(
        self,
        note: Note,
        noted_at: float,
        reason: str,
        *,
        by: str,
        at: float | None = None,
        data: Mapping[str, Value] | None = None,
        void: bool = False,
    ) -> None:
        """Correct a note: when it happened, fields that it holds, or that it happened at all."""
        noted = max(note.noted_at + 1, int(noted_at))
        correction = Correction(
            void=void,
            at=None if at is None else int(at),
            data=None if data is None else {**note.data, **data},
        )
        facts: dict[str, Value] = {"site_kind": self._site_kind, "reason": reason}
        made = Note(note.word, noted, noted, note.about, self._site, by, note.grade, facts, note, correction)
        self.notes.append(made)


def bind(books: Iterable[Notebook], until: Instant) -> Iterator[Event]:
    """The notes of all sites as one log: what was noted before `until`, numbered in the order of noting."""
    notes = [note for note in chain.from_iterable(book.notes for book in books) if note.noted_at < until]
    notes.sort(key=lambda note: (note.noted_at, note.at))  # what is equal stays in the order in which it was told
    numbers: dict[int, int] = {}
    for number, note in enumerate(notes, 1):
        numbers[id(note)] = number
        yield Event(
            id=number,
            about=note.about,
            word=note.word,
            at=note.at,
            noted_at=note.noted_at,
            site=note.site,
            by=note.by,
            grade=note.grade,
            data=note.data,
            corrects=None if note.corrects is None else numbers[id(note.corrects)],
            correction=note.correction,
        )
