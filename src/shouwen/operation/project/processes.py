"""The process that starts the others, begins again those that end, and ends all of them when it is told to."""

from __future__ import annotations

import logging
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping

from shouwen.operation.project.serving import FAREWELL

log = logging.getLogger("shouwen.serving")

LONGEST_PAUSE = 30.0
STEADY = 60.0  # seconds after which a process that ends is begun again at once


def mind(parts: Mapping[str, list[str]], *, ready: Callable[[], None]) -> None:
    """Runs `shouwen serve` with the arguments of each part, until SIGTERM or SIGINT. `ready`: all began."""
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    minding = [threading.Thread(target=_keep, args=(name, args, stop), name=name) for name, args in parts.items()]
    for thread in minding:
        thread.start()
    ready()
    stop.wait()
    for thread in minding:
        thread.join()


def _keep(name: str, args: list[str], stop: threading.Event) -> None:
    pause = 0.0
    while not stop.wait(pause):
        began = time.monotonic()
        process = subprocess.Popen(
            [sys.executable, "-m", "shouwen.command", "serve", *args],
            stdin=subprocess.DEVNULL,
            env=os.environ | {"SHOUWEN_PART": name},
            start_new_session=True,  # Ctrl-C in a terminal reaches us alone; we tell them
        )
        while process.poll() is None and not stop.wait(0.2):
            pass
        if stop.is_set():
            return _end(process)
        pause = 0.5 if time.monotonic() - began > STEADY else min(max(1.0, pause * 2), LONGEST_PAUSE)
        log.error("the process for the %s ended with %s; begun again in %s s", name, process.returncode, pause)


def _end(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(FAREWELL + 5)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
