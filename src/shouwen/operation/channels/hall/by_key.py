"""Pages of a visit for whoever has its key, and nobody logged in: the customer's own phone."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Final
from zoneinfo import ZoneInfo

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache

from shouwen.operation.channels.hall import keys
from shouwen.operation.channels.hall.models import Visit
from shouwen.operation.channels.hall.screens import too_often
from shouwen.operation.people import scope
from shouwen.operation.people.units import zone_of
from shouwen.operation.web.api_access import Allowance

OF_A_KEY: Final = 90
WRONG: Final = 30
"""Requests a minute: with one key, and with wrong ones from one address."""

asked = Allowance()
guessed = Allowance()


def of_key(view: Callable[[HttpRequest, Visit], HttpResponse]) -> Callable[..., HttpResponse]:
    """A view of the visit that the key fits: never kept, never indexed, by the clocks of the hall.

    404 where the key fits none; 429 where one address tries too many, or one key is asked for too often.
    """

    @login_not_required
    @never_cache
    @wraps(view)
    def answer(request: HttpRequest, key: str) -> HttpResponse:
        visit = keys.visit_of(key)
        wait = (
            too_often(request, guessed, a_minute=WRONG)
            if visit is None
            else too_often(request, asked, a_minute=OF_A_KEY, name=key)
        )
        if wait:
            return HttpResponse(status=429, headers={"Retry-After": str(max(1, round(wait + 0.5)))})
        if visit is None:
            raise Http404
        with scope.everywhere(), timezone.override(ZoneInfo(zone_of(visit.unit_id))):
            response = view(request, visit)
        response.headers["X-Robots-Tag"] = "noindex, nofollow"
        return response

    return answer
