"""Serving: one process where the database is a file, several on PostgreSQL.

embedded     pages, stream, watch and jobs in this process; one writer at a time (ledger/writing.py)
PostgreSQL   page processes, one for the stream, one for watch and jobs; this one starts them and minds them
"""

from __future__ import annotations

import asyncio
import errno
import logging
import os
import resource
import signal
import socket
import threading
import time
from collections.abc import Callable
from typing import Any

from django.conf import settings
from granian.constants import Interfaces
from granian.server.embed import Server

from shouwen.fault import Fault
from shouwen.operation.project import background
from shouwen.operation.project.bridge import Bridge

log = logging.getLogger("shouwen.serving")

STREAM = "/stream/"
THREADS = 8  # requests that the embedded shape answers at the same time
CONNECTIONS = 4096  # that one process holds at the same time, streams included
FAREWELL = 25.0  # seconds that what was begun may take to end


def check_address(host: str, port: int) -> None:
    """Raises Fault where nothing can listen there: "port-in-use", "address-not-ours"."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            if error.errno == errno.EADDRINUSE:
                raise Fault("port-in-use", host=host, port=port) from None
            raise Fault("address-not-ours", host=host, port=port, why=error.strerror or str(error)) from None


def serve_embedded(*, host: str, port: int, ready: Callable[[], None]) -> None:
    """Serves everything from this process until SIGTERM or SIGINT; `ready` is called when it listens."""
    from shouwen.operation.project.wsgi import application
    from shouwen.operation.web.stream_hub import Hub

    stop = threading.Event()
    hub = Hub()
    bridge = Bridge(application, threads=THREADS, limit=settings.REQUEST_LIMIT)

    async def answer(scope: Any, proto: Any) -> None:
        await (hub if scope.path == STREAM else bridge)(scope, proto)

    def listening() -> None:
        threads.extend(background.start(stop))
        ready()

    threads: list[threading.Thread] = []
    try:
        asyncio.run(serve_on_loop(answer, host=host, port=port, start=hub.start, end=hub.stop, ready=listening))
    finally:
        stop.set()
        bridge.close()
        deadline = time.monotonic() + FAREWELL
        for thread in threads:
            thread.join(max(0.0, deadline - time.monotonic()))


def serve_stream(*, host: str, port: int) -> None:
    """Serves the stream alone, for a proxy in front to send /stream/ to."""
    from shouwen.operation.web.stream_hub import Hub

    end_with_parent()
    hub = Hub()

    async def answer(scope: Any, proto: Any) -> None:
        if scope.path == STREAM:
            await hub(scope, proto)
        else:
            proto.response_empty(404, [])

    asyncio.run(serve_on_loop(answer, host=host, port=port, start=hub.start, end=hub.stop, ready=lambda: None))


def serve_pages(*, host: str, port: int, processes: int) -> None:
    """Serves the pages alone, from `processes` processes of two threads each."""
    from granian.server import Server as Processes

    end_with_parent()
    Processes(
        "shouwen.operation.project.pages:application",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=processes,
        blocking_threads=2,
        backlog=CONNECTIONS,
        websockets=False,
        respawn_failed_workers=True,
        workers_kill_timeout=int(FAREWELL),
        log_enabled=False,
    ).serve()


def serve_background() -> None:
    """Does what goes on while nobody asks, until SIGTERM or SIGINT."""
    end_with_parent()
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    threads = background.start(stop)
    stop.wait()
    for thread in threads:
        thread.join(FAREWELL)


def end_with_parent() -> None:
    """This process ends when the one that started it is gone, however that one ended."""
    parent = os.getppid()

    def mind() -> None:
        while os.getppid() == parent:
            time.sleep(0.5)
        os.kill(os.getpid(), signal.SIGTERM)
        time.sleep(FAREWELL)
        os._exit(1)

    threading.Thread(target=mind, name="parent", daemon=True).start()


async def serve_on_loop(
    answer: Callable[[Any, Any], Any],
    *,
    host: str,
    port: int,
    start: Callable[[], Any],
    end: Callable[[], Any],
    ready: Callable[[], None],
) -> None:
    """Serves an RSGI application until SIGTERM or SIGINT. What was begun is ended first.

    `start` and `end` are awaited on the loop before the first and after the last request is taken.
    """
    _hold_many_files()
    server = Server(
        answer,
        address=host,
        port=port,
        interface=Interfaces.RSGI,
        websockets=False,
        backlog=CONNECTIONS,
        backpressure=CONNECTIONS,
        log_enabled=False,
    )
    stopping = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stopping.set)
    await start()
    serving = asyncio.create_task(server.serve())
    serving.add_done_callback(lambda _: stopping.set())
    await asyncio.to_thread(wait_until_it_listens, host, port)
    ready()
    await stopping.wait()
    await end()  # streams would go on for ever
    server.stop()  # type: ignore[no-untyped-call]
    try:
        async with asyncio.timeout(FAREWELL):
            await serving
    except TimeoutError:
        log.warning("some requests were not ended in time")


def _hold_many_files() -> None:
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))  # each stream is one


def wait_until_it_listens(host: str, port: int) -> None:
    """Returns once connections are taken there, or after some ten seconds."""
    to = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)
    for _ in range(200):
        try:
            socket.create_connection((to, port), timeout=1).close()
            return
        except OSError:
            time.sleep(0.05)
