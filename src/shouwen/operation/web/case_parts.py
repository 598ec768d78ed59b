"""What a room adds to the page of its cases: its own forms and facts, registered in project/wiring.py.

    case_parts.register_part("request", CasePart(template="requests/part.html", context=views.part))

`context(request, case)` gives what the template is shown with, beside `case` (the row), `acting` and `once` (a fresh
name for the hidden field `once` of a form).

    case_parts.register_beginning(Beginning(label=_("New request"), url="requests_new", icon="plus"))

puts a button on the first page and on a customer's page, where the address gets `?customer=<name that says nothing>`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse

from shouwen.operation.ledger.models import Case
from shouwen.operation.people.rights import Acting
from shouwen.wording import Wording

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise


@dataclass(frozen=True, slots=True, kw_only=True)
class CasePart:
    """A room's part of a case's page.

    icons  word → (icon, tone of its sign) in the thread
    values field → value → what it is called, for fields of the room's words that hold a name
    says   words for which the room has forms of its own: the page offers none for them
    """

    template: str
    context: Callable[[HttpRequest, Case], Mapping[str, Any]]
    icons: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    values: Mapping[str, Mapping[str, Wording]] = field(default_factory=dict)
    says: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Beginning:
    """How a case of a room is begun: a button. `roles`: of whom it is; empty: of all who have a post."""

    label: _StrOrPromise
    url: str
    icon: str = "plus"
    order: int = 100
    roles: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Offered:
    """A beginning as one person sees it; `key`: the first may be reached by the key n."""

    label: _StrOrPromise
    address: str
    icon: str
    key: str


_parts: dict[str, CasePart] = {}
_beginnings: dict[str, Beginning] = {}


def register_part(kind: str, part: CasePart) -> None:
    """Puts a room's part on the pages of cases of this kind, in the place of a former one."""
    _parts[kind] = part


def part_of(kind: str) -> CasePart | None:
    """The part for cases of this kind."""
    return _parts.get(kind)


def register_beginning(*beginnings: Beginning) -> None:
    """Adds buttons that begin a case; one with the same address name takes the place of the former."""
    _beginnings.update({one.url: one for one in beginnings})


def beginnings(acting: Acting) -> list[Offered]:
    """The buttons for this person, in order; one whose address is not there is left out."""
    found: list[Offered] = []
    for one in sorted(_beginnings.values(), key=lambda each: (each.order, each.url)):
        if not acting.units or (one.roles and not one.roles & acting.roles):
            continue
        try:
            address = reverse(one.url)
        except NoReverseMatch:
            continue
        found.append(Offered(one.label, address, one.icon, "" if found else "n"))
    return found
