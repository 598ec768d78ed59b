"""Who asks, in a view that nobody reaches without having logged in."""

from __future__ import annotations

from typing import cast

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest

from shouwen.operation.people.models import Staff
from shouwen.operation.people.rights import Acting
from shouwen.operation.web.asking import Asked


def acting_in(request: HttpRequest) -> Acting:
    """On whose behalf the request is made. Raises PermissionDenied where that is nobody's."""
    acting = cast(Asked, request).acting
    if acting is None:
        raise PermissionDenied
    return acting


def staff_in(request: HttpRequest) -> Staff:
    """The person who asks."""
    acting_in(request)
    return cast(Staff, request.user)
