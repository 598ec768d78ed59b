"""The pages as a WSGI application, for whichever server asks."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from typing import Any

from django.conf import settings
from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "shouwen.operation.project.settings")

_django = get_wsgi_application()


def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    """Django; a request that says it holds more than REQUEST_LIMIT is refused before it is read."""
    announced = environ.get("CONTENT_LENGTH") or "0"
    if announced.isdigit() and int(announced) <= settings.REQUEST_LIMIT:
        return _django(environ, start_response)
    start_response("413 Content Too Large", [("Content-Type", "text/plain"), ("Connection", "close")])
    return [b"Too large."]
