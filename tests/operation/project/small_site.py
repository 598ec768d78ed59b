"""A small WSGI site behind the bridge: it says what it was asked. Run as a process of its own."""

from __future__ import annotations

import asyncio
import json
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

import django


def site(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    """Answers by path."""
    path = environ["PATH_INFO"]
    if path == "/fails":
        raise RuntimeError("on purpose")
    start_response("200 OK", [("Content-Type", "text/plain"), ("Set-Cookie", "a=1"), ("Set-Cookie", "b=2")])
    if path == "/slow":
        time.sleep(1)
        return [b"took its time"]
    if path == "/streamed":
        return Streamed()
    body = environ["wsgi.input"].read()
    said = {name: value for name, value in environ.items() if isinstance(value, str)}
    return [json.dumps(said | {"body": body.decode("latin-1")}).encode()]


class Streamed:
    """An answer in pieces, that notes when it has been closed."""

    streaming = True

    def __iter__(self) -> Iterator[bytes]:
        for number in range(3):
            yield f"{number}\n".encode()
            time.sleep(0.1)

    def close(self) -> None:
        """Called at the end, whatever the end."""
        Path(sys.argv[2]).write_text("closed", encoding="ascii")


def main(port: int) -> None:
    """Serves it on `port`."""
    django.setup()
    from shouwen.operation.project.bridge import Bridge
    from shouwen.operation.project.serving import serve_on_loop

    bridge = Bridge(site, threads=2, limit=1_000_000)

    async def nothing() -> None:
        return None

    serving = serve_on_loop(
        bridge, host="127.0.0.1", port=port, start=nothing, end=nothing, ready=lambda: print("ready", flush=True)
    )
    asyncio.run(serving)
    bridge.close()


if __name__ == "__main__":
    main(int(sys.argv[1]))
