"""What every page has: its language, the menu, the unit worked at, unread notices, and faults said to the person.

    page.register(page.Entry(label=_("Requests"), url="requests", icon="inbox", order=20))   in project/
    page.language()                     the language of this request, as wordings know it: "zh-Hans", "zh-Hant", "en"
    page.unit_of(request)               the unit a person works at now; None where they have no post
    with page.faults_into(form): …      a Fault raised within becomes an error of the form (then render it, status 422)
    page.form_status(form)              200, or 422 where the form has errors: htmx swaps both
    page.say_fault(request, fault)      the same as a message on the next page

Every template gets, by `shell`: `menu`, `unit`, `units`, `unread`, `server_time`, `here` (the path with its query),
and `stream_position`, from where live.js follows the log.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import NoReverseMatch, reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from shouwen.fault import Fault
from shouwen.operation.ledger import clock
from shouwen.operation.ledger.models import Notice
from shouwen.operation.people.models import Unit
from shouwen.operation.people.roles import ADMINISTRATORS
from shouwen.operation.people.units import zone_of
from shouwen.operation.web import stream
from shouwen.wording import Language, language_of

if TYPE_CHECKING:
    from django.forms import BaseForm
    from django.utils.functional import _StrOrPromise

_UNIT = "unit"  # key of the session: the unit that was chosen


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A line of the menu.

    label  what it says (a lazy translation); icon: a name of frontend/icons.txt
    url    name of an address that takes no arguments
    order  place in the menu, the smallest first; the first four stand in a phone's bar as well
    roles  of whom it is: shown to who has one of these at any unit; empty: to all who are logged in
    group  heading under which it stands; empty: above all headings
    serving   shows customers' concerns: left out for who administers and so sees none
    """

    label: _StrOrPromise
    url: str
    icon: str
    order: int = 100
    roles: frozenset[str] = frozenset()
    group: _StrOrPromise = ""
    serving: bool = False


@dataclass(frozen=True, slots=True)
class Shown:
    """An entry as one person sees it on one page."""

    label: _StrOrPromise
    address: str
    icon: str
    group: _StrOrPromise
    current: bool


_entries: dict[str, Entry] = {}


def register(*entries: Entry) -> None:
    """Puts entries into the menu; one with the same address name takes the place of the former."""
    _entries.update({entry.url: entry for entry in entries})
    _ordered.cache_clear()


@cache
def _ordered() -> Sequence[Entry]:
    return sorted(_entries.values(), key=lambda entry: (entry.order, entry.url))


def menu(request: HttpRequest) -> list[Shown]:
    """The menu of who asks; empty for who is not logged in. An entry whose address is not there yet is left out."""
    acting = getattr(request, "acting", None)
    if acting is None:
        return []
    roles = {role for _unit, role in acting.posts}
    administers = bool(roles) and roles <= set(ADMINISTRATORS)
    shown = []
    for entry in _ordered():
        address = _address(entry.url)
        if address and (not entry.roles or entry.roles & roles) and not (entry.serving and administers):
            shown.append((entry, address))
    best = max((address for _e, address in shown if _lies_under(request.path, address)), key=len, default="")
    return [Shown(entry.label, address, entry.icon, entry.group, address == best) for entry, address in shown]


def _address(name: str) -> str:
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""


def _lies_under(path: str, address: str) -> bool:
    return path == address or (address != "/" and path.startswith(address.rstrip("/") + "/"))


def language() -> Language:
    """The language of this request, or of whatever runs under `translation.override`."""
    return language_of(get_language())


def units_of(request: HttpRequest) -> list[Unit]:
    """The units of a person's own posts, by name. Asked once a request."""
    found: list[Unit] | None = getattr(request, "_units_of_posts", None)
    if found is None:
        acting = getattr(request, "acting", None)
        numbers = {unit for unit, _role in acting.posts} if acting else set()
        found = list(Unit.objects.filter(pk__in=numbers, closed_at__isnull=True).order_by("name")) if numbers else []
        request._units_of_posts = found  # type: ignore[attr-defined]
    return found


def unit_of(request: HttpRequest) -> Unit | None:
    """The unit a person works at now: the one they chose, else the first of their posts."""
    units = units_of(request)
    chosen = request.session.get(_UNIT) if hasattr(request, "session") else None
    return next((unit for unit in units if unit.pk == chosen), units[0] if units else None)


def zone_here(request: HttpRequest) -> ZoneInfo:
    """The time zone of the unit a person works at now; the installation's where they have none."""
    acting = getattr(request, "acting", None)
    numbers = [unit for unit, _role in acting.posts] if acting else []
    chosen = request.session.get(_UNIT) if hasattr(request, "session") else None
    unit = chosen if chosen in numbers else next(iter(numbers), None)
    return ZoneInfo(zone_of(unit)) if unit is not None else ZoneInfo(settings.TIME_ZONE)


@login_required
@require_POST
def choose_unit(request: HttpRequest) -> HttpResponse:
    """Keeps in the session at which of their units a person works now (field `unit`), and goes back to the page."""
    asked = request.POST.get("unit", "")
    if asked.isdecimal() and int(asked) in {unit.pk for unit in units_of(request)}:
        request.session[_UNIT] = int(asked)
    return redirect(back_to(request))


def back_to(request: HttpRequest, otherwise: str = "/") -> str:
    """The page named in the field or parameter `next`, where it lies in this product; else `otherwise`."""
    asked = request.POST.get("next") or request.GET.get("next") or ""
    safe = url_has_allowed_host_and_scheme(asked, {request.get_host()}, require_https=request.is_secure())
    return asked if safe else otherwise


def shell(request: HttpRequest) -> dict[str, Any]:
    """Context processor: what the base templates show. Asks nothing of the database for a fragment of a page."""
    context: dict[str, Any] = {"server_time": clock.now(), "here": request.get_full_path()}
    if getattr(request, "htmx", False) or getattr(request, "acting", None) is None:
        return context | {"menu": [], "unit": None, "units": [], "unread": 0}
    return context | {
        "menu": menu(request),
        "unit": unit_of(request),
        "units": units_of(request),
        "unread": unread(request),
        "stream_position": stream.written(stream.here()),
    }


def unread(request: HttpRequest) -> int:
    """How many notices the person who asks has not read."""
    acting = getattr(request, "acting", None)
    return Notice.objects.filter(staff=acting.staff, read_at__isnull=True).count() if acting and acting.staff else 0


@login_required
def bell(request: HttpRequest) -> HttpResponse:
    """The bell of the top bar as a fragment, with the number of unread notices as it is now."""
    return render(request, "web/parts/bell.html", {"unread": unread(request)})


@contextmanager
def faults_into(form: BaseForm, field: Callable[[Fault], str | None] | None = None) -> Iterator[None]:
    """A Fault raised within becomes an error of the form; `field` may name the field of it that is to be mended."""
    try:
        yield
    except Fault as fault:
        form.add_error(field(fault) if field else None, fault.say(language()))


def form_status(form: BaseForm) -> int:
    """The status under which a page with this form is sent."""
    return 422 if form.is_bound and form.errors else 200


def say_fault(request: HttpRequest, fault: Fault) -> None:
    """Leaves the fault as a message for the next page this person sees."""
    messages.error(request, fault.say(language()))


def said_and_done(request: HttpRequest, text: str = "") -> None:
    """Leaves word that something was done; without a text a plain one."""
    messages.success(request, text or _("Saved."))
