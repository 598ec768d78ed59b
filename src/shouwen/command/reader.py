"""shouwen reader: the program beside a card reader, on the clerk's own machine."""

from __future__ import annotations

import shlex
import sys
from pathlib import Path
from urllib.parse import urlsplit

import click

from shouwen.fault import Fault
from shouwen.operation.channels.hall.identity import bridge
from shouwen.operation.channels.hall.identity.protocol import PORT
from shouwen.wording import Language, Wording

READY = Wording(
    "读卡器“{name}”就绪，只答 {origins} 的网页；按 Ctrl+C 结束。",
    "讀卡器「{name}」就緒，只答 {origins} 的網頁；按 Ctrl+C 結束。",
    "The reader {name} is ready and answers pages of {origins} alone; Ctrl+C ends it.",
)


@click.command()
@click.option("--origin", "origins", multiple=True, required=True, help="Origin of the pages that may ask, https://…")
@click.option(
    "--secret-file", type=click.Path(path_type=Path, exists=True, dir_okay=False, allow_dash=True),
    help="File with the pairing's secret; - reads it from the standard input.",
)  # fmt: skip
@click.option("--program", help="The vendor's program: writes what the card says as one JSON object.")
@click.option("--simulate", is_flag=True, help="No reader: people who do not exist, one after the other.")
@click.option("--port", default=PORT, show_default=True, type=click.IntRange(1024, 65535), help="Port on 127.0.0.1.")
@click.pass_obj
def reader(
    language: Language,
    origins: tuple[str, ...],
    secret_file: Path | None,
    program: str | None,
    simulate: bool,
    port: int,
) -> None:
    """Let the counter's page read identity cards by the reader at this computer.

    The hall's manager pairs the counter under Card readers and hands over the secret. It listens on this computer
    alone, keeps nothing and logs nothing.
    """
    for one in origins:
        parts = urlsplit(one)
        if parts.scheme not in ("http", "https") or not parts.netloc or parts.path or parts.query:
            raise Fault("reader-origin", origin=one[:100])
    if secret_file is None:
        raise Fault("reader-secret")
    if not program and not simulate:
        raise Fault("reader-none")
    written = sys.stdin.read() if str(secret_file) == "-" else secret_file.read_text(encoding="utf-8")
    if not written.strip():
        raise Fault("reader-secret")
    behind: bridge.Reader = bridge.Program(shlex.split(program)) if program else bridge.Simulated()
    try:
        server = bridge.serve(behind, secret=written.strip(), origins=origins, port=port)
    except OSError:
        raise Fault("port-in-use", host=bridge.HOST, port=port) from None
    with server:
        click.echo(READY.say(language).format(name=behind.name, origins=", ".join(origins)))
        try:
            server.serve_forever()
        except KeyboardInterrupt:
            return
