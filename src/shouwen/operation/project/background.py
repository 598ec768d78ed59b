"""What goes on while nobody asks: the watch over what comes due, and jobs that were left for later."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable

from django.db import connection
from django.utils.module_loading import import_string

log = logging.getLogger("shouwen.background")

BACKGROUND: dict[str, str] = {
    "watch": "shouwen.operation.ledger.watch.run",
    "followers": "shouwen.operation.ledger.followers.run",
    "carriers": "shouwen.operation.ledger.carriers.run",
    "invoices": "shouwen.operation.channels.hall.money.invoices.run",
    "seal": "shouwen.operation.ledger.seal.run",
    "closing": "shouwen.operation.channels.hall.closing.by_itself.run",
    "appointments": "shouwen.operation.channels.hall.appointments.missed.run",
    "jobs": "shouwen.operation.project.background.run_jobs",
}
"""Name → the function (stop: threading.Event) → None that does it until `stop` is set. Each has a thread of its own."""

JOBS_EVERY = 1.0  # seconds between two looks for jobs
LONGEST_PAUSE = 30.0


def start(stop: threading.Event) -> list[threading.Thread]:
    """Begins everything in BACKGROUND; what fails is begun again, after a pause that grows. Join what is returned."""
    threads = [
        threading.Thread(target=_keep_going, args=(name, import_string(path), stop), name=name, daemon=True)
        for name, path in BACKGROUND.items()
    ]
    for thread in threads:
        thread.start()
    return threads


def run_jobs(stop: threading.Event) -> None:
    """Does the jobs that wait in the database, until `stop` is set; a job that was begun is ended first."""
    from django_tasks_db.management.commands.db_worker import Worker

    worker = Worker(
        queue_names=["*"],
        excluded_queue_names=[],
        interval=0,
        batch=True,  # until none is left
        backend_name="default",
        startup_delay=False,
        max_tasks=None,
        worker_id=f"shouwen-{threading.get_native_id()}",
    )
    while not stop.wait(JOBS_EVERY):
        worker.run()


def _keep_going(name: str, run: Callable[[threading.Event], None], stop: threading.Event) -> None:
    pause = 1.0
    while not stop.is_set():
        try:
            run(stop)
            pause = 1.0
        except Exception:
            log.exception("%s failed; begun again in %s s", name, pause)
        finally:
            connection.close()
        stop.wait(pause)
        pause = min(pause * 2, LONGEST_PAUSE)
