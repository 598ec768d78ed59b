"""The hub alone, in a hurry: what takes a minute in use takes a moment here. Run as a process of its own."""

from __future__ import annotations

import asyncio
import sys
from typing import Any

import django


def main(port: int) -> None:
    """Serves the stream on `port`."""
    django.setup()
    from shouwen.operation.project.serving import serve_on_loop
    from shouwen.operation.web.stream_hub import Hub, Pace

    import faulthandler, time
    async def end():
        faulthandler.dump_traceback_later(4, file=open("/tmp/sh-run/dump","w"))
        print("END", time.time(), file=sys.stderr, flush=True)
        await hub.stop()
        print("STOPPED", time.time(), [t.get_coro() for t in asyncio.all_tasks()], file=sys.stderr, flush=True)
    hub = Hub(Pace(heartbeat=0.3, recheck=0.4))

    async def answer(scope: Any, proto: Any) -> None:
        await hub(scope, proto)

    asyncio.run(
        serve_on_loop(
            answer,
            host="127.0.0.1",
            port=port,
            start=hub.start,
            end=end,
            ready=lambda: print("ready", flush=True),
        )
    )


if __name__ == "__main__":
    main(int(sys.argv[1]))
