"""Django, called from an event loop as the WSGI application it is: a thread for each request that is being answered."""

from __future__ import annotations

import asyncio
import io
import logging
import os
import sys
import tempfile
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from typing import IO, Any
from urllib.parse import unquote_to_bytes

log = logging.getLogger("shouwen.pages")

IN_MEMORY = 1024 * 1024  # bytes of a request that are kept there; the rest lies in a temporary file
PATIENCE = 60.0  # seconds that one piece of a streamed answer may take to be taken over by the server
PIECE = 64 * 1024

Application = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]


class _TooMuch(Exception):
    """A request holds more than we take."""


class Bridge:
    """Answers RSGI requests with a WSGI application.

    `threads`: requests answered at the same time; `limit`: bytes that one request may hold. A request is read to its
    end before a thread is given to it: who sends slowly keeps nobody waiting.
    """

    def __init__(self, application: Application, *, threads: int, limit: int) -> None:
        self.application = application
        self.limit = limit
        self._threads = ThreadPoolExecutor(threads, "pages")

    async def __call__(self, scope: Any, proto: Any) -> None:
        """Answers one request."""
        loop = asyncio.get_running_loop()
        try:
            with tempfile.SpooledTemporaryFile(IN_MEMORY) as body:
                size = await self._read(scope, proto, body)
                environ = _environ(scope, body, size)
                await loop.run_in_executor(self._threads, self._answer, environ, proto, loop)
        except _TooMuch:
            proto.response_str(413, [("content-type", "text/plain"), ("connection", "close")], "Too large.")
        except Exception:
            log.exception("a request was not answered")
            with suppress(Exception):  # where an answer has begun there is nothing left to say
                proto.response_str(500, [("content-type", "text/plain")], "Server error.")

    def close(self) -> None:
        """Waits until every request that was taken has been answered."""
        self._threads.shutdown(wait=True)

    async def _read(self, scope: Any, proto: Any, body: IO[bytes]) -> int:
        announced = scope.headers.get("content-length")
        if announced and announced.isdigit() and int(announced) > self.limit:
            raise _TooMuch
        if not announced and scope.headers.get("transfer-encoding") is None and scope.http_version.startswith("1"):
            return 0
        size = 0
        async for piece in proto:
            size += len(piece)
            if size > self.limit:
                raise _TooMuch
            body.write(piece)
        body.seek(0)
        return size

    def _answer(self, environ: dict[str, Any], proto: Any, loop: asyncio.AbstractEventLoop) -> None:
        begun: list[tuple[int, list[tuple[str, str]]]] = []

        def start_response(status: str, headers: list[tuple[str, str]], _error: Any = None) -> Callable[[bytes], None]:
            begun[:] = [(int(status[:3]), [(name.lower(), value) for name, value in headers])]
            return _no_writing

        pieces = self.application(environ, start_response)
        try:
            file = _file_of(pieces)
            if file is not None:
                loop.call_soon_threadsafe(_unless_gone, proto.response_file, *begun[0], file)
            elif getattr(pieces, "streaming", False):
                self._stream(pieces, proto, *begun[0], loop)
            else:
                whole = b"".join(pieces)
                # Whoever has gone is no fault of ours.
                loop.call_soon_threadsafe(_unless_gone, proto.response_bytes, *begun[0], whole)
        finally:
            if close := getattr(pieces, "close", None):
                close()

    def _stream(
        self,
        pieces: Iterable[bytes],
        proto: Any,
        status: int,
        headers: list[tuple[str, str]],
        loop: asyncio.AbstractEventLoop,
    ) -> None:
        transport = proto.response_stream(status, headers)
        try:
            for piece in pieces:
                for start in range(0, len(piece), PIECE):
                    sending = transport.send_bytes(piece[start : start + PIECE])
                    asyncio.run_coroutine_threadsafe(_awaited(sending), loop).result(PATIENCE)
        except (RuntimeError, TimeoutError):
            log.info("who asked went away, or does not read")


def _file_of(pieces: Any) -> str | None:
    """The file that an answer is, all of it: the server sends it from the disk, as fast as it is fetched."""
    file: Any = getattr(pieces, "file_to_stream", None)
    name = getattr(file, "name", None)
    whole = isinstance(name, str) and os.path.isabs(name) and os.path.isfile(name) and file.tell() == 0
    return name if whole else None


async def _awaited(sending: Any) -> None:
    await sending


def _unless_gone(answer: Callable[..., None], *args: object) -> None:
    with suppress(RuntimeError):
        answer(*args)


def _no_writing(_: bytes) -> None:
    raise NotImplementedError("an answer is returned, not written")


def _environ(scope: Any, body: IO[bytes], size: int) -> dict[str, Any]:
    host, _, port = scope.server.rpartition(":")
    environ: dict[str, Any] = {
        "REQUEST_METHOD": scope.method,
        "SCRIPT_NAME": "",
        "PATH_INFO": unquote_to_bytes(scope.path).decode("latin-1"),
        "QUERY_STRING": scope.query_string,
        "SERVER_NAME": host.strip("[]"),
        "SERVER_PORT": port,
        "SERVER_PROTOCOL": f"HTTP/{scope.http_version}",
        "REMOTE_ADDR": scope.client.rpartition(":")[0].strip("[]"),
        "CONTENT_LENGTH": str(size),
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": scope.scheme,
        "wsgi.input": body if size else io.BytesIO(),
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": False,
        "wsgi.run_once": False,
    }
    for name, value in scope.headers.items():
        if name == "content-type":
            environ["CONTENT_TYPE"] = value
        elif name != "content-length" and "_" not in name:  # “a_b” would pass for “a-b”
            key = f"HTTP_{name.upper().replace('-', '_')}"
            joint = "; " if name == "cookie" else ","
            environ[key] = f"{environ[key]}{joint}{value}" if key in environ else value
    if scope.authority and "HTTP_HOST" not in environ:
        environ["HTTP_HOST"] = scope.authority
    return environ
