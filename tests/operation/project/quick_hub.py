"""The hub alone, in a hurry: what takes a minute in use takes a moment here. Run as a process of its own."""

from __future__ import annotations

import asyncio
import sys
from typing import Any

import django


def main(port: int) -> None:
    """Serves the stream on `port`."""
    django.setup()
    from shouwen.operation.project.serving import end_with_parent, serve_on_loop
    from shouwen.operation.web.stream_hub import Hub, Pace

    end_with_parent()
    hub = Hub(Pace(heartbeat=0.3, recheck=0.4))

    async def answer(scope: Any, proto: Any) -> None:
        await hub(scope, proto)

    asyncio.run(
        serve_on_loop(
            answer,
            host="127.0.0.1",
            port=port,
            start=hub.start,
            end=hub.stop,
            ready=lambda: print("ready", flush=True),
        )
    )


if __name__ == "__main__":
    main(int(sys.argv[1]))
