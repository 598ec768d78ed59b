"""A card reader's program that really listens, and a page that asks it as a browser would."""

from __future__ import annotations

import json
import threading
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from shouwen.operation.channels.hall.identity import bridge, pairing
from shouwen.operation.channels.hall.identity.pairing import CUSTOMER, Sealed
from shouwen.operation.channels.hall.identity.protocol import READ
from shouwen.operation.channels.hall.models import CardReader, Visit
from shouwen.operation.people.rights import Acting

ORIGIN = "https://hall.example"


@contextmanager
def listening(reader: bridge.Reader, secret: str, *, origin: str = ORIGIN, port: int = 0) -> Iterator[int]:
    """Within, the program listens; its port."""
    server = bridge.serve(reader, secret=secret, origins=[origin], port=port)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield int(server.server_address[1])
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def ask(
    port: int, told: object = None, *, path: str = READ, method: str = "POST", **headers: str
) -> tuple[int, dict[str, Any], dict[str, str]]:
    """Status, what was answered, and under which headers."""
    named = {"Origin": ORIGIN, "Content-Type": "application/json"}
    named |= {name.replace("_", "-"): value for name, value in headers.items()}
    body = None if told is None else json.dumps(told).encode()
    request = urllib.request.Request(f"http://127.0.0.1:{port}{path}", data=body, headers=named, method=method)
    try:
        with urllib.request.urlopen(request, timeout=10) as answer:
            return answer.status, json.loads(answer.read() or b"{}"), dict(answer.headers)
    except urllib.error.HTTPError as refused:
        with refused:
            return refused.code, json.loads(refused.read() or b"{}"), dict(refused.headers)


def read_at(visit: Visit, by: Acting, reader: bridge.Reader, part: str = CUSTOMER) -> Sealed:
    """What the page hands on when a document was read at this visit's counter."""
    row = CardReader._base_manager.get(unit=visit.unit_id, counter=visit.counter)
    _port, challenge, proof = pairing.challenge(visit, part, by=by)
    with listening(reader, pairing.secret_of(row)) as port:
        status, told, _headers = ask(port, {"challenge": challenge, "proof": proof})
    assert status == 200, told
    return Sealed(challenge, told["reading"], told["seal"])
