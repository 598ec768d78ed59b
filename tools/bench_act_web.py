"""The deployment's own servers, and browsers that log in, act, look and follow: what a wait and a request come to.

A request that is not answered as it should be ends the run: nothing is counted that did not happen.
"""

from __future__ import annotations

import http.client
import re
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from queue import Empty, SimpleQueue
from statistics import median, quantiles
from urllib.parse import quote, urlencode
from uuid import uuid4

HOST = "127.0.0.1"
BATCH = 50
"""Requests over which the servers' processor time is read once."""

IDLE = 5.0
"""Seconds after which a browser opens a new connection: the server lets go of one on which nothing is asked."""

MESSAGES = "messages"
"""The cookie that brings word to the next page, which takes it away. Here no page is looked at between two acts."""

FORM = "application/x-www-form-urlencoded"
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')


@dataclass(slots=True)
class Browser:
    """Somebody's browser: one connection kept open, its cookies, and the token that its forms carry."""

    port: int
    cookies: dict[str, str] = field(default_factory=dict)
    token: str = ""
    line: http.client.HTTPConnection | None = None
    asked_at: float = 0.0

    def ask(
        self, method: str, path: str, form: Mapping[str, str | list[str]] | None = None, **more: str
    ) -> tuple[int, bytes]:
        """Sends a request, as a browser does (`more`: headers); its status and body. A redirection is not followed."""
        body = urlencode({"csrfmiddlewaretoken": self.token, **form}, doseq=True) if form is not None else None
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        headers |= {"Accept-Language": "zh-CN,zh;q=0.9", "Origin": f"http://{HOST}:{self.port}"}
        headers |= {name.replace("_", "-"): value for name, value in more.items()}
        if body is not None:
            headers["Content-Type"] = FORM
        if self.line is None or time.monotonic() - self.asked_at > IDLE:
            self.line = http.client.HTTPConnection(HOST, self.port, timeout=60)
        self.line.request(method, path, body, headers)
        answer = self.line.getresponse()
        text = answer.read()
        self.asked_at = time.monotonic()
        for name, value in answer.getheaders():
            if name.lower() == "set-cookie":
                cookie, _, content = value.partition(";")[0].partition("=")
                self.cookies[cookie] = content
        self.cookies.pop(MESSAGES, None)
        return answer.status, text

    def read_token(self, path: str) -> str:
        """Looks at a page and keeps the token of its forms; the page."""
        status, body = self.ask("GET", path)
        text = body.decode()
        found = TOKEN.search(text)
        if status != 200 or found is None:
            raise SystemExit(f"{path} answered with {status}, and no form.")
        self.token = found[1]
        return text


def log_in(port: int, name: str, password: str) -> Browser:
    """A browser in which this person has logged in."""
    browser = Browser(port)
    browser.read_token("/account/login/")
    status, _ = browser.ask("POST", "/account/login/", {"login": name, "password": password})
    if status != 302:
        raise SystemExit(f"{name} could not log in: {status}.")
    browser.read_token("/")
    return browser


@dataclass(frozen=True, slots=True)
class Servers:
    """The numbers of the processes that answer pages, and of those that do the rest in the background."""

    pages: Sequence[int]
    background: Sequence[int]

    def rest(self, *, seconds: float = 900) -> float:
        """Waits until the background rests (the log followed and sealed to its end); the seconds it took."""
        start = time.monotonic()
        while time.monotonic() - start < seconds:
            before = processor_seconds(self.background)
            time.sleep(3)
            if processor_seconds(self.background) - before < 0.5:
                return time.monotonic() - start
        raise SystemExit(f"After {seconds:.0f} seconds the background is still at work.")


@contextmanager
def servers(port: int, *, processes: int = 2) -> Iterator[Servers]:
    """`shouwen serve` as in use, with so many processes that answer pages."""
    command = [sys.executable, "-m", "shouwen.command", "serve", "--port", str(port), "--processes", str(processes)]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, start_new_session=True)
    try:
        yield _started(process, port, processes)
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(60)


def _started(process: subprocess.Popen[bytes], port: int, processes: int) -> Servers:
    for _ in range(1200):
        pages, background = _workers(process.pid), part_of(process.pid, "background")
        if len(pages) == processes and background and _listens(port):
            return Servers(pages, background)
        if process.poll() is not None:
            break
        time.sleep(0.1)
    raise SystemExit("The servers did not start.")


def part_of(servers_of: int, part: str) -> list[int]:
    """The processes that `shouwen serve` (pid `servers_of`) started for this part."""
    return [pid for pid in _children(servers_of) if f"--part\0{part}" in _command(pid)]


def _workers(parent: int) -> list[int]:
    pages = part_of(parent, "pages")
    return [pid for page in pages for pid in _children(page) if "resource_tracker" not in _command(pid)]


def _children(pid: int) -> list[int]:
    try:
        tasks = list(Path(f"/proc/{pid}/task").iterdir())
        return [int(child) for task in tasks for child in (task / "children").read_text().split()]
    except OSError:
        return []


def _command(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/cmdline").read_text()
    except OSError:
        return ""


def _listens(port: int) -> bool:
    try:
        browser = Browser(port)
        return browser.ask("GET", "/account/login/")[0] == 200
    except OSError:
        return False


def processor_seconds(processes: Sequence[int]) -> float:
    """Seconds that these processes have had a processor so far."""
    total = 0
    for pid in processes:
        for task in Path(f"/proc/{pid}/task").iterdir():
            total += int((task / "schedstat").read_text().split()[0])
    return total / 1e9


@dataclass(frozen=True, slots=True)
class Measured:
    """Requests as they went: seconds each, seconds in all, and the servers' milliseconds of processor for each."""

    waits: Sequence[float]
    seconds: float
    processor: Sequence[float]

    @property
    def rate(self) -> float:
        """Requests a second."""
        return len(self.waits) / self.seconds

    @property
    def cost(self) -> float:
        """Milliseconds of the page processes' processor for a request: the median over batches."""
        return median(self.processor)

    def wait(self, percent: int) -> float:
        """Milliseconds within which so many in a hundred were answered."""
        return quantiles(self.waits, n=100)[percent - 1] * 1000


Ask = Callable[[Browser], object]


def measure(browsers: Sequence[Browser], asks: Sequence[Sequence[Ask]], pages: Sequence[int]) -> Measured:
    """Lets each browser do its list of requests, one after the other, all browsers at once."""
    waits: list[float] = []
    processor: list[float] = []
    before = processor_seconds(pages)
    counting = threading.Lock()

    def go(browser: Browser, mine: Sequence[Ask]) -> None:
        nonlocal before
        for ask in mine:
            start = time.perf_counter()
            ask(browser)
            took = time.perf_counter() - start
            with counting:
                waits.append(took)
                if len(waits) % BATCH == 0:
                    now = processor_seconds(pages)
                    processor.append((now - before) * 1000 / BATCH)
                    before = now

    start = time.perf_counter()
    with ThreadPoolExecutor(len(browsers)) as pool:
        for done in [pool.submit(go, *pair) for pair in zip(browsers, asks, strict=True)]:
            done.result()
    return Measured(waits, time.perf_counter() - start, processor)


def act(subject: str, name: str, **form: str) -> Ask:
    """Sends the form of one of the acts of a case's page."""
    path = f"/cases/{quote(subject, safe=':')}/{name}"

    def ask(browser: Browser) -> None:
        status, body = browser.ask("POST", path, {"once": uuid4().hex, "next": "", **form})
        if status != 302:
            raise SystemExit(f"{path} answered with {status}: {body[:2000].decode(errors='replace')}")

    return ask


def look(path: str) -> Ask:
    """Looks at a page."""

    def ask(browser: Browser) -> None:
        status, _ = browser.ask("GET", path)
        if status != 200:
            raise SystemExit(f"{path} answered with {status}")

    return ask


class Follower:
    """Somebody who follows the stream: when each event came, by its number in the stream."""

    def __init__(self, port: int, browser: Browser) -> None:
        self.came: SimpleQueue[tuple[float, str]] = SimpleQueue()
        cookies = "; ".join(f"{name}={value}" for name, value in browser.cookies.items())
        self._line = http.client.HTTPConnection(HOST, port, timeout=120)
        self._line.request("GET", "/stream/", headers={"Cookie": cookies, "Accept": "text/event-stream"})
        self._answer = self._line.getresponse()
        if self._answer.status != 200:
            raise SystemExit(f"the stream answered with {self._answer.status}")
        threading.Thread(target=self._follow, daemon=True).start()

    def _follow(self) -> None:
        while line := self._answer.readline():
            if line.startswith(b"data:"):
                self.came.put((time.perf_counter(), line.decode()))

    def wait_for(self, text: str, *, seconds: float = 20) -> float:
        """When a line that holds `text` came (perf_counter). Raises SystemExit where none does."""
        until = time.perf_counter() + seconds
        while time.perf_counter() < until:
            try:
                at, line = self.came.get(timeout=0.1)
            except Empty:
                continue
            if text in line:
                return at
        raise SystemExit(f"nothing was told of {text}")
