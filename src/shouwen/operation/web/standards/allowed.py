"""Who reads the standard: everybody with a post that serves; it is the manual they are judged by.

The three administrators, who are held apart, have no part in what it asks.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from shouwen.operation.people.roles import ADMINISTRATORS, ROLES
from shouwen.operation.web.who import acting_in

READERS = frozenset(ROLES) - frozenset(ADMINISTRATORS)

View = Callable[..., HttpResponse]


def for_readers(view: View) -> View:
    """Lets in who has a post that serves. What it opens is never kept by a browser, and only looked at."""

    @require_GET
    @login_required
    @never_cache
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if acting_in(request).roles.isdisjoint(READERS):
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return guarded
