"""The program beside a card reader, on the clerk's own machine: `shouwen reader`. The protocol: protocol.py.

It listens on 127.0.0.1 alone, answers the pages of the allowed origins only, reads a card only when the installation
asks for it, keeps nothing and logs nothing. It needs neither the database nor the rest of the house.
"""

from __future__ import annotations

import json
import subprocess
import threading
from collections.abc import Collection, Iterator, Sequence
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import cycle
from typing import Any, Final, Protocol

from shouwen.operation.channels.hall.identity.protocol import (
    LONGEST,
    READ,
    STATUS,
    Reading,
    from_text,
    proof_of,
    same,
    seal_of,
    to_text,
)
from shouwen.operation.people.identity import check_digit

HOST: Final = "127.0.0.1"
WAIT: Final = 15
"""Seconds in which a card is to be laid on the reader."""


class NoCard(Exception):
    """No card was laid on the reader, or it could not be read."""


class Reader(Protocol):
    """A card reader. `name` is shown to the clerk."""

    name: str

    def read(self) -> Reading:
        """What the card says. Raises NoCard."""
        ...


class Simulated:
    """No reader at all: people who do not exist, one after the other, the last of them a child."""

    name = "simulated"

    def __init__(self, readings: Sequence[Reading] = ()) -> None:
        self._next: Iterator[Reading] = cycle(readings or MADE_UP)

    def read(self) -> Reading:
        """The next of them."""
        return next(self._next)


class Program:
    """A reader with a program of its vendor's, which writes a reading as one JSON object: document, number, name,
    valid_until. Written nothing, or ended with another status than 0: no card."""

    def __init__(self, command: Sequence[str]) -> None:
        self.name = command[0].rpartition("/")[2]
        self._command = list(command)

    def read(self) -> Reading:
        """Runs the program once. Raises NoCard."""
        try:
            told = subprocess.run(self._command, capture_output=True, timeout=WAIT, check=True).stdout.decode()
            return from_text(told)
        except (OSError, subprocess.SubprocessError, ValueError):
            raise NoCard from None


def _made_up(first_17: str, name: str) -> Reading:
    return Reading("resident", first_17 + check_digit(first_17), name, "2040-01-01")


MADE_UP: Final = (
    _made_up("11010119800101001", "张测试"),
    _made_up("31010119920307004", "李样例"),
    _made_up("44030119750912003", "王示范"),
    _made_up("51010420180601002", "赵小样"),
)


def serve(reader: Reader, *, secret: str, origins: Collection[str], port: int) -> ThreadingHTTPServer:
    """A server that is ready to `serve_forever`; port 0: any that is free. Raises OSError where the port is taken."""
    return ThreadingHTTPServer((HOST, port), _handler(reader, secret, frozenset(origins)))


def _handler(reader: Reader, secret: str, origins: frozenset[str]) -> type[BaseHTTPRequestHandler]:
    one_at_a_time = threading.Lock()

    class Handler(BaseHTTPRequestHandler):
        """Answers one page."""

        server_version = "shouwen-reader"
        sys_version = ""
        timeout = 30

        def do_OPTIONS(self) -> None:
            """A browser asks whether the page may ask at all."""
            if self._allowed():
                self._answer(204, None)

        def do_GET(self) -> None:
            """Whether there is a reader."""
            if self._allowed():
                found = self.path == STATUS
                self._answer(200 if found else 404, {"reader": reader.name} if found else {"error": "unknown"})

        def do_POST(self) -> None:
            """Reads a card."""
            if not self._allowed():
                return
            if self.path != READ:
                return self._answer(404, {"error": "unknown"})
            asked = self._asked()
            challenge, proof = asked.get("challenge"), asked.get("proof")
            if not isinstance(challenge, str) or not isinstance(proof, str):
                return self._answer(400, {"error": "not-understood"})
            if not same(proof, proof_of(secret, challenge)):
                return self._answer(403, {"error": "not-paired"})
            try:
                with one_at_a_time:
                    text = to_text(reader.read())
            except NoCard:
                return self._answer(404, {"error": "no-card"})
            self._answer(200, {"reading": text, "seal": seal_of(secret, challenge, text)})

        def _allowed(self) -> bool:
            """Only this machine by its own name (no other name may lead here), only pages of ours, only JSON."""
            here = f"{HOST}:{self.connection.getsockname()[1]}"
            if self.headers.get("Host") != here or self.headers.get("Origin") not in origins:
                self._answer(403, {"error": "origin"}, known=False)
                return False
            if self.command == "POST" and self.headers.get_content_type() != "application/json":
                self._answer(415, {"error": "not-understood"})
                return False
            return True

        def _asked(self) -> dict[str, Any]:
            try:
                size = int(self.headers.get("Content-Length", "0"))
                told = json.loads(self.rfile.read(size)) if 0 < size <= 2 * LONGEST else None
            except ValueError:
                told = None
            return told if isinstance(told, dict) else {}

        def _answer(self, status: int, told: dict[str, str] | None, *, known: bool = True) -> None:
            body = b"" if told is None else json.dumps(told, ensure_ascii=False).encode()
            self.send_response(status)
            self.send_header("Vary", "Origin")
            self.send_header("Cache-Control", "no-store")
            if known:
                self.send_header("Access-Control-Allow-Origin", self.headers["Origin"])
                self.send_header("Access-Control-Allow-Methods", "GET, POST")
                self.send_header("Access-Control-Allow-Headers", "content-type")
                self.send_header("Access-Control-Allow-Private-Network", "true")
            if body:
                self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_said: object) -> None:
            """Nothing: what a card says is somebody's."""

    return Handler
