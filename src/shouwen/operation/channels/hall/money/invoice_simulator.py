"""An invoice service that makes no invoices: for trying and for tests. It keeps what it made as long as it runs.

It answers as a real one should: the same key, the same invoice; a title of "查无此户" is refused as unknown.
"""

from __future__ import annotations

import json
import threading
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Final
from urllib.parse import unquote

UNKNOWN_TITLE: Final = "查无此户"
LARGEST: Final = 65_536
HOST: Final = "127.0.0.1"


@dataclass(slots=True)
class Books:
    """What the service holds. down: how many requests it still fails; lost: how many of its answers still get lost."""

    token: str
    down: int = 0
    lost: int = 0
    made: dict[str, dict[str, Any]] = field(default_factory=dict)
    reversals: dict[str, dict[str, Any]] = field(default_factory=dict)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def answer(self, path: str, key: str, told: dict[str, Any]) -> tuple[int, dict[str, str]]:
        """What comes of a request."""
        with self.lock:
            if path == "/invoices":
                return self._issue(key, told)
            parts = path.split("/")
            if len(parts) == 4 and parts[:2] == ["", "invoices"] and parts[3] == "reversal":
                return self._reverse(key, unquote(parts[2]), told.get("amount"))
            return 404, {"reason": "unknown-path"}

    def _issue(self, key: str, told: dict[str, Any]) -> tuple[int, dict[str, str]]:
        if key in self.made:
            return 200, {"number": self.made[key]["number"]}
        total = sum(one["quantity"] * one["amount"] for one in told["items"])
        if total != told["amount"] or total <= 0:
            return 422, {"reason": "sum-wrong"}
        if told["buyer"]["title"] == UNKNOWN_TITLE:
            return 422, {"reason": "title-unknown"}
        number = f"25{len(self.made) + 1:018d}"  # as long as that of a 数电票
        self.made[key] = {**told, "number": number}
        return 201, {"number": number}

    def _reverse(self, key: str, number: str, amount: int | None) -> tuple[int, dict[str, str]]:
        if key not in self.reversals:
            made = next((one for one in self.made.values() if one["number"] == number), None)
            if made is None:
                return 404, {"reason": "invoice-unknown"}
            left = made["amount"] - sum(one["amount"] for one in self.reversals.values() if one["of"] == number)
            back = left if amount is None else amount
            if not 0 < back <= left:
                return 422, {"reason": "sum-wrong"}
            self.reversals[key] = {"of": number, "number": f"26{len(self.reversals) + 1:018d}", "amount": back}
        return 200, {"number": self.reversals[key]["number"]}


def serve(books: Books, *, port: int) -> ThreadingHTTPServer:
    """A server that is ready to `serve_forever`; port 0: any that is free."""

    class Handler(BaseHTTPRequestHandler):
        """Answers one request."""

        timeout = 30

        def do_POST(self) -> None:
            """Makes an invoice, or a red letter."""
            body = self.rfile.read(min(int(self.headers.get("Content-Length", "0")), LARGEST))
            if self.headers.get("Authorization") != f"Bearer {books.token}":
                return self._answer(401, {"reason": "token"})
            if books.down > 0:
                books.down -= 1
                return self._answer(503, {"reason": "busy"})
            try:
                status, told = books.answer(self.path, self.headers.get("Idempotency-Key", ""), json.loads(body))
            except (ValueError, KeyError, TypeError):
                status, told = 400, {"reason": "not-understood"}
            if books.lost > 0:
                books.lost -= 1
                self.close_connection = True
                self.connection.close()  # done, but nobody hears of it
                return
            self._answer(status, told)

        def _answer(self, status: int, told: dict[str, str]) -> None:
            body = json.dumps(told).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_said: object) -> None:
            """Nothing: a title is somebody's name."""

    return ThreadingHTTPServer((HOST, port), Handler)
