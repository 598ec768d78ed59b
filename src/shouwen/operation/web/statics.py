"""Static files, served by the pages' own process: hashed names, cached for a year, compressed once.

There is no step of collecting: what the finders find is served as it lies there, under a name that holds the digest of
its content (`shell.3f2a91c04b7d.css`). A page asks for the name by `{% static %}`; an old page's old name is answered
with the present file, but not for a year. Whatever is not among the finders' files does not exist: no path is ever put
together from what was asked.
"""

from __future__ import annotations

import gzip
import hashlib
import mimetypes
import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.contrib.staticfiles.storage import StaticFilesStorage
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseNotFound, HttpResponseNotModified

_YEAR = "public, max-age=31536000, immutable"
_ASK_AGAIN = "no-cache"
_COMPRESSED = frozenset({"text/css", "text/javascript", "application/javascript", "image/svg+xml", "application/json"})
_HASHED = re.compile(r"\.([0-9a-f]{12})(?=\.[^.]+$|$)")


@dataclass(frozen=True, slots=True)
class File:
    """One file as it is sent. `gzipped` is empty where compressing saves nothing."""

    media: str
    digest: str
    content: bytes
    gzipped: bytes


@lru_cache(maxsize=1)
def _paths() -> dict[str, Path]:
    """Every static file there is: its name → where it lies. The first finder that has a name wins, as in Django."""
    paths: dict[str, Path] = {}
    for finder in get_finders():
        for name, storage in finder.list(None):
            paths.setdefault(name.replace("\\", "/"), Path(storage.path(name)))
    return paths


@lru_cache(maxsize=512)
def _read(path: Path, _changed: float) -> File:
    content = path.read_bytes()
    media = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
    gzipped = gzip.compress(content, 6, mtime=0) if media in _COMPRESSED and len(content) > 500 else b""
    return File(media, hashlib.sha256(content).hexdigest()[:12], content, gzipped)


def find(name: str) -> File | None:
    """The file of that plain name, or None. While developing as it is now, otherwise as it was when first asked for."""
    path = _paths().get(name)
    if path is None and settings.DEBUG:
        _paths.cache_clear()
        path = _paths().get(name)
    if path is None:
        return None
    return _read(path, path.stat().st_mtime if settings.DEBUG else 0.0)


class Hashed(StaticFilesStorage):
    """Gives `{% static %}` the name with the digest. A file that is not there keeps its plain name."""

    def url(self, name: str | None) -> str:
        """The address of the file `name`, such as `/static/web/shell.3f2a91c04b7d.css`."""
        file = find(name or "")
        if name is None or file is None:
            return super().url(name)
        stem, dot, ending = name.rpartition(".")
        return super().url(f"{stem}.{file.digest}{dot}{ending}")


class StaticFiles:
    """Middleware that answers for everything under STATIC_URL, and passes on the rest."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """The file, or what the rest of the product answers."""
        prefix = settings.STATIC_URL or "/static/"
        if not request.path_info.startswith(prefix):
            return self.get_response(request)
        if request.method not in ("GET", "HEAD"):
            return HttpResponse(status=405, headers={"Allow": "GET, HEAD"})
        return _answer(request, request.path_info[len(prefix) :])


def _answer(request: HttpRequest, asked: str) -> HttpResponse:
    hashed = _HASHED.search(asked)
    name = _HASHED.sub("", asked) if hashed else asked
    file = find(name) or find(asked)
    if file is None:
        return HttpResponseNotFound(headers={"Cache-Control": _ASK_AGAIN})
    current = hashed is not None and hashed[1] == file.digest
    headers = {
        "Cache-Control": _YEAR if current else _ASK_AGAIN,
        "ETag": f'"{file.digest}"',
        "Vary": "Accept-Encoding",
        "X-Content-Type-Options": "nosniff",
    }
    if f'"{file.digest}"' in request.headers.get("If-None-Match", ""):
        return HttpResponseNotModified(headers=headers)
    body = file.content
    if file.gzipped and "gzip" in request.headers.get("Accept-Encoding", ""):
        body = file.gzipped
        headers["Content-Encoding"] = "gzip"
    charset = "; charset=utf-8" if file.media.startswith("text/") or file.media in _COMPRESSED else ""
    headers["Content-Length"] = str(len(body))
    return HttpResponse(b"" if request.method == "HEAD" else body, content_type=file.media + charset, headers=headers)
