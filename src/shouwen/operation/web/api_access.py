"""Who may ask the API, and how often: the token that came (asking.py has read it), its scopes, requests a minute.

@api.get("/…", auth=needs("read"))
"""

from __future__ import annotations

import hashlib
import threading
import time
from collections import OrderedDict
from typing import cast

from django.conf import settings
from django.http import HttpRequest
from ninja.security.base import AuthBase

from shouwen.fault import Fault
from shouwen.operation.people.rights import Acting
from shouwen.operation.web.asking import Asked

_REMEMBERED = 10_000  # tokens


class Allowance:
    """So many requests a minute for each token, some at once after a pause (a token bucket). Of this process alone."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._left: OrderedDict[bytes, tuple[float, float]] = OrderedDict()

    def take(self, token: str, *, a_minute: int, now: float) -> float:
        """Takes one request; 0, or the seconds until there is one. `now`: of a clock that never goes back."""
        key = hashlib.sha256(token.encode()).digest()
        with self._lock:
            left, at = self._left.pop(key, (float(a_minute), now))
            left = min(float(a_minute), left + (now - at) * a_minute / 60)
            wait = 0.0 if left >= 1 else (1 - left) * 60 / a_minute
            self._left[key] = (left - 1 if left >= 1 else left, now)
            while len(self._left) > _REMEMBERED:
                self._left.popitem(last=False)
        return wait

    def forget(self) -> None:
        """Every token may ask anew."""
        with self._lock:
            self._left.clear()


allowance = Allowance()


class Bearer(AuthBase):
    """A good token, not used too often, with the scope that the operation needs."""

    openapi_type = "http"
    openapi_scheme = "bearer"

    def __init__(self, scope: str) -> None:
        super().__init__()
        self.scope = scope

    def __call__(self, request: HttpRequest) -> Acting:
        """Who asks. Raises Fault("token-…" | "api-too-often")."""
        asked = cast(Asked, request)
        if asked.acting is None:
            raise asked.token_fault or Fault("token-missing")
        secret = request.headers.get("Authorization", "").partition(" ")[2].strip()
        most = settings.API_REQUESTS_A_MINUTE
        wait = allowance.take(secret, a_minute=most, now=time.monotonic())
        if wait:
            raise Fault("api-too-often", most=most, seconds=max(1, round(wait + 0.5)))
        if not asked.acting.lets(self.scope):
            raise Fault("token-scope", scope=self.scope)
        return asked.acting


def needs(scope: str) -> Bearer:
    """That a token with this scope must come: "read", "act", "personal", "ingest" or "export"."""
    return Bearer(scope)


def acting(request: HttpRequest) -> Acting:
    """Who asks, in an operation that needs a token."""
    found = cast(Asked, request).acting
    if found is None:
        raise Fault("token-missing")
    return found
