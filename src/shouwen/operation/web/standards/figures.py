"""How much of a standard can be judged, in figures that are those of `shouwen standard coverage`."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from shouwen.operation.web.standards.search import Found
from shouwen.standard.clause import Clause
from shouwen.standard.coverage import Covered, Sum, summed, sums

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise

DOMAINS = {
    "account": pgettext_lazy("domain", "key accounts"),
    "appearance": pgettext_lazy("domain", "appearance"),
    "complaint": pgettext_lazy("domain", "complaints"),
    "conduct": pgettext_lazy("domain", "conduct"),
    "counter": pgettext_lazy("domain", "at the counter"),
    "device-sales": pgettext_lazy("domain", "device sales"),
    "environment": pgettext_lazy("domain", "surroundings"),
    "field": pgettext_lazy("domain", "field service"),
    "general": pgettext_lazy("domain", "principles"),
    "hall": pgettext_lazy("domain", "hall"),
    "language": pgettext_lazy("domain", "language"),
    "partner-hall": pgettext_lazy("domain", "partner hall"),
    "people": pgettext_lazy("domain", "people"),
    "phone": pgettext_lazy("domain", "telephone"),
    "privacy": pgettext_lazy("domain", "privacy"),
    "records": pgettext_lazy("domain", "records"),
    "rest-area": pgettext_lazy("domain", "rest area"),
    "self-service": pgettext_lazy("domain", "self-service"),
    "visitor": pgettext_lazy("domain", "visitors"),
    "": _("not in the manuals' catalogue"),
}
"""What the catalogue's domains are called. One that is not here goes by its own name."""

NO_MANUAL = _("of no manual")


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a bar: of which kind, how many clauses, and after how many it begins."""

    kind: str
    count: int
    begins: int


KINDS = (
    ("measured", _("can be judged, by more than one's own word")),
    ("self", _("can be judged, but only by one's own word")),
    ("guided", _("shown at its moment, not judged")),
    ("words", _("needs transcripts")),
    ("unseen", _("no room tells of it yet")),
)
"""The parts of a bar in their order. The first two together are what `judged` counts."""


@dataclass(frozen=True, slots=True)
class Bar:
    """A line of the sums: what it is of, all its clauses, the parts that make them up, and what was summed."""

    name: str
    label: _StrOrPromise
    sum: Sum
    pieces: Sequence[Piece]


def bar(found: Sum, label: _StrOrPromise) -> Bar:
    """The sum as parts that stand one after the other and make up its clauses."""
    alone = found.grades["self-reported"]
    counts = {
        "measured": found.states["judged"] - alone,
        "self": alone,
        **{state: found.states[state] for state in ("guided", "words", "unseen")},
    }
    pieces, begins = [], 0
    for kind, _label in KINDS:
        pieces.append(Piece(kind, counts[kind], begins))
        begins += counts[kind]
    return Bar(found.name, label, found, pieces)


def total(found: Iterable[Found]) -> Bar:
    """All clauses."""
    return bar(summed("", _covered(found)), "")


def bars(found: Iterable[Found], by: Callable[[Clause], set[str]], label: Callable[[str], str]) -> list[Bar]:
    """By domain or by manual, the largest first. A clause that has two names counts under each."""
    every = sums(_covered(found), by)
    return [bar(one, label(one.name)) for one in sorted(every, key=lambda one: (not one.name, -one.clauses, one.name))]


def domain_label(name: str) -> str:
    """What a domain is called."""
    return str(DOMAINS.get(name, name))


def manual_label(name: str) -> str:
    """A manual's title."""
    return name or str(NO_MANUAL)


def kind_of(covered: Covered) -> str:
    """Which part of a bar a clause belongs to."""
    if covered.state != "judged":
        return covered.state
    return "self" if covered.grade == "self-reported" else "measured"


def _covered(found: Iterable[Found]) -> list[Covered]:
    return [leaf.covered for _book, leaf in found]
