"""The search in a book, or in all that ship: words in any language, and filters."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from django.http import QueryDict

from shouwen.checks.inspect import Inspect
from shouwen.checks.says import Says
from shouwen.operation.web.page import language
from shouwen.operation.web.standards.books import Book, Leaf
from shouwen.operation.web.standards.folding import fold
from shouwen.standard.book import GRADES
from shouwen.standard.clause import Clause
from shouwen.standard.coverage import STATE_LABELS, STATES
from shouwen.wording import Wording

LONGEST = 100
"""Characters of what is searched for."""

FILTERS = ("standard", "chapter", "severity", "role", "evidence", "state", "manual")

Found: TypeAlias = tuple[Book, Leaf]


@dataclass(frozen=True, slots=True)
class Asked:
    """What is searched for: words, all of which are to be there, and by filter the one value wanted."""

    q: str
    filters: dict[str, str]

    @property
    def anything(self) -> bool:
        """Whether anything is asked for at all."""
        return bool(self.q or self.filters)


@dataclass(frozen=True, slots=True)
class Options:
    """A filter with the values that there are to choose from, value and label."""

    name: str
    values: Sequence[tuple[str, str]]


def asked_in(query: QueryDict) -> Asked:
    """What a request asks for."""
    wanted = {name: value[:LONGEST] for name in FILTERS if (value := query.get(name, ""))}
    return Asked(query.get("q", "")[:LONGEST].strip(), wanted)


def search(among: Iterable[Found], asked: Asked) -> list[Found]:
    """Those that hold all words and fit all filters, in their order."""
    words = [fold(word) for word in asked.q.split()]
    return [
        (book, leaf)
        for book, leaf in among
        if all(word in leaf.text for word in words)
        and all(value in values_of(name, book, leaf) for name, value in asked.filters.items())
    ]


def values_of(name: str, book: Book, leaf: Leaf) -> set[str]:
    """By which values of a filter a clause is found."""
    clause = leaf.clause
    match name:
        case "standard":
            return {book.name}
        case "chapter":
            return {clause.chapter}
        case "severity":
            return {clause.severity}
        case "role":
            return roles_of(clause)
        case "evidence":
            return set(clause.evidence)
        case "state":
            return {leaf.covered.state if leaf.chosen else LEFT_OUT}
    return {source.manual for source in clause.sources}


LEFT_OUT = "left-out"
LEFT_OUT_SAID = Wording("未选用", "未選用", "not chosen")


def roles_of(clause: Clause) -> set[str]:
    """Whose a clause is: who is answerable, of whom it is looked at, who says it."""
    check = clause.check
    looked = check.listed.roles if isinstance(check, Inspect) else check.roles if isinstance(check, Says) else ()
    return {role for role in (clause.answerable.role, *looked) if role}


def options(among: Sequence[Found], names: Sequence[str]) -> list[Options]:
    """What the filters offer: only values by which something is found, in the standard's order."""
    found = []
    for name in names:
        there = {value for book, leaf in among for value in values_of(name, book, leaf)} - {""}
        labels: dict[str, str] = {}
        for book in dict.fromkeys(book for book, _leaf in among):
            labels = _labels(name, book) | labels
        known = [(value, labels[value]) for value in labels if value in there]
        rest = [(value, value) for value in sorted(there - labels.keys())]
        found.append(Options(name, known + rest))
    return [one for one in found if len(one.values) > 1]


def _labels(name: str, book: Book) -> dict[str, str]:
    """The values of a filter by their labels, in order; a manual goes by its title."""
    standard = book.standard
    match name:
        case "standard":
            known = [(book.name, standard.title)]
        case "chapter":
            known = [(one.name, one.label) for one in standard.chapters]
        case "severity":
            known = [(one.name, one.label) for one in reversed(standard.severities)]
        case "role":
            known = [(one.name, one.label) for one in standard.roles]
        case "evidence":
            known = list(GRADES.items())
        case "state":
            known = [*((state, STATE_LABELS[state]) for state in STATES), (LEFT_OUT, LEFT_OUT_SAID)]
        case _:
            known = []
    return {value: label.say(language()) for value, label in known}
