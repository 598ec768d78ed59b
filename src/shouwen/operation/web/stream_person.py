"""Who follows a stream: asked of the cookies they bring when they come, and again while they stay.

Without more a follower is whoever is logged in. A room may bring another way in, by a name that the address gives
(/stream/?as=name): a screen on a wall, where nobody is logged in, is told the words it needs and no more.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib import import_module

from django.conf import settings
from django.contrib.auth import get_user
from django.http import HttpRequest

from shouwen.operation.ledger import clock
from shouwen.operation.people.rights import acting_of
from shouwen.operation.people.scope import Seen
from shouwen.operation.web.asking import ACTIVE_AT


@dataclass(frozen=True, slots=True)
class Follower:
    """What somebody is told: what happens within `seen`; where `words` are given, these alone and not to whom."""

    seen: Seen
    words: frozenset[str] | None = None


WhoComes = Callable[[Mapping[str, str]], Follower | None]
_WAYS: dict[str, WhoComes] = {}


def register_way(name: str, who_comes: WhoComes) -> None:
    """Another way to follow: from the cookies to what is told; None where these are of nobody."""
    _WAYS[name] = who_comes


def follower_of(cookies: Mapping[str, str], way: str = "") -> Follower | None:
    """Who follows with these cookies by this way; None where nobody may."""
    if way:
        return _WAYS[way](cookies) if way in _WAYS else None
    session = cookies.get(settings.SESSION_COOKIE_NAME)
    seen = seen_in(session) if session else None
    return None if seen is None else Follower(seen)


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
