"""Which clauses can be judged with the rooms there are: of one standard, and of all that ship."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from shouwen.events.event import RANK
from shouwen.operation.web.page import language
from shouwen.operation.web.standards import books, figures
from shouwen.operation.web.standards.allowed import for_readers
from shouwen.operation.web.standards.books import Book, Part
from shouwen.operation.web.standards.search import Found, Options
from shouwen.operation.web.standards.shown import address_of, clause_address, listed, word_said
from shouwen.operation.web.standards.states import STATES, StateShown
from shouwen.operation.web.standards.views import book_or_404, head_of
from shouwen.standard.coverage import STATES as _ORDER
from shouwen.standard.coverage import by_domain, by_manual

PER_PAGE = 100

SORTS: Mapping[str, tuple[Any, Callable[[Found], Any] | None]] = {
    "order": (_("in the order of the book"), None),
    "id": (_("by clause"), lambda found: found[1].clause.id),
    "state": (
        _("best known first"),
        lambda found: (_ORDER.index(found[1].covered.state), -RANK.get(found[1].covered.grade or "", -1)),
    ),
    "lacking": (_("most lacking first"), lambda found: -len(found[1].covered.lacking)),
}
"""The orders in which the clauses stand: how each is called, and by what."""


@dataclass(frozen=True, slots=True)
class Row:
    """A clause in the table, with the rooms that tell of it and the words that none says."""

    id: str
    says: str
    address: str
    state: StateShown
    grade: str | None
    rooms: str
    lacking: str


@for_readers
def library(request: HttpRequest) -> HttpResponse:
    """Of all that ship, each clause once."""
    return _page(request, books.library(), books.empty_chapters(), {"book": None})


@for_readers
def book(request: HttpRequest, kind: str, name: str) -> HttpResponse:
    """Of one standard, the clauses that count."""
    read = book_or_404(request, kind, name)
    found = [(read, leaf) for leaf in read.counting]
    return _page(request, found, [(read, part) for part in read.empty_parts], head_of(read))


def _page(
    request: HttpRequest, found: Sequence[Found], empty: Sequence[tuple[Book, Part]], head: dict[str, Any]
) -> HttpResponse:
    wanted = {name: request.GET.get(name, "") for name in ("kind", "domain", "manual")}
    sort = request.GET.get("sort", "")
    sort = sort if sort in SORTS else "order"
    fitting = [one for one in found if _fits(one, wanted)]
    if (key := SORTS[sort][1]) is not None:
        fitting.sort(key=key)
    page = Paginator(fitting, PER_PAGE).get_page(request.GET.get("page"))
    domains = figures.bars(found, by_domain, figures.domain_label)
    manuals = figures.bars(found, by_manual, figures.manual_label)
    by_name = (("domain", domains), ("manual", manuals))
    context = head | {
        "total": figures.total(found),
        "kinds": figures.KINDS,
        "sums": [(name, bars, max((one.sum.clauses for one in bars), default=0)) for name, bars in by_name],
        "rooms": listed(room.label.say(language()) for room in books.rooms()),
        "empty_chapters": [
            (part.label.say(language()), address_of(read, "_chapter", part.name), read.standard.title.say(language()))
            for read, part in empty
        ],
        "filters": [
            Options("kind", [(kind, str(label)) for kind, label in figures.KINDS]),
            *(
                Options(name, [(one.name or "-", str(one.label)) for one in bars])
                for name, bars in by_name
                if len(bars) > 1
            ),
        ],
        "wanted": wanted,
        "narrowed": any(wanted.values()),
        "sorts": [(name, label) for name, (label, _key) in SORTS.items()],
        "sort": sort,
        "fitting": len(fitting),
        "page": page,
        "rows": [_row(*one) for one in page.object_list],
    }
    live = bool(getattr(request, "htmx", False))
    return render(request, "web/standards/coverage_table.html" if live else "web/standards/coverage.html", context)


def _fits(found: Found, wanted: Mapping[str, str]) -> bool:
    leaf = found[1]
    names = {
        "kind": {figures.kind_of(leaf.covered)},
        "domain": {name or "-" for name in by_domain(leaf.clause)},
        "manual": {name or "-" for name in by_manual(leaf.clause)},
    }
    return all(not value or value in names[name] for name, value in wanted.items())


def _row(read: Book, leaf: Any) -> Row:
    covered, said = leaf.covered, language()
    return Row(
        id=leaf.clause.id,
        says=leaf.clause.says.say(said),
        address=clause_address(read, leaf.clause.id),
        state=STATES[covered.state],
        grade=covered.grade,
        rooms=listed(room.label.say(said) for room in covered.rooms),
        lacking=listed(word_said(word, read.standard.vocabulary) for word in covered.lacking),
    )
