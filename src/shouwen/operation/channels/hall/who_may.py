"""Pages of a hall that are for whoever may say one of some words there, or manages it.

@who_may.say(story.INSPECTED)
def whole(request: HttpRequest, acting: Acting, unit: Unit) -> HttpResponse: …
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps

from django.contrib.auth.decorators import login_required
from django.core.exceptions import BadRequest, PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache

from shouwen.operation.channels.hall.models import Hall
from shouwen.operation.ledger import clock
from shouwen.operation.ledger.editions import working_at
from shouwen.operation.people.models import Unit
from shouwen.operation.people.rights import Acting
from shouwen.operation.people.roles import MANAGERS
from shouwen.operation.web import page
from shouwen.operation.web.who import acting_in

View = Callable[..., HttpResponse]


def say(*words: str) -> Callable[[View], View]:
    """A view for who may say one of these words at the hall that is asked for (`hall`, its code), the one they work at,
    or the first; it is given who asks and the hall. Raises PermissionDenied for others."""
    return _at_one_of(lambda acting: halls_of(acting, *words))


def say_here(word: str) -> Callable[[View], View]:
    """A view for who may say the word at the unit they work at now, hall or not; it is given who asks and the unit.

    Raises PermissionDenied for others.
    """

    def wrap(view: View) -> View:
        @_logged_in
        @wraps(view)
        def asked(request: HttpRequest, **named: str) -> HttpResponse:
            acting, unit = acting_in(request), page.unit_of(request)
            if unit is None:
                raise PermissionDenied
            may = working_at(unit.pk).may_at(clock.now()).get(word, ())
            if may and not set(may) & acting.roles_at(unit.pk):
                raise PermissionDenied
            return view(request, acting, unit, **named)

        return asked

    return wrap


def manage(view: View) -> View:
    """A view for who manages the hall that is asked for, the one they work at, or the first; as `say`."""
    return _at_one_of(halls_managed)(view)


def halls_managed(acting: Acting) -> list[Unit]:
    """The halls in sight that this person manages, by name. Within the scope of who asks."""
    return [unit for unit in _halls() if set(MANAGERS) & acting.roles_at(unit.pk)]


def halls_of(acting: Acting, *words: str) -> list[Unit]:
    """The halls in sight at which this person may say one of the words, by name. Within the scope of who asks."""
    return [unit for unit in _halls() if said_by(acting, unit.pk) & set(words)]


def said_by(acting: Acting, unit: int) -> frozenset[str]:
    """The words that this person's roles let them say at the unit: for what a page offers."""
    roles = acting.roles_at(unit)
    may = working_at(unit).may_at(clock.now())
    return frozenset(word for word, said in may.items() if roles and (not said or set(said) & roles))


def _halls() -> list[Unit]:
    rows = Hall.objects.filter(unit__closed_at__isnull=True).select_related("unit").order_by("unit__name")
    return [row.unit for row in rows]


def _at_one_of(halls: Callable[[Acting], list[Unit]]) -> Callable[[View], View]:
    def wrap(view: View) -> View:
        @_logged_in
        @wraps(view)
        def asked(request: HttpRequest, **named: str) -> HttpResponse:
            acting = acting_in(request)
            return view(request, acting, _chosen(request, halls(acting)), **named)

        return asked

    return wrap


def _logged_in(view: View) -> View:
    @login_required
    @never_cache
    @wraps(view)
    def asked(request: HttpRequest, **named: str) -> HttpResponse:
        if any("\0" in one for _name, several in request.POST.lists() for one in several):
            raise BadRequest  # a character no database takes
        return view(request, **named)

    return asked


def _chosen(request: HttpRequest, halls: list[Unit]) -> Unit:
    code, here = request.GET.get("hall") or request.POST.get("hall"), page.unit_of(request)
    if code:
        found = next((one for one in halls if one.code == code), None)
    else:
        found = next((one for one in halls if here is not None and one.pk == here.pk), halls[0] if halls else None)
    if found is None:
        raise PermissionDenied
    return found
