"""Who reaches a page of administration: those with one of its roles, at any unit. Others are told it is not theirs."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache

from shouwen.operation.people.models import Unit
from shouwen.operation.people.rights import Acting
from shouwen.operation.people.roles import MANAGERS
from shouwen.operation.people.units import subtree
from shouwen.operation.web.who import acting_in

View = Callable[..., HttpResponse]

PLANNERS = (*MANAGERS, "planner")


def for_roles(*roles: str) -> Callable[[View], View]:
    """Lets in who has one of the roles. What it opens is never kept by a browser."""

    def guard(view: View) -> View:
        @login_required
        @never_cache
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if acting_in(request).roles.isdisjoint(roles):
                raise PermissionDenied
            return view(request, *args, **kwargs)

        guarded.for_roles = roles  # type: ignore[attr-defined]
        return guarded

    return guard


def units_with(by: Acting, *roles: str) -> list[Unit]:
    """The units at which they have one of the roles, open ones, by name."""
    keys = frozenset[int]().union(*(subtree(unit) for unit, role in by.posts if role in roles))
    return list(Unit.objects.filter(pk__in=keys, closed_at__isnull=True).order_by("name", "pk"))
