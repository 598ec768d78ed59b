"""shouwen serve: the pages, the live news, and the watch over what comes due."""

from __future__ import annotations

import os

import click

PARTS = ("pages", "stream", "background")


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65534), help="Port to listen on.")
@click.option(
    "--processes",
    type=click.IntRange(1, 64),
    help="Processes that answer pages, on PostgreSQL.  [default: one for each core]",
)
@click.option("--part", type=click.Choice(PARTS), hidden=True, help="Serve this part alone.")
def serve(host: str, port: int, processes: int | None, part: str | None) -> None:
    """Serve the pages, the live news, and the watch over what comes due, until told to stop.

    Without SHOUWEN_DATABASE everything runs in this one process, on a database in SHOUWEN_HOME. On PostgreSQL pages are
    answered on --port, and live news by a process of their own on the port after it; docs/deployment.md shows how to
    put a web server in front of both.
    """
    prepare_django()
    from shouwen.operation.project import serving

    if part == "pages":
        return serving.serve_pages(host=host, port=port, processes=processes or 1)
    if part == "stream":
        return serving.serve_stream(host=host, port=port)
    if part == "background":
        return serving.serve_background()
    serve_all(host=host, port=port, processes=processes)


def prepare_django() -> None:
    """Makes the operation's rooms ready to be used in this process. Raises Fault where SHOUWEN_HOME cannot be made."""
    import django
    from django.conf import settings

    from shouwen.fault import Fault

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "shouwen.operation.project.settings")
    django.setup()
    try:
        settings.HOME.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise Fault("home-not-ours", home=settings.HOME, why=error.strerror or str(error)) from None


def serve_all(*, host: str, port: int, processes: int | None = None) -> None:
    """Brings the database up to date and serves, until SIGTERM or SIGINT. Raises Fault where it cannot begin."""
    from django.core.management import call_command
    from django.db import connection, connections

    from shouwen.fault import Fault
    from shouwen.operation.ledger.restored import settle
    from shouwen.operation.project import processes as minding
    from shouwen.operation.project import serving

    embedded = connection.vendor == "sqlite"
    if embedded and (processes or 1) > 1:
        raise Fault("processes-need-postgresql", processes=processes)
    for wanted in (port,) if embedded else (port, port + 1):
        serving.check_address(host, wanted)
    call_command("migrate", interactive=False, verbosity=0)
    settle()
    connections.close_all()
    shown = f"[{host}]" if ":" in host else host

    def ready() -> None:
        serving.wait_until_it_listens(host, port)
        click.echo(f"http://{shown}:{port}/")

    if embedded:
        return serving.serve_embedded(host=host, port=port, ready=ready)
    pages = ["--host", host, "--port", str(port), "--processes", str(processes or os.cpu_count() or 1)]
    minding.mind(
        {
            "pages": ["--part", "pages", *pages],
            "stream": ["--part", "stream", "--host", host, "--port", str(port + 1)],
            "background": ["--part", "background"],
        },
        ready=ready,
    )
