"""The standard read as a book: what there is, its chapters, clauses and settings; searched, and traced."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from shouwen.operation.web.page import language
from shouwen.operation.web.standards import books
from shouwen.operation.web.standards.allowed import for_readers
from shouwen.operation.web.standards.books import Book
from shouwen.operation.web.standards.search import FILTERS, Asked, Found, asked_in, options, search
from shouwen.operation.web.standards.settings_shown import settings_shown
from shouwen.operation.web.standards.shown import (
    address_of,
    clause_address,
    listed,
    setting_address,
    severity_of,
    shown,
)
from shouwen.operation.web.standards.states import STATES, StateShown
from shouwen.operation.web.who import acting_in
from shouwen.standard import plain
from shouwen.standard.clause import Chapter, Clause
from shouwen.standard.tracing import Trace, traces

PER_PAGE = 50
LONGEST_ID = 80
MOST_NEAR = 20
SUCH_AS = "hall.time.greet"
"""An entry of the catalogue, to show what one looks like."""


@dataclass(frozen=True, slots=True)
class Line:
    """A clause in a list. `beside`: in which chapter, or which standard, it stands."""

    id: str
    says: str
    address: str
    beside: str
    severity: str
    tone: str
    state: StateShown
    grade: str | None
    chosen: bool


@dataclass(frozen=True, slots=True)
class Listed:
    """A chapter in the list of contents."""

    label: str
    address: str
    count: int
    empty: bool


@dataclass(frozen=True, slots=True)
class Spot:
    """Where an entry of the catalogue is met: as what, called how, in which standard. `further`: only a part of it."""

    what: str
    name: str
    says: str
    address: str
    title: str
    chosen: bool = True
    further: bool = False


@for_readers
def standards(request: HttpRequest) -> HttpResponse:
    """All standards that there are to read."""
    context = {
        "standing": [
            (one, listed(one.units), address_of(one.book, ""), len(one.book.counting))
            for one in books.in_force(acting_in(request))
        ],
        "packs": [(book, address_of(book, ""), len(book.counting), len(book.empty_parts)) for book in books.packs()],
        "clauses": len(books.library()),
        "such_as": SUCH_AS,
    }
    return render(request, "web/standards/standards.html", context)


@for_readers
def library(request: HttpRequest) -> HttpResponse:
    """The search in all that ship."""
    asked = asked_in(request.GET)
    context = _searched(books.library(), asked, [name for name in FILTERS if name != "chapter"], request)
    return _answer(request, "web/standards/search.html", context | {"book": None})


@for_readers
def book(request: HttpRequest, kind: str, name: str) -> HttpResponse:
    """A standard: its contents, or what is found in it."""
    read, asked = book_or_404(request, kind, name), asked_in(request.GET)
    among = [(read, leaf) for leaf in read.leaves.values()]
    context = _searched(among, asked, [name for name in FILTERS if name != "standard"], request)
    return _answer(request, "web/standards/book.html", context | head_of(read) | {"contents": _contents(read)})


@for_readers
def chapter(request: HttpRequest, kind: str, name: str, chapter: str) -> HttpResponse:
    """A chapter with all of its clauses."""
    read = book_or_404(request, kind, name)
    place = next((place for place, part in enumerate(read.parts) if part.name == chapter), None)
    if place is None:
        raise Http404
    part = read.parts[place]
    before, after = _beside(read.parts, place)
    context = head_of(read) | {
        "label": part.label.say(language()),
        "part": part,
        "sources": [plain.source(one) for one in part.chapter.sources] if part.chapter is not None else [],
        "clauses": [shown(read, leaf) for leaf in part.leaves],
        "left_out": len(part.leaves) - part.count,
        "before": before and (before.label.say(language()), address_of(read, "_chapter", before.name)),
        "after": after and (after.label.say(language()), address_of(read, "_chapter", after.name)),
    }
    return render(request, "web/standards/chapter.html", context)


@for_readers
def clause(request: HttpRequest, kind: str, name: str, clause: str) -> HttpResponse:
    """A clause with all that there is to say of it."""
    read = book_or_404(request, kind, name)
    leaf = read.leaves.get(clause)
    if leaf is None:
        raise Http404
    part, leaves = read.part_of(leaf), list(read.leaves.values())
    before, after = _beside(leaves, leaves.index(leaf))
    context = head_of(read) | {
        "one": shown(read, leaf),
        "chapter": (part.label.say(language()), address_of(read, "_chapter", part.name)),
        "before": before and (before.clause.says.say(language()), clause_address(read, before.clause.id)),
        "after": after and (after.clause.says.say(language()), clause_address(read, after.clause.id)),
    }
    return render(request, "web/standards/clause.html", context)


@for_readers
def settings(request: HttpRequest, kind: str, name: str) -> HttpResponse:
    """All settings of a standard."""
    read = book_or_404(request, kind, name)
    context = head_of(read) | {"settings": settings_shown(read)}
    return render(request, "web/standards/settings.html", context)


@for_readers
def trace(request: HttpRequest) -> HttpResponse:
    """From an entry of the manuals' catalogue to where the standards that ship meet it."""
    entry = request.GET.get("id", "")[:LONGEST_ID].strip().lower()
    known = _traces()
    spots = [_spot(one) for one in known.get(entry, ())]
    near = [] if spots or not entry else [one for one in sorted(known) if entry in one][:MOST_NEAR]
    context = {"entry": entry, "spots": spots, "near": near, "such_as": SUCH_AS}
    return render(request, "web/standards/trace.html", context)


def book_or_404(request: HttpRequest, kind: str, name: str) -> Book:
    """The book of that address, if the reader may see it."""
    found = None
    if kind == books.IN_FORCE:
        found = books.book_in_force(name, acting_in(request))
    elif kind == books.PACKS:
        found = books.pack(name)
    if found is None:
        raise Http404
    return found


def head_of(read: Book) -> dict[str, Any]:
    """What every page of a book shows at its top."""
    return {
        "book": read,
        "title_of_book": read.standard.title.say(language()),
        "in_force": read.kind == books.IN_FORCE,
        "addresses": {page: address_of(read, f"_{page}" if page else "") for page in ("", "settings", "coverage")}
        | {"book": address_of(read, "")},
        "count": len(read.counting),
        "empty": len(read.empty_parts),
        "left_out_of_book": len(read.leaves) - len(read.counting),
    }


def _answer(request: HttpRequest, template: str, context: dict[str, Any]) -> HttpResponse:
    """The page; for a search while it is typed only what is found, with the address to come back to it."""
    if not getattr(request, "htmx", False):
        return render(request, template, context)
    asked: Asked = context["asked"]
    wanted = ({"q": asked.q} if asked.q else {}) | asked.filters
    response = render(request, "web/standards/found_live.html", context)
    response.headers["HX-Replace-Url"] = f"{request.path}?{urlencode(wanted)}" if wanted else request.path
    return response


def _searched(among: Sequence[Found], asked: Asked, names: Sequence[str], request: HttpRequest) -> dict[str, Any]:
    found = search(among, asked) if asked.anything else []
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    beside = "standard" in names
    return {
        "asked": asked,
        "options": options(among, names),
        "found": len(found),
        "page": page,
        "lines": [_line(book, leaf, of_library=beside) for book, leaf in page.object_list],
    }


def _line(book: Book, leaf: Any, *, of_library: bool) -> Line:
    one = leaf.clause
    severity, tone = severity_of(one, book.standard)
    beside = book.standard.title if of_library else book.part_of(leaf).label
    return Line(
        id=one.id,
        says=one.says.say(language()),
        address=clause_address(book, one.id),
        beside=beside.say(language()),
        severity=severity,
        tone=tone,
        state=STATES[leaf.covered.state],
        grade=leaf.covered.grade,
        chosen=leaf.chosen,
    )


def _contents(read: Book) -> list[Listed]:
    return [
        Listed(part.label.say(language()), address_of(read, "_chapter", part.name), part.count, part.empty)
        for part in read.parts
    ]


def _beside(every: Sequence[Any], place: int) -> tuple[Any, Any]:
    """What stands before and after a place; None at the ends."""
    return (every[place - 1] if place else None), (every[place + 1] if place + 1 < len(every) else None)


@cache
def _traces() -> Mapping[str, Sequence[Trace]]:
    return traces()


def _spot(one: Trace) -> Spot:
    read = books.pack(one.pack)
    if read is None:
        raise Http404
    by, title = one.by, one.standard.title.say(language())
    if isinstance(by, Clause):
        says, address = by.says.say(language()), clause_address(read, by.id)
        return Spot(_("clause"), by.id, says, address, title, one.chosen, one.further)
    if isinstance(by, Chapter):
        address = address_of(read, "_chapter", by.name)
        what = _("chapter to be written") if by.empty else _("chapter")
        return Spot(what, by.name, by.label.say(language()), address, title)
    return Spot(_("setting"), by.name, by.label.say(language()), setting_address(read, by.name), title)
