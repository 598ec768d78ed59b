"""The standards that there are to read, each as a book: what is in force, and what ships.

A book is made once and then kept: a pack never changes while the process runs, an edition never at all; only its
calendars may, and with them the revision.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache
from pathlib import Path

from shouwen.operation.ledger import clock, editions, models
from shouwen.operation.ledger.standards import standard_in
from shouwen.operation.people.rights import Acting
from shouwen.operation.people.units import standard_of, tree
from shouwen.operation.web.standards.folding import fold
from shouwen.standard.book import OTHERS
from shouwen.standard.clause import Chapter, Clause, Standard
from shouwen.standard.coverage import Covered, Room, covered, load_rooms
from shouwen.standard.faults import Faults
from shouwen.standard.layers import PACK, Layer, clause_entries, layers_of
from shouwen.standard.setting_reading import named_in
from shouwen.standard.tracing import own_clauses, shipped
from shouwen.wording import LANGUAGES, Wording

IN_FORCE, PACKS = "in-force", "packs"
REST = "-"
"""The address of the chapter of those clauses that stand under none."""
AUTHOR = "author"


@dataclass(frozen=True, eq=False, slots=True)
class Leaf:
    """A clause in its book.

    chosen   False where a setting leaves it out
    figures  the settings that its check names
    text     all of it that is searched, folded
    """

    clause: Clause
    chosen: bool
    covered: Covered
    figures: tuple[str, ...]
    text: str


@dataclass(frozen=True, eq=False, slots=True)
class Part:
    """A chapter of a book, with its leaves; `chapter` is None for those that stand under none."""

    name: str
    label: Wording
    chapter: Chapter | None
    leaves: tuple[Leaf, ...]

    @property
    def empty(self) -> bool:
        """Whether it is there to be filled in."""
        return not self.leaves

    @property
    def count(self) -> int:
        """How many of its clauses count."""
        return sum(leaf.chosen for leaf in self.leaves)


@dataclass(frozen=True, eq=False, slots=True)
class Book:
    """A standard to read: `kind` and `name` are its address, `parts` and `leaves` stand in its order."""

    kind: str
    name: str
    standard: Standard
    parts: tuple[Part, ...]
    leaves: Mapping[str, Leaf] = field(default_factory=dict)

    @property
    def counting(self) -> list[Leaf]:
        """The leaves whose clauses count: those that no setting leaves out."""
        return [leaf for leaf in self.leaves.values() if leaf.chosen]

    @property
    def empty_parts(self) -> list[Part]:
        """The chapters to be filled in."""
        return [part for part in self.parts if part.empty]

    def part_of(self, leaf: Leaf) -> Part:
        """The chapter in which a leaf stands."""
        return next(part for part in self.parts if leaf in part.leaves)


@dataclass(frozen=True, slots=True)
class Standing:
    """A standard in force: its edition, the units in sight that work by it, whether the reader has a post at one."""

    book: Book
    row: models.Edition
    units: tuple[str, ...]
    mine: bool


@cache
def rooms() -> tuple[Room, ...]:
    """The rooms of this product, each by its file `told.yaml`."""
    return load_rooms(Path(__file__).parents[2])


def in_force(by: Acting) -> list[Standing]:
    """The standards by which a unit in their sight works now, theirs first; for an author, all in force."""
    now, places = clock.now(), tree()
    works: dict[str, list[int]] = {}
    for unit in places:
        if unit in by.units and (name := standard_of(unit, now)):
            works.setdefault(name, []).append(unit)
    rows, revision = _rows_in_force(now), editions.revision()
    named = rows if AUTHOR in by.roles else works.keys() & rows.keys()
    posted = {standard_of(unit, now) for unit, _role in by.posts}
    found = [
        Standing(
            book=_made(name, rows[name].pk, revision),
            row=rows[name],
            units=tuple(places[unit].name for unit in works.get(name, ())),
            mine=name in posted,
        )
        for name in named
    ]
    return sorted(found, key=lambda one: (not one.mine, one.book.name))


def book_in_force(name: str, by: Acting) -> Book | None:
    """The book of a standard in force; None where there is none, or none in their sight."""
    return next((one.book for one in in_force(by) if one.book.name == name), None)


def _rows_in_force(now: int) -> dict[str, models.Edition]:
    """By the name of a standard its edition in force."""
    rows = models.Edition.objects.filter(withdrawn_at__isnull=True, since__lte=now).defer("layers").order_by("since")
    return {row.standard: row for row in rows}


@lru_cache(maxsize=16)
def _made(name: str, edition: int, _revision: int) -> Book:
    row = models.Edition.objects.get(pk=edition)
    calendars = models.Calendar.objects.filter(standard=name)
    return make(IN_FORCE, name, standard_in(row), editions.written([row], calendars)[0].layers)


def packs() -> list[Book]:
    """The standards that ship and have clauses or chapters to read, by name."""
    found = (pack(name) for name, _reading in shipped())
    return [book for book in found if book is not None and book.parts]


def pack(name: str) -> Book | None:
    """The book of a standard that ships; None where there is none."""
    return _packs().get(name)


@cache
def _packs() -> Mapping[str, Book]:
    return {name: make(PACKS, name, reading.standard, layers_of(f"{PACK}{name}")) for name, reading in shipped()}


@cache
def library() -> tuple[tuple[Book, Leaf], ...]:
    """Every clause that ships, once: in the book of the pack that writes or changes it, as in `standard coverage`."""
    return tuple(
        (book, book.leaves[clause.id])
        for name, reading in shipped()
        if (book := pack(name)) is not None
        for clause in own_clauses(reading)
    )


@cache
def empty_chapters() -> tuple[tuple[Book, Part], ...]:
    """Every chapter that ships and is to be filled in, once: in the book of the pack that names it."""
    return tuple(
        (book, part)
        for name, reading in shipped()
        if (book := pack(name)) is not None
        for part in book.empty_parts
        if part.chapter is not None and ("chapters", part.name) in reading.own
    )


def make(kind: str, name: str, standard: Standard, layers: Sequence[Layer]) -> Book:
    """The book of a standard that these layers make."""
    named = {
        str(entry.data.get("id")): tuple(dict.fromkeys(named_in(entry.data.get("check"))))
        for entry in clause_entries(tuple(layers), Faults())
        if isinstance(entry.data, Mapping)
    }
    chosen = {id(clause) for clause in standard.clauses}
    under: dict[str, list[Clause]] = {}
    for clause in (*standard.clauses, *standard.unchosen):
        under.setdefault(clause.chapter, []).append(clause)

    def leaves(chapter: str, label: Wording) -> tuple[Leaf, ...]:
        return tuple(
            Leaf(
                clause,
                id(clause) in chosen,
                covered(clause, rooms()),
                named.get(clause.id, ()),
                fold(" ".join(_said_in(clause, standard, label))),
            )
            for clause in under.get(chapter, ())
        )

    parts = [Part(one.name, one.label, one, leaves(one.name, one.label)) for one in standard.chapters]
    parts = [part for part in parts if part.leaves or (part.chapter is not None and part.chapter.empty)]
    if "" in under:
        parts.append(Part(REST, OTHERS, None, leaves("", OTHERS)))
    return Book(kind, name, standard, tuple(parts), {leaf.clause.id: leaf for part in parts for leaf in part.leaves})


def _said_in(clause: Clause, standard: Standard, chapter: Wording) -> Iterator[str]:
    """What of a clause is searched: in all languages, with its names in the catalogue and its sources."""
    check = clause.check
    yield from (clause.id, *clause.covers, *clause.part_of)
    for language in LANGUAGES:
        yield from (clause.says.say(language), check.say(language, standard.vocabulary), chapter.say(language))
        yield from (text.say(language) for text in _worded(check))
    yield from (f"{source.manual} {source.section}" for source in clause.sources)


def _worded(check: object) -> Iterator[Wording]:
    """The texts of a check that its sentence may not hold: what is seen as pass and fail, what is meant otherwise."""
    item = getattr(check, "listed", None)
    for one in (getattr(item, "passes", None), getattr(item, "fails", None), *getattr(check, "exceptions", ())):
        if one is not None:
            yield one
