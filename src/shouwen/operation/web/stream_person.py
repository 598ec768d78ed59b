"""Who follows a stream: asked of the session when they come, and again while they stay."""

from __future__ import annotations

from importlib import import_module

from django.conf import settings
from django.contrib.auth import get_user
from django.http import HttpRequest

from shouwen.operation.ledger import clock
from shouwen.operation.people.rights import acting_of
from shouwen.operation.people.scope import Seen
from shouwen.operation.web.asking import ACTIVE_AT


def seen_in(session_key: str) -> Seen | None:
    """What whoever is logged in there may see now.

    None where nobody is, or nobody has been for IDLE_LOGOUT seconds, or they must choose a password first. Following a
    stream is no sign that somebody is there: nothing is noted in the session.
    """
    request = HttpRequest()
    request.session = import_module(settings.SESSION_ENGINE).SessionStore(session_key)
    now = clock.now()
    if now - request.session.get(ACTIVE_AT, now) >= settings.IDLE_LOGOUT:
        return None
    user = get_user(request)
    if not user.is_authenticated or not user.is_active or user.must_change_password:
        return None
    seen = acting_of(user, now).seen
    _ = seen.people  # asked here: the hub, which tells them, asks no database
    return seen
