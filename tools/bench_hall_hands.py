"""Hands that use a hall: a machine that gives numbers, a clerk at a counter, a manager at the board, a wall display.

Machine and clerk use the JSON API with a token of their own; or a clerk logs in and works at the console's pages, as a
person does: a session, the token of its forms, and each answer is the console as it looks then.
"""

from __future__ import annotations

import http.client
import json
import re
import threading
import time
from collections.abc import Callable, Sequence
from statistics import quantiles
from typing import Any, ClassVar
from uuid import uuid4

from bench_act_web import HOST, Browser, log_in
from bench_hall_fill import PASSWORD, Hall


class Line:
    """One connection that is kept open, with a token."""

    def __init__(self, port: int, secret: str) -> None:
        self.port, self.secret = port, secret
        self._line = http.client.HTTPConnection(HOST, port, timeout=60)

    def ask(self, method: str, path: str, body: object = None) -> dict[str, Any]:
        """The answer. Raises SystemExit where it is none of 200 and 201."""
        headers = {"Authorization": f"Bearer {self.secret}", "Content-Type": "application/json"}
        if method == "POST":
            headers["Idempotency-Key"] = uuid4().hex
        sent = None if body is None else json.dumps(body)
        try:
            answer, text = self._send(method, path, sent, headers)
        except (ConnectionError, http.client.BadStatusLine):  # closed while it was idle; the key makes it once
            self._line.close()
            answer, text = self._send(method, path, sent, headers)
        if answer.status not in (200, 201):
            raise SystemExit(f"{path} answered with {answer.status}: {text[:500].decode()}")
        found: dict[str, Any] = json.loads(text)
        return found

    def _send(
        self, method: str, path: str, sent: str | None, headers: dict[str, str]
    ) -> tuple[http.client.HTTPResponse, bytes]:
        self._line.request(method, f"/api/v1{path}", sent, headers)
        answer = self._line.getresponse()
        return answer, answer.read()


class Machine(Line):
    """A number machine."""

    def __init__(self, port: int, hall: Hall, name: str = "machine") -> None:
        super().__init__(port, hall.devices[name])
        self.hall = hall

    def take(self, service: str = "payment", priority: str = "") -> str:
        """A number; its visit."""
        sent = {"service": service, "priority": priority}
        return str(self.ask("POST", f"/halls/{self.hall.code}/tickets", sent)["subject"])


class Clerk(Line):
    """A clerk at a counter, who opens it first."""

    def __init__(self, port: int, hall: Hall, place: int) -> None:
        _, self.counter, secret = hall.clerks[place]
        super().__init__(port, secret)
        self.path = f"/halls/{hall.code}/counters/{self.counter}"
        self.ask("POST", f"{self.path}/open", {})

    def call(self) -> tuple[str, str] | None:
        """Who was called: the visit and its number; None where nobody waits."""
        visit = self.ask("POST", f"{self.path}/call-next", {})["visit"]
        return None if visit is None else (str(visit["subject"]), str(visit["number"]))

    def step(self, visit: str, name: str) -> None:
        """One of begin, end, leave."""
        self.ask("POST", f"/visits/{visit}/{name}", {})

    def abandon(self, visit: str) -> None:
        """The customer gives the number up."""
        self.ask("POST", f"/visits/{visit}/abandon", {})

    def serve(self) -> str | None:
        """A whole service: called, begun, ended; calling the next one ends the visit. None where nobody waits."""
        called = self.call()
        if called is None:
            return None
        visit, _ = called
        for name in ("begin", "end"):
            self.step(visit, name)
        return visit


class ClerkAtConsole(Clerk):
    """The same, logged in, at the pages of the console."""

    WORDS: ClassVar = {"begin": "service.begun", "end": "service.ended", "leave": "visit.left"}

    def __init__(self, port: int, hall: Hall, place: int) -> None:
        name, self.counter, _ = hall.clerks[place]
        self.browser = log_in(port, name, PASSWORD)
        lines = [line for line in ("business", "advice") if line == "business" or place % 2]
        self.send("open", {"counter": self.counter, "line": lines})

    def send(self, address: str, form: dict[str, str | list[str]]) -> str:
        """Presses a button: the console as it is then. Raises SystemExit where it was refused."""
        sent = {"once": uuid4().hex, **form}
        status, body = self.browser.ask("POST", f"/hall/console/{address}", sent, HX_Request="true")
        if status != 200:
            raise SystemExit(f"the console answered {address} with {status}: {body[:300].decode()}")
        return body.decode()

    def call(self) -> tuple[str, str] | None:
        page = self.send("do/call", {})
        visit, number = _VISIT.search(page), _NUMBER.search(page)
        return None if visit is None or number is None else (visit[1], number[1])

    def step(self, visit: str, name: str) -> None:
        word = self.WORDS[name]
        self.send(f"step/{word}", {"visit": visit, "word": word})

    def abandon(self, visit: str) -> None:
        self.send("do/abandon", {"visit": visit})


class Manager:
    """The manager of a hall, logged in, before the board."""

    def __init__(self, port: int, hall: Hall) -> None:
        self.hall, self.browser = hall, log_in(port, hall.manager, PASSWORD)

    def look(self, part: str = "") -> None:
        """The board's page, or a part of it. Raises SystemExit where it is not shown."""
        path = f"/hall/board/{part}?hall={self.hall.code}"
        status, body = self.browser.ask("GET", path)
        if status != 200 or b"board" not in body:
            raise SystemExit(f"{path} answered with {status}")


_VISIT = re.compile(r'name="visit" value="(visit:[^"]+)"')
_NUMBER = re.compile(r'id="console-heading"[^>]*>([A-Z]+\d+)<')


class Display:
    """A display on the wall: set up once; follows its hall's news, and fetches the wall at each."""

    def __init__(self, port: int, hall: Hall) -> None:
        self.seen: dict[str, float] = {}
        self._browser = Browser(port)
        self._browser.read_token("/hall/screen/")
        status, _ = self._browser.ask("POST", "/hall/screen/", {"secret": hall.devices["display"]})
        if status != 302:
            raise SystemExit(f"the display was not set up: {status}")
        cookies = "; ".join(f"{name}={value}" for name, value in self._browser.cookies.items())
        self._news = http.client.HTTPConnection(HOST, port + 1, timeout=120)
        headers = {"Cookie": cookies, "Accept": "text/event-stream"}
        self._news.request("GET", "/stream/?as=hall-screen", headers=headers)
        self._answer = self._news.getresponse()
        if self._answer.status != 200:
            raise SystemExit(f"the display's stream answered with {self._answer.status}")
        threading.Thread(target=self._follow, daemon=True).start()

    def _follow(self) -> None:
        while line := self._answer.readline():
            if not line.startswith(b"data:") or b"ticket.called" not in line:
                continue
            status, body = self._browser.ask("GET", "/hall/display/board/")
            now = time.perf_counter()
            if status == 200:
                for number in set(_NUMBERS(body.decode())):
                    self.seen.setdefault(number, now)


def _NUMBERS(text: str) -> list[str]:
    return re.findall(r"\b[ABC]\d{3,}\b", text)


class Timed:
    """Seconds that each of many askings took, and seconds in all."""

    def __init__(self) -> None:
        self.waits: list[float] = []
        self.seconds = 0.0

    @property
    def rate(self) -> float:
        """A second."""
        return len(self.waits) / self.seconds

    def wait(self, percent: int) -> float:
        """Milliseconds within which so many in a hundred were answered."""
        return quantiles(self.waits, n=100)[percent - 1] * 1000


def together(doings: Sequence[Callable[[], object]], *, seconds: float) -> Timed:
    """Each is done again and again by a thread of its own, for so long; one that gives None has come to its end."""
    found, wrong = Timed(), []

    def go(do: Callable[[], object]) -> None:
        end = time.perf_counter() + seconds
        try:
            while time.perf_counter() < end and not wrong:
                start = time.perf_counter()
                if do() is None:
                    return
                found.waits.append(time.perf_counter() - start)
        except BaseException as problem:
            wrong.append(problem)

    threads = [threading.Thread(target=go, args=(do,)) for do in doings]
    start = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    found.seconds = time.perf_counter() - start
    if wrong:
        raise wrong[0]
    return found
