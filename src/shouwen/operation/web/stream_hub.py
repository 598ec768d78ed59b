"""The hub: one task follows the log, and tells everyone who follows a stream, each only what is theirs.

It is an RSGI application of its own, on one event loop; the database is asked in threads. The server keeps what a
client does not fetch, and does not say how much that is: so each stream ends after MOST_BYTES. The browser comes again
by itself, says how far it had come (Last-Event-ID), and is told the rest; one that does not read costs no more memory.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field
from http.cookies import CookieError, SimpleCookie
from typing import Any, TypeVar
from urllib.parse import parse_qs

from django.db import close_old_connections, connection

from shouwen.fault import Fault
from shouwen.operation.ledger.position import Position
from shouwen.operation.ledger.writing import listen
from shouwen.operation.web import stream
from shouwen.operation.web.stream_person import Follower, follower_of
from shouwen.operation.web.stream_views import RETRY, opening, told

Result = TypeVar("Result")
log = logging.getLogger("shouwen.stream")

HEADERS = [
    ("content-type", "text/event-stream; charset=utf-8"),
    ("cache-control", "no-store"),
    ("x-accel-buffering", "no"),
    ("x-content-type-options", "nosniff"),
]


MOST_BYTES = 1024 * 1024


@dataclass(frozen=True, kw_only=True)
class Pace:
    """Seconds; and how many looks' worth of news may wait for a client who is still being told what they missed.

    tick       between two looks at the log where nobody in this process says that it has grown
    rest       after each look: however much is written, no more looks than this
    heartbeat  after which a client who was told nothing is told where they are
    recheck    after which it is asked again who a client is and what they may see
    """

    tick: float = 0.25
    rest: float = 0.02
    heartbeat: float = 15.0
    recheck: float = 60.0
    waiting: int = 64


@dataclass(eq=False)
class Client:
    """Somebody who follows the stream. What is new for them waits in `queue`.

    came  the cookies they brought, and by which way: by these it is asked again who they are
    """

    came: tuple[str, str]
    follower: Follower
    check_at: float
    queue: asyncio.Queue[list[stream.News]]
    task: asyncio.Task[None] | None = field(default=None, repr=False)

    def let_go(self) -> None:
        """Ends their stream."""
        if self.task:
            self.task.cancel()


class Hub:
    """Everyone who follows. `start` and `stop` run on the loop that serves."""

    def __init__(self, pace: Pace | None = None) -> None:
        self.pace = pace or Pace()
        self.clients: set[Client] = set()
        self.position: Position | None = None
        self._reading = ThreadPoolExecutor(1, "stream-log")
        self._asking = ThreadPoolExecutor(4, "stream-clients")
        self._tasks: list[asyncio.Task[None]] = []
        self._stopped = False

    async def start(self) -> None:
        """Begins to follow the log, from its present end."""
        loop = asyncio.get_running_loop()
        self._ready, self._woken = asyncio.Event(), asyncio.Event()

        def wake() -> None:
            with suppress(RuntimeError):  # the loop has ended meanwhile
                loop.call_soon_threadsafe(self._woken.set)

        self._deaf = listen(wake)
        self._tasks = [asyncio.create_task(self._follow()), asyncio.create_task(self._check_clients())]

    async def stop(self) -> None:
        """Ends all streams and stops following."""
        self._stopped = True
        self._deaf()
        pouring = [client.task for client in self.clients if client.task]
        for task in (*self._tasks, *pouring):
            task.cancel()
        await asyncio.gather(*self._tasks, *pouring, return_exceptions=True)
        for pool in (self._reading, self._asking):
            pool.shutdown(wait=True, cancel_futures=True)

    async def __call__(self, scope: Any, proto: Any) -> Any:
        """One client's stream, until one of the two ends it."""
        if scope.method != "GET":
            return proto.response_empty(405, [("allow", "GET")])
        if self._stopped:
            return proto.response_empty(503, [("retry-after", "2")])
        try:
            asked = parse_qs(scope.query_string)
            text = scope.headers.get("last-event-id") or asked.get("after", [""])[0]
            after = stream.read(text) if text else None
            came = (scope.headers.get("cookie") or "", asked.get("as", [""])[0])
            follower = await self._in_thread(self._asking, _who_came, came) if came[0] else None
            if follower is None:
                return proto.response_str(401, [("content-type", "text/plain")], Fault("stream-log-in").say("en"))
            async with asyncio.timeout(5):
                await self._ready.wait()
        except Fault as fault:
            return proto.response_str(400, [("content-type", "text/plain; charset=utf-8")], fault.say("en"))
        except Exception:
            log.exception("a stream was not begun")
            return proto.response_empty(503, [("retry-after", "2")])
        await self._serve(came, follower, after, proto)

    async def _serve(self, came: tuple[str, str], follower: Follower, after: Position | None, proto: Any) -> None:
        loop = asyncio.get_running_loop()
        client = Client(came, follower, loop.time() + self.pace.recheck, asyncio.Queue(self.pace.waiting))
        self.clients.add(client)  # from here on nothing new passes them by; what they missed is asked for next
        client.task = loop.create_task(self._pour(client, after, proto.response_stream(200, HEADERS)))
        gone = loop.create_task(_gone(proto))
        gone.add_done_callback(lambda _: client.let_go())
        try:
            await client.task
        except asyncio.CancelledError:
            pass
        except Exception:
            log.exception("a stream broke off")
        finally:
            self.clients.discard(client)
            gone.cancel()

    async def _pour(self, client: Client, after: Position | None, transport: Any) -> None:
        if after is None:
            reading = stream.Reading((), self.position or Position())
        else:
            wanted = (after, client.follower.seen, client.follower.words)
            reading = await self._in_thread(self._asking, stream.asked, *wanted)
        at = reading.position
        message = f"retry: {RETRY}\n".encode() + opening(reading, client.follower)
        sent = 0
        while True:
            with suppress(RuntimeError):  # gone: `_gone` will say so
                await transport.send_bytes(message)
            sent += len(message)
            if sent > MOST_BYTES:
                return
            waiting = await self._news(client)
            if not waiting:  # all that was theirs up to the hub's position has been sent
                at = max(at, self.position or at)
                message = f": \nid: {stream.written(at)}\n\n".encode()
                continue
            fresh = [news for news in waiting if news.position > at]  # what was asked for may have come here as well
            at = max(at, waiting[-1].position)
            message = told(fresh, client.follower)

    async def _news(self, client: Client) -> list[stream.News]:
        """All that waits for the client; nothing where nothing came for a heartbeat."""
        waiting: list[stream.News] = []
        with suppress(TimeoutError):
            async with asyncio.timeout(self.pace.heartbeat):
                waiting += await client.queue.get()
        while not client.queue.empty():  # also what came at the very moment of the time-out
            waiting += client.queue.get_nowait()
        return waiting

    async def _follow(self) -> None:
        pause = 1.0
        while True:
            try:
                if self.position is None:
                    self.position = await self._in_thread(self._reading, stream.here)
                    self._ready.set()
                self._woken.clear()
                batch = await self._in_thread(self._reading, stream.after, self.position)
                self._tell(batch)
                pause = 1.0
            except Exception:
                log.exception("the log could not be read; next look in %s s", pause)
                await asyncio.sleep(pause)
                pause = min(pause * 2, 30.0)
                continue
            if len(batch) < stream.BATCH:
                await asyncio.sleep(self.pace.rest)
                with suppress(TimeoutError):
                    async with asyncio.timeout(self.pace.tick):
                        await self._woken.wait()

    def _tell(self, batch: list[stream.News]) -> None:
        if not batch:
            return
        for client in self.clients:
            theirs = [news for news in batch if news.is_for(client.follower.seen, client.follower.words)]
            try:
                if theirs:
                    client.queue.put_nowait(theirs)
            except asyncio.QueueFull:
                client.let_go()
        self.position = batch[-1].position

    async def _check_clients(self) -> None:
        loop = asyncio.get_running_loop()
        while True:
            await asyncio.sleep(min(1.0, self.pace.recheck / 4))
            due = [client for client in self.clients if client.check_at <= loop.time()]
            for came in {client.came for client in due}:
                theirs = [client for client in due if client.came == came]
                try:
                    now = await self._in_thread(self._asking, _who_came, came)
                except Exception:
                    log.exception("it could not be asked who follows a stream; asked again soon")
                    continue
                for client in theirs:
                    client.check_at = loop.time() + self.pace.recheck
                    before = client.follower
                    if now is None or (before, before.seen.people) != (now, now.seen.people):
                        client.let_go()

    async def _in_thread(self, pool: ThreadPoolExecutor, ask: Callable[..., Result], *args: Any) -> Result:
        return await asyncio.get_running_loop().run_in_executor(pool, _with_database, ask, args)


def _with_database(ask: Callable[..., Result], args: tuple[Any, ...]) -> Result:
    close_old_connections()
    try:
        return ask(*args)
    except Fault:
        raise
    except Exception:
        connection.close()
        raise


def _who_came(came: tuple[str, str]) -> Follower | None:
    cookies, way = came
    try:
        brought = SimpleCookie(cookies)
    except CookieError:
        return None
    return follower_of({name: one.value for name, one in brought.items()}, way)


async def _gone(proto: Any) -> None:
    with suppress(Exception):
        await proto.client_disconnect()
