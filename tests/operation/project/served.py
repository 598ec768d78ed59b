"""An installation that really runs: `shouwen serve` as processes of its own, spoken to over HTTP.

It has a database of its own: a file, or where the tests run on PostgreSQL, one beside theirs.
"""

from __future__ import annotations

import http.client
import os
import re
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlencode, urlsplit, urlunsplit

import psycopg

_WORD = re.compile(r'"word":"([^"]+)"')
PASSWORD = "a long word for tests"

PEOPLE = f"""
from django.core.management import call_command
call_command("migrate", verbosity=0)
from django.contrib.auth.hashers import make_password
from tests.operation.people_of_the_tests import make_cast
make_cast()
from shouwen.operation.people.models import Staff
Staff.objects.update(password=make_password({PASSWORD!r}))
"""

TELL = """
from shouwen.operation.ledger.models import Event
from shouwen.operation.ledger.writing import writing
from shouwen.operation.people.models import Unit
from shouwen.operation.people.scope import everywhere
with everywhere():
    for number in range({count}):
        with writing():
            unit = Unit.objects.get(code={unit!r})
            word = {word!r}.format(number)
            Event.objects.create(word=word, at=1, noted_at=1, unit=unit, grade="device", about=["x:1"])
"""


def free_ports(count: int = 2) -> int:
    """The first of `count` ports in a row that nobody uses."""
    for _ in range(50):
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            first = int(probe.getsockname()[1])
        try:
            for port in range(first, first + count):
                with socket.socket() as probe:
                    probe.bind(("127.0.0.1", port))
        except OSError:
            continue
        return first
    raise RuntimeError("no free ports")


@dataclass
class Installation:
    """Where it keeps things, how it is reached, and what runs now."""

    environment: dict[str, str]
    port: int
    embedded: bool
    log: Path
    running: list[subprocess.Popen[bytes]] = field(default_factory=list)
    opened: ExitStack = field(default_factory=ExitStack)

    @property
    def stream_port(self) -> int:
        """Where the hub is: on PostgreSQL it has a port of its own."""
        return self.port if self.embedded else self.port + 1

    def serve(self, *more: str) -> subprocess.Popen[bytes]:
        """Starts it and waits until it answers."""
        command = [sys.executable, "-m", "shouwen.command", "serve", "--port", str(self.port), *more]
        with self.log.open("ab") as log:
            process = subprocess.Popen(command, env=self.environment, stdout=log, stderr=log)
        self.running.append(process)
        for port in {self.port, self.stream_port}:
            self.wait_for(port, process)
        return process

    def wait_for(self, port: int, process: subprocess.Popen[bytes]) -> None:
        """Waits until something listens there."""
        for _ in range(400):
            assert process.poll() is None, self.log.read_text(encoding="utf-8")
            try:
                socket.create_connection(("127.0.0.1", port), timeout=1).close()
                return
            except OSError:
                time.sleep(0.05)
        raise AssertionError(self.log.read_text(encoding="utf-8"))

    def run(self, script: str) -> str:
        """Runs Python beside it, on its database; what it printed."""
        return run(self.environment, script)

    def tell(self, word: str, *, unit: str = "hall-east", count: int = 1) -> None:
        """Lays events in its log from another process; “{}” in the word becomes their number."""
        self.run(TELL.format(word=word, unit=unit, count=count))

    def ask(
        self, path: str, *, cookies: dict[str, str] | None = None, port: int = 0, **headers: str
    ) -> http.client.HTTPResponse:
        """GET; the answer, not yet read."""
        return self.send("GET", path, "", _with(cookies, headers), port=port or self.port)

    def send(
        self, method: str, path: str, body: str, headers: dict[str, str], *, port: int
    ) -> http.client.HTTPResponse:
        """One request on a connection of its own; both are closed at the end."""
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
        self.opened.callback(connection.close)
        connection.request(method, path, body, headers)
        answer = connection.getresponse()
        self.opened.callback(answer.close)
        return answer

    def log_in(self, username: str) -> dict[str, str]:
        """Logs the person in by the page; the cookies that show it."""
        page = self.ask("/account/login/")
        token = re.search(rb'name="csrfmiddlewaretoken" value="([^"]+)"', page.read())
        assert token is not None
        cookies = _cookies(page)
        body = urlencode({"login": username, "password": PASSWORD, "csrfmiddlewaretoken": token[1].decode()})
        headers = _with(cookies, {"Content-Type": "application/x-www-form-urlencoded"})
        answer = self.send("POST", "/account/login/", body, headers, port=self.port)
        answer.read()
        cookies |= _cookies(answer)
        assert "sessionid" in cookies, (answer.status, self.log.read_text(encoding="utf-8"))
        return cookies

    def log_out(self, cookies: dict[str, str]) -> None:
        """Logs out by the page."""
        headers = _with(cookies, {"X-CSRFToken": cookies["csrftoken"]})
        assert self.send("POST", "/account/logout/", "", headers, port=self.port).status == 302

    def follow(self, cookies: dict[str, str], *, last: str = "") -> Stream:
        """Opens the stream, from `last` on."""
        answer = self.ask(
            "/stream/", cookies=cookies, port=self.stream_port, **({"Last-Event-ID": last} if last else {})
        )
        assert answer.status == 200, answer.read()
        return Stream(answer)

    def kill(self, process: subprocess.Popen[bytes]) -> None:
        """Kills it without a word."""
        process.kill()
        process.wait()

    def close(self) -> None:
        """Ends all that still runs."""
        self.opened.close()
        for process in self.running:
            if process.poll() is None:
                process.send_signal(signal.SIGTERM)
        for process in self.running:
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                process.kill()


class Stream:
    """A stream that is being followed, as a browser would."""

    def __init__(self, answer: http.client.HTTPResponse) -> None:
        self.answer = answer
        self.last = ""
        self.opening: list[str] = []
        while not self.last:
            message = self.read_message()
            assert message is not None, "the stream ended before it began"
            self.opening.append(message)

    def read_message(self) -> str | None:
        """The next message's data: "" where it has none, None where the stream has ended."""
        kind, data = "", ""
        while line := self.answer.readline().decode():
            name, _, value = line.rstrip("\n").partition(": ")
            if name == "id":
                self.last = value
            elif name == "data":
                data = value
            elif name == "event":
                kind = value
            elif line == "\n":
                return kind or data
        return None

    def words(self, count: int) -> list[str]:
        """The words of the next `count` messages that have any."""
        found = [word for message in self.opening for word in _WORD.findall(message)]
        self.opening = []
        while len(found) < count:
            message = self.read_message()
            assert message is not None, "the stream ended"
            found += _WORD.findall(message)
        return found


@contextmanager
def prepared(folder: Path) -> Iterator[dict[str, str]]:
    """An installation with its people that never runs: `installation` copies it. Its environment."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("SHOUWEN_")}
    environment |= {
        "SHOUWEN_HOME": str(folder),
        "DJANGO_SETTINGS_MODULE": "shouwen.operation.project.settings",
        "PYTHONPATH": os.pathsep.join([os.getcwd(), *filter(None, [environment.get("PYTHONPATH")])]),
    }
    folder.mkdir()
    with _database(environment, template="template0"):
        run(environment, PEOPLE)
        yield environment


@contextmanager
def installation(folder: Path, copied: dict[str, str]) -> Iterator[Installation]:
    """A fresh one with its people, not yet running."""
    environment = copied | {"SHOUWEN_HOME": str(folder / "home")}
    shutil.copytree(copied["SHOUWEN_HOME"], folder / "home")
    with _database(environment, template=urlsplit(copied.get("SHOUWEN_DATABASE", "")).path.lstrip("/")):
        made = Installation(environment, free_ports(), "SHOUWEN_DATABASE" not in environment, folder / "log")
        try:
            yield made
        finally:
            made.close()


@contextmanager
def _database(environment: dict[str, str], *, template: str) -> Iterator[None]:
    address = os.environ.get("SHOUWEN_DATABASE")
    if not address:
        yield
        return
    name = f"served_{secrets.token_hex(4)}"
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name} TEMPLATE {template}")  # type: ignore[arg-type]
        environment["SHOUWEN_DATABASE"] = urlunsplit(urlsplit(address)._replace(path=f"/{name}"))
        yield
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)")  # type: ignore[arg-type]


def run(environment: dict[str, str], script: str) -> str:
    """Runs Python on an installation's database; what it printed."""
    command = [sys.executable, "-c", "import django; django.setup()\n" + script]
    return subprocess.run(command, env=environment, check=True, stdout=subprocess.PIPE, text=True).stdout


def _with(cookies: dict[str, str] | None, headers: dict[str, str]) -> dict[str, str]:
    return headers | {"Cookie": "; ".join(f"{name}={value}" for name, value in (cookies or {}).items())}


def _cookies(answer: http.client.HTTPResponse) -> dict[str, str]:
    pairs = [header.split(";")[0].strip().split("=", 1) for header in answer.msg.get_all("Set-Cookie") or ()]
    return dict(pairs)
